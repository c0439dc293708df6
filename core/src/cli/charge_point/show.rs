//! What happens at a simulated charge point, as lines.

use std::io::{self, Write as _};

use chrono::Utc;
use ocpp_charge_point::run::Observer;
use ocpp_charge_point::station::Notice;
use serde_json::Value;

/// Writes what happens to standard output; frames, too, if that is wanted.
pub fn observer(verbose: bool) -> Observer {
    Box::new(move |notice| {
        if let Some(text) = line(notice, verbose) {
            say(&text);
        }
    })
}

/// A line with the time before it. If nobody reads it, nobody needs it.
pub fn say(text: &str) {
    let mut output = io::stdout().lock();
    drop(writeln!(output, "{} {text}", Utc::now().format("%H:%M:%SZ")));
}

fn line(notice: &Notice, verbose: bool) -> Option<String> {
    Some(match notice {
        Notice::FrameIn(text) if verbose => format!("<- {text}"),
        Notice::FrameOut(text) if verbose => format!("-> {text}"),
        Notice::FrameIn(_) | Notice::FrameOut(_) | Notice::Sent { .. } | Notice::Answered { .. } => return None,
        Notice::Failed { action, why } => format!("{action} came to nothing: {why}"),
        Notice::Called { action, answer, .. } => format!("the server asked for {action}: {}", answered(answer)),
        Notice::Status { connector, status } => format!("connector {connector} is {status:?}"),
        Notice::Registered(status) => format!("the server answered the boot: {status}"),
        Notice::Connected => "connected".to_owned(),
        Notice::Disconnected(why) => format!("not connected any more: {why}"),
        Notice::NotConnected(words) | Notice::Told(words) => words.clone(),
    })
}

fn answered(answer: &Result<Value, String>) -> String {
    match answer {
        Ok(payload) => match payload.get("status").and_then(Value::as_str) {
            Some(status) => status.to_owned(),
            None => "answered".to_owned(),
        },
        Err(why) => format!("refused, {why}"),
    }
}
