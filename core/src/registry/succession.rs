//! One session after the other: the newest authenticated connection of a charge point wins, and begins once the
//! one before it has handled what had arrived there. One that takes too long for that is cut off.

use std::collections::VecDeque;
use std::time::Duration;

use actix::prelude::*;
use tokio::sync::oneshot;

use super::fence::Fence;
use super::messages::{EndReason, Join, Joined, SessionInfo, SessionMessage};
use super::{Registry, end};
use crate::ids::{ChargePointId, SessionId};
use crate::state::sessions::SessionView;

/// How long a session has for what had arrived before a newer one came.
const HAND_OVER: Duration = Duration::from_secs(5);

/// The session of a charge point, and those that came after it.
pub(super) struct Succession {
    /// The one that operators see.
    pub(super) current: Member,
    /// Newer ones, the newest last.
    waiting: VecDeque<Waiting>,
}

/// A session.
pub(super) struct Member {
    pub(super) info: SessionInfo,
    pub(super) mailbox: Recipient<SessionMessage>,
    fence: Fence,
}

struct Waiting {
    member: Member,
    tell: oneshot::Sender<Joined>,
}

impl Handler<Join> for Registry {
    type Result = ResponseFuture<Joined>;

    fn handle(&mut self, join: Join, ctx: &mut Self::Context) -> Self::Result {
        let (tell, told) = oneshot::channel();
        self.join(join, tell, ctx);
        Box::pin(async move { told.await.unwrap_or(Joined::No(EndReason::Replaced)) })
    }
}

impl Registry {
    fn join(&mut self, join: Join, tell: oneshot::Sender<Joined>, ctx: &mut Context<Self>) {
        let Join {
            charge_point,
            info,
            mailbox,
            fence,
        } = join;
        if self.draining {
            return answer(tell, Joined::No(EndReason::ShuttingDown));
        }
        let id = info.id;
        let member = Member { info, mailbox, fence };
        let Some(succession) = self.sessions.get_mut(&charge_point) else {
            self.shown.set(&charge_point, SessionView::from(&member.info));
            self.sessions.insert(charge_point, Succession::begin(member));
            return answer(tell, Joined::Yes);
        };
        if succession.newest() > id {
            return answer(tell, Joined::No(EndReason::Replaced));
        }
        tracing::info!(
            charge_point.id = %charge_point,
            session.id = %succession.newest(),
            "replaced by a newer connection"
        );
        succession.wait(Waiting { member, tell });
        ctx.run_later(HAND_OVER, move |registry, _| registry.insist(&charge_point, id));
    }

    /// A session has waited long enough for those before it.
    fn insist(&mut self, charge_point: &ChargePointId, session: SessionId) {
        let Some(succession) = self.sessions.get_mut(charge_point) else {
            return;
        };
        if succession.skip_to(session) {
            tracing::warn!(charge_point.id = %charge_point, "the connection before has not ended in time");
            self.follow(charge_point);
        }
    }
}

impl Succession {
    fn begin(current: Member) -> Self {
        Self {
            current,
            waiting: VecDeque::new(),
        }
    }

    fn newest(&self) -> SessionId {
        let newest = self.waiting.back().map_or(&self.current, |waiting| &waiting.member);
        newest.info.id
    }

    fn wait(&mut self, waiting: Waiting) {
        if self.waiting.is_empty() {
            end(&self.current.mailbox, EndReason::Replaced);
        }
        self.waiting.push_back(waiting);
    }

    /// A session has ended; whether it was the current one.
    pub(super) fn leaves(&mut self, session: SessionId) -> bool {
        self.waiting.retain(|waiting| waiting.member.info.id != session);
        self.current.info.id == session
    }

    /// Those before a session that waits do not count any more. False if it does not wait.
    fn skip_to(&mut self, session: SessionId) -> bool {
        let Some(place) = self
            .waiting
            .iter()
            .position(|waiting| waiting.member.info.id == session)
        else {
            return false;
        };
        self.current.fence.lower();
        end(&self.current.mailbox, EndReason::Replaced);
        for skipped in self.waiting.drain(..place) {
            answer(skipped.tell, Joined::No(EndReason::Replaced));
        }
        true
    }

    /// The next one takes the place of the current one; none: nobody waits.
    pub(super) fn follow(&mut self) -> Option<SessionInfo> {
        let Waiting { member, tell } = self.waiting.pop_front()?;
        // Nothing of the old one may come after this.
        std::mem::replace(&mut self.current, member).fence.lower();
        answer(tell, Joined::Yes);
        if !self.waiting.is_empty() {
            end(&self.current.mailbox, EndReason::Replaced);
        }
        Some(self.current.info.clone())
    }

    /// Ends all of them.
    pub(super) fn end(self, reason: EndReason) {
        self.current.fence.lower();
        end(&self.current.mailbox, reason);
        for waiting in self.waiting {
            answer(waiting.tell, Joined::No(reason));
        }
    }

    /// The server stops: those that wait do not begin, and the current one ends.
    pub(super) fn stop(&mut self, reason: EndReason) {
        for waiting in self.waiting.drain(..) {
            answer(waiting.tell, Joined::No(reason));
        }
        end(&self.current.mailbox, reason);
    }
}

fn answer(tell: oneshot::Sender<Joined>, joined: Joined) {
    if tell.send(joined).is_err() {
        tracing::debug!("a session has ended before it began");
    }
}
