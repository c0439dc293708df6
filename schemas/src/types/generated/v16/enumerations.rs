//! The enumerations of OCPP 1.6. Generated from the data by `generate-types`; change the data, not this file.

use crate::types::enumeration::enumeration;

enumeration! {
    /// Datatype `AuthorizationStatus`.
    AuthorizationStatus {
        /// `Accepted`.
        Accepted = "Accepted",
        /// `Blocked`.
        Blocked = "Blocked",
        /// `Expired`.
        Expired = "Expired",
        /// `Invalid`.
        Invalid = "Invalid",
        /// `ConcurrentTx`.
        ConcurrentTx = "ConcurrentTx",
    }
}

enumeration! {
    /// Datatype `AvailabilityStatus`.
    AvailabilityStatus {
        /// `Accepted`.
        Accepted = "Accepted",
        /// `Rejected`.
        Rejected = "Rejected",
        /// `Scheduled`.
        Scheduled = "Scheduled",
    }
}

enumeration! {
    /// Datatype `AvailabilityType`.
    AvailabilityType {
        /// `Inoperative`.
        Inoperative = "Inoperative",
        /// `Operative`.
        Operative = "Operative",
    }
}

enumeration! {
    /// Datatype `CancelReservationStatus`.
    CancelReservationStatus {
        /// `Accepted`.
        Accepted = "Accepted",
        /// `Rejected`.
        Rejected = "Rejected",
    }
}

enumeration! {
    /// Datatype `CertificateSignedStatusEnumType`.
    CertificateSignedStatusEnumType {
        /// `Accepted`.
        Accepted = "Accepted",
        /// `Rejected`.
        Rejected = "Rejected",
    }
}

enumeration! {
    /// Datatype `CertificateUseEnumType`.
    CertificateUseEnumType {
        /// `CentralSystemRootCertificate`.
        CentralSystemRootCertificate = "CentralSystemRootCertificate",
        /// `ManufacturerRootCertificate`.
        ManufacturerRootCertificate = "ManufacturerRootCertificate",
    }
}

enumeration! {
    /// Datatype `ChargePointErrorCode`.
    ChargePointErrorCode {
        /// `ConnectorLockFailure`.
        ConnectorLockFailure = "ConnectorLockFailure",
        /// `EVCommunicationError`.
        EVCommunicationError = "EVCommunicationError",
        /// `GroundFailure`.
        GroundFailure = "GroundFailure",
        /// `HighTemperature`.
        HighTemperature = "HighTemperature",
        /// `InternalError`.
        InternalError = "InternalError",
        /// `LocalListConflict`.
        LocalListConflict = "LocalListConflict",
        /// `NoError`.
        NoError = "NoError",
        /// `OtherError`.
        OtherError = "OtherError",
        /// `OverCurrentFailure`.
        OverCurrentFailure = "OverCurrentFailure",
        /// `PowerMeterFailure`.
        PowerMeterFailure = "PowerMeterFailure",
        /// `PowerSwitchFailure`.
        PowerSwitchFailure = "PowerSwitchFailure",
        /// `ReaderFailure`.
        ReaderFailure = "ReaderFailure",
        /// `ResetFailure`.
        ResetFailure = "ResetFailure",
        /// `UnderVoltage`.
        UnderVoltage = "UnderVoltage",
        /// `OverVoltage`.
        OverVoltage = "OverVoltage",
        /// `WeakSignal`.
        WeakSignal = "WeakSignal",
    }
}

enumeration! {
    /// Datatype `ChargePointStatus`.
    ChargePointStatus {
        /// `Available`.
        Available = "Available",
        /// `Preparing`.
        Preparing = "Preparing",
        /// `Charging`.
        Charging = "Charging",
        /// `SuspendedEVSE`.
        SuspendedEVSE = "SuspendedEVSE",
        /// `SuspendedEV`.
        SuspendedEV = "SuspendedEV",
        /// `Finishing`.
        Finishing = "Finishing",
        /// `Reserved`.
        Reserved = "Reserved",
        /// `Unavailable`.
        Unavailable = "Unavailable",
        /// `Faulted`.
        Faulted = "Faulted",
    }
}

enumeration! {
    /// Datatype `ChargingProfileKindType`.
    ChargingProfileKindType {
        /// `Absolute`.
        Absolute = "Absolute",
        /// `Recurring`.
        Recurring = "Recurring",
        /// `Relative`.
        Relative = "Relative",
    }
}

