//! `timeline`: what happened to a charge point.

use std::io::Write;

use serde_json::{Value, json};

use super::words::{encoded, moment};
use crate::cli::Exit;
use crate::cli::failed::Failed;
use crate::cli::server::Server;
use crate::cli::show::form::Form;
use crate::cli::show::table::{Column, column, text};

const COLUMNS: [Column; 3] = [
    column("TIME", &["/at"]).time(),
    column("WHAT HAPPENED", &["/kind"]),
    column("", &["/told"]),
];

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

fn time(event: &Value) -> Option<jiff::Timestamp> {
    event.get("at").and_then(Value::as_str)?.parse().ok()
}

/// An event with what it says in few words.
fn told(mut event: Value) -> Value {
    let told = event
        .get("payload")
        .map(|payload| words(payload, ""))
        .unwrap_or_default();
    if let Some(members) = event.as_object_mut() {
        members.insert("told".to_owned(), json!(told.join(" ")));
    }
    event
}

/// The members of a payload: `status=Available`, those of an object in it with its name before them.
fn words(payload: &Value, of: &str) -> Vec<String> {
    let mut said = Vec::new();
    for (name, value) in payload.as_object().into_iter().flatten() {
        let name = if of.is_empty() {
            name.clone()
        } else {
            format!("{of}.{name}")
        };
        match value {
            Value::Null => {}
            Value::Array(items) if items.is_empty() => {}
            // What is deeper is for `--json`.
            Value::Object(members) if of.is_empty() && !members.is_empty() => said.extend(words(value, &name)),
            Value::Object(_) => {}
            Value::Array(items) if items.iter().any(Value::is_object) => said.push(format!("{name}={}", items.len())),
            other => said.push(format!("{name}={}", text(other))),
        }
    }
    said
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::told;

    #[test]
    fn what_an_event_says_is_told_in_few_words() {
        let event = json!({
            "kind": "transaction.ended",
            "payload": {
                "reason": "Local", "none": null, "empty": [], "events": [{"a": 1}, {"a": 2}],
                "transaction": {"id": "17", "energyWh": "1200", "deep": {"er": 1}}
            }
        });
        let told = told(event);
        let said = told.get("told").and_then(serde_json::Value::as_str);
        let mut words: Vec<_> = said.unwrap_or_default().split(' ').collect();
        words.sort_unstable();
        assert_eq!(
            words,
            [
                "events=2",
                "reason=Local",
                "transaction.energyWh=1200",
                "transaction.id=17"
            ]
        );
    }
}
