//! The configuration as a whole: the shipped files, the report of a file full of mistakes, precedence, paths.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, reason = "tests")]

use std::ffi::OsString;
use std::path::{Path, PathBuf};

use toml::de::DeTable;

use super::check::check;
use super::environment::{Override, variable};
use super::keys::KEYS;
use super::load;
use super::plugin_keys::PLUGIN_KEYS;
use super::problem::{Place, Problems};
use super::settings::{Secret, Settings};

/// The folder of the shipped files.
fn shipped() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../config")
}

fn central() -> String {
    std::fs::read_to_string(shipped().join("central.toml")).unwrap()
}

fn from_variable(path: &'static str, text: &str) -> Override {
    Override {
        path,
        place: Place::Variable(variable(path)),
        text: text.to_owned(),
    }
}

fn from_flag(path: &'static str, flag: &'static str, text: &str) -> Override {
    Override {
        path,
        place: Place::Flag(flag),
        text: text.to_owned(),
    }
}

/// The report on a file that is called `c.toml`.
fn report(text: &str, overrides: &[Override]) -> String {
    Problems::new("c.toml", check(text, overrides).problems).to_string()
}

#[test]
fn the_shipped_default_says_what_the_program_does_without_it() {
    let checked = check(&central(), &[]);
    assert_eq!(checked.problems, []);
    assert_eq!(checked.settings, Settings::default());
}

#[test]
fn every_shipped_file_is_good() {
    let token = from_variable("admin.token", "a-token-from-the-environment");
    let mut seen = 0;
    for entry in std::fs::read_dir(shipped()).unwrap() {
        let path = entry.unwrap().path();
        let text = std::fs::read_to_string(&path).unwrap();
        assert_eq!(report(&text, std::slice::from_ref(&token)), "", "{}", path.display());
        seen += 1;
    }
    assert!(seen >= 2);
}

#[test]
fn production_does_not_start_without_a_token() {
    let text = std::fs::read_to_string(shipped().join("production.toml")).unwrap();
    assert_eq!(
        report(&text, &[]),
        "c.toml:16: admin.token: a token is needed where admin.listen is not loopback (it is 0.0.0.0:9001); \
         set it here or in OCPP_CENTRAL_ADMIN_TOKEN"
    );
}

#[test]
fn every_key_is_explained_in_the_shipped_default() {
    let text = central();
    let (document, _) = DeTable::parse_recoverable(&text);
    for key in KEYS {
        assert_eq!(unexplained(&text, document.get_ref(), key.path), None);
    }
    let plugins = document.get_ref().get("plugin").unwrap().get_ref().as_array().unwrap();
    let first = plugins.iter().next().unwrap().get_ref().as_table().unwrap();
    for key in PLUGIN_KEYS {
        assert_eq!(unexplained(&text, first, key.path), None);
    }
}

/// The path if it is not in the table, or has no comment on the line above.
fn unexplained<'p>(text: &str, table: &DeTable<'_>, path: &'p str) -> Option<&'p str> {
    let mut table = table;
    let mut names = path.split('.').peekable();
    while let Some(name) = names.next() {
        let Some((key, value)) = table.get_key_value(name) else {
            return Some(path);
        };
        if names.peek().is_none() {
            let above = text[..key.span().start].matches('\n').count() - 1;
            let comment = text.lines().nth(above).unwrap_or_default();
            return (!comment.starts_with('#')).then_some(path);
        }
        table = value.get_ref().as_table()?;
    }
    None
}

const MISTAKES: &str = r#"
colour = "red"

[ocpp]
listen = "localhost:9000"
register_unknown = "yes"
subprotocol_aliases = { "ocpp1.6.0" = "1.6", "ocpp2" = "2.0", ocpp3 = 3 }
default_version = "1.5"
on_subprotocol_mismatch = "ignore"
workers = 0
token = "this-belongs-in-admin"

[admn]
listen = "127.0.0.1:9001"

[admin]
token = "secret"

[connection]
call_timeout = 30
call_timout = "30s"
call_queue = -1
ping_interval = "1 minute"
max_message = "1MB"
settle_delay = "0s"
inbound_queue = 3.5

[registration]
heartbeat_interval = "500ms"
default_status = "Accepted"

[store]
cache = 1024
records_per_charge_point = 5000000000
path = ""

[plugins]
folder = ["target/plugins"]
limits = "20ms"

