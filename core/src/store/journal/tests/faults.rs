//! A disk that fails at any step, and one that loses what was not synced at any moment.

use std::cell::Cell;
use std::io::ErrorKind;

use proptest::prelude::*;

use super::super::{Log, Position};
use super::ram::{Fault, Ram};
use super::{open, record, records};
use crate::store::StoreError;

/// What is known of a journal that is written into.
#[derive(Default)]
struct Known {
    /// What was acknowledged, and not dropped.
    kept: Vec<(Vec<u8>, Position)>,
    /// From here on it is kept.
    from: Position,
    /// What may be there or not.
    open_question: Option<Vec<u8>>,
}

impl Known {
    /// Appends and drops until something says that it is over.
    fn work(&mut self, disk: &Ram, numbers: std::ops::Range<u8>) -> Result<(), StoreError> {
        let log = open(disk)?;
        for number in numbers {
            let record = record(number);
            match log.append(&record) {
                Ok(end) => self.kept.push((record, end)),
                Err(error) if error.passes() => {}
                Err(error) => {
                    self.open_question = Some(record);
                    let again = log.append(b"again").unwrap_err();
                    assert_eq!(again.to_string(), error.to_string());
                    return Err(error);
                }
            }
            if number % 9 == 8 && self.kept.len() > 3 {
                self.from = self.kept[self.kept.len() - 3].1;
                // What cannot be dropped is more than is needed, and no harm.
                drop(log.drop_below(self.from));
                self.kept.drain(..self.kept.len() - 2);
            }
        }
        Ok(())
    }

    fn check(&self, disk: &Ram) -> Result<(), String> {
        let log = open(disk).map_err(|error| error.to_string())?;
        let mut found = records(&log, self.from).map_err(|error| error.to_string())?;
        if found.len() == self.kept.len() + 1 {
            let last = found.pop().map(|(record, _)| record);
            if last != self.open_question {
                return Err(format!("{last:?} was never asked for"));
            }
        }
        if found == self.kept {
            Ok(())
        } else {
            Err(format!("{found:?} in place of {:?}", self.kept))
        }
    }
}

#[test]
fn whichever_step_fails_all_that_was_acknowledged_is_there_and_nothing_that_was_refused() {
    for kind in [ErrorKind::StorageFull, ErrorKind::Other] {
        for short in [0, 1, 30] {
            for step in 0.. {
                let disk = Ram::default();
                let mut known = Known::default();
                disk.fail(Fault { step, kind, short });
                let opened = known.work(&disk, 0..40);
                let has_failed = disk.heal();
                if opened.is_ok() && has_failed {
                    known.work(&disk, 40..60).unwrap();
                }
                known.check(&disk).unwrap();
                known.check(&disk.cut(|| true)).unwrap();
                known.check(&disk.cut(|| false)).unwrap();
                if !has_failed {
                    assert!(step > 60, "it has more steps");
                    break;
                }
            }
        }
    }
}

/// Opening it, its beginning, the sync of that and its name: only what comes after that cannot be taken back.
#[test]
fn what_fails_while_a_file_is_made_ready_refuses_one_record_and_no_more() {
    for step in 0..5 {
        let disk = Ram::default();
        let log = open(&disk).unwrap();
        disk.fail(Fault {
            step,
            kind: ErrorKind::PermissionDenied,
            short: 0,
        });
        let refused = log.append(b"refused").unwrap_err();
        assert_eq!(refused.passes(), step < 4, "{step}: {refused}");
        if refused.passes() {
            let end = log.append(b"taken").unwrap();
            assert_eq!(records(&log, Position(0)).unwrap(), [(b"taken".to_vec(), end)]);
            assert_eq!(disk.names_now().len(), 1, "{step}");
        } else {
            log.append(b"never").unwrap_err();
        }
    }
}

#[test]
fn what_comes_is_made_room_for_or_it_is_said_why_not() {
    let disk = Ram::default();
    let log = open(&disk).unwrap();
    disk.fail(Fault {
        step: 0,
        kind: ErrorKind::StorageFull,
        short: 0,
    });
    let full = log.make_ready();
    assert!(matches!(full, Err(StoreError::Full { .. })), "{full:?}");
    log.make_ready().unwrap();
    // The file is there, so that nothing is made any more.
    disk.fail(Fault {
        step: 0,
        kind: ErrorKind::StorageFull,
        short: 0,
    });
    log.make_ready().unwrap();
    assert!(!disk.heal());
}

/// What a killed process had not synced is what the next one goes on from, until the power goes.
#[test]
fn a_power_cut_after_a_kill_takes_nothing_that_was_acknowledged() {
    for until in [9, 27, 40] {
        for step in 0.. {
            let mut has_failed = true;
            for later in 0..20 {
                let disk = Ram::default();
                let mut known = Known::default();
                let fault = |step| Fault {
                    step,
                    kind: ErrorKind::Other,
                    short: 30,
                };
                disk.fail(fault(step));
                drop(known.work(&disk, 0..until));
                has_failed = disk.heal();
                let found = records(&open(&disk).unwrap(), known.from).unwrap();
                known = Known {
                    kept: found,
                    from: known.from,
                    open_question: None,
                };
                disk.fail(fault(later));
                drop(known.work(&disk, 40..50));
                disk.heal();
                for has_all in [false, true] {
                    let checked = known.check(&disk.cut(|| has_all));
                    assert_eq!(checked, Ok(()), "{until}, {step}, then {later}");
                }
            }
            if !has_failed {
                break;
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    /// The cut comes in the middle of a step: it has failed for whoever waits for it.
    #[test]
    fn a_power_cut_takes_nothing_that_was_acknowledged(
        steps in proptest::collection::vec((0..150_usize, 0..50_usize), 1..5),
        chances in proptest::collection::vec(any::<bool>(), 64),
    ) {
        let mut disk = Ram::default();
        let mut known = Known::default();
        let next = Cell::new(0);
        for (life, (step, short)) in (0..).zip(steps) {
            disk.fail(Fault { step, short, kind: ErrorKind::Other });
            if known.work(&disk, life * 50..life * 50 + 50).is_ok() {
                known.open_question = None;
            }
            disk = disk.cut(|| {
                next.set(next.get() + 1);
                chances[next.get() % chances.len()]
            });
            prop_assert_eq!(known.check(&disk), Ok(()));
            // What the question was about is part of it from now on.
            let found = records(&open(&disk).unwrap(), known.from).unwrap();
            known = Known { kept: found, from: known.from, open_question: None };
        }
    }
}
