//! Logins of browsers: each is a random text in a cookie, which stands for the token that was said once. The store has
//! the SHA-256 of the text alone, as with tokens, and that of the token's secret: a login ends with it.

use std::fmt;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::TimeDelta;
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use super::collections::LOGINS;
use super::tokens::{Role, SecretDigest};
use super::{State, delete, key, put};
use crate::clock::Time;
use crate::store::{Page, StoreError, Write};

/// The random bytes of the text.
const BYTES: usize = 32;

/// What stands before the text where its second secret is made of it.
const CHANGES: &[u8] = b"ocpp-central.csrf.";

/// A login that nobody uses ends after so long.
pub const IDLE: TimeDelta = TimeDelta::hours(12);

/// It is written down so much later that it goes on.
const STEP: TimeDelta = TimeDelta::hours(1);

/// However much it is used, it ends after so long.
pub const LONGEST: TimeDelta = TimeDelta::days(7);

/// More logins are not kept: the one that would end first goes.
pub const MOST: usize = 1000;

/// The text in the cookie. It never prints.
#[derive(Clone, PartialEq, Eq)]
pub struct LoginSecret(String);

impl fmt::Debug for LoginSecret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("***")
    }
}

impl LoginSecret {
    /// A new one.
    ///
    /// # Errors
    /// The system has no random numbers.
    pub fn random() -> Result<Self, getrandom::Error> {
        let mut bytes = [0; BYTES];
        getrandom::fill(&mut bytes)?;
        Ok(Self(URL_SAFE_NO_PAD.encode(bytes)))
    }

    /// What came in a cookie.
    #[must_use]
    pub fn of(text: &str) -> Self {
        Self(text.to_owned())
    }

    /// The text, for the cookie.
    #[must_use]
    pub fn show(&self) -> &str {
        &self.0
    }

    /// Under which it is known.
    #[must_use]
    pub fn digest(&self) -> SecretDigest {
        SecretDigest::of(self.0.as_bytes())
    }

    /// What a page says with each change. It follows from the text, which no page can read, and does not tell it.
    #[must_use]
    pub fn csrf_token(&self) -> CsrfToken {
        let digest = Sha256::new().chain_update(CHANGES).chain_update(&self.0).finalize();
        CsrfToken(URL_SAFE_NO_PAD.encode(digest))
    }
}

/// What a page says with each change, so that no page of others makes one with its cookie.
#[derive(Clone)]
pub struct CsrfToken(String);

impl fmt::Debug for CsrfToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("***")
    }
}

impl CsrfToken {
    /// Whether this is it; it takes as long for a wrong one.
    #[must_use]
    pub fn is(&self, said: &[u8]) -> bool {
        Sha256::digest(said) == Sha256::digest(&self.0)
    }

    /// The text, for the page.
    #[must_use]
    pub fn show(self) -> String {
        self.0
    }
}

/// A login as it is kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Login {
    /// The name of the token that was said.
    pub token: String,
    /// Of the token's text: when this is valid no more, neither is the login.
    pub secret: SecretDigest,
    /// The token's; with another one the login is none.
    pub role: Role,
    /// From where.
    pub peer: Option<String>,
    pub began_at: Time,
    pub ends_at: Time,
}

impl Login {
    #[must_use]
    pub fn is_over(&self, now: Time) -> bool {
        self.ends_at <= now
    }

    /// It is used: whether that moves its end by enough to be written down.
    pub fn is_used(&mut self, now: Time) -> bool {
        let end = (now + IDLE).min(self.began_at + LONGEST);
        let moves = end - self.ends_at >= STEP;
        if moves {
            self.ends_at = end;
        }
        moves
    }
}

impl State {
    /// All logins with what they are known under.
    ///
    /// # Errors
    /// The store's.
    pub fn logins(&self) -> Result<Vec<(SecretDigest, Login)>, StoreError> {
        // A crash between two writes may leave one more.
        let found: Vec<(String, Login)> = self.list(LOGINS, Page::all(2 * MOST))?;
        let known = found.into_iter().map(|(key, login)| (SecretDigest::known(key), login));
        Ok(known.collect())
    }
}

/// Keeps a login.
///
/// # Errors
/// It has no JSON form.
pub fn put_login(digest: &SecretDigest, login: &Login) -> Result<Write, StoreError> {
    put(LOGINS, key(&[digest.as_str()]), login)
}

/// Forgets a login.
#[must_use]
pub fn remove_login(digest: &SecretDigest) -> Write {
    delete(LOGINS, key(&[digest.as_str()]))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]

    use super::*;
    use crate::clock;

    #[test]
    fn the_second_secret_is_bound_to_the_first_and_neither_prints() {
        let (one, other) = (LoginSecret::random().unwrap(), LoginSecret::random().unwrap());
        assert_ne!(one, other);
        let csrf = one.csrf_token();
        assert_eq!(format!("{one:?} {csrf:?}"), "*** ***");
        let said = csrf.clone().show();
        assert!(csrf.is(said.as_bytes()) && LoginSecret::of(one.show()).csrf_token().is(said.as_bytes()));
        assert!(!other.csrf_token().is(said.as_bytes()) && !csrf.is(one.show().as_bytes()) && !csrf.is(b""));
    }

    #[test]
    fn a_login_goes_on_while_it_is_used_and_ends_after_a_week() {
        let began_at = clock::now();
        let mut login = Login {
            token: "desk".to_owned(),
            secret: SecretDigest::of(b"x"),
            role: Role::Operator,
            peer: None,
            began_at,
            ends_at: began_at + IDLE,
        };
        let at = |hours| began_at + TimeDelta::hours(hours);
        assert!(!login.is_used(began_at + TimeDelta::minutes(59)), "not worth a write");
        assert!(login.is_used(at(1)));
        assert_eq!(login.ends_at, at(13));
        assert!(!login.is_over(at(12)) && login.is_over(at(13)));
        assert!(login.is_used(at(160)));
        assert_eq!(login.ends_at, began_at + LONGEST);
        assert!(!login.is_used(at(167)) && login.is_over(at(168)));
    }
}