enumeration! {
    /// Datatype `ChargingProfilePurposeType`.
    ChargingProfilePurposeType {
        /// `ChargePointMaxProfile`.
        ChargePointMaxProfile = "ChargePointMaxProfile",
        /// `TxDefaultProfile`.
        TxDefaultProfile = "TxDefaultProfile",
        /// `TxProfile`.
        TxProfile = "TxProfile",
    }
}

enumeration! {
    /// Datatype `ChargingProfileStatus`.
    ChargingProfileStatus {
        /// `Accepted`.
        Accepted = "Accepted",
        /// `Rejected`.
        Rejected = "Rejected",
        /// `NotSupported`.
        NotSupported = "NotSupported",
    }
}

enumeration! {
    /// Datatype `ChargingRateUnitType`.
    ChargingRateUnitType {
        /// `A`.
        A = "A",
        /// `W`.
        W = "W",
    }
}

enumeration! {
    /// Datatype `ClearCacheStatus`.
    ClearCacheStatus {
        /// `Accepted`.
        Accepted = "Accepted",
        /// `Rejected`.
        Rejected = "Rejected",
    }
}

enumeration! {
    /// Datatype `ClearChargingProfileStatus`.
    ClearChargingProfileStatus {
        /// `Accepted`.
        Accepted = "Accepted",
        /// `Unknown`.
        Unknown = "Unknown",
    }
}

enumeration! {
    /// Datatype `ConfigurationStatus`.
    ConfigurationStatus {
        /// `Accepted`.
        Accepted = "Accepted",
        /// `Rejected`.
        Rejected = "Rejected",
        /// `RebootRequired`.
        RebootRequired = "RebootRequired",
        /// `NotSupported`.
        NotSupported = "NotSupported",
    }
}

enumeration! {
    /// Datatype `DataTransferStatus`.
    DataTransferStatus {
        /// `Accepted`.
        Accepted = "Accepted",
        /// `Rejected`.
        Rejected = "Rejected",
        /// `UnknownMessageId`.
        UnknownMessageId = "UnknownMessageId",
        /// `UnknownVendorId`.
        UnknownVendorId = "UnknownVendorId",
    }
}

enumeration! {
    /// Datatype `DeleteCertificateStatusEnumType`.
    DeleteCertificateStatusEnumType {
        /// `Accepted`.
        Accepted = "Accepted",
        /// `Failed`.
        Failed = "Failed",
        /// `NotFound`.
        NotFound = "NotFound",
    }
}

enumeration! {
    /// Datatype `DiagnosticsStatus`.
    DiagnosticsStatus {
        /// `Idle`.
        Idle = "Idle",
        /// `Uploaded`.
        Uploaded = "Uploaded",
        /// `UploadFailed`.
        UploadFailed = "UploadFailed",
        /// `Uploading`.
        Uploading = "Uploading",
    }
}

enumeration! {
    /// Datatype `FirmwareStatus`.
    FirmwareStatus {
        /// `Downloaded`.
        Downloaded = "Downloaded",
        /// `DownloadFailed`.
        DownloadFailed = "DownloadFailed",
        /// `Downloading`.
        Downloading = "Downloading",
        /// `Idle`.
        Idle = "Idle",
        /// `InstallationFailed`.
        InstallationFailed = "InstallationFailed",
        /// `Installing`.
        Installing = "Installing",
        /// `Installed`.
        Installed = "Installed",
    }
}

enumeration! {
    /// Datatype `FirmwareStatusEnumType`.
    FirmwareStatusEnumType {
        /// `Downloaded`.
        Downloaded = "Downloaded",
        /// `DownloadFailed`.
        DownloadFailed = "DownloadFailed",
        /// `Downloading`.
        Downloading = "Downloading",
        /// `DownloadScheduled`.
        DownloadScheduled = "DownloadScheduled",
        /// `DownloadPaused`.
        DownloadPaused = "DownloadPaused",
        /// `Idle`.
        Idle = "Idle",
        /// `InstallationFailed`.
        InstallationFailed = "InstallationFailed",
        /// `Installing`.
        Installing = "Installing",
        /// `Installed`.
        Installed = "Installed",
        /// `InstallRebooting`.
        InstallRebooting = "InstallRebooting",
        /// `InstallScheduled`.
        InstallScheduled = "InstallScheduled",
        /// `InstallVerificationFailed`.
        InstallVerificationFailed = "InstallVerificationFailed",
        /// `InvalidSignature`.
        InvalidSignature = "InvalidSignature",
        /// `SignatureVerified`.
        SignatureVerified = "SignatureVerified",
    }
}

