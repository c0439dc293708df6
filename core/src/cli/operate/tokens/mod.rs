//! `tokens`: who may use the API. With `--store` on a store that no server uses (`offline`).

mod offline;

use std::io::Write;
use std::path::PathBuf;

use chrono::TimeDelta;
use clap::{Subcommand, ValueEnum};
use serde_json::{Value, json};

use self::offline::{Offline, Wanted};
use super::words::encoded;
use crate::cli::failed::{Failed, unusable};
use crate::cli::server::Server;
use crate::cli::show::form::Form;
use crate::cli::show::table::{Column, column};
use crate::cli::{Exit, complain};
use crate::clock::{self, Time, text};
use crate::config::units;
use crate::state::tokens::{Role, TokenName};

const COLUMNS: [Column; 7] = [
    column("NAME", &["/name"]),
    column("ROLE", &["/role"]),
    column("EXPIRES", &["/expiresAt"]).time(),
    column("LAST USED", &["/lastUsedAt"]).time(),
    column("FROM", &["/lastUsedFrom"]),
    column("MADE BY", &["/createdBy"]),
    column("NOTE", &["/note"]),
];

/// What `tokens` takes.
#[derive(Debug, clap::Args)]
pub struct Arguments {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, Subcommand)]
enum What {
    /// Lists tokens: their roles, until when they are valid, when they were used last
    List {
        #[command(flatten)]
        form: Form,
        #[command(flatten)]
        at: At,
    },
    /// Makes a token, and writes its text, which is never shown again
    Create {
        /// 1 to 64 letters, digits, `.`, `_` or `-`
        name: String,
        /// What it may do
        #[arg(long)]
        role: Words,
        /// What it is for
        #[arg(long, value_name = "TEXT")]
        note: Option<String>,
        /// How long it is valid (90d, 12h), or until when (2027-12-31T00:00:00Z); it stays if left out
        #[arg(long, value_name = "WHEN")]
        expires: Option<String>,
        #[command(flatten)]
        at: At,
    },
    /// Gives a token another text, which it writes; the one before stays valid for a while
    Rotate {
        /// Its name
        name: String,
        /// How long the text before stays valid; 0s: no longer
        #[arg(long, value_name = "DURATION", default_value = "24h")]
        overlap: String,
        #[command(flatten)]
        at: At,
    },
    /// Forgets a token, which counts at once
    Revoke {
        /// Its name
        name: String,
        #[command(flatten)]
        at: At,
    },
}

/// Where the tokens are.
#[derive(Debug, clap::Args)]
struct At {
    /// The folder of the state (store.path) of a server that does not run, instead of a running server: for when all
    /// tokens are lost
    #[arg(long, value_name = "FOLDER")]
    store: Option<PathBuf>,
    #[command(flatten)]
    server: Server,
}

/// What a token may do.
#[derive(Debug, Clone, Copy, ValueEnum)]
enum Words {
    /// May look
    Viewer,
    /// May change what is operated: charge points, id tags, sessions, commands
    Operator,
    /// May do everything
    Admin,
}

impl From<Words> for Role {
    fn from(word: Words) -> Self {
        match word {
            Words::Viewer => Self::Viewer,
            Words::Operator => Self::Operator,
            Words::Admin => Self::Admin,
        }
    }
}

impl At {
    fn offline(&self) -> Result<Option<Offline>, Failed> {
        self.store.as_deref().map(Offline::open).transpose()
    }
}

impl Arguments {
    /// Asks the server, or looks into the store.
    ///
    /// # Errors
    /// The server's, the store's.
    pub fn run(&self, output: &mut impl Write) -> Result<Exit, Failed> {
        match &self.what {
            What::List { form, at } => match at.offline()? {
                Some(offline) => form.items(output, &COLUMNS, offline.list()?)?,
                None => form.list(output, &COLUMNS, at.server.pages("/tokens", &[]))?,
            },
            What::Create {
                name,
                role,
                note,
                expires,
                at,
            } => {
                let expires_at = expires.as_deref().map(moment).transpose()?;
                let role = Role::from(*role);
                let made = match at.offline()? {
                    Some(offline) => offline.create(Wanted {
                        name: named(name)?,
                        role,
                        note: note.clone(),
                        expires_at,
                    })?,
                    None => {
                        let expires_at = expires_at.map(text);
                        let body = json!({"name": name, "role": role, "note": note, "expiresAt": expires_at});
                        shown(&at.server.post("/tokens", &body)?)
                    }
                };
                complain(&format!(
                    "{name} has the role {role}; this is its token, which is never shown again:"
                ));
                writeln!(output, "{made}")?;
            }
            What::Rotate { name, overlap, at } => {
                let made = match at.offline()? {
                    Some(offline) => offline.rotate(&named(name)?, duration(overlap)?)?,
                    None => {
                        let path = format!("/tokens/{}/rotate", encoded(name));
                        shown(&at.server.post(&path, &json!({ "overlap": overlap }))?)
                    }
                };
                complain(&format!(
                    "this is the new token of {name}; the one before is valid for {overlap} more:"
                ));
                writeln!(output, "{made}")?;
            }
            What::Revoke { name, at } => {
                match at.offline()? {
                    Some(offline) => offline.revoke(&named(name)?)?,
                    None => drop(at.server.delete(&format!("/tokens/{}", encoded(name)))?),
                }
                writeln!(output, "{name} is revoked")?;
            }
        }
        Ok(Exit::Done)
    }
}

fn shown(made: &Value) -> String {
    made.get("token").and_then(Value::as_str).unwrap_or_default().to_owned()
}

fn named(name: &str) -> Result<TokenName, Failed> {
    TokenName::new(name).map_err(unusable)
}

fn duration(text: &str) -> Result<TimeDelta, Failed> {
    let duration = units::duration(text).and_then(|duration| TimeDelta::from_std(duration).ok());
    duration.ok_or_else(|| unusable(format_args!("{text} is no duration such as 24h, 90m or 0s")))
}

/// So long from now, or then.
fn moment(said: &str) -> Result<Time, Failed> {
    if let Some(lasts) = units::duration(said).and_then(|duration| TimeDelta::from_std(duration).ok()) {
        return Ok(clock::now() + lasts);
    }
    let unfit = || {
        unusable(format_args!(
            "--expires {said}: say 90d, 12h, or a time such as 2027-12-31T00:00:00Z"
        ))
    };
    clock::instant(said).ok_or_else(unfit)
}
