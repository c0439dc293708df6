//! The messages of OCPP 2.0.1. The station names the transaction itself: its identity and a number.

use super::Scenario;

/// BootNotification.
pub const BOOT: &str = r#"[2,"$id","BootNotification",{"reason":"PowerUp","chargingStation":{"vendorName":"Bench","model":"Bench 1","serialNumber":"$station","firmwareVersion":"1.0.0"}}]"#;

/// TransactionEvent Started. Its register, those of the meter values and that of the end agree: a session of which nothing
/// is in doubt.
pub const STARTED: &str = r#"[2,"$id","TransactionEvent",{"eventType":"Started","timestamp":"2026-01-01T$clock.000Z","triggerReason":"Authorized","seqNo":0,"transactionInfo":{"transactionId":"$station-$n","chargingState":"EVConnected"},"evse":{"id":1,"connectorId":1},"idToken":{"idToken":"$tag","type":"ISO14443"},"meterValue":[{"timestamp":"2026-01-01T$clock.000Z","sampledValue":[{"value":123456.0,"context":"Transaction.Begin"}]}]}]"#;

const HEARTBEAT: &str = r#"[2,"$id","Heartbeat",{}]"#;
const AUTHORIZE: &str = r#"[2,"$id","Authorize",{"idToken":{"idToken":"$tag","type":"ISO14443"}}]"#;
const AVAILABLE: &str = r#"[2,"$id","StatusNotification",{"timestamp":"2026-01-01T$clock.000Z","connectorStatus":"Available","evseId":1,"connectorId":1}]"#;
const OCCUPIED: &str = r#"[2,"$id","StatusNotification",{"timestamp":"2026-01-01T$clock.000Z","connectorStatus":"Occupied","evseId":1,"connectorId":1}]"#;
const ENDED: &str = r#"[2,"$id","TransactionEvent",{"eventType":"Ended","timestamp":"2026-01-01T$clock.000Z","triggerReason":"StopAuthorized","seqNo":4,"transactionInfo":{"transactionId":"$station-$n","stoppedReason":"Local"},"idToken":{"idToken":"$tag","type":"ISO14443"},"meterValue":[{"timestamp":"2026-01-01T$clock.000Z","sampledValue":[{"value":123457.0,"context":"Transaction.End"}]}]}]"#;

/// The same 8 sampled values as in 1.6.
macro_rules! sampled {
    () => {
        concat!(
            r#"{"timestamp":"2026-01-01T$clock.000Z","sampledValue":["#,
            r#"{"value":123456.7,"context":"Sample.Periodic","measurand":"Energy.Active.Import.Register","unitOfMeasure":{"unit":"Wh"}},"#,
            r#"{"value":11040.0,"context":"Sample.Periodic","measurand":"Power.Active.Import","unitOfMeasure":{"unit":"W"}},"#,
            r#"{"value":16.0,"measurand":"Current.Import","phase":"L1","unitOfMeasure":{"unit":"A"}},"#,
            r#"{"value":16.0,"measurand":"Current.Import","phase":"L2","unitOfMeasure":{"unit":"A"}},"#,
            r#"{"value":16.0,"measurand":"Current.Import","phase":"L3","unitOfMeasure":{"unit":"A"}},"#,
            r#"{"value":230.1,"measurand":"Voltage","phase":"L1-N","unitOfMeasure":{"unit":"V"}},"#,
            r#"{"value":229.8,"measurand":"Voltage","phase":"L2-N","unitOfMeasure":{"unit":"V"}},"#,
            r#"{"value":230.4,"measurand":"Voltage","phase":"L3-N","unitOfMeasure":{"unit":"V"}}]}"#
        )
    };
}

/// TransactionEvent Updated with a sequence number.
macro_rules! updated {
    ($seq:literal) => {
        concat!(
            r#"[2,"$id","TransactionEvent",{"eventType":"Updated","timestamp":"2026-01-01T$clock.000Z","triggerReason":"MeterValuePeriodic","seqNo":"#,
            $seq,
            r#","transactionInfo":{"transactionId":"$station-$n","chargingState":"Charging"},"meterValue":["#,
            sampled!(),
            "]}]"
        )
    };
}

/// MeterValues of two moments: 1.6 KiB, as they come after a time without a connection.
pub const TRAFFIC: &str = concat!(
    r#"[2,"$id","MeterValues",{"evseId":1,"meterValue":["#,
    sampled!(),
    ",",
    sampled!(),
    "]}]"
);

const METER: &str = concat!(
    r#"[2,"$id","MeterValues",{"evseId":1,"meterValue":["#,
    sampled!(),
    "]}]"
);

/// The messages that a scenario repeats.
pub fn steps(scenario: Scenario) -> &'static [&'static str] {
    match scenario {
        Scenario::Heartbeat => &[HEARTBEAT],
        Scenario::Status => &[OCCUPIED, AVAILABLE],
        Scenario::Meter => &[METER],
        Scenario::TransactionMeter => &[updated!("$message")],
        Scenario::Authorize => &[AUTHORIZE],
        Scenario::Greeting => &[super::v16::GREETING],
        Scenario::ShortSession => &[STARTED, updated!("1"), ENDED],
        Scenario::Session => &[
            AUTHORIZE,
            OCCUPIED,
            STARTED,
            updated!("1"),
            updated!("2"),
            updated!("3"),
            ENDED,
            AVAILABLE,
        ],
    }
}
