//! `id-tags`: who may charge, and blocking a tag everywhere at once.

use std::io::Write;

use clap::Subcommand;
use serde_json::{Value, json};

use super::person;
use super::tables;
use super::words::{encoded, moment, object, query};
use crate::cli::Exit;
use crate::cli::failed::Failed;
use crate::cli::server::Server;
use crate::cli::show::Screen;
use crate::cli::show::form::{Form, One};
use crate::cli::show::table::{Column, card, column, text, write_on};

const COLUMNS: [Column; 5] = [
    column("TAG", &["/tag"]),
    column("TYPE", &["/type"]),
    column("STATUS", &["/status"]).state(),
    column("PARENT", &["/parent"]),
    column("EXPIRY", &["/expiry"]).time(),
];

/// Where a tag was refused lately.
const REFUSALS: [Column; 6] = [
    column("LAST REFUSED", &["/at"]).time(),
    column("TIMES", &["/times"]),
    column("CHARGE POINT", &["/chargePoint"]),
    column("MESSAGE", &["/action"]),
    column("ANSWER", &["/status"]),
    column("BY", &["/who"]),
];

/// What `id-tags` takes.
#[derive(Debug, clap::Args)]
pub struct Arguments {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, Subcommand)]
enum What {
    /// Lists them
    List {
        /// Those in which, or in whose group, this stands
        #[arg(long, value_name = "TEXT")]
        search: Option<String>,
        /// Those that are so now: Accepted, Blocked, Expired, ...
        #[arg(long, value_name = "WORD")]
        status: Option<String>,
        /// Those of a group
        #[arg(long, value_name = "TAG")]
        parent: Option<String>,
        #[command(flatten)]
        form: Form,
        #[command(flatten)]
        server: Server,
    },
    /// Shows one, and where and why it was refused lately, also where nobody has registered it
    Show {
        /// The tag, in any case
        tag: String,
        /// The one of this type, where a tag has several
        #[arg(long = "type", value_name = "TYPE")]
        kind: Option<String>,
        #[command(flatten)]
        one: One,
        #[command(flatten)]
        server: Server,
    },
    /// Says whether a tag may charge; what was said of it before is forgotten
    Set(Set),
    /// Writes them as CSV, which `import` reads again
    Export(tables::Out),
    /// Registers or changes those of a table as CSV
    Import(tables::In),
    /// Forgets a tag
    Remove {
        /// The tag
        tag: String,
        /// Of this type alone
        #[arg(long = "type", value_name = "TYPE")]
        kind: Option<String>,
        #[command(flatten)]
        server: Server,
    },
    /// Writes all that is kept of a person into a file, by tag: sessions with their messages, events, frames, ...
    Data(person::Data),
    /// Takes a tag out of all that is kept; its sessions stay as figures
    Erase(person::Erase),
    /// Blocks a tag in the server and in the local lists of charge points
    Block {
        /// The tag
        tag: String,
        /// Leaves the local lists as they are
        #[arg(long)]
        keep_local_lists: bool,
        /// Stops its sessions that run
        #[arg(long)]
        stop_sessions: bool,
        /// Lets charge points forget which tags they saw
        #[arg(long)]
        clear_caches: bool,
        /// Answers in JSON, as the server does
        #[arg(long)]
        json: bool,
        #[command(flatten)]
        server: Server,
    },
}

#[derive(Debug, clap::Args)]
struct Set {
    /// The tag
    tag: String,
    /// Whether it may charge: Accepted, Blocked, Invalid, ...
    #[arg(long, default_value = "Accepted", value_name = "WORD")]
    status: String,
    /// The group that it belongs to
    #[arg(long, value_name = "TAG")]
    parent: Option<String>,
    /// Until when it counts: 2026-12-31, `2026-12-31 18:00`
    #[arg(long, value_name = "TIME")]
    expiry: Option<String>,
    /// What kind of token it is, such as ISO14443; it counts for every kind if left out
    #[arg(long = "type", value_name = "TYPE")]
    kind: Option<String>,
    #[command(flatten)]
    server: Server,
}

impl Set {
    fn run(&self, output: &mut impl Write) -> Result<(), Failed> {
        let body = object([
            ("status", Some(json!(self.status))),
            ("parent", self.parent.clone().map(Value::from)),
            (
                "expiry",
                moment(self.expiry.as_deref(), &Screen::here(false))?.map(Value::from),
            ),
            ("type", self.kind.clone().map(Value::from)),
        ]);
        let kept = self.server.put_json(&path(&self.tag, None), &body)?;
        writeln!(
            output,
            "{} is {}",
            self.tag,
            kept.get("status").map(text).unwrap_or_default()
        )?;
        Ok(())
    }
}

fn path(tag: &str, kind: Option<&str>) -> String {
    format!("/id-tags/{}{}", encoded(tag), query(&[("type", kind)]))
}

