//! What is too much for a station goes out in parts, and their answers are one again.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]

use ocpp_schemas::generate::{Rng, instance};
use ocpp_schemas::{Catalogue, Kind, Version};
use proptest::prelude::*;
use serde_json::{Value, json};

use super::{FRAME_BYTES, Limit, Raw, V2, V16, builds_up, can_be_split, join, split};

fn raw<'a>(version: Version, action: &'a str, payload: &'a Value) -> Raw<'a> {
    Raw {
        version,
        action,
        payload,
    }
}

fn items(items: usize) -> Limit {
    Limit {
        items: Some(items),
        bytes: None,
    }
}

fn variables(count: usize) -> Value {
    let data: Vec<Value> = (0..count)
        .map(|number| json!({"component": {"name": "C"}, "variable": {"name": format!("V{number}")}}))
        .collect();
    json!({"getVariableData": data, "customData": {"vendorId": "x"}})
}

#[test]
fn what_is_not_too_much_stays_as_it_is() {
    let payload = variables(4);
    for limit in [Limit::default(), items(4), items(0)] {
        assert_eq!(
            split(raw(Version::V201, "GetVariables", &payload), limit),
            std::slice::from_ref(&payload)
        );
    }
    assert_eq!(
        split(raw(Version::V16, "Reset", &json!({"type": "Soft"})), items(1)).len(),
        1
    );
    assert_eq!(
        split(raw(Version::V16, "GetConfiguration", &json!({})), items(1)),
        [json!({})]
    );
}

proptest! {
    #[test]
    fn the_parts_have_all_entries_in_their_order_and_fit(count in 0..60_usize, most in 1..9_usize, bytes in 200..600_usize) {
        let payload = variables(count);
        let limit = Limit { items: Some(most), bytes: Some(bytes) };
        let parts = split(raw(Version::V21, "GetVariables", &payload), limit);
        let all: Vec<Value> = parts.iter().flat_map(|part| part["getVariableData"].as_array().unwrap().clone()).collect();
        prop_assert_eq!(&Value::from(all), &payload["getVariableData"]);
        for part in &parts {
            let entries = part["getVariableData"].as_array().unwrap().len();
            prop_assert!(entries <= most);
            prop_assert!(part.to_string().len() + FRAME_BYTES <= bytes || entries == 1);
            prop_assert_eq!(&part["customData"], &payload["customData"]);
        }
    }
}

/// Whatever is valid is split into what is valid, and what stations answer is joined to what is valid.
#[test]
fn parts_and_joined_answers_keep_to_the_schemas() {
    let mut rng = Rng::new(5);
    for (version, shapes) in [(Version::V16, V16), (Version::V201, V2), (Version::V21, V2)] {
        for shape in shapes {
            let action = Catalogue::of(version).action(shape.action).unwrap();
            let mut was_split = 0;
            for _ in 0..200 {
                let payload = instance(action, Kind::Request, &mut rng);
                let parts = split(raw(version, shape.action, &payload), items(1));
                was_split += usize::from(parts.len() > 1);
                assert_eq!(parts.len() > 1, can_be_split(raw(version, shape.action, &payload)));
                for part in &parts {
                    assert_eq!(action.validate(Kind::Request, part), Ok(()), "{version} {part}");
                }
                let answers: Vec<_> = parts
                    .iter()
                    .map(|_| instance(action, Kind::Response, &mut rng))
                    .collect();
                let joined = join(version, shape.action, &answers);
                assert_eq!(action.validate(Kind::Response, &joined), Ok(()), "{version} {joined}");
            }
            assert!(was_split > 0, "{version} {}", shape.action);
        }
    }
}

#[test]
fn a_local_list_begins_with_its_own_update_and_goes_on_with_changes() {
    for (version, member) in [(Version::V16, "listVersion"), (Version::V201, "versionNumber")] {
        let entries: Vec<Value> = (0..5).map(|tag| json!({"idTag": tag.to_string()})).collect();
        let payload = json!({member: 7, "updateType": "Full", "localAuthorizationList": entries});
        let parts = split(raw(version, "SendLocalList", &payload), items(2));
        let shown: Vec<_> = parts
            .iter()
            .map(|part| (part[member].clone(), part["updateType"].clone()))
            .collect();
        let expected = [(7, "Full"), (8, "Differential"), (9, "Differential")];
        assert_eq!(shown, expected.map(|(number, kind)| (json!(number), json!(kind))));
        assert!(builds_up(version, "SendLocalList"));
    }
    assert!(!builds_up(Version::V201, "GetVariables"));
}

#[test]
fn each_part_of_a_report_has_its_number_and_the_worst_word_counts() {
    let payload =
        json!({"requestId": 3, "componentVariable": [{"component": {"name": "A"}}, {"component": {"name": "B"}}]});
    let parts = split(raw(Version::V201, "GetReport", &payload), items(1));
    assert_eq!((&parts[0]["requestId"], &parts[1]["requestId"]), (&json!(3), &json!(4)));
    let joined = |words: &[&str]| {
        let answers: Vec<_> = words.iter().map(|word| json!({"status": word})).collect();
        join(Version::V201, "GetReport", &answers)["status"].clone()
    };
    assert_eq!(joined(&["EmptyResultSet", "Accepted"]), "Accepted");
    assert_eq!(joined(&["EmptyResultSet", "EmptyResultSet"]), "EmptyResultSet");
    assert_eq!(joined(&["Accepted", "Rejected", "Accepted"]), "Rejected");
}
