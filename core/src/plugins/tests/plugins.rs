//! The plugins of this repository on the real host.

use crate::plugins::Fault;
use crate::plugins::tests::*;

#[test]
fn connector_guard_refuses_another_connector() {
    run(async {
        let rules = json!({"rules": [{"chargePoints": "CP-*", "allow": [1]}], "status": "Blocked"});
        let site = Site::start(settings(vec![config("connector-guard", rules)])).await;
        site.install("connector-guard", guests::component("connector-guard"))
            .await;
        let kept = site.start_transaction(1);
        assert_eq!((kept.outcome, kept.changed), (Ok(accepted()), false));
        let refused = site.start_transaction(2);
        let blocked = json!({"transactionId": 7, "idTagInfo": {"status": "Blocked"}});
        assert_eq!((refused.outcome, refused.changed), (Ok(blocked), true));
    });
}

#[test]
fn a_manifest_says_what_is_claimed() {
    run(async {
        let site = Site::start(settings(Vec::new())).await;
        site.install("connector-guard", guests::component("connector-guard"))
            .await;
        let manifest = site.host.versions().status("connector-guard").unwrap().manifest;
        assert_eq!(manifest.actions["2.1"], ["TransactionEvent"]);
        assert!(site.host.claims(Version::V201, "TransactionEvent"));
        assert!(!site.host.claims(Version::V16, "Authorize"));
    });
}

#[test]
fn without_settings_nothing_changes() {
    run(async {
        let site = Site::start(settings(Vec::new())).await;
        site.install("connector-guard", guests::component("connector-guard"))
            .await;
        assert!(!site.start_transaction(9).changed);
        assert_eq!(site.host.versions().status("connector-guard").unwrap().failures, 0);
    });
}

async fn with_policy(rules: Value) -> Site {
    let site = Site::start(settings(vec![config("id-tag-policy", rules)])).await;
    site.install("id-tag-policy", guests::component("id-tag-policy")).await;
    site
}

/// What is told of the settings of the policy, and of what is not as it is wanted.
fn told_of(site: &Site) -> (Vec<String>, Vec<(String, Fault)>) {
    let versions = site.host.versions();
    let faulty = versions.faulty().into_iter();
    (
        versions.status("id-tag-policy").unwrap().warnings,
        faulty.map(|one| (one.name.to_string(), one.state)).collect(),
    )
}

#[test]
fn settings_that_a_plugin_refuses_are_told_when_it_is_ready_and_not_by_its_calls() {
    run(async {
        let refused = (
            vec!["id-tag-policy refuses its settings: /deflt: this is not known here".to_owned()],
            vec![("id-tag-policy".to_owned(), Fault::Misconfigured)],
        );
        let good = (Vec::new(), Vec::new());
        let site = with_policy(json!({"deflt": "keep"})).await;
        assert_eq!(told_of(&site), refused);
        let site = site.restart().await;
        assert_eq!(told_of(&site), refused, "compiled anew at the start");
        let mut mended = site.settings.clone();
        mended.chain[0].settings = json!({"default": "keep"});
        site.host.versions().reread(&mended).await.unwrap();
        assert_eq!(told_of(&site), good);
        let site = site.restart().await;
        assert_eq!(told_of(&site), refused, "the file of this start has it");
        let settings = crate::plugins::NewSettings::Set(json!({"default": "keep"}));
        site.host.versions().configure("id-tag-policy", settings).await.unwrap();
        assert_eq!(told_of(&site), good);
        let site = site.restart().await;
        assert_eq!(told_of(&site), good);
        site.host.versions().remove("id-tag-policy").await.unwrap();
        let missing = vec![("id-tag-policy".to_owned(), Fault::Missing)];
        let faulty = site.host.versions().faulty().into_iter();
        assert_eq!(
            faulty.map(|one| (one.name.to_string(), one.state)).collect::<Vec<_>>(),
            missing
        );
    });
}

