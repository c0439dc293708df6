//! Events that wait a moment to be written: those of plain reports, which the reply does not wait for.
//! The events of one charge point keep their order, also before what is written at once: whoever writes
//! for a charge point takes what waits for it along. What the store refuses waits again, for longer each time. Pure: no
//! clock, no store, no task.

use std::collections::HashMap;
use std::time::Duration;

use crate::events::Event;
use crate::ids::ChargePointId;

/// So many may wait on one worker; more are written at once, and lost while nothing can be written.
const LIMIT: usize = 10_000;
/// How long an event of a plain report may wait; as long as a status does, so that both are written together.
const PAUSE: Duration = Duration::from_millis(50);
/// A store that refuses is asked again at the latest after `PAUSE` doubled so often: 6.4 s.
const MOST_DOUBLINGS: u32 = 7;

/// What whoever adds events has to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[must_use]
pub enum Next {
    /// Write after so long: nobody else will.
    WriteSoon(Duration),
    /// Write now: too many wait.
    WriteNow,
    /// Nothing.
    Nothing,
}

/// The events of one worker's charge points.
#[derive(Debug, Default)]
pub struct WaitingEvents {
    by_charge_point: HashMap<ChargePointId, Vec<Event>>,
    count: usize,
    timer: bool,
    /// How often they were refused since some were taken.
    refused: u32,
    /// How many had no place meanwhile.
    lost: u64,
}

impl WaitingEvents {
    /// Adds events of a charge point behind those that wait.
    pub fn add(&mut self, charge_point: &ChargePointId, mut events: Vec<Event>) -> Next {
        if self.is_refused() {
            let room = LIMIT.saturating_sub(self.count);
            self.lost += u64::try_from(events.len().saturating_sub(room)).unwrap_or(u64::MAX);
            events.truncate(room);
        }
        if events.is_empty() {
            return Next::Nothing;
        }
        self.count += events.len();
        match self.by_charge_point.get_mut(charge_point) {
            Some(waiting) => waiting.extend(events),
            None => {
                self.by_charge_point.insert(charge_point.clone(), events);
            }
        }
        if self.count > LIMIT {
            return Next::WriteNow;
        }
        self.arm()
    }

    /// Takes events back that were not written: because the store refuses all of them, or for what was in one list with
    /// them. They were before those that came since.
    pub fn put_back(&mut self, events: Vec<Event>, refused: bool) -> Next {
        self.refused = self.refused.saturating_add(refused.into());
        let room = LIMIT.saturating_sub(self.count);
        self.lost += u64::try_from(events.len().saturating_sub(room)).unwrap_or(u64::MAX);
        let mut returned = HashMap::<ChargePointId, Vec<Event>>::new();
        for event in events.into_iter().take(room) {
            self.count += 1;
            returned.entry(event.charge_point.clone()).or_default().push(event);
        }
        for (charge_point, mut all) in returned {
            all.extend(self.by_charge_point.remove(&charge_point).unwrap_or_default());
            // Several lists may come back, in any order. Of one moment those that come back are the earlier ones.
            all.sort_by_key(|event| event.at);
            self.by_charge_point.insert(charge_point, all);
        }
        if self.count == 0 { Next::Nothing } else { self.arm() }
    }

    /// Whether the last that were written were refused.
    #[must_use]
    pub const fn is_refused(&self) -> bool {
        self.refused > 0
    }

    /// Some were taken. How many were lost before.
    pub fn taken(&mut self) -> u64 {
        self.refused = 0;
        std::mem::take(&mut self.lost)
    }

    fn arm(&mut self) -> Next {
        if std::mem::replace(&mut self.timer, true) {
            return Next::Nothing;
        }
        Next::WriteSoon(PAUSE * 2_u32.pow(self.refused.min(MOST_DOUBLINGS)))
    }

    /// What waits for a charge point, oldest first.
    pub fn take(&mut self, charge_point: &ChargePointId) -> Vec<Event> {
        if self.count == 0 {
            return Vec::new();
        }
        let taken = self.by_charge_point.remove(charge_point).unwrap_or_default();
        self.count -= taken.len();
        taken
    }

