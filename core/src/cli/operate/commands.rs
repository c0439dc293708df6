//! `commands`: what became of commands.

use std::io::Write;

use clap::Subcommand;

use super::command::sentence;
use super::words::encoded;
use crate::cli::Exit;
use crate::cli::failed::Failed;
use crate::cli::server::Server;
use crate::cli::show::form::Form;
use crate::cli::show::table::{Column, column};

const COLUMNS: [Column; 8] = [
    column("ID", &["/id"]),
    column("CHARGE POINT", &["/chargePoint"]),
    column("COMMAND", &["/action"]),
    column("STATE", &["/state"]).state(),
    column("STATUS", &["/status", "/response/status"]),
    column("WANTED", &["/createdAt"]).time(),
    column("FROM", &["/origin/plugin", "/origin"]),
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
        #[command(flatten)]
        form: Form,
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
                form,
                server,
            } => {
                let parts = [
                    ("chargePoint", charge_point.as_deref()),
                    ("state", state.as_deref()),
                    ("campaign", campaign.as_deref()),
                ];
                form.list(output, &COLUMNS, server.pages("/commands", &parts))?;
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
