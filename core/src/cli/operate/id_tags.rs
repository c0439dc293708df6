//! `id-tags`: blocking a tag everywhere at once.

use std::io::Write;

use clap::Subcommand;
use serde_json::Value;

use super::table::text;
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
        /// Answers in JSON, as the server does
        #[arg(long)]
        json: bool,
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
            json,
            server,
        } = &self.what;
        let wanted = serde_json::json!({
            "localLists": !keep_local_lists, "stopSessions": stop_sessions, "clearCaches": clear_caches
        });
        let begun = server.post(&format!("/id-tags/{}/block", encoded(tag)), &wanted)?;
        if *json {
            writeln!(output, "{begun}")?;
        } else {
            writeln!(output, "{}", sentence(tag, &begun))?;
        }
        Ok(Exit::Done)
    }
}

/// What was begun, in a line.
fn sentence(tag: &str, begun: &Value) -> String {
    let number = |pointer: &str| begun.pointer(pointer).and_then(Value::as_u64).unwrap_or_default();
    let sessions = begun.get("sessions").and_then(Value::as_array).map_or(0, Vec::len);
    let campaigns = ["/localLists/campaigns", "/clearCaches/campaigns"];
    let campaigns = campaigns.iter().filter_map(|pointer| begun.pointer(pointer)).map(text);
    let campaigns: Vec<String> = campaigns.filter(|ids| !ids.is_empty()).collect();
    let begun = if campaigns.is_empty() {
        String::new()
    } else {
        format!("  [{}]", campaigns.join(","))
    };
    format!(
        "{tag} is blocked; local lists of {} and caches of {} charge points are changed, {sessions} sessions stopped{begun}",
        number("/localLists/chargePoints"),
        number("/clearCaches/chargePoints"),
    )
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::sentence;

    #[test]
    fn what_was_begun_is_told_in_a_line() {
        let begun = json!({
            "localLists": {"chargePoints": 3, "campaigns": ["k-1", "k-2"]},
            "clearCaches": {"chargePoints": 0, "campaigns": []}, "sessions": [{"transactionId": "1"}]
        });
        assert_eq!(
            sentence("ALICE", &begun),
            "ALICE is blocked; local lists of 3 and caches of 0 charge points are changed, 1 sessions stopped  [k-1,k-2]"
        );
    }
}
