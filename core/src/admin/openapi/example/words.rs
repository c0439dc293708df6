//! Realistic values by the names of members. Which of them is taken the schema decides: the first that fits.

use serde_json::Value;

use super::of_types::OF_TYPES;

/// A name with what it may be, as JSON: the first that fits is taken.
pub type Named = (&'static str, &'static [&'static str]);

/// Members with what each may be, as JSON.
const WORDS: &[Named] = &[
    // Who and where.
    ("chargePoint", &[r#""CP1""#]),
    ("chargePoints", &["1", r#"["CP1"]"#]),
    ("identity", &[r#""CP1""#]),
    ("site", &[r#""depot""#]),
    ("labels", &[r#"["fast"]"#]),
    ("address", &[r#""Harbour Street 1""#]),
    ("latitude", &["53.5436"]),
    ("longitude", &["9.9661"]),
    ("note", &[r#""key at the gate""#]),
    ("name", &[r#""Gate 3""#]),
    ("timeZone", &[r#""Europe/Berlin""#]),
    ("remoteAddress", &[r#""192.0.2.17""#]),
    ("lastUsedFrom", &[r#""192.0.2.40""#]),
    ("userAgent", &[r#""ocpp-charger/2.4""#]),
    ("compression", &[r#""permessage-deflate; client_max_window_bits=12""#]),
    ("subprotocol", &[r#""ocpp1.6""#]),
    ("subprotocols", &[r#""ocpp1.6""#]),
    ("version", &[r#""1.6""#, "7"]),
    ("versions", &[r#"["1.6"]"#]),
    ("ocppVersion", &[r#""1.6""#]),
    ("securityProfile", &["1"]),
    ("password", &[r#""0123456789abcdef""#]),
    ("hasPassword", &["true"]),
    ("connected", &["true"]),
    ("registered", &["true"]),
    ("offlineSince", &["null"]),
    ("reconnects", &["3"]),
    ("clockSkewSeconds", &["0.4"]),
    ("target", &[r#"{"chargePoint": "CP1"}"#]),
    ("untoldBefore", &[r#"0"#]),
    ("asked", &[r#"{"site": "depot"}"#]),
    ("campaign", &[r#""c0ffee42""#]),
    ("campaigns", &[r#"["c0ffee42"]"#]),
    ("coalesce", &[r#""limit""#]),
    ("origin", &[r#""operator""#]),
    ("file", &[r#""wallbox-2.5.0.bin""#]),
    ("toldName", &[r#""diagnostics.zip""#]),
    ("logType", &[r#"null"#]),
    ("base", &[r#""FullInventory""#]),
    ("missing", &[r#"[]"#]),
    ("missingCount", &[r#"0"#]),
    ("direction", &[r#""in""#]),
    ("verdict", &[r#""accepted""#]),
    ("pluginsNotReady", &[r#"[]"#]),
    ("pluginsFaulty", &[r#"[]"#]),
    ("refusedFile", &[r#"null"#]),
    ("instances", &[r#""warm""#]),
    ("proposed", &[r#""{\"idTagInfo\":{\"status\":\"Accepted\"}}""#]),
    ("events", &[r#"["transaction.ended"]"#, r#"2"#]),
    ("everySeconds", &[r#"3600"#]),
    ("warnings", &[r#"[]"#]),
    ("maxMeanUs", &[r#"5000"#]),
    ("maxFailures", &[r#"3"#]),
    ("most", &[r#"1000"#]),
    ("seconds", &[r#"60"#]),
    ("freshInstanceUs", &[r#"850.0"#]),
    ("calls", &[r#"1200"#]),
    ("failures", &[r#"0"#]),
    ("denials", &[r#"0"#]),
    ("skipped", &[r#"0"#]),
    ("delivered", &[r#"true"#]),
    ("oldest", &[r#""2026-04-01T00:00:00.000Z""#]),
    ("maxAgeSeconds", &[r#"7776000"#]),
    ("runEverySeconds", &[r#"3600"#]),
    ("ignoredColumns", &[r#"["connected"]"#]),
    ("column", &[r#""status""#]),
    ("number", &[r#"1042"#]),
    // What it is.
    ("vendor", &[r#""VendorX""#]),
    ("vendorName", &[r#""VendorX""#]),
    ("vendorId", &[r#""com.example""#]),
    ("model", &[r#""Wallbox-22""#]),
    ("serialNumber", &[r#""SN-00042""#]),
    ("chargeBoxSerialNumber", &[r#""SN-00042""#]),
    ("meterSerialNumber", &[r#""M-00042""#]),
    ("meterType", &[r#""eHZ""#]),
    ("iccid", &[r#""8944500102198304826""#]),
    ("imsi", &[r#""262011234567890""#]),
    ("firmwareVersion", &[r#""2.4.1""#]),
    ("firmware", &[r#""2.4.1""#]),
    ("firmwareBefore", &[r#""2.4.0""#]),
    ("registration", &[r#""Accepted""#]),
    ("strictness", &[r#""repair""#]),
    ("evse", &["1"]),
    ("evseId", &["1"]),
    ("connector", &["1"]),
    ("connectorId", &["1"]),
    ("connectorType", &[r#""cType2""#]),
    ("errorCode", &[r#""NoError""#]),
    ("vendorErrorCode", &["null"]),
    ("info", &["null"]),
    // Sessions.
    ("id", &[r#""c0ffee42""#, "42"]),
    ("transactionId", &[r#""1""#, "1"]),
    ("stationTransactionId", &[r#""1""#]),
    ("idTag", &[r#""ALICE""#]),
    ("tag", &[r#""ALICE""#]),
    ("idToken", &[r#""ALICE""#]),
    ("idTagType", &[r#""Central""#]),
    ("parent", &[r#""FLEET""#]),
    ("parentIdTag", &[r#""FLEET""#]),
    ("stoppedBy", &[r#""ALICE""#]),
    ("authorization", &[r#""Accepted""#]),
    ("chargingState", &[r#""Charging""#]),
    ("meterStartWh", &[r#""1000""#]),
    ("meterStopWh", &[r#""13345.6""#]),
    ("energyWh", &[r#""12345.6""#]),
    ("firstWh", &[r#""0""#]),
    ("durationSeconds", &["2700"]),
    ("sessions", &["128"]),
    ("withDoubts", &["2"]),
    ("energyUnknown", &["0"]),
    ("toldIdTag", &[r#""BOB""#]),
    ("toldAuthorization", &[r#""Invalid""#]),
    ("energySource", &[r#""station""#]),
    ("stopReason", &[r#""EVDisconnected""#]),
    ("closedBy", &[r#""station""#]),
    ("complete", &["true"]),
    ("doubts", &["[]", "1"]),
    ("matchedBy", &["[]"]),
    ("importedFrom", &["null"]),
    ("reservationId", &["7"]),
    ("remoteStartId", &["12"]),
    ("powerW", &["7360.0"]),
    ("highestPowerW", &["11040.0"]),
    ("soc", &["64.0"]),
    ("measurand", &[r#""Power.Active.Import""#]),
    ("context", &[r#""Sample.Periodic""#]),
    ("unit", &[r#""W""#]),
    ("phase", &["null", r#""L1""#]),
    ("multiplier", &["0"]),
    (
        "meterValue",
        &[
            r#"[{"timestamp": "2026-05-04T12:30:00Z", "sampledValue": [{"value": "7360", "measurand": "Power.Active.Import"}]}]"#,
        ],
    ),
    // Messages and commands.
    ("action", &[r#""StatusNotification""#]),
    ("messageId", &[r#""1f9a""#]),
    ("messageType", &[r#""StatusNotification""#]),
    ("requestId", &["5"]),
    ("command", &[r#""01a226fc-e086-7561-a57e-a7d4dad3360d""#, r#""reset""#]),
    (
        "payload",
        &[r#"{"connectorId": 1, "errorCode": "NoError", "status": "Charging"}"#],
    ),
    (
        "request",
        &[r#"{"connectorId": 1, "errorCode": "NoError", "status": "Charging"}"#],
    ),
    ("response", &["{}"]),
    ("answer", &[r#"{"status": "Accepted"}"#, r#""Accepted""#]),
    ("frame", &[r#""[2,\"1f9a\",\"Heartbeat\",{}]""#]),
    ("kinds", &[r#"["transaction.*"]"#]),
    ("status", &[r#""Accepted""#, r#""Finished""#, "200"]),
    ("example", &[r#"{"type": "Soft"}"#]),
    ("block", &[r#""Core""#]),
    ("sendable", &["true"]),
    ("senders", &[r#"["central-system"]"#]),
    ("details", &["{}"]),
    ("pointer", &[r#""/connectorId""#]),
    ("rule", &[r#""type""#]),
    ("code", &[r#""TypeConstraintViolation""#, "1000"]),
    ("problem", &[r#""`status` must be one of its words""#]),
    ("retries", &["3"]),
    ("retryInterval", &["60"]),
    ("timeout", &["60"]),
    ("ttl", &[r#""12h""#]),
    ("ttlSeconds", &["43200"]),
    ("overlap", &[r#""24h""#]),
    (
        "location",
        &[r#""https://csms.example.com/files/7""#, r#""ftp://csms.example.com/""#],
    ),
    ("remoteLocation", &[r#""https://csms.example.com/files/7""#]),
    ("ocppCsmsUrl", &[r#""wss://csms.example.com/ocpp""#]),
    ("url", &[r#""https://billing.example.com/ocpp""#]),
    ("path", &[r#""/api/v1/charge-points/CP1""#]),
    ("fileName", &[r#""diagnostics.zip""#]),
    ("filename", &[r#""diagnostics.zip""#]),
    ("key", &[r#""HeartbeatInterval""#]),
    ("standardName", &[r#""HeartbeatInterval""#]),
    ("names", &[r#"["HeartbeatInterval"]"#]),
    ("value", &[r#""300""#, "300"]),
    ("wanted", &[r#""120""#, r#"{"HeartbeatInterval": "120"}"#, "1"]),
    ("values", &[r#"{"HeartbeatInterval": "120"}"#]),
    ("mutability", &[r#""ReadWrite""#]),
    ("currency", &[r#""EUR""#]),
    ("tariffId", &[r#""standard""#]),
    ("totalCost", &["4.2"]),
    (
        "certificate",
        &[r#""-----BEGIN CERTIFICATE-----\nMIIB...\n-----END CERTIFICATE-----""#],
    ),
    (
        "certificateChain",
        &[r#""-----BEGIN CERTIFICATE-----\nMIIB...\n-----END CERTIFICATE-----""#],
    ),
    (
        "signingCertificate",
        &[r#""-----BEGIN CERTIFICATE-----\nMIIB...\n-----END CERTIFICATE-----""#],
    ),
    ("signature", &[r#""MEUCIQDx...""#]),
    ("checksum", &[r#""5d41402abc4b2a76b9719d911017c592""#]),
    (
        "sha256",
        &[r#""2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824""#],
    ),
    (
        "digest",
        &[r#""2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824""#],
    ),
    ("bytes", &["1048576"]),
    ("size", &["1048576"]),
    // Campaigns.
    ("selection", &[r#"{"labels": ["fast"]}"#]),
    ("stages", &["[10, 100]"]),
    ("percent", &["10"]),
    ("maxFailedPercent", &["20"]),
    ("parallel", &["50"]),
    // Who may, and who did.
    ("role", &[r#""operator""#]),
    ("needed", &[r#""operator""#]),
    ("token", &[r#""oc_4mZ0cPq3...""#]),
    ("secret", &[r#""whsec_3q2-7w...""#]),
    ("by", &[r#""network""#, r#""grafana""#]),
    ("createdBy", &[r#""grafana""#]),
    ("operationId", &[r#""put_charge_point""#]),
    ("operation", &[r#""PUT /charge-points/{id}""#]),
    ("cause", &[r#""the plugin did not answer in time""#]),
    ("reason", &[r#""the link broke""#]),
    ("detail", &[r#""there is no charge point CP1""#]),
    ("title", &[r#""There is no such thing""#]),
    ("error", &["null", r#""the connection was refused""#]),
    ("stopped", &["null"]),
    ("next", &["null"]),
    ("after", &[r#"{"site": "depot"}"#]),
    ("before", &["null"]),
    // Plugins and webhooks.
    ("plugin", &[r#""tariff""#]),
    (
        "actions",
        &[r#"{"StartTransaction": "decide"}"#, r#"["StartTransaction"]"#],
    ),
    ("capabilities", &[r#"["state"]"#]),
    ("contract", &[r#""0.1.0""#]),
    ("sdk", &[r#""rust 0.1.0""#]),
    ("description", &[r#""Prices sessions by their energy and time""#]),
    ("settings", &[r#"{"currency": "EUR", "price_per_kwh": "0.39"}"#]),
    ("fileSettings", &["null"]),
    ("traceback", &[r#"["plugin.ts:31 price"]"#]),
    ("stderr", &[r#""""#]),
    ("message", &[r#""the settings have no currency""#]),
    ("share", &["10"]),
    ("meanUs", &["412.5"]),
    ("milliseconds", &["12"]),
    ("headers", &[r#"{"X-Tenant": "north"}"#]),
    ("tries", &["3"]),
    ("enabled", &["true"]),
    ("named", &["true"]),
    ("on", &["true"]),
    ("operative", &["true"]),
    ("repairs", &[r#"{"time-without-zone": 12}"#]),
    ("plugins", &["[]"]),
    ("unanswered", &["[]"]),
    ("characteristics", &[r#"{"dataType": "integer", "unit": "s"}"#]),
    ("monitors", &["null"]),
    ("attributes", &["{}"]),
    ("differences", &["{}"]),
    ("result", &["{}"]),
    ("refused", &["[]", "null", "0"]),
    ("now", &["null"]),
    ("recorded", &[r#"{"status": "Accepted"}"#]),
    ("chargingProfile", &["null"]),
    ("word", &[r#""accepted""#]),
    ("type", &[r#""Central""#, r#""Operative""#]),
];

/// Times of one session, by what their members' names have in them.
const TIMES: &[(&str, &str)] = &[
    ("start", "2026-05-04T12:00:00.000Z"),
    ("since", "2026-05-04T11:30:00.000Z"),
    ("began", "2026-05-04T12:00:00.000Z"),
    ("created", "2026-05-04T11:00:00.000Z"),
    ("first", "2026-05-04T12:00:00.000Z"),
    ("from", "2026-05-04T12:00:00.000Z"),
    ("expir", "2027-01-31T12:00:00.000Z"),
    ("until", "2027-01-31T12:00:00.000Z"),
    ("stop", "2026-05-04T12:45:00.000Z"),
    ("end", "2026-05-04T12:45:00.000Z"),
    ("last", "2026-05-04T12:45:00.000Z"),
    ("to", "2026-05-04T13:00:00.000Z"),
];

/// What a member may be: first what its type says of it.
pub fn of(of: &str, member: &str) -> impl Iterator<Item = Value> {
    let named = format!("{of}.{member}");
    let of_type = OF_TYPES.iter().filter(move |(name, _)| *name == named);
    let member = member.to_owned();
    let of_member = WORDS
        .iter()
        .filter(move |(name, _)| !member.is_empty() && *name == member);
    let found = of_type.chain(of_member).flat_map(|(_, values)| values.iter());
    found.filter_map(|value| serde_json::from_str(value).ok())
}

/// A key of a member that has others of any name.
pub fn key_of(member: &str) -> &'static str {
    match member {
        "headers" => "X-Tenant",
        "actions" => "StartTransaction",
        "repairs" => "time-without-zone",
        "classes" | "removed" => "events",
        "refused" => "GetReport",
        "needs" => "offline",
        "connectors" => "Charging",
        _ => "HeartbeatInterval",
    }
}

/// A time by the name of its member.
pub fn time_of(member: &str) -> &'static str {
    let member = member.to_lowercase();
    let found = TIMES.iter().find(|(part, _)| member.contains(part));
    found.map_or("2026-05-04T12:30:00.000Z", |(_, time)| time)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]

    use serde_json::Value;

    use super::{OF_TYPES, WORDS};

    #[test]
    fn every_word_is_json_and_stands_once() {
        let all = || WORDS.iter().chain(OF_TYPES);
        let mut names: Vec<&str> = all().map(|(name, _)| *name).collect();
        let count = names.len();
        for (name, values) in all() {
            for value in *values {
                assert!(serde_json::from_str::<Value>(value).is_ok(), "{name}: {value}");
            }
        }
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), count);
    }
}
