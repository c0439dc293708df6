//! One connection: what it is made of, and what all that happens to it may do with it. Which happening is
//! handled where is the actor's to say.

use std::cell::RefCell;
use std::rc::Rc;
use std::sync::Arc;
use std::time::{Duration, Instant};

use actix::prelude::*;
use actix_http::ws::{CloseCode, CloseReason};
use actix_web_actors::ws::WebsocketContext;

use super::call_queue::CallQueue;
use super::decision_log::DecisionLog;
use super::fragments::Fragments;
use super::lane::{Inbound, InboundLane};
use super::line::Line;
use super::repair_log::RepairLog;
use super::services::Services;
use super::session::Session;
use super::timer::later;
use crate::clock::{self, Time};
use crate::events::{BUDGET_WINDOW, COMPLAINTS, Event, EventBudget, Kind, kinds};
use crate::frame::secrets::masked;
use crate::registry::fence::Fence;
use crate::registry::messages::{Outgoing, SessionInfo};
use crate::state::charge_points::seen;
use crate::state::connections::{Connection, EndCause, EndedBy, put_connection};
use crate::state::messages::HeldLog;
use crate::state::payload::Payload;

/// The target of the log's lines that show frames.
const FRAMES: &str = "ocpp_central::frames";

/// How often a sign of life is noted in the store.
const NOTED_EVERY: Duration = Duration::from_secs(60);

/// The context of a connection.
pub type Socket = WebsocketContext<ChargePoint>;

/// One connection.
pub struct ChargePoint {
    pub(super) services: Rc<Services>,
    pub(super) session: Session,
    pub(super) lane: InboundLane<Inbound>,
    pub(super) calls: CallQueue<Box<Outgoing>>,
    pub(super) heard: Instant,
    /// When the last message came, by the system's clock.
    pub(super) heard_at: Time,
    /// When that was noted in the store last.
    pub(super) noted: Instant,
    pub(super) membership: Membership,
    pub(super) wake: Option<SpawnHandle>,
    pub(super) complaints: EventBudget,
    /// A timer runs that tells the changes of connectors that are held back.
    pub(super) tells_held: bool,
    pub(super) repair_log: RepairLog,
    pub(super) decision_log: DecisionLog,
    pub(super) fragments: Fragments,
    /// What is said on it.
    pub(super) log: HeldLog,
    /// The number of the answer that came last.
    pub(super) answer_number: u64,
    /// The number of the CALL that was sent last.
    pub(super) call_number: u64,
    /// When that was.
    pub(super) call_left: Instant,
    pub(super) line: Line,
    pub(super) stage: Stage,
    pub(super) states: StatesQuestion,
}

/// Whether and when the station is asked how its connectors stand.
#[derive(Default)]
pub(super) struct StatesQuestion {
    pub(super) due: Option<SpawnHandle>,
    pub(super) asked: bool,
}

/// How far a session is on its way to its end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Stage {
    /// It goes on.
    Open,
    /// A newer one waits for its place: what had arrived by then is still read and handled.
    HandingOver,
    /// Nothing more is read; it ends once what was read is handled.
    Closing,
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
    /// A newer one waits for its place.
    pub(super) replaced: bool,
    /// Nothing more is kept of the charge point.
    pub(super) forgotten: bool,
    /// Why it ended, once that is known.
    pub(super) end: RefCell<Option<EndCause>>,
}

