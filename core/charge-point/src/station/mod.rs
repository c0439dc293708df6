//! A simulated charge point as a pure state machine: what happens and the time go in, what is to be done comes out. It
//! has no socket, no clock and no file, so every rule of it is tested without them; [`crate::run`] is the machine at
//! work.

mod answered;
mod authorizing;
mod connector;
mod control;
mod deeds;
mod jobs;
mod measured;
mod memory;
mod notice;
mod options;
mod outbox;
mod power;
mod profiles;
mod quirk;
mod reservations;
mod security;
mod sessions;
mod settings;
mod tags;
mod time;
mod triggers;
mod v16;
mod v2;
mod view;
mod words;

#[cfg(test)]
mod tests;

pub use connector::Status;
pub use deeds::Deed;
pub use memory::Memory;
pub use notice::{Backlog, ConnectorView, Notice, Output, SessionView, Transfer, Upload, View};
pub use options::{Quirk, StationOptions};
pub use security::{Given, OwnCertificate, Reach, Secret};
pub use settings::{Row as Setting, find as find_setting};

use std::collections::BTreeMap;
use std::time::Duration;

use ocpp_schemas::Version;
use serde_json::{Value, json};

use crate::chance::Chance;
use crate::client::{Frame, answer};
use crate::clock::Time;
use connector::Connector;
use jobs::Jobs;
use outbox::{Gate, Outbox, Purpose};
use profiles::Profiles;
use reservations::Reservations;
use security::Access;
use settings::Settings;
use tags::Tags;
use words::Words;

/// How long a restart waits for the last messages to be answered.
const PATIENCE: Duration = Duration::from_secs(10);

/// What the server said to the last boot.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Registration {
    /// Nothing yet.
    None,
    Accepted,
    Pending,
    Rejected,
}

impl Registration {
    const fn name(self) -> &'static str {
        match self {
            Self::None => "unknown",
            Self::Accepted => "Accepted",
            Self::Pending => "Pending",
            Self::Rejected => "Rejected",
        }
    }
}

/// A restart that waits for what is to be told before.
#[derive(Debug, Clone, Copy)]
struct Restart {
    /// It does not wait longer.
    until: Time,
    /// 2.x's reason of the boot after it.
    reason: &'static str,
}

/// What happens to a station from outside.
#[derive(Debug, Clone, PartialEq)]
pub enum Input {
    /// The connection is open.
    Connected,
    /// The connection has ended, and why.
    Disconnected(String),
    /// It could not be opened.
    NotConnected {
        /// The server, or this charge point, does not want it: trying it the same way again is of no use.
        refused: bool,
    },
    /// A text message came.
    Text(String),
    /// A restart is over.
    Restarted,
    /// A file was fetched or brought, or why not.
    Transferred(u64, Result<(), String>),
    /// Time has passed.
    Tick,
}

/// A simulated charge point.
pub struct Station {
    options: StationOptions,
    settings: Settings,
    outbox: Outbox,
    connectors: Vec<Connector>,
    operative: bool,
    online: bool,
    registration: Registration,
    boot_reason: &'static str,
    boot_due: Option<Time>,
    heartbeat_due: Option<Time>,
    aligned_due: Option<Time>,
    restart: Option<Restart>,
    /// A restart that waits until nobody charges, with 2.x's reason.
    restart_when_idle: Option<&'static str>,
    tags: Tags,
    reservations: Reservations,
    access: Access,
    profiles: Profiles,
    jobs: Jobs,
    chance: Chance,
    sessions: u64,
    /// 2.x: how many messages have told events.
    events: u64,
    own_status_reported: bool,
    /// How many messages of transactions the server has answered.
    delivered: u64,
    /// How many messages of transactions are not tried again, by action.
    given_up: BTreeMap<String, usize>,
    now: Time,
    dirty: bool,
    outputs: Vec<Output>,
}

