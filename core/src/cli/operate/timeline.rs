//! `timeline`: what happened to a charge point.

use std::io::Write;

use serde_json::{Value, json};

use super::events::Writer;
use super::words::{encoded, moment, query};
use crate::cli::Exit;
use crate::cli::failed::Failed;
use crate::cli::server::Server;
use crate::cli::server::stream::listen;
use crate::cli::show::form::Form;
use crate::cli::show::table::{Column, column, text};

const COLUMNS: [Column; 3] = [
    column("TIME", &["/at"]).time(),
    column("WHAT HAPPENED", &["/kind"]),
    column("", &["/told"]),
];

/// So many events are shown before those that are followed.
const LAST: &str = "10";

/// What `timeline` takes.
#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// The charge point
    charge_point: String,
    /// These kinds alone, with commas between them, such as charge-point.disconnected,transaction.ended
    #[arg(long, value_name = "KINDS")]
    kind: Option<String>,
    /// Not before: today, `2h ago`, `2026-01-31 14:30`
    #[arg(long, value_name = "TIME")]
    since: Option<String>,
    /// Goes on with what happens from now on, after the last ten, until Ctrl-C
    #[arg(long, conflicts_with_all = ["since", "csv", "limit"])]
    follow: bool,
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
        if self.follow {
            self.follow(output)?;
            return Ok(Exit::Done);
        }
        let since = moment(self.since.as_deref(), &self.form.screen())?;
        let path = format!("/charge-points/{}/timeline", encoded(&self.charge_point));
        let mut pages = self.server.pages(&path, &[("kind", self.kind.as_deref())]);
        if let Some(since) = &since {
            let since: Option<jiff::Timestamp> = since.parse().ok();
            pages = pages.until(move |event| time(event) < since);
        }
        let made = |page: Vec<Value>| {
            Ok(if self.form.is_json() {
                page
            } else {
                page.into_iter().map(told).collect()
            })
        };
        self.form.list_of(output, &COLUMNS, pages, made)?;
        Ok(Exit::Done)
    }
}

impl Arguments {
    fn follow(&self, output: &mut impl Write) -> Result<(), Failed> {
        let kind = ("kind", self.kind.as_deref());
        let path = format!("/charge-points/{}/timeline", encoded(&self.charge_point));
        let begun = self
            .server
            .get(&format!("{path}{}", query(&[kind, ("limit", Some(LAST))])))?;
        let begun = begun
            .get("items")
            .and_then(Value::as_array)
            .cloned()
            .unwrap_or_default();
        // Without an event there is no number to go on from, and nothing that could be missed.
        let after = begun.first().and_then(|event| event.get("number")).map(text);
        let mut writer = Writer::new(&self.form.as_one(), &COLUMNS, u64::MAX);
        for event in begun.into_iter().rev() {
            writer.write(event, output)?;
        }
        let asked = query(&[kind, ("chargePoint", Some(&self.charge_point))]);
        listen(&self.server, &format!("/events{asked}"), (after, false), |told| {
            writer.take(told, output)
        })
    }
}

fn time(event: &Value) -> Option<jiff::Timestamp> {
    event.get("at").and_then(Value::as_str)?.parse().ok()
}

/// Of a session, what people want to know first.
const OF_SESSION: [&str; 8] = [
    "id",
    "idTag",
    "evse",
    "connector",
    "energyWh",
    "durationSeconds",
    "stopReason",
    "doubts",
];

/// Kinds that come of one message, which need not be said beside them. Of any other kind it is said which message it was.
const OF_ONE_MESSAGE: [&str; 10] = [
    "charge-point.booted",
    "charge-point.certificate-of-another",
    "connector.status",
    "meter.values",
    "reservation.changed",
    "security.event",
    "transaction.assigned",
    "transaction.ended",
    "transaction.started",
    "transaction.updated",
];

/// An event with what it says in few words; all of it is for `--json`.
pub fn told(mut event: Value) -> Value {
    let kind = event.get("kind").and_then(Value::as_str).unwrap_or_default();
    let told = event.get("payload").map(|payload| said(kind, payload));
    let told = told.unwrap_or_default();
    if let Some(members) = event.as_object_mut() {
        members.insert("told".to_owned(), json!(told.join(" ")));
    }
    event
}

