//! Whether a token charges already (1.6 section 7.2, 2.x AuthorizationStatusEnumType: ConcurrentTx), where a setting
//! says that it must not twice.

use crate::config::settings::Concurrent;
use crate::ids::TransactionId;
use crate::ocpp::context::Context;
use crate::state::id_tags::{is_nobody, same_tag};
use crate::state::transactions::OpenMarker;
use crate::store::StoreError;

/// What a token is shown for.
#[derive(Debug, Clone, Copy)]
pub enum Purpose<'a> {
    /// To begin or to end a session of its station; nobody knows yet.
    Asked,
    /// It begins a session on this connector (1.6), where another one would be over.
    Begins {
        /// `connectorId`
        connector: i64,
    },
    /// It is of this session (2.x), which the station's id names.
    Of {
        /// The station's id.
        session: &'a TransactionId,
        /// Where it is, once that is known; another one there would be over.
        evse: Option<i64>,
    },
}

/// Whether a token charges already, and must not begin another session.
///
/// # Errors
/// The store's.
pub fn is_busy(context: Context<'_>, tag: &str, purpose: Purpose<'_>) -> Result<bool, StoreError> {
    // Those without a token are not one driver.
    if context.settings.transactions.concurrent == Concurrent::Allow || is_nobody(tag) {
        return Ok(false);
    }
    let here = context.caller.charge_point;
    let mut open = context.state.open_of_token(tag)?.into_iter();
    Ok(open.any(|(owner, open)| {
        let its_own = owner == *here && is_its_own(&open, purpose);
        !its_own && open.id_tag.as_deref().is_some_and(|busy| same_tag(busy, tag))
    }))
}

fn is_its_own(open: &OpenMarker, purpose: Purpose<'_>) -> bool {
    match purpose {
        Purpose::Asked => true,
        Purpose::Begins { connector } => open.connector == Some(connector),
        Purpose::Of { session, evse } => {
            let of_its_id = open.id.as_str().split('~').next() == Some(session.as_str());
            of_its_id || (evse.is_some() && open.evse == evse)
        }
    }
}
