//! Whether a station did what it accepted, by what is known of it since. Pure reads: a crash loses nothing, because
//! it is looked at anew.

use crate::clock::Time;
use crate::credentials::profiles::in_force;
use crate::credentials::rotation::{Standing, standing};
use crate::ids::{ChargePointId, TransactionId};
use crate::ocpp::file_jobs::Progress as OfFile;
use crate::ocpp::inventory::reports::{self, ReportState};
use crate::ocpp::{diagnostics, firmware};
use crate::state::State;
use crate::state::charge_points::ChargePoint;
use crate::state::commands::{Awaited, Command};
use crate::state::connectors::Connector;
use crate::state::inventories::ReportKind;
use crate::state::transactions::{Transaction, TransactionState};
use crate::store::StoreError;

/// The newest sessions of a station among which the one is looked for that a start began.
const LATEST: usize = 20;

/// What is known of an effect.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Progress {
    /// Nothing is to be seen yet.
    Waits,
    /// The station did it.
    Done(Option<TransactionId>),
    /// It will not come, for this reason.
    Failed(String),
}

/// How it stands with what a command was to do.
///
/// # Errors
/// The store's.
pub fn progress(state: &State, command: &Command, now: Time) -> Result<Progress, StoreError> {
    let Some(effect) = &command.effect else {
        return Ok(Progress::Done(None));
    };
    let station = &command.charge_point;
    let since = command.left_at.unwrap_or(command.created_at);
    let seen = match &effect.awaited {
        Awaited::Transaction { .. } => began(state, station, &effect.awaited, since)?,
        Awaited::TransactionEnd { transaction } => ended(state, station, transaction)?,
        Awaited::Boot => {
            let boot = state.boot(station)?;
            (boot.is_some_and(|boot| boot.at > since)).then_some(Progress::Done(None))
        }
        Awaited::Report { request_id } => reported(state, station, *request_id)?,
        Awaited::Availability { .. } => in_service(&state.connectors(station)?, &effect.awaited),
        Awaited::Password { call } => came_with(&state.charge_point(station)?.unwrap_or_default(), call),
        Awaited::SecurityProfile { profile } => raised(&state.charge_point(station)?.unwrap_or_default(), *profile),
        Awaited::FirmwareUpdate { number } => settled(firmware::progress(state, station, *number)?),
        Awaited::Diagnostics { number } => settled(diagnostics::progress(state, station, *number)?),
    };
    Ok(seen.unwrap_or_else(|| {
        if now < effect.until {
            Progress::Waits
        } else {
            Progress::Failed(missed(&effect.awaited).to_owned())
        }
    }))
}

fn missed(awaited: &Awaited) -> &'static str {
    match awaited {
        Awaited::Transaction { .. } => "the charge point accepted, and no transaction began",
        Awaited::TransactionEnd { .. } => "the charge point accepted, and the transaction did not end",
        Awaited::Boot => "the charge point accepted, and did not boot",
        Awaited::Report { .. } => "the charge point accepted, and parts of its report are missing",
        Awaited::Availability { .. } => "the charge point accepted, and its connectors did not say so",
        Awaited::Password { .. } | Awaited::SecurityProfile { .. } => "the charge point did not connect with it",
        Awaited::FirmwareUpdate { .. } => "the charge point accepted, and did not say that it installed the firmware",
        Awaited::Diagnostics { .. } => "the charge point accepted, and the file did not come",
    }
}

/// Whether the station came with the password that a CALL brought.
fn came_with(record: &ChargePoint, call: &str) -> Option<Progress> {
    match standing(record, call) {
        Standing::InUse => Some(Progress::Done(None)),
        Standing::Waits => None,
        Standing::Doubted => {
            let reason = "the charge point did not answer, and came back with the password before it; both are valid";
            Some(Progress::Failed(reason.to_owned()))
        }
        Standing::Over => Some(Progress::Failed("another password took its place".to_owned())),
    }
}

/// Whether the station came with a security profile, which it may do as long as that is a change to come.
fn raised(record: &ChargePoint, profile: u8) -> Option<Progress> {
    if in_force(record) >= profile {
        return Some(Progress::Done(None));
    }
    let is_open = record.profile_changes.iter().any(|change| change.profile >= profile);
    let reason = "the charge point did not take it, or another took its place";
    (!is_open).then(|| Progress::Failed(reason.to_owned()))
}

/// What became of a file, if anything has.
fn settled(of_file: Option<OfFile>) -> Option<Progress> {
    match of_file? {
        OfFile::Running(_) => None,
        OfFile::Done => Some(Progress::Done(None)),
        OfFile::Failed(word) => Some(Progress::Failed(format!("the charge point says {word}"))),
    }
}

