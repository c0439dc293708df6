use ocpp_schemas::{Catalogue, Version};
use serde_json::{Value, json};

use super::super::{Deed, Status};
use super::Bench;

fn accepted() -> Result<Value, String> {
    Ok(json!({"status": "Accepted"}))
}

fn status(word: &str) -> Result<Value, String> {
    Ok(json!({"status": word}))
}

#[test]
fn the_server_starts_and_stops_a_session() {
    let mut bench = Bench::up(Version::V16);
    bench.act(Deed::Plug(Some(2))).unwrap();
    let start = json!({"idTag": "TAG", "connectorId": 2});
    assert_eq!(bench.call("RemoteStartTransaction", start.clone()), accepted());
    assert_eq!(bench.status(2), Status::Charging);
    assert_eq!(bench.call("RemoteStartTransaction", start), status("Rejected"));
    assert_eq!(
        bench.call("RemoteStopTransaction", json!({"transactionId": 1})),
        status("Rejected")
    );
    assert_eq!(
        bench.call("RemoteStopTransaction", json!({"transactionId": 77})),
        accepted()
    );
    assert_eq!(bench.last("StopTransaction")["reason"], "Remote");

    let mut bench = Bench::up(Version::V201);
    bench.act(Deed::Plug(Some(1))).unwrap();
    let token = json!({"idToken": "TAG", "type": "Central"});
    let start = json!({"idToken": token, "remoteStartId": 9, "evseId": 1});
    assert_eq!(bench.call("RequestStartTransaction", start), accepted());
    let started = bench.last("TransactionEvent").clone();
    assert_eq!(
        (&started["idToken"], &started["triggerReason"]),
        (&token, &json!("RemoteStart"))
    );
    assert_eq!(started["transactionInfo"]["remoteStartId"], 9);
    let id = started["transactionInfo"]["transactionId"].clone();
    let running = bench.call("GetTransactionStatus", json!({"transactionId": id}));
    assert_eq!(running.unwrap()["ongoingIndicator"], true);
    assert_eq!(
        bench.call("RequestStopTransaction", json!({"transactionId": id})),
        accepted()
    );
    assert_eq!(
        bench.last("TransactionEvent")["transactionInfo"]["stoppedReason"],
        "Remote"
    );
}

#[test]
fn a_reset_ends_sessions_restarts_and_boots() {
    for (kind, reason) in [("Soft", "SoftReset"), ("Hard", "HardReset")] {
        let mut bench = Bench::charging(Version::V16);
        assert_eq!(bench.call("Reset", json!({"type": kind})), accepted());
        bench.pass(11);
        bench.restart();
        bench.pass(1);
        assert_eq!(bench.last("StopTransaction")["reason"], reason);
        assert_eq!(
            bench.all("StopTransaction").len(),
            1 + usize::from(kind == "Hard" && bench.all("StopTransaction").len() > 1)
        );
        assert_eq!(bench.all("BootNotification").len(), 1);
    }
    let mut bench = Bench::charging(Version::V201);
    assert_eq!(bench.call("Reset", json!({"type": "OnIdle"})), status("Scheduled"));
    bench.pass(60);
    assert!(!bench.restarts());
    bench.swipe("TAG");
    bench.pass(11);
    bench.restart();
    assert_eq!(bench.last("BootNotification")["reason"], "ScheduledReset");
}

#[test]
fn a_connector_goes_out_of_service_when_its_session_is_over() {
    let mut bench = Bench::charging(Version::V16);
    let out = json!({"connectorId": 1, "type": "Inoperative"});
    assert_eq!(bench.call("ChangeAvailability", out), status("Scheduled"));
    assert_eq!(bench.status(1), Status::Charging);
    bench.swipe("TAG");
    assert_eq!(bench.status(1), Status::Unavailable);
    let all = json!({"connectorId": 0, "type": "Operative"});
    assert_eq!(bench.call("ChangeAvailability", all), accepted());
    assert_eq!(bench.status(1), Status::Finishing);
    let none = json!({"connectorId": 9, "type": "Operative"});
    assert_eq!(bench.call("ChangeAvailability", none), status("Rejected"));
}

