//! `plugin check`: does a component fit this server, and what does it want?

use std::io::Write;
use std::path::PathBuf;

use serde_json::json;

use super::component_file::{self, ComponentFile};
use super::failed::{Failed, with_causes};
use super::figures;
use crate::cli::Exit;
use crate::plugins::testbench::Testbench;
use crate::plugins::{ComponentError, Manifest};

/// What `plugin check` takes.
#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// A component, or a project's folder; this folder if left out
    file: Option<PathBuf>,
    /// Answers in JSON
    #[arg(long)]
    json: bool,
}

impl Arguments {
    /// Loads the component as a server would, and writes what it is.
    ///
    /// # Errors
    /// Whatever a server would refuse it for.
    pub fn run(&self, output: &mut impl Write) -> Result<Exit, Failed> {
        let file = ComponentFile::read(self.file.as_deref())?;
        let trial = match component_file::load(&file.stem(), file.bytes) {
            Err(refused) if self.json => {
                writeln!(output, "{}", unfit(&refused))?;
                return Ok(Exit::Failed);
            }
            loaded => loaded?,
        };
        let brings = match trial.brings() {
            Err(refused) if self.json => {
                writeln!(output, "{}", unfit(&refused))?;
                return Ok(Exit::Failed);
            }
            brings => brings?,
        };
        if self.json {
            writeln!(output, "{}", as_json(&trial, &brings))?;
        } else {
            write!(output, "{}", as_text(&trial, &brings))?;
        }
        Ok(Exit::Done)
    }
}

fn unfit(refused: &ComponentError) -> serde_json::Value {
    json!({"fits": false, "reason": with_causes(refused)})
}

fn as_json(trial: &Testbench, brings: &[String]) -> serde_json::Value {
    json!({
        "fits": true,
        "manifest": trial.manifest(),
        "digest": trial.digest(),
        "size": trial.size(),
        "loadedInMs": trial.loaded_in().as_secs_f64() * 1e3,
        "freshInstanceUs": trial.fresh().as_secs_f64() * 1e6,
        "instances": if trial.is_kept_warm() { "warm" } else { "per-call" },
        "fixtures": brings,
        "config": section(trial.manifest()),
    })
}

fn as_text(trial: &Testbench, brings: &[String]) -> String {
    let manifest = trial.manifest();
    let mut lines = vec![
        ("plugin", format!("{} {}", manifest.name, manifest.version)),
        (
            "built with",
            format!("{}, contract {}", manifest.sdk, manifest.contract),
        ),
    ];
    for (version, actions) in manifest.actions.iter().filter(|(_, actions)| !actions.is_empty()) {
        lines.push(("decides", format!("{} of OCPP {version}", actions.join(", "))));
    }
    if !manifest.events.is_empty() {
        lines.push(("is told", manifest.events.join(", ")));
    }
    for schedule in &manifest.schedules {
        lines.push((
            "wakes up",
            format!("{} every {} s", schedule.name, schedule.every_seconds),
        ));
    }
    if manifest.exports.iter().any(|export| export == "http") {
        lines.push(("answers", format!("/plugins/{}/", manifest.name)));
    }
    let wants = match manifest.capabilities.as_slice() {
        [] => "nothing beside its settings and the log".to_owned(),
        wanted => wanted.join(", "),
    };
    lines.push(("wants", wants));
    let brings = match brings.len() {
        0 => "no fixtures".to_owned(),
        some => format!(
            "{}, which a server plays before it takes it",
            figures::count(some, "fixture")
        ),
    };
    lines.push(("brings", brings));
    lines.push(("size", figures::size(trial.size())));
    lines.push(("loads in", figures::time(trial.loaded_in())));
    let instances = if trial.is_kept_warm() {
        "used again"
    } else {
        "one per call"
    };
    let fresh = figures::time(trial.fresh());
    lines.push(("instances", format!("{instances}: a fresh one takes {fresh}")));
    let mut text: String = lines
        .into_iter()
        .map(|(what, value)| format!("{what:<11} {value}\n"))
        .collect();
    text += "\nIt fits this server. For the server's configuration:\n\n";
    text + &section(manifest)
}

/// What the operator writes so that it may do what it wants.
fn section(manifest: &Manifest) -> String {
    let granted = manifest.capabilities.iter().filter(|wanted| *wanted != "http");
    let granted: Vec<_> = granted.map(|wanted| format!("{wanted:?}")).collect();
    let mut text = format!(
        "[[plugin]]\nname = {:?}\ngrants = [{}]\n",
        manifest.name,
        granted.join(", ")
    );
    if manifest.capabilities.iter().any(|wanted| wanted == "http") {
        text += "allow_http = []                      # the hosts that it may call, such as \"hooks.example.com\"\n";
    }
    text + "settings = {}\n"
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use super::*;

    #[test]
    fn the_section_grants_what_the_manifest_wants() {
        let manifest: Manifest = serde_json::from_value(json!({
            "name": "tariff", "version": "1", "contract": "0.1.0", "actions": {}, "capabilities": ["state", "http"]
        }))
        .unwrap();
        let text = section(&manifest);
        assert!(
            text.starts_with("[[plugin]]\nname = \"tariff\"\ngrants = [\"state\"]\nallow_http = []"),
            "{text}"
        );
        assert!(text.parse::<toml::Table>().is_ok());
    }
}
