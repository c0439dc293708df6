//! The upgrade request of a charge point: who is it, may it come in, which version does it speak?
//! Every refusal is an HTTP answer in plain text that says what to do.

use actix_http::Request;
use actix_http::header::{
    AUTHORIZATION, SEC_WEBSOCKET_KEY, SEC_WEBSOCKET_PROTOCOL, SEC_WEBSOCKET_VERSION, UPGRADE, X_FORWARDED_PROTO,
};
use actix_http::{HttpMessage as _, Method, StatusCode};
use ocpp_schemas::Version;

use super::admission;
use super::came_with::{CameWith, Known, settle};
use super::guesses::Guesser;
use super::presented;
use super::shown::{self, Holder, Wanted};
use super::subprotocol::{Choice, choose};
use super::upgrade::arrival;
use crate::charge_point::services::Services;
use crate::clock;
use crate::config::quirks::Make;
use crate::config::settings::{RegistrationStatus, Strictness, SubprotocolMismatch};
use crate::config::zone::Zone;
use crate::counters::NotLetIn;
use crate::credentials::{self, profiles};
use crate::forwarded::{Origin, is_trusted};
use crate::ids::ChargePointId;
use crate::ids::identity::identity;
use crate::state::charge_points::{self, ChargePoint as Registered};
use crate::store::{Expect, StoreError, Write};

/// The version of the protocol (RFC 6455 section 4.1).
pub(super) const WEBSOCKET_VERSION: &str = "13";

/// Whoever cannot be served now comes again in so many seconds.
const USUAL_PAUSE: u64 = 5;

/// A station that is refused: the status, and what its engineer should know.
pub(super) struct Refused {
    pub(super) status: StatusCode,
    pub(super) reason: String,
    /// As what it is counted.
    pub(super) because: NotLetIn,
    /// In so many seconds it may come again.
    pub(super) retry_after: Option<u64>,
    /// Nobody was told the same a moment ago.
    pub(super) is_news: bool,
    /// Its password was wrong.
    pub(super) has_guessed: bool,
}

impl Refused {
    pub(super) fn new(status: StatusCode, reason: &str) -> Self {
        Self {
            status,
            reason: reason.to_owned(),
            because: match status {
                StatusCode::NOT_FOUND => NotLetIn::Identity,
                StatusCode::UNAUTHORIZED => NotLetIn::Credentials,
                StatusCode::SERVICE_UNAVAILABLE => NotLetIn::Unavailable,
                _ => NotLetIn::Request,
            },
            retry_after: (status == StatusCode::SERVICE_UNAVAILABLE).then_some(USUAL_PAUSE),
            is_news: true,
            has_guessed: false,
        }
    }

    fn subprotocol(reason: &str) -> Self {
        Self {
            because: NotLetIn::Subprotocol,
            ..Self::new(StatusCode::BAD_REQUEST, reason)
        }
    }

    pub(super) fn unavailable(error: &StoreError) -> Self {
        tracing::error!(%error, "a handshake failed");
        Self::new(
            StatusCode::SERVICE_UNAVAILABLE,
            "the server cannot read its state; try again later",
        )
    }
}

/// A station that may come in.
pub(super) struct Admitted {
    pub(super) charge_point: ChargePointId,
    pub(super) version: Version,
    /// The offered name that is answered.
    pub(super) subprotocol: Option<String>,
    /// What the operator says of its registration.
    pub(super) registration: Option<RegistrationStatus>,
    /// How its messages are read.
    pub(super) strictness: Strictness,
    /// The operator's word on the zone of its times.
    pub(super) zone: Option<Zone>,
    /// The common name of the certificate by which it came in; none: it came in without one.
    pub(super) certificate_name: Option<String>,
    /// Upgraded only to be closed: no offered subprotocol is known, and the setting says so.
    pub(super) mismatch: bool,
}

