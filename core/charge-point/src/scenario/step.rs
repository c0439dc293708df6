//! One step of a scenario.

use std::time::Duration;

use serde::Deserialize;
use serde_json::Value;

use crate::keyboard::{self, Line};
use crate::station::{ConnectorView, Notice, Status, View};

/// How long something is waited for where nothing is said.
const USUAL: Duration = Duration::from_secs(10);

/// As it stands in the file.
#[derive(Debug, Clone)]
pub enum Form {
    /// A line.
    Line(String),
    /// What is expected, with more than a line can say.
    Expect(Table),
}

impl Form {
    /// What stands in the array.
    ///
    /// # Errors
    /// It is neither a line nor an expectation.
    pub fn of(value: toml::Value) -> Result<Self, String> {
        match value {
            toml::Value::String(line) => Ok(Self::Line(line)),
            toml::Value::Table(_) => value
                .try_into()
                .map(Self::Expect)
                .map_err(|error| error.message().to_owned()),
            _ => Err("a step is a line, or a table with `expect`".to_owned()),
        }
    }
}

/// What is expected.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Table {
    expect: String,
    payload: Option<Value>,
    answer: Option<Value>,
    within: Option<String>,
}

/// A step that was understood.
#[derive(Debug, Clone, PartialEq)]
pub enum Step {
    /// A line of the keyboard.
    Line(Line),
    /// So long nothing is done.
    Wait(Duration),
    /// Something must happen.
    Expect(Expectation),
}

/// Something that must happen.
#[derive(Debug, Clone, PartialEq)]
pub struct Expectation {
    /// What.
    pub what: What,
    /// Within which time.
    pub within: Duration,
}

/// What may be expected.
#[derive(Debug, Clone, PartialEq)]
pub enum What {
    /// The charge point sends a request, and has an answer.
    Request {
        /// Its action.
        action: String,
        /// What is in its payload.
        payload: Option<Value>,
        /// What is in the answer.
        answer: Option<Value>,
    },
    /// A request of the charge point comes to nothing.
    Failure(String),
    /// The server asks for something.
    Call {
        /// Its action.
        action: String,
        /// What is in its payload.
        payload: Option<Value>,
        /// What is in the answer.
        answer: Option<Value>,
    },
    /// A connector stands so.
    Status(u16, Status),
    /// The server has said this to the boot.
    Registered(String),
    /// The connection was opened.
    Connected,
    /// The connection has ended.
    Disconnected,
}

impl Step {
    /// Understands a step.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn read(form: Form) -> Result<Self, String> {
        match form {
            Form::Line(line) => Self::line(&line),
            Form::Expect(table) => {
                let mut expectation = expectation(&table.expect)?;
                if let Some(within) = &table.within {
                    expectation.within = time(within)?;
                }
                match &mut expectation.what {
                    What::Request { payload, answer, .. } | What::Call { payload, answer, .. } => {
                        *payload = table.payload;
                        *answer = table.answer;
                    }
                    _ if table.payload.is_some() || table.answer.is_some() => {
                        return Err("only a request has a `payload` and an `answer`".to_owned());
                    }
                    _ => {}
                }
                Ok(Self::Expect(expectation))
            }
        }
    }

    fn line(line: &str) -> Result<Self, String> {
        let line = line.trim();
        if let Some(rest) = line.strip_prefix("wait ") {
            return Ok(Self::Wait(time(rest.trim())?));
        }
        if let Some(rest) = line.strip_prefix("expect ") {
            return Ok(Self::Expect(expectation(rest)?));
        }
        match keyboard::read(line)? {
            Line::Nothing | Line::Help => Err("this step does nothing: leave it out".to_owned()),
            line => Ok(Self::Line(line)),
        }
    }
}

fn expectation(text: &str) -> Result<Expectation, String> {
    let (text, within) = match text.rsplit_once(" within ") {
        Some((text, within)) => (text, time(within.trim())?),
        None => (text, USUAL),
    };
    let words: Vec<&str> = text.split_whitespace().collect();
    let what = match words.as_slice() {
        ["connected"] => What::Connected,
        ["disconnected"] => What::Disconnected,
        ["registered", status] => What::Registered((*status).to_owned()),
        ["status", connector, status] => What::Status(number(connector)?, status_of(status)?),
        ["call", action] => What::Call {
            action: (*action).to_owned(),
            payload: None,
            answer: None,
        },
        ["failure", action] => What::Failure((*action).to_owned()),
        [action] if action.starts_with(|c: char| c.is_ascii_uppercase()) => What::Request {
            action: (*action).to_owned(),
            payload: None,
            answer: None,
        },
        _ => {
            return Err(format!(
                "`{text}` cannot be expected: ACTION, `call ACTION`, `failure ACTION`, `status N STATUS`, `registered \
                 STATUS`, `connected` and `disconnected` can, each with `within TIME`"
            ));
        }
    };
    Ok(Expectation { what, within })
}

