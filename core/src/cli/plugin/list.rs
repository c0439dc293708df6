//! `plugin list`: the plugins of a running server, in the order in which they are asked.

use std::io::Write;

use serde_json::Value;

use super::failed::Failed;
use super::figures::{count, size};
use super::server::Server;
use super::trial;
use crate::cli::Exit;

/// What `plugin list` takes.
#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// Answers in JSON, as the server does
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    server: Server,
}

impl Arguments {
    /// Asks the server, and writes a paragraph for each plugin.
    ///
    /// # Errors
    /// The server's.
    pub fn run(&self, output: &mut impl Write) -> Result<Exit, Failed> {
        let found = self.server.get("/plugins")?;
        if self.json {
            writeln!(output, "{found}")?;
            return Ok(Exit::Done);
        }
        let plugins = found.get("items").and_then(Value::as_array);
        for plugin in plugins.into_iter().flatten() {
            write!(output, "{}", paragraph(plugin))?;
        }
        let not_running = found.get("notRunning").and_then(Value::as_array);
        for plugin in not_running.into_iter().flatten() {
            let text = |member: &str| plugin.get(member).and_then(Value::as_str).unwrap_or_default();
            writeln!(
                output,
                "{} is not asked ({}): {}",
                text("name"),
                text("state"),
                text("reason")
            )?;
        }
        if plugins.is_none_or(Vec::is_empty) && not_running.is_none_or(Vec::is_empty) {
            writeln!(output, "no plugin is installed")?;
        }
        Ok(Exit::Done)
    }
}

fn paragraph(plugin: &Value) -> String {
    let text = |value: &Value, member: &str| value.get(member).and_then(Value::as_str).unwrap_or_default().to_owned();
    let number = |member: &str| plugin.get(member).and_then(Value::as_u64).unwrap_or_default();
    let versions = || plugin.get("versions").and_then(Value::as_array).into_iter().flatten();
    // The plugin's own figures are those of all its versions.
    let active = versions().find(|version| version.get("digest") == plugin.get("digest"));
    let mut lines = format!(
        "{} {}: {}\n",
        text(plugin, "name"),
        text(plugin, "version"),
        trial::calls(active.unwrap_or(plugin))
    );
    lines += &told_of(plugin);
    let flag = |member: &str| plugin.get(member).and_then(Value::as_bool);
    if flag("enabled") == Some(false) {
        lines += "  not enabled: it is never asked\n";
    }
    if flag("breakerOpen") == Some(true) {
        lines += "  failed too often: it is not asked for a while (`plugin logs` says why)\n";
    }
    if number("skipped") > 0 {
        let skipped = usize::try_from(number("skipped")).unwrap_or(usize::MAX);
        lines += &format!(
            "  {} of it, whatever its version, not made: it had failed before\n",
            count(skipped, "call")
        );
    }
    let words = |member: &str| -> String {
        let found = plugin.get(member).and_then(Value::as_array).into_iter().flatten();
        found.filter_map(Value::as_str).collect::<Vec<_>>().join(", ")
    };
    let (grants, hosts) = (words("grants"), words("allowHttp"));
    if !grants.is_empty() {
        lines += &format!("  may use {grants}\n");
    }
    if !hosts.is_empty() {
        lines += &format!("  may send HTTP requests to {hosts}\n");
    }
    if number("eventsSetAside") > 0 {
        lines += &format!(
            "  {} set aside that it did not take: GET /api/v1/plugins/{}/events-set-aside\n",
            count(usize::try_from(number("eventsSetAside")).unwrap_or(usize::MAX), "event"),
            text(plugin, "name")
        );
    }
    for version in versions() {
        let digest = text(version, "digest");
        let role = role(plugin, version);
        let bytes = version.get("size").and_then(Value::as_u64).unwrap_or_default();
        lines += &format!(
            "  {:<10} {:<12}  {:>9}  {}  {role}\n",
            text(version, "version"),
            digest.get(..12).unwrap_or(&digest),
            size(usize::try_from(bytes).unwrap_or(usize::MAX)),
            text(version, "installedAt")
        )
    }
    lines.lines().map(|line| format!("{}\n", line.trim_end())).collect()
}

