//! Which of the offered subprotocols is spoken: the station's order decides (OCPP-J 3.1.2).

use ocpp_schemas::Version;

use crate::config::settings::OcppSettings;

/// What the offer led to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Choice {
    /// This version, to be answered with this name; no name: none was offered.
    Agreed(Version, Option<String>),
    /// Names were offered, none is known.
    Unknown,
    /// No name was offered, and there is no default.
    Missing,
}

/// Chooses from the values of all `Sec-WebSocket-Protocol` headers.
pub fn choose<'a>(offered: impl Iterator<Item = &'a str>, settings: &OcppSettings) -> Choice {
    let mut names = offered
        .flat_map(|header| header.split(','))
        .map(str::trim)
        .filter(|name| !name.is_empty())
        .peekable();
    if names.peek().is_none() {
        return settings
            .default_version
            .map_or(Choice::Missing, |version| Choice::Agreed(version, None));
    }
    names
        .find_map(|name| version_of(name, settings).map(|version| Choice::Agreed(version, Some(name.to_owned()))))
        .unwrap_or(Choice::Unknown)
}

fn version_of(name: &str, settings: &OcppSettings) -> Option<Version> {
    let standard = Version::ALL
        .iter()
        .copied()
        .find(|version| version.subprotocol() == name);
    standard.or_else(|| settings.subprotocol_aliases.get(name).copied())
}

#[cfg(test)]
mod tests {
    use ocpp_schemas::Version;

    use super::{Choice, choose};
    use crate::config::settings::Settings;

    fn agreed(version: Version, name: &str) -> Choice {
        Choice::Agreed(version, Some(name.to_owned()))
    }

    #[test]
    fn the_stations_order_decides() {
        let settings = Settings::default().ocpp;
        let offer = |names: &'static str| choose([names].into_iter(), &settings);
        assert_eq!(offer("ocpp1.6"), agreed(Version::V16, "ocpp1.6"));
        assert_eq!(offer("ocpp2.0.1, ocpp1.6"), agreed(Version::V201, "ocpp2.0.1"));
        assert_eq!(offer("ocpp0.1,ocpp2.1"), agreed(Version::V21, "ocpp2.1"));
        assert_eq!(offer("ocpp1.6.0"), agreed(Version::V16, "ocpp1.6.0"));
        assert_eq!(offer("ocpp2.0"), Choice::Unknown);
        assert_eq!(offer(""), Choice::Missing);
        assert_eq!(
            choose(["ocpp0.1", "ocpp1.6"].into_iter(), &settings),
            agreed(Version::V16, "ocpp1.6")
        );
    }

    #[test]
    fn a_default_is_for_those_that_offer_nothing() {
        let mut settings = Settings::default().ocpp;
        settings.default_version = Some(Version::V16);
        assert_eq!(
            choose(std::iter::empty(), &settings),
            Choice::Agreed(Version::V16, None)
        );
        assert_eq!(choose(["soap"].into_iter(), &settings), Choice::Unknown);
    }
}
