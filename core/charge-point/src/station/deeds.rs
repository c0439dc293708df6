//! What people do at a charge point.

use serde_json::Value;

use super::Station;
use super::connector::StopReason;
use super::notice::Output;
use super::outbox::Purpose;

/// What people do at a charge point. A connector that is not named is the only one that it can be.
#[derive(Debug, Clone, PartialEq)]
pub enum Deed {
    /// A car is plugged in.
    Plug(Option<u16>),
    /// A car is unplugged.
    Unplug(Option<u16>),
    /// A card is held to the reader.
    Swipe {
        /// What is on it.
        tag: String,
        /// The connector that is meant.
        connector: Option<u16>,
    },
    /// The car takes nothing for now.
    Pause(Option<u16>),
    /// The car takes energy again.
    Resume(Option<u16>),
    /// Something breaks.
    Fault {
        /// Where.
        connector: Option<u16>,
        /// 1.6's error code, such as `GroundFailure`; none: `OtherError`.
        code: Option<String>,
    },
    /// What was broken works again.
    Repair(Option<u16>),
    /// The power goes, and comes again.
    PowerCut,
    /// The charge point sends a request of one's own.
    Send {
        /// The action.
        action: String,
        /// Its payload, as it is.
        payload: Value,
    },
    /// The charge point sends any text.
    Raw(String),
}

/// What a fault may be called.
const CODES: [&str; 15] = [
    "ConnectorLockFailure",
    "EVCommunicationError",
    "GroundFailure",
    "HighTemperature",
    "InternalError",
    "LocalListConflict",
    "OtherError",
    "OverCurrentFailure",
    "OverVoltage",
    "PowerMeterFailure",
    "PowerSwitchFailure",
    "ReaderFailure",
    "ResetFailure",
    "UnderVoltage",
    "WeakSignal",
];

impl Station {
    pub(super) fn done(&mut self, deed: Deed) -> Result<String, String> {
        match deed {
            Deed::Plug(wanted) => {
                let place = self.which(wanted, "has no car", |connector| connector.car.is_none())?;
                self.plug(place);
                Ok(self.described(place, "a car is plugged in"))
            }
            Deed::Unplug(wanted) => {
                let place = self.which(wanted, "has a car", |connector| connector.car.is_some())?;
                self.unplug(place);
                Ok(self.described(place, "the car is gone"))
            }
            Deed::Swipe { tag, connector } => self.swipe(&tag, connector),
            Deed::Pause(wanted) => self.wait(wanted, true),
            Deed::Resume(wanted) => self.wait(wanted, false),
            Deed::Fault { connector, code } => self.fault(connector, code),
            Deed::Repair(wanted) => {
                let place = self.which(wanted, "is broken", |connector| connector.fault.is_some())?;
                let mended = self
                    .connectors
                    .get_mut(place)
                    .and_then(|connector| connector.fault.take());
                self.tell_problem(place, &mended.unwrap_or_default());
                Ok(self.described(place, "works again"))
            }
            Deed::PowerCut => {
                self.online = false;
                self.stop_all(StopReason::PowerLoss);
                self.boot_reason = "PowerUp";
                self.restart("PowerUp", std::time::Duration::ZERO);
                Ok("the power is gone, and comes again".to_owned())
            }
            Deed::Send { action, payload } => {
                let said = if self.online {
                    "is sent"
                } else {
                    "is not sent: there is no connection"
                };
                if self.online {
                    self.outbox.push_early(&action, payload, Purpose::Report);
                    return Ok(format!("{action} {said}"));
                }
                Err(format!("{action} {said}"))
            }
            Deed::Raw(text) => {
                if !self.online {
                    return Err("nothing is sent: there is no connection".to_owned());
                }
                self.outputs.push(Output::Send { text, action: None });
                Ok("sent as it is".to_owned())
            }
        }
    }

    fn wait(&mut self, wanted: Option<u16>, waits: bool) -> Result<String, String> {
        let place = self.which(wanted, "charges", |connector| connector.session.is_some())?;
        let session = self
            .connectors
            .get_mut(place)
            .and_then(|connector| connector.session.as_mut());
        if let Some(session) = session {
            session.car_waits = waits;
        }
        // What flows, and how the session stands, follow.
        self.pass(self.now);
        Ok(self.described(
            place,
            if waits {
                "the car takes nothing"
            } else {
                "the car charges"
            },
        ))
    }

    fn fault(&mut self, wanted: Option<u16>, code: Option<String>) -> Result<String, String> {
        let code = code.unwrap_or_else(|| "OtherError".to_owned());
        let Some(code) = CODES.into_iter().find(|known| known.eq_ignore_ascii_case(&code)) else {
            return Err(format!("`{code}` is no fault; known are {}", CODES.join(", ")));
        };
        let place = match wanted {
            // The first one, if nobody says which.
            None => self
                .connectors
                .iter()
                .position(|connector| connector.fault.is_none())
                .ok_or("all are broken")?,
            Some(id) => self.place_of(id).ok_or_else(|| self.no_such(id))?,
        };
        self.stop(place, StopReason::Fault, None);
        if let Some(connector) = self.connectors.get_mut(place) {
            connector.fault = Some(code.to_owned());
            connector.granted = None;
        }
        self.tell_problem(place, code);
        Ok(self.described(place, code))
    }

    /// Something is broken, or works again: told if the server hears it.
    fn tell_problem(&mut self, place: usize, code: &str) {
        let connector = self.connectors.get(place).filter(|_| self.is_up());
        let message = connector.and_then(|connector| self.words().problem(self, connector, code));
        if let Some(message) = message {
            self.report(message);
        }
    }

    /// The connector that is named, or the first that it can be.
    fn which(&self, wanted: Option<u16>, how: &str, fits: impl Fn(&super::Connector) -> bool) -> Result<usize, String> {
        match wanted {
            None => {
                let found = self.connectors.iter().position(fits);
                found.ok_or_else(|| format!("there is no connector that {how}"))
            }
            Some(id) => {
                let place = self.place_of(id).ok_or_else(|| self.no_such(id))?;
                let does = self.connectors.get(place).is_some_and(fits);
                if does {
                    Ok(place)
                } else {
                    Err(format!("there is no connector {id} that {how}"))
                }
            }
        }
    }

    pub(super) fn no_such(&self, id: u16) -> String {
        format!(
            "there is no connector {id}: they go from 1 to {}",
            self.connectors.len()
        )
    }

    fn described(&self, place: usize, what: &str) -> String {
        self.connectors.get(place).map_or_else(String::new, |connector| {
            format!(
                "connector {}: {what}; it is {:?} now",
                connector.id,
                self.status_of(connector)
            )
        })
    }
}
