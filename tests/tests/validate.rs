//! `validate` as a process: JSON lines in; one verdict a line and the exit code out.

use ocpp_central_tests::process::{Ended, command, run};

fn validate(arguments: &str, input: impl AsRef<[u8]>) -> Ended {
    run(command().arg("validate").args(arguments.split(' ')), input.as_ref())
}

/// Judges whole frames: each line with its verdict.
#[track_caller]
fn assert_verdicts(arguments: &str, lines: &[(&str, &str)]) {
    let input: String = lines.iter().map(|(line, _)| format!("{line}\n")).collect();
    let verdicts = lines.iter().enumerate();
    let out: String = verdicts
        .map(|(index, (_, verdict))| format!("{}\t{verdict}\n", index + 1))
        .collect();
    let good = lines.iter().all(|(_, verdict)| *verdict == "ok");
    validate(arguments, input).expect(if good { 0 } else { 1 }, &out);
}

#[test]
fn good_frames_of_every_version() {
    let boot_1 = r#"[2,"1","BootNotification",{"chargePointVendor":"V","chargePointModel":"M"}]"#;
    let boot_2 = r#"[2,"1","BootNotification",{"reason":"PowerUp","chargingStation":{"vendorName":"V","model":"M"}}]"#;
    let accepted = r#"[3,"1",{"status":"Accepted","currentTime":"2026-01-01T00:00:00Z","interval":300}]"#;
    for (version, boot) in [("1.6", boot_1), ("2.0.1", boot_2), ("2.1", boot_2)] {
        let arguments = format!("--version {version}");
        assert_verdicts(&arguments, &[(boot, "ok"), (accepted, "ok")]);
    }
    let stream = r#"{"id":1,"pending":0,"basetime":"2026-01-01T00:00:00Z","data":[{"t":0,"v":"1"}]}"#;
    let send = format!(r#"[6,"2","NotifyPeriodicEventStream",{stream}]"#);
    assert_verdicts("--version 2.1", &[(&send, "ok")]);
}

#[test]
fn bad_frames_of_1_6() {
    assert_verdicts(
        "--version 1.6",
        &[
            (
                "no JSON",
                "FormationViolation\t\tthe message is not JSON (line 1, column 2)",
            ),
            (
                r#"{"idTag":"A"}"#,
                "FormationViolation\t\tthe message is not a JSON array",
            ),
            (r#"[2,"1","Heartbeat",{}]"#, "ok"),
            (
                r#"[3,"1",{"currentTime":"noon"}]"#,
                "PropertyConstraintViolation\t/currentTime\tis not a valid date-time",
            ),
            (
                r#"[2,"2","Authorize",{"idTag":7}]"#,
                "TypeConstraintViolation\t/idTag\tis not of type string",
            ),
            (
                r#"[2,"3","Authorize",{}]"#,
                "OccurenceConstraintViolation\t/idTag\tis missing",
            ),
            (
                r#"[2,"4","Hartbeat",{}]"#,
                "NotImplemented\t\tOCPP 1.6 has no action \"Hartbeat\"",
            ),
            (
                r#"[2,"5","Heartbeat"]"#,
                "FormationViolation\t\ta message of type 2 has 4 elements, this one has 3",
            ),
        ],
    );
}

#[test]
fn bad_frames_of_2_0_1() {
    assert_verdicts(
        "--version 2.0.1",
        &[
            (
                "no JSON",
                "RpcFrameworkError\t\tthe message is not JSON (line 1, column 2)",
            ),
            (
                r#"[2,"1","BootNotification",{"reason":"PowerUp"}]"#,
                "OccurrenceConstraintViolation\t/chargingStation\tis missing",
            ),
            (
                r#"[2,"2","Heartbeat",{"more":1}]"#,
                "PropertyConstraintViolation\t/more\tis not a property of this object",
            ),
            (
                r#"[7,"3","Heartbeat",{}]"#,
                "MessageTypeNotSupported\t\tthe message type 7 is not known to this version",
            ),
        ],
    );
}

#[test]
fn bad_frames_of_2_1() {
    assert_verdicts(
        "--version 2.1",
        &[
            (
                r#"[6,"1","Heartbeat",{}]"#,
                "ProtocolError\t\tHeartbeat travels as a CALL (type 2)",
            ),
            (
                r#"[6,"2","NotifyPeriodicEventStream",{}]"#,
                "OccurrenceConstraintViolation\t/basetime\tis missing",
            ),
            (
                r#"[5,"3","GenericError"]"#,
                "RpcFrameworkError\t\tan error message has 5 elements, this one has 3",
            ),
        ],
    );
}

#[test]
fn payloads_of_a_named_action() {
    for version in ["1.6", "2.0.1", "2.1"] {
        let of = |kind: &str| format!("--version {version} --action Heartbeat --kind {kind}");
        assert_verdicts(&of("request"), &[("{}", "ok"), ("{ }", "ok")]);
        let now = r#"{"currentTime":"2026-01-01T00:00:00Z"}"#;
        assert_verdicts(&of("response"), &[(now, "ok")]);
        let mixed = format!("{{\n\n{now}\n{{}}\n");
        let ended = validate(&of("response"), mixed);
        let (missing, unreadable) = if version == "1.6" {
            ("OccurenceConstraintViolation", "FormationViolation")
        } else {
            ("OccurrenceConstraintViolation", "FormatViolation")
        };
        ended.expect(
            1,
            &format!("1\t{unreadable}\t\tis not JSON (column 1)\n3\tok\n4\t{missing}\t/currentTime\tis missing\n"),
        );
    }
}

#[test]
fn what_is_no_line_of_text() {
    validate("--version 1.6", "").expect(0, "");
    validate("--version 1.6", "\n \r\n\n").expect(0, "");
    // The last line needs no end; the lines after a bad one are judged.
    validate("--version 1.6", b"\xFF\xFE\n[2,\"1\",\"Heartbeat\",{}]")
        .expect(1, "1\tFormationViolation\t\tis not UTF-8\n2\tok\n");
}
