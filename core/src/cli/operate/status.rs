//! `status`: in one look how a running server is.

use std::io::Write;

use serde_json::{Value, json};

use crate::cli::Exit;
use crate::cli::failed::Failed;
use crate::cli::server::Server;
use crate::cli::show::form::One;
use crate::cli::show::table::{Column, card, column};

const CARD: [Column; 8] = [
    column("server", &["/server"]),
    column("state", &["/state"]).state(),
    column("why", &["/why"]),
    column("charge points", &["/chargePoints"]),
    column("connected", &["/connected"]),
    column("sessions that run", &["/openTransactions"]),
    column("plugins that are compiled yet", &["/pluginsNotReady"]),
    column("plugins that are not as wanted", &["/pluginsAmiss"]),
];

/// What `status` takes.
#[derive(Debug, clap::Args)]
pub struct Arguments {
    #[command(flatten)]
    one: One,
    #[command(flatten)]
    server: Server,
}

impl Arguments {
    /// Asks the server; the exit code is 1 if it is not ready.
    ///
    /// # Errors
    /// The server's.
    pub fn run(&self, output: &mut impl Write) -> Result<Exit, Failed> {
        let server = &self.server;
        let (state, why, ready) = match server.get_from_root("/readyz") {
            Ok(ready) => ("ready", Value::Null, ready),
            Err(Failed::Refused(why)) => ("not ready", json!(why), Value::Null),
            Err(other) => return Err(other),
        };
        let charge_points = server.pages("/charge-points", &[]).all()?;
        let is_connected = |one: &&Value| one.get("connected").and_then(Value::as_bool) == Some(true);
        let open = server.pages("/transactions", &[("state", Some("open"))]).all()?;
        let counters = server.get("/counters")?;
        let found = json!({
            "server": server.address()?,
            "state": state,
            "why": why,
            "pluginsNotReady": ready.get("pluginsNotReady"),
            "pluginsFaulty": ready.get("pluginsFaulty"),
            "pluginsAmiss": ready.get("pluginsFaulty").map(amiss),
            "chargePoints": charge_points.len(),
            "connected": charge_points.iter().filter(is_connected).count(),
            "openTransactions": open.len(),
            "counters": counters,
            // One of an older version does not tell.
            "about": server.get("/server").ok(),
        });
        if self.one.json {
            writeln!(output, "{found}")?;
        } else {
            card(&self.one.screen(), output, &CARD, &found)?;
            for (name, count) in counters.as_object().into_iter().flatten().filter_map(counted) {
                writeln!(output, "{}: {count}", words(name))?;
            }
        }
        Ok(if state == "ready" { Exit::Done } else { Exit::Failed })
    }
}

/// Plugins with what is wrong, such as `tariff (missing)`; `plugin list` has the sentences.
fn amiss(faulty: &Value) -> Vec<String> {
    let text = |one: &Value, member: &str| one.get(member).and_then(Value::as_str).unwrap_or_default().to_owned();
    let told = |one: &Value| format!("{} ({})", text(one, "name"), text(one, "state"));
    faulty.as_array().into_iter().flatten().map(told).collect()
}

/// A counter that has counted something.
fn counted<'a>((name, count): (&'a String, &'a Value)) -> Option<(&'a str, u64)> {
    let count = match count {
        Value::Object(named) => named.values().filter_map(Value::as_u64).sum(),
        count => count.as_u64()?,
    };
    (count > 0).then_some((name.as_str(), count))
}

/// `framesMalformed` as `frames malformed`.
pub fn words(name: &str) -> String {
    name.chars().fold(String::new(), |mut words, letter| {
        if letter.is_ascii_uppercase() {
            words.push(' ');
        }
        words.push(letter.to_ascii_lowercase());
        words
    })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::{amiss, counted, words};

    #[test]
    fn a_plugin_that_is_not_as_wanted_is_told_with_its_state() {
        let faulty = json!([{"name": "tarif", "state": "missing"}, {"name": "tariff", "state": "misconfigured"}]);
        assert_eq!(amiss(&faulty), ["tarif (missing)", "tariff (misconfigured)"]);
    }

    #[test]
    fn counters_that_counted_are_told_in_words() {
        assert_eq!(words("framesMalformed"), "frames malformed");
        let name = "repairs".to_owned();
        assert_eq!(counted((&name, &json!({"a": 1, "b": 2}))), Some(("repairs", 3)));
        assert_eq!(counted((&name, &json!(0))), None);
    }
}
