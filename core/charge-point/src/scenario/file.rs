//! Reads a scenario's file; what is wrong with it is told with its line.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use ocpp_schemas::Version;
use serde::Deserialize;
use toml::Spanned;

use super::ScenarioError;
use super::step::{Form, Step};
use crate::client::SecurityFiles;
use crate::station::{Quirk, StationOptions};

/// A scenario that was read.
#[derive(Debug)]
pub struct Scenario {
    pub(super) file: PathBuf,
    pub(super) steps: Vec<(usize, Step)>,
    charge_point: ChargePoint,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Text {
    steps: Vec<Spanned<toml::Value>>,
    #[serde(default)]
    charge_point: ChargePoint,
}

/// What the charge point is; flags count more.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct ChargePoint {
    version: Option<Version>,
    connectors: Option<u16>,
    vendor: Option<String>,
    model: Option<String>,
    quirk: Option<String>,
    settings: BTreeMap<String, String>,
    security: SecurityFiles,
}

impl Scenario {
    /// Reads a file.
    ///
    /// # Errors
    /// It cannot be read, or what is wrong with it.
    pub fn read(file: &Path) -> Result<Self, ScenarioError> {
        let text = std::fs::read_to_string(file).map_err(|error| ScenarioError {
            file: file.to_owned(),
            line: 0,
            reason: format!("it cannot be read: {error}"),
        })?;
        Self::parse(&text, file)
    }

    /// Reads a text; `file` is what errors name.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn parse(text: &str, file: &Path) -> Result<Self, ScenarioError> {
        let wrong = |offset: usize, reason: String| ScenarioError {
            file: file.to_owned(),
            line: line_of(text, offset),
            reason,
        };
        let read: Text = toml::from_str(text).map_err(|error| {
            let offset = error.span().map_or(0, |span| span.start);
            wrong(offset, error.message().to_owned())
        })?;
        let mut steps = Vec::new();
        for form in read.steps {
            let offset = form.span().start;
            let step = Form::of(form.into_inner()).and_then(Step::read);
            let step = step.map_err(|reason| wrong(offset, reason))?;
            steps.push((line_of(text, offset), step));
        }
        if let Some(quirk) = &read.charge_point.quirk {
            quirk.parse::<Quirk>().map_err(|reason| wrong(0, reason))?;
        }
        Ok(Self {
            file: file.to_owned(),
            steps,
            charge_point: read.charge_point,
        })
    }

    /// The version that it is for.
    #[must_use]
    pub fn version(&self) -> Option<Version> {
        self.charge_point.version
    }

    /// How it connects; the files' names are relative to the scenario's own.
    #[must_use]
    pub fn security(&self) -> SecurityFiles {
        let folder = self.file.parent().unwrap_or_else(|| Path::new(""));
        self.charge_point.security.beside(folder)
    }

    /// Makes of a charge point what the scenario wants.
    pub fn shape(&self, options: &mut StationOptions) {
        let wanted = &self.charge_point;
        options.connectors = wanted.connectors.unwrap_or(options.connectors);
        options.vendor = wanted.vendor.clone().unwrap_or_else(|| options.vendor.clone());
        options.model = wanted.model.clone().unwrap_or_else(|| options.model.clone());
        options.quirk = wanted
            .quirk
            .as_deref()
            .and_then(|quirk| quirk.parse().ok())
            .or(options.quirk);
        for (name, value) in &wanted.settings {
            options.settings.entry(name.clone()).or_insert_with(|| value.clone());
        }
    }

    /// How many steps it has.
    #[must_use]
    pub fn len(&self) -> usize {
        self.steps.len()
    }

    /// Whether it has none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.steps.is_empty()
    }
}

fn line_of(text: &str, offset: usize) -> usize {
    text.bytes().take(offset).filter(|byte| *byte == b'\n').count() + 1
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]

    use std::path::Path;

    use super::{Scenario, StationOptions, Version};

    fn parse(text: &str) -> Result<Scenario, String> {
        Scenario::parse(text, Path::new("day.toml")).map_err(|error| error.to_string())
    }

    #[test]
    fn steps_have_their_lines() {
        let text = "steps = [\n  \"plug 1\",\n\n  { expect = \"Authorize\" },\n]\n[charge_point]\nversion = \"2.1\"\nconnectors = 3\n";
        let scenario = parse(text).unwrap();
        let lines: Vec<_> = scenario.steps.iter().map(|(line, _)| *line).collect();
        assert_eq!((lines, scenario.version()), (vec![2, 4], Some(Version::V21)));
        let mut options = StationOptions::new("CP1", Version::V21);
        scenario.shape(&mut options);
        assert_eq!(options.connectors, 3);
    }

    #[test]
    fn files_lie_beside_the_scenario() {
        let text = "steps = []\n[charge_point.security]\nprofile = 3\nca = \"ca.pem\"\nkey = \"/keys/{id}.pem\"";
        let scenario = Scenario::parse(text, Path::new("days/monday.toml")).unwrap();
        let security = scenario.security();
        assert_eq!(security.profile, Some(3));
        assert_eq!(security.ca.as_deref(), Some(Path::new("days/ca.pem")));
        assert_eq!(security.key.as_deref(), Some(Path::new("/keys/{id}.pem")));
    }

    #[test]
    fn what_is_wrong_has_its_line_and_says_what_to_do() {
        for (text, words) in [
            ("steps = [\n\"fly\"]", "day.toml:2: `fly` is not known here"),
            ("steps = [\n\n\"wait long\"]", "day.toml:3: `long` is no time"),
            ("steps = [\n\"expect status 1\"]", "day.toml:2: "),
            (
                "steps = [\n{ expect = \"A\", payloads = 1 }]",
                "day.toml:2: unknown field `payloads`",
            ),
            ("steps = []\ncolour = 1", "day.toml:2: unknown field `colour`"),
            ("steps = [", "day.toml:1: "),
        ] {
            let error = parse(text).unwrap_err();
            assert!(error.starts_with(words), "{text}: {error}");
        }
    }
}
