//! `messages`: what was said on the connections of a charge point, both ways, and why something was refused.

use std::io::Write;
use std::thread;
use std::time::Duration;

use serde_json::{Value, json};

use super::words::{encoded, moment};
use crate::cli::failed::Failed;
use crate::cli::server::Server;
use crate::cli::show::form::Form;
use crate::cli::show::table::{self, Column, Lines, column, text};
use crate::cli::{Exit, complain};

/// How often a charge point is looked at that is followed.
const BEAT: Duration = Duration::from_secs(1);
/// What became of requests that were not taken.
const REFUSED: &str = "refused,invalid,unreadable,timedOut,lost";

const COLUMNS: [Column; 7] = [
    column("TIME", &["/time"]).time(),
    column("FROM", &["/from"]),
    column("MESSAGE", &["/messageType"]),
    column("ACTION", &["/action"]),
    column("VERDICT", &["/verdict"]).state(),
    column("WHY", &["/why"]),
    column("PAYLOAD", &["/payload", "/frame"]),
];

/// What `messages` takes.
#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// The charge point
    charge_point: String,
    /// Requests that were refused or could not be read, with the reason
    #[arg(long, conflicts_with = "verdict")]
    refused: bool,
    /// Those with these verdicts, with commas between them: accepted, refused, answered, pending, timedOut, lost,
    /// invalid, stray, unreadable
    #[arg(long, value_name = "WORDS")]
    verdict: Option<String>,
    /// Those of these actions, with commas between them
    #[arg(long, value_name = "ACTIONS")]
    action: Option<String>,
    /// Those of the charge point (in), or those to it (out)
    #[arg(long, value_name = "WAY", value_parser = ["in", "out"])]
    direction: Option<String>,
    /// Not before: today, `2h ago`, `2026-01-31 14:30`
    #[arg(long, value_name = "TIME")]
    since: Option<String>,
    /// Not after
    #[arg(long, value_name = "TIME")]
    until: Option<String>,
    /// Goes on with what is said from now on, until Ctrl-C
    #[arg(long, conflicts_with_all = ["until", "csv", "limit"])]
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
        let screen = self.form.screen();
        let since = moment(self.since.as_deref(), &screen)?;
        let until = moment(self.until.as_deref(), &screen)?;
        let verdict = self.refused.then_some(REFUSED).or(self.verdict.as_deref());
        let path = format!("/charge-points/{}/messages", encoded(&self.charge_point));
        let parts = [
            ("verdict", verdict),
            ("action", self.action.as_deref()),
            ("direction", self.direction.as_deref()),
            ("since", since.as_deref()),
            ("until", until.as_deref()),
        ];
        if self.follow {
            self.follow(&path, &parts, output)?;
            return Ok(Exit::Done);
        }
        let pages = self.server.pages(&path, &parts);
        let made = |page: Vec<Value>| Ok(self.chosen(page));
        self.form.list_of(output, &COLUMNS, pages, made)?;
        Ok(Exit::Done)
    }

    /// Of a request that was refused the answer says the same again.
    fn chosen(&self, messages: Vec<Value>) -> Vec<Value> {
        let is_request = |message: &Value| {
            matches!(
                message.get("messageType").and_then(Value::as_str),
                None | Some("CALL" | "SEND")
            )
        };
        let chosen = messages
            .into_iter()
            .filter(|message| !self.refused || is_request(message));
        chosen
            .map(|message| if self.form.is_json() { message } else { told(message) })
            .collect()
    }

    /// Writes what is said from now on, and what was said since a time if one was named, the oldest first.
    fn follow(&self, path: &str, parts: &[(&str, Option<&str>)], output: &mut impl Write) -> Result<(), Failed> {
        let mut lines = Lines::new(self.form.screen(), &COLUMNS);
        let newest = self.newest(path)?;
        let mut last = newest.filter(|_| self.since.is_none());
        let mut is_told = false;
        loop {
            // Numbers grow over restarts of the server, too.
            let mut fresh = match self.after(path, parts, last) {
                Ok(fresh) => fresh,
                // The first look was answered, so it will be there again.
                Err(Failed::Unreachable(why)) => {
                    if !std::mem::replace(&mut is_told, true) {
                        complain(&why);
                        complain("it is tried again");
                    }
                    thread::sleep(BEAT);
                    continue;
                }
                Err(other) => return Err(other),
            };
            is_told = false;
            if let Some(newest) = fresh.first().and_then(number) {
                last = Some(newest);
            }
            fresh.reverse();
            let fresh = self.chosen(fresh);
            if self.form.is_json() {
                table::lines(output, &fresh)?;
            } else if !fresh.is_empty() {
                lines.write(output, &fresh)?;
            }
            output.flush()?;
            thread::sleep(BEAT);
        }
    }

    fn newest(&self, path: &str) -> Result<Option<u64>, Failed> {
        let page = self.server.get(&format!("{path}?limit=1"))?;
        Ok(page.pointer("/items/0").and_then(number))
    }

    /// Those after a number, the newest first.
    fn after(&self, path: &str, parts: &[(&str, Option<&str>)], last: Option<u64>) -> Result<Vec<Value>, Failed> {
        let mut pages = self.server.pages(path, parts).of_at_most(100);
        let mut fresh = Vec::new();
        while let Some(page) = pages.next_page()? {
            for message in page {
                if number(&message) <= last {
                    return Ok(fresh);
                }
                fresh.push(message);
            }
        }
        Ok(fresh)
    }
}

