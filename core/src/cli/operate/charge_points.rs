//! `charge-points`: the charge points of a running server.

use std::io::Write;

use clap::Subcommand;
use serde_json::Value;
use serde_json::value::RawValue;

use super::forms::{Forms, raw};
use super::tables;
use super::words::{Members, body, encoded, typed};
use crate::admin::PutChargePoint;
use crate::cli::Exit;
use crate::cli::failed::Failed;
use crate::cli::server::Server;
use crate::cli::show::form::{Form, One};
use crate::cli::show::table::{Column, card, column, text};

const COLUMNS: [Column; 9] = [
    column("ID", &["/id"]),
    column("CONNECTED", &["/connected"]),
    column("SITE", &["/site"]),
    column("LABELS", &["/labels"]),
    column("VENDOR", &["/boot/vendor"]),
    column("MODEL", &["/boot/model"]),
    column("FIRMWARE", &["/boot/firmwareVersion"]),
    column("LAST SEEN", &["/lastSeen"]).time(),
    column("OFFLINE SINCE", &["/offlineSince"]).time(),
];

const OFFLINE: [Column; 6] = [
    column("ID", &["/id"]),
    column("OFFLINE SINCE", &["/offlineSince"]).time(),
    column("FOR", &["/offlineSince"]).since(),
    column("ENDED BY", &["/lastConnection/end/by"]),
    column("WHY", &["/lastConnection/end/reason", "/lastRefused/reason"]),
    column("SITE", &["/site"]),
];

const ATTENTION: [Column; 5] = [
    column("ID", &["/chargePoint"]),
    column("WHAT", &["/reasons/0/need"]),
    column("SINCE", &["/reasons/0/since"]).time(),
    column("WHY", &["/reasons/0/detail"]),
    column("SITE", &["/site"]),
];

const CARD: [Column; 20] = [
    column("id", &["/id"]),
    column("name", &["/name"]),
    column("site", &["/site"]),
    column("labels", &["/labels"]),
    column("note", &["/note"]),
    column("connected", &["/connected"]),
    column("connected since", &["/session/connectedSince", "/session/since"]).time(),
    column("offline since", &["/offlineSince"]).time(),
    column("connection ended by", &["/lastConnection/end/by"]),
    column("because", &["/lastConnection/end/reason"]),
    column("last seen", &["/lastSeen"]).time(),
    column("OCPP", &["/boot/version", "/lastConnection/version"]),
    column("vendor", &["/boot/vendor"]),
    column("model", &["/boot/model"]),
    column("serial number", &["/boot/serialNumber"]),
    column("firmware", &["/boot/firmwareVersion"]),
    column("last boot", &["/boot/at"]).time(),
    column("security profile", &["/securityProfile"]),
    column("last refused", &["/lastRefused/at"]).time(),
    column("refused because", &["/lastRefused/reason"]),
];

const CONNECTORS: [Column; 7] = [
    column("EVSE", &["/evse"]),
    column("CONNECTOR", &["/connector"]),
    column("STATUS", &["/status"]),
    column("SINCE", &["/at"]).time(),
    column("ERROR", &["/errorCode"]),
    column("VENDOR'S ERROR", &["/vendorErrorCode"]),
    column("INFO", &["/info"]),
];

