//! The commands that ask a running server, as processes: which server and which token they take, what they say when it
//! does not answer or refuses them, https and whom it trusts, exit codes, pipes that close, Ctrl-C, and what is followed over a
//! crash.

use std::fs;
use std::io::{self, BufRead as _, BufReader, Read as _};
use std::net::{Shutdown, SocketAddr, TcpListener, TcpStream};
use std::os::unix::fs::PermissionsExt as _;
use std::os::unix::process::ExitStatusExt as _;
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::sync::{Arc, Mutex};
use std::thread;

use ocpp_central_tests::config::{ADMIN_TOKEN, Config};
use ocpp_central_tests::pki::{Authority, Issued, Subject, self_signed};
use ocpp_central_tests::port;
use ocpp_central_tests::process::{Ended, command, run};
use ocpp_central_tests::server::Server;
use ocpp_central_tests::station::Station;
use ocpp_central_tests::wait;
use serde_json::{Value, json};
use tempfile::TempDir;

/// A user of their own: nothing in the environment, and the profiles below a folder.
struct User {
    home: TempDir,
}

impl User {
    fn new() -> Self {
        Self {
            home: tempfile::tempdir().expect("a temporary folder"),
        }
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = command();
        command
            .args(arguments)
            .env("XDG_CONFIG_HOME", self.home.path())
            .env("HOME", self.home.path())
            .env("TZ", "Europe/Berlin");
        command
    }

    fn run(&self, arguments: &[&str]) -> Ended {
        run(&mut self.command(arguments), b"")
    }

    fn file(&self) -> PathBuf {
        self.home.path().join("ocpp-central/profiles.toml")
    }

    fn write_profiles(&self, text: &str, mode: u32) {
        fs::create_dir_all(self.file().parent().unwrap()).unwrap();
        fs::write(self.file(), text).unwrap();
        fs::set_permissions(self.file(), fs::Permissions::from_mode(mode)).unwrap();
    }
}

fn address(server: &Server) -> String {
    format!("http://{}", server.admin_address())
}

/// An address at which nobody listens.
fn nobody() -> String {
    format!("http://{}", port::free())
}

fn with_stations(count: usize) -> Server {
    let server = Server::start(&Config::new());
    let all: Vec<Value> = (0..count)
        .map(|number| json!({ "id": format!("CP{number:04}"), "securityProfile": 0 }))
        .collect();
    assert_eq!(server.admin().post("/api/v1/charge-points", &json!(all)).status, 200);
    server
}

/// What is asked for, the exit code, and what is told of it.
type Case<'a> = (Vec<&'a str>, i32, &'a [&'a str]);

