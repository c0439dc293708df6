//! The enumerations of OCPP 2.1. Generated from the data by `generate-types`; change the data, not this file.

use crate::types::enumeration::enumeration;

enumeration! {
    /// Datatype `APNAuthenticationEnumType`.
    APNAuthenticationEnum {
        /// `PAP`.
        PAP = "PAP",
        /// `CHAP`.
        CHAP = "CHAP",
        /// `NONE`.
        NONE = "NONE",
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
    /// Datatype `BatterySwapEventEnumType`.
    BatterySwapEventEnum {
        /// `BatteryIn`.
        BatteryIn = "BatteryIn",
        /// `BatteryOut`.
        BatteryOut = "BatteryOut",
        /// `BatteryOutTimeout`.
        BatteryOutTimeout = "BatteryOutTimeout",
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
        /// `V2G20Certificate`.
        V2G20Certificate = "V2G20Certificate",
    }
}

enumeration! {
    /// Datatype `CertificateStatusEnumType`.
    CertificateStatusEnum {
        /// `Good`.
        Good = "Good",
        /// `Revoked`.
        Revoked = "Revoked",
        /// `Unknown`.
        Unknown = "Unknown",
        /// `Failed`.
        Failed = "Failed",
    }
}

enumeration! {
    /// Datatype `CertificateStatusSourceEnumType`.
    CertificateStatusSourceEnum {
        /// `CRL`.
        CRL = "CRL",
        /// `OCSP`.
        OCSP = "OCSP",
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
    /// Datatype `ChargingProfileKindEnumType`.
    ChargingProfileKindEnum {
        /// `Absolute`.
        Absolute = "Absolute",
        /// `Recurring`.
        Recurring = "Recurring",
        /// `Relative`.
        Relative = "Relative",
        /// `Dynamic`.
        Dynamic = "Dynamic",
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
        /// `PriorityCharging`.
        PriorityCharging = "PriorityCharging",
        /// `LocalGeneration`.
        LocalGeneration = "LocalGeneration",
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
        /// `EVConnected`.
        EVConnected = "EVConnected",
        /// `Charging`.
        Charging = "Charging",
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
        /// `Rejected`.
        Rejected = "Rejected",
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
    /// Datatype `ControlModeEnumType`.
    ControlModeEnum {
        /// `ScheduledControl`.
        ScheduledControl = "ScheduledControl",
        /// `DynamicControl`.
        DynamicControl = "DynamicControl",
    }
}

enumeration! {
    /// Datatype `CostDimensionEnumType`.
    CostDimensionEnum {
        /// `Energy`.
        Energy = "Energy",
        /// `MaxCurrent`.
        MaxCurrent = "MaxCurrent",
        /// `MinCurrent`.
        MinCurrent = "MinCurrent",
        /// `MaxPower`.
        MaxPower = "MaxPower",
        /// `MinPower`.
        MinPower = "MinPower",
        /// `IdleTIme`.
        IdleTIme = "IdleTIme",
        /// `ChargingTime`.
        ChargingTime = "ChargingTime",
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
    /// Datatype `DERControlEnumType`.
    DERControlEnum {
        /// `EnterService`.
        EnterService = "EnterService",
        /// `FreqDroop`.
        FreqDroop = "FreqDroop",
        /// `FreqWatt`.
        FreqWatt = "FreqWatt",
        /// `FixedPFAbsorb`.
        FixedPFAbsorb = "FixedPFAbsorb",
        /// `FixedPFInject`.
        FixedPFInject = "FixedPFInject",
        /// `FixedVar`.
        FixedVar = "FixedVar",
        /// `Gradients`.
        Gradients = "Gradients",
        /// `HFMustTrip`.
        HFMustTrip = "HFMustTrip",
        /// `HFMayTrip`.
        HFMayTrip = "HFMayTrip",
        /// `HVMustTrip`.
        HVMustTrip = "HVMustTrip",
        /// `HVMomCess`.
        HVMomCess = "HVMomCess",
        /// `HVMayTrip`.
        HVMayTrip = "HVMayTrip",
        /// `LimitMaxDischarge`.
        LimitMaxDischarge = "LimitMaxDischarge",
        /// `LFMustTrip`.
        LFMustTrip = "LFMustTrip",
        /// `LVMustTrip`.
        LVMustTrip = "LVMustTrip",
        /// `LVMomCess`.
        LVMomCess = "LVMomCess",
        /// `LVMayTrip`.
        LVMayTrip = "LVMayTrip",
        /// `PowerMonitoringMustTrip`.
        PowerMonitoringMustTrip = "PowerMonitoringMustTrip",
        /// `VoltVar`.
        VoltVar = "VoltVar",
        /// `VoltWatt`.
        VoltWatt = "VoltWatt",
        /// `WattPF`.
        WattPF = "WattPF",
        /// `WattVar`.
        WattVar = "WattVar",
    }
}

enumeration! {
    /// Datatype `DERControlStatusEnumType`.
    DERControlStatusEnum {
        /// `Accepted`.
        Accepted = "Accepted",
        /// `Rejected`.
        Rejected = "Rejected",
        /// `NotSupported`.
        NotSupported = "NotSupported",
        /// `NotFound`.
        NotFound = "NotFound",
    }
}

enumeration! {
    /// Datatype `DERUnitEnumType`.
    DERUnitEnum {
        /// `Not_Applicable`.
        NotApplicable = "Not_Applicable",
        /// `PctMaxW`.
        PctMaxW = "PctMaxW",
        /// `PctMaxVar`.
        PctMaxVar = "PctMaxVar",
        /// `PctWAvail`.
        PctWAvail = "PctWAvail",
        /// `PctVarAvail`.
        PctVarAvail = "PctVarAvail",
        /// `PctEffectiveV`.
        PctEffectiveV = "PctEffectiveV",
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
    /// Datatype `DayOfWeekEnumType`.
    DayOfWeekEnum {
        /// `Monday`.
        Monday = "Monday",
        /// `Tuesday`.
        Tuesday = "Tuesday",
        /// `Wednesday`.
        Wednesday = "Wednesday",
        /// `Thursday`.
        Thursday = "Thursday",
        /// `Friday`.
        Friday = "Friday",
        /// `Saturday`.
        Saturday = "Saturday",
        /// `Sunday`.
        Sunday = "Sunday",
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
        /// `LanguageNotSupported`.
        LanguageNotSupported = "LanguageNotSupported",
    }
}

enumeration! {
    /// Datatype `EnergyTransferModeEnumType`.
    EnergyTransferModeEnum {
        /// `AC_single_phase`.
        AcSinglePhase = "AC_single_phase",
        /// `AC_two_phase`.
        AcTwoPhase = "AC_two_phase",
        /// `AC_three_phase`.
        AcThreePhase = "AC_three_phase",
        /// `DC`.
        DC = "DC",
        /// `AC_BPT`.
        AcBpt = "AC_BPT",
        /// `AC_BPT_DER`.
        AcBptDer = "AC_BPT_DER",
        /// `AC_DER`.
        AcDer = "AC_DER",
        /// `DC_BPT`.
        DcBpt = "DC_BPT",
        /// `DC_ACDP`.
        DcAcdp = "DC_ACDP",
        /// `DC_ACDP_BPT`.
        DcAcdpBpt = "DC_ACDP_BPT",
        /// `WPT`.
        WPT = "WPT",
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
    /// Datatype `EvseKindEnumType`.
    EvseKindEnum {
        /// `AC`.
        AC = "AC",
        /// `DC`.
        DC = "DC",
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
        /// `OEMRootCertificate`.
        OEMRootCertificate = "OEMRootCertificate",
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
    /// Datatype `GridEventFaultEnumType`.
    GridEventFaultEnum {
        /// `CurrentImbalance`.
        CurrentImbalance = "CurrentImbalance",
        /// `LocalEmergency`.
        LocalEmergency = "LocalEmergency",
        /// `LowInputPower`.
        LowInputPower = "LowInputPower",
        /// `OverCurrent`.
        OverCurrent = "OverCurrent",
        /// `OverFrequency`.
        OverFrequency = "OverFrequency",
        /// `OverVoltage`.
        OverVoltage = "OverVoltage",
        /// `PhaseRotation`.
        PhaseRotation = "PhaseRotation",
        /// `RemoteEmergency`.
        RemoteEmergency = "RemoteEmergency",
        /// `UnderFrequency`.
        UnderFrequency = "UnderFrequency",
        /// `UnderVoltage`.
        UnderVoltage = "UnderVoltage",
        /// `VoltageImbalance`.
        VoltageImbalance = "VoltageImbalance",
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
        /// `ManufacturerRootCertificate`.
        ManufacturerRootCertificate = "ManufacturerRootCertificate",
        /// `CSMSRootCertificate`.
        CSMSRootCertificate = "CSMSRootCertificate",
        /// `OEMRootCertificate`.
        OEMRootCertificate = "OEMRootCertificate",
    }
}

enumeration! {
    /// Datatype `IslandingDetectionEnumType`.
    IslandingDetectionEnum {
        /// `NoAntiIslandingSupport`.
        NoAntiIslandingSupport = "NoAntiIslandingSupport",
        /// `RoCoF`.
        RoCoF = "RoCoF",
        /// `UVP_OVP`.
        UvpOvp = "UVP_OVP",
        /// `UFP_OFP`.
        UfpOfp = "UFP_OFP",
        /// `VoltageVectorShift`.
        VoltageVectorShift = "VoltageVectorShift",
        /// `ZeroCrossingDetection`.
        ZeroCrossingDetection = "ZeroCrossingDetection",
        /// `OtherPassive`.
        OtherPassive = "OtherPassive",
        /// `ImpedanceMeasurement`.
        ImpedanceMeasurement = "ImpedanceMeasurement",
        /// `ImpedanceAtFrequency`.
        ImpedanceAtFrequency = "ImpedanceAtFrequency",
        /// `SlipModeFrequencyShift`.
        SlipModeFrequencyShift = "SlipModeFrequencyShift",
        /// `SandiaFrequencyShift`.
        SandiaFrequencyShift = "SandiaFrequencyShift",
        /// `SandiaVoltageShift`.
        SandiaVoltageShift = "SandiaVoltageShift",
        /// `FrequencyJump`.
        FrequencyJump = "FrequencyJump",
        /// `RCLQFactor`.
        RCLQFactor = "RCLQFactor",
        /// `OtherActive`.
        OtherActive = "OtherActive",
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
        /// `Upstream`.
        Upstream = "Upstream",
    }
}

enumeration! {
    /// Datatype `LogEnumType`.
    LogEnum {
        /// `DiagnosticsLog`.
        DiagnosticsLog = "DiagnosticsLog",
        /// `SecurityLog`.
        SecurityLog = "SecurityLog",
        /// `DataCollectorLog`.
        DataCollectorLog = "DataCollectorLog",
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
        /// `Current.Export.Offered`.
        CurrentExportOffered = "Current.Export.Offered",
        /// `Current.Export.Minimum`.
        CurrentExportMinimum = "Current.Export.Minimum",
        /// `Current.Import`.
        CurrentImport = "Current.Import",
        /// `Current.Import.Offered`.
        CurrentImportOffered = "Current.Import.Offered",
        /// `Current.Import.Minimum`.
        CurrentImportMinimum = "Current.Import.Minimum",
        /// `Current.Offered`.
        CurrentOffered = "Current.Offered",
        /// `Display.PresentSOC`.
        DisplayPresentSOC = "Display.PresentSOC",
        /// `Display.MinimumSOC`.
        DisplayMinimumSOC = "Display.MinimumSOC",
        /// `Display.TargetSOC`.
        DisplayTargetSOC = "Display.TargetSOC",
        /// `Display.MaximumSOC`.
        DisplayMaximumSOC = "Display.MaximumSOC",
        /// `Display.RemainingTimeToMinimumSOC`.
        DisplayRemainingTimeToMinimumSOC = "Display.RemainingTimeToMinimumSOC",
        /// `Display.RemainingTimeToTargetSOC`.
        DisplayRemainingTimeToTargetSOC = "Display.RemainingTimeToTargetSOC",
        /// `Display.RemainingTimeToMaximumSOC`.
        DisplayRemainingTimeToMaximumSOC = "Display.RemainingTimeToMaximumSOC",
        /// `Display.ChargingComplete`.
        DisplayChargingComplete = "Display.ChargingComplete",
        /// `Display.BatteryEnergyCapacity`.
        DisplayBatteryEnergyCapacity = "Display.BatteryEnergyCapacity",
        /// `Display.InletHot`.
        DisplayInletHot = "Display.InletHot",
        /// `Energy.Active.Export.Interval`.
        EnergyActiveExportInterval = "Energy.Active.Export.Interval",
        /// `Energy.Active.Export.Register`.
        EnergyActiveExportRegister = "Energy.Active.Export.Register",
        /// `Energy.Active.Import.Interval`.
        EnergyActiveImportInterval = "Energy.Active.Import.Interval",
        /// `Energy.Active.Import.Register`.
        EnergyActiveImportRegister = "Energy.Active.Import.Register",
        /// `Energy.Active.Import.CableLoss`.
        EnergyActiveImportCableLoss = "Energy.Active.Import.CableLoss",
        /// `Energy.Active.Import.LocalGeneration.Register`.
        EnergyActiveImportLocalGenerationRegister = "Energy.Active.Import.LocalGeneration.Register",
        /// `Energy.Active.Net`.
        EnergyActiveNet = "Energy.Active.Net",
        /// `Energy.Active.Setpoint.Interval`.
        EnergyActiveSetpointInterval = "Energy.Active.Setpoint.Interval",
        /// `Energy.Apparent.Export`.
        EnergyApparentExport = "Energy.Apparent.Export",
        /// `Energy.Apparent.Import`.
        EnergyApparentImport = "Energy.Apparent.Import",
        /// `Energy.Apparent.Net`.
        EnergyApparentNet = "Energy.Apparent.Net",
        /// `Energy.Reactive.Export.Interval`.
        EnergyReactiveExportInterval = "Energy.Reactive.Export.Interval",
        /// `Energy.Reactive.Export.Register`.
        EnergyReactiveExportRegister = "Energy.Reactive.Export.Register",
        /// `Energy.Reactive.Import.Interval`.
        EnergyReactiveImportInterval = "Energy.Reactive.Import.Interval",
        /// `Energy.Reactive.Import.Register`.
        EnergyReactiveImportRegister = "Energy.Reactive.Import.Register",
        /// `Energy.Reactive.Net`.
        EnergyReactiveNet = "Energy.Reactive.Net",
        /// `EnergyRequest.Target`.
        EnergyRequestTarget = "EnergyRequest.Target",
        /// `EnergyRequest.Minimum`.
        EnergyRequestMinimum = "EnergyRequest.Minimum",
        /// `EnergyRequest.Maximum`.
        EnergyRequestMaximum = "EnergyRequest.Maximum",
        /// `EnergyRequest.Minimum.V2X`.
        EnergyRequestMinimumV2x = "EnergyRequest.Minimum.V2X",
        /// `EnergyRequest.Maximum.V2X`.
        EnergyRequestMaximumV2x = "EnergyRequest.Maximum.V2X",
        /// `EnergyRequest.Bulk`.
        EnergyRequestBulk = "EnergyRequest.Bulk",
        /// `Frequency`.
        Frequency = "Frequency",
        /// `Power.Active.Export`.
        PowerActiveExport = "Power.Active.Export",
        /// `Power.Active.Import`.
        PowerActiveImport = "Power.Active.Import",
        /// `Power.Active.Setpoint`.
        PowerActiveSetpoint = "Power.Active.Setpoint",
        /// `Power.Active.Residual`.
        PowerActiveResidual = "Power.Active.Residual",
        /// `Power.Export.Minimum`.
        PowerExportMinimum = "Power.Export.Minimum",
        /// `Power.Export.Offered`.
        PowerExportOffered = "Power.Export.Offered",
        /// `Power.Factor`.
        PowerFactor = "Power.Factor",
        /// `Power.Import.Offered`.
        PowerImportOffered = "Power.Import.Offered",
        /// `Power.Import.Minimum`.
        PowerImportMinimum = "Power.Import.Minimum",
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
        /// `Voltage.Minimum`.
        VoltageMinimum = "Voltage.Minimum",
        /// `Voltage.Maximum`.
        VoltageMaximum = "Voltage.Maximum",
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
        /// `QRCODE`.
        QRCODE = "QRCODE",
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
        /// `Suspended`.
        Suspended = "Suspended",
        /// `Discharging`.
        Discharging = "Discharging",
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
        /// `SignV2G20Certificate`.
        SignV2G20Certificate = "SignV2G20Certificate",
        /// `StatusNotification`.
        StatusNotification = "StatusNotification",
        /// `TransactionEvent`.
        TransactionEvent = "TransactionEvent",
        /// `SignCombinedCertificate`.
        SignCombinedCertificate = "SignCombinedCertificate",
        /// `PublishFirmwareStatusNotification`.
        PublishFirmwareStatusNotification = "PublishFirmwareStatusNotification",
        /// `CustomTrigger`.
        CustomTrigger = "CustomTrigger",
    }
}

enumeration! {
    /// Datatype `MobilityNeedsModeEnumType`.
    MobilityNeedsModeEnum {
        /// `EVCC`.
        EVCC = "EVCC",
        /// `EVCC_SECC`.
        EvccSecc = "EVCC_SECC",
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
        /// `TargetDelta`.
        TargetDelta = "TargetDelta",
        /// `TargetDeltaRelative`.
        TargetDeltaRelative = "TargetDeltaRelative",
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
    /// Datatype `NotifyAllowedEnergyTransferStatusEnumType`.
    NotifyAllowedEnergyTransferStatusEnum {
        /// `Accepted`.
        Accepted = "Accepted",
        /// `Rejected`.
        Rejected = "Rejected",
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
        /// `NoChargingProfile`.
        NoChargingProfile = "NoChargingProfile",
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
        /// `Any`.
        Any = "Any",
    }
}

enumeration! {
    /// Datatype `OCPPTransportEnumType`.
    OCPPTransportEnum {
        /// `SOAP`.
        SOAP = "SOAP",
        /// `JSON`.
        JSON = "JSON",
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
        /// `OCPP201`.
        OCPP201 = "OCPP201",
        /// `OCPP21`.
        OCPP21 = "OCPP21",
    }
}

enumeration! {
    /// Datatype `OperationModeEnumType`.
    OperationModeEnum {
        /// `Idle`.
        Idle = "Idle",
        /// `ChargingOnly`.
        ChargingOnly = "ChargingOnly",
        /// `CentralSetpoint`.
        CentralSetpoint = "CentralSetpoint",
        /// `ExternalSetpoint`.
        ExternalSetpoint = "ExternalSetpoint",
        /// `ExternalLimits`.
        ExternalLimits = "ExternalLimits",
        /// `CentralFrequency`.
        CentralFrequency = "CentralFrequency",
        /// `LocalFrequency`.
        LocalFrequency = "LocalFrequency",
        /// `LocalLoadBalancing`.
        LocalLoadBalancing = "LocalLoadBalancing",
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
    /// Datatype `PaymentStatusEnumType`.
    PaymentStatusEnum {
        /// `Settled`.
        Settled = "Settled",
        /// `Canceled`.
        Canceled = "Canceled",
        /// `Rejected`.
        Rejected = "Rejected",
        /// `Failed`.
        Failed = "Failed",
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
    /// Datatype `PowerDuringCessationEnumType`.
    PowerDuringCessationEnum {
        /// `Active`.
        Active = "Active",
        /// `Reactive`.
        Reactive = "Reactive",
    }
}

enumeration! {
    /// Datatype `PreconditioningStatusEnumType`.
    PreconditioningStatusEnum {
        /// `Unknown`.
        Unknown = "Unknown",
        /// `Ready`.
        Ready = "Ready",
        /// `NotReady`.
        NotReady = "NotReady",
        /// `Preconditioning`.
        Preconditioning = "Preconditioning",
    }
}

enumeration! {
    /// Datatype `PriorityChargingStatusEnumType`.
    PriorityChargingStatusEnum {
        /// `Accepted`.
        Accepted = "Accepted",
        /// `Rejected`.
        Rejected = "Rejected",
        /// `NoProfile`.
        NoProfile = "NoProfile",
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
        /// `MasterPass`.
        MasterPass = "MasterPass",
        /// `Local`.
        Local = "Local",
        /// `LocalOutOfCredit`.
        LocalOutOfCredit = "LocalOutOfCredit",
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
        /// `ReqEnergyTransferRejected`.
        ReqEnergyTransferRejected = "ReqEnergyTransferRejected",
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
        /// `NoTransaction`.
        NoTransaction = "NoTransaction",
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
        /// `ImmediateAndResume`.
        ImmediateAndResume = "ImmediateAndResume",
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
    /// Datatype `TariffChangeStatusEnumType`.
    TariffChangeStatusEnum {
        /// `Accepted`.
        Accepted = "Accepted",
        /// `Rejected`.
        Rejected = "Rejected",
        /// `TooManyElements`.
        TooManyElements = "TooManyElements",
        /// `ConditionNotSupported`.
        ConditionNotSupported = "ConditionNotSupported",
        /// `TxNotFound`.
        TxNotFound = "TxNotFound",
        /// `NoCurrencyChange`.
        NoCurrencyChange = "NoCurrencyChange",
    }
}

enumeration! {
    /// Datatype `TariffClearStatusEnumType`.
    TariffClearStatusEnum {
        /// `Accepted`.
        Accepted = "Accepted",
        /// `Rejected`.
        Rejected = "Rejected",
        /// `NoTariff`.
        NoTariff = "NoTariff",
    }
}

enumeration! {
    /// Datatype `TariffCostEnumType`.
    TariffCostEnum {
        /// `NormalCost`.
        NormalCost = "NormalCost",
        /// `MinCost`.
        MinCost = "MinCost",
        /// `MaxCost`.
        MaxCost = "MaxCost",
    }
}

enumeration! {
    /// Datatype `TariffGetStatusEnumType`.
    TariffGetStatusEnum {
        /// `Accepted`.
        Accepted = "Accepted",
        /// `Rejected`.
        Rejected = "Rejected",
        /// `NoTariff`.
        NoTariff = "NoTariff",
    }
}

enumeration! {
    /// Datatype `TariffKindEnumType`.
    TariffKindEnum {
        /// `DefaultTariff`.
        DefaultTariff = "DefaultTariff",
        /// `DriverTariff`.
        DriverTariff = "DriverTariff",
    }
}

enumeration! {
    /// Datatype `TariffSetStatusEnumType`.
    TariffSetStatusEnum {
        /// `Accepted`.
        Accepted = "Accepted",
        /// `Rejected`.
        Rejected = "Rejected",
        /// `TooManyElements`.
        TooManyElements = "TooManyElements",
        /// `ConditionNotSupported`.
        ConditionNotSupported = "ConditionNotSupported",
        /// `DuplicateTariffId`.
        DuplicateTariffId = "DuplicateTariffId",
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
        /// `AbnormalCondition`.
        AbnormalCondition = "AbnormalCondition",
        /// `Authorized`.
        Authorized = "Authorized",
        /// `CablePluggedIn`.
        CablePluggedIn = "CablePluggedIn",
        /// `ChargingRateChanged`.
        ChargingRateChanged = "ChargingRateChanged",
        /// `ChargingStateChanged`.
        ChargingStateChanged = "ChargingStateChanged",
        /// `CostLimitReached`.
        CostLimitReached = "CostLimitReached",
        /// `Deauthorized`.
        Deauthorized = "Deauthorized",
        /// `EnergyLimitReached`.
        EnergyLimitReached = "EnergyLimitReached",
        /// `EVCommunicationLost`.
        EVCommunicationLost = "EVCommunicationLost",
        /// `EVConnectTimeout`.
        EVConnectTimeout = "EVConnectTimeout",
        /// `EVDeparted`.
        EVDeparted = "EVDeparted",
        /// `EVDetected`.
        EVDetected = "EVDetected",
        /// `LimitSet`.
        LimitSet = "LimitSet",
        /// `MeterValueClock`.
        MeterValueClock = "MeterValueClock",
        /// `MeterValuePeriodic`.
        MeterValuePeriodic = "MeterValuePeriodic",
        /// `OperationModeChanged`.
        OperationModeChanged = "OperationModeChanged",
        /// `RemoteStart`.
        RemoteStart = "RemoteStart",
        /// `RemoteStop`.
        RemoteStop = "RemoteStop",
        /// `ResetCommand`.
        ResetCommand = "ResetCommand",
        /// `RunningCost`.
        RunningCost = "RunningCost",
        /// `SignedDataReceived`.
        SignedDataReceived = "SignedDataReceived",
        /// `SoCLimitReached`.
        SoCLimitReached = "SoCLimitReached",
        /// `StopAuthorized`.
        StopAuthorized = "StopAuthorized",
        /// `TariffChanged`.
        TariffChanged = "TariffChanged",
        /// `TariffNotAccepted`.
        TariffNotAccepted = "TariffNotAccepted",
        /// `TimeLimitReached`.
        TimeLimitReached = "TimeLimitReached",
        /// `Trigger`.
        Trigger = "Trigger",
        /// `TxResumed`.
        TxResumed = "TxResumed",
        /// `UnlockCommand`.
        UnlockCommand = "UnlockCommand",
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
