//! What happened how often since the start; for operators. Only what is rare or already costly is
//! counted here, so that no counter is shared by all connections on a message's path.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{PoisonError, RwLock};

use serde::Serialize;

/// One number that only grows.
#[derive(Debug, Default, utoipa::ToSchema)]
#[schema(value_type = u64)]
pub struct Counter(AtomicU64);

impl Counter {
    /// One more.
    pub fn add(&self) {
        self.0.fetch_add(1, Ordering::Relaxed);
    }

    /// So many more.
    pub fn add_many(&self, more: usize) {
        if more > 0 {
            self.0
                .fetch_add(u64::try_from(more).unwrap_or(u64::MAX), Ordering::Relaxed);
        }
    }
}

impl Serialize for Counter {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_u64(self.0.load(Ordering::Relaxed))
    }
}

/// Numbers by a name that comes from a table of ours.
#[derive(Debug, Default, utoipa::ToSchema)]
#[schema(as = NamedCounters, value_type = std::collections::BTreeMap<String, u64>)]
pub struct Named(RwLock<BTreeMap<String, Counter>>);

impl Named {
    /// One more of a name.
    pub fn add(&self, name: &str) {
        // A panic cannot leave the map half changed, so a poisoned lock is as good as another.
        if let Some(counter) = self.0.read().unwrap_or_else(PoisonError::into_inner).get(name) {
            return counter.add();
        }
        let mut all = self.0.write().unwrap_or_else(PoisonError::into_inner);
        all.entry(name.to_owned()).or_default().add();
    }
}

impl Serialize for Named {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let all = self.0.read().unwrap_or_else(PoisonError::into_inner);
        serializer.collect_map(all.iter())
    }
}

/// The counters.
#[derive(Debug, Default, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Counters {
    /// Upgrade requests that were refused.
    pub handshakes_refused: Counter,
    /// Connections that were replaced by a newer one of the same charge point.
    pub sessions_replaced: Counter,
    /// Messages that were not OCPP-J frames and were answered with a CALLERROR.
    pub frames_malformed: Counter,
    /// Messages that get no answer: of a type that the version does not know, empty, or broken answers.
    pub frames_ignored: Counter,
    /// Messages that were not valid and were repaired, by the repair's name.
    pub repairs: Named,
    /// Requests (CALL, SEND) that were read and refused.
    pub calls_refused: Counter,
    /// Answers that nobody waited for: late, repeated or never asked for; and complaints about ours.
    pub answers_stray: Counter,
    /// Answers of stations that were not valid.
    pub answers_invalid: Counter,
    /// CALLs that were refused because too many of one station waited.
    pub inbound_overflows: Counter,
    /// Commands that were refused because too many for one station waited.
    pub outbound_overflows: Counter,
    /// Messages that were forgotten because too many were in the inbox of one station.
    pub inbox_forgotten: Counter,
    /// Messages about sessions that were over, forgotten because there were too many of one session.
    pub later_messages_forgotten: Counter,
}
