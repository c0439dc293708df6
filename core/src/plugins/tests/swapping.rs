//! Swaps while calls run.

use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;

use crate::plugins::tests::*;

#[test]
fn calls_go_on_while_versions_are_swapped() {
    run(async {
        let site = Arc::new(Site::with_hostile(behaving("")).await);
        let done = Arc::new(AtomicBool::new(false));
        let (calling, stop) = (Arc::clone(&site), Arc::clone(&done));
        let caller = thread::spawn(move || {
            let mut said = Vec::new();
            while !stop.load(Ordering::Acquire) {
                said.push(answer(&calling));
            }
            said
        });
        let other = guests::patched(guests::hostile(), "version-A", "version-B");
        for round in 0..6 {
            let (bytes, expected) = if round % 2 == 0 {
                (other.clone(), "version-B")
            } else {
                (guests::hostile(), "version-A")
            };
            site.install("hostile", bytes).await;
            let said = answer(&site);
            assert!(
                said == expected || said == REFUSED,
                "a call after the report says {said}"
            );
        }
        done.store(true, Ordering::Release);
        let said = caller.join().unwrap();
        let failures = site.host.versions().status("hostile").unwrap().last_failures.unwrap();
        // The deadline also counts the time that a busy machine does not give us.
        assert!(
            failures.iter().all(|failure| failure.cause.contains("deadline")),
            "{failures:?}"
        );
        let refused = said.iter().filter(|said| *said == REFUSED).count();
        assert!(refused <= failures.len() && refused < said.len(), "{said:?}");
        assert!(
            said.iter()
                .all(|said| ["version-A", "version-B", REFUSED].contains(&said.as_str())),
            "{said:?}"
        );
    });
}

const REFUSED: &str = "refused";

fn answer(site: &Site) -> String {
    match site.start_transaction(1).outcome {
        Ok(response) => {
            assert_eq!(response, invalid());
            REFUSED.to_owned()
        }
        Err(refusal) => refusal.description,
    }
}

#[test]
fn installs_of_one_name_wait_for_each_other() {
    run(async {
        let site = Site::with_hostile(behaving("")).await;
        let install = |mark| {
            let host = Arc::clone(&site.host);
            async move {
                host.versions()
                    .install(
                        "hostile",
                        guests::variant(guests::hostile(), mark),
                        Install::active(Source::Api),
                    )
                    .await
            }
        };
        let (a, b, c) = futures_util::future::join3(install(1), install(2), install(3)).await;
        assert!(a.is_ok() && b.is_ok() && c.is_ok());
        assert_eq!(site.host.versions().status("hostile").unwrap().versions.len(), 4);
    });
}
