//! What became of each message, from the messages alone.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]

use serde_json::{Value, json};

use super::{MessageFilter, page};
use crate::ids::ChargePointId;
use crate::state::messages::{MessageLogs, Note};

fn shown(talk: impl FnOnce(&crate::state::messages::MessageLog), filter: MessageFilter) -> Vec<Value> {
    let logs = MessageLogs::default();
    logs.limit(1 << 20, 64 << 10);
    let log = logs.join(&ChargePointId::new("CP1"));
    talk(&log);
    let page = page(&[log.snapshot()], &filter);
    page.items
        .iter()
        .map(|item| serde_json::to_value(item).unwrap())
        .collect()
}

fn verdicts(items: &[Value]) -> Vec<(&str, &str)> {
    items
        .iter()
        .map(|item| (item["direction"].as_str().unwrap(), item["verdict"].as_str().unwrap()))
        .collect()
}

#[test]
fn a_request_has_the_fate_that_its_answer_says() {
    let items = shown(
        |log| {
            let heartbeat = log.received(r#"[2,"1","Heartbeat",{}]"#);
            let wrong = log.received(r#"[2,"1","Authorize",{"idTag":1}]"#);
            log.sent(r#"[3,"1",{}]"#, heartbeat);
            log.sent(
                r#"[4,"1","TypeConstraintViolation","/idTag: is not a text",{"pointer":"/idTag","rule":"type"}]"#,
                wrong,
            );
            log.received(r#"[2,"2","StatusNotification",{}]"#);
        },
        MessageFilter::default(),
    );
    assert_eq!(
        verdicts(&items),
        [
            ("in", "pending"),
            ("out", "refused"),
            ("out", "answered"),
            ("in", "refused"),
            ("in", "accepted")
        ]
    );
    let refused = &items[3];
    assert_eq!(refused["code"], "TypeConstraintViolation");
    assert_eq!(refused["pointer"], "/idTag");
    assert_eq!(refused["rule"], "type");
    assert_eq!(refused["payload"], json!({"idTag": 1}));
    assert_eq!(items[1]["action"], "Authorize");
    assert_eq!(items[2]["action"], "Heartbeat");
    assert!(items[4]["answeredAfter"].is_i64());
}

#[test]
fn a_call_of_ours_has_the_fate_that_the_stations_answer_says() {
    let items = shown(
        |log| {
            log.sent(r#"[2,"a","Reset",{"type":"Soft"}]"#, 0);
            log.received(r#"[3,"a",{"status":"Accepted"}]"#);
            let again = log.received(r#"[3,"a",{"status":"Accepted"}]"#);
            log.note(again, &Note::verdict("stray", "nobody waits"));
            log.sent(r#"[2,"b","ClearCache",{}]"#, 0);
            log.received(r#"[4,"b","NotSupported","no",{}]"#);
            let late = log.sent(r#"[2,"c","ClearCache",{}]"#, 0);
            log.note(late, &Note::verdict("timedOut", "no answer came in time"));
        },
        MessageFilter::default(),
    );
    assert_eq!(
        verdicts(&items),
        [
            ("out", "timedOut"),
            ("in", "refused"),
            ("out", "refused"),
            ("in", "stray"),
            ("in", "accepted"),
            ("out", "answered")
        ]
    );
    assert_eq!(items[1]["action"], "ClearCache");
    assert_eq!(items[2]["code"], "NotSupported");
    assert_eq!(items[4]["action"], "Reset");
}

#[test]
fn what_is_no_frame_is_shown_with_the_reason() {
    let items = shown(
        |log| {
            let number = log.received("hello");
            log.note(number, &Note::verdict("unreadable", "the message is not JSON"));
            log.sent(r#"[4,"-1","FormatViolation","the message is not JSON",{}]"#, number);
        },
        MessageFilter::default(),
    );
    assert_eq!(verdicts(&items), [("out", "refused"), ("in", "unreadable")]);
    assert_eq!(items[1]["frame"], "hello");
    assert_eq!(items[1]["code"], "FormatViolation");
    assert_eq!(items[1]["reason"], "the message is not JSON");
}

#[test]
fn filters_and_secrets() {
    let talk = |log: &crate::state::messages::MessageLog| {
        log.sent(
            r#"[2,"a","ChangeConfiguration",{"key":"AuthorizationKey","value":"0123456789abcdef"}]"#,
            0,
        );
        log.received(r#"[3,"a",{"status":"Accepted"}]"#);
        log.received(r#"[2,"1","Heartbeat",{}]"#);
    };
    let of = |filter| shown(talk, filter).len();
    let text = |text: &str| Some(text.to_owned());
    let with = MessageFilter::default;
    assert_eq!(
        of(MessageFilter {
            action: text("Heartbeat, Reset"),
            ..with()
        }),
        1
    );
    assert_eq!(
        of(MessageFilter {
            action: text("ChangeConfiguration"),
            ..with()
        }),
        2
    );
    assert_eq!(
        of(MessageFilter {
            verdict: text("pending"),
            ..with()
        }),
        1
    );
    assert_eq!(
        of(MessageFilter {
            message_id: text("a"),
            ..with()
        }),
        2
    );
    assert_eq!(
        of(MessageFilter {
            until: "2020-01-01T00:00:00Z".parse().ok(),
            ..with()
        }),
        0
    );
    assert!(
        MessageFilter {
            verdict: text("acepted"),
            ..with()
        }
        .check()
        .is_err()
    );
    let all = serde_json::to_string(&shown(talk, with())).unwrap();
    assert!(!all.contains("0123456789abcdef") && all.contains("***"), "{all}");
}
