//! `profiles.toml`: servers by name, with the way to the token of each. Read, and changed so that what an operator wrote
//! beside it stays. All but `Profiles::read` is pure.
//!
//! ```toml
//! use = "depot"
//!
//! [depot]
//! server = "http://10.0.0.5:9001"
//! token_command = "pass show ocpp/depot"
//!
//! [yard]
//! server = "https://yard.example:9001"
//! ca = "/home/ana/yard.pem"
//! ```

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use serde::Deserialize;

use super::target::check_address;

/// The member that says which one is used.
const USE: &str = "use";
/// The one that is used where nobody said which.
const USUAL: &str = "default";

/// A server, and the right to change it. Of the three ways to a token at most one is said.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Profile {
    /// The operators' address.
    pub server: String,
    /// The token itself.
    pub token: Option<String>,
    /// A file that holds it.
    pub token_file: Option<PathBuf>,
    /// A command that prints it.
    pub token_command: Option<String>,
    /// A file with the authorities that are trusted beside those of the system, in PEM.
    pub ca: Option<PathBuf>,
}

/// All of them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Profiles {
    /// The one that is used where nobody says another.
    pub used: Option<String>,
    pub known: BTreeMap<String, Profile>,
}

/// Where they are; none: this user has no home.
#[must_use]
pub fn path(variable: impl Fn(&str) -> Option<String>) -> Option<PathBuf> {
    let set = |name: &str| variable(name).filter(|value| !value.is_empty());
    let folder = set("XDG_CONFIG_HOME")
        .map(PathBuf::from)
        .or_else(|| Some(PathBuf::from(set("HOME")?).join(".config")))?;
    Some(folder.join("ocpp-central").join("profiles.toml"))
}

impl Profiles {
    /// Reads a file; none that is not there.
    ///
    /// # Errors
    /// What is wrong with it, with its name.
    pub fn read(path: &Path) -> Result<Self, String> {
        let of_file = |what: &dyn std::fmt::Display| format!("{}: {what}", path.display());
        match fs::read_to_string(path) {
            Ok(text) => Self::parse(&text).map_err(|what| of_file(&what)),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(Self::default()),
            Err(error) => Err(of_file(&format!("cannot be read: {error}"))),
        }
    }

    /// Reads a text.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn parse(text: &str) -> Result<Self, String> {
        let members: BTreeMap<String, toml::Value> = toml::from_str(text).map_err(|error| error.to_string())?;
        let mut profiles = Self::default();
        for (name, value) in members {
            match value {
                toml::Value::String(used) if name == USE => profiles.used = Some(used),
                toml::Value::Table(_) if name != USE => {
                    let profile: Profile = value.try_into().map_err(|error| format!("[{name}]: {error}"))?;
                    profile.check().map_err(|what| format!("[{name}]: {what}"))?;
                    profiles.known.insert(name, profile);
                }
                _ => {
                    return Err(format!(
                        "`{name}` is no profile: one is a table with `server`, and perhaps `token`"
                    ));
                }
            }
        }
        if let Some(used) = profiles
            .used
            .as_ref()
            .filter(|used| !profiles.known.contains_key(*used))
        {
            return Err(format!("`use = \"{used}\"`: there is no [{used}]"));
        }
        Ok(profiles)
    }

    /// The one that is used where nobody says another.
    #[must_use]
    pub fn usual(&self) -> Option<&str> {
        let there = self.known.keys().find(|name| *name == USUAL);
        self.used.as_ref().or(there).map(String::as_str)
    }
}

impl Profile {
    fn check(&self) -> Result<(), String> {
        let ways = [
            self.token.is_some(),
            self.token_file.is_some(),
            self.token_command.is_some(),
        ];
        if ways.into_iter().filter(|is_said| *is_said).count() > 1 {
            return Err("say one of `token`, `token_file` and `token_command`".to_owned());
        }
        if self.server.trim().is_empty() {
            return Err("`server` is empty".to_owned());
        }
        Ok(())
    }

    fn section(&self, name: &str) -> String {
        let quoted = |text: &str| toml::Value::from(text).to_string();
        let text = |file: &Option<PathBuf>| file.as_ref().map(|file| file.display().to_string());
        let (file, ca) = (text(&self.token_file), text(&self.ca));
        let members = [
            ("server", Some(&self.server)),
            ("token", self.token.as_ref()),
            ("token_file", file.as_ref()),
            ("token_command", self.token_command.as_ref()),
            ("ca", ca.as_ref()),
        ];
        let members = members.iter().filter_map(|(name, value)| Some((name, (*value)?)));
        let lines: String = members
            .map(|(name, value)| format!("{name} = {}\n", quoted(value)))
            .collect();
        format!("[{name}]\n{lines}")
    }
}

/// A name that can stand between brackets.
///
/// # Errors
/// It cannot.
pub fn check_name(name: &str) -> Result<(), String> {
    let fits = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
    if name.is_empty() || name == USE || !name.chars().all(fits) {
        return Err(format!(
            "`{name}` cannot be the name of a profile: letters, digits, - and _, and not `{USE}`"
        ));
    }
    Ok(())
}

/// The text with one more, or another, of this name.
///
/// # Errors
/// The text, or the profile, is wrong.
pub fn with(text: &str, name: &str, profile: &Profile) -> Result<String, String> {
    check_name(name)?;
    profile.check()?;
    check_address(&profile.server)?;
    let before = cut(text, name);
    let gap = if before.trim().is_empty() { "" } else { "\n" };
    checked(format!("{}{gap}{}", ended(&before), profile.section(name)))
}

