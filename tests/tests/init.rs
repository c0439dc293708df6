//! `init` as a new user does it: a configuration and a token are made, what is printed is what works, and nothing that is
//! there is written over.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;
use std::process::{Child, Command, Stdio};

use ocpp_central_tests::admin::Admin;
use ocpp_central_tests::process::{Ended, command, run};
use ocpp_central_tests::wait;
use serde_json::{Value, json};

/// Runs `init ARGUMENTS` in a folder.
fn init(folder: &Path, arguments: &[&str]) -> Ended {
    run(command().arg("init").args(arguments).current_dir(folder), b"")
}

/// The lines of what was printed that are for a shell, without their indent.
fn commands(printed: &str) -> Vec<String> {
    let lines = printed.lines().filter_map(|line| line.strip_prefix("  "));
    lines
        .filter(|line| line.starts_with("ocpp-central "))
        .map(str::to_owned)
        .collect()
}

/// A server that is killed when it is dropped.
struct Serving {
    child: Child,
    admin: String,
}

impl Drop for Serving {
    fn drop(&mut self) {
        self.child.kill().ok();
        self.child.wait().ok();
    }
}

impl Serving {
    /// Starts the command that `init` said, on ports that are free.
    fn start(folder: &Path, line: &str) -> Self {
        let ready = folder.join("ready.json");
        let words = line.split_whitespace().skip(1);
        let child = command()
            .args(words)
            .args([
                "--ocpp-listen",
                "127.0.0.1:0",
                "--admin-listen",
                "127.0.0.1:0",
                "--ready-file",
            ])
            .arg(&ready)
            .current_dir("/")
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut serving = Self {
            child,
            admin: String::new(),
        };
        let ready: Value = wait::until("it is ready", || serde_json::from_slice(&fs::read(&ready).ok()?).ok());
        serving.admin = ready["admin"].as_str().unwrap().to_owned();
        serving
    }
}

#[test]
fn a_new_user_has_a_server_with_a_token_by_what_is_printed() {
    let home = tempfile::tempdir().unwrap();
    let made = init(home.path(), &["here"]);
    assert_eq!((made.code, made.err.as_str()), (Some(0), ""));
    let folder = home.path().canonicalize().unwrap().join("here");
    let token = fs::read_to_string(folder.join("token")).unwrap();
    let token = token.trim_end();
    assert!(
        token.len() >= 32 && made.out.contains(&format!("\n  {token}\n")),
        "{}",
        made.out
    );
    for (file, mode) in [
        ("token", 0o600),
        ("data", 0o700),
        ("plugins", 0o700),
        ("central.toml", 0o644),
    ] {
        let found = fs::metadata(folder.join(file)).unwrap().permissions().mode();
        assert_eq!(found & 0o777, mode, "{file}");
    }
    let config = folder.join("central.toml");
    assert!(!fs::read_to_string(&config).unwrap().contains(token));
    let checked = run(
        command()
            .arg("check-config")
            .arg("--config")
            .arg(&config)
            .current_dir("/"),
        b"",
    );
    assert!(
        checked.out.starts_with("ok: ") && checked.out.contains("with a token"),
        "{checked:?}"
    );

    let said = commands(&made.out);
    let [serve, profile, status] = said.as_slice() else {
        panic!("{said:?}");
    };
    let server = Serving::start(&folder, serve);
    let admin = |token| Admin::new(server.admin.parse().unwrap(), token);
    assert_eq!(admin(Some(token)).get("/api/v1/charge-points").status, 200);
    assert_eq!(admin(None).get("/api/v1/charge-points").status, 401);
    // As the dashboard does it.
    assert_eq!(admin(None).post("/login", &json!({ "token": token })).status, 200);
    let profile = profile.replace("127.0.0.1:9001", &server.admin);
    for (line, shown) in [(profile.as_str(), "local is in"), (status.as_str(), "ready")] {
        let mut command = command();
        command.args(line.split_whitespace().skip(1));
        let ended = run(command.env("HOME", home.path()).env_remove("XDG_CONFIG_HOME"), b"");
        assert!(ended.code == Some(0) && ended.out.contains(shown), "{line}: {ended:?}");
    }
}

#[test]
fn what_is_there_is_not_written_over_and_with_force_kept() {
    let home = tempfile::tempdir().unwrap();
    let read = |name: &str| fs::read_to_string(home.path().join(name)).unwrap();
    assert_eq!(init(home.path(), &[]).code, Some(0));
    fs::write(home.path().join("central.toml"), "# mine\n").unwrap();
    let token = read("token");
    let again = init(home.path(), &[]);
    assert!(
        again.code == Some(2) && again.err.contains("is there already"),
        "{again:?}"
    );
    assert_eq!(
        (read("central.toml").as_str(), read("token")),
        ("# mine\n", token.clone())
    );

    fs::write(home.path().join("data/kept"), "sessions").unwrap();
    assert_eq!(init(home.path(), &["--force"]).code, Some(0));
    assert_eq!(
        (read("central.toml.old").as_str(), read("token.old")),
        ("# mine\n", token.clone())
    );
    assert_ne!(read("token"), token);
    assert_eq!(read("data/kept"), "sessions");
}

#[test]
fn a_listener_for_the_network_lets_nobody_in_who_is_not_registered() {
    let home = tempfile::tempdir().unwrap();
    let file = home.path().join("other/depot.toml");
    let file = file.to_str().unwrap();
    let made = init(
        home.path(),
        &[
            "--config",
            file,
            "--ocpp-listen",
            "0.0.0.0:9000",
            "--admin-listen",
            "0.0.0.0:9001",
        ],
    );
    assert_eq!((made.code, made.err.as_str()), (Some(0), ""));
    assert!(made.out.contains("Register each before"), "{}", made.out);
    let mut check = Command::new(command().get_program());
    let checked = run(check.args(["check-config", "--config", file]), b"");
    assert!(
        checked.code == Some(0) && checked.out.contains("unknown ones are refused"),
        "{checked:?}"
    );
}
