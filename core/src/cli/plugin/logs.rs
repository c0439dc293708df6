//! `plugin logs`: the last failures of a plugin on a running server, with input and traceback.

use std::io::Write;

use serde_json::Value;

use super::failed::{Failed, unusable};
use super::server::Server;
use crate::cli::Exit;
use crate::plugins::testbench;

/// What `plugin logs` takes.
#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// The plugin
    name: String,
    /// At most so many, the newest last
    #[arg(long, value_name = "NUMBER", default_value_t = 10)]
    last: usize,
    #[command(flatten)]
    server: Server,
}

impl Arguments {
    /// Asks the server, and writes the failures, the newest last.
    ///
    /// # Errors
    /// The server's.
    pub fn run(&self, output: &mut impl Write) -> Result<Exit, Failed> {
        testbench::check_name(&self.name).map_err(|error| unusable(&error))?;
        let status = self.server.get(&format!("/plugins/{}", self.name))?;
        let failures = status.get("lastFailures").and_then(Value::as_array);
        let mut shown: Vec<_> = failures.into_iter().flatten().take(self.last).collect();
        shown.reverse();
        if shown.is_empty() {
            writeln!(output, "{} did not fail since the server was started", self.name)?;
        }
        for failure in shown {
            write!(output, "{}", paragraph(&status, failure))?;
        }
        Ok(Exit::Done)
    }
}

/// Which version failed, if it is not the active one: the failures that are kept are those of all versions.
fn other_version(status: &Value, failure: &Value) -> String {
    let text = |value: &Value, member: &str| value.get(member).and_then(Value::as_str).unwrap_or_default().to_owned();
    let digest = text(failure, "digest");
    if digest.is_empty() || digest == text(status, "digest") {
        return String::new();
    }
    let mut versions = status.get("versions").and_then(Value::as_array).into_iter().flatten();
    let found = versions.find(|version| text(version, "digest") == digest);
    let short = digest.get(..12).unwrap_or(&digest);
    match found.map(|version| text(version, "version")) {
        Some(number) => format!("{number} ({short}), which is not active"),
        None => format!("({short}), which is not kept any more"),
    }
}

fn paragraph(status: &Value, failure: &Value) -> String {
    let text = |member: &str| failure.get(member).and_then(Value::as_str).unwrap_or_default();
    let mut lines = format!(
        "{}  {} {} {}  {}\n",
        text("at"),
        text("chargePoint"),
        text("ocppVersion"),
        text("action"),
        text("cause")
    );
    let frames = failure.get("traceback").and_then(Value::as_array).into_iter().flatten();
    let functions: Vec<_> = frames.filter_map(Value::as_str).collect();
    let functions = functions.join("\n");
    let version = other_version(status, failure);
    let parts = [
        ("version", version.as_str()),
        ("input", text("payload")),
        ("proposed", text("proposed")),
        ("it wrote", text("stderr").trim_end()),
        ("it was in", functions.as_str()),
    ];
    for (what, part) in parts.into_iter().filter(|(_, part)| !part.is_empty()) {
        lines += &format!("  {what:<9} {}\n", part.replace('\n', "\n            "));
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::paragraph;
    use serde_json::json;

    #[test]
    fn a_failure_is_told_with_its_input_and_traceback() {
        let failure = json!({
            "at": "T", "chargePoint": "CP-1", "ocppVersion": "1.6", "action": "Authorize", "cause": "trapped: x",
            "payload": "{}", "proposed": "", "stderr": "one\ntwo\n", "traceback": ["mine!inner", "mine!outer"]
        });
        let expected = "T  CP-1 1.6 Authorize  trapped: x\n  input     {}\n  it wrote  one\n            two\n  \
                        it was in mine!inner\n            mine!outer\n";
        assert_eq!(paragraph(&json!({"digest": "active"}), &failure), expected);
    }

    #[test]
    fn a_failure_of_another_version_than_the_active_one_names_it() {
        let status = json!({"digest": "a", "versions": [{"digest": "b", "version": "0.2.0"}]});
        let failed = |digest: &str| {
            paragraph(
                &status,
                &json!({"at": "T", "action": "Authorize", "cause": "trapped", "digest": digest}),
            )
        };
        assert!(!failed("a").contains("version"), "{}", failed("a"));
        assert!(
            failed("b").contains("  version   0.2.0 (b), which is not active\n"),
            "{}",
            failed("b")
        );
        assert!(
            failed("c").contains("  version   (c), which is not kept any more\n"),
            "{}",
            failed("c")
        );
    }
}
