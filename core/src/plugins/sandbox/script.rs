//! What stands in for the world outside while a fixture is played: a capability whose answers do not come from
//! the store asks it instead.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::{Mutex, PoisonError};

use bytes::Bytes;
use http::{Request, Response};
use wasmtime_wasi_http::Error;

/// Answers a request instead of the network.
pub type HttpAnswers = Box<dyn Fn(Request<Bytes>) -> Result<Response<Bytes>, Error> + Send + Sync>;

/// The answers of one fixture, shared by its calls.
pub struct Script {
    /// Whoever answers instead of the network.
    pub http: HttpAnswers,
    counts: Mutex<BTreeMap<&'static str, u64>>,
}

impl Script {
    /// With nothing counted yet.
    #[must_use]
    pub fn new(http: HttpAnswers) -> Self {
        Self {
            http,
            counts: Mutex::default(),
        }
    }

    /// The next id of a kind, such as `command-1`: what is random on a server can be named in a fixture.
    #[must_use]
    pub fn next_id(&self, kind: &'static str) -> String {
        let mut counts = self.counts.lock().unwrap_or_else(PoisonError::into_inner);
        let count = counts.entry(kind).or_default();
        *count += 1;
        format!("{kind}-{count}")
    }
}

impl fmt::Debug for Script {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Script")
            .field("counts", &self.counts)
            .finish_non_exhaustive()
    }
}
