//! `data-transfers`: what charge points wanted their vendors' systems to know.

use std::io::Write;

use crate::cli::Exit;
use crate::cli::failed::Failed;
use crate::cli::server::Server;
use crate::cli::show::form::Form;
use crate::cli::show::table::{Column, column};

const COLUMNS: [Column; 5] = [
    column("TIME", &["/at"]).time(),
    column("CHARGE POINT", &["/chargePoint"]),
    column("VENDOR", &["/vendorId"]),
    column("MESSAGE", &["/messageId"]),
    column("DATA", &["/payload/data"]),
];

/// What `data-transfers` takes.
#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// Those of one charge point
    #[arg(long, value_name = "ID")]
    charge_point: Option<String>,
    /// Those of one vendor, as the messages say it
    #[arg(long, value_name = "VENDOR")]
    vendor: Option<String>,
    /// Those of one kind of the vendor's messages
    #[arg(long, value_name = "KIND")]
    message: Option<String>,
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
        let parts = [
            ("chargePoint", self.charge_point.as_deref()),
            ("vendorId", self.vendor.as_deref()),
            ("messageId", self.message.as_deref()),
        ];
        self.form
            .list(output, &COLUMNS, self.server.pages("/data-transfers", &parts))?;
        Ok(Exit::Done)
    }
}