enumeration! {
    /// Datatype `GenericStatusEnumType`.
    GenericStatusEnumType {
        /// `Accepted`.
        Accepted = "Accepted",
        /// `Rejected`.
        Rejected = "Rejected",
    }
}

enumeration! {
    /// Datatype `GetCompositeScheduleStatus`.
    GetCompositeScheduleStatus {
        /// `Accepted`.
        Accepted = "Accepted",
        /// `Rejected`.
        Rejected = "Rejected",
    }
}

enumeration! {
    /// Datatype `GetInstalledCertificateStatusEnumType`.
    GetInstalledCertificateStatusEnumType {
        /// `Accepted`.
        Accepted = "Accepted",
        /// `NotFound`.
        NotFound = "NotFound",
    }
}

enumeration! {
    /// Datatype `HashAlgorithmEnumType`.
    HashAlgorithmEnumType {
        /// `SHA256`.
        SHA256 = "SHA256",
        /// `SHA384`.
        SHA384 = "SHA384",
        /// `SHA512`.
        SHA512 = "SHA512",
    }
}

enumeration! {
    /// Datatype `InstallCertificateStatusEnumType`.
    InstallCertificateStatusEnumType {
        /// `Accepted`.
        Accepted = "Accepted",
        /// `Failed`.
        Failed = "Failed",
        /// `Rejected`.
        Rejected = "Rejected",
    }
}

enumeration! {
    /// Datatype `Location`.
    Location {
        /// `Cable`.
        Cable = "Cable",
        /// `EV`.
        EV = "EV",
        /// `Inlet`.
        Inlet = "Inlet",
        /// `Outlet`.
        Outlet = "Outlet",
        /// `Body`.
        Body = "Body",
    }
}

enumeration! {
    /// Datatype `LogEnumType`.
    LogEnumType {
        /// `DiagnosticsLog`.
        DiagnosticsLog = "DiagnosticsLog",
        /// `SecurityLog`.
        SecurityLog = "SecurityLog",
    }
}

enumeration! {
    /// Datatype `LogStatusEnumType`.
    LogStatusEnumType {
        /// `Accepted`.
        Accepted = "Accepted",
        /// `Rejected`.
        Rejected = "Rejected",
        /// `AcceptedCanceled`.
        AcceptedCanceled = "AcceptedCanceled",
    }
}

enumeration! {
    /// Datatype `Measurand`.
    Measurand {
        /// `Energy.Active.Export.Register`.
        EnergyActiveExportRegister = "Energy.Active.Export.Register",
        /// `Energy.Active.Import.Register`.
        EnergyActiveImportRegister = "Energy.Active.Import.Register",
        /// `Energy.Reactive.Export.Register`.
        EnergyReactiveExportRegister = "Energy.Reactive.Export.Register",
        /// `Energy.Reactive.Import.Register`.
        EnergyReactiveImportRegister = "Energy.Reactive.Import.Register",
        /// `Energy.Active.Export.Interval`.
        EnergyActiveExportInterval = "Energy.Active.Export.Interval",
        /// `Energy.Active.Import.Interval`.
        EnergyActiveImportInterval = "Energy.Active.Import.Interval",
        /// `Energy.Reactive.Export.Interval`.
        EnergyReactiveExportInterval = "Energy.Reactive.Export.Interval",
        /// `Energy.Reactive.Import.Interval`.
        EnergyReactiveImportInterval = "Energy.Reactive.Import.Interval",
        /// `Power.Active.Export`.
        PowerActiveExport = "Power.Active.Export",
        /// `Power.Active.Import`.
        PowerActiveImport = "Power.Active.Import",
        /// `Power.Offered`.
        PowerOffered = "Power.Offered",
        /// `Power.Reactive.Export`.
        PowerReactiveExport = "Power.Reactive.Export",
        /// `Power.Reactive.Import`.
        PowerReactiveImport = "Power.Reactive.Import",
        /// `Power.Factor`.
        PowerFactor = "Power.Factor",
        /// `Current.Import`.
        CurrentImport = "Current.Import",
        /// `Current.Export`.
        CurrentExport = "Current.Export",
        /// `Current.Offered`.
        CurrentOffered = "Current.Offered",
        /// `Voltage`.
        Voltage = "Voltage",
        /// `Frequency`.
        Frequency = "Frequency",
        /// `Temperature`.
        Temperature = "Temperature",
        /// `SoC`.
        SoC = "SoC",
        /// `RPM`.
        RPM = "RPM",
    }
}

