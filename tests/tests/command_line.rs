//! `check-config` and `serve` as processes, what is no command at all, completions and manual pages: arguments, files
//! and environment in; exit code and words out.

use std::fs;
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::Command;

use ocpp_central_tests::artifacts;
use ocpp_central_tests::process::{Ended, command, run};
use tempfile::TempDir;

#[test]
fn what_cannot_begin_says_why_and_ends_with_2() {
    let cases: [(&[&str], &str); 9] = [
        (&["frobnicate"], "error: unrecognized subcommand 'frobnicate'"),
        (&["serve", "--colour"], "error: unexpected argument '--colour' found"),
        (&["check-config", "FILE"], "error: unexpected argument 'FILE' found"),
        (
            &["validate"],
            "error: the following required arguments were not provided:",
        ),
        (
            &["validate", "--version", "1.5"],
            "error: invalid value '1.5' for '--version <VERSION>': not an OCPP version; known are 1.6, 2.0.1 and 2.1",
        ),
        (
            &["validate", "--version", "1.6", "--action", "Heartbeat"],
            "error: the following required arguments were not provided:",
        ),
        (
            &["validate", "--version", "1.6", "--kind", "request"],
            "error: the following required arguments were not provided:",
        ),
        (
            &[
                "validate",
                "--version",
                "1.6",
                "--action",
                "Heartbeat",
                "--kind",
                "both",
            ],
            "error: invalid value 'both' for '--kind <KIND>'",
        ),
        (
            &[
                "validate",
                "--version",
                "1.6",
                "--action",
                "Hartbeat",
                "--kind",
                "request",
            ],
            "error: OCPP 1.6 has no action \"Hartbeat\"",
        ),
    ];
    for (arguments, complaint) in cases {
        let Ended { code, out, err } = run(command().args(arguments), b"{}\n");
        assert_eq!((code, out.as_str()), (Some(2), ""), "{arguments:?}");
        assert_eq!(err.lines().next(), Some(complaint), "{arguments:?}");
    }
    let Ended { code, out, err } = run(&mut command(), b"");
    assert_eq!((code, out.as_str()), (Some(2), ""));
    for command in ["serve", "check-config", "validate"] {
        assert!(err.contains(&format!("\n  {command} ")), "{err}");
    }
}

/// A working directory with the folder that the shipped default names, and a file with this text.
fn folder(text: &str) -> TempDir {
    let folder = tempfile::tempdir().expect("a temporary folder");
    fs::create_dir_all(folder.path().join("target/plugins")).expect("the plugin folder");
    fs::write(folder.path().join("central.toml"), text).expect("the configuration file");
    folder
}

fn configured(subcommand: &str, folder: &Path, file: &Path) -> Command {
    let mut command = command();
    command.arg(subcommand).arg("--config").arg(file).current_dir(folder);
    command
}

fn shipped(name: &str) -> PathBuf {
    artifacts::suite_dir().join("../config").join(name)
}

#[test]
fn the_shipped_default_is_good_as_it_is() {
    let (folder, file) = (folder(""), shipped("central.toml"));
    let summary = format!(
        "ok: {}\n  \
         charge points  ws://127.0.0.1:9000/ocpp/ID, unknown ones are registered\n  \
         operators      http://127.0.0.1:9001, without a token\n  \
         state          sled in data\n  \
         plugins        id-tag-policy, connector-guard from target/plugins\n  \
         log            text, info,actix_server=warn\n{}{}",
        file.display(),
        absent("id-tag-policy"),
        absent("connector-guard"),
    );
    run(&mut configured("check-config", folder.path(), &file), b"").expect(0, &summary);
    assert!(!folder.path().join("data").exists(), "a check leaves nothing behind");
}

fn absent(name: &str) -> String {
    format!(
        "warning: the plugin {name} is not installed: there is no {name}.wasm in target/plugins and no version of it in \
         data/plugins. Nothing asks it until it is\n"
    )
}

