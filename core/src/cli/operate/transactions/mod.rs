//! `transactions`: charging sessions, what they come to and cost, whose they are, closing them, and what charge points said
//! of sessions that nobody knows.

mod bills;
mod export;
mod filter;
mod inbox;
mod summary;
mod whose;

use std::io::Write;

use clap::{Subcommand, ValueEnum};
use serde_json::Value;

use super::tables;
use super::words::{encoded, object};
use crate::cli::Exit;
use crate::cli::failed::Failed;
use crate::cli::server::Server;
use crate::cli::show::form::{Form, One};
use crate::cli::show::table::{Column, card, column, text};
use bills::Bills;
use filter::Filter;

const COLUMNS: [Column; 12] = [
    column("CHARGE POINT", &["/chargePoint"]),
    column("ID", &["/id"]),
    column("ID TAG", &["/idTag"]),
    column("STARTED", &["/startedAt"]).time(),
    column("ENDED", &["/stoppedAt"]).time(),
    column("LASTED", &["/durationSeconds"]).seconds(),
    column("KWH", &["/energyWh"]).energy(),
    column("STATE", &["/state"]).state(),
    column("WHY", &["/stopReason"]),
    column("DOUBTS", &["/doubts"]),
    column("COST", &["/cost"]),
    column("", &["/currency"]),
];
/// Without what it cost.
const UNPRICED: usize = COLUMNS.len() - 2;

const CARD: [Column; 26] = [
    column("charge point", &["/chargePoint"]),
    column("id", &["/id"]),
    column("OCPP", &["/version"]),
    column("EVSE", &["/evse"]),
    column("connector", &["/connector"]),
    column("id tag", &["/idTag"]),
    column("authorization", &["/authorization"]),
    column("assigned", &["/assigned/at"]).time(),
    column("because", &["/assigned/note"]),
    column("tag that it told", &["/assigned/toldIdTag"]),
    column("state", &["/state"]).state(),
    column("charging state", &["/chargingState"]),
    column("started", &["/startedAt"]).time(),
    column("ended", &["/stoppedAt"]).time(),
    column("lasted", &["/durationSeconds"]).seconds(),
    column("why it ended", &["/stopReason"]),
    column("ended by", &["/closedBy"]),
    column("with the tag", &["/stoppedBy"]),
    column("kWh", &["/energyWh"]).energy(),
    column("from", &["/energySource"]),
    column("meter at the start, kWh", &["/meterStartWh"]).energy(),
    column("meter at the end, kWh", &["/meterStopWh"]).energy(),
    column("complete", &["/complete"]),
    column("doubts", &["/doubts"]),
    column("left out", &["/leftOut"]),
    column("cost", &["/cost"]),
];

/// What `transactions` takes.
#[derive(Debug, clap::Args)]
#[command(args_conflicts_with_subcommands = true)]
pub struct Arguments {
    #[command(subcommand)]
    what: Option<What>,
    #[command(flatten)]
    list: List,
}

#[derive(Debug, Subcommand)]
enum What {
    /// Lists them
    List(Box<List>),
    /// Shows one
    Show {
        #[command(flatten)]
        of: Session,
        /// What it cost, by the bills of this plugin
        #[arg(long, value_name = "PLUGIN")]
        cost: Option<String>,
        #[command(flatten)]
        one: One,
        #[command(flatten)]
        server: Server,
    },
    /// Ends one that its charge point does not end
    Close {
        #[command(flatten)]
        of: Session,
        /// Why, in a word
        #[arg(long, value_name = "TEXT")]
        reason: Option<String>,
        /// The register at the end in Wh; the last one that was heard if left out
        #[arg(long, value_name = "WH")]
        meter_stop: Option<String>,
        /// Answers in JSON, as the server does
        #[arg(long)]
        json: bool,
        #[command(flatten)]
        server: Server,
    },
    /// Says what they come to together: how many, their energy, how long they lasted
    Summary(Box<summary::Summary>),
    /// Says whose session it is; what its charge point said of that stays beside it
    Tag(whose::Tag),
    /// Writes all of them as CSV, of which `import` brings those that are over in elsewhere
    Export(tables::Out),
    /// Brings past sessions of another system in, as CSV; those that are not over are left out and told
    Import(tables::History),
    /// Lists what a charge point said of sessions that are not known
    Inbox(inbox::List),
    /// Says which session a message of the inbox is about
    Assign(inbox::Assign),
    /// Makes a session of an end in the inbox whose start never came
    Make(inbox::Make),
    /// Says that a message of the inbox is about none
    Dismiss(inbox::Dismiss),
}

