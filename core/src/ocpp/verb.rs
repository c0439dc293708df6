//! The shape of a version-neutral verb: a wish in words that fit all versions becomes CALLs in the words of the
//! station's, and their answers become one. What each CALL and its answer change is the operation's, as for every
//! other door.

use std::borrow::Cow;

use ocpp_schemas::Version;
use serde::Serialize;
use serde_json::{Value, json};

use super::operation::Outcome;
use crate::clock::Time;
use crate::config::settings::Settings;
use crate::ids::ChargePointId;
use crate::state::State;
use crate::state::seen::Seen;
use crate::store::{StoreError, Write};

/// The station that a verb is for.
#[derive(Clone, Copy)]
pub struct Addressee<'a> {
    /// Which.
    pub charge_point: &'a ChargePointId,
    /// What its connection speaks.
    pub version: Version,
    /// What is known.
    pub state: &'a State,
    /// What is configured.
    pub settings: &'a Settings,
    /// The time.
    pub now: Time,
}

/// A wish as a CALL.
#[derive(Debug)]
pub struct Planned {
    /// The number that it was given: a reservation's, or a list's version.
    pub number: i64,
    /// The CALL's payload.
    pub payload: Value,
    /// What the number depends on. If somebody wrote it meanwhile, nothing is sent, and the wish is
    /// planned anew.
    pub seen: Vec<Seen>,
}

/// What a verb sends: one CALL after the other, each after the answer to the one before.
#[derive(Debug)]
pub struct Plan {
    /// In their order; at least one.
    pub calls: Vec<PlannedCall>,
    /// The number by which the station knows what is wanted: a `remoteStartId`, a `requestId`, a reservation's.
    pub number: Option<i64>,
    /// What becomes of the rest when the station refuses one.
    pub on_refusal: OnRefusal,
    /// What must be durable before the first CALL leaves.
    pub writes: Vec<Write>,
}

/// One CALL of a verb.
#[derive(Debug)]
pub struct PlannedCall {
    /// An action of the station's version.
    pub action: &'static str,
    /// Its payload.
    pub payload: Value,
    /// What it depends on. If somebody wrote it meanwhile, nothing is sent, and the wish is planned anew.
    pub seen: Vec<Seen>,
}

/// What becomes of the rest of a plan when the station refuses a CALL of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OnRefusal {
    /// It is not sent: each CALL builds on the one before.
    Stop,
    /// It is sent all the same.
    GoOn,
}

/// What became of one CALL of a plan.
#[derive(Debug)]
pub struct Answered {
    pub call: PlannedCall,
    pub outcome: Outcome,
}

/// What the answers to all CALLs of a plan say together.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Joined {
    /// The station does, or will do, what is wanted.
    pub accepted: bool,
    /// The station's word; the worst of several.
    pub status: String,
    /// What the operator wants to read.
    pub result: Value,
}

impl Plan {
    /// A plan of one CALL that depends on nothing.
    #[must_use]
    pub fn one(action: &'static str, payload: Value) -> Self {
        Self::of(vec![PlannedCall::new(action, payload)])
    }

    /// A plan of CALLs of which none is sent after a refusal.
    #[must_use]
    pub fn of(calls: Vec<PlannedCall>) -> Self {
        Self {
            calls,
            number: None,
            on_refusal: OnRefusal::Stop,
            writes: Vec::new(),
        }
    }

    /// A plan of one CALL with its number.
    #[must_use]
    pub fn numbered(action: &'static str, planned: Planned) -> Self {
        let Planned { number, payload, seen } = planned;
        Self {
            number: Some(number),
            ..Self::of(vec![PlannedCall { action, payload, seen }])
        }
    }
}

impl PlannedCall {
    /// A CALL that depends on nothing.
    #[must_use]
    pub fn new(action: &'static str, payload: Value) -> Self {
        Self {
            action,
            payload,
            seen: Vec::new(),
        }
    }
}

impl Joined {
    /// The last word of a station that answers with a `status` (and 2.x with `statusInfo`); the answer is the result.
    #[must_use]
    pub fn by_status(answers: &[Answered]) -> Self {
        let refused = answers.iter().find(|answered| answered.outcome.is_refusal());
        let told = refused.or(answers.last());
        let result = told.and_then(|answered| answered.outcome.payload()).cloned();
        let status = result.as_ref().and_then(|payload| payload.get("status")?.as_str());
        Self {
            accepted: refused.is_none() && answers.iter().all(|answered| answered.outcome.payload().is_some()),
            status: status.unwrap_or_default().to_owned(),
            result: result.unwrap_or_else(|| json!({})),
        }
    }
}

/// Why a wish cannot become a CALL.
#[derive(Debug, thiserror::Error)]
pub enum VerbError {
    /// The version cannot say it, or it contradicts itself.
    #[error("{0}")]
    Invalid(Cow<'static, str>),
    /// The state cannot be read.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// A JSON object of the members that are there.
pub(super) fn object<const N: usize>(members: [Option<(&str, Value)>; N]) -> Value {
    members
        .into_iter()
        .flatten()
        .map(|(name, value)| (name.to_owned(), value))
        .collect()
}
