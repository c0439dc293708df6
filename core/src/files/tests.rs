//! Files on a real disk.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

use std::path::Path;
use std::sync::Arc;

use futures_util::TryStreamExt as _;
use sha2::{Digest as _, Sha256};

use super::{FileError, Files, Received, tidy};
use crate::clock::Time;
use crate::config::settings::FileSettings;
use crate::ids::FileId;
use crate::state::State;
use crate::state::file_tokens::{FileToken, Purpose, Token, put_file_token};
use crate::state::files::{FileKind, StoredFile, put_file};
use crate::store::MemoryStore;

fn files(folder: &Path, each: u64, all: u64) -> Files {
    let settings = FileSettings {
        max_upload_bytes: each,
        max_total_bytes: all,
        ..FileSettings::default()
    };
    Files::open(folder, settings).unwrap()
}

async fn bring(files: &Files, bytes: &[u8]) -> Result<Received, FileError> {
    let mut incoming = files.begin(0).await?;
    for piece in bytes.chunks(1000) {
        incoming.push(piece).await?;
    }
    incoming.finish().await
}

async fn fetch(files: &Files, id: &FileId, part: std::ops::Range<u64>) -> Vec<u8> {
    let pieces: Vec<bytes::Bytes> = files
        .read(id)
        .await
        .unwrap()
        .part(part, || {})
        .try_collect()
        .await
        .unwrap();
    pieces.concat()
}

/// What lies in the folder, once removals on other threads are through.
async fn left(folder: &Path, wanted: usize) -> usize {
    for _ in 0..6_000 {
        let found = tidy::entries(folder).unwrap().len();
        if found == wanted {
            return found;
        }
        tokio::time::sleep(std::time::Duration::from_millis(10)).await;
    }
    tidy::entries(folder).unwrap().len()
}

#[actix_web::test]
async fn a_file_is_given_back_as_it_came() {
    let folder = tempfile::tempdir().unwrap();
    let files = files(folder.path(), 1 << 20, 1 << 20);
    let bytes: Vec<u8> = (0..700_001_u32).map(|n| u8::try_from(n % 251).unwrap()).collect();
    let received = bring(&files, &bytes).await.unwrap();
    let digest: String = Sha256::digest(&bytes)
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect();
    assert_eq!((received.bytes, received.sha256), (700_001, digest));
    assert_eq!(fetch(&files, &received.id, 0..700_001).await, bytes);
    assert_eq!(fetch(&files, &received.id, 65_530..65_545).await, bytes[65_530..65_545]);
    files.remove(&received.id).await.unwrap();
    assert!(matches!(files.read(&received.id).await.err(), Some(FileError::Gone)));
    assert_eq!(left(folder.path(), 0).await, 0);
}

#[actix_web::test]
async fn what_is_too_much_leaves_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let files = files(folder.path(), 10_000, 25_000);
    assert!(matches!(
        bring(&files, &[1; 10_001]).await,
        Err(FileError::TooLarge(10_000))
    ));
    let first = bring(&files, &[1; 10_000]).await.unwrap();
    bring(&files, &[2; 10_000]).await.unwrap();
    assert!(matches!(
        bring(&files, &[3; 9_000]).await,
        Err(FileError::NoRoom(25_000))
    ));
    assert_eq!(left(folder.path(), 2).await, 2);
    files.remove(&first.id).await.unwrap();
    bring(&files, &[3; 9_000]).await.unwrap();
    assert_eq!(left(folder.path(), 2).await, 2);
}

#[actix_web::test]
async fn what_would_take_of_the_reserve_leaves_nothing() {
    // In memory, where nobody else writes, if there is such a disk.
    let folder = tempfile::tempdir_in("/dev/shm")
        .or_else(|_| tempfile::tempdir())
        .unwrap();
    let left_free = 6 << 20;
    let with = |reserve_bytes| {
        let settings = FileSettings {
            reserve_bytes,
            ..FileSettings::default()
        };
        Files::open(folder.path(), settings).unwrap()
    };
    let free = super::reserve::free(folder.path()).unwrap();
    let files = with(free - left_free);
    let reserved = |error: Option<FileError>| matches!(error, Some(FileError::Reserved(_)));
    assert!(reserved(files.begin(u64::from(u32::MAX)).await.err()));
    bring(&files, &[1; 1 << 20]).await.unwrap();
    assert!(reserved(bring(&files, &vec![1; 40 << 20]).await.err()));
    assert_eq!(left(folder.path(), 1).await, 1);
    let files = with(u64::MAX);
    assert!(reserved(files.begin(0).await.err()));
    assert_eq!(left(folder.path(), 1).await, 1);
}

