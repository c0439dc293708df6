//! `campaigns`: one command for many charge points, and what became of it.

use std::io::Write;
use std::thread;
use std::time::Duration;

use clap::Subcommand;
use serde_json::{Value, json};

use super::forms::{Forms, raw};
use super::status::words;
use super::words::{Members, body, encoded, object};
use crate::cli::Exit;
use crate::cli::failed::Failed;
use crate::cli::server::Server;
use crate::cli::show::form::Form;
use crate::cli::show::progress::Progress;
use crate::cli::show::table::{self, Column, column, text};

const CAMPAIGNS: [Column; 6] = [
    column("ID", &["/id"]),
    column("NAME", &["/name"]),
    column("COMMAND", &["/command"]),
    column("STATE", &["/state"]).state(),
    column("CHARGE POINTS", &["/chargePoints"]),
    column("BEGUN", &["/createdAt"]).time(),
];

const MEMBERS: [Column; 5] = [
    column("CHARGE POINT", &["/chargePoint"]),
    column("STAGE", &["/stage"]),
    column("STATE", &["/state"]).state(),
    column("SINCE", &["/at"]).time(),
    column("WHY", &["/reason"]),
];

/// How often a campaign is looked at that is followed.
const BEAT: Duration = Duration::from_millis(500);

/// What `campaigns` takes.
#[derive(Debug, clap::Args)]
pub struct Arguments {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, Subcommand)]
enum What {
    /// Begins a campaign: a command, with its body as `command` takes it, for those who are selected
    Start(Box<Start>),
    /// Lists campaigns, the newest first
    List {
        #[command(flatten)]
        form: Form,
        #[command(flatten)]
        server: Server,
    },
    /// Shows one with what became of each charge point
    Show {
        /// Its id; the newest if left out
        id: Option<String>,
        /// Those that are so far: waiting, under-way, in-effect, refused, failed, timed-out, lost, expired, ...
        #[arg(long)]
        state: Option<String>,
        /// Waits until it is over or pauses, and says on a terminal how far it is
        #[arg(long)]
        follow: bool,
        #[command(flatten)]
        form: Form,
        #[command(flatten)]
        server: Server,
    },
    /// Lets nobody have it any more, until it is resumed
    Pause(One),
    /// Lets it go on
    Resume(One),
    /// Ends it
    Cancel(One),
    /// Tries those again that failed, and who did not come in time
    Retry(One),
}

#[derive(Debug, clap::Args)]
struct One {
    /// The campaign's id
    id: String,
    #[command(flatten)]
    server: Server,
}

#[derive(Debug, clap::Args)]
struct Start {
    /// A verb or an action
    command: String,
    /// What is wanted: one JSON object, or MEMBER=VALUE
    #[arg(value_name = "BODY")]
    body: Vec<String>,
    /// What people call it
    #[arg(long)]
    name: Option<String>,
    /// Charge points with this label; several: with all of them
    #[arg(long)]
    label: Vec<String>,
    /// Those of a site
    #[arg(long)]
    site: Option<String>,
    /// Those of a vendor
    #[arg(long)]
    vendor: Option<String>,
    /// Those of a model
    #[arg(long)]
    model: Option<String>,
    /// Those with a firmware
    #[arg(long)]
    firmware: Option<String>,
    /// Those that speak a version of OCPP
    #[arg(long, value_name = "VERSION")]
    ocpp: Option<String>,
    /// These charge points, with commas between them
    #[arg(long, value_name = "IDS", value_delimiter = ',')]
    charge_points: Vec<String>,
    /// The whole fleet
    #[arg(long)]
    all: bool,
    /// Shares in percent, each with those before, such as 5,50,100
    #[arg(long, value_name = "SHARES", value_delimiter = ',')]
    stages: Vec<u8>,
    /// If more of a stage fail, in percent, it pauses itself
    #[arg(long, value_name = "PERCENT")]
    max_failed: Option<u8>,
    /// So many at a time
    #[arg(long, value_name = "NUMBER")]
    parallel: Option<u32>,
    /// How long it waits for who is away, such as 24h
    #[arg(long, value_name = "TIME")]
    ttl: Option<String>,
    /// Does nothing, and shows who would be taken
    #[arg(long)]
    dry_run: bool,
    /// Answers in JSON, as the server does
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    server: Server,
}

impl Start {
    fn request(&self) -> Result<Members, Failed> {
        let list = |list: &[String]| (!list.is_empty()).then(|| json!(list));
        let selection = object([
            ("labels", list(&self.label)),
            ("site", self.site.as_ref().map(|text| json!(text))),
            ("vendor", self.vendor.as_ref().map(|text| json!(text))),
            ("model", self.model.as_ref().map(|text| json!(text))),
            ("firmware", self.firmware.as_ref().map(|text| json!(text))),
            ("version", self.ocpp.as_ref().map(|text| json!(text))),
            ("chargePoints", list(&self.charge_points)),
            ("all", self.all.then_some(Value::Bool(true))),
        ]);
        let said = object([
            ("name", self.name.as_ref().map(|text| json!(text))),
            ("command", Some(json!(self.command))),
            ("selection", Some(selection)),
            ("stages", (!self.stages.is_empty()).then(|| json!(self.stages))),
            ("maxFailedPercent", self.max_failed.map(|percent| json!(percent))),
            ("parallel", self.parallel.map(|number| json!(number))),
            ("ttl", self.ttl.as_ref().map(|text| json!(text))),
            ("dryRun", self.dry_run.then_some(Value::Bool(true))),
        ]);
        let said = said.as_object().into_iter().flatten();
        let mut request: Members = said.map(|(name, value)| (name.clone(), raw(value))).collect();
        let payload = body(&self.body, &Forms::of_command(&self.command))?;
        request.insert("payload".to_owned(), raw(&payload));
        Ok(request)
    }

