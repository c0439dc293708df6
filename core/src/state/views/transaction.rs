//! A charging session as it is shown. One whose end never arrived because the station began another one counts as
//! closed, with our word as its reason.

use rust_decimal::Decimal;
use serde::Serialize;

use crate::clock::{Time, instant, text};
use crate::ids::{ChargePointId, TransactionId};
use crate::state::transactions::{
    self, ClosedBy, Doubt, Doubts, Energy, EnergySource, LeftOutReason, MatchedBy, Register, TransactionState,
};

/// A charging session.
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Transaction {
    /// Whose.
    pub charge_point: ChargePointId,
    /// Names it in paths.
    pub id: TransactionId,
    /// The station's own id, which may stand for several sessions.
    pub station_transaction_id: TransactionId,
    /// The OCPP version.
    pub version: String,
    /// 2.x.
    pub evse: Option<i64>,
    /// Its number.
    pub connector: Option<i64>,
    /// The token that began it; where `assigned` says so, the one of an operator's word.
    pub id_tag: Option<String>,
    /// What became of the token at the start, in the version's word.
    pub authorization: Option<String>,
    /// An operator said whose it is, and what the station had said; none: the station's word counts.
    pub assigned: Option<Assigned>,
    /// The reservation that it used.
    pub reservation_id: Option<i64>,
    /// 2.x: the command that began it.
    pub remote_start_id: Option<i64>,
    /// `open` or `closed`.
    pub state: &'static str,
    /// 2.x: the station's last word.
    pub charging_state: Option<String>,
    /// By the station, or when it was heard.
    #[schema(format = DateTime)]
    pub started_at: Option<String>,
    /// The register from which the energy counts; where there is none, as the station told it.
    pub meter_start_wh: Option<String>,
    /// By the station, or when it was heard; none: it runs.
    #[schema(format = DateTime)]
    pub stopped_at: Option<String>,
    /// The register up to which it counts.
    pub meter_stop_wh: Option<String>,
    /// When that was read, by the station's clock.
    #[schema(format = DateTime)]
    pub meter_stop_at: Option<String>,
    /// None while it runs, and where the times contradict each other.
    pub duration_seconds: Option<i64>,
    /// Never below 0; none: it cannot be known.
    pub energy_wh: Option<String>,
    /// What the energy rests on.
    pub energy_source: Option<EnergySource>,
    /// The station's word, or ours.
    pub stop_reason: Option<String>,
    /// `station`, `server` or `operator`.
    pub closed_by: Option<ClosedBy>,
    /// The token that was shown to end it.
    pub stopped_by: Option<String>,
    /// That is neither the token that began it nor one of its group.
    pub stopped_by_foreign: bool,
    /// What told whose end it was, where the station's message named no session that is known.
    pub matched_by: Vec<MatchedBy>,
    /// It has ended, every message of it has arrived, and nothing is in doubt.
    pub complete: bool,
    /// What is not certain.
    #[schema(value_type = std::collections::BTreeSet<Doubt>)]
    pub doubts: Doubts,
    /// Readings that do not count, by reason.
    pub left_out: Vec<LeftOut>,
    /// The system whose history it is of; none: its station told it here.
    pub imported_from: Option<String>,
    /// What was measured last; only of one that runs, where sessions are shown.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub measured: Option<Measured>,
}

/// Whose a session is by an operator's word, beside what its station said.
#[derive(Debug, Clone, PartialEq, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = TransactionAssigned)]
pub struct Assigned {
    /// When that was said last: RFC 3339.
    #[schema(format = DateTime)]
    pub at: String,
    /// What the operator said of it.
    pub note: Option<String>,
    /// The token that the station told; none: it told none.
    pub told_id_tag: Option<String>,
    /// What became of that token at the start, in the version's word.
    pub told_authorization: Option<String>,
}

impl From<transactions::Assigned> for Assigned {
    fn from(assigned: transactions::Assigned) -> Self {
        Self {
            at: text(assigned.at),
            note: assigned.note,
            told_id_tag: assigned.told_id_tag,
            told_authorization: assigned.told_authorization,
        }
    }
}

