//! The messages of OCPP 1.6.

use super::Scenario;

/// BootNotification.
pub const BOOT: &str = r#"[2,"$id","BootNotification",{"chargePointVendor":"Bench","chargePointModel":"Bench 1","chargePointSerialNumber":"$station","firmwareVersion":"1.0.0"}]"#;

/// StartTransaction; its time makes each one another transaction. Its register, those of the meter values and that of the
/// stop agree: a session of which nothing is in doubt.
pub const START: &str = r#"[2,"$id","StartTransaction",{"connectorId":1,"idTag":"$tag","meterStart":123456,"timestamp":"2026-01-01T$clock.000Z"}]"#;

const HEARTBEAT: &str = r#"[2,"$id","Heartbeat",{}]"#;
const AUTHORIZE: &str = r#"[2,"$id","Authorize",{"idTag":"$tag"}]"#;
const AVAILABLE: &str = r#"[2,"$id","StatusNotification",{"connectorId":1,"errorCode":"NoError","status":"Available","timestamp":"2026-01-01T$clock.000Z"}]"#;
const PREPARING: &str = r#"[2,"$id","StatusNotification",{"connectorId":1,"errorCode":"NoError","status":"Preparing","timestamp":"2026-01-01T$clock.000Z"}]"#;
/// DataTransfer, the same in every version.
pub const GREETING: &str = r#"[2,"$id","DataTransfer",{"vendorId":"doorman","messageId":"greet"}]"#;
const STOP: &str = r#"[2,"$id","StopTransaction",{"transactionId":$tx,"idTag":"$tag","meterStop":123457,"timestamp":"2026-01-01T$clock.000Z","reason":"Local"}]"#;

/// The sampled values that a three-phase meter sends: 8 of them, 661 bytes.
macro_rules! sampled {
    () => {
        concat!(
            r#""timestamp":"2026-01-01T$clock.000Z","sampledValue":["#,
            r#"{"value":"123456.7","context":"Sample.Periodic","measurand":"Energy.Active.Import.Register","unit":"Wh"},"#,
            r#"{"value":"11040.0","context":"Sample.Periodic","measurand":"Power.Active.Import","unit":"W"},"#,
            r#"{"value":"16.0","measurand":"Current.Import","phase":"L1","unit":"A"},"#,
            r#"{"value":"16.0","measurand":"Current.Import","phase":"L2","unit":"A"},"#,
            r#"{"value":"16.0","measurand":"Current.Import","phase":"L3","unit":"A"},"#,
            r#"{"value":"230.1","measurand":"Voltage","phase":"L1-N","unit":"V"},"#,
            r#"{"value":"229.8","measurand":"Voltage","phase":"L2-N","unit":"V"},"#,
            r#"{"value":"230.4","measurand":"Voltage","phase":"L3-N","unit":"V"}]"#
        )
    };
}

/// MeterValues of two moments: 1.4 KiB, as they come after a time without a connection.
pub const TRAFFIC: &str = concat!(
    r#"[2,"$id","MeterValues",{"connectorId":1,"meterValue":[{"#,
    sampled!(),
    "},{",
    sampled!(),
    "}]}]"
);

const METER: &str = concat!(
    r#"[2,"$id","MeterValues",{"connectorId":1,"meterValue":[{"#,
    sampled!(),
    "}]}]"
);
const TRANSACTION_METER: &str = concat!(
    r#"[2,"$id","MeterValues",{"connectorId":1,"transactionId":$tx,"meterValue":[{"#,
    sampled!(),
    "}]}]"
);

/// The messages that a scenario repeats.
pub fn steps(scenario: Scenario) -> &'static [&'static str] {
    match scenario {
        Scenario::Heartbeat => &[HEARTBEAT],
        Scenario::Status => &[PREPARING, AVAILABLE],
        Scenario::Meter => &[METER],
        Scenario::TransactionMeter => &[TRANSACTION_METER],
        Scenario::Authorize => &[AUTHORIZE],
        Scenario::Greeting => &[GREETING],
        Scenario::ShortSession => &[START, TRANSACTION_METER, STOP],
        Scenario::Session => &[
            AUTHORIZE,
            PREPARING,
            START,
            TRANSACTION_METER,
            TRANSACTION_METER,
            TRANSACTION_METER,
            STOP,
            AVAILABLE,
        ],
    }
}
