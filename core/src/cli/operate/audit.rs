//! `audit`: who changed what.

use std::io::Write;

use super::words::moment;
use crate::cli::Exit;
use crate::cli::failed::Failed;
use crate::cli::server::Server;
use crate::cli::show::form::Form;
use crate::cli::show::table::{Column, column};

const COLUMNS: [Column; 8] = [
    column("NUMBER", &["/number"]),
    column("AT", &["/at"]).time(),
    column("WHO", &["/who/name"]),
    column("FROM", &["/who/address"]),
    column("OPERATION", &["/operation"]),
    column(
        "ON",
        &[
            "/target/chargePoint",
            "/target/idTag",
            "/target/plugin",
            "/target/token",
            "/target/campaign",
            "/path",
        ],
    ),
    column("OUTCOME", &["/outcome"]).state(),
    column("WHY", &["/problem"]),
];

/// What `audit` takes.
#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// What this token did; `local`, `signal` and `command-line` are who is on the machine
    #[arg(long, value_name = "NAME")]
    who: Option<String>,
    /// What was done to this charge point
    #[arg(long, value_name = "ID")]
    charge_point: Option<String>,
    /// What was done to this id tag
    #[arg(long, value_name = "TAG")]
    id_tag: Option<String>,
    /// A part of the operation, such as `tokens` or `PUT /id-tags`
    #[arg(long, value_name = "TEXT")]
    operation: Option<String>,
    /// How it ended: done, refused, failed, begun, abandoned
    #[arg(long)]
    outcome: Option<String>,
    /// Not before: yesterday, 2026-11-28, 2026-11-28T12:00:00Z
    #[arg(long, value_name = "WHEN")]
    from: Option<String>,
    /// Before
    #[arg(long, value_name = "WHEN")]
    to: Option<String>,
    #[command(flatten)]
    form: Form,
    #[command(flatten)]
    server: Server,
}

impl Arguments {
    /// Asks the server.
    ///
    /// # Errors
    /// The server's.
    pub fn run(&self, output: &mut impl Write) -> Result<Exit, Failed> {
        let screen = self.form.screen();
        let (from, to) = (
            moment(self.from.as_deref(), &screen)?,
            moment(self.to.as_deref(), &screen)?,
        );
        let parts = [
            ("who", self.who.as_deref()),
            ("chargePoint", self.charge_point.as_deref()),
            ("idTag", self.id_tag.as_deref()),
            ("operation", self.operation.as_deref()),
            ("outcome", self.outcome.as_deref()),
            ("from", from.as_deref()),
            ("to", to.as_deref()),
        ];
        self.form.list(output, &COLUMNS, self.server.pages("/audit", &parts))?;
        Ok(Exit::Done)
    }
}
