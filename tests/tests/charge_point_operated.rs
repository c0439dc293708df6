//! What a person does with a simulated charge point: at the keyboard, by a script and over the API; and the demo.

use std::io::{BufRead as _, BufReader};
use std::process::{Command, Stdio};

use ocpp_central_tests::config::Config;
use ocpp_central_tests::process::{self, Ended};
use ocpp_central_tests::server::Server;
use ocpp_central_tests::simulated::sessions;
use ocpp_central_tests::wait;
use serde_json::json;

/// Runs `ocpp-central charge-point ARGUMENTS` on this input.
fn typed(arguments: &[&str], input: &str) -> Ended {
    let mut command = process::command();
    process::run(command.arg("charge-point").args(arguments), input.as_bytes())
}

fn url(server: &Server) -> String {
    format!("ws://{}/ocpp", server.ocpp())
}

#[test]
fn what_is_typed_is_answered_line_by_line() {
    let server = Server::start(&Config::new());
    let lines = "plug 1\nfly\nswipe\nplug 1\nstatus\nhelp\nquit\n";
    let ended = typed(&[&url(&server), "--id", "CP1", "--version", "2.0.1", "-v"], lines);
    assert_eq!(ended.code, Some(0), "{}", ended.err);
    for told in [
        "OCPP 2.0.1 to ws://",
        "connected",
        "-> [2,",
        "the server answered the boot: Accepted",
        "connector 1: a car is plugged in; it is Preparing now",
        "CP1 (OCPP 2.0.1): connected, registration Accepted",
        "swipe TAG [N]",
    ] {
        assert!(ended.out.contains(told), "{told}\n{}", ended.out);
    }
    let complaints: Vec<&str> = ended.err.lines().collect();
    assert_eq!(
        complaints,
        [
            "`fly` is not known here; `help` lists what is",
            "`swipe` needs a tag, such as `swipe 04A1B2C3`",
            "there is no connector 1 that has no car",
        ]
    );
}

#[test]
fn a_script_says_whether_all_of_it_happened() {
    let server = Server::start(&Config::new());
    let folder = tempfile::tempdir().unwrap();
    let script = folder.path().join("day.toml");
    let steps = r#"
steps = [
    "expect registered Accepted",
    "plug 1",
    "swipe TAG",
    { expect = "StartTransaction", payload = { idTag = "TAG" }, answer = { idTagInfo = { status = "Accepted" } } },
    "expect status 1 Charging",
    "cut",
    "swipe TAG",
    "restore",
    { expect = "StopTransaction", payload = { reason = "Local" } },
]
[charge_point]
version = "1.6"
connectors = 1
"#;
    std::fs::write(&script, steps).unwrap();
    let path = script.display().to_string();
    let arguments = [&url(&server), "--id", "CP1", "--script", &path];
    let ended = typed(&arguments, "");
    assert_eq!(ended.code, Some(0), "{}\n{}", ended.out, ended.err);
    assert!(ended.out.ends_with("all 9 steps happened\n"), "{}", ended.out);
    assert_eq!(sessions(&server, "CP1").len(), 1);

    std::fs::write(
        &script,
        "steps = [\n\"expect connected\",\n\"expect call Reset within 100ms\",\n]\n",
    )
    .unwrap();
    let ended = typed(&arguments, "");
    assert_eq!(ended.code, Some(1), "{}", ended.out);
    assert!(
        ended.err.contains("day.toml:3: this did not happen within 100ms"),
        "{}",
        ended.err
    );

    std::fs::write(&script, "steps = [\n\"jump\",\n]\n").unwrap();
    let ended = typed(&arguments, "");
    assert_eq!(ended.code, Some(2), "{}", ended.out);
    assert!(
        ended.err.contains("day.toml:2: `jump` is not known here"),
        "{}",
        ended.err
    );
}

/// The scenario of the book, word for word.
fn of_the_book() -> String {
    let page = include_str!("../../core/docs/simulated-charge-point.md");
    let (_, from) = page.split_once("```toml\n").unwrap();
    from.split_once("```").unwrap().0.to_owned()
}

