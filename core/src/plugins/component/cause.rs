//! How a plugin can fail.

/// Why a plugin's answer was not used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Cause {
    /// The guest stopped: a panic, a stack overflow, an unreachable, an exit.
    Trap(String),
    /// It ran longer than it may.
    Deadline,
    /// It wanted more memory or larger tables than it may have.
    Limit(String),
    /// Its response is not JSON.
    NotJson(String),
    /// Its response does not fit the action's schema.
    NotValid {
        /// Where.
        pointer: String,
        /// Why.
        reason: String,
    },
    /// Its response changes what belongs to the core.
    Guarded(String),
    /// Its CALLERROR has an unknown code or details that are no object.
    CallError(String),
    /// Its HTTP response cannot be sent.
    Response(String),
}

impl Cause {
    /// Whether another try on a fresh instance may help.
    #[must_use]
    pub fn may_pass(&self) -> bool {
        matches!(self, Self::Trap(_) | Self::Limit(_))
    }
}

impl std::fmt::Display for Cause {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Trap(reason) => write!(f, "trapped: {reason}"),
            Self::Deadline => f.write_str("ran over its deadline"),
            Self::Limit(what) => write!(f, "hit a limit: {what}"),
            Self::NotJson(reason) => write!(f, "answered with what is not JSON: {reason}"),
            Self::NotValid { pointer, reason } => {
                write!(f, "answered with a response that is not valid at {pointer:?}: {reason}")
            }
            Self::Guarded(reason) => write!(f, "changed what belongs to the server: {reason}"),
            Self::Response(reason) => write!(f, "answered with an unusable HTTP response: {reason}"),
            Self::CallError(reason) => write!(f, "answered with an unusable CALLERROR: {reason}"),
        }
    }
}
