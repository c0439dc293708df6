//! `commands`: what became of commands.

use std::io::Write;

use clap::Subcommand;

use super::charge_points::all;
use super::command::sentence;
use super::table::{self, Column, column};
use super::words::encoded;
use crate::cli::Exit;
use crate::cli::failed::Failed;
use crate::cli::server::Server;

const COLUMNS: [Column; 7] = [
    column("ID", &["/id"]),
    column("CHARGE POINT", &["/chargePoint"]),
    column("COMMAND", &["/action"]),
    column("STATE", &["/state"]),
    column("STATUS", &["/status", "/response/status"]),
    column("WANTED", &["/createdAt"]),
    column("WHY", &["/error/description"]),
];

/// What `commands` takes.
#[derive(Debug, clap::Args)]
pub struct Arguments {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, Subcommand)]
enum What {
    /// Lists commands, the newest first
    List {
        /// Those for a charge point
        #[arg(long, value_name = "ID")]
        charge_point: Option<String>,
        /// Those that are so far: pending, sent, accepted, in-effect, refused, failed, timed-out, lost, expired, ...
        #[arg(long)]
        state: Option<String>,
        /// Those of a campaign
        #[arg(long, value_name = "ID")]
        campaign: Option<String>,
        /// Answers in JSON, one command a line
        #[arg(long)]
        json: bool,
        #[command(flatten)]
        server: Server,
    },
    /// Shows one
    Show {
        /// Its id
        id: String,
        /// Answers in JSON, as the server does
        #[arg(long)]
        json: bool,
        #[command(flatten)]
        server: Server,
    },
    /// Takes one back that has not left
    Cancel {
        /// Its id
        id: String,
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
            What::List {
                charge_point,
                state,
                campaign,
                json,
                server,
            } => {
                let found = all(
                    server,
                    "/commands",
                    &[
                        ("chargePoint", charge_point.as_deref()),
                        ("state", state.as_deref()),
                        ("campaign", campaign.as_deref()),
                    ],
                )?;
                if *json {
                    table::lines(output, &found)?;
                } else {
                    table::write(output, &COLUMNS, &found)?;
                }
            }
            What::Show { id, json, server } => {
                let found = server.get(&format!("/commands/{}", encoded(id)))?;
                if *json {
                    writeln!(output, "{found}")?;
                } else {
                    writeln!(output, "{}", sentence(&found))?;
                }
            }
            What::Cancel { id, server } => {
                let cancelled = server.delete(&format!("/commands/{}", encoded(id)))?;
                writeln!(output, "{}", sentence(&cancelled))?;
            }
        }
        Ok(Exit::Done)
    }
}
