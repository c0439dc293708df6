//! What is made of payloads that are not valid, and that valid ones stay as they are.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]

use ocpp_schemas::generate::{Rng, instance, mutations};
use ocpp_schemas::{Catalogue, Kind, Version};
use serde_json::{Value, json};

use super::{Reading, RepairedPayload, Unsaid, repair_payload};
use crate::config::zone::Zone;

fn read(version: Version, kind: Kind, action: &str, payload: &Value) -> RepairedPayload {
    read_asked(version, (kind, None), action, payload)
}

/// The same of an answer to a question that is known.
fn read_asked(
    version: Version,
    (kind, request): (Kind, Option<&Value>),
    action: &str,
    payload: &Value,
) -> RepairedPayload {
    let known = |unsaid, _: &Value| match unsaid {
        Unsaid::MeterStop => Some(json!(6200)),
        Unsaid::Connector | Unsaid::Evse => Some(json!(1)),
    };
    repair_payload(
        Reading {
            action: Catalogue::of(version).action(action).unwrap(),
            kind,
            is_report: action != "Authorize",
            now: "2026-01-01T12:00:00Z".parse().unwrap(),
            zone: Zone::UTC,
            request,
            unsaid: &known,
        },
        payload,
    )
}

/// The repaired payload and the repairs as `name pointer`.
fn request(version: Version, action: &str, payload: &Value) -> (Value, Vec<String>) {
    let repaired = read(version, Kind::Request, action, payload);
    assert!(repaired.fits, "{action} {payload} does not fit: {:?}", repaired.repairs);
    let repairs = repaired
        .repairs
        .iter()
        .map(|repair| format!("{} {}", repair.name, repair.pointer));
    (repaired.payload, repairs.collect())
}

const T: &str = "2026-01-01T10:00:00Z";

/// Reports of 1.6: the action, as it came, as it is read, the repair.
fn play(cases: Vec<(&'static str, Value, Value, &'static str)>) {
    for (action, payload, wanted, repair) in cases {
        assert_eq!(
            request(Version::V16, action, &payload),
            (wanted, vec![repair.to_owned()]),
            "{action} {payload}"
        );
    }
}

#[test]
fn stops_of_1_6_from_the_field() {
    play(vec![
        (
            "StopTransaction",
            json!({"meterStop": 1388, "idTag": "FIELDTAGOF20LETTERS1\u{10}\u{e}", "transactionId": 5, "timestamp": T}),
            json!({"meterStop": 1388, "idTag": "FIELDTAGOF20LETTERS1", "transactionId": 5, "timestamp": T}),
            "blank-padded /idTag",
        ),
        (
            "StopTransaction",
            json!({"transactionId": 5, "timestamp": T, "reason": "EVDisconnected"}),
            json!({"meterStop": 6200, "transactionId": 5, "timestamp": T, "reason": "EVDisconnected"}),
            "missing-member /meterStop",
        ),
        (
            "StopTransaction",
            json!({"meterStop": 31004.667, "timestamp": T, "transactionId": 5}),
            json!({"meterStop": 31004, "timestamp": T, "transactionId": 5}),
            "fraction-in-integer /meterStop",
        ),
        (
            "StopTransaction",
            json!({"meterStop": 1388, "timestamp": T, "transactionId": 5, "reason": " "}),
            json!({"meterStop": 1388, "timestamp": T, "transactionId": 5}),
            "empty-text /reason",
        ),
        (
            "StopTransaction",
            json!({"meterStop": "1388", "timestamp": T, "transactionId": 5}),
            json!({"meterStop": 1388, "timestamp": T, "transactionId": 5}),
            "text-as-number /meterStop",
        ),
        (
            "StopTransaction",
            json!({"meterStop": 1, "timestamp": T, "transactionId": 5, "reason": "CarLeft"}),
            json!({"meterStop": 1, "timestamp": T, "transactionId": 5, "reason": "Other"}),
            "unknown-enum-value /reason",
        ),
        (
            "StopTransaction",
            json!({"meterStop": 1, "timestamp": T, "transactionId": 5, "transactionData": null}),
            json!({"meterStop": 1, "timestamp": T, "transactionId": 5}),
            "null-as-absent /transactionData",
        ),
    ]);
}

