//! The way of a signed certificate to its station: a durable CertificateSigned of the server's own, what the station says
//! to it, and what becomes of one that nobody answered.

use chrono::TimeDelta;
use serde_json::{Value, json};

use super::verb::DeliverCertificateRequest;
use crate::certificates::{Authorities, AuthorityError, Facts, Issued, Leaf, SigningRequest, SigningUse};
use crate::clock::Time;
use crate::config::certificates::CertificateSettings;
use crate::events::kinds::CERTIFICATE_DELIVERED;
use crate::ids::ChargePointId;
use crate::ocpp::context::Context;
use crate::ocpp::effects::Effects;
use crate::ocpp::error::HandlerError;
use crate::ocpp::operation::Answer;
use crate::ocpp::verb::{Wish as _, object};
use crate::state::certificates::{
    CertificateRequest, IssuedCertificate, RequestState, StationCertificates, put_certificates, put_issued,
};
use crate::state::commands::{Command, NewCommand, Origin};
use crate::state::payload::Payload;
use crate::store::StoreError;

/// A certificate that the station did not answer is sent so often.
const MOST_TRIES: u32 = 3;
const UNANSWERED: &str = "it was not answered";
/// So long it waits for a station that is away.
const PATIENCE: TimeDelta = TimeDelta::days(30);

/// A certificate that is to be brought.
#[derive(Debug)]
pub struct Delivery<'a> {
    /// To whom.
    pub charge_point: &'a ChargePointId,
    /// What.
    pub issued: Issued,
    /// The time.
    pub now: Time,
}

/// A CertificateSigned in no version's words.
#[derive(Debug, Clone, Copy)]
pub struct Carried<'a> {
    /// The certificate and those behind it, PEM.
    pub chain: &'a str,
    /// What it is for.
    pub purpose: SigningUse,
    /// It says so.
    pub names_purpose: bool,
    /// 2.1.
    pub request_id: Option<i64>,
}

/// What the station said to it.
#[derive(Debug, Clone)]
pub struct Word {
    /// It took it.
    pub is_accepted: bool,
    /// Its own reason, if it gave one.
    pub reason: Option<String>,
}

/// The request is signed, and its certificate is on its way.
///
/// # Errors
/// A record without a JSON form.
pub fn carry(request: &mut CertificateRequest, delivery: Delivery<'_>) -> Result<Effects, StoreError> {
    let body = object([
        Some(("certificateChain", json!(delivery.issued.chain))),
        request
            .names_purpose
            .then(|| ("certificateType", json!(request.purpose))),
        request.request_id.map(|id| ("requestId", json!(id))),
    ]);
    let kept = IssuedCertificate {
        station: delivery.charge_point.clone(),
        purpose: request.purpose,
        facts: delivery.issued.facts.clone(),
        at: delivery.now,
        revoked: None,
    };
    let command = command(delivery.charge_point, request.purpose, body.into(), delivery.now);
    request.state = RequestState::Signed;
    request.certificate = Some(delivery.issued.facts);
    request.command = Some(command.id.clone());
    request.tries = 1;
    request.csr = None;
    request.changed_at = delivery.now;
    let mut effects = Effects::now(vec![put_issued(&kept)?]);
    effects.commands.push(command);
    Ok(effects)
}

/// The verb, which is begun again where a connection or the server ended in its middle. A newer one of the same use takes
/// its place.
fn command(to: &ChargePointId, purpose: SigningUse, body: Payload, now: Time) -> Command {
    let mut command = Command::new(NewCommand {
        charge_point: to.clone(),
        action: DeliverCertificateRequest::NAME.to_owned(),
        payload: body,
        origin: Origin::Server,
    });
    command.waits = true;
    command.coalesce = Some(format!("certificate:{purpose}"));
    command.expires_at = Some(now + PATIENCE);
    command
}

/// What the station's answer changes, whoever sent it the certificate.
///
/// # Errors
/// The store's.
pub fn delivered(
    context: Context<'_>,
    carried: Carried<'_>,
    answer: Answer<'_, Word>,
) -> Result<Effects, HandlerError> {
    let (state, reason) = match answer {
        Answer::NotSent => return Ok(Effects::none()),
        Answer::Response(word) if word.is_accepted => (RequestState::Accepted, None),
        Answer::Response(word) => (RequestState::Refused, word.reason),
        Answer::Refused(error) => {
            let reason = format!("{}: {}", error.code, error.description);
            (RequestState::Refused, Some(reason))
        }
        Answer::Unknown => (RequestState::Unknown, Some(UNANSWERED.to_owned())),
    };
    let now = context.caller.now;
    let id = context.caller.charge_point;
    let (mut known, seen) = context.state.certificates_seen(id)?;
    let facts = Facts::of_chain(carried.chain).ok();
    let facts = facts.and_then(|chain| chain.into_iter().next());
    let place = place(&known, (carried, facts.as_ref()));
    let place = place.unwrap_or_else(|| {
        known.add(from_elsewhere(carried, facts.clone(), now));
        known.requests.len() - 1
    });
    let Some(request) = known.requests.get_mut(place) else {
        return Ok(Effects::none());
    };
    if state == RequestState::Unknown && request.command.is_some() {
        // It is sent again.
        return Ok(Effects::none());
    }
    request.state = state;
    request.reason = reason;
    request.csr = None;
    if facts.is_some() {
        request.certificate = facts;
    }
    request.changed_at = now;
    let told = told(request);
    let kept = seen.guarded(put_certificates(id, &known)?);
    Ok(Effects::now(vec![kept]).tell_own(&CERTIFICATE_DELIVERED, told))
}

