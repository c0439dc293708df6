//! The simulated charge point at our server, in all versions: sessions, a link that is cut in each of their phases, what
//! outlives a power cut; and what a person does with it at the keyboard, by a script and over the API.

use std::io::{BufRead as _, BufReader};
use std::process::{Command, Stdio};

use ocpp_central_tests::config::Config;
use ocpp_central_tests::process::{self, Ended};
use ocpp_central_tests::server::Server;
use ocpp_central_tests::simulated::{Simulated, options};
use ocpp_central_tests::wait;
use ocpp_charge_point::Version;
use ocpp_charge_point::run::{Cut, Moment, RunOptions};
use serde_json::{Value, json};

/// The sessions of a charge point, as the API shows them.
fn sessions(server: &Server, id: &str) -> Vec<Value> {
    let path = format!("/api/v1/transactions?chargePoint={id}");
    let body = server.admin().get(&path).expect(200);
    body["items"].as_array().expect("a list").clone()
}

/// The only session of a charge point: closed, complete, and of the energy that the charge point's register has counted.
#[track_caller]
fn only_session(server: &Server, station: &Simulated, id: &str) -> Value {
    let all = sessions(server, id);
    assert_eq!(all.len(), 1, "{all:#?}");
    let session = all[0].clone();
    assert_eq!(session["state"], "closed", "{session}");
    assert_eq!(
        (&session["doubts"], &session["complete"]),
        (&json!([]), &json!(true)),
        "{session}"
    );
    assert_eq!(session["energyWh"], json!(counted(station).to_string()), "{session}");
    session
}

/// What the charge point said at the start and at the end of its last session.
fn counted(station: &Simulated) -> i64 {
    if let Some(stop) = station.sent("StopTransaction").last() {
        let start = station.sent("StartTransaction").pop().expect("a start");
        return stop["meterStop"].as_i64().unwrap() - start["meterStart"].as_i64().unwrap();
    }
    let register = |event: &Value| {
        event["meterValue"][0]["sampledValue"][0]["value"]
            .as_f64()
            .expect("a register")
    };
    let events = station.sent("TransactionEvent");
    let of = |kind: &str| {
        events
            .iter()
            .rfind(|event| event["eventType"] == kind)
            .map(register)
            .expect("an event")
    };
    (of("Ended") - of("Started")) as i64
}

/// One that lets people charge whom nobody knows while the link is cut.
fn open(server: &Server, version: Version) -> RunOptions {
    let mut options = options(server.ocpp(), "CP1", version);
    let set = |key: &str, value: &str| (key.to_owned(), value.to_owned());
    options
        .station
        .settings
        .extend([set("AllowOfflineTxForUnknownId", "true")]);
    options
}

/// The same, and it tells no samples, so that the messages of a session are its start and its end.
fn quiet(server: &Server, version: Version) -> RunOptions {
    let mut options = open(server, version);
    let never = ("MeterValueSampleInterval".to_owned(), "0".to_owned());
    options.station.settings.extend([never]);
    options
}

const fn start_of(version: Version) -> &'static str {
    match version {
        Version::V16 => "StartTransaction",
        _ => "TransactionEvent",
    }
}

const fn end_of(version: Version) -> &'static str {
    match version {
        Version::V16 => "StopTransaction",
        _ => "TransactionEvent",
    }
}

const fn sample_of(version: Version) -> &'static str {
    match version {
        Version::V16 => "MeterValues",
        _ => "TransactionEvent",
    }
}

/// A session from the plug to the plug; `at` is done when it has begun.
fn charge(station: &Simulated, at: impl FnOnce()) {
    station.does("plug 1");
    station.does("swipe TAG 1");
    wait::until("a session", || station.view().connectors[0].session.clone());
    wait::until("some energy", || {
        let session = station.view().connectors[0].session.clone()?;
        (session.energy_wh > 2).then_some(())
    });
    at();
    station.does("swipe TAG 1");
    station.does("unplug 1");
}

#[test]
fn a_session_is_told_whole() {
    for version in Version::ALL {
        let server = Server::start(&Config::new());
        let station = Simulated::start(open(&server, version));
        station.until_accepted();
        let samples = station.sent(sample_of(version)).len();
        charge(&station, || station.until_sent(sample_of(version), samples + 3));
        station.until_told();
        let session = only_session(&server, &station, "CP1");
        assert_eq!(
            (&session["idTag"], &session["version"]),
            (&json!("TAG"), &json!(version.number())),
            "{session}"
        );
        station.until_status(1, "Available");
        station.stop().unwrap();
    }
}

/// Each phase of a session in each version: nothing is lost, and nothing is doubled.
mod the_link_is_cut {
    use super::{
        Config, Cut, Moment, Server, Simulated, Version, charge, end_of, only_session, open, quiet, start_of, wait,
    };

    fn at(action: &str, moment: Moment) -> Cut {
        Cut {
            action: action.to_owned(),
            moment,
        }
    }

