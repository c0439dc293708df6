//! Tokens as they are shown: never with their text, but for the one answer that brings it.

use serde::Serialize;

use super::super::gate::CONFIGURED;
use super::super::{Gate, Role};
use crate::admin::problem::Problem;
use crate::clock::Time;
use crate::state::State;
use crate::state::tokens::{Token, TokenName, TokenSecret, TokenUse};

/// A token.
#[derive(Debug, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = Token)]
pub struct TokenView {
    /// Its name.
    name: String,
    /// What it may do.
    role: Role,
    /// Where it is changed.
    source: Source,
    /// What it is for.
    note: Option<String>,
    /// Its end has come.
    expired: bool,
    /// None: it stays, or is the configuration's.
    #[schema(value_type = Option<String>, format = DateTime)]
    expires_at: Option<Time>,
    /// None: it is the configuration's.
    #[schema(value_type = Option<String>, format = DateTime)]
    created_at: Option<Time>,
    /// The name of the token that made it, or `command-line`.
    created_by: Option<String>,
    /// When it was given a new text last.
    #[schema(value_type = Option<String>, format = DateTime)]
    rotated_at: Option<Time>,
    /// How long the text before stays valid; none: there is none that is.
    #[schema(value_type = Option<String>, format = DateTime)]
    previous_valid_until: Option<Time>,
    /// When it was used last; after a restart of the server it may be up to an hour behind.
    #[schema(value_type = Option<String>, format = DateTime)]
    last_used_at: Option<Time>,
    /// The address of who used it last.
    last_used_from: Option<String>,
}

/// Where a token is changed.
#[derive(Debug, Clone, Copy, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "kebab-case")]
#[schema(as = TokenSource)]
enum Source {
    /// By the API and the command line.
    Store,
    /// In the configuration.
    Configuration,
}

/// A token that was made or rotated just now.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct NewToken {
    #[serde(flatten)]
    view: TokenView,
    /// Its text, which is never shown again.
    token: String,
}

impl NewToken {
    /// What is answered once.
    #[must_use]
    pub fn new(view: TokenView, secret: TokenSecret) -> Self {
        let token = secret.show();
        Self { view, token }
    }
}

impl TokenView {
    /// That of a token of the store at a moment.
    #[must_use]
    pub fn of(token: &Token, used: Option<TokenUse>, now: Time) -> Self {
        let valid = token.previous.iter().map(|previous| previous.valid_until);
        Self {
            name: token.name.to_string(),
            role: token.role,
            source: Source::Store,
            note: token.note.clone(),
            expired: token.has_expired(now),
            expires_at: token.expires_at,
            created_at: Some(token.created_at),
            created_by: Some(token.created_by.clone()),
            rotated_at: token.rotated_at,
            previous_valid_until: valid.max().filter(|until| *until > now),
            last_used_at: used.as_ref().map(|used| used.at),
            last_used_from: used.and_then(|used| used.peer),
        }
    }

    fn configured(used: Option<TokenUse>) -> Self {
        Self {
            name: CONFIGURED.to_owned(),
            role: Role::Admin,
            source: Source::Configuration,
            note: None,
            expired: false,
            expires_at: None,
            created_at: None,
            created_by: None,
            rotated_at: None,
            previous_valid_until: None,
            last_used_at: used.as_ref().map(|used| used.at),
            last_used_from: used.and_then(|used| used.peer),
        }
    }

    /// Its name.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }
}

/// All of them, in the order of their names.
///
/// # Errors
/// The store's.
pub fn all(state: &State, gate: &Gate, now: Time) -> Result<Vec<TokenView>, Problem> {
    let mut all = Vec::new();
    if gate.is_configured() {
        all.push(TokenView::configured(gate.last_use(CONFIGURED)?));
    }
    for token in state.tokens()? {
        all.push(TokenView::of(&token, gate.last_use(token.name.as_str())?, now));
    }
    all.sort_by(|one, other| one.name.cmp(&other.name));
    Ok(all)
}

/// The one of a name.
///
/// # Errors
/// The store's.
pub fn one(state: &State, gate: &Gate, name: &str, now: Time) -> Result<Option<TokenView>, Problem> {
    if name.eq_ignore_ascii_case(CONFIGURED) && gate.is_configured() {
        return Ok(Some(TokenView::configured(gate.last_use(CONFIGURED)?)));
    }
    let Ok(name) = TokenName::new(name) else {
        return Ok(None);
    };
    let Some(found) = state.token_at(&name)? else {
        return Ok(None);
    };
    let used = gate.last_use(found.record.name.as_str())?;
    Ok(Some(TokenView::of(&found.record, used, now)))
}