/// The request that a certificate answers: the newest of its key for which something is still to come, whoever signed it.
fn place(known: &StationCertificates, (carried, facts): (Carried<'_>, Option<&Facts>)) -> Option<usize> {
    known.requests.iter().rposition(|one| {
        one.purpose == carried.purpose
            && one.state.is_open()
            && facts.is_some_and(|facts| facts.key_fingerprint == one.key_fingerprint)
    })
}

/// A certificate that the station never asked for here.
fn from_elsewhere(carried: Carried<'_>, facts: Option<Facts>, now: Time) -> CertificateRequest {
    let said = |what: fn(&Facts) -> &String| facts.as_ref().map(what).cloned().unwrap_or_default();
    CertificateRequest {
        id: uuid::Uuid::now_v7().to_string(),
        at: now,
        purpose: carried.purpose,
        names_purpose: carried.names_purpose,
        request_id: carried.request_id,
        csr: None,
        subject: said(|facts| &facts.subject),
        key_fingerprint: said(|facts| &facts.key_fingerprint),
        state: RequestState::Elsewhere,
        reason: None,
        certificate: facts,
        command: None,
        tries: 1,
        changed_at: now,
    }
}

fn told(request: &CertificateRequest) -> Value {
    json!({
        "certificateType": request.purpose,
        "state": request.state,
        "reason": request.reason,
        "certificate": request.certificate,
    })
}

/// Why a request that waits is not signed.
#[derive(Debug, thiserror::Error)]
pub enum NotSigned {
    /// There is none that waits.
    #[error("no request of this id waits to be signed")]
    NotWaiting,
    /// Nobody can.
    #[error("no authority signs a {0} here")]
    NoAuthority(SigningUse),
    /// The authority does not.
    #[error(transparent)]
    Authority(#[from] AuthorityError),
    /// What was kept cannot be read.
    #[error("the request that was kept cannot be read any more")]
    Unreadable,
    /// The store's.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Signs a request that waits, as an operator says.
///
/// # Errors
/// Why it is not signed.
pub fn sign_waiting(
    (authorities, settings): (&Authorities, &CertificateSettings),
    charge_point: &ChargePointId,
    request: &mut CertificateRequest,
    now: Time,
) -> Result<Effects, NotSigned> {
    let csr = request
        .csr
        .as_deref()
        .filter(|_| request.state == RequestState::Waiting);
    let csr = csr.ok_or(NotSigned::NotWaiting)?;
    let read = SigningRequest::read(csr).map_err(|_| NotSigned::Unreadable)?;
    let authority = authorities.of(request.purpose);
    let authority = authority.ok_or(NotSigned::NoAuthority(request.purpose))?;
    let leaf = Leaf {
        purpose: request.purpose,
        valid_for: TimeDelta::from_std(settings.validity).unwrap_or(TimeDelta::MAX),
        now,
    };
    let issued = authority.issue(&read, leaf)?;
    let delivery = Delivery {
        charge_point,
        issued,
        now,
    };
    Ok(carry(request, delivery)?)
}

/// A command by its id, if its record is there.
pub type FindCommand<'a> = &'a dyn Fn(&str) -> Result<Option<Command>, StoreError>;

/// What was under way when the server stopped, and nobody will hear the answer to, is sent again.
///
/// # Errors
/// The store's.
pub fn again(
    id: &ChargePointId,
    (known, over): (&mut StationCertificates, FindCommand<'_>),
    now: Time,
) -> Result<Vec<Command>, StoreError> {
    let mut commands = Vec::new();
    for request in &mut known.requests {
        let (RequestState::Signed, Some(before)) = (request.state, request.command.as_deref()) else {
            continue;
        };
        let before = over(before)?;
        if before.as_ref().is_some_and(|command| !command.state.is_over()) {
            continue;
        }
        request.changed_at = now;
        match before.filter(|_| request.tries < MOST_TRIES) {
            Some(before) => {
                let next = command(id, request.purpose, before.payload, now);
                request.command = Some(next.id.clone());
                request.tries += 1;
                commands.push(next);
            }
            None => {
                request.state = RequestState::Unknown;
                request.reason = Some(UNANSWERED.to_owned());
            }
        }
    }
    Ok(commands)
}
