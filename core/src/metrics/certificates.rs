//! When the certificates of the listeners end.

use super::Family;
use crate::tls::Certificates;

pub(super) fn families(certificates: &Certificates) -> Vec<Family> {
    let mut ends = Family::gauge(
        "ocpp_certificate_end_time",
        "When a certificate of a listener ends, since 1970",
    )
    .seconds();
    for shown in certificates.shown() {
        let Some(end) = shown.facts.not_after else { continue };
        let name = shown.facts.common_name.as_ref().unwrap_or(&shown.facts.subject);
        let serial = shown.facts.serial_number.as_str();
        let labels = [
            ("listener", shown.listener),
            ("subject", name.as_str()),
            ("serial", serial),
        ];
        ends.add(labels, u64::try_from(end.timestamp()).unwrap_or_default());
    }
    vec![ends]
}
