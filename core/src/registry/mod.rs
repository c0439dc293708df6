//! The registry: which charge point is connected, by which session. It starts, replaces and ends
//! sessions; it is on no message's path.

mod drain;
pub mod fence;
pub mod messages;
mod succession;

use std::collections::HashMap;
use std::sync::Arc;

use actix::prelude::*;
use tokio::sync::oneshot;

use crate::ids::ChargePointId;
use crate::state::sessions::{SessionView, Sessions};
use messages::{Connected, Disconnect, EndReason, Find, Leave, SessionMessage};
use succession::Succession;

/// The actor.
#[derive(Default)]
pub struct Registry {
    sessions: HashMap<ChargePointId, Succession>,
    /// What plugins read of them.
    shown: Arc<Sessions>,
    draining: bool,
    drained: Option<oneshot::Sender<()>>,
}

impl Actor for Registry {
    type Context = Context<Self>;

    fn started(&mut self, ctx: &mut Self::Context) {
        // Joining and leaving must never be dropped; they are bounded by the connections.
        ctx.set_mailbox_capacity(1024);
    }
}

impl Handler<Leave> for Registry {
    type Result = ();

    /// A late end of an old session changes nothing.
    fn handle(&mut self, leave: Leave, _: &mut Self::Context) {
        let Leave { charge_point, session } = leave;
        if let Some(succession) = self.sessions.get_mut(&charge_point)
            && succession.leaves(session)
        {
            self.follow(&charge_point);
        }
        self.report_drained();
    }
}

impl Handler<Find> for Registry {
    type Result = MessageResult<Find>;

    fn handle(&mut self, find: Find, _: &mut Self::Context) -> Self::Result {
        MessageResult(self.sessions.get(&find.0).map(|succession| Connected {
            info: succession.current.info.clone(),
            mailbox: succession.current.mailbox.clone(),
        }))
    }
}

impl Handler<Disconnect> for Registry {
    type Result = ();

    fn handle(&mut self, disconnect: Disconnect, _: &mut Self::Context) {
        let Disconnect { charge_point, reason } = disconnect;
        if let Some(succession) = self.sessions.remove(&charge_point) {
            self.shown.remove(&charge_point);
            succession.end(reason);
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

    /// Lets the next session in, if one waits for the place that is free now.
    fn follow(&mut self, charge_point: &ChargePointId) {
        let Some(mut succession) = self.sessions.remove(charge_point) else {
            return;
        };
        match succession.follow() {
            Some(info) => {
                self.shown.set(charge_point, SessionView::from(&info));
                self.sessions.insert(charge_point.clone(), succession);
            }
            None => self.shown.remove(charge_point),
        }
    }
}

/// Tells a session to end.
#[expect(clippy::disallowed_methods, reason = "one message per session's life, never more")]
fn end(mailbox: &Recipient<SessionMessage>, reason: EndReason) {
    mailbox.do_send(SessionMessage::End(reason));
}
