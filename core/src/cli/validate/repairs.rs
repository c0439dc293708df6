//! What the server would repair in a message that is not valid.

use ocpp_schemas::{Action, Kind};
use serde_json::Value;

use crate::clock;
use crate::config::zone::Zone;
use crate::frame::repair::Repair;
use crate::ocpp::Profile;
use crate::ocpp::repair::{Reading, repair_payload};

/// The repairs of a payload; none if it would be refused all the same.
pub fn of_payload(action: &'static Action, kind: Kind, payload: &Value) -> Option<Vec<Repair>> {
    let entry = Profile::of(action.version()).entry(action.name());
    let is_report = kind == Kind::Request && entry.is_some_and(|entry| entry.row.is_report());
    let reading = Reading {
        action,
        kind,
        is_report,
        now: clock::now(),
        zone: Zone::UTC,
        request: None,
        // A server asks its state.
        unsaid: &|_, _| Some(0.into()),
    };
    let repaired = repair_payload(reading, payload);
    (repaired.fits || is_report).then_some(repaired.repairs)
}

/// A column: the repairs' names with their places, or a hyphen.
pub fn column(repairs: Option<Vec<Repair>>) -> String {
    let shown = |repair: Repair| {
        let place = repair.pointer.replace(char::is_control, "\u{fffd}");
        if place.is_empty() {
            repair.name.into_owned()
        } else {
            format!("{} {place}", repair.name)
        }
    };
    match repairs {
        Some(repairs) if !repairs.is_empty() => repairs.into_iter().map(shown).collect::<Vec<_>>().join(", "),
        Some(_) => "kept-as-it-came".to_owned(),
        None => "-".to_owned(),
    }
}
