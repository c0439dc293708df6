//! `plugin trial`: how a version on trial does, and where it differs; or its end.

use std::fmt::Write as _;
use std::io::Write;

use serde_json::Value;

use super::failed::{Failed, unusable};
use super::figures::count;
use super::server::Server;
use super::upload::shown;
use crate::cli::Exit;
use crate::plugins::testbench;

/// What `plugin trial` takes.
#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// The plugin
    name: String,
    /// Ends the trial: the active version decides for everybody
    #[arg(long)]
    end: bool,
    /// At most so many differences, the newest of each action last
    #[arg(long, value_name = "NUMBER", default_value_t = 10)]
    last: usize,
    /// Answers in JSON: the trial as the server tells it, null if there is none
    #[arg(long, conflicts_with = "end")]
    json: bool,
    #[command(flatten)]
    server: Server,
}

impl Arguments {
    /// Asks the server, and writes the figures and the differences; ends the trial if that is wanted.
    ///
    /// # Errors
    /// The server's: no such plugin, and nothing to end.
    pub fn run(&self, output: &mut impl Write) -> Result<Exit, Failed> {
        testbench::check_name(&self.name).map_err(|error| unusable(&error))?;
        let path = format!("/plugins/{}", self.name);
        let status = self.server.get(&path)?;
        let trial = status.get("trial").filter(|trial| !trial.is_null());
        if self.end {
            self.server.delete(&format!("{path}/trial"))?;
        }
        match trial {
            _ if self.json => writeln!(output, "{}", trial.unwrap_or(&Value::Null))?,
            None => writeln!(
                output,
                "no version of {} is on trial. A canary that fails too often or is too slow is taken back by itself: \
                 `ocpp-central plugin history {0}` says why, `ocpp-central plugin logs {0}` shows its failures",
                self.name
            )?,
            Some(trial) => write!(output, "{}", told(&self.name, &status, trial, self.last))?,
        }
        if self.end {
            writeln!(output, "\nended: {} decides for everybody", shown(&status))?;
        }
        Ok(Exit::Done)
    }
}

/// The version, its figures, and the differences by action.
fn told(name: &str, status: &Value, trial: &Value, last: usize) -> String {
    let since = trial.get("since").and_then(Value::as_str).unwrap_or_default();
    let mut text = format!(
        "{name} {} beside {}, {}, since {since}\n  {}\n",
        shown(trial),
        shown(status),
        mode(trial),
        figures(trial)
    );
    let differences = trial.get("lastDifferences").and_then(Value::as_array);
    let mut shown: Vec<_> = differences.into_iter().flatten().take(last).collect();
    shown.reverse();
    let counts = trial.get("differences").and_then(Value::as_object);
    for (action, times) in counts.into_iter().flatten() {
        text += &format!("\n{action} differs in {}\n", count(number(times), "call"));
        let of_action = |difference: &&&Value| difference.get("action").and_then(Value::as_str) == Some(action);
        for difference in shown.iter().filter(of_action) {
            text += &paragraph(difference);
        }
    }
    text
}

/// What a version did.
pub fn calls(version: &Value) -> String {
    let figure = |member: &str| version.get(member).map_or(0, number);
    let mean = version.get("meanUs").and_then(Value::as_f64).unwrap_or_default();
    format!(
        "{}, {}, mean {mean:.0} µs",
        count(figure("calls"), "call"),
        count(figure("failures"), "failure")
    )
}

/// In one line.
pub fn figures(trial: &Value) -> String {
    let figure = |member: &str| trial.get(member).map_or(0, number);
    let mut text = calls(trial);
    // Writing to a text cannot fail.
    if is_shadow(trial) {
        let by_action = trial.get("differences").and_then(Value::as_object);
        let differences = by_action.into_iter().flatten().map(|(_, times)| number(times)).sum();
        let _written = write!(text, ", {}", count(differences, "difference"));
    }
    if figure("missed") > 0 {
        let _written = write!(
            text,
            ", {} missed because it is slower than the traffic",
            figure("missed")
        );
    }
    text
}