fn check(user: &User, cases: &[Case<'_>]) {
    for (arguments, code, words) in cases {
        let ended = user.run(arguments);
        let found = (ended.code, ended.out.as_str());
        assert_eq!(found, (Some(*code), ""), "{arguments:?}: {ended:?}");
        for word in *words {
            assert!(
                ended.err.contains(word),
                "{arguments:?}: {word} is not in {}",
                ended.err
            );
        }
    }
}

#[test]
fn a_server_that_is_not_there_is_told_with_the_next_step_and_an_exit_code() {
    let nobody = nobody();
    let cases: [Case<'_>; 3] = [
        (
            vec!["status", "--server", &nobody],
            3,
            &["does not answer: nothing listens there", "--server"],
        ),
        (
            vec!["status", "--server", "http://no.such.host.invalid"],
            3,
            &["does not answer"],
        ),
        (
            vec!["status", "--server", "depot"],
            2,
            &["`depot` is no address of a server: that begins with http://"],
        ),
    ];
    check(&User::new(), &cases);
}

#[test]
fn a_refusal_is_told_with_the_next_step_and_an_exit_code() {
    let server = with_stations(1);
    let here = address(&server);
    let viewer = json!({"name": "looks", "role": "viewer"});
    let made = server.admin().post("/api/v1/tokens", &viewer).expect(201);
    let viewer = made["token"].as_str().unwrap();
    let of = |arguments: &[&'static str]| [arguments, &["--server"]].concat();
    let with = |arguments: &[&'static str], rest: &[&'static str]| {
        let mut all: Vec<&str> = of(arguments);
        all.push(&here);
        all.extend(rest);
        all
    };
    let looking = |arguments: &[&'static str]| {
        let mut all = with(arguments, &["--token"]);
        all.push(viewer);
        all
    };
    let cases: [Case<'_>; 5] = [
        (
            with(&["charge-points"], &[]),
            4,
            &["the server answers 401", "OCPP_CENTRAL_ADMIN_TOKEN", "profile add"],
        ),
        (
            with(&["charge-points"], &["--token", "no-token-of-this-server"]),
            4,
            &["the server answers 401", "It is the token of --token"],
        ),
        (
            looking(&["charge-points", "remove", "CP0000"]),
            4,
            &["the server answers 403", "The token of --token may not do that"],
        ),
        (
            looking(&["transactions", "--from", "soon"]),
            2,
            &["`soon` is no time; it is one of now, today, yesterday"],
        ),
        (
            looking(&["timeline", "nobody"]),
            1,
            &["the server answers 404", "charge-points list"],
        ),
    ];
    check(&User::new(), &cases);
    let told = User::new().run(&looking(&["charge-points", "remove", "CP0000"]));
    assert!(!told.err.contains(viewer), "a token is told: {}", told.err);
}

#[test]
fn profiles_say_which_server_and_which_token() {
    let (server, user) = (with_stations(1), User::new());
    let (here, nobody) = (address(&server), nobody());
    let mut add = user.command(&["profile", "add", "depot", "--server", &here, "--token", "-"]);
    let added = run(&mut add, format!("{ADMIN_TOKEN}\n").as_bytes());
    added.expect(0, &format!("depot is in {}\n", user.file().display()));
    let mode = fs::metadata(user.file()).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
    user.run(&["profile", "add", "away", "--server", &nobody])
        .expect(0, &added.out.replace("depot", "away"));

    // The first one is used, until another is.
    let listed = user.run(&["charge-points", "list", "--json"]);
    assert_eq!((listed.code, listed.err.as_str()), (Some(0), ""), "{listed:?}");
    assert!(listed.out.contains("\"id\":\"CP0000\""), "{}", listed.out);
    user.run(&["profile", "use", "away"])
        .expect(0, "away is used where no other profile is named\n");
    let silent = user.run(&["status"]);
    assert_eq!(silent.code, Some(3));
    assert!(
        silent.err.contains("(the profile `away`) does not answer"),
        "{silent:?}"
    );

    // A flag before the environment, and that before the profile in use.
    assert_eq!(user.run(&["status", "--profile", "depot"]).code, Some(0));
    let by_variable =
        |name: &str, value: &str, arguments: &[&str]| run(user.command(arguments).env(name, value), b"").code;
    assert_eq!(by_variable("OCPP_CENTRAL_PROFILE", "depot", &["status"]), Some(0));
    assert_eq!(by_variable("OCPP_CENTRAL_SERVER", &here, &["status"]), Some(4));
    assert_eq!(
        by_variable("OCPP_CENTRAL_SERVER", &here, &["status", "--token", ADMIN_TOKEN]),
        Some(0)
    );
    assert_eq!(
        by_variable("OCPP_CENTRAL_SERVER", &nobody, &["status", "--profile", "depot"]),
        Some(0)
    );
    assert_eq!(
        by_variable("OCPP_CENTRAL_PROFILE", "depot", &["status", "--profile", "away"]),
        Some(3)
    );

    let shown = user.run(&["profile", "list"]);
    let wanted = format!(
        "NAME   IN USE  SERVER{}  TOKEN\naway   yes     {nobody}  none\ndepot  no      {here}  in the file\n",
        " ".repeat(here.len().max(nobody.len()) - "SERVER".len())
    );
    assert_eq!(
        shown.out.replace("  ", " ").replace("  ", " "),
        wanted.replace("  ", " ").replace("  ", " ")
    );
    assert!(!shown.out.contains(ADMIN_TOKEN));
    user.run(&["profile", "remove", "away"]).expect(0, "away is removed\n");
    assert!(user.run(&["profile", "list", "--json"]).out.contains("\"used\":false"));
}

#[test]
fn a_token_comes_from_a_file_or_a_command_and_a_wrong_profile_is_told() {
    let (server, user) = (with_stations(1), User::new());
    let here = address(&server);
    let secret = user.home.path().join("secret");
    fs::write(&secret, format!("{ADMIN_TOKEN}\n")).unwrap();
    fs::set_permissions(&secret, fs::Permissions::from_mode(0o600)).unwrap();
    let profile = |token: &str| format!("[default]\nserver = \"{here}\"\n{token}\n");
    let of_file = profile(&format!("token_file = \"{}\"", secret.display()));
    let of_command = profile(&format!("token_command = \"cat '{}'\"", secret.display()));
    for text in [of_file, of_command] {
        user.write_profiles(&text, 0o644);
        let ended = user.run(&["status"]);
        assert_eq!((ended.code, ended.err.as_str()), (Some(0), ""), "{text}: {ended:?}");
    }
    user.write_profiles(&profile(&format!("token = \"{ADMIN_TOKEN}\"")), 0o644);
    let open = user.run(&["status"]);
    assert_eq!(open.code, Some(0));
    let warning = format!(
        "warning: others on this machine may read {0}, which has a token: `chmod 600 {0}`\n",
        user.file().display()
    );
    assert_eq!(open.err, warning);

    let wrong = [
        (profile("token_command = \"exit 3\""), "prints no token"),
        (profile("token_file = \"none\""), "cannot read none"),
        (profile("tokn = \"x\""), "[default]: unknown field `tokn`"),
        ("[default".to_owned(), "TOML parse error"),
        (
            "[other]\nserver = \"http://x\"\n".to_owned(),
            "there is no profile `depot`; there are other",
        ),
    ];
    for (text, words) in wrong {
        user.write_profiles(&text, 0o600);
        let is_other = text.contains("[other]");
        let ended = user.run(if is_other {
            &["status", "--profile", "depot"]
        } else {
            &["status"]
        });
        assert_eq!(ended.code, Some(2), "{text}: {ended:?}");
        assert!(ended.err.contains(words), "{text}: {}", ended.err);
    }
}

#[test]
fn lists_are_tables_json_lines_and_csv_page_by_page() {
    let (server, user) = (with_stations(1500), User::new());
    let here = address(&server);
    let of = |arguments: &[&str]| {
        let all = [arguments, &["--server", &here, "--token", ADMIN_TOKEN]].concat();
        let ended = user.run(&all);
        assert_eq!(ended.code, Some(0), "{ended:?}");
        ended
    };
    let table = of(&["charge-points"]);
    assert_eq!(table.out.lines().count(), 1 + 1000);
    assert!(table.out.starts_with("ID      CONNECTED  SITE"), "{}", table.out);
    assert!(table.err.contains("there are more"), "{}", table.err);
    let json = of(&["charge-points", "list", "--json"]);
    assert_eq!((json.out.lines().count(), json.err.as_str()), (1500, ""));
    let last: Value = serde_json::from_str(json.out.lines().last().unwrap()).unwrap();
    assert_eq!(last["id"], "CP1499");
    let csv = of(&["charge-points", "list", "--csv", "--limit", "1200"]);
    assert_eq!(csv.out.lines().count(), 1 + 1200);
    assert!(
        csv.out.starts_with("id,connected,site,labels,boot.vendor,"),
        "{}",
        csv.out
    );
    assert_eq!(of(&["transactions"]).out, "none\n");
}

#[test]
fn a_reader_that_has_seen_enough_is_no_fault() {
    let (server, user) = (with_stations(1500), User::new());
    let here = address(&server);
    let mut command = user.command(&[
        "charge-points",
        "list",
        "--json",
        "--server",
        &here,
        "--token",
        ADMIN_TOKEN,
    ]);
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let mut begin = [0; 16];
    child.stdout.take().unwrap().read_exact(&mut begin).unwrap();
    let ended = child.wait_with_output().unwrap();
    assert_eq!((ended.status.code(), ended.stderr.as_slice()), (Some(0), &b""[..]));
}

#[test]
fn what_is_followed_goes_on_until_ctrl_c() {
    let (server, user) = (Server::start(&Config::new()), User::new());
    let here = address(&server);
    let mut station = Station::connect(&server, "CP1", "1.6");
    station.call("Heartbeat", &json!({}));
    let mut command = user.command(&[
        "messages",
        "CP1",
        "--follow",
        "--since",
        "yesterday",
        "--json",
        "--server",
        &here,
        "--token",
        ADMIN_TOKEN,
    ]);
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
    let mut next = || -> Value { serde_json::from_str(&lines.next().unwrap().unwrap()).unwrap() };
    assert_eq!(next()["action"], "Heartbeat");
    assert_eq!(next()["messageType"], "CALLRESULT");
    station.call("Authorize", &json!({"idTag": "ALICE"}));
    let asked = next();
    assert_eq!(
        (&asked["action"], &asked["payload"]["idTag"]),
        (&json!("Authorize"), &json!("ALICE"))
    );
    let killed = Command::new("kill")
        .args(["-INT", &child.id().to_string()])
        .status()
        .unwrap();
    assert!(killed.success());
    let ended = child.wait_with_output().unwrap();
    assert_eq!((ended.status.signal(), ended.stderr.as_slice()), (Some(2), &b""[..]));
}

/// One address that leads to whichever server is meant now.
struct Forward {
    to: Arc<Mutex<SocketAddr>>,
    address: SocketAddr,
}

impl Forward {
    fn new(to: SocketAddr) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let (address, to) = (listener.local_addr().unwrap(), Arc::new(Mutex::new(to)));
        let target = Arc::clone(&to);
        // Until the suite ends.
        thread::spawn(move || {
            for client in listener.incoming().map_while(Result::ok) {
                let to = *target.lock().unwrap();
                let Ok(server) = TcpStream::connect(to) else { continue };
                for (mut from, mut to) in [
                    (client.try_clone().unwrap(), server.try_clone().unwrap()),
                    (server, client),
                ] {
                    thread::spawn(move || {
                        io::copy(&mut from, &mut to).ok();
                        to.shutdown(Shutdown::Both).ok();
                    });
                }
            }
        });
        Self { to, address }
    }
}

#[test]
fn events_are_followed_over_a_crash_and_none_is_missed_or_told_twice() {
    let (mut server, user) = (Server::start(&Config::new()), User::new());
    let forward = Forward::new(server.admin_address());
    let here = format!("http://{}", forward.address);
    let mut command = user.command(&[
        "events",
        "--follow",
        "--json",
        "--after",
        "0",
        "--kind",
        "charge-point.connected",
    ]);
    command.args(["--server", &here, "--token", ADMIN_TOKEN]);
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
    let mut next = || -> Value { serde_json::from_str(&lines.next().unwrap().unwrap()).unwrap() };
    let _first = Station::connect(&server, "CP1", "1.6");
    assert_eq!(next()["chargePoint"], "CP1");
    server.crash_and_restart();
    // Nobody listens when this one comes.
    let _second = Station::connect(&server, "CP2", "2.0.1");
    *forward.to.lock().unwrap() = server.admin_address();
    let _third = Station::connect(&server, "CP3", "2.1");
    assert_eq!(next()["chargePoint"], "CP2");
    assert_eq!(next()["chargePoint"], "CP3");
    child.kill().unwrap();
    let told = String::from_utf8(child.wait_with_output().unwrap().stderr).unwrap();
    assert!(!told.contains("is not kept any more"), "{told}");

    let of = |arguments: &[&str]| user.run(&[arguments, &["--server", &here, "--token", ADMIN_TOKEN]].concat());
    let before = of(&["events", "--kind", "charge-point.connected", "--count", "2", "--utc"]);
    let shown: Vec<_> = before.out.lines().collect();
    assert_eq!((before.code, shown.len()), (Some(0), 3), "{before:?}");
    assert!(
        shown[0].starts_with("TIME") && shown[1].contains("CP1") && shown[2].contains("CP2"),
        "{shown:?}"
    );
    let of_one = of(&["events", "--charge-point", "CP3", "--kind", "charge-point.*"]);
    assert_eq!(of_one.out.lines().count(), 2, "{of_one:?}");
    let unknown = of(&["events", "--kind", "transactions.*"]);
    assert_eq!(unknown.code, Some(1), "{unknown:?}");
}

#[test]
fn times_are_of_this_machines_zone_unless_utc_is_asked_for() {
    let (server, user) = (Server::start(&Config::new()), User::new());
    let here = address(&server);
    let mut station = Station::connect(&server, "CP1", "1.6");
    let start = json!({"connectorId": 1, "idTag": "ALICE", "meterStart": 0, "timestamp": "2026-07-31T22:30:00Z"});
    station.call("StartTransaction", &start);
    let of = |arguments: &[&str]| {
        user.run(&[arguments, &["--server", &here, "--token", ADMIN_TOKEN]].concat())
            .out
    };
    wait::until("it began", || {
        (!server.admin().transactions("CP1").is_empty()).then_some(())
    });
    // In Berlin that is August already.
    for (from, to, is_found) in [
        ("2026-08-01", "2026-08-02", true),
        ("2026-07-31", "2026-08-01", false),
        ("2026-08-01 00:30", "2026-08-01 00:31", true),
    ] {
        let listed = of(&["transactions", "--from", from, "--to", to]);
        assert_eq!(
            listed.contains("2026-08-01 00:30:00 CEST"),
            is_found,
            "{from}: {listed}"
        );
    }
    let utc = of(&["transactions", "--from", "2026-07-31", "--to", "2026-08-01", "--utc"]);
    assert!(utc.contains("2026-07-31 22:30:00 UTC"), "{utc}");
}

/// A server whose operators come by https, with this certificate.
fn by_tls(user: &User, name: &str, certificate: &Issued) -> (Server, String) {
    let written = certificate.write(user.home.path(), name);
    let config = Config::new()
        .set("admin.tls.certificates", json!([written.certificate]))
        .set("admin.tls.keys", json!([written.key]));
    let server = Server::start_at_once(&config, |_| {});
    let here = format!("https://{}", server.admin_address());
    (server, here)
}

/// A file in the user's folder.
fn written(user: &User, name: &str, text: &str) -> String {
    let path = user.home.path().join(name);
    fs::write(&path, text).unwrap();
    path.display().to_string()
}

#[test]
fn a_server_behind_tls_is_asked_by_https_with_an_authority_of_ones_own() {
    let (user, authority) = (User::new(), Authority::new("Ours"));
    let (server, here) = by_tls(&user, "server", &authority.issue(&Subject::here()));
    let ca = written(&user, "ca.pem", &authority.pem());
    let add = [
        "profile",
        "add",
        "depot",
        "--server",
        &here,
        "--token",
        ADMIN_TOKEN,
        "--ca",
        &ca,
    ];
    assert_eq!(user.run(&add).code, Some(0));

    let status = user.run(&["status"]);
    assert_eq!((status.code, status.err.as_str()), (Some(0), ""), "{status:?}");
    assert!(status.out.contains(&here), "{status:?}");
    let out = user.home.path().join("depot.backup");
    let backup = user.run(&["backup", "--out", out.to_str().unwrap()]);
    assert_eq!(backup.code, Some(0), "{backup:?}");
    assert_eq!(user.run(&["backup", "verify", out.to_str().unwrap()]).code, Some(0));

    let mut follow = user.command(&[
        "events",
        "--follow",
        "--json",
        "--after",
        "0",
        "--kind",
        "charge-point.connected",
    ]);
    let mut child = follow.stdout(Stdio::piped()).spawn().unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
    let _station = Station::connect(&server, "CP1", "1.6");
    let event: Value = serde_json::from_str(&lines.next().unwrap().unwrap()).unwrap();
    assert_eq!(event["chargePoint"], "CP1");
    child.kill().unwrap();
    child.wait().unwrap();

    // The authority by a flag, and by the environment.
    let asked = ["status", "--server", &here, "--token", ADMIN_TOKEN];
    let elsewhere = User::new();
    assert_eq!(elsewhere.run(&[&asked[..], &["--ca", &ca]].concat()).code, Some(0));
    assert_eq!(
        run(elsewhere.command(&asked).env("OCPP_CENTRAL_CA", &ca), b"").code,
        Some(0)
    );
}

#[test]
fn a_certificate_that_signed_itself_is_trusted_once_it_is_named() {
    let user = User::new();
    let certificate = self_signed(&Subject::here());
    let (_server, here) = by_tls(&user, "server", &certificate);
    let own = written(&user, "own.pem", &certificate.pem());
    let asked = ["status", "--server", &here, "--token", ADMIN_TOKEN];
    assert_eq!(user.run(&[&asked[..], &["--ca", &own]].concat()).code, Some(0));
    check(
        &user,
        &[(
            asked.to_vec(),
            3,
            &["the authorities of this system have not signed", "--ca FILE"],
        )],
    );
}

#[test]
fn why_a_server_is_not_spoken_to_by_tls_is_told_apart() {
    let (user, authority) = (User::new(), Authority::new("Ours"));
    let ca = written(&user, "ca.pem", &authority.pem());
    let other = written(&user, "other.pem", &Authority::new("Others").pem());
    let no_pem = written(&user, "no.pem", "no PEM");
    let issue = |hosts: &[&str], days: i64| {
        authority.issue(&Subject {
            hosts,
            days,
            ..Subject::named("server")
        })
    };
    let (_good, good) = by_tls(&user, "good", &issue(&["127.0.0.1"], 60));
    let (_named, named) = by_tls(&user, "named", &issue(&["depot.example"], 60));
    let (_ended, ended) = by_tls(&user, "ended", &issue(&["127.0.0.1"], -1));
    let plain = Server::start(&Config::new());
    let by_https = address(&plain).replace("http://", "https://");
    let by_http = good.replace("https://", "http://");
    let cases: [Case<'_>; 6] = [
        (
            vec!["status", "--server", &good, "--ca", &other],
            3,
            &["is not trusted", "have signed its certificate", "--ca FILE"],
        ),
        (
            vec!["status", "--server", &named, "--ca", &ca],
            3,
            &["its certificate is for depot.example, not for this name"],
        ),
        (
            vec!["status", "--server", &ended, "--ca", &ca],
            3,
            &["CN=server", "ended at"],
        ),
        (
            vec!["status", "--server", &by_https, "--ca", &ca],
            3,
            &["does not speak TLS", "begins with http://"],
        ),
        (
            vec!["status", "--server", &by_http, "--ca", &ca],
            3,
            &["its address begins with https://"],
        ),
        (
            vec!["status", "--server", &good, "--ca", &no_pem],
            2,
            &["no.pem: it holds no certificate"],
        ),
    ];
    check(&user, &cases);
}

#[test]
fn a_profile_takes_no_address_and_no_authority_that_is_none() {
    let user = User::new();
    let no_pem = written(&user, "no.pem", "no PEM");
    let refused: [Case<'_>; 2] = [
        (
            vec!["profile", "add", "t", "--server", "foo"],
            2,
            &["`foo` is no address of a server"],
        ),
        (
            vec!["profile", "add", "t", "--server", "https://depot", "--ca", &no_pem],
            2,
            &["no.pem: it holds no certificate"],
        ),
    ];
    check(&user, &refused);
    assert!(!user.file().exists());
}