pub(super) async fn admit(request: &Request, origin: Option<Origin>, services: &Services) -> Result<Admitted, Refused> {
    let charge_point = identity(request.path()).map_err(|reason| Refused::new(StatusCode::NOT_FOUND, reason))?;
    check_upgrade(request)?;
    let known = find(&charge_point, services).await?;
    let registration = known.record.registration;
    let zone = known.record.time_zone;
    let strictness = known.record.strictness.unwrap_or(services.settings.ocpp.strictness);
    let coming = Coming::of(request, origin, &known);
    let mut came = check_credentials(&charge_point, &known.record, coming, services)?;
    let offered = request
        .headers()
        .get_all(SEC_WEBSOCKET_PROTOCOL)
        .filter_map(|value| value.to_str().ok());
    let settings = &services.settings.ocpp;
    // Only who booted here before is known by its make.
    let own = || {
        let boot = services.pipeline.state.boot(&charge_point).ok().flatten()?;
        let make = Make {
            vendor: &boot.vendor,
            model: &boot.model,
            firmware: boot.firmware_version.as_deref().unwrap_or_default(),
            version: None,
        };
        settings.quirks.of(make).default_version
    };
    let (version, subprotocol) = match choose(offered, settings) {
        Choice::Agreed(version, name) => (Some(version), name),
        Choice::Missing if let Some(version) = own() => (Some(version), None),
        _ if settings.on_subprotocol_mismatch == SubprotocolMismatch::UpgradeAndClose => (None, None),
        Choice::Unknown => {
            return Err(Refused::subprotocol(
                "none of the offered subprotocols is known; this server speaks ocpp1.6, ocpp2.0.1 and ocpp2.1",
            ));
        }
        Choice::Missing => {
            return Err(Refused::subprotocol(
                "no subprotocol was offered; send Sec-WebSocket-Protocol: ocpp1.6, ocpp2.0.1 or ocpp2.1",
            ));
        }
    };
    if let Some(facts) = &came.certificate {
        presented::note(&services.pipeline.state, &charge_point, facts).await;
    }
    let certificate_name = came.certificate_name.take();
    if version.is_some() {
        settle(&charge_point, known, &came, services).await?;
    }
    Ok(Admitted {
        charge_point,
        version: version.unwrap_or(Version::V16),
        subprotocol,
        registration,
        strictness,
        zone,
        certificate_name,
        mismatch: version.is_none(),
    })
}

/// A request of a WebSocket client (RFC 6455 section 4.2.1). `Connection: Upgrade` is not asked for: some charge
/// points leave it out, and what they mean is clear without it.
pub(super) fn check_upgrade(request: &Request) -> Result<(), Refused> {
    let header = |name| request.headers().get(name).and_then(|value| value.to_str().ok());
    let upgrades = header(UPGRADE).is_some_and(|value| value.to_ascii_lowercase().contains("websocket"));
    if !upgrades {
        let reason = "this is the WebSocket endpoint of charge points; connect with an OCPP-J client";
        return Err(Refused::new(StatusCode::UPGRADE_REQUIRED, reason));
    }
    if request.method() != Method::GET {
        let reason = "a WebSocket begins with GET";
        return Err(Refused::new(StatusCode::METHOD_NOT_ALLOWED, reason));
    }
    if header(SEC_WEBSOCKET_VERSION).map(str::trim) != Some(WEBSOCKET_VERSION) {
        let reason = "this server speaks version 13 of WebSocket; send Sec-WebSocket-Version: 13";
        return Err(Refused::new(StatusCode::UPGRADE_REQUIRED, reason));
    }
    if !request.headers().contains_key(SEC_WEBSOCKET_KEY) {
        let reason = "the request has no Sec-WebSocket-Key";
        return Err(Refused::new(StatusCode::BAD_REQUEST, reason));
    }
    Ok(())
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

/// A request, and what is known of its beginning.
#[derive(Clone, Copy)]
struct Coming<'a> {
    request: &'a Request,
    /// Who is at the other end; none: nobody knows.
    origin: Option<Origin>,
    /// What the registration is known by that is looked at.
    registration: Expect,
}

impl<'a> Coming<'a> {
    fn of(request: &'a Request, origin: Option<Origin>, known: &Known) -> Self {
        Self {
            request,
            origin,
            registration: known.expect,
        }
    }
}

/// With what a charge point is let in. A wrong password is counted once, whatever it was held against.
fn check_credentials(
    id: &ChargePointId,
    registered: &Registered,
    coming: Coming<'_>,
    services: &Services,
) -> Result<CameWith, Refused> {
    let who = Guesser {
        identity: id,
        peer: coming.origin.map(|origin| origin.peer),
        registration: coming.registration,
    };
    let by_tls = coming.origin.is_some_and(|origin| origin.is_secure);
    let facts = (coming.request, by_tls);
    admission::slowed(coming.request, who, || check_profiles(id, registered, facts, services))
}

