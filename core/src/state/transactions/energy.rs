//! What a session's readings come to: the energy, what it rests on, what is in doubt, and what was left out.

use std::collections::BTreeSet;

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::clock::Time;

/// The energy of a session, and how it is known.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Energy {
    /// In Wh, never below 0; none: it cannot be known.
    #[serde(with = "rust_decimal::serde::str_option")]
    pub wh: Option<Decimal>,
    /// What it rests on; none where there is no energy.
    pub source: Option<EnergySource>,
    /// The register that it counts from.
    pub base: Option<Register>,
    /// The register that it counts to.
    pub end: Option<Register>,
    /// Readings that it does not rest on, one entry for each reason.
    pub left_out: Vec<LeftOut>,
}

/// A register of the meter at a moment.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Register {
    /// In Wh.
    #[serde(with = "rust_decimal::serde::str")]
    pub wh: Decimal,
    /// When it was read, by the station's clock.
    pub at: Option<Time>,
}

/// What an energy rests on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum EnergySource {
    /// The station's own registers at the start and at the end.
    Station,
    /// Registers of which one at least was read in between.
    Readings,
    /// The sum of what single intervals brought (`Energy.Active.Import.Interval`).
    Intervals,
    /// The register at the start, and that of the next start on the connector.
    NextStart,
    /// Registers of which an operator said one: that of an end or of a start that never came.
    Operator,
}

/// Readings that were left out for one reason.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct LeftOut {
    /// Why.
    pub reason: LeftOutReason,
    /// How many.
    pub count: u32,
    /// The first of them by the station's clock, in Wh; none where it is no number.
    #[serde(with = "rust_decimal::serde::str_option")]
    pub first_wh: Option<Decimal>,
    /// When that one was read.
    pub first_at: Option<Time>,
}

/// Why a reading was left out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum LeftOutReason {
    /// It is empty, no number, the largest that a counter holds, or beyond any meter.
    NoValue,
    /// It is below 0.
    Negative,
    /// It is below what the meter had shown before.
    Fell,
    /// It is further from the others than `transactions.max_power` allows in the time between.
    Jumped,
    /// It is above the register with which the connector's next session starts.
    AboveNextStart,
    /// It does not name the transaction, and others do.
    NotNamed,
    /// It was measured at another place than those that count.
    OtherLocation,
    /// Some of its phases are missing.
    IncompletePhases,
    /// It was read before the session or after it.
    OutsideSession,
}

/// What is not certain about a session. The words are stable: operators filter by them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Doubt {
    /// Nothing says what the meter showed at the start: the first reading stands for it, if there is one.
    NoStartRegister,
    /// Nothing says what the meter showed at the end: the last reading stands for it, if there is one.
    NoEndRegister,
    /// The station's register of the start does not agree with the others, and does not count.
    StartRegisterImpossible,
    /// The station's register of the end does not agree with the others, and does not count.
    EndRegisterImpossible,
    /// The station's register of the end is below that of the start.
    EndBelowStart,
    /// Two registers that follow each other are further apart than is likely.
    ReadingJump,
    /// Readings that were left out make a series of their own, or say another energy as well as those that count; or the
    /// end is beyond the register with which the next session on the connector begins.
    RegistersContradict,
    /// The readings that count were not measured at the outlet.
    OtherLocation,
    /// Some intervals were left out of the sum.
    IntervalsMissing,
    /// The session ends before it starts, or after the next one on the connector has begun, or the station's clock was
    /// wrong at one of these, or was set in between.
    ClockContradiction,
    /// 2.x: some events between its first and its last have not arrived.
    MissingSequenceNumbers,
    /// Its start has not arrived.
    StartLost,
    /// Its end has not arrived, and will not: it was given up, or an operator closed it.
    EndLost,
    /// The id token was not accepted at the start.
    RefusedDriver,
    /// The station did not say when it started: the time of receipt stands for it.
    StartTimeNotTold,
    /// The station did not say when it ended: the time of receipt stands for it.
    EndTimeNotTold,
}

impl Doubt {
    /// Every doubt with its word.
    pub const ALL: &'static [(&'static str, Self)] = &[
        ("no-start-register", Self::NoStartRegister),
        ("no-end-register", Self::NoEndRegister),
        ("start-register-impossible", Self::StartRegisterImpossible),
        ("end-register-impossible", Self::EndRegisterImpossible),
        ("end-below-start", Self::EndBelowStart),
        ("reading-jump", Self::ReadingJump),
        ("registers-contradict", Self::RegistersContradict),
        ("other-location", Self::OtherLocation),
        ("intervals-missing", Self::IntervalsMissing),
        ("clock-contradiction", Self::ClockContradiction),
        ("missing-sequence-numbers", Self::MissingSequenceNumbers),
        ("start-lost", Self::StartLost),
        ("end-lost", Self::EndLost),
        ("refused-driver", Self::RefusedDriver),
        ("start-time-not-told", Self::StartTimeNotTold),
        ("end-time-not-told", Self::EndTimeNotTold),
    ];

    /// Its word.
    #[must_use]
    pub fn word(self) -> &'static str {
        let found = Self::ALL.iter().find(|(_, doubt)| *doubt == self);
        found.map_or("", |(word, _)| word)
    }

    /// Whether it follows from the messages that are kept, so that looking at them anew says again whether it
    /// holds. What else is in doubt somebody noted, and it stays.
    #[must_use]
    pub fn is_derived(self) -> bool {
        match self {
            Self::NoStartRegister
            | Self::NoEndRegister
            | Self::StartRegisterImpossible
            | Self::EndRegisterImpossible
            | Self::EndBelowStart
            | Self::ReadingJump
            | Self::RegistersContradict
            | Self::OtherLocation
            | Self::IntervalsMissing
            | Self::ClockContradiction
            | Self::MissingSequenceNumbers
            | Self::StartLost
            | Self::EndLost
            | Self::RefusedDriver => true,
            Self::StartTimeNotTold | Self::EndTimeNotTold => false,
        }
    }
}

/// What is in doubt, each once.
pub type Doubts = BTreeSet<Doubt>;

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]

    use super::Doubt;

    #[test]
    fn a_doubt_is_stored_as_its_word() {
        for (word, doubt) in Doubt::ALL {
            assert_eq!(serde_json::to_value(doubt).unwrap(), *word);
            assert_eq!(doubt.word(), *word);
        }
    }
}
