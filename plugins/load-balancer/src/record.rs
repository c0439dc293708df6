//! What is known of a site: its stations, its sessions, what was asked of them. Kept in the plugin's
//! state under one key for each site, so that a plan and what follows from it change together.

use std::collections::{BTreeMap, BTreeSet};

use ocpp_plugin_sdk::{Failed, state};
use serde::{Deserialize, Serialize};

use crate::amount::Amount;
use crate::settings::Site;
use crate::usage::Usage;

/// The first pause after a refusal, in seconds; each further one is twice as long.
const FIRST_PAUSE: i64 = 30;
/// The longest.
const LONGEST_PAUSE: i64 = 1800;

/// A site's record.
#[derive(Debug, Default, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Record {
    /// By identity.
    pub stations: BTreeMap<String, Station>,
    /// Oldest first.
    pub sessions: Vec<Session>,
    /// When the clock last made a plan, in seconds.
    pub planned_at: i64,
    /// The charge point after which the next look into the directory begins.
    pub looked_after: String,
}

/// What is known of a charge point.
#[derive(Debug, Default, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Station {
    /// `1.6`, `2.0.1` or `2.1`; empty until it was heard.
    pub version: String,
    /// It is not connected.
    pub away: bool,
    /// The profile that keeps it safe when we are gone.
    pub fail_safe: Asked,
    /// Connectors with a vehicle and no session yet: they may begin at any moment.
    #[serde(skip_serializing_if = "BTreeSet::is_empty")]
    pub plugged: BTreeSet<i64>,
}

/// A vehicle that charges, or wants to.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Session {
    /// Its charge point.
    pub charge_point: String,
    /// The connector in 1.6, the EVSE in 2.x.
    pub connector: i64,
    /// The transaction's id.
    pub transaction: String,
    /// When it began, in seconds.
    pub since: i64,
    /// Its limit.
    #[serde(default)]
    pub limit: Asked,
    /// What it makes of it.
    #[serde(default)]
    pub usage: Usage,
    /// What it drew when it was last measured.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub drawn: Option<Amount>,
}

/// An amount that a station was asked to keep to.
#[derive(Debug, Default, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Asked {
    /// What it said that it keeps to.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub kept: Option<Amount>,
    /// What it was asked, until it answers.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub open: Option<Open>,
    /// The most that it was asked without an answer: it may keep to that instead.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub maybe: Option<Amount>,
    /// It said no since it last said yes.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub refused: bool,
    /// How often it said no, or nothing, since it last said yes.
    pub tries: u32,
    /// It is not asked again before, in seconds.
    pub not_before: i64,
}

/// What a station said to a command.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Said {
    /// It keeps to it.
    Yes,
    /// It does not.
    No,
    /// No answer came: it may have heard it, or not.
    Nothing,
}

/// A command that is not answered yet.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Open {
    /// Its id.
    pub command: String,
    /// What it asks for.
    pub amount: Amount,
    /// When it was sent, in seconds.
    pub at: i64,
}

impl Asked {
    /// Asks.
    pub fn ask(&mut self, command: String, amount: Amount, at: i64) {
        self.open = Some(Open { command, amount, at });
    }

    /// Whether this is the command that is open.
    pub fn is(&self, command: &str) -> bool {
        self.open.as_ref().is_some_and(|open| open.command == command)
    }

    /// The answer to what is open.
    pub fn answered(&mut self, said: Said, now: i64) {
        let Some(open) = self.open.take() else { return };
        if said == Said::Yes {
            *self = Self {
                kept: Some(open.amount),
                ..Self::default()
            };
            return;
        }
        let pause = FIRST_PAUSE.saturating_mul(1 << self.tries.min(10)).min(LONGEST_PAUSE);
        self.tries = self.tries.saturating_add(1);
        self.not_before = now + pause;
        if said == Said::No {
            self.refused = true;
        } else {
            self.maybe = self.maybe.max(Some(open.amount));
        }
    }

    /// Whether it may be asked now.
    pub fn is_free(&self, now: i64) -> bool {
        self.open.is_none() && now >= self.not_before
    }
}

