//! Events that wait a moment to be written: those of plain reports, which the reply does not wait for.
//! The events of one charge point keep their order, also before what is written at once: whoever writes
//! for a charge point takes what waits for it along. Pure: no clock, no store, no task.

use std::collections::HashMap;

use crate::ids::ChargePointId;
use crate::store::Write;

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
    by_charge_point: HashMap<ChargePointId, Vec<Write>>,
    count: usize,
    timer: bool,
}

impl WaitingEvents {
    /// Adds the writes of a charge point's events behind those that wait.
    pub fn add(&mut self, charge_point: &ChargePointId, writes: Vec<Write>) -> Next {
        if writes.is_empty() {
            return Next::Nothing;
        }
        self.count += writes.len();
        match self.by_charge_point.get_mut(charge_point) {
            Some(waiting) => waiting.extend(writes),
            None => {
                self.by_charge_point.insert(charge_point.clone(), writes);
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
    pub fn take(&mut self, charge_point: &ChargePointId) -> Vec<Write> {
        if self.count == 0 {
            return Vec::new();
        }
        let taken = self.by_charge_point.remove(charge_point).unwrap_or_default();
        self.count -= taken.len();
        taken
    }

    /// Everything that waits, with whom it is about.
    pub fn take_all(&mut self) -> HashMap<ChargePointId, Vec<Write>> {
        self.timer = false;
        self.count = 0;
        std::mem::take(&mut self.by_charge_point)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::{Change, Collection, Expect};

    fn write(text: &str) -> Write {
        Write {
            collection: Collection("events"),
            key: String::new(),
            expect: Expect::Any,
            change: Change::Append(text.into()),
        }
    }

    #[test]
    fn one_timer_runs_and_a_charge_points_events_keep_their_order() {
        let (a, b) = (ChargePointId::new("A"), ChargePointId::new("B"));
        let mut waiting = WaitingEvents::default();
        assert_eq!(waiting.add(&a, vec![write("1")]), Next::WriteSoon);
        assert_eq!(waiting.add(&b, vec![write("2")]), Next::Nothing);
        assert_eq!(waiting.add(&a, vec![write("3")]), Next::Nothing);
        assert_eq!(waiting.add(&a, Vec::new()), Next::Nothing);
        assert_eq!(waiting.take(&a), [write("1"), write("3")]);
        assert!(waiting.take(&a).is_empty());
        assert_eq!(waiting.take_all().get(&b), Some(&vec![write("2")]));
        assert_eq!(waiting.add(&a, vec![write("4")]), Next::WriteSoon);
    }

    #[test]
    fn too_many_are_written_at_once() {
        let mut waiting = WaitingEvents::default();
        let flood = vec![write("x"); LIMIT];
        assert_eq!(waiting.add(&ChargePointId::new("A"), flood), Next::WriteSoon);
        assert_eq!(waiting.add(&ChargePointId::new("B"), vec![write("y")]), Next::WriteNow);
    }
}
