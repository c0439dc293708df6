//! What a message or an answer changes, as typed things (design section 6): each says by its type what
//! it can carry, so that nothing has to be dropped when it is applied.

use serde_json::Value;

use super::known_connectors::{ConnectorReport, Late};
use super::when::When;
use crate::events::{Event, Kind};
use crate::state::charge_points::Boot;
use crate::state::collections::LAST_SEEN;
use crate::state::commands::Command;
use crate::state::transactions::Transaction;
use crate::store::Write;
use crate::store::latest::Latest;

/// What changes. Nothing of it is done by whoever makes it.
#[derive(Debug, Default)]
pub struct Effects {
    /// Written in this order, conditions included. `Some`: the reply waits until these and the events are durable, if there
    /// are any. For what it says by what was read it need not wait: that is durable (ADR 56).
    pub writes: Option<Vec<Write>>,
    /// Values of which only the last of each key counts; written within 100 ms.
    pub latest: Vec<Latest>,
    /// Values that are among the writes and wait as well: if those are refused, these are written once that is possible.
    pub held: Vec<Latest>,
    /// What happened, in the handler's words; the pipeline makes events of it.
    pub happened: Vec<Happened>,
    /// Kept and told: with the writes if there are any, else in order within 100 ms.
    pub events: Vec<Event>,
    /// To be sent as soon as they are durable.
    pub commands: Vec<Command>,
    /// What the connection learned.
    pub learned: Vec<Learned>,
    /// What had to go for it.
    pub forgotten: Forgotten,
}

/// How many messages were forgotten because there were too many of their kind.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub struct Forgotten {
    /// Of the station's inbox.
    pub inbox: usize,
    /// Of those beside a session that is over.
    pub later_messages: usize,
}

/// Something happened that others may want to know.
#[derive(Debug)]
pub struct Happened {
    /// What.
    pub kind: &'static Kind,
    /// What the event says beside the CALL and its answer.
    pub detail: Detail,
}

/// What an event says.
#[derive(Debug)]
pub enum Detail {
    /// The CALL and its answer.
    Call,
    /// These, and the transaction as it is now.
    Transaction(Box<Transaction>),
    /// These, and the connector as it was reported.
    Connector {
        /// How it stands.
        report: ConnectorReport,
        /// How many of its changes before were not told.
        untold_before: u64,
    },
    /// Something else, as a JSON object.
    Own(Value),
}

/// What a connection learned from a message.
#[derive(Debug)]
pub enum Learned {
    /// The station booted, and was answered.
    Boot(Boot),
    /// A connector has this state, reported at this time.
    Connector(ConnectorReport, When),
    /// A report of a connector seems to be of before.
    Late(Late),
}

impl Effects {
    /// Nothing changes.
    #[must_use]
    pub fn none() -> Self {
        Self::default()
    }

    /// Writes that the reply waits for.
    #[must_use]
    pub fn now(writes: Vec<Write>) -> Self {
        Self {
            writes: Some(writes),
            ..Self::default()
        }
    }

    /// These, and then others.
    #[must_use]
    pub fn then(mut self, later: Self) -> Self {
        if let Some(writes) = later.writes {
            self.writes.get_or_insert_default().extend(writes);
        }
        self.latest.extend(later.latest);
        self.held.extend(later.held);
        self.happened.extend(later.happened);
        self.events.extend(later.events);
        self.commands.extend(later.commands);
        self.learned.extend(later.learned);
        self.forgotten.inbox += later.forgotten.inbox;
        self.forgotten.later_messages += later.forgotten.later_messages;
        self
    }

    /// Values that may follow the reply.
    #[must_use]
    pub fn soon(latest: Vec<Latest>) -> Self {
        Self {
            latest,
            ..Self::default()
        }
    }

    /// The same, and the CALL is an event of this kind.
    #[must_use]
    pub fn tell(mut self, kind: &'static Kind) -> Self {
        self.happened.push(Happened {
            kind,
            detail: Detail::Call,
        });
        self
    }

    /// The same, and the CALL is an event of this kind that shows the transaction.
    #[must_use]
    pub fn tell_of(mut self, kind: &'static Kind, transaction: Transaction) -> Self {
        self.happened.push(Happened {
            kind,
            detail: Detail::Transaction(Box::new(transaction)),
        });
        self
    }

    /// The same, and the CALL is an event that shows the connector that it reports.
    #[must_use]
    pub fn tell_connector(mut self, kind: &'static Kind, report: ConnectorReport, untold_before: u64) -> Self {
        self.happened.push(Happened {
            kind,
            detail: Detail::Connector { report, untold_before },
        });
        self
    }

    /// The same, and this happened, as a JSON object.
    #[must_use]
    pub fn tell_own(mut self, kind: &'static Kind, payload: Value) -> Self {
        self.happened.push(Happened {
            kind,
            detail: Detail::Own(payload),
        });
        self
    }

    /// The same, and the connection learned something.
    #[must_use]
    pub fn learn(mut self, learned: Learned) -> Self {
        self.learned.push(learned);
        self
    }

    /// Whether the reply has to wait for the disk: there are writes, or events that are as durable as they, or commands,
    /// which are only sent once they are kept.
    #[must_use]
    pub fn must_wait(&self) -> bool {
        let writes = self.writes.as_ref();
        writes.is_some_and(|writes| !writes.is_empty() || !self.events.is_empty()) || !self.commands.is_empty()
    }

    /// Makes the reply wait for what was to follow it.
    pub fn make_durable(&mut self) {
        let latest = std::mem::take(&mut self.latest).into_iter().map(Latest::into_write);
        self.writes.get_or_insert_default().extend(latest);
    }

    /// Whether more follows the reply than that the station was heard: what it reports.
    #[must_use]
    pub fn is_report(&self) -> bool {
        self.latest.iter().any(|latest| latest.collection != LAST_SEEN)
    }

    /// Makes the reply wait for what was to follow it, since nobody knows whether that will ever be written. The values
    /// wait all the same.
    pub fn write_first(&mut self) {
        self.held.clone_from(&self.latest);
        self.make_durable();
    }
}
