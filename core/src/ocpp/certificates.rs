//! Certificates and security (1.6 security extension, 2.x blocks A and M). Who asks the server to sign
//! or to look up is refused in the action's own words: only a plugin or an operator can.

use serde_json::{Value, json};

use super::rows::{Row, Versions, empty};
use crate::events::kinds::SECURITY_EVENT;

pub(super) const ROWS: &[Row] = &[
    Row::sent("CertificateSigned", Versions::ALL),
    Row::sent("DeleteCertificate", Versions::ALL),
    Row::kept("Get15118EVCertificate", Versions::V2, no_ev_certificate),
    Row::kept("GetCertificateChainStatus", Versions::V21, chain_statuses),
    Row::kept("GetCertificateStatus", Versions::V2, no_status),
    Row::sent("GetInstalledCertificateIds", Versions::ALL),
    Row::sent("InstallCertificate", Versions::ALL),
    // Security events must not be lost (A04).
    Row::kept("SecurityEventNotification", Versions::ALL, empty)
        .durable()
        .tells(&[&SECURITY_EVENT]),
    Row::kept("SignCertificate", Versions::ALL, not_signed),
];

fn no_ev_certificate(_: &Value, _: &str) -> Value {
    json!({ "status": "Failed", "exiResponse": "" })
}

fn no_status(_: &Value, _: &str) -> Value {
    json!({ "status": "Failed" })
}

fn not_signed(_: &Value, _: &str) -> Value {
    json!({ "status": "Rejected" })
}

/// M07: the status of each certificate could not be found out; it may be asked for again at once.
fn chain_statuses(request: &Value, now: &str) -> Value {
    let asked = request.get("certificateStatusRequests").and_then(Value::as_array);
    let statuses = asked.into_iter().flatten().map(|one| {
        json!({
            "certificateHashData": one.get("certificateHashData"),
            "source": one.get("source"),
            "status": "Failed",
            "nextUpdate": now,
        })
    });
    json!({ "certificateStatus": statuses.collect::<Vec<_>>() })
}
