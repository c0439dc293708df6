//! The written list of differences that are meant, `tests/deliberate_differences.json`.

use ocpp_schemas::Version;
use serde::Deserialize;

const LIST: &str = include_str!("../deliberate_differences.json");

/// Which schemas reject what the others accept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Side {
    Ours,
    Official,
}

/// One thing that the rejecting side has against a payload.
#[derive(Debug)]
pub struct Objection {
    pub rejected_by: Side,
    pub rule: String,
    pub pointer: String,
    /// The offending value as JSON text.
    pub value: String,
}

/// One line of the list. What is absent matches everything.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Difference {
    version: Version,
    message: Option<String>,
    rejected_by: Side,
    rule: String,
    /// What the pointer ends in.
    at: Option<String>,
    /// The offending value as JSON text.
    value: Option<String>,
    reason: String,
    #[serde(skip)]
    hits: usize,
}

impl Difference {
    fn explains(&self, message: &str, objection: &Objection) -> bool {
        self.rejected_by == objection.rejected_by
            && self.rule == objection.rule
            && self.message.as_deref().is_none_or(|wanted| wanted == message)
            && self.at.as_deref().is_none_or(|end| objection.pointer.ends_with(end))
            && self.value.as_deref().is_none_or(|value| value == objection.value)
    }
}

/// The differences of one version, and how often each was met.
pub struct Deliberate(Vec<Difference>);

impl Deliberate {
    pub fn of(version: Version) -> Self {
        let mut list: Vec<Difference> = serde_json::from_str(LIST).unwrap();
        assert!(list.iter().all(|difference| !difference.reason.is_empty()));
        list.retain(|difference| difference.version == version);
        Self(list)
    }

    /// Whether the list explains every objection, and there is one.
    pub fn explains(&mut self, message: &str, objections: &[Objection]) -> bool {
        let mut explained = objections.iter().map(|objection| {
            let line = self
                .0
                .iter_mut()
                .find(|difference| difference.explains(message, objection));
            line.map(|difference| difference.hits += 1).is_some()
        });
        !objections.is_empty() && explained.all(|explained| explained)
    }

    /// The lines that explained nothing.
    pub fn unused(&self) -> Vec<&str> {
        let unused = self.0.iter().filter(|difference| difference.hits == 0);
        unused.map(|difference| difference.reason.as_str()).collect()
    }
}
