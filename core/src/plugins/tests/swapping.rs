//! Swaps while calls run.

use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;

use super::*;

#[test]
fn calls_go_on_while_versions_are_swapped() {
    run(async {
        let site = Arc::new(Site::with_hostile(behaving("")).await);
        let done = Arc::new(AtomicBool::new(false));
        let (calling, stop) = (Arc::clone(&site), Arc::clone(&done));
        let caller = thread::spawn(move || {
            let mut said = Vec::new();
            while !stop.load(Ordering::Acquire) {
                said.push(calling.said());
            }
            said
        });
        let other = guests::patched(guests::hostile(), "version-A", "version-B");
        for round in 0..6 {
            let bytes = if round % 2 == 0 {
                other.clone()
            } else {
                guests::hostile()
            };
            site.install("hostile", bytes).await;
            let expected = if round % 2 == 0 { "version-B" } else { "version-A" };
            assert_eq!(site.said(), expected, "a call after the report sees the new version");
        }
        done.store(true, Ordering::Release);
        let said = caller.join().unwrap();
        assert!(
            said.iter().all(|said| said == "version-A" || said == "version-B"),
            "{said:?}"
        );
        assert_eq!(site.host.status("hostile").unwrap().failures, 0);
    });
}

#[test]
fn installs_of_one_name_wait_for_each_other() {
    run(async {
        let site = Site::with_hostile(behaving("")).await;
        let install = |mark| {
            let host = Arc::clone(&site.host);
            async move {
                host.install("hostile", guests::variant(guests::hostile(), mark), Source::Api)
                    .await
            }
        };
        let (a, b, c) = futures_util::future::join3(install(1), install(2), install(3)).await;
        assert!(a.is_ok() && b.is_ok() && c.is_ok());
        assert_eq!(site.host.status("hostile").unwrap().versions.len(), 4);
    });
}
