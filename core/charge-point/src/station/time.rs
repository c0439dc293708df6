//! What happens by itself as time passes: energy flows, samples and heartbeats fall due, what was waited for is over.

use std::time::Duration;

use serde_json::json;

use super::connector::{Charging, StopReason};
use super::outbox::Purpose;
use super::power::Car;
use super::profiles::Running;
use super::sessions::transaction_of;
use super::{Registration, Station};
use crate::clock::{Time, after};

/// Energy is added up in steps of this length, so that limits and curves count in time.
const STEP: Duration = Duration::from_secs(10);

/// Below this nothing flows, in W.
const NOTHING: f64 = 1.0;

impl Station {
    /// When it wants to be told that time has passed.
    #[must_use]
    pub fn wakes_at(&self) -> Option<Time> {
        let boot = self.boot_due.filter(|_| self.online && !self.outbox.has_boot());
        let heartbeat = self.heartbeat_due.filter(|_| self.is_up());
        let connectors = self.connectors.iter().flat_map(|connector| {
            let session = connector.session.as_ref();
            let flows = session.is_some().then(|| after(self.now, STEP));
            let granted = connector.granted.as_ref().map(|granted| granted.until);
            let sample = session.and_then(|session| session.next_sample);
            [flows, granted, sample, connector.car_comes, connector.car_leaves]
        });
        let others = [
            boot,
            heartbeat,
            self.aligned_due,
            self.restart.map(|restart| restart.until),
            self.reservations.wakes_at(),
            self.jobs.wakes_at(),
            self.access.wakes_at(),
            self.outbox.wakes_at().filter(|_| self.online),
        ];
        connectors.chain(others).flatten().min()
    }

    /// Time has passed.
    pub(super) fn pass(&mut self, now: Time) {
        while self.now < now {
            let next = after(self.now, STEP).min(now);
            let seconds = (next - self.now).as_seconds_f64();
            for place in 0..self.connectors.len() {
                self.flow(place, seconds);
            }
            self.now = next;
        }
        for place in 0..self.connectors.len() {
            self.state_of_flow(place);
            self.at_connector(place);
        }
        self.fall_due();
    }

    /// What a connector may give now, in W.
    pub(super) fn limit(&self, place: usize) -> f64 {
        let Some(connector) = self.connectors.get(place) else {
            return 0.0;
        };
        let transaction = connector.session.as_ref().map(transaction_of);
        let running = connector.session.as_ref().zip(transaction.as_deref());
        let running = running.map(|(session, transaction)| Running {
            transaction,
            started: session.started,
        });
        let limit = self.profiles.limit(connector.id, self.now, running);
        limit.unwrap_or(self.options.power_w).min(self.options.power_w)
    }

    fn flow(&mut self, place: usize, seconds: f64) {
        let limit = self.limit(place);
        let Some(connector) = self.connectors.get_mut(place) else {
            return;
        };
        let (Some(session), Some(car)) = (&connector.session, &mut connector.car) else {
            connector.power_w = 0.0;
            return;
        };
        let waits = session.car_waits || session.refused;
        connector.power_w = if waits { 0.0 } else { car.takes(limit) };
        connector.register_wh += car.charge_for(seconds, connector.power_w);
    }

    fn state_of_flow(&mut self, place: usize) {
        let limit = self.limit(place);
        let Some(connector) = self.connectors.get_mut(place) else {
            return;
        };
        let (Some(session), Some(car)) = (&mut connector.session, &connector.car) else {
            return;
        };
        let state = if session.refused || limit < NOTHING {
            Charging::SuspendedEvse
        } else if session.car_waits || car.is_full() {
            Charging::SuspendedEv
        } else {
            Charging::Active
        };
        connector.power_w = match state {
            Charging::Active => car.takes(limit),
            _ => 0.0,
        };
        if std::mem::replace(&mut session.state, state) != state {
            self.state_changed(place);
        }
    }

