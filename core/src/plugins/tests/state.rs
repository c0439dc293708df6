//! The capability `state` from the guest's side to the writes of a decision.

use crate::plugins::tests::*;
use crate::store::{Change, Collection, Expect, Write};

async fn write(site: &Site, writes: Vec<Write>) {
    site.store.write(writes).await.unwrap();
}

fn stored(site: &Site, key: &str) -> Option<Vec<u8>> {
    site.store
        .get(Collection("plugin-state"), key)
        .unwrap()
        .map(|entry| entry.value)
}

#[test]
fn additions_of_one_call_are_one_write_and_are_kept() {
    run(async {
        let site = Site::with_hostile(behaving("state")).await;
        let decision = site.start_transaction(1);
        assert_eq!(decision.outcome.unwrap_err().description, "3");
        assert_eq!(decision.requested.state.len(), 1);
        assert_eq!(
            (&decision.requested.state[0].change, decision.requested.state[0].expect),
            (&Change::Add(3), Expect::Any)
        );
        assert_eq!(
            stored(&site, "hostile/calls"),
            None,
            "nothing is written before the call's effects"
        );
        write(&site, decision.requested.state).await;
        assert_eq!(site.said(), "6");
        let site = site.restart().await;
        assert_eq!(site.said(), "6");
    });
}

#[test]
fn a_swap_is_a_conditional_write_that_a_change_meanwhile_refuses() {
    run(async {
        let site = Site::with_hostile(behaving("swap")).await;
        let (first, second) = (
            site.start_transaction(1).requested.state,
            site.start_transaction(1).requested.state,
        );
        assert_eq!(first[0].expect, Expect::Absent);
        write(&site, first).await;
        site.store.write(second).await.unwrap_err();
        assert!(matches!(
            site.start_transaction(1).requested.state[0].expect,
            Expect::Revision(_)
        ));
    });
}

#[test]
fn a_call_that_fails_leaves_nothing_behind() {
    run(async {
        let site = Site::with_hostile(behaving("write and panic")).await;
        assert_eq!(site.start_transaction(1).requested.state, []);
        assert_eq!(site.host.versions().status("hostile").unwrap().state_bytes, 0);
    });
}

#[test]
fn a_value_with_a_time_to_live_is_absent_when_it_has_passed() {
    run(async {
        let site = Site::with_hostile(behaving("expiring")).await;
        let mut writes = site.start_transaction(1).requested.state;
        assert_eq!(writes[0].expect, Expect::Absent);
        let Change::Put(value) = &mut writes[0].change else {
            panic!("{writes:?}")
        };
        // As if it had been written in 1970: `e`, the expiry in milliseconds, the value.
        value[1..9].copy_from_slice(&1_000_i64.to_be_bytes());
        write(&site, writes).await;
        assert_eq!(site.said(), "1", "an expired counter begins again");
        let site = site.restart().await;
        assert_eq!(stored(&site, "hostile/window"), None, "a start sweeps what is expired");
    });
}

#[test]
fn the_budget_and_the_grant_are_kept() {
    run(async {
        let site = Site::with_hostile(behaving("state flood")).await;
        assert_eq!(site.said(), "budget");
        let site = Site::with_hostile(PluginConfig {
            grants: Grants::default(),
            ..behaving("state")
        })
        .await;
        assert_eq!(site.said(), "denied");
    });
}
