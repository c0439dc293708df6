//! Which commands wait to be sent, by station and in their order.

use chrono::TimeDelta;
use serde::{Deserialize, Serialize};

use super::collections::COMMAND_QUEUE;
use super::commands::{Command, CommandState, list_command, put_command};
use super::seen::Seen;
use super::{State, delete, key, prefix, put};
use crate::clock::Time;
use crate::ids::ChargePointId;
use crate::store::{Page, StoreError, Write};

/// More commands do not wait for one station.
pub const MOST_WAITING: usize = 1000;

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
    /// When it is not sent any more; absent: a day after it was wanted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expires_at: Option<Time>,
    /// A newer one with the same word takes its place.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub coalesce: Option<String>,
    /// It is taken out of the queue, and ends so; what is left to do is done by whoever finds it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ends_as: Option<CommandState>,
}

impl Queued {
    fn of(command: &Command) -> Self {
        Self {
            charge_point: command.charge_point.clone(),
            id: command.id.clone(),
            waits: command.waits,
            sent: false,
            created_at: command.created_at,
            expires_at: command.expires_at,
            coalesce: command.coalesce.clone(),
            ends_as: None,
        }
    }

    /// When it is not sent any more.
    #[must_use]
    pub fn expiry(&self) -> Time {
        self.expires_at.unwrap_or(self.created_at + TimeDelta::days(1))
    }

    /// There is something to be done with it, whether or not its station is there.
    #[must_use]
    pub fn is_due(&self, now: Time) -> bool {
        self.sent || self.ends_as.is_some() || now >= self.expiry()
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

    /// The place of a command in the queue, if it waits there or is under way, and what was seen of it.
    ///
    /// # Errors
    /// The store's.
    pub fn queued(&self, command: &Command) -> Result<(Option<Queued>, Seen), StoreError> {
        let key = Queued::of(command).key();
        let (queued, revision) = self.get_at(COMMAND_QUEUE, &key)?.unzip();
        Ok((queued, Seen::new(COMMAND_QUEUE, key, revision)))
    }

    /// The commands that wait for the station with the same word, and are older.
    ///
    /// # Errors
    /// The store's.
    pub fn replaced_by(&self, newest: &Command) -> Result<Vec<Command>, StoreError> {
        let mut replaced = Vec::new();
        for queued in self.with_word_of(newest)? {
            if (queued.created_at, &queued.id) < (newest.created_at, &newest.id) && !queued.sent {
                replaced.extend(self.command(&queued.id)?);
            }
        }
        Ok(replaced)
    }

    /// Whether a newer command with the same word waits for the station.
    ///
    /// # Errors
    /// The store's.
    pub fn is_replaced(&self, command: &Command) -> Result<bool, StoreError> {
        let is_newer = |queued: &Queued| (queued.created_at, &queued.id) > (command.created_at, &command.id);
        Ok(self.with_word_of(command)?.iter().any(is_newer))
    }

    fn with_word_of(&self, command: &Command) -> Result<Vec<Queued>, StoreError> {
        if command.coalesce.is_none() {
            return Ok(Vec::new());
        }
        let waiting = self.queued_commands_of(&command.charge_point, None, MOST_WAITING)?;
        let queued = waiting.into_iter().map(|(_, queued)| queued);
        Ok(queued
            .filter(|queued| queued.ends_as.is_none() && queued.coalesce == command.coalesce)
            .collect())
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
    // The place first: a crash leaves one without its command, which is forgotten, and not a command that never leaves.
    Ok(vec![
        command_waits(command)?,
        put_command(command)?,
        list_command(command)?,
    ])
}

/// What ends a command that waits, unless it leaves or ends meanwhile.
///
/// # Errors
/// A record without a JSON form.
pub fn end_waiting(command: &Command, seen: &Seen) -> Result<Vec<Write>, StoreError> {
    let queued = Queued {
        ends_as: Some(command.state),
        ..Queued::of(command)
    };
    let key = queued.key();
    // A crash after the first leaves a place that says what is left to do.
    Ok(vec![
        seen.guarded(put(COMMAND_QUEUE, key.clone(), &queued)?),
        put_command(command)?,
        delete(COMMAND_QUEUE, key),
    ])
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
