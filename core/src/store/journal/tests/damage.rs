//! What was torn is left out, what was damaged is told: at every byte of a small journal.

use super::super::{Log, Position};
use super::{Ram, open, record, records};
use crate::store::StoreError;

/// A journal of some files, the name of its last one, its records, and where in that file the last record begins and ends.
struct Subject {
    disk: Ram,
    last_file: String,
    written: Vec<Vec<u8>>,
    last_frame: std::ops::Range<usize>,
}

fn subject() -> Subject {
    let disk = Ram::default();
    let log = open(&disk).unwrap();
    let mut written = Vec::new();
    let mut ends = vec![Position(0)];
    for number in 0..14 {
        written.push(record(number));
        ends.push(log.append(&record(number)).unwrap());
    }
    let last_file = disk.names_now().pop().unwrap();
    let first: u64 = last_file.trim_end_matches(".journal").parse().unwrap();
    let place = |end: Position| (end.0 - first) as usize + super::super::header::LENGTH;
    assert!(ends[13].0 > first, "the last file has more than one record");
    assert!(disk.names_now().len() > 3);
    Subject {
        last_frame: place(ends[13])..place(ends[14]),
        disk,
        last_file,
        written,
    }
}

fn read(disk: &Ram) -> Result<Vec<Vec<u8>>, StoreError> {
    let found = records(&open(disk)?, Position(0))?;
    Ok(found.into_iter().map(|(record, _)| record).collect())
}

#[test]
fn the_last_record_is_there_or_not_wherever_it_is_torn() {
    let subject = subject();
    for at in subject.last_frame.clone() {
        for tear in [
            |bytes: &mut Vec<u8>, at: usize| bytes.truncate(at),
            |bytes: &mut Vec<u8>, at: usize| bytes[at..].fill(0),
            |bytes: &mut Vec<u8>, at: usize| bytes[at..].fill(0xA5),
        ] {
            let torn = subject.disk.with(&subject.last_file, |bytes| tear(bytes, at));
            let found = read(&torn).unwrap();
            assert!(
                found == subject.written || found == subject.written[..13],
                "torn at {at}"
            );
            // And it goes on from there.
            let log = open(&torn).unwrap();
            log.append(b"later").unwrap();
            log.append(b"and later").unwrap();
            let mut wanted = found;
            wanted.extend([b"later".to_vec(), b"and later".to_vec()]);
            assert_eq!(read(&torn).unwrap(), wanted, "torn at {at}");
        }
    }
}

#[test]
fn a_flipped_bit_is_told_unless_it_can_be_a_tear() {
    let subject = subject();
    for name in subject.disk.names_now() {
        let mut length = 0;
        drop(subject.disk.with(&name, |bytes| length = bytes.len()));
        let is_last = name == subject.last_file;
        for at in 0..length {
            let flipped = subject.disk.with(&name, |bytes| bytes[at] ^= 1 << (at % 8));
            match read(&flipped) {
                Ok(found) if is_last && at >= subject.last_frame.start => {
                    assert!(
                        found == subject.written || found == subject.written[..13],
                        "{name} {at}"
                    );
                }
                // Behind the frame that ends a file, and in what fills a frame up, nothing is.
                Ok(found) => assert_eq!(found, subject.written, "{name} {at}"),
                Err(error) => {
                    let text = error.to_string();
                    assert!(text.contains(&name) && text.contains("damaged"), "{text}");
                }
            }
        }
    }
}

#[test]
fn a_file_that_is_missing_is_told() {
    let subject = subject();
    let names = subject.disk.names_now();
    for (number, name) in names.iter().enumerate() {
        let without = subject.disk.cut(|| true);
        super::super::disk::Disk::remove(&without, name).unwrap();
        match read(&without) {
            Err(error) => assert!(error.to_string().contains("is needed"), "{error}"),
            // The end alone tells nobody that more was there: what reads from a place behind it is told.
            Ok(_) => {
                assert_eq!(number + 1, names.len());
                let end = records(&open(&subject.disk).unwrap(), Position(0)).unwrap()[13].1;
                assert!(records(&open(&without).unwrap(), end).is_err());
            }
        }
    }
}
