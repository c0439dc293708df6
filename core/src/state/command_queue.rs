//! Which commands wait to be sent, by station and in their order; and the bell that whoever queues one rings.

use std::collections::BTreeSet;
use std::sync::{Mutex, PoisonError};

use serde::{Deserialize, Serialize};
use tokio::sync::Notify;

use super::collections::COMMAND_QUEUE;
use super::commands::{Command, put_command};
use super::{State, delete, key, prefix, put};
use crate::clock::Time;
use crate::ids::ChargePointId;
use crate::store::{Page, StoreError, Write};

/// A command that the server sends by itself, as soon as it can.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Queued {
    /// To whom.
    pub charge_point: ChargePointId,
    /// The command's id.
    pub id: String,
    /// It waits for a charge point that is away.
    pub waits: bool,
    /// It leaves or has left; unless somebody has it in hand it is not sent again.
    pub sent: bool,
    /// When it was wanted.
    pub created_at: Time,
}

impl Queued {
    fn of(command: &Command) -> Self {
        Self {
            charge_point: command.charge_point.clone(),
            id: command.id.clone(),
            waits: command.waits,
            sent: false,
            created_at: command.created_at,
        }
    }

    /// Those of one charge point are in the order in which they were wanted.
    fn key(&self) -> String {
        let number = format!("{:020}", self.created_at.timestamp_micros());
        key(&[self.charge_point.as_str(), &number, &self.id])
    }
}

impl State {
    /// A page of the commands that wait, of all charge points, after one key.
    ///
    /// # Errors
    /// The store's.
    pub fn queued_commands(&self, after: Option<&str>, limit: usize) -> Result<Vec<(String, Queued)>, StoreError> {
        self.list(COMMAND_QUEUE, Page::all(limit).after(after))
    }

    /// A page of the commands that wait for one charge point, after one key.
    ///
    /// # Errors
    /// The store's.
    pub fn queued_commands_of(
        &self,
        charge_point: &ChargePointId,
        after: Option<&str>,
        limit: usize,
    ) -> Result<Vec<(String, Queued)>, StoreError> {
        let prefix = prefix(&[charge_point.as_str()]);
        self.list(COMMAND_QUEUE, Page::of(&prefix, limit).after(after))
    }

    /// Whether a command still waits to be sent or to be answered.
    ///
    /// # Errors
    /// The store's.
    pub fn is_queued(&self, command: &Command) -> Result<bool, StoreError> {
        Ok(self.store().get(COMMAND_QUEUE, &Queued::of(command).key())?.is_some())
    }
}

/// Keeps a command, and that it waits to be sent.
///
/// # Errors
/// A record without a JSON form.
pub fn queue_command(command: &Command) -> Result<Vec<Write>, StoreError> {
    Ok(vec![put_command(command)?, command_waits(command)?])
}

/// Notes that a command waits to be sent; also one that was to leave and did not.
///
/// # Errors
/// A record without a JSON form.
pub fn command_waits(command: &Command) -> Result<Write, StoreError> {
    let queued = Queued::of(command);
    put(COMMAND_QUEUE, queued.key(), &queued)
}

/// Notes that a command leaves now.
///
/// # Errors
/// A record without a JSON form.
pub fn command_leaves(command: &Command) -> Result<Write, StoreError> {
    let queued = Queued {
        sent: true,
        ..Queued::of(command)
    };
    put(COMMAND_QUEUE, queued.key(), &queued)
}

/// Keeps what became of a command that waited to be sent.
///
/// # Errors
/// A record without a JSON form.
pub fn command_ended(command: &Command) -> Result<Vec<Write>, StoreError> {
    Ok(vec![
        put_command(command)?,
        delete(COMMAND_QUEUE, Queued::of(command).key()),
    ])
}

/// Forgets what waits of a command whose record is gone.
#[must_use]
pub fn command_gone(queued: &Queued) -> Write {
    delete(COMMAND_QUEUE, queued.key())
}

/// Tells the queue which stations it should look at: a command was queued, or the station came. Nothing is
/// lost while nobody listens.
#[derive(Debug, Default)]
pub struct QueueBell {
    stations: Mutex<BTreeSet<ChargePointId>>,
    rung: Notify,
}

impl QueueBell {
    /// Something waits for the station, or may leave now.
    pub fn ring(&self, charge_point: &ChargePointId) {
        let mut stations = self.stations.lock().unwrap_or_else(PoisonError::into_inner);
        stations.insert(charge_point.clone());
        drop(stations);
        self.rung.notify_one();
    }

    /// Waits until somebody rings.
    pub async fn rung(&self) {
        self.rung.notified().await;
    }

    /// The stations for which it was rung since the last time.
    #[must_use]
    pub fn take(&self) -> BTreeSet<ChargePointId> {
        std::mem::take(&mut *self.stations.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

#[cfg(test)]
mod tests {
    use super::{ChargePointId, QueueBell};

    #[actix_web::test]
    async fn a_bell_is_heard_by_who_comes_later() {
        let bell = QueueBell::default();
        for id in ["CP2", "CP1", "CP2"] {
            bell.ring(&ChargePointId::new(id));
        }
        bell.rung().await;
        let stations: Vec<_> = bell.take().into_iter().collect();
        assert_eq!(stations, [ChargePointId::new("CP1"), ChargePointId::new("CP2")]);
        assert!(bell.take().is_empty());
    }
}
