//! `charge-points`: the charge points of a running server.

use std::io::Write;

use serde_json::Value;

use super::table::{self, Column, column};
use super::words::query;
use crate::cli::Exit;
use crate::cli::failed::Failed;
use crate::cli::server::Server;

const COLUMNS: [Column; 9] = [
    column("ID", &["/id"]),
    column("CONNECTED", &["/connected"]),
    column("SITE", &["/site"]),
    column("LABELS", &["/labels"]),
    column("VENDOR", &["/boot/vendor"]),
    column("MODEL", &["/boot/model"]),
    column("FIRMWARE", &["/boot/firmwareVersion"]),
    column("LAST SEEN", &["/lastSeen"]),
    column("OFFLINE SINCE", &["/offlineSince"]),
];

/// What `charge-points` takes.
#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// Those that are connected (true), or are not (false)
    #[arg(long)]
    connected: Option<bool>,
    /// Those of a site
    #[arg(long)]
    site: Option<String>,
    /// Those with all these labels, with commas between them
    #[arg(long)]
    label: Option<String>,
    /// Those of a vendor
    #[arg(long)]
    vendor: Option<String>,
    /// Those of a model
    #[arg(long)]
    model: Option<String>,
    /// Those with a firmware
    #[arg(long)]
    firmware: Option<String>,
    /// Those with this in their identity, name or note
    #[arg(long)]
    search: Option<String>,
    /// Answers in JSON, one charge point a line
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    server: Server,
}

impl Arguments {
    /// Asks the server, page by page.
    ///
    /// # Errors
    /// The server's.
    pub fn run(&self, output: &mut impl Write) -> Result<Exit, Failed> {
        let connected = self.connected.map(|connected| connected.to_string());
        let found = all(
            &self.server,
            "/charge-points",
            &[
                ("connected", connected.as_deref()),
                ("site", self.site.as_deref()),
                ("label", self.label.as_deref()),
                ("vendor", self.vendor.as_deref()),
                ("model", self.model.as_deref()),
                ("firmware", self.firmware.as_deref()),
                ("search", self.search.as_deref()),
            ],
        )?;
        if self.json {
            table::lines(output, &found)?;
        } else {
            table::write(output, &COLUMNS, &found)?;
        }
        Ok(Exit::Done)
    }
}

/// All items of a list, read page by page.
///
/// # Errors
/// The server's.
pub fn all(server: &Server, path: &str, parts: &[(&str, Option<&str>)]) -> Result<Vec<Value>, Failed> {
    let (mut found, mut after): (Vec<Value>, Option<String>) = (Vec::new(), None);
    loop {
        let mut parts = parts.to_vec();
        parts.extend([("limit", Some("1000")), ("after", after.as_deref())]);
        let mut page = server.get(&format!("{path}{}", query(&parts)))?;
        if let Some(items) = page.get_mut("items").and_then(Value::as_array_mut) {
            found.append(items);
        }
        match page.get("next").and_then(Value::as_str) {
            Some(next) => after = Some(next.to_owned()),
            None => return Ok(found),
        }
    }
}