/// What `charge-points` takes.
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
    /// Lists those that are not connected, with since when and why, the longest first
    Offline {
        /// Those of a site
        #[arg(long)]
        site: Option<String>,
        /// Those with all these labels, with commas between them
        #[arg(long)]
        label: Option<String>,
        #[command(flatten)]
        form: Form,
        #[command(flatten)]
        server: Server,
    },
    /// Lists those that need somebody (offline, faulted, refused, not accepted, ...), and why, the most urgent first
    Attention {
        /// Those that need this: offline, faulted, refused, certificate, doubts, clock-skew, registration or drift
        #[arg(long)]
        need: Option<String>,
        /// Those of a site
        #[arg(long)]
        site: Option<String>,
        /// Those with this label
        #[arg(long)]
        label: Option<String>,
        #[command(flatten)]
        form: Form,
        #[command(flatten)]
        server: Server,
    },
    /// Shows one with its connectors
    Show {
        /// The charge point
        id: String,
        #[command(flatten)]
        one: One,
        #[command(flatten)]
        server: Server,
    },
    /// Registers one, or changes what is said: `name="At the gate" site=depot labels=fast,ac securityProfile=1 password=-`
    Set {
        /// The charge point
        id: String,
        /// One JSON object, or MEMBER=VALUE; null removes, and a password that is `-` is read from standard input
        #[arg(value_name = "BODY")]
        body: Vec<String>,
        #[command(flatten)]
        server: Server,
    },
    /// Writes them as CSV, which `import` reads again
    Export(tables::Out),
    /// Registers or changes those of a table as CSV; a column `password` is taken, too
    Import(tables::In),
    /// Closes its connection and forgets all of it but its sessions
    Remove {
        /// The charge point
        id: String,
        #[command(flatten)]
        server: Server,
    },
}

#[derive(Debug, clap::Args)]
struct List {
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
    /// Those with this in their identity, name, note, site, labels, vendor, model or serial number
    #[arg(long)]
    search: Option<String>,
    #[command(flatten)]
    form: Form,
    #[command(flatten)]
    server: Server,
}

impl List {
    fn run(&self, output: &mut impl Write) -> Result<(), Failed> {
        let connected = self.connected.map(|connected| connected.to_string());
        let parts = [
            ("connected", connected.as_deref()),
            ("site", self.site.as_deref()),
            ("label", self.label.as_deref()),
            ("vendor", self.vendor.as_deref()),
            ("model", self.model.as_deref()),
            ("firmware", self.firmware.as_deref()),
            ("search", self.search.as_deref()),
        ];
        self.form
            .list(output, &COLUMNS, self.server.pages("/charge-points", &parts))
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
            Some(What::Offline {
                site,
                label,
                form,
                server,
            }) => {
                let parts = [
                    ("connected", Some("false")),
                    ("site", site.as_deref()),
                    ("label", label.as_deref()),
                ];
                let mut away = server.pages("/charge-points", &parts).all()?;
                away.sort_by_key(since);
                form.items(output, &OFFLINE, away)?;
            }
            Some(What::Attention {
                need,
                site,
                label,
                form,
                server,
            }) => {
                let parts = [
                    ("need", need.as_deref()),
                    ("site", site.as_deref()),
                    ("label", label.as_deref()),
                ];
                form.list(output, &ATTENTION, server.pages("/fleet/attention", &parts))?;
            }
            Some(What::Show { id, one, server }) => {
                let found = server.get(&path(id))?;
                if one.json {
                    writeln!(output, "{found}")?;
                } else {
                    show(&found, one, output)?;
                }
            }
            Some(What::Set { id, body, server }) => {
                let kept = server.put_json(&path(id), &wanted(body)?)?;
                writeln!(output, "{id}: {}", let_in(&kept))?;
            }
            Some(What::Export(out)) => return out.run(tables::Resource::ChargePoints, output),
            Some(What::Import(table)) => return table.run(tables::Resource::ChargePoints, output),
            Some(What::Remove { id, server }) => {
                server.delete(&path(id))?;
                writeln!(output, "{id} is removed; its sessions stay")?;
            }
        }
        Ok(Exit::Done)
    }
}

/// How a charge point is let in.
fn let_in(kept: &Value) -> String {
    let profile = kept.get("securityProfile").map(text).unwrap_or_default();
    if profile.is_empty() {
        return "no password and no security profile: it is let in only where those are that nobody registered \
                (ocpp.register_unknown)"
            .to_owned();
    }
    format!("security profile {profile}")
}

fn path(id: &str) -> String {
    format!("/charge-points/{}", encoded(id))
}

