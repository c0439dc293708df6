//! What was torn is left out, what was damaged is told: at every byte of a small journal.

use super::super::disk::Disk;
use super::super::header::{Header, LENGTH};
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
    for name in &names {
        let without = subject.disk.cut(|| true);
        Disk::remove(&without, name).unwrap();
        let error = read(&without).unwrap_err().to_string();
        let is_last = *name == subject.last_file;
        assert!(
            error.contains("is needed") || is_last && error.contains(name.as_str()),
            "{error}"
        );
    }
}

/// As a file of the version before begins: it was finished before the next one was there.
fn as_before(disk: &Ram) -> Ram {
    disk.names_now().iter().fold(disk.cut(|| true), |disk, name| {
        disk.with(name, |bytes| {
            let header = Header::read(bytes).unwrap();
            let before = Header {
                is_followed: false,
                ..header
            };
            bytes[..LENGTH].copy_from_slice(&before.bytes());
        })
    })
}

#[test]
fn files_of_the_version_before_are_read_and_gone_on_with() {
    let subject = subject();
    let disk = as_before(&subject.disk);
    assert_eq!(read(&disk).unwrap(), subject.written);
    let cut = disk.cut(|| true);
    Disk::remove(&cut, &subject.last_file).unwrap();
    let left = read(&cut).unwrap();
    assert!(subject.written.starts_with(&left) && left.len() < subject.written.len());
    // The last of them says how far the journal goes, and stays until another does.
    let log = open(&cut).unwrap();
    log.drop_below(Position(u64::MAX)).unwrap();
    drop(log);
    let end = records(&open(&subject.disk).unwrap(), Position(0)).unwrap()[left.len() - 1].1;
    assert_eq!(records(&open(&cut).unwrap(), end).unwrap(), []);
    let other = as_before(&subject.disk);
    Disk::remove(&other, &subject.last_file).unwrap();
    for (mut written, disk) in [(subject.written, disk), (left, other)] {
        for number in 20..60 {
            open(&disk).unwrap().append(&record(number)).unwrap();
            written.push(record(number));
        }
        assert_eq!(read(&disk).unwrap(), written);
        Disk::remove(&disk, &disk.names_now().pop().unwrap()).unwrap();
        assert!(read(&disk).is_err(), "files of this version follow them");
    }
}

/// The next file is there, and nothing in it, and the frame that finishes the one before is not written, or torn.
#[test]
fn a_crash_before_a_file_is_finished_is_no_damage() {
    let subject = subject();
    let names = subject.disk.names_now();
    let before = &names[names.len() - 2];
    let first: u64 = subject.last_file.trim_end_matches(".journal").parse().unwrap();
    let begins: u64 = before.trim_end_matches(".journal").parse().unwrap();
    let end = (first - begins) as usize + LENGTH - super::super::frame::HEADER;
    let emptied = subject.disk.with(&subject.last_file, |bytes| bytes[LENGTH..].fill(0));
    let written = read(&emptied).unwrap();
    assert!(subject.written.starts_with(&written));
    for torn in [0, 9, 20] {
        let crashed = emptied.with(before, |bytes| bytes[end + torn..].fill(0));
        assert_eq!(read(&crashed).unwrap(), written, "{torn}");
        open(&crashed).unwrap().append(b"later").unwrap();
        assert_eq!(read(&crashed).unwrap().last().unwrap(), b"later");
        // Not where a record was there before, and not where something follows.
        let lost = emptied.with(before, |bytes| bytes[end - 30 + torn..].fill(0));
        assert!(read(&lost).is_err(), "{torn}");
        let harmed = subject.disk.with(before, |bytes| bytes[end + torn..].fill(0));
        let error = read(&harmed).unwrap_err().to_string();
        assert!(error.contains(before.as_str()) && error.contains("damaged"), "{error}");
    }
}

/// A copy that somebody has left there, or a file under another's name, is named itself, and nothing is called lost.
#[test]
fn what_does_not_belong_there_is_told_as_such() {
    let subject = subject();
    let names = subject.disk.names_now();
    let bytes = Disk::read(&subject.disk, &names[0]).unwrap();
    let with = |name: &str| {
        let disk = subject.disk.cut(|| true);
        let file = Disk::file(&disk, name, bytes.len() as u64).unwrap();
        file.write(&bytes, 0).unwrap();
        disk
    };
    for name in ["old.journal", "zzz.journal", "7.journal"] {
        assert_eq!(read(&with(name)).unwrap(), subject.written, "{name} is left alone");
    }
    for later in [Position(7), Position(1 << 40)] {
        let name = super::super::header::name(later);
        let copied = with(&name);
        let error = read(&copied).unwrap_err().to_string();
        assert!(error.contains(&name) && error.contains(&names[0]), "{error}");
        assert!(error.contains("Move this copy") && !error.contains("lost"), "{error}");
        Disk::remove(&copied, &names[0]).unwrap();
        let error = read(&copied).unwrap_err().to_string();
        assert!(error.contains("Give it that name again"), "{error}");
    }
}
