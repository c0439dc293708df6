//! `transactions summary`: what sessions come to together.

use std::io::Write;

use rust_decimal::Decimal;
use serde_json::{Value, json};

use super::filter::Filter;
use crate::cli::failed::Failed;
use crate::cli::operate::words::query;
use crate::cli::server::Server;
use crate::cli::show::form::One;
use crate::cli::show::table::{Column, card, column};

const CARD: [Column; 6] = [
    column("sessions", &["/sessions"]),
    column("of which run", &["/open"]),
    column("with doubts", &["/withDoubts"]),
    column("energy not known of", &["/energyUnknown"]),
    column("kWh", &["/energyWh"]).energy(),
    column("lasted", &["/durationSeconds"]).seconds(),
];
const COUNTS: [&str; 5] = ["sessions", "open", "withDoubts", "energyUnknown", "durationSeconds"];

/// What `summary` takes.
#[derive(Debug, clap::Args)]
pub struct Summary {
    #[command(flatten)]
    filter: Filter,
    #[command(flatten)]
    one: One,
    #[command(flatten)]
    server: Server,
}

impl Summary {
    /// Asks the server, part by part where there are many.
    ///
    /// # Errors
    /// The server's.
    pub fn run(&self, output: &mut impl Write) -> Result<(), Failed> {
        let screen = self.one.screen();
        let asked = self.filter.query(&screen)?;
        let part = |after: Option<&str>| {
            let asked = asked.iter().map(|(name, value)| (*name, value.as_deref()));
            let parts: Vec<(&str, Option<&str>)> = asked.chain([("after", after)]).collect();
            self.server.get(&format!("/transactions/summary{}", query(&parts)))
        };
        let mut sum = part(None)?;
        while let Some(next) = text(&sum, "next").map(str::to_owned) {
            sum = together(&sum, &part(Some(&next))?);
        }
        if self.one.json {
            writeln!(output, "{sum}")?;
        } else {
            card(&screen, output, &CARD, &sum)?;
        }
        Ok(())
    }
}

fn text<'a>(sum: &'a Value, member: &str) -> Option<&'a str> {
    sum.get(member).and_then(Value::as_str)
}

/// Two sums as one.
fn together(one: &Value, more: &Value) -> Value {
    let count = |sum: &Value, name: &str| sum.get(name).and_then(Value::as_i64).unwrap_or(0);
    let energy = |sum: &Value| {
        text(sum, "energyWh")
            .and_then(|wh| wh.parse::<Decimal>().ok())
            .unwrap_or_default()
    };
    let all = energy(one).saturating_add(energy(more));
    let mut sum = json!({ "energyWh": all.normalize().to_string(), "next": text(more, "next") });
    if let Some(members) = sum.as_object_mut() {
        let counted = |name: &str| count(one, name).saturating_add(count(more, name));
        members.extend(COUNTS.map(|name| (name.to_owned(), json!(counted(name)))));
    }
    sum
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::together;

    #[test]
    fn sums_are_added_to_the_last_digit() {
        let sum = |energy: &str, next: Option<&str>| {
            json!({"sessions": 2, "open": 1, "withDoubts": 0, "energyUnknown": 1,
            "energyWh": energy, "durationSeconds": 60, "next": next})
        };
        let both = together(&sum("0.1", Some("there")), &sum("0.2", None));
        assert_eq!(
            both,
            json!({"sessions": 4, "open": 2, "withDoubts": 0, "energyUnknown": 2, "energyWh": "0.3",
            "durationSeconds": 120, "next": null})
        );
    }
}