impl Station {
    /// One that was just switched on, with what it kept from before.
    #[must_use]
    pub fn new(options: StationOptions, kept: Option<Memory>, now: Time) -> Self {
        let mut settings = Settings::of(&options);
        let memory = kept.unwrap_or_default();
        for (name, value) in &memory.settings {
            settings.put(name, value.clone());
        }
        let mut station = Self {
            outbox: Outbox::new(settings.seconds("MessageTimeout"), memory.queue.clone()),
            connectors: (1..=options.connectors).map(Connector::new).collect(),
            operative: !memory.inoperative,
            online: false,
            registration: Registration::None,
            boot_reason: "PowerUp",
            boot_due: None,
            heartbeat_due: None,
            aligned_due: None,
            restart: None,
            restart_when_idle: None,
            tags: memory.tags.clone(),
            reservations: memory.reservations.clone(),
            access: Access::new(options.given.clone(), memory.access.clone()),
            profiles: Profiles::default(),
            jobs: Jobs::default(),
            chance: Chance::seeded(options.seed),
            sessions: memory.sessions,
            events: 0,
            own_status_reported: false,
            delivered: 0,
            given_up: BTreeMap::new(),
            now,
            dirty: false,
            outputs: Vec::new(),
            settings,
            options,
        };
        station.recall(memory);
        station.begin_access();
        station.plan_aligned();
        station
    }

    /// Something happens.
    pub fn handle(&mut self, input: Input, now: Time) {
        self.pass(now);
        match input {
            Input::Connected => self.connected(),
            Input::Disconnected(why) => self.disconnected(why),
            Input::NotConnected { refused } => self.not_reached(refused),
            Input::Text(text) => self.read(&text),
            Input::Restarted => self.boot_due = None,
            Input::Transferred(job, result) => self.transferred(job, result),
            Input::Tick => {}
        }
        self.settle();
    }

    /// Somebody does something at the charge point. In words, what came of it.
    ///
    /// # Errors
    /// Why it cannot be done, in words.
    pub fn act(&mut self, deed: Deed, now: Time) -> Result<String, String> {
        self.pass(now);
        let said = self.done(deed);
        self.settle();
        said
    }

    /// What is to be done, in this order; empty afterwards.
    pub fn outputs(&mut self) -> Vec<Output> {
        std::mem::take(&mut self.outputs)
    }

    /// How many connectors it has.
    #[must_use]
    pub const fn version(&self) -> Version {
        self.options.version
    }

