//! Instances that serve many calls, and those that serve one.

use crate::plugins::tests::*;

fn counting(instance: InstancePolicy, behaviour: &str) -> PluginConfig {
    PluginConfig {
        instance,
        ..behaving(behaviour)
    }
}

fn said(site: &Site, calls: usize) -> Vec<String> {
    (0..calls).map(|_| site.said()).collect()
}

#[test]
fn a_warm_instance_serves_call_after_call_on_its_thread() {
    run(async {
        let site = Site::with_hostile(counting(InstancePolicy::Warm, "count")).await;
        assert_eq!(said(&site, 4), ["1", "2", "3", "4"]);
        let status = site.host.versions().status("hostile").unwrap();
        assert_eq!((status.instances, status.calls, status.failures), ("warm", 4, 0));
    });
}

#[test]
fn a_fresh_instance_knows_nothing_of_the_call_before() {
    run(async {
        for instance in [InstancePolicy::PerCall, InstancePolicy::Auto] {
            let site = Site::with_hostile(counting(instance, "count")).await;
            let status = site.host.versions().status("hostile").unwrap();
            // A busy machine may find this guest slow; then it is warm, and says so.
            if status.instances == "per-call" {
                assert_eq!(said(&site, 3), ["1", "1", "1"]);
            } else {
                assert_eq!((instance, status.instances), (InstancePolicy::Auto, "warm"));
                assert!(status.fresh_instance_us > 30.0);
            }
        }
    });
}

#[test]
fn an_instance_that_was_made_ready_serves_one_call() {
    run(async {
        let site = Site::with_hostile(counting(InstancePolicy::PerCall, "count")).await;
        for _ in 0..3 {
            site.host.make_ready(Version::V16, "StartTransaction");
            site.host.make_ready(Version::V16, "StartTransaction");
            assert_eq!(said(&site, 2), ["1", "1"]);
        }
        let status = site.host.versions().status("hostile").unwrap();
        assert_eq!((status.calls, status.failures), (6, 0));
    });
}

#[test]
fn a_warm_instance_that_trapped_is_replaced_within_the_call() {
    run(async {
        let site = Site::with_hostile(counting(InstancePolicy::Warm, "panic on every third")).await;
        // The third call of an instance traps, and is answered by the first of the next.
        assert_eq!(said(&site, 5), ["1", "2", "1", "2", "1"]);
        let status = site.host.versions().status("hostile").unwrap();
        assert_eq!((status.calls, status.failures), (5, 2));
    });
}

#[test]
fn threads_that_call_at_once_have_an_instance_each() {
    run(async {
        let site = Site::with_hostile(counting(InstancePolicy::Warm, "count")).await;
        let hear = |_| {
            let site = &site;
            move || said(site, 200)
        };
        let heard: Vec<_> = std::thread::scope(|scope| {
            let threads: Vec<_> = (0..8).map(hear).map(|hear| scope.spawn(hear)).collect();
            threads.into_iter().map(|thread| thread.join().unwrap()).collect()
        });
        // Whoever shares a place with another gets a fresh instance rather than a wait.
        assert_eq!(heard.concat().len(), 1_600);
        assert_eq!(site.host.versions().status("hostile").unwrap().failures, 0);
    });
}

#[test]
fn state_of_a_warm_instance_is_that_of_its_call() {
    run(async {
        let site = Site::with_hostile(counting(InstancePolicy::Warm, "state")).await;
        for _ in 0..2 {
            let decision = site.start_transaction(1);
            // Nothing is stored here, so each call begins with nothing.
            assert_eq!(decision.outcome.unwrap_err().description, "3");
            assert_eq!(decision.requested.state.len(), 1);
        }
    });
}