#[test]
fn a_script_is_over_when_the_server_has_its_session() {
    let server = Server::start(&Config::new());
    let folder = tempfile::tempdir().unwrap();
    let script = folder.path().join("evening.toml");
    let last = |words: &str| {
        format!(
            "steps = [\"expect registered Accepted\", \"plug 1\", \"swipe ALICE\", \"expect status 1 Charging\", {words}]\n"
        )
    };
    for (id, text, steps) in [
        ("CP3", of_the_book(), 9),
        ("CP4", last(r#""unplug 1""#), 5),
        ("CP5", last(r#""swipe ALICE""#), 5),
        ("CP6", last(r#""cut", "unplug 1", "restore""#), 7),
        ("CP7", last(r#""unplug 1", "quit""#), 6),
    ] {
        std::fs::write(&script, text).unwrap();
        let to = format!("{}/{id}", url(&server));
        let ended = typed(&[&to, "--script", &script.display().to_string()], "");
        assert_eq!(ended.code, Some(0), "{id}\n{}\n{}", ended.out, ended.err);
        assert!(
            ended.out.ends_with(&format!("all {steps} steps happened\n")),
            "{id}\n{}",
            ended.out
        );
        // Nothing is waited for here: it was there when the script was over.
        let known = sessions(&server, id);
        assert_eq!((known.len(), &known[0]["state"]), (1, &json!("closed")), "{id}");
    }
}

#[test]
fn what_the_server_has_not_got_is_named_and_a_failure() {
    let server = Server::start(&Config::new());
    let folder = tempfile::tempdir().unwrap();
    let script = folder.path().join("cut.toml");
    let steps = r#"steps = ["expect registered Accepted", "plug 1", "swipe ALICE", "expect StartTransaction", "cut", "unplug 1"]"#;
    std::fs::write(&script, steps).unwrap();
    let to = format!("{}/CP1", url(&server));
    let kept = folder.path().join("kept.json").display().to_string();
    let ended = typed(&[&to, "--script", &script.display().to_string(), "--memory", &kept], "");
    assert_eq!(ended.code, Some(1), "{}\n{}", ended.out, ended.err);
    let named = "error: all 6 steps happened, but the server has not got 1 StopTransaction (the link is cut: `restore` \
                 mends it); ";
    assert!(ended.err.starts_with(named), "{}", ended.err);
    assert!(ended.err.contains("kept.json keeps it"), "{}", ended.err);

    // Lines from a pipe end as a script does.
    let ended = typed(&[&to, "--memory", &kept], "plug 1\n");
    assert_eq!(ended.code, Some(0), "{}\n{}", ended.out, ended.err);
    assert_eq!(sessions(&server, "CP1")[0]["state"], "closed");
    let ended = typed(&[&format!("{}/CP2", url(&server))], "plug 1\nswipe ALICE\n");
    assert_eq!(ended.code, Some(0), "{}\n{}", ended.out, ended.err);
    assert_eq!(sessions(&server, "CP2").len(), 1);
}

#[test]
fn exit_codes_say_why_it_is_not_connected() {
    let server = Server::start(&Config::new().set("ocpp.register_unknown", false));
    let password = json!({"password": "0123456789abcdef"});
    let _registered = server.admin().put("/api/v1/charge-points/CP1", &password).expect(201);
    let at = url(&server);
    for (arguments, code, complaint) in [
        (
            &[at.as_str(), "--id", "CP1", "--password", "0123456789abcdef"][..],
            0,
            "",
        ),
        (&[&at, "--id", "CP1", "--password", "another-password-1"], 4, "HTTP 401"),
        (&[&at, "--id", "CP2"], 1, "HTTP 404"),
        (
            &[
                &at,
                "--id",
                "CP1",
                "--subprotocol",
                "ocpp0.1",
                "--password",
                "0123456789abcdef",
            ],
            1,
            "refuses CP1",
        ),
        (&["ws://127.0.0.1:1/ocpp/CP1"], 3, "no server answers at 127.0.0.1:1"),
        (&["wss://127.0.0.1:1/ocpp/CP1"], 3, "no server answers at 127.0.0.1:1"),
        (&["http://127.0.0.1:1/CP1"], 2, "does not begin with ws://"),
        (&[&at, "--id", "CP1", "--set", "Colour=red"], 2, "no setting `Colour`"),
    ] {
        let ended = typed(arguments, "quit\n");
        assert_eq!(ended.code, Some(code), "{arguments:?}\n{}\n{}", ended.out, ended.err);
        assert!(ended.err.contains(complaint), "{arguments:?}\n{}", ended.err);
    }
}

#[test]
fn any_subprotocol_is_offered() {
    let server = Server::start(&Config::new());
    let ended = typed(&[&url(&server), "--id", "CP1", "--subprotocol", "ocpp1.6.0"], "quit\n");
    assert_eq!(ended.code, Some(0), "{}", ended.err);
    assert!(
        ended.out.contains("the server answered the boot: Accepted"),
        "{}",
        ended.out
    );
}

#[test]
fn the_api_begins_and_ends_simulated_charge_points() {
    let server = Server::start(&Config::new().set("ocpp.register_unknown", false));
    let admin = server.admin();
    let at = "/api/v1/simulated-charge-points";
    let made = admin.post(at, &json!({"version": "2.0.1"})).expect(201);
    assert_eq!(
        (&made["id"], &made["scenario"]),
        (&json!("SIM-1"), &json!("idle")),
        "{made}"
    );
    let is_there = |id: &str| {
        let path = format!("/api/v1/charge-points/{id}");
        wait::until("it is connected", || {
            let shown = admin.get(&path).expect(200);
            (shown["connected"] == true).then_some(shown)
        })
    };
    let shown = is_there("SIM-1");
    assert!(shown.to_string().contains(r#"["simulated"]"#), "{shown}");
    wait::until("it is accepted", || {
        let list = admin.get(at).expect(200);
        (list["items"][0]["connectors"][0]["status"] == "Available").then_some(())
    });
    // Who is let in from afar finds a car.
    let start = json!({"idTag": "AFAR"});
    let path = "/api/v1/charge-points/SIM-1/commands/start";
    wait::until("it takes a start", || {
        let answer = admin.post(path, &start);
        (answer.status == 200 && answer.body["status"] == "Accepted").then_some(())
    });
    wait::until("a session", || sessions(&server, "SIM-1").first().cloned());

    assert_eq!(admin.delete(&format!("{at}/SIM-1")).status, 204);
    assert_eq!(admin.delete(&format!("{at}/SIM-1")).status, 404);
    wait::until("it is gone", || {
        let shown = admin.get("/api/v1/charge-points/SIM-1").expect(200);
        (shown["connected"] == false).then_some(())
    });
    assert_eq!(admin.post(at, &json!({})).expect(201)["id"], "SIM-1");
}

#[test]
fn no_real_charge_point_is_replaced_and_only_so_many_run() {
    let server = Server::start(&Config::new().set("ocpp.register_unknown", false));
    let admin = server.admin();
    let at = "/api/v1/simulated-charge-points";
    assert_eq!(admin.post(at, &json!({})).expect(201)["id"], "SIM-1");
    let _real = admin
        .put("/api/v1/charge-points/REAL", &json!({"securityProfile": 0}))
        .expect(201);
    for (body, status) in [
        (json!({"id": "REAL"}), 409),
        (json!({"id": "SIM-1"}), 409),
        (json!({"id": "a:b"}), 400),
        (json!({"version": "3.0"}), 400),
    ] {
        let refused = admin.post(at, &body);
        assert_eq!(refused.status, status, "{body}: {}", refused.body);
    }
    for number in 2..=20 {
        let made = admin.post(at, &json!({})).expect(201);
        assert_eq!(made["id"], format!("SIM-{number}"));
    }
    let refused = admin.post(at, &json!({}));
    assert_eq!(
        (refused.status, &refused.body["type"]),
        (409, &json!("urn:ocpp-central:problem:too-many-simulated"))
    );
}

#[test]
fn the_demo_shows_ten_at_work_and_leaves_nothing() {
    let mut command = process::command();
    let listen = ["--ocpp-listen", "127.0.0.1:0", "--admin-listen", "127.0.0.1:0"];
    let folder = tempfile::tempdir().unwrap();
    let mut demo = command
        .arg("demo")
        .args(listen)
        .env("TMPDIR", folder.path())
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut lines = BufReader::new(demo.stdout.take().unwrap()).lines();
    let page = lines.next().unwrap().unwrap();
    let address = page
        .rsplit_once("http://")
        .unwrap()
        .1
        .trim_end_matches('/')
        .parse()
        .unwrap();
    let admin = ocpp_central_tests::admin::Admin::new(address, None);
    let get = |path: &str| admin.get(path).expect(200)["items"].as_array().unwrap().clone();
    wait::until("ten are connected", || {
        (get("/api/v1/charge-points?connected=true").len() >= 9).then_some(())
    });
    wait::until("sessions of all versions", || {
        let sessions = get("/api/v1/transactions");
        let has = |version: &str| sessions.iter().any(|session| session["version"] == version);
        ["1.6", "2.0.1", "2.1"].into_iter().all(has).then_some(())
    });
    let shown = |id: &str| admin.get(&format!("/api/v1/charge-points/{id}")).expect(200);
    wait::until("one is broken", || {
        shown("DEPOT-3").to_string().contains("GroundFailure").then_some(())
    });
    wait::until("one is repaired", || {
        shown("DEPOT-2")["repairs"].get("enum-spelling").is_some().then_some(())
    });
    let id = demo.id().to_string();
    assert!(Command::new("kill").args(["-INT", &id]).status().unwrap().success());
    assert_eq!(wait::until("its end", || demo.try_wait().unwrap()).code(), Some(0));
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
}
