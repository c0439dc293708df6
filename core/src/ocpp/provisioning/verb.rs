//! Reading and setting a station's configuration in words that fit all versions (`inventory::names`): keys in 1.6,
//! variables in 2.x, as many in one message as the station takes.

use std::collections::BTreeMap;

use chrono::TimeDelta;
use ocpp_schemas::Version;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::frame::secrets::is_secret;
use crate::ocpp::inventory::names::{Name, as_data, shown_name};
use crate::ocpp::inventory::values::Text;
use crate::ocpp::operation::Outcome;
use crate::ocpp::split::{Raw, limits, split};
use crate::ocpp::verb::{Addressee, Answered, Expected, Joined, OnRefusal, Plan, PlannedCall, Told, VerbError, Wish};
use crate::state::commands::Awaited;
use crate::state::variables::folded;

/// Values that the station shall tell.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
#[schema(examples(json!({"names": ["HeartbeatInterval"]})))]
pub struct GetConfigurationRequest {
    /// What is read; all that the station has if absent or empty: a 2.x station then reports its inventory.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub names: Option<Vec<String>>,
}

/// Values that the station shall take.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[schema(examples(json!({"values": {"HeartbeatInterval": "120"}})))]
pub struct SetConfigurationRequest {
    /// The values by their names; at least one.
    pub values: BTreeMap<String, Text>,
}

impl Wish for GetConfigurationRequest {
    const NAME: &'static str = "get-configuration";
    const ACCEPTED: &'static [&'static str] = &["Accepted", "EmptyResultSet"];
    const REPEATABLE: bool = true;

    fn plan(&self, to: Addressee<'_>) -> Result<Plan, VerbError> {
        let names = self.names.as_deref().unwrap_or_default();
        let names = names.iter().map(|name| read(to.version, name));
        plan_get(to, &names.collect::<Result<Vec<_>, _>>()?)
    }

    fn joined(_: Version, answers: &[Answered]) -> Joined {
        joined_get(answers)
    }

    /// A report is there when its parts are.
    fn awaited(&self, _: Addressee<'_>, told: &Told<'_>) -> Result<Option<Expected>, VerbError> {
        let is_report = told.joined.status == "Accepted";
        Ok(told.number.filter(|_| is_report).map(|request_id| Expected {
            awaited: Awaited::Report { request_id },
            within: TimeDelta::minutes(10),
        }))
    }
}

impl Wish for SetConfigurationRequest {
    const NAME: &'static str = "set-configuration";
    const ACCEPTED: &'static [&'static str] = &["Accepted", REBOOT];
    const REPEATABLE: bool = true;

    fn plan(&self, to: Addressee<'_>) -> Result<Plan, VerbError> {
        if self.values.is_empty() {
            return Err(VerbError::Invalid("`values` has at least one value".into()));
        }
        let values = self.values.iter();
        let values = values.map(|(name, value)| Ok((read(to.version, name)?, value.0.as_str())));
        plan_set(to, &values.collect::<Result<Vec<_>, VerbError>>()?)
    }

    fn joined(_: Version, answers: &[Answered]) -> Joined {
        joined_set(answers)
    }
}

/// GetConfiguration, GetVariables, or GetBaseReport for everything.
fn plan_get(to: Addressee<'_>, names: &[Name]) -> Result<Plan, VerbError> {
    match (to.version, names.is_empty()) {
        (Version::V16, true) => Ok(Plan::one("GetConfiguration", json!({}))),
        (Version::V16, false) => {
            let keys: Vec<_> = names.iter().map(Name::kept_as).collect();
            limited(to, "GetConfiguration", &json!({ "key": keys }))
        }
        (_, true) => whole(to),
        (_, false) => {
            let data: Vec<_> = names.iter().filter_map(as_data).collect();
            limited(to, "GetVariables", &json!({ "getVariableData": data }))
        }
    }
}

/// The report has the first number that none had before it.
fn whole(to: Addressee<'_>) -> Result<Plan, VerbError> {
    let (inventory, seen) = to.state.inventory_seen(to.charge_point)?;
    let number = inventory.next_report();
    Ok(Plan {
        number: Some(number),
        ..Plan::of(vec![PlannedCall {
            action: "GetBaseReport",
            payload: json!({ "requestId": number, "reportBase": "FullInventory" }),
            seen: vec![seen],
        }])
    })
}

/// ChangeConfiguration for each key, or SetVariables.
pub(super) fn plan_set(to: Addressee<'_>, values: &[(Name, &str)]) -> Result<Plan, VerbError> {
    if to.version == Version::V16 {
        let calls = values.iter().map(|(name, value)| {
            let payload = json!({ "key": name.kept_as(), "value": value });
            PlannedCall::new("ChangeConfiguration", payload)
        });
        return Ok(Plan {
            on_refusal: OnRefusal::GoOn,
            ..Plan::of(calls.collect())
        });
    }
    let data = values.iter().filter_map(|(name, value)| {
        let mut data = as_data(name)?;
        data.as_object_mut()?.insert("attributeValue".to_owned(), json!(value));
        Some(data)
    });
    let data: Vec<Value> = data.collect();
    limited(to, "SetVariables", &json!({ "setVariableData": data }))
}

pub(super) fn read(version: Version, name: &str) -> Result<Name, VerbError> {
    Name::read(version, name).map_err(|reason| VerbError::Invalid(reason.into()))
}

/// As many CALLs as the station's limits ask for, none of which depends on another.
fn limited(to: Addressee<'_>, action: &'static str, payload: &Value) -> Result<Plan, VerbError> {
    let limit = limits::limit(to.state, to.charge_point, to.version, action)?;
    let raw = Raw {
        version: to.version,
        action,
        payload,
    };
    let parts = split(raw, limit).into_iter();
    Ok(Plan {
        on_refusal: OnRefusal::GoOn,
        ..Plan::of(parts.map(|payload| PlannedCall::new(action, payload)).collect())
    })
}

