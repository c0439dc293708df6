//! The upgrade request of a charge point: who is it, may it come in, which version does it speak?
//! Every refusal is an HTTP answer in plain text that says what to do.

use std::cell::RefCell;
use std::rc::Rc;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use actix_http::ws::{CloseCode, CloseReason, Codec};
use actix_web::http::header::{
    AUTHORIZATION, CONNECTION, HeaderValue, SEC_WEBSOCKET_PROTOCOL, UPGRADE, WWW_AUTHENTICATE,
};
use actix_web::http::{StatusCode, header};
use actix_web::{HttpRequest, HttpResponse, web};
use actix_web_actors::ws::WsResponseBuilder;
use ocpp_schemas::Version;

use super::refusals::{self, Refusals, RefusedConnection};
use super::subprotocol::{Choice, choose};
use crate::charge_point::connection::ChargePoint;
use crate::charge_point::services::Services;
use crate::charge_point::session::Session;
use crate::clock;
use crate::config::settings::{RegistrationStatus, Strictness, SubprotocolMismatch};
use crate::credentials::{self, Matched};
use crate::ids::identity::identity;
use crate::ids::{ChargePointId, SessionId};
use crate::ocpp::known_connectors::KnownConnectors;
use crate::ocpp::{Profile, Reads};
use crate::registry::messages::SessionInfo;
use crate::state::charge_points::{self, ChargePoint as Registered};
use crate::store::{Expect, StoreError, Write};

/// A station that is refused: the status, and what its engineer should know.
pub(super) struct Refused(StatusCode, String);

impl Refused {
    fn new(status: StatusCode, reason: &str) -> Self {
        Self(status, reason.to_owned())
    }

    fn unavailable(error: &StoreError) -> Self {
        tracing::error!(%error, "a handshake failed");
        Self::new(
            StatusCode::SERVICE_UNAVAILABLE,
            "the server cannot read its state; try again later",
        )
    }
}

/// Numbers the sessions in the order in which they were authenticated.
static SESSIONS: AtomicU64 = AtomicU64::new(1);

thread_local! {
    /// Of this worker.
    static REFUSALS: RefCell<Refusals> = RefCell::default();
}

/// Handles any request on the listener of the charge points.
pub async fn connect(request: HttpRequest, body: web::Payload) -> HttpResponse {
    let Some(services) = request.app_data::<Rc<Services>>().cloned() else {
        return HttpResponse::InternalServerError().finish();
    };
    match admit(&request, &services).await {
        Ok(admitted) => admitted.upgrade(services, &request, body),
        Err(Refused(status, reason)) => {
            services.counters.handshakes_refused.add();
            tracing::warn!(
                path = request.path(),
                peer = ?request.peer_addr(),
                status = status.as_u16(),
                reason,
                "a connection was refused"
            );
            // What the server itself lacks is no fault of the peer's, and cannot be kept either.
            if status != StatusCode::SERVICE_UNAVAILABLE {
                let refused = RefusedConnection {
                    request: &request,
                    status: status.as_u16(),
                    reason: &reason,
                };
                REFUSALS.with_borrow_mut(|refusals| refusals::tell(&services, refusals, &refused));
            }
            answer(status, reason)
        }
    }
}

fn answer(status: StatusCode, reason: String) -> HttpResponse {
    let mut response = HttpResponse::build(status);
    match status {
        StatusCode::UNAUTHORIZED => response.insert_header((WWW_AUTHENTICATE, "Basic realm=\"ocpp\"")),
        StatusCode::UPGRADE_REQUIRED => response.insert_header((UPGRADE, "websocket")),
        StatusCode::SERVICE_UNAVAILABLE => response.insert_header((header::RETRY_AFTER, "5")),
        _ => &mut response,
    };
    response.content_type("text/plain; charset=utf-8").body(reason + "\n")
}

/// A station that may come in.
struct Admitted {
    charge_point: ChargePointId,
    version: Version,
    /// The offered name that is answered.
    subprotocol: Option<String>,
    /// What the operator says of its registration.
    registration: Option<RegistrationStatus>,
    /// How its messages are read.
    strictness: Strictness,
    /// Upgraded only to be closed: no offered subprotocol is known, and the setting says so.
    mismatch: bool,
}

