//! Which problem an error of another layer is. The chain is logged here, once.

use actix::MailboxError;
use actix_web::http::header::RETRY_AFTER;
use actix_web::rt::task::JoinError;
use ocpp_schemas::{Catalogue, Version, Violation};

use super::{Missing, Problem, kinds, words};
use crate::commands::SendError;
use crate::files::FileError;
use crate::ocpp::HandlerError;
use crate::ocpp::verb::VerbError;
use crate::store::StoreError;

/// When to try again after something that passes, in seconds.
pub const SOON: &str = "5";

impl From<StoreError> for Problem {
    fn from(error: StoreError) -> Self {
        if let StoreError::Refused { reason, .. } = &error {
            tracing::warn!(%error, "the store refused what an operator wanted to keep");
            return Self::new(kinds::INVALID_REQUEST, format!("it cannot be stored: {reason}"));
        }
        tracing::error!(%error, "an operator's request failed at the store");
        if let StoreError::Corrupt { collection, key, .. } = &error {
            let detail = format!("the record {key} of {collection} cannot be read; the server's log says why");
            return Self::new(kinds::UNREADABLE_RECORD, detail)
                .with("collection", *collection)
                .with("key", key.as_str());
        }
        if let StoreError::Full { .. } = &error {
            let detail =
                "the server's disk is full: what is there can be read, and nothing is kept until there is room";
            return Self::new(kinds::STORE_UNAVAILABLE, detail).header(RETRY_AFTER, SOON);
        }
        let detail = "the server cannot read or write its state; its log says why";
        Self::new(kinds::STORE_UNAVAILABLE, detail).header(RETRY_AFTER, SOON)
    }
}

impl From<MailboxError> for Problem {
    /// The registry lives as long as the server.
    fn from(error: MailboxError) -> Self {
        tracing::error!(%error, "the registry does not answer");
        Self::new(kinds::STOPPING, "the registry of connections does not answer").header(RETRY_AFTER, SOON)
    }
}

/// What keeps a command from leaving.
impl From<SendError> for Problem {
    fn from(error: SendError) -> Self {
        match error {
            SendError::QueueFull(_) => Self::new(kinds::QUEUE_FULL, error.to_string()).header(RETRY_AFTER, SOON),
            SendError::NotConnected(_) => Self::new(kinds::NOT_CONNECTED, error.to_string()),
            SendError::UnknownAction { version, ref action } => {
                let known = Catalogue::of(version).actions();
                let meant = words::command_meant(action, known);
                Self::new(kinds::UNKNOWN_ACTION, format!("{error}{meant}"))
            }
            SendError::WrongDirection { .. } => Self::new(kinds::WRONG_DIRECTION, error.to_string()),
            SendError::Invalid { version, violation } => (version, *violation).into(),
            SendError::Operation(HandlerError::Store(error)) => error.into(),
            SendError::Operation(error) => {
                tracing::error!(%error, "what a command changes could not be kept");
                Self::new(kinds::INTERNAL, "what the command changes could not be kept")
            }
            SendError::Stopping => {
                let detail = "the registry of connections does not answer";
                Self::new(kinds::STOPPING, detail).header(RETRY_AFTER, SOON)
            }
        }
    }
}

/// What keeps a version-neutral wish from becoming a command.
impl From<VerbError> for Problem {
    fn from(error: VerbError) -> Self {
        match error {
            VerbError::Invalid(reason) => Self::new(kinds::INVALID_REQUEST, reason.into_owned()),
            VerbError::Store(error) => error.into(),
        }
    }
}

impl From<JoinError> for Problem {
    fn from(error: JoinError) -> Self {
        tracing::error!(%error, "the work for an operator's request did not end");
        Self::new(kinds::STOPPING, "the server stopped working on the request").header(RETRY_AFTER, SOON)
    }
}

impl From<FileError> for Problem {
    fn from(error: FileError) -> Self {
        if matches!(error, FileError::Gone) {
            return Self::new(kinds::NOT_FOUND, error.to_string()).missing(Missing::FILE);
        }
        let kind = match &error {
            FileError::TooLarge(_) => kinds::TOO_LARGE,
            FileError::NoRoom(_) | FileError::Reserved(_) | FileError::DiskFull => kinds::NO_ROOM,
            FileError::Gone => kinds::NOT_FOUND,
            FileError::Disk(_) => {
                tracing::error!(%error, "a file cannot be read or written");
                kinds::INTERNAL
            }
        };
        Self::new(kind, error.to_string())
    }
}

impl From<getrandom::Error> for Problem {
    fn from(error: getrandom::Error) -> Self {
        tracing::error!(%error, "the system has no random numbers");
        Self::new(kinds::INTERNAL, "the server cannot make a salt for the password")
    }
}

/// A payload and the version whose words its violation is told in.
impl From<(Version, Violation)> for Problem {
    fn from((version, violation): (Version, Violation)) -> Self {
        Self::new(kinds::INVALID_PAYLOAD, at(&violation)).violation(version, &violation)
    }
}

impl Problem {
    /// With where and how a schema is broken.
    #[must_use]
    pub fn violation(self, version: Version, violation: &Violation) -> Self {
        self.with("pointer", violation.pointer.as_str())
            .with("code", violation.code.spelling(version))
            .with("rule", violation.rule)
    }
}

/// A violation in words.
pub fn at(violation: &Violation) -> String {
    let place = if violation.pointer.is_empty() {
        "the payload"
    } else {
        &violation.pointer
    };
    format!("{place}: {}", violation.reason)
}

#[cfg(test)]
mod tests {
    use actix_web::ResponseError as _;
    use serde_json::json;

    use super::*;

    #[test]
    fn an_unreadable_record_is_named_without_the_parsers_words() {
        let problem = Problem::from(StoreError::Corrupt {
            collection: "boots",
            key: "CP-1".to_owned(),
            reason: "invalid type: map at line 1 column 7".to_owned(),
        });
        assert_eq!(problem.status_code(), 500);
        assert_eq!(
            problem.detail,
            "the record CP-1 of boots cannot be read; the server's log says why"
        );
        assert_eq!(problem.members.get("key"), Some(&json!("CP-1")));
    }
}