impl Arguments {
    /// Asks the server.
    ///
    /// # Errors
    /// The server's.
    pub fn run(&self, output: &mut impl Write) -> Result<Exit, Failed> {
        match &self.what {
            What::List {
                search,
                status,
                parent,
                form,
                server,
            } => {
                let parts = [
                    ("search", search.as_deref()),
                    ("status", status.as_deref()),
                    ("parent", parent.as_deref()),
                ];
                form.list(output, &COLUMNS, server.pages("/id-tags", &parts))?;
            }
            What::Show { tag, kind, one, server } => {
                let known = server.find(&path(tag, kind.as_deref()))?;
                let refused = server.get(&format!("/id-tags/{}/refusals", encoded(tag)))?;
                let refusals = refused.get("items").and_then(Value::as_array);
                let refusals = refusals.map(Vec::as_slice).unwrap_or_default();
                let known = match known {
                    Some(known) => known,
                    // What the server says of one that there is not.
                    None if refusals.is_empty() => server.get(&path(tag, kind.as_deref()))?,
                    None => unregistered(tag),
                };
                show(known, refusals, one, output)?;
            }
            What::Set(set) => set.run(output)?,
            What::Data(data) => return data.run(output),
            What::Erase(erase) => return erase.run(output),
            What::Export(out) => return out.run(tables::Resource::IdTags, output),
            What::Import(table) => return table.run(tables::Resource::IdTags, output),
            What::Remove { tag, kind, server } => {
                server.delete(&path(tag, kind.as_deref()))?;
                writeln!(output, "{tag} is removed")?;
            }
            What::Block {
                tag,
                keep_local_lists,
                stop_sessions,
                clear_caches,
                json,
                server,
            } => {
                let wanted = json!({
                    "localLists": !keep_local_lists, "stopSessions": stop_sessions, "clearCaches": clear_caches
                });
                let begun = server.post(&format!("/id-tags/{}/block", encoded(tag)), &wanted)?;
                if *json {
                    writeln!(output, "{begun}")?;
                } else {
                    writeln!(output, "{}", sentence(tag, &begun))?;
                }
            }
        }
        Ok(Exit::Done)
    }
}

/// A tag that was shown at charge points, and that nobody has registered.
fn unregistered(tag: &str) -> Value {
    json!({ "tag": tag, "status": null })
}

/// A tag with where it was refused lately, the newest first.
fn show(mut known: Value, refusals: &[Value], one: &One, output: &mut impl Write) -> Result<(), Failed> {
    if one.json {
        if let Some(members) = known.as_object_mut() {
            members.insert("refusals".to_owned(), json!(refusals));
        }
        writeln!(output, "{known}")?;
        return Ok(());
    }
    if known.get("status").is_some_and(Value::is_null) {
        known = json!({ "tag": known.get("tag"), "status": "not registered" });
    }
    card(&one.screen(), output, &COLUMNS, &known)?;
    if !refusals.is_empty() {
        writeln!(output)?;
        let told: Vec<Value> = refusals.iter().map(told).collect();
        write_on(one.screen(), output, &REFUSALS, &told)?;
    }
    Ok(())
}

/// A refusal with who refused, in words.
fn told(refusal: &Value) -> Value {
    let failed = refusal.get("failed").and_then(Value::as_bool) == Some(true);
    let who = match refusal.get("by").and_then(Value::as_str) {
        None => "the server".to_owned(),
        Some(plugin) if failed => format!("the plugin {plugin}, which failed"),
        Some(plugin) => format!("the plugin {plugin}"),
    };
    let mut told = refusal.clone();
    if let Some(members) = told.as_object_mut() {
        members.insert("who".to_owned(), json!(who));
    }
    told
}

/// What was begun, in a line.
fn sentence(tag: &str, begun: &Value) -> String {
    let number = |pointer: &str| begun.pointer(pointer).and_then(Value::as_u64).unwrap_or_default();
    let sessions = match begun.get("sessions").and_then(Value::as_array).map_or(0, Vec::len) {
        1 => "1 session is".to_owned(),
        count => format!("{count} sessions are"),
    };
    let campaigns = ["/localLists/campaigns", "/clearCaches/campaigns"];
    let campaigns = campaigns.iter().filter_map(|pointer| begun.pointer(pointer)).map(text);
    let campaigns: Vec<String> = campaigns.filter(|ids| !ids.is_empty()).collect();
    let begun = if campaigns.is_empty() {
        String::new()
    } else {
        format!("  [{}]", campaigns.join(","))
    };
    format!(
        "{tag} is blocked; local lists of {} and caches of {} charge points are changed, {sessions} stopped{begun}",
        number("/localLists/chargePoints"),
        number("/clearCaches/chargePoints"),
    )
}

#[cfg(test)]
mod tests {
    #![allow(clippy::indexing_slicing, reason = "tests")]

    use serde_json::json;

    use super::{sentence, told};

    #[test]
    fn who_refused_is_told_in_words() {
        let table = [
            (json!({"by": null, "failed": false}), "the server"),
            (
                json!({"by": "id-tag-policy", "failed": false}),
                "the plugin id-tag-policy",
            ),
            // An older server does not tell.
            (json!({"by": "id-tag-policy"}), "the plugin id-tag-policy"),
            (
                json!({"by": "tariff", "failed": true}),
                "the plugin tariff, which failed",
            ),
        ];
        for (refusal, wanted) in table {
            assert_eq!(told(&refusal)["who"], wanted);
        }
    }

    #[test]
    fn what_was_begun_is_told_in_a_line() {
        let begun = json!({
            "localLists": {"chargePoints": 3, "campaigns": ["k-1", "k-2"]},
            "clearCaches": {"chargePoints": 0, "campaigns": []}, "sessions": [{"transactionId": "1"}]
        });
        assert_eq!(
            sentence("ALICE", &begun),
            "ALICE is blocked; local lists of 3 and caches of 0 charge points are changed, 1 session is stopped  [k-1,k-2]"
        );
    }
}
