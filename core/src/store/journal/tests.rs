//! The journal on a disk that fails, tears and forgets when it is told to.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]

mod damage;
mod faults;
mod ram;

use super::{Log, Position, SegmentLog};
use crate::store::StoreError;
use ram::Ram;

/// Small, so that a few records fill one.
const SEGMENT: u64 = 256;

fn open(disk: &Ram) -> Result<SegmentLog, StoreError> {
    SegmentLog::with_segments_of(Box::new(disk.clone()), SEGMENT)
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