[[plugin]]
name = "Id Tag Policy"
grants = ["state", "commands"]
limits = { deadline = "50ms", memroy = "1MiB" }
on_failure = { Authorise = "keep", Heartbeat = "maybe" }
settings = { rules = [{ limit = nan }] }

[[plugin]]
name = "twin"

[[plugin]]
name = "twin"
enabled = 1

[[plugin]]
settings = "none"

[log]
format = "xml"
filter = "inof"
"#;

const REPORT: &str = r#"
c.toml:2: colour: unknown key
c.toml:5: ocpp.listen: found "localhost:9000", expected an IP address and a port such as "127.0.0.1:9000" or "[::1]:9000"
c.toml:6: ocpp.register_unknown: found "yes", expected true or false
c.toml:7: ocpp.subprotocol_aliases.ocpp2: found "2.0", expected "1.6", "2.0.1" or "2.1"
c.toml:7: ocpp.subprotocol_aliases.ocpp3: found the number 3, expected "1.6", "2.0.1" or "2.1"
c.toml:8: ocpp.default_version: found "1.5", expected "1.6", "2.0.1" or "2.1"
c.toml:9: ocpp.on_subprotocol_mismatch: found "ignore", expected "refuse" or "upgrade-and-close"
c.toml:10: ocpp.workers: found the number 0, expected "auto" or a whole number of at least 1
c.toml:11: ocpp.token: unknown key; did you mean `admin.token`?
c.toml:13: admn: unknown key; did you mean `admin`?
c.toml:17: admin.token: found a text of 6 characters, expected "none", or at least 16 letters, digits or signs, without blanks
c.toml:20: connection.call_timeout: found the number 30, expected a duration such as "30s", "250ms" or "5m": a number needs its unit, as in "30s"
c.toml:21: connection.call_timout: unknown key; did you mean `connection.call_timeout`?
c.toml:22: connection.call_queue: found the number -1, expected a whole number of at least 1
c.toml:23: connection.ping_interval: found "1 minute", expected a duration such as "30s", "250ms" or "5m"
c.toml:24: connection.max_message: found "1MB", expected a size such as "512B", "64KiB" or "1MiB"
c.toml:26: connection.inbound_queue: found the number 3.5, expected a whole number of at least 1
c.toml:29: registration.heartbeat_interval: found "500ms", expected whole seconds: the charge point is told a number of seconds
c.toml:30: registration.default_status: found "Accepted", expected "accepted", "pending" or "rejected"
c.toml:33: store.cache: found the number 1024, expected a size such as "512B", "64KiB" or "1MiB": a number needs its unit, as in "1024B"
c.toml:34: store.records_per_charge_point: found the number 5000000000, expected a smaller number
c.toml:35: store.path: found "", expected a path
c.toml:38: plugins.folder: found a list, expected a path
c.toml:39: plugins.limits: found "20ms", expected a table of keys
c.toml:42: plugin[0].name: found "Id Tag Policy", expected a name of at most 64 lower-case letters, digits and hyphens
c.toml:43: plugin[0].grants[1]: found "commands", expected a list of capabilities: "state"
c.toml:44: plugin[0].limits.deadline: found "50ms", expected at most "20ms"
c.toml:44: plugin[0].limits.memroy: unknown key; did you mean `limits.memory`?
c.toml:45: plugin[0].on_failure.Authorise: no action of this name is sent by charge points; expected one such as "Authorize", or "*"
c.toml:45: plugin[0].on_failure.Heartbeat: found "maybe", expected "keep" or "refuse"
c.toml:46: plugin[0].settings.rules[0].limit: JSON has no such number
c.toml:52: plugin[2].name: "twin" is the name of plugin[1] already
c.toml:53: plugin[2].enabled: found the number 1, expected true or false
c.toml:55: plugin[3].name: is missing: every [[plugin]] has a name
c.toml:56: plugin[3].settings: found "none", expected a table with the plugin's own settings
c.toml:59: log.format: found "xml", expected "text" or "json"
c.toml:60: log.filter: found "inof", expected a level (off, error, warn, info, debug, trace), or a list such as "info,ocpp_central::plugins=debug"
OCPP_CENTRAL_ADMIN_LISTEN: admin.listen: found "9001", expected an IP address and a port such as "127.0.0.1:9000" or "[::1]:9000"
OCPP_CENTRAL_OCPP_SUBPROTOCOL_ALIASES: ocpp.subprotocol_aliases: can only be set in the file
--log-format: log.format: found "yaml", expected "text" or "json"
"#;

