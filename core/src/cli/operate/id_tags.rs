//! `id-tags`: blocking a tag everywhere at once.

use std::io::Write;

use clap::Subcommand;
use serde_json::json;

use super::words::encoded;
use crate::cli::Exit;
use crate::cli::failed::Failed;
use crate::cli::server::Server;

/// What `id-tags` takes.
#[derive(Debug, clap::Args)]
pub struct Arguments {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, Subcommand)]
enum What {
    /// Blocks a tag in the server and in the local lists of charge points
    Block {
        /// The tag
        tag: String,
        /// Leaves the local lists as they are
        #[arg(long)]
        keep_local_lists: bool,
        /// Stops its sessions that run
        #[arg(long)]
        stop_sessions: bool,
        /// Lets charge points forget which tags they saw
        #[arg(long)]
        clear_caches: bool,
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
        let What::Block {
            tag,
            keep_local_lists,
            stop_sessions,
            clear_caches,
            server,
        } = &self.what;
        let wanted = json!({
            "localLists": !keep_local_lists, "stopSessions": stop_sessions, "clearCaches": clear_caches
        });
        let begun = server.post(&format!("/id-tags/{}/block", encoded(tag)), &wanted)?;
        writeln!(output, "{begun:#}")?;
        Ok(Exit::Done)
    }
}
