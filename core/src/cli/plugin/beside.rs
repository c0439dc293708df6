//! A version that is to be tried beside the active one: where it comes from, and how the server is told.

use std::path::PathBuf;

use serde_json::{Value, json};

use super::component_file::ComponentFile;
use super::failed::{Failed, unusable};
use super::server::Server;
use super::upload::{self, Signing};
use crate::plugins::testbench;

/// What `plugin shadow` and `plugin canary` share.
#[derive(Debug, clap::Args)]
pub struct Beside {
    /// A component, or a project's folder; this folder if left out
    #[arg(conflicts_with = "wanted")]
    file: Option<PathBuf>,
    /// Uploads nothing, and tries a version that the server has: the version, its digest, or how that
    /// begins (8 digits or more); `plugin list` has them
    #[arg(long = "version", value_name = "VERSION", requires = "name")]
    wanted: Option<String>,
    /// The plugin that --version is about
    #[arg(long, requires = "wanted")]
    name: Option<String>,
    #[command(flatten)]
    signing: Signing,
    #[command(flatten)]
    server: Server,
}

/// A trial that has begun.
pub struct Begun {
    /// The plugin.
    pub name: String,
    /// The version on trial, as people name it.
    pub version: String,
    /// The active one.
    pub active: String,
}

impl Beside {
    /// Uploads the version, unless the server has it, and posts what is wanted to `/plugins/NAME/HOW`.
    ///
    /// # Errors
    /// What is wrong with the component, or the server's: no such plugin or version, what cannot be tried.
    pub fn begin(&self, how: &str, mut body: Value) -> Result<Begun, Failed> {
        let file = match &self.wanted {
            Some(_) => None,
            None => Some(ComponentFile::read(self.file.as_deref())?),
        };
        let name = match (&self.name, &file) {
            (Some(name), _) => name.clone(),
            (None, Some(file)) => testbench::read_manifest(&file.stem(), &file.bytes)?.name,
            (None, None) => return Err(unusable("--version needs --name")),
        };
        testbench::check_name(&name).map_err(|error| unusable(&error))?;
        let path = format!("/plugins/{name}");
        // Before anything is uploaded.
        let active = self.server.find(&path)?.ok_or_else(|| nothing_active(&name))?;
        let wanted = match (&self.wanted, file) {
            (None, Some(file)) => {
                let path = format!("{path}?activate=false");
                let uploaded = upload::put(&self.server, &path, file, &self.signing)?;
                uploaded.get("digest").cloned().unwrap_or_default()
            }
            (wanted, _) => json!(wanted),
        };
        if let Some(members) = body.as_object_mut() {
            members.insert("version".to_owned(), wanted);
        }
        let version = self.server.post(&format!("{path}/{how}"), &body)?;
        Ok(Begun {
            name,
            version: upload::shown(&version),
            active: upload::shown(&active),
        })
    }
}

fn nothing_active(name: &str) -> Failed {
    Failed::Refused(format!(
        "error: that server has no active version of {name} that another could be tried beside.\n\
         `ocpp-central plugin push` makes this one the active version; `plugin list` says what is there."
    ))
}
