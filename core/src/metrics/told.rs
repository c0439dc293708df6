//! Who is told what happens: live listeners, and webhooks.

use super::Family;
use crate::live::Hub;
use crate::webhooks::Webhooks;

pub(super) fn families(live: &Hub, webhooks: &Webhooks) -> Vec<Family> {
    let listeners = Family::gauge("ocpp_live_listeners", "Connections that listen to live events").of(live.listeners());
    let mut waiting = Family::gauge(
        "ocpp_webhook_charge_points_waiting",
        "Charge points of which a webhook has still to be told something",
    );
    let mut dead_letters = Family::gauge(
        "ocpp_webhook_dead_letters",
        "Events that the receiver of a webhook did not take",
    );
    let mut away = Family::gauge(
        "ocpp_webhook_away",
        "1 while the receiver of a webhook does not answer, and is asked again later",
    );
    for (name, status) in webhooks.statuses() {
        let webhook = [("webhook", name.as_str())];
        waiting.add(webhook, status.standing.charge_points);
        dead_letters.add(webhook, status.dead_letters);
        away.add(webhook, status.standing.next_try.is_some());
    }
    vec![listeners, waiting, dead_letters, away]
}