/// What its operator should know first.
fn told_of(plugin: &Value) -> String {
    let warnings = plugin.get("warnings").and_then(Value::as_array).into_iter().flatten();
    let warnings = warnings.filter_map(Value::as_str).map(str::to_owned);
    let file = plugin.get("refusedFile").filter(|file| !file.is_null()).map(|file| {
        let text = |member: &str| file.get(member).and_then(Value::as_str).unwrap_or_default();
        format!(
            "its file in the plugin folder was not taken at {}: {}",
            text("at"),
            text("reason")
        )
    });
    warnings
        .chain(file)
        .map(|warning| format!("  warning: {warning}\n"))
        .collect()
}

/// Whether it decides, is tried, or is only kept, with what it did where that does not stand elsewhere.
fn role(plugin: &Value, version: &Value) -> String {
    let is = |holder: &Value| holder.get("digest") == version.get("digest");
    match plugin.get("trial") {
        _ if is(plugin) => "active".to_owned(),
        Some(trial) if is(trial) => format!("on trial {}: {}", trial::mode(trial), trial::figures(trial)),
        _ if version.get("calls").and_then(Value::as_u64).unwrap_or_default() > 0 => trial::calls(version),
        _ => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::paragraph;
    use serde_json::json;

    #[test]
    fn a_plugin_is_told_with_its_versions() {
        let plugin = json!({
            "name": "tariff", "version": "0.2.0", "digest": "abcdefabcdefabcdef", "calls": 3, "failures": 1,
            "skipped": 0, "meanUs": 41.7, "enabled": true, "breakerOpen": true, "eventsSetAside": 2,
            "grants": ["events", "state"], "allowHttp": ["hooks.example.com"],
            "trial": {"digest": "123456123456123456", "mode": {"mode": "canary", "percent": 5, "chargePoints": []},
                      "calls": 2, "failures": 0, "meanUs": 8.2, "missed": 0},
            "versions": [
                {"version": "0.3.0", "digest": "123456123456123456", "size": 999, "installedAt": "T"},
                {"version": "0.2.0", "digest": "abcdefabcdefabcdef", "size": 1_117_024, "installedAt": "T",
                 "calls": 3, "failures": 1, "meanUs": 41.7},
            ]
        });
        let expected = "tariff 0.2.0: 3 calls, 1 failure, mean 42 µs\n  \
            failed too often: it is not asked for a while (`plugin logs` says why)\n  \
            may use events, state\n  may send HTTP requests to hooks.example.com\n  \
            2 events set aside that it did not take: GET /api/v1/plugins/tariff/events-set-aside\n  \
            0.3.0      123456123456  999 bytes  T  on trial as a canary for 5 % of the charge points: \
            2 calls, 0 failures, mean 8 µs\n  \
            0.2.0      abcdefabcdef     1.1 MB  T  active\n";
        assert_eq!(paragraph(&plugin), expected);
    }

    #[test]
    fn what_another_version_did_is_not_told_of_the_active_one() {
        let plugin = json!({
            "name": "hello", "version": "0.1.0", "digest": "aaaaaaaaaaaaaaaaaa", "calls": 7, "failures": 7,
            "skipped": 1, "meanUs": 50.0, "warnings": ["hello refuses its settings: /deflt: this is not known here"],
            "refusedFile": {"at": "T2", "reason": "hello: no WebAssembly"},
            "versions": [
                {"version": "0.2.0", "digest": "bbbbbbbbbbbbbbbbbb", "size": 2, "installedAt": "T",
                 "calls": 7, "failures": 7, "meanUs": 50.0},
                {"version": "0.1.0", "digest": "aaaaaaaaaaaaaaaaaa", "size": 1, "installedAt": "T",
                 "calls": 0, "failures": 0, "meanUs": 0.0},
            ]
        });
        let expected = "hello 0.1.0: 0 calls, 0 failures, mean 0 µs\n  \
            warning: hello refuses its settings: /deflt: this is not known here\n  \
            warning: its file in the plugin folder was not taken at T2: hello: no WebAssembly\n  \
            1 call of it, whatever its version, not made: it had failed before\n  \
            0.2.0      bbbbbbbbbbbb    2 bytes  T  7 calls, 7 failures, mean 50 µs\n  \
            0.1.0      aaaaaaaaaaaa    1 bytes  T  active\n";
        assert_eq!(paragraph(&plugin), expected);
    }
}
