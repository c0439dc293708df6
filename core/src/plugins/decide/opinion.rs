//! What each plugin of a chain made of a CALL, for operators who ask who decided.

use std::time::{Duration, Instant};

use serde_json::{Value, json};

use super::question::Question;
use super::verdict::Verdict;
use crate::ids::PluginName;

/// One plugin's part in a decision.
#[derive(Debug, Clone, PartialEq)]
pub struct Opinion {
    /// Which plugin.
    pub plugin: PluginName,
    /// Which version of it, as its author calls it.
    pub version: String,
    /// What it made of the CALL.
    pub made: Made,
    /// When it was asked.
    pub asked_at: Instant,
    /// How long it took, with a second try.
    pub took: Duration,
}

/// What a plugin made of a CALL.
#[derive(Debug, Clone, PartialEq)]
pub enum Made {
    /// The response stands as it was proposed.
    Kept,
    /// This response took its place.
    Replaced(Value),
    /// The CALL is answered with a CALLERROR of this code.
    Refused(String),
    /// It could not be asked, or its answer could not be used.
    Failed {
        /// Why.
        cause: String,
        /// The CALL was refused for it; else the proposal stands.
        refuses: bool,
    },
}

impl Made {
    /// What became of a usable answer.
    pub(super) fn of(verdict: &Verdict, question: &Question<'_>) -> Self {
        match verdict {
            Verdict::Keep => Self::Kept,
            Verdict::Replace(response) => Self::Replaced(response.clone()),
            Verdict::CallError(refusal) => Self::Refused(refusal.code.spelling(question.context.version).to_owned()),
            // Of a failure alone, which says so itself.
            Verdict::Refuse => Self::failed(verdict, "it failed"),
        }
    }

    /// A plugin that gave no usable answer.
    pub(super) fn failed(verdict: &Verdict, cause: &str) -> Self {
        Self::Failed {
            cause: cause.to_owned(),
            refuses: matches!(verdict, Verdict::Refuse),
        }
    }
}

impl Made {
    /// In one word.
    #[must_use]
    pub const fn word(&self) -> &'static str {
        match self {
            Self::Kept => "kept",
            Self::Replaced(_) => "replaced",
            Self::Refused(_) => "refused",
            Self::Failed { .. } => "failed",
        }
    }
}

impl Opinion {
    /// Whether the answer may be another one for it.
    #[must_use]
    pub const fn decides(&self) -> bool {
        match &self.made {
            Made::Kept => false,
            Made::Replaced(_) | Made::Refused(_) => true,
            Made::Failed { refuses, .. } => *refuses,
        }
    }

    /// It gave no usable answer.
    #[must_use]
    pub const fn failed(&self) -> bool {
        matches!(self.made, Made::Failed { .. })
    }

    /// `{"plugin", "version", "decision": "kept" | "replaced" | "refused" | "failed", ...}`
    #[must_use]
    pub fn as_json(&self) -> Value {
        let (plugin, version) = (self.plugin.as_str(), &self.version);
        match &self.made {
            Made::Kept => json!({ "plugin": plugin, "version": version, "decision": "kept" }),
            Made::Replaced(response) => {
                json!({ "plugin": plugin, "version": version, "decision": "replaced", "response": response })
            }
            Made::Refused(code) => {
                json!({ "plugin": plugin, "version": version, "decision": "refused", "code": code })
            }
            Made::Failed { cause, refuses } => json!({
                "plugin": plugin,
                "version": version,
                "decision": "failed",
                "cause": cause,
                "countsAs": if *refuses { "refused" } else { "kept" },
            }),
        }
    }
}
