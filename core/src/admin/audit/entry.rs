//! The life of a record: handed to the store when a change begins, before anything that the change writes, and written
//! again, durable, when it is over. The store applies what it is handed in that order, so after a crash there is no
//! change whose record is missing; one that never ended says that it is not known how far it came.

use std::collections::BTreeMap;

use serde_json::Value;

use super::masked::masked;
use crate::clock;
use crate::frame::secrets::masked_url;
use crate::state::State;
use crate::state::audit::{AuditOutcome, AuditRecord, Who, put_audit};
use crate::store::StoreError;

/// A change that begins.
#[derive(Debug)]
pub struct Asking {
    /// Who asks.
    pub who: Who,
    /// What is done: a method and the pattern of a path below `/api/v1`, such as `PUT /charge-points/{id}`, or a word.
    pub operation: String,
    /// The path with its query.
    pub path: Option<String>,
    /// What it is done to, by kind.
    pub target: BTreeMap<String, String>,
    /// The body.
    pub asked: Option<Value>,
    /// What is there.
    pub before: Option<Value>,
}

/// How a change ended.
#[derive(Debug)]
pub struct Ending {
    /// In a word.
    pub outcome: AuditOutcome,
    /// The HTTP status.
    pub status: Option<u16>,
    /// What is there now.
    pub after: Option<Value>,
    /// The command's id, counts.
    pub result: Option<Value>,
    /// Why it was not done.
    pub problem: Option<String>,
}

/// A change under way. One that is dropped before its end is written down as abandoned.
pub struct Entry {
    state: State,
    record: AuditRecord,
    is_over: bool,
}

impl Asking {
    fn record(self, number: u64) -> AuditRecord {
        AuditRecord {
            number,
            at: clock::now(),
            ended_at: None,
            who: self.who,
            operation: self.operation,
            path: self.path.map(|path| masked_url(&path).into_owned()),
            target: self.target,
            asked: self.asked.map(masked),
            before: self.before.map(masked),
            after: None,
            outcome: AuditOutcome::Begun,
            status: None,
            result: None,
            problem: None,
            untold_before: 0,
        }
    }
}

impl Entry {
    /// Hands the record of a change that begins to the store.
    ///
    /// # Errors
    /// The store's.
    pub fn begin(state: &State, asking: Asking) -> Result<Self, StoreError> {
        let record = asking.record(state.next_audit_number()?);
        // Whether it was applied is heard of with the end, which comes after it.
        drop(state.store().write_at_once(vec![put_audit(&record)?]));
        Ok(Self {
            state: state.clone(),
            record,
            is_over: false,
        })
    }

    /// Waits until it is on the disk, for a change of something that is not in the store.
    ///
    /// # Errors
    /// The store's.
    pub async fn is_kept(&self) -> Result<(), StoreError> {
        self.state.store().write(vec![put_audit(&self.record)?]).await.map(drop)
    }

    /// Its target is also this.
    pub fn concerns(&mut self, kind: &str, name: &str) {
        self.record.target.insert(kind.to_owned(), name.to_owned());
    }

    /// What was there before, where the change itself knows it better.
    pub fn was(&mut self, before: Value) {
        self.record.before = Some(masked(before));
    }

    /// So many that are like it were not written down since the last that was.
    pub(super) fn after_untold(&mut self, untold: u64) {
        self.record.untold_before = untold;
    }

    /// Writes down how it ended, durable.
    ///
    /// # Errors
    /// The store's.
    pub async fn end(mut self, ending: Ending) -> Result<(), StoreError> {
        self.is_over = true;
        self.record.ended_at = Some(clock::now());
        self.record.outcome = ending.outcome;
        self.record.status = ending.status;
        self.record.after = ending.after.map(masked);
        self.record.result = ending.result.map(masked);
        self.record.problem = ending.problem;
        self.state.store().write(vec![put_audit(&self.record)?]).await.map(drop)
    }
}

impl Drop for Entry {
    fn drop(&mut self) {
        if self.is_over {
            return;
        }
        self.record.ended_at = Some(clock::now());
        self.record.outcome = AuditOutcome::Abandoned;
        match put_audit(&self.record) {
            Ok(write) => drop(self.state.store().write_at_once(vec![write])),
            Err(error) => tracing::error!(%error, "the end of a change is not in the audit log"),
        }
    }
}
