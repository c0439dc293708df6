//! What becomes of the repairs of a message: the counters, the charge point's own numbers, and the event.

use std::time::Instant;

use serde_json::Value;

use super::connection::ChargePoint;
use crate::clock;
use crate::frame::repair::Repair;
use crate::ocpp::Repaired;
use crate::state::messages::Note;
use crate::state::repairs::put_repairs;

impl ChargePoint {
    /// A message was repaired.
    pub(super) fn on_repaired(&mut self, repaired: Repaired) {
        let Repaired { action, repairs, event } = repaired;
        self.count_repairs(&repairs);
        let silent = &self.session.manners.silent;
        if repairs.iter().all(|repair| silent.contains(&*repair.name)) {
            return;
        }
        let admitted = self.repair_log.admit(&action, &repairs, Instant::now());
        let Some(untold) = admitted else { return };
        tracing::warn!(
            ocpp.message_id = %event.message_id,
            repairs = ?repairs.iter().map(|repair| &repair.name).collect::<Vec<_>>(),
            "a message was not valid, and was repaired"
        );
        self.services
            .tell(&self.session.charge_point, vec![event.after_untold(untold)]);
    }

    /// Notes what was repaired of the message of this number.
    pub(super) fn note_repairs(&self, number: u64, repairs: &[Repair]) {
        if repairs.is_empty() {
            return;
        }
        let note = Note {
            repairs: shown(repairs),
            ..Note::default()
        };
        self.log.note(number, &note);
    }

    /// Counts the repairs of one message, each name once.
    pub(super) fn count_repairs(&mut self, repairs: &[Repair]) {
        if repairs.is_empty() {
            return;
        }
        let charge_point = &self.session.charge_point;
        let stored = || {
            let found = self.services.pipeline.state.repairs(charge_point);
            found.unwrap_or_else(|error| {
                tracing::error!(%error, "the repairs so far cannot be read");
                Default::default()
            })
        };
        let counts = self.repair_log.counts.get_or_insert_with(stored);
        for (place, repair) in repairs.iter().enumerate() {
            if repairs.iter().take(place).any(|before| before.name == repair.name) {
                continue;
            }
            self.services.pipeline.counters.repairs.add(&*repair.name);
            *counts.counts.entry(repair.name.clone().into_owned()).or_default() += 1;
        }
        counts.last_at = Some(clock::now());
        match put_repairs(charge_point, counts) {
            Ok(latest) => self.services.put_latest(charge_point, self.session.id, vec![latest]),
            Err(error) => tracing::error!(%error, "the repairs cannot be stored"),
        }
    }
}

/// As operators see them.
pub(super) fn shown(repairs: &[Repair]) -> Vec<Value> {
    let value = |repair| serde_json::to_value(repair).unwrap_or_default();
    repairs.iter().map(value).collect()
}
