//! Pings and the idle limit. Any traffic counts as alive; a missing pong alone ends nothing, since
//! some chargers never send one.

use std::time::{Duration, Instant};

use actix_http::ws::CloseCode;

use super::connection::{ChargePoint, Socket};
use super::timer::later;

impl ChargePoint {
    /// Starts the timer of this connection, if any is wanted.
    pub(super) fn keep_alive(&self, ctx: &mut Socket) {
        self.look_later(self.heard, ctx);
    }

    /// How often a silent station is pinged; none: never.
    fn ping_interval(&self) -> Option<Duration> {
        let own = self.session.manners.ping_interval;
        own.unwrap_or(self.services.settings.connection.ping_interval)
    }

    /// Looks again when the next ping or the end would be due. It was pinged last at `pinged`.
    fn look_later(&self, pinged: Instant, ctx: &mut Socket) {
        let limits = &self.services.settings.connection;
        let ping = self.ping_interval().map(|interval| self.heard.max(pinged) + interval);
        let end = limits.idle_timeout.map(|limit| self.heard + limit);
        let Some(due) = ping.into_iter().chain(end).min() else {
            return;
        };
        let delay = due.saturating_duration_since(Instant::now());
        later(ctx, delay, move |actor, ctx| actor.look(pinged, ctx));
    }

    fn look(&self, pinged: Instant, ctx: &mut Socket) {
        let _session = self.session.entered();
        let limits = &self.services.settings.connection;
        let now = Instant::now();
        let since = |moment| now.saturating_duration_since(moment);
        if limits.idle_timeout.is_some_and(|limit| since(self.heard) >= limit) {
            tracing::info!("silent for too long");
            self.close(ctx, CloseCode::Away, "nothing was heard for too long");
            return;
        }
        let silent = since(self.heard.max(pinged));
        let asks = self.ping_interval().is_some_and(|interval| silent >= interval);
        if asks {
            self.line.ping();
        }
        self.look_later(if asks { now } else { pinged }, ctx);
    }
}
