//! Events of live kinds on their way to whoever listens at this moment: they are in no log, have no number, and are not
//! even made while nobody listens to their kind. One look at a number says so.
//!
//! Whoever tells them waits for nobody: what is too much at once is left out, and counted.

use std::sync::atomic::{AtomicU32, AtomicU64, AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::Instant;

use tokio::sync::mpsc;

use super::Event;
use super::kinds::{self, Keeping, Kind};

/// So many bytes of payloads may lie here.
const MOST_BYTES: usize = 32 << 20;
/// What an event takes beside its payload.
const BESIDE: usize = 512;

/// The way of live events. The kinds that somebody listens to are a number of bits.
#[derive(Debug)]
pub struct Broadcast {
    wanted: AtomicU32,
    waiting: AtomicUsize,
    left_out: AtomicU64,
    /// Bounded by the bytes that may wait.
    teller: mpsc::UnboundedSender<Live>,
    told: Mutex<Option<mpsc::UnboundedReceiver<Live>>>,
}

/// An event that is told at its moment alone.
#[derive(Debug)]
pub struct Live {
    /// When it was told.
    pub at: Instant,
    /// What.
    pub event: Event,
}

impl Default for Broadcast {
    fn default() -> Self {
        let (teller, told) = mpsc::unbounded_channel();
        Self {
            wanted: AtomicU32::new(0),
            waiting: AtomicUsize::new(0),
            left_out: AtomicU64::new(0),
            teller,
            told: Mutex::new(Some(told)),
        }
    }
}

impl Broadcast {
    /// Whether somebody listens to a kind that is not kept.
    #[must_use]
    pub fn wants(&self, kind: &str) -> bool {
        let wanted = self.wanted.load(Ordering::Relaxed);
        wanted != 0 && bit(kind) & wanted != 0
    }

    /// These happened; those of them that somebody listens to are handed on.
    pub fn tell(&self, events: &[Event]) {
        if self.wanted.load(Ordering::Relaxed) == 0 {
            return;
        }
        let at = Instant::now();
        for event in events.iter().filter(|event| self.wants(&event.kind)) {
            let bytes = bytes_of(event);
            if self.waiting.fetch_add(bytes, Ordering::AcqRel) > MOST_BYTES {
                self.waiting.fetch_sub(bytes, Ordering::AcqRel);
                self.left_out.fetch_add(1, Ordering::Relaxed);
            } else {
                let event = event.clone();
                if self.teller.send(Live { at, event }).is_err() {
                    // Nobody takes them any more: the server stops.
                    return;
                }
            }
        }
    }

    /// These kinds are listened to from now on, and no others.
    pub fn want(&self, kinds: impl Iterator<Item = &'static Kind>) {
        let wanted = kinds.map(|kind| bit(kind.name)).fold(0, |all, one| all | one);
        self.wanted.store(wanted, Ordering::Relaxed);
    }

    /// What is told, for the one that hands it to all who listen. None: somebody else has it.
    #[must_use]
    pub fn take(&self) -> Option<mpsc::UnboundedReceiver<Live>> {
        self.told.lock().unwrap_or_else(PoisonError::into_inner).take()
    }

    /// One was taken; how many were left out since the last one.
    pub fn taken(&self, event: &Event) -> u64 {
        self.waiting.fetch_sub(bytes_of(event), Ordering::AcqRel);
        self.left_out.swap(0, Ordering::Relaxed)
    }
}

fn bytes_of(event: &Event) -> usize {
    BESIDE + event.payload.text().len()
}

/// The bit of a live kind; none for others.
fn bit(kind: &str) -> u32 {
    let at = kinds::ALL
        .iter()
        .position(|known| known.name == kind && known.keeping == Keeping::Live);
    at.and_then(|at| u32::try_from(at).ok())
        .and_then(|at| 1_u32.checked_shl(at))
        .unwrap_or(0)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]

    use serde_json::json;

    use super::super::kinds::{ALL, CALL, METER_VALUES, TRANSACTION_ENDED};
    use super::*;
    use crate::ids::ChargePointId;

    fn event(kind: &Kind, payload: &str) -> Event {
        Event::new(kind.name, &ChargePointId::new("CP"), json!({ "text": payload }))
    }

    #[test]
    fn only_live_kinds_that_somebody_listens_to_are_told() {
        let broadcast = Broadcast::default();
        let mut told = broadcast.take().unwrap();
        assert!(broadcast.take().is_none());
        let all = [
            event(&CALL, ""),
            event(&METER_VALUES, ""),
            event(&TRANSACTION_ENDED, ""),
        ];
        broadcast.tell(&all);
        broadcast.want([&METER_VALUES, &TRANSACTION_ENDED].into_iter());
        broadcast.tell(&all);
        assert!(broadcast.wants("meter.values") && !broadcast.wants("call") && !broadcast.wants("transaction.ended"));
        assert_eq!(told.try_recv().unwrap().event.kind, METER_VALUES.name);
        assert!(told.try_recv().is_err());
    }

    #[test]
    fn what_is_too_much_is_left_out_and_counted() {
        let broadcast = Broadcast::default();
        let mut told = broadcast.take().unwrap();
        broadcast.want([&CALL].into_iter());
        let large = event(&CALL, &"x".repeat(1 << 20));
        for _ in 0..40 {
            broadcast.tell(std::slice::from_ref(&large));
        }
        let mut taken = 0;
        let mut left_out = 0;
        while let Ok(live) = told.try_recv() {
            taken += 1;
            left_out += broadcast.taken(&live.event);
        }
        assert_eq!(taken + left_out, 40);
        assert!(left_out > 5, "{left_out}");
        broadcast.tell(&[large]);
        assert!(told.try_recv().is_ok());
    }

    /// The bits are enough.
    #[test]
    fn each_live_kind_has_a_bit() {
        for kind in ALL.iter().filter(|kind| kind.keeping == Keeping::Live) {
            assert!(bit(kind.name) != 0, "{kind}");
        }
    }
}