/// The session that a start began.
fn began(
    state: &State,
    station: &ChargePointId,
    awaited: &Awaited,
    since: Time,
) -> Result<Option<Progress>, StoreError> {
    // Open ones first: in 2.x the ids say nothing about the order.
    let open = state.open_transactions(station)?;
    for marker in &open {
        if let Some(found) = state.transaction(station, &marker.id)?
            && is_begun(&found, awaited, since)
        {
            return Ok(Some(Progress::Done(Some(found.id))));
        }
    }
    let latest = state.sessions_back(station, None, LATEST)?;
    let mut latest = latest.into_iter().filter_map(|(_, found)| found);
    let found = latest.find(|found| is_begun(found, awaited, since));
    Ok(found.map(|found| Progress::Done(Some(found.id))))
}

fn is_begun(found: &Transaction, awaited: &Awaited, since: Time) -> bool {
    let Awaited::Transaction {
        remote_start_id,
        id_tag,
        evse,
        connector,
    } = awaited
    else {
        return false;
    };
    if remote_start_id.is_some() && found.remote_start_id.is_some() {
        return found.remote_start_id == *remote_start_id;
    }
    let same_tag = found
        .id_tag
        .as_ref()
        .is_some_and(|tag| tag.eq_ignore_ascii_case(id_tag));
    let same_place = evse.is_none_or(|evse| found.evse == Some(evse))
        && connector.is_none_or(|connector| connector == 0 || found.connector == Some(connector));
    found.received_at >= since && same_tag && same_place
}

fn ended(state: &State, station: &ChargePointId, id: &TransactionId) -> Result<Option<Progress>, StoreError> {
    let found = state.transaction(station, id)?;
    let is_over = found.is_some_and(|found| found.state != TransactionState::Open);
    Ok(is_over.then(|| Progress::Done(Some(id.clone()))))
}

/// The report whose parts are all there.
fn reported(state: &State, station: &ChargePointId, number: i64) -> Result<Option<Progress>, StoreError> {
    let inventory = state.inventory(station)?;
    let report = inventory
        .reports
        .iter()
        .rev()
        .find(|report| report.request_id == number && report.kind == ReportKind::Variables);
    let is_whole =
        report.is_some_and(|report| matches!(reports::state(report), ReportState::Complete | ReportState::Empty));
    Ok(is_whole.then_some(Progress::Done(None)))
}

/// Connectors that are as they were asked to be. One that charges says later what it is.
fn in_service(connectors: &[Connector], awaited: &Awaited) -> Option<Progress> {
    let Awaited::Availability {
        operative,
        evse,
        connector,
    } = awaited
    else {
        return None;
    };
    let mut meant = connectors
        .iter()
        .filter(|known| evse.is_none() || known.evse == *evse)
        .filter(|known| connector.is_none_or(|connector| known.connector == connector))
        // Of 1.6, connector 0 is the station itself, and need not report.
        .filter(|known| known.evse.is_some() || known.connector != 0 || connectors.len() == 1)
        .peekable();
    meant.peek()?;
    // One that was so already says nothing.
    let says_so = |known: &Connector| match &*known.status {
        "Unavailable" => !operative,
        "Faulted" => true,
        _ => *operative,
    };
    meant.all(says_so).then_some(Progress::Done(None))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]

    use super::*;

    fn connector(number: i64, status: &str, received_at: &str) -> Connector {
        Connector {
            evse: None,
            connector: number,
            status: status.to_owned().into(),
            error_code: None,
            info: None,
            vendor_id: None,
            vendor_error_code: None,
            at: received_at.to_owned(),
            received_at: received_at.parse().unwrap(),
            whole: None,
        }
    }

    #[test]
    fn a_station_is_out_of_service_when_all_its_connectors_say_so() {
        let awaited = Awaited::Availability {
            operative: false,
            evse: None,
            connector: None,
        };
        let after = "2026-01-01T00:00:05Z";
        let charging = [
            connector(0, "Available", after),
            connector(1, "Unavailable", after),
            connector(2, "Charging", after),
        ];
        assert_eq!(in_service(&charging, &awaited), None);
        let out = [
            connector(0, "Available", after),
            connector(1, "Unavailable", after),
            connector(2, "Unavailable", after),
        ];
        assert_eq!(in_service(&out, &awaited), Some(Progress::Done(None)));
        assert_eq!(in_service(&[], &awaited), None);
        let one = Awaited::Availability {
            operative: false,
            evse: None,
            connector: Some(1),
        };
        assert_eq!(in_service(&charging, &one), Some(Progress::Done(None)));
    }
}