    /// Everything that waits, each charge point's oldest first.
    pub fn take_all(&mut self) -> Vec<Event> {
        self.timer = false;
        self.count = 0;
        std::mem::take(&mut self.by_charge_point)
            .into_values()
            .flatten()
            .collect()
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::indexing_slicing, reason = "tests")]

    use super::*;

    fn event(station: &str, kind: &str) -> Event {
        Event::new(kind, &ChargePointId::new(station), serde_json::Value::Null)
    }

    fn kinds(events: Vec<Event>) -> Vec<String> {
        events.into_iter().map(|event| event.kind).collect()
    }

    #[test]
    fn one_timer_runs_and_a_charge_points_events_keep_their_order() {
        let (a, b) = (ChargePointId::new("A"), ChargePointId::new("B"));
        let mut waiting = WaitingEvents::default();
        assert_eq!(waiting.add(&a, vec![event("A", "1")]), Next::WriteSoon(PAUSE));
        assert_eq!(waiting.add(&b, vec![event("B", "2")]), Next::Nothing);
        assert_eq!(waiting.add(&a, vec![event("A", "3")]), Next::Nothing);
        assert_eq!(waiting.add(&a, Vec::new()), Next::Nothing);
        assert_eq!(kinds(waiting.take(&a)), ["1", "3"]);
        assert!(waiting.take(&a).is_empty());
        assert_eq!(kinds(waiting.take_all()), ["2"]);
        assert_eq!(waiting.add(&a, vec![event("A", "4")]), Next::WriteSoon(PAUSE));
    }

    #[test]
    fn too_many_are_written_at_once() {
        let mut waiting = WaitingEvents::default();
        let flood = vec![event("A", "x"); LIMIT];
        assert_eq!(waiting.add(&ChargePointId::new("A"), flood), Next::WriteSoon(PAUSE));
        assert_eq!(
            waiting.add(&ChargePointId::new("B"), vec![event("B", "y")]),
            Next::WriteNow
        );
    }

    #[test]
    fn what_is_refused_waits_again_in_its_order_and_ever_longer() {
        let (a, mut waiting) = (ChargePointId::new("A"), WaitingEvents::default());
        let all: Vec<_> = ["1", "2", "3"].map(|kind| event("A", kind)).into();
        assert_eq!(waiting.add(&a, vec![all[0].clone()]), Next::WriteSoon(PAUSE));
        let first = waiting.take_all();
        assert_eq!(waiting.add(&a, vec![all[1].clone()]), Next::WriteSoon(PAUSE));
        let second = waiting.take_all();
        assert_eq!(waiting.add(&a, vec![all[2].clone()]), Next::WriteSoon(PAUSE));
        assert_eq!(waiting.put_back(second, true), Next::Nothing, "a timer runs");
        assert_eq!(waiting.put_back(first, true), Next::Nothing);
        let again = waiting.take_all();
        assert_eq!(waiting.put_back(again, true), Next::WriteSoon(PAUSE * 8));
        assert_eq!(kinds(waiting.take_all()), ["1", "2", "3"]);
        assert_eq!(waiting.taken(), 0);
        assert!(!waiting.is_refused());
        assert_eq!(waiting.add(&a, vec![all[0].clone()]), Next::WriteSoon(PAUSE));
    }

    #[test]
    fn what_waits_while_nothing_is_taken_is_bounded() {
        let (a, mut waiting) = (ChargePointId::new("A"), WaitingEvents::default());
        assert_eq!(
            waiting.put_back(vec![event("A", "x"); LIMIT - 1], true),
            Next::WriteSoon(PAUSE * 2)
        );
        assert_eq!(
            waiting.add(&a, vec![event("A", "kept"), event("A", "lost")]),
            Next::Nothing
        );
        assert_eq!(waiting.add(&a, vec![event("A", "lost")]), Next::Nothing);
        assert_eq!(waiting.put_back(vec![event("A", "lost")], true), Next::Nothing);
        let kept = kinds(waiting.take_all());
        assert_eq!((kept.len(), kept.last().map(String::as_str)), (LIMIT, Some("kept")));
        assert_eq!(waiting.taken(), 3);
    }
}