async fn admit(request: &HttpRequest, services: &Services) -> Result<Admitted, Refused> {
    let charge_point = identity(request.path()).map_err(|reason| Refused::new(StatusCode::NOT_FOUND, reason))?;
    check_upgrade(request)?;
    let known = find(&charge_point, services).await?;
    let registration = known.record.registration;
    let strictness = known.record.strictness.unwrap_or(services.settings.ocpp.strictness);
    check_credentials(&charge_point, known, request, services).await?;
    let offered = request
        .headers()
        .get_all(SEC_WEBSOCKET_PROTOCOL)
        .filter_map(|value| value.to_str().ok());
    let settings = &services.settings.ocpp;
    // Only who booted here before is known by its make.
    let id = charge_point.clone();
    let own = || {
        let boot = services.pipeline.state.boot(&id).ok().flatten()?;
        let firmware = boot.firmware_version.as_deref().unwrap_or_default();
        settings.quirks.of(&boot.vendor, &boot.model, firmware).default_version
    };
    let admitted = |version, subprotocol, mismatch| Admitted {
        charge_point,
        version,
        subprotocol,
        registration,
        strictness,
        mismatch,
    };
    match choose(offered, settings) {
        Choice::Agreed(version, name) => Ok(admitted(version, name, false)),
        _ if settings.on_subprotocol_mismatch == SubprotocolMismatch::UpgradeAndClose => {
            Ok(admitted(Version::V16, None, true))
        }
        Choice::Missing if let Some(version) = own() => Ok(admitted(version, None, false)),
        Choice::Unknown => Err(Refused::new(
            StatusCode::BAD_REQUEST,
            "none of the offered subprotocols is known; this server speaks ocpp1.6, ocpp2.0.1 and ocpp2.1",
        )),
        Choice::Missing => Err(Refused::new(
            StatusCode::BAD_REQUEST,
            "no subprotocol was offered; send Sec-WebSocket-Protocol: ocpp1.6, ocpp2.0.1 or ocpp2.1",
        )),
    }
}

fn check_upgrade(request: &HttpRequest) -> Result<(), Refused> {
    let has = |name: header::HeaderName, wanted: &str| {
        let value = request.headers().get(name).and_then(|value| value.to_str().ok());
        value.is_some_and(|value| value.to_ascii_lowercase().contains(wanted))
    };
    if has(UPGRADE, "websocket") && has(CONNECTION, "upgrade") {
        return Ok(());
    }
    let reason = "this is the WebSocket endpoint of charge points; connect with an OCPP-J client";
    Err(Refused::new(StatusCode::UPGRADE_REQUIRED, reason))
}

/// A registered charge point, and what must still hold when its record is written.
struct Known {
    record: Registered,
    expect: Expect,
}

/// The registered charge point; by a setting, an unknown one is registered now.
async fn find(id: &ChargePointId, services: &Services) -> Result<Known, Refused> {
    let known = || {
        let found = services.pipeline.state.charge_point_at(id);
        found.map_err(|error| Refused::unavailable(&error))
    };
    if let Some((found, revision)) = known()? {
        return Ok(Known {
            record: found,
            expect: Expect::Revision(revision),
        });
    }
    if !services.settings.ocpp.register_unknown {
        let reason = "this charge point is not registered; register it with PUT /api/v1/charge-points/ID";
        return Err(Refused::new(StatusCode::NOT_FOUND, reason));
    }
    let record = Registered {
        security_profile: Some(0),
        created_at: Some(clock::now()),
        ..Registered::default()
    };
    if save(id, &record, Expect::Absent, services).await? {
        tracing::info!(charge_point.id = %id, "registered on first contact");
    }
    // Whoever was faster, an operator perhaps, has the last word.
    let registered = known()?;
    let (found, revision) = registered.ok_or_else(|| Refused::new(StatusCode::NOT_FOUND, "just removed"))?;
    Ok(Known {
        record: found,
        expect: Expect::Revision(revision),
    })
}

/// Keeps a record unless somebody else changed it meanwhile; says whether it was kept.
async fn save(id: &ChargePointId, record: &Registered, expect: Expect, services: &Services) -> Result<bool, Refused> {
    let store = services.pipeline.state.store();
    let write = charge_points::put_charge_point(id, record).map_err(|error| Refused::unavailable(&error))?;
    match store.write(vec![Write { expect, ..write }]).await {
        Ok(_) => Ok(true),
        Err(StoreError::Conflict { .. }) => Ok(false),
        Err(error) => Err(Refused::unavailable(&error)),
    }
}

