//! All that depends on the OCPP version of a connection, chosen in the handshake.

use ocpp_schemas::{Action, Catalogue, ErrorCode, Version};
use serde_json::{Value, json};

use super::table::{Entry, Table};
use crate::frame::Dialect;

/// A version's catalogue and wire spelling.
#[derive(Debug)]
pub struct Profile {
    /// Which version.
    pub version: Version,
    /// How its frames are read.
    pub dialect: Dialect,
}

static V16: Profile = Profile {
    version: Version::V16,
    dialect: Dialect {
        has_send: false,
        unknown_type: None,
        unreadable: ErrorCode::FormatViolation,
        null_payload: true,
    },
};

static V201: Profile = Profile {
    version: Version::V201,
    dialect: Dialect {
        has_send: false,
        unknown_type: Some(ErrorCode::MessageTypeNotSupported),
        unreadable: ErrorCode::RpcFrameworkError,
        null_payload: false,
    },
};

static V21: Profile = Profile {
    version: Version::V21,
    dialect: Dialect {
        has_send: true,
        unknown_type: None,
        unreadable: ErrorCode::RpcFrameworkError,
        null_payload: false,
    },
};

impl Profile {
    /// The profile of a version.
    #[must_use]
    pub fn of(version: Version) -> &'static Self {
        match version {
            Version::V16 => &V16,
            Version::V201 => &V201,
            Version::V21 => &V21,
        }
    }

    /// An action of the version.
    #[must_use]
    pub fn action(&self, name: &str) -> Option<&'static Action> {
        Catalogue::of(self.version).action(name)
    }

    /// An action of the version, with its row.
    #[must_use]
    pub fn entry(&self, name: &str) -> Option<Entry> {
        Table::of(self.version).get(name)
    }

    /// The CALL that makes a station boot, if the version has one.
    #[must_use]
    pub fn boot_trigger(&self) -> Option<(&'static Action, Value)> {
        let action = self.action("TriggerMessage")?;
        Some((action, json!({ "requestedMessage": "BootNotification" })))
    }
}

impl serde::Serialize for Profile {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&self.version)
    }
}
