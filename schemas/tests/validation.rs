//! What the validator says about single payloads: the code, the pointer and the rule.
#![cfg(feature = "validate")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, reason = "tests")]

use ocpp_schemas::{Catalogue, ErrorCode, Kind, Version, Violation};
use serde_json::{Value, json};

fn check(version: Version, action: &str, kind: Kind, payload: &Value) -> Result<(), Violation> {
    let action = Catalogue::of(version).action(action).expect("the action exists");
    action.validate(kind, payload)
}

fn request(action: &str, payload: Value) -> Result<(), Violation> {
    check(Version::V16, action, Kind::Request, &payload)
}

/// Code, pointer and rule of what is wrong.
fn wrong(verdict: Result<(), Violation>) -> (ErrorCode, String, &'static str) {
    let violation = verdict.unwrap_err();
    (violation.code, violation.pointer, violation.rule)
}

fn start() -> Value {
    json!({"connectorId": 1, "idTag": "04A1B2C3", "meterStart": 0, "timestamp": "2026-01-01T00:00:00Z"})
}

#[test]
fn a_valid_payload_passes() {
    assert_eq!(request("StartTransaction", start()), Ok(()));
    assert_eq!(request("Heartbeat", json!({})), Ok(()));
}

#[test]
fn a_missing_property_is_named() {
    let mut payload = start();
    payload.as_object_mut().unwrap().remove("connectorId");
    let expected = (
        ErrorCode::OccurrenceConstraintViolation,
        "/connectorId".to_owned(),
        "required",
    );
    assert_eq!(wrong(request("StartTransaction", payload)), expected);
}

#[test]
fn a_missing_property_of_an_inner_object_is_named() {
    let payload = json!({"connectorId": 1, "meterValue": [
        {"timestamp": "2026-01-01T00:00:00Z", "sampledValue": [{"value": "1"}, {"unit": "Wh"}]},
    ]});
    let expected = (
        ErrorCode::OccurrenceConstraintViolation,
        "/meterValue/0/sampledValue/1/value".to_owned(),
        "required",
    );
    assert_eq!(wrong(request("MeterValues", payload)), expected);
}

#[test]
fn an_extra_property_is_named_with_its_characters_escaped() {
    let verdict = request("Heartbeat", json!({"a/b~c": 1}));
    assert_eq!(
        wrong(verdict),
        (
            ErrorCode::PropertyConstraintViolation,
            "/a~1b~0c".to_owned(),
            "additionalProperties"
        )
    );
}

#[test]
fn a_hostile_property_name_is_cut() {
    let name = "x".repeat(100_000);
    let violation = request("Heartbeat", json!({ name: 1 })).unwrap_err();
    assert!(violation.pointer.chars().count() < 70);
}

#[test]
fn each_rule_has_its_code() {
    use ErrorCode::{
        OccurrenceConstraintViolation as Occurrence, PropertyConstraintViolation as Property,
        TypeConstraintViolation as Type,
    };
    let changes = [
        ("connectorId", json!("1"), Type, "type"),
        ("connectorId", json!(1.5), Type, "type"),
        ("connectorId", json!(null), Type, "type"),
        ("idTag", json!("123456789012345678901"), Property, "maxLength"),
        ("timestamp", json!("yesterday"), Property, "format"),
        ("timestamp", json!("2026-01-01T00:00:00"), Property, "format"),
        ("idTags", json!(1), Property, "additionalProperties"),
    ];
    for (property, value, code, rule) in changes {
        let mut payload = start();
        payload[property] = value;
        assert_eq!(
            wrong(request("StartTransaction", payload)),
            (code, format!("/{property}"), rule)
        );
    }
    let status = json!({"connectorId": 1, "errorCode": "Error", "status": "Available"});
    assert_eq!(
        wrong(request("StatusNotification", status)),
        (Property, "/errorCode".to_owned(), "enum")
    );
    let empty = check(
        Version::V201,
        "GetVariables",
        Kind::Request,
        &json!({"getVariableData": []}),
    );
    assert_eq!(wrong(empty), (Occurrence, "/getVariableData".to_owned(), "minItems"));
    let hash = json!({"hashAlgorithm": "SHA256", "issuerNameHash": "a", "issuerKeyHash": "b", "serialNumber": "c",
        "responderURL": "http://localhost"});
    let many = json!({"idToken": {"idToken": "1", "type": "Central"}, "iso15118CertificateHashData": [hash, hash, hash, hash, hash]});
    let many = check(Version::V201, "Authorize", Kind::Request, &many);
    assert_eq!(
        wrong(many),
        (Occurrence, "/iso15118CertificateHashData".to_owned(), "maxItems")
    );
    let swap = |charge: i32| {
        let battery = json!({"evseId": 1, "serialNumber": "b", "soC": charge, "soH": 90});
        let id_token = json!({"idToken": "1", "type": "Central"});
        let payload = json!({"batteryData": [battery], "eventType": "BatteryIn", "idToken": id_token, "requestId": 1});
        check(Version::V21, "BatterySwap", Kind::Request, &payload)
    };
    assert_eq!(swap(100), Ok(()));
    let place = "/batteryData/0/soC".to_owned();
    assert_eq!(wrong(swap(-1)), (Property, place.clone(), "minimum"));
    assert_eq!(wrong(swap(101)), (Property, place, "maximum"));
}

