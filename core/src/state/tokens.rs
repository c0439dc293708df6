//! Tokens of the admin API: who may use it, as what, until when. The store has the SHA-256 of their secrets alone. A
//! secret has 256 random bits, so no table of guesses can be made beforehand, and neither a salt nor a slow function
//! would add anything; that the hash is one of the whole text lets it be looked up, at the same cost for a right one
//! and a wrong one.

use std::fmt;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use super::collections::{TOKEN_USES, TOKENS};
use super::versioned::put_back;
use super::{State, Versioned, delete, key, put};
use crate::clock::Time;
use crate::store::{Page, StoreError, Write};

/// What every secret begins with, so that it is known for one wherever it turns up.
const PREFIX: &str = "ocppc_";

/// The random bytes of a secret.
const BYTES: usize = 32;

/// The longest name.
const LONGEST_NAME: usize = 64;

/// So many secrets of before stay valid at most.
const MOST_PREVIOUS: usize = 4;

/// More tokens are not kept.
pub const MOST: usize = 1000;

/// Names that stand for something else in the audit log.
const TAKEN: [&str; 5] = ["config", "local", "server", "signal", "command-line"];

/// What a token may do; each may do what those before it may.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Role {
    /// May look.
    Viewer,
    /// May change what is operated: charge points, id tags, sessions, commands.
    Operator,
    /// May do everything: also tokens, plugins, webhooks, backups, what is kept of people.
    Admin,
}

impl Role {
    /// Its word.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Viewer => "viewer",
            Self::Operator => "operator",
            Self::Admin => "admin",
        }
    }
}

impl fmt::Display for Role {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.word())
    }
}

/// The name of a token: 1 to 64 letters, digits, `.`, `_` and `-`. Names are told apart without case.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct TokenName(String);

impl TokenName {
    /// A name that may be given.
    ///
    /// # Errors
    /// What is wrong with it, in words.
    pub fn new(text: &str) -> Result<Self, String> {
        let fits = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '-');
        if text.is_empty() || text.len() > LONGEST_NAME || !text.chars().all(fits) {
            let rule = "a token's name has 1 to 64 letters, digits, `.`, `_` or `-`";
            return Err(rule.to_owned());
        }
        if TAKEN.contains(&text.to_ascii_lowercase().as_str()) {
            return Err(format!(
                "no token can have the name {text}: it stands for something else"
            ));
        }
        Ok(Self(text.to_owned()))
    }

    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    fn key(&self) -> String {
        key(&[&self.0.to_ascii_lowercase()])
    }
}

impl fmt::Display for TokenName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// The text of a token: whoever has it may do what the token may. It never prints.
#[derive(Clone, PartialEq, Eq)]
pub struct TokenSecret(String);

impl fmt::Debug for TokenSecret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("***")
    }
}

impl TokenSecret {
    /// A new one.
    ///
    /// # Errors
    /// The system has no random numbers.
    pub fn random() -> Result<Self, getrandom::Error> {
        let mut bytes = [0; BYTES];
        getrandom::fill(&mut bytes)?;
        Ok(Self(format!("{PREFIX}{}", URL_SAFE_NO_PAD.encode(bytes))))
    }

    /// The text, for whoever asked for the token.
    #[must_use]
    pub fn show(self) -> String {
        self.0
    }

    #[must_use]
    pub fn digest(&self) -> SecretDigest {
        SecretDigest::of(self.0.as_bytes())
    }
}

/// The SHA-256 of a secret, in lower-case hexadecimal.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct SecretDigest(String);

impl SecretDigest {
    #[must_use]
    pub fn of(secret: &[u8]) -> Self {
        Self(format!("{:x}", Sha256::digest(secret)))
    }

    /// One that was kept.
    #[must_use]
    pub(super) fn known(text: String) -> Self {
        Self(text)
    }

    pub(super) fn as_str(&self) -> &str {
        &self.0
    }
}

/// A token as it is kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Token {
    pub name: TokenName,
    pub role: Role,
    pub note: Option<String>,
    pub created_at: Time,
    /// The name of the token that made it, or who else did.
    pub created_by: String,
    /// From then on it is not valid; none: it stays.
    pub expires_at: Option<Time>,
    pub digest: SecretDigest,
    pub rotated_at: Option<Time>,
    /// The secrets before, those that were replaced last first.
    pub previous: Vec<PreviousSecret>,
}

/// A secret that was replaced.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct PreviousSecret {
    pub digest: SecretDigest,
    /// It is valid until then.
    pub valid_until: Time,
}

/// When a token was used last, as far as that is written down.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TokenUse {
    pub at: Time,
    /// From where.
    pub peer: Option<String>,
}

impl Token {
    #[must_use]
    pub fn has_expired(&self, now: Time) -> bool {
        self.expires_at.is_some_and(|expiry| expiry <= now)
    }

