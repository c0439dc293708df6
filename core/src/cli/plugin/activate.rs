//! `plugin activate`: one of the kept versions becomes the active one.

use std::io::Write;

use serde_json::{Value, json};

use super::failed::{Failed, unusable};
use super::rollback::activated;
use super::server::Server;
use crate::cli::Exit;
use crate::plugins::trial;

/// What `plugin activate` takes.
#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// The plugin
    name: String,
    /// The version, or the first letters of its digest; `plugin list` has both
    version: String,
    #[command(flatten)]
    server: Server,
}

impl Arguments {
    /// Finds the version, and has the server activate it.
    ///
    /// # Errors
    /// No such plugin, no such version, or several that fit.
    pub fn run(&self, output: &mut impl Write) -> Result<Exit, Failed> {
        trial::check_name(&self.name).map_err(|error| unusable(&error))?;
        let path = format!("/plugins/{}", self.name);
        let status = self.server.get(&path)?;
        let digest = chosen(&status, &self.version)
            .map_err(|reason| Failed::Refused(format!("error: {} {}: {reason}", self.name, self.version)))?;
        let version = self
            .server
            .post(&format!("{path}/activate"), &json!({"digest": digest}))?;
        writeln!(output, "{}", activated(&self.name, &version))?;
        Ok(Exit::Done)
    }
}

/// The digest of the one version that is meant.
fn chosen(status: &Value, wanted: &str) -> Result<String, String> {
    let versions = status.get("versions").and_then(Value::as_array);
    let text = |version: &Value, member: &str| {
        version
            .get(member)
            .and_then(Value::as_str)
            .unwrap_or_default()
            .to_owned()
    };
    let mut known: Vec<_> = Vec::new();
    for version in versions.into_iter().flatten() {
        known.push((text(version, "version"), text(version, "digest")));
    }
    let fits = |(version, digest): &&(String, String)| {
        version == wanted || (wanted.len() >= 4 && digest.starts_with(&wanted.to_ascii_lowercase()))
    };
    let found: Vec<_> = known.iter().filter(fits).collect();
    let shown = |(version, digest): &(String, String)| format!("{version} ({})", digest.get(..12).unwrap_or(digest));
    match found.as_slice() {
        [(_, digest)] => Ok(digest.clone()),
        [] => {
            let known: Vec<_> = known.iter().map(shown).collect();
            Err(format!("no such version is kept; there are {}", known.join(", ")))
        }
        several => {
            let several: Vec<_> = several.iter().map(|found| shown(found)).collect();
            Err(format!(
                "several versions fit, name one by its digest: {}",
                several.join(", ")
            ))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_version_is_named_by_number_or_digest() {
        let status = json!({"versions": [
            {"version": "1.0.0", "digest": "abcdef0123456789"}, {"version": "1.0.0", "digest": "abcd000000000000"},
            {"version": "0.9.0", "digest": "9999999999999999"}
        ]});
        let digest = |text: &str| Ok(text.to_owned());
        assert_eq!(chosen(&status, "0.9.0"), digest("9999999999999999"));
        assert_eq!(chosen(&status, "ABCDE"), digest("abcdef0123456789"));
        assert!(chosen(&status, "1.0.0").is_err_and(|reason| reason.starts_with("several")));
        assert!(chosen(&status, "2").is_err_and(|reason| reason.contains("0.9.0 (999999999999)")));
    }
}
