//! Which charging profiles a station was set and accepted, less those that were replaced and cleared, and which it reported,
//! in all versions and by whichever door.

use ocpp_central_tests::admin::Admin;
use ocpp_central_tests::config::Config;
use ocpp_central_tests::server::Server;
use ocpp_central_tests::station::Station;
use ocpp_central_tests::wait;
use serde_json::{Value, json};

fn connected(version: &str) -> (Server, Admin, Station) {
    let server = Server::start(&Config::new());
    let station = Station::connect(&server, "CP1", version);
    let admin = server.admin();
    (server, admin, station)
}

/// Sends a command, which the station answers so.
fn ordered(admin: &Admin, station: &mut Station, action: &str, payload: Value, answer: Value) {
    let waiting = admin.command_later("CP1", action, payload);
    let (id, _) = station.expect_call(action);
    station.answer(&id, &answer);
    let reply = waiting.join().expect("the command's answer");
    assert_eq!(reply.status, 200, "{}", reply.body);
}

fn shown(admin: &Admin) -> Value {
    admin.get("/api/v1/charge-points/CP1/charging-profiles").expect(200)
}

fn ids(admin: &Admin) -> Vec<i64> {
    let set = shown(admin)["set"].as_array().unwrap().clone();
    let mut ids: Vec<i64> = set.iter().map(|one| one["id"].as_i64().unwrap()).collect();
    ids.sort_unstable();
    ids
}

fn profile_16(id: i64, purpose: &str, level: i64) -> Value {
    json!({"chargingProfileId": id, "stackLevel": level, "chargingProfilePurpose": purpose, "chargingProfileKind": "Relative",
        "chargingSchedule": {"chargingRateUnit": "A", "chargingSchedulePeriod": [{"startPeriod": 0, "limit": 16.0}]}})
}

fn profile_2(id: i64, purpose: &str, level: i64) -> Value {
    json!({"id": id, "stackLevel": level, "chargingProfilePurpose": purpose, "chargingProfileKind": "Relative",
        "chargingSchedule": [{"id": 1, "chargingRateUnit": "A", "chargingSchedulePeriod": [{"startPeriod": 0, "limit": 16.0}]}]})
}

#[test]
fn profiles_of_1_6_are_known_until_they_are_replaced_or_cleared() {
    let (_server, admin, mut station) = connected("1.6");
    assert_eq!(shown(&admin), json!({"set": [], "reported": null}));
    let set = |station: &mut Station, connector: i64, profile: Value, status: &str| {
        let payload = json!({"connectorId": connector, "csChargingProfiles": profile});
        ordered(
            &admin,
            station,
            "SetChargingProfile",
            payload,
            json!({"status": status}),
        );
    };
    set(&mut station, 1, profile_16(1, "TxDefaultProfile", 0), "Accepted");
    set(&mut station, 1, profile_16(2, "TxDefaultProfile", 1), "Accepted");
    set(&mut station, 2, profile_16(3, "TxDefaultProfile", 0), "Accepted");
    set(&mut station, 0, profile_16(4, "ChargePointMaxProfile", 0), "Accepted");
    set(&mut station, 2, profile_16(5, "TxDefaultProfile", 5), "Rejected");
    assert_eq!(ids(&admin), [1, 2, 3, 4]);
    let set_last = &shown(&admin)["set"][0];
    for (member, value) in [
        ("id", json!(4)),
        ("place", json!(0)),
        ("purpose", json!("ChargePointMaxProfile")),
        ("stackLevel", json!(0)),
        ("over", json!(null)),
        ("profile", profile_16(4, "ChargePointMaxProfile", 0)),
    ] {
        assert_eq!(set_last[member], value, "{member} of {set_last}");
    }
    // In the place of the one of its level there.
    set(&mut station, 1, profile_16(6, "TxDefaultProfile", 1), "Accepted");
    assert_eq!(ids(&admin), [1, 3, 4, 6]);
    let clear = |station: &mut Station, payload: Value, status: &str| {
        ordered(
            &admin,
            station,
            "ClearChargingProfile",
            payload,
            json!({"status": status}),
        );
    };
    clear(&mut station, json!({"connectorId": 1, "stackLevel": 1}), "Accepted");
    assert_eq!(ids(&admin), [1, 3, 4]);
    clear(&mut station, json!({"id": 3}), "Unknown");
    assert_eq!(ids(&admin), [1, 4], "it says that it has none");
    clear(&mut station, json!({}), "Accepted");
    assert_eq!(ids(&admin), [0; 0]);
}

