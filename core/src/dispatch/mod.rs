//! Sends the commands that plugins queued: in order for each charge point, one after the other, and
//! tells what became of each as the event `command.answered`. What waits is in the store, so it
//! outlives a restart; a command that had left before one is not sent twice, and ends as lost.

mod ended;
mod send;

pub use ended::ended;
pub use send::{Call, send};

use std::cell::RefCell;
use std::collections::{HashMap, HashSet};
use std::rc::Rc;
use std::time::Duration;

use actix::Addr;
use chrono::TimeDelta;
use ocpp_schemas::{Action, Kind};
use serde_json::{Value, json};

use crate::clock::{self, Time};
use crate::events::Event;
use crate::ids::ChargePointId;
use crate::ocpp::Outcome;
use crate::ocpp::Pipeline;
use crate::registry::Registry;
use crate::registry::messages::{Connected, Find};
use crate::state::commands::{Command, CommandState, Queued, command_ended, command_leaves};
use crate::store::StoreError;

/// How often it is looked for charge points that have come, beside when a command was queued.
const INTERVAL: Duration = Duration::from_millis(500);
/// Commands that are looked at in one go.
const PAGE: usize = 1000;

/// The one sender of queued commands.
pub struct Dispatcher {
    pipeline: Pipeline,
    registry: Addr<Registry>,
    /// Charge points with a task that sends to them.
    busy: RefCell<HashSet<ChargePointId>>,
    started: Time,
}

/// How long a command waits for a charge point that is away.
fn longest_wait() -> TimeDelta {
    TimeDelta::days(1)
}

impl Dispatcher {
    /// For the commands in the store.
    #[must_use]
    pub fn new(pipeline: Pipeline, registry: Addr<Registry>) -> Rc<Self> {
        Rc::new(Self {
            pipeline,
            registry,
            busy: RefCell::default(),
            started: clock::now(),
        })
    }

    /// Sends, for as long as it is polled.
    pub async fn run(self: Rc<Self>) {
        loop {
            if let Err(error) = self.look().await {
                tracing::error!(%error, "queued commands cannot be read");
            }
            // Whichever comes first; a timeout is no error.
            actix_rt::time::timeout(INTERVAL, self.pipeline.plugins.send_commands.notified())
                .await
                .ok();
        }
    }

    /// Gives what waits to one task for each charge point.
    async fn look(self: &Rc<Self>) -> Result<(), StoreError> {
        let mut after = None;
        loop {
            let page = self.pipeline.state.queued_commands(after.as_deref(), PAGE)?;
            let Some((last, _)) = page.last() else { return Ok(()) };
            after = Some(last.clone());
            let mut by_station: HashMap<ChargePointId, Vec<Queued>> = HashMap::new();
            for (_, queued) in page {
                by_station.entry(queued.charge_point.clone()).or_default().push(queued);
            }
            for (charge_point, queued) in by_station {
                self.begin(charge_point, queued).await;
            }
        }
    }

    async fn begin(self: &Rc<Self>, charge_point: ChargePointId, queued: Vec<Queued>) {
        if self.busy.borrow().contains(&charge_point) {
            return;
        }
        // The registry is gone when the server stops; what waits is sent after the next start.
        let Ok(connected) = self.registry.send(Find(charge_point.clone())).await else {
            return;
        };
        let now = clock::now();
        let idle = |queued: &Queued| {
            connected.is_none() && queued.waits && !queued.sent && now - queued.created_at < longest_wait()
        };
        if queued.iter().all(idle) {
            return;
        }
        self.busy.borrow_mut().insert(charge_point.clone());
        let dispatcher = Rc::clone(self);
        actix_rt::spawn(async move {
            for queued in queued {
                if let Err(error) = dispatcher.send_one(&queued, connected.as_ref()).await {
                    tracing::error!(charge_point.id = %charge_point, command.id = queued.id, %error, "a command was not sent");
                    break;
                }
            }
            dispatcher.busy.borrow_mut().remove(&charge_point);
        });
    }

