//! A scrape of `/metrics`, read as Prometheus reads it: samples by name and labels.

use std::collections::BTreeMap;

use crate::admin::Admin;

/// Labels by name.
pub type Labels = BTreeMap<String, String>;

/// One line.
#[derive(Debug, Clone, PartialEq)]
pub struct Sample {
    /// With its suffix, as in `ocpp_messages_total`.
    pub name: String,
    /// Its labels.
    pub labels: Labels,
    /// Its figure.
    pub value: f64,
}

/// All samples of one moment.
#[derive(Debug, Clone)]
pub struct Scrape {
    /// In the order of the page.
    pub samples: Vec<Sample>,
}

impl Scrape {
    /// Asks for the page.
    ///
    /// # Panics
    /// If it does not come.
    #[must_use]
    pub fn of(admin: &Admin) -> Self {
        Self::read(&text(admin))
    }

    /// Reads a page.
    ///
    /// # Panics
    /// If a line cannot be read.
    #[must_use]
    pub fn read(text: &str) -> Self {
        let lines = text.lines().filter(|line| !line.is_empty() && !line.starts_with('#'));
        Self {
            samples: lines.map(sample).collect(),
        }
    }

    /// The sum of all samples of a name that have these labels, among others; none: there is no such sample.
    #[must_use]
    pub fn sum(&self, name: &str, labels: &[(&str, &str)]) -> Option<f64> {
        let has = |sample: &&Sample| {
            let is_its = |(label, value): &(&str, &str)| sample.labels.get(*label).is_some_and(|own| own == value);
            sample.name == name && labels.iter().all(is_its)
        };
        let mut found = self.samples.iter().filter(has).peekable();
        found.peek()?;
        Some(found.map(|sample| sample.value).sum())
    }
}

/// The page as text.
///
/// # Panics
/// If it does not come.
#[must_use]
pub fn text(admin: &Admin) -> String {
    let reply = admin.get("/metrics");
    assert_eq!(reply.status, 200, "{reply:?}");
    reply.body.as_str().expect("text").to_owned()
}

fn sample(line: &str) -> Sample {
    let (series, value) = line.rsplit_once(' ').unwrap_or_else(|| panic!("no sample: {line}"));
    let (name, labels) = match series.split_once('{') {
        Some((name, labels)) => (name, labels.trim_end_matches('}')),
        None => (series, ""),
    };
    let label = |text: &str| {
        let (label, value) = text.split_once("=\"").unwrap_or_else(|| panic!("no label: {line}"));
        (label.to_owned(), value.trim_end_matches('"').to_owned())
    };
    // No value of ours has a comma.
    let labels = labels.split(',').filter(|text| !text.is_empty()).map(label);
    Sample {
        name: name.to_owned(),
        labels: labels.collect(),
        value: value.parse().unwrap_or_else(|_| panic!("no figure: {line}")),
    }
}
