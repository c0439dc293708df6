//! The enumerations of OCPP 2.0.1. Generated from the data by `generate-types`; change the data, not this file.

use crate::types::enumeration::enumeration;

enumeration! {
    /// Datatype `APNAuthenticationEnumType`.
    APNAuthenticationEnum {
        /// `CHAP`.
        CHAP = "CHAP",
        /// `NONE`.
        NONE = "NONE",
        /// `PAP`.
        PAP = "PAP",
        /// `AUTO`.
        AUTO = "AUTO",
    }
}

enumeration! {
    /// Datatype `AttributeEnumType`.
    AttributeEnum {
        /// `Actual`.
        Actual = "Actual",
        /// `Target`.
        Target = "Target",
        /// `MinSet`.
        MinSet = "MinSet",
        /// `MaxSet`.
        MaxSet = "MaxSet",
    }
}

enumeration! {
    /// Datatype `AuthorizationStatusEnumType`.
    AuthorizationStatusEnum {
        /// `Accepted`.
        Accepted = "Accepted",
        /// `Blocked`.
        Blocked = "Blocked",
        /// `ConcurrentTx`.
        ConcurrentTx = "ConcurrentTx",
        /// `Expired`.
        Expired = "Expired",
        /// `Invalid`.
        Invalid = "Invalid",
        /// `NoCredit`.
        NoCredit = "NoCredit",
        /// `NotAllowedTypeEVSE`.
        NotAllowedTypeEVSE = "NotAllowedTypeEVSE",
        /// `NotAtThisLocation`.
        NotAtThisLocation = "NotAtThisLocation",
        /// `NotAtThisTime`.
        NotAtThisTime = "NotAtThisTime",
        /// `Unknown`.
        Unknown = "Unknown",
    }
}

enumeration! {
    /// Datatype `AuthorizeCertificateStatusEnumType`.
    AuthorizeCertificateStatusEnum {
        /// `Accepted`.
        Accepted = "Accepted",
        /// `SignatureError`.
        SignatureError = "SignatureError",
        /// `CertificateExpired`.
        CertificateExpired = "CertificateExpired",
        /// `CertificateRevoked`.
        CertificateRevoked = "CertificateRevoked",
        /// `NoCertificateAvailable`.
        NoCertificateAvailable = "NoCertificateAvailable",
        /// `CertChainError`.
        CertChainError = "CertChainError",
        /// `ContractCancelled`.
        ContractCancelled = "ContractCancelled",
    }
}

enumeration! {
    /// Datatype `BootReasonEnumType`.
    BootReasonEnum {
        /// `ApplicationReset`.
        ApplicationReset = "ApplicationReset",
        /// `FirmwareUpdate`.
        FirmwareUpdate = "FirmwareUpdate",
        /// `LocalReset`.
        LocalReset = "LocalReset",
        /// `PowerUp`.
        PowerUp = "PowerUp",
        /// `RemoteReset`.
        RemoteReset = "RemoteReset",
        /// `ScheduledReset`.
        ScheduledReset = "ScheduledReset",
        /// `Triggered`.
        Triggered = "Triggered",
        /// `Unknown`.
        Unknown = "Unknown",
        /// `Watchdog`.
        Watchdog = "Watchdog",
    }
}

enumeration! {
    /// Datatype `CancelReservationStatusEnumType`.
    CancelReservationStatusEnum {
        /// `Accepted`.
        Accepted = "Accepted",
        /// `Rejected`.
        Rejected = "Rejected",
    }
}

enumeration! {
    /// Datatype `CertificateActionEnumType`.
    CertificateActionEnum {
        /// `Install`.
        Install = "Install",
        /// `Update`.
        Update = "Update",
    }
}

enumeration! {
    /// Datatype `CertificateSignedStatusEnumType`.
    CertificateSignedStatusEnum {
        /// `Accepted`.
        Accepted = "Accepted",
        /// `Rejected`.
        Rejected = "Rejected",
    }
}

enumeration! {
    /// Datatype `CertificateSigningUseEnumType`.
    CertificateSigningUseEnum {
        /// `ChargingStationCertificate`.
        ChargingStationCertificate = "ChargingStationCertificate",
        /// `V2GCertificate`.
        V2GCertificate = "V2GCertificate",
    }
}

enumeration! {
    /// Datatype `ChangeAvailabilityStatusEnumType`.
    ChangeAvailabilityStatusEnum {
        /// `Accepted`.
        Accepted = "Accepted",
        /// `Rejected`.
        Rejected = "Rejected",
        /// `Scheduled`.
        Scheduled = "Scheduled",
    }
}