fn number(text: &str) -> Result<u16, String> {
    text.parse()
        .map_err(|_| format!("`{text}` is no connector: a number from 1 on"))
}

fn status_of(text: &str) -> Result<Status, String> {
    serde_json::from_value(Value::from(text)).map_err(|_| {
        format!(
            "`{text}` is no state: Available, Preparing, Charging, SuspendedEV, SuspendedEVSE, Finishing, Reserved, \
             Unavailable or Faulted"
        )
    })
}

/// `500ms`, `5s`, `2m`
fn time(text: &str) -> Result<Duration, String> {
    let digits = text.trim_end_matches(|c: char| c.is_ascii_alphabetic());
    let unit = text.get(digits.len()..).unwrap_or_default();
    let number = digits.parse::<u64>().ok();
    match (number, unit) {
        (Some(number), "ms") => Ok(Duration::from_millis(number)),
        (Some(number), "s") => Ok(Duration::from_secs(number)),
        (Some(number), "m") => Ok(Duration::from_secs(number * 60)),
        _ => Err(format!("`{text}` is no time: write 500ms, 5s or 2m")),
    }
}

impl What {
    /// Whether this is it.
    pub fn fits(&self, notice: &Notice) -> bool {
        let within =
            |wanted: &Option<Value>, found: &Value| wanted.as_ref().is_none_or(|wanted| contains(found, wanted));
        match (self, notice) {
            (
                Self::Request { action, payload, .. },
                Notice::Sent {
                    action: sent,
                    payload: told,
                },
            ) => action == sent && within(payload, told),
            (Self::Failure(action), Notice::Failed { action: failed, .. }) => action == failed,
            (
                Self::Call {
                    action,
                    payload,
                    answer,
                },
                Notice::Called {
                    action: called,
                    payload: told,
                    answer: said,
                },
            ) => {
                let said = said.clone().unwrap_or_else(Value::from);
                action == called && within(payload, told) && within(answer, &said)
            }
            (
                Self::Status(connector, status),
                Notice::Status {
                    connector: of,
                    status: is,
                },
            ) => connector == of && status == is,
            (Self::Registered(status), Notice::Registered(is)) => status == is,
            (Self::Connected, Notice::Connected) | (Self::Disconnected, Notice::Disconnected(_)) => true,
            _ => false,
        }
    }

    /// Whether a charge point stands so. What is no state never does.
    pub fn holds(&self, view: &View) -> bool {
        match self {
            Self::Status(connector, status) => {
                let is_it = |shown: &ConnectorView| shown.id == *connector && shown.status == *status;
                view.connectors.iter().any(is_it)
            }
            Self::Registered(status) => view.registration == status,
            Self::Connected => view.connected,
            Self::Disconnected => !view.connected,
            Self::Request { .. } | Self::Failure(_) | Self::Call { .. } => false,
        }
    }

    /// The answer that is looked for once the request was sent.
    pub fn answer(&self) -> Option<(&str, Option<&Value>)> {
        match self {
            Self::Request { action, answer, .. } => Some((action, answer.as_ref())),
            _ => None,
        }
    }
}

/// Whether all that is wanted is found; more may be.
pub fn contains(found: &Value, wanted: &Value) -> bool {
    match (found, wanted) {
        (Value::Object(found), Value::Object(wanted)) => wanted
            .iter()
            .all(|(name, wanted)| found.get(name).is_some_and(|found| contains(found, wanted))),
        (Value::Array(found), Value::Array(wanted)) => {
            found.len() >= wanted.len() && found.iter().zip(wanted).all(|(found, wanted)| contains(found, wanted))
        }
        (Value::Number(found), Value::Number(wanted)) => found.as_f64() == wanted.as_f64(),
        _ => found == wanted,
    }
}
