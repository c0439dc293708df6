//! The certificate of a charge point (security profile 3): where it comes from, whether it is trusted, and whether it is
//! this charge point's (A00.FR.40x and following): its organisation is ours, its common name the serial number or the
//! identity.

use actix_http::header::HeaderMap;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use openssl::x509::X509;
use percent_encoding::percent_decode_str;

use crate::ids::ChargePointId;
use crate::socket::Arrival;
use crate::state::charge_points::Boot;
use crate::tls::{CertificateFacts, ClientAuthorities, Presented};

/// Whose a certificate is that was found good.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Holder {
    /// The common name; none: it has none.
    pub(super) common_name: Option<String>,
    /// The organisation; none: it has none, or only the common name is told.
    pub(super) organisation: Option<String>,
    /// All that the certificate says; none: only the common name is told.
    pub(super) facts: Option<CertificateFacts>,
}

/// What has to hold of a certificate.
#[derive(Debug, Clone, Copy)]
pub(super) struct Wanted<'a> {
    /// Who connects.
    pub(super) charge_point: &'a ChargePointId,
    /// What it said of itself last; none: it never booted here.
    pub(super) boot: Option<&'a Boot>,
    /// The organisation that has to be named; none: any.
    pub(super) organisation: Option<&'a str>,
}

/// Who showed a certificate, and which. Gives whose it is.
///
/// # Errors
/// There is none, or it is not trusted: in words.
pub(super) fn holder(
    arrival: &Arrival,
    handed_over: Option<&str>,
    authorities: Option<&ClientAuthorities>,
) -> Result<Holder, String> {
    let of_header = match handed_over.map(in_header) {
        Some(Some(leaf)) => Some(Presented {
            leaf,
            others: Vec::new(),
        }),
        Some(None) => return Err("the certificate in the proxy's header cannot be read".to_owned()),
        None => None,
    };
    if let Some(shown) = arrival.shown.as_ref().or(of_header.as_ref()) {
        let judge = authorities.ok_or("this server trusts no authority: ocpp.tls.client_authorities is empty")?;
        let facts = judge.judge(shown).map_err(|reason| reason.to_string())?;
        return Ok(Holder {
            common_name: facts.common_name.clone(),
            organisation: facts.organisation.clone(),
            facts: Some(facts),
        });
    }
    match &arrival.checked_common_name {
        Some(name) => Ok(Holder {
            common_name: Some(name.clone()),
            organisation: None,
            facts: None,
        }),
        None => Err("it showed no certificate".to_owned()),
    }
}

/// Whether a certificate is this charge point's. One that never booted here is held against its BootNotification later.
///
/// # Errors
/// Why it is not: in words.
pub(super) fn belongs(holder: &Holder, wanted: Wanted<'_>) -> Result<(), String> {
    if let Some(organisation) = wanted.organisation
        && holder.organisation.as_deref() != Some(organisation)
    {
        let named = holder.organisation.as_deref().unwrap_or("none");
        return Err(format!(
            "its certificate names the organisation {named:?}, and {organisation:?} is wanted"
        ));
    }
    let Some(name) = holder.common_name.as_deref() else {
        return Err("its certificate has no common name".to_owned());
    };
    let Some(boot) = wanted.boot else { return Ok(()) };
    if boot.is_called(wanted.charge_point, name) {
        return Ok(());
    }
    let serial = boot.serial_number.as_deref().unwrap_or("unknown");
    Err(format!(
        "its certificate is for {name:?}, which is neither its identity nor its serial number ({serial})"
    ))
}

/// What a trusted proxy hands over.
pub(super) fn handed_over<'a>(headers: &'a HeaderMap, name: Option<&str>) -> Option<&'a str> {
    let value = headers.get(name?)?.to_str().ok()?.trim();
    // Proxies send the header empty where there was no certificate.
    (!value.is_empty() && value != "-").then_some(value)
}

/// `:BASE64:` (RFC 9440), PEM in URL encoding, or DER in base64.
fn in_header(value: &str) -> Option<X509> {
    if value.contains('%') || value.contains("BEGIN") {
        let pem = percent_decode_str(value).decode_utf8().ok()?;
        return X509::from_pem(pem.as_bytes()).ok();
    }
    let bare = value
        .strip_prefix(':')
        .and_then(|value| value.strip_suffix(':'))
        .unwrap_or(value);
    let bytes = STANDARD.decode(bare).ok()?;
    X509::from_der(&bytes).ok()
}