enumeration! {
    /// Datatype `ChargingLimitSourceEnumType`.
    ChargingLimitSourceEnum {
        /// `EMS`.
        EMS = "EMS",
        /// `Other`.
        Other = "Other",
        /// `SO`.
        SO = "SO",
        /// `CSO`.
        CSO = "CSO",
    }
}

enumeration! {
    /// Datatype `ChargingProfileKindEnumType`.
    ChargingProfileKindEnum {
        /// `Absolute`.
        Absolute = "Absolute",
        /// `Recurring`.
        Recurring = "Recurring",
        /// `Relative`.
        Relative = "Relative",
    }
}

enumeration! {
    /// Datatype `ChargingProfilePurposeEnumType`.
    ChargingProfilePurposeEnum {
        /// `ChargingStationExternalConstraints`.
        ChargingStationExternalConstraints = "ChargingStationExternalConstraints",
        /// `ChargingStationMaxProfile`.
        ChargingStationMaxProfile = "ChargingStationMaxProfile",
        /// `TxDefaultProfile`.
        TxDefaultProfile = "TxDefaultProfile",
        /// `TxProfile`.
        TxProfile = "TxProfile",
    }
}

enumeration! {
    /// Datatype `ChargingProfileStatusEnumType`.
    ChargingProfileStatusEnum {
        /// `Accepted`.
        Accepted = "Accepted",
        /// `Rejected`.
        Rejected = "Rejected",
    }
}

enumeration! {
    /// Datatype `ChargingRateUnitEnumType`.
    ChargingRateUnitEnum {
        /// `W`.
        W = "W",
        /// `A`.
        A = "A",
    }
}

enumeration! {
    /// Datatype `ChargingStateEnumType`.
    ChargingStateEnum {
        /// `Charging`.
        Charging = "Charging",
        /// `EVConnected`.
        EVConnected = "EVConnected",
        /// `SuspendedEV`.
        SuspendedEV = "SuspendedEV",
        /// `SuspendedEVSE`.
        SuspendedEVSE = "SuspendedEVSE",
        /// `Idle`.
        Idle = "Idle",
    }
}

enumeration! {
    /// Datatype `ClearCacheStatusEnumType`.
    ClearCacheStatusEnum {
        /// `Accepted`.
        Accepted = "Accepted",
        /// `Rejected`.
        Rejected = "Rejected",
    }
}

enumeration! {
    /// Datatype `ClearChargingProfileStatusEnumType`.
    ClearChargingProfileStatusEnum {
        /// `Accepted`.
        Accepted = "Accepted",
        /// `Unknown`.
        Unknown = "Unknown",
    }
}

enumeration! {
    /// Datatype `ClearMessageStatusEnumType`.
    ClearMessageStatusEnum {
        /// `Accepted`.
        Accepted = "Accepted",
        /// `Unknown`.
        Unknown = "Unknown",
    }
}

enumeration! {
    /// Datatype `ClearMonitoringStatusEnumType`.
    ClearMonitoringStatusEnum {
        /// `Accepted`.
        Accepted = "Accepted",
        /// `Rejected`.
        Rejected = "Rejected",
        /// `NotFound`.
        NotFound = "NotFound",
    }
}

enumeration! {
    /// Datatype `ComponentCriterionEnumType`.
    ComponentCriterionEnum {
        /// `Active`.
        Active = "Active",
        /// `Available`.
        Available = "Available",
        /// `Enabled`.
        Enabled = "Enabled",
        /// `Problem`.
        Problem = "Problem",
    }
}

enumeration! {
    /// Datatype `ConnectorEnumType`.
    ConnectorEnum {
        /// `cCCS1`.
        CCCS1 = "cCCS1",
        /// `cCCS2`.
        CCCS2 = "cCCS2",
        /// `cG105`.
        CG105 = "cG105",
        /// `cTesla`.
        CTesla = "cTesla",
        /// `cType1`.
        CType1 = "cType1",
        /// `cType2`.
        CType2 = "cType2",
        /// `s309-1P-16A`.
        S309_1P16A = "s309-1P-16A",
        /// `s309-1P-32A`.
        S309_1P32A = "s309-1P-32A",
        /// `s309-3P-16A`.
        S309_3P16A = "s309-3P-16A",
        /// `s309-3P-32A`.
        S309_3P32A = "s309-3P-32A",
        /// `sBS1361`.
        SBS1361 = "sBS1361",
        /// `sCEE-7-7`.
        SCEE7_7 = "sCEE-7-7",
        /// `sType2`.
        SType2 = "sType2",
        /// `sType3`.
        SType3 = "sType3",
        /// `Other1PhMax16A`.
        Other1PhMax16A = "Other1PhMax16A",
        /// `Other1PhOver16A`.
        Other1PhOver16A = "Other1PhOver16A",
        /// `Other3Ph`.
        Other3Ph = "Other3Ph",
        /// `Pan`.
        Pan = "Pan",
        /// `wInductive`.
        WInductive = "wInductive",
        /// `wResonant`.
        WResonant = "wResonant",
        /// `Undetermined`.
        Undetermined = "Undetermined",
        /// `Unknown`.
        Unknown = "Unknown",
    }
}

