//! What stations that are not accepted were asked to send: they may send that, and nothing else of their
//! own (1.6 J errata 3.10; 2.x B02.FR.09, B03.FR.07).
//!
//! It is kept until a station is accepted, over connections and restarts of the server: who is set up also reboots, and
//! installs firmware in between.

use serde::{Deserialize, Serialize};

use super::collections::ASKED;
use super::seen::Seen;
use super::{State, delete, key, put};
use crate::ids::ChargePointId;
use crate::store::{StoreError, Write};

/// So many CALLs of ours are remembered for one station; the oldest are forgotten first.
const MOST_REMEMBERED: usize = 64;

/// A CALL of ours that asks a station to send something.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Asked {
    /// Its id.
    pub command: String,
    /// The actions that it asks for.
    pub actions: Vec<String>,
    /// The number that these carry, where the CALL gave one.
    pub request_id: Option<i64>,
}

impl Asked {
    fn covers(&self, action: &str, request_id: Option<i64>) -> bool {
        let same = self
            .request_id
            .zip(request_id)
            .is_none_or(|(asked, told)| asked == told);
        same && self.actions.iter().any(|asked| asked == action)
    }
}

/// What one station was asked for, the oldest first. What changes it goes over what was read.
#[derive(Debug)]
pub struct AskedFor {
    key: String,
    asked: Vec<Asked>,
    seen: Seen,
}

impl State {
    /// What a station was asked for since it was accepted last.
    pub fn asked_for(&self, station: &ChargePointId) -> Result<AskedFor, StoreError> {
        let key = key(&[station.as_str()]);
        let (asked, revision) = self.get_at(ASKED, &key)?.unzip();
        Ok(AskedFor {
            seen: Seen::new(ASKED, key.clone(), revision),
            key,
            asked: asked.unwrap_or_default(),
        })
    }
}

impl AskedFor {
    /// Whether it was asked for a message of this action, with this number if it has one.
    #[must_use]
    pub fn covers(&self, action: &str, request_id: Option<i64>) -> bool {
        self.asked.iter().any(|asked| asked.covers(action, request_id))
    }

    /// It is asked for something.
    pub fn with(mut self, asked: Asked) -> Result<Write, StoreError> {
        let spare = (self.asked.len() + 1).saturating_sub(MOST_REMEMBERED);
        self.asked.drain(..spare);
        self.asked.push(asked);
        self.written()
    }

    /// It said no to a command, or never got it; none: that asked for nothing.
    pub fn without(mut self, command: &str) -> Result<Option<Write>, StoreError> {
        let before = self.asked.len();
        self.asked.retain(|asked| asked.command != command);
        (self.asked.len() < before).then(|| self.written()).transpose()
    }

    /// It is accepted; none: it was asked for nothing.
    #[must_use]
    pub fn nothing_any_more(self) -> Option<Write> {
        (!self.asked.is_empty()).then(|| delete(ASKED, self.key))
    }

    fn written(self) -> Result<Write, StoreError> {
        let write = put(ASKED, self.key, &self.asked)?;
        Ok(self.seen.guarded(write))
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]

    use std::sync::Arc;

    use super::*;
    use crate::store::MemoryStore;

    fn asked(command: usize, actions: &[&str], request_id: Option<i64>) -> Asked {
        Asked {
            command: command.to_string(),
            actions: actions.iter().map(ToString::to_string).collect(),
            request_id,
        }
    }

    async fn write(state: &State, writes: impl IntoIterator<Item = Write>) {
        state.store().write(writes.into_iter().collect()).await.unwrap();
    }

    #[actix_web::test]
    async fn a_report_is_the_one_that_was_asked_for() {
        let (state, station) = (State::new(Arc::new(MemoryStore::new())), ChargePointId::new("CP1"));
        let all = || state.asked_for(&station).unwrap();
        write(&state, [all().with(asked(1, &["NotifyReport"], Some(7))).unwrap()]).await;
        assert!(all().covers("NotifyReport", Some(7)));
        assert!(!all().covers("NotifyReport", Some(8)));
        assert!(!all().covers("Heartbeat", None));
        let other = state.asked_for(&ChargePointId::new("CP2")).unwrap();
        assert!(!other.covers("NotifyReport", Some(7)));
        write(&state, [all().with(asked(2, &["Heartbeat"], None)).unwrap()]).await;
        assert!(all().covers("Heartbeat", None));
        assert!(all().without("3").unwrap().is_none());
        write(&state, all().without("1").unwrap()).await;
        assert!(!all().covers("NotifyReport", Some(7)));
        write(&state, all().nothing_any_more()).await;
        assert!(!all().covers("Heartbeat", None));
        assert!(all().nothing_any_more().is_none());
    }

    #[actix_web::test]
    async fn only_so_much_is_remembered_of_a_station() {
        let (state, station) = (State::new(Arc::new(MemoryStore::new())), ChargePointId::new("CP1"));
        let all = || state.asked_for(&station).unwrap();
        write(&state, [all().with(asked(0, &["Heartbeat"], None)).unwrap()]).await;
        for command in 1..=MOST_REMEMBERED {
            write(
                &state,
                [all().with(asked(command, &["StatusNotification"], None)).unwrap()],
            )
            .await;
        }
        assert!(!all().covers("Heartbeat", None));
        assert_eq!(all().asked.len(), MOST_REMEMBERED);
    }
}
