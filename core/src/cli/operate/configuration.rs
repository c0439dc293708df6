//! `configuration`: what charge points are set to, what they should be, and bringing them there.

use std::io::Write;

use clap::Subcommand;
use serde_json::{Value, json};

use super::command::{exit, sentence};
use super::forms::Forms;
use super::words::{body, encoded, query};
use crate::cli::Exit;
use crate::cli::failed::Failed;
use crate::cli::server::Server;
use crate::cli::show::form::{Form, One};
use crate::cli::show::table::{self, Column, column};

const NAMES: [Column; 5] = [
    column("NAME", &["/name"]),
    column("VALUE", &["/value"]),
    column("WANTED", &["/wanted"]),
    column("DRIFT", &["/drift"]).state(),
    column("SEEN", &["/at"]).time(),
];

const DRIFT: [Column; 4] = [
    column("CHARGE POINT", &["/chargePoint"]),
    column("DRIFT", &["/drift"]).state(),
    column("DIFFERENT", &["/summary/different", "/different"]),
    column("UNKNOWN", &["/summary/unknown", "/unknown"]),
];

/// What `configuration` takes.
#[derive(Debug, clap::Args)]
pub struct Arguments {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, Subcommand)]
enum What {
    /// Shows what a charge point is set to, as it was last seen, and what it should be
    Show {
        /// The charge point
        charge_point: String,
        /// One name alone
        name: Option<String>,
        #[command(flatten)]
        one: One,
        #[command(flatten)]
        server: Server,
    },
    /// Asks a charge point for its configuration: of names, or all of it
    Read {
        /// The charge point
        charge_point: String,
        /// The names; none: all that there is
        names: Vec<String>,
        #[command(flatten)]
        server: Server,
    },
    /// Says what a charge point should be set to, and sets it, now or when it is back
    Set {
        /// The charge point
        charge_point: String,
        /// What it should be: NAME=VALUE; NAME=null: nothing is wanted of it any more
        #[arg(required = true)]
        values: Vec<String>,
        /// How long it waits for a charge point that is away
        #[arg(long, value_name = "TIME", default_value = "24h")]
        ttl: String,
        #[command(flatten)]
        server: Server,
    },
    /// Sets what is not as it should be
    Apply {
        /// The charge point
        charge_point: String,
        /// How long it waits for a charge point that is away
        #[arg(long, value_name = "TIME", default_value = "24h")]
        ttl: String,
        #[command(flatten)]
        server: Server,
    },
    /// Lists the charge points that are not as they should be
    Drift {
        #[command(flatten)]
        form: Form,
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
            What::Show {
                charge_point,
                name,
                one,
                server,
            } => {
                let asked = query(&[("name", name.as_deref())]);
                let found = server.get(&format!("{}{asked}", path(charge_point, "")))?;
                if one.json {
                    writeln!(output, "{found}")?;
                } else {
                    let items = found.get("items").and_then(Value::as_array).cloned();
                    table::write_on(one.screen(), output, &NAMES, &items.unwrap_or_default())?;
                }
            }
            What::Read {
                charge_point,
                names,
                server,
            } => {
                let wanted = if names.is_empty() {
                    json!({})
                } else {
                    json!({ "names": names })
                };
                let of_it = format!("/charge-points/{}/commands/get-configuration", encoded(charge_point));
                return told(&server.post(&of_it, &wanted)?, output);
            }
            What::Set {
                charge_point,
                values,
                ttl,
                server,
            } => {
                // Charge points have values as text.
                let wanted = body(values, &Forms::texts())?;
                server.put_json(&path(charge_point, ""), &json!({ "wanted": wanted }))?;
                return apply(server, charge_point, ttl, output);
            }
            What::Apply {
                charge_point,
                ttl,
                server,
            } => return apply(server, charge_point, ttl, output),
            What::Drift { form, server } => {
                let parts = [("drift", Some("different"))];
                form.list(output, &DRIFT, server.pages("/configuration-drift", &parts))?;
            }
        }
        Ok(Exit::Done)
    }
}

fn path(charge_point: &str, rest: &str) -> String {
    format!("/charge-points/{}/configuration{rest}", encoded(charge_point))
}

fn apply(server: &Server, charge_point: &str, ttl: &str, output: &mut impl Write) -> Result<Exit, Failed> {
    let asked = query(&[("ttl", Some(ttl))]);
    told(
        &server.post(&format!("{}{asked}", path(charge_point, "/apply")), &json!({}))?,
        output,
    )
}

fn told(command: &Value, output: &mut impl Write) -> Result<Exit, Failed> {
    if command.get("state").is_some() {
        writeln!(output, "{}", sentence(command))?;
    } else {
        writeln!(output, "{command:#}")?;
    }
    Ok(exit(command))
}