#[test]
fn a_reservation_keeps_others_away_and_is_used_up() {
    let mut bench = Bench::up(Version::V16);
    let wanted = json!({"connectorId": 1, "expiryDate": "2026-01-01T13:00:00Z", "idTag": "MINE", "reservationId": 3});
    assert_eq!(bench.call("ReserveNow", wanted.clone()), accepted());
    assert_eq!(bench.status(1), Status::Reserved);
    let other = Deed::Swipe {
        tag: "OTHER".to_owned(),
        connector: Some(1),
    };
    assert!(bench.act(other).unwrap_err().contains("Reserved"));
    bench.act(Deed::Plug(Some(1))).unwrap();
    bench.swipe("MINE");
    assert_eq!(bench.last("StartTransaction")["reservationId"], 3);
    assert_eq!(
        bench.call("CancelReservation", json!({"reservationId": 3})),
        status("Rejected")
    );
    assert_eq!(bench.call("ReserveNow", wanted), status("Occupied"));

    let mut bench = Bench::up(Version::V21);
    let token = json!({"idToken": "MINE", "type": "ISO14443"});
    let wanted = json!({"id": 4, "evseId": 2, "expiryDateTime": "2026-01-01T12:05:00Z", "idToken": token});
    assert_eq!(bench.call("ReserveNow", wanted), accepted());
    bench.pass(301);
    assert_eq!(
        bench.last("ReservationStatusUpdate")["reservationUpdateStatus"],
        "Expired"
    );
    assert_eq!(bench.status(2), Status::Available);
}

#[test]
fn settings_are_read_changed_and_followed() {
    let mut bench = Bench::charging(Version::V16);
    let change = |key: &str, value: &str| json!({"key": key, "value": value});
    assert_eq!(
        bench.call("ChangeConfiguration", change("MeterValueSampleInterval", "10")),
        accepted()
    );
    assert_eq!(
        bench.call("ChangeConfiguration", change("NumberOfConnectors", "9")),
        status("Rejected")
    );
    assert_eq!(
        bench.call("ChangeConfiguration", change("HeartbeatInterval", "soon")),
        status("Rejected")
    );
    assert_eq!(
        bench.call("ChangeConfiguration", change("Colour", "red")),
        status("NotSupported")
    );
    let key = change("AuthorizationKey", "30313233343536373839616263646566");
    assert_eq!(bench.call("ChangeConfiguration", key), accepted());
    let shown = bench
        .call(
            "GetConfiguration",
            json!({"key": ["AuthorizationKey", "NumberOfConnectors"]}),
        )
        .unwrap();
    assert_eq!(shown["unknownKey"], json!(["AuthorizationKey"]));
    assert_eq!(
        shown["configurationKey"],
        json!([{"key": "NumberOfConnectors", "readonly": true, "value": "2"}])
    );
    let all = bench.call("GetConfiguration", json!({})).unwrap();
    assert!(all["configurationKey"].as_array().unwrap().len() > 20);

    let mut bench = Bench::up(Version::V201);
    let item =
        |component: &str, variable: &str| json!({"component": {"name": component}, "variable": {"name": variable}});
    let mut set = item("SampledDataCtrlr", "TxUpdatedInterval");
    set["attributeValue"] = json!("5");
    let answer = bench.call("SetVariables", json!({"setVariableData": [set]})).unwrap();
    assert_eq!(answer["setVariableResult"][0]["attributeStatus"], "Accepted");
    let asked = json!([
        item("SampledDataCtrlr", "TxUpdatedInterval"),
        item("Nowhere", "Nothing"),
        item("TxCtrlr", "Nothing"),
        item("SecurityCtrlr", "BasicAuthPassword")
    ]);
    let answer = bench.call("GetVariables", json!({"getVariableData": asked})).unwrap();
    let words: Vec<_> = (0..4)
        .map(|item| answer["getVariableResult"][item]["attributeStatus"].clone())
        .collect();
    assert_eq!(words, ["Accepted", "UnknownComponent", "UnknownVariable", "Rejected"]);
    assert_eq!(answer["getVariableResult"][0]["attributeValue"], "5");
    let base = json!({"requestId": 6, "reportBase": "FullInventory"});
    assert_eq!(bench.call("GetBaseReport", base), accepted());
    bench.pass(0);
    let parts = bench.all("NotifyReport");
    assert!(parts.len() > 1 && parts.iter().all(|part| part["requestId"] == 6));
    assert_eq!(parts.last().unwrap()["tbc"], false);
}

