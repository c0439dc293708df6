//! The shape of a version-neutral verb: a wish in words that fit all versions becomes CALLs in the words of the
//! station's, and their answers become one. What each CALL and its answer change is the operation's, as for every
//! other door.

use std::borrow::Cow;

use chrono::TimeDelta;
use ocpp_schemas::Version;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use utoipa::ToSchema;

use super::operation::Outcome;
use crate::clock::Time;
use crate::config::settings::Settings;
use crate::ids::ChargePointId;
use crate::state::State;
use crate::state::commands::Awaited;
use crate::state::seen::Seen;
use crate::store::{StoreError, Write};

/// The station that a verb is for.
#[derive(Clone, Copy)]
pub struct Addressee<'a> {
    /// The command that wants it, by its id; empty: it has none of its own.
    pub command: &'a str,
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

impl Addressee<'_> {
    /// A number that the station has not heard: positive, of 31 bits, at random.
    #[must_use]
    pub fn fresh_number(&self) -> i64 {
        let (random, ..) = uuid::Uuid::new_v4().as_fields();
        i64::from(random >> 1).max(1)
    }
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
    /// The connection is ended once the station has accepted it.
    pub disconnects: bool,
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
    /// What was sent, or was to be.
    pub call: PlannedCall,
    /// What came of it.
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
            disconnects: false,
        }
    }

    /// What must be known of the other CALLs when the first leaves: their payloads, where each builds on the one before.
    #[must_use]
    pub fn following(&self) -> Vec<Value> {
        let others = self.calls.iter().skip(1);
        let others = others.filter(|_| self.on_refusal == OnRefusal::Stop);
        others.map(|call| call.payload.clone()).collect()
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
    /// The word of a station that answers with a `status`, the first that is none of these if there is one; the
    /// answer that it stands in is the result.
    #[must_use]
    pub fn by_status(answers: &[Answered], accepted: &[&str]) -> Self {
        let refused = answers.iter().find(|answered| !accepts(&answered.outcome, accepted));
        let told = refused.or(answers.last());
        let result = told.and_then(|answered| answered.outcome.payload()).cloned();
        let status = result.as_ref().and_then(|payload| payload.get("status")?.as_str());
        Self {
            accepted: refused.is_none() && !answers.is_empty(),
            status: status.unwrap_or_default().to_owned(),
            result: result.unwrap_or_else(|| json!({})),
        }
    }
}

/// Whether an answer says that the station does what it was asked for: with one of these words, or without any. Of
/// variables it has a word for each.
#[must_use]
pub fn accepts(outcome: &Outcome, accepted: &[&str]) -> bool {
    outcome.payload().is_some_and(|payload| {
        let status = payload.get("status").and_then(Value::as_str);
        let results = payload.get("setVariableResult").and_then(Value::as_array);
        let words = results.into_iter().flatten();
        let words = words.filter_map(|result| result.get("attributeStatus")?.as_str());
        status.into_iter().chain(words).all(|word| accepted.contains(&word))
    })
}

/// The body of a verb: what is wanted, in words that fit all versions.
pub trait Wish: DeserializeOwned + ToSchema {
    /// As operators name it, in kebab-case.
    const NAME: &'static str;
    /// The words by which a station says that it does it.
    const ACCEPTED: &'static [&'static str] = &["Accepted"];
    /// Sent twice it does what it does once, so that it is sent again after a crash in the middle.
    const REPEATABLE: bool = false;

    /// What is sent to the station.
    ///
    /// # Errors
    /// What its version cannot say, or what contradicts itself; the store's.
    fn plan(&self, to: Addressee<'_>) -> Result<Plan, VerbError>;

    /// What the answers say together.
    fn joined(_version: Version, answers: &[Answered]) -> Joined {
        Joined::by_status(answers, Self::ACCEPTED)
    }

    /// What will show that the station did what it accepted; none: its answer is all that there is to see.
    ///
    /// # Errors
    /// The store's.
    fn awaited(&self, _to: Addressee<'_>, _told: &Told<'_>) -> Result<Option<Expected>, VerbError> {
        Ok(None)
    }

    /// What will show that the station did it, though it did not answer; none: nobody will know.
    ///
    /// # Errors
    /// The store's.
    fn unanswered(&self, _lost: Unanswered<'_>) -> Result<Option<Expected>, StoreError> {
        Ok(None)
    }
}

/// A wish that left for a station, and had no answer.
#[derive(Clone, Copy)]
pub struct Unanswered<'a> {
    /// What is known.
    pub state: &'a State,
    /// The station.
    pub charge_point: &'a ChargePointId,
    /// When it left.
    pub left_at: Time,
}

/// What a station was told, and what it said.
#[derive(Debug)]
pub struct Told<'a> {
    /// The plan's.
    pub number: Option<i64>,
    /// All of them.
    pub answers: &'a [Answered],
    /// What they say together.
    pub joined: &'a Joined,
}

/// What is expected to happen, and how long it may take.
#[derive(Debug)]
pub struct Expected {
    /// What shows it.
    pub awaited: Awaited,
    /// From the answer on.
    pub within: TimeDelta,
}

/// The EVSE of 2.x that an operator means: a connector of 1.6 is what an EVSE is there.
#[must_use]
pub fn evse(place: Place) -> Option<i64> {
    place.evse.or(place.connector)
}

/// The connector of 1.6 that an operator means.
#[must_use]
pub fn connector(place: Place) -> Option<i64> {
    place.connector.or(place.evse)
}

/// Where an operator wants something: an EVSE, a connector, or one of them, which then is the other one, too.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Place {
    /// From 1 on.
    pub evse: Option<i64>,
    /// From 1 on.
    pub connector: Option<i64>,
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
