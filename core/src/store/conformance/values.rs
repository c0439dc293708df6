//! Values: none is too small or too large, and none is ever seen in part.

use std::sync::atomic::{AtomicUsize, Ordering};

use super::{Change, Expect, Page, Store, THINGS, apply, get, keys, put, value, write};

/// The sizes around every border that a back end may have.
const SIZES: [usize; 12] = [
    0, 1, 4095, 8191, 8192, 8193, 16_384, 65_535, 131_072, 262_145, 1_048_576, 1_048_577,
];

fn bytes(size: usize, salt: usize) -> Vec<u8> {
    (0..size)
        .map(|at| u8::try_from((at * 31 + at / 251 + salt) % 256).unwrap())
        .collect()
}

pub(super) fn empty_and_large_values_come_back(store: &dyn Store) {
    for size in SIZES {
        apply(store, vec![put(&format!("{size:08}"), bytes(size, size))]).unwrap();
    }
    for size in SIZES {
        assert_eq!(
            value(store, &format!("{size:08}")).unwrap(),
            bytes(size, size),
            "{size}"
        );
    }
    let listed = store.list(THINGS, Page::all(100)).unwrap();
    let listed: Vec<_> = listed.into_iter().map(|(_, entry)| entry.value).collect();
    assert_eq!(listed, SIZES.map(|size| bytes(size, size)));
}

pub(super) fn large_and_small_values_replace_each_other(store: &dyn Store) {
    for (salt, size) in [20_000, 10, 9_000, 30_000, 8_193, 0, 1_048_576].into_iter().enumerate() {
        apply(store, vec![put("k", bytes(size, salt)), put("k2", "beside")]).unwrap();
        assert_eq!(value(store, "k").unwrap(), bytes(size, salt), "{size}");
        assert_eq!(keys(store, "", None, 100), ["k", "k2"]);
    }
    apply(store, vec![write("k", Expect::Any, Change::Delete)]).unwrap();
    assert_eq!(get(store, "k"), None);
    assert_eq!(keys(store, "", None, 100), ["k2"]);
}

/// A value of many equal bytes is replaced and removed all the time; whoever reads it sees all bytes
/// equal, and no byte missing.
pub(super) fn a_reader_never_sees_half_a_value(store: &dyn Store) {
    const SIZE: usize = 30_000;
    let seen = AtomicUsize::new(0);
    let read = || {
        while seen.load(Ordering::Acquire) < 2000 {
            let listed = store.list(THINGS, Page::all(10)).unwrap();
            let listed = listed.into_iter().map(|(_, entry)| entry);
            for entry in listed.chain(get(store, "k")) {
                assert_eq!(entry.value, vec![entry.value[0]; SIZE]);
                seen.fetch_add(1, Ordering::AcqRel);
            }
        }
    };
    std::thread::scope(|scope| {
        let readers = [scope.spawn(read), scope.spawn(read)];
        let mut round = 0u8;
        while !readers.iter().any(|reader| reader.is_finished()) {
            round = round.wrapping_add(1);
            apply(store, vec![put("k", vec![round; SIZE])]).unwrap();
            if round.is_multiple_of(7) {
                apply(store, vec![write("k", Expect::Any, Change::Delete)]).unwrap();
            }
        }
    });
}
