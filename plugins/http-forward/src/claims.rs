//! What the manifest claims: every action that a charge point sends and is answered, since the
//! settings choose among them, and every kind of event but `call`, which would be each message again.

use ocpp_plugin_sdk::{Observer, Route, Version};

use crate::{forward, observer};

macro_rules! routes {
    ($($version:ident: [$($action:literal),* $(,)?]),* $(,)?) => {
        &[$($(
            Route::of(Version::$version, $action, |context, texts| forward::call(&context, $action, texts)),
        )*)*]
    };
}

/// In the order of the catalogue, which a test compares.
#[rustfmt::skip]
pub const ACTIONS: &[Route] = routes! {
    V16: [
        "Authorize", "BootNotification", "DataTransfer", "DiagnosticsStatusNotification",
        "FirmwareStatusNotification", "Heartbeat", "LogStatusNotification", "MeterValues",
        "SecurityEventNotification", "SignCertificate", "SignedFirmwareStatusNotification",
        "StartTransaction", "StatusNotification", "StopTransaction",
    ],
    V201: [
        "Authorize", "BootNotification", "ClearedChargingLimit", "DataTransfer",
        "FirmwareStatusNotification", "Get15118EVCertificate", "GetCertificateStatus", "Heartbeat",
        "LogStatusNotification", "MeterValues", "NotifyChargingLimit", "NotifyCustomerInformation",
        "NotifyDisplayMessages", "NotifyEVChargingNeeds", "NotifyEVChargingSchedule", "NotifyEvent",
        "NotifyMonitoringReport", "NotifyReport", "PublishFirmwareStatusNotification",
        "ReportChargingProfiles", "ReservationStatusUpdate", "SecurityEventNotification",
        "SignCertificate", "StatusNotification", "TransactionEvent",
    ],
    V21: [
        "Authorize", "BatterySwap", "BootNotification", "ClearedChargingLimit",
        "ClosePeriodicEventStream", "DataTransfer", "FirmwareStatusNotification",
        "Get15118EVCertificate", "GetCertificateChainStatus", "GetCertificateStatus", "Heartbeat",
        "LogStatusNotification", "MeterValues", "NotifyChargingLimit", "NotifyCustomerInformation",
        "NotifyDERAlarm", "NotifyDERStartStop", "NotifyDisplayMessages", "NotifyEVChargingNeeds",
        "NotifyEVChargingSchedule", "NotifyEvent", "NotifyMonitoringReport", "NotifyPriorityCharging",
        "NotifyReport", "NotifySettlement", "OpenPeriodicEventStream",
        "PublishFirmwareStatusNotification", "PullDynamicScheduleUpdate", "ReportChargingProfiles",
        "ReportDERControl", "ReservationStatusUpdate", "SecurityEventNotification", "SignCertificate",
        "StatusNotification", "TransactionEvent", "VatNumberValidation",
    ],
};

/// The kinds that the settings choose among.
pub const EVENTS: &[Observer] = &[
    observer("charge-point.connected"),
    observer("charge-point.disconnected"),
    observer("charge-point.refused"),
    observer("charge-point.booted"),
    observer("connector.status"),
    observer("transaction.started"),
    observer("transaction.updated"),
    observer("transaction.ended"),
    observer("transaction.orphan"),
    observer("transaction.assigned"),
    observer("transaction.late"),
    observer("meter.values"),
    observer("security.event"),
    observer("call.refused"),
    observer("message.repaired"),
    observer("plugin.decided"),
    observer("frame.fault"),
    observer("command.sent"),
    observer("command.answered"),
    observer("reservation.changed"),
    observer("local-list.changed"),
    observer("configuration.reported"),
    observer("firmware.status"),
    observer("diagnostics.status"),
    observer("file.received"),
    observer("certificate.requested"),
    observer("certificate.delivered"),
    observer("charge-point.certificate-expiring"),
    observer("webhook.failing"),
    observer("webhook.recovered"),
    observer("server.data-lost"),
];
