//! What the server may ask of a station, whatever the version's words for it: sessions from afar, availability,
//! reservations, charging profiles.

use std::time::Duration;

use serde_json::Value;

use super::connector::StopReason;
use super::outbox::Asked;
use super::profiles::{Composite, Profile, Running};
use super::reservations::Reservation;
use super::sessions::transaction_of;
use super::{Registration, Station};

impl Station {
    /// The server lets somebody charge. The connector, unless it cannot be.
    pub(super) fn remote_start(&mut self, mut asked: Asked) -> Option<u16> {
        if self.registration != Registration::Accepted {
            return None;
        }
        let wanted = Some(asked.connector).filter(|id| *id > 0);
        let chosen = self.chosen(&asked.token, wanted).ok()?;
        asked.connector = chosen;
        if self.settings.flag("AuthorizeRemoteTxRequests") {
            self.ask(asked);
        } else {
            self.grant(asked, None);
        }
        Some(chosen)
    }

    /// The server ends a transaction. The answer's word.
    pub(super) fn remote_stop(&mut self, transaction: &str) -> &'static str {
        let Some(place) = self.place_of_transaction(transaction) else {
            return "Rejected";
        };
        self.stop(place, StopReason::Remote, None);
        "Accepted"
    }

    /// A connector, or all, go in or out of service. The answer's word.
    pub(super) fn change_availability(&mut self, wanted: Option<u16>, operative: bool) -> &'static str {
        if wanted.is_some_and(|id| self.place_of(id).is_none()) {
            return "Rejected";
        }
        let mut scheduled = false;
        for connector in &mut self.connectors {
            if wanted.is_some_and(|id| id != connector.id) {
                continue;
            }
            let busy = connector.session.is_some() && !operative;
            connector.inoperative_next = busy;
            connector.operative = operative || busy;
            scheduled |= busy;
        }
        if wanted.is_none() {
            self.operative = operative;
            self.own_status_reported = false;
        }
        if scheduled { "Scheduled" } else { "Accepted" }
    }

    /// Keeps a connector for somebody. The answer's word.
    pub(super) fn reserve(&mut self, reservation: Reservation) -> &'static str {
        if reservation.connector == 0 {
            let taken = self.reservations.for_any();
            let free = self.connectors.iter().filter(|connector| {
                connector.is_free() && connector.car.is_none() && self.reservations.of(connector.id).is_none()
            });
            if free.count() <= taken {
                return "Occupied";
            }
        } else {
            let Some(place) = self.place_of(reservation.connector) else {
                return "Rejected";
            };
            let Some(connector) = self.connectors.get(place) else {
                return "Rejected";
            };
            let other = self.reservations.of(reservation.connector);
            if connector.fault.is_some() {
                return "Faulted";
            } else if !connector.operative {
                return "Unavailable";
            } else if connector.session.is_some()
                || connector.car.is_some()
                || connector.granted.is_some()
                || other.is_some_and(|other| other.id != reservation.id)
            {
                return "Occupied";
            }
        }
        self.reservations.put(reservation);
        "Accepted"
    }

    /// Installs a charging profile. The answer's word.
    pub(super) fn install_profile(&mut self, profile: Profile) -> &'static str {
        let place = self.place_of(profile.connector);
        if profile.connector > 0 && place.is_none() {
            return "Rejected";
        }
        let most = usize::try_from(self.settings.number("MaxChargingProfilesInstalled")).unwrap_or(usize::MAX);
        let too_high = profile.level() > i64::from(self.settings.number("ChargeProfileMaxStackLevel"));
        let running = place.and_then(|place| self.connectors.get(place)?.session.as_ref());
        let named = profile.transaction();
        let no_such = named.is_some() && named != running.map(transaction_of);
        let for_connector = profile.purpose() == "TxProfile" && profile.connector == 0;
        let for_all = profile.purpose().ends_with("MaxProfile") && profile.connector > 0;
        if self.profiles.len() >= most || too_high || no_such || for_connector || for_all {
            return "Rejected";
        }
        self.profiles.put(profile);
        "Accepted"
    }

    /// Removes profiles by number, or by what they are. The answer's word.
    pub(super) fn clear_profiles(
        &mut self,
        id: Option<i64>,
        (connector, purpose, level): (Option<u16>, Option<&str>, Option<i64>),
    ) -> &'static str {
        let removed = self.profiles.remove(|profile| match id {
            Some(_) => profile.id() == id,
            None => {
                connector.is_none_or(|connector| connector == profile.connector)
                    && purpose.is_none_or(|purpose| purpose == profile.purpose())
                    && level.is_none_or(|level| level == profile.level())
            }
        });
        if removed > 0 { "Accepted" } else { "Unknown" }
    }

    /// The limits from now on; none if there is no such connector.
    pub(super) fn composite(&self, connector: u16, seconds: i64, unit: &str) -> Option<Value> {
        let place = self.place_of(connector);
        if connector > 0 && place.is_none() {
            return None;
        }
        let session = place.and_then(|place| self.connectors.get(place)?.session.as_ref());
        let transaction = session.map(transaction_of);
        let running = session
            .zip(transaction.as_deref())
            .map(|(session, transaction)| Running {
                transaction,
                started: session.started,
            });
        let connectors = if connector == 0 {
            f64::from(self.options.connectors)
        } else {
            1.0
        };
        Some(self.profiles.composite(&Composite {
            connector,
            from: self.now,
            duration: Duration::from_secs(u64::try_from(seconds).unwrap_or_default()),
            unit,
            most_w: self.options.power_w * connectors,
            running,
        }))
    }
}
