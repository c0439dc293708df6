//! Commands: what somebody wants of a station, with what became of it. It is a CALL in the words of the station's
//! version, or a verb, which is planned when the station is there.

use std::fmt;
use std::time::Duration;

use chrono::TimeDelta;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::collections::{COMMANDS, COMMANDS_AWAITED, COMMANDS_BY_STATION};
use super::payload::Payload;
use super::versioned::Removable;
use super::{State, delete, key, parts, prefix, put, sealed};
use crate::clock::{self, Time};
use crate::frame::CallError;
use crate::frame::repair::Repair;
use crate::frame::secrets::without_secrets;
use crate::ids::{CampaignId, ChargePointId, PluginName, TransactionId};
use crate::store::{Order, Page, StoreError, Write};

/// A command with what became of it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Command {
    /// Its id, and its CALL's, if it is one CALL in the words of a version. New ones are in the order of their time.
    pub id: String,
    pub charge_point: ChargePointId,
    /// The action's name, or the verb's.
    pub action: String,
    /// As it is sent, a verb's wish; once it has ended without its secrets.
    #[serde(with = "sealed")]
    pub payload: Payload,
    /// Who wants it sent.
    #[serde(default)]
    pub origin: Origin,
    /// It waits for a station that is away, instead of ending.
    #[serde(default)]
    pub waits: bool,
    /// How long the station may take, in milliseconds; absent: `connection.call_timeout`.
    #[serde(default)]
    pub timeout_ms: Option<u64>,
    /// When it is not sent any more; absent: a day after it was wanted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expires_at: Option<Time>,
    /// Of those with the same word that wait for a station only the newest is sent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub coalesce: Option<String>,
    /// The campaign that it is a part of.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub campaign: Option<CampaignId>,
    /// It is one CALL, whatever its station takes.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub whole: bool,
    /// How far it is.
    pub state: CommandState,
    /// The station's CALLRESULT; of a verb what its answers say together.
    pub response: Option<Value>,
    /// What had to be repaired in it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub remarks: Vec<Repair>,
    /// The station's CALLERROR, or what kept the command from being answered.
    pub error: Option<CallError>,
    /// A verb: how often it was begun; more than once where the connection ended in the middle.
    #[serde(default, skip_serializing_if = "is_none")]
    pub attempts: u32,
    /// A verb: its CALLs, as far as they were sent.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub calls: Vec<SentCall>,
    /// A verb: the station's word, the worst of several.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub status: Option<String>,
    /// A verb: what shows that the station did it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub effect: Option<Effect>,
    /// When it was wanted.
    pub created_at: Time,
    /// When its CALL was put on the socket; of a verb the first one.
    #[serde(default)]
    pub left_at: Option<Time>,
    /// When it ended; of a verb that was accepted, when the station said so.
    pub ended_at: Option<Time>,
}

#[allow(clippy::trivially_copy_pass_by_ref, reason = "serde gives a reference")]
fn is_none(attempts: &u32) -> bool {
    *attempts == 0
}

/// One CALL of a verb.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct SentCall {
    /// The CALL's.
    pub id: String,
    /// An action of the station's version.
    pub action: String,
    /// Without secrets.
    pub payload: Payload,
    /// The station's CALLRESULT.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub response: Option<Value>,
    /// The station's CALLERROR, or why there is no answer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub error: Option<CallError>,
}

/// What shows that a station did what it accepted.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Effect {
    pub awaited: Awaited,
    /// Not later.
    pub until: Time,
    /// When it was seen.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub seen_at: Option<Time>,
    /// The transaction that began or ended.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub transaction: Option<TransactionId>,
}

/// What is looked for in what is known of the station.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", rename_all_fields = "camelCase")]
pub enum Awaited {
    /// A transaction that begins: with this number (2.x), or of this tag at this place.
    Transaction {
        remote_start_id: Option<i64>,
        id_tag: String,
        evse: Option<i64>,
        connector: Option<i64>,
    },
    /// This one ends.
    TransactionEnd { transaction: TransactionId },
    /// A BootNotification.
    Boot,
    /// All parts of the report of this number.
    Report { request_id: i64 },
    /// Connectors are in service, or out of it. Without a place: all.
    Availability {
        operative: bool,
        evse: Option<i64>,
        connector: Option<i64>,
    },
    /// Firmware is installed: the update of this number among the station's.
    FirmwareUpdate { number: u64 },
    /// The station connects with the password that this CALL brought.
    Password { call: String },
    /// The station connects with this security profile, or a greater one.
    SecurityProfile { profile: u8 },
    /// A file comes: for the request of this number among the station's.
    Diagnostics { number: u64 },
}

