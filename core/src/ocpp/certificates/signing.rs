//! What a request for a certificate is answered (1.6 security whitepaper A02, 2.x A02 and A03), the same in all versions:
//! held against what is known of the station, signed by the authority of its use, and the certificate is on its way with
//! the answer. A plugin may refuse what would be signed, and take over what would not.

use chrono::TimeDelta;
use serde_json::{Value, json};

use super::delivery::{Delivery, carry};
use crate::certificates::{Issued, Leaf, SigningRequest, SigningUse, Unsuitable, Wanted};
use crate::events::kinds::CERTIFICATE_REQUESTED;
use crate::ocpp::context::Context;
use crate::ocpp::effects::Effects;
use crate::ocpp::error::HandlerError;
use crate::ocpp::verb::object;
use crate::state::certificates::{CertificateRequest, RequestState, StationCertificates, put_certificates};
use crate::state::seen::Seen;

/// A certificate from elsewhere that did not come for so long is asked for anew by the same request.
const ELSEWHERE_FOR: TimeDelta = TimeDelta::hours(1);

/// More requests of a station are not signed in an hour: one that asks again and again is out of order.
const MOST_IN_AN_HOUR: usize = 8;

/// A SignCertificate in no version's words.
#[derive(Debug, Clone, Copy)]
pub struct Asked<'a> {
    /// The request, PEM.
    pub csr: &'a str,
    /// What the certificate is for.
    pub purpose: SigningUse,
    /// The station said so.
    pub names_purpose: bool,
    /// 2.1.
    pub request_id: Option<i64>,
}

/// What would become of it.
pub enum Verdict {
    /// It is signed, or is being signed; nothing changes.
    Again,
    /// The station is told no.
    Rejected(Rejected),
    /// It was signed.
    Signed(Issued),
    /// It waits for an operator.
    Waits,
    /// It is good, and somebody else signs it.
    Elsewhere,
}

/// What the station is told in the end.
#[derive(Debug, Clone)]
pub struct Told {
    /// Yes.
    pub is_accepted: bool,
    /// Why not, where its version has a place for it.
    pub reason: Option<String>,
}

/// Why a station is told no.
#[derive(Debug, Clone)]
pub struct Rejected {
    /// For machines, as 2.x spells it.
    pub code: &'static str,
    /// For people.
    pub reason: String,
}

/// What was read and decided.
pub struct Plan {
    known: StationCertificates,
    seen: Seen,
    subject: String,
    key_fingerprint: String,
    /// What would become of it.
    pub verdict: Verdict,
}

impl Verdict {
    /// Whether the station is told yes.
    pub fn is_accepted(&self) -> bool {
        !matches!(self, Self::Rejected(_))
    }
}

impl From<Unsuitable> for Rejected {
    fn from(unsuitable: Unsuitable) -> Self {
        Self {
            code: "InvalidCSR",
            reason: unsuitable.to_string(),
        }
    }
}

/// Decides what becomes of a request.
///
/// # Errors
/// The store's.
pub fn plan(context: Context<'_>, asked: Asked<'_>) -> Result<Plan, HandlerError> {
    let (known, seen) = context.state.certificates_seen(context.caller.charge_point)?;
    let request = match SigningRequest::read(asked.csr) {
        Ok(request) => request,
        Err(unreadable) => {
            return Ok(Plan {
                known,
                seen,
                subject: String::new(),
                key_fingerprint: String::new(),
                verdict: Verdict::Rejected(unreadable.into()),
            });
        }
    };
    let verdict = if is_under_way(context, &known, (asked, &request))? {
        Verdict::Again
    } else {
        judge(context, &known, (asked, &request))?
    };
    Ok(Plan {
        known,
        seen,
        subject: request.subject,
        key_fingerprint: request.key_fingerprint,
        verdict,
    })
}