#[test]
fn starts_and_states_of_1_6_from_the_field() {
    play(vec![
        (
            "StartTransaction",
            json!({"connectorId": 1, "idTag": "T", "meterStart": 0}),
            json!({"connectorId": 1, "idTag": "T", "meterStart": 0, "timestamp": "2026-01-01T12:00:00.000Z"}),
            "missing-member /timestamp",
        ),
        (
            "StartTransaction",
            json!({"connectorId": 1, "idTag": 123, "meterStart": 0, "timestamp": T}),
            json!({"connectorId": 1, "idTag": "123", "meterStart": 0, "timestamp": T}),
            "number-as-text /idTag",
        ),
        (
            "StartTransaction",
            json!({"connectorID": 1, "idTag": "T", "meterStart": 0, "timestamp": T}),
            json!({"connectorId": 1, "idTag": "T", "meterStart": 0, "timestamp": T}),
            "member-spelling /connectorId",
        ),
        (
            "Authorize",
            json!({"connectorId": 2, "idTag": "T"}),
            json!({"idTag": "T"}),
            "unknown-member /connectorId",
        ),
        (
            "StatusNotification",
            json!({"connectorId": 1, "status": "charging", "errorCode": "NoError"}),
            json!({"connectorId": 1, "status": "Charging", "errorCode": "NoError"}),
            "enum-spelling /status",
        ),
        (
            "StatusNotification",
            json!({"connectorId": 1, "status": "Charging", "errorCode": "Error"}),
            json!({"connectorId": 1, "status": "Charging", "errorCode": "OtherError"}),
            "unknown-enum-value /errorCode",
        ),
        (
            "StatusNotification",
            json!({"connectorId": 1, "status": "Charging", "errorCode": "NoError", "timestamp": "2026-01-01 10:00:00"}),
            json!({"connectorId": 1, "status": "Charging", "errorCode": "NoError", "timestamp": T}),
            "timestamp-without-zone /timestamp",
        ),
    ]);
}

#[test]
fn what_is_too_long_stays_whole() {
    let serial = "EVB1A00P0KI3N00000000000000000000";
    let boot = json!({"chargePointVendor": "V", "chargePointModel": "M", "chargeBoxSerialNumber": serial});
    let (payload, repairs) = request(Version::V16, "BootNotification", &boot);
    assert_eq!(
        (payload, repairs),
        (boot, vec!["text-too-long /chargeBoxSerialNumber".to_owned()])
    );
}

#[test]
fn a_sample_never_becomes_energy_by_what_is_left_out() {
    let sampled = |sample: Value| {
        let values = json!({"connectorId": 1, "meterValue": {"timestamp": T, "sampledValue": [sample]}});
        request(Version::V16, "MeterValues", &values).0["meterValue"][0]["sampledValue"].clone()
    };
    assert_eq!(sampled(json!({"value": 5})), json!([{"value": "5"}]));
    assert_eq!(
        sampled(json!({"value": "5", "measurand": "Energy.Of.The.Sun"})),
        json!([])
    );
    assert_eq!(sampled(json!({"value": "5", "phase": "L4"})), json!([]));
    assert_eq!(sampled(json!({"value": "5", "unit": "kWd"})), json!([]));
    assert_eq!(sampled(json!({"value": "5", "unit": "mWh"})), json!([]));
    assert_eq!(sampled(json!({"value": "n/a", "unit": "MWh"})), json!([]));
    assert_eq!(
        sampled(json!({"value": "12.3456", "unit": "MWh"})),
        json!([{"value": "12345.6", "unit": "kWh"}])
    );
    assert_eq!(
        sampled(json!({"value": "50", "measurand": "Frequency", "unit": "Hertz"})),
        json!([{"value": "50", "measurand": "Frequency"}])
    );
}

