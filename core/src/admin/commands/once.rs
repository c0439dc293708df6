//! `Idempotency-Key`: a request that is repeated with the same key is not carried out again, and is answered with what
//! came of the first one. A key is known for at least 24 hours.

use actix_web::HttpRequest;

use crate::admin::problem::{Problem, kinds};
use crate::clock::{self, Time};
use crate::state::State;
use crate::state::idempotency::{IdempotencyKey, Used, fingerprint, made_at, use_key, use_key_anew};
use crate::store::Write;

/// In characters.
const LONGEST: usize = 200;
/// In seconds: later what a key stands for was never kept.
const SOON: i64 = 10;

/// A request with its key.
#[derive(Debug)]
pub struct Once {
    scope: &'static str,
    key: String,
    request: String,
}

impl Once {
    /// The key of a request, and what tells the request apart from others; none: it has no key.
    ///
    /// # Errors
    /// A key that is none.
    pub fn of(request: &HttpRequest, scope: &'static str, parts: &[&str]) -> Result<Option<Self>, Problem> {
        Self::key_of(request)?
            .map(|key| Self::with(key, scope, parts))
            .transpose()
    }

    /// The key that a request has.
    ///
    /// # Errors
    /// It is no text.
    pub fn key_of(request: &HttpRequest) -> Result<Option<&str>, Problem> {
        let key = request.headers().get("idempotency-key");
        key.map(|key| key.to_str().map_err(|_| no_key())).transpose()
    }

    /// A request with this key, and what tells it apart from others.
    ///
    /// # Errors
    /// A key that is none.
    pub fn with(key: &str, scope: &'static str, parts: &[&str]) -> Result<Self, Problem> {
        let is_fit = !key.is_empty() && key.len() <= LONGEST && key.chars().all(|c| matches!(c, ' '..='~' | '\t'));
        if !is_fit {
            return Err(no_key());
        }
        Ok(Self {
            scope,
            key: key.to_owned(),
            request: fingerprint(parts),
        })
    }

    /// The id of what came of the first request with this key.
    ///
    /// # Errors
    /// The key was used for another request; the store's.
    pub fn first(&self, state: &State) -> Result<Option<String>, Problem> {
        let used = state.used(self.key(), clock::now())?;
        match used {
            Some(used) if used.request != self.request => {
                let detail = "this `Idempotency-Key` was used for another request; nothing was done";
                Err(Problem::new(kinds::KEY_USED, detail))
            }
            used => Ok(used.map(|used| used.id)),
        }
    }

    /// What keeps the key, unless somebody uses it at the same time; old keys go with it.
    ///
    /// # Errors
    /// The store's.
    pub fn keep(&self, state: &State, id: &str) -> Result<Vec<Write>, Problem> {
        let now = clock::now();
        let used = Used {
            id: id.to_owned(),
            request: self.request.clone(),
        };
        // Whoever asks has looked: what the key stands for, if anything, is not there.
        let before = state.used(self.key(), now)?;
        let kept = match &before {
            None => use_key(self.key(), &used, now)?,
            Some(before) if is_under_way(before, now) => {
                let detail = "the first request with this `Idempotency-Key` is being taken at this moment";
                return Err(Problem::new(kinds::CONFLICT, detail));
            }
            Some(_) => use_key_anew(self.key(), &used, now)?,
        };
        let mut writes = vec![kept];
        writes.extend(state.forget_used(now)?);
        Ok(writes)
    }

    fn key(&self) -> IdempotencyKey<'_> {
        IdempotencyKey {
            scope: self.scope,
            key: &self.key,
        }
    }
}

fn no_key() -> Problem {
    let detail = format!("`Idempotency-Key` has 1 to {LONGEST} characters of ASCII");
    Problem::new(kinds::INVALID_REQUEST, detail)
}

/// What the key stands for comes after the key, in the same list.
fn is_under_way(used: &Used, now: Time) -> bool {
    made_at(&used.id).is_some_and(|made| (now - made).num_seconds() < SOON)
}
