//! What is known of makes of chargers beside the specification: profiles as data, by vendor, model and firmware.
//! `config/quirks.toml` is the shipped file, and says what each key means.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::path::Path;
use std::str::FromStr as _;
use std::time::Duration;

use ocpp_schemas::Version;
use serde::{Deserialize, Deserializer, de};

use super::glob;
use super::problem::What;
use super::typed::{Reading, Typed};
use super::units;
use super::zone::Zone;

/// The file that comes with the program.
const SHIPPED: &str = include_str!("../../../config/quirks.toml");

/// The profiles in their order.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Quirks {
    #[serde(default, rename = "quirk")]
    pub(super) all: Vec<Quirk>,
}

/// One profile.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Quirk {
    /// As operators are told.
    #[serde(default)]
    pub(super) name: Option<String>,
    #[serde(default = "any")]
    pub(super) vendor: String,
    #[serde(default = "any")]
    pub(super) model: String,
    #[serde(default = "any")]
    pub(super) firmware: String,
    #[serde(default, deserialize_with = "version")]
    pub(super) version: Option<Version>,
    #[serde(default, deserialize_with = "version")]
    pub(super) default_version: Option<Version>,
    #[serde(default, deserialize_with = "optional_duration")]
    pub(super) ping_interval: Option<Option<Duration>>,
    #[serde(default, deserialize_with = "duration")]
    pub(super) settle_delay: Option<Duration>,
    #[serde(default)]
    pub(super) time_zone: Option<Zone>,
    #[serde(default)]
    pub(super) plain_password: Option<bool>,
    #[serde(default)]
    pub(super) silent: Option<BTreeSet<String>>,
    #[serde(default)]
    pub(super) tag: Option<TagRules>,
}

/// A charger as far as it is known: before it has booted, that is its version alone.
#[derive(Debug, Clone, Copy, Default)]
pub struct Make<'a> {
    /// From the BootNotification, or empty.
    pub vendor: &'a str,
    /// From the BootNotification, or empty.
    pub model: &'a str,
    /// From the BootNotification, or empty.
    pub firmware: &'a str,
    /// Of its connection; none before that is agreed on.
    pub version: Option<Version>,
}

impl Quirk {
    pub(super) fn fits(&self, make: Make<'_>) -> bool {
        let same_version = self.version.is_none_or(|version| make.version == Some(version));
        same_version
            && fits(&self.vendor, make.vendor)
            && fits(&self.model, make.model)
            && fits(&self.firmware, make.firmware)
    }
}

/// What holds for a charger.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Manners {
    /// The version where it offers no subprotocol.
    pub default_version: Option<Version>,
    /// Instead of `connection.ping_interval`; within: none, never.
    pub ping_interval: Option<Option<Duration>>,
    /// Instead of `connection.settle_delay`.
    pub settle_delay: Option<Duration>,
    /// Of times that name none.
    pub zone: Zone,
    /// 1.6: it takes a password as it is, and not as hexadecimal digits.
    pub plain_password: bool,
    /// Repairs that are no events.
    pub silent: BTreeSet<String>,
    /// What becomes of id tags.
    pub tag: TagRules,
}

/// What becomes of an id tag before it is looked up.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct TagRules {
    pub(super) blanks: Blanks,
    pub(super) case: Case,
    pub(super) prefix: Vec<String>,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum Blanks {
    #[default]
    Ends,
    All,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum Case {
    #[default]
    Keep,
    Upper,
    Lower,
}

impl TagRules {
    /// Nothing but the blanks at the ends.
    pub const PLAIN: &'static Self = &Self {
        blanks: Blanks::Ends,
        case: Case::Keep,
        prefix: Vec::new(),
    };

    /// The tag as it is looked up.
    #[must_use]
    pub fn apply<'t>(&self, tag: &'t str) -> Cow<'t, str> {
        let bare = tag.trim_matches(|c: char| c.is_whitespace() || c.is_control());
        let begins = |prefix: &&String| {
            let head = bare.get(..prefix.len());
            head.is_some_and(|head| head.eq_ignore_ascii_case(prefix))
        };
        let bare = match self.prefix.iter().find(begins) {
            Some(prefix) => bare.get(prefix.len()..).unwrap_or(bare),
            None => bare,
        };
        let joined = match self.blanks {
            Blanks::Ends => Cow::Borrowed(bare),
            Blanks::All => {
                let kept = |c: &char| !c.is_whitespace() && !matches!(c, '-' | ':' | '.');
                Cow::Owned(bare.chars().filter(kept).collect())
            }
        };
        match self.case {
            Case::Keep => joined,
            Case::Upper => Cow::Owned(joined.to_uppercase()),
            Case::Lower => Cow::Owned(joined.to_lowercase()),
        }
    }
}

impl Quirks {
    /// Those that come with the program.
    #[must_use]
    pub fn shipped() -> Self {
        // A test holds that the file can be read.
        Self::parse(SHIPPED).unwrap_or_default()
    }

    /// A file's text.
    ///
    /// # Errors
    /// What is wrong with it, and where.
    pub fn parse(text: &str) -> Result<Self, String> {
        toml::from_str(text).map_err(|error| error.to_string())
    }

    fn load(path: &Path) -> Result<Self, String> {
        let text =
            std::fs::read_to_string(path).map_err(|error| format!("{} cannot be read: {error}", path.display()))?;
        Self::parse(&text).map_err(|error| format!("{}: {error}", path.display()))
    }

