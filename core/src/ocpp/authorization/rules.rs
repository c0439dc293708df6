//! Whether an id tag may charge where no plugin decides: by the store, and by one setting for those
//! that are not in it (1.6 section 4.1, 2.x C01). A token of 2.x is its text and its type (C01.FR.25).

use crate::clock::{Time, text};
use crate::ocpp::context::Context;
use crate::state::id_tags::{IdTag, IdTagStatus, Registration};
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

/// Whether an id tag may charge now, whatever it is: 1.6 knows no types.
///
/// # Errors
/// The store's.
pub fn authorize(context: Context<'_>, tag: &str) -> Result<Authorization, StoreError> {
    let known = context.state.id_tag(&context.tag(tag))?;
    Ok(known.map_or_else(|| unknown(context), |tag| registered(tag, context.caller.now)))
}

/// Whether a token of a type may charge now. One whose text is registered for other types alone is nobody's,
/// and no stranger either: the setting for those does not let it in.
///
/// # Errors
/// The store's.
pub fn authorize_token(context: Context<'_>, text: &str, kind: &str) -> Result<Authorization, StoreError> {
    Ok(match context.state.id_token(&context.tag(text), kind)? {
        Registration::Known(tag) => registered(tag, context.caller.now),
        Registration::OfAnotherType => Authorization::plain(IdTagStatus::Invalid),
        Registration::Unknown => unknown(context),
    })
}

fn registered(tag: IdTag, now: Time) -> Authorization {
    Authorization {
        status: tag.status_at(now),
        parent: tag.parent,
        expiry: tag.expiry.map(text),
    }
}

fn unknown(context: Context<'_>) -> Authorization {
    Authorization::plain(if context.settings.authorization.accept_unknown {
        IdTagStatus::Accepted
    } else {
        IdTagStatus::Invalid
    })
}
