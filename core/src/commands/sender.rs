//! The one way of a command to a station's session.

use std::time::Duration;

use actix::Addr;
use actix_rt::time::timeout;
use ocpp_schemas::{Action, Kind};
use serde_json::Value;
use tokio::sync::oneshot::{self, error::TryRecvError};

use super::ending::{DurableList, ending, list};
use super::refusal::SendError;
use crate::clock;
use crate::config::quirks::TagRules;
use crate::ids::{ChargePointId, MessageId};
use crate::ocpp::{Caller, HandlerError, Outcome, Pipeline, Reads, Sent, known_connectors};
use crate::registry::Registry;
use crate::registry::messages::{Connected, Disconnect, EndReason, Find, Outgoing, SessionMessage};
use crate::state::charge_points::Boot;
use crate::state::command_queue::command_leaves;
use crate::state::commands::{Command, NewCommand, Origin};
use crate::state::payload::Payload;
use crate::state::seen::Seen;
use crate::store::StoreError;
use crate::traces::{SpanContext, current};

/// What the actor may take beyond the station's time to tell the outcome.
const GRACE: Duration = Duration::from_millis(500);

/// A conflict means that something else wrote meanwhile; what leaves is looked at anew, so often.
const MAX_ATTEMPTS: u32 = 5;

/// Sends commands.
#[derive(Clone)]
pub struct Sender {
    pipeline: Pipeline,
    registry: Addr<Registry>,
}

/// A command that somebody wants sent.
#[derive(Debug, Clone)]
pub struct Wanted {
    /// The CALL's id, of a part of a command that is kept; a new one if absent.
    pub id: Option<String>,
    /// The action's name.
    pub action: String,
    /// It goes out as it is.
    pub payload: Payload,
    /// Who wants it.
    pub origin: Origin,
    /// How long the station may take; none: `connection.call_timeout`.
    pub timeout: Option<Duration>,
    /// What it depends on. If somebody wrote one of these records meanwhile, nothing is sent, and the
    /// error is the store's conflict.
    pub seen: Vec<Seen>,
    /// Where it is the first of several which say one thing together: the payloads of the others.
    pub following: Vec<Value>,
}

/// A command of the durable queue whose turn it is.
#[derive(Debug)]
pub(super) struct QueuedCommand {
    pub(super) command: Command,
    /// What was seen of its place in the queue.
    pub(super) place: Seen,
}

impl Wanted {
    /// A CALL that a rule of the server wants sent.
    #[must_use]
    pub fn by_server(action: &str, payload: &Value) -> Self {
        Self {
            id: None,
            action: action.to_owned(),
            payload: Payload::from(payload),
            origin: Origin::Server,
            timeout: None,
            seen: Vec::new(),
            following: Vec::new(),
        }
    }
}

/// A station with a session.
#[derive(Clone)]
pub struct Destination {
    /// Which.
    pub charge_point: ChargePointId,
    /// Its session.
    pub session: Connected,
}

impl Destination {
    /// An action that may be sent to it.
    ///
    /// # Errors
    /// [`SendError::UnknownAction`], [`SendError::WrongDirection`]
    pub fn action(&self, name: &str) -> Result<&'static Action, SendError> {
        let profile = self.session.info.profile;
        let (version, asked) = (profile.version, || name.to_owned());
        let action = profile.action(name).ok_or_else(|| SendError::UnknownAction {
            version,
            action: asked(),
        })?;
        if action.sent_by_central_system() && action.confirmed() {
            return Ok(action);
        }
        Err(SendError::WrongDirection {
            version,
            action: asked(),
        })
    }
}

/// A command with what is needed to send it.
#[derive(Debug)]
struct Delivery {
    command: Command,
    action: &'static Action,
    durable: bool,
    /// It is one CALL of a command that is kept.
    is_part: bool,
    seen: Vec<Seen>,
    following: Vec<Value>,
    trace: Option<SpanContext>,
}

impl Delivery {
    /// As the session takes it, and where its outcome is told.
    fn outgoing(&self, timeout: Duration) -> (Outgoing, Told) {
        let (reply_to, told) = oneshot::channel();
        let outgoing = Outgoing {
            command: self.command.clone(),
            action: self.action,
            timeout,
            durable: self.durable,
            trace: self.trace,
            reply_to,
        };
        (outgoing, told)
    }
}

