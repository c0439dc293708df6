//! The one list of what a plugin can reach of the server, and what an operator grants of it.
//!
//! The list stands here, below the plugins, because a configuration is checked against it. What a capability
//! does is in its file in `plugins/sandbox/capabilities/`, which reads the same list.

use std::collections::{BTreeMap, BTreeSet};

use serde::de::Error as _;
use serde::ser::SerializeMap as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::Value;

/// Gives the list to a macro, a line for each capability: its name, the type of a call's part in it, and how it
/// is granted (a [`Grant`]).
macro_rules! with_capabilities {
    ($then:ident) => {
        $then! {
            state: StateCapability, ByName;
            settings: SettingsCapability, Always;
            log: LogCapability, Always;
            time: TimeCapability, Always;
            commands: CommandsCapability, ByName;
            directory: DirectoryCapability, ByName;
            events: EventsCapability, ByName;
            http: HttpCapability, ByHost;
        }
    };
}
pub(crate) use with_capabilities;

macro_rules! grants {
    ($($name:ident: $of_a_call:ident, $grant:ident;)*) => {
        &[$((stringify!($name), Grant::$grant)),*]
    };
}

/// How a plugin comes to a capability.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Grant {
    /// Every plugin has it.
    Always,
    /// Its name stands in `grants`.
    ByName,
    /// `allow_http` lists hosts.
    ByHost,
}

/// Every capability with how it is granted.
pub const CAPABILITIES: &[(&str, Grant)] = with_capabilities!(grants);

/// Those that may stand in `grants`, in the list's order.
pub fn by_name() -> impl Iterator<Item = &'static str> + Clone {
    let named = CAPABILITIES.iter().filter(|(_, grant)| *grant == Grant::ByName);
    named.map(|(name, _)| *name)
}

/// Those that a manifest may ask for, in the list's order.
pub fn on_request() -> impl Iterator<Item = &'static str> + Clone {
    let asked = CAPABILITIES.iter().filter(|(_, grant)| *grant != Grant::Always);
    asked.map(|(name, _)| *name)
}

/// What an operator allows a plugin beside what every plugin has. In JSON an object with `true` or `false` for each
/// capability that is granted by its name, and the list `http`; one that is not there is not granted.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Grants {
    /// Capabilities by their names.
    pub capabilities: BTreeSet<&'static str>,
    /// The hosts that it may send HTTP requests to: `host`, `host:port` or `*.domain`. None: no requests.
    pub http: Vec<String>,
}

impl Grants {
    /// Of these capabilities; a name that is none of the list is left out.
    pub fn of<'a>(names: impl IntoIterator<Item = &'a str>) -> Self {
        let known = |name: &str| by_name().find(|known| *known == name);
        Self {
            capabilities: names.into_iter().filter_map(known).collect(),
            http: Vec::new(),
        }
    }

    /// Whether a capability is granted by its name.
    #[must_use]
    pub fn allows(&self, name: &str) -> bool {
        self.capabilities.contains(name)
    }
}

impl Serialize for Grants {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        for name in by_name() {
            map.serialize_entry(name, &self.allows(name))?;
        }
        map.serialize_entry("http", &self.http)?;
        map.end()
    }
}

impl<'d> Deserialize<'d> for Grants {
    fn deserialize<D: Deserializer<'d>>(deserializer: D) -> Result<Self, D::Error> {
        let mut members = BTreeMap::<String, Value>::deserialize(deserializer)?;
        let http = members.remove("http").map(serde_json::from_value).transpose();
        let granted = members.iter().filter(|(_, value)| **value == Value::Bool(true));
        Ok(Self {
            http: http.map_err(D::Error::custom)?.unwrap_or_default(),
            ..Self::of(granted.map(|(name, _)| name.as_str()))
        })
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use super::*;

    #[test]
    fn grants_are_written_as_switches_and_hosts() {
        let grants = Grants {
            http: vec!["hooks.example.com".to_owned()],
            ..Grants::of(["events", "settings", "files"])
        };
        let text = serde_json::to_string(&grants).unwrap();
        assert!(
            text.starts_with(r#"{"state":false,"commands":false,"directory":false,"events":true,"#),
            "{text}"
        );
        assert!(text.ends_with(r#""http":["hooks.example.com"]}"#), "{text}");
        assert_eq!(serde_json::from_str::<Grants>(&text).unwrap(), grants);
        assert_eq!(serde_json::from_str::<Grants>("{}").unwrap(), Grants::default());
    }
}
