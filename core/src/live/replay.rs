//! What happened between two numbers, read from the logs of the charge points in the order of the numbers: in steps,
//! each of which reads only so much, for a thread that may wait for the disk.
//!
//! First every charge point that may be meant is asked for its next event, then the logs are merged. What lies in
//! memory meanwhile is bounded whatever the number of charge points.

use std::cmp::Reverse;
use std::collections::{BinaryHeap, VecDeque};
use std::sync::Arc;

use super::belongs::Belongs;
use super::filter::Filter;
use super::told::Told;
use crate::events::{Numbered, kinds, log};
use crate::ids::ChargePointId;
use crate::state::State;
use crate::store::StoreError;

/// Charge points that are asked in one step.
const STATIONS: usize = 200;
/// What one step tells at most, and how many events it looks at.
const TOLD: usize = 256;
const BYTES: usize = 256 * 1024;
const LOOKED_AT: usize = 2000;
/// Events that lie ready from all logs together; one from each if there are more charge points.
const READY: usize = 2000;

/// The reading.
pub struct Replay {
    state: State,
    filter: Filter,
    after: u64,
    until: u64,
    looking: Option<Looking>,
    stations: Vec<Station>,
    next: BinaryHeap<Reverse<(u64, usize)>>,
    gap: Option<Gap>,
}

/// Who is asked next.
enum Looking {
    /// These.
    Named(Vec<ChargePointId>),
    /// All after this one.
    All(Option<ChargePointId>),
}

struct Station {
    id: ChargePointId,
    belongs: Arc<Belongs>,
    ready: VecDeque<Numbered>,
}

/// Some of what is asked for is not kept any more.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Gap {
    /// Of charge points that are meant, so many.
    pub charge_points: usize,
    /// All after this number is there.
    pub until: u64,
}

/// What a step came to.
#[derive(Debug, Default)]
pub struct Step {
    /// Told once, before all events.
    pub gap: Option<Gap>,
    /// In the order of their numbers, and after those of all steps before.
    pub told: Vec<Arc<Told>>,
    pub is_last: bool,
}

impl Replay {
    /// The events with numbers above `after` and up to `until`.
    #[must_use]
    pub fn new(state: State, filter: Filter, after: u64, until: u64) -> Self {
        let looking = if filter.charge_points.is_empty() {
            Looking::All(None)
        } else {
            Looking::Named(filter.charge_points.iter().cloned().collect())
        };
        Self {
            state,
            filter,
            after,
            until,
            looking: Some(looking),
            stations: Vec::new(),
            next: BinaryHeap::new(),
            gap: None,
        }
    }

    /// Up to which number it reads.
    #[must_use]
    pub fn until(&self) -> u64 {
        self.until
    }

    /// The next step.
    ///
    /// # Errors
    /// The store's.
    pub fn step(&mut self) -> Result<Step, StoreError> {
        match self.looking.take() {
            Some(looking) => {
                self.looking = self.look(looking)?;
                Ok(Step {
                    gap: self.gap.take_if(|_| self.looking.is_none()),
                    ..Step::default()
                })
            }
            None => self.merge(),
        }
    }

    /// Asks some charge points for their next event.
    fn look(&mut self, looking: Looking) -> Result<Option<Looking>, StoreError> {
        let (asked, rest) = match looking {
            Looking::Named(mut ids) => {
                let rest = ids.split_off(ids.len().min(STATIONS));
                (ids, (!rest.is_empty()).then_some(Looking::Named(rest)))
            }
            Looking::All(after) => {
                let ids = log::charge_points(&self.state, after.as_ref(), STATIONS)?;
                let rest = ids.last().filter(|_| ids.len() == STATIONS).cloned();
                (ids, rest.map(|last| Looking::All(Some(last))))
            }
        };
        for id in asked {
            self.ask(id)?;
        }
        Ok(rest)
    }

    fn ask(&mut self, id: ChargePointId) -> Result<(), StoreError> {
        let first = log::next_number(&self.state, &id, self.after)?;
        let first = first.filter(|first| *first <= self.until);
        let gone = self.state.events_gone(&id)?;
        if first.is_none() && gone <= self.after {
            return Ok(());
        }
        let belongs = match self.state.charge_point(&id)? {
            Some(record) if self.filter.asks_for_place() => Belongs::from(record.attributes),
            _ => Belongs::default(),
        };
        if !self.filter.takes_place(&belongs) {
            return Ok(());
        }
        if gone > self.after {
            let gap = self.gap.get_or_insert(Gap {
                charge_points: 0,
                until: 0,
            });
            gap.charge_points += 1;
            gap.until = gap.until.max(gone);
        }
        if let Some(first) = first {
            self.next.push(Reverse((first, self.stations.len())));
            self.stations.push(Station {
                id,
                belongs: Arc::new(belongs),
                ready: VecDeque::new(),
            });
        }
        Ok(())
    }

    fn merge(&mut self) -> Result<Step, StoreError> {
        let mut step = Step::default();
        let (mut bytes, mut looked_at) = (0, 0);
        while step.told.len() < TOLD && bytes < BYTES && looked_at < LOOKED_AT {
            let Some(Reverse((number, index))) = self.next.pop() else {
                step.is_last = true;
                break;
            };
            looked_at += 1;
            // The next of this log is known before its first is told.
            let Some(event) = self.take(number, index)? else {
                continue;
            };
            if let Some(told) = event.filter(|told| self.filter.takes(told)) {
                bytes += told.bytes();
                step.told.push(Arc::new(told));
            }
        }
        Ok(step)
    }

    /// The event with the number, and its log waits for its next turn. None: it is not there any more, and another one
    /// of its log waits.
    fn take(&mut self, number: u64, index: usize) -> Result<Option<Option<Told>>, StoreError> {
        let page = (READY / self.stations.len().max(1)).max(1);
        let Some(station) = self.stations.get_mut(index) else {
            return Ok(None);
        };
        if station.ready.is_empty() {
            station.ready = log::after(&self.state, &station.id, number.saturating_sub(1), page)?.into();
        }
        let is_there = station.ready.front().is_some_and(|first| first.number == number);
        let taken = if is_there { station.ready.pop_front() } else { None };
        let next = match station.ready.front() {
            Some(next) => Some(next.number),
            None => log::next_number(&self.state, &station.id, number)?,
        };
        if let Some(next) = next.filter(|next| *next <= self.until) {
            self.next.push(Reverse((next, index)));
        }
        let belongs = Arc::clone(&station.belongs);
        let news = taken.filter(|one| !one.event.is_repetition() && kinds::is_durable(&one.event.kind));
        Ok(is_there.then(|| news.and_then(|one| Told::new(Some(one.number), one.event, belongs))))
    }
}
