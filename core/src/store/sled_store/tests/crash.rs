//! A process that writes is killed, or runs out of disk; what it was told must be there afterwards.
//!
//! The child is this test binary again, running one of the tests that are marked as ignored. It prints
//! a line for every acknowledged key.

#![allow(clippy::unwrap_used, clippy::print_stdout, reason = "tests")]

use std::collections::BTreeSet;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use proptest::prelude::Rng;
use proptest::test_runner::TestRunner;

use super::{Page, SledStore, Store, StoreError, THINGS, block_on, open, put};

const FOLDER: &str = "STORE_CRASH_FOLDER";
const FIRST: &str = "STORE_CRASH_FIRST";

/// So many numbers are each life's own.
const LIFE: u64 = 1_000_000;

/// Some values are whole, some are cut.
fn value(number: u64) -> Vec<u8> {
    let size = if number % 50 == 7 { 20_000 } else { 100 };
    number.to_string().into_bytes().into_iter().cycle().take(size).collect()
}

/// Scattered, so that readers meet the places where the writer is at work.
fn key(number: u64) -> String {
    format!("{:016x}", number.wrapping_mul(0x9E37_79B9_7F4A_7C15))
}

/// Writes numbered keys from 32 tasks and prints each number that was acknowledged, until the store
/// fails.
fn write_and_tell(store: &SledStore) -> StoreError {
    let first = first();
    let next = std::cell::Cell::new(first);
    let one = async || loop {
        let number = next.replace(next.get() + 1);
        match store.write(vec![put(&key(number), value(number))]).await {
            Ok(_) => println!("\nhas {number}"),
            Err(error) => return error,
        }
    };
    let mut tasks: Vec<_> = (0..32).map(|_| Box::pin(one())).collect();
    block_on(std::future::poll_fn(|context| {
        tasks
            .iter_mut()
            .find_map(|task| match task.as_mut().poll(context) {
                std::task::Poll::Ready(error) => Some(std::task::Poll::Ready(error)),
                std::task::Poll::Pending => None,
            })
            .unwrap_or(std::task::Poll::Pending)
    }))
}

fn first() -> u64 {
    std::env::var(FIRST).unwrap().parse().unwrap()
}

fn folder() -> Option<PathBuf> {
    std::env::var_os(FOLDER).map(PathBuf::from)
}

#[test]
#[ignore = "the process that another test kills"]
fn child_that_is_killed() {
    if let Some(folder) = folder() {
        // In every second life all is on its way into sled at once.
        let is_hasty = first() / LIFE % 2 == 1;
        write_and_tell(&if is_hasty {
            SledStore::open_hasty(&folder)
        } else {
            open(&folder)
        });
    }
}

#[test]
#[ignore = "the process that another test gives too little disk"]
fn child_whose_disk_is_full() {
    let Some(folder) = folder() else { return };
    let store = SledStore::open_hasty(&folder);
    let error = std::thread::scope(|scope| {
        let readers: Vec<_> = (0..4).map(|_| scope.spawn(|| read_until_it_fails(&store))).collect();
        let error = write_and_tell(&store);
        assert!(
            readers
                .into_iter()
                .all(|reader| matches!(reader.join().unwrap(), StoreError::Failed { .. }))
        );
        error
    });
    assert!(matches!(error, StoreError::Failed { .. }), "{error}");
    let later = block_on(store.write(vec![put("later", "x")])).unwrap_err();
    assert_eq!(later.to_string(), error.to_string());
    assert_eq!(store.get(THINGS, &key(0)).unwrap_err().to_string(), error.to_string());
    assert!(store.health().failure.is_some());
    drop(store);
    println!("\nended well: {error}");
}

/// Reading sled splits its nodes too, so the readers' part of the log fails as well.
fn read_until_it_fails(store: &SledStore) -> StoreError {
    let mut number = 0;
    loop {
        number = (number + 7) % 20_000;
        let after = key(number);
        let page = Page::all(30).after(Some(&after));
        if let Err(error) = store.list(THINGS, page) {
            return error;
        }
    }
}

/// The child's command, with a limit on the size of files if there is to be one.
fn child(test: &str, folder: &Path, first: u64, limit: Option<u32>) -> Child {
    let limit = limit.map_or(String::new(), |blocks| format!("trap '' XFSZ; ulimit -f {blocks}; "));
    let test = format!("store::sled_store::tests::crash::{test}");
    Command::new("sh")
        .args(["-c", &format!("{limit}exec \"$0\" \"$@\"")])
        .arg(std::env::current_exe().unwrap())
        .args([&test, "--exact", "--ignored", "--nocapture"])
        .env(FOLDER, folder)
        .env(FIRST, first.to_string())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap()
}

fn told(line: &str) -> Option<u64> {
    line.strip_prefix("has ")?.parse().ok()
}

fn assert_all_there(folder: &Path, told: &BTreeSet<u64>) {
    let store = open(folder);
    for number in told {
        let entry = store.get(THINGS, &key(*number)).unwrap();
        assert_eq!(
            entry.map(|entry| entry.value),
            Some(value(*number)),
            "{number} was acknowledged"
        );
    }
}

#[test]
fn nothing_acknowledged_is_lost_when_the_process_is_killed() {
    let folder = tempfile::tempdir().unwrap();
    let mut runner = TestRunner::default();
    let mut all = BTreeSet::new();
    for round in 0..5 {
        let patience = runner.rng().next_u32() as usize % 1500;
        let mut child = child("child_that_is_killed", folder.path(), round * LIFE, None);
        let mut lines = BufReader::new(child.stdout.take().unwrap())
            .lines()
            .map_while(Result::ok);
        let before: Vec<_> = lines
            .by_ref()
            .filter_map(|line| told(&line))
            .take(patience + 1)
            .collect();
        assert_eq!(before.len(), patience + 1);
        child.kill().unwrap();
        child.wait().unwrap();
        all.extend(before);
        all.extend(lines.filter_map(|line| told(&line)));
        assert_all_there(folder.path(), &all);
    }
}

#[test]
fn a_full_disk_fails_every_writer_and_loses_nothing_acknowledged() {
    let mut runner = TestRunner::default();
    for _ in 0..3 {
        let folder = tempfile::tempdir().unwrap();
        // In blocks of 512 or 1024 bytes, as the shell likes it: more than a file of the journal has, so it is sled
        // that meets the end.
        let blocks = 8192 + 512 + runner.rng().next_u32() % 2048;
        let mut child = child("child_whose_disk_is_full", folder.path(), 0, Some(blocks));
        let lines: Vec<_> = BufReader::new(child.stdout.take().unwrap())
            .lines()
            .map_while(Result::ok)
            .collect();
        assert!(child.wait().unwrap().success());
        assert!(
            lines.iter().any(|line| line.starts_with("ended well")),
            "{:?}",
            lines.last()
        );
        let all: BTreeSet<_> = lines.iter().filter_map(|line| told(line)).collect();
        assert!(!all.is_empty());
        assert_all_there(folder.path(), &all);
    }
}
