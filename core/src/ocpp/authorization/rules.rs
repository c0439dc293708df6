//! Whether an id tag may charge where no plugin decides: by the store, and by one setting for those
//! that are not in it (1.6 section 4.1, 2.x C01).

use crate::clock::{Time, text};
use crate::ocpp::context::Context;
use crate::state::id_tags::IdTagStatus;
use crate::store::StoreError;

/// What is said of an id tag.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Authorization {
    /// Whether it may charge.
    pub status: IdTagStatus,
    /// Its group.
    pub parent: Option<String>,
    /// How long the station may remember this, RFC 3339.
    pub expiry: Option<String>,
}

impl Authorization {
    fn plain(status: IdTagStatus) -> Self {
        Self {
            status,
            parent: None,
            expiry: None,
        }
    }

    /// For tokens that need no authorization (2.x C02.FR.02).
    pub fn accepted() -> Self {
        Self::plain(IdTagStatus::Accepted)
    }
}

/// Whether an id tag may charge now.
///
/// # Errors
/// The store's.
pub fn authorize(context: Context<'_>, tag: &str) -> Result<Authorization, StoreError> {
    let now: Time = context.caller.now;
    let Some(known) = context.state.id_tag(tag)? else {
        let accept = context.settings.authorization.accept_unknown;
        return Ok(Authorization::plain(if accept {
            IdTagStatus::Accepted
        } else {
            IdTagStatus::Invalid
        }));
    };
    Ok(Authorization {
        status: known.status_at(now),
        parent: known.parent,
        expiry: known.expiry.map(text),
    })
}
