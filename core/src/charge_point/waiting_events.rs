//! Events that wait a moment to be written: those of plain reports, which the reply does not wait for.
//! The events of one charge point keep their order, also before what is written at once: whoever writes
//! for a charge point takes what waits for it along. Pure: no clock, no store, no task.

use std::collections::HashMap;

use crate::events::Event;
use crate::ids::ChargePointId;

/// So many may wait on one worker; more are written at once.
const LIMIT: usize = 10_000;

/// What whoever adds events has to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[must_use]
pub enum Next {
    /// Write in a moment: nobody else will.
    WriteSoon,
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
}

impl WaitingEvents {
    /// Adds events of a charge point behind those that wait.
    pub fn add(&mut self, charge_point: &ChargePointId, events: Vec<Event>) -> Next {
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
        if std::mem::replace(&mut self.timer, true) {
            Next::Nothing
        } else {
            Next::WriteSoon
        }
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
        assert_eq!(waiting.add(&a, vec![event("A", "1")]), Next::WriteSoon);
        assert_eq!(waiting.add(&b, vec![event("B", "2")]), Next::Nothing);
        assert_eq!(waiting.add(&a, vec![event("A", "3")]), Next::Nothing);
        assert_eq!(waiting.add(&a, Vec::new()), Next::Nothing);
        assert_eq!(kinds(waiting.take(&a)), ["1", "3"]);
        assert!(waiting.take(&a).is_empty());
        assert_eq!(kinds(waiting.take_all()), ["2"]);
        assert_eq!(waiting.add(&a, vec![event("A", "4")]), Next::WriteSoon);
    }

    #[test]
    fn too_many_are_written_at_once() {
        let mut waiting = WaitingEvents::default();
        let flood = vec![event("A", "x"); LIMIT];
        assert_eq!(waiting.add(&ChargePointId::new("A"), flood), Next::WriteSoon);
        assert_eq!(
            waiting.add(&ChargePointId::new("B"), vec![event("B", "y")]),
            Next::WriteNow
        );
    }
}
