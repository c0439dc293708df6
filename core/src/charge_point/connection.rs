//! One connection: what it is made of, and what all that happens to it may do with it. Which happening is
//! handled where is the actor's to say.

use std::rc::Rc;
use std::time::{Duration, Instant};

use actix::prelude::*;
use actix_http::ws::{CloseCode, CloseReason};
use actix_web_actors::ws::WebsocketContext;

use super::call_queue::CallQueue;
use super::fragments::Fragments;
use super::lane::{Inbound, InboundLane};
use super::repair_log::RepairLog;
use super::services::Services;
use super::session::Session;
use crate::clock;
use crate::events::{BUDGET_WINDOW, COMPLAINTS, Event, EventBudget, Kind, kinds};
use crate::registry::fence::Fence;
use crate::registry::messages::{Outgoing, SessionInfo};
use crate::state::payload::Payload;

/// The context of a connection.
pub type Socket = WebsocketContext<ChargePoint>;

/// One connection.
pub struct ChargePoint {
    pub(super) services: Rc<Services>,
    pub(super) session: Session,
    pub(super) lane: InboundLane<Inbound>,
    pub(super) calls: CallQueue<Box<Outgoing>>,
    pub(super) heard: Instant,
    pub(super) membership: Membership,
    pub(super) wake: Option<SpawnHandle>,
    pub(super) complaints: EventBudget,
    /// A timer runs that tells the changes of connectors that are held back.
    pub(super) tells_held: bool,
    pub(super) repair_log: RepairLog,
    pub(super) fragments: Fragments,
}

/// How the session stands with the registry.
pub(super) struct Membership {
    /// As operators see it.
    pub(super) info: SessionInfo,
    /// Whether it is still the newest.
    pub(super) fence: Fence,
    /// The registry has let it in.
    pub(super) begun: bool,
    /// It ends as soon as nothing is in hand.
    pub(super) ending: bool,
    /// Nothing more is kept of the charge point.
    pub(super) forgotten: bool,
}

impl ChargePoint {
    /// A session that was authenticated; it begins when the actor starts.
    #[must_use]
    pub fn new(services: Rc<Services>, session: Session, info: SessionInfo) -> Self {
        let limits = &services.settings.connection;
        Self {
            lane: InboundLane::new(limits.inbound_queue),
            calls: CallQueue::new(limits.call_queue),
            heard: Instant::now(),
            membership: Membership {
                info,
                fence: Fence::new(),
                begun: false,
                ending: false,
                forgotten: false,
            },
            wake: None,
            complaints: COMPLAINTS,
            tells_held: false,
            repair_log: RepairLog::default(),
            fragments: Fragments::default(),
            services,
            session,
        }
    }

    /// The session is still its charge point's newest.
    pub(super) fn is_current(&self) -> bool {
        self.membership.fence.holds()
    }

    /// How long CALLs wait after a boot.
    pub(super) fn settle_delay(&self) -> Duration {
        let own = self.session.manners.settle_delay;
        own.unwrap_or(self.services.settings.connection.settle_delay)
    }

    /// Sends a close frame and ends the actor.
    pub(super) fn close(&self, ctx: &mut Socket, code: CloseCode, why: &str) {
        ctx.close(Some(CloseReason {
            code,
            description: Some(why.to_owned()),
        }));
        ctx.stop();
    }

    /// Tells what is wrong with the peer, if that was not told often enough already.
    pub(super) fn complain(&mut self, event: Event) {
        let Some(untold) = self.complaints.admit(clock::now()) else {
            return;
        };
        let charge_point = &self.session.charge_point;
        self.services.tell(charge_point, vec![event.after_untold(untold)]);
    }

    /// A change of a connector was held back: it is told when the window is over, if none comes after it.
    pub(super) fn tell_held_later(&mut self, ctx: &mut Socket) {
        if !std::mem::replace(&mut self.tells_held, true) {
            ctx.run_later(BUDGET_WINDOW.to_std().unwrap_or_default(), |actor, _| {
                actor.tells_held = false;
                actor.tell_held();
            });
        }
    }

    /// Tells the changes of connectors that are held back.
    pub(super) fn tell_held(&mut self) {
        let _session = self.session.entered();
        for held in self.session.connectors.take_held() {
            match Payload::of(&held) {
                Ok(payload) => {
                    let event = self.about(&kinds::CONNECTOR_STATUS, payload);
                    self.services.tell(&self.session.charge_point, vec![event]);
                }
                Err(error) => tracing::error!(%error, "a connector's state has no JSON form"),
            }
        }
    }

    fn about(&self, kind: &Kind, payload: impl Into<Payload>) -> Event {
        let session = &self.session;
        Event {
            version: session.profile.version.to_string(),
            vendor: session.vendor.to_string(),
            model: session.model.to_string(),
            ..Event::new(kind.name, &session.charge_point, payload)
        }
    }

    /// Tells what happened to this connection.
    pub(super) fn happened(&self, kind: &Kind, payload: serde_json::Value) {
        if self.membership.forgotten {
            return self.services.forget_events(&self.session.charge_point);
        }
        self.services.tell_now(self.about(kind, payload));
    }

    /// Ends a session that is to end once it has nothing in hand.
    pub(super) fn end_if_idle(&mut self, ctx: &mut Socket) {
        if self.membership.ending && !self.lane.is_busy() && self.calls.is_idle() {
            self.close(ctx, CloseCode::Away, "the server stops");
        }
    }
}
