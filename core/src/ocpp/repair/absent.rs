//! Members that a message needs and its sender left out: what may stand for them without saying anything that is not
//! so. Times are the time of receipt; what only the state knows is asked for.

use serde_json::{Map, Value, json};

/// What only the state knows of a member that was left out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unsaid {
    /// The connector that a message is about.
    Connector,
    /// The EVSE that a message is about.
    Evse,
    /// The register at the end of the transaction that it names, in Wh.
    MeterStop,
}

/// What stands for a member.
#[derive(Clone, Copy)]
pub(super) enum StandIn {
    /// This.
    Value(fn() -> Value),
    /// What the state knows.
    Asked(Unsaid),
}

const EMPTY_TEXT: StandIn = StandIn::Value(|| Value::from(""));
const EMPTY_LIST: StandIn = StandIn::Value(|| json!([]));
const ZERO: StandIn = StandIn::Value(|| Value::from(0));

/// By type or action, and member. A member that stands in no row and is no time has nothing that may stand for it.
const TABLE: &[(&str, &str, StandIn)] = &[
    // Who the station is shows in its identity; a boot must come through.
    ("BootNotification", "chargePointVendor", EMPTY_TEXT),
    ("BootNotification", "chargePointModel", EMPTY_TEXT),
    ("BootNotification", "chargingStation", StandIn::Value(|| json!({}))),
    ("BootNotification", "reason", StandIn::Value(|| json!("Unknown"))),
    ("ChargingStationType", "vendorName", EMPTY_TEXT),
    ("ChargingStationType", "model", EMPTY_TEXT),
    ("StartTransaction", "connectorId", StandIn::Asked(Unsaid::Connector)),
    ("StartTransaction", "idTag", EMPTY_TEXT),
    ("StartTransaction", "meterStart", ZERO),
    ("StopTransaction", "transactionId", ZERO),
    ("StopTransaction", "meterStop", StandIn::Asked(Unsaid::MeterStop)),
    ("MeterValues", "connectorId", StandIn::Asked(Unsaid::Connector)),
    ("MeterValues", "evseId", StandIn::Asked(Unsaid::Evse)),
    ("MeterValues", "meterValue", EMPTY_LIST),
    ("MeterValue", "sampledValue", EMPTY_LIST),
    ("MeterValueType", "sampledValue", EMPTY_LIST),
    ("StatusNotification", "connectorId", StandIn::Asked(Unsaid::Connector)),
    ("StatusNotification", "evseId", StandIn::Asked(Unsaid::Evse)),
    ("StatusNotification", "errorCode", StandIn::Value(|| json!("NoError"))),
    ("StatusNotification", "status", StandIn::Value(|| json!("Unavailable"))),
    (
        "StatusNotification",
        "connectorStatus",
        StandIn::Value(|| json!("Unavailable")),
    ),
    ("TransactionEvent", "eventType", StandIn::Value(|| json!("Updated"))),
    ("TransactionEvent", "triggerReason", StandIn::Value(|| json!("Trigger"))),
    ("TransactionEvent", "seqNo", ZERO),
    ("IdTokenType", "type", StandIn::Value(|| json!("ISO14443"))),
    ("DataTransfer", "vendorId", EMPTY_TEXT),
    ("SecurityEventNotification", "type", EMPTY_TEXT),
    (
        "DiagnosticsStatusNotification",
        "status",
        StandIn::Value(|| json!("Idle")),
    ),
    ("FirmwareStatusNotification", "status", StandIn::Value(|| json!("Idle"))),
    ("NotifyEvent", "eventData", EMPTY_LIST),
    ("NotifyEvent", "seqNo", ZERO),
];

/// What may stand for a member of a type or of an action's payload.
pub(super) fn stand_in(owner: &str, member: &str) -> Option<StandIn> {
    let row = TABLE.iter().find(|(of, name, _)| *of == owner && *name == member);
    row.map(|(.., stands)| *stands)
}

/// Members whose absence means something (a sampled value without a measurand is the energy register, one without a
/// phase the total): one that cannot be read must not become that.
const MEANINGFUL: &[(&str, &[&str])] = &[
    ("SampledValue", &["format", "location", "measurand", "phase", "unit"]),
    ("SampledValueType", &["location", "measurand", "phase", "unitOfMeasure"]),
    ("UnitOfMeasureType", &["multiplier", "unit"]),
];

/// Whether leaving a member out would make the object say something else. Sampled values of other things than energy
/// say enough without it. Members are read in the order of their names: the measurand before phase and unit.
pub(super) fn changes_meaning(owner: &str, member: &str, before: &Map<String, Value>) -> bool {
    let is_meaningful = MEANINGFUL
        .iter()
        .any(|(of, members)| *of == owner && members.contains(&member));
    let measurand = before.get("measurand").and_then(Value::as_str);
    is_meaningful && measurand.is_none_or(|measurand| measurand.starts_with("Energy"))
}
