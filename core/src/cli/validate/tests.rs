//! Good and bad messages of each version, with the exact verdicts.

#![allow(clippy::unwrap_used, reason = "tests")]

use clap::Parser;

use super::*;

#[derive(Parser)]
struct Line {
    #[command(flatten)]
    arguments: Arguments,
}

/// The output and the exit for an input.
fn validate(flags: &str, input: &str) -> (String, Exit) {
    let line = Line::try_parse_from(["validate"].into_iter().chain(flags.split(' '))).unwrap();
    let mut output = Vec::new();
    let exit = line.arguments.run(input.as_bytes(), &mut output).unwrap();
    (String::from_utf8(output).unwrap(), exit)
}

/// Judges each message of a table as one line of one input. An expected verdict that ends in a tab
/// leaves the reason to the schemas or to the parser of frames.
fn assert_verdicts(flags: &str, table: &[(&str, &str)]) {
    let input: String = table.iter().map(|(message, _)| format!("{message}\n")).collect();
    let (output, exit) = validate(flags, &input);
    for (index, ((message, expected), verdict)) in table.iter().zip(output.lines()).enumerate() {
        let expected = format!("{}\t{expected}", index + 1);
        let prefix = expected.ends_with('\t') && verdict.len() > expected.len();
        assert!(
            verdict == expected || prefix && verdict.starts_with(&expected),
            "{message}: {verdict}"
        );
    }
    assert_eq!(output.lines().count(), table.len());
    let good = table.iter().all(|(_, expected)| *expected == "ok");
    assert_eq!(exit, if good { Exit::Done } else { Exit::Failed });
}

const BOOT_16: &str = r#"{"chargePointVendor":"Acme","chargePointModel":"One"}"#;
const BOOT_2X: &str = r#"{"reason":"PowerUp","chargingStation":{"vendorName":"Acme","model":"One"}}"#;