impl ChargePoint {
    /// A session that was authenticated; it begins when the actor starts.
    #[must_use]
    pub fn new(services: Rc<Services>, session: Session, info: SessionInfo, line: Line) -> Self {
        let limits = &services.settings.connection;
        let logs = services.pipeline.state.messages();
        let log = logs.join(&session.charge_point);
        if logs.is_crowded() {
            let logs = Arc::clone(logs);
            drop(tokio::task::spawn_blocking(move || logs.tidy()));
        }
        Self {
            log,
            answer_number: 0,
            call_number: 0,
            call_left: Instant::now(),
            lane: InboundLane::new(limits.inbound_queue),
            calls: CallQueue::new(limits.call_queue),
            heard: Instant::now(),
            heard_at: clock::now(),
            noted: Instant::now(),
            membership: Membership {
                info,
                fence: Fence::new(),
                begun: false,
                ending: false,
                replaced: false,
                forgotten: false,
                end: RefCell::default(),
            },
            wake: None,
            complaints: COMPLAINTS,
            tells_held: false,
            repair_log: RepairLog::default(),
            decision_log: DecisionLog::default(),
            fragments: Fragments::default(),
            line,
            stage: Stage::Open,
            states: StatesQuestion::default(),
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

    /// Puts a message on the socket now, as the answer to the message of this number, or to none (0).
    /// Gives its number.
    pub(super) fn send(&self, text: &str, about: u64) -> u64 {
        self.send_at(clock::now(), text, about)
    }

    /// The same, for whoever knows what time it is.
    pub(super) fn send_at(&self, now: Time, text: &str, about: u64) -> u64 {
        let number = self.log.sent_at(now, text, about);
        tracing::debug!(target: FRAMES, direction = "out", text = %masked(text), "frame");
        self.line.say(text);
        number
    }

    /// A message arrived. Gives its number.
    pub(super) fn arrived(&mut self, text: &str) -> u64 {
        tracing::debug!(target: FRAMES, direction = "in", text = %masked(text), "frame");
        self.heard_at = clock::now();
        self.log.received_at(self.heard_at, text)
    }

    /// The connection ends for this reason, unless an earlier one was given.
    pub(super) fn ends(&self, by: EndedBy, code: Option<CloseCode>, reason: &str) {
        self.membership.end.borrow_mut().get_or_insert_with(|| EndCause {
            by,
            code: code.map(u16::from),
            reason: reason.to_owned(),
        });
    }

    /// Why it ended.
    pub(super) fn end_cause(&self) -> EndCause {
        self.ends(EndedBy::Network, None, "the connection broke without a close frame");
        let end = self.membership.end.borrow();
        end.clone().unwrap_or_else(|| EndCause {
            by: EndedBy::Network,
            code: None,
            reason: String::new(),
        })
    }

    /// Keeps that the connection has begun: the how many-th it is.
    pub(super) fn keep_beginning(&self) {
        let charge_point = &self.session.charge_point;
        let before = self.services.pipeline.state.last_connection(charge_point);
        let before = before.unwrap_or_else(|error| {
            tracing::error!(%error, "the connection before this one cannot be read");
            None
        });
        let info = &self.membership.info;
        let connection = Connection {
            session: self.session.id.0,
            since: info.since,
            version: self.session.profile.version.to_string(),
            subprotocol: info.subprotocol.clone(),
            remote_address: info.remote_address.map(|address| address.to_string()),
            number: before.map_or(1, |before| before.number + 1),
            ended_at: None,
            end: None,
            last_heard: None,
        };
        self.keep_connection(&connection);
        self.log.began(connection);
    }

    /// Keeps that the connection has ended.
    pub(super) fn keep_end(&self) {
        if self.membership.forgotten {
            return;
        }
        if let Some(connection) = self.log.ended(self.session.id.0, self.end_cause()) {
            self.keep_connection(&connection);
        }
    }

    fn keep_connection(&self, connection: &Connection) {
        let charge_point = &self.session.charge_point;
        match put_connection(charge_point, connection) {
            Ok(latest) => self.services.put_latest(charge_point, self.session.id, vec![latest]),
            Err(error) => tracing::error!(%error, "a connection cannot be stored"),
        }
    }

    /// Notes from time to time that something came, so that it is known also when the server ends without warning.
    pub(super) fn keep_alive_noted(&mut self) {
        if self.heard.duration_since(self.noted) >= NOTED_EVERY {
            self.noted = self.heard;
            let charge_point = &self.session.charge_point;
            let seen = seen(charge_point, clock::now());
            self.services.put_latest(charge_point, self.session.id, vec![seen]);
        }
    }

    /// Sends a close frame and ends the actor.
    pub(super) fn close(&self, ctx: &mut Socket, code: CloseCode, why: &str) {
        self.ends(EndedBy::Server, Some(code), why);
        self.line.close(Some(CloseReason {
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
            later(ctx, BUDGET_WINDOW.to_std().unwrap_or_default(), |actor, _| {
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
        if self.lane.is_busy() {
            return;
        }
        if self.membership.ending && self.calls.is_idle() {
            self.close(ctx, CloseCode::Away, "the server stops");
        } else if self.stage == Stage::Closing && self.membership.replaced {
            self.close(ctx, CloseCode::Normal, "replaced by a newer connection");
        } else if self.stage == Stage::Closing {
            ctx.stop();
        }
    }
}
