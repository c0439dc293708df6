//! A charge point as operators see it: what was registered, what it told, whether it is there.

use crate::ids::ChargePointId;
use crate::registry::messages::SessionInfo;
use crate::state::State;
use crate::state::charge_points::ChargePoint;
use crate::state::sessions::SessionView;
use crate::state::views::ChargePointView;
use crate::store::StoreError;

/// Puts together what is known of a registered charge point and of its session.
///
/// # Errors
/// The store's.
pub fn read(
    state: &State,
    id: ChargePointId,
    record: &ChargePoint,
    session: Option<SessionInfo>,
) -> Result<ChargePointView, StoreError> {
    ChargePointView::read(state, id, record, session.as_ref().map(SessionView::from).as_ref())
}
