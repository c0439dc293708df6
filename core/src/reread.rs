//! The files with certificates, keys, revocation lists and authorities, read again as one: all of them count from then
//! on, or none does.

use crate::certificates::{Authorities, AuthorityError};
use crate::tls::{Certificates, NotRead, Shown};

/// A file that cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum Unusable {
    /// Of a listener.
    #[error(transparent)]
    Listener(#[from] NotRead),
    /// Of an authority.
    #[error("[certificates] {0}")]
    Authority(#[from] AuthorityError),
}

/// Reads all files again. Connections that are there stay. Gives the listeners' certificates.
///
/// # Errors
/// What is wrong with one of the files: those of before are in force still.
pub fn reread(listeners: &Certificates, authorities: &Authorities) -> Result<Vec<Shown>, Unusable> {
    let listeners_again = listeners.read_again()?;
    let authorities_again = authorities.read_again()?;
    listeners.take(listeners_again);
    authorities.take(authorities_again);
    Ok(listeners.shown())
}
