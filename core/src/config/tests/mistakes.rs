//! The report on a file that is full of mistakes.

use proptest::prelude::*;

use super::super::check::check;
use super::super::problem::Place;
use super::{from_flag, from_variable, report};

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
grants = ["state", "files"]
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
c.toml:43: plugin[0].grants[1]: found "files", expected a list of capabilities: "state", "commands", "directory" or "events"
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
fn what_is_no_public_key_is_reported_with_its_place_in_the_list() {
    let text = "[plugins]\ntrusted_keys = [\"AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=\",\n\"AAEC\"]\n";
    let expected = "a list of public keys, each as `ocpp-central plugin key` prints it (32 bytes in base64) \
                    or in hexadecimal";
    assert_eq!(
        report(text, &[from_variable("plugins.trusted_keys", "first")]),
        format!(
            "c.toml:3: plugins.trusted_keys[1]: found \"AAEC\", expected {expected}\n\
             OCPP_CENTRAL_PLUGINS_TRUSTED_KEYS: plugins.trusted_keys: found \"first\", expected {expected}"
        )
    );
}

proptest! {
    /// Whatever is cut out of a good file and put in its place: it is read to its end, and what is wrong with it is
    /// on one of its lines.
    #[test]
    fn any_text_is_read_to_its_end(at in 0..9_000_usize, length in 0..40_usize, typed in "[\\PC\n]{0,8}") {
        let mut text: Vec<char> = include_str!("../../../../config/central.toml").chars().collect();
        let from = at.min(text.len());
        let to = (from + length).min(text.len());
        text.splice(from..to, typed.chars());
        let text: String = text.into_iter().collect();
        let lines = text.matches('\n').count() + 1;
        for problem in check(&text, &[]).problems {
            prop_assert!(matches!(problem.place, Place::Line(line) if line <= lines), "{:?}", problem);
        }
    }
}
