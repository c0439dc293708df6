//! Sessions begin, are measured, and end; each leaves messages that are kept until the server has them.

use serde_json::Value;
use uuid::Uuid;

use super::Station;
use super::authorizing::DRIVER_TAKES;
use super::connector::{Charging, IdToken, Session, StopReason};
use super::words::Message;
use crate::clock::after;
use crate::queue::Part;

impl Station {
    /// A session begins for whoever was let in.
    pub(super) fn start(&mut self, place: usize) {
        let interval = self.settings.seconds("MeterValueSampleInterval");
        let now = self.now;
        let number = self.sessions + 1;
        let Some(connector) = self.connectors.get_mut(place) else {
            return;
        };
        let Some(granted) = connector.granted.take() else {
            return;
        };
        let used = self
            .reservations
            .usable(connector.id, &granted.token, granted.parent.as_deref());
        let reservation = used.map(|reservation| reservation.id);
        if let Some(id) = reservation {
            self.reservations.remove(id);
        }
        let session = Session {
            number,
            id: Uuid::new_v4().to_string(),
            given: None,
            token: granted.token,
            parent: granted.parent,
            started: now,
            meter_start: connector.register(),
            next_event: 0,
            remote_start: granted.remote_start,
            remote: granted.remote,
            reservation,
            state: Charging::Active,
            car_waits: false,
            refused: false,
            next_sample: (!interval.is_zero()).then(|| after(now, interval)),
        };
        let words = format!(
            "a session of {} begins at connector {}",
            session.token.text, connector.id
        );
        connector.finishing = false;
        connector.session = Some(session);
        self.sessions = number;
        self.say(words);
        self.keep_of(place, Part::Start, |station, at| station.words().started(station, at));
    }

    /// A session ends.
    pub(super) fn stop(&mut self, place: usize, reason: StopReason, by: Option<&IdToken>) {
        self.keep_of(place, Part::End, |station, at| {
            station.words().ended(station, at, (reason, by))
        });
        let obliging = self.options.obliging;
        let leaves = after(self.now, DRIVER_TAKES);
        let Some(connector) = self.connectors.get_mut(place) else {
            return;
        };
        let Some(session) = connector.session.take() else {
            return;
        };
        let energy = connector.register() - session.meter_start;
        connector.finishing = connector.car.is_some();
        connector.power_w = 0.0;
        if std::mem::take(&mut connector.inoperative_next) {
            connector.operative = false;
        }
        if obliging {
            connector.car_leaves = Some(leaves);
        }
        let id = connector.id;
        // What was for this session alone.
        let transaction = transaction_of(&session);
        self.profiles.remove(|profile| {
            profile.transaction().is_some() && profile.transaction().as_deref() == Some(&transaction)
        });
        self.say(format!("the session at connector {id} ends ({reason:?}): {energy} Wh"));
    }

    /// Ends all sessions.
    pub(super) fn stop_all(&mut self, reason: StopReason) {
        for place in 0..self.connectors.len() {
            if self
                .connectors
                .get(place)
                .is_some_and(|connector| connector.session.is_some())
            {
                self.stop(place, reason, None);
            }
        }
    }

    /// A sample of a session.
    pub(super) fn sample(&mut self, place: usize, context: &str) {
        self.keep_of(place, Part::Progress, |station, at| {
            station.words().sampled(station, at, context)
        });
    }

    /// A session goes on otherwise.
    pub(super) fn state_changed(&mut self, place: usize) {
        let Some(message) = self.message_of(place, |station, at| station.words().changed(station, at)) else {
            return;
        };
        if let Some((session, message)) = message {
            self.keep(place, session, Part::Progress, message);
        }
    }

    fn keep_of(
        &mut self,
        place: usize,
        part: Part,
        make: impl FnOnce(&Self, (&super::Connector, &Session)) -> Message,
    ) {
        let made = self.message_of(place, |station, at| Some(make(station, at)));
        if let Some(Some((session, message))) = made {
            self.keep(place, session, part, message);
        }
    }

    #[expect(clippy::option_option, reason = "no session, or one that has nothing to tell")]
    fn message_of(
        &self,
        place: usize,
        make: impl FnOnce(&Self, (&super::Connector, &Session)) -> Option<Message>,
    ) -> Option<Option<(u64, Message)>> {
        let connector = self.connectors.get(place)?;
        let session = connector.session.as_ref()?;
        Some(make(self, (connector, session)).map(|message| (session.number, message)))
    }

    fn keep(&mut self, place: usize, session: u64, part: Part, message: (&'static str, Value)) {
        self.dirty = true;
        if let Some(left_out) = self.outbox.keep(message, session, part) {
            self.say(format!(
                "there is no room for all messages: a {} was left out",
                left_out.action
            ));
        }
        let running = self
            .connectors
            .get_mut(place)
            .and_then(|connector| connector.session.as_mut());
        if let Some(running) = running.filter(|running| running.number == session) {
            running.next_event += 1;
        }
    }

    /// Where a session of this number runs.
    pub(super) fn place_of_session(&self, number: u64) -> Option<usize> {
        let is_it = |session: &Session| session.number == number;
        self.connectors
            .iter()
            .position(|connector| connector.session.as_ref().is_some_and(is_it))
    }

    /// The session of this number.
    pub(super) fn session_mut(&mut self, number: u64) -> Option<&mut Session> {
        let place = self.place_of_session(number)?;
        self.connectors.get_mut(place)?.session.as_mut()
    }

    /// Where a transaction runs that the server names.
    pub(super) fn place_of_transaction(&self, transaction: &str) -> Option<usize> {
        let is_it = |session: &Session| {
            session.id == transaction || session.given.map(|given| given.to_string()).as_deref() == Some(transaction)
        };
        self.connectors
            .iter()
            .position(|connector| connector.session.as_ref().is_some_and(is_it))
    }
}

/// As the server names it: 1.6's number, 2.x's id.
pub(super) fn transaction_of(session: &Session) -> String {
    session
        .given
        .map_or_else(|| session.id.clone(), |given| given.to_string())
}