#[test]
fn frames_of_1_6() {
    assert_verdicts(
        "--version 1.6",
        &[
            (&format!(r#"[2,"1","BootNotification",{BOOT_16}]"#), "ok"),
            (
                r#"[3,"1",{"status":"Accepted","currentTime":"2026-01-01T00:00:00Z","interval":300}]"#,
                "ok",
            ),
            (
                r#"[3,"1",{"status":"Accepted","interval":300}]"#,
                "OccurenceConstraintViolation\t/currentTime\t",
            ),
            (
                r#"[2,"2","StartTransaction",{"connectorId":1,"idTag":"A","meterStart":"0","timestamp":"2026-01-01T00:00:00Z"}]"#,
                "TypeConstraintViolation\t/meterStart\t",
            ),
            (
                r#"[2,"3","Authorize",{"idTag":"123456789012345678901"}]"#,
                "PropertyConstraintViolation\t/idTag\t",
            ),
            (
                r#"[2,"4","Heartbeat",{"extra\tcolumn":1}]"#,
                "PropertyConstraintViolation\t/extra\u{fffd}column\t",
            ),
            (r#"[2,"5","Heartbeat",null]"#, "TypeConstraintViolation\t\t"),
            (
                r#"[2,"6","Hartbeat",{}]"#,
                "NotImplemented\t\tOCPP 1.6 has no action \"Hartbeat\"",
            ),
            (r#"[2,"7","Heartbeat"]"#, "FormationViolation\t\t"),
            (r#"[2,8,"Heartbeat",{}]"#, "FormationViolation\t\t"),
            (r#"[6,"9","Heartbeat",{}]"#, "GenericError\t\t"),
            (
                r#"[3,"nobody",{}]"#,
                "GenericError\t\tcannot be judged: no CALL of a known action with the id \"nobody\" came before",
            ),
            (r#"[4,"1","OccurenceConstraintViolation","",{}]"#, "ok"),
            (
                r#"[4,"1","OccurrenceConstraintViolation","",{}]"#,
                "PropertyConstraintViolation\t/2\tOCPP 1.6 has no error code \"OccurrenceConstraintViolation\"",
            ),
            (
                r#"[4,"1","GenericError",""]"#,
                "FormationViolation\t\tan error message has 5 elements, this one has 4",
            ),
            (
                r#"[4,"1","GenericError",null,{}]"#,
                "TypeConstraintViolation\t/3\tis not of type string",
            ),
            (
                r#"[4,"1","GenericError","",[]]"#,
                "TypeConstraintViolation\t/4\tis not of type object",
            ),
            (r#"{"idTag":"A"}"#, "FormationViolation\t\t"),
            ("[2,", "FormationViolation\t\t"),
        ],
    );
}

#[test]
fn frames_of_2_0_1() {
    assert_verdicts(
        "--version 2.0.1",
        &[
            (&format!(r#"[2,"1","BootNotification",{BOOT_2X}]"#), "ok"),
            (
                r#"[2,"2","BootNotification",{"reason":"PowerUp"}]"#,
                "OccurrenceConstraintViolation\t/chargingStation\t",
            ),
            (
                r#"[2,"3","Authorize",{"idToken":{"idToken":"A","type":"Central"},"customData":{}}]"#,
                "OccurrenceConstraintViolation\t/customData/vendorId\t",
            ),
            (
                r#"[2,"4","TransactionEvent",{"eventType":"Begun"}]"#,
                "OccurrenceConstraintViolation\t/seqNo\t",
            ),
            (
                r#"[3,"1",{"status":"Accepted","currentTime":"yesterday","interval":300}]"#,
                "PropertyConstraintViolation\t/currentTime\t",
            ),
            (
                r#"[2,"1234567890123456789012345678901234567","Heartbeat",{}]"#,
                "RpcFrameworkError\t\t",
            ),
            (r#"[4,"-1","RpcFrameworkError","",{}]"#, "ok"),
            (
                r#"[4,"1","FormationViolation","",{}]"#,
                "PropertyConstraintViolation\t/2\tOCPP 2.0.1 has no error code \"FormationViolation\"",
            ),
            (r#"[5,"1","GenericError","",{}]"#, "MessageTypeNotSupported\t\t"),
            (r#"[]"#, "RpcFrameworkError\t\t"),
        ],
    );
}

#[test]
fn frames_of_2_1() {
    let stream = r#"{"id":1,"pending":0,"basetime":"2026-01-01T00:00:00Z","data":[{"t":0,"v":"1"}]}"#;
    assert_verdicts(
        "--version 2.1",
        &[
            (&format!(r#"[6,"1","NotifyPeriodicEventStream",{stream}]"#), "ok"),
            (
                &format!(r#"[2,"2","NotifyPeriodicEventStream",{stream}]"#),
                "ProtocolError\t\tNotifyPeriodicEventStream travels as a SEND (type 6)",
            ),
            (
                r#"[6,"3","NotifyPeriodicEventStream",{"id":1,"pending":0,"data":[]}]"#,
                "OccurrenceConstraintViolation\t/basetime\t",
            ),
            (
                r#"[6,"4","Heartbeat",{}]"#,
                "ProtocolError\t\tHeartbeat travels as a CALL (type 2)",
            ),
            (
                r#"[3,"1",{}]"#,
                "GenericError\t\tcannot be judged: no CALL of a known action with the id \"1\" came before",
            ),
            (r#"[5,"5","TypeConstraintViolation","",{}]"#, "ok"),
            (
                r#"[5,"5","TypeConstraintViolation"]"#,
                "RpcFrameworkError\t\tan error message has 5 elements, this one has 3",
            ),
            (r#"[7,"6","Heartbeat",{}]"#, "MessageTypeNotSupported\t\t"),
        ],
    );
}

#[test]
fn payloads_of_a_named_action() {
    assert_verdicts(
        "--version 1.6 --action BootNotification --kind request",
        &[
            (BOOT_16, "ok"),
            ("{}", "OccurenceConstraintViolation\t/chargePointModel\t"),
            ("[]", "TypeConstraintViolation\t\t"),
            ("{", "FormationViolation\t\tis not JSON (column 1)"),
        ],
    );
    assert_verdicts(
        "--version 2.1 --action Heartbeat --kind response",
        &[
            (r#"{"currentTime":"2026-01-01T00:00:00.123Z"}"#, "ok"),
            (r#"{"currentTime":null}"#, "TypeConstraintViolation\t/currentTime\t"),
        ],
    );
}

#[test]
fn empty_lines_count_and_are_skipped() {
    let (output, exit) = validate("--version 1.6", "\n  \r\n[2,\"1\",\"Heartbeat\",{}]\n\n[3,\"1\",{}]");
    assert_eq!(
        output,
        "3\tok\n5\tOccurenceConstraintViolation\t/currentTime\tis missing\n"
    );
    assert_eq!(exit, Exit::Failed);
}

#[test]
fn an_unknown_action_and_half_a_pair_are_usage_errors() {
    let (output, exit) = validate("--version 1.6 --action BootNotifikation --kind request", "{}");
    assert_eq!((output.as_str(), exit), ("", Exit::Unusable));
    for flags in [
        "--version 1.6 --action Heartbeat",
        "--version 1.6 --kind request",
        "--version 1.5",
        "--kind x",
    ] {
        assert!(
            Line::try_parse_from(["validate"].into_iter().chain(flags.split(' '))).is_err(),
            "{flags}"
        );
    }
}

#[test]
fn the_oldest_calls_are_forgotten() {
    let calls = (0..70_000).map(|id| format!("[2,\"{id}\",\"Heartbeat\",{{}}]\n"));
    let input: String = calls.chain([r#"[3,"0",{}]"#.to_owned()]).collect();
    let (output, _) = validate("--version 1.6", &input);
    assert!(output.lines().last().unwrap().contains("cannot be judged"));
}

#[test]
fn with_repair_a_column_names_what_would_be_mended() {
    let lines = [
        r#"[2,"1","Authorize",{"idTag":"T"}]"#,
        r#"[2,"2","Authorize",{"idTag":7,"connectorId":1}]"#,
        r#"[2,"3","Authorize",{}]"#,
        r#"[2,4,"StopTransaction",{"transactionId":1,"timestamp":"2026-01-01T10:00:00"}]"#,
        "nonsense",
    ];
    let (output, exit) = validate("--version 1.6 --repair", &lines.join("\n"));
    let last = |line: &str| line.rsplit('\t').next().unwrap().to_owned();
    assert_eq!(
        output.lines().map(last).collect::<Vec<_>>(),
        [
            "ok",
            "unknown-member /connectorId, number-as-text /idTag",
            "-",
            "message-id-as-number, missing-member /meterStop, timestamp-without-zone /timestamp",
            "-",
        ]
    );
    assert_eq!(exit, Exit::Failed);
}
