//! From an upgrade request to a session that runs: what `handshake` decides is answered, and the socket is handed
//! to the charge point's actor.

use std::cell::RefCell;
use std::convert::Infallible;
use std::rc::Rc;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use actix_codec::{Framed, FramedParts};
use actix_http::body::BoxBody;
use actix_http::h1::Codec;
use actix_http::header::SEC_WEBSOCKET_EXTENSIONS;
use actix_http::ws::{CloseCode, CloseReason, Parser};
use actix_http::{HttpMessage as _, Request, Response, StatusCode};
use bytes::BytesMut;

use super::admission::Handshake;
use super::answer::{self, Agreement};
use super::extensions::agree;
use super::handshake::{Admitted, Refused, admit, check_upgrade};
use super::places::Place;
use super::reached::reached_at;
use super::refusals::{self, Refusals, RefusedConnection};
use crate::charge_point::connection::ChargePoint;
use crate::charge_point::deflate::Agreed;
use crate::charge_point::link;
use crate::charge_point::services::Services;
use crate::charge_point::session::Session;
use crate::charge_point::wire::Wire;
use crate::clock;
use crate::counters::NotLetIn;
use crate::forwarded::{Origin, origin};
use crate::ids::SessionId;
use crate::ids::identity::identity;
use crate::ocpp::known_connectors::KnownConnectors;
use crate::ocpp::{Profile, Reads};
use crate::registry::messages::SessionInfo;
use crate::socket::{Arrival, NotOpened, Socket};
use crate::store::StoreError;

/// Numbers the sessions in the order in which they were authenticated.
static SESSIONS: AtomicU64 = AtomicU64::new(1);

thread_local! {
    /// Of this worker.
    static REFUSALS: RefCell<Refusals> = RefCell::default();
}

/// A socket that was handed over with its upgrade request.
pub(super) type Upgrade = (Request, Framed<Socket, Codec>);

/// Answers a request that cannot be an upgrade.
pub(super) fn refuse(request: &Request, services: &Rc<Services>) -> Response<BoxBody> {
    let refused = match identity(request.path()) {
        Err(reason) => Refused::new(StatusCode::NOT_FOUND, reason),
        Ok(_) => check_upgrade(request).err().unwrap_or_else(|| {
            let reason = "an upgrade request has no body";
            Refused::new(StatusCode::BAD_REQUEST, reason)
        }),
    };
    let origin = origin_of(request, services);
    told(request, origin, services, &refused);
    answer::refusal(refused)
}

/// Answers an upgrade request, and carries the connection to its end, in its place.
pub(super) async fn upgrade(
    (request, framed): Upgrade,
    services: Rc<Services>,
    place: Option<Place>,
) -> Result<(), Infallible> {
    // What is left of the request is dropped before the connection begins: it may last for months.
    let FramedParts {
        io,
        mut codec,
        read_buf,
        ..
    } = framed.into_parts();
    let mut output = BytesMut::new();
    let origin = origin_of(&request, &services);
    let handshake = Handshake::of(&request);
    let admitted = match (&place, handshake.map(Handshake::may_go_on)) {
        (None, _) => Err(full()),
        (_, Some(Err(refused))) => Err(refused),
        (Some(_), _) => admit(&request, origin, &services).await,
    };
    let begun = admitted.and_then(|admitted| begin(admitted, &services, (&request, origin), &mut output));
    let begun = begun.unwrap_or_else(|refused| {
        told(&request, origin, &services, &refused);
        answer::refusal_bytes(refused, &mut codec, &mut output);
        None
    });
    if let Some(handshake) = handshake {
        handshake.end();
    }
    let wire = Wire::new(io, output, services.settings.connection.write_timeout);
    drop((request, codec));
    match begun {
        Some(Begun {
            session,
            info,
            compression,
        }) => {
            let line = link::line(wire, read_buf, &services, compression.as_ref());
            drop(compression);
            link::carry(ChargePoint::new(services, session, info, line.clone()), line).await;
        }
        None => wire.finish().await,
    }
    Ok(())
}

fn full() -> Refused {
    let reason = "the server has as many connections as its file descriptors allow; try again later";
    Refused::new(StatusCode::SERVICE_UNAVAILABLE, reason)
}

/// A session that begins.
struct Begun {
    session: Session,
    info: SessionInfo,
    compression: Option<Agreed>,
}

