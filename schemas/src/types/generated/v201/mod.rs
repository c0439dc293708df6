//! The types of OCPP 2.0.1. Generated from the data by `generate-types`; change the data, not this file.
#![allow(clippy::too_many_arguments, reason = "as many as the message has required properties")]

mod actions;
mod datatypes;
mod enumerations;

pub use crate::types::CustomData;
pub use actions::*;
pub use datatypes::*;
pub use enumerations::*;

/// Calls the given macro with the markers of all actions of OCPP 2.0.1, separated by commas.
#[macro_export]
macro_rules! v201_actions {
    ($with:ident) => {
        $with! {
            Authorize,
            BootNotification,
            CancelReservation,
            CertificateSigned,
            ChangeAvailability,
            ClearCache,
            ClearChargingProfile,
            ClearDisplayMessage,
            ClearVariableMonitoring,
            ClearedChargingLimit,
            CostUpdated,
            CustomerInformation,
            DataTransfer,
            DeleteCertificate,
            FirmwareStatusNotification,
            Get15118EVCertificate,
            GetBaseReport,
            GetCertificateStatus,
            GetChargingProfiles,
            GetCompositeSchedule,
            GetDisplayMessages,
            GetInstalledCertificateIds,
            GetLocalListVersion,
            GetLog,
            GetMonitoringReport,
            GetReport,
            GetTransactionStatus,
            GetVariables,
            Heartbeat,
            InstallCertificate,
            LogStatusNotification,
            MeterValues,
            NotifyChargingLimit,
            NotifyCustomerInformation,
            NotifyDisplayMessages,
            NotifyEVChargingNeeds,
            NotifyEVChargingSchedule,
            NotifyEvent,
            NotifyMonitoringReport,
            NotifyReport,
            PublishFirmware,
            PublishFirmwareStatusNotification,
            ReportChargingProfiles,
            RequestStartTransaction,
            RequestStopTransaction,
            ReservationStatusUpdate,
            ReserveNow,
            Reset,
            SecurityEventNotification,
            SendLocalList,
            SetChargingProfile,
            SetDisplayMessage,
            SetMonitoringBase,
            SetMonitoringLevel,
            SetNetworkProfile,
            SetVariableMonitoring,
            SetVariables,
            SignCertificate,
            StatusNotification,
            TransactionEvent,
            TriggerMessage,
            UnlockConnector,
            UnpublishFirmware,
            UpdateFirmware,
        }
    };
}