#[test]
fn a_profile_limits_what_flows() {
    let mut bench = Bench::charging(Version::V16);
    let schedule = json!({"chargingRateUnit": "W", "chargingSchedulePeriod": [{"startPeriod": 0, "limit": 3000.0}]});
    let profile = json!({"chargingProfileId": 1, "transactionId": 77, "stackLevel": 0, "chargingProfileKind": "Relative",
        "chargingProfilePurpose": "TxProfile", "chargingSchedule": schedule});
    let wanted = json!({"connectorId": 1, "csChargingProfiles": profile});
    assert_eq!(bench.call("SetChargingProfile", wanted.clone()), accepted());
    bench.pass(20);
    assert!((bench.station.view().connectors[0].power_w - 3000.0).abs() < 1.0);
    let asked = json!({"connectorId": 1, "duration": 600, "chargingRateUnit": "W"});
    let composite = bench.call("GetCompositeSchedule", asked).unwrap();
    let periods = &composite["chargingSchedule"]["chargingSchedulePeriod"];
    assert_eq!(periods, &json!([{"startPeriod": 0, "limit": 3000.0}]));
    assert_eq!(bench.call("ClearChargingProfile", json!({"id": 1})), accepted());
    assert_eq!(bench.call("ClearChargingProfile", json!({"id": 1})), status("Unknown"));
    let mut of_another = wanted;
    of_another["csChargingProfiles"]["transactionId"] = json!(5);
    assert_eq!(bench.call("SetChargingProfile", of_another), status("Rejected"));
}

#[test]
fn a_local_list_lets_people_charge_without_being_asked_about() {
    let mut bench = Bench::up(Version::V16);
    let entry = json!({"idTag": "MINE", "idTagInfo": {"status": "Accepted"}});
    let list = json!({"listVersion": 2, "updateType": "Full", "localAuthorizationList": [entry]});
    assert_eq!(bench.call("SendLocalList", list), accepted());
    assert_eq!(
        bench.call("GetLocalListVersion", json!({})),
        Ok(json!({"listVersion": 2}))
    );
    let pre = json!({"key": "LocalPreAuthorize", "value": "true"});
    assert_eq!(bench.call("ChangeConfiguration", pre), accepted());
    bench.act(Deed::Plug(None)).unwrap();
    bench.swipe("mine");
    assert_eq!((bench.status(1), bench.all("Authorize").len()), (Status::Charging, 0));
}

#[test]
fn files_are_told_step_by_step() {
    let mut bench = Bench::up(Version::V201);
    let log = json!({"log": {"remoteLocation": "http://host/log"}, "logType": "DiagnosticsLog", "requestId": 3});
    assert_eq!(bench.call("GetLog", log).unwrap()["status"], "Accepted");
    bench.pass(0);
    let words = |bench: &Bench, action: &str| -> Vec<String> {
        bench
            .all(action)
            .iter()
            .map(|told| told["status"].as_str().unwrap().to_owned())
            .collect()
    };
    bench.input(super::Input::Transferred(1, Ok(())));
    assert_eq!(words(&bench, "LogStatusNotification"), ["Uploading", "Uploaded"]);
    let firmware = json!({"location": "http://host/new", "retrieveDateTime": "2026-01-01T12:00:00Z"});
    let update = json!({"requestId": 4, "firmware": firmware});
    assert_eq!(bench.call("UpdateFirmware", update), accepted());
    bench.pass(0);
    bench.input(super::Input::Transferred(2, Ok(())));
    bench.pass(15);
    bench.restart();
    bench.pass(1);
    let told = words(&bench, "FirmwareStatusNotification");
    assert_eq!(told, ["Downloading", "Downloaded", "Installing", "Installed"]);
    let boot = bench.last("BootNotification");
    assert_ne!(boot["chargingStation"]["firmwareVersion"], env!("CARGO_PKG_VERSION"));
    assert_eq!(boot["reason"], "FirmwareUpdate");
}

#[test]
fn each_request_of_each_version_has_an_answer_that_is_valid() {
    // What is not there is refused with a code; no action is forgotten by name.
    for version in Version::ALL {
        let mut bench = Bench::up(version);
        for action in Catalogue::of(version)
            .actions()
            .filter(|action| action.sent_by_central_system())
        {
            let refused = bench.call(action.name(), json!({"nonsense": 1}));
            assert!(refused.is_err(), "{}", action.name());
        }
        assert_eq!(bench.call("Fly", json!({})), Err("NotImplemented".to_owned()));
        assert_eq!(bench.call("Heartbeat", json!({})), Err("NotSupported".to_owned()));
    }
}
