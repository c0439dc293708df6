//! `command`: a command for a charge point, and what it says.

use std::io::Write;

use serde_json::Value;

use super::forms::Forms;
use super::words::{body, encoded, query};
use crate::cli::Exit;
use crate::cli::failed::Failed;
use crate::cli::server::Server;
use crate::cli::show::table::text;
use crate::ocpp::operation::refusal;
use crate::ocpp::verbs::verb;

/// What `command` takes.
#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// The charge point
    charge_point: String,
    /// A verb or an action
    name: String,
    /// What is wanted: one JSON object, or MEMBER=VALUE
    #[arg(value_name = "BODY")]
    body: Vec<String>,
    /// How long it waits for a charge point that is away, such as 12h; without it such a one is refused
    #[arg(long, value_name = "TIME")]
    ttl: Option<String>,
    /// How long the charge point may take to answer, such as 10s
    #[arg(long, value_name = "TIME")]
    timeout: Option<String>,
    /// Of the commands with the same word that wait for the charge point only the newest is sent
    #[arg(long, value_name = "WORD")]
    coalesce: Option<String>,
    /// Waits until it was seen that the charge point did it, which is known of a verb alone
    #[arg(long, conflicts_with = "no_wait")]
    effect: bool,
    /// Waits for nothing
    #[arg(long)]
    no_wait: bool,
    /// Answers in JSON, as the server does
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    server: Server,
}

impl Arguments {
    /// Sends it.
    ///
    /// # Errors
    /// The server's.
    pub fn run(&self, output: &mut impl Write) -> Result<Exit, Failed> {
        let wait = match (self.effect, self.no_wait) {
            (true, _) => Some("effect"),
            (_, true) => Some("false"),
            _ => None,
        };
        let options = query(&[
            ("ttl", self.ttl.as_deref()),
            ("timeout", self.timeout.as_deref()),
            ("coalesce", self.coalesce.as_deref()),
            ("wait", wait),
        ]);
        let (charge_point, name) = (encoded(&self.charge_point), encoded(&self.name));
        let path = format!("/charge-points/{charge_point}/commands/{name}{options}");
        let answer = self
            .server
            .post(&path, &body(&self.body, &Forms::of_command(&self.name))?)?;
        if self.json {
            writeln!(output, "{answer}")?;
        } else if is_command(&answer) {
            writeln!(output, "{}", sentence(&answer))?;
        } else {
            writeln!(output, "{answer:#}")?;
        }
        Ok(exit_of(&self.name, &answer))
    }
}

/// Whether it is a command, and not the charge point's own answer to an action.
fn is_command(answer: &Value) -> bool {
    answer.get("state").is_some() && answer.get("chargePoint").is_some()
}

fn member(command: &Value, pointer: &str) -> String {
    command.pointer(pointer).map(text).unwrap_or_default()
}

/// How a command stands, in one line.
#[must_use]
pub fn sentence(command: &Value) -> String {
    let (name, station) = (member(command, "/action"), member(command, "/chargePoint"));
    let mut line = format!("{station} {name}: {}", member(command, "/state"));
    // The answer to an action is not read any further than that.
    let status = Some(member(command, "/status")).filter(|status| !status.is_empty());
    let status = status.unwrap_or_else(|| member(command, "/response/status"));
    if !status.is_empty() {
        line += &format!(" ({status})");
    }
    let transaction = member(command, "/effect/transactionId");
    if !transaction.is_empty() {
        line += &format!(", transaction {transaction}");
    }
    let reason = member(command, "/error/description");
    if !reason.is_empty() {
        line += &format!(": {reason}");
    }
    line += &format!("  [{}]", member(command, "/id"));
    let details = command.get("response").filter(|response| says_more(response));
    match details {
        Some(details) => format!("{line}\n{details:#}"),
        None => line,
    }
}

/// Whether an answer says more than a status.
fn says_more(response: &Value) -> bool {
    let members = response.as_object().into_iter().flatten();
    members.filter(|(name, _)| *name != "status").count() > 0
}

/// 1 if the charge point does not do what a command says. Where there was nothing to do there is no command.
#[must_use]
pub fn exit(command: &Value) -> Exit {
    if is_command(command) {
        exit_of(&member(command, "/action"), command)
    } else {
        Exit::Done
    }
}

/// The same of an answer to a command of this name: the command itself, or what the charge point answers to an action.
fn exit_of(name: &str, answer: &Value) -> Exit {
    let is_command = is_command(answer);
    let state = answer.get("state").and_then(Value::as_str).filter(|_| is_command);
    match state {
        Some("pending" | "sent" | "accepted" | "in-effect") => return Exit::Done,
        None | Some("answered") => {}
        Some(_) => return Exit::Failed,
    }
    let said = if is_command {
        answer.get("response")
    } else {
        Some(answer)
    };
    // What a verb came to is its state.
    let is_action = verb(name).is_none();
    match said.filter(|_| is_action).and_then(|said| refusal(name, said)) {
        Some(_) => Exit::Failed,
        None => Exit::Done,
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::indexing_slicing, reason = "tests")]

    use serde_json::json;

    use super::{exit, exit_of, sentence};
    use crate::cli::Exit;

    #[test]
    fn a_command_is_told_in_one_line() {
        let command = json!({
            "id": "c-1", "chargePoint": "CP1", "action": "start", "state": "in-effect", "status": "Accepted",
            "response": {"status": "Accepted"}, "error": null, "effect": {"transactionId": "17"}
        });
        assert_eq!(
            sentence(&command),
            "CP1 start: in-effect (Accepted), transaction 17  [c-1]"
        );
        assert_eq!(exit(&command), Exit::Done);
        let refused = json!({
            "id": "c-2", "chargePoint": "CP1", "action": "unlock", "state": "refused", "status": "UnlockFailed",
            "response": {"status": "UnlockFailed"}, "error": null
        });
        assert_eq!(exit(&refused), Exit::Failed);
    }
    #[test]
    fn an_action_has_failed_where_its_answer_is_a_refusal() {
        let table = [
            ("RemoteStopTransaction", json!({"status": "Rejected"}), Exit::Failed),
            ("ChangeConfiguration", json!({"status": "NotSupported"}), Exit::Failed),
            ("ChangeConfiguration", json!({"status": "RebootRequired"}), Exit::Done),
            ("GetConfiguration", json!({"configurationKey": []}), Exit::Done),
        ];
        for (name, answer, wanted) in table {
            assert_eq!(exit_of(name, &answer), wanted, "{name} {answer}");
            let queued = json!({
                "id": "c-3", "chargePoint": "CP1", "action": name, "state": "answered", "response": answer
            });
            assert_eq!(exit(&queued), wanted, "{queued}");
            let word = answer["status"].as_str().unwrap_or_default();
            assert!(sentence(&queued).contains(word), "{}", sentence(&queued));
        }
        assert_eq!(exit(&json!({"status": "nothing differs", "values": []})), Exit::Done);
    }
}
