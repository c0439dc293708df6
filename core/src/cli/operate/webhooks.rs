//! `webhooks`: who is told what happens by HTTP, and what was not taken.

use std::io::Write;

use clap::Subcommand;
use serde_json::{Map, Value, json};

use super::words::{encoded, object};
use crate::cli::Exit;
use crate::cli::failed::{Failed, unusable};
use crate::cli::server::Server;
use crate::cli::show::form::Form;
use crate::cli::show::table::{Column, column, text};

const WEBHOOKS: [Column; 7] = [
    column("NAME", &["/name"]),
    column("URL", &["/url"]),
    column("KINDS", &["/kinds"]),
    column("STATE", &["/state/word"]).state(),
    column("LAST DELIVERED", &["/state/lastDelivered/at"]).time(),
    column("DEAD LETTERS", &["/state/deadLetters"]),
    column("WHY", &["/stopped", "/state/failing/reason"]),
];

const DEAD_LETTERS: [Column; 6] = [
    column("NUMBER", &["/number"]),
    column("CHARGE POINT", &["/event/chargePoint"]),
    column("KIND", &["/event/kind"]),
    column("AT", &["/at"]).time(),
    column("TRIES", &["/tries"]),
    column("WHY", &["/reason"]),
];

/// What `webhooks` takes.
#[derive(Debug, clap::Args)]
pub struct Arguments {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, Subcommand)]
enum What {
    /// Lists webhooks, and how each stands
    List {
        #[command(flatten)]
        form: Form,
        #[command(flatten)]
        server: Server,
    },
    /// Shows one, with what waits for it, in JSON
    Show(One),
    /// Makes one that is told what happens from now on; its secret is shown this once
    Add(Box<Add>),
    /// Sends a test now, and shows what comes back; the exit code is 0 if it was taken
    Test {
        /// The webhook
        name: String,
        /// Answers in JSON, as the server does
        #[arg(long)]
        json: bool,
        #[command(flatten)]
        server: Server,
    },
    /// Sends it nothing until it is resumed; what happens waits
    Pause(One),
    /// Goes on, also where it stopped by itself
    Resume(One),
    /// Gives it another secret, which is shown this once; for a while both sign
    Rotate {
        /// The webhook
        name: String,
        /// How long the secret before signs along, such as 24h
        #[arg(long, value_name = "TIME")]
        overlap: Option<String>,
        #[command(flatten)]
        server: Server,
    },
    /// Removes it, with all that waits for it
    Remove(One),
    /// Lists the events that its receiver did not take, the newest first
    DeadLetters {
        /// The webhook
        name: String,
        #[command(flatten)]
        form: Form,
        #[command(flatten)]
        server: Server,
    },
    /// Tells dead letters again
    Retry {
        /// The webhook
        name: String,
        /// The number of one; all if left out
        number: Option<u64>,
        #[command(flatten)]
        server: Server,
    },
}

#[derive(Debug, clap::Args)]
struct One {
    /// The webhook
    name: String,
    #[command(flatten)]
    server: Server,
}

#[derive(Debug, clap::Args)]
struct Add {
    /// What it is called: letters, digits, `.`, `_` and `-`
    name: String,
    /// Where events are posted
    url: String,
    /// Kinds of events, with commas between them; a * at the end stands for any end
    #[arg(long, value_delimiter = ',', required = true)]
    kinds: Vec<String>,
    /// Of these charge points alone, with commas between them
    #[arg(long, value_name = "IDS", value_delimiter = ',')]
    charge_points: Vec<String>,
    /// Of those with this label; several: with all of them
    #[arg(long)]
    label: Vec<String>,
    /// Of those of a site
    #[arg(long)]
    site: Option<String>,
    /// What each request has beside its own; several: as often
    #[arg(long, value_name = "NAME: VALUE")]
    header: Vec<String>,
    /// What it is for
    #[arg(long)]
    note: Option<String>,
    /// Answers in JSON, as the server does
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    server: Server,
}

impl Add {
    fn request(&self) -> Result<Value, Failed> {
        let list = |list: &[String]| (!list.is_empty()).then(|| json!(list));
        let selection = object([
            ("chargePoints", list(&self.charge_points)),
            ("labels", list(&self.label)),
            ("site", self.site.as_ref().map(|site| json!(site))),
        ]);
        let mut headers = Map::new();
        for header in &self.header {
            let (name, value) = header
                .split_once(':')
                .ok_or_else(|| unusable(format_args!("--header {header}: it is NAME: VALUE")))?;
            headers.insert(name.trim().to_owned(), value.trim().into());
        }
        let given = |value: Value| {
            value
                .as_object()
                .is_some_and(|members| !members.is_empty())
                .then_some(value)
        };
        Ok(object([
            ("name", Some(json!(self.name))),
            ("url", Some(json!(self.url))),
            ("kinds", Some(json!(self.kinds))),
            ("selection", given(selection)),
            ("headers", given(Value::Object(headers))),
            ("note", self.note.as_ref().map(|note| json!(note))),
        ]))
    }
}