#[test]
fn all_mistakes_are_reported_at_once() {
    let overrides = [
        from_variable("admin.listen", "9001"),
        from_variable("ocpp.subprotocol_aliases", "ocpp1.6.0=1.6"),
        from_flag("log.format", "--log-format", "yaml"),
    ];
    assert_eq!(report(MISTAKES, &overrides), REPORT.trim());
}

#[test]
fn what_is_no_toml_is_reported_with_the_rest() {
    let text = "[ocpp]\nlisten = \"localhost\"\n[connection]\ncall_timeout = 30s\ncall_queue = \"many\"\n= 5\n";
    assert_eq!(
        report(text, &[]),
        "c.toml:2: ocpp.listen: found \"localhost\", \
         expected an IP address and a port such as \"127.0.0.1:9000\" or \"[::1]:9000\"\n\
         c.toml:4: not TOML: string values must be quoted, expected literal string\n\
         c.toml:5: connection.call_queue: found \"many\", expected a whole number of at least 1\n\
         c.toml:6: not TOML: unquoted keys cannot be empty, expected letters, numbers, `-`, `_`"
    );
}

#[test]
fn contradictions_are_reported() {
    let table = [
        (
            "[ocpp]\nlisten = '0.0.0.0:9000'\n[authorization]\naccept_unknown = true",
            "ocpp.register_unknown",
        ),
        (
            "[ocpp]\nlisten = '[::]:9000'\nregister_unknown = false",
            "authorization.accept_unknown",
        ),
        ("[admin]\nlisten = '10.0.0.1:9001'", "admin.token"),
        ("[admin]\nlisten = '127.0.0.1:9000'", "admin.listen"),
        (
            "[ocpp]\nlisten = '127.0.0.1:80'\n[admin]\nlisten = '0.0.0.0:80'\ntoken = '0123456789abcdef'",
            "admin.listen",
        ),
        ("[connection]\nidle_timeout = '60s'", "connection.idle_timeout"),
        (
            "[connection]\nidle_timeout = '5m'\nping_interval = 'none'",
            "connection.idle_timeout",
        ),
    ];
    for (text, key) in table {
        let problems = check(text, &[]).problems;
        assert_eq!(
            problems.iter().map(|problem| problem.key.as_str()).collect::<Vec<_>>(),
            [key],
            "{text}"
        );
        assert!(matches!(problems[0].place, Place::Line(_)), "{text}");
    }
}

#[test]
fn what_goes_together_is_taken() {
    let table = [
        "",
        "[ocpp]\nlisten = '[::1]:9000'",
        "[ocpp]\nlisten = '127.0.0.1:0'\n[admin]\nlisten = '127.0.0.1:0'",
        "[ocpp]\nlisten = '0.0.0.0:9000'\nregister_unknown = false\n[authorization]\naccept_unknown = true",
        "[connection]\nidle_timeout = '61s'",
        "[connection]\nidle_timeout = '301s'\nping_interval = 'none'",
    ];
    for text in table {
        assert_eq!(report(text, &[]), "", "{text}");
    }
}

#[test]
fn a_file_without_plugins_has_none() {
    assert!(check("", &[]).settings.plugins.chain.is_empty());
}

#[test]
fn a_plugin_has_the_common_limits_where_it_is_silent() {
    let text = "[plugins.limits]\nmemory = '2MiB'\nstate = '1KiB'\n[[plugin]]\nname = 'a'\nlimits.state = '3B'";
    let deadline = from_variable("plugins.limits.deadline", "7ms");
    let plugin = check(text, &[deadline]).settings.plugins.chain.remove(0);
    assert_eq!((plugin.limits.memory_bytes, plugin.limits.state_bytes), (2 << 20, 3));
    assert_eq!(plugin.limits.deadline.as_millis(), 7);
}

#[test]
fn a_plugin_gets_its_settings_as_json() {
    let text = "[[plugin]]\nname = 'a'\n[plugin.settings]\na = 0x10\nb = [1.5, true]\nc = 2026-01-01\nd.e = 'x'";
    let plugin = check(text, &[]).settings.plugins.chain.remove(0);
    let expected = serde_json::json!({"a": 16, "b": [1.5, true], "c": "2026-01-01", "d": {"e": "x"}});
    assert_eq!(plugin.settings, expected);
}

