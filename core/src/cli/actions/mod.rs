//! `actions`: what the server does with each action of each version, from the rows that the pipeline
//! itself reads.

mod summary;

use std::io::{self, Write};

use clap::Args;
use ocpp_schemas::{Action, Catalogue, Version};

use super::Exit;
use crate::config::settings::OnFailure;
use crate::ocpp::rows::{BeforeBoot, Inbound, Row};
use crate::ocpp::table::Table;

/// What is listed.
#[derive(Debug, Args)]
pub struct Arguments {
    /// One version alone: 1.6, 2.0.1 or 2.1
    #[arg(long)]
    version: Option<Version>,
    /// Counts by functional block, as a table in Markdown
    #[arg(long, conflicts_with = "version")]
    summary: bool,
}

impl Arguments {
    /// Writes the table.
    ///
    /// # Errors
    /// What writing failed with.
    pub fn run(&self, output: &mut impl Write) -> io::Result<Exit> {
        if self.summary {
            output.write_all(summary::markdown().as_bytes())?;
            return Ok(Exit::Done);
        }
        writeln!(
            output,
            "version\taction\tblock\tfrom\twhat the server does\tevents\tdurable\tbefore boot\ton_failure"
        )?;
        for version in Version::ALL {
            if self.version.is_some_and(|wanted| wanted != version) {
                continue;
            }
            for action in Catalogue::of(version).actions() {
                if let Some(entry) = Table::of(version).get(action.name()) {
                    writeln!(output, "{}", line(action, entry.row))?;
                }
            }
        }
        Ok(Exit::Done)
    }
}

/// One action: its columns with tabs between them.
fn line(action: &Action, row: &Row) -> String {
    let kinds: Vec<_> = row.kinds.iter().map(|kind| kind.name).collect();
    let kinds = if kinds.is_empty() {
        "-".to_owned()
    } else {
        kinds.join(" ")
    };
    [
        action.version().to_string(),
        action.name().to_owned(),
        action.block().to_owned(),
        sender(action).to_owned(),
        what(row).to_owned(),
        kinds,
        yes(row.durable).to_owned(),
        before_boot(row).to_owned(),
        on_failure(row).to_owned(),
    ]
    .join("\t")
}

fn sender(action: &Action) -> &'static str {
    match (action.sent_by_charge_point(), action.sent_by_central_system()) {
        (true, true) => "both",
        (true, false) => "charge point",
        (false, _) => "central system",
    }
}

/// What becomes of an action.
fn what(row: &Row) -> &'static str {
    match (row.inbound, row.operation) {
        (Some(Inbound::Handled(_)), _) => "handled",
        (Some(Inbound::Kept(_)), _) => "validated, kept, answered",
        (None, Some(_)) => "sent on demand, its answer kept",
        (None, None) => "sent on demand",
    }
}

fn before_boot(row: &Row) -> &'static str {
    match row.before_boot {
        BeforeBoot::Never => "-",
        BeforeBoot::Always => "yes",
        BeforeBoot::If(_) => "of a transaction",
    }
}

fn on_failure(row: &Row) -> &'static str {
    match (row.inbound, row.on_failure) {
        (None, _) => "-",
        (Some(_), OnFailure::Keep) => "keep",
        (Some(_), OnFailure::Refuse) => "refuse",
    }
}

fn yes(it_is: bool) -> &'static str {
    if it_is { "yes" } else { "-" }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]

    use super::*;

    fn listed(version: Option<Version>) -> Vec<String> {
        let mut output = Vec::new();
        let arguments = Arguments {
            version,
            summary: false,
        };
        arguments.run(&mut output).unwrap();
        String::from_utf8(output).unwrap().lines().map(str::to_owned).collect()
    }

    #[test]
    fn every_action_of_every_version_has_its_line() {
        assert_eq!(listed(None).len(), 1 + 39 + 64 + 91);
        let lines = listed(Some(Version::V16));
        assert_eq!(lines.len(), 1 + 39);
        let start = lines.iter().find(|line| line.contains("\tStartTransaction\t")).unwrap();
        assert_eq!(
            start,
            "1.6\tStartTransaction\tCore\tcharge point\thandled\ttransaction.started transaction.ended reservation.changed\tyes\tyes\trefuse"
        );
    }
}