    fn run(&self, output: &mut impl Write) -> Result<Exit, Failed> {
        let answer = self.server.post("/campaigns", &self.request()?)?;
        if self.json {
            writeln!(output, "{answer}")?;
        } else if self.dry_run {
            let items = answer
                .get("items")
                .and_then(Value::as_array)
                .cloned()
                .unwrap_or_default();
            let columns = [
                column("CHARGE POINT", &["/chargePoint"]),
                column("STAGE", &["/stage"]),
                column("CONNECTED", &["/connected"]),
                column("PROBLEM", &["/problem"]),
            ];
            table::write(output, &columns, &items)?;
        } else {
            writeln!(output, "{}", sentence(&answer))?;
        }
        Ok(Exit::Done)
    }
}

impl Arguments {
    /// Asks the server.
    ///
    /// # Errors
    /// The server's.
    pub fn run(&self, output: &mut impl Write) -> Result<Exit, Failed> {
        match &self.what {
            What::Start(start) => return start.run(output),
            What::List { form, server } => form.list(output, &CAMPAIGNS, server.pages("/campaigns", &[]))?,
            What::Show {
                id,
                state,
                follow,
                form,
                server,
            } => {
                let id = id.clone().map_or_else(|| newest(server), Ok)?;
                let campaign = if *follow {
                    followed(server, &id)?
                } else {
                    server.get(&path(&id, ""))?
                };
                if form.is_json() {
                    writeln!(output, "{campaign}")?;
                } else if !form.is_csv() {
                    writeln!(output, "{}", sentence(&campaign))?;
                }
                let members = server.pages(&path(&id, "/charge-points"), &[("state", state.as_deref())]);
                form.list(output, &MEMBERS, members)?;
            }
            What::Pause(one) => one.steer("/pause", output)?,
            What::Resume(one) => one.steer("/resume", output)?,
            What::Cancel(one) => one.steer("/cancel", output)?,
            What::Retry(one) => one.steer("/retry", output)?,
        }
        Ok(Exit::Done)
    }
}

impl One {
    fn steer(&self, how: &str, output: &mut impl Write) -> Result<(), Failed> {
        let campaign = self.server.post(&path(&self.id, how), &json!({}))?;
        writeln!(output, "{}", sentence(&campaign))?;
        Ok(())
    }
}

/// The campaign when nothing of it is under way any more.
fn followed(server: &Server, id: &str) -> Result<Value, Failed> {
    let mut progress: Option<Progress> = None;
    loop {
        let campaign = server.get(&path(id, ""))?;
        let number = |pointer: &str| campaign.pointer(pointer).and_then(Value::as_u64).unwrap_or_default();
        let total = number("/chargePoints");
        let left = number("/counts/pending") + number("/counts/waiting") + number("/counts/underWay");
        let line = progress.get_or_insert_with(|| Progress::count(&command(&campaign), total));
        line.at(total.saturating_sub(left));
        if campaign.get("state").and_then(Value::as_str) != Some("running") {
            return Ok(campaign);
        }
        thread::sleep(BEAT);
    }
}

fn command(campaign: &Value) -> String {
    campaign.get("command").map(text).unwrap_or_default()
}

fn newest(server: &Server) -> Result<String, Failed> {
    let page = server.get("/campaigns?limit=1")?;
    let id = page.pointer("/items/0/id").map(text);
    id.ok_or_else(|| Failed::Refused("error: there is no campaign".to_owned()))
}

fn path(id: &str, rest: &str) -> String {
    format!("/campaigns/{}{rest}", encoded(id))
}

/// How a campaign stands, in one line: how many are how far.
fn sentence(campaign: &Value) -> String {
    let member = |name: &str| campaign.get(name).map(text).unwrap_or_default();
    let counts = campaign.get("counts").and_then(Value::as_object);
    let counts = counts
        .into_iter()
        .flatten()
        .filter(|(_, count)| count.as_u64() != Some(0));
    let counts: Vec<String> = counts.map(|(name, count)| format!("{count} {}", words(name))).collect();
    let mut line = format!(
        "{} of {} charge points: {}",
        member("command"),
        member("chargePoints"),
        member("state")
    );
    if !counts.is_empty() {
        line += &format!(" ({})", counts.join(", "));
    }
    let reason = member("reason");
    if !reason.is_empty() {
        line += &format!(": {reason}");
    }
    format!("{line}  [{}]", member("id"))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::sentence;

    #[test]
    fn a_campaign_is_told_with_its_counts() {
        let campaign = json!({
            "id": "k-1", "command": "reset", "chargePoints": 10, "state": "paused", "reason": "3 of 5 failed",
            "counts": {"pending": 0, "inEffect": 2, "refused": 3, "waiting": 5}
        });
        let wanted = "reset of 10 charge points: paused (2 in effect, 3 refused, 5 waiting): 3 of 5 failed  [k-1]";
        assert_eq!(sentence(&campaign), wanted);
    }
}