/// The greatest profile that it was told and comes with, else the one in force.
fn check_profiles(
    id: &ChargePointId,
    registered: &Registered,
    facts: (&Request, bool),
    services: &Services,
) -> Result<CameWith, Refused> {
    let told = profiles::told(registered).into_iter();
    let mut raised = told.filter_map(|profile| check_profile(id, registered, (profile, facts), services).ok());
    if let Some(came) = raised.next() {
        return Ok(came);
    }
    match registered.security_profile {
        Some(profile) => check_profile(id, registered, (profile, facts), services),
        // Where those that nobody registered are let in, so is one of which nothing more was said.
        None if services.settings.ocpp.register_unknown => Ok(CameWith::default()),
        None => {
            let reason = "this charge point is registered without a security profile: give it a password, or say \
                          \"securityProfile\": 0";
            Err(Refused::new(StatusCode::UNAUTHORIZED, reason))
        }
    }
}

/// Profile 0 needs nothing, 1 needs Basic, 2 TLS as well, 3 the charge point's certificate in its place. TLS may have ended
/// at a trusted proxy.
fn check_profile(
    id: &ChargePointId,
    registered: &Registered,
    (profile, (request, by_tls)): (u8, (&Request, bool)),
    services: &Services,
) -> Result<CameWith, Refused> {
    let header = request.headers().get(AUTHORIZATION);
    let basic = header.and_then(|value| credentials::parse(value.as_bytes()));
    let with = |password| CameWith {
        profile: Some(profile),
        password,
        certificate_name: None,
        certificate: None,
    };
    match profile {
        // It needs no password, and may have one.
        0 => return Ok(with(basic.map(|basic| basic.password))),
        1 => {}
        2 if by_tls => {}
        3 if by_tls => {
            let holder = certificate(id, request, services)?;
            return Ok(CameWith {
                certificate_name: Some(holder.common_name.unwrap_or_default()),
                certificate: holder.facts,
                ..with(None)
            });
        }
        profile => {
            let mut reason =
                format!("this charge point is registered with security profile {profile}: connect with wss");
            if request.headers().contains_key(X_FORWARDED_PROTO) {
                reason.push_str(" (what a proxy says of it counts if ocpp.trusted_proxies names the proxy)");
            }
            return Err(Refused::new(StatusCode::UNAUTHORIZED, &reason));
        }
    }
    let unauthorized = |reason| Refused::new(StatusCode::UNAUTHORIZED, reason);
    let basic = basic.ok_or_else(|| unauthorized("this charge point needs HTTP Basic credentials"))?;
    if basic.user != id.as_str().as_bytes() {
        return Err(unauthorized("the user name is not the identity in the URL"));
    }
    if credentials::verify(registered, &basic.password).is_none() {
        return Err(Refused {
            has_guessed: true,
            ..unauthorized("the password is wrong")
        });
    }
    Ok(with(Some(basic.password)))
}

/// The certificate that was shown, if it is this charge point's.
fn certificate(id: &ChargePointId, request: &Request, services: &Services) -> Result<Holder, Refused> {
    let refused = |reason: String| {
        let reason = format!("this charge point is registered with security profile 3: {reason}");
        Refused {
            because: NotLetIn::Certificate,
            ..Refused::new(StatusCode::UNAUTHORIZED, &reason)
        }
    };
    let settings = &services.settings.ocpp;
    let by_proxy = request
        .peer_addr()
        .is_some_and(|peer| is_trusted(peer.ip(), &settings.trusted_proxies));
    let name = settings.client_certificate_header.as_deref().filter(|_| by_proxy);
    let handed_over = shown::handed_over(request.headers(), name);
    let authorities = services.tls.clients();
    let holder = shown::holder(&arrival(request), handed_over, authorities.as_deref()).map_err(refused)?;
    let taken_back = |facts| presented::is_taken_back(&services.pipeline.state, facts);
    if holder.facts.as_ref().map(taken_back).transpose()? == Some(true) {
        return Err(refused("its certificate was taken back by an operator".to_owned()));
    }
    let boot = services
        .pipeline
        .state
        .boot(id)
        .map_err(|error| Refused::unavailable(&error))?;
    let wanted = Wanted {
        charge_point: id,
        boot: boot.as_ref(),
        organisation: settings.tls.organisation.as_deref(),
    };
    shown::belongs(&holder, wanted).map_err(refused)?;
    Ok(holder)
}
