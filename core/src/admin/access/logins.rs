//! The logins in force: looked up by the SHA-256 of what is in the cookie. They are in the store, so that a restart
//! logs nobody out, and in memory, because each request of a page is one look.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use crate::clock::Time;
use crate::state::logins::{Login, MOST, put_login, remove_login};
use crate::state::tokens::SecretDigest;
use crate::store::{StoreError, Write};

/// All of them.
#[derive(Debug, Default)]
pub struct Logins {
    known: Mutex<HashMap<SecretDigest, Login>>,
}

impl Logins {
    /// Those that were kept.
    #[must_use]
    pub fn of(kept: Vec<(SecretDigest, Login)>) -> Self {
        Self {
            known: Mutex::new(kept.into_iter().collect()),
        }
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<SecretDigest, Login>> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// One more; what is to be written for it. Where there are too many, the one that ends first goes.
    ///
    /// # Errors
    /// It has no JSON form.
    pub fn begin(&self, digest: SecretDigest, login: Login) -> Result<Vec<Write>, StoreError> {
        let mut writes = vec![put_login(&digest, &login)?];
        let mut known = self.lock();
        if known.len() >= MOST {
            let first = known.iter().min_by_key(|(_, login)| login.ends_at);
            if let Some(digest) = first.map(|(digest, _)| digest.clone()) {
                writes.push(remove_login(&digest));
                known.remove(&digest);
            }
        }
        known.insert(digest, login);
        Ok(writes)
    }

    /// The login as it is used now, if it is one that holds; what is to be written because of it.
    ///
    /// # Errors
    /// It has no JSON form.
    pub fn take(
        &self,
        digest: &SecretDigest,
        now: Time,
        holds: impl Fn(&Login) -> bool,
    ) -> Result<(Option<Login>, Option<Write>), StoreError> {
        let mut known = self.lock();
        let Some(login) = known.get_mut(digest) else {
            return Ok((None, None));
        };
        if login.is_over(now) || !holds(login) {
            known.remove(digest);
            return Ok((None, Some(remove_login(digest))));
        }
        let write = login.is_used(now).then(|| put_login(digest, login)).transpose()?;
        Ok((Some(login.clone()), write))
    }

    /// When it ends; none: it is none, or over.
    #[must_use]
    pub fn ends_at(&self, digest: &SecretDigest, now: Time) -> Option<Time> {
        let known = self.lock();
        let login = known.get(digest).filter(|login| !login.is_over(now));
        login.map(|login| login.ends_at)
    }

    /// Ends one; what is to be written for it.
    #[must_use]
    pub fn end(&self, digest: &SecretDigest) -> Option<Write> {
        self.lock().remove(digest).map(|_| remove_login(digest))
    }

    /// Ends those that hold no longer; what is to be written for it.
    #[must_use]
    pub fn sweep(&self, now: Time, holds: impl Fn(&Login) -> bool) -> Vec<Write> {
        let mut gone = Vec::new();
        self.lock().retain(|digest, login| {
            let stays = !login.is_over(now) && holds(login);
            if !stays {
                gone.push(remove_login(digest));
            }
            stays
        });
        gone
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]

    use chrono::TimeDelta;

    use super::*;
    use crate::clock;
    use crate::state::tokens::Role;

    fn login(began_at: Time) -> Login {
        Login {
            token: "desk".to_owned(),
            secret: SecretDigest::of(b"the token"),
            role: Role::Viewer,
            peer: None,
            began_at,
            ends_at: began_at + TimeDelta::hours(12),
        }
    }

    #[test]
    fn a_login_is_found_until_it_ends_or_no_longer_holds() {
        let (logins, now) = (Logins::default(), clock::now());
        let digest = SecretDigest::of(b"cookie");
        assert_eq!(logins.begin(digest.clone(), login(now)).unwrap().len(), 1);
        let (found, write) = logins.take(&digest, now, |_| true).unwrap();
        assert!(found.is_some() && write.is_none());
        assert!(
            logins
                .take(&digest, now + TimeDelta::hours(2), |_| true)
                .unwrap()
                .1
                .is_some()
        );
        assert_eq!(logins.ends_at(&digest, now), Some(now + TimeDelta::hours(14)));
        let (found, write) = logins.take(&digest, now, |_| false).unwrap();
        assert!(found.is_none() && write.is_some());
        assert!(logins.end(&digest).is_none(), "it is gone already");
        logins.begin(digest.clone(), login(now)).unwrap();
        assert_eq!(logins.sweep(now + TimeDelta::hours(12), |_| true).len(), 1);
        assert_eq!(logins.ends_at(&digest, now), None);
    }

    #[test]
    fn there_are_never_more_than_may_be() {
        let (logins, now) = (Logins::default(), clock::now());
        for place in 0..MOST {
            let began_at = now + TimeDelta::seconds(i64::try_from(place).unwrap());
            logins
                .begin(SecretDigest::of(&place.to_le_bytes()), login(began_at))
                .unwrap();
        }
        assert_eq!(
            logins.begin(SecretDigest::of(b"one more"), login(now)).unwrap().len(),
            2
        );
        assert_eq!(logins.ends_at(&SecretDigest::of(&0_usize.to_le_bytes()), now), None);
        assert_eq!(logins.lock().len(), MOST);
    }
}
