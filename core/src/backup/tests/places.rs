//! Where a backup is laid out, and what becomes of what is there.

use super::*;
use crate::backup::{is_unfinished, laying_out};

#[test]
fn a_folder_with_something_in_it_is_left_alone_or_moved_aside() {
    let folder = tempfile::tempdir().unwrap();
    let store: Arc<dyn Store> = Arc::new(MemoryStore::new());
    let mut target = target(&folder);
    fs::create_dir(&target.folder).unwrap();
    fs::write(target.folder.join("mine"), "mine").unwrap();
    let refused = restore(taken(&store, &folder), &target, &runtime());
    assert!(matches!(refused, Err(RestoreError::NotEmpty(_))), "{refused:?}");
    assert_eq!(fs::read_dir(&target.folder).unwrap().count(), 1);
    target.force = true;
    let aside = restore(taken(&store, &folder), &target, &runtime())
        .unwrap()
        .aside
        .unwrap();
    assert_eq!(fs::read_to_string(aside.join("mine")).unwrap(), "mine");
    assert!(!target.folder.join(UNFINISHED).exists());
    assert!(!target.folder.join("secrets.key").exists());
    // A server works on it.
    let _server = SledStore::open(&target.folder.join("state"), 1 << 20).unwrap();
    let refused = restore(taken(&store, &folder), &target, &runtime());
    assert!(matches!(refused, Err(RestoreError::InUse(_))), "{refused:?}");
}

/// The key of secrets lies beside the store and is in no backup: without it commands that wait with theirs are lost.
#[test]
fn the_key_of_secrets_of_what_was_there_is_kept() {
    let folder = tempfile::tempdir().unwrap();
    let store: Arc<dyn Store> = Arc::new(MemoryStore::new());
    let mut target = target(&folder);
    fs::create_dir(&target.folder).unwrap();
    let path = target.folder.join("secrets.key");
    fs::write(&path, [7; 32]).unwrap();
    fs::set_permissions(&path, fs::Permissions::from_mode(0o644)).unwrap();
    target.force = true;
    let refused = restore(taken(&store, &folder), &target, &runtime())
        .unwrap_err()
        .to_string();
    assert!(refused.contains("chmod 600"), "{refused}");
    assert!(path.exists(), "nothing is moved");
    fs::set_permissions(&path, fs::Permissions::from_mode(0o600)).unwrap();
    let restored = restore(taken(&store, &folder), &target, &runtime()).unwrap();
    assert!(restored.keeps_key);
    assert_eq!(fs::read(&path).unwrap(), [7; 32]);
    assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
    assert!(restored.aside.unwrap().join("secrets.key").exists());
    // One that is interrupted after that has it still, and so has the one after it.
    laying_out::begin(&target.folder).unwrap();
    let restored = restore(taken(&store, &folder), &target, &runtime()).unwrap();
    assert!(restored.keeps_key && restored.aside.is_none());
    assert_eq!(fs::read(&path).unwrap(), [7; 32]);
}

/// What is left when a restore is killed, or fails, around the moment in which what was there is moved aside.
#[test]
fn the_key_is_kept_whenever_a_restore_is_killed() {
    let store: Arc<dyn Store> = Arc::new(MemoryStore::new());
    for step in 0..4 {
        let folder = tempfile::tempdir().unwrap();
        let mut target = target(&folder);
        let (data, aside) = (target.folder.clone(), folder.path().join("data.before-restore-1"));
        fs::create_dir(&data).unwrap();
        fs::write(data.join("secrets.key"), [7; 32]).unwrap();
        fs::set_permissions(data.join("secrets.key"), fs::Permissions::from_mode(0o600)).unwrap();
        fs::write(data.join("mine"), "mine").unwrap();
        let key = crate::state::sealed::kept(&data).unwrap();
        let anew = laying_out::prepare(&data, &aside, key.as_ref()).unwrap();
        if step > 0 {
            fs::rename(&data, &aside).unwrap();
        }
        if step > 1 {
            fs::rename(&anew, &data).unwrap();
        }
        if step > 2 {
            fs::remove_file(data.join("secrets.key")).unwrap();
        }
        if step == 0 {
            let refused = restore(taken(&store, &folder), &target, &runtime());
            assert!(matches!(refused, Err(RestoreError::NotEmpty(_))), "{refused:?}");
            assert_eq!(fs::read_dir(&data).unwrap().count(), 2, "it is as it was");
            laying_out::prepare(&data, &aside, key.as_ref()).unwrap();
            target.force = true;
        }
        let restored = restore(taken(&store, &folder), &target, &runtime()).unwrap();
        assert!(restored.keeps_key, "{step}");
        assert_eq!(fs::read(data.join("secrets.key")).unwrap(), [7; 32], "{step}");
        let told = restored.aside.unwrap();
        assert_eq!(fs::read_to_string(told.join("mine")).unwrap(), "mine", "{step}");
        assert_eq!(told == aside, step > 0, "{step}");
        assert!(!anew.exists() && !is_unfinished(&data), "{step}");
        assert!(!is_unfinished(&told), "{step}");
    }
}

