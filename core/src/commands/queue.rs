//! The durable queue: commands that nobody waits for leave in order for each station, one after the other.
//! What waits is in the store, so it outlives a restart; a command that had left before one is not sent
//! twice, and ends as lost.
//!
//! Nothing is polled: a station is looked at when its bell rings (a command was queued, a connection has
//! settled), when the oldest of what waits for it expires, and once after the start.

use std::cell::RefCell;
use std::collections::{BTreeSet, HashMap};
use std::pin::pin;
use std::rc::Rc;
use std::time::Duration;

use chrono::TimeDelta;
use futures_util::future::select;
use tokio::sync::Notify;

use super::ending::{DurableList, answered, awaiting, count, expired, list, log, without_answer};
use super::refusal::SendError;
use super::sender::{Destination, QueuedCommand, Sender};
use crate::clock::{self, Time};
use crate::config::settings::RegistrationStatus;
use crate::ids::ChargePointId;
use crate::ocpp::verb::{Expected, Unanswered};
use crate::ocpp::verbs::Verb;
use crate::ocpp::{Effects, Outcome, verbs};
use crate::state::State;
use crate::state::command_queue::{Queued, command_ended, command_gone};
use crate::state::commands::{Command, CommandState, await_command};
use crate::state::sealed::is_sealed;
use crate::store::{StoreError, Write};

/// Commands that are looked at in one go.
const PAGE: usize = 1000;

/// When a station is looked at again whose command did not leave, or whose state could not be read.
const SOON: TimeDelta = TimeDelta::milliseconds(500);

/// So often the settle delay passes before a station that connected is taken to send no BootNotification.
const SETTLE_DELAYS: u32 = 10;

/// A place without its command is that of one that is just being kept, so long.
const FRESH: TimeDelta = TimeDelta::seconds(10);

/// How long nothing is looked at if nothing waits for a moment.
const LONG: Duration = Duration::from_secs(3600);

/// When the queue is read again if it could not be read at the start.
const AGAIN: Duration = Duration::from_secs(5);

/// The one sender of queued commands.
pub struct Queue {
    sender: Sender,
    /// Stations with a task that sends to them, and whether it is to look once more.
    busy: RefCell<HashMap<ChargePointId, Again>>,
    /// Stations to look at without a bell, and when.
    due: RefCell<BTreeSet<(Time, ChargePointId)>>,
    /// Something is due sooner than was thought.
    sooner: Notify,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Again {
    Yes,
    No,
}

/// What became of one command's turn.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Turn {
    /// It is over.
    Over,
    /// It waits for the station.
    Waits,
    /// It did not leave: its turn comes again, and nothing behind it may pass it.
    Again,
}

impl Queue {
    /// For the commands in the store.
    #[must_use]
    pub fn new(sender: Sender) -> Rc<Self> {
        Rc::new(Self {
            sender,
            busy: RefCell::default(),
            due: RefCell::default(),
            sooner: Notify::new(),
        })
    }

    /// Sends, for as long as it is polled.
    pub async fn run(self: Rc<Self>) {
        let bell = self.state().queue_bell();
        while let Err(error) = self.scan() {
            tracing::error!(%error, "queued commands cannot be read");
            actix_rt::time::sleep(AGAIN).await;
        }
        loop {
            for station in bell.take().into_iter().chain(self.take_due(clock::now())) {
                self.look_at(station);
            }
            let pause = self.until_due(clock::now());
            let (rung, sooner) = (pin!(bell.rung()), pin!(self.sooner.notified()));
            // Whichever comes first; a timeout is no error.
            actix_rt::time::timeout(pause, select(rung, sooner)).await.ok();
        }
    }

    pub(super) fn state(&self) -> &State {
        &self.sender.pipeline().state
    }

    pub(super) fn sender(&self) -> &Sender {
        &self.sender
    }

    /// Rings for each station for which something waits from before the start.
    fn scan(&self) -> Result<(), StoreError> {
        let mut after = None;
        loop {
            let page = self.state().queued_commands(after.as_deref(), PAGE)?;
            let Some((last, _)) = page.last() else { return Ok(()) };
            after = Some(last.clone());
            for (_, queued) in &page {
                self.state().queue_bell().ring(&queued.charge_point);
            }
        }
    }

    fn take_due(&self, now: Time) -> Vec<ChargePointId> {
        let mut due = self.due.borrow_mut();
        let mut taken = Vec::new();
        while due.first().is_some_and(|(at, _)| *at <= now) {
            taken.extend(due.pop_first().map(|(_, station)| station));
        }
        taken
    }

    fn until_due(&self, now: Time) -> Duration {
        let due = self.due.borrow();
        let wait = due.first().map(|(at, _)| (*at - now).to_std().unwrap_or_default());
        wait.unwrap_or(LONG).min(LONG)
    }

