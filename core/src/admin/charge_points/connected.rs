//! Who is connected, for lists and views: the one place where they ask. A page costs one question to the
//! registry at most, whatever it holds; what is shown of a session comes from the view that the registry keeps.

use std::collections::HashSet;
use std::sync::Arc;

use crate::admin::AppState;
use crate::admin::problem::Problem;
use crate::ids::ChargePointId;
use crate::registry::messages::ListConnected;
use crate::state::sessions::Present;

/// Those that are connected, in the order of their identities.
///
/// # Errors
/// The registry does not answer.
pub async fn page(app: &AppState, after: Option<ChargePointId>, limit: usize) -> Result<Vec<ChargePointId>, Problem> {
    let found = app.registry.send(ListConnected { after, limit }).await?;
    Ok(found.into_iter().map(|(id, _)| id).collect())
}

/// All that are connected.
///
/// # Errors
/// The registry does not answer.
pub async fn all(app: &AppState) -> Result<HashSet<ChargePointId>, Problem> {
    Ok(page(app, None, usize::MAX).await?.into_iter().collect())
}

/// The session of one; none if it is not connected.
pub fn session(app: &AppState, id: &ChargePointId) -> Option<Arc<Present>> {
    app.state().sessions().of(id)
}
