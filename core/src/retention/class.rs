//! The classes of data that have an age of their own.

use std::path::Path;
use std::time::Duration;

use crate::config::settings::RetentionSettings;

/// A class of data.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Class {
    /// What was said of sessions, message by message, with their meter values.
    SessionDetails,
    /// Sessions that are over, with their figures.
    Sessions,
    /// What happened to charge points.
    Events,
    /// Messages that are only recorded.
    Records,
    /// Commands that are over.
    Commands,
    /// The frames that are on the disk.
    Frames,
    /// Messages of sessions that nobody knows.
    Inbox,
    /// Reservations that are over.
    Reservations,
    /// The last refused connection of each charge point.
    RefusedConnections,
}

impl Class {
    /// In the order in which they are looked at.
    pub const ALL: [Self; 9] = [
        Self::SessionDetails,
        Self::Sessions,
        Self::Events,
        Self::Records,
        Self::Commands,
        Self::Frames,
        Self::Inbox,
        Self::Reservations,
        Self::RefusedConnections,
    ];

    /// Its name in answers.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::SessionDetails => "sessionDetails",
            Self::Sessions => "sessions",
            Self::Events => "events",
            Self::Records => "records",
            Self::Commands => "commands",
            Self::Frames => "frames",
            Self::Inbox => "inbox",
            Self::Reservations => "reservations",
            Self::RefusedConnections => "refusedConnections",
        }
    }
}

/// How old each class becomes.
#[derive(Debug, Clone, PartialEq)]
pub struct Policy(RetentionSettings);

impl Policy {
    /// As it is configured.
    #[must_use]
    pub const fn new(settings: RetentionSettings) -> Self {
        Self(settings)
    }

    /// None: whatever its age.
    #[must_use]
    pub const fn age(&self, class: Class) -> Option<Duration> {
        match class {
            Class::SessionDetails => self.0.session_details,
            Class::Sessions => self.0.sessions,
            Class::Events => self.0.events,
            Class::Records => self.0.records,
            Class::Commands => self.0.commands,
            Class::Frames => self.0.frames,
            Class::Inbox => self.0.inbox,
            Class::Reservations => self.0.reservations,
            Class::RefusedConnections => self.0.refused_connections,
        }
    }

    /// The folder in which what goes is written down; none: it is not.
    #[must_use]
    pub fn export(&self) -> Option<&Path> {
        self.0.export.as_deref()
    }

    /// From one run by itself to the next.
    #[must_use]
    pub const fn every(&self) -> Duration {
        self.0.run_every
    }
}
