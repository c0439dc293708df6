//! The commands that a station accepted: whether they were seen in effect. Looked at when something happened at the
//! station, and when the time for it is over; never polled.

use std::cell::RefCell;
use std::collections::BTreeSet;
use std::pin::pin;
use std::rc::Rc;
use std::time::Duration;

use futures_util::future::select;

use super::effect::{Progress, progress};
use super::ending::count;
use crate::clock::{self, Time};
use crate::frame::CallError;
use crate::ids::ChargePointId;
use crate::ocpp::Pipeline;
use crate::state::State;
use crate::state::commands::{Command, CommandState, command_forgotten, command_settled, put_command};
use crate::store::{StoreError, Write};

/// Stations that are looked at in one go at the start.
const PAGE: usize = 500;
/// When a station is looked at again whose state could not be read or written.
const AGAIN: Duration = Duration::from_secs(5);
/// What happens within this time is looked at in one go.
const GATHER: Duration = Duration::from_millis(120);
/// How long nothing is looked at if nothing is due.
const LONG: Duration = Duration::from_secs(3600);

/// Looks for effects.
pub struct Watch {
    pipeline: Pipeline,
    due: RefCell<BTreeSet<(Time, ChargePointId)>>,
}

impl Watch {
    /// For the commands in the store.
    #[must_use]
    pub fn new(pipeline: Pipeline) -> Rc<Self> {
        Rc::new(Self {
            pipeline,
            due: RefCell::default(),
        })
    }

    fn state(&self) -> &State {
        &self.pipeline.state
    }

    /// Looks, for as long as it is polled.
    pub async fn run(self: Rc<Self>) {
        while let Err(error) = self.scan() {
            tracing::error!(%error, "accepted commands cannot be read");
            actix_rt::time::sleep(AGAIN).await;
        }
        let awaited = self.state().awaited();
        loop {
            let now = clock::now();
            for station in awaited.take().into_iter().chain(self.take_due(now)) {
                if let Err(error) = self.look_at(&station, now).await {
                    tracing::error!(charge_point.id = %station, %error, "what became of a command cannot be kept");
                    self.due.borrow_mut().insert((now + AGAIN, station));
                }
            }
            let pause = self.until_due(clock::now());
            let (rung, sleep) = (pin!(awaited.rung()), pin!(actix_rt::time::sleep(pause)));
            select(rung, sleep).await;
            // States of connectors reach the store a moment after they are told.
            actix_rt::time::sleep(GATHER).await;
        }
    }

    /// What was awaited before the start.
    fn scan(&self) -> Result<(), StoreError> {
        let mut after = None;
        loop {
            let page = self.state().awaited_stations(after.as_deref(), PAGE)?;
            let Some((last, _)) = page.last() else { return Ok(()) };
            after = Some(last.clone());
            for (_, station) in &page {
                self.state().awaited().add(station);
            }
        }
    }

    fn take_due(&self, now: Time) -> Vec<ChargePointId> {
        let mut due = self.due.borrow_mut();
        let later = due.split_off(&(now, ChargePointId::new("")));
        std::mem::replace(&mut *due, later)
            .into_iter()
            .map(|(_, station)| station)
            .collect()
    }

    fn until_due(&self, now: Time) -> Duration {
        let due = self.due.borrow();
        let wait = due.first().map(|(at, _)| (*at - now).to_std().unwrap_or_default());
        // A moment longer, so that it is past.
        wait.map_or(LONG, |wait| (wait + Duration::from_millis(1)).min(LONG))
    }

    async fn look_at(&self, station: &ChargePointId, now: Time) -> Result<(), StoreError> {
        let mut writes: Vec<Write> = Vec::new();
        let mut told = Vec::new();
        let mut next: Option<Time> = None;
        for id in self.state().awaited_commands(station)? {
            let Some(command) = self.state().command(&id)? else {
                writes.push(command_forgotten(station, &id));
                continue;
            };
            if command.state != CommandState::Accepted {
                // One that is still to be accepted is being kept at this moment.
                if command.state.is_over() {
                    writes.push(command_settled(&command));
                }
                continue;
            }
            let until = command.effect.as_ref().map(|effect| effect.until);
            match settled(self.state(), command, now)? {
                Some(command) => {
                    writes.extend([put_command(&command)?, command_settled(&command)]);
                    told.push(command);
                }
                None => next = next.into_iter().chain(until).min(),
            }
        }
        match next {
            Some(at) => {
                self.due.borrow_mut().insert((at, station.clone()));
            }
            None => self.state().awaited().remove(station),
        }
        if !writes.is_empty() {
            self.state().store().write(writes).await?;
        }
        for command in told {
            count(&self.pipeline, &command);
            self.state().command_news().tell(&command);
        }
        Ok(())
    }
}

/// The command with its end, if it has come.
fn settled(state: &State, command: Command, now: Time) -> Result<Option<Command>, StoreError> {
    let (end, transaction, error) = match progress(state, &command, now)? {
        Progress::Waits => return Ok(None),
        Progress::Done(transaction) => (CommandState::InEffect, transaction, None),
        Progress::Failed(reason) => {
            let error = CallError {
                code: "NotSeen".to_owned(),
                description: reason,
                details: serde_json::json!({}),
            };
            (CommandState::Failed, None, Some(error))
        }
    };
    let mut command = Command {
        state: end,
        error,
        ..command
    };
    if let Some(effect) = &mut command.effect {
        effect.seen_at = (end == CommandState::InEffect).then_some(now);
        effect.transaction = transaction;
    }
    Ok(Some(command))
}
