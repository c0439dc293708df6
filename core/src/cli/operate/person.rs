//! `id-tags data`, `id-tags erase`: what is kept of a person, by tag.

use std::io::Write;
use std::path::PathBuf;

use serde_json::Value;

use super::words::{encoded, query};
use crate::cli::Exit;
use crate::cli::failed::Failed;
use crate::cli::server::Server;
use crate::cli::server::partial::FOR_OWNER;

/// What `data` takes.
#[derive(Debug, clap::Args)]
pub struct Data {
    /// The tag, in any case
    tag: String,
    /// Where the document goes
    #[arg(long, value_name = "FILE")]
    out: PathBuf,
    #[command(flatten)]
    server: Server,
}

impl Data {
    /// Writes all that is kept in which the tag stands into a file.
    ///
    /// # Errors
    /// The server's, or the file's.
    pub fn run(&self, output: &mut impl Write) -> Result<Exit, Failed> {
        let path = format!("/id-tags/{}/data", encoded(&self.tag));
        let bytes = self.server.download(&path, &self.out, FOR_OWNER)?;
        writeln!(output, "{}: {bytes} bytes", self.out.display())?;
        Ok(Exit::Done)
    }
}

/// What `erase` takes.
#[derive(Debug, clap::Args)]
pub struct Erase {
    /// The tag, in any case
    tag: String,
    /// Keeps it in the register as blocked, with nothing else
    #[arg(long)]
    keep_blocked: bool,
    /// Also while it charges, or a campaign brings it to charge points
    #[arg(long)]
    force: bool,
    /// Does not send charge points their lists without it
    #[arg(long)]
    keep_local_lists: bool,
    /// Answers in JSON, as the server does
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    server: Server,
}

impl Erase {
    /// Takes the tag out of all that is kept.
    ///
    /// # Errors
    /// The server's.
    pub fn run(&self, output: &mut impl Write) -> Result<Exit, Failed> {
        let said = |flag: bool, word: &'static str| flag.then_some(word);
        let options = query(&[
            ("keepBlocked", said(self.keep_blocked, "true")),
            ("force", said(self.force, "true")),
            ("sendLocalLists", said(self.keep_local_lists, "false")),
        ]);
        let path = format!("/id-tags/{}/erase{options}", encoded(&self.tag));
        let done = self.server.post(&path, &Value::Null)?;
        if self.json {
            writeln!(output, "{done}")?;
        } else {
            tell(output, &done)?;
        }
        Ok(Exit::Done)
    }
}

/// The counts by class, then what was not done.
fn tell(output: &mut impl Write, done: &Value) -> Result<(), Failed> {
    let text = |value: &Value, member: &str| value.get(member).and_then(Value::as_str).unwrap_or_default().to_owned();
    for (class, count) in done.get("erased").and_then(Value::as_object).into_iter().flatten() {
        writeln!(output, "{class}: {count}")?;
    }
    let cancelled = done
        .get("commandsCancelled")
        .and_then(Value::as_u64)
        .unwrap_or_default();
    if cancelled > 0 {
        writeln!(output, "commands that are not sent any more: {cancelled}")?;
    }
    for list in done.get("localLists").and_then(Value::as_array).into_iter().flatten() {
        let how = match list.get("command").and_then(Value::as_str) {
            Some(command) => format!("is sent again without it  [{command}]"),
            None => "may have it still".to_owned(),
        };
        writeln!(output, "the local list of {} {how}", text(list, "chargePoint"))?;
    }
    for left in done.get("notDone").and_then(Value::as_array).into_iter().flatten() {
        writeln!(output, "not done: {}: {}", text(left, "what"), text(left, "reason"))?;
    }
    Ok(())
}
