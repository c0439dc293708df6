//! What the query of a command says about its way.
//!
//! - `wait`: `true` or `answer` (the station's answer; what is assumed), `effect` (a verb: until it was seen that the
//!   station did it), `false` or `none` (202 with the command);
//! - `timeout` (such as `5s`): replaces `connection.call_timeout`, within 1 s and 10 min;
//! - `ttl` (such as `12h`): so long it waits for a station that is away, at most 30 days; without it such a station is
//!   a 503;
//! - `split`: `false` sends a raw action as it is, also where it has more entries than the station takes;
//! - `coalesce`: a word; of the commands with the same word that wait for the station only the newest is sent.

use std::time::Duration;

use chrono::TimeDelta;
use serde::Deserialize;

use crate::admin::problem::{Problem, kinds};
use crate::clock::Time;
use crate::config::units;

/// The bounds of `?timeout=`; what is outside is brought to the nearest.
const SHORTEST: Duration = Duration::from_secs(1);
const LONGEST: Duration = Duration::from_secs(600);
/// Nothing waits longer for its station.
const LONGEST_WAIT: Duration = Duration::from_secs(30 * 24 * 3600);
/// In characters.
const LONGEST_WORD: usize = 100;

/// The query.
#[derive(Debug, Default, Deserialize, utoipa::IntoParams)]
#[serde(default, deny_unknown_fields, rename_all = "camelCase")]
pub struct Options {
    /// For what the answer waits; `true` if absent.
    #[param(inline)]
    wait: Option<Wait>,
    /// How long the station may take, within 1 s and 10 min.
    #[param(pattern = r"^[0-9]{1,9}(ms|s|m|h|d)$", example = "5s")]
    timeout: Option<String>,
    /// So long it waits for a station that is away, at most 30 days; without it such a station is a 503.
    #[param(pattern = r"^[0-9]{1,9}(ms|s|m|h|d)$", example = "12h")]
    ttl: Option<String>,
    /// A word; of the commands with the same word that wait for the station only the newest is sent.
    #[param(min_length = 1, max_length = 100)]
    coalesce: Option<String>,
    /// `false` sends a raw action as it is, also where it has more entries than the station takes.
    split: Option<bool>,
}

/// For what the answer waits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "kebab-case")]
#[schema(as = WaitFor)]
pub enum Wait {
    /// For the station's answer.
    #[serde(alias = "answer")]
    True,
    /// For what the station was to do; of a verb alone.
    Effect,
    /// For nothing.
    #[serde(alias = "none")]
    False,
}

impl Options {
    pub fn wait(&self) -> Wait {
        self.wait.unwrap_or(Wait::True)
    }

    /// How long the station may take.
    pub fn timeout(&self) -> Result<Option<Duration>, Problem> {
        let given = self
            .timeout
            .as_deref()
            .map(|text| duration("timeout", text))
            .transpose()?;
        Ok(given.map(|given| given.clamp(SHORTEST, LONGEST)))
    }

    /// Whether a CALL that is too much for its station goes out as several.
    pub fn splits(&self) -> bool {
        self.split.unwrap_or(true)
    }

    /// Until when it waits for a station that is away.
    pub fn expiry(&self, now: Time) -> Result<Option<Time>, Problem> {
        let given = self.ttl.as_deref().map(|text| duration("ttl", text)).transpose()?;
        let wait = given.map(|given| TimeDelta::from_std(given.min(LONGEST_WAIT)).unwrap_or_default());
        Ok(wait.map(|wait| now + wait))
    }

    /// Something is said that only a command in the queue has.
    pub fn is_kept(&self) -> bool {
        self.ttl.is_some() || self.coalesce.is_some()
    }

    pub fn coalesce(&self) -> Result<Option<String>, Problem> {
        match &self.coalesce {
            Some(word) if word.is_empty() || word.chars().count() > LONGEST_WORD => Err(Problem::new(
                kinds::INVALID_REQUEST,
                "`coalesce` is a word of 1 to 100 characters",
            )),
            word => Ok(word.clone()),
        }
    }
}

fn duration(name: &str, text: &str) -> Result<Duration, Problem> {
    let invalid = || {
        let detail = format!("`{name}` is a number with its unit: 500ms, 5s, 2m, 12h");
        Problem::new(kinds::INVALID_REQUEST, detail)
    };
    units::duration(text).ok_or_else(invalid)
}
