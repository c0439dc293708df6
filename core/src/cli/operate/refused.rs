//! `refused`: who was not let in.

use std::io::Write;

use crate::cli::Exit;
use crate::cli::failed::Failed;
use crate::cli::server::Server;
use crate::cli::show::form::Form;
use crate::cli::show::table::{Column, column};

const COLUMNS: [Column; 7] = [
    column("IDENTITY", &["/identity"]),
    column("REGISTERED", &["/registered"]),
    column("COUNT", &["/count"]),
    column("LAST", &["/at"]).time(),
    column("STATUS", &["/status"]),
    column("WHY", &["/reason"]),
    column("FROM", &["/remoteAddress"]),
];

/// What `refused` takes.
#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// Those of one identity
    #[arg(long, value_name = "ID")]
    identity: Option<String>,
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
        let parts = [("identity", self.identity.as_deref())];
        self.form
            .list(output, &COLUMNS, self.server.pages("/refused-connections", &parts))?;
        Ok(Exit::Done)
    }
}