#[test]
fn check_config_holds_settings_against_the_schema_of_a_component_and_names_against_the_files() {
    let text = "[[plugin]]\nname = \"id-tag-polcy\"\n[[plugin]]\nname = \"id-tag-policy\"\n[plugin.settings]\ndeflt = \
                \"keep\"\n";
    let folder = folder(text);
    let file = folder.path().join("central.toml");
    let component = folder.path().join("target/plugins/id-tag-policy.wasm");
    fs::copy(artifacts::plugin("id-tag-policy"), &component).expect("the component");
    let check = || run(&mut configured("check-config", folder.path(), &file), b"");
    let ended = check();
    assert_eq!(ended.code, Some(2), "{ended:?}");
    let told = ": plugin[1].settings: id-tag-policy refuses its settings: /deflt: this is not known here, by the schema in \
                target/plugins/id-tag-policy.wasm\n";
    assert!(ended.out.ends_with(told), "{ended:?}");
    fs::write(&file, "[[plugin]]\nname = \"id-tag-polcy\"\n").expect("the configuration");
    let ended = check();
    assert_eq!(ended.code, Some(0), "{ended:?}");
    assert!(ended.out.ends_with("; did you mean id-tag-policy?\n"), "{ended:?}");
}

#[test]
fn the_shipped_production_file_is_good_with_its_token_and_its_folders() {
    let (folder, file) = (folder(""), shipped("production.toml"));
    let check = || configured("check-config", folder.path(), &file);
    let mut complete = check();
    complete
        .env("OCPP_CENTRAL_ADMIN_TOKEN", "a-token-from-the-environment")
        .env("OCPP_CENTRAL_STORE_PATH", "state")
        .env("OCPP_CENTRAL_PLUGINS_FOLDER", "target/plugins");
    let summary = format!(
        "ok: {}\n  \
         charge points  ws://0.0.0.0:9000/ocpp/ID, unknown ones are refused\n  \
         operators      http://0.0.0.0:9001, with a token\n  \
         state          sled in state\n  \
         plugins        none from target/plugins\n  \
         log            JSON, info,actix_server=warn\n",
        file.display()
    );
    run(&mut complete, b"").expect(0, &summary);
    let mut without_token = check();
    without_token
        .env("OCPP_CENTRAL_STORE_PATH", "state")
        .env("OCPP_CENTRAL_PLUGINS_FOLDER", "target/plugins");
    let problem = format!(
        "{}:16: admin.token: a token is needed where admin.listen is not loopback (it is 0.0.0.0:9001); \
         set it here, in OCPP_CENTRAL_ADMIN_TOKEN, or in a file that admin.token_file names\n",
        file.display()
    );
    run(&mut without_token, b"").expect(2, &problem);
}

const BROKEN: &str = r#"
[ocpp]
listen = "localhost:9000"
workers = 0

[connection]
ping_interval = 60
idle_timout = "30s"

[store]
path = "central.toml/data"

[plugins]
folder = "missing"
"#;

const PROBLEMS: &str = r#"central.toml:3: ocpp.listen: found "localhost:9000", expected an IP address and a port such as "127.0.0.1:9000" or "[::1]:9000"
central.toml:4: ocpp.workers: found the number 0, expected "auto" or a whole number of at least 1
central.toml:7: connection.ping_interval: found the number 60, expected a duration such as "30s", "250ms" or "5m": a number needs its unit, as in "60s"
central.toml:8: connection.idle_timout: unknown key; did you mean `connection.idle_timeout`?
central.toml:11: store.path: central.toml/data cannot be reached: Not a directory (os error 20)
central.toml:14: plugins.folder: missing is not a folder that can be read: No such file or directory (os error 2)
OCPP_CENTRAL_ADMIN_TOKEN: admin.token: found a text of 7 characters, expected "none", or at least 16 letters, digits or signs, without blanks
OCPP_CENTRAL_STORE_PAHT: unknown key; did you mean `OCPP_CENTRAL_STORE_PATH`?
--log-format: log.format: found "yaml", expected "text" or "json"
"#;