    /// A cut at a request of the start of a session, or before.
    fn at_the_start(action: fn(Version) -> &'static str, moment: Moment) {
        for version in Version::ALL {
            let server = Server::start(&Config::new());
            let station = Simulated::start_with_cut(quiet(&server, version), Some(at(action(version), moment)));
            if action(version) == "BootNotification" {
                station.until_sent("BootNotification", 1);
                station.until_cut();
                station.does("restore");
            }
            station.until_accepted();
            charge(&station, || {
                if !station.view().connected {
                    station.does("restore");
                }
            });
            station.until_told();
            only_session(&server, &station, "CP1");
        }
    }

    /// A cut at the end of a session.
    fn at_the_end(moment: Moment) {
        for version in Version::ALL {
            let server = Server::start(&Config::new());
            let station = Simulated::start(quiet(&server, version));
            station.until_accepted();
            charge(&station, || {
                // What tells the start has its answer.
                wait::until("the start is answered", || {
                    (!station.answers(start_of(version)).is_empty()).then_some(())
                });
                station.until_told();
                let word = if moment == Moment::BeforeSent { "before" } else { "sent" };
                station.does(&format!("cut at {} {word}", end_of(version)));
            });
            station.until_cut();
            station.does("restore");
            station.until_told();
            only_session(&server, &station, "CP1");
        }
    }

    #[test]
    fn before_the_answer_to_the_boot() {
        at_the_start(|_| "BootNotification", Moment::Sent);
    }

    #[test]
    fn before_the_answer_to_the_authorization() {
        at_the_start(|_| "Authorize", Moment::Sent);
    }

    #[test]
    fn after_the_authorization() {
        at_the_start(|_| "Authorize", Moment::Answered);
    }

    #[test]
    fn before_the_start_is_sent() {
        at_the_start(start_of, Moment::BeforeSent);
    }

    #[test]
    fn between_the_start_and_its_answer() {
        at_the_start(start_of, Moment::Sent);
    }

    #[test]
    fn after_the_answer_to_the_start() {
        at_the_start(start_of, Moment::Answered);
    }

    #[test]
    fn while_a_car_charges() {
        for version in Version::ALL {
            let server = Server::start(&Config::new());
            let station = Simulated::start(open(&server, version));
            station.until_accepted();
            charge(&station, || {
                station.does("cut");
                wait::until("two samples wait", || (station.view().waiting >= 2).then_some(()));
                station.does("restore");
            });
            station.until_told();
            only_session(&server, &station, "CP1");
        }
    }

    #[test]
    fn before_the_end_is_sent() {
        at_the_end(Moment::BeforeSent);
    }

    #[test]
    fn between_the_end_and_its_answer() {
        at_the_end(Moment::Sent);
    }
}

#[test]
fn a_session_outlives_a_power_cut_of_the_charge_point() {
    for version in Version::ALL {
        let server = Server::start(&Config::new());
        let folder = tempfile::tempdir().unwrap();
        let mut kept = open(&server, version);
        kept.memory = Some(folder.path().join("memory.json"));
        let station = Simulated::start(kept.clone());
        station.until_accepted();
        station.does("plug 1");
        station.does("swipe TAG 1");
        station.until_sent(start_of(version), 1);
        station.until_told();
        station.does("cut");
        wait::until("a sample waits", || (station.view().waiting >= 1).then_some(()));
        station.stop().unwrap();
        let again = Simulated::start(kept);
        again.until_accepted();
        again.until_told();
        let all = sessions(&server, "CP1");
        assert_eq!(all.len(), 1, "{all:#?}");
        assert_eq!(
            (&all[0]["state"], &all[0]["stopReason"]),
            (&json!("closed"), &json!("PowerLoss")),
            "{}",
            all[0]
        );
    }
}

#[test]
fn the_server_works_a_charge_point_from_afar() {
    for version in Version::ALL {
        let server = Server::start(&Config::new());
        let station = Simulated::start(open(&server, version));
        station.until_accepted();
        station.does("plug 1");
        let verb = |verb: &str, body: Value| {
            let path = format!("/api/v1/charge-points/CP1/commands/{verb}");
            server.admin().post(&path, &body).expect(200)
        };
        assert_eq!(
            verb("start", json!({"idTag": "AFAR", "connector": 1}))["status"],
            "Accepted"
        );
        station.until_sent(start_of(version), 1);
        station.until_told();
        let id = sessions(&server, "CP1")[0]["id"].clone();
        assert_eq!(verb("stop", json!({"transactionId": id}))["status"], "Accepted");
        station.until_told();
        assert_eq!(only_session(&server, &station, "CP1")["stopReason"], "Remote");
        let boots = station.sent("BootNotification").len();
        assert_eq!(verb("reset", json!({}))["status"], "Accepted");
        station.until_sent("BootNotification", boots + 1);
        station.until_accepted();
    }
}

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
        (&["wss://127.0.0.1:1/ocpp/CP1"], 2, "security profile 2 or 3"),
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
