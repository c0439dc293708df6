//! Who is connected, who came and went, and who was not let in.

use super::Family;
use crate::counters::{Closed, CompressionTotals, Counters, NotLetIn, Totals};

pub(super) fn families(totals: &Totals, counters: &Counters) -> Vec<Family> {
    let mut now = Family::gauge("ocpp_connections", "Charge points that are connected");
    let mut opened = Family::counter("ocpp_connections_opened", "Connections that began");
    let mut closed = Family::counter("ocpp_connections_closed", "Connections that ended, by who ended them");
    for (version, of_version) in totals.by_version() {
        let number = version.number();
        now.add([("version", number)], of_version.now());
        opened.add([("version", number)], of_version.opened);
        for (cause, count) in Closed::ALL.iter().zip(of_version.closed) {
            closed.add([("version", number), ("cause", cause.as_str())], count);
        }
    }
    let mut refused = Family::counter("ocpp_connections_refused", "Upgrade requests that were refused");
    for (reason, count) in NotLetIn::ALL.iter().zip(totals.refused) {
        refused.add([("reason", reason.as_str())], count);
    }
    let replaced = Family::counter(
        "ocpp_connections_replaced",
        "Connections that were told to give their place to a newer one of the same charge point",
    );
    let inbox = Family::counter(
        "ocpp_inbox_forgotten",
        "Messages about unknown transactions that were forgotten because a charge point's inbox was full",
    );
    let later = Family::counter(
        "ocpp_later_messages_forgotten",
        "Messages about transactions that were over, forgotten because there were too many of one transaction",
    );
    let mut families = vec![
        now,
        opened,
        closed,
        refused,
        replaced.of(totals.replaced),
        inbox.of(counters.inbox_forgotten.now()),
        later.of(counters.later_messages_forgotten.now()),
    ];
    families.extend(compression(&totals.compression));
    families
}

fn compression(totals: &CompressionTotals) -> [Family; 3] {
    let now = Family::gauge(
        "ocpp_connections_compressed",
        "Charge points that are connected with compression (permessage-deflate)",
    );
    let mut text = Family::counter(
        "ocpp_compression_text_bytes",
        "Messages of connections with compression, as they are read",
    );
    let mut wire = Family::counter("ocpp_compression_wire_bytes", "The same messages as they were carried");
    for (direction, bytes) in [("in", totals.came), ("out", totals.went)] {
        text.add([("direction", direction)], bytes.text);
        wire.add([("direction", direction)], bytes.wire);
    }
    [now.of(totals.now()), text, wire]
}
