//! What stations that are not accepted were asked to send: they may send that, and nothing else of their
//! own (1.6 J errata 3.10; 2.x B02.FR.09, B03.FR.07).
//!
//! In memory alone: after a restart of the server a station is asked again. It outlives connections, because
//! who is set up also reboots, and installs firmware in between.

use std::sync::Arc;

use crate::ids::ChargePointId;

/// So many CALLs of ours are remembered for one station; the oldest are forgotten first.
const MOST_REMEMBERED: usize = 64;

/// A CALL of ours that asks a station to send something.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asked {
    /// Its id.
    pub command: String,
    /// The actions that it asks for.
    pub actions: &'static [&'static str],
    /// The number that these carry, where the CALL gave one.
    pub request_id: Option<i64>,
}

impl Asked {
    fn covers(&self, action: &str, request_id: Option<i64>) -> bool {
        let same = self
            .request_id
            .zip(request_id)
            .is_none_or(|(asked, told)| asked == told);
        same && self.actions.contains(&action)
    }
}

/// What each station was asked for. A reader waits for nobody.
#[derive(Debug, Default)]
pub struct AskedFor(papaya::HashMap<ChargePointId, Arc<[Asked]>>);

impl AskedFor {
    /// A station is asked for something.
    pub fn add(&self, station: &ChargePointId, asked: &Asked) {
        self.change(station, |before| {
            let spare = (before.len() + 1).saturating_sub(MOST_REMEMBERED);
            before.iter().skip(spare).chain([asked]).cloned().collect()
        });
    }

    /// It said no.
    pub fn withdraw(&self, station: &ChargePointId, command: &str) {
        self.change(station, |before| {
            let others = before.iter().filter(|asked| asked.command != command);
            others.cloned().collect()
        });
    }

    /// It is accepted, or forgotten.
    pub fn clear(&self, station: &ChargePointId) {
        self.0.pin().remove(station);
    }

    /// Whether it was asked for a message of this action, with this number if it has one.
    #[must_use]
    pub fn covers(&self, station: &ChargePointId, action: &str, request_id: Option<i64>) -> bool {
        let known = self.0.pin();
        let known = known.get(station);
        known.is_some_and(|asked| asked.iter().any(|asked| asked.covers(action, request_id)))
    }

    fn change(&self, station: &ChargePointId, change: impl Fn(&[Asked]) -> Arc<[Asked]>) {
        let known = self.0.pin();
        known.update_or_insert_with(station.clone(), |before| change(before), || change(&[]));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(command: usize, actions: &'static [&'static str], request_id: Option<i64>) -> Asked {
        Asked {
            command: command.to_string(),
            actions,
            request_id,
        }
    }

    #[test]
    fn a_report_is_the_one_that_was_asked_for() {
        let (all, station) = (AskedFor::default(), ChargePointId::new("CP1"));
        all.add(&station, &asked(1, &["NotifyReport"], Some(7)));
        assert!(all.covers(&station, "NotifyReport", Some(7)));
        assert!(!all.covers(&station, "NotifyReport", Some(8)));
        assert!(!all.covers(&station, "Heartbeat", None));
        assert!(!all.covers(&ChargePointId::new("CP2"), "NotifyReport", Some(7)));
        all.add(&station, &asked(2, &["Heartbeat"], None));
        assert!(all.covers(&station, "Heartbeat", None));
        all.withdraw(&station, "1");
        assert!(!all.covers(&station, "NotifyReport", Some(7)));
        all.clear(&station);
        assert!(!all.covers(&station, "Heartbeat", None));
    }

    #[test]
    fn only_so_much_is_remembered_of_a_station() {
        let (all, station) = (AskedFor::default(), ChargePointId::new("CP1"));
        all.add(&station, &asked(0, &["Heartbeat"], None));
        for command in 1..=MOST_REMEMBERED {
            all.add(&station, &asked(command, &["StatusNotification"], None));
        }
        assert!(!all.covers(&station, "Heartbeat", None));
        assert_eq!(
            all.0.pin().get(&station).map(|asked| asked.len()),
            Some(MOST_REMEMBERED)
        );
    }
}