#[derive(Debug, clap::Args)]
struct Session {
    /// The charge point
    charge_point: String,
    /// The session's id
    id: String,
}

impl Session {
    fn path(&self, rest: &str) -> String {
        format!(
            "/transactions/{}/{}{rest}",
            encoded(&self.charge_point),
            encoded(&self.id)
        )
    }
}

/// In which order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Listing {
    Newest,
    Oldest,
}

#[derive(Debug, clap::Args)]
struct List {
    #[command(flatten)]
    filter: Filter,
    /// Which come first
    #[arg(long, value_enum, default_value = "newest")]
    order: Listing,
    /// With what each cost, by the bills of this plugin, such as tariff
    #[arg(long, value_name = "PLUGIN")]
    cost: Option<String>,
    /// These columns of the CSV alone, with commas between them: chargePoint,id,energyWh,cost
    #[arg(long, value_name = "NAMES", value_delimiter = ',', requires = "csv")]
    columns: Vec<String>,
    #[command(flatten)]
    form: Form,
    #[command(flatten)]
    server: Server,
}

impl List {
    fn run(&self, output: &mut impl Write) -> Result<(), Failed> {
        let screen = self.form.screen();
        let asked = self.filter.query(&screen)?;
        let mut parts: Vec<(&str, Option<&str>)> =
            asked.iter().map(|(name, value)| (*name, value.as_deref())).collect();
        parts.push(("order", (self.order == Listing::Oldest).then_some("oldest")));
        let bills = self.cost.as_deref().map(|plugin| Bills::new(&self.server, plugin));
        if self.form.is_csv() {
            let wanted = export::Wanted {
                doubtful: self.filter.doubtful,
                most: self.form.limit().unwrap_or(usize::MAX),
                columns: &self.columns,
            };
            return export::csv(&self.server, &parts, (wanted, bills), output);
        }
        let columns = COLUMNS.get(..if bills.is_some() { COLUMNS.len() } else { UNPRICED });
        let pages = self.server.pages("/transactions", &parts);
        let made = |page: Vec<Value>| {
            let mut kept: Vec<Value> = page;
            if let Some(bills) = &bills {
                bills.join(&mut kept)?;
            }
            Ok(kept)
        };
        self.form.list_of(output, columns.unwrap_or(&COLUMNS), pages, made)
    }
}

impl Arguments {
    /// Asks the server.
    ///
    /// # Errors
    /// The server's.
    pub fn run(&self, output: &mut impl Write) -> Result<Exit, Failed> {
        match &self.what {
            None => self.list.run(output)?,
            Some(What::List(list)) => list.run(output)?,
            Some(What::Show { of, cost, one, server }) => {
                let mut found = server.get(&of.path(""))?;
                if let Some(plugin) = cost {
                    let mut sessions = [found];
                    Bills::new(server, plugin).join(&mut sessions)?;
                    [found] = sessions;
                }
                if one.json {
                    writeln!(output, "{found}")?;
                } else {
                    say_left_out(&mut found);
                    card(&one.screen(), output, &CARD, &found)?;
                }
            }
            Some(What::Close {
                of,
                reason,
                meter_stop,
                json,
                server,
            }) => {
                let text = |said: &Option<String>| said.clone().map(Value::from);
                let body = object([("reason", text(reason)), ("meterStopWh", text(meter_stop))]);
                let closed = server.post(&of.path("/close"), &body)?;
                if *json {
                    writeln!(output, "{closed}")?;
                } else {
                    writeln!(output, "{}", sentence(&closed))?;
                }
            }
            Some(What::Export(out)) => return out.run(tables::Resource::Transactions, output),
            Some(What::Import(history)) => return history.run(output),
            Some(What::Inbox(list)) => list.run(output)?,
            Some(What::Summary(summary)) => summary.run(output)?,
            Some(What::Tag(tag)) => tag.run(output)?,
            Some(What::Make(make)) => make.run(output)?,
            Some(What::Assign(assign)) => assign.run(output)?,
            Some(What::Dismiss(dismiss)) => dismiss.run(output)?,
        }
        Ok(Exit::Done)
    }
}

