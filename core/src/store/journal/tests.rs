//! The journal on a disk that fails, tears and forgets when it is told to.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]

mod damage;
mod faults;
mod ram;

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use super::{Log, Position, SegmentLog};
use crate::store::StoreError;
use crate::store::room::Room;
use ram::Ram;

/// Small, so that a few records fill one.
const SEGMENT: u64 = 256;

fn open(disk: &Ram) -> Result<SegmentLog, StoreError> {
    open_with(disk, || None)
}

fn open_with(disk: &Ram, free: impl Fn() -> Option<u64> + Send + Sync + 'static) -> Result<SegmentLog, StoreError> {
    let room = Room::with(free, 1000, "/ram".to_owned());
    SegmentLog::with_segments_of(Box::new(disk.clone()), SEGMENT, Arc::new(room))
}

/// All records from a place on, each with its end.
fn records(log: &SegmentLog, from: Position) -> Result<Vec<(Vec<u8>, Position)>, StoreError> {
    let mut found = Vec::new();
    log.read(from, &mut |record, end| {
        found.push((record.to_vec(), end));
        Ok(())
    })?;
    Ok(found)
}

/// Records of different sizes, each unlike every other.
fn record(number: u8) -> Vec<u8> {
    vec![number + 1; usize::from(number) * 7 % 90]
}

#[test]
fn records_come_back_in_their_order_from_every_place_on() {
    let disk = Ram::default();
    let log = open(&disk).unwrap();
    let mut written = Vec::new();
    for number in 0..40 {
        // One that has no room in a file of the usual size.
        let record = if number == 17 { vec![9; 3000] } else { record(number) };
        let end = log.append(&record).unwrap();
        written.push((record, end));
    }
    assert!(log.extent().segments > 5);
    for log in [log, open(&disk).unwrap()] {
        assert_eq!(records(&log, Position(0)).unwrap(), written);
        for (number, (_, end)) in written.iter().enumerate() {
            assert_eq!(records(&log, *end).unwrap(), written[number + 1..]);
        }
    }
}

#[test]
fn an_empty_record_is_a_record() {
    let disk = Ram::default();
    let end = open(&disk).unwrap().append(&[]).unwrap();
    assert_eq!(records(&open(&disk).unwrap(), Position(0)).unwrap(), [(vec![], end)]);
}

#[test]
fn what_is_not_needed_goes_and_its_files_are_used_again() {
    let disk = Ram::default();
    let log = open(&disk).unwrap();
    let mut ends = vec![Position(0)];
    for round in 0..20 {
        for number in 0..10 {
            ends.push(log.append(&record(round * 10 + number)).unwrap());
        }
        log.drop_below(ends[ends.len() - 3]).unwrap();
        assert!(log.extent().segments <= 4, "{:?}", log.extent());
        assert!(disk.names_now().len() <= 7, "{:?}", disk.names_now());
    }
    let from = ends[ends.len() - 3];
    let last: Vec<_> = [198, 199].map(record).into();
    for log in [log, open(&disk).unwrap()] {
        let found: Vec<_> = records(&log, from)
            .unwrap()
            .into_iter()
            .map(|(record, _)| record)
            .collect();
        assert_eq!(found, last);
        assert!(records(&log, Position(0)).is_err());
    }
}

#[test]
fn it_goes_on_where_it_ended_after_every_start() {
    let disk = Ram::default();
    let mut written = Vec::new();
    for number in 0..60 {
        let log = open(&disk).unwrap();
        let record = record(number);
        let end = log.append(&record).unwrap();
        written.push((record, end));
    }
    assert_eq!(records(&open(&disk).unwrap(), Position(0)).unwrap(), written);
}

#[test]
fn the_reserve_is_left_and_what_is_set_aside_is_used_up_before() {
    let (disk, free) = (Ram::default(), Arc::new(AtomicU64::new(1000 + 2 * SEGMENT)));
    let asked = Arc::clone(&free);
    let log = open_with(&disk, move || Some(asked.load(Ordering::Relaxed))).unwrap();
    let record = [7; 100];
    let end = log.append(&record).unwrap();
    log.drop_below(end).unwrap();
    free.store(999, Ordering::Relaxed);
    // The file that is written into, and the one that was set aside for what comes.
    log.append(&[1; 40]).unwrap();
    let kept = log.append(&record).unwrap();
    log.append(&[1; 40]).unwrap();
    let refused = log.append(&record).unwrap_err();
    assert!(matches!(refused, StoreError::Full { .. }), "{refused}");
    assert!(matches!(log.append(&record), Err(StoreError::Full { .. })));
    assert_eq!(records(&log, kept).unwrap().len(), 1);
    // What is not needed any more is room.
    log.drop_below(kept).unwrap();
    log.append(&record).unwrap();
    log.append(&record).unwrap_err();
    free.store(1000 + SEGMENT, Ordering::Relaxed);
    log.append(&record).unwrap();
    assert_eq!(records(&open(&disk).unwrap(), kept).unwrap().len(), 3);
}
