//! All that depends on the OCPP version of a connection, chosen in the handshake.

use ocpp_schemas::{Action, Catalogue, ErrorCode, Version};

use super::handler::Route;
use super::reserve::Reserve;
use super::{v16, v21, v201};
use crate::frame::Dialect;

/// A version's catalogue, wire spelling and handlers.
#[derive(Debug)]
pub struct Profile {
    /// Which version.
    pub version: Version,
    /// How its frames are read.
    pub dialect: Dialect,
    /// The handler of an action; none: it is recorded.
    pub(super) route: fn(&str) -> Option<Route>,
    /// How a reservation is made.
    pub reserve: Reserve,
}

static V16: Profile = Profile {
    version: Version::V16,
    dialect: Dialect {
        has_send: false,
        unknown_type: None,
        unreadable: ErrorCode::FormatViolation,
        null_payload: true,
    },
    route: v16::route,
    reserve: v16::RESERVE,
};

static V201: Profile = Profile {
    version: Version::V201,
    dialect: Dialect {
        has_send: false,
        unknown_type: Some(ErrorCode::MessageTypeNotSupported),
        unreadable: ErrorCode::RpcFrameworkError,
        null_payload: false,
    },
    route: v201::route,
    reserve: super::v2::RESERVE,
};

static V21: Profile = Profile {
    version: Version::V21,
    dialect: Dialect {
        has_send: true,
        unknown_type: None,
        unreadable: ErrorCode::RpcFrameworkError,
        null_payload: false,
    },
    route: v21::route,
    reserve: super::v2::RESERVE,
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

    /// The CALL that makes a station boot, if the version has one.
    #[must_use]
    pub fn boot_trigger(&self) -> Option<(&'static Action, String)> {
        let action = self.action("TriggerMessage")?;
        Some((action, r#"{"requestedMessage":"BootNotification"}"#.to_owned()))
    }
}

impl serde::Serialize for Profile {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&self.version)
    }
}