/// A folder that cannot be moved, as a volume cannot: what is in it is moved into a folder inside, whenever that is killed.
#[test]
fn what_is_in_a_folder_that_stays_is_moved_into_one_inside() {
    let store: Arc<dyn Store> = Arc::new(MemoryStore::new());
    for moved in 0..3 {
        let folder = tempfile::tempdir().unwrap();
        let target = target(&folder);
        let data = target.folder.clone();
        drop(SledStore::open(&data.join("state"), 1 << 20).unwrap());
        let earlier = data.join("before-restore-0");
        fs::create_dir(&earlier).unwrap();
        fs::write(data.join("mine"), "mine").unwrap();
        fs::write(data.join("secrets.key"), [7; 32]).unwrap();
        fs::set_permissions(data.join("secrets.key"), fs::Permissions::from_mode(0o600)).unwrap();
        let key = crate::state::sealed::kept(&data).unwrap();
        let inside = data.join("before-restore-1");
        laying_out::move_inside(&data, "1", key.as_ref()).unwrap();
        if moved < 2 {
            // It was killed in the middle, or before anything was moved.
            let said = fs::read_to_string(data.join(UNFINISHED)).unwrap();
            fs::write(
                data.join(UNFINISHED),
                said.replace("is in the folder", "is being moved into the folder"),
            )
            .unwrap();
            fs::rename(inside.join("secrets.key"), data.join("secrets.key")).unwrap();
            for name in ["mine", "state"].iter().skip(moved) {
                fs::rename(inside.join(name), data.join(name)).unwrap();
            }
        }
        assert!(is_unfinished(&data), "{moved}");
        let restored = restore(taken(&store, &folder), &target, &runtime()).unwrap();
        assert_eq!(restored.aside.as_ref(), Some(&inside), "{moved}");
        assert!(restored.keeps_key && earlier.is_dir(), "{moved}");
        assert_eq!(fs::read_to_string(inside.join("mine")).unwrap(), "mine", "{moved}");
        assert!(
            inside.join("state/db").exists() && !data.join("mine").exists(),
            "{moved}"
        );
        assert_eq!(fs::read(data.join("secrets.key")).unwrap(), [7; 32], "{moved}");
        assert!(!is_unfinished(&data), "{moved}");
        drop(SledStore::open(&data.join("state"), 1 << 20).unwrap());
    }
}

/// What stays free of the disk for a server stays free here as well.
#[test]
fn a_restore_leaves_the_reserve() {
    let folder = tempfile::tempdir().unwrap();
    let store: Arc<dyn Store> = Arc::new(MemoryStore::new());
    let mut target = target(&folder);
    target.limits.reserve_bytes = u64::MAX;
    let refused = restore(taken(&store, &folder), &target, &runtime())
        .unwrap_err()
        .to_string();
    assert!(refused.contains("store.reserve"), "{refused}");
    assert!(is_unfinished(&target.folder));
}

/// Where there is no room for what comes in its place, nothing is moved.
#[test]
fn what_is_in_the_way_moves_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let store: Arc<dyn Store> = Arc::new(MemoryStore::new());
    let mut target = target(&folder);
    target.force = true;
    let theirs = folder.path().join("data.restoring");
    for path in [&target.folder, &theirs] {
        fs::create_dir(path).unwrap();
        fs::write(path.join("mine"), "mine").unwrap();
    }
    let refused = restore(taken(&store, &folder), &target, &runtime())
        .unwrap_err()
        .to_string();
    assert!(refused.contains("data.restoring"), "{refused}");
    for path in [&target.folder, &theirs] {
        assert_eq!(fs::read_to_string(path.join("mine")).unwrap(), "mine");
    }
}

#[test]
fn what_an_interrupted_restore_left_is_laid_out_anew() {
    let folder = tempfile::tempdir().unwrap();
    let store: Arc<dyn Store> = Arc::new(MemoryStore::new());
    let run = runtime();
    run.block_on(store.write(vec![put(ID_TAGS, "anna", b"1")])).unwrap();
    let target = target(&folder);
    laying_out::begin(&target.folder).unwrap();
    let half = SledStore::begin(&Home::below(&target.folder), LIMITS, Revision(9)).unwrap();
    run.block_on(half.write(vec![put(ID_TAGS, "nobody", b"1")])).unwrap();
    drop(half);
    assert!(is_unfinished(&target.folder));
    restore(taken(&store, &folder), &target, &run).unwrap();
    assert!(!is_unfinished(&target.folder));
    let restored = SledStore::open(&target.folder.join("state"), 1 << 20).unwrap();
    assert_eq!(keys(&restored, ID_TAGS), ["anna"]);
}