impl Record {
    /// The record of a site, and its text for [`Record::save`].
    ///
    /// # Errors
    /// The state's.
    pub fn load(site: &Site) -> Result<(Self, Option<Vec<u8>>), Failed> {
        let text = state::get(&key(site))?;
        // A record that a later version wrote otherwise is learned anew.
        let mut record: Self = text
            .as_deref()
            .and_then(|text| serde_json::from_slice(text).ok())
            .unwrap_or_default();
        record.stations.retain(|id, _| site.station(id).is_some());
        record
            .sessions
            .retain(|session| site.connector(&session.charge_point, session.connector).is_some());
        Ok((record, text))
    }

    /// Keeps the record, if nobody else changed it meanwhile; otherwise the call is repeated.
    ///
    /// # Errors
    /// The state's.
    pub fn save(&self, site: &Site, before: Option<&[u8]>) -> Result<(), Failed> {
        let text = serde_json::to_vec(self)?;
        if before == Some(text.as_slice()) {
            return Ok(());
        }
        if state::compare_and_swap(&key(site), before, &text, None)? {
            return Ok(());
        }
        Err(Failed::new(format!(
            "the record of site {} changed meanwhile",
            site.name
        )))
    }

    /// A station of the site, as far as it is known.
    pub fn station(&mut self, id: &str) -> &mut Station {
        self.stations.entry(id.to_owned()).or_default()
    }

    /// The session on a connector.
    pub fn session(&mut self, charge_point: &str, connector: i64) -> Option<&mut Session> {
        let mut sessions = self.sessions.iter_mut();
        sessions.find(|session| session.charge_point == charge_point && session.connector == connector)
    }

    /// A session begins, or goes on; another one on the same connector is over.
    pub fn begin(&mut self, session: Session) -> &mut Session {
        let known = self.sessions.iter().position(|old| {
            old.charge_point == session.charge_point
                && old.connector == session.connector
                && old.transaction == session.transaction
        });
        let at = known.unwrap_or_else(|| {
            self.end(|old| old.charge_point == session.charge_point && old.connector == session.connector);
            let at = self.sessions.partition_point(|old| old.since <= session.since);
            if let Some(station) = self.stations.get_mut(&session.charge_point) {
                station.plugged.remove(&session.connector);
            }
            self.sessions.insert(at, session.clone());
            at
        });
        // Where it was found or put.
        #[expect(clippy::indexing_slicing, reason = "the position is of this list")]
        &mut self.sessions[at]
    }

    /// Sessions are over.
    pub fn end(&mut self, over: impl Fn(&Session) -> bool) {
        self.sessions.retain(|session| !over(session));
    }
}

fn key(site: &Site) -> String {
    format!("site/{}", site.name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_pauses_grow() {
        let mut asked = Asked::default();
        let mut pauses = Vec::new();
        for _ in 0..9 {
            asked.ask("c".to_owned(), Amount::ZERO, 0);
            asked.answered(Said::No, 0);
            pauses.push(asked.not_before);
        }
        assert_eq!(pauses, [30, 60, 120, 240, 480, 960, 1800, 1800, 1800]);
        assert!(!asked.is_free(1799) && asked.is_free(1800));
        asked.ask("c".to_owned(), Amount::tenths(60), 1800);
        asked.answered(Said::Yes, 1801);
        let kept = Asked {
            kept: Some(Amount::tenths(60)),
            ..Asked::default()
        };
        assert_eq!(asked, kept);
    }

    #[test]
    fn what_is_not_answered_may_have_been_heard() {
        let mut asked = Asked::default();
        asked.ask("c".to_owned(), Amount::tenths(60), 0);
        asked.answered(Said::Yes, 0);
        asked.ask("c".to_owned(), Amount::tenths(160), 0);
        asked.answered(Said::Nothing, 0);
        asked.ask("c".to_owned(), Amount::tenths(100), 0);
        asked.answered(Said::Nothing, 0);
        assert_eq!((asked.kept, asked.refused), (Some(Amount::tenths(60)), false));
        assert_eq!(asked.maybe, Some(Amount::tenths(160)));
    }
}