/// What became of one name.
#[derive(Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
struct Read {
    name: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    value: Option<String>,
    status: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    read_only: Option<bool>,
}

/// `values`, or the report's `requestId` where all was asked for in 2.x.
fn joined_get(answers: &[Answered]) -> Joined {
    if let Some(answered) = answers
        .first()
        .filter(|answered| answered.call.action == "GetBaseReport")
    {
        let joined = Joined::by_status(answers, GetConfigurationRequest::ACCEPTED);
        let number = answered.call.payload.get("requestId").cloned().unwrap_or_default();
        return Joined {
            result: json!({ "requestId": number, "status": joined.status }),
            ..joined
        };
    }
    let values: Vec<Read> = answers.iter().flat_map(values_of).collect();
    let failed = answers.iter().find_map(|answered| failure(&answered.outcome));
    Joined {
        accepted: failed.is_none(),
        status: failed.unwrap_or_else(|| "Accepted".to_owned()),
        result: json!({ "values": values }),
    }
}

fn values_of(answered: &Answered) -> Vec<Read> {
    let list = |name: &str| {
        let list = answered
            .outcome
            .payload()
            .and_then(|payload| payload.get(name)?.as_array());
        list.into_iter().flatten()
    };
    let text = |entry: &Value, name: &str| entry.get(name).and_then(Value::as_str).map(str::to_owned);
    let keys = list("configurationKey").map(|entry| Read {
        name: text(entry, "key").unwrap_or_default(),
        value: text(entry, "value"),
        status: "Accepted".to_owned(),
        read_only: entry.get("readonly").and_then(Value::as_bool),
    });
    let unknown = list("unknownKey").map(|key| Read {
        name: key.as_str().unwrap_or_default().to_owned(),
        value: None,
        status: "UnknownKey".to_owned(),
        read_only: None,
    });
    let variables = list("getVariableResult").map(|entry| Read {
        name: shown_name(entry),
        value: text(entry, "attributeValue"),
        status: text(entry, "attributeStatus").unwrap_or_default(),
        read_only: None,
    });
    let mut values: Vec<Read> = keys.chain(unknown).chain(variables).collect();
    for value in values.iter_mut().filter(|value| is_secret(&value.name)) {
        value.value = None;
    }
    values
}

/// What became of one value.
#[derive(Debug, PartialEq, Serialize)]
struct Set {
    name: String,
    status: String,
}

/// `values` with the station's word on each, and whether it wants to boot.
pub(super) fn joined_set<'a>(answers: impl IntoIterator<Item = &'a Answered>) -> Joined {
    let sets: Vec<Set> = answers.into_iter().flat_map(sets_of).collect();
    let refused = sets.iter().find(|set| !is_taken(&set.status));
    let reboots = sets.iter().any(|set| set.status == REBOOT);
    let status = match refused {
        Some(set) => &set.status,
        None if reboots => REBOOT,
        None => "Accepted",
    };
    Joined {
        accepted: refused.is_none() && !sets.is_empty(),
        status: status.to_owned(),
        result: json!({ "values": sets, "rebootRequired": reboots }),
    }
}

/// It has the value, and it counts from its next boot on.
pub(super) const REBOOT: &str = "RebootRequired";

/// The station said nothing of this value.
const UNSAID: &str = "NotAnswered";

fn is_taken(status: &str) -> bool {
    status == "Accepted" || status == REBOOT
}

fn sets_of(answered: &Answered) -> Vec<Set> {
    let payload = &answered.call.payload;
    if let Some(failure) = failure(&answered.outcome) {
        let data = payload.get("setVariableData").and_then(Value::as_array);
        let names = data.into_iter().flatten().map(shown_name);
        let key = payload.get("key").and_then(Value::as_str).map(str::to_owned);
        let set = |name| Set {
            name,
            status: failure.clone(),
        };
        return names.chain(key).map(set).collect();
    }
    let word = |entry: &Value, member: &str| entry.get(member).and_then(Value::as_str).unwrap_or_default().to_owned();
    let response = answered.outcome.payload();
    if let Some(key) = payload.get("key").and_then(Value::as_str) {
        return vec![Set {
            name: key.to_owned(),
            status: response.map(|response| word(response, "status")).unwrap_or_default(),
        }];
    }
    let results = response.and_then(|response| response.get("setVariableResult")?.as_array());
    let set = |entry: &Value| Set {
        name: shown_name(entry),
        status: word(entry, "attributeStatus"),
    };
    let mut sets: Vec<Set> = results.into_iter().flatten().map(set).collect();
    // B05.FR.11 asks for one each; of what is left out nobody knows that it was taken.
    let asked = payload.get("setVariableData").and_then(Value::as_array);
    for name in asked.into_iter().flatten().map(shown_name) {
        if !sets.iter().any(|set| folded(&set.name) == folded(&name)) {
            let status = UNSAID.to_owned();
            sets.push(Set { name, status });
        }
    }
    sets
}

/// The word for an outcome without a payload of its own.
fn failure(outcome: &Outcome) -> Option<String> {
    let word = match outcome {
        Outcome::Answered(_) | Outcome::Remarked(..) => return None,
        Outcome::Refused(error) => return Some(error.code.clone()),
        Outcome::Invalid(..) => "InvalidAnswer",
        Outcome::TimedOut => "TimedOut",
        Outcome::Lost => "Lost",
        Outcome::NotSent => "NotSent",
        Outcome::QueueFull => "QueueFull",
    };
    Some(word.to_owned())
}