    fn words(&self) -> &'static dyn Words {
        match self.options.version {
            Version::V16 => &v16::Words16,
            Version::V201 | Version::V21 => &v2::Words2,
        }
    }

    /// Whether the server hears it and lets it work.
    const fn is_up(&self) -> bool {
        self.online && matches!(self.registration, Registration::Accepted)
    }

    fn tell(&mut self, notice: Notice) {
        self.outputs.push(Output::Notice(notice));
    }

    fn say(&mut self, words: String) {
        self.tell(Notice::Told(words));
    }

    fn report(&mut self, (action, payload): words::Message) {
        self.events += 1;
        self.outbox.push(action, payload, Purpose::Report);
    }

    fn connected(&mut self) {
        self.online = true;
        self.tell(Notice::Connected);
        self.reached();
        if self.registration == Registration::Accepted {
            // Whatever changed meanwhile was not told.
            self.forget_reported();
        } else {
            self.boot_due = Some(self.now);
        }
    }

    fn disconnected(&mut self, why: String) {
        let was_online = std::mem::replace(&mut self.online, false);
        let asked = self.outbox.disconnected();
        if self.options.version != Version::V16 {
            self.outbox.transactions.mark_offline();
        }
        if was_online {
            self.tell(Notice::Disconnected(why));
        }
        for (action, purpose) in asked {
            let why = "the connection ended".to_owned();
            self.tell(Notice::Failed { action, why });
            if let Purpose::Authorize(asked) = purpose {
                self.authorize_offline(&asked);
            }
        }
    }

    fn forget_reported(&mut self) {
        self.own_status_reported = false;
        for connector in &mut self.connectors {
            connector.reported = None;
        }
    }

    fn read(&mut self, text: &str) {
        match Frame::parse(text) {
            Ok(Frame::Call { id, action, payload }) => self.called(id, &action, payload),
            Ok(Frame::Result { id, payload }) => self.settled(&id, crate::client::Outcome::Answered(payload)),
            Ok(Frame::Error { id, refusal }) => self.settled(&id, crate::client::Outcome::Refused(refusal)),
            Ok(Frame::ResultError { refusal, .. }) => self.say(format!("the server cannot read an answer: {refusal}")),
            Ok(Frame::Send { action, .. }) => self.say(format!("{action} came as a message that nobody answers")),
            Err(unreadable) => self.say(format!("the server sent what is no frame: {unreadable}")),
        }
    }

    fn called(&mut self, id: String, action: &str, payload: Value) {
        let version = self.options.version;
        let asked = payload.clone();
        let words = self.words();
        let frame = answer(version, (id, action, payload), |action, payload| {
            words.call(self, action, &payload)
        });
        let answer = match &frame {
            Frame::Result { payload, .. } => Ok(payload.clone()),
            Frame::Error { refusal, .. } => Err(refusal.to_string()),
            _ => Ok(json!({})),
        };
        // Before what the request led to.
        let place = self.outputs.len();
        self.outputs.insert(
            place,
            Output::Send {
                text: frame.text(),
                action: None,
            },
        );
        self.tell(Notice::Called {
            action: action.to_owned(),
            payload: asked,
            answer,
        });
        self.dirty = true;
    }

    /// Says what changed, and sends what may be sent.
    fn settle(&mut self) {
        self.report_states();
        let gate = match (self.online, self.registration) {
            (false, _) => Gate::Shut,
            (true, Registration::Accepted) => Gate::Open,
            (true, _) => Gate::Booting,
        };
        if let Some(leaving) = self.outbox.take(gate, self.now) {
            let (action, mut payload) = (leaving.action.clone(), leaving.payload.clone());
            if let Some(quirk) = self.options.quirk {
                quirk::bend(quirk, &mut payload);
            }
            let frame = self.outbox.begin(
                outbox::Leaving {
                    payload: payload.clone(),
                    ..leaving
                },
                self.now,
            );
            self.outputs.push(Output::Send {
                text: frame.text(),
                action: Some(action.clone()),
            });
            self.tell(Notice::Sent { action, payload });
        }
        self.reconnect_when_told();
        self.restart_when_told();
    }

    fn restart_when_told(&mut self) {
        let charging = self.connectors.iter().any(|connector| connector.session.is_some());
        if let Some(reason) = self.restart_when_idle.take_if(|_| !charging) {
            self.restart(reason, PATIENCE);
        }
        let Some(restart) = self.restart else { return };
        if self.now < restart.until && self.online && !self.outbox.is_idle() {
            return;
        }
        self.restart = None;
        self.boot_reason = restart.reason;
        self.registration = Registration::None;
        self.heartbeat_due = None;
        self.forget_reported();
        for connector in &mut self.connectors {
            connector.granted = None;
            connector.inoperative_next = false;
        }
        if self.options.version != Version::V16 {
            self.plan_slots();
        }
        self.outputs.push(Output::Restart);
    }

    /// Ends sessions and restarts, as soon as that is told or after a moment.
    fn restart(&mut self, reason: &'static str, patience: Duration) {
        self.restart = Some(Restart {
            until: crate::clock::after(self.now, patience),
            reason,
        });
    }

    fn report_states(&mut self) {
        let words = self.words();
        if self.is_up()
            && !std::mem::replace(&mut self.own_status_reported, true)
            && let Some(message) = words.own_status(self)
        {
            self.report(message);
        }
        for place in 0..self.connectors.len() {
            let Some(connector) = self.connectors.get(place) else {
                return;
            };
            let status = self.status_of(connector);
            let (word, message) = words.status(self, connector);
            let (id, changed) = (connector.id, connector.reported != Some(word));
            if !changed {
                continue;
            }
            if self.is_up() {
                self.report(message);
                if let Some(connector) = self.connectors.get_mut(place) {
                    connector.reported = Some(word);
                }
                self.tell(Notice::Status { connector: id, status });
            }
        }
    }

    fn status_of(&self, connector: &Connector) -> Status {
        connector.status(self.reservations.of(connector.id).is_some())
    }

    fn place_of(&self, connector: u16) -> Option<usize> {
        self.connectors.iter().position(|known| known.id == connector)
    }
}
