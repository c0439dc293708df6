//! `retention`: how long what is kept, and what would go.

use std::io::Write;

use clap::Subcommand;
use serde_json::{Value, json};

use crate::cli::Exit;
use crate::cli::failed::Failed;
use crate::cli::server::Server;

/// What `retention` takes.
#[derive(Debug, clap::Args)]
pub struct Arguments {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, Subcommand)]
enum What {
    /// Shows how old each class of data becomes, and how much of it there is
    Show {
        /// Answers in JSON, as the server does
        #[arg(long)]
        json: bool,
        #[command(flatten)]
        server: Server,
    },
    /// Removes what is too old now, by the server's clock as it is
    Run {
        /// Only says what would go
        #[arg(long)]
        dry_run: bool,
        /// Answers in JSON, as the server does
        #[arg(long)]
        json: bool,
        #[command(flatten)]
        server: Server,
    },
}

impl Arguments {
    /// Asks the server.
    ///
    /// # Errors
    /// The server's.
    pub fn run(&self, output: &mut impl Write) -> Result<Exit, Failed> {
        match &self.what {
            What::Show { json, server } => {
                let shown = server.get("/retention")?;
                if *json {
                    writeln!(output, "{shown}")?;
                } else {
                    show(output, &shown)?;
                }
            }
            What::Run { dry_run, json, server } => {
                let path = if *dry_run {
                    "/retention/run?dryRun=true"
                } else {
                    "/retention/run"
                };
                let run = server.post(path, &json!(null))?;
                if *json {
                    writeln!(output, "{run}")?;
                } else {
                    ran(output, &run, *dry_run)?;
                }
            }
        }
        Ok(Exit::Done)
    }
}

fn show(output: &mut impl Write, shown: &Value) -> Result<(), Failed> {
    for (name, class) in shown.get("classes").and_then(Value::as_object).into_iter().flatten() {
        let kept = class.get("kept").and_then(Value::as_u64).unwrap_or_default();
        let age = class.get("maxAgeSeconds").and_then(Value::as_u64).map(age);
        let age = age.map_or_else(|| "whatever their age".to_owned(), |age| format!("{age} at most"));
        writeln!(output, "{name:<20} {kept:>12}  {age}")?;
    }
    for (remover, stay) in shown.get("stays").and_then(Value::as_object).into_iter().flatten() {
        let told = |member| stay.get(member).and_then(Value::as_str).unwrap_or_default();
        writeln!(output, "stays since {} ({remover}): {}", told("since"), told("reason"))?;
    }
    Ok(())
}

fn age(seconds: u64) -> String {
    match seconds {
        0..60 => format!("{seconds} s"),
        60..3600 => format!("{} min", seconds / 60),
        3600..172_800 => format!("{} h", seconds / 3600),
        _ => format!("{} days", seconds / 86_400),
    }
}

fn ran(output: &mut impl Write, run: &Value, is_dry: bool) -> Result<(), Failed> {
    let removed = run.get("removed").and_then(Value::as_object);
    let verb = if is_dry { "would go" } else { "went" };
    if removed.is_none_or(serde_json::Map::is_empty) {
        writeln!(output, "nothing {verb}")?;
    }
    for (class, count) in removed.into_iter().flatten() {
        writeln!(output, "{class}: {count} {verb}")?;
    }
    if let Some(path) = run.get("exported").and_then(Value::as_str) {
        writeln!(output, "written down in {path}")?;
    }
    Ok(())
}
