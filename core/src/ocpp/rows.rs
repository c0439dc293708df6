//! One row per action: all that depends on it beside its schema. The rows stand in their blocks; nothing
//! else lists actions by name.

use ocpp_schemas::Version;
use serde_json::Value;

use super::context::Context;
use super::handler::{Handler, Route, route};
use super::operation::{Hooks, Operation};
use crate::config::settings::OnFailure;
use crate::events::Kind;
use crate::frame::Content;

/// The versions that a row is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Versions(&'static [Version]);

impl Versions {
    /// 1.6 alone.
    pub const V16: Self = Self(&[Version::V16]);
    /// 2.0.1 alone.
    pub const V201: Self = Self(&[Version::V201]);
    /// 2.0.1 and 2.1.
    pub const V2: Self = Self(&[Version::V201, Version::V21]);
    /// 2.1 alone.
    pub const V21: Self = Self(&[Version::V21]);
    /// Every version.
    pub const ALL: Self = Self(&Version::ALL);

    /// Them, one by one.
    pub fn iter(self) -> impl Iterator<Item = Version> {
        self.0.iter().copied()
    }
}

/// What the server does with an action's request from a station.
#[derive(Clone, Copy)]
pub enum Inbound {
    /// A handler decides.
    Handled(Route),
    /// It is kept as it came, and given this answer: one that promises nothing which the server does
    /// not do. The request and the time as text are handed in.
    Kept(fn(Content<'_>, &str) -> Value),
}

/// Whether a station that is not accepted may send an action without having been asked.
#[derive(Clone, Copy)]
pub enum BeforeBoot {
    /// It may not.
    Never,
    /// It may: it boots, or charging has happened, whatever we say.
    Always,
    /// It may if the message is of this kind. The payload is not validated yet.
    If(fn(Context<'_>) -> bool),
}

/// What an action of ours asks a station to send.
#[derive(Clone, Copy)]
pub enum AsksFor {
    /// Nothing but its answer.
    Nothing,
    /// Messages of these actions, with the `requestId` of the CALL if it has one.
    Messages(&'static [&'static str]),
    /// What the trigger is for: messages of these actions.
    Trigger(fn(&str) -> &'static [&'static str]),
}

/// What depends on an action.
#[derive(Clone, Copy)]
pub struct Row {
    /// Its name on the wire.
    pub action: &'static str,
    /// In which versions the row counts.
    pub versions: Versions,
    /// What becomes of a station's request; none: stations do not send it.
    pub inbound: Option<Inbound>,
    /// What our CALL and its answer change; none: nothing.
    pub operation: Option<Hooks>,
    /// The kinds of events that it may lead to, beside `call` and those of every command.
    pub kinds: &'static [&'static Kind],
    /// What it says is on the disk before its answer leaves, whatever it is about. (Some say more: meter
    /// values of a transaction are, others are not.)
    pub durable: bool,
    /// A message of it, with this payload, may take so long that others of its worker would feel it: it is handled on a
    /// thread of its own.
    pub heavy: Option<fn(&Value) -> bool>,
    /// Whether a station that is not accepted yet may send it.
    pub before_boot: BeforeBoot,
    /// What a CALL of ours asks the station to send beside its answer.
    pub asks_for: AsksFor,
    /// It tells what has happened: it is answered and kept, whatever it lacks.
    pub reports: bool,
    /// What the failure of a plugin means where its configuration says nothing. `Refuse`: the action
    /// authorizes somebody, and the authorization is withdrawn.
    pub on_failure: OnFailure,
}

impl Row {
    /// Whether the message tells what has happened, and asks for nothing: also one that says all by being kept.
    #[must_use]
    pub fn is_report(&self) -> bool {
        match self.inbound {
            Some(Inbound::Kept(answer)) => answer(NOTHING, "") == empty(NOTHING, ""),
            _ => self.reports,
        }
    }

    const fn new(action: &'static str, versions: Versions) -> Self {
        Self {
            action,
            versions,
            inbound: None,
            operation: None,
            kinds: &[],
            durable: false,
            heavy: None,
            before_boot: BeforeBoot::Never,
            asks_for: AsksFor::Nothing,
            reports: false,
            on_failure: OnFailure::Keep,
        }
    }

    /// An action of stations that a handler decides.
    pub(super) const fn handled<H: Handler + 'static>(action: &'static str, versions: Versions) -> Self {
        Self {
            inbound: Some(Inbound::Handled(route::<H>)),
            ..Self::new(action, versions)
        }
    }

    /// An action of stations that is kept as it came, and answered.
    pub(super) const fn kept(action: &'static str, versions: Versions, answer: fn(Content<'_>, &str) -> Value) -> Self {
        Self {
            inbound: Some(Inbound::Kept(answer)),
            ..Self::new(action, versions)
        }
    }

    /// An action of ours whose answer changes nothing that we keep.
    pub(super) const fn sent(action: &'static str, versions: Versions) -> Self {
        Self::new(action, versions)
    }

    /// An action of ours with what it changes.
    pub(super) const fn operated<O: Operation>(action: &'static str, versions: Versions) -> Self {
        Self {
            operation: Some(Hooks::of::<O>()),
            ..Self::new(action, versions)
        }
    }

    pub(super) const fn tells(self, kinds: &'static [&'static Kind]) -> Self {
        Self { kinds, ..self }
    }

    pub(super) const fn durable(self) -> Self {
        Self { durable: true, ..self }
    }

    /// It may have thousands of entries, each of which is read and written.
    pub(super) const fn heavy(self) -> Self {
        self.heavy_if(always)
    }

    /// The same of some of its messages. Their payloads are not validated yet.
    pub(super) const fn heavy_if(self, heavy: fn(&Value) -> bool) -> Self {
        Self {
            heavy: Some(heavy),
            ..self
        }
    }

    /// It tells what has happened.
    pub(super) const fn reports(self) -> Self {
        Self { reports: true, ..self }
    }

    pub(super) const fn before_boot(self) -> Self {
        Self {
            before_boot: BeforeBoot::Always,
            ..self
        }
    }

    pub(super) const fn before_boot_if(self, is: fn(Context<'_>) -> bool) -> Self {
        Self {
            before_boot: BeforeBoot::If(is),
            ..self
        }
    }

    pub(super) const fn asks_for(self, actions: &'static [&'static str]) -> Self {
        Self {
            asks_for: AsksFor::Messages(actions),
            ..self
        }
    }

    pub(super) const fn triggers(self, what: fn(&str) -> &'static [&'static str]) -> Self {
        Self {
            asks_for: AsksFor::Trigger(what),
            ..self
        }
    }

    pub(super) const fn authorizes(self) -> Self {
        Self {
            on_failure: OnFailure::Refuse,
            ..self
        }
    }
}

/// Of a message that nobody sent.
pub(super) const NOTHING: Content<'static> = Content::Value(&Value::Null);

/// The answer of a message that says all there is to say by being kept.
pub(super) fn empty(_: Content<'_>, _: &str) -> Value {
    Value::Object(serde_json::Map::new())
}

fn always(_: &Value) -> bool {
    true
}