#[test]
fn a_payload_that_is_no_object_is_of_the_wrong_type() {
    for payload in [json!([]), json!(null), json!("x"), json!(1)] {
        assert_eq!(
            wrong(request("Heartbeat", payload)),
            (ErrorCode::TypeConstraintViolation, String::new(), "type")
        );
    }
}

#[test]
fn of_several_violations_the_first_by_rule_then_by_place_is_reported() {
    let payload = json!({"connectorId": "1", "idTag": 5, "extra": 1, "timestamp": "x"});
    assert_eq!(wrong(request("StartTransaction", payload)).1, "/meterStart");
    let payload = json!({"meterStart": 1, "connectorId": "1", "idTag": 5, "extra": 1, "timestamp": "x"});
    assert_eq!(wrong(request("StartTransaction", payload)).1, "/connectorId");
    let key = "k".repeat(51);
    let mut keys = vec![json!("k"); 11];
    keys[10] = json!(key);
    keys[9] = json!(key);
    assert_eq!(wrong(request("GetConfiguration", json!({ "key": keys }))).1, "/key/9");
}

#[test]
fn uris_are_checked() {
    let update = |location: &str| request("GetDiagnostics", json!({ "location": location }));
    assert_eq!(update("ftp://user:secret@localhost/logs"), Ok(()));
    assert_eq!(
        wrong(update("not a uri")),
        (ErrorCode::PropertyConstraintViolation, "/location".to_owned(), "format")
    );
}

#[test]
fn tenths_are_checked_in_decimal_arithmetic() {
    let profile = |limit: f64| {
        let schedule = json!({"chargingRateUnit": "A", "chargingSchedulePeriod": [{"startPeriod": 0, "limit": limit}]});
        let profile = json!({"chargingProfileId": 1, "stackLevel": 0, "chargingProfilePurpose": "TxProfile",
            "chargingProfileKind": "Absolute", "chargingSchedule": schedule});
        request(
            "SetChargingProfile",
            json!({"connectorId": 1, "csChargingProfiles": profile}),
        )
    };
    for tenths in 0..100_000_u32 {
        let limit: f64 = format!("{}.{}", tenths / 10, tenths % 10).parse().unwrap();
        assert_eq!(profile(limit), Ok(()), "{limit}");
        if tenths % 10 == 3 {
            let off: f64 = format!("{}.{}5", tenths / 10, tenths % 10).parse().unwrap();
            let place = "/csChargingProfiles/chargingSchedule/chargingSchedulePeriod/0/limit";
            assert_eq!(
                wrong(profile(off)),
                (ErrorCode::PropertyConstraintViolation, place.to_owned(), "multipleOf")
            );
        }
    }
    for limit in [-0.3, 0.0, -32.1, 22_080.1, 1e6, 123_456_789.7] {
        assert_eq!(profile(limit), Ok(()), "{limit}");
    }
    for limit in [0.05, 0.31, 6.61, 0.300_000_01, -0.35, 123_456_789.75] {
        assert!(profile(limit).is_err(), "{limit}");
    }
}

#[test]
fn the_response_of_an_unconfirmed_action_does_not_exist() {
    let verdict = check(Version::V21, "NotifyPeriodicEventStream", Kind::Response, &json!({}));
    assert_eq!(
        wrong(verdict),
        (ErrorCode::FormatViolation, String::new(), "falseSchema")
    );
}

#[test]
fn no_reason_repeats_a_value() {
    let secret = "s3cret".repeat(10);
    let mut payload = start();
    payload["idTag"] = json!(secret);
    let violation = request("StartTransaction", payload).unwrap_err();
    assert!(!violation.to_string().contains("s3cret"), "{violation}");
    assert_eq!(violation.reason, "is longer than 20 characters");
}
