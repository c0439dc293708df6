//! What keeps the server from handling a valid message.

use crate::store::StoreError;

/// Why a handler could not decide. The station is answered InternalError.
#[derive(Debug, thiserror::Error)]
pub enum HandlerError {
    /// The state cannot be read.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// A valid message does not fit our types: a defect of ours.
    #[error("the message does not fit its type: {0}")]
    Shape(#[from] serde_json::Error),
    /// Something is used up for the moment.
    #[error("{0}")]
    Busy(&'static str),
}