/// The text without one.
///
/// # Errors
/// The text is wrong.
pub fn without(text: &str, name: &str) -> Result<String, String> {
    let left = cut(text, name);
    let is_used = Profiles::parse(text)?.used.as_deref() == Some(name);
    checked(if is_used { put_use(&left, None) } else { left })
}

/// The text in which this one is used.
///
/// # Errors
/// There is none of this name, or the text is wrong.
pub fn using(text: &str, name: &str) -> Result<String, String> {
    checked(put_use(text, Some(name)))
}

fn checked(text: String) -> Result<String, String> {
    Profiles::parse(&text)?;
    Ok(text)
}

fn ended(text: &str) -> String {
    let text = text.trim_end();
    if text.is_empty() {
        String::new()
    } else {
        format!("{text}\n")
    }
}

/// The lines that are not of a section.
fn cut(text: &str, name: &str) -> String {
    let mut is_of_it = false;
    let mut left = String::new();
    for line in text.lines() {
        if let Some(title) = title(line) {
            is_of_it = title == name;
        }
        if !is_of_it {
            left.push_str(line);
            left.push('\n');
        }
    }
    left
}

/// The name of a section that begins here.
fn title(line: &str) -> Option<&str> {
    let line = line.split('#').next().unwrap_or(line).trim();
    let name = line.strip_prefix('[')?.strip_suffix(']')?;
    Some(name.trim().trim_matches(['"', '\'']))
}

/// The text with one line that says which is used, or none; it stands before all sections.
fn put_use(text: &str, name: Option<&str>) -> String {
    let mut is_top = true;
    let mut kept = String::new();
    for line in text.lines() {
        is_top = is_top && title(line).is_none();
        let is_use = is_top && line.split_once('=').is_some_and(|(name, _)| name.trim() == USE);
        if !is_use {
            kept.push_str(line);
            kept.push('\n');
        }
    }
    let line = name.map(|name| format!("{USE} = {}\n\n", toml::Value::from(name)));
    format!("{}{}", line.unwrap_or_default(), kept.trim_start_matches('\n'))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]

    use std::path::Path;

    use super::{Profile, Profiles, path, using, with, without};

    fn profile(server: &str, token: Option<&str>) -> Profile {
        Profile {
            server: server.to_owned(),
            token: token.map(str::to_owned),
            ..Profile::default()
        }
    }

    #[test]
    fn profiles_come_and_go_and_what_stands_beside_them_stays() {
        let one = with("", "default", &profile("http://a", Some("say \"x\""))).unwrap();
        assert_eq!(one, "[default]\nserver = \"http://a\"\ntoken = 'say \"x\"'\n");
        let two = with(&format!("# mine\n{one}"), "depot", &profile("http://b", None)).unwrap();
        let used = using(&two, "depot").unwrap();
        assert!(used.starts_with("use = \"depot\"\n\n# mine\n[default]\n"), "{used}");
        let read = Profiles::parse(&used).unwrap();
        assert_eq!((read.usual(), read.known.len()), (Some("depot"), 2));
        let again = using(&used, "default").unwrap();
        assert_eq!(again.matches("use =").count(), 1, "{again}");
        let other = with(&used, "depot", &profile("http://c", None)).unwrap();
        assert_eq!(
            Profiles::parse(&other).unwrap().known.get("depot").unwrap().server,
            "http://c"
        );
        let gone = without(&used, "depot").unwrap();
        assert!(gone.contains("# mine") && !gone.contains("depot"), "{gone}");
        assert_eq!(Profiles::parse(&gone).unwrap().usual(), Some("default"));
    }

    #[test]
    fn what_is_wrong_is_said() {
        let table = [
            ("[a]\ntoken = \"x\"", "[a]: missing field `server`"),
            (
                "[a]\nserver = \"h\"\ntoken = \"x\"\ntoken_file = \"y\"",
                "say one of `token`",
            ),
            ("[a]\nserver = \"h\"\ntokn = \"x\"", "unknown field `tokn`"),
            ("a = 1", "`a` is no profile"),
            ("use = \"b\"\n[a]\nserver = \"h\"", "there is no [b]"),
            ("[a", "TOML parse error"),
        ];
        for (text, wanted) in table {
            let complaint = Profiles::parse(text).unwrap_err();
            assert!(complaint.contains(wanted), "{complaint}");
        }
        assert!(using("", "a").is_err());
        assert!(with("", "a b", &profile("http://h", None)).is_err());
        assert!(with("", "use", &profile("http://h", None)).is_err());
        let complaint = with("", "a", &profile("foo", None)).unwrap_err();
        assert!(complaint.contains("`foo` is no address of a server"), "{complaint}");
    }

    #[test]
    fn they_are_where_this_users_configuration_is() {
        let of = |values: &'static [(&str, &str)]| {
            path(|name| {
                values
                    .iter()
                    .find(|(known, _)| *known == name)
                    .map(|(_, value)| (*value).to_owned())
            })
        };
        let place = |folder: &str| Some(Path::new(folder).join("ocpp-central/profiles.toml"));
        assert_eq!(of(&[("XDG_CONFIG_HOME", "/x"), ("HOME", "/h")]), place("/x"));
        assert_eq!(of(&[("XDG_CONFIG_HOME", ""), ("HOME", "/h")]), place("/h/.config"));
        assert_eq!(of(&[]), None);
    }
}
