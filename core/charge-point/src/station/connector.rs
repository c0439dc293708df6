//! A connector (in 2.x an EVSE with one connector): what is plugged in, who was let in, what charges.

use serde::{Deserialize, Serialize};

use super::power::Car;
use crate::clock::Time;

/// An id tag; in 2.x with its type.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct IdToken {
    /// As it is on the card.
    pub text: String,
    /// 2.x's type.
    pub kind: String,
}

impl IdToken {
    /// One of a card that was swiped.
    #[must_use]
    pub fn card(text: &str) -> Self {
        Self {
            text: text.to_owned(),
            kind: "ISO14443".to_owned(),
        }
    }

    /// The same token; case does not count.
    #[must_use]
    pub fn is(&self, other: &Self) -> bool {
        self.text.eq_ignore_ascii_case(&other.text)
    }
}

/// Somebody may charge here.
#[derive(Debug, Clone, PartialEq)]
pub struct Granted {
    /// Who.
    pub token: IdToken,
    /// The group that they belong to.
    pub parent: Option<String>,
    /// A car must be plugged in until then.
    pub until: Time,
    /// The number of the server's request, if it let them in.
    pub remote_start: Option<i64>,
    /// Let in from afar.
    pub remote: bool,
}

/// How a session goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Charging {
    /// Energy flows.
    Active,
    /// The car takes none.
    SuspendedEv,
    /// It is given none.
    SuspendedEvse,
}

/// A session.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Session {
    /// The charge point's own number of it.
    pub number: u64,
    /// 2.x: the transaction's id.
    pub id: String,
    /// 1.6: the number that the server gave, as soon as it is known.
    pub given: Option<i64>,
    /// Who charges.
    pub token: IdToken,
    /// The group that they belong to.
    pub parent: Option<String>,
    /// Since when.
    pub started: Time,
    /// What the register showed then, in Wh.
    pub meter_start: i64,
    /// 2.x: the number of the next event.
    pub next_event: u32,
    /// 2.x: the request of the server that began it.
    pub remote_start: Option<i64>,
    /// Let in from afar.
    pub remote: bool,
    /// The reservation that it uses up.
    pub reservation: Option<i64>,
    /// How it goes.
    pub state: Charging,
    /// The driver has told the car to wait.
    pub car_waits: bool,
    /// The server takes the token no longer, and nothing is given.
    pub refused: bool,
    /// When the next sample is due.
    pub next_sample: Option<Time>,
}

/// Why a session ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StopReason {
    /// The driver has swiped.
    Local,
    /// The server asked for it.
    Remote,
    /// The cable was taken out.
    EvDisconnected,
    /// The server wants a restart, with time to end things.
    SoftReset,
    /// The server wants a restart at once.
    HardReset,
    /// The server does not take the token.
    DeAuthorized,
    /// The server unlocked the connector.
    UnlockCommand,
    /// There was no power.
    PowerLoss,
    /// The connector is broken.
    Fault,
}

/// A state of a connector, in 1.6's words.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Status {
    /// A driver may come.
    Available,
    /// A car is there, or somebody was let in.
    Preparing,
    /// Energy flows.
    Charging,
    /// The car takes none.
    #[serde(rename = "SuspendedEV")]
    SuspendedEv,
    /// It is given none.
    #[serde(rename = "SuspendedEVSE")]
    SuspendedEvse,
    /// The session is over, the car is still there.
    Finishing,
    /// Kept for somebody.
    Reserved,
    /// Out of service.
    Unavailable,
    /// Broken.
    Faulted,
}

impl Status {
    /// 1.6's word.
    #[must_use]
    pub const fn v16(self) -> &'static str {
        match self {
            Self::Available => "Available",
            Self::Preparing => "Preparing",
            Self::Charging => "Charging",
            Self::SuspendedEv => "SuspendedEV",
            Self::SuspendedEvse => "SuspendedEVSE",
            Self::Finishing => "Finishing",
            Self::Reserved => "Reserved",
            Self::Unavailable => "Unavailable",
            Self::Faulted => "Faulted",
        }
    }

    /// 2.x's word, which knows no sessions.
    #[must_use]
    pub const fn v2(self) -> &'static str {
        match self {
            Self::Available => "Available",
            Self::Reserved => "Reserved",
            Self::Unavailable => "Unavailable",
            Self::Faulted => "Faulted",
            _ => "Occupied",
        }
    }
}

/// A connector.
#[derive(Debug, Clone)]
pub struct Connector {
    /// From 1 on.
    pub id: u16,
    /// The car that is plugged in.
    pub car: Option<Car>,
    /// The register, in Wh. It only rises.
    pub register_wh: f64,
    /// What flows now, in W.
    pub power_w: f64,
    /// What goes on.
    pub session: Option<Session>,
    /// A session is over, and its car still there.
    pub finishing: bool,
    /// Who may charge, and has no car yet.
    pub granted: Option<Granted>,
    /// 1.6's error code, if it is broken.
    pub fault: Option<String>,
    /// In service.
    pub operative: bool,
    /// Out of service as soon as the session is over.
    pub inoperative_next: bool,
    /// What the server was told.
    pub reported: Option<&'static str>,
    /// An obliging driver comes then.
    pub car_comes: Option<Time>,
    /// An obliging driver leaves then.
    pub car_leaves: Option<Time>,
}

impl Connector {
    /// A new one.
    #[must_use]
    pub const fn new(id: u16) -> Self {
        Self {
            id,
            car: None,
            register_wh: 0.0,
            power_w: 0.0,
            session: None,
            finishing: false,
            granted: None,
            fault: None,
            operative: true,
            inoperative_next: false,
            reported: None,
            car_comes: None,
            car_leaves: None,
        }
    }

    /// The register in whole Wh.
    #[must_use]
    #[expect(clippy::cast_possible_truncation, reason = "a register has not so many digits")]
    pub fn register(&self) -> i64 {
        self.register_wh.floor() as i64
    }

    /// How it stands; `reserved` says that it is kept for somebody.
    #[must_use]
    pub fn status(&self, reserved: bool) -> Status {
        if self.fault.is_some() {
            return Status::Faulted;
        }
        if let Some(session) = &self.session {
            return match session.state {
                Charging::Active => Status::Charging,
                Charging::SuspendedEv => Status::SuspendedEv,
                Charging::SuspendedEvse => Status::SuspendedEvse,
            };
        }
        if !self.operative {
            return Status::Unavailable;
        }
        match (&self.car, self.finishing) {
            (Some(_), true) => Status::Finishing,
            (Some(_), false) => Status::Preparing,
            (None, _) if self.granted.is_some() => Status::Preparing,
            (None, _) if reserved => Status::Reserved,
            (None, _) => Status::Available,
        }
    }

    /// Whether a session could begin here.
    #[must_use]
    pub const fn is_free(&self) -> bool {
        self.session.is_none() && self.fault.is_none() && self.operative
    }
}
