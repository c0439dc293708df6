//! Pings and the idle limit. Any traffic counts as alive; a missing pong alone ends nothing, since
//! some chargers never send one.

use std::time::Instant;

use actix::AsyncContext;
use actix_http::ws::CloseCode;

use super::actor::{ChargePoint, Socket};

impl ChargePoint {
    /// Starts the timer of this connection, if any is wanted.
    pub(super) fn keep_alive(&self, ctx: &mut Socket) {
        let limits = &self.services.settings.connection;
        let (ping, idle) = (limits.ping_interval, limits.idle_timeout);
        let Some(period) = ping.into_iter().chain(idle).min() else {
            return;
        };
        ctx.run_interval(period, move |actor, ctx| {
            let silent = Instant::now().saturating_duration_since(actor.heard);
            if idle.is_some_and(|limit| silent >= limit) {
                tracing::info!(charge_point.id = %actor.session.charge_point, "silent for too long");
                actor.close(ctx, CloseCode::Away, "nothing was heard for too long");
            } else if ping.is_some_and(|limit| silent >= limit) {
                ctx.ping(b"");
            }
        });
    }
}