/// The members of a payload: `status=Available`, those of an object in it with its name before them. What a message
/// said is left out: the event says what it came to.
fn said(kind: &str, payload: &Value) -> Vec<String> {
    let is_implied = OF_ONE_MESSAGE.contains(&kind) && payload.get("request").is_some();
    // What plugins decided: the words of both answers.
    let is_decision = payload.get("proposed").is_some();
    let mut said = Vec::new();
    for (name, value) in payload.as_object().into_iter().flatten() {
        match (name.as_str(), value) {
            ("action", _) if is_implied => {}
            ("request", _) => {}
            ("plugins", _) if is_decision => {}
            ("proposed" | "response", answer) if is_decision => {
                said.extend(status_of(answer).and_then(|status| word(name, status)));
            }
            (_, Value::Object(members)) => {
                let wanted = members.iter().filter(|(inner, _)| match name.as_str() {
                    "response" => *inner == "status",
                    "transaction" => OF_SESSION.contains(&inner.as_str()),
                    _ => true,
                });
                said.extend(wanted.filter_map(|(inner, value)| word(&format!("{name}.{inner}"), value)));
            }
            (name, value) => said.extend(word(name, value)),
        }
    }
    said
}

/// In one word what an answer says.
fn status_of(answer: &Value) -> Option<&Value> {
    let places = ["/idTagInfo/status", "/idTokenInfo/status", "/status"];
    places.iter().find_map(|place| answer.pointer(place))
}

/// A member with its value, unless it says nothing or too much.
fn word(name: &str, value: &Value) -> Option<String> {
    match value {
        Value::Null | Value::Object(_) => None,
        Value::Array(items) if items.is_empty() => None,
        Value::Array(items) if items.iter().any(Value::is_object) => Some(format!("{name}={}", items.len())),
        other => Some(format!("{name}={}", text(other))),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::indexing_slicing, reason = "tests")]

    use serde_json::json;

    use super::told;

    #[test]
    fn what_an_event_says_is_told_in_few_words() {
        let event = json!({
            "kind": "transaction.ended",
            "payload": {
                "action": "StopTransaction", "request": {"meterStop": 1200}, "response": {"status": "Accepted", "a": 1},
                "none": null, "empty": [], "events": [{"a": 1}, {"a": 2}],
                "transaction": {"id": "17", "energyWh": "1200", "version": "1.6", "doubts": []}
            }
        });
        let told = told(event);
        let said = told.get("told").and_then(serde_json::Value::as_str);
        let mut words: Vec<_> = said.unwrap_or_default().split(' ').collect();
        words.sort_unstable();
        let wanted = [
            "events=2",
            "response.status=Accepted",
            "transaction.energyWh=1200",
            "transaction.id=17",
        ];
        assert_eq!(words, wanted);
        let decided = json!({"kind": "plugin.decided", "payload": {
            "action": "Authorize", "decidedBy": ["policy"], "request": {"idTag": "A"}, "plugins": [{"plugin": "policy"}],
            "proposed": {"idTagInfo": {"status": "Accepted"}}, "response": {"idTagInfo": {"status": "Blocked"}}
        }});
        let decided = super::told(decided);
        let said = decided.get("told").and_then(serde_json::Value::as_str);
        assert_eq!(
            said,
            Some("action=Authorize decidedBy=policy proposed=Accepted response=Blocked")
        );
    }

    #[test]
    fn which_message_it_was_is_told_where_the_kind_does_not_say_so() {
        let table = [
            (
                "command.sent",
                json!({"origin": "operator"}),
                "action=Reset origin=operator",
            ),
            (
                "call.refused",
                json!({"error": {"code": "FormationViolation", "details": {}}}),
                "action=Reset error.code=FormationViolation",
            ),
            (
                "message.repaired",
                json!({"repairs": [{"repair": "x"}]}),
                "action=Reset repairs=1",
            ),
            ("transaction.orphan", json!({}), "action=Reset"),
            ("connector.status", json!({"status": "Available"}), "status=Available"),
        ];
        for (kind, mut payload, wanted) in table {
            payload["action"] = json!("Reset");
            payload["request"] = json!({"kind": "soft"});
            let told = told(json!({"kind": kind, "payload": payload}));
            assert_eq!(told["told"], wanted, "{kind}");
        }
    }
}
