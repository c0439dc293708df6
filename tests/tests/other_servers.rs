//! The simulated charge point at central systems that others wrote: `python/central.py` on PyPI `ocpp`, and
//! `node/central.cjs` on npm `ocpp-rpc`, in every version. The libraries hold each message against the official
//! schemas (npm's not those of 2.1), so a session here says that what the charge point sends is what the specification wants.

use ocpp_central_tests::central::Central;
use ocpp_central_tests::external::Tool;
use ocpp_central_tests::simulated::{Simulated, options};
use ocpp_central_tests::wait;
use ocpp_charge_point::Version;
use ocpp_charge_point::station::Notice;
use serde_json::json;

/// Nothing that the charge point asked was refused.
#[track_caller]
fn nothing_failed(station: &Simulated) {
    let failed: Vec<_> = station
        .notices()
        .into_iter()
        .filter(|notice| matches!(notice, Notice::Failed { action, .. } if action != "the link"))
        .collect();
    assert!(failed.is_empty(), "{failed:?}");
}

fn connected(central: &Central, version: Version) -> Simulated {
    let mut options = options(central.address(), "CP1", version);
    options.connect.password = Some(b"0123456789abcdef".to_vec());
    let station = Simulated::start(options);
    let line = central.until("connected", &json!("CP1"));
    assert_eq!(line["subprotocol"], version.subprotocol());
    assert!(line["authorization"].is_string(), "{line}");
    station.until_accepted();
    station
}

const fn words(version: Version) -> [&'static str; 2] {
    match version {
        Version::V16 => ["StartTransaction", "StopTransaction"],
        _ => ["TransactionEvent", "TransactionEvent"],
    }
}

fn a_car_charges(tool: Tool) {
    for version in Version::ALL {
        let Some(central) = Central::start(tool) else { return };
        let station = connected(&central, version);
        let [start, end] = words(version);
        station.does("plug 1");
        station.does("swipe 04A1B2C3 1");
        central.received("Authorize");
        central.received(start);
        station.until_sent("MeterValues", usize::from(version == Version::V16));
        station.does("swipe 04A1B2C3 1");
        central.received(end);
        station.does("unplug 1");
        station.until_status(1, "Available");
        station.until_told();
        nothing_failed(&station);
    }
}

fn an_operator_works_it_from_afar(tool: Tool) {
    for version in Version::ALL {
        let Some(mut central) = Central::start(tool) else {
            return;
        };
        let station = connected(&central, version);
        let [start, _] = words(version);
        station.does("plug 1");
        let accepted = json!("Accepted");
        if version == Version::V16 {
            let wanted = json!({"idTag": "AFAR", "connectorId": 1});
            assert_eq!(central.asks("RemoteStartTransaction", &wanted)["status"], accepted);
            central.received(start);
            station.until_told();
            let stop = json!({"transactionId": 4711});
            assert_eq!(central.asks("RemoteStopTransaction", &stop)["status"], accepted);
            central.asks("GetConfiguration", &json!({}));
            assert_eq!(central.asks("Reset", &json!({"type": "Soft"}))["status"], accepted);
        } else {
            let token = json!({"idToken": "AFAR", "type": "Central"});
            let wanted = json!({"idToken": token, "remoteStartId": 1, "evseId": 1});
            assert_eq!(central.asks("RequestStartTransaction", &wanted)["status"], accepted);
            station.until_told();
            let id = wait::until("a session", || {
                station.view().connectors[0].session.clone()?.transaction
            });
            let stop = json!({"transactionId": id});
            assert_eq!(central.asks("RequestStopTransaction", &stop)["status"], accepted);
            let report = json!({"requestId": 1, "reportBase": "FullInventory"});
            assert_eq!(central.asks("GetBaseReport", &report)["status"], accepted);
            central.received("NotifyReport");
            station.until_told();
            assert_eq!(central.asks("Reset", &json!({"type": "Immediate"}))["status"], accepted);
        }
        let boots = station.sent("BootNotification").len();
        station.until_sent("BootNotification", boots.max(2));
        station.until_accepted();
        nothing_failed(&station);
    }
}

fn a_lost_link_loses_nothing(tool: Tool) {
    for version in Version::ALL {
        let Some(central) = Central::start(tool) else { return };
        let station = connected(&central, version);
        let [start, _] = words(version);
        station.does("plug 1");
        station.does("swipe 04A1B2C3 1");
        central.received(start);
        station.until_told();
        station.does("cut");
        wait::until("two samples wait", || (station.view().waiting >= 2).then_some(()));
        station.does("swipe 04A1B2C3 1");
        station.does("restore");
        station.until_told();
        let messages = |action: &str| station.answers(action).len();
        assert!(station.view().connectors[0].session.is_none());
        if version == Version::V16 {
            assert_eq!((messages("StartTransaction"), messages("StopTransaction")), (1, 1));
        } else {
            let events = station.sent("TransactionEvent");
            assert!(events.iter().any(|event| event["offline"] == true), "{events:?}");
            assert!(events.iter().any(|event| event["eventType"] == "Ended"), "{events:?}");
        }
    }
}

/// Makes each scenario a test of each library.
macro_rules! at_each_server {
    ($($scenario:ident)*) => {
        mod python {
            $(#[test] fn $scenario() { super::$scenario(super::Tool::Python); })*
        }
        mod node {
            $(#[test] fn $scenario() { super::$scenario(super::Tool::Node); })*
        }
    };
}

at_each_server! {
    a_car_charges
    an_operator_works_it_from_afar
    a_lost_link_loses_nothing
}
