//! What follows from a setting that was changed, and what the server has told at once.

use std::time::Duration;

use super::Station;
use super::notice::Output;
use super::options::{RANDOM_RANGE, REPEAT_TIMES, WAIT_MINIMUM};
use super::outbox::Purpose;
use super::security::password_bytes;
use super::settings::Row;
use crate::client::BackoffOptions;

impl Station {
    /// Something was set: what follows from it.
    pub(super) fn set(&mut self, row: &Row) {
        let value = self.settings.get(row).to_owned();
        match row.name() {
            "HeartbeatInterval" => self.plan_heartbeat(),
            "ClockAlignedDataInterval" => self.plan_aligned(),
            "MessageTimeout" => {
                let timeout = self.settings.seconds("MessageTimeout").max(Duration::from_secs(1));
                self.outbox.exchange.set_timeout(timeout);
            }
            "WebSocketPingInterval" => {
                let seconds = self.settings.number("WebSocketPingInterval");
                self.outputs.push(Output::PingEvery(seconds));
            }
            WAIT_MINIMUM | RANDOM_RANGE | REPEAT_TIMES => {
                let times = BackoffOptions {
                    wait_minimum: self.settings.seconds(WAIT_MINIMUM),
                    random_range: self.settings.seconds(RANDOM_RANGE),
                    repeat_times: self.settings.number(REPEAT_TIMES),
                };
                self.outputs.push(Output::Backoff(times));
            }
            "AuthorizationKey" => {
                if let Some(bytes) = password_bytes(&value, self.options.version) {
                    self.new_password(bytes);
                }
            }
            _ => {}
        }
    }

    /// Whether something may not be set to this, which the table of settings does not know; why not is told.
    pub(super) fn refuses(&mut self, row: &Row, value: &str) -> bool {
        let flaw = match row.name() {
            "AuthorizationKey" => {
                let fits = password_bytes(value, self.options.version).is_some();
                (!fits).then(|| "a password has 16 bytes at least (in 1.6 as hexadecimal digits)".to_owned())
            }
            "OCPPCommCtrlr.NetworkConfigurationPriority" => self.priority_flaw(value),
            _ => None,
        };
        let refused = flaw.is_some();
        if let Some(why) = flaw {
            self.say(format!("{} is refused: {why}", row.name()));
        }
        refused
    }

    /// Tells how connectors stand: one, or all. The answer's word.
    pub(super) fn trigger_states(&mut self, wanted: Option<u16>) -> &'static str {
        if wanted.is_some_and(|id| self.place_of(id).is_none()) {
            return "Rejected";
        }
        let words = self.words();
        let own = words.own_status(self).filter(|_| wanted.is_none());
        if let Some((action, payload)) = own {
            self.outbox.push_early(action, payload, Purpose::Report);
        }
        for place in 0..self.connectors.len() {
            let Some(connector) = self.connectors.get(place) else {
                break;
            };
            if wanted.is_none_or(|id| id == connector.id) {
                let (_, (action, payload)) = words.status(self, connector);
                self.events += 1;
                self.outbox.push_early(action, payload, Purpose::Report);
            }
        }
        "Accepted"
    }

    /// Tells what connectors measure: one, or all. The answer's word.
    pub(super) fn trigger_samples(&mut self, wanted: Option<u16>) -> &'static str {
        let wanted = wanted.filter(|id| *id > 0);
        if wanted.is_some_and(|id| self.place_of(id).is_none()) {
            return "Rejected";
        }
        for place in 0..self.connectors.len() {
            let Some(connector) = self.connectors.get(place) else {
                break;
            };
            if wanted.is_some_and(|id| id != connector.id) {
                continue;
            }
            if connector.session.is_some() {
                self.sample(place, "Trigger");
            } else {
                let (action, payload) = self.words().measured(self, connector, "Trigger");
                self.outbox.push_early(action, payload, Purpose::Report);
            }
        }
        "Accepted"
    }
}