/// The samples of a report of one moment, as they are read.
fn samples(version: Version, of_moment: Value) -> Value {
    let mut moment = of_moment;
    moment["timestamp"] = json!(T);
    let place = if version == Version::V16 {
        "connectorId"
    } else {
        "evseId"
    };
    let values = json!({place: 1, "meterValue": [moment]});
    request(version, "MeterValues", &values).0["meterValue"][0]["sampledValue"].clone()
}

#[test]
fn a_unit_of_1_6_in_a_report_of_2_x_finds_its_place() {
    let kilo = json!([{"value": 1000.5, "unitOfMeasure": {"unit": "kWh"}}]);
    let thousands = json!([{"value": 1000.5, "unitOfMeasure": {"multiplier": 3}}]);
    for (said, read) in [
        (json!({"unit": "kWh"}), &kilo),
        (json!({"Unit": "kWh"}), &kilo),
        (json!({"unit_of_measure": {"Unit": "kWh"}}), &kilo),
        (json!({"unitOfMeasurement": {"unit": "kWh"}}), &kilo),
        (json!({"unitOfMeasure": "kWh"}), &kilo),
        (json!({"unitOfMeasure": ["kWh"]}), &kilo),
        (json!({"unitOfMeasure": "{\"unit\":\"kWh\"}"}), &kilo),
        (json!({"unitOfMeasure": {"unit": "kWh"}, "unit": "kwh"}), &kilo),
        (json!({"unitOfMeasure": null, "unit": "kWh"}), &kilo),
        (json!({"multiplier": 3}), &thousands),
        (json!({"multiplier": "3"}), &thousands),
        (json!({"unitOfMeasure": {"exponent": 3}}), &thousands),
        // Nothing that can be read, or two things: never Wh.
        (json!({"unitOfMeasure": {"unit": "Wh"}, "unit": "kWh"}), &json!([])),
        (json!({"unitOfMeasure": {"value": "kWh"}}), &json!([])),
        (
            json!({"unitOfMeasure": {"unit": "kWh", "multiplier": 0.001}}),
            &json!([]),
        ),
        (json!({"unitOfMeasure": 3}), &json!([])),
        (json!({"unit": ["kWh", "Wh"]}), &json!([])),
        (json!({"multiplier": "k"}), &json!([])),
        (json!({"format": "SignedData"}), &json!([])),
        (json!({"format": "Raw"}), &json!([{"value": 1000.5}])),
        (json!({"Phase": "L4"}), &json!([])),
    ] {
        let mut sample = said.clone();
        sample["value"] = json!(1000.5);
        for version in [Version::V201, Version::V21] {
            let read_now = samples(version, json!({"sampledValue": [sample]}));
            // A word of 2.x is any text.
            let folded = read_now.to_string().replace("kwh", "kWh");
            assert_eq!(folded, read.to_string(), "{version} {said}");
            let mut of_all = said.clone();
            of_all["sampledValue"] = json!([{"value": 1000.5}]);
            let read_now = samples(version, of_all).to_string().replace("kwh", "kWh");
            assert_eq!(read_now, read.to_string(), "beside the samples: {version} {said}");
        }
    }
}

#[test]
fn a_unit_of_2_x_in_a_report_of_1_6_finds_its_place() {
    let kilo = json!([{"value": "1.5", "unit": "kWh"}]);
    for (said, read) in [
        (json!({"unitOfMeasure": {"unit": "kWh"}}), &kilo),
        (json!({"unitOfMeasure": "kWh"}), &kilo),
        (json!({"unit": {"unit": "kWh", "multiplier": 0}}), &kilo),
        (
            json!({"unitOfMeasure": {"unit": "Wh", "multiplier": 3}}),
            &json!([{"value": "1500", "unit": "Wh"}]),
        ),
        (json!({"multiplier": 3}), &json!([{"value": "1500"}])),
        (
            json!({"unit": "kWh", "multiplier": -3}),
            &json!([{"value": "0.0015", "unit": "kWh"}]),
        ),
        (json!({"unitOfMeasure": {"unit": "furlong"}}), &json!([])),
        (json!({"unit": "Wh", "unitOfMeasure": {"unit": "kWh"}}), &json!([])),
        (json!({"unit": "Wh", "Unit": "kWh"}), &json!([])),
        (json!({"multiplier": 0.001}), &json!([])),
        (json!({"multiplier": 99}), &json!([])),
    ] {
        let mut sample = said.clone();
        sample["value"] = json!("1.5");
        assert_eq!(
            samples(Version::V16, json!({"sampledValue": [sample]})),
            *read,
            "{said}"
        );
    }
    let voltage = json!({"value": "230", "measurand": "Voltage", "unitOfMeasure": {"unit": "V"}, "multiplier": "k"});
    assert_eq!(
        samples(Version::V16, json!({"sampledValue": [voltage]})),
        json!([{"value": "230", "measurand": "Voltage"}])
    );
}

