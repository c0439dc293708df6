//! Guests that trap, run too long, take too much or answer nonsense.

use crate::plugins::tests::*;

/// What the hostile guest does, and what its recorded cause contains.
const HOSTILITIES: [(&str, &str); 11] = [
    ("endless loop", "deadline"),
    ("endless recursion", "trapped"),
    ("memory hog", "bytes of memory and may have 8388608"),
    ("panic", "trapped"),
    ("exit", "trapped"),
    ("sleep", "waits"),
    ("not JSON", "not JSON"),
    ("wrong shape", "/idTagInfo/status"),
    ("other transaction", "transactionId was changed"),
    ("unknown code", "Nonsense"),
    ("details", "no JSON object"),
];

#[test]
fn a_start_is_refused_with_its_transaction_whatever_the_guest_does() {
    run(async {
        for (behaviour, cause) in HOSTILITIES {
            let site = Site::with_hostile(behaving(behaviour)).await;
            let decision = site.start_transaction(1);
            assert_eq!(decision.outcome, Ok(invalid()), "{behaviour}");
            assert!(decision.changed && decision.requested.state.is_empty(), "{behaviour}");
            let told = site.last_cause("hostile");
            assert!(told.contains(cause), "{behaviour}: {told}");
        }
    });
}

#[test]
fn what_is_no_authorization_is_kept_by_default() {
    run(async {
        let site = Site::with_hostile(behaving("panic")).await;
        let decision = site.heartbeat();
        assert_eq!(decision.outcome, Ok(json!({"currentTime": "2026-01-01T00:00:00Z"})));
        assert!(!decision.changed);
    });
}

#[test]
fn the_configuration_overrides_what_a_failure_means() {
    run(async {
        let kept = PluginConfig {
            on_failure: on_failure("*", OnFailure::Keep),
            ..behaving("panic")
        };
        let site = Site::with_hostile(kept).await;
        assert_eq!(site.start_transaction(1).outcome, Ok(accepted()));

        let refused = PluginConfig {
            on_failure: on_failure("Heartbeat", OnFailure::Refuse),
            ..behaving("panic")
        };
        let site = Site::with_hostile(refused).await;
        let refusal = site.heartbeat().outcome.unwrap_err();
        assert_eq!(refusal.code, ocpp_schemas::ErrorCode::InternalError);
        assert_eq!(site.start_transaction(1).outcome, Ok(invalid()));
    });
}

#[test]
fn a_trap_is_tried_twice_and_a_deadline_once() {
    run(async {
        let site = Site::with_hostile(behaving("panic")).await;
        let _refused = site.start_transaction(1);
        assert_eq!(site.host.versions().status("hostile").unwrap().failures, 2);
        let site = Site::with_hostile(behaving("endless loop")).await;
        let begin = std::time::Instant::now();
        let _refused = site.start_transaction(1);
        assert_eq!(site.host.versions().status("hostile").unwrap().failures, 1);
        // A loose bound, for a busy machine: an endless loop ends.
        assert!(begin.elapsed() < Duration::from_secs(60));
    });
}

#[test]
fn a_failure_keeps_the_input_and_the_guests_own_words() {
    run(async {
        let site = Site::with_hostile(behaving("panic")).await;
        let _refused = site.start_transaction(1);
        let failure = site.host.versions().status("hostile").unwrap().last_failures.unwrap()[0].clone();
        assert!(failure.stderr.contains("the tariff is missing"), "{}", failure.stderr);
        assert!(failure.payload.contains("meterStart") && failure.proposed.contains("transactionId"));
        assert_eq!(
            (failure.action.as_str(), failure.charge_point.as_str()),
            ("StartTransaction", "CP-1")
        );
    });
}

#[test]
fn only_the_last_fifty_failures_are_kept() {
    run(async {
        let site = Site::with_hostile(behaving("not JSON")).await;
        let table = site.host.routing.table();
        let entry = table.entry("hostile").unwrap();
        for _ in 0..60 {
            entry.plugin.stats.breaker.reset(&entry.version.digest);
            let _refused = site.start_transaction(1);
        }
        let status = site.host.versions().status("hostile").unwrap();
        assert_eq!(
            (status.calls, status.failures, status.last_failures.unwrap().len()),
            (60, 60, 50)
        );
    });
}

#[test]
fn a_plugin_that_fails_too_often_is_not_asked_for_a_while() {
    run(async {
        let site = Site::with_hostile(behaving("not JSON")).await;
        for _ in 0..8 {
            assert_eq!(site.start_transaction(1).outcome, Ok(invalid()));
        }
        let status = site.host.versions().status("hostile").unwrap();
        assert!(status.breaker_open);
        assert_eq!((status.calls, status.failures, status.skipped), (5, 5, 3));
        // Another version is asked at once.
        site.install("hostile", guests::variant(guests::hostile(), 1)).await;
        assert!(!site.host.versions().status("hostile").unwrap().breaker_open);
    });
}

#[test]
fn an_input_that_trapped_twice_is_not_asked_again() {
    run(async {
        let site = Site::with_hostile(behaving("panic")).await;
        for _ in 0..2 {
            assert_eq!(site.start_transaction(1).outcome, Ok(invalid()));
        }
        let status = site.host.versions().status("hostile").unwrap();
        assert_eq!(
            (status.calls, status.failures, status.skipped, status.set_aside),
            (1, 2, 1, 1)
        );
        assert_eq!(site.start_transaction(2).outcome, Ok(invalid()));
        assert_eq!(
            site.host.versions().status("hostile").unwrap().calls,
            2,
            "another input is asked"
        );
    });
}

#[test]
fn wasi_gives_nothing_and_takes_no_worker_down() {
    run(async {
        for (behaviour, said) in [
            ("print", "printed"),
            ("print much", "printed"),
            ("open a file", "refused"),
        ] {
            let site = Site::with_hostile(behaving(behaviour)).await;
            assert_eq!(site.said(), said, "{behaviour}");
        }
        let site = Site::with_hostile(behaving("connect")).await;
        match site.start_transaction(1).outcome {
            Ok(response) => assert_eq!(response, invalid()),
            Err(refusal) => assert_eq!(refusal.description, "refused"),
        }
    });
}

#[test]
fn a_log_flood_is_cut_and_the_call_goes_on() {
    run(async {
        let site = Site::with_hostile(behaving("log flood")).await;
        assert_eq!(site.said(), "logged");
    });
}

#[test]
fn a_plugin_that_failed_has_the_last_word_in_its_chain() {
    run(async {
        let guard = config(
            "connector-guard",
            json!({"rules": [{"chargePoints": "*", "allow": [1]}]}),
        );
        let site = Site::start(settings(vec![guard, behaving("panic")])).await;
        site.install("hostile", guests::hostile()).await;
        site.install("connector-guard", guests::component("connector-guard"))
            .await;
        assert_eq!(site.start_transaction(1).outcome, Ok(invalid()));
        assert_eq!(site.host.versions().status("connector-guard").unwrap().failures, 0);
    });
}
