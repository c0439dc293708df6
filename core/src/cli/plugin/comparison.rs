//! What came of recorded calls when they were made again, told to the author.

use std::collections::BTreeMap;
use std::fmt::{Display, Formatter, Result};

use serde_json::{Value, json};

use super::figures::count;
use crate::clock::{self, Time};
use crate::plugins::trial::{Replayed, Verdict};
use crate::plugins::{Errand, RecordedCall};

/// What is shown of a text, in characters.
const SHOWN: usize = 400;

/// The counts, and calls that differ.
#[derive(Debug)]
pub struct Comparison {
    version: String,
    digest: String,
    calls: u64,
    identical: u64,
    equal: u64,
    different: u64,
    /// Calls that asked for what the recording does not have.
    beyond: u64,
    /// Lines that are no calls.
    pub unreadable: u64,
    /// By recorded version and digest.
    recorded: BTreeMap<(String, String), u64>,
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
    pub fn new(version: String, digest: String) -> Self {
        Self {
            version,
            digest,
            calls: 0,
            identical: 0,
            equal: 0,
            different: 0,
            beyond: 0,
            unreadable: 0,
            recorded: BTreeMap::new(),
            span: None,
            differing: Vec::new(),
        }
    }

    /// Counts a call.
    pub fn count(&mut self, call: &RecordedCall, replayed: &Replayed) {
        self.calls += 1;
        match replayed.verdict {
            Verdict::Identical => self.identical += 1,
            Verdict::Equal => self.equal += 1,
            Verdict::Different => self.different += 1,
        }
        self.beyond += u64::from(!replayed.unanswered.is_empty());
        let version = (call.version.clone(), call.digest.clone());
        *self.recorded.entry(version).or_default() += 1;
        let (first, last) = self.span.unwrap_or((call.at, call.at));
        self.span = Some((first.min(call.at), last.max(call.at)));
    }

    /// Whether every outcome is the same.
    pub fn same(&self) -> bool {
        self.different == 0
    }

    /// For programs.
    pub fn as_json(&self) -> Value {
        let differing: Vec<_> = self.differing.iter().map(Differing::as_json).collect();
        json!({
            "version": self.version, "digest": self.digest, "calls": self.calls, "identical": self.identical,
            "equal": self.equal, "different": self.different, "unanswered": self.beyond,
            "unreadable": self.unreadable, "differing": differing,
        })
    }
}

impl Differing {
    fn as_json(&self) -> Value {
        json!({
            "at": clock::text(self.call.at), "asked": self.call.asked, "recordedBy": self.call.digest,
            "recorded": self.call.outcome, "now": self.replayed.outcome, "unanswered": self.replayed.unanswered,
        })
    }
}

impl Display for Comparison {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        for (number, differing) in self.differing.iter().enumerate() {
            write!(f, "{}. {differing}\n\n", number + 1)?;
        }
        let begun = self
            .span
            .map(|(first, last)| format!(", {} to {}", clock::text(first), clock::text(last)));
        writeln!(f, "{} recorded{}", calls(self.calls), begun.unwrap_or_default())?;
        for ((version, digest), number) in &self.recorded {
            writeln!(f, "  by {version} ({}): {number}", short(digest))?;
        }
        write!(
            f,
            "made again by {} ({}): {} identical, {} equal in other words, {} different",
            self.version,
            short(&self.digest),
            self.identical,
            self.equal,
            self.different
        )?;
        if self.beyond > 0 {
            write!(f, "; {} asked for what the recording does not have", calls(self.beyond))?;
        }
        if self.unreadable > 0 {
            write!(
                f,
                "; {} cut off",
                count(usize::try_from(self.unreadable).unwrap_or(usize::MAX), "line")
            )?;
        }
        f.write_str("\n")
    }
}

impl Display for Differing {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        let RecordedCall { at, asked, outcome, .. } = &self.call;
        write!(f, "{}, {}", asked.title(), clock::text(*at))?;
        if let Errand::Handle { payload, proposed, .. } = asked {
            write!(f, "\n   asked     {}\n   proposed  {}", cut(payload), cut(proposed))?;
        }
        if let Errand::Event { payload, .. } = asked {
            write!(f, "\n   told      {}", cut(payload))?;
        }
        write!(f, "\n   recorded  {}", cut(&outcome.to_string()))?;
        write!(f, "\n   now       {}", cut(&self.replayed.outcome.to_string()))?;
        for question in &self.replayed.unanswered {
            write!(f, "\n   not in the recording: {}", cut(&question.to_string()))?;
        }
        Ok(())
    }
}

fn calls(number: u64) -> String {
    count(usize::try_from(number).unwrap_or(usize::MAX), "call")
}

fn short(digest: &str) -> &str {
    digest.get(..12).unwrap_or(digest)
}

fn cut(text: &str) -> String {
    match text.char_indices().nth(SHOWN) {
        None => text.to_owned(),
        Some((end, _)) => format!("{}…", text.get(..end).unwrap_or_default()),
    }
}