#[test]
fn members_are_known_in_whatever_case_and_with_whatever_signs() {
    let event = json!({
        "event_type": "Started", "Timestamp": T, "trigger-reason": "Authorized", "seq_no": 0,
        "transaction_info": {"transaction_id": "1"}, "id_token": {"id_token": "A1", "Type": "ISO14443"},
        "meter_value": [{"timestamp": T, "sampled_value": [{"value": 5, "signed_meter_value": {
            "signed_meter_data": "AA", "signing_method": "", "encoding_method": "OCMF", "public_key": ""}}]}],
    });
    let (read, repairs) = request(Version::V201, "TransactionEvent", &event);
    assert_eq!(read["idToken"], json!({"idToken": "A1", "type": "ISO14443"}));
    assert_eq!(
        read["meterValue"][0]["sampledValue"][0]["signedMeterValue"]["signedMeterData"],
        "AA"
    );
    assert!(
        repairs.iter().all(|repair| repair.starts_with("member-spelling ")),
        "{repairs:?}"
    );
}

#[test]
fn a_blank_word_says_nothing() {
    let register = "Energy.Active.Import.Register";
    let read = |version, values: &Value, sample: Value| {
        let mut message = values.clone();
        message["meterValue"] = json!([{"timestamp": T, "sampledValue": [sample]}]);
        let (read, repairs) = request(version, "MeterValues", &message);
        (read["meterValue"][0]["sampledValue"].clone(), repairs)
    };
    for blank in ["", "  ", "\u{0}"] {
        for member in ["phase", "unit", "location", "format", "context"] {
            let sample = json!({"value": "6200", "measurand": register, member: blank});
            let (read, repairs) = read(Version::V16, &json!({"connectorId": 1}), sample);
            assert_eq!(read, json!([{"value": "6200", "measurand": register}]), "{member}");
            assert_eq!(repairs, [format!("empty-text /meterValue/0/sampledValue/0/{member}")]);
        }
        for version in [Version::V201, Version::V21] {
            for member in ["phase", "location", "context", "unitOfMeasure"] {
                let sample = json!({"value": 6200, "measurand": register, member: blank});
                let (read, repairs) = read(version, &json!({"evseId": 1}), sample);
                assert_eq!(read, json!([{"value": 6200, "measurand": register}]), "{member}");
                assert_eq!(repairs, [format!("empty-text /meterValue/0/sampledValue/0/{member}")]);
            }
            let sample = json!({"value": 6200, "unitOfMeasure": {"unit": "Wh", "multiplier": blank}});
            let (read, _) = read(version, &json!({"evseId": 1}), sample);
            assert_eq!(read, json!([{"value": 6200, "unitOfMeasure": {"unit": "Wh"}}]));
        }
        // Of what is measured nothing is known, so it is not the register.
        let (nothing, _) = read(
            Version::V16,
            &json!({"connectorId": 1}),
            json!({"value": "6200", "measurand": blank}),
        );
        assert_eq!(nothing, json!([]));
    }
}