/// Who wants a command sent.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "kebab-case")]
#[schema(as = CommandOrigin)]
pub enum Origin {
    /// A record of a version that did not say.
    #[default]
    Unknown,
    /// Somebody at the admin API.
    Operator,
    /// A plugin.
    Plugin(PluginName),
    /// A rule of the server.
    Server,
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unknown => f.write_str("unknown"),
            Self::Operator => f.write_str("operator"),
            Self::Plugin(name) => write!(f, "plugin {name}"),
            Self::Server => f.write_str("server"),
        }
    }
}

/// How far a command is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum CommandState {
    /// Waits for its station, its turn or its answer.
    Pending,
    /// Has a CALLRESULT.
    Answered,
    /// A verb: the station does it, as it says.
    Accepted,
    /// A verb: it was seen that the station did it, or its answer is all that there is to see.
    InEffect,
    /// Has a CALLERROR, or a CALLRESULT that is not valid. A verb: the station does not do it.
    Refused,
    /// A verb: it was accepted, and did not happen; or it cannot be said in the station's version.
    Failed,
    /// Had no answer in time.
    TimedOut,
    /// The connection was gone first.
    Lost,
    /// Its time was over before the station came.
    Expired,
    /// Somebody took it back before it was sent.
    Cancelled,
    /// A newer one took its place before it was sent.
    Replaced,
}

impl CommandState {
    /// As it is written.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Pending => "pending",
            Self::Answered => "answered",
            Self::Accepted => "accepted",
            Self::InEffect => "in-effect",
            Self::Refused => "refused",
            Self::Failed => "failed",
            Self::TimedOut => "timed-out",
            Self::Lost => "lost",
            Self::Expired => "expired",
            Self::Cancelled => "cancelled",
            Self::Replaced => "replaced",
        }
    }

    /// Nothing more comes of it.
    #[must_use]
    pub fn is_over(self) -> bool {
        !matches!(self, Self::Pending | Self::Accepted)
    }
}

/// A command that is wanted.
#[derive(Debug, Clone)]
pub struct NewCommand {
    pub charge_point: ChargePointId,
    /// The action's name, or the verb's.
    pub action: String,
    pub payload: Payload,
    pub origin: Origin,
}

impl Command {
    /// A command that nobody has seen yet.
    #[must_use]
    pub fn new(wanted: NewCommand) -> Self {
        let NewCommand {
            charge_point,
            action,
            payload,
            origin,
        } = wanted;
        Self {
            id: uuid::Uuid::now_v7().to_string(),
            charge_point,
            action,
            payload,
            origin,
            waits: false,
            timeout_ms: None,
            expires_at: None,
            coalesce: None,
            campaign: None,
            whole: false,
            state: CommandState::Pending,
            response: None,
            remarks: Vec::new(),
            error: None,
            attempts: 0,
            calls: Vec::new(),
            status: None,
            effect: None,
            created_at: clock::now(),
            left_at: None,
            ended_at: None,
        }
    }

    /// How long the station may take.
    #[must_use]
    pub fn timeout(&self, standard: Duration) -> Duration {
        self.timeout_ms.map_or(standard, Duration::from_millis)
    }

    /// When it is not sent any more.
    #[must_use]
    pub fn expiry(&self) -> Time {
        self.expires_at.unwrap_or(self.created_at + TimeDelta::days(1))
    }
}

impl State {
    /// A command by its id.
    pub fn command(&self, id: &str) -> Result<Option<Command>, StoreError> {
        self.get(COMMANDS, &key(&[id]))
    }

    /// A command, and what removes it if nobody changes it meanwhile.
    ///
    /// # Errors
    /// The store's.
    pub fn command_to_remove(&self, id: &str) -> Result<Removable<Command>, StoreError> {
        self.removable(COMMANDS, key(&[id]))
    }

    /// The commands of all stations, the newest first, after one id.
    pub fn commands(&self, after: Option<&str>, limit: usize) -> Result<Vec<Command>, StoreError> {
        let after = after.map(|id| key(&[id]));
        let page = Page::all(limit).order(Order::Descending).after(after.as_deref());
        let found: Vec<(String, Command)> = self.list(COMMANDS, page)?;
        Ok(found.into_iter().map(|(_, command)| command).collect())
    }

