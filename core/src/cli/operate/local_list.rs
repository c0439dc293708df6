//! `local-list`: the tags that a charge point may accept by itself.

use std::io::Write;

use clap::Subcommand;
use serde_json::{Value, json};

use super::words::encoded;
use crate::cli::Exit;
use crate::cli::failed::Failed;
use crate::cli::server::Server;
use crate::cli::show::form::One;
use crate::cli::show::table::{Column, card, column, text, write_on};

const CARD: [Column; 5] = [
    column("version", &["/version"]),
    column("accepted", &["/acceptedAt"]).time(),
    column("the charge point says", &["/reportedVersion"]),
    column("drift", &["/drift"]).state(),
    column("changes it did not take", &["/missed"]),
];

const ENTRIES: [Column; 5] = [
    column("ID TAG", &["/idTag"]),
    column("TYPE", &["/idTagType"]),
    column("STATUS", &["/status"]).state(),
    column("PARENT", &["/parentIdTag"]),
    column("EXPIRY", &["/expiry"]).time(),
];

/// What `local-list` takes.
#[derive(Debug, clap::Args)]
pub struct Arguments {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, Subcommand)]
enum What {
    /// Shows what a charge point holds, as far as it is known
    Show {
        /// The charge point
        charge_point: String,
        #[command(flatten)]
        one: One,
        #[command(flatten)]
        server: Server,
    },
    /// Sends a whole list, or changes it by what is added and removed
    Send {
        /// The charge point
        charge_point: String,
        /// Tags that may charge
        tags: Vec<String>,
        /// The list is changed by these, and not replaced
        #[arg(long)]
        change: bool,
        /// Tags that are taken from the list
        #[arg(long, value_name = "TAGS", value_delimiter = ',', requires = "change")]
        remove: Vec<String>,
        #[command(flatten)]
        server: Server,
    },
    /// Sends all of it again, with what the charge point did not take
    Again {
        /// The charge point
        charge_point: String,
        #[command(flatten)]
        server: Server,
    },
    /// Asks the charge point for the version that it has
    Check {
        /// The charge point
        charge_point: String,
        #[command(flatten)]
        server: Server,
    },
}

impl Arguments {
    /// Asks the server.
    ///
    /// # Errors
    /// The server's.
    pub fn run(&self, output: &mut impl Write) -> Result<Exit, Failed> {
        match &self.what {
            What::Show {
                charge_point,
                one,
                server,
            } => show(&server.get(&path(charge_point, ""))?, one, output),
            What::Send {
                charge_point,
                tags,
                change,
                remove,
                server,
            } => {
                let kept = tags.iter().map(|tag| json!({ "idTag": tag }));
                let gone = remove.iter().map(|tag| json!({ "idTag": tag, "remove": true }));
                let update = if *change { "differential" } else { "full" };
                let wanted = json!({ "update": update, "entries": kept.chain(gone).collect::<Vec<_>>() });
                sent(
                    charge_point,
                    &server.put_json(&path(charge_point, ""), &wanted)?,
                    output,
                )
            }
            What::Again { charge_point, server } => {
                let wanted = json!({ "update": "again" });
                sent(
                    charge_point,
                    &server.put_json(&path(charge_point, ""), &wanted)?,
                    output,
                )
            }
            What::Check { charge_point, server } => {
                let found = server.post(&path(charge_point, "/check"), &json!({}))?;
                let member = |name: &str| found.get(name).map(text).unwrap_or_default();
                writeln!(
                    output,
                    "{charge_point} has version {}: drift {}",
                    member("reportedVersion"),
                    member("drift")
                )?;
                Ok(Exit::Done)
            }
        }
    }
}

fn path(charge_point: &str, rest: &str) -> String {
    format!("/charge-points/{}/local-list{rest}", encoded(charge_point))
}

fn show(found: &Value, one: &One, output: &mut impl Write) -> Result<Exit, Failed> {
    if one.json {
        writeln!(output, "{found}")?;
        return Ok(Exit::Done);
    }
    card(&one.screen(), output, &CARD, found)?;
    let entries = found
        .get("entries")
        .and_then(Value::as_array)
        .cloned()
        .unwrap_or_default();
    if !entries.is_empty() {
        writeln!(output)?;
        write_on(one.screen(), output, &ENTRIES, &entries)?;
    }
    Ok(Exit::Done)
}

/// What the charge point said; 1 if that is no.
fn sent(charge_point: &str, answer: &Value, output: &mut impl Write) -> Result<Exit, Failed> {
    let member = |name: &str| answer.get(name).map(text).unwrap_or_default();
    let status = member("status");
    writeln!(output, "{charge_point} list version {}: {status}", member("version"))?;
    Ok(if status == "Accepted" { Exit::Done } else { Exit::Failed })
}