/// `in shadow`, or for whom it decides.
pub fn mode(trial: &Value) -> String {
    if is_shadow(trial) {
        "in shadow".to_owned()
    } else {
        format!("as a canary for {}", whose(trial.get("mode").unwrap_or(&Value::Null)))
    }
}

/// The charge points of a canary.
pub fn whose(canary: &Value) -> String {
    let percent = canary.get("percent").map_or(0, number);
    let listed = canary.get("chargePoints").and_then(Value::as_array);
    let listed: Vec<_> = listed.into_iter().flatten().filter_map(Value::as_str).collect();
    match (percent, listed.as_slice()) {
        (0, listed) => listed.join(", "),
        (percent, []) => format!("{percent} % of the charge points"),
        (percent, listed) => format!("{percent} % of the charge points and {}", listed.join(", ")),
    }
}

fn is_shadow(trial: &Value) -> bool {
    trial.pointer("/mode/mode").and_then(Value::as_str) == Some("shadow")
}

fn number(value: &Value) -> usize {
    value
        .as_u64()
        .map_or(0, |number| usize::try_from(number).unwrap_or(usize::MAX))
}

fn paragraph(difference: &Value) -> String {
    let text = |member: &str| difference.get(member).and_then(Value::as_str).unwrap_or_default();
    let value = |member: &str| difference.get(member).unwrap_or(&Value::Null);
    format!(
        "  {}  message {}\n    input      {}\n    active     {}\n    candidate  {}\n",
        text("chargePoint"),
        text("messageId"),
        value("payload"),
        answer(value("active")),
        answer(value("candidate"))
    )
}

/// The response as it is; anything else with what it is.
fn answer(outcome: &Value) -> String {
    if let Some(response) = outcome.get("response") {
        return response.to_string();
    }
    if let Some(failed) = outcome.get("failed").and_then(Value::as_str) {
        return format!("failed: {}", failed.replace('\n', "\n               "));
    }
    let error = outcome.get("callError").unwrap_or(outcome);
    format!("CALLERROR {error}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn trial() -> Value {
        json!({
            "digest": "123456789abcdef", "version": "0.2.0", "mode": {"mode": "shadow"}, "since": "T",
            "calls": 3, "failures": 1, "meanUs": 41.6, "missed": 0, "differences": {"Authorize": 2},
            "lastDifferences": [
                {"action": "Authorize", "chargePoint": "CP-2", "messageId": "2", "payload": {"idTag": "B"},
                 "active": {"response": {"a": 1}}, "candidate": {"failed": "trapped: no\nreason"}},
                {"action": "Authorize", "chargePoint": "CP-1", "messageId": "1", "payload": {"idTag": "A"},
                 "active": {"response": {"a": 1}}, "candidate": {"callError": {"code": "InternalError"}}},
            ]
        })
    }

    #[test]
    fn differences_are_told_by_action_the_newest_last() {
        let status = json!({"digest": "abcdefabcdefabcdef", "version": "0.1.0"});
        let expected = "decider 0.2.0 (digest 123456789abc) beside 0.1.0 (digest abcdefabcdef), in shadow, since T\n  \
            3 calls, 1 failure, mean 42 µs, 2 differences\n\n\
            Authorize differs in 2 calls\n  \
            CP-1  message 1\n    input      {\"idTag\":\"A\"}\n    active     {\"a\":1}\n    \
            candidate  CALLERROR {\"code\":\"InternalError\"}\n  \
            CP-2  message 2\n    input      {\"idTag\":\"B\"}\n    active     {\"a\":1}\n    \
            candidate  failed: trapped: no\n               reason\n";
        assert_eq!(told("decider", &status, &trial(), 10), expected);
        assert!(!told("decider", &status, &trial(), 1).contains("CP-1"));
    }

    #[test]
    fn a_canary_is_told_with_its_charge_points() {
        let table = [
            (json!({"percent": 5, "chargePoints": []}), "5 % of the charge points"),
            (json!({"percent": 0, "chargePoints": ["A", "B"]}), "A, B"),
            (
                json!({"percent": 5, "chargePoints": ["A"]}),
                "5 % of the charge points and A",
            ),
        ];
        for (canary, expected) in table {
            assert_eq!(whose(&canary), expected);
        }
    }
}
