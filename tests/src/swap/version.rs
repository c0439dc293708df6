//! Versions of the plugin, each a component of its own: made from one text, so that hundreds are cheap.

use std::sync::Arc;

use super::PLUGIN;

/// What a version does when it is asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Answers with its name.
    Good,
    /// Traps in every call.
    Failing,
    /// Answers with its name, but runs until its deadline where the message id ends with 2 or 7.
    Slow,
    /// Traps when it is instantiated.
    TrapsAtStart,
    /// Good, for a contract that no server offers.
    OtherContract,
}

/// A version that may become the active one, or may not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Version {
    /// Unique: it is in the component, so that its digest is its own too.
    pub name: Arc<str>,
    /// What it does.
    pub kind: Kind,
}

impl Version {
    /// Number `number` of its kind.
    #[must_use]
    pub fn new(kind: Kind, number: usize) -> Self {
        let letter = match kind {
            Kind::Good => "good",
            Kind::Failing => "failing",
            Kind::Slow => "slow",
            Kind::TrapsAtStart => "trap",
            Kind::OtherContract => "other",
        };
        Self {
            name: format!("{letter}-{number}").into(),
            kind,
        }
    }

    /// Whether an answer with this name can be its own.
    #[must_use]
    pub fn says(&self, name: &str) -> bool {
        self.kind != Kind::Failing && *self.name == *name
    }

    /// Whether a call that it was asked may have failed.
    #[must_use]
    pub fn may_fail(&self) -> bool {
        matches!(self.kind, Kind::Failing | Kind::Slow)
    }

    /// The component.
    #[must_use]
    pub fn component(&self) -> Vec<u8> {
        self.component_of(PLUGIN)
    }

    /// The same as a version of another plugin.
    ///
    /// # Panics
    /// If the text is no component.
    #[must_use]
    pub fn component_of(&self, plugin: &str) -> Vec<u8> {
        let length = |text: &str| (text.len() + self.name.len()).to_string();
        let text = include_str!("version.wat")
            .replace("{{plugin}}", plugin)
            .replace("{{name}}", &self.name)
            .replace(
                "{{contract}}",
                if self.kind == Kind::OtherContract {
                    "0.2.0"
                } else {
                    "0.1.0"
                },
            )
            .replace("{{first}}", self.first())
            .replace(
                "{{start}}",
                if self.kind == Kind::TrapsAtStart {
                    TRAP_AT_START
                } else {
                    ""
                },
            )
            .replace(
                "{{authorize-length}}",
                &length(r#"{"idTagInfo":{"status":"Accepted","parentIdTag":""}}"#),
            )
            .replace(
                "{{data-transfer-length}}",
                &length(r#"{"status":"Accepted","data":""}"#),
            );
        wat::parse_str(text).unwrap_or_else(|error| panic!("{}: {error}", self.name))
    }

    /// The instructions that `handle` begins with.
    fn first(&self) -> &'static str {
        match self.kind {
            Kind::Failing => "unreachable",
            Kind::Slow => SPIN,
            Kind::Good | Kind::TrapsAtStart | Kind::OtherContract => "",
        }
    }
}

const TRAP_AT_START: &str = "(func $start unreachable) (start $start)";

/// Offset 32 is the message id. Its last digit decides: 2 is 50 in ASCII, 7 is 55.
const SPIN: &str = "(if (i32.eqz (i32.rem_u
      (i32.load8_u (i32.sub
        (i32.add (i32.load offset=32 (local.get $call)) (i32.load offset=36 (local.get $call)))
        (i32.const 1)))
      (i32.const 5)))
    (then (loop $forever (br $forever))))";

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use super::*;

    #[test]
    fn every_kind_is_a_component_and_every_number_another() {
        for kind in [
            Kind::Good,
            Kind::Failing,
            Kind::Slow,
            Kind::TrapsAtStart,
            Kind::OtherContract,
        ] {
            let (one, two) = (Version::new(kind, 1), Version::new(kind, 2));
            assert_ne!(one.component(), two.component());
            assert_eq!(one.component(), one.clone().component());
        }
    }

    #[test]
    fn a_failing_version_says_nothing() {
        assert!(Version::new(Kind::Slow, 1).says("slow-1"));
        assert!(!Version::new(Kind::Failing, 1).says("failing-1"));
    }
}
