//! `transactions tag`: whose session it is, by an operator's word.

use std::io::Write;

use serde_json::{Value, json};

use super::{Session, sentence};
use crate::cli::failed::Failed;
use crate::cli::operate::words::object;
use crate::cli::server::Server;

/// What `tag` takes.
#[derive(Debug, clap::Args)]
pub struct Tag {
    #[command(flatten)]
    of: Session,
    /// Whose it is
    id_tag: String,
    /// Why, for whoever looks later
    #[arg(long, value_name = "TEXT")]
    note: Option<String>,
    #[command(flatten)]
    server: Server,
}

impl Tag {
    /// Tells the server.
    ///
    /// # Errors
    /// The server's.
    pub fn run(&self, output: &mut impl Write) -> Result<(), Failed> {
        let body = object([
            ("idTag", Some(json!(self.id_tag))),
            ("note", self.note.clone().map(Value::from)),
        ]);
        let session = self.server.post(&self.of.path("/assign"), &body)?;
        writeln!(output, "{}; it is {}'s", sentence(&session), self.id_tag)?;
        Ok(())
    }
}
