//! `transaction_start` and `transaction_stop` (`transaction` in versions of old): sessions that are over.

use std::collections::HashMap;

use rust_decimal::Decimal;

use super::database::{Database, Row};
use super::taken::Taken;
use crate::clock::{Time, instant, text};
use crate::ids::identity::of_text;

const COLUMNS: &[&str] = &[
    "chargePoint",
    "id",
    "version",
    "connector",
    "idTag",
    "startedAt",
    "stoppedAt",
    "stopReason",
    "meterStartWh",
    "meterStopWh",
    "closedBy",
];

/// Where a session ran.
struct Connector<'a> {
    charge_point: &'a str,
    number: &'a str,
}

/// The sessions.
pub fn taken(database: &Database, now: Time) -> Taken {
    let mut taken = Taken::new(COLUMNS);
    let connectors = connectors(database);
    let versions = versions(database);
    let stops = stops(database);
    let starts = match database.has("transaction_start") {
        true => "transaction_start",
        false => "transaction",
    };
    for start in database.rows(starts) {
        taken.found += 1;
        let id = start.get("transaction_pk").unwrap_or_default();
        let place = start.get("connector_pk").or_else(|| start.get("evse_pk"));
        let Some(connector) = place.and_then(|key| connectors.get(key)) else {
            taken.leave_out("nothing says at which connector the session was", id);
            continue;
        };
        let named = format!("{id} of {}", connector.charge_point);
        // In one table the row is both.
        let own_stop = start.get("stop_timestamp").map(|_| start);
        let Some(stop) = stops.get(id).copied().or(own_stop) else {
            taken.leave_out("the session runs, or its end never came", &named);
            continue;
        };
        if of_text(connector.charge_point).is_err() || id.is_empty() {
            taken.leave_out("its charge point has an identity that cannot be", &named);
            continue;
        }
        let version = versions.get(connector.charge_point).copied().unwrap_or("1.6");
        let ends = Ends { start, stop };
        match ends.row(connector, version, now) {
            Ok((row, has_energy)) => {
                if !has_energy {
                    taken.leave_out(
                        "a register of the session is no number; it comes without energy",
                        &named,
                    );
                }
                taken.rows.push(row);
            }
            Err(why) => taken.leave_out(why, &named),
        }
    }
    for failed in database.rows("transaction_stop_failed") {
        let of = failed.get("charge_box_id").unwrap_or("an unknown charge point");
        let named = format!("{} of {of}", failed.get("transaction_pk").unwrap_or("none"));
        taken.leave_out("a stop that SteVe could not use", &named);
    }
    taken
}

/// What is known of one session.
#[derive(Clone, Copy)]
struct Ends<'a> {
    start: Row<'a>,
    stop: Row<'a>,
}

impl Ends<'_> {
    /// The session as an import reads it, and whether its energy is known.
    fn row(self, connector: &Connector<'_>, version: &str, now: Time) -> Result<(Vec<String>, bool), &'static str> {
        let Self { start, stop } = self;
        let time = |row: Row<'_>, column: &str| row.get(column).and_then(instant).filter(|at| *at <= now);
        let began = time(start, "start_timestamp").or_else(|| time(start, "event_timestamp"));
        let ended = time(stop, "stop_timestamp");
        if began.or(ended).is_none() {
            return Err("its times cannot be read, or have not come yet");
        }
        let register = |row: Row<'_>, column: &str| {
            let told = row.get(column).map(str::trim);
            let told = told.filter(|told| told.parse::<Decimal>().is_ok());
            told.unwrap_or_default().to_owned()
        };
        let (begin, end) = (register(start, "start_value"), register(stop, "stop_value"));
        let has_energy = !begin.is_empty() && !end.is_empty();
        let closed_by = match stop.get("event_actor") {
            Some("manual") => "operator",
            _ => "station",
        };
        let row = vec![
            connector.charge_point.to_owned(),
            start.get("transaction_pk").unwrap_or_default().to_owned(),
            version.to_owned(),
            connector.number.to_owned(),
            start.get("id_tag").unwrap_or_default().to_owned(),
            began.map(text).unwrap_or_default(),
            ended.map(text).unwrap_or_default(),
            stop.get("stop_reason").unwrap_or_default().to_owned(),
            begin,
            end,
            closed_by.to_owned(),
        ];
        Ok((row, has_energy))
    }
}

/// By their key; later versions call them EVSEs.
fn connectors(database: &Database) -> HashMap<&str, Connector<'_>> {
    let mut found = HashMap::new();
    for (table, key, number) in [
        ("connector", "connector_pk", "connector_id"),
        ("evse", "evse_pk", "evse_id"),
    ] {
        for row in database.rows(table) {
            if let (Some(key), Some(charge_point), Some(number)) =
                (row.get(key), row.get("charge_box_id"), row.get(number))
            {
                found.insert(key, Connector { charge_point, number });
            }
        }
    }
    found
}

/// Which version each charge point spoke: `ocpp1.6J`, `ocpp1.5S`.
fn versions(database: &Database) -> HashMap<&str, &'static str> {
    let version = |told: &str| {
        let known = ["2.0.1", "2.1", "1.6", "1.5", "1.2", "2.0"];
        known.into_iter().find(|version| told.contains(version))
    };
    let rows = database.rows("charge_box");
    rows.filter_map(|row| Some((row.get("charge_box_id")?, version(row.get("ocpp_protocol")?)?)))
        .collect()
}

/// The newest stop of each session.
fn stops(database: &Database) -> HashMap<&str, Row<'_>> {
    let at = |row: &Row<'_>| row.get("event_timestamp").and_then(instant);
    let mut stops: HashMap<&str, Row<'_>> = HashMap::new();
    for row in database.rows("transaction_stop") {
        let Some(id) = row.get("transaction_pk") else { continue };
        let is_newer = stops.get(id).is_none_or(|known| at(&row) >= at(known));
        if is_newer {
            stops.insert(id, row);
        }
    }
    stops
}
