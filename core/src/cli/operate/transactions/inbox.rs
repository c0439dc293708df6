//! `transactions inbox`, `assign`, `make` and `dismiss`: what a charge point said of sessions that are not known.

use std::io::Write;

use serde_json::{Value, json};

use super::sentence;
use crate::cli::failed::Failed;
use crate::cli::operate::words::{moment, object};
use crate::cli::server::Server;
use crate::cli::server::url::encoded;
use crate::cli::show::Screen;
use crate::cli::show::form::Form;
use crate::cli::show::table::{Column, column};

const COLUMNS: [Column; 6] = [
    column("ENTRY", &["/id"]),
    column("RECEIVED", &["/receivedAt"]).time(),
    column("ACTION", &["/action"]),
    column("STATE", &["/state"]).state(),
    column("SESSION", &["/transactionId"]),
    column("MESSAGE", &["/payload"]),
];

/// What `inbox` takes.
#[derive(Debug, clap::Args)]
pub struct List {
    /// The charge point
    charge_point: String,
    /// Also what is settled, or was matched to a session by other signs
    #[arg(long)]
    all: bool,
    #[command(flatten)]
    form: Form,
    #[command(flatten)]
    server: Server,
}

/// What `assign` takes.
#[derive(Debug, clap::Args)]
pub struct Assign {
    /// The charge point
    charge_point: String,
    /// The message: the ENTRY of `inbox`
    entry: String,
    /// The session's id
    transaction: String,
    #[command(flatten)]
    server: Server,
}

/// What `make` takes: what is known of the start.
#[derive(Debug, clap::Args)]
pub struct Make {
    /// The charge point
    charge_point: String,
    /// The message: the ENTRY of `inbox`
    entry: String,
    /// Where it was
    #[arg(long, value_name = "NUMBER")]
    connector: Option<i64>,
    /// Whose it is
    #[arg(long, value_name = "TAG")]
    id_tag: Option<String>,
    /// When it began: `2026-01-31 14:30`, `2h ago`
    #[arg(long, value_name = "TIME")]
    started: Option<String>,
    /// The register then in Wh
    #[arg(long, value_name = "WH")]
    meter_start: Option<String>,
    #[command(flatten)]
    server: Server,
}

/// What `dismiss` takes.
#[derive(Debug, clap::Args)]
pub struct Dismiss {
    /// The charge point
    charge_point: String,
    /// The message: the ENTRY of `inbox`
    entry: String,
    #[command(flatten)]
    server: Server,
}

fn path(charge_point: &str, rest: &str) -> String {
    format!("/charge-points/{}/inbox{rest}", encoded(charge_point))
}

impl List {
    /// Asks the server.
    ///
    /// # Errors
    /// The server's.
    pub fn run(&self, output: &mut impl Write) -> Result<(), Failed> {
        let parts = [("all", self.all.then_some("true"))];
        self.form.list(
            output,
            &COLUMNS,
            self.server.pages(&path(&self.charge_point, ""), &parts),
        )
    }
}

impl Assign {
    /// Asks the server.
    ///
    /// # Errors
    /// The server's.
    pub fn run(&self, output: &mut impl Write) -> Result<(), Failed> {
        let rest = format!("/{}/assign", encoded(&self.entry));
        let wanted = json!({ "transactionId": self.transaction });
        let session = self.server.post(&path(&self.charge_point, &rest), &wanted)?;
        writeln!(output, "{}", sentence(&session))?;
        Ok(())
    }
}

impl Make {
    /// Tells the server.
    ///
    /// # Errors
    /// The server's.
    pub fn run(&self, output: &mut impl Write) -> Result<(), Failed> {
        let started = moment(self.started.as_deref(), &Screen::here(false))?;
        let body = object([
            ("connector", self.connector.map(Value::from)),
            ("idTag", self.id_tag.clone().map(Value::from)),
            ("startedAt", started.map(Value::from)),
            ("meterStartWh", self.meter_start.clone().map(Value::from)),
        ]);
        let rest = format!("/{}/session", encoded(&self.entry));
        let session = self.server.post(&path(&self.charge_point, &rest), &body)?;
        writeln!(output, "{}", sentence(&session))?;
        Ok(())
    }
}

impl Dismiss {
    /// Asks the server.
    ///
    /// # Errors
    /// The server's.
    pub fn run(&self, output: &mut impl Write) -> Result<(), Failed> {
        let rest = format!("/{}", encoded(&self.entry));
        self.server.delete(&path(&self.charge_point, &rest))?;
        writeln!(output, "{} is about no session", self.entry)?;
        Ok(())
    }
}
