//! What came of recorded calls when they were made again: the counts, and the calls that differ.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::call::{Equality, Replayed};
use crate::clock::{self, Time};
use crate::plugins::recording::RecordedCall;

/// The counts, and calls that differ.
#[derive(Debug)]
pub struct Comparison {
    /// The author's version of what was asked.
    pub version: String,
    /// Its digest.
    pub digest: String,
    /// Calls that were made again.
    pub calls: u64,
    /// With the same outcome to the byte.
    pub identical: u64,
    /// With the same outcome in other words.
    pub equal: u64,
    /// With another outcome.
    pub different: u64,
    /// Calls that asked for what the recording does not have.
    pub beyond: u64,
    /// Calls for which there was no time.
    pub left: u64,
    /// Lines that are no calls.
    pub unreadable: u64,
    /// By recorded version and digest.
    pub recorded: BTreeMap<(String, String), u64>,
    /// The moments of the first and the last call.
    span: Option<(Time, Time)>,
    /// In their order.
    pub differing: Vec<Differing>,
}

/// A call that differs, or asked for what the recording does not have.
#[derive(Debug)]
pub struct Differing {
    /// As it was recorded.
    pub call: RecordedCall,
    /// As it went now.
    pub replayed: Replayed,
}

impl Comparison {
    /// Nothing compared yet with this version.
    #[must_use]
    pub fn new(version: String, digest: String) -> Self {
        Self {
            version,
            digest,
            calls: 0,
            identical: 0,
            equal: 0,
            different: 0,
            beyond: 0,
            left: 0,
            unreadable: 0,
            recorded: BTreeMap::new(),
            span: None,
            differing: Vec::new(),
        }
    }

    /// Counts a call.
    pub fn count(&mut self, call: &RecordedCall, replayed: &Replayed) {
        self.calls += 1;
        match replayed.equality {
            Equality::Identical => self.identical += 1,
            Equality::Equal => self.equal += 1,
            Equality::Different => self.different += 1,
        }
        self.beyond += u64::from(!replayed.unanswered.is_empty());
        let version = (call.version.clone(), call.digest.clone());
        *self.recorded.entry(version).or_default() += 1;
        let (first, last) = self.span.unwrap_or((call.at, call.at));
        self.span = Some((first.min(call.at), last.max(call.at)));
    }

    /// When the first and the last call were made.
    #[must_use]
    pub fn span_text(&self) -> Option<(String, String)> {
        let (first, last) = self.span?;
        Some((clock::text(first), clock::text(last)))
    }

    /// Whether every outcome is the same.
    #[must_use]
    pub fn same(&self) -> bool {
        self.different == 0
    }

    /// For programs.
    #[must_use]
    pub fn as_json(&self) -> Value {
        let differing: Vec<_> = self.differing.iter().map(Differing::as_json).collect();
        json!({
            "version": self.version, "digest": self.digest, "calls": self.calls, "identical": self.identical,
            "equal": self.equal, "different": self.different, "unanswered": self.beyond, "left": self.left,
            "unreadable": self.unreadable, "differing": differing,
        })
    }
}

impl Differing {
    /// When it was made.
    #[must_use]
    pub fn at_text(&self) -> String {
        clock::text(self.call.at)
    }

    fn as_json(&self) -> Value {
        json!({
            "at": clock::text(self.call.at), "asked": self.call.asked, "recordedBy": self.call.digest,
            "recorded": self.call.outcome, "now": self.replayed.outcome, "unanswered": self.replayed.unanswered,
        })
    }
}
