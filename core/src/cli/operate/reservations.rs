//! `reservations`: the reservations of a charge point, in one form for all versions.

use std::io::Write;

use clap::Subcommand;
use serde_json::{Value, json};

use super::words::{encoded, moment, object};
use crate::cli::Exit;
use crate::cli::failed::{Failed, unusable};
use crate::cli::server::Server;
use crate::cli::show::Screen;
use crate::cli::show::form::Form;
use crate::cli::show::table::{Column, column, text};

const COLUMNS: [Column; 8] = [
    column("NUMBER", &["/reservationId"]),
    column("ID TAG", &["/idTag"]),
    column("EVSE", &["/evse"]),
    column("CONNECTOR", &["/connector"]),
    column("UNTIL", &["/expiry"]).time(),
    column("STATE", &["/state"]).state(),
    column("WHY", &["/reason"]),
    column("SESSION", &["/transactionId"]),
];

/// What `reservations` takes.
#[derive(Debug, clap::Args)]
pub struct Arguments {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, Subcommand)]
enum What {
    /// Lists those of a charge point
    List {
        /// The charge point
        charge_point: String,
        /// Also what is over
        #[arg(long)]
        all: bool,
        #[command(flatten)]
        form: Form,
        #[command(flatten)]
        server: Server,
    },
    /// Reserves for a tag
    Make(Make),
    /// Cancels one
    Cancel {
        /// The charge point
        charge_point: String,
        /// The reservation's number
        number: i64,
        #[command(flatten)]
        server: Server,
    },
}

#[derive(Debug, clap::Args)]
struct Make {
    /// The charge point
    charge_point: String,
    /// For whom
    #[arg(long, value_name = "TAG")]
    id_tag: String,
    /// Until when: 18:30, tomorrow, `2026-12-31 18:00`
    #[arg(long, value_name = "TIME")]
    until: String,
    /// Which EVSE (2.x); any if left out
    #[arg(long, value_name = "NUMBER")]
    evse: Option<i64>,
    /// Which connector (1.6); any if left out
    #[arg(long, value_name = "NUMBER")]
    connector: Option<i64>,
    /// The group that may use it too
    #[arg(long, value_name = "TAG")]
    parent: Option<String>,
    #[command(flatten)]
    server: Server,
}

impl Make {
    fn run(&self, output: &mut impl Write) -> Result<Exit, Failed> {
        let until = moment(Some(&self.until), &Screen::here(false))?;
        let until = until.ok_or_else(|| unusable("--until says no time"))?;
        let body = object([
            ("idTag", Some(json!(self.id_tag))),
            ("expiry", Some(json!(until))),
            ("evse", self.evse.map(Value::from)),
            ("connector", self.connector.map(Value::from)),
            ("parentIdTag", self.parent.clone().map(Value::from)),
        ]);
        let reserved = self.server.post(&path(&self.charge_point, ""), &body)?;
        let number = reserved.get("reservationId").map(text).unwrap_or_default();
        told(&self.charge_point, &format!("reservation {number}"), &reserved, output)
    }
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
                all,
                form,
                server,
            } => {
                let parts = [("all", all.then_some("true"))];
                form.list(output, &COLUMNS, server.pages(&path(charge_point, ""), &parts))?;
                Ok(Exit::Done)
            }
            What::Make(make) => make.run(output),
            What::Cancel {
                charge_point,
                number,
                server,
            } => {
                let cancelled = server.delete(&path(charge_point, &format!("/{number}")))?;
                told(charge_point, &format!("cancelling {number}"), &cancelled, output)
            }
        }
    }
}

fn path(charge_point: &str, rest: &str) -> String {
    format!("/charge-points/{}/reservations{rest}", encoded(charge_point))
}

/// What the charge point said; 1 if that is no.
fn told(charge_point: &str, what: &str, answer: &Value, output: &mut impl Write) -> Result<Exit, Failed> {
    let status = answer.get("status").map(text).unwrap_or_default();
    writeln!(output, "{charge_point} {what}: {status}")?;
    Ok(if status == "Accepted" { Exit::Done } else { Exit::Failed })
}
