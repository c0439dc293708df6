//! The certificate that a charge point came in by: not one that was taken back here, and kept, so that it is known when it
//! ends.

use super::handshake::Refused;
use crate::certificates::Facts;
use crate::clock;
use crate::ids::ChargePointId;
use crate::state::State;
use crate::state::certificates::{Presented, put_certificates};
use crate::store::StoreError;
use crate::tls::CertificateFacts;

/// Whether an authority of this server signed it, and somebody took it back.
pub(super) fn is_taken_back(state: &State, shown: &CertificateFacts) -> Result<bool, Refused> {
    state
        .is_revoked(&shown.issuer, &serial_number(shown))
        .map_err(|error| Refused::unavailable(&error))
}

/// Keeps it, if it is another than before. Whoever cannot keep it lets the charge point in all the same.
pub(super) async fn note(state: &State, id: &ChargePointId, shown: &CertificateFacts) {
    if let Err(error) = keep(state, id, shown).await {
        tracing::warn!(charge_point.id = %id, %error, "the certificate that it showed is not kept");
    }
}

async fn keep(state: &State, id: &ChargePointId, shown: &CertificateFacts) -> Result<(), StoreError> {
    let (Some(valid_from), Some(valid_until)) = (shown.not_before, shown.not_after) else {
        return Ok(());
    };
    let (mut known, seen) = state.certificates_seen(id)?;
    let before = known.presented.as_ref().map(|presented| &presented.facts.fingerprint);
    if before == Some(&shown.fingerprint) {
        return Ok(());
    }
    let mut requests = known.requests.iter().filter_map(|request| request.certificate.as_ref());
    let signed = requests.find(|facts| facts.fingerprint == shown.fingerprint);
    let facts = signed.cloned().unwrap_or_else(|| Facts {
        subject: shown.subject.clone(),
        issuer: shown.issuer.clone(),
        serial_number: serial_number(shown),
        valid_from,
        valid_until,
        key: String::new(),
        fingerprint: shown.fingerprint.clone(),
        key_fingerprint: String::new(),
    });
    known.presented = Some(Presented {
        facts,
        at: clock::now(),
    });
    let kept = seen.guarded(put_certificates(id, &known)?);
    match state.store().write(vec![kept]).await {
        // Something else of it was written: the next connection keeps it.
        Ok(_) | Err(StoreError::Conflict { .. }) => Ok(()),
        Err(error) => Err(error),
    }
}

fn serial_number(shown: &CertificateFacts) -> String {
    let digits = shown.serial_number.to_ascii_lowercase();
    digits.trim_start_matches('0').to_owned()
}