enumeration! {
    /// Datatype `MessageTrigger`.
    MessageTrigger {
        /// `BootNotification`.
        BootNotification = "BootNotification",
        /// `DiagnosticsStatusNotification`.
        DiagnosticsStatusNotification = "DiagnosticsStatusNotification",
        /// `FirmwareStatusNotification`.
        FirmwareStatusNotification = "FirmwareStatusNotification",
        /// `Heartbeat`.
        Heartbeat = "Heartbeat",
        /// `MeterValues`.
        MeterValues = "MeterValues",
        /// `StatusNotification`.
        StatusNotification = "StatusNotification",
    }
}

enumeration! {
    /// Datatype `MessageTriggerEnumType`.
    MessageTriggerEnumType {
        /// `BootNotification`.
        BootNotification = "BootNotification",
        /// `LogStatusNotification`.
        LogStatusNotification = "LogStatusNotification",
        /// `FirmwareStatusNotification`.
        FirmwareStatusNotification = "FirmwareStatusNotification",
        /// `Heartbeat`.
        Heartbeat = "Heartbeat",
        /// `MeterValues`.
        MeterValues = "MeterValues",
        /// `SignChargePointCertificate`.
        SignChargePointCertificate = "SignChargePointCertificate",
        /// `StatusNotification`.
        StatusNotification = "StatusNotification",
    }
}

enumeration! {
    /// Datatype `Phase`.
    Phase {
        /// `L1`.
        L1 = "L1",
        /// `L2`.
        L2 = "L2",
        /// `L3`.
        L3 = "L3",
        /// `N`.
        N = "N",
        /// `L1-N`.
        L1N = "L1-N",
        /// `L2-N`.
        L2N = "L2-N",
        /// `L3-N`.
        L3N = "L3-N",
        /// `L1-L2`.
        L1L2 = "L1-L2",
        /// `L2-L3`.
        L2L3 = "L2-L3",
        /// `L3-L1`.
        L3L1 = "L3-L1",
    }
}

enumeration! {
    /// Datatype `ReadingContext`.
    ReadingContext {
        /// `Interruption.Begin`.
        InterruptionBegin = "Interruption.Begin",
        /// `Interruption.End`.
        InterruptionEnd = "Interruption.End",
        /// `Sample.Clock`.
        SampleClock = "Sample.Clock",
        /// `Sample.Periodic`.
        SamplePeriodic = "Sample.Periodic",
        /// `Transaction.Begin`.
        TransactionBegin = "Transaction.Begin",
        /// `Transaction.End`.
        TransactionEnd = "Transaction.End",
        /// `Trigger`.
        Trigger = "Trigger",
        /// `Other`.
        Other = "Other",
    }
}

enumeration! {
    /// Datatype `Reason`.
    Reason {
        /// `EmergencyStop`.
        EmergencyStop = "EmergencyStop",
        /// `EVDisconnected`.
        EVDisconnected = "EVDisconnected",
        /// `HardReset`.
        HardReset = "HardReset",
        /// `Local`.
        Local = "Local",
        /// `Other`.
        Other = "Other",
        /// `PowerLoss`.
        PowerLoss = "PowerLoss",
        /// `Reboot`.
        Reboot = "Reboot",
        /// `Remote`.
        Remote = "Remote",
        /// `SoftReset`.
        SoftReset = "SoftReset",
        /// `UnlockCommand`.
        UnlockCommand = "UnlockCommand",
        /// `DeAuthorized`.
        DeAuthorized = "DeAuthorized",
    }
}

enumeration! {
    /// Datatype `RecurrencyKindType`.
    RecurrencyKindType {
        /// `Daily`.
        Daily = "Daily",
        /// `Weekly`.
        Weekly = "Weekly",
    }
}

enumeration! {
    /// Datatype `RegistrationStatus`.
    RegistrationStatus {
        /// `Accepted`.
        Accepted = "Accepted",
        /// `Pending`.
        Pending = "Pending",
        /// `Rejected`.
        Rejected = "Rejected",
    }
}

enumeration! {
    /// Datatype `RemoteStartStopStatus`.
    RemoteStartStopStatus {
        /// `Accepted`.
        Accepted = "Accepted",
        /// `Rejected`.
        Rejected = "Rejected",
    }
}

