//! Remote control (1.6 sections 5.11, 5.12, 5.17 and 5.18, 2.x block F): starts, stops, unlocks and triggers from afar.

mod start;
mod stop;
mod trigger;
mod triggered;
mod unlock;

pub use start::StartRequest;
pub use stop::StopRequest;
pub use trigger::TriggerRequest;
pub use unlock::UnlockRequest;

use super::rows::{Row, Versions};

pub(super) const ROWS: &[Row] = &[
    Row::sent("ExtendedTriggerMessage", Versions::V16).triggers(triggered),
    Row::sent("RemoteStartTransaction", Versions::V16),
    Row::sent("RemoteStopTransaction", Versions::V16),
    Row::sent("RequestStartTransaction", Versions::V2),
    Row::sent("RequestStopTransaction", Versions::V2),
    Row::operated::<triggered::TriggerMessage16>("TriggerMessage", Versions::V16).triggers(triggered),
    Row::operated::<triggered::TriggerMessage2>("TriggerMessage", Versions::V2).triggers(triggered),
    Row::sent("UnlockConnector", Versions::ALL),
];

/// The actions by which stations answer a trigger, all versions together: one word has different messages
/// in some of them.
fn triggered(requested: &str) -> &'static [&'static str] {
    match requested {
        "BootNotification" => &["BootNotification"],
        // What a station's own word means is not known; these are how it can say it (2.1 F06.FR.20).
        "CustomTrigger" => &["DataTransfer", "NotifyEvent"],
        "DiagnosticsStatusNotification" => &["DiagnosticsStatusNotification"],
        // 1.6 has another message for signed firmware.
        "FirmwareStatusNotification" => &["FirmwareStatusNotification", "SignedFirmwareStatusNotification"],
        "Heartbeat" => &["Heartbeat"],
        "LogStatusNotification" => &["LogStatusNotification"],
        "MeterValues" => &["MeterValues"],
        "PublishFirmwareStatusNotification" => &["PublishFirmwareStatusNotification"],
        "SignChargePointCertificate"
        | "SignChargingStationCertificate"
        | "SignCombinedCertificate"
        | "SignV2GCertificate"
        | "SignV2G20Certificate" => &["SignCertificate"],
        // 2.1 tells the states of connectors by NotifyEvent.
        "StatusNotification" => &["StatusNotification", "NotifyEvent"],
        "TransactionEvent" => &["TransactionEvent"],
        _ => &[],
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]

    use ocpp_schemas::types::{Enumeration as _, v16, v21};
    use ocpp_schemas::{Catalogue, Version};

    use super::triggered;

    #[test]
    fn every_trigger_asks_for_messages_of_stations() {
        let words = v16::MessageTrigger::ALL.iter().map(|word| word.as_str());
        let newer = v21::MessageTriggerEnum::ALL.iter().map(|word| word.as_str());
        let known = |action: &str| {
            let named = |version| Catalogue::of(version).action(action);
            Version::ALL
                .into_iter()
                .filter_map(named)
                .any(|action| action.sent_by_charge_point())
        };
        for word in words.chain(newer) {
            assert!(!triggered(word).is_empty(), "{word}");
            assert!(triggered(word).iter().all(|action| known(action)), "{word}");
        }
    }
}