#[actix_web::test]
async fn a_file_that_does_not_come_to_its_end_is_none_also_after_a_crash() {
    let folder = tempfile::tempdir().unwrap();
    let first = files(folder.path(), 1 << 20, 1 << 20);
    let mut incoming = first.begin(0).await.unwrap();
    incoming.push(&[1; 600_000]).await.unwrap();
    drop(incoming);
    assert_eq!(left(folder.path(), 0).await, 0);
    bring(&first, &[1; 600_000]).await.unwrap();
    std::fs::write(folder.path().join("x.partial"), [1; 600_000]).unwrap();
    let second = files(folder.path(), 1 << 20, 1 << 20);
    assert_eq!(left(folder.path(), 1).await, 1);
    assert!(matches!(bring(&second, &[1; 600_000]).await, Err(FileError::NoRoom(_))));
    bring(&second, &[1; 400_000]).await.unwrap();
}

#[actix_web::test]
async fn a_newer_connection_supersedes_the_one_before() {
    let folder = tempfile::tempdir().unwrap();
    let files = files(folder.path(), 1, 1);
    let token = crate::state::file_tokens::Token::random().unwrap().hash();
    let mut first = files.turn(&token);
    let second = files.turn(&token);
    first.superseded().await;
    drop(first);
    drop(second);
    assert!(super::lock(&files.0.bringing).is_empty());
}

#[actix_web::test]
async fn what_is_over_goes() {
    let folder = tempfile::tempdir().unwrap();
    let files = files(folder.path(), 1 << 20, 1 << 20);
    let state = State::new(Arc::new(MemoryStore::new()));
    let now: Time = "2026-11-20T10:00:00Z".parse().unwrap();
    let mut kept = Vec::new();
    for (over, bytes) in [(true, [1; 10]), (false, [2; 10])] {
        let received = bring(&files, &bytes).await.unwrap();
        let record = StoredFile {
            id: received.id.clone(),
            kind: FileKind::Diagnostics,
            name: "a".to_owned(),
            bytes: received.bytes,
            sha256: received.sha256,
            charge_point: Some(crate::ids::ChargePointId::new("CP1")),
            command: None,
            created_at: now,
            expires_at: over.then_some(now),
        };
        state.store().write(put_file(&record).unwrap()).await.unwrap();
        kept.push(record.id);
    }
    // Longer ago than any upload takes to be recorded.
    let old = std::time::SystemTime::now() - std::time::Duration::from_secs(3_600);
    for id in &kept {
        let file = std::fs::File::options()
            .write(true)
            .open(folder.path().join(id.as_str()))
            .unwrap();
        file.set_modified(old).unwrap();
    }
    let write = |writes| {
        futures_util::FutureExt::now_or_never(state.store().write(writes))
            .unwrap()
            .map(drop)
    };
    // Somebody was told to fetch the first within an hour.
    let until = now + chrono::TimeDelta::hours(1);
    let token = FileToken {
        charge_point: crate::ids::ChargePointId::new("CP1"),
        purpose: Purpose::Download(kept[0].clone()),
        command: None,
        created_at: now,
        expires_at: until,
        used_at: None,
    };
    let hash = Token::random().unwrap().hash();
    let told = put_file_token(&hash, &token).unwrap();
    state.store().write(vec![told]).await.unwrap();
    let just_before = until - chrono::TimeDelta::milliseconds(1);
    tidy::pass(&files, &state, just_before, &write).unwrap();
    assert_eq!(fetch(&files, &kept[0], 0..10).await, [1; 10]);
    assert!(state.file(&kept[0]).unwrap().is_some());
    tidy::pass(&files, &state, until, &write).unwrap();
    assert!(state.file_token(&hash).unwrap().is_none());
    assert_eq!(state.file(&kept[0]).unwrap(), None);
    assert!(state.file(&kept[1]).unwrap().is_some());
    assert_eq!(left(folder.path(), 1).await, 1);
    assert_eq!(fetch(&files, &kept[1], 0..10).await, [2; 10]);
}