enumeration! {
    /// Datatype `ConnectorStatusEnumType`.
    ConnectorStatusEnum {
        /// `Available`.
        Available = "Available",
        /// `Occupied`.
        Occupied = "Occupied",
        /// `Reserved`.
        Reserved = "Reserved",
        /// `Unavailable`.
        Unavailable = "Unavailable",
        /// `Faulted`.
        Faulted = "Faulted",
    }
}

enumeration! {
    /// Datatype `CostKindEnumType`.
    CostKindEnum {
        /// `CarbonDioxideEmission`.
        CarbonDioxideEmission = "CarbonDioxideEmission",
        /// `RelativePricePercentage`.
        RelativePricePercentage = "RelativePricePercentage",
        /// `RenewableGenerationPercentage`.
        RenewableGenerationPercentage = "RenewableGenerationPercentage",
    }
}

enumeration! {
    /// Datatype `CustomerInformationStatusEnumType`.
    CustomerInformationStatusEnum {
        /// `Accepted`.
        Accepted = "Accepted",
        /// `Rejected`.
        Rejected = "Rejected",
        /// `Invalid`.
        Invalid = "Invalid",
    }
}

enumeration! {
    /// Datatype `DataEnumType`.
    DataEnum {
        /// `string`.
        String = "string",
        /// `decimal`.
        Decimal = "decimal",
        /// `integer`.
        Integer = "integer",
        /// `dateTime`.
        DateTime = "dateTime",
        /// `boolean`.
        Boolean = "boolean",
        /// `OptionList`.
        OptionList = "OptionList",
        /// `SequenceList`.
        SequenceList = "SequenceList",
        /// `MemberList`.
        MemberList = "MemberList",
    }
}

