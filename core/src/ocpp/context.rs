//! What a handler and an operation may look at: who speaks, what is known, what is configured. Neither
//! the pipeline nor the plugins can be reached from here.

use std::borrow::Cow;

use ocpp_schemas::Version;
use rust_decimal::Decimal;
use serde_json::Value;

use super::known_connectors::KnownConnectors;
use super::repair::lost_items;
use crate::certificates::Authorities;
use crate::clock::Time;
use crate::config::quirks::TagRules;
use crate::config::settings::{RegistrationStatus, Settings, Strictness};
use crate::config::zone::Zone;
use crate::frame::Content;
use crate::frame::repair::Repair;
use crate::ids::{ChargePointId, MessageId};
use crate::ledger::evidence::told_value;
use crate::state::State;
use crate::state::payload::Payload;
use crate::state::transaction_ids::TransactionIds;
use crate::state::transactions::{tells_the_same, told_of_event};

/// Who sends or is sent a message, when, and how it stands with us.
#[derive(Debug, Clone, Copy)]
pub struct Caller<'a> {
    /// The station.
    pub charge_point: &'a ChargePointId,
    /// The version that its connection speaks.
    pub version: Version,
    /// None: it never booted here.
    pub registration: Option<RegistrationStatus>,
    /// From the last BootNotification, or empty.
    pub vendor: &'a str,
    /// From the last BootNotification, or empty.
    pub model: &'a str,
    /// What its connection has reported of its connectors.
    pub connectors: &'a KnownConnectors,
    /// How its messages are read.
    pub reads: Reads,
    /// What becomes of its id tags before they are looked up.
    pub tags: &'a TagRules,
    /// The common name of the certificate by which it came in; none: it came in without one.
    pub certificate_name: Option<&'a str>,
    /// When the message arrived.
    pub now: Time,
}

/// How a station's messages are read.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Reads {
    /// What becomes of those that are not valid.
    pub strictness: Strictness,
    /// The zone of times that name none.
    pub zone: Zone,
}

/// What a handler may look at.
#[derive(Clone, Copy)]
pub struct Context<'a> {
    /// Who asks or is asked.
    pub caller: &'a Caller<'a>,
    /// What is known.
    pub state: &'a State,
    /// What is configured.
    pub settings: &'a Settings,
    /// Who signs certificates.
    pub authorities: &'a Authorities,
    /// The numbers of 1.6 transactions.
    pub transaction_ids: &'a TransactionIds,
    /// The message's id; of an operation, the command's.
    pub message: &'a MessageId,
    /// The request's payload as it was sent, or as it came; where that was not valid, as it was repaired.
    pub payload: Content<'a>,
    /// The same as it came.
    pub original: Content<'a>,
    /// What was repaired in it; where an operation learns the outcome of its CALL, in the answer.
    pub repairs: &'a [Repair],
    /// Of a CALL of ours that is the first of several which say one thing together: the payloads of the others.
    pub following: &'a [Value],
}

impl Context<'_> {
    /// An id tag of the station as it is looked up.
    #[must_use]
    pub fn tag<'t>(&self, tag: &'t str) -> Cow<'t, str> {
        self.caller.tags.apply(tag)
    }

    /// A register that the message tells as a member of its own, as the station wrote it; none if it is not the station's.
    #[must_use]
    pub fn told_register(&self, member: &str) -> Option<Decimal> {
        let is_told = !self.is_made_up(&format!("/{member}"));
        let of = |content: Content<'_>| content.member(member).as_ref().and_then(told_value);
        let written = || of(self.original).or_else(|| of(self.payload));
        is_told.then(written).flatten()
    }

    /// Whether the value of a member is not the station's own: it was left out, or could not be read, and something
    /// stands for it. The pointer is one into the payload.
    #[must_use]
    pub fn is_made_up(&self, pointer: &str) -> bool {
        self.made_up().any(|made_up| made_up == pointer)
    }

    /// Whether an event that was kept is this one: it tells the same wherever the station said something, in
    /// whatever way its times are written.
    #[must_use]
    pub fn says_the_same(&self, kept: &Payload) -> bool {
        if self.made_up().next().is_none() && kept.text() == self.payload.text() {
            return true;
        }
        let told = |payload: &Value| {
            let mut payload = told_of_event(payload);
            for pointer in self.made_up() {
                if let Some(value) = payload.pointer_mut(pointer) {
                    *value = Value::Null;
                }
            }
            payload
        };
        tells_the_same(&told(&kept.value()), &told(self.payload.value()))
    }

    /// Whether items were left out of what the station listed, because nothing could be made of them: what is not in the
    /// list may be there all the same.
    #[must_use]
    pub fn has_lost_items(&self) -> bool {
        lost_items(self.repairs)
    }

    /// Where in the payload something stands for what the station did not say.
    fn made_up(&self) -> impl Iterator<Item = &str> {
        let is_made_up = |repair: &&Repair| matches!(&*repair.name, "missing-member" | "unreadable-value");
        let made_up = self.repairs.iter().filter(is_made_up);
        made_up.map(|repair| repair.pointer.as_str())
    }
}
