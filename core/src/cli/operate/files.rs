//! `firmware` and `diagnostics`: files for charge points, and files that they bring.

use std::io::Write;
use std::path::PathBuf;

use clap::Subcommand;
use serde_json::{Map, Value, json};

use super::command::{exit, sentence};
use super::words::{encoded, moment, query};
use crate::cli::Exit;
use crate::cli::failed::{Failed, unusable};
use crate::cli::server::Server;
use crate::cli::server::partial::FOR_ALL;
use crate::cli::show::Screen;
use crate::cli::show::form::Form;
use crate::cli::show::table::{self, Column, column};

const FIRMWARE: [Column; 4] = [
    column("NAME", &["/name"]),
    column("BYTES", &["/bytes"]),
    column("SHA-256", &["/sha256"]),
    column("SINCE", &["/createdAt"]).time(),
];

/// What `firmware` takes.
#[derive(Debug, clap::Args)]
pub struct Firmware {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, Subcommand)]
enum What {
    /// Brings a file to the server, from which charge points can fetch it
    Put {
        /// The file
        file: PathBuf,
        /// What it is called there; the file's name if left out
        #[arg(long)]
        name: Option<String>,
        #[command(flatten)]
        server: Server,
    },
    /// Lists the files that are there
    List {
        #[command(flatten)]
        form: Form,
        #[command(flatten)]
        server: Server,
    },
    /// Lets a charge point install a file of the server's, now or when it is back
    Install {
        /// The charge point
        charge_point: String,
        /// What the file is called there
        name: String,
        /// How long it waits for a charge point that is away, such as 12h
        #[arg(long, value_name = "TIME")]
        ttl: Option<String>,
        /// Waits until it is installed
        #[arg(long)]
        effect: bool,
        #[command(flatten)]
        server: Server,
    },
}

impl Firmware {
    /// Asks the server.
    ///
    /// # Errors
    /// The server's, or the file's.
    pub fn run(&self, output: &mut impl Write) -> Result<Exit, Failed> {
        match &self.what {
            What::Put { file, name, server } => {
                let own = file.file_name().and_then(|name| name.to_str());
                let name = name.as_deref().or(own);
                let name = name.ok_or_else(|| unusable("the file has no name; give it one with --name"))?;
                let path = format!("/firmware/{}", encoded(name));
                let kept = server.upload("PUT", &path, (file, "application/octet-stream"))?;
                let member = |name: &str| kept.get(name).map(table::text).unwrap_or_default();
                writeln!(
                    output,
                    "{name}: {} bytes, SHA-256 {}",
                    member("bytes"),
                    member("sha256")
                )?;
            }
            What::List { form, server } => form.list(output, &FIRMWARE, server.pages("/firmware", &[]))?,
            What::Install {
                charge_point,
                name,
                ttl,
                effect,
                server,
            } => {
                let options = query(&[("ttl", ttl.as_deref()), ("wait", effect.then_some("effect"))]);
                let path = format!("/charge-points/{}/commands/firmware{options}", encoded(charge_point));
                let command = server.post(&path, &json!({ "file": name }))?;
                writeln!(output, "{}", sentence(&command))?;
                return Ok(exit(&command));
            }
        }
        Ok(Exit::Done)
    }
}

/// What `diagnostics` takes.
#[derive(Debug, clap::Args)]
pub struct Diagnostics {
    /// The charge point
    charge_point: String,
    /// Where the file goes; the name that the charge point gave it if left out
    #[arg(long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// From when on: yesterday, `2h ago`, 2026-01-31, 2026-01-31T12:00:00Z
    #[arg(long, value_name = "TIME")]
    from: Option<String>,
    /// Until when
    #[arg(long, value_name = "TIME")]
    to: Option<String>,
    /// The security log, not diagnostics
    #[arg(long)]
    security: bool,
    #[command(flatten)]
    server: Server,
}

impl Diagnostics {
    /// Asks for them, waits until they have come, and writes them into a file.
    ///
    /// # Errors
    /// The server's, or the file's.
    pub fn run(&self, output: &mut impl Write) -> Result<Exit, Failed> {
        let mut wanted = Map::new();
        let screen = Screen::here(false);
        for (name, said) in [("from", &self.from), ("to", &self.to)] {
            let at = moment(said.as_deref(), &screen)?;
            wanted.extend(at.map(|at| (name.to_owned(), Value::from(at))));
        }
        if self.security {
            wanted.insert("kind".to_owned(), json!("security"));
        }
        let of_it = format!("/charge-points/{}", encoded(&self.charge_point));
        let path = format!("{of_it}/commands/diagnostics?wait=effect");
        let command = self.server.post(&path, &Value::Object(wanted))?;
        // What it answered in full is in `commands show`; here the file is what counts.
        let told = sentence(&command);
        writeln!(output, "{}", told.lines().next().unwrap_or_default())?;
        if command.get("state").and_then(Value::as_str) != Some("in-effect") {
            return Ok(Exit::Failed);
        }
        let id = command.get("id").and_then(Value::as_str).unwrap_or_default();
        let files = self.server.pages(&format!("{of_it}/files"), &[]).all()?;
        let came = files
            .iter()
            .find(|file| file.get("command").and_then(Value::as_str) == Some(id));
        let came = came.ok_or_else(|| Failed::Refused(format!("error: {} brought no file", self.charge_point)))?;
        let member = |name: &str| came.get(name).map(table::text).unwrap_or_default();
        // What a charge point calls it is no path.
        let own = PathBuf::from(member("name"));
        let own = own
            .file_name()
            .map_or_else(|| PathBuf::from("diagnostics"), PathBuf::from);
        let into = self.output.clone().unwrap_or(own);
        let path = format!("/files/{}/content", encoded(&member("id")));
        let bytes = self.server.download(&path, &into, FOR_ALL)?;
        writeln!(output, "{}: {bytes} bytes", into.display())?;
        Ok(Exit::Done)
    }
}