enumeration! {
    /// Datatype `DataTransferStatusEnumType`.
    DataTransferStatusEnum {
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
    DeleteCertificateStatusEnum {
        /// `Accepted`.
        Accepted = "Accepted",
        /// `Failed`.
        Failed = "Failed",
        /// `NotFound`.
        NotFound = "NotFound",
    }
}

enumeration! {
    /// Datatype `DisplayMessageStatusEnumType`.
    DisplayMessageStatusEnum {
        /// `Accepted`.
        Accepted = "Accepted",
        /// `NotSupportedMessageFormat`.
        NotSupportedMessageFormat = "NotSupportedMessageFormat",
        /// `Rejected`.
        Rejected = "Rejected",
        /// `NotSupportedPriority`.
        NotSupportedPriority = "NotSupportedPriority",
        /// `NotSupportedState`.
        NotSupportedState = "NotSupportedState",
        /// `UnknownTransaction`.
        UnknownTransaction = "UnknownTransaction",
    }
}

enumeration! {
    /// Datatype `EnergyTransferModeEnumType`.
    EnergyTransferModeEnum {
        /// `DC`.
        DC = "DC",
        /// `AC_single_phase`.
        AcSinglePhase = "AC_single_phase",
        /// `AC_two_phase`.
        AcTwoPhase = "AC_two_phase",
        /// `AC_three_phase`.
        AcThreePhase = "AC_three_phase",
    }
}

enumeration! {
    /// Datatype `EventNotificationEnumType`.
    EventNotificationEnum {
        /// `HardWiredNotification`.
        HardWiredNotification = "HardWiredNotification",
        /// `HardWiredMonitor`.
        HardWiredMonitor = "HardWiredMonitor",
        /// `PreconfiguredMonitor`.
        PreconfiguredMonitor = "PreconfiguredMonitor",
        /// `CustomMonitor`.
        CustomMonitor = "CustomMonitor",
    }
}

enumeration! {
    /// Datatype `EventTriggerEnumType`.
    EventTriggerEnum {
        /// `Alerting`.
        Alerting = "Alerting",
        /// `Delta`.
        Delta = "Delta",
        /// `Periodic`.
        Periodic = "Periodic",
    }
}

enumeration! {
    /// Datatype `FirmwareStatusEnumType`.
    FirmwareStatusEnum {
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
    /// Datatype `GenericDeviceModelStatusEnumType`.
    GenericDeviceModelStatusEnum {
        /// `Accepted`.
        Accepted = "Accepted",
        /// `Rejected`.
        Rejected = "Rejected",
        /// `NotSupported`.
        NotSupported = "NotSupported",
        /// `EmptyResultSet`.
        EmptyResultSet = "EmptyResultSet",
    }
}

enumeration! {
    /// Datatype `GenericStatusEnumType`.
    GenericStatusEnum {
        /// `Accepted`.
        Accepted = "Accepted",
        /// `Rejected`.
        Rejected = "Rejected",
    }
}

enumeration! {
    /// Datatype `GetCertificateIdUseEnumType`.
    GetCertificateIdUseEnum {
        /// `V2GRootCertificate`.
        V2GRootCertificate = "V2GRootCertificate",
        /// `MORootCertificate`.
        MORootCertificate = "MORootCertificate",
        /// `CSMSRootCertificate`.
        CSMSRootCertificate = "CSMSRootCertificate",
        /// `V2GCertificateChain`.
        V2GCertificateChain = "V2GCertificateChain",
        /// `ManufacturerRootCertificate`.
        ManufacturerRootCertificate = "ManufacturerRootCertificate",
    }
}

enumeration! {
    /// Datatype `GetCertificateStatusEnumType`.
    GetCertificateStatusEnum {
        /// `Accepted`.
        Accepted = "Accepted",
        /// `Failed`.
        Failed = "Failed",
    }
}

enumeration! {
    /// Datatype `GetChargingProfileStatusEnumType`.
    GetChargingProfileStatusEnum {
        /// `Accepted`.
        Accepted = "Accepted",
        /// `NoProfiles`.
        NoProfiles = "NoProfiles",
    }
}

enumeration! {
    /// Datatype `GetDisplayMessagesStatusEnumType`.
    GetDisplayMessagesStatusEnum {
        /// `Accepted`.
        Accepted = "Accepted",
        /// `Unknown`.
        Unknown = "Unknown",
    }
}

enumeration! {
    /// Datatype `GetInstalledCertificateStatusEnumType`.
    GetInstalledCertificateStatusEnum {
        /// `Accepted`.
        Accepted = "Accepted",
        /// `NotFound`.
        NotFound = "NotFound",
    }
}

enumeration! {
    /// Datatype `GetVariableStatusEnumType`.
    GetVariableStatusEnum {
        /// `Accepted`.
        Accepted = "Accepted",
        /// `Rejected`.
        Rejected = "Rejected",
        /// `UnknownComponent`.
        UnknownComponent = "UnknownComponent",
        /// `UnknownVariable`.
        UnknownVariable = "UnknownVariable",
        /// `NotSupportedAttributeType`.
        NotSupportedAttributeType = "NotSupportedAttributeType",
    }
}

enumeration! {
    /// Datatype `HashAlgorithmEnumType`.
    HashAlgorithmEnum {
        /// `SHA256`.
        SHA256 = "SHA256",
        /// `SHA384`.
        SHA384 = "SHA384",
        /// `SHA512`.
        SHA512 = "SHA512",
    }
}

enumeration! {
    /// Datatype `IdTokenEnumType`.
    IdTokenEnum {
        /// `Central`.
        Central = "Central",
        /// `eMAID`.
        EMAID = "eMAID",
        /// `ISO14443`.
        ISO14443 = "ISO14443",
        /// `ISO15693`.
        ISO15693 = "ISO15693",
        /// `KeyCode`.
        KeyCode = "KeyCode",
        /// `Local`.
        Local = "Local",
        /// `MacAddress`.
        MacAddress = "MacAddress",
        /// `NoAuthorization`.
        NoAuthorization = "NoAuthorization",
    }
}

enumeration! {
    /// Datatype `InstallCertificateStatusEnumType`.
    InstallCertificateStatusEnum {
        /// `Accepted`.
        Accepted = "Accepted",
        /// `Rejected`.
        Rejected = "Rejected",
        /// `Failed`.
        Failed = "Failed",
    }
}

enumeration! {
    /// Datatype `InstallCertificateUseEnumType`.
    InstallCertificateUseEnum {
        /// `V2GRootCertificate`.
        V2GRootCertificate = "V2GRootCertificate",
        /// `MORootCertificate`.
        MORootCertificate = "MORootCertificate",
        /// `CSMSRootCertificate`.
        CSMSRootCertificate = "CSMSRootCertificate",
        /// `ManufacturerRootCertificate`.
        ManufacturerRootCertificate = "ManufacturerRootCertificate",
    }
}

enumeration! {
    /// Datatype `Iso15118EVCertificateStatusEnumType`.
    Iso15118EVCertificateStatusEnum {
        /// `Accepted`.
        Accepted = "Accepted",
        /// `Failed`.
        Failed = "Failed",
    }
}

enumeration! {
    /// Datatype `LocationEnumType`.
    LocationEnum {
        /// `Body`.
        Body = "Body",
        /// `Cable`.
        Cable = "Cable",
        /// `EV`.
        EV = "EV",
        /// `Inlet`.
        Inlet = "Inlet",
        /// `Outlet`.
        Outlet = "Outlet",
    }
}

enumeration! {
    /// Datatype `LogEnumType`.
    LogEnum {
        /// `DiagnosticsLog`.
        DiagnosticsLog = "DiagnosticsLog",
        /// `SecurityLog`.
        SecurityLog = "SecurityLog",
    }
}

enumeration! {
    /// Datatype `LogStatusEnumType`.
    LogStatusEnum {
        /// `Accepted`.
        Accepted = "Accepted",
        /// `Rejected`.
        Rejected = "Rejected",
        /// `AcceptedCanceled`.
        AcceptedCanceled = "AcceptedCanceled",
    }
}

enumeration! {
    /// Datatype `MeasurandEnumType`.
    MeasurandEnum {
        /// `Current.Export`.
        CurrentExport = "Current.Export",
        /// `Current.Import`.
        CurrentImport = "Current.Import",
        /// `Current.Offered`.
        CurrentOffered = "Current.Offered",
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
        /// `Energy.Active.Net`.
        EnergyActiveNet = "Energy.Active.Net",
        /// `Energy.Reactive.Export.Interval`.
        EnergyReactiveExportInterval = "Energy.Reactive.Export.Interval",
        /// `Energy.Reactive.Import.Interval`.
        EnergyReactiveImportInterval = "Energy.Reactive.Import.Interval",
        /// `Energy.Reactive.Net`.
        EnergyReactiveNet = "Energy.Reactive.Net",
        /// `Energy.Apparent.Net`.
        EnergyApparentNet = "Energy.Apparent.Net",
        /// `Energy.Apparent.Import`.
        EnergyApparentImport = "Energy.Apparent.Import",
        /// `Energy.Apparent.Export`.
        EnergyApparentExport = "Energy.Apparent.Export",
        /// `Frequency`.
        Frequency = "Frequency",
        /// `Power.Active.Export`.
        PowerActiveExport = "Power.Active.Export",
        /// `Power.Active.Import`.
        PowerActiveImport = "Power.Active.Import",
        /// `Power.Factor`.
        PowerFactor = "Power.Factor",
        /// `Power.Offered`.
        PowerOffered = "Power.Offered",
        /// `Power.Reactive.Export`.
        PowerReactiveExport = "Power.Reactive.Export",
        /// `Power.Reactive.Import`.
        PowerReactiveImport = "Power.Reactive.Import",
        /// `SoC`.
        SoC = "SoC",
        /// `Voltage`.
        Voltage = "Voltage",
    }
}

enumeration! {
    /// Datatype `MessageFormatEnumType`.
    MessageFormatEnum {
        /// `ASCII`.
        ASCII = "ASCII",
        /// `HTML`.
        HTML = "HTML",
        /// `URI`.
        URI = "URI",
        /// `UTF8`.
        UTF8 = "UTF8",
    }
}

enumeration! {
    /// Datatype `MessagePriorityEnumType`.
    MessagePriorityEnum {
        /// `AlwaysFront`.
        AlwaysFront = "AlwaysFront",
        /// `InFront`.
        InFront = "InFront",
        /// `NormalCycle`.
        NormalCycle = "NormalCycle",
    }
}

enumeration! {
    /// Datatype `MessageStateEnumType`.
    MessageStateEnum {
        /// `Charging`.
        Charging = "Charging",
        /// `Faulted`.
        Faulted = "Faulted",
        /// `Idle`.
        Idle = "Idle",
        /// `Unavailable`.
        Unavailable = "Unavailable",
    }
}

enumeration! {
    /// Datatype `MessageTriggerEnumType`.
    MessageTriggerEnum {
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
        /// `SignChargingStationCertificate`.
        SignChargingStationCertificate = "SignChargingStationCertificate",
        /// `SignV2GCertificate`.
        SignV2GCertificate = "SignV2GCertificate",
        /// `StatusNotification`.
        StatusNotification = "StatusNotification",
        /// `TransactionEvent`.
        TransactionEvent = "TransactionEvent",
        /// `SignCombinedCertificate`.
        SignCombinedCertificate = "SignCombinedCertificate",
        /// `PublishFirmwareStatusNotification`.
        PublishFirmwareStatusNotification = "PublishFirmwareStatusNotification",
    }
}

enumeration! {
    /// Datatype `MonitorEnumType`.
    MonitorEnum {
        /// `UpperThreshold`.
        UpperThreshold = "UpperThreshold",
        /// `LowerThreshold`.
        LowerThreshold = "LowerThreshold",
        /// `Delta`.
        Delta = "Delta",
        /// `Periodic`.
        Periodic = "Periodic",
        /// `PeriodicClockAligned`.
        PeriodicClockAligned = "PeriodicClockAligned",
    }
}

enumeration! {
    /// Datatype `MonitoringBaseEnumType`.
    MonitoringBaseEnum {
        /// `All`.
        All = "All",
        /// `FactoryDefault`.
        FactoryDefault = "FactoryDefault",
        /// `HardWiredOnly`.
        HardWiredOnly = "HardWiredOnly",
    }
}

enumeration! {
    /// Datatype `MonitoringCriterionEnumType`.
    MonitoringCriterionEnum {
        /// `ThresholdMonitoring`.
        ThresholdMonitoring = "ThresholdMonitoring",
        /// `DeltaMonitoring`.
        DeltaMonitoring = "DeltaMonitoring",
        /// `PeriodicMonitoring`.
        PeriodicMonitoring = "PeriodicMonitoring",
    }
}

enumeration! {
    /// Datatype `MutabilityEnumType`.
    MutabilityEnum {
        /// `ReadOnly`.
        ReadOnly = "ReadOnly",
        /// `WriteOnly`.
        WriteOnly = "WriteOnly",
        /// `ReadWrite`.
        ReadWrite = "ReadWrite",
    }
}

enumeration! {
    /// Datatype `NotifyEVChargingNeedsStatusEnumType`.
    NotifyEVChargingNeedsStatusEnum {
        /// `Accepted`.
        Accepted = "Accepted",
        /// `Rejected`.
        Rejected = "Rejected",
        /// `Processing`.
        Processing = "Processing",
    }
}

enumeration! {
    /// Datatype `OCPPInterfaceEnumType`.
    OCPPInterfaceEnum {
        /// `Wired0`.
        Wired0 = "Wired0",
        /// `Wired1`.
        Wired1 = "Wired1",
        /// `Wired2`.
        Wired2 = "Wired2",
        /// `Wired3`.
        Wired3 = "Wired3",
        /// `Wireless0`.
        Wireless0 = "Wireless0",
        /// `Wireless1`.
        Wireless1 = "Wireless1",
        /// `Wireless2`.
        Wireless2 = "Wireless2",
        /// `Wireless3`.
        Wireless3 = "Wireless3",
    }
}

enumeration! {
    /// Datatype `OCPPTransportEnumType`.
    OCPPTransportEnum {
        /// `JSON`.
        JSON = "JSON",
        /// `SOAP`.
        SOAP = "SOAP",
    }
}

enumeration! {
    /// Datatype `OCPPVersionEnumType`.
    OCPPVersionEnum {
        /// `OCPP12`.
        OCPP12 = "OCPP12",
        /// `OCPP15`.
        OCPP15 = "OCPP15",
        /// `OCPP16`.
        OCPP16 = "OCPP16",
        /// `OCPP20`.
        OCPP20 = "OCPP20",
    }
}

enumeration! {
    /// Datatype `OperationalStatusEnumType`.
    OperationalStatusEnum {
        /// `Inoperative`.
        Inoperative = "Inoperative",
        /// `Operative`.
        Operative = "Operative",
    }
}

enumeration! {
    /// Datatype `PhaseEnumType`.
    PhaseEnum {
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
    /// Datatype `PublishFirmwareStatusEnumType`.
    PublishFirmwareStatusEnum {
        /// `Idle`.
        Idle = "Idle",
        /// `DownloadScheduled`.
        DownloadScheduled = "DownloadScheduled",
        /// `Downloading`.
        Downloading = "Downloading",
        /// `Downloaded`.
        Downloaded = "Downloaded",
        /// `Published`.
        Published = "Published",
        /// `DownloadFailed`.
        DownloadFailed = "DownloadFailed",
        /// `DownloadPaused`.
        DownloadPaused = "DownloadPaused",
        /// `InvalidChecksum`.
        InvalidChecksum = "InvalidChecksum",
        /// `ChecksumVerified`.
        ChecksumVerified = "ChecksumVerified",
        /// `PublishFailed`.
        PublishFailed = "PublishFailed",
    }
}

enumeration! {
    /// Datatype `ReadingContextEnumType`.
    ReadingContextEnum {
        /// `Interruption.Begin`.
        InterruptionBegin = "Interruption.Begin",
        /// `Interruption.End`.
        InterruptionEnd = "Interruption.End",
        /// `Other`.
        Other = "Other",
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
    }
}

enumeration! {
    /// Datatype `ReasonEnumType`.
    ReasonEnum {
        /// `DeAuthorized`.
        DeAuthorized = "DeAuthorized",
        /// `EmergencyStop`.
        EmergencyStop = "EmergencyStop",
        /// `EnergyLimitReached`.
        EnergyLimitReached = "EnergyLimitReached",
        /// `EVDisconnected`.
        EVDisconnected = "EVDisconnected",
        /// `GroundFault`.
        GroundFault = "GroundFault",
        /// `ImmediateReset`.
        ImmediateReset = "ImmediateReset",
        /// `Local`.
        Local = "Local",
        /// `LocalOutOfCredit`.
        LocalOutOfCredit = "LocalOutOfCredit",
        /// `MasterPass`.
        MasterPass = "MasterPass",
        /// `Other`.
        Other = "Other",
        /// `OvercurrentFault`.
        OvercurrentFault = "OvercurrentFault",
        /// `PowerLoss`.
        PowerLoss = "PowerLoss",
        /// `PowerQuality`.
        PowerQuality = "PowerQuality",
        /// `Reboot`.
        Reboot = "Reboot",
        /// `Remote`.
        Remote = "Remote",
        /// `SOCLimitReached`.
        SOCLimitReached = "SOCLimitReached",
        /// `StoppedByEV`.
        StoppedByEV = "StoppedByEV",
        /// `TimeLimitReached`.
        TimeLimitReached = "TimeLimitReached",
        /// `Timeout`.
        Timeout = "Timeout",
    }
}

enumeration! {
    /// Datatype `RecurrencyKindEnumType`.
    RecurrencyKindEnum {
        /// `Daily`.
        Daily = "Daily",
        /// `Weekly`.
        Weekly = "Weekly",
    }
}

enumeration! {
    /// Datatype `RegistrationStatusEnumType`.
    RegistrationStatusEnum {
        /// `Accepted`.
        Accepted = "Accepted",
        /// `Pending`.
        Pending = "Pending",
        /// `Rejected`.
        Rejected = "Rejected",
    }
}

enumeration! {
    /// Datatype `ReportBaseEnumType`.
    ReportBaseEnum {
        /// `ConfigurationInventory`.
        ConfigurationInventory = "ConfigurationInventory",
        /// `FullInventory`.
        FullInventory = "FullInventory",
        /// `SummaryInventory`.
        SummaryInventory = "SummaryInventory",
    }
}

enumeration! {
    /// Datatype `RequestStartStopStatusEnumType`.
    RequestStartStopStatusEnum {
        /// `Accepted`.
        Accepted = "Accepted",
        /// `Rejected`.
        Rejected = "Rejected",
    }
}

enumeration! {
    /// Datatype `ReservationUpdateStatusEnumType`.
    ReservationUpdateStatusEnum {
        /// `Expired`.
        Expired = "Expired",
        /// `Removed`.
        Removed = "Removed",
    }
}

enumeration! {
    /// Datatype `ReserveNowStatusEnumType`.
    ReserveNowStatusEnum {
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
    /// Datatype `ResetEnumType`.
    ResetEnum {
        /// `Immediate`.
        Immediate = "Immediate",
        /// `OnIdle`.
        OnIdle = "OnIdle",
    }
}

enumeration! {
    /// Datatype `ResetStatusEnumType`.
    ResetStatusEnum {
        /// `Accepted`.
        Accepted = "Accepted",
        /// `Rejected`.
        Rejected = "Rejected",
        /// `Scheduled`.
        Scheduled = "Scheduled",
    }
}

enumeration! {
    /// Datatype `SendLocalListStatusEnumType`.
    SendLocalListStatusEnum {
        /// `Accepted`.
        Accepted = "Accepted",
        /// `Failed`.
        Failed = "Failed",
        /// `VersionMismatch`.
        VersionMismatch = "VersionMismatch",
    }
}

enumeration! {
    /// Datatype `SetMonitoringStatusEnumType`.
    SetMonitoringStatusEnum {
        /// `Accepted`.
        Accepted = "Accepted",
        /// `UnknownComponent`.
        UnknownComponent = "UnknownComponent",
        /// `UnknownVariable`.
        UnknownVariable = "UnknownVariable",
        /// `UnsupportedMonitorType`.
        UnsupportedMonitorType = "UnsupportedMonitorType",
        /// `Rejected`.
        Rejected = "Rejected",
        /// `Duplicate`.
        Duplicate = "Duplicate",
    }
}

enumeration! {
    /// Datatype `SetNetworkProfileStatusEnumType`.
    SetNetworkProfileStatusEnum {
        /// `Accepted`.
        Accepted = "Accepted",
        /// `Rejected`.
        Rejected = "Rejected",
        /// `Failed`.
        Failed = "Failed",
    }
}

enumeration! {
    /// Datatype `SetVariableStatusEnumType`.
    SetVariableStatusEnum {
        /// `Accepted`.
        Accepted = "Accepted",
        /// `Rejected`.
        Rejected = "Rejected",
        /// `UnknownComponent`.
        UnknownComponent = "UnknownComponent",
        /// `UnknownVariable`.
        UnknownVariable = "UnknownVariable",
        /// `NotSupportedAttributeType`.
        NotSupportedAttributeType = "NotSupportedAttributeType",
        /// `RebootRequired`.
        RebootRequired = "RebootRequired",
    }
}

enumeration! {
    /// Datatype `TransactionEventEnumType`.
    TransactionEventEnum {
        /// `Ended`.
        Ended = "Ended",
        /// `Started`.
        Started = "Started",
        /// `Updated`.
        Updated = "Updated",
    }
}

enumeration! {
    /// Datatype `TriggerMessageStatusEnumType`.
    TriggerMessageStatusEnum {
        /// `Accepted`.
        Accepted = "Accepted",
        /// `Rejected`.
        Rejected = "Rejected",
        /// `NotImplemented`.
        NotImplemented = "NotImplemented",
    }
}

enumeration! {
    /// Datatype `TriggerReasonEnumType`.
    TriggerReasonEnum {
        /// `Authorized`.
        Authorized = "Authorized",
        /// `CablePluggedIn`.
        CablePluggedIn = "CablePluggedIn",
        /// `ChargingRateChanged`.
        ChargingRateChanged = "ChargingRateChanged",
        /// `ChargingStateChanged`.
        ChargingStateChanged = "ChargingStateChanged",
        /// `Deauthorized`.
        Deauthorized = "Deauthorized",
        /// `EnergyLimitReached`.
        EnergyLimitReached = "EnergyLimitReached",
        /// `EVCommunicationLost`.
        EVCommunicationLost = "EVCommunicationLost",
        /// `EVConnectTimeout`.
        EVConnectTimeout = "EVConnectTimeout",
        /// `MeterValueClock`.
        MeterValueClock = "MeterValueClock",
        /// `MeterValuePeriodic`.
        MeterValuePeriodic = "MeterValuePeriodic",
        /// `TimeLimitReached`.
        TimeLimitReached = "TimeLimitReached",
        /// `Trigger`.
        Trigger = "Trigger",
        /// `UnlockCommand`.
        UnlockCommand = "UnlockCommand",
        /// `StopAuthorized`.
        StopAuthorized = "StopAuthorized",
        /// `EVDeparted`.
        EVDeparted = "EVDeparted",
        /// `EVDetected`.
        EVDetected = "EVDetected",
        /// `RemoteStop`.
        RemoteStop = "RemoteStop",
        /// `RemoteStart`.
        RemoteStart = "RemoteStart",
        /// `AbnormalCondition`.
        AbnormalCondition = "AbnormalCondition",
        /// `SignedDataReceived`.
        SignedDataReceived = "SignedDataReceived",
        /// `ResetCommand`.
        ResetCommand = "ResetCommand",
    }
}

enumeration! {
    /// Datatype `UnlockStatusEnumType`.
    UnlockStatusEnum {
        /// `Unlocked`.
        Unlocked = "Unlocked",
        /// `UnlockFailed`.
        UnlockFailed = "UnlockFailed",
        /// `OngoingAuthorizedTransaction`.
        OngoingAuthorizedTransaction = "OngoingAuthorizedTransaction",
        /// `UnknownConnector`.
        UnknownConnector = "UnknownConnector",
    }
}

enumeration! {
    /// Datatype `UnpublishFirmwareStatusEnumType`.
    UnpublishFirmwareStatusEnum {
        /// `DownloadOngoing`.
        DownloadOngoing = "DownloadOngoing",
        /// `NoFirmware`.
        NoFirmware = "NoFirmware",
        /// `Unpublished`.
        Unpublished = "Unpublished",
    }
}

enumeration! {
    /// Datatype `UpdateEnumType`.
    UpdateEnum {
        /// `Differential`.
        Differential = "Differential",
        /// `Full`.
        Full = "Full",
    }
}

enumeration! {
    /// Datatype `UpdateFirmwareStatusEnumType`.
    UpdateFirmwareStatusEnum {
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
    /// Datatype `UploadLogStatusEnumType`.
    UploadLogStatusEnum {
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
        /// `AcceptedCanceled`.
        AcceptedCanceled = "AcceptedCanceled",
    }
}

enumeration! {
    /// Datatype `VPNEnumType`.
    VPNEnum {
        /// `IKEv2`.
        IKEv2 = "IKEv2",
        /// `IPSec`.
        IPSec = "IPSec",
        /// `L2TP`.
        L2TP = "L2TP",
        /// `PPTP`.
        PPTP = "PPTP",
    }
}
