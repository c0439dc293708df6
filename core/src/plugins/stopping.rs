//! Work on threads that may wait, for as long as the process lives.

use std::future::Future;

/// The work was cut off by the end of the process.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the server is stopping")]
pub struct Stopping;

/// Runs what takes long on a thread of its own.
///
/// # Errors
/// The job's, or [`Stopping`].
pub async fn blocking<T, E>(job: impl FnOnce() -> Result<T, E> + Send + 'static) -> Result<T, E>
where
    T: Send + 'static,
    E: From<Stopping> + Send + 'static,
{
    tokio::task::spawn_blocking(job).await.unwrap_or(Err(Stopping.into()))
}

/// Runs a change apart from the request that asked for it, which may be dropped between two steps.
///
/// # Errors
/// The change's, or [`Stopping`].
pub async fn to_its_end<T, E>(change: impl Future<Output = Result<T, E>> + Send + 'static) -> Result<T, E>
where
    T: Send + 'static,
    E: From<Stopping> + Send + 'static,
{
    tokio::spawn(change).await.unwrap_or(Err(Stopping.into()))
}
