//! Which server is meant, and with which token: flags before the profile that a flag names, before the environment,
//! before the profile that is in use. A profile's token goes to its own server alone, and its authority counts for that one
//! alone. Pure.

use std::path::PathBuf;

use ureq::http::Uri;
use ureq::http::uri::Authority;

use super::profiles::{Profile, Profiles};

/// Where a server listens that nobody has configured.
pub const STANDARD: &str = "http://127.0.0.1:9001";

/// What was said at one place.
#[derive(Debug, Clone, Default)]
pub struct Said {
    pub server: Option<String>,
    pub token: Option<String>,
    pub profile: Option<String>,
    pub ca: Option<PathBuf>,
}

/// Where a token is from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum From {
    Flag,
    Environment,
    /// The profile of this name.
    Profile(String),
}

/// The token, or the profile that leads to it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Token {
    Text(String),
    Of(Profile),
}

/// A server, and what is shown to it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Target {
    /// Without a slash at the end.
    pub server: String,
    pub token: Option<(Token, From)>,
    /// The file with the authorities that are trusted beside those of the system, where it is asked by https.
    pub ca: Option<PathBuf>,
    /// The profile that had a part in it.
    pub profile: Option<String>,
}

impl Target {
    /// Whether it is asked by https.
    #[must_use]
    pub fn is_secure(&self) -> bool {
        let scheme = self.server.split_once("://").map(|(scheme, _)| scheme);
        scheme.is_some_and(|scheme| scheme.eq_ignore_ascii_case("https"))
    }
}

/// Whether this is the address of a server.
///
/// # Errors
/// It is none, with what one is.
pub fn check_address(server: &str) -> Result<(), String> {
    let fits = |uri: &Uri| {
        let scheme = matches!(uri.scheme_str(), Some("http" | "https"));
        let authority = uri.authority().filter(|authority| !authority.as_str().contains('@'));
        let has_place = |authority: &Authority| {
            let (host, port) = (authority.host(), authority.port_u16());
            !host.is_empty() && (port.is_some() || authority.as_str() == host)
        };
        scheme && authority.is_some_and(has_place) && uri.query().is_none()
    };
    if plain(server).parse().is_ok_and(|uri| fits(&uri)) {
        return Ok(());
    }
    Err(format!(
        "`{server}` is no address of a server: that begins with http://, or with https:// where the server speaks TLS \
         (admin.tls), and has a host and perhaps a port, such as {STANDARD}"
    ))
}

/// Which one is meant.
///
/// # Errors
/// A profile was named that is not there.
pub fn choose(flags: Said, environment: Said, profiles: &Profiles) -> Result<Target, String> {
    let named = flags.profile.as_deref();
    let name = named.or(environment.profile.as_deref()).or_else(|| profiles.usual());
    let profile = match name {
        None => None,
        Some(name) => {
            let found = profiles.known.get(name).ok_or_else(|| unknown(name, profiles))?;
            Some((name.to_owned(), found))
        }
    };
    // One that a flag names is meant more than what the shell has in its environment.
    let first = profile.as_ref().filter(|_| named.is_some());
    let address = |(_, profile): &(String, &Profile)| profile.server.clone();
    let server = flags
        .server
        .or_else(|| first.map(address))
        .or(environment.server)
        .or_else(|| profile.as_ref().map(address))
        .unwrap_or_else(|| STANDARD.to_owned());
    let server = plain(&server);
    let own = profile.as_ref().filter(|(_, profile)| plain(&profile.server) == server);
    let of_profile = own.and_then(|(name, profile)| {
        let has_one = profile.token.is_some() || profile.token_file.is_some() || profile.token_command.is_some();
        has_one.then(|| (Token::Of((*profile).clone()), From::Profile(name.clone())))
    });
    let flag = flags.token.map(|token| (Token::Text(token), From::Flag));
    let variable = environment.token.map(|token| (Token::Text(token), From::Environment));
    let token = flag
        .or_else(|| of_profile.clone().filter(|_| named.is_some()))
        .or(variable)
        .or(of_profile);
    let of_profile = own.and_then(|(_, profile)| profile.ca.clone());
    let ca = flags
        .ca
        .or_else(|| of_profile.clone().filter(|_| named.is_some()))
        .or(environment.ca)
        .or(of_profile);
    Ok(Target {
        ca,
        profile: own.map(|(name, _)| name.clone()),
        server,
        token,
    })
}

fn plain(server: &str) -> String {
    server.trim().trim_end_matches('/').to_owned()
}

