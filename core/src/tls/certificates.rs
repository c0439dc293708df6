//! The certificates of all listeners, as they are shown and read again.

use std::sync::Arc;

use super::current::{Loaded, Tls};
use super::error::TlsError;
use super::facts::CertificateFacts;

/// Those of all listeners.
#[derive(Debug, Clone, Default)]
pub struct Certificates(Vec<Listener>);

#[derive(Debug, Clone)]
struct Listener {
    name: &'static str,
    tls: Arc<Tls>,
}

/// A certificate of a listener.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shown {
    /// `ocpp` or `admin`.
    pub listener: &'static str,
    /// What it says.
    pub facts: CertificateFacts,
}

/// The files of all listeners, of one reading.
pub struct Again(Vec<Loaded>);

/// Files that cannot be used.
#[derive(Debug, thiserror::Error)]
#[error("[{listener}.tls] {source}")]
pub struct NotRead {
    /// Of which listener.
    pub listener: &'static str,
    /// Why.
    pub source: TlsError,
}

impl Certificates {
    /// Of listeners by their names.
    #[must_use]
    pub fn of<const N: usize>(listeners: [(&'static str, Arc<Tls>); N]) -> Self {
        Self(
            listeners
                .into_iter()
                .map(|(name, tls)| Listener { name, tls })
                .collect(),
        )
    }

    /// Those that are shown now.
    #[must_use]
    pub fn shown(&self) -> Vec<Shown> {
        let of_one = |one: &Listener| {
            let name = one.name;
            let facts = one.tls.certificates().into_iter();
            facts
                .map(move |facts| Shown { listener: name, facts })
                .collect::<Vec<_>>()
        };
        self.0.iter().flat_map(of_one).collect()
    }

    /// Reads all files again, without any consequence yet.
    ///
    /// # Errors
    /// What is wrong with one of the files.
    pub fn read_again(&self) -> Result<Again, NotRead> {
        let read = self.0.iter().map(|one| {
            one.tls.read_again().map_err(|source| NotRead {
                listener: one.name,
                source,
            })
        });
        Ok(Again(read.collect::<Result<_, _>>()?))
    }

    /// What was read counts for the connections that begin from now on. Connections that are there stay.
    pub fn take(&self, again: Again) {
        for (one, read) in self.0.iter().zip(again.0) {
            one.tls.take(read);
        }
    }
}
