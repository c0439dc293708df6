//! The types of OCPP 1.6. Generated from the data by `generate-types`; change the data, not this file.
#![allow(clippy::too_many_arguments, reason = "as many as the message has required properties")]

mod actions;
mod datatypes;
mod enumerations;

pub use actions::*;
pub use datatypes::*;
pub use enumerations::*;

/// Calls the given macro with the markers of all actions of OCPP 1.6, separated by commas.
#[macro_export]
macro_rules! v16_actions {
    ($with:ident) => {
        $with! {
            Authorize,
            BootNotification,
            CancelReservation,
            CertificateSigned,
            ChangeAvailability,
            ChangeConfiguration,
            ClearCache,
            ClearChargingProfile,
            DataTransfer,
            DeleteCertificate,
            DiagnosticsStatusNotification,
            ExtendedTriggerMessage,
            FirmwareStatusNotification,
            GetCompositeSchedule,
            GetConfiguration,
            GetDiagnostics,
            GetInstalledCertificateIds,
            GetLocalListVersion,
            GetLog,
            Heartbeat,
            InstallCertificate,
            LogStatusNotification,
            MeterValues,
            RemoteStartTransaction,
            RemoteStopTransaction,
            ReserveNow,
            Reset,
            SecurityEventNotification,
            SendLocalList,
            SetChargingProfile,
            SignCertificate,
            SignedFirmwareStatusNotification,
            SignedUpdateFirmware,
            StartTransaction,
            StatusNotification,
            StopTransaction,
            TriggerMessage,
            UnlockConnector,
            UpdateFirmware,
        }
    };
}