/// Writes the answer; none: the connection ends after it.
fn begin(
    admitted: Admitted,
    services: &Services,
    (request, origin): (&Request, Option<Origin>),
    output: &mut BytesMut,
) -> Result<Option<Begun>, Refused> {
    if admitted.mismatch {
        answer::upgrade(request.headers(), Agreement::default(), output);
        say_goodbye(output);
        return Ok(None);
    }
    let session = session(&admitted, services).map_err(|error| Refused::unavailable(&error))?;
    let offered = request.headers().get_all(SEC_WEBSOCKET_EXTENSIONS);
    let offered = offered.filter_map(|value| value.to_str().ok());
    let compression = agree(offered, services.settings.connection.compression);
    let agreement = Agreement {
        subprotocol: admitted.subprotocol.as_deref(),
        extension: compression.as_ref().map(|agreed| agreed.answer.as_ref()),
    };
    answer::upgrade(request.headers(), agreement, output);
    let info = SessionInfo {
        id: session.id,
        since: clock::now(),
        profile: session.profile,
        subprotocol: admitted.subprotocol.unwrap_or_default(),
        remote_address: origin.map(|origin| origin.peer),
        compression: compression.as_ref().map(|agreed| agreed.answer.clone()),
        reached_at: reached_at(request.headers(), origin.is_some_and(|origin| origin.is_secure)),
    };
    Ok(Some(Begun {
        session,
        info,
        compression,
    }))
}

/// The specification's way to refuse a subprotocol: upgrade without the header, close at once.
fn say_goodbye(output: &mut BytesMut) {
    let reason = CloseReason {
        code: CloseCode::Protocol,
        description: Some("none of the offered subprotocols is known".to_owned()),
    };
    Parser::write_close(output, Some(reason), false);
}

fn session(admitted: &Admitted, services: &Services) -> Result<Session, StoreError> {
    let boot = services.pipeline.state.boot(&admitted.charge_point)?;
    let id = SessionId(SESSIONS.fetch_add(1, Ordering::Relaxed));
    let mut session = Session {
        id,
        span: tracing::info_span!("session", charge_point.id = %admitted.charge_point, session.id = %id),
        charge_point: admitted.charge_point.clone(),
        profile: Profile::of(admitted.version),
        registration: None,
        vendor: "".into(),
        model: "".into(),
        connectors: KnownConnectors::default(),
        zone: admitted.zone,
        certificate_name: admitted.certificate_name.as_deref().map(Arc::from),
        manners: Arc::default(),
        reads: Reads {
            strictness: admitted.strictness,
            zone: admitted.zone.unwrap_or_default(),
        },
    };
    let quirks = &services.settings.ocpp.quirks;
    match boot {
        Some(boot) => session.booted(&boot, quirks),
        None => session.behaves(None, quirks),
    }
    // The answer to its last boot holds until the next one, which the operator's word decides. One that
    // never booted has no other.
    session.registration = session.registration.or(admitted.registration);
    Ok(session)
}

/// A connection that came to no request.
pub(super) fn not_opened(listener: &'static str, failed: &NotOpened, services: &Rc<Services>) {
    if failed.is_silent {
        return tracing::debug!(listener, peer = ?failed.peer, "a connection ended before it said anything");
    }
    services.counters.refused(NotLetIn::Tls);
    REFUSALS.with_borrow_mut(|refusals| refusals::tell_unopened(services, refusals, listener, failed));
}

/// What the beginning of a request's connection told.
pub(super) fn arrival(request: &Request) -> Rc<Arrival> {
    request.conn_data::<Rc<Arrival>>().cloned().unwrap_or_default()
}

/// Who is at the other end, also behind a proxy that is trusted; none: nobody knows.
fn origin_of(request: &Request, services: &Services) -> Option<Origin> {
    let socket = request.peer_addr()?;
    let told = origin(socket, request.headers(), &services.settings.ocpp.trusted_proxies).told("ocpp");
    Some(Origin {
        is_secure: told.is_secure || arrival(request).is_secure,
        ..told
    })
}

/// Counts a refusal, and keeps it where operators look for it.
fn told(request: &Request, origin: Option<Origin>, services: &Rc<Services>, refused: &Refused) {
    services.counters.refused(refused.because);
    let refused = RefusedConnection {
        request,
        peer: origin.map(|origin| origin.peer),
        status: refused.status,
        reason: &refused.reason,
        is_news: refused.is_news,
    };
    REFUSALS.with_borrow_mut(|refusals| refusals::tell(services, refusals, &refused));
}
