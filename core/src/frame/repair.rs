//! What was repaired in a message: by which name, and where. The names are data that operators see, count and filter
//! by; they never change.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

/// The most repairs of one message that are told one by one. Of the rest only names that are new are.
const MOST: usize = 32;

/// One repair.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Repair {
    /// In kebab case: `text-too-long`.
    pub name: Cow<'static, str>,
    /// JSON pointer into the payload; empty for the message itself.
    pub pointer: String,
}

impl Repair {
    /// A repair at a place of the payload.
    #[must_use]
    pub fn new(name: &'static str, pointer: &str) -> Self {
        Self {
            name: Cow::Borrowed(name),
            pointer: pointer.to_owned(),
        }
    }
}

/// The repairs of one message, not more than are of use.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Repairs(Vec<Repair>);

impl Repairs {
    /// Notes one.
    pub fn note(&mut self, name: &'static str, pointer: &str) {
        // What stands for a member of the message itself, its time for one, is known to whoever handles it.
        let is_told = name == "missing-member" && pointer.rfind('/') == Some(0);
        let is_full = self.0.len() >= MOST && !is_told;
        let same = |known: &Repair| known.name == name && (is_full || known.pointer == pointer);
        if !self.0.iter().any(same) {
            self.0.push(Repair::new(name, pointer));
        }
    }

    /// Nothing was repaired.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// How many were noted so far.
    #[must_use]
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Forgets what was noted after there were so many.
    pub fn back_to(&mut self, len: usize) {
        self.0.truncate(len);
    }

    /// Them, in the order of the message.
    #[must_use]
    pub fn into_vec(self) -> Vec<Repair> {
        self.0
    }
}
