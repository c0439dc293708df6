//! Refused connections as events and in the log: on the timeline of a registered charge point, or on nobody's where
//! there is none. Each is told only so often, so that a flood of attempts does not fill the disk.

use std::collections::HashMap;
use std::rc::Rc;

use actix_http::header::{HeaderName, SEC_WEBSOCKET_PROTOCOL, USER_AGENT};
use actix_http::{HttpMessage as _, Request, StatusCode};
use serde_json::json;

use crate::charge_point::services::Services;
use crate::clock::{self, Time};
use crate::events::{COMPLAINTS, Event, EventBudget, kinds};
use crate::ids::ChargePointId;
use crate::ids::identity::identity;
use crate::peer::Peer;
use crate::socket::NotOpened;
use crate::state::connections::RefusedConnection as Record;

/// More charge points than that are not remembered one by one.
const MOST_REMEMBERED: usize = 10_000;

/// Of what a peer said, so many characters are kept.
const LONGEST_SHOWN: usize = 256;

/// How often the refusals of each charge point were told on this worker.
#[derive(Debug, Default)]
pub struct Refusals(HashMap<ChargePointId, EventBudget>);

impl Refusals {
    fn admit(&mut self, charge_point: &ChargePointId, now: Time) -> Option<u64> {
        if self.0.len() >= MOST_REMEMBERED && !self.0.contains_key(charge_point) {
            self.0.clear();
        }
        self.0.entry(charge_point.clone()).or_insert(COMPLAINTS).admit(now)
    }
}

/// A refusal.
pub(super) struct RefusedConnection<'a> {
    /// What was asked for.
    pub request: &'a Request,
    /// Who asked.
    pub peer: Option<Peer>,
    /// The HTTP status.
    pub status: StatusCode,
    /// What the station's engineer is told.
    pub reason: &'a str,
    /// Nobody was told the same a moment ago.
    pub is_news: bool,
}

impl RefusedConnection<'_> {
    fn record(&self) -> Record {
        let text = |name: HeaderName| {
            let value = self.request.headers().get(name)?.to_str().ok()?;
            Some(value.chars().take(LONGEST_SHOWN).collect::<String>())
        };
        Record {
            at: clock::now(),
            status: self.status.as_u16(),
            reason: self.reason.to_owned(),
            remote_address: self.peer.map(|peer| peer.to_string()),
            path: self.request.path().chars().take(LONGEST_SHOWN).collect(),
            subprotocols: text(SEC_WEBSOCKET_PROTOCOL),
            user_agent: text(USER_AGENT),
        }
    }
}

/// Keeps a connection that came to no request: nobody knows whose it is.
pub(super) fn tell_unopened(
    services: &Rc<Services>,
    refusals: &mut Refusals,
    listener: &'static str,
    failed: &NotOpened,
) {
    let now = clock::now();
    let peer = failed.peer.map(|peer| Peer::from(peer).to_string());
    let last = Record {
        at: now,
        status: 0,
        reason: failed.reason.clone(),
        remote_address: peer.clone(),
        path: String::new(),
        subprotocols: None,
        user_agent: None,
    };
    services.pipeline.state.refusals().add("", last);
    let nobody = ChargePointId::new("");
    let Some(untold) = refusals.admit(&nobody, now) else {
        return;
    };
    let reason = failed.reason.as_str();
    tracing::warn!(
        listener,
        peer,
        reason,
        untold_before = untold,
        "a connection was refused"
    );
    let payload = json!({ "identity": null, "status": 0, "reason": reason, "remoteAddress": peer });
    let event = Event::new(kinds::CHARGE_POINT_REFUSED.name, &nobody, payload).after_untold(untold);
    services.tell(&nobody, vec![event]);
}

/// Keeps a refusal where operators look for it.
pub(super) fn tell(services: &Rc<Services>, refusals: &mut Refusals, refused: &RefusedConnection<'_>) {
    let named = identity(refused.request.path()).ok();
    let last = refused.record();
    let state = &services.pipeline.state;
    let identity = named.as_ref().map(ChargePointId::as_str).unwrap_or_default();
    state.refusals().add(identity, last.clone());
    if !refused.is_news {
        return;
    }
    let is_known = |id: &ChargePointId| matches!(services.pipeline.state.charge_point(id), Ok(Some(_)));
    let known = named.clone().filter(is_known);
    let registered = known.clone();
    let charge_point = known.unwrap_or_else(|| ChargePointId::new(""));
    let Some(untold) = refusals.admit(&charge_point, clock::now()) else {
        return;
    };
    tracing::warn!(
        path = last.path,
        peer = last.remote_address,
        status = refused.status.as_u16(),
        reason = refused.reason,
        untold_before = untold,
        "a connection was refused"
    );
    // What the server itself lacks is no fault of the peer's, and cannot be kept either.
    if refused.status == StatusCode::SERVICE_UNAVAILABLE {
        return;
    }
    if let Some(registered) = &registered {
        services.keep_refused(registered, &last);
    }
    let payload = json!({
        "identity": named,
        "status": refused.status.as_u16(),
        "reason": refused.reason,
        "remoteAddress": refused.peer.map(|peer| peer.to_string()),
    });
    let event = Event::new(kinds::CHARGE_POINT_REFUSED.name, &charge_point, payload).after_untold(untold);
    services.tell(&charge_point, vec![event]);
}
