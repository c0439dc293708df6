//! The rules of transactions, held against what stations sent.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]

mod energy;
mod kept;
mod properties;

use rust_decimal::Decimal;

use super::energy::Session;
use super::reading::{Belongs, Location, Measurand, Phase, Reading, Role, in_wh};
use crate::clock::Time;

/// A moment of the tests' day.
pub(super) fn minute(minute: i64) -> Time {
    chrono::DateTime::from_timestamp(1_795_000_000 + minute * 60, 0).unwrap()
}

/// A register that names its session, at the outlet, of all phases.
pub(super) fn reading(at: i64, wh: i64) -> Reading {
    Reading {
        at: minute(at),
        measurand: Measurand::Register,
        role: Role::Sample,
        belongs: Belongs::Named,
        location: Some(Location::Outlet),
        phase: None,
        value: in_wh(Decimal::from(wh), 0),
    }
}

pub(super) fn begin(wh: i64) -> Reading {
    Reading {
        role: Role::Begin,
        ..reading(0, wh)
    }
}

pub(super) fn end(at: i64, wh: i64) -> Reading {
    Reading {
        role: Role::End,
        ..reading(at, wh)
    }
}

/// 1.6: `meterStart` or `meterStop`.
pub(super) fn told(of: Reading) -> Reading {
    Reading {
        belongs: Belongs::Told,
        location: None,
        ..of
    }
}

pub(super) fn by_place(of: Reading) -> Reading {
    Reading {
        belongs: Belongs::ByPlace,
        ..of
    }
}

pub(super) fn of_phase(phase: Phase, of: Reading) -> Reading {
    Reading {
        phase: Some(phase),
        ..of
    }
}

pub(super) fn interval(of: Reading) -> Reading {
    Reading {
        measurand: Measurand::Interval,
        ..of
    }
}

pub(super) fn located(location: Location, of: Reading) -> Reading {
    Reading {
        location: Some(location),
        ..of
    }
}

/// A session of an hour that is over.
pub(super) fn session(readings: Vec<Reading>) -> Session {
    Session {
        readings,
        started: Some(minute(0)),
        stopped: Some(minute(60)),
        received: Some(minute(0)),
        end_received: Some(minute(60)),
        is_over: true,
        next_start: None,
        max_power: 500_000,
    }
}