#[test]
fn a_flag_wins_over_a_variable_over_the_file_over_the_default() {
    let file = "[log]\nfilter = 'warn'";
    let overrides = [
        from_variable("log.filter", "debug"),
        from_flag("log.filter", "--log-filter", "trace"),
    ];
    for (text, count, expected) in [
        ("", 0, "info"),
        (file, 0, "warn"),
        (file, 1, "debug"),
        (file, 2, "trace"),
    ] {
        assert_eq!(check(text, &overrides[..count]).settings.log.filter, expected);
    }
}

#[test]
fn values_of_every_type_can_come_from_the_environment() {
    let overrides = [
        from_variable("ocpp.register_unknown", "false"),
        from_variable("ocpp.workers", "3"),
        from_variable("admin.token", "0123456789abcdef"),
        from_variable("connection.idle_timeout", "2h"),
        from_variable("connection.max_message", "64KiB"),
    ];
    let checked = check("", &overrides);
    assert_eq!(checked.problems, []);
    let settings = checked.settings;
    assert_eq!((settings.ocpp.register_unknown, settings.ocpp.workers), (false, 3));
    assert_eq!(settings.admin.token, Some(Secret("0123456789abcdef".to_owned())));
    assert_eq!(settings.connection.idle_timeout.unwrap().as_secs(), 7200);
    assert_eq!(settings.connection.max_message_bytes, 65_536);
}

/// Loads a file of `folder` with some variables; the report names the folder `DIR`.
fn loaded(folder: &Path, text: &str, variables: &[(&str, &str)]) -> Result<Settings, String> {
    let file = folder.join("c.toml");
    std::fs::write(&file, text).unwrap();
    let variables = variables
        .iter()
        .map(|(name, value)| (OsString::from(name), OsString::from(value)));
    load(&file, variables, Vec::new()).map_err(|problems| problems.to_string().replace(folder.to_str().unwrap(), "DIR"))
}

#[test]
fn paths_are_tried_and_nothing_is_left() {
    let folder = tempfile::tempdir().unwrap();
    let at = |rest: &str| folder.path().join(rest).display().to_string();
    let good = format!("[store]\npath = '{}'\n[plugins]\nfolder = '{}'", at("a/b/c"), at(""));
    assert!(loaded(folder.path(), &good, &[]).is_ok());
    let bad = format!(
        "[store]\npath = '{}'\n[plugins]\nfolder = '{}'",
        at("c.toml/data"),
        at("missing")
    );
    assert_eq!(
        loaded(folder.path(), &bad, &[]).unwrap_err(),
        "DIR/c.toml:2: store.path: DIR/c.toml/data cannot be reached: Not a directory (os error 20)\n\
         DIR/c.toml:4: plugins.folder: DIR/missing is not a folder that can be read: \
         No such file or directory (os error 2)"
    );
    let left: Vec<_> = std::fs::read_dir(folder.path())
        .unwrap()
        .map(|entry| entry.unwrap().file_name())
        .collect();
    assert_eq!(left, ["c.toml"]);
}

#[test]
fn a_store_in_memory_needs_no_path() {
    let folder = tempfile::tempdir().unwrap();
    let text = "[store]\nbackend = 'memory'\npath = '/proc/nowhere'\n[plugins]\nfolder = 'none'";
    assert!(loaded(folder.path(), text, &[]).is_ok());
}

#[test]
fn unknown_variables_are_reported() {
    let folder = tempfile::tempdir().unwrap();
    let text = "[store]\nbackend = 'memory'\n[plugins]\nfolder = 'none'";
    let report = loaded(folder.path(), text, &[("OCPP_CENTRAL_STORE_PAHT", "x"), ("PATH", "y")]).unwrap_err();
    assert_eq!(
        report,
        "OCPP_CENTRAL_STORE_PAHT: unknown key; did you mean `OCPP_CENTRAL_STORE_PATH`?"
    );
}

#[test]
fn a_missing_file_is_one_problem() {
    let report = load(Path::new("/nowhere/c.toml"), std::iter::empty(), Vec::new())
        .unwrap_err()
        .to_string();
    assert_eq!(
        report,
        "/nowhere/c.toml: cannot be read: No such file or directory (os error 2)"
    );
}