/// A subcommand on a configuration with mistakes in the file, the environment and the flags.
fn on_mistakes(subcommand: &str) -> Ended {
    let folder = folder(BROKEN);
    let mut command = configured(subcommand, folder.path(), Path::new("central.toml"));
    command
        .args(["--log-format", "yaml"])
        .env("OCPP_CENTRAL_ADMIN_TOKEN", "sesame!")
        .env("OCPP_CENTRAL_STORE_PAHT", "data");
    run(&mut command, b"")
}

#[test]
fn check_config_reports_all_mistakes_at_once() {
    on_mistakes("check-config").expect(2, PROBLEMS);
}

#[test]
fn serve_does_not_start_with_mistakes() {
    on_mistakes("serve").expect_complaint(2, PROBLEMS);
}

#[test]
fn a_file_that_is_not_there_is_named() {
    let folder = folder("");
    let problem = "none.toml: cannot be read: No such file or directory (os error 2)\n";
    let on_none = |subcommand| run(&mut configured(subcommand, folder.path(), Path::new("none.toml")), b"");
    on_none("check-config").expect(2, problem);
    on_none("serve").expect_complaint(2, problem);
}

#[test]
fn serve_that_cannot_listen_fails_with_1_and_says_where() {
    let taken = TcpListener::bind("127.0.0.1:0").expect("a free port");
    let address = taken.local_addr().expect("its address").to_string();
    let folder = folder("");
    let mut command = configured("serve", folder.path(), Path::new("central.toml"));
    command.args(["--ocpp-listen", &address, "--admin-listen", "127.0.0.1:0"]);
    let Ended { code, err, .. } = run(&mut command, b"");
    assert_eq!(code, Some(1), "{err}");
    assert!(err.contains(&format!("ocpp cannot listen on {address}")), "{err}");
}

#[test]
fn shells_complete_what_there_is_and_every_command_has_its_page() {
    let home = tempfile::tempdir().expect("a temporary folder");
    let of = |arguments: &[&str]| run(command().args(arguments), b"");
    for shell in ["bash", "zsh", "fish", "elvish", "powershell"] {
        let made = of(&["completions", shell]);
        assert_eq!((made.code, made.err.as_str()), (Some(0), ""));
        assert!(made.out.contains("transactions"), "{shell}");
        if shell == "bash" {
            run(Command::new("bash").arg("-n"), made.out.as_bytes()).expect(0, "");
        }
    }
    let folder = home.path().join("man");
    let made = of(&["man", "--out", folder.to_str().unwrap()]);
    made.expect(0, &format!("the pages are in {}\n", folder.display()));
    for page in ["ocpp-central", "ocpp-central-transactions", "ocpp-central-plugin-push"] {
        let text = fs::read_to_string(folder.join(format!("{page}.1"))).unwrap();
        assert!(text.contains(".SH NAME"), "{text}");
    }
    assert!(!folder.join("ocpp-central-compile-plugin.1").exists());
    let pages: Vec<_> = fs::read_dir(&folder)
        .unwrap()
        .map(|page| page.unwrap().path())
        .collect();
    assert!(pages.len() > 60, "{}", pages.len());
    lint(&pages);
    let own = of(&["man"]);
    assert!(own.code == Some(0) && own.out.contains(".TH"), "{own:?}");
}

/// What formats manual pages has nothing to say about them.
fn lint(pages: &[PathBuf]) {
    let is_there = |name: &str| Path::new("/usr/bin").join(name).exists();
    let mut lint = if is_there("groff") {
        let mut groff = Command::new("groff");
        groff.args(["-man", "-Tutf8", "-ww", "-z"]);
        groff
    } else if is_there("mandoc") {
        let mut mandoc = Command::new("mandoc");
        mandoc.args(["-Tlint", "-Werror"]);
        mandoc
    } else {
        return ocpp_central_tests::external::skipped("groff or mandoc");
    };
    run(lint.args(pages), b"").expect(0, "");
}