    fn look_again(&self, station: &ChargePointId, at: Time) {
        self.due.borrow_mut().insert((at, station.clone()));
        self.sooner.notify_one();
    }

    /// Gives what waits for a station to a task of its own; a task that is there looks once more.
    fn look_at(self: &Rc<Self>, station: ChargePointId) {
        let known = self.busy.borrow_mut().insert(station.clone(), Again::No);
        if known.is_some() {
            self.busy.borrow_mut().insert(station, Again::Yes);
            return;
        }
        let queue = Rc::clone(self);
        actix_rt::spawn(async move {
            loop {
                if let Err(error) = queue.serve(&station).await {
                    tracing::error!(charge_point.id = %station, %error, "a queued command was not sent");
                    queue.look_again(&station, clock::now() + SOON);
                }
                let again = queue.busy.borrow_mut().insert(station.clone(), Again::No);
                if again != Some(Again::Yes) {
                    break;
                }
            }
            queue.busy.borrow_mut().remove(&station);
        });
    }

    /// All that waits for a station, in its order.
    async fn serve(&self, station: &ChargePointId) -> Result<(), SendError> {
        let mut after: Option<String> = None;
        let mut first_expiry: Option<Time> = None;
        loop {
            let page = self.state().queued_commands_of(station, after.as_deref(), PAGE)?;
            let Some((last, _)) = page.last() else { break };
            after = Some(last.clone());
            for (_, queued) in &page {
                // One behind a command that waits does not pass it, though the station came this moment.
                if first_expiry.is_some() && queued.waits && !queued.is_due(clock::now()) {
                    first_expiry = first_expiry.into_iter().chain([queued.expiry()]).min();
                    continue;
                }
                match self.turn(queued).await? {
                    Turn::Over => {}
                    Turn::Again => {
                        self.look_again(station, clock::now() + SOON);
                        return Ok(());
                    }
                    Turn::Waits => first_expiry = first_expiry.into_iter().chain([queued.expiry()]).min(),
                }
            }
        }
        if let Some(at) = first_expiry {
            self.look_again(station, at);
        }
        Ok(())
    }

    async fn turn(&self, queued: &Queued) -> Result<Turn, SendError> {
        let Some(command) = self.state().command(&queued.id)? else {
            // Its record comes after its place.
            if clock::now() - queued.created_at < FRESH {
                return Ok(Turn::Again);
            }
            tracing::warn!(command.id = queued.id, "a queued command's record is gone");
            self.state().store().write(vec![command_gone(queued)]).await?;
            return Ok(Turn::Over);
        };
        let (place, seen) = self.state().queued(&command)?;
        let Some(queued) = place else {
            // It was taken back meanwhile.
            return Ok(Turn::Over);
        };
        if command.state != CommandState::Pending {
            // A crash came between its end and its place.
            self.state().store().write(vec![command_gone(&queued)]).await?;
            self.state().command_news().tell(&command);
            return Ok(Turn::Over);
        }
        if is_sealed(&command.payload) {
            let reason = "its secret was sealed by a server with another key, and cannot be read: send it anew";
            return self.end(without_answer(command, "SecretLost", reason)).await;
        }
        if let Some(end) = self.end_without_a_turn(&command, &queued)? {
            return self.end(end).await;
        }
        if !self.is_accepted(&queued)? {
            return Ok(Turn::Waits);
        }
        match self.sender.find(&queued.charge_point).await {
            Ok(to) if queued.waits && self.may_boot_yet(&to)? => Ok(Turn::Waits),
            Ok(to) => match verbs::verb(&command.action) {
                Some(verb) => self.verb_turn(verb, &to, command).await,
                None => self.raw_turn(&to, QueuedCommand { command, place: seen }).await,
            },
            Err(SendError::NotConnected(_)) if queued.waits => {
                // Its campaign goes on with others.
                self.state().command_news().tell(&command);
                Ok(Turn::Waits)
            }
            Err(SendError::NotConnected(_)) => {
                let command = without_answer(command, "NotConnected", "the charge point is not connected");
                self.end(command).await
            }
            Err(error) => Err(error),
        }
    }

    /// What a command comes to that is not sent any more.
    fn end_without_a_turn(&self, command: &Command, queued: &Queued) -> Result<Option<Command>, SendError> {
        let ended = |state| Command {
            state,
            ended_at: Some(clock::now()),
            ..command.clone()
        };
        let lost = |reason| Some(without_answer(command.clone(), "Lost", reason));
        if let Some(state) = queued.ends_as {
            return Ok(Some(ended(state)));
        }
        let is_repeatable = verbs::verb(&command.action).is_some_and(|verb| verb.repeatable);
        if queued.sent && !is_repeatable {
            // No other task has this station, so nobody waits for the answer any more.
            let lost = without_answer(command.clone(), "Lost", "the server stopped before the answer");
            return Ok(Some(self.shows_yet(lost)?));
        }
        let is_over = clock::now() >= queued.expiry();
        if is_over && queued.sent {
            return Ok(lost("the server stopped before the answer, and its time is over"));
        }
        if is_over {
            return Ok(Some(expired(command.clone())));
        }
        let is_replaced = !queued.sent && self.state().is_replaced(command)?;
        Ok(is_replaced.then(|| ended(CommandState::Replaced)))
    }

