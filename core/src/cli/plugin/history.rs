//! `plugin history`: what was done to a plugin on a running server.

use std::io::Write;

use serde_json::Value;

use super::failed::{Failed, unusable};
use super::server::Server;
use crate::cli::Exit;
use crate::plugins::testbench;

/// What `plugin history` takes.
#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// The plugin
    name: String,
    /// At most so many, the newest last
    #[arg(long, value_name = "NUMBER", default_value_t = 20, value_parser = clap::value_parser!(u16).range(1..=1000))]
    last: u16,
    #[command(flatten)]
    server: Server,
}

impl Arguments {
    /// Asks the server, and writes a line for each change.
    ///
    /// # Errors
    /// The server's.
    pub fn run(&self, output: &mut impl Write) -> Result<Exit, Failed> {
        testbench::check_name(&self.name).map_err(|error| unusable(&error))?;
        let path = format!("/plugins/{}/history?limit={}", self.name, self.last);
        let found = self.server.get(&path)?;
        let entries = found.get("items").and_then(Value::as_array);
        for entry in entries.into_iter().flatten().rev() {
            writeln!(output, "{}", line(entry))?;
        }
        if entries.is_none_or(Vec::is_empty) {
            writeln!(output, "nothing was ever done to {}", self.name)?;
        }
        Ok(Exit::Done)
    }
}

fn line(entry: &Value) -> String {
    let text = |value: &Value, member: &str| value.get(member).and_then(Value::as_str).unwrap_or_default().to_owned();
    let named = |member: &str| {
        let version = entry.get(member).filter(|version| !version.is_null())?;
        let digest = text(version, "digest");
        let short = digest.get(..12).unwrap_or(&digest).to_owned();
        Some(format!("{} ({short})", text(version, "version")))
    };
    let change = match (named("version"), named("from"), named("to")) {
        (Some(version), ..) => version,
        (None, Some(from), Some(to)) if from == to => to,
        (None, Some(from), Some(to)) => format!("{from} -> {to}"),
        (None, None, Some(to)) => to,
        (None, Some(from), None) => from,
        (None, None, None) => String::new(),
    };
    let why = match text(entry, "why") {
        why if why.is_empty() => why,
        why => format!("  {why}"),
    };
    format!("{}  {:<10}  {change}{why}", text(entry, "at"), text(entry, "what"))
        .trim_end()
        .to_owned()
}

#[cfg(test)]
mod tests {
    use super::line;
    use serde_json::json;

    #[test]
    fn a_change_is_told_with_the_versions_before_and_after() {
        let version = |number: &str| json!({"version": number, "digest": "abcdefabcdefabcdef"});
        let entry = json!({"at": "T", "what": "rollback", "version": null, "from": version("2"), "to": version("1")});
        assert_eq!(line(&entry), "T  rollback    2 (abcdefabcdef) -> 1 (abcdefabcdef)");
        let entry =
            json!({"at": "T", "what": "canary", "version": version("3"), "from": version("2"), "to": version("2")});
        assert_eq!(line(&entry), "T  canary      3 (abcdefabcdef)");
        let entry = json!({"at": "T", "what": "end-trial", "version": version("3"), "from": version("2"), "to": version("2"),
                           "why": "operator"});
        assert_eq!(line(&entry), "T  end-trial   3 (abcdefabcdef)  operator");
    }
}