/// What was measured last of a session that runs.
#[derive(Debug, Clone, PartialEq, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = LastMeasured)]
pub struct Measured {
    /// When, by the station's clock.
    #[schema(format = DateTime)]
    pub at: String,
    /// The power in W; none: neither it nor what it follows from was measured.
    pub power_w: Option<f64>,
    /// The state of charge in percent.
    pub soc: Option<f64>,
}

/// Readings that were left out for one reason.
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = LeftOutReadings)]
pub struct LeftOut {
    /// Why.
    pub reason: LeftOutReason,
    /// How many.
    pub count: u32,
    /// The first of them in Wh; none where it is no number.
    pub first_wh: Option<String>,
    /// When the first of them was read.
    #[schema(format = DateTime)]
    pub first_at: Option<String>,
}

impl From<transactions::LeftOut> for LeftOut {
    fn from(left_out: transactions::LeftOut) -> Self {
        Self {
            reason: left_out.reason,
            count: left_out.count,
            first_wh: left_out.first_wh.map(decimal),
            first_at: left_out.first_at.map(text),
        }
    }
}

impl From<transactions::Transaction> for Transaction {
    fn from(record: transactions::Transaction) -> Self {
        let (energy, doubts) = account(&record);
        let end = energy.end.as_ref();
        let is_open = record.state == TransactionState::Open;
        Self {
            duration_seconds: duration(&record, &doubts),
            meter_start_wh: energy
                .base
                .as_ref()
                .map(|base| base.wh)
                .or(record.meter_start_wh)
                .map(decimal),
            meter_stop_wh: end.map(|end| decimal(end.wh)),
            meter_stop_at: end.and_then(|end| end.at).map(text),
            energy_wh: energy.wh.map(decimal),
            energy_source: energy.source,
            complete: record.complete && doubts.is_empty(),
            doubts,
            left_out: energy.left_out.into_iter().map(LeftOut::from).collect(),
            imported_from: record.imported.map(|imported| imported.from),
            measured: None,
            charge_point: record.charge_point,
            station_transaction_id: record.same_id.station_id.unwrap_or_else(|| record.id.clone()),
            closed_by: record.ending.closed_by,
            stopped_by: record.ending.stopped_by,
            stopped_by_foreign: record.ending.foreign,
            matched_by: record.ending.matched_by,
            id: record.id,
            version: record.version,
            evse: record.evse,
            connector: record.connector,
            id_tag: record.id_tag,
            authorization: record.authorization,
            assigned: record.assigned.map(Assigned::from),
            reservation_id: record.reservation_id,
            remote_start_id: record.remote_start_id,
            state: if is_open { "open" } else { "closed" },
            charging_state: record.charging.map(|charging| charging.state),
            started_at: record.started_at,
            stopped_at: record.stopped_at,
            stop_reason: record.stop_reason,
        }
    }
}

fn decimal(value: Decimal) -> String {
    value.normalize().to_string()
}

/// Its energy in Wh, as it is shown.
#[must_use]
pub fn energy_of(record: &transactions::Transaction) -> Option<Decimal> {
    account(record).0.wh
}

/// Its energy and doubts; of a record of old by its two registers alone.
fn account(record: &transactions::Transaction) -> (Energy, Doubts) {
    let mut doubts = record.doubts.clone();
    if let Some(energy) = &record.energy {
        return (energy.clone(), doubts);
    }
    let register = |wh: Option<Decimal>| wh.map(|wh| Register { wh, at: None });
    let mut energy = Energy {
        base: register(record.meter_start_wh),
        end: register(record.meter_stop_wh),
        ..Energy::default()
    };
    if let (Some(start), Some(stop)) = (record.meter_start_wh, record.meter_stop_wh) {
        if stop >= start {
            energy.wh = stop.checked_sub(start);
            energy.source = Some(EnergySource::Station);
        } else {
            energy.end = None;
            doubts.insert(Doubt::EndBelowStart);
        }
    }
    (energy, doubts)
}

/// How long it lasted, if its times can be true.
fn duration(record: &transactions::Transaction, doubts: &Doubts) -> Option<i64> {
    if record.state == TransactionState::Open || doubts.contains(&Doubt::ClockContradiction) {
        return None;
    }
    let time = |text: &Option<String>| -> Option<Time> { instant(text.as_deref()?) };
    let seconds = (time(&record.stopped_at)? - time(&record.started_at)?).num_seconds();
    (seconds >= 0).then_some(seconds)
}