    fn at_connector(&mut self, place: usize) {
        let now = self.now;
        let interval = self.settings.seconds("MeterValueSampleInterval");
        let Some(connector) = self.connectors.get_mut(place) else {
            return;
        };
        let over = connector.granted.take_if(|granted| granted.until <= now);
        let comes = connector.car_comes.take_if(|time| *time <= now).is_some();
        let leaves = connector.car_leaves.take_if(|time| *time <= now).is_some();
        let sample = connector.session.as_mut().and_then(|session| {
            let due = session.next_sample.filter(|time| *time <= now)?;
            // One that was slept through is not made up for.
            let next = after(due, interval);
            session.next_sample = (!interval.is_zero()).then(|| if next > now { next } else { after(now, interval) });
            Some(())
        });
        let id = connector.id;
        if let Some(granted) = over {
            self.say(format!("no car came for {} at connector {id}", granted.token.text));
        }
        if sample.is_some() {
            self.sample(place, "Sample.Periodic");
        }
        if leaves {
            self.unplug(place);
        } else if comes {
            self.plug(place);
        }
    }

    fn fall_due(&mut self) {
        let now = self.now;
        while let Some(((action, purpose), outcome)) = self.outbox.expire(now) {
            self.over(action, purpose, outcome);
        }
        if self.boot_due.is_some_and(|due| due <= now)
            && self.online
            && self.registration != Registration::Accepted
            && !self.outbox.has_boot()
        {
            self.boot_due = None;
            let payload = self.words().boot(self);
            self.outbox.push("BootNotification", payload, Purpose::Boot);
        }
        if self.is_up() && self.heartbeat_due.is_some_and(|due| due <= now) {
            self.outbox.push("Heartbeat", json!({}), Purpose::Heartbeat);
            self.plan_heartbeat();
        }
        if self.aligned_due.is_some_and(|due| due <= now) {
            self.sample_aligned();
            self.plan_aligned();
        }
        for reservation in self.reservations.expired(now) {
            self.dirty = true;
            self.say(format!("the time of reservation {} is over", reservation.id));
            if let Some(message) = self.words().reservation_over(reservation.id) {
                self.report(message);
            }
        }
        self.work();
    }

    /// The next Heartbeat is due after the interval.
    pub(super) fn plan_heartbeat(&mut self) {
        let interval = self.settings.seconds("HeartbeatInterval");
        self.heartbeat_due = (!interval.is_zero()).then(|| after(self.now, interval));
    }

    /// Samples at round times: the next one.
    pub(super) fn plan_aligned(&mut self) {
        let interval = i64::from(self.settings.number("ClockAlignedDataInterval"));
        let since = self.now.timestamp().checked_rem_euclid(interval);
        self.aligned_due = since.map(|since| {
            let rest = u64::try_from(interval - since).unwrap_or(1);
            after(self.now, Duration::from_secs(rest))
        });
    }

    fn sample_aligned(&mut self) {
        for place in 0..self.connectors.len() {
            let charges = self
                .connectors
                .get(place)
                .is_some_and(|connector| connector.session.is_some());
            if charges {
                self.sample(place, "Sample.Clock");
            } else if self.is_up()
                && let Some(connector) = self.connectors.get(place)
            {
                let message = self.words().measured(self, connector, "Sample.Clock");
                self.report(message);
            }
        }
    }

    /// A car comes.
    pub(super) fn plug(&mut self, place: usize) {
        let car = Car::some(&mut self.chance);
        let Some(connector) = self
            .connectors
            .get_mut(place)
            .filter(|connector| connector.car.is_none())
        else {
            return;
        };
        connector.car = Some(car);
        connector.finishing = false;
        if connector.granted.is_some() && connector.is_free() {
            self.start(place);
        }
    }

    /// A car goes.
    pub(super) fn unplug(&mut self, place: usize) {
        let charges = self
            .connectors
            .get(place)
            .is_some_and(|connector| connector.session.is_some());
        let stops = self.settings.flag("StopTransactionOnEVSideDisconnect");
        if charges && stops {
            self.stop(place, StopReason::EvDisconnected, None);
        }
        if let Some(connector) = self.connectors.get_mut(place) {
            connector.car = None;
            connector.finishing = false;
            connector.power_w = 0.0;
            connector.car_leaves = None;
        }
    }
}