    /// What holds for a charger.
    #[must_use]
    pub fn of(&self, make: Make<'_>) -> Manners {
        let mut manners = Manners::default();
        let (mut zone, mut silent, mut tag, mut plain) = (None, None, None, None);
        for quirk in self.all.iter().filter(|quirk| quirk.fits(make)) {
            manners.default_version = manners.default_version.or(quirk.default_version);
            manners.ping_interval = manners.ping_interval.or(quirk.ping_interval);
            manners.settle_delay = manners.settle_delay.or(quirk.settle_delay);
            zone = zone.or(quirk.time_zone);
            plain = plain.or(quirk.plain_password);
            silent = silent.or(quirk.silent.as_ref());
            tag = tag.or(quirk.tag.as_ref());
        }
        manners.zone = zone.unwrap_or_default();
        manners.plain_password = plain.unwrap_or_default();
        manners.silent = silent.cloned().unwrap_or_default();
        manners.tag = tag.cloned().unwrap_or_default();
        manners
    }
}

/// `"shipped"`, `"none"`, or a file.
pub fn read(typed: Typed<'_>) -> Reading<Quirks> {
    match typed.text() {
        Some("shipped") => Ok(Quirks::shipped()),
        Some("none") => Ok(Quirks::default()),
        Some(path) if !path.is_empty() => {
            Quirks::load(Path::new(path)).or_else(|reason| typed.mistake(What::Refused(reason)))
        }
        _ => typed.wrong("\"shipped\", \"none\" or a file"),
    }
}

/// Whether a text fits a pattern. Case does not count.
fn fits(pattern: &str, text: &str) -> bool {
    glob::fits(&pattern.to_lowercase(), &text.to_lowercase())
}

fn any() -> String {
    "*".to_owned()
}

fn version<'de, D: Deserializer<'de>>(from: D) -> Result<Option<Version>, D::Error> {
    let text = String::deserialize(from)?;
    let version = Version::from_str(&text).map_err(|_| de::Error::custom("must be \"1.6\", \"2.0.1\" or \"2.1\""))?;
    Ok(Some(version))
}

fn duration<'de, D: Deserializer<'de>>(from: D) -> Result<Option<Duration>, D::Error> {
    let text = String::deserialize(from)?;
    let duration = units::duration(&text).ok_or_else(|| de::Error::custom("must be a duration such as \"5s\""))?;
    Ok(Some(duration))
}

fn optional_duration<'de, D: Deserializer<'de>>(from: D) -> Result<Option<Option<Duration>>, D::Error> {
    let text = String::deserialize(from)?;
    if text == "none" {
        return Ok(Some(None));
    }
    match units::duration(&text).filter(|duration| !duration.is_zero()) {
        Some(duration) => Ok(Some(Some(duration))),
        None => Err(de::Error::custom("must be \"none\" or a duration such as \"30s\"")),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]

    use std::time::Duration;

    use ocpp_schemas::Version;

    use super::{Make, Quirks, SHIPPED, fits};
    use crate::config::zone::Zone;

    fn make<'a>(vendor: &'a str, model: &'a str, firmware: &'a str) -> Make<'a> {
        Make {
            vendor,
            model,
            firmware,
            version: None,
        }
    }

    #[test]
    fn a_profile_of_a_version_holds_before_the_boot() {
        let text = r#"
            [[quirk]]
            version = "1.6"
            ping_interval = "none"
            [[quirk]]
            settle_delay = "3s"
        "#;
        let quirks = Quirks::parse(text).unwrap();
        let of = |version| {
            quirks.of(Make {
                version,
                ..Make::default()
            })
        };
        assert_eq!(of(Some(Version::V16)).ping_interval, Some(None));
        assert_eq!(of(Some(Version::V201)).ping_interval, None);
        assert_eq!(of(None).ping_interval, None);
        assert_eq!(of(None).settle_delay, Some(Duration::from_secs(3)), "of any make");
    }

    #[test]
    fn the_shipped_file_is_read() {
        let quirks = Quirks::parse(SHIPPED).unwrap();
        assert!(!quirks.all.is_empty());
        assert_eq!(quirks.of(make("en+ technologies", "AC", "1")).ping_interval, Some(None));
        assert!(quirks.of(make("Zaptec", "Pro", "1")).plain_password);
        assert_eq!(quirks.of(make("Nobody", "", "")), super::Manners::default());
        assert_eq!(quirks.of(Make::default()), super::Manners::default());
    }

    #[test]
    fn the_first_word_of_each_key_counts() {
        let text = r#"
            [[quirk]]
            vendor = "V*"
            firmware = "1.*"
            settle_delay = "3s"
            [[quirk]]
            vendor = "vendor"
            settle_delay = "9s"
            time_zone = "+02:00"
            [quirk.tag]
            blanks = "all"
            case = "upper"
            prefix = ["0x"]
        "#;
        let manners = Quirks::parse(text).unwrap().of(make("Vendor", "M", "1.7"));
        assert_eq!(manners.settle_delay, Some(Duration::from_secs(3)));
        assert_eq!(manners.zone, Zone::parse("+02:00").unwrap());
        assert_eq!(manners.tag.apply(" 0Xa1:b2 c3\0"), "A1B2C3");
        assert_eq!(super::TagRules::PLAIN.apply(" a1 b2 "), "a1 b2");
    }

    #[test]
    fn what_is_wrong_is_said() {
        for (text, word) in [
            ("[[quirk]]\nsettle = \"3s\"", "unknown field"),
            ("[[quirk]]\nsettle_delay = \"3\"", "a duration"),
            ("[[quirk]]\ntime_zone = \"Berlin\"", "Europe/Berlin"),
        ] {
            let error = Quirks::parse(text).unwrap_err();
            assert!(error.contains(word), "{error}");
        }
    }

    #[test]
    fn patterns_fit_without_case() {
        assert!(fits("abc", "ABC") && fits("*terra*", "ABB Terra AC"));
        assert!(!fits("a*", "ba"));
    }
}