    async fn send_one(&self, queued: &Queued, connected: Option<&Connected>) -> Result<(), StoreError> {
        let Some(command) = self.pipeline.state.command(&queued.id)? else {
            // Its record is gone; the queue's entry goes, too.
            return self.finish(queued, lost(queued), None).await;
        };
        if queued.sent && queued.created_at < self.started {
            return self
                .finish(
                    queued,
                    without_answer(command, "Lost", "the server stopped before the answer"),
                    None,
                )
                .await;
        }
        match connected {
            None if queued.waits && clock::now() - queued.created_at < longest_wait() => Ok(()),
            None => {
                let command = without_answer(command, "NotConnected", "the charge point is not connected");
                self.finish(queued, command, None).await
            }
            Some(connected) => self.call(queued, command, connected).await,
        }
    }

    async fn call(&self, queued: &Queued, command: Command, connected: &Connected) -> Result<(), StoreError> {
        let profile = connected.info.profile;
        let sendable = |action: &&'static Action| action.sent_by_central_system() && action.confirmed();
        let Some(action) = profile.action(&command.action).filter(sendable) else {
            let reason = format!("OCPP {} has no {} for charge points", profile.version, command.action);
            return self
                .finish(queued, without_answer(command, "UnknownAction", &reason), None)
                .await;
        };
        if let Err(violation) = action.validate(Kind::Request, &command.payload) {
            let reason = format!("at {:?}: {}", violation.pointer, violation.reason);
            return self
                .finish(queued, without_answer(command, "InvalidPayload", &reason), None)
                .await;
        }
        self.pipeline.state.store().write(vec![command_leaves(queued)?]).await?;
        let settings = &self.pipeline.settings.connection;
        let call = Call {
            action,
            payload: command.payload.to_string(),
            timeout: settings.call_timeout,
            settle: settings.settle_delay,
        };
        let outcome = send(&connected.orders, call).await;
        if outcome == Outcome::QueueFull {
            // It has not left: its turn comes again.
            return Ok(());
        }
        let version = profile.version;
        self.finish(queued, ended(command, version, outcome), Some(version.number()))
            .await
    }

    /// Keeps what became of a command, and tells it.
    async fn finish(&self, queued: &Queued, command: Command, version: Option<&str>) -> Result<(), StoreError> {
        let mut event = Event::new("command.answered", &queued.charge_point, answered(&command));
        event.version = version.unwrap_or_default().to_owned();
        event.attributes.push(("command".to_owned(), command.id.clone()));
        let mut writes = command_ended(queued, &command)?;
        writes.extend(self.pipeline.plugins.keep(&event)?);
        self.pipeline.state.store().write(writes).await?;
        self.pipeline.plugins.announce(&[event]);
        Ok(())
    }
}

/// The event's payload.
fn answered(command: &Command) -> Value {
    match (&command.response, &command.error) {
        (Some(response), None) => json!({ "action": command.action, "response": response }),
        (_, Some(error)) => json!({ "action": command.action, "error": error }),
        (None, None) => json!({ "action": command.action, "error": {
            "code": if command.state == CommandState::TimedOut { "TimedOut" } else { "Lost" },
            "description": "no answer came", "details": {},
        }}),
    }
}

fn without_answer(command: Command, code: &str, description: &str) -> Command {
    Command {
        state: CommandState::Lost,
        error: Some(crate::frame::CallError {
            code: code.to_owned(),
            description: description.to_owned(),
            details: json!({}),
        }),
        ended_at: Some(clock::now()),
        ..command
    }
}

fn lost(queued: &Queued) -> Command {
    let command = Command {
        id: queued.id.clone(),
        charge_point: queued.charge_point.clone(),
        action: String::new(),
        payload: Value::Null,
        waits: queued.waits,
        state: CommandState::Lost,
        response: None,
        error: None,
        created_at: queued.created_at,
        ended_at: None,
    };
    without_answer(command, "Lost", "its record is gone")
}