    /// The ids of a station's commands, the newest first, after one id.
    pub fn command_ids(
        &self,
        charge_point: &ChargePointId,
        after: Option<&str>,
        limit: usize,
    ) -> Result<Vec<String>, StoreError> {
        let of_it = prefix(&[charge_point.as_str()]);
        let after = after.map(|id| key(&[charge_point.as_str(), id]));
        let page = Page::of(&of_it, limit).order(Order::Descending).after(after.as_deref());
        let keys = self.store().list_keys(COMMANDS_BY_STATION, page)?;
        Ok(keys.iter().filter_map(|key| parts(key).into_iter().nth(1)).collect())
    }

    /// The ids of a station's commands whose effect is awaited.
    pub fn awaited_commands(&self, charge_point: &ChargePointId) -> Result<Vec<String>, StoreError> {
        let keys = self.store().list_keys(
            COMMANDS_AWAITED,
            Page::of(&prefix(&[charge_point.as_str()]), MOST_AWAITED),
        )?;
        Ok(keys.iter().filter_map(|key| parts(key).into_iter().nth(1)).collect())
    }

    /// The stations with such commands, after one key.
    pub fn awaited_stations(
        &self,
        after: Option<&str>,
        limit: usize,
    ) -> Result<Vec<(String, ChargePointId)>, StoreError> {
        let keys = self
            .store()
            .list_keys(COMMANDS_AWAITED, Page::all(limit).after(after))?;
        let owner = |key: String| {
            let owner = parts(&key).into_iter().next()?;
            Some((key, ChargePointId::new(&owner)))
        };
        Ok(keys.into_iter().filter_map(owner).collect())
    }
}

/// More effects of one station are not looked for at once.
const MOST_AWAITED: usize = 1000;

/// Keeps a command as it is now. Of one that has ended nobody needs the secrets any more.
pub fn put_command(command: &Command) -> Result<Write, StoreError> {
    let key = key(&[&command.id]);
    if command.ended_at.is_none() {
        return put(COMMANDS, key, command);
    }
    let kept = Command {
        payload: sealed::shown(command.payload.clone()),
        response: command.response.clone().map(without_secrets),
        ..command.clone()
    };
    put(COMMANDS, key, &kept)
}

/// Where a command is found by its station.
pub fn list_command(command: &Command) -> Result<Write, StoreError> {
    put(COMMANDS_BY_STATION, station_key(command), &())
}

/// Its effect is looked for.
pub fn await_command(command: &Command) -> Result<Write, StoreError> {
    put(COMMANDS_AWAITED, station_key(command), &())
}

/// Its effect was seen, or is not looked for any more.
#[must_use]
pub fn command_settled(command: &Command) -> Write {
    delete(COMMANDS_AWAITED, station_key(command))
}

/// The same of one whose record is gone.
#[must_use]
pub fn command_forgotten(station: &ChargePointId, id: &str) -> Write {
    delete(COMMANDS_AWAITED, key(&[station.as_str(), id]))
}

fn station_key(command: &Command) -> String {
    key(&[command.charge_point.as_str(), &command.id])
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]

    use serde_json::{Value, json};

    use super::{Command, CommandState, Origin};

    #[test]
    fn a_record_of_the_version_before_is_read() {
        let record = json!({
            "id": "a", "chargePoint": "CP1", "action": "Reset", "payload": {"type": "Soft"}, "state": "timed-out",
            "response": null, "error": null, "createdAt": "2026-01-01T00:00:00Z", "endedAt": "2026-01-01T00:00:30Z"
        });
        let command: Command = serde_json::from_slice(record.to_string().as_bytes()).unwrap();
        assert_eq!(command.payload.text(), r#"{"type":"Soft"}"#);
        assert_eq!(
            (command.state, command.origin),
            (CommandState::TimedOut, Origin::Unknown)
        );
        assert_eq!((command.waits, command.left_at), (false, None));
    }

    #[test]
    fn a_state_has_one_word() {
        use CommandState::{
            Accepted, Answered, Cancelled, Expired, Failed, InEffect, Lost, Pending, Refused, Replaced, TimedOut,
        };
        let all = [
            Pending, Answered, Accepted, InEffect, Refused, Failed, TimedOut, Lost, Expired, Cancelled, Replaced,
        ];
        for state in all {
            assert_eq!(serde_json::to_value(state).unwrap(), json!(state.as_str()));
        }
    }

    #[test]
    fn an_origin_is_a_word_or_a_plugins_name() {
        let plugin = Origin::Plugin(crate::ids::PluginName::new("clerk"));
        assert_eq!(serde_json::to_value(&plugin).unwrap(), json!({"plugin": "clerk"}));
        assert_eq!(serde_json::to_value(Origin::Operator).unwrap(), Value::from("operator"));
        assert_eq!(format!("{plugin}, {}", Origin::Server), "plugin clerk, server");
    }
}