/// Whoever is away longest comes first; who never was there comes last.
fn since(charge_point: &Value) -> (bool, String) {
    let since = charge_point.get("offlineSince").map(text).unwrap_or_default();
    (since.is_empty(), since)
}

fn show(found: &Value, one: &One, output: &mut impl Write) -> Result<(), Failed> {
    let screen = one.screen();
    card(&screen, output, &CARD, found)?;
    let connectors = found.get("connectors").and_then(Value::as_array).cloned();
    let connectors = connectors.unwrap_or_default();
    if !connectors.is_empty() {
        writeln!(output)?;
        crate::cli::show::table::write_on(screen, output, &CONNECTORS, &connectors)?;
    }
    Ok(())
}

/// The body of a PUT: labels are a list, whose words may have commas between them.
fn wanted(words: &[String]) -> Result<Members, Failed> {
    let mut members = body(words, &Forms::of_body::<PutChargePoint>())?;
    if let Some(labels) = members.get_mut("labels")
        && let Some(typed) = word(labels)
    {
        let words = typed.split(',').map(str::trim);
        let words: Vec<&str> = words.filter(|label| !label.is_empty()).collect();
        *labels = raw(&words);
    }
    if let Some(password) = members.get_mut("password")
        && word(password).as_deref() == Some("-")
    {
        *password = raw(&typed("password")?);
    }
    Ok(members)
}

/// What was typed as one word; none: it is a list already, an object, or nothing.
fn word(value: &RawValue) -> Option<String> {
    match serde_json::from_str(value.get()).ok()? {
        Value::String(text) => Some(text),
        Value::Number(_) | Value::Bool(_) => Some(value.get().to_owned()),
        Value::Null | Value::Array(_) | Value::Object(_) => None,
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]

    use serde_json::json;

    use super::{let_in, since, wanted};

    #[test]
    fn how_it_is_let_in_is_told_also_where_nothing_is_said_of_it() {
        assert_eq!(let_in(&json!({"securityProfile": 1})), "security profile 1");
        let told = let_in(&json!({"securityProfile": null}));
        assert!(told.starts_with("no password and no security profile: "), "{told}");
    }

    #[test]
    fn labels_are_a_list_and_texts_stay_as_they_were_typed() {
        let said = |words: &[&str]| {
            let words: Vec<String> = words.iter().map(|word| (*word).to_owned()).collect();
            serde_json::to_value(wanted(&words).unwrap()).unwrap()
        };
        assert_eq!(
            said(&[
                "labels=fast, ac",
                "password=98765432109876543210",
                "securityProfile=1",
                "site=null",
                "rotate=true"
            ]),
            json!({
                "labels": ["fast", "ac"], "password": "98765432109876543210", "securityProfile": 1, "site": null,
                "rotate": true
            })
        );
        assert_eq!(
            said(&["labels=1.10", "site=1.10", "note=1e3", "name=true"]),
            json!({"labels": ["1.10"], "site": "1.10", "note": "1e3", "name": "true"})
        );
        assert_eq!(
            said(&[r#"{"labels": [1, "b"], "note": 1.10}"#]),
            json!({"labels": [1, "b"], "note": "1.10"})
        );
        assert_eq!(
            said(&["labels=null", r#"location={"latitude":1.5,"longitude":2}"#])["labels"],
            json!(null)
        );
    }

    #[test]
    fn who_is_away_longest_comes_first() {
        let mut all = [
            json!({"id": "never", "offlineSince": null}),
            json!({"id": "late", "offlineSince": "2026-01-02T00:00:00.000Z"}),
            json!({"id": "early", "offlineSince": "2026-01-01T00:00:00.000Z"}),
        ];
        all.sort_by_key(since);
        let names: Vec<_> = all.iter().filter_map(|one| one.get("id")?.as_str()).collect();
        assert_eq!(names, ["early", "late", "never"]);
    }
}