#[test]
fn reports_of_2_x_from_the_field() {
    let event = json!({
        "eventType": "Started", "timestamp": T, "triggerReason": "SomethingElse", "seqNo": "0", "offline": "false",
        "transactionInfo": {"transactionId": 7, "chargingState": "Odd"}, "evse": [{"id": 1.0}], "idToken": "A1",
        "meterValue": [],
    });
    let wanted = json!({
        "eventType": "Started", "timestamp": T, "triggerReason": "Trigger", "seqNo": 0, "offline": false,
        "transactionInfo": {"transactionId": "7"}, "evse": {"id": 1.0},
        "idToken": {"idToken": "A1", "type": "ISO14443"},
    });
    for version in [Version::V201, Version::V21] {
        assert_eq!(request(version, "TransactionEvent", &event).0, wanted);
        let state = json!({"connectorStatus": "SuspendedEV", "evseId": 1});
        let (state, _) = request(version, "StatusNotification", &state);
        assert_eq!(
            (&state["connectorStatus"], &state["connectorId"]),
            (&json!("Occupied"), &json!(1))
        );
    }
    let nameless = json!({"eventType": "Started", "timestamp": T, "triggerReason": "Trigger", "seqNo": 0});
    assert!(!read(Version::V201, Kind::Request, "TransactionEvent", &nameless).fits);
}

#[test]
fn an_answer_is_shown_as_it_is() {
    let answer = json!({
        "configurationKey": [
            {"key": "HeartbeatInterval", "readonly": "false", "value": 300, "unit": "s"},
            {"key": "AuthorizeRemoteTxRequests", "readonly": false, "value": true},
        ],
        "unknownKey": null,
    });
    let repaired = read(Version::V16, Kind::Response, "GetConfiguration", &answer);
    let wanted = json!({
        "configurationKey": [
            {"key": "HeartbeatInterval", "readonly": false, "value": "300", "unit": "s"},
            {"key": "AuthorizeRemoteTxRequests", "readonly": false, "value": "true"},
        ],
    });
    assert_eq!((repaired.fits, repaired.payload), (true, wanted));
    let odd = read(Version::V16, Kind::Response, "Reset", &json!({"status": "Maybe"}));
    assert_eq!((odd.fits, odd.payload), (true, json!({"status": "Maybe"})));
    assert!(!read(Version::V16, Kind::Response, "Reset", &json!({})).fits);
    assert!(!read(Version::V16, Kind::Response, "Reset", &json!([])).fits);
}

/// The answer as it is shown, and its remarks.
fn answer(version: Version, action: &str, request: &Value, payload: &Value) -> (Value, Vec<String>) {
    let read = read_asked(version, (Kind::Response, Some(request)), action, payload);
    assert!(read.fits, "{action} {payload} does not fit: {:?}", read.repairs);
    let named = |repair: &crate::frame::repair::Repair| format!("{} {}", repair.name, repair.pointer);
    (read.payload, read.repairs.iter().map(named).collect())
}

#[test]
fn a_configuration_is_read_in_each_of_its_shapes() {
    let wanted = json!({"configurationKey": [
        {"key": "HeartbeatInterval", "readonly": false, "value": "300"},
        {"key": "NumberOfConnectors", "readonly": false, "value": "2"},
    ]});
    let filled = [
        "missing-member /configurationKey/0/readonly",
        "missing-member /configurationKey/1/readonly",
    ];
    let list = json!([{"key": "HeartbeatInterval", "value": "300"}, {"key": "NumberOfConnectors", "value": "2"}]);
    let map = json!({"HeartbeatInterval": "300", "NumberOfConnectors": "2"});
    for (payload, also) in [
        (json!({"configurationKey": list}), None),
        (
            json!({"configurationKey": map}),
            Some("value-as-list /configurationKey"),
        ),
        (map.clone(), Some("value-as-list ")),
        (list.clone(), Some("list-as-value ")),
    ] {
        let (read, remarks) = answer(Version::V16, "GetConfiguration", &json!({}), &payload);
        assert_eq!(read, wanted, "{payload}");
        let named: Vec<&str> = also.into_iter().chain(filled).collect();
        assert_eq!(remarks, named, "{payload}");
    }
    let lists = json!({"configurationKey": [{"key": "K", "readonly": false, "value": ["A", 5]}]});
    let (read, remarks) = answer(Version::V16, "GetConfiguration", &json!({}), &lists);
    assert_eq!(read["configurationKey"][0]["value"], "A,5");
    assert_eq!(remarks, ["value-as-text /configurationKey/0/value"]);
    // What is no configuration does not become one.
    let other = json!({"status": "Rejected"});
    assert_eq!(answer(Version::V16, "GetConfiguration", &json!({}), &other).0, other);
}

