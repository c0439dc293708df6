//! The actions of each version, embedded by `build/main.rs` from the data folders.

use crate::action::{Action, Description};
use crate::{Sender, Version};
use serde_json::Value;
use std::sync::OnceLock;

include!(concat!(env!("OUT_DIR"), "/embedded.rs"));

static V16: Catalogue = Catalogue::embedded(Version::V16, &V16_ACTIONS, V16_TYPES);
static V201: Catalogue = Catalogue::embedded(Version::V201, &V201_ACTIONS, V201_TYPES);
static V21: Catalogue = Catalogue::embedded(Version::V21, &V21_ACTIONS, V21_TYPES);

/// The actions of one version. Lives in the program's static data; nothing is parsed before it is used.
#[derive(Debug)]
pub struct Catalogue {
    version: Version,
    /// Sorted by name.
    actions: &'static [Action],
    types_source: &'static str,
    types: OnceLock<Value>,
}

impl Catalogue {
    const fn embedded(version: Version, actions: &'static [Action], types_source: &'static str) -> Self {
        Self {
            version,
            actions,
            types_source,
            types: OnceLock::new(),
        }
    }

    /// The catalogue of a version.
    #[must_use]
    pub fn of(version: Version) -> &'static Self {
        match version {
            Version::V16 => &V16,
            Version::V201 => &V201,
            Version::V21 => &V21,
        }
    }

    /// The version whose actions these are.
    #[must_use]
    pub const fn version(&self) -> Version {
        self.version
    }

    /// The action of this exact name, such as `BootNotification`.
    #[must_use]
    pub fn action(&self, name: &str) -> Option<&'static Action> {
        let position = self.actions.binary_search_by(|action| action.name().cmp(name)).ok()?;
        self.actions.get(position)
    }

    /// All actions, sorted by name.
    pub fn actions(&self) -> impl ExactSizeIterator<Item = &'static Action> + use<> {
        self.actions.iter()
    }

    /// The version's `types.json`: `{"$defs": {name: schema}}`, with references as they are in the file.
    #[must_use]
    pub fn types(&self) -> &Value {
        // The build has parsed the same text, so that null never comes.
        self.types
            .get_or_init(|| serde_json::from_str(self.types_source).unwrap_or_default())
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use super::*;
    use crate::Kind;

    #[test]
    fn the_versions_have_their_numbers_of_actions() {
        let counts = Version::ALL.map(|version| Catalogue::of(version).actions().len());
        assert_eq!(counts, [39, 64, 91]);
    }

    #[test]
    fn an_action_is_found_by_its_exact_name() {
        for version in Version::ALL {
            let catalogue = Catalogue::of(version);
            for action in catalogue.actions() {
                assert_eq!(catalogue.action(action.name()).unwrap().name(), action.name());
                assert_eq!(action.version(), version);
            }
            assert!(catalogue.action("bootNotification").is_none());
            assert!(catalogue.action("").is_none());
        }
    }

    #[test]
    fn directions_and_blocks_are_those_of_the_specification() {
        let boot = Catalogue::of(Version::V16).action("BootNotification").unwrap();
        assert_eq!((boot.sender(), boot.block()), (Sender::ChargePoint, "Core"));
        assert!(boot.sent_by_charge_point() && !boot.sent_by_central_system());
        let log = Catalogue::of(Version::V16).action("GetLog").unwrap();
        assert_eq!((log.sender(), log.block()), (Sender::CentralSystem, "Security"));
        assert!(!log.sent_by_charge_point() && log.sent_by_central_system());
        let data = Catalogue::of(Version::V201).action("DataTransfer").unwrap();
        assert!(data.sent_by_charge_point() && data.sent_by_central_system());
        let swap = Catalogue::of(Version::V21).action("BatterySwap").unwrap();
        assert_eq!(swap.block(), "S BatterySwap");
    }

    #[test]
    fn only_the_periodic_event_stream_is_not_answered() {
        let unconfirmed: Vec<_> = Version::ALL
            .into_iter()
            .flat_map(|version| Catalogue::of(version).actions())
            .filter(|action| !action.confirmed())
            .map(|action| (action.version(), action.name()))
            .collect();
        assert_eq!(unconfirmed, [(Version::V21, "NotifyPeriodicEventStream")]);
    }

    #[test]
    fn every_schema_compiles() {
        for action in Version::ALL
            .into_iter()
            .flat_map(|version| Catalogue::of(version).actions())
        {
            for kind in Kind::ALL {
                let exists = kind == Kind::Request || action.confirmed();
                assert_eq!(action.schema(kind).is_object(), exists, "{} {kind}", action.name());
                let verdict = action.validate(kind, &Value::Null).unwrap_err();
                assert_eq!(
                    verdict.rule,
                    if exists { "type" } else { "falseSchema" },
                    "{} {kind}",
                    action.name()
                );
            }
        }
    }
}
