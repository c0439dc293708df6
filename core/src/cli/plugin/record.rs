//! `plugin record`: the recording of a plugin's calls on a running server, switched, saved, erased.

use std::io::Write;
use std::path::PathBuf;

use serde_json::{Value, json};

use super::failed::Failed;
use super::figures::size;
use super::server::Server;
use super::server::partial::FOR_ALL;
use crate::cli::Exit;

/// What `plugin record` takes. Without a flag recording begins.
#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// The plugin
    name: String,
    /// Stops recording; what was recorded stays
    #[arg(long, conflicts_with_all = ["erase"])]
    stop: bool,
    /// Saves what is recorded until now into a file, for `plugin replay`
    #[arg(long, value_name = "FILE", conflicts_with_all = ["erase"])]
    save: Option<PathBuf>,
    /// Stops recording, and removes what was recorded
    #[arg(long)]
    erase: bool,
    #[command(flatten)]
    server: Server,
}

impl Arguments {
    /// Does it, and says what is there.
    ///
    /// # Errors
    /// The server's, or a file that cannot be written.
    pub fn run(&self, output: &mut impl Write) -> Result<Exit, Failed> {
        let (name, path) = (&self.name, format!("/plugins/{}/recording", self.name));
        if self.erase {
            self.server.delete(&path)?;
            writeln!(output, "{name} is not recorded, and its recording is erased")?;
            return Ok(Exit::Done);
        }
        if self.stop || self.save.is_none() {
            let status = self.server.put_json(&path, &json!({ "on": !self.stop }))?;
            writeln!(output, "{}", told(name, &status))?;
        }
        if let Some(file) = &self.save {
            let bytes = self.server.download(&path, file, FOR_ALL)?;
            let bytes = size(usize::try_from(bytes).unwrap_or(usize::MAX));
            writeln!(output, "{}: {bytes}", file.display())?;
        }
        Ok(Exit::Done)
    }
}

fn told(name: &str, status: &Value) -> String {
    let number = |member: &str| status.get(member).and_then(Value::as_u64).unwrap_or_default();
    let on = status.get("on").and_then(Value::as_bool) == Some(true);
    let bytes = size(usize::try_from(number("bytes")).unwrap_or(usize::MAX));
    let mut text = format!(
        "{name} is {}recorded; {} calls since the server started, {bytes} on its disk",
        if on { "" } else { "not " },
        number("calls")
    );
    if number("missed") > 0 {
        text += &format!(", {} calls missed", number("missed"));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::told;
    use serde_json::json;

    #[test]
    fn a_recording_is_told_with_what_is_missing_in_it() {
        let status = json!({"on": true, "calls": 12, "missed": 2, "bytes": 2048});
        let text = told("tariff", &status);
        assert!(text.starts_with("tariff is recorded; 12 calls"), "{text}");
        assert!(text.ends_with("2 calls missed"), "{text}");
    }
}