    /// It has this secret from now on; the one before stays valid until then, if that is later than now.
    pub fn rotate(&mut self, digest: SecretDigest, valid_until: Time, now: Time) {
        let digest = std::mem::replace(&mut self.digest, digest);
        self.previous.insert(0, PreviousSecret { digest, valid_until });
        self.previous.retain(|previous| previous.valid_until > now);
        self.previous.truncate(MOST_PREVIOUS);
        self.rotated_at = Some(now);
    }

    /// What of its secrets is valid, each until when.
    pub fn secrets(&self) -> impl Iterator<Item = (&SecretDigest, Option<Time>)> {
        let bounded = |until: Time| self.expires_at.map_or(until, |expiry| expiry.min(until));
        let previous = self
            .previous
            .iter()
            .map(move |one| (&one.digest, Some(bounded(one.valid_until))));
        std::iter::once((&self.digest, self.expires_at)).chain(previous)
    }
}

impl State {
    /// All tokens, in the order of their names.
    ///
    /// # Errors
    /// The store's.
    pub fn tokens(&self) -> Result<Vec<Token>, StoreError> {
        let found: Vec<(String, Token)> = self.list(TOKENS, Page::all(MOST))?;
        Ok(found.into_iter().map(|(_, token)| token).collect())
    }

    /// A token, to be written back.
    ///
    /// # Errors
    /// The store's.
    pub fn token_at(&self, name: &TokenName) -> Result<Option<Versioned<Token>>, StoreError> {
        Ok(self.get_at(TOKENS, &name.key())?.map(Versioned::from))
    }

    /// When a token was used last.
    ///
    /// # Errors
    /// The store's.
    pub fn token_use(&self, name: &TokenName) -> Result<Option<TokenUse>, StoreError> {
        self.get(TOKEN_USES, &name.key())
    }
}

/// Keeps a token, if it is still what was read.
///
/// # Errors
/// It has no JSON form.
pub fn put_token(token: &Versioned<Token>) -> Result<Write, StoreError> {
    put_back(TOKENS, token.record.name.key(), token)
}

/// Forgets a token that is still what was read, and when it was used.
#[must_use]
pub fn remove_token(token: &Versioned<Token>) -> Vec<Write> {
    let key = token.record.name.key();
    let removed = Write {
        expect: token.condition(),
        ..delete(TOKENS, key.clone())
    };
    vec![removed, delete(TOKEN_USES, key)]
}

/// Keeps when a token was used last.
///
/// # Errors
/// It has no JSON form.
pub fn put_use(name: &TokenName, used: &TokenUse) -> Result<Write, StoreError> {
    put(TOKEN_USES, name.key(), used)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]

    use chrono::TimeDelta;

    use super::*;
    use crate::clock;

    fn token(now: Time) -> (Token, TokenSecret) {
        let secret = TokenSecret::random().unwrap();
        let token = Token {
            name: TokenName::new("billing").unwrap(),
            role: Role::Viewer,
            note: None,
            created_at: now,
            created_by: "config".to_owned(),
            expires_at: None,
            digest: secret.digest(),
            rotated_at: None,
            previous: Vec::new(),
        };
        (token, secret)
    }

    #[test]
    fn a_secret_is_known_by_its_begin_and_never_prints() {
        let secret = TokenSecret::random().unwrap();
        assert_eq!(format!("{secret:?}"), "***");
        assert_ne!(secret, TokenSecret::random().unwrap());
        let text = secret.show();
        assert!(text.starts_with("ocppc_") && text.len() == 6 + 43, "{text}");
    }

    #[test]
    fn names_are_plain_and_not_those_of_others() {
        for good in ["billing", "Grafana-2", "a.b_c", &"x".repeat(64)] {
            assert!(TokenName::new(good).is_ok(), "{good}");
        }
        for bad in ["", "a b", "ä", "a/b", "config", "CONFIG", "signal", &"x".repeat(65)] {
            assert!(TokenName::new(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn secrets_of_before_are_valid_until_their_time_and_never_longer_than_the_token() {
        let now = clock::now();
        let (mut token, _) = token(now);
        let (first, hour) = (token.digest.clone(), TimeDelta::hours(1));
        token.rotate(TokenSecret::random().unwrap().digest(), now + hour, now);
        let valid: Vec<_> = token.secrets().collect();
        assert_eq!(valid.len(), 2);
        assert_eq!(valid.last(), Some(&(&first, Some(now + hour))));
        token.expires_at = Some(now + hour / 2);
        assert_eq!(token.secrets().last(), Some((&first, Some(now + hour / 2))));
        token.rotate(TokenSecret::random().unwrap().digest(), now, now);
        assert_eq!(
            token.secrets().count(),
            2,
            "the one before the last one is still in its hour"
        );
        token.rotate(TokenSecret::random().unwrap().digest(), now, now + hour);
        assert_eq!(token.secrets().count(), 1);
    }
}
