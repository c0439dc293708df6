//! The certificates of all listeners, as they are shown and read again.

use std::sync::Arc;

use super::current::Tls;
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

    /// Reads all files again: all of them count from now on, or none does. Connections that are there stay.
    ///
    /// # Errors
    /// What is wrong with one of the files.
    pub fn reload(&self) -> Result<Vec<Shown>, NotRead> {
        let mut read = Vec::with_capacity(self.0.len());
        for one in &self.0 {
            let again = one.tls.read_again().map_err(|source| NotRead {
                listener: one.name,
                source,
            })?;
            read.push((&one.tls, again));
        }
        for (tls, again) in read {
            tls.take(again);
        }
        Ok(self.shown())
    }
}
