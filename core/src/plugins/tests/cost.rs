//! What a call costs. Prints; asserts nothing about time.

use std::time::Instant;

use crate::plugins::tests::*;

#[test]
#[ignore = "a measurement"]
fn cost_of_a_call() {
    run(async {
        let rules = json!({"rules": [{"chargePoints": "CP-*", "allow": [1]}]});
        let site = Site::start(settings(vec![config("connector-guard", rules)])).await;
        // Another build of it may be named, such as an optimised one.
        let component = match std::env::var("CONNECTOR_GUARD") {
            Ok(path) => std::fs::read(path).unwrap(),
            Err(_) => guests::component("connector-guard"),
        };
        site.install("connector-guard", component).await;
        let mut times: Vec<_> = (0..20_000)
            .map(|_| {
                let begin = Instant::now();
                assert_eq!(site.start_transaction(1).outcome, Ok(accepted()));
                begin.elapsed()
            })
            .collect();
        times.sort_unstable();
        let status = site.host.versions().status("connector-guard").unwrap();
        println!(
            "decide p50 {:?} p99 {:?}; guest mean {:.1} us; fresh instance {:.1} us, {}",
            times[times.len() / 2],
            times[times.len() * 99 / 100],
            status.mean_us,
            status.fresh_instance_us,
            status.instances,
        );
    });
}