/// How many readings do not count and why, in words: `2 jumped, 1 above next start`.
fn say_left_out(session: &mut Value) {
    let Some(left_out) = session.get_mut("leftOut") else {
        return;
    };
    let said = |one: &Value| {
        let reason = one.get("reason").and_then(Value::as_str)?;
        Some(format!("{} {}", text(one.get("count")?), reason.replace('-', " ")))
    };
    let words: Vec<String> = left_out.as_array().into_iter().flatten().filter_map(said).collect();
    *left_out = Value::from(words.join(", "));
}

/// How a session stands, in a line.
fn sentence(session: &Value) -> String {
    let member = |name: &str| session.get(name).map(text).filter(|text| !text.is_empty());
    let named = |name: &str, before: &str| member(name).map(|text| format!("{before}{text}")).unwrap_or_default();
    let energy = member("energyWh").map_or_else(|| "its energy is not known".to_owned(), |wh| format!("{wh} Wh"));
    format!(
        "{} {}: {}, {energy}{}{}",
        member("chargePoint").unwrap_or_default(),
        member("id").unwrap_or_default(),
        member("state").unwrap_or_default(),
        named("stopReason", ", "),
        named("doubts", ", in doubt: "),
    )
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]

    use jiff::tz::TimeZone;
    use serde_json::json;

    use super::{CARD, say_left_out, sentence};
    use crate::cli::show::Screen;
    use crate::cli::show::table::card;

    #[test]
    fn readings_that_do_not_count_are_told_with_the_reason() {
        let reading = |reason: &str, count: u32| json!({"reason": reason, "count": count, "firstWh": null});
        let mut session = json!({
            "chargePoint": "CP1", "id": "17", "leftOut": [reading("jumped", 2), reading("above-next-start", 1)]
        });
        say_left_out(&mut session);
        assert_eq!(session["leftOut"], "2 jumped, 1 above next start");
        let mut written = Vec::new();
        let screen = Screen {
            width: None,
            colours: false,
            zone: TimeZone::UTC,
        };
        card(&screen, &mut written, &CARD, &session).unwrap();
        let card = String::from_utf8(written).unwrap();
        let line = card.lines().find(|line| line.starts_with("left out")).unwrap();
        assert!(line.ends_with("  2 jumped, 1 above next start"), "{card}");
        let mut whole = json!({"leftOut": []});
        say_left_out(&mut whole);
        assert_eq!(whole["leftOut"], "");
    }

    #[test]
    fn a_session_is_told_in_a_line() {
        let closed = json!({
            "chargePoint": "CP1", "id": "17", "state": "closed", "energyWh": "1200", "stopReason": "Operator",
            "doubts": ["no-end-register"]
        });
        let wanted = "CP1 17: closed, 1200 Wh, Operator, in doubt: no-end-register";
        assert_eq!(sentence(&closed), wanted);
        let unknown = json!({"chargePoint": "CP1", "id": "17", "state": "closed", "energyWh": null, "doubts": []});
        assert_eq!(sentence(&unknown), "CP1 17: closed, its energy is not known");
    }
}
