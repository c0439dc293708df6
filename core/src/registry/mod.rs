//! The registry: which charge point is connected, by which session. It starts, replaces and ends
//! sessions; it is on no message's path.

mod drain;
pub mod fence;
pub mod messages;

use std::collections::HashMap;
use std::sync::Arc;

use actix::prelude::*;
use tokio::sync::oneshot;

use crate::ids::{ChargePointId, SessionId};
use crate::state::sessions::{SessionView, Sessions};
use fence::Fence;
use messages::{Connected, Disconnect, EndReason, Find, Join, Joined, Leave, SessionInfo, SessionMessage};

/// The actor.
#[derive(Default)]
pub struct Registry {
    sessions: HashMap<ChargePointId, Entry>,
    /// What plugins read of them.
    shown: Arc<Sessions>,
    draining: bool,
    drained: Option<oneshot::Sender<()>>,
}

struct Entry {
    info: SessionInfo,
    mailbox: Recipient<SessionMessage>,
    fence: Fence,
}

impl Actor for Registry {
    type Context = Context<Self>;

    fn started(&mut self, ctx: &mut Self::Context) {
        // Joining and leaving must never be dropped; they are bounded by the connections.
        ctx.set_mailbox_capacity(1024);
    }
}

impl Handler<Join> for Registry {
    type Result = MessageResult<Join>;

    /// The newest authenticated connection wins. The old one's fence is down before the new one
    /// hears that it may begin.
    fn handle(&mut self, join: Join, _: &mut Self::Context) -> Self::Result {
        let Join {
            charge_point,
            info,
            mailbox,
            fence,
        } = join;
        if self.draining {
            return MessageResult(Joined::No(EndReason::ShuttingDown));
        }
        if self
            .sessions
            .get(&charge_point)
            .is_some_and(|entry| entry.info.id > info.id)
        {
            return MessageResult(Joined::No(EndReason::Replaced));
        }
        self.shown.set(&charge_point, SessionView::from(&info));
        let old = self
            .sessions
            .insert(charge_point.clone(), Entry { info, mailbox, fence });
        if let Some(old) = old {
            old.fence.lower();
            end(&old.mailbox, EndReason::Replaced);
            tracing::info!(charge_point.id = %charge_point, session.id = %old.info.id, "replaced by a newer connection");
        }
        MessageResult(Joined::Yes)
    }
}

impl Handler<Leave> for Registry {
    type Result = ();

    /// Only the session itself may remove its entry: a late end of an old one changes nothing.
    fn handle(&mut self, leave: Leave, _: &mut Self::Context) {
        if self.session_of(&leave.charge_point) == Some(leave.session) {
            self.sessions.remove(&leave.charge_point);
            self.shown.remove(&leave.charge_point);
        }
        self.report_drained();
    }
}

impl Handler<Find> for Registry {
    type Result = MessageResult<Find>;

    fn handle(&mut self, find: Find, _: &mut Self::Context) -> Self::Result {
        MessageResult(self.sessions.get(&find.0).map(|entry| Connected {
            info: entry.info.clone(),
            mailbox: entry.mailbox.clone(),
        }))
    }
}

impl Handler<Disconnect> for Registry {
    type Result = ();

    fn handle(&mut self, disconnect: Disconnect, _: &mut Self::Context) {
        let Disconnect { charge_point, reason } = disconnect;
        if let Some(entry) = self.sessions.remove(&charge_point) {
            self.shown.remove(&charge_point);
            entry.fence.lower();
            end(&entry.mailbox, reason);
        }
    }
}

impl Registry {
    /// One that keeps the view of who is connected.
    #[must_use]
    pub fn showing(shown: Arc<Sessions>) -> Self {
        Self {
            shown,
            ..Self::default()
        }
    }

    fn session_of(&self, charge_point: &ChargePointId) -> Option<SessionId> {
        self.sessions.get(charge_point).map(|entry| entry.info.id)
    }
}

/// Tells a session to end.
#[expect(clippy::disallowed_methods, reason = "one message per session's life, never more")]
fn end(mailbox: &Recipient<SessionMessage>, reason: EndReason) {
    mailbox.do_send(SessionMessage::End(reason));
}
