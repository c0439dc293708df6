//! What is made of texts that are no frames, and of those that stay none.
#![allow(clippy::unwrap_used, clippy::panic, reason = "tests")]

use ocpp_schemas::Version;
use proptest::prelude::*;
use serde_json::{Value, json};

use super::{Read, read};
use crate::frame::repair::Repairs;
use crate::frame::{Frame, parse};
use crate::ids::MessageId;
use crate::ocpp::Profile;

fn reread(text: &str) -> Read {
    let dialect = &Profile::of(Version::V16).dialect;
    assert!(
        parse(text, dialect, &mut Repairs::default()).is_err(),
        "{text} is a frame"
    );
    read(text, dialect)
}

/// The id, the payload and the names of the repairs of a CALL.
fn call(text: &str) -> (MessageId, Value, Vec<String>) {
    match reread(text) {
        Read::Frame(Frame::Call(call), repairs) => {
            let names = repairs.into_iter().map(|repair| repair.name.into_owned()).collect();
            (call.id, call.payload.value().clone(), names)
        }
        other => panic!("{text}: {other:?}"),
    }
}

#[test]
fn what_stations_send_beside_json_is_read() {
    let cases: [(&str, Value, &str); 17] = [
        ("\u{feff}[2,\"1\",\"A\",{}]", json!({}), "leading-junk"),
        ("[2,\"1\",\"A\",{}]\0\0", json!({}), "trailing-junk"),
        ("[2,\"1\",\"A\",{}] and more", json!({}), "trailing-junk"),
        (
            "[2,\"1\",\"A\",{\"t\":\"x\u{10}\u{e}\"}]",
            json!({"t": "x\u{10}\u{e}"}),
            "control-bytes",
        ),
        (
            "[2,\"1\",\"A\",{\"t\":\"two\nlines\"}]",
            json!({"t": "two\nlines"}),
            "control-bytes",
        ),
        (
            "[2,\"1\",\"A\",{\"t\":,\"u\":1}]",
            json!({"t": null, "u": 1}),
            "value-missing",
        ),
        ("[2,\"1\",\"A\",{\"u\":1,}]", json!({"u": 1}), "trailing-comma"),
        ("[2,\"1\",\"A\",{\"u\":007}]", json!({"u": 7}), "number-form"),
        ("[2,\"1\",\"A\",{\"u\":+.5}]", json!({"u": 0.5}), "number-form"),
        (
            "[2,\"1\",\"A\",{\"u\":1e309}]",
            json!({"u": f64::MAX}),
            "number-too-large",
        ),
        ("[2,\"1\",\"A\",{\"u\":NaN}]", json!({"u": null}), "not-a-number"),
        ("[2,\"1\",\"A\",{\"u\":True}]", json!({"u": true}), "literal-spelling"),
        (
            "[2,\"1\",\"A\",{\"u\":\"\\ud800x\"}]",
            json!({"u": "\u{fffd}x"}),
            "lone-surrogate",
        ),
        (
            "[2,\"1\",\"A\",{\"u\":\"C:\\dir\"}]",
            json!({"u": "C:\\dir"}),
            "bad-escape",
        ),
        ("[2,\"1\",\"A\",{\"u\":1},{}]", json!({"u": 1}), "extra-elements"),
        ("[2,\"1\",\"A\"]", json!({}), "payload-missing"),
        ("[2,\"1\",\"A\",{\"u\":\"1\"}", json!({"u": "1"}), "cut-off"),
    ];
    for (text, payload, name) in cases {
        assert_eq!(
            call(text),
            (MessageId::new("1"), payload, vec![name.to_owned()]),
            "{text:?}"
        );
    }
}

#[test]
fn the_payload_of_an_answer_is_its_object() {
    let cases = [
        (r#"[3,"1","GetConfiguration",{"a":1}]"#, json!({"a": 1})),
        (r#"[3,"1",null,{"a":1}]"#, json!({"a": 1})),
        (r#"[3,"1",{"a":1},{}]"#, json!({"a": 1})),
        (r#"[3,"1","{\"a\":1}",{}]"#, json!("{\"a\":1}")),
    ];
    for (text, payload) in cases {
        let Read::Frame(Frame::Answer(answer), repairs) = reread(text) else {
            panic!("{text} is an answer");
        };
        assert_eq!(answer.outcome, Ok(payload), "{text}");
        assert_eq!(
            repairs.first().map(|repair| &*repair.name),
            Some("extra-elements"),
            "{text}"
        );
    }
}

#[test]
fn a_numeric_id_goes_back_as_it_came() {
    let (id, ..) = call("[2,17,\"A\",{}]");
    assert!(id.is_number());
    assert_eq!(crate::frame::call_result(&id, &json!({})), "[3,17,{}]");
    assert_eq!(
        crate::frame::call_error(&id, "GenericError", "no", &json!({})),
        r#"[4,17,"GenericError","no",{}]"#
    );
}

#[test]
fn what_has_an_id_and_no_more_is_named() {
    let named = |text: &str| reread(text) == Read::Named(MessageId::new("1"));
    assert!(named("[2,\"1\",\"A\",{\"meterStop\":13"));
    assert!(named("[2,\"1\",\"A\",{\"t\":\"without end}]"));
    assert!(named("[2,\"1\",\"A\",{what is this}]"));
    for text in ["nonsense", "", "[2", "[2,null,\"A\",{}]", "{}", "[3,\"1\",{\"a\":1"] {
        assert_eq!(reread(text), Read::Nothing, "{text}");
    }
}

proptest! {
    #[test]
    fn no_text_is_too_strange(text in "\\PC*|[\\[\\]{}\",:0-9a-z\\\\\u{0}-\u{20}]*") {
        if let Read::Named(id) = read(&text, &Profile::of(Version::V21).dialect) {
            prop_assert!(id.as_str().chars().count() <= super::LONGEST_ID);
        }
    }
}
