//! What plugins decided otherwise than was proposed becomes an event beside what the request changes: it is durable when
//! that is.

use std::time::Instant;

use super::connection::ChargePoint;
use crate::ocpp::Handled;

impl ChargePoint {
    /// Adds the event, unless it was told just before. A request is handled for the first time, or for another one because
    /// something else wrote meanwhile.
    pub(super) fn tell_decision(&mut self, handled: &mut Handled, attempt: u32) {
        let Some(overruled) = handled.overruled.take() else {
            return self.decision_log.none();
        };
        let admitted = self.decision_log.admit(&overruled, attempt > 1, Instant::now());
        if let Some(untold) = admitted {
            // Before what came of it.
            handled.effects.events.insert(0, overruled.event.after_untold(untold));
        }
    }
}