/// A station that waits too long for its certificate sends the same request again.
fn is_under_way(
    context: Context<'_>,
    known: &StationCertificates,
    (asked, request): (Asked<'_>, &SigningRequest),
) -> Result<bool, HandlerError> {
    let same = |one: &&CertificateRequest| {
        one.purpose == asked.purpose
            && one.key_fingerprint == request.key_fingerprint
            && one.request_id == asked.request_id
    };
    let Some(before) = known.requests.iter().rev().find(same) else {
        return Ok(false);
    };
    Ok(match (before.state, &before.command) {
        (RequestState::Waiting, _) => true,
        (RequestState::Elsewhere, _) => context.caller.now - before.at < ELSEWHERE_FOR,
        (RequestState::Signed, Some(command)) => {
            let command = context.state.command(command)?;
            command.is_some_and(|command| !command.state.is_over())
        }
        _ => false,
    })
}

fn judge(
    context: Context<'_>,
    known: &StationCertificates,
    (asked, request): (Asked<'_>, &SigningRequest),
) -> Result<Verdict, HandlerError> {
    let names = if asked.purpose.names_the_station() {
        names(context)?
    } else {
        Vec::new()
    };
    let settings = &context.settings.certificates;
    let before = known.accepted(asked.purpose).and_then(|one| one.certificate.as_ref());
    let wanted = Wanted {
        common_names: &names,
        organisation: settings.organisation.as_deref(),
        other_than: before.map(|facts| facts.key_fingerprint.as_str()),
    };
    if let Err(unsuitable) = request.check(wanted) {
        return Ok(Verdict::Rejected(unsuitable.into()));
    }
    let Some(authority) = context.authorities.of(asked.purpose) else {
        if settings.signed_elsewhere {
            return Ok(Verdict::Elsewhere);
        }
        return Ok(rejected(
            "UnsupportedRequest",
            format!("nobody signs a {} here", asked.purpose),
        ));
    };
    let now = context.caller.now;
    let lately = |one: &&CertificateRequest| one.certificate.is_some() && now - one.at < TimeDelta::hours(1);
    if known.requests.iter().filter(lately).count() >= MOST_IN_AN_HOUR {
        return Ok(rejected(
            "TooManyRequests",
            "too many certificates in an hour".to_owned(),
        ));
    }
    if !settings.auto_sign {
        return Ok(Verdict::Waits);
    }
    let leaf = Leaf {
        purpose: asked.purpose,
        valid_for: TimeDelta::from_std(settings.validity).unwrap_or(TimeDelta::MAX),
        now,
    };
    Ok(match authority.issue(request, leaf) {
        Ok(issued) => Verdict::Signed(issued),
        Err(error) => {
            tracing::error!(%error, "a certificate cannot be signed");
            rejected("InternalError", error.to_string())
        }
    })
}

fn rejected(code: &'static str, reason: String) -> Verdict {
    Verdict::Rejected(Rejected { code, reason })
}

/// What the station may call itself: its serial numbers, as it told them when it booted, and its identity.
fn names(context: Context<'_>) -> Result<Vec<String>, HandlerError> {
    let id = context.caller.charge_point;
    let boot = context.state.boot(id)?;
    let told = boot.map(|boot| [boot.serial_number, boot.details.charge_box_serial_number]);
    let told = told.into_iter().flatten().flatten().filter(|name| !name.is_empty());
    let mut names: Vec<String> = told.chain([id.as_str().to_owned()]).collect();
    names.dedup();
    Ok(names)
}

/// What the final answer changes.
///
/// # Errors
/// The store's.
pub fn commit(context: Context<'_>, (asked, said): (Asked<'_>, Told), plan: Plan) -> Result<Effects, HandlerError> {
    let now = context.caller.now;
    let Plan {
        mut known,
        seen,
        subject,
        key_fingerprint,
        verdict,
    } = plan;
    let mut request = CertificateRequest {
        id: uuid::Uuid::now_v7().to_string(),
        at: now,
        purpose: asked.purpose,
        names_purpose: asked.names_purpose,
        request_id: asked.request_id,
        csr: None,
        subject,
        key_fingerprint,
        state: RequestState::Rejected,
        reason: None,
        certificate: None,
        command: None,
        tries: 0,
        changed_at: now,
    };
    let mut effects = Effects::now(Vec::new());
    match (said.is_accepted, verdict) {
        (true, Verdict::Signed(issued)) => {
            let delivery = Delivery {
                charge_point: context.caller.charge_point,
                issued,
                now,
            };
            effects = carry(&mut request, delivery)?;
        }
        (true, Verdict::Waits) => {
            request.state = RequestState::Waiting;
            request.csr = Some(asked.csr.to_owned());
        }
        (true, Verdict::Rejected(rejected)) => {
            request.state = RequestState::Elsewhere;
            request.csr = Some(asked.csr.to_owned());
            request.reason = Some(format!("a plugin took it over: {}", rejected.reason));
        }
        (true, Verdict::Elsewhere) => {
            request.state = RequestState::Elsewhere;
            request.csr = Some(asked.csr.to_owned());
        }
        (false, Verdict::Rejected(rejected)) => request.reason = said.reason.or(Some(rejected.reason)),
        (false, _) => {
            let more = said.reason.map(|reason| format!(": {reason}")).unwrap_or_default();
            request.reason = Some(format!("a plugin refused it{more}"));
        }
        // The handler answers it without coming here.
        (true, Verdict::Again) => return Ok(Effects::none()),
    }
    let told = told(&request);
    known.add(request);
    let kept = seen.guarded(put_certificates(context.caller.charge_point, &known)?);
    // What a conflict can stop comes first.
    effects.writes.get_or_insert_default().insert(0, kept);
    Ok(effects.tell_own(&CERTIFICATE_REQUESTED, told))
}

/// What the event says. Whoever signs what is signed elsewhere has all that it takes.
fn told(request: &CertificateRequest) -> Value {
    let for_others = request
        .csr
        .as_ref()
        .filter(|_| request.state == RequestState::Elsewhere);
    object([
        Some(("certificateType", json!(request.purpose))),
        Some(("subject", json!(request.subject))),
        Some(("state", json!(request.state))),
        Some(("reason", json!(request.reason))),
        Some(("certificate", json!(request.certificate))),
        for_others.map(|csr| ("csr", json!(csr))),
        for_others.map(|_| ("requestId", json!(request.request_id))),
    ])
}