impl Arguments {
    /// Asks the server.
    ///
    /// # Errors
    /// The server's.
    pub fn run(&self, output: &mut impl Write) -> Result<Exit, Failed> {
        match &self.what {
            What::List { form, server } => form.list(output, &WEBHOOKS, server.pages("/webhooks", &[]))?,
            What::Show(one) => writeln!(output, "{:#}", one.server.get(&path(&one.name, ""))?)?,
            What::Add(add) => {
                let made = add.server.post("/webhooks", &add.request()?)?;
                if add.json {
                    writeln!(output, "{made}")?;
                } else {
                    secret(output, &made, "is made")?;
                }
            }
            What::Test { name, json, server } => {
                let tested = server.post(&path(name, "/test"), &json!({}))?;
                if *json {
                    writeln!(output, "{tested}")?;
                } else {
                    writeln!(output, "{}", sentence(&tested))?;
                }
                if tested.get("delivered") != Some(&Value::Bool(true)) {
                    return Ok(Exit::Failed);
                }
            }
            What::Pause(one) => {
                one.server.post(&path(&one.name, "/pause"), &json!({}))?;
                writeln!(output, "{} is paused", one.name)?;
            }
            What::Resume(one) => {
                one.server.post(&path(&one.name, "/resume"), &json!({}))?;
                writeln!(output, "{} goes on", one.name)?;
            }
            What::Rotate { name, overlap, server } => {
                let body = overlap
                    .as_ref()
                    .map_or(json!({}), |overlap| json!({"overlap": overlap}));
                let rotated = server.post(&path(name, "/rotate"), &body)?;
                secret(output, &rotated, "has another secret")?;
            }
            What::Remove(one) => {
                one.server.delete(&path(&one.name, ""))?;
                writeln!(output, "{} is removed", one.name)?;
            }
            What::DeadLetters { name, form, server } => {
                form.list(output, &DEAD_LETTERS, server.pages(&path(name, "/dead-letters"), &[]))?;
            }
            What::Retry { name, number, server } => {
                let one = number.map(|number| format!("/{number}")).unwrap_or_default();
                let retried = server.post(&path(name, &format!("/dead-letters{one}/retry")), &json!({}))?;
                let count = retried.get("deadLetters").map(text).unwrap_or_default();
                writeln!(output, "{count} dead letters are told again")?;
            }
        }
        Ok(Exit::Done)
    }
}

fn path(name: &str, rest: &str) -> String {
    format!("/webhooks/{}{rest}", encoded(name))
}

/// The secret of a webhook, on a line of its own.
fn secret(output: &mut impl Write, webhook: &Value, what: &str) -> Result<(), Failed> {
    let member = |name: &str| webhook.get(name).map(text).unwrap_or_default();
    writeln!(
        output,
        "{} {what}; its receiver needs this, which is not shown again:",
        member("name")
    )?;
    writeln!(output, "{}", member("secret"))?;
    Ok(())
}

/// What came back from a test, in a line.
fn sentence(tested: &Value) -> String {
    let member = |name: &str| tested.get(name).map(text).unwrap_or_default();
    let took = member("milliseconds");
    match member("status").as_str() {
        "" => format!("not delivered: {} ({took} ms)", member("error")),
        status if member("delivered") == "yes" => format!("delivered: {status} in {took} ms"),
        status => format!("not delivered: it answers {status} in {took} ms: {}", member("answer"))
            .trim_end_matches([':', ' '])
            .to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::sentence;

    #[test]
    fn what_came_back_is_told_in_a_line() {
        for (tested, wanted) in [
            (
                json!({"delivered": true, "status": 204, "milliseconds": 12, "answer": "", "error": null}),
                "delivered: 204 in 12 ms",
            ),
            (
                json!({"delivered": false, "status": 404, "milliseconds": 3, "answer": "no such page", "error": null}),
                "not delivered: it answers 404 in 3 ms: no such page",
            ),
            (
                json!({"delivered": false, "status": null, "milliseconds": 1, "answer": "", "error": "there is no connection"}),
                "not delivered: there is no connection (1 ms)",
            ),
        ] {
            assert_eq!(sentence(&tested), wanted);
        }
    }
}