fn unknown(name: &str, profiles: &Profiles) -> String {
    let known: Vec<&str> = profiles.known.keys().map(String::as_str).collect();
    if known.is_empty() {
        return format!("there is no profile `{name}`: `ocpp-central profile add {name} --server URL` makes one");
    }
    format!("there is no profile `{name}`; there are {}", known.join(", "))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]

    use std::path::{Path, PathBuf};

    use super::{From, Said, Target, Token, check_address, choose};
    use crate::cli::server::profiles::Profiles;

    const FILE: &str = "use = \"depot\"\n[depot]\nserver = \"http://depot/\"\ntoken = \"of-depot\"\n\
                        [shop]\nserver = \"http://shop\"\ntoken = \"of-shop\"\n[bare]\nserver = \"http://bare\"\n";

    fn said(server: Option<&str>, token: Option<&str>, profile: Option<&str>) -> Said {
        Said {
            server: server.map(str::to_owned),
            token: token.map(str::to_owned),
            profile: profile.map(str::to_owned),
            ca: None,
        }
    }

    fn shown(target: &Target) -> (&str, Option<&str>) {
        let token = target.token.as_ref().map(|(token, _)| match token {
            Token::Text(text) => text.as_str(),
            Token::Of(profile) => profile.token.as_deref().unwrap_or_default(),
        });
        (&target.server, token)
    }

    #[test]
    fn flags_come_before_the_environment_and_that_before_the_profile() {
        let profiles = Profiles::parse(FILE).unwrap();
        let nothing = Said::default;
        let table = [
            (nothing(), nothing(), ("http://depot", Some("of-depot"))),
            (
                nothing(),
                said(None, None, Some("shop")),
                ("http://shop", Some("of-shop")),
            ),
            (
                nothing(),
                said(Some("http://e"), Some("of-e"), None),
                ("http://e", Some("of-e")),
            ),
            (
                said(Some("http://f"), Some("of-f"), None),
                said(Some("http://e"), Some("of-e"), None),
                ("http://f", Some("of-f")),
            ),
            // What a flag names is meant, whatever the shell has.
            (
                said(None, None, Some("shop")),
                said(Some("http://e"), Some("of-e"), Some("depot")),
                ("http://shop", Some("of-shop")),
            ),
            // A profile's token goes nowhere else.
            (said(Some("http://f"), None, None), nothing(), ("http://f", None)),
            (nothing(), said(Some("http://e"), None, None), ("http://e", None)),
            (
                nothing(),
                said(Some("http://depot"), None, None),
                ("http://depot", Some("of-depot")),
            ),
            (said(None, None, Some("bare")), nothing(), ("http://bare", None)),
            (
                nothing(),
                said(None, Some("of-e"), None),
                ("http://depot", Some("of-e")),
            ),
        ];
        for (flags, environment, wanted) in table {
            let target = choose(flags, environment, &profiles).unwrap();
            assert_eq!(shown(&target), wanted);
        }
        let target = choose(nothing(), nothing(), &profiles).unwrap();
        assert_eq!(target.token.unwrap().1, From::Profile("depot".to_owned()));
    }

    #[test]
    fn an_authority_counts_for_the_server_of_its_profile() {
        let file = "use = \"depot\"\n[depot]\nserver = \"https://depot\"\nca = \"/of-depot\"\n\
                    [shop]\nserver = \"https://shop\"\nca = \"/of-shop\"\n";
        let profiles = Profiles::parse(file).unwrap();
        let with = |said: Said, ca: Option<&str>| Said {
            ca: ca.map(PathBuf::from),
            ..said
        };
        let (nothing, shop) = (Said::default, || said(None, None, Some("shop")));
        let elsewhere = || said(Some("https://other"), None, None);
        let table = [
            (nothing(), nothing(), Some("/of-depot")),
            (with(nothing(), Some("/f")), with(nothing(), Some("/e")), Some("/f")),
            (nothing(), with(nothing(), Some("/e")), Some("/e")),
            (shop(), with(nothing(), Some("/e")), Some("/of-shop")),
            (elsewhere(), nothing(), None),
            (elsewhere(), with(nothing(), Some("/e")), Some("/e")),
        ];
        for (flags, environment, wanted) in table {
            let target = choose(flags, environment, &profiles).unwrap();
            assert_eq!(target.ca.as_deref(), wanted.map(Path::new), "{target:?}");
        }
    }

    #[test]
    fn an_address_has_a_scheme_and_a_host() {
        for good in [
            super::STANDARD,
            "https://depot",
            "https://depot.example:9001/",
            "https://[::1]:9001",
            "http://proxy/ocpp",
        ] {
            assert_eq!(check_address(good), Ok(()), "{good}");
        }
        for bad in [
            "",
            "foo",
            "depot:9001",
            "ws://depot",
            "https://",
            "https:depot",
            "http://a b",
            "http://user:secret@depot",
            "http://depot?x=1",
            "http://depot:99999999",
        ] {
            let complaint = check_address(bad).unwrap_err();
            assert!(complaint.contains("is no address of a server"), "{complaint}");
        }
    }

    #[test]
    fn without_profiles_it_is_the_server_of_this_machine() {
        let none = Profiles::default();
        let target = choose(Said::default(), Said::default(), &none).unwrap();
        assert_eq!(shown(&target), (super::STANDARD, None));
        let complaint = choose(said(None, None, Some("x")), Said::default(), &none).unwrap_err();
        assert!(
            complaint.contains("`ocpp-central profile add x --server URL`"),
            "{complaint}"
        );
        let known = Profiles::parse(FILE).unwrap();
        let complaint = choose(said(None, None, Some("x")), Said::default(), &known).unwrap_err();
        assert!(complaint.contains("there are bare, depot, shop"), "{complaint}");
    }
}