#[test]
fn results_that_lack_a_member_stay() {
    let (component, variable) = (json!({"name": "OCPPCommCtrlr"}), json!({"name": "HeartbeatInterval"}));
    let request = json!({"getVariableData": [{"component": component, "variable": variable}]});
    let whole = json!({"attributeStatus": "Accepted", "attributeValue": "300", "component": component,
        "variable": variable});
    for version in [Version::V201, Version::V21] {
        for result in [
            json!({"attributeValue": "300", "component": component, "variable": variable}),
            json!({"attributeStatus": "Accepted", "attributeValue": "300"}),
            json!({"attributeStatus": "Accepted", "attributeValue": "300", "component": "OCPPCommCtrlr",
                "variable": "HeartbeatInterval"}),
        ] {
            let (read, remarks) = answer(
                version,
                "GetVariables",
                &request,
                &json!({"getVariableResult": [result]}),
            );
            assert_eq!(read, json!({"getVariableResult": [whole]}), "{result}");
            assert!(!remarks.is_empty());
        }
        // Of two questions nobody knows which one is answered, nor whether a value was taken: it is shown as it is.
        let both = json!({"getVariableData": [request["getVariableData"][0], request["getVariableData"][0]]});
        let nameless = json!({"getVariableResult": [{"attributeStatus": "Accepted", "attributeValue": "300"}, whole]});
        let (read, remarks) = answer(version, "GetVariables", &both, &nameless);
        assert_eq!(read, nameless);
        let action = Catalogue::of(version).action("GetVariables").unwrap();
        let repairs: Vec<_> = remarks
            .iter()
            .map(|_| crate::frame::repair::Repair::new("missing-member", ""))
            .collect();
        let (usable, repairs) = super::without_unreadable(action, &read, &repairs);
        assert_eq!(usable, json!({"getVariableResult": [whole]}));
        assert!(super::lost_items(&repairs));
        let asked = json!({"setVariableData": [{"component": component, "variable": variable, "attributeValue": "5"}]});
        let unsaid = json!({"setVariableResult": [{"component": component, "variable": variable}]});
        let (read, remarks) = answer(version, "SetVariables", &asked, &unsaid);
        assert_eq!(read, unsaid);
        assert_eq!(remarks, ["missing-member /setVariableResult/0/attributeStatus"]);
    }
}

#[test]
fn the_word_of_an_answer_is_found_in_the_object_of_another() {
    for (version, action, within) in [
        (Version::V16, "RemoteStartTransaction", "idTagInfo"),
        (Version::V201, "RequestStartTransaction", "idTokenInfo"),
    ] {
        let mut payload = json!({});
        payload[within] = json!({"status": "Accepted"});
        let (read, remarks) = answer(version, action, &json!({}), &payload);
        assert_eq!(read["status"], "Accepted");
        assert!(remarks.contains(&"missing-member /status".to_owned()), "{remarks:?}");
        payload["other"] = json!({"status": "Rejected"});
        assert!(!read_asked(version, (Kind::Response, None), action, &payload).fits);
    }
}

#[test]
fn what_is_valid_stays_as_it_is_and_what_was_mended_is_mended() {
    for version in Version::ALL {
        for action in Catalogue::of(version).actions() {
            let mut rng = Rng::new(9);
            let payload = instance(action, Kind::Request, &mut rng);
            let same = read(version, Kind::Request, action.name(), &payload);
            assert_eq!(
                (&same.payload, same.repairs.len(), same.fits),
                (&payload, 0, true),
                "{version} {}",
                action.name()
            );
            for mutation in mutations(action, Kind::Request, &payload, &mut rng) {
                let once = read(version, Kind::Request, action.name(), &mutation.apply(&payload));
                if once.fits {
                    let twice = read(version, Kind::Request, action.name(), &once.payload);
                    assert_eq!(twice.payload, once.payload, "{version} {} {mutation:?}", action.name());
                }
            }
        }
    }
}