enumeration! {
    /// Datatype `ReservationStatus`.
    ReservationStatus {
        /// `Accepted`.
        Accepted = "Accepted",
        /// `Faulted`.
        Faulted = "Faulted",
        /// `Occupied`.
        Occupied = "Occupied",
        /// `Rejected`.
        Rejected = "Rejected",
        /// `Unavailable`.
        Unavailable = "Unavailable",
    }
}

enumeration! {
    /// Datatype `ResetStatus`.
    ResetStatus {
        /// `Accepted`.
        Accepted = "Accepted",
        /// `Rejected`.
        Rejected = "Rejected",
    }
}

enumeration! {
    /// Datatype `ResetType`.
    ResetType {
        /// `Hard`.
        Hard = "Hard",
        /// `Soft`.
        Soft = "Soft",
    }
}

enumeration! {
    /// Datatype `TriggerMessageStatus`.
    TriggerMessageStatus {
        /// `Accepted`.
        Accepted = "Accepted",
        /// `Rejected`.
        Rejected = "Rejected",
        /// `NotImplemented`.
        NotImplemented = "NotImplemented",
    }
}

enumeration! {
    /// Datatype `TriggerMessageStatusEnumType`.
    TriggerMessageStatusEnumType {
        /// `Accepted`.
        Accepted = "Accepted",
        /// `Rejected`.
        Rejected = "Rejected",
        /// `NotImplemented`.
        NotImplemented = "NotImplemented",
    }
}

enumeration! {
    /// Datatype `UnitOfMeasure`.
    UnitOfMeasure {
        /// `Wh`.
        Wh = "Wh",
        /// `kWh`.
        KWh = "kWh",
        /// `varh`.
        Varh = "varh",
        /// `kvarh`.
        Kvarh = "kvarh",
        /// `W`.
        W = "W",
        /// `kW`.
        KW = "kW",
        /// `VA`.
        VA = "VA",
        /// `kVA`.
        KVA = "kVA",
        /// `var`.
        Var = "var",
        /// `kvar`.
        Kvar = "kvar",
        /// `A`.
        A = "A",
        /// `V`.
        V = "V",
        /// `K`.
        K = "K",
        /// `Celcius`.
        Celcius = "Celcius",
        /// `Celsius`.
        Celsius = "Celsius",
        /// `Fahrenheit`.
        Fahrenheit = "Fahrenheit",
        /// `Percent`.
        Percent = "Percent",
    }
}

enumeration! {
    /// Datatype `UnlockStatus`.
    UnlockStatus {
        /// `Unlocked`.
        Unlocked = "Unlocked",
        /// `UnlockFailed`.
        UnlockFailed = "UnlockFailed",
        /// `NotSupported`.
        NotSupported = "NotSupported",
    }
}

enumeration! {
    /// Datatype `UpdateFirmwareStatusEnumType`.
    UpdateFirmwareStatusEnumType {
        /// `Accepted`.
        Accepted = "Accepted",
        /// `Rejected`.
        Rejected = "Rejected",
        /// `AcceptedCanceled`.
        AcceptedCanceled = "AcceptedCanceled",
        /// `InvalidCertificate`.
        InvalidCertificate = "InvalidCertificate",
        /// `RevokedCertificate`.
        RevokedCertificate = "RevokedCertificate",
    }
}

enumeration! {
    /// Datatype `UpdateStatus`.
    UpdateStatus {
        /// `Accepted`.
        Accepted = "Accepted",
        /// `Failed`.
        Failed = "Failed",
        /// `NotSupported`.
        NotSupported = "NotSupported",
        /// `VersionMismatch`.
        VersionMismatch = "VersionMismatch",
    }
}

enumeration! {
    /// Datatype `UpdateType`.
    UpdateType {
        /// `Differential`.
        Differential = "Differential",
        /// `Full`.
        Full = "Full",
    }
}

enumeration! {
    /// Datatype `UploadLogStatusEnumType`.
    UploadLogStatusEnumType {
        /// `BadMessage`.
        BadMessage = "BadMessage",
        /// `Idle`.
        Idle = "Idle",
        /// `NotSupportedOperation`.
        NotSupportedOperation = "NotSupportedOperation",
        /// `PermissionDenied`.
        PermissionDenied = "PermissionDenied",
        /// `Uploaded`.
        Uploaded = "Uploaded",
        /// `UploadFailure`.
        UploadFailure = "UploadFailure",
        /// `Uploading`.
        Uploading = "Uploading",
    }
}

enumeration! {
    /// Datatype `ValueFormat`.
    ValueFormat {
        /// `Raw`.
        Raw = "Raw",
        /// `SignedData`.
        SignedData = "SignedData",
    }
}
