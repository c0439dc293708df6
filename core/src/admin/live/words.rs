//! What is said over `/live`, both ways: JSON objects, one in each message.

use bytestring::ByteString;
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;
use serde_json::{Value, json};

use crate::admin::commands::Options;
use crate::admin::page::Limit;
use crate::admin::problem::Problem;
use crate::admin::problem::words::{about, plain};
use crate::ids::ChargePointId;
use crate::live::{Heard, Told};

/// The largest message that is taken, in bytes.
pub const MOST_BYTES: usize = 1 << 20;

/// What a client says. Which it is stands in the member that it begins with.
#[derive(Debug)]
pub enum Said {
    /// Who it is, where it could not say so in a header.
    Token(SayToken),
    Join(Join),
    Leave(Leave),
    Who(Who),
    Command(Box<CommandOrder>),
}

/// `{"token": "..."}`
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SayToken {
    pub token: String,
}

/// `{"join": "site:Depot"}`
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Join {
    /// The room's name.
    pub join: String,
    /// What happened after this number is told first.
    #[serde(default)]
    pub after: Option<u64>,
    /// These kinds of events alone.
    #[serde(default)]
    pub kind: Vec<String>,
    /// `false`: those with a number alone.
    #[serde(default)]
    pub live: Option<bool>,
}

/// `{"leave": "site:Depot"}`
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Leave {
    pub leave: String,
}

/// `{"who": "site:Depot"}`
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Who {
    /// The room's name.
    pub who: String,
    /// The `next` of the page before.
    #[serde(default)]
    pub after: Option<ChargePointId>,
    #[serde(default)]
    pub limit: Limit,
}

/// `{"command": {...}}`
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Ordered {
    command: CommandOrder,
}

/// What `POST /charge-points/{id}/commands/{name}` has in its path, its query and its body.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct CommandOrder {
    /// The client's word for it, in its answer.
    pub id: String,
    pub charge_point: ChargePointId,
    /// An action of its version, or a verb.
    pub name: String,
    /// Its payload; `{}` if it is left out.
    #[serde(default)]
    pub body: Option<Box<RawValue>>,
    /// A command with the same key is carried out once.
    #[serde(default)]
    pub idempotency_key: Option<String>,
    /// `none`, `answer` or `effect`.
    #[serde(default)]
    pub wait: Option<String>,
    #[serde(default)]
    pub timeout: Option<String>,
    #[serde(default)]
    pub ttl: Option<String>,
    #[serde(default)]
    pub coalesce: Option<String>,
    #[serde(default)]
    pub split: Option<bool>,
}

impl CommandOrder {
    /// What the query would say.
    pub fn options(&self) -> Result<Options, String> {
        let said = json!({"wait": self.wait, "timeout": self.timeout, "ttl": self.ttl,
            "coalesce": self.coalesce, "split": self.split});
        // The others are texts, which are read later.
        serde_json::from_value(said).map_err(|error| about(Some("wait"), &plain(&error.to_string())))
    }
}

/// Reads a message.
///
/// # Errors
/// What is wrong with it, in words.
pub fn read(text: &str) -> Result<Said, String> {
    fn of<'a, T: Deserialize<'a>>(text: &'a str) -> Result<T, String> {
        serde_json::from_str(text).map_err(|error| about(None, &plain(&error.to_string())))
    }
    let members: Value = serde_json::from_str(text).map_err(|error| format!("the message is not JSON: {error}"))?;
    let has = |name: &str| members.get(name).is_some();
    if has("token") {
        of(text).map(Said::Token)
    } else if has("join") {
        of(text).map(Said::Join)
    } else if has("leave") {
        of(text).map(Said::Leave)
    } else if has("who") {
        of(text).map(Said::Who)
    } else if has("command") {
        of::<Ordered>(text).map(|ordered| Said::Command(Box::new(ordered.command)))
    } else {
        Err("a message is an object with `join`, `leave`, `who`, `command` or `token`".to_owned())
    }
}

/// An event in its rooms. Made once for all who hear it in the same ones.
pub fn event(heard: &Heard) -> ByteString {
    heard.told.spoken(&heard.rooms, || in_rooms(heard).into())
}

fn in_rooms(heard: &Heard) -> String {
    #[derive(Serialize)]
    struct Frame<'a> {
        #[serde(borrow)]
        event: &'a RawValue,
        #[serde(skip_serializing_if = "Option::is_none")]
        number: Option<u64>,
        rooms: Vec<&'a str>,
    }
    let told: &Told = &heard.told;
    // It was made by the same library, so it is one.
    let event = serde_json::from_str(&told.json).unwrap_or(RawValue::NULL);
    let rooms = heard.rooms.iter().map(|room| &**room).collect();
    let number = told.number;
    serde_json::to_string(&Frame { event, number, rooms }).unwrap_or_default()
}

/// A problem, beside what it is about.
pub fn problem(what: &str, name: &Value, problem: &Problem) -> Value {
    json!({ what: name, "problem": problem.document() })
}