#[test]
fn a_profile_of_a_session_that_is_over_says_so() {
    let (_server, admin, mut station) = connected("1.6");
    let start = json!({"connectorId": 1, "idTag": "ANNA", "meterStart": 0, "timestamp": "2026-01-01T10:00:00Z"});
    let id = station.call("StartTransaction", &start)["transactionId"].clone();
    let mut profile = profile_16(9, "TxProfile", 0);
    profile["transactionId"] = id.clone();
    let payload = json!({"connectorId": 1, "csChargingProfiles": profile});
    ordered(
        &admin,
        &mut station,
        "SetChargingProfile",
        payload,
        json!({"status": "Accepted"}),
    );
    let mut old = profile_16(10, "TxDefaultProfile", 0);
    old["validTo"] = json!("2026-01-01T00:00:00Z");
    let payload = json!({"connectorId": 1, "csChargingProfiles": old});
    ordered(
        &admin,
        &mut station,
        "SetChargingProfile",
        payload,
        json!({"status": "Accepted"}),
    );
    assert_eq!(shown(&admin)["set"][1]["over"], json!(null));
    station.call(
        "StopTransaction",
        &json!({"transactionId": id, "meterStop": 5, "timestamp": "2026-01-01T11:00:00Z"}),
    );
    let set = &shown(&admin)["set"];
    assert_eq!(
        (&set[0]["over"], &set[1]["over"]),
        (&json!("expired"), &json!("session-ended"))
    );
    assert_eq!(set[1]["transactionId"], json!(id.to_string()));
}

/// Sets three and clears one.
fn set_and_cleared(admin: &Admin, station: &mut Station) {
    for (evse, id, purpose) in [
        (1, 1, "TxDefaultProfile"),
        (2, 2, "TxDefaultProfile"),
        (0, 3, "ChargingStationMaxProfile"),
    ] {
        let payload = json!({"evseId": evse, "chargingProfile": profile_2(id, purpose, 0)});
        ordered(
            admin,
            station,
            "SetChargingProfile",
            payload,
            json!({"status": "Accepted"}),
        );
    }
    let criteria = json!({"chargingProfileCriteria": {"evseId": 2, "chargingProfilePurpose": "TxDefaultProfile"}});
    ordered(
        admin,
        station,
        "ClearChargingProfile",
        criteria,
        json!({"status": "Accepted"}),
    );
}

/// One part of a report.
fn part(evse: i64, id: i64, tbc: bool) -> Value {
    json!({"requestId": 7, "chargingLimitSource": "CSO", "tbc": tbc, "evseId": evse,
        "chargingProfile": [profile_2(id, "TxDefaultProfile", 0)]})
}

#[test]
fn profiles_of_2_x_are_set_cleared_and_reported() {
    for version in ["2.0.1", "2.1"] {
        let (_server, admin, mut station) = connected(version);
        set_and_cleared(&admin, &mut station);
        assert_eq!(ids(&admin), [1, 3], "{version}");

        let ask = json!({"requestId": 7, "chargingProfile": {}});
        let accepted = json!({"status": "Accepted"});
        ordered(&admin, &mut station, "GetChargingProfiles", ask.clone(), accepted);
        station.call("ReportChargingProfiles", &part(1, 1, true));
        assert_eq!(shown(&admin)["reported"]["complete"], false);
        station.call("ReportChargingProfiles", &part(2, 8, false));
        let reported = &shown(&admin)["reported"];
        assert_eq!(
            (&reported["requestId"], &reported["complete"]),
            (&json!(7), &json!(true))
        );
        let told = reported["profiles"].as_array().unwrap().iter();
        let told: Vec<String> = told
            .map(|one| format!("{} {} {}", one["evse"], one["id"], one["source"]))
            .collect();
        assert_eq!(told, [r#"1 1 "CSO""#, r#"2 8 "CSO""#]);
        let path = "/api/v1/charge-points/CP1/records?action=ReportChargingProfiles";
        wait::until("both parts as they came, too", || {
            let records = admin.get(path).expect(200);
            (records["items"].as_array().unwrap().len() == 2).then_some(())
        });

        let none = json!({"status": "NoProfiles"});
        ordered(&admin, &mut station, "GetChargingProfiles", ask, none);
        let reported = &shown(&admin)["reported"];
        assert_eq!(
            (&reported["profiles"], &reported["complete"]),
            (&json!([]), &json!(true))
        );
    }
}