fn number(message: &Value) -> Option<u64> {
    message.get("number").and_then(Value::as_u64)
}

/// A message with what people want to know of it in few words.
fn told(mut message: Value) -> Value {
    let from = match message.get("direction").and_then(Value::as_str) {
        Some("out") => "server",
        _ => "station",
    };
    let why = why(&message);
    if let Some(members) = message.as_object_mut() {
        members.insert("from".to_owned(), json!(from));
        members.insert("why".to_owned(), json!(why));
    }
    message
}

/// `FormationViolation at /idTag: is longer than 20 characters`; what was repaired; or nothing.
fn why(message: &Value) -> String {
    let member = |name: &str| message.get(name).map(text).filter(|text| !text.is_empty());
    let code = member("code").unwrap_or_default();
    let pointer = member("pointer")
        .map(|pointer| format!(" at {pointer}"))
        .unwrap_or_default();
    // What was answered begins with the place, too.
    let reason = member("reason").map(|reason| {
        let place = member("pointer").map(|pointer| format!("{pointer}: "));
        let without = place.and_then(|place| reason.strip_prefix(&place).map(str::to_owned));
        format!(": {}", without.unwrap_or(reason))
    });
    let reason = reason.unwrap_or_default();
    let why = format!("{code}{pointer}{reason}");
    if !why.is_empty() {
        return why.trim_start_matches(": ").to_owned();
    }
    let repairs = message.get("repairs").and_then(Value::as_array).into_iter().flatten();
    let names: Vec<String> = repairs
        .map(|repair| {
            repair
                .get("repair")
                .or_else(|| repair.get("name"))
                .map_or_else(|| text(repair), text)
        })
        .collect();
    if names.is_empty() {
        String::new()
    } else {
        format!("repaired: {}", names.join(", "))
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::{told, why};

    #[test]
    fn why_a_message_was_refused_is_told_in_a_line() {
        let message = json!({
            "direction": "in", "code": "FormationViolation", "pointer": "/idTag", "reason": "is too long", "repairs": []
        });
        assert_eq!(why(&message), "FormationViolation at /idTag: is too long");
        let answered =
            json!({"code": "OccurenceConstraintViolation", "pointer": "/idTag", "reason": "/idTag: is missing"});
        assert_eq!(why(&answered), "OccurenceConstraintViolation at /idTag: is missing");
        assert_eq!(told(message).get("from"), Some(&json!("station")));
        assert_eq!(why(&json!({"reason": "it is no JSON"})), "it is no JSON");
        assert_eq!(why(&json!({"code": null, "repairs": []})), "");
    }
}