/// Profile 0 needs nothing, 1 needs Basic; 2 and 3 need TLS, which this listener does not speak.
async fn check_credentials(
    id: &ChargePointId,
    known: Known,
    request: &HttpRequest,
    services: &Services,
) -> Result<(), Refused> {
    let Known {
        record: mut registered,
        expect,
    } = known;
    match registered.security_profile {
        Some(0) => return Ok(()),
        // Where those that nobody registered are let in, so is one of which nothing more was said.
        None if services.settings.ocpp.register_unknown => return Ok(()),
        None => {
            let reason = "this charge point is registered without a security profile: give it a password, or say \
                          \"securityProfile\": 0";
            return Err(Refused::new(StatusCode::UNAUTHORIZED, reason));
        }
        Some(1) => {}
        Some(profile) => {
            let reason = format!("this charge point is registered with security profile {profile}: connect with wss");
            return Err(Refused::new(StatusCode::UNAUTHORIZED, &reason));
        }
    }
    let unauthorized = |reason| Refused::new(StatusCode::UNAUTHORIZED, reason);
    let header = request.headers().get(AUTHORIZATION);
    let basic = header
        .and_then(|value| credentials::parse(value.as_bytes()))
        .ok_or_else(|| unauthorized("this charge point needs HTTP Basic credentials"))?;
    if basic.user != id.as_str().as_bytes() {
        return Err(unauthorized("the user name is not the identity in the URL"));
    }
    match credentials::verify(&registered, &basic.password) {
        None => Err(unauthorized("the password is wrong")),
        Some(Matched::Current) if registered.previous_password.is_some() => {
            // A rotation is over once the new secret was used; if an operator was faster, the next
            // connection ends it.
            registered.previous_password = None;
            save(id, &registered, expect, services).await.map(drop)
        }
        Some(_) => Ok(()),
    }
}

impl Admitted {
    fn upgrade(self, services: Rc<Services>, request: &HttpRequest, body: web::Payload) -> HttpResponse {
        let limit = services.settings.connection.max_message_bytes;
        if self.mismatch {
            return upgraded(
                WsResponseBuilder::new(Goodbye, request, body)
                    .codec(Codec::new())
                    .start(),
            );
        }
        let session = match self.session(&services) {
            Ok(session) => session,
            Err(error) => return answer_unavailable(&error),
        };
        let info = SessionInfo {
            id: session.id,
            since: clock::now(),
            profile: session.profile,
            subprotocol: self.subprotocol.clone().unwrap_or_default(),
            remote_address: request.peer_addr(),
        };
        let actor = ChargePoint::new(services, session, info);
        let name = self.subprotocol.unwrap_or_default();
        let builder = WsResponseBuilder::new(actor, request, body).codec(Codec::new().max_size(limit));
        // Not by the builder's `protocols`: that reads the first of several headers alone.
        let mut response = upgraded(builder.start());
        if let Ok(name) = HeaderValue::from_str(&name)
            && !name.is_empty()
        {
            response.headers_mut().insert(SEC_WEBSOCKET_PROTOCOL, name);
        }
        response
    }

    fn session(&self, services: &Services) -> Result<Session, StoreError> {
        let boot = services.pipeline.state.boot(&self.charge_point)?;
        let id = SessionId(SESSIONS.fetch_add(1, Ordering::Relaxed));
        let mut session = Session {
            id,
            span: tracing::info_span!("session", charge_point.id = %self.charge_point, session.id = %id),
            charge_point: self.charge_point.clone(),
            profile: Profile::of(self.version),
            registration: None,
            vendor: "".into(),
            model: "".into(),
            connectors: KnownConnectors::default(),
            manners: Arc::default(),
            reads: Reads {
                strictness: self.strictness,
                ..Reads::default()
            },
        };
        if let Some(boot) = boot {
            session.booted(&boot, &services.settings.ocpp.quirks);
        }
        // The answer to its last boot holds until the next one, which the operator's word decides. One that
        // never booted has no other.
        session.registration = session.registration.or(self.registration);
        Ok(session)
    }
}

fn answer_unavailable(error: &StoreError) -> HttpResponse {
    let Refused(status, reason) = Refused::unavailable(error);
    answer(status, reason)
}

fn upgraded(result: Result<HttpResponse, actix_web::Error>) -> HttpResponse {
    result.unwrap_or_else(|error| error.error_response())
}

/// The specification's way to refuse a subprotocol: upgrade without the header, close at once.
struct Goodbye;

impl actix::Actor for Goodbye {
    type Context = actix_web_actors::ws::WebsocketContext<Self>;

    fn started(&mut self, ctx: &mut Self::Context) {
        let description = Some("none of the offered subprotocols is known".to_owned());
        ctx.close(Some(CloseReason {
            code: CloseCode::Protocol,
            description,
        }));
        actix::ActorContext::stop(ctx);
    }
}

impl actix::StreamHandler<Result<actix_http::ws::Message, actix_http::ws::ProtocolError>> for Goodbye {
    fn handle(&mut self, _: Result<actix_http::ws::Message, actix_http::ws::ProtocolError>, _: &mut Self::Context) {}
}
