//! The end of the server: every session finishes what it has in hand, no new one joins.

use actix::prelude::*;
use tokio::sync::oneshot;

use super::Registry;
use super::messages::{Abort, Drain, EndReason};

impl Handler<Drain> for Registry {
    type Result = ResponseFuture<Option<()>>;

    fn handle(&mut self, _: Drain, _: &mut Self::Context) -> Self::Result {
        let (tell, told) = oneshot::channel();
        self.draining = true;
        self.drained = Some(tell);
        for succession in self.sessions.values_mut() {
            succession.stop(EndReason::ShuttingDown);
        }
        self.report_drained();
        Box::pin(async move { told.await.ok() })
    }
}

impl Handler<Abort> for Registry {
    type Result = ();

    fn handle(&mut self, _: Abort, _: &mut Self::Context) {
        for succession in self.sessions.values_mut() {
            succession.stop(EndReason::OutOfTime);
        }
    }
}

impl Registry {
    /// Answers [`Drain`] once the last session is gone. Sessions that ask to join are refused from
    /// the first moment on.
    pub(super) fn report_drained(&mut self) {
        if self.draining
            && self.sessions.is_empty()
            && let Some(tell) = self.drained.take()
        {
            tell.send(())
                .unwrap_or_else(|()| tracing::debug!("nobody waits for the end of the sessions"));
        }
    }
}