    /// A command that lost its answer; of some what they ask for shows all the same.
    fn shows_yet(&self, lost: Command) -> Result<Command, SendError> {
        let verb = verbs::verb(&lost.action);
        let expected = verb.map(|verb| self.may_show(verb, &lost)).transpose()?;
        Ok(match expected.flatten() {
            Some(expected) => awaiting(lost, expected),
            None => lost,
        })
    }

    /// What will show whether a station did a verb that it did not answer.
    pub(super) fn may_show(&self, verb: &Verb, command: &Command) -> Result<Option<Expected>, SendError> {
        let lost = Unanswered {
            state: self.state(),
            charge_point: &command.charge_point,
            left_at: command.left_at.unwrap_or(command.created_at),
        };
        Ok(verb.unanswered(lost, &command.payload.value())?)
    }

    /// Sends a raw command whose turn it is.
    async fn raw_turn(&self, to: &Destination, queued: QueuedCommand) -> Result<Turn, SendError> {
        let parts = self.sender.parts(to, &queued.command)?;
        if !parts.is_empty() {
            return self.parts_turn(to, queued, parts).await;
        }
        let command = queued.command.clone();
        let sent = self.sender.send_queued(to, queued).await;
        self.sent(command, sent).await
    }

    /// A station that answered its boot with another word than Accepted gets nothing that waits for it.
    fn is_accepted(&self, queued: &Queued) -> Result<bool, SendError> {
        if !queued.waits {
            return Ok(true);
        }
        let boot = self.state().boot(&queued.charge_point)?;
        Ok(boot.is_none_or(|boot| boot.status == RegistrationStatus::Accepted))
    }

    /// Stations that start anew connect, and then boot: what waits is not sent before that is answered. One that only
    /// connects again boots not, so it gets what waits when the settle delay has passed ten times.
    fn may_boot_yet(&self, to: &Destination) -> Result<bool, SendError> {
        let since = to.session.info.since;
        let boot = self.state().boot(&to.charge_point)?;
        if boot.is_some_and(|boot| boot.at >= since) {
            return Ok(false);
        }
        let patience = self.sender.pipeline().settings.connection.settle_delay * SETTLE_DELAYS;
        let until = since + TimeDelta::from_std(patience).unwrap_or_default();
        if clock::now() >= until {
            return Ok(false);
        }
        self.look_again(&to.charge_point, until);
        Ok(true)
    }

    /// What is left to do when a command was handed to its session, or could not be.
    pub(super) async fn sent(&self, command: Command, sent: Result<Outcome, SendError>) -> Result<Turn, SendError> {
        let unfit = match sent {
            Ok(outcome) if !outcome.has_left() => return Ok(Turn::Again),
            Ok(_) if !self.state().is_queued(&command)? => return Ok(Turn::Over),
            // The session's actor went without a word.
            Ok(_) => without_answer(command, "Lost", "the connection ended before the answer"),
            Err(SendError::UnknownAction { version, action } | SendError::WrongDirection { version, action }) => {
                let reason = format!("OCPP {version} has no {action} for charge points");
                without_answer(command, "UnknownAction", &reason)
            }
            // Taken back or replaced meanwhile; or what it depends on was changed.
            Err(error) if error.is_conflict() => return Ok(Turn::Again),
            Err(invalid @ SendError::Invalid { .. }) => without_answer(command, "InvalidPayload", &invalid.to_string()),
            Err(error) => return Err(error),
        };
        self.end(unfit).await
    }

    /// Keeps what became of a command that no session settles, and tells it.
    pub(super) async fn end(&self, command: Command) -> Result<Turn, SendError> {
        let pipeline = self.sender.pipeline();
        let is_awaited = command.state == CommandState::Accepted;
        // First: a crash leaves nothing accepted that nobody looks for.
        let mut ended: Vec<Write> = is_awaited
            .then(|| await_command(&command))
            .transpose()?
            .into_iter()
            .collect();
        ended.extend(command_ended(&command)?);
        let effects = Effects {
            events: vec![answered(&command, None)],
            ..Effects::now(ended)
        };
        let DurableList { writes, events, .. } = list(pipeline, effects)?;
        pipeline.state.store().write(writes).await?;
        pipeline.plugins.announce(&events);
        if is_awaited {
            pipeline.state.awaited().add(&command.charge_point);
        }
        log(&command);
        count(pipeline, &command);
        pipeline.state.command_news().tell(&command);
        Ok(Turn::Over)
    }
}