/// An outcome that is known already.
fn known(outcome: Result<Outcome, HandlerError>) -> Told {
    let (reply_to, told) = oneshot::channel();
    if reply_to.send(outcome).is_err() {
        tracing::debug!("nobody waits for this outcome any more");
    }
    told
}

type Told = oneshot::Receiver<Result<Outcome, HandlerError>>;

impl Sender {
    /// To the sessions of a registry.
    #[must_use]
    pub fn new(pipeline: Pipeline, registry: Addr<Registry>) -> Self {
        Self { pipeline, registry }
    }

    /// Ends the session of a station, which then comes with the credentials that it has now.
    ///
    /// # Errors
    /// [`SendError::Stopping`]
    pub(super) async fn disconnect(&self, charge_point: &ChargePointId) -> Result<(), SendError> {
        let ended = self.registry.send(Disconnect {
            charge_point: charge_point.clone(),
            reason: EndReason::Removed,
        });
        ended.await.map_err(|_| SendError::Stopping)
    }

    /// What the commands mean is decided with this.
    #[must_use]
    pub fn pipeline(&self) -> &Pipeline {
        &self.pipeline
    }

    /// A station's session.
    ///
    /// # Errors
    /// [`SendError::NotConnected`], [`SendError::Stopping`]
    pub async fn find(&self, charge_point: &ChargePointId) -> Result<Destination, SendError> {
        let found = self.registry.send(Find(charge_point.clone())).await;
        let session = found.map_err(|_| SendError::Stopping)?;
        let absent = || SendError::NotConnected(charge_point.clone());
        Ok(Destination {
            charge_point: charge_point.clone(),
            session: session.ok_or_else(absent)?,
        })
    }

    /// Sends a command and waits for what becomes of it. What that changes is durable then. Nothing is sent
    /// any more if the future is dropped before the command's turn.
    ///
    /// # Errors
    /// What keeps it from leaving, or its outcome from being kept.
    pub async fn send(&self, to: &Destination, wanted: Wanted) -> Result<Outcome, SendError> {
        let (command, action) = command(to, &wanted)?;
        let delivery = Delivery {
            command,
            action,
            durable: false,
            is_part: wanted.id.is_some(),
            seen: wanted.seen,
            following: wanted.following,
            trace: current(),
        };
        self.deliver(to, delivery).await
    }

    /// Sends a command that stands in the durable queue.
    ///
    /// # Errors
    /// As [`Self::send`]; a conflict if it was taken back meanwhile.
    pub(super) async fn send_queued(&self, to: &Destination, queued: QueuedCommand) -> Result<Outcome, SendError> {
        let QueuedCommand { command, place } = queued;
        let action = to.action(&command.action)?;
        check(action, &command.payload)?;
        let delivery = Delivery {
            command,
            action,
            durable: true,
            is_part: false,
            seen: vec![place],
            following: Vec::new(),
            trace: current(),
        };
        self.deliver(to, delivery).await
    }

    /// Nothing waits without a limit: the mailbox of a station that stopped reading does not move, and
    /// neither do its timers.
    async fn deliver(&self, to: &Destination, delivery: Delivery) -> Result<Outcome, SendError> {
        let limits = &self.pipeline.settings.connection;
        let patience = delivery.command.timeout(limits.call_timeout) + limits.settle_delay + GRACE;
        let is_kept = delivery.durable || delivery.is_part;
        let (sender, to) = (self.clone(), to.clone());
        // What has begun to leave goes on without whoever asked: what it changed must be settled.
        let handed = actix_rt::spawn(async move { sender.hand_over(&to, delivery).await });
        let told = handed.await.map_err(|_| SendError::Stopping)??;
        // The session settles what is kept, or what is a part of it, and what stands before it may take long.
        let told = async {
            if is_kept {
                Ok(told.await)
            } else {
                timeout(patience, told).await
            }
        };
        match told.await {
            Ok(Ok(outcome)) => Ok(outcome?),
            // The actor went, and the queue with it.
            Ok(Err(_)) => Ok(Outcome::Lost),
            Err(_) => Ok(Outcome::TimedOut),
        }
    }

