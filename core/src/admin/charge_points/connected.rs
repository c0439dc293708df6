//! Who is connected, for lists and views: read from the view that the registry keeps, so that nobody asks
//! its actor.

use std::sync::Arc;

use crate::admin::AppState;
use crate::ids::ChargePointId;
use crate::state::sessions::SessionView;

/// Those that are connected, in the order of their identities.
pub fn page(app: &AppState, after: Option<&ChargePointId>, limit: usize) -> Vec<ChargePointId> {
    let found = app.state().sessions().list(after, limit);
    found.into_iter().map(|(id, _)| id).collect()
}

/// The session of one; none if it is not connected.
pub fn session(app: &AppState, id: &ChargePointId) -> Option<Arc<SessionView>> {
    app.state().sessions().get(id)
}
