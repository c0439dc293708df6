//! The shape of a version-neutral verb: a wish in words that fit all versions becomes one CALL in the words
//! of the station's. What the CALL and its answer change is the operation's, as for every other door.

use ocpp_schemas::Version;
use serde_json::Value;

use crate::clock::Time;
use crate::ids::ChargePointId;
use crate::state::State;
use crate::state::seen::Seen;
use crate::store::StoreError;

/// The station that a verb is for.
#[derive(Clone, Copy)]
pub struct Addressee<'a> {
    /// Which.
    pub charge_point: &'a ChargePointId,
    /// What its connection speaks.
    pub version: Version,
    /// What is known.
    pub state: &'a State,
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

/// Why a wish cannot become a CALL.
#[derive(Debug, thiserror::Error)]
pub enum VerbError {
    /// The version cannot say it, or it contradicts itself.
    #[error("{0}")]
    Invalid(&'static str),
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
