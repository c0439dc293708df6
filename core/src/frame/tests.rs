//! The answer to each kind of text, per version's dialect.
#![allow(clippy::unwrap_used, clippy::panic, reason = "tests")]

use ocpp_schemas::{ErrorCode, Version};
use proptest::prelude::*;
use serde_json::{Value, json};

use super::repair::Repairs;
use super::{Dialect, Frame, FrameFault, call, call_error, call_result};
use crate::ids::MessageId;
use crate::ocpp::Profile;

fn parse(text: &str, dialect: &Dialect) -> Result<Frame, FrameFault> {
    super::parse(text, dialect, &mut Repairs::default())
}

fn dialect(version: Version) -> &'static Dialect {
    &Profile::of(version).dialect
}

/// The answer that a text deserves: its id and code, or none.
fn answer(text: &str, version: Version) -> Option<(String, ErrorCode)> {
    let fault = parse(text, dialect(version)).unwrap_err();
    fault.answer.map(|(id, code)| (id.to_string(), code))
}

#[test]
fn the_five_types_are_read() {
    let read = |text| parse(text, dialect(Version::V21)).unwrap();
    let Frame::Call(read_call) = read(r#" [2, "a\"b", "Heartbeat", {"x": [1]}] "#) else {
        panic!()
    };
    assert_eq!(
        (read_call.id.as_str(), read_call.action.as_str()),
        ("a\"b", "Heartbeat")
    );
    assert_eq!(*read_call.payload.value(), json!({ "x": [1] }));
    assert!(matches!(
        read(r#"[6,"1","NotifyPeriodicEventStream",{}]"#),
        Frame::Send(_)
    ));
    assert!(matches!(read(r#"[3,"1",{}]"#), Frame::Answer(answer) if answer.outcome.is_ok()));
    assert!(matches!(
        read(r#"[5,"1","FormatViolation","",{}]"#),
        Frame::ResultError(_)
    ));
    let Frame::Answer(refused) = read(r#"[4,"1","GenericError","no",{"why":1}]"#) else {
        panic!()
    };
    let error = refused.outcome.unwrap_err();
    assert_eq!(
        (error.code.as_str(), error.details),
        ("GenericError", json!({ "why": 1 }))
    );
}

#[test]
fn a_type_is_a_whole_number_however_it_is_written() {
    let plain = parse(r#"[2,"1","Heartbeat",{}]"#, dialect(Version::V16)).unwrap();
    assert_eq!(
        parse(r#"[2.0,"1","Heartbeat",{}]"#, dialect(Version::V16)).unwrap(),
        plain
    );
    assert!(parse(r#"[2.5,"1","Heartbeat",{}]"#, dialect(Version::V16)).is_err());
}

#[test]
fn an_error_is_read_however_it_is_shaped() {
    for text in [
        r#"[4,"1","X"]"#,
        r#"[4,"1","X",null,null]"#,
        r#"[4,"1","X","","text"]"#,
        r#"[4,"1","X",5,[]]"#,
    ] {
        assert!(
            matches!(parse(text, dialect(Version::V16)), Ok(Frame::Answer(_))),
            "{text}"
        );
    }
}

#[test]
fn what_is_not_a_frame_is_answered_with_minus_one() {
    for text in [
        "nonsense",
        "{}",
        "[]",
        "5",
        "[2]",
        r#"[2,5,"Heartbeat",{}]"#,
        "[[2]]",
        "[2,\"1\"",
    ] {
        let expected = |code| Some(("-1".to_owned(), code));
        assert_eq!(
            answer(text, Version::V16),
            expected(ErrorCode::FormatViolation),
            "{text}"
        );
        assert_eq!(
            answer(text, Version::V201),
            expected(ErrorCode::RpcFrameworkError),
            "{text}"
        );
        assert_eq!(
            answer(text, Version::V21),
            expected(ErrorCode::RpcFrameworkError),
            "{text}"
        );
    }
}

#[test]
fn a_readable_id_is_used() {
    let long = format!(r#"[2,"{}","Heartbeat",{{}}]"#, "x".repeat(40));
    assert_eq!(
        answer(&long, Version::V201),
        Some(("x".repeat(40), ErrorCode::RpcFrameworkError))
    );
    for text in [
        r#"[2,"7"]"#,
        r#"["2","7"]"#,
        r#"[2,"7",5,{}]"#,
        r#"[2,"7","Heartbeat"]"#,
        r#"[2,"7","Heartbeat",{},{}]"#,
    ] {
        assert_eq!(
            answer(text, Version::V16),
            Some(("7".to_owned(), ErrorCode::FormatViolation)),
            "{text}"
        );
    }
}

#[test]
fn what_looks_like_an_answer_is_not_answered() {
    for text in [r#"[3,"1"]"#, r#"[3,5,{}]"#, r#"[4,"1"]"#, r#"[4,"1",5,"",{}]"#, ""] {
        for version in Version::ALL {
            assert_eq!(answer(text, version), None, "{text}");
        }
    }
}

#[test]
fn unknown_types_are_ignored_but_in_201() {
    let unsupported = |id: &str| Some((id.to_owned(), ErrorCode::MessageTypeNotSupported));
    for (text, id) in [
        (r#"[9,"1","x",{}]"#, "1"),
        ("[9]", "-1"),
        ("[-2,5]", "-1"),
        (r#"[2.5,"1"]"#, "1"),
    ] {
        assert_eq!(answer(text, Version::V16), None, "{text}");
        assert_eq!(answer(text, Version::V201), unsupported(id), "{text}");
        assert_eq!(answer(text, Version::V21), None, "{text}");
    }
    let send = r#"[6,"1","NotifyPeriodicEventStream",{}]"#;
    assert_eq!(answer(send, Version::V16), None);
    assert_eq!(answer(send, Version::V201), unsupported("1"));
}

#[test]
fn null_is_a_payload_in_16_only() {
    let text = r#"[2,"1","Heartbeat",null]"#;
    let payload = |version| match parse(text, dialect(version)) {
        Ok(Frame::Call(call)) => call.payload.value().clone(),
        other => panic!("{other:?}"),
    };
    assert_eq!(payload(Version::V16), json!({}));
    assert_eq!(payload(Version::V201), Value::Null);
}

#[test]
fn a_description_is_cut_and_details_are_an_object() {
    let text = call_error(&MessageId::new("1"), "GenericError", &"ä".repeat(300), &json!("text"));
    let parsed: Value = serde_json::from_str(&text).unwrap();
    assert_eq!(parsed, json!([4, "1", "GenericError", "ä".repeat(255), {}]));
}

proptest! {
    /// No text ends the process, and a fault never echoes it.
    #[test]
    fn any_text_is_read_or_refused(text in ".{0,60}") {
        for version in Version::ALL {
            if let Err(fault) = parse(&text, dialect(version)) {
                prop_assert!(!fault.reason.is_empty() && fault.reason.len() < 120);
            }
        }
    }

    /// What we write is what the other side reads, whatever the id.
    #[test]
    fn what_is_written_can_be_read(id in ".{0,36}", action in "[A-Za-z]{1,20}") {
        let id = MessageId::new(&id);
        let frame = parse(&call(&id, &action, r#"{"b":1,"a":0.10}"#), dialect(Version::V201)).unwrap();
        let Frame::Call(read) = frame else { panic!() };
        prop_assert_eq!(&read.id, &id);
        prop_assert_eq!(&read.action, &action);
        let result = parse(&call_result(&id, &json!({ "x": 1 })), dialect(Version::V16)).unwrap();
        let Frame::Answer(read) = result else { panic!() };
        prop_assert_eq!((read.id, read.outcome), (id, Ok(json!({ "x": 1 }))));
    }
}

/// What is read of a payload, and where a member of it stands twice.
fn doubled(payload: &str) -> (Value, Vec<String>) {
    let (text, mut repairs) = (format!(r#"[2,"1","A",{payload}]"#), Repairs::default());
    let Ok(Frame::Call(call)) = super::parse(&text, dialect(Version::V16), &mut repairs) else {
        panic!("{payload}")
    };
    let named = |repair: super::repair::Repair| format!("{} {}", repair.name, repair.pointer);
    (
        call.payload.value().clone(),
        repairs.into_vec().into_iter().map(named).collect(),
    )
}

#[test]
fn a_member_that_stands_twice_is_noted_and_the_last_one_counts() {
    assert_eq!(
        doubled(r#"{"a":1,"b":[{"c/d":[1],"c/d":{"a":2,"a":3}},{"a":1}],"a":{"b":null}}"#),
        (
            json!({"a": {"b": null}, "b": [{"c/d": {"a": 3}}, {"a": 1}]}),
            vec![
                "duplicate-member /b/0/c~1d".to_owned(),
                "duplicate-member /a".to_owned()
            ]
        )
    );
    assert_eq!(doubled(r#"{"a":1,"b":{"a":1}}"#).1, [""; 0]);
    let mut repairs = Repairs::default();
    super::parse(r#"[3,"1",{"a":1,"\u0061":2}]"#, dialect(Version::V16), &mut repairs).unwrap();
    assert_eq!(repairs.into_vec().len(), 1, "the same name in another spelling");
}

proptest! {
    #[test]
    fn a_payload_is_read_as_any_json_is(text in "[\\[\\]{}\",:0-9a-cntrue.\\-]{0,24}|-?[0-9]{1,40}(\\.[0-9]{1,30})?([eE][0-9]{1,3})?") {
        if let Ok(value) = serde_json::from_str::<Value>(&text) {
            prop_assert_eq!(doubled(&text).0, value);
        }
    }
}

/// The CALL of a text whose payload is any object, as the quick reading has it.
fn quick(text: &str, version: Version) -> Option<Frame> {
    let length = |_: &str, rest: &str| {
        let mut values = serde_json::Deserializer::from_str(rest).into_iter::<serde_json::Map<String, Value>>();
        values.next()?.ok()?;
        Some(values.byte_offset())
    };
    let valid = super::valid_call(text, dialect(version), length)?;
    assert!(valid.call.payload.is_valid());
    Some(if valid.is_send {
        Frame::Send(valid.call)
    } else {
        Frame::Call(valid.call)
    })
}

#[test]
fn what_is_read_in_one_pass_is_read_as_by_the_letter() {
    for text in [
        r#"[2,"1","Heartbeat",{}]"#,
        " [ 2 , \"1\" , \"A\" , {\"x\" : [1, \"]\"]} ] \r\n",
        r#"[6,"1","NotifyPeriodicEventStream",{"id":1}]"#,
        "[2,\"äöü\",\"\",{}]",
    ] {
        assert_eq!(
            quick(text, Version::V21),
            parse(text, dialect(Version::V21)).ok(),
            "{text}"
        );
        assert!(quick(text, Version::V21).is_some(), "{text}");
    }
    for text in [
        "",
        "[2,\"1\",\"A\",{}",
        "[2,\"1\",\"A\",{}]]",
        "[2,\"1\",\"A\",{}],",
        "[2,\"1\",\"A\",{},{}]",
        "[2,\"1\",\"A\",null]",
        "[2,\"1\",{}]",
        "[2,1,\"A\",{}]",
        "[2,\"\n\",\"A\",{}]",
        "[\"2\",\"1\",\"A\",{}]",
        "[02,\"1\",\"A\",{}]",
        "[3,\"1\",{}]",
        "[2,\"\\u0041\",\"A\",{}]",
        "\u{feff}[2,\"1\",\"A\",{}]",
        "\u{a0}[2,\"1\",\"A\",{}]",
        "[2,\"1234567890123456789012345678901234567\",\"A\",{}]",
    ] {
        assert_eq!(quick(text, Version::V16), None, "{text}");
    }
    assert_eq!(quick(r#"[6,"1","A",{}]"#, Version::V16), None);
}

proptest! {
    #[test]
    fn any_text_is_read_as_by_the_letter_or_not_in_one_pass(text in r#"[ \[]{1,2}[23]?,? ?"[a-z\\]{0,3}" ?,"A",[\{\}\["1:, ]{1,6}\] ?"#) {
        if let Some(frame) = quick(&text, Version::V16) {
            prop_assert_eq!(Ok(frame), parse(&text, dialect(Version::V16)));
        }
    }
}
