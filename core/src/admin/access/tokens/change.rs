//! What becomes of tokens. There is always one of an administrator, so that nobody locks everybody out: the first that
//! is made is one, and the last that is valid is not revoked, unless the configuration has another.

use std::time::Duration;

use chrono::TimeDelta;

use super::super::{Gate, Role};
use crate::admin::problem::{Missing, Problem, kinds};
use crate::admin::revised::repeat;
use crate::clock::{self, Time};
use crate::config::units;
use crate::state::tokens::{MOST, Token, TokenName, TokenSecret, put_token, remove_token};
use crate::state::{State, Versioned};

/// How long the text before stays valid, if nothing is said.
const USUAL_OVERLAP: TimeDelta = TimeDelta::hours(24);

/// At most so long.
const LONGEST_OVERLAP: Duration = Duration::from_hours(30 * 24);

/// The longest note, in characters.
const LONGEST_NOTE: usize = 500;

/// The token that is asked for.
pub struct Wanted {
    pub name: TokenName,
    pub role: Role,
    pub note: Option<String>,
    pub expires_at: Option<Time>,
    /// Who asks.
    pub created_by: String,
}

/// How long the text before stays valid.
///
/// # Errors
/// It is no duration, or a longer one than is taken.
pub fn overlap(said: Option<&str>) -> Result<TimeDelta, Problem> {
    let Some(said) = said else { return Ok(USUAL_OVERLAP) };
    let overlap = units::duration(said).filter(|overlap| *overlap <= LONGEST_OVERLAP);
    overlap
        .and_then(|overlap| TimeDelta::from_std(overlap).ok())
        .ok_or_else(|| invalid("`overlap` is a duration such as `24h`, `90m` or `0s`, at most `30d`"))
}

/// Makes a token.
///
/// # Errors
/// There is one of the name, or none of an administrator; the store's.
pub async fn create(state: &State, gate: &Gate, wanted: Wanted) -> Result<(Token, TokenSecret), Problem> {
    let now = clock::now();
    check_expiry(wanted.expires_at, now)?;
    if wanted
        .note
        .as_ref()
        .is_some_and(|note| note.chars().count() > LONGEST_NOTE)
    {
        return Err(invalid(&format!("`note` has at most {LONGEST_NOTE} characters")));
    }
    let secret = TokenSecret::random()?;
    let token = Token {
        name: wanted.name,
        role: wanted.role,
        note: wanted.note,
        created_at: now,
        created_by: wanted.created_by,
        expires_at: wanted.expires_at,
        digest: secret.digest(),
        rotated_at: None,
        previous: Vec::new(),
    };
    repeat(state, || {
        let all = state.tokens()?;
        if let Some(known) = state.token_at(&token.name)? {
            let detail = format!(
                "there is a token {} already: rotate it, or revoke it first",
                known.record.name
            );
            return Err(Problem::new(kinds::TOKEN_EXISTS, detail));
        }
        if all.len() >= MOST {
            return Err(Problem::new(
                kinds::QUEUE_FULL,
                format!("there are {MOST} tokens already"),
            ));
        }
        if token.role != Role::Admin && !gate.is_configured() && !any_admin(&all, now) {
            let detail = "from the first token on every request needs one, so the first one has the role admin";
            return Err(Problem::new(kinds::LAST_ADMIN_TOKEN, detail));
        }
        Ok((vec![put_token(&Versioned::absent(token.clone()))?], ()))
    })
    .await?;
    gate.reread()?;
    Ok((token, secret))
}

/// Gives a token another text.
///
/// # Errors
/// There is no such token; the store's.
pub async fn rotate(
    state: &State,
    gate: &Gate,
    name: &TokenName,
    overlap: TimeDelta,
    expires_at: Option<Time>,
) -> Result<(Token, TokenSecret), Problem> {
    let now = clock::now();
    check_expiry(expires_at, now)?;
    let secret = TokenSecret::random()?;
    let token = repeat(state, || {
        let mut token = find(state, name)?;
        token.record.rotate(secret.digest(), now + overlap, now);
        token.record.expires_at = expires_at.or(token.record.expires_at);
        if token.record.has_expired(now) {
            return Err(invalid(
                "the token has expired: say with `expiresAt` until when it is valid from now on",
            ));
        }
        Ok((vec![put_token(&token)?], token.record))
    })
    .await?;
    gate.reread()?;
    Ok((token, secret))
}

/// Forgets a token.
///
/// # Errors
/// There is no such token, or it is the last of an administrator; the store's.
pub async fn revoke(state: &State, gate: &Gate, name: &TokenName) -> Result<(), Problem> {
    let now = clock::now();
    repeat(state, || {
        let token = find(state, name)?;
        let mut others = state.tokens()?;
        others.retain(|other| other.name != token.record.name);
        if !gate.is_configured() && token.record.role == Role::Admin && !any_admin(&others, now) {
            let detail = "this is the last token with the role admin, and the configuration has none: make another \
                          one first, or revoke it on the server's machine while the server does not run";
            return Err(Problem::new(kinds::LAST_ADMIN_TOKEN, detail));
        }
        Ok((remove_token(&token), ()))
    })
    .await?;
    gate.reread()?;
    Ok(())
}

fn find(state: &State, name: &TokenName) -> Result<Versioned<Token>, Problem> {
    state
        .token_at(name)?
        .ok_or_else(|| Problem::not_found(Missing::TOKEN, name))
}

fn any_admin(tokens: &[Token], now: Time) -> bool {
    tokens
        .iter()
        .any(|token| token.role == Role::Admin && !token.has_expired(now))
}

fn check_expiry(expires_at: Option<Time>, now: Time) -> Result<(), Problem> {
    if expires_at.is_some_and(|expiry| expiry <= now) {
        return Err(invalid("`expiresAt` is over already"));
    }
    Ok(())
}

fn invalid(detail: &str) -> Problem {
    Problem::new(kinds::INVALID_REQUEST, detail)
}
