//! What a station keeps while it is switched off.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::connector::{Session, StopReason};
use super::reservations::Reservations;
use super::security::AccessMemory;
use super::tags::Tags;
use super::{Registration, Station};
use crate::queue::Kept;

/// What a station keeps while it is switched off.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Memory {
    pub(super) queue: Vec<Kept>,
    pub(super) sessions: u64,
    pub(super) inoperative: bool,
    pub(super) settings: BTreeMap<String, String>,
    pub(super) tags: Tags,
    pub(super) reservations: Reservations,
    pub(super) access: AccessMemory,
    connectors: BTreeMap<u16, ConnectorMemory>,
}

#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
struct ConnectorMemory {
    register_wh: f64,
    inoperative: bool,
    session: Option<Session>,
}

impl Station {
    /// What is to be kept, if it has changed since this was asked.
    pub fn memory(&mut self) -> Option<Memory> {
        std::mem::take(&mut self.dirty).then(|| Memory {
            queue: self.outbox.transactions.messages().cloned().collect(),
            sessions: self.sessions,
            inoperative: !self.operative,
            settings: self.settings.kept(),
            tags: self.tags.clone(),
            reservations: self.reservations.clone(),
            access: self.access.memory(),
            connectors: self
                .connectors
                .iter()
                .map(|connector| {
                    let kept = ConnectorMemory {
                        register_wh: connector.register_wh,
                        inoperative: !connector.operative,
                        session: connector.session.clone(),
                    };
                    (connector.id, kept)
                })
                .collect(),
        })
    }

    /// Takes up what was kept. Sessions that were going on have lost their power.
    pub(super) fn recall(&mut self, memory: Memory) {
        debug_assert!(self.registration == Registration::None, "only before anything happens");
        for (id, kept) in memory.connectors {
            let Some(place) = self.place_of(id) else { continue };
            if let Some(connector) = self.connectors.get_mut(place) {
                connector.register_wh = kept.register_wh;
                connector.operative = !kept.inoperative;
                connector.session = kept.session;
            }
        }
        self.stop_all(StopReason::PowerLoss);
        for connector in &mut self.connectors {
            connector.car_leaves = None;
        }
    }
}