    async fn hand_over(&self, to: &Destination, delivery: Delivery) -> Result<Told, SendError> {
        self.leave(to, &delivery).await?;
        let time = delivery.command.timeout(self.pipeline.settings.connection.call_timeout);
        let (outgoing, mut told) = delivery.outgoing(time);
        let message = SessionMessage::Send(Box::new(outgoing));
        let taken = timeout(time, to.session.mailbox.send(message)).await;
        if matches!(taken, Ok(Ok(()))) {
            return Ok(told);
        }
        match told.try_recv() {
            // It stands in the mailbox, and will be settled when that moves.
            Err(TryRecvError::Empty) => Ok(told),
            Ok(outcome) => Ok(known(outcome)),
            Err(TryRecvError::Closed) => {
                let (outgoing, _) = delivery.outgoing(time);
                self.not_taken(to, &outgoing).await?;
                let late = taken.is_err() && !outgoing.durable;
                Ok(known(Ok(if late { Outcome::TimedOut } else { Outcome::NotSent })))
            }
        }
    }

    /// The session did not take the command, so nobody else settles it.
    async fn not_taken(&self, to: &Destination, outgoing: &Outgoing) -> Result<(), SendError> {
        for attempt in 1.. {
            let boot = self.pipeline.state.boot(&to.charge_point)?;
            let ended = ending(&self.pipeline, &caller(to, boot.as_ref()), outgoing, &Outcome::NotSent);
            match self.keep(list(&self.pipeline, ended.effects)?).await {
                Err(StoreError::Conflict { .. }) if attempt < MAX_ATTEMPTS => {}
                kept => return Ok(kept?),
            }
        }
        Ok(())
    }

    /// Makes durable what the CALL changes by leaving.
    async fn leave(&self, to: &Destination, delivery: &Delivery) -> Result<(), SendError> {
        for attempt in 1.. {
            let list = self.leaving(to, delivery)?;
            match self.keep(list).await {
                Err(StoreError::Conflict { .. }) if delivery.seen.is_empty() && attempt < MAX_ATTEMPTS => {}
                kept => return Ok(kept?),
            }
        }
        Ok(())
    }

    fn leaving(&self, to: &Destination, delivery: &Delivery) -> Result<DurableList, SendError> {
        let command = &delivery.command;
        let (id, payload) = (MessageId::new(&command.id), command.payload.value());
        let sent = Sent {
            id: &id,
            action: delivery.action,
            payload: &payload,
            following: &delivery.following,
        };
        let boot = self.pipeline.state.boot(&to.charge_point)?;
        let effects = self.pipeline.leaves(&caller(to, boot.as_ref()), sent)?;
        let mut list = list(&self.pipeline, effects)?;
        if delivery.durable {
            list.writes.push(command_leaves(command)?);
        }
        for seen in &delivery.seen {
            seen.guard(&mut list.writes);
        }
        Ok(list)
    }

    /// Writes, and wakes whoever observes.
    async fn keep(&self, list: DurableList) -> Result<(), StoreError> {
        if list.writes.is_empty() {
            return Ok(());
        }
        self.pipeline.state.store().write(list.writes).await?;
        self.pipeline.plugins.announce(&list.events);
        Ok(())
    }
}

/// The command that is wanted, and its action.
fn command(to: &Destination, wanted: &Wanted) -> Result<(Command, &'static Action), SendError> {
    let action = to.action(&wanted.action)?;
    check(action, &wanted.payload)?;
    let mut command = Command::new(NewCommand {
        charge_point: to.charge_point.clone(),
        action: action.name().to_owned(),
        payload: wanted.payload.clone(),
        origin: wanted.origin.clone(),
    });
    if let Some(id) = &wanted.id {
        command.id.clone_from(id);
    }
    command.timeout_ms = wanted.timeout.and_then(|time| u64::try_from(time.as_millis()).ok());
    Ok((command, action))
}

/// Whether a payload fits an action.
///
/// # Errors
/// [`SendError::Invalid`]
pub(super) fn check(action: &Action, payload: &Payload) -> Result<(), SendError> {
    action
        .validate(Kind::Request, &payload.value())
        .map_err(|violation| SendError::Invalid {
            version: action.version(),
            violation: Box::new(violation),
        })
}

/// The station as an operation sees it from outside its connection.
pub(super) fn caller<'a>(to: &'a Destination, boot: Option<&'a Boot>) -> Caller<'a> {
    Caller {
        charge_point: &to.charge_point,
        version: to.session.info.profile.version,
        registration: boot.map(|boot| boot.status),
        vendor: boot.map(|boot| boot.vendor.as_str()).unwrap_or_default(),
        model: boot.map(|boot| boot.model.as_str()).unwrap_or_default(),
        connectors: &known_connectors::NONE,
        reads: Reads::default(),
        tags: TagRules::PLAIN,
        certificate_name: None,
        now: clock::now(),
    }
}