#[test]
fn a_mistyped_name_is_told_with_the_plugin_that_runs_without_its_section() {
    run(async {
        let site = Site::start(settings(vec![config("id-tag-polcy", json!({}))])).await;
        site.install("id-tag-policy", guests::component("id-tag-policy")).await;
        let site = site.restart().await;
        let (warnings, faulty) = told_of(&site);
        assert_eq!(warnings.len(), 1);
        assert!(
            warnings[0].starts_with("the configuration has no [[plugin]] section for id-tag-policy"),
            "{warnings:?}"
        );
        assert_eq!(faulty, [("id-tag-polcy".to_owned(), Fault::Missing)]);
        let missing = &site.host.versions().not_running()[0].reason;
        assert!(
            missing.ends_with("; did you mean id-tag-policy, which is installed and has no [[plugin]] section?"),
            "{missing}"
        );
    });
}

#[test]
fn id_tag_policy_decides_in_every_version() {
    run(async {
        let site = with_policy(json!({"rules": [{"match": "A*", "decision": "block", "group": "G"}]})).await;
        let blocked = json!({"idTagInfo": {"status": "Blocked", "parentIdTag": "G"}});
        let proposed = json!({"idTagInfo": {"status": "Accepted"}});
        let decision = site.ask(Version::V16, "Authorize", &json!({"idTag": "a1"}), proposed);
        assert_eq!(decision.outcome, Ok(blocked));
        for version in [Version::V201, Version::V21] {
            let request = json!({
                "eventType": "Started", "timestamp": "2026-01-01T00:00:00Z", "triggerReason": "Authorized",
                "seqNo": 0, "transactionInfo": {"transactionId": "t"},
                "idToken": {"idToken": "A1", "type": "ISO14443"}
            });
            let proposed = json!({"idTokenInfo": {"status": "Accepted"}});
            let decision = site.ask(version, "TransactionEvent", &request, proposed);
            assert_eq!(decision.outcome.unwrap()["idTokenInfo"]["status"], "Blocked");
        }
        assert_eq!(site.host.versions().status("id-tag-policy").unwrap().failures, 0);
    });
}

#[test]
fn id_tag_policy_counts_uses_over_swaps() {
    run(async {
        let site = with_policy(json!({"rules": [{"match": "A", "decision": "accept", "max_uses": 1}]})).await;
        let first = site.start_transaction(1);
        assert_eq!(first.outcome, Ok(accepted()));
        site.store.write(first.requested.state).await.unwrap();
        site.install("id-tag-policy", guests::variant(guests::component("id-tag-policy"), 1))
            .await;
        let payload = json!({
            "connectorId": 1, "idTag": "A", "meterStart": 0, "timestamp": "2026-01-01T00:00:00Z"
        });
        let proposed = json!({"transactionId": 8, "idTagInfo": {"status": "Accepted"}});
        let second = site.ask(Version::V16, "StartTransaction", &payload, proposed);
        let expired = json!({"transactionId": 8, "idTagInfo": {"status": "Expired"}});
        assert_eq!((second.outcome, second.requested.state), (Ok(expired), Vec::new()));
    });
}

#[test]
fn wrong_settings_fail_closed_and_say_why() {
    run(async {
        let site = with_policy(json!({"rule": []})).await;
        assert_eq!(site.start_transaction(1).outcome, Ok(invalid()));
        let failure = site
            .host
            .versions()
            .status("id-tag-policy")
            .unwrap()
            .last_failures
            .unwrap()[0]
            .clone();
        assert!(failure.stderr.contains("unknown field `rule`"), "{}", failure.stderr);
    });
}

#[test]
fn the_plugins_are_asked_in_the_configured_order() {
    run(async {
        let guard = config(
            "connector-guard",
            json!({"rules": [{"chargePoints": "*", "allow": [1]}], "status": "Blocked"}),
        );
        let policy = config("id-tag-policy", json!({"default": "accept"}));
        for (chain, last) in [
            ([guard.clone(), policy.clone()], "Accepted"),
            ([policy, guard], "Blocked"),
        ] {
            let site = Site::start(settings(chain.into())).await;
            for name in ["id-tag-policy", "connector-guard"] {
                site.install(name, guests::component(name)).await;
            }
            assert_eq!(site.start_transaction(2).outcome.unwrap()["idTagInfo"]["status"], last);
        }
    });
}
