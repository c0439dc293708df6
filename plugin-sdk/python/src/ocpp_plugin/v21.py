"""OCPP 2.1: requests, responses, datatypes and actions.

Written by `tools/generate_types.py` from `schemas/2.1`: do not edit. A name that is not listed in a
class may still be there in a payload, and stays in it.
"""

from __future__ import annotations

from typing import Any, Literal, NotRequired

from ._action import BothWays, FromChargePoint, ToChargePoint
from ._typed import TypedDict

APNAuthenticationEnum = Literal["PAP", "CHAP", "NONE", "AUTO"]

AttributeEnum = Literal["Actual", "Target", "MinSet", "MaxSet"]

AuthorizationStatusEnum = Literal[
    "Accepted", "Blocked", "ConcurrentTx", "Expired", "Invalid", "NoCredit", "NotAllowedTypeEVSE", "NotAtThisLocation",
    "NotAtThisTime", "Unknown",
]

AuthorizeCertificateStatusEnum = Literal[
    "Accepted", "SignatureError", "CertificateExpired", "CertificateRevoked", "NoCertificateAvailable",
    "CertChainError", "ContractCancelled",
]

BatterySwapEventEnum = Literal["BatteryIn", "BatteryOut", "BatteryOutTimeout"]

BootReasonEnum = Literal[
    "ApplicationReset", "FirmwareUpdate", "LocalReset", "PowerUp", "RemoteReset", "ScheduledReset", "Triggered",
    "Unknown", "Watchdog",
]

CancelReservationStatusEnum = Literal["Accepted", "Rejected"]

CertificateActionEnum = Literal["Install", "Update"]

CertificateSignedStatusEnum = Literal["Accepted", "Rejected"]

CertificateSigningUseEnum = Literal["ChargingStationCertificate", "V2GCertificate", "V2G20Certificate"]

CertificateStatusEnum = Literal["Good", "Revoked", "Unknown", "Failed"]

CertificateStatusSourceEnum = Literal["CRL", "OCSP"]

ChangeAvailabilityStatusEnum = Literal["Accepted", "Rejected", "Scheduled"]

ChargingProfileKindEnum = Literal["Absolute", "Recurring", "Relative", "Dynamic"]

ChargingProfilePurposeEnum = Literal[
    "ChargingStationExternalConstraints", "ChargingStationMaxProfile", "TxDefaultProfile", "TxProfile",
    "PriorityCharging", "LocalGeneration",
]

ChargingProfileStatusEnum = Literal["Accepted", "Rejected"]

ChargingRateUnitEnum = Literal["W", "A"]

ChargingStateEnum = Literal["EVConnected", "Charging", "SuspendedEV", "SuspendedEVSE", "Idle"]

ClearCacheStatusEnum = Literal["Accepted", "Rejected"]

ClearChargingProfileStatusEnum = Literal["Accepted", "Unknown"]

ClearMessageStatusEnum = Literal["Accepted", "Unknown", "Rejected"]

ClearMonitoringStatusEnum = Literal["Accepted", "Rejected", "NotFound"]

ComponentCriterionEnum = Literal["Active", "Available", "Enabled", "Problem"]

ConnectorStatusEnum = Literal["Available", "Occupied", "Reserved", "Unavailable", "Faulted"]

ControlModeEnum = Literal["ScheduledControl", "DynamicControl"]

CostDimensionEnum = Literal["Energy", "MaxCurrent", "MinCurrent", "MaxPower", "MinPower", "IdleTIme", "ChargingTime"]

CostKindEnum = Literal["CarbonDioxideEmission", "RelativePricePercentage", "RenewableGenerationPercentage"]

CustomerInformationStatusEnum = Literal["Accepted", "Rejected", "Invalid"]

DERControlEnum = Literal[
    "EnterService", "FreqDroop", "FreqWatt", "FixedPFAbsorb", "FixedPFInject", "FixedVar", "Gradients", "HFMustTrip",
    "HFMayTrip", "HVMustTrip", "HVMomCess", "HVMayTrip", "LimitMaxDischarge", "LFMustTrip", "LVMustTrip", "LVMomCess",
    "LVMayTrip", "PowerMonitoringMustTrip", "VoltVar", "VoltWatt", "WattPF", "WattVar",
]

DERControlStatusEnum = Literal["Accepted", "Rejected", "NotSupported", "NotFound"]

DERUnitEnum = Literal["Not_Applicable", "PctMaxW", "PctMaxVar", "PctWAvail", "PctVarAvail", "PctEffectiveV"]

DataEnum = Literal["string", "decimal", "integer", "dateTime", "boolean", "OptionList", "SequenceList", "MemberList"]

DataTransferStatusEnum = Literal["Accepted", "Rejected", "UnknownMessageId", "UnknownVendorId"]

DayOfWeekEnum = Literal["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]

DeleteCertificateStatusEnum = Literal["Accepted", "Failed", "NotFound"]

DisplayMessageStatusEnum = Literal[
    "Accepted", "NotSupportedMessageFormat", "Rejected", "NotSupportedPriority", "NotSupportedState",
    "UnknownTransaction", "LanguageNotSupported",
]

EnergyTransferModeEnum = Literal[
    "AC_single_phase", "AC_two_phase", "AC_three_phase", "DC", "AC_BPT", "AC_BPT_DER", "AC_DER", "DC_BPT", "DC_ACDP",
    "DC_ACDP_BPT", "WPT",
]

EventNotificationEnum = Literal["HardWiredNotification", "HardWiredMonitor", "PreconfiguredMonitor", "CustomMonitor"]

EventTriggerEnum = Literal["Alerting", "Delta", "Periodic"]

EvseKindEnum = Literal["AC", "DC"]

FirmwareStatusEnum = Literal[
    "Downloaded", "DownloadFailed", "Downloading", "DownloadScheduled", "DownloadPaused", "Idle", "InstallationFailed",
    "Installing", "Installed", "InstallRebooting", "InstallScheduled", "InstallVerificationFailed", "InvalidSignature",
    "SignatureVerified",
]

GenericDeviceModelStatusEnum = Literal["Accepted", "Rejected", "NotSupported", "EmptyResultSet"]

GenericStatusEnum = Literal["Accepted", "Rejected"]

GetCertificateIdUseEnum = Literal[
    "V2GRootCertificate", "MORootCertificate", "CSMSRootCertificate", "V2GCertificateChain",
    "ManufacturerRootCertificate", "OEMRootCertificate",
]

GetCertificateStatusEnum = Literal["Accepted", "Failed"]

GetChargingProfileStatusEnum = Literal["Accepted", "NoProfiles"]

GetDisplayMessagesStatusEnum = Literal["Accepted", "Unknown"]

GetInstalledCertificateStatusEnum = Literal["Accepted", "NotFound"]

GetVariableStatusEnum = Literal[
    "Accepted", "Rejected", "UnknownComponent", "UnknownVariable", "NotSupportedAttributeType",
]

GridEventFaultEnum = Literal[
    "CurrentImbalance", "LocalEmergency", "LowInputPower", "OverCurrent", "OverFrequency", "OverVoltage",
    "PhaseRotation", "RemoteEmergency", "UnderFrequency", "UnderVoltage", "VoltageImbalance",
]

HashAlgorithmEnum = Literal["SHA256", "SHA384", "SHA512"]

InstallCertificateStatusEnum = Literal["Accepted", "Rejected", "Failed"]

InstallCertificateUseEnum = Literal[
    "V2GRootCertificate", "MORootCertificate", "ManufacturerRootCertificate", "CSMSRootCertificate",
    "OEMRootCertificate",
]

IslandingDetectionEnum = Literal[
    "NoAntiIslandingSupport", "RoCoF", "UVP_OVP", "UFP_OFP", "VoltageVectorShift", "ZeroCrossingDetection",
    "OtherPassive", "ImpedanceMeasurement", "ImpedanceAtFrequency", "SlipModeFrequencyShift", "SandiaFrequencyShift",
    "SandiaVoltageShift", "FrequencyJump", "RCLQFactor", "OtherActive",
]

Iso15118EVCertificateStatusEnum = Literal["Accepted", "Failed"]

LocationEnum = Literal["Body", "Cable", "EV", "Inlet", "Outlet", "Upstream"]

LogEnum = Literal["DiagnosticsLog", "SecurityLog", "DataCollectorLog"]

LogStatusEnum = Literal["Accepted", "Rejected", "AcceptedCanceled"]

MeasurandEnum = Literal[
    "Current.Export", "Current.Export.Offered", "Current.Export.Minimum", "Current.Import", "Current.Import.Offered",
    "Current.Import.Minimum", "Current.Offered", "Display.PresentSOC", "Display.MinimumSOC", "Display.TargetSOC",
    "Display.MaximumSOC", "Display.RemainingTimeToMinimumSOC", "Display.RemainingTimeToTargetSOC",
    "Display.RemainingTimeToMaximumSOC", "Display.ChargingComplete", "Display.BatteryEnergyCapacity",
    "Display.InletHot", "Energy.Active.Export.Interval", "Energy.Active.Export.Register",
    "Energy.Active.Import.Interval", "Energy.Active.Import.Register", "Energy.Active.Import.CableLoss",
    "Energy.Active.Import.LocalGeneration.Register", "Energy.Active.Net", "Energy.Active.Setpoint.Interval",
    "Energy.Apparent.Export", "Energy.Apparent.Import", "Energy.Apparent.Net", "Energy.Reactive.Export.Interval",
    "Energy.Reactive.Export.Register", "Energy.Reactive.Import.Interval", "Energy.Reactive.Import.Register",
    "Energy.Reactive.Net", "EnergyRequest.Target", "EnergyRequest.Minimum", "EnergyRequest.Maximum",
    "EnergyRequest.Minimum.V2X", "EnergyRequest.Maximum.V2X", "EnergyRequest.Bulk", "Frequency", "Power.Active.Export",
    "Power.Active.Import", "Power.Active.Setpoint", "Power.Active.Residual", "Power.Export.Minimum",
    "Power.Export.Offered", "Power.Factor", "Power.Import.Offered", "Power.Import.Minimum", "Power.Offered",
    "Power.Reactive.Export", "Power.Reactive.Import", "SoC", "Voltage", "Voltage.Minimum", "Voltage.Maximum",
]

MessageFormatEnum = Literal["ASCII", "HTML", "URI", "UTF8", "QRCODE"]

MessagePriorityEnum = Literal["AlwaysFront", "InFront", "NormalCycle"]

MessageStateEnum = Literal["Charging", "Faulted", "Idle", "Unavailable", "Suspended", "Discharging"]

MessageTriggerEnum = Literal[
    "BootNotification", "LogStatusNotification", "FirmwareStatusNotification", "Heartbeat", "MeterValues",
    "SignChargingStationCertificate", "SignV2GCertificate", "SignV2G20Certificate", "StatusNotification",
    "TransactionEvent", "SignCombinedCertificate", "PublishFirmwareStatusNotification", "CustomTrigger",
]

MobilityNeedsModeEnum = Literal["EVCC", "EVCC_SECC"]

MonitorEnum = Literal[
    "UpperThreshold", "LowerThreshold", "Delta", "Periodic", "PeriodicClockAligned", "TargetDelta",
    "TargetDeltaRelative",
]

MonitoringBaseEnum = Literal["All", "FactoryDefault", "HardWiredOnly"]

MonitoringCriterionEnum = Literal["ThresholdMonitoring", "DeltaMonitoring", "PeriodicMonitoring"]

MutabilityEnum = Literal["ReadOnly", "WriteOnly", "ReadWrite"]

NotifyAllowedEnergyTransferStatusEnum = Literal["Accepted", "Rejected"]

NotifyEVChargingNeedsStatusEnum = Literal["Accepted", "Rejected", "Processing", "NoChargingProfile"]

OCPPInterfaceEnum = Literal[
    "Wired0", "Wired1", "Wired2", "Wired3", "Wireless0", "Wireless1", "Wireless2", "Wireless3", "Any",
]

OCPPTransportEnum = Literal["SOAP", "JSON"]

OCPPVersionEnum = Literal["OCPP12", "OCPP15", "OCPP16", "OCPP20", "OCPP201", "OCPP21"]

OperationModeEnum = Literal[
    "Idle", "ChargingOnly", "CentralSetpoint", "ExternalSetpoint", "ExternalLimits", "CentralFrequency",
    "LocalFrequency", "LocalLoadBalancing",
]

OperationalStatusEnum = Literal["Inoperative", "Operative"]

PaymentStatusEnum = Literal["Settled", "Canceled", "Rejected", "Failed"]

PhaseEnum = Literal["L1", "L2", "L3", "N", "L1-N", "L2-N", "L3-N", "L1-L2", "L2-L3", "L3-L1"]

PowerDuringCessationEnum = Literal["Active", "Reactive"]

PreconditioningStatusEnum = Literal["Unknown", "Ready", "NotReady", "Preconditioning"]

PriorityChargingStatusEnum = Literal["Accepted", "Rejected", "NoProfile"]

PublishFirmwareStatusEnum = Literal[
    "Idle", "DownloadScheduled", "Downloading", "Downloaded", "Published", "DownloadFailed", "DownloadPaused",
    "InvalidChecksum", "ChecksumVerified", "PublishFailed",
]

ReadingContextEnum = Literal[
    "Interruption.Begin", "Interruption.End", "Other", "Sample.Clock", "Sample.Periodic", "Transaction.Begin",
    "Transaction.End", "Trigger",
]

ReasonEnum = Literal[
    "DeAuthorized", "EmergencyStop", "EnergyLimitReached", "EVDisconnected", "GroundFault", "ImmediateReset",
    "MasterPass", "Local", "LocalOutOfCredit", "Other", "OvercurrentFault", "PowerLoss", "PowerQuality", "Reboot",
    "Remote", "SOCLimitReached", "StoppedByEV", "TimeLimitReached", "Timeout", "ReqEnergyTransferRejected",
]

RecurrencyKindEnum = Literal["Daily", "Weekly"]

RegistrationStatusEnum = Literal["Accepted", "Pending", "Rejected"]

ReportBaseEnum = Literal["ConfigurationInventory", "FullInventory", "SummaryInventory"]

RequestStartStopStatusEnum = Literal["Accepted", "Rejected"]

ReservationUpdateStatusEnum = Literal["Expired", "Removed", "NoTransaction"]

ReserveNowStatusEnum = Literal["Accepted", "Faulted", "Occupied", "Rejected", "Unavailable"]

ResetEnum = Literal["Immediate", "OnIdle", "ImmediateAndResume"]

ResetStatusEnum = Literal["Accepted", "Rejected", "Scheduled"]

SendLocalListStatusEnum = Literal["Accepted", "Failed", "VersionMismatch"]

SetMonitoringStatusEnum = Literal[
    "Accepted", "UnknownComponent", "UnknownVariable", "UnsupportedMonitorType", "Rejected", "Duplicate",
]

SetNetworkProfileStatusEnum = Literal["Accepted", "Rejected", "Failed"]

SetVariableStatusEnum = Literal[
    "Accepted", "Rejected", "UnknownComponent", "UnknownVariable", "NotSupportedAttributeType", "RebootRequired",
]

TariffChangeStatusEnum = Literal[
    "Accepted", "Rejected", "TooManyElements", "ConditionNotSupported", "TxNotFound", "NoCurrencyChange",
]

TariffClearStatusEnum = Literal["Accepted", "Rejected", "NoTariff"]

TariffCostEnum = Literal["NormalCost", "MinCost", "MaxCost"]

TariffGetStatusEnum = Literal["Accepted", "Rejected", "NoTariff"]

TariffKindEnum = Literal["DefaultTariff", "DriverTariff"]

TariffSetStatusEnum = Literal["Accepted", "Rejected", "TooManyElements", "ConditionNotSupported", "DuplicateTariffId"]

TransactionEventEnum = Literal["Ended", "Started", "Updated"]

TriggerMessageStatusEnum = Literal["Accepted", "Rejected", "NotImplemented"]

TriggerReasonEnum = Literal[
    "AbnormalCondition", "Authorized", "CablePluggedIn", "ChargingRateChanged", "ChargingStateChanged",
    "CostLimitReached", "Deauthorized", "EnergyLimitReached", "EVCommunicationLost", "EVConnectTimeout", "EVDeparted",
    "EVDetected", "LimitSet", "MeterValueClock", "MeterValuePeriodic", "OperationModeChanged", "RemoteStart",
    "RemoteStop", "ResetCommand", "RunningCost", "SignedDataReceived", "SoCLimitReached", "StopAuthorized",
    "TariffChanged", "TariffNotAccepted", "TimeLimitReached", "Trigger", "TxResumed", "UnlockCommand",
]

UnlockStatusEnum = Literal["Unlocked", "UnlockFailed", "OngoingAuthorizedTransaction", "UnknownConnector"]

UnpublishFirmwareStatusEnum = Literal["DownloadOngoing", "NoFirmware", "Unpublished"]

UpdateEnum = Literal["Differential", "Full"]

UpdateFirmwareStatusEnum = Literal[
    "Accepted", "Rejected", "AcceptedCanceled", "InvalidCertificate", "RevokedCertificate",
]

UploadLogStatusEnum = Literal[
    "BadMessage", "Idle", "NotSupportedOperation", "PermissionDenied", "Uploaded", "UploadFailure", "Uploading",
    "AcceptedCanceled",
]

VPNEnum = Literal["IKEv2", "IPSec", "L2TP", "PPTP"]


class ACChargingParameters(TypedDict):
    energyAmount: float
    evMinCurrent: float
    evMaxCurrent: float
    evMaxVoltage: float
    customData: NotRequired[CustomData]


class APN(TypedDict):
    apn: str  # at most 2000 characters
    apnAuthentication: APNAuthenticationEnum
    apnUserName: NotRequired[str]  # at most 50 characters
    apnPassword: NotRequired[str]  # at most 64 characters
    simPin: NotRequired[int]
    preferredNetwork: NotRequired[str]  # at most 6 characters
    useOnlyPreferredNetwork: NotRequired[bool]  # false if absent
    customData: NotRequired[CustomData]


class AbsolutePriceSchedule(TypedDict):
    timeAnchor: str  # RFC 3339
    priceScheduleID: int  # at least 0
    currency: str  # at most 3 characters
    language: str  # at most 8 characters
    priceAlgorithm: str  # at most 2000 characters
    priceRuleStacks: list[PriceRuleStack]  # 1 to 1024 items
    priceScheduleDescription: NotRequired[str]  # at most 160 characters
    minimumCost: NotRequired[RationalNumber]
    maximumCost: NotRequired[RationalNumber]
    taxRules: NotRequired[list[TaxRule]]  # 1 to 10 items
    overstayRuleList: NotRequired[OverstayRuleList]
    additionalSelectedServices: NotRequired[list[AdditionalSelectedServices]]  # 1 to 5 items
    customData: NotRequired[CustomData]


class AdditionalInfo(TypedDict):
    additionalIdToken: str  # at most 255 characters
    type: str  # at most 50 characters
    customData: NotRequired[CustomData]


class AdditionalSelectedServices(TypedDict):
    serviceFee: RationalNumber
    serviceName: str  # at most 80 characters
    customData: NotRequired[CustomData]


class Address(TypedDict):
    name: str  # at most 50 characters
    address1: str  # at most 100 characters
    city: str  # at most 100 characters
    country: str  # at most 50 characters
    address2: NotRequired[str]  # at most 100 characters
    postalCode: NotRequired[str]  # at most 20 characters
    customData: NotRequired[CustomData]


class AuthorizationData(TypedDict):
    idToken: IdToken
    idTokenInfo: NotRequired[IdTokenInfo]
    customData: NotRequired[CustomData]


class BatteryData(TypedDict):
    evseId: int  # at least 0
    serialNumber: str  # at most 50 characters
    soC: float  # 0 to 100
    soH: float  # 0 to 100
    productionDate: NotRequired[str]  # RFC 3339
    vendorInfo: NotRequired[str]  # at most 500 characters
    customData: NotRequired[CustomData]


class CertificateHashDataChain(TypedDict):
    certificateHashData: CertificateHashData
    certificateType: GetCertificateIdUseEnum
    childCertificateHashData: NotRequired[list[CertificateHashData]]  # 1 to 4 items
    customData: NotRequired[CustomData]


class CertificateHashData(TypedDict):
    hashAlgorithm: HashAlgorithmEnum
    issuerNameHash: str  # at most 128 characters
    issuerKeyHash: str  # at most 128 characters
    serialNumber: str  # at most 40 characters
    customData: NotRequired[CustomData]


class CertificateStatusRequestInfo(TypedDict):
    certificateHashData: CertificateHashData
    source: CertificateStatusSourceEnum
    urls: list[str]  # 1 to 5 items, each at most 2000 characters
    customData: NotRequired[CustomData]


class CertificateStatus(TypedDict):
    certificateHashData: CertificateHashData
    source: CertificateStatusSourceEnum
    status: CertificateStatusEnum
    nextUpdate: str  # RFC 3339
    customData: NotRequired[CustomData]


class ChargingLimit(TypedDict):
    chargingLimitSource: str  # at most 20 characters
    isLocalGeneration: NotRequired[bool]
    isGridCritical: NotRequired[bool]
    customData: NotRequired[CustomData]


class ChargingNeeds(TypedDict):
    requestedEnergyTransfer: EnergyTransferModeEnum
    acChargingParameters: NotRequired[ACChargingParameters]
    derChargingParameters: NotRequired[DERChargingParameters]
    evEnergyOffer: NotRequired[EVEnergyOffer]
    dcChargingParameters: NotRequired[DCChargingParameters]
    v2xChargingParameters: NotRequired[V2XChargingParameters]
    availableEnergyTransfer: NotRequired[list[EnergyTransferModeEnum]]  # at least 1 items
    controlMode: NotRequired[ControlModeEnum]
    mobilityNeedsMode: NotRequired[MobilityNeedsModeEnum]
    departureTime: NotRequired[str]  # RFC 3339
    customData: NotRequired[CustomData]


class ChargingPeriod(TypedDict):
    startPeriod: str  # RFC 3339
    dimensions: NotRequired[list[CostDimension]]  # at least 1 items
    tariffId: NotRequired[str]  # at most 60 characters
    customData: NotRequired[CustomData]


class ChargingProfileCriterion(TypedDict):
    chargingProfilePurpose: NotRequired[ChargingProfilePurposeEnum]
    stackLevel: NotRequired[int]  # at least 0
    chargingProfileId: NotRequired[list[int]]  # at least 1 items
    chargingLimitSource: NotRequired[list[str]]  # 1 to 4 items, each at most 20 characters
    customData: NotRequired[CustomData]


class ChargingProfile(TypedDict):
    id: int
    stackLevel: int  # at least 0
    chargingProfilePurpose: ChargingProfilePurposeEnum
    chargingProfileKind: ChargingProfileKindEnum
    chargingSchedule: list[ChargingSchedule]  # 1 to 3 items
    recurrencyKind: NotRequired[RecurrencyKindEnum]
    validFrom: NotRequired[str]  # RFC 3339
    validTo: NotRequired[str]  # RFC 3339
    transactionId: NotRequired[str]  # at most 36 characters
    maxOfflineDuration: NotRequired[int]
    invalidAfterOfflineDuration: NotRequired[bool]
    dynUpdateInterval: NotRequired[int]
    dynUpdateTime: NotRequired[str]  # RFC 3339
    priceScheduleSignature: NotRequired[str]  # at most 256 characters
    customData: NotRequired[CustomData]


class ChargingSchedulePeriod(TypedDict):
    startPeriod: int
    limit: NotRequired[float]
    limit_L2: NotRequired[float]
    limit_L3: NotRequired[float]
    numberPhases: NotRequired[int]  # 0 to 3
    phaseToUse: NotRequired[int]  # 0 to 3
    dischargeLimit: NotRequired[float]  # at most 0
    dischargeLimit_L2: NotRequired[float]  # at most 0
    dischargeLimit_L3: NotRequired[float]  # at most 0
    setpoint: NotRequired[float]
    setpoint_L2: NotRequired[float]
    setpoint_L3: NotRequired[float]
    setpointReactive: NotRequired[float]
    setpointReactive_L2: NotRequired[float]
    setpointReactive_L3: NotRequired[float]
    preconditioningRequest: NotRequired[bool]
    evseSleep: NotRequired[bool]
    v2xBaseline: NotRequired[float]
    operationMode: NotRequired[OperationModeEnum]
    v2xFreqWattCurve: NotRequired[list[V2XFreqWattPoint]]  # 1 to 20 items
    v2xSignalWattCurve: NotRequired[list[V2XSignalWattPoint]]  # 1 to 20 items
    customData: NotRequired[CustomData]


class ChargingSchedule(TypedDict):
    id: int
    chargingRateUnit: ChargingRateUnitEnum
    chargingSchedulePeriod: list[ChargingSchedulePeriod]  # 1 to 1024 items
    limitAtSoC: NotRequired[LimitAtSoC]
    startSchedule: NotRequired[str]  # RFC 3339
    duration: NotRequired[int]
    minChargingRate: NotRequired[float]
    powerTolerance: NotRequired[float]
    signatureId: NotRequired[int]  # at least 0
    digestValue: NotRequired[str]  # at most 88 characters
    useLocalTime: NotRequired[bool]
    randomizedDelay: NotRequired[int]  # at least 0
    salesTariff: NotRequired[SalesTariff]
    absolutePriceSchedule: NotRequired[AbsolutePriceSchedule]
    priceLevelSchedule: NotRequired[PriceLevelSchedule]
    customData: NotRequired[CustomData]


class ChargingScheduleUpdate(TypedDict):
    limit: NotRequired[float]
    limit_L2: NotRequired[float]
    limit_L3: NotRequired[float]
    dischargeLimit: NotRequired[float]  # at most 0
    dischargeLimit_L2: NotRequired[float]  # at most 0
    dischargeLimit_L3: NotRequired[float]  # at most 0
    setpoint: NotRequired[float]
    setpoint_L2: NotRequired[float]
    setpoint_L3: NotRequired[float]
    setpointReactive: NotRequired[float]
    setpointReactive_L2: NotRequired[float]
    setpointReactive_L3: NotRequired[float]
    customData: NotRequired[CustomData]


class ChargingStation(TypedDict):
    model: str  # at most 20 characters
    vendorName: str  # at most 50 characters
    serialNumber: NotRequired[str]  # at most 25 characters
    modem: NotRequired[Modem]
    firmwareVersion: NotRequired[str]  # at most 50 characters
    customData: NotRequired[CustomData]


class ClearChargingProfileType(TypedDict):
    evseId: NotRequired[int]  # at least 0
    chargingProfilePurpose: NotRequired[ChargingProfilePurposeEnum]
    stackLevel: NotRequired[int]  # at least 0
    customData: NotRequired[CustomData]


class ClearMonitoringResult(TypedDict):
    status: ClearMonitoringStatusEnum
    id: int  # at least 0
    statusInfo: NotRequired[StatusInfo]
    customData: NotRequired[CustomData]


class ClearTariffsResult(TypedDict):
    status: TariffClearStatusEnum
    statusInfo: NotRequired[StatusInfo]
    tariffId: NotRequired[str]  # at most 60 characters
    customData: NotRequired[CustomData]


class Component(TypedDict):
    name: str  # at most 50 characters
    evse: NotRequired[EVSE]
    instance: NotRequired[str]  # at most 50 characters
    customData: NotRequired[CustomData]


class ComponentVariable(TypedDict):
    component: Component
    variable: NotRequired[Variable]
    customData: NotRequired[CustomData]


class CompositeSchedule(TypedDict):
    evseId: int  # at least 0
    duration: int
    scheduleStart: str  # RFC 3339
    chargingRateUnit: ChargingRateUnitEnum
    chargingSchedulePeriod: list[ChargingSchedulePeriod]  # at least 1 items
    customData: NotRequired[CustomData]


class ConstantStreamData(TypedDict):
    id: int  # at least 0
    params: PeriodicEventStreamParams
    variableMonitoringId: int  # at least 0
    customData: NotRequired[CustomData]


class ConsumptionCost(TypedDict):
    startValue: float
    cost: list[Cost]  # 1 to 3 items
    customData: NotRequired[CustomData]


class CostDetails(TypedDict):
    totalCost: TotalCost
    totalUsage: TotalUsage
    chargingPeriods: NotRequired[list[ChargingPeriod]]  # at least 1 items
    failureToCalculate: NotRequired[bool]
    failureReason: NotRequired[str]  # at most 500 characters
    customData: NotRequired[CustomData]


class CostDimension(TypedDict):
    type: CostDimensionEnum
    volume: float
    customData: NotRequired[CustomData]


class Cost(TypedDict):
    costKind: CostKindEnum
    amount: int
    amountMultiplier: NotRequired[int]
    customData: NotRequired[CustomData]


class CustomData(TypedDict):
    vendorId: str  # at most 255 characters


class DCChargingParameters(TypedDict):
    evMaxCurrent: float
    evMaxVoltage: float
    evMaxPower: NotRequired[float]
    evEnergyCapacity: NotRequired[float]
    energyAmount: NotRequired[float]
    stateOfCharge: NotRequired[int]  # 0 to 100
    fullSoC: NotRequired[int]  # 0 to 100
    bulkSoC: NotRequired[int]  # 0 to 100
    customData: NotRequired[CustomData]


class DERChargingParameters(TypedDict):
    evSupportedDERControl: NotRequired[list[DERControlEnum]]  # at least 1 items
    evOverExcitedMaxDischargePower: NotRequired[float]
    evOverExcitedPowerFactor: NotRequired[float]
    evUnderExcitedMaxDischargePower: NotRequired[float]
    evUnderExcitedPowerFactor: NotRequired[float]
    maxApparentPower: NotRequired[float]
    maxChargeApparentPower: NotRequired[float]
    maxChargeApparentPower_L2: NotRequired[float]
    maxChargeApparentPower_L3: NotRequired[float]
    maxDischargeApparentPower: NotRequired[float]
    maxDischargeApparentPower_L2: NotRequired[float]
    maxDischargeApparentPower_L3: NotRequired[float]
    maxChargeReactivePower: NotRequired[float]
    maxChargeReactivePower_L2: NotRequired[float]
    maxChargeReactivePower_L3: NotRequired[float]
    minChargeReactivePower: NotRequired[float]
    minChargeReactivePower_L2: NotRequired[float]
    minChargeReactivePower_L3: NotRequired[float]
    maxDischargeReactivePower: NotRequired[float]
    maxDischargeReactivePower_L2: NotRequired[float]
    maxDischargeReactivePower_L3: NotRequired[float]
    minDischargeReactivePower: NotRequired[float]
    minDischargeReactivePower_L2: NotRequired[float]
    minDischargeReactivePower_L3: NotRequired[float]
    nominalVoltage: NotRequired[float]
    nominalVoltageOffset: NotRequired[float]
    maxNominalVoltage: NotRequired[float]
    minNominalVoltage: NotRequired[float]
    evInverterManufacturer: NotRequired[str]  # at most 50 characters
    evInverterModel: NotRequired[str]  # at most 50 characters
    evInverterSerialNumber: NotRequired[str]  # at most 50 characters
    evInverterSwVersion: NotRequired[str]  # at most 50 characters
    evInverterHwVersion: NotRequired[str]  # at most 50 characters
    evIslandingDetectionMethod: NotRequired[list[IslandingDetectionEnum]]  # at least 1 items
    evIslandingTripTime: NotRequired[float]
    evMaximumLevel1DCInjection: NotRequired[float]
    evDurationLevel1DCInjection: NotRequired[float]
    evMaximumLevel2DCInjection: NotRequired[float]
    evDurationLevel2DCInjection: NotRequired[float]
    evReactiveSusceptance: NotRequired[float]
    evSessionTotalDischargeEnergyAvailable: NotRequired[float]
    customData: NotRequired[CustomData]


class DERCurveGet(TypedDict):
    curve: DERCurve
    id: str  # at most 36 characters
    curveType: DERControlEnum
    isDefault: bool
    isSuperseded: bool
    customData: NotRequired[CustomData]


class DERCurvePoints(TypedDict):
    x: float
    y: float
    customData: NotRequired[CustomData]


class DERCurve(TypedDict):
    curveData: list[DERCurvePoints]  # 1 to 10 items
    priority: int  # at least 0
    yUnit: DERUnitEnum
    hysteresis: NotRequired[Hysteresis]
    reactivePowerParams: NotRequired[ReactivePowerParams]
    voltageParams: NotRequired[VoltageParams]
    responseTime: NotRequired[float]
    startTime: NotRequired[str]  # RFC 3339
    duration: NotRequired[float]
    customData: NotRequired[CustomData]


class EVAbsolutePriceScheduleEntry(TypedDict):
    duration: int
    evPriceRule: list[EVPriceRule]  # 1 to 8 items
    customData: NotRequired[CustomData]


class EVAbsolutePriceSchedule(TypedDict):
    timeAnchor: str  # RFC 3339
    currency: str  # at most 3 characters
    evAbsolutePriceScheduleEntries: list[EVAbsolutePriceScheduleEntry]  # 1 to 1024 items
    priceAlgorithm: str  # at most 2000 characters
    customData: NotRequired[CustomData]


class EVEnergyOffer(TypedDict):
    evPowerSchedule: EVPowerSchedule
    evAbsolutePriceSchedule: NotRequired[EVAbsolutePriceSchedule]
    customData: NotRequired[CustomData]


class EVPowerScheduleEntry(TypedDict):
    duration: int
    power: float
    customData: NotRequired[CustomData]


class EVPowerSchedule(TypedDict):
    evPowerScheduleEntries: list[EVPowerScheduleEntry]  # 1 to 1024 items
    timeAnchor: str  # RFC 3339
    customData: NotRequired[CustomData]


class EVPriceRule(TypedDict):
    energyFee: float
    powerRangeStart: float
    customData: NotRequired[CustomData]


class EVSE(TypedDict):
    id: int  # at least 0
    connectorId: NotRequired[int]  # at least 0
    customData: NotRequired[CustomData]


class EnterServiceGet(TypedDict):
    enterService: EnterService
    id: str  # at most 36 characters
    customData: NotRequired[CustomData]


class EnterService(TypedDict):
    priority: int  # at least 0
    highVoltage: float
    lowVoltage: float
    highFreq: float
    lowFreq: float
    delay: NotRequired[float]
    randomDelay: NotRequired[float]
    rampRate: NotRequired[float]
    customData: NotRequired[CustomData]


class EventData(TypedDict):
    eventId: int  # at least 0
    timestamp: str  # RFC 3339
    trigger: EventTriggerEnum
    actualValue: str  # at most 2500 characters
    component: Component
    eventNotificationType: EventNotificationEnum
    variable: Variable
    cause: NotRequired[int]  # at least 0
    techCode: NotRequired[str]  # at most 50 characters
    techInfo: NotRequired[str]  # at most 500 characters
    cleared: NotRequired[bool]
    transactionId: NotRequired[str]  # at most 36 characters
    variableMonitoringId: NotRequired[int]  # at least 0
    severity: NotRequired[int]  # at least 0
    customData: NotRequired[CustomData]


class Firmware(TypedDict):
    location: str  # at most 2000 characters
    retrieveDateTime: str  # RFC 3339
    installDateTime: NotRequired[str]  # RFC 3339
    signingCertificate: NotRequired[str]  # at most 5500 characters
    signature: NotRequired[str]  # at most 800 characters
    customData: NotRequired[CustomData]


class FixedPFGet(TypedDict):
    fixedPF: FixedPF
    id: str  # at most 36 characters
    isDefault: bool
    isSuperseded: bool
    customData: NotRequired[CustomData]


class FixedPF(TypedDict):
    priority: int  # at least 0
    displacement: float
    excitation: bool
    startTime: NotRequired[str]  # RFC 3339
    duration: NotRequired[float]
    customData: NotRequired[CustomData]


class FixedVarGet(TypedDict):
    fixedVar: FixedVar
    id: str  # at most 36 characters
    isDefault: bool
    isSuperseded: bool
    customData: NotRequired[CustomData]


class FixedVar(TypedDict):
    priority: int  # at least 0
    setpoint: float
    unit: DERUnitEnum
    startTime: NotRequired[str]  # RFC 3339
    duration: NotRequired[float]
    customData: NotRequired[CustomData]


class FreqDroopGet(TypedDict):
    freqDroop: FreqDroop
    id: str  # at most 36 characters
    isDefault: bool
    isSuperseded: bool
    customData: NotRequired[CustomData]


class FreqDroop(TypedDict):
    priority: int  # at least 0
    overFreq: float
    underFreq: float
    overDroop: float
    underDroop: float
    responseTime: float
    startTime: NotRequired[str]  # RFC 3339
    duration: NotRequired[float]
    customData: NotRequired[CustomData]


class GetVariableData(TypedDict):
    component: Component
    variable: Variable
    attributeType: NotRequired[AttributeEnum]
    customData: NotRequired[CustomData]


class GetVariableResult(TypedDict):
    attributeStatus: GetVariableStatusEnum
    component: Component
    variable: Variable
    attributeStatusInfo: NotRequired[StatusInfo]
    attributeType: NotRequired[AttributeEnum]
    attributeValue: NotRequired[str]  # at most 2500 characters
    customData: NotRequired[CustomData]


class GradientGet(TypedDict):
    gradient: Gradient
    id: str  # at most 36 characters
    customData: NotRequired[CustomData]


class Gradient(TypedDict):
    priority: int  # at least 0
    gradient: float
    softGradient: float
    customData: NotRequired[CustomData]


class Hysteresis(TypedDict):
    hysteresisHigh: NotRequired[float]
    hysteresisLow: NotRequired[float]
    hysteresisDelay: NotRequired[float]
    hysteresisGradient: NotRequired[float]
    customData: NotRequired[CustomData]


class IdTokenInfo(TypedDict):
    status: AuthorizationStatusEnum
    cacheExpiryDateTime: NotRequired[str]  # RFC 3339
    chargingPriority: NotRequired[int]
    groupIdToken: NotRequired[IdToken]
    language1: NotRequired[str]  # at most 8 characters
    language2: NotRequired[str]  # at most 8 characters
    evseId: NotRequired[list[int]]  # at least 1 items, each at least 0
    personalMessage: NotRequired[MessageContent]
    customData: NotRequired[CustomData]


class IdToken(TypedDict):
    idToken: str  # at most 255 characters
    type: str  # at most 20 characters
    additionalInfo: NotRequired[list[AdditionalInfo]]  # at least 1 items
    customData: NotRequired[CustomData]


class LimitAtSoC(TypedDict):
    soc: int  # 0 to 100
    limit: float
    customData: NotRequired[CustomData]


class LimitMaxDischargeGet(TypedDict):
    id: str  # at most 36 characters
    isDefault: bool
    isSuperseded: bool
    limitMaxDischarge: LimitMaxDischarge
    customData: NotRequired[CustomData]


class LimitMaxDischarge(TypedDict):
    priority: int  # at least 0
    pctMaxDischargePower: NotRequired[float]
    powerMonitoringMustTrip: NotRequired[DERCurve]
    startTime: NotRequired[str]  # RFC 3339
    duration: NotRequired[float]
    customData: NotRequired[CustomData]


class LogParameters(TypedDict):
    remoteLocation: str  # at most 2000 characters
    oldestTimestamp: NotRequired[str]  # RFC 3339
    latestTimestamp: NotRequired[str]  # RFC 3339
    customData: NotRequired[CustomData]


class MessageContent(TypedDict):
    format: MessageFormatEnum
    content: str  # at most 1024 characters
    language: NotRequired[str]  # at most 8 characters
    customData: NotRequired[CustomData]


class MessageInfo(TypedDict):
    id: int  # at least 0
    priority: MessagePriorityEnum
    message: MessageContent
    display: NotRequired[Component]
    state: NotRequired[MessageStateEnum]
    startDateTime: NotRequired[str]  # RFC 3339
    endDateTime: NotRequired[str]  # RFC 3339
    transactionId: NotRequired[str]  # at most 36 characters
    messageExtra: NotRequired[list[MessageContent]]  # 1 to 4 items
    customData: NotRequired[CustomData]


class MeterValue(TypedDict):
    sampledValue: list[SampledValue]  # at least 1 items
    timestamp: str  # RFC 3339
    customData: NotRequired[CustomData]


class Modem(TypedDict):
    iccid: NotRequired[str]  # at most 20 characters
    imsi: NotRequired[str]  # at most 20 characters
    customData: NotRequired[CustomData]


class MonitoringData(TypedDict):
    component: Component
    variable: Variable
    variableMonitoring: list[VariableMonitoring]  # at least 1 items
    customData: NotRequired[CustomData]


class NetworkConnectionProfile(TypedDict):
    ocppInterface: OCPPInterfaceEnum
    ocppTransport: OCPPTransportEnum
    messageTimeout: int
    ocppCsmsUrl: str  # at most 2000 characters
    securityProfile: int  # at least 0
    apn: NotRequired[APN]
    ocppVersion: NotRequired[OCPPVersionEnum]
    identity: NotRequired[str]  # at most 48 characters
    basicAuthPassword: NotRequired[str]  # at most 64 characters
    vpn: NotRequired[VPN]
    customData: NotRequired[CustomData]


class OCSPRequestData(TypedDict):
    hashAlgorithm: HashAlgorithmEnum
    issuerNameHash: str  # at most 128 characters
    issuerKeyHash: str  # at most 128 characters
    serialNumber: str  # at most 40 characters
    responderURL: str  # at most 2000 characters
    customData: NotRequired[CustomData]


class OverstayRuleList(TypedDict):
    overstayRule: list[OverstayRule]  # 1 to 5 items
    overstayPowerThreshold: NotRequired[RationalNumber]
    overstayTimeThreshold: NotRequired[int]
    customData: NotRequired[CustomData]


class OverstayRule(TypedDict):
    overstayFee: RationalNumber
    startTime: int
    overstayFeePeriod: int
    overstayRuleDescription: NotRequired[str]  # at most 32 characters
    customData: NotRequired[CustomData]


class PeriodicEventStreamParams(TypedDict):
    interval: NotRequired[int]  # at least 0
    values: NotRequired[int]  # at least 0
    customData: NotRequired[CustomData]


class PriceLevelScheduleEntry(TypedDict):
    duration: int
    priceLevel: int  # at least 0
    customData: NotRequired[CustomData]


class PriceLevelSchedule(TypedDict):
    priceLevelScheduleEntries: list[PriceLevelScheduleEntry]  # 1 to 100 items
    timeAnchor: str  # RFC 3339
    priceScheduleId: int  # at least 0
    numberOfPriceLevels: int  # at least 0
    priceScheduleDescription: NotRequired[str]  # at most 32 characters
    customData: NotRequired[CustomData]


class PriceRuleStack(TypedDict):
    duration: int
    priceRule: list[PriceRule]  # 1 to 8 items
    customData: NotRequired[CustomData]


class PriceRule(TypedDict):
    energyFee: RationalNumber
    powerRangeStart: RationalNumber
    parkingFeePeriod: NotRequired[int]
    carbonDioxideEmission: NotRequired[int]  # at least 0
    renewableGenerationPercentage: NotRequired[int]  # 0 to 100
    parkingFee: NotRequired[RationalNumber]
    customData: NotRequired[CustomData]


class Price(TypedDict):
    exclTax: NotRequired[float]
    inclTax: NotRequired[float]
    taxRates: NotRequired[list[TaxRate]]  # 1 to 5 items
    customData: NotRequired[CustomData]


class RationalNumber(TypedDict):
    exponent: int
    value: int
    customData: NotRequired[CustomData]


class ReactivePowerParams(TypedDict):
    vRef: NotRequired[float]
    autonomousVRefEnable: NotRequired[bool]
    autonomousVRefTimeConstant: NotRequired[float]
    customData: NotRequired[CustomData]


class RelativeTimeInterval(TypedDict):
    start: int
    duration: NotRequired[int]
    customData: NotRequired[CustomData]


class ReportData(TypedDict):
    component: Component
    variable: Variable
    variableAttribute: list[VariableAttribute]  # 1 to 4 items
    variableCharacteristics: NotRequired[VariableCharacteristics]
    customData: NotRequired[CustomData]


class SalesTariffEntry(TypedDict):
    relativeTimeInterval: RelativeTimeInterval
    ePriceLevel: NotRequired[int]  # at least 0
    consumptionCost: NotRequired[list[ConsumptionCost]]  # 1 to 3 items
    customData: NotRequired[CustomData]


class SalesTariff(TypedDict):
    id: int  # at least 0
    salesTariffEntry: list[SalesTariffEntry]  # 1 to 1024 items
    salesTariffDescription: NotRequired[str]  # at most 32 characters
    numEPriceLevels: NotRequired[int]  # at least 0
    customData: NotRequired[CustomData]


class SampledValue(TypedDict):
    value: float
    measurand: NotRequired[MeasurandEnum]
    context: NotRequired[ReadingContextEnum]
    phase: NotRequired[PhaseEnum]
    location: NotRequired[LocationEnum]
    signedMeterValue: NotRequired[SignedMeterValue]
    unitOfMeasure: NotRequired[UnitOfMeasure]
    customData: NotRequired[CustomData]


class SetMonitoringData(TypedDict):
    value: float
    type: MonitorEnum
    severity: int  # at least 0
    component: Component
    variable: Variable
    id: NotRequired[int]  # at least 0
    periodicEventStream: NotRequired[PeriodicEventStreamParams]
    transaction: NotRequired[bool]  # false if absent
    customData: NotRequired[CustomData]


class SetMonitoringResult(TypedDict):
    status: SetMonitoringStatusEnum
    type: MonitorEnum
    component: Component
    variable: Variable
    severity: int  # at least 0
    id: NotRequired[int]  # at least 0
    statusInfo: NotRequired[StatusInfo]
    customData: NotRequired[CustomData]


class SetVariableData(TypedDict):
    attributeValue: str  # at most 2500 characters
    component: Component
    variable: Variable
    attributeType: NotRequired[AttributeEnum]
    customData: NotRequired[CustomData]


class SetVariableResult(TypedDict):
    attributeStatus: SetVariableStatusEnum
    component: Component
    variable: Variable
    attributeType: NotRequired[AttributeEnum]
    attributeStatusInfo: NotRequired[StatusInfo]
    customData: NotRequired[CustomData]


class SignedMeterValue(TypedDict):
    signedMeterData: str  # at most 32768 characters
    encodingMethod: str  # at most 50 characters
    signingMethod: NotRequired[str]  # at most 50 characters
    publicKey: NotRequired[str]  # at most 2500 characters
    customData: NotRequired[CustomData]


class StatusInfo(TypedDict):
    reasonCode: str  # at most 20 characters
    additionalInfo: NotRequired[str]  # at most 1024 characters
    customData: NotRequired[CustomData]


class StreamDataElement(TypedDict):
    t: float
    v: str  # at most 2500 characters
    customData: NotRequired[CustomData]


class TariffAssignment(TypedDict):
    tariffId: str  # at most 60 characters
    tariffKind: TariffKindEnum
    validFrom: NotRequired[str]  # RFC 3339
    evseIds: NotRequired[list[int]]  # at least 1 items, each at least 0
    idTokens: NotRequired[list[str]]  # at least 1 items, each at most 255 characters
    customData: NotRequired[CustomData]


class TariffConditionsFixed(TypedDict):
    startTimeOfDay: NotRequired[str]
    endTimeOfDay: NotRequired[str]
    dayOfWeek: NotRequired[list[DayOfWeekEnum]]  # 1 to 7 items
    validFromDate: NotRequired[str]
    validToDate: NotRequired[str]
    evseKind: NotRequired[EvseKindEnum]
    paymentBrand: NotRequired[str]  # at most 20 characters
    paymentRecognition: NotRequired[str]  # at most 20 characters
    customData: NotRequired[CustomData]


class TariffConditions(TypedDict):
    startTimeOfDay: NotRequired[str]
    endTimeOfDay: NotRequired[str]
    dayOfWeek: NotRequired[list[DayOfWeekEnum]]  # 1 to 7 items
    validFromDate: NotRequired[str]
    validToDate: NotRequired[str]
    evseKind: NotRequired[EvseKindEnum]
    minEnergy: NotRequired[float]
    maxEnergy: NotRequired[float]
    minCurrent: NotRequired[float]
    maxCurrent: NotRequired[float]
    minPower: NotRequired[float]
    maxPower: NotRequired[float]
    minTime: NotRequired[int]
    maxTime: NotRequired[int]
    minChargingTime: NotRequired[int]
    maxChargingTime: NotRequired[int]
    minIdleTime: NotRequired[int]
    maxIdleTime: NotRequired[int]
    customData: NotRequired[CustomData]


class TariffEnergyPrice(TypedDict):
    priceKwh: float
    conditions: NotRequired[TariffConditions]
    customData: NotRequired[CustomData]


class TariffEnergy(TypedDict):
    prices: list[TariffEnergyPrice]  # at least 1 items
    taxRates: NotRequired[list[TaxRate]]  # 1 to 5 items
    customData: NotRequired[CustomData]


class TariffFixedPrice(TypedDict):
    priceFixed: float
    conditions: NotRequired[TariffConditionsFixed]
    customData: NotRequired[CustomData]


class TariffFixed(TypedDict):
    prices: list[TariffFixedPrice]  # at least 1 items
    taxRates: NotRequired[list[TaxRate]]  # 1 to 5 items
    customData: NotRequired[CustomData]


class TariffTimePrice(TypedDict):
    priceMinute: float
    conditions: NotRequired[TariffConditions]
    customData: NotRequired[CustomData]


class TariffTime(TypedDict):
    prices: list[TariffTimePrice]  # at least 1 items
    taxRates: NotRequired[list[TaxRate]]  # 1 to 5 items
    customData: NotRequired[CustomData]


class Tariff(TypedDict):
    tariffId: str  # at most 60 characters
    currency: str  # at most 3 characters
    description: NotRequired[list[MessageContent]]  # 1 to 10 items
    energy: NotRequired[TariffEnergy]
    validFrom: NotRequired[str]  # RFC 3339
    chargingTime: NotRequired[TariffTime]
    idleTime: NotRequired[TariffTime]
    fixedFee: NotRequired[TariffFixed]
    reservationTime: NotRequired[TariffTime]
    reservationFixed: NotRequired[TariffFixed]
    minCost: NotRequired[Price]
    maxCost: NotRequired[Price]
    customData: NotRequired[CustomData]


class TaxRate(TypedDict):
    type: str  # at most 20 characters
    tax: float
    stack: NotRequired[int]  # at least 0
    customData: NotRequired[CustomData]


class TaxRule(TypedDict):
    taxRuleID: int  # at least 0
    appliesToEnergyFee: bool
    appliesToParkingFee: bool
    appliesToOverstayFee: bool
    appliesToMinimumMaximumCost: bool
    taxRate: RationalNumber
    taxRuleName: NotRequired[str]  # at most 100 characters
    taxIncludedInPrice: NotRequired[bool]
    customData: NotRequired[CustomData]


class TotalCost(TypedDict):
    currency: str  # at most 3 characters
    typeOfCost: TariffCostEnum
    total: TotalPrice
    fixed: NotRequired[Price]
    energy: NotRequired[Price]
    chargingTime: NotRequired[Price]
    idleTime: NotRequired[Price]
    reservationTime: NotRequired[Price]
    reservationFixed: NotRequired[Price]
    customData: NotRequired[CustomData]


class TotalPrice(TypedDict):
    exclTax: NotRequired[float]
    inclTax: NotRequired[float]
    customData: NotRequired[CustomData]


class TotalUsage(TypedDict):
    energy: float
    chargingTime: int
    idleTime: int
    reservationTime: NotRequired[int]
    customData: NotRequired[CustomData]


class TransactionLimit(TypedDict):
    maxCost: NotRequired[float]
    maxEnergy: NotRequired[float]
    maxTime: NotRequired[int]
    maxSoC: NotRequired[int]  # 0 to 100
    customData: NotRequired[CustomData]


class Transaction(TypedDict):
    transactionId: str  # at most 36 characters
    chargingState: NotRequired[ChargingStateEnum]
    timeSpentCharging: NotRequired[int]
    stoppedReason: NotRequired[ReasonEnum]
    remoteStartId: NotRequired[int]
    operationMode: NotRequired[OperationModeEnum]
    tariffId: NotRequired[str]  # at most 60 characters
    transactionLimit: NotRequired[TransactionLimit]
    customData: NotRequired[CustomData]


class UnitOfMeasure(TypedDict):
    unit: NotRequired[str]  # at most 20 characters, "Wh" if absent
    multiplier: NotRequired[int]  # 0 if absent
    customData: NotRequired[CustomData]


class V2XChargingParameters(TypedDict):
    minChargePower: NotRequired[float]
    minChargePower_L2: NotRequired[float]
    minChargePower_L3: NotRequired[float]
    maxChargePower: NotRequired[float]
    maxChargePower_L2: NotRequired[float]
    maxChargePower_L3: NotRequired[float]
    minDischargePower: NotRequired[float]
    minDischargePower_L2: NotRequired[float]
    minDischargePower_L3: NotRequired[float]
    maxDischargePower: NotRequired[float]
    maxDischargePower_L2: NotRequired[float]
    maxDischargePower_L3: NotRequired[float]
    minChargeCurrent: NotRequired[float]
    maxChargeCurrent: NotRequired[float]
    minDischargeCurrent: NotRequired[float]
    maxDischargeCurrent: NotRequired[float]
    minVoltage: NotRequired[float]
    maxVoltage: NotRequired[float]
    evTargetEnergyRequest: NotRequired[float]
    evMinEnergyRequest: NotRequired[float]
    evMaxEnergyRequest: NotRequired[float]
    evMinV2XEnergyRequest: NotRequired[float]
    evMaxV2XEnergyRequest: NotRequired[float]
    targetSoC: NotRequired[int]  # 0 to 100
    customData: NotRequired[CustomData]


class V2XFreqWattPoint(TypedDict):
    frequency: float
    power: float
    customData: NotRequired[CustomData]


class V2XSignalWattPoint(TypedDict):
    signal: int
    power: float
    customData: NotRequired[CustomData]


class VPN(TypedDict):
    server: str  # at most 2000 characters
    user: str  # at most 50 characters
    password: str  # at most 64 characters
    key: str  # at most 255 characters
    type: VPNEnum
    group: NotRequired[str]  # at most 50 characters
    customData: NotRequired[CustomData]


class VariableAttribute(TypedDict):
    type: NotRequired[AttributeEnum]
    value: NotRequired[str]  # at most 2500 characters
    mutability: NotRequired[MutabilityEnum]
    persistent: NotRequired[bool]  # false if absent
    constant: NotRequired[bool]  # false if absent
    customData: NotRequired[CustomData]


class VariableCharacteristics(TypedDict):
    dataType: DataEnum
    supportsMonitoring: bool
    unit: NotRequired[str]  # at most 16 characters
    minLimit: NotRequired[float]
    maxLimit: NotRequired[float]
    maxElements: NotRequired[int]  # at least 1
    valuesList: NotRequired[str]  # at most 1000 characters
    customData: NotRequired[CustomData]


class VariableMonitoring(TypedDict):
    id: int  # at least 0
    transaction: bool
    value: float
    type: MonitorEnum
    severity: int  # at least 0
    eventNotificationType: EventNotificationEnum
    customData: NotRequired[CustomData]


class Variable(TypedDict):
    name: str  # at most 50 characters
    instance: NotRequired[str]  # at most 50 characters
    customData: NotRequired[CustomData]


class VoltageParams(TypedDict):
    hv10MinMeanValue: NotRequired[float]
    hv10MinMeanTripDelay: NotRequired[float]
    powerDuringCessation: NotRequired[PowerDuringCessationEnum]
    customData: NotRequired[CustomData]


class AFRRSignalRequest(TypedDict):
    """Passes a signal for automatic frequency restoration on."""
    timestamp: str  # RFC 3339
    signal: int
    customData: NotRequired[CustomData]


class AFRRSignalResponse(TypedDict):
    status: GenericStatusEnum
    statusInfo: NotRequired[StatusInfo]
    customData: NotRequired[CustomData]


AFRRSignal = ToChargePoint[AFRRSignalRequest, AFRRSignalResponse]("2.1", "AFRRSignal")


class AdjustPeriodicEventStreamRequest(TypedDict):
    """Changes how often a periodic event stream sends."""
    id: int  # at least 0
    params: PeriodicEventStreamParams
    customData: NotRequired[CustomData]


class AdjustPeriodicEventStreamResponse(TypedDict):
    status: GenericStatusEnum
    statusInfo: NotRequired[StatusInfo]
    customData: NotRequired[CustomData]


AdjustPeriodicEventStream = ToChargePoint[
    AdjustPeriodicEventStreamRequest, AdjustPeriodicEventStreamResponse
]("2.1", "AdjustPeriodicEventStream")


class AuthorizeRequest(TypedDict):
    """Asks whether an idToken, or a contract certificate, may charge."""
    idToken: IdToken
    certificate: NotRequired[str]  # at most 10000 characters
    iso15118CertificateHashData: NotRequired[list[OCSPRequestData]]  # 1 to 4 items
    customData: NotRequired[CustomData]


class AuthorizeResponse(TypedDict):
    idTokenInfo: IdTokenInfo
    certificateStatus: NotRequired[AuthorizeCertificateStatusEnum]
    allowedEnergyTransfer: NotRequired[list[EnergyTransferModeEnum]]  # at least 1 items
    tariff: NotRequired[Tariff]
    customData: NotRequired[CustomData]


Authorize = FromChargePoint[AuthorizeRequest, AuthorizeResponse]("2.1", "Authorize")


class BatterySwapRequest(TypedDict):
    """Reports batteries that went in or out of a swap station."""
    batteryData: list[BatteryData]  # at least 1 items
    eventType: BatterySwapEventEnum
    idToken: IdToken
    requestId: int
    customData: NotRequired[CustomData]


class BatterySwapResponse(TypedDict):
    customData: NotRequired[CustomData]


BatterySwap = FromChargePoint[BatterySwapRequest, BatterySwapResponse]("2.1", "BatterySwap")


class BootNotificationRequest(TypedDict):
    """Announces the charging station after it has started and asks to be accepted."""
    chargingStation: ChargingStation
    reason: BootReasonEnum
    customData: NotRequired[CustomData]


class BootNotificationResponse(TypedDict):
    currentTime: str  # RFC 3339
    interval: int
    status: RegistrationStatusEnum
    statusInfo: NotRequired[StatusInfo]
    customData: NotRequired[CustomData]


BootNotification = FromChargePoint[BootNotificationRequest, BootNotificationResponse]("2.1", "BootNotification")


class CancelReservationRequest(TypedDict):
    """Withdraws a reservation."""
    reservationId: int  # at least 0
    customData: NotRequired[CustomData]


class CancelReservationResponse(TypedDict):
    status: CancelReservationStatusEnum
    statusInfo: NotRequired[StatusInfo]
    customData: NotRequired[CustomData]


CancelReservation = ToChargePoint[CancelReservationRequest, CancelReservationResponse]("2.1", "CancelReservation")


class CertificateSignedRequest(TypedDict):
    """Delivers the signed certificate that the charging station requested."""
    certificateChain: str  # at most 10000 characters
    certificateType: NotRequired[CertificateSigningUseEnum]
    requestId: NotRequired[int]
    customData: NotRequired[CustomData]


class CertificateSignedResponse(TypedDict):
    status: CertificateSignedStatusEnum
    statusInfo: NotRequired[StatusInfo]
    customData: NotRequired[CustomData]


CertificateSigned = ToChargePoint[CertificateSignedRequest, CertificateSignedResponse]("2.1", "CertificateSigned")


class ChangeAvailabilityRequest(TypedDict):
    """Makes the charging station, an EVSE or a connector operative or inoperative."""
    operationalStatus: OperationalStatusEnum
    evse: NotRequired[EVSE]
    customData: NotRequired[CustomData]


class ChangeAvailabilityResponse(TypedDict):
    status: ChangeAvailabilityStatusEnum
    statusInfo: NotRequired[StatusInfo]
    customData: NotRequired[CustomData]


ChangeAvailability = ToChargePoint[ChangeAvailabilityRequest, ChangeAvailabilityResponse]("2.1", "ChangeAvailability")


class ChangeTransactionTariffRequest(TypedDict):
    """Changes the tariff of a running transaction."""
    tariff: Tariff
    transactionId: str  # at most 36 characters
    customData: NotRequired[CustomData]


class ChangeTransactionTariffResponse(TypedDict):
    status: TariffChangeStatusEnum
    statusInfo: NotRequired[StatusInfo]
    customData: NotRequired[CustomData]


ChangeTransactionTariff = ToChargePoint[
    ChangeTransactionTariffRequest, ChangeTransactionTariffResponse
]("2.1", "ChangeTransactionTariff")


class ClearCacheRequest(TypedDict):
    """Empties the authorization cache."""
    customData: NotRequired[CustomData]


class ClearCacheResponse(TypedDict):
    status: ClearCacheStatusEnum
    statusInfo: NotRequired[StatusInfo]
    customData: NotRequired[CustomData]


ClearCache = ToChargePoint[ClearCacheRequest, ClearCacheResponse]("2.1", "ClearCache")


class ClearChargingProfileRequest(TypedDict):
    """Removes the charging profiles that match."""
    chargingProfileId: NotRequired[int]
    chargingProfileCriteria: NotRequired[ClearChargingProfileType]
    customData: NotRequired[CustomData]


class ClearChargingProfileResponse(TypedDict):
    status: ClearChargingProfileStatusEnum
    statusInfo: NotRequired[StatusInfo]
    customData: NotRequired[CustomData]


ClearChargingProfile = ToChargePoint[
    ClearChargingProfileRequest, ClearChargingProfileResponse
]("2.1", "ClearChargingProfile")


class ClearDERControlRequest(TypedDict):
    """Removes DER controls."""
    isDefault: bool
    controlType: NotRequired[DERControlEnum]
    controlId: NotRequired[str]  # at most 36 characters
    customData: NotRequired[CustomData]


class ClearDERControlResponse(TypedDict):
    status: DERControlStatusEnum
    statusInfo: NotRequired[StatusInfo]
    customData: NotRequired[CustomData]


ClearDERControl = ToChargePoint[ClearDERControlRequest, ClearDERControlResponse]("2.1", "ClearDERControl")


class ClearDisplayMessageRequest(TypedDict):
    """Removes one display message."""
    id: int  # at least 0
    customData: NotRequired[CustomData]


class ClearDisplayMessageResponse(TypedDict):
    status: ClearMessageStatusEnum
    statusInfo: NotRequired[StatusInfo]
    customData: NotRequired[CustomData]


ClearDisplayMessage = ToChargePoint[
    ClearDisplayMessageRequest, ClearDisplayMessageResponse
]("2.1", "ClearDisplayMessage")


class ClearTariffsRequest(TypedDict):
    """Removes tariffs."""
    tariffIds: NotRequired[list[str]]  # at least 1 items, each at most 60 characters
    evseId: NotRequired[int]  # at least 0
    customData: NotRequired[CustomData]


class ClearTariffsResponse(TypedDict):
    clearTariffsResult: list[ClearTariffsResult]  # at least 1 items
    customData: NotRequired[CustomData]


ClearTariffs = ToChargePoint[ClearTariffsRequest, ClearTariffsResponse]("2.1", "ClearTariffs")


class ClearVariableMonitoringRequest(TypedDict):
    """Removes monitors by their ids."""
    id: list[int]  # at least 1 items, each at least 0
    customData: NotRequired[CustomData]


class ClearVariableMonitoringResponse(TypedDict):
    clearMonitoringResult: list[ClearMonitoringResult]  # at least 1 items
    customData: NotRequired[CustomData]


ClearVariableMonitoring = ToChargePoint[
    ClearVariableMonitoringRequest, ClearVariableMonitoringResponse
]("2.1", "ClearVariableMonitoring")


class ClearedChargingLimitRequest(TypedDict):
    """Reports that an external charging limit has ended."""
    chargingLimitSource: str  # at most 20 characters
    evseId: NotRequired[int]  # at least 0
    customData: NotRequired[CustomData]


class ClearedChargingLimitResponse(TypedDict):
    customData: NotRequired[CustomData]


ClearedChargingLimit = FromChargePoint[
    ClearedChargingLimitRequest, ClearedChargingLimitResponse
]("2.1", "ClearedChargingLimit")


class ClosePeriodicEventStreamRequest(TypedDict):
    """Announces the end of a periodic event stream."""
    id: int  # at least 0
    customData: NotRequired[CustomData]


class ClosePeriodicEventStreamResponse(TypedDict):
    customData: NotRequired[CustomData]


ClosePeriodicEventStream = FromChargePoint[
    ClosePeriodicEventStreamRequest, ClosePeriodicEventStreamResponse
]("2.1", "ClosePeriodicEventStream")


class CostUpdatedRequest(TypedDict):
    """Tells the running cost of a transaction."""
    totalCost: float
    transactionId: str  # at most 36 characters
    customData: NotRequired[CustomData]


class CostUpdatedResponse(TypedDict):
    customData: NotRequired[CustomData]


CostUpdated = ToChargePoint[CostUpdatedRequest, CostUpdatedResponse]("2.1", "CostUpdated")


class CustomerInformationRequest(TypedDict):
    """Asks to report, to clear, or both, the stored data about a customer."""
    requestId: int  # at least 0
    report: bool
    clear: bool
    customerCertificate: NotRequired[CertificateHashData]
    idToken: NotRequired[IdToken]
    customerIdentifier: NotRequired[str]  # at most 64 characters
    customData: NotRequired[CustomData]


class CustomerInformationResponse(TypedDict):
    status: CustomerInformationStatusEnum
    statusInfo: NotRequired[StatusInfo]
    customData: NotRequired[CustomData]


CustomerInformation = ToChargePoint[
    CustomerInformationRequest, CustomerInformationResponse
]("2.1", "CustomerInformation")


class DataTransferRequest(TypedDict):
    """Carries vendor-specific data in either direction."""
    vendorId: str  # at most 255 characters
    messageId: NotRequired[str]  # at most 50 characters
    data: NotRequired[Any]
    customData: NotRequired[CustomData]


class DataTransferResponse(TypedDict):
    status: DataTransferStatusEnum
    statusInfo: NotRequired[StatusInfo]
    data: NotRequired[Any]
    customData: NotRequired[CustomData]


DataTransfer = BothWays[DataTransferRequest, DataTransferResponse]("2.1", "DataTransfer")


class DeleteCertificateRequest(TypedDict):
    """Deletes one installed certificate."""
    certificateHashData: CertificateHashData
    customData: NotRequired[CustomData]


class DeleteCertificateResponse(TypedDict):
    status: DeleteCertificateStatusEnum
    statusInfo: NotRequired[StatusInfo]
    customData: NotRequired[CustomData]


DeleteCertificate = ToChargePoint[DeleteCertificateRequest, DeleteCertificateResponse]("2.1", "DeleteCertificate")


class FirmwareStatusNotificationRequest(TypedDict):
    """Reports how a firmware update goes."""
    status: FirmwareStatusEnum
    requestId: NotRequired[int]
    statusInfo: NotRequired[StatusInfo]
    customData: NotRequired[CustomData]


class FirmwareStatusNotificationResponse(TypedDict):
    customData: NotRequired[CustomData]


FirmwareStatusNotification = FromChargePoint[
    FirmwareStatusNotificationRequest, FirmwareStatusNotificationResponse
]("2.1", "FirmwareStatusNotification")


class Get15118EVCertificateRequest(TypedDict):
    """Passes an EV's request for a contract certificate on."""
    iso15118SchemaVersion: str  # at most 50 characters
    action: CertificateActionEnum
    exiRequest: str  # at most 11000 characters
    maximumContractCertificateChains: NotRequired[int]  # at least 0
    prioritizedEMAIDs: NotRequired[list[str]]  # 1 to 8 items, each at most 255 characters
    customData: NotRequired[CustomData]


class Get15118EVCertificateResponse(TypedDict):
    status: Iso15118EVCertificateStatusEnum
    exiResponse: str  # at most 17000 characters
    statusInfo: NotRequired[StatusInfo]
    remainingContracts: NotRequired[int]  # at least 0
    customData: NotRequired[CustomData]


Get15118EVCertificate = FromChargePoint[
    Get15118EVCertificateRequest, Get15118EVCertificateResponse
]("2.1", "Get15118EVCertificate")


class GetBaseReportRequest(TypedDict):
    """Asks for one of the predefined reports about the device model."""
    requestId: int
    reportBase: ReportBaseEnum
    customData: NotRequired[CustomData]


class GetBaseReportResponse(TypedDict):
    status: GenericDeviceModelStatusEnum
    statusInfo: NotRequired[StatusInfo]
    customData: NotRequired[CustomData]


GetBaseReport = ToChargePoint[GetBaseReportRequest, GetBaseReportResponse]("2.1", "GetBaseReport")


class GetCertificateChainStatusRequest(TypedDict):
    """Asks for the revocation status of a chain's certificates."""
    certificateStatusRequests: list[CertificateStatusRequestInfo]  # 1 to 4 items
    customData: NotRequired[CustomData]


class GetCertificateChainStatusResponse(TypedDict):
    certificateStatus: list[CertificateStatus]  # 1 to 4 items
    customData: NotRequired[CustomData]


GetCertificateChainStatus = FromChargePoint[
    GetCertificateChainStatusRequest, GetCertificateChainStatusResponse
]("2.1", "GetCertificateChainStatus")


class GetCertificateStatusRequest(TypedDict):
    """Asks for the OCSP status of a certificate."""
    ocspRequestData: OCSPRequestData
    customData: NotRequired[CustomData]


class GetCertificateStatusResponse(TypedDict):
    status: GetCertificateStatusEnum
    statusInfo: NotRequired[StatusInfo]
    ocspResult: NotRequired[str]  # at most 18000 characters
    customData: NotRequired[CustomData]


GetCertificateStatus = FromChargePoint[
    GetCertificateStatusRequest, GetCertificateStatusResponse
]("2.1", "GetCertificateStatus")


class GetChargingProfilesRequest(TypedDict):
    """Asks for the installed charging profiles that match."""
    requestId: int
    chargingProfile: ChargingProfileCriterion
    evseId: NotRequired[int]  # at least 0
    customData: NotRequired[CustomData]


class GetChargingProfilesResponse(TypedDict):
    status: GetChargingProfileStatusEnum
    statusInfo: NotRequired[StatusInfo]
    customData: NotRequired[CustomData]


GetChargingProfiles = ToChargePoint[
    GetChargingProfilesRequest, GetChargingProfilesResponse
]("2.1", "GetChargingProfiles")


class GetCompositeScheduleRequest(TypedDict):
    """Asks which schedule results from all profiles of an EVSE."""
    duration: int
    evseId: int  # at least 0
    chargingRateUnit: NotRequired[ChargingRateUnitEnum]
    customData: NotRequired[CustomData]


class GetCompositeScheduleResponse(TypedDict):
    status: GenericStatusEnum
    statusInfo: NotRequired[StatusInfo]
    schedule: NotRequired[CompositeSchedule]
    customData: NotRequired[CustomData]


GetCompositeSchedule = ToChargePoint[
    GetCompositeScheduleRequest, GetCompositeScheduleResponse
]("2.1", "GetCompositeSchedule")


class GetDERControlRequest(TypedDict):
    """Asks for the DER controls that match."""
    requestId: int
    isDefault: NotRequired[bool]
    controlType: NotRequired[DERControlEnum]
    controlId: NotRequired[str]  # at most 36 characters
    customData: NotRequired[CustomData]


class GetDERControlResponse(TypedDict):
    status: DERControlStatusEnum
    statusInfo: NotRequired[StatusInfo]
    customData: NotRequired[CustomData]


GetDERControl = ToChargePoint[GetDERControlRequest, GetDERControlResponse]("2.1", "GetDERControl")


class GetDisplayMessagesRequest(TypedDict):
    """Asks for the display messages that match."""
    requestId: int
    id: NotRequired[list[int]]  # at least 1 items, each at least 0
    priority: NotRequired[MessagePriorityEnum]
    state: NotRequired[MessageStateEnum]
    customData: NotRequired[CustomData]


class GetDisplayMessagesResponse(TypedDict):
    status: GetDisplayMessagesStatusEnum
    statusInfo: NotRequired[StatusInfo]
    customData: NotRequired[CustomData]


GetDisplayMessages = ToChargePoint[GetDisplayMessagesRequest, GetDisplayMessagesResponse]("2.1", "GetDisplayMessages")


class GetInstalledCertificateIdsRequest(TypedDict):
    """Lists the installed certificates, of some uses or of all."""
    certificateType: NotRequired[list[GetCertificateIdUseEnum]]  # at least 1 items
    customData: NotRequired[CustomData]


class GetInstalledCertificateIdsResponse(TypedDict):
    status: GetInstalledCertificateStatusEnum
    statusInfo: NotRequired[StatusInfo]
    certificateHashDataChain: NotRequired[list[CertificateHashDataChain]]  # at least 1 items
    customData: NotRequired[CustomData]


GetInstalledCertificateIds = ToChargePoint[
    GetInstalledCertificateIdsRequest, GetInstalledCertificateIdsResponse
]("2.1", "GetInstalledCertificateIds")


class GetLocalListVersionRequest(TypedDict):
    """Asks for the version number of the local authorization list."""
    customData: NotRequired[CustomData]


class GetLocalListVersionResponse(TypedDict):
    versionNumber: int
    customData: NotRequired[CustomData]


GetLocalListVersion = ToChargePoint[
    GetLocalListVersionRequest, GetLocalListVersionResponse
]("2.1", "GetLocalListVersion")


class GetLogRequest(TypedDict):
    """Asks for an upload of a log."""
    log: LogParameters
    logType: LogEnum
    requestId: int
    retries: NotRequired[int]  # at least 0
    retryInterval: NotRequired[int]
    customData: NotRequired[CustomData]


class GetLogResponse(TypedDict):
    status: LogStatusEnum
    statusInfo: NotRequired[StatusInfo]
    filename: NotRequired[str]  # at most 255 characters
    customData: NotRequired[CustomData]


GetLog = ToChargePoint[GetLogRequest, GetLogResponse]("2.1", "GetLog")


class GetMonitoringReportRequest(TypedDict):
    """Asks for a report about the monitors that match."""
    requestId: int
    componentVariable: NotRequired[list[ComponentVariable]]  # at least 1 items
    monitoringCriteria: NotRequired[list[MonitoringCriterionEnum]]  # 1 to 3 items
    customData: NotRequired[CustomData]


class GetMonitoringReportResponse(TypedDict):
    status: GenericDeviceModelStatusEnum
    statusInfo: NotRequired[StatusInfo]
    customData: NotRequired[CustomData]


GetMonitoringReport = ToChargePoint[
    GetMonitoringReportRequest, GetMonitoringReportResponse
]("2.1", "GetMonitoringReport")


class GetPeriodicEventStreamRequest(TypedDict):
    """Lists the periodic event streams."""
    customData: NotRequired[CustomData]


class GetPeriodicEventStreamResponse(TypedDict):
    constantStreamData: NotRequired[list[ConstantStreamData]]  # at least 1 items
    customData: NotRequired[CustomData]


GetPeriodicEventStream = ToChargePoint[
    GetPeriodicEventStreamRequest, GetPeriodicEventStreamResponse
]("2.1", "GetPeriodicEventStream")


class GetReportRequest(TypedDict):
    """Asks for a report about the components and variables that match."""
    requestId: int
    componentVariable: NotRequired[list[ComponentVariable]]  # at least 1 items
    componentCriteria: NotRequired[list[ComponentCriterionEnum]]  # 1 to 4 items
    customData: NotRequired[CustomData]


class GetReportResponse(TypedDict):
    status: GenericDeviceModelStatusEnum
    statusInfo: NotRequired[StatusInfo]
    customData: NotRequired[CustomData]


GetReport = ToChargePoint[GetReportRequest, GetReportResponse]("2.1", "GetReport")


class GetTariffsRequest(TypedDict):
    """Lists the tariffs of an EVSE."""
    evseId: int  # at least 0
    customData: NotRequired[CustomData]


class GetTariffsResponse(TypedDict):
    status: TariffGetStatusEnum
    statusInfo: NotRequired[StatusInfo]
    tariffAssignments: NotRequired[list[TariffAssignment]]  # at least 1 items
    customData: NotRequired[CustomData]


GetTariffs = ToChargePoint[GetTariffsRequest, GetTariffsResponse]("2.1", "GetTariffs")


class GetTransactionStatusRequest(TypedDict):
    """Asks whether a transaction still runs and whether messages wait to be sent."""
    transactionId: NotRequired[str]  # at most 36 characters
    customData: NotRequired[CustomData]


class GetTransactionStatusResponse(TypedDict):
    messagesInQueue: bool
    ongoingIndicator: NotRequired[bool]
    customData: NotRequired[CustomData]


GetTransactionStatus = ToChargePoint[
    GetTransactionStatusRequest, GetTransactionStatusResponse
]("2.1", "GetTransactionStatus")


class GetVariablesRequest(TypedDict):
    """Reads variables of components."""
    getVariableData: list[GetVariableData]  # at least 1 items
    customData: NotRequired[CustomData]


class GetVariablesResponse(TypedDict):
    getVariableResult: list[GetVariableResult]  # at least 1 items
    customData: NotRequired[CustomData]


GetVariables = ToChargePoint[GetVariablesRequest, GetVariablesResponse]("2.1", "GetVariables")


class HeartbeatRequest(TypedDict):
    """Shows that the charging station is alive, and gives it the time."""
    customData: NotRequired[CustomData]


class HeartbeatResponse(TypedDict):
    currentTime: str  # RFC 3339
    customData: NotRequired[CustomData]


Heartbeat = FromChargePoint[HeartbeatRequest, HeartbeatResponse]("2.1", "Heartbeat")


class InstallCertificateRequest(TypedDict):
    """Installs a root certificate."""
    certificateType: InstallCertificateUseEnum
    certificate: str  # at most 10000 characters
    customData: NotRequired[CustomData]


class InstallCertificateResponse(TypedDict):
    status: InstallCertificateStatusEnum
    statusInfo: NotRequired[StatusInfo]
    customData: NotRequired[CustomData]


InstallCertificate = ToChargePoint[InstallCertificateRequest, InstallCertificateResponse]("2.1", "InstallCertificate")


class LogStatusNotificationRequest(TypedDict):
    """Reports how the upload of a log goes."""
    status: UploadLogStatusEnum
    requestId: NotRequired[int]
    statusInfo: NotRequired[StatusInfo]
    customData: NotRequired[CustomData]


class LogStatusNotificationResponse(TypedDict):
    customData: NotRequired[CustomData]


LogStatusNotification = FromChargePoint[
    LogStatusNotificationRequest, LogStatusNotificationResponse
]("2.1", "LogStatusNotification")


class MeterValuesRequest(TypedDict):
    """Reports meter readings that belong to no transaction."""
    evseId: int  # at least 0
    meterValue: list[MeterValue]  # at least 1 items
    customData: NotRequired[CustomData]


class MeterValuesResponse(TypedDict):
    customData: NotRequired[CustomData]


MeterValues = FromChargePoint[MeterValuesRequest, MeterValuesResponse]("2.1", "MeterValues")


class NotifyAllowedEnergyTransferRequest(TypedDict):
    """Changes the energy transfer modes that a transaction may use."""
    transactionId: str  # at most 36 characters
    allowedEnergyTransfer: list[EnergyTransferModeEnum]  # at least 1 items
    customData: NotRequired[CustomData]


class NotifyAllowedEnergyTransferResponse(TypedDict):
    status: NotifyAllowedEnergyTransferStatusEnum
    statusInfo: NotRequired[StatusInfo]
    customData: NotRequired[CustomData]


NotifyAllowedEnergyTransfer = ToChargePoint[
    NotifyAllowedEnergyTransferRequest, NotifyAllowedEnergyTransferResponse
]("2.1", "NotifyAllowedEnergyTransfer")


class NotifyChargingLimitRequest(TypedDict):
    """Reports a charging limit that another source has set."""
    chargingLimit: ChargingLimit
    chargingSchedule: NotRequired[list[ChargingSchedule]]  # at least 1 items
    evseId: NotRequired[int]  # at least 0
    customData: NotRequired[CustomData]


class NotifyChargingLimitResponse(TypedDict):
    customData: NotRequired[CustomData]


NotifyChargingLimit = FromChargePoint[
    NotifyChargingLimitRequest, NotifyChargingLimitResponse
]("2.1", "NotifyChargingLimit")


class NotifyCustomerInformationRequest(TypedDict):
    """Delivers one part of the stored data about a customer."""
    data: str  # at most 512 characters
    seqNo: int  # at least 0
    generatedAt: str  # RFC 3339
    requestId: int  # at least 0
    tbc: NotRequired[bool]  # false if absent
    customData: NotRequired[CustomData]


class NotifyCustomerInformationResponse(TypedDict):
    customData: NotRequired[CustomData]


NotifyCustomerInformation = FromChargePoint[
    NotifyCustomerInformationRequest, NotifyCustomerInformationResponse
]("2.1", "NotifyCustomerInformation")


class NotifyDERAlarmRequest(TypedDict):
    """Reports that a grid event of a DER control began or ended."""
    controlType: DERControlEnum
    timestamp: str  # RFC 3339
    gridEventFault: NotRequired[GridEventFaultEnum]
    alarmEnded: NotRequired[bool]
    extraInfo: NotRequired[str]  # at most 200 characters
    customData: NotRequired[CustomData]


class NotifyDERAlarmResponse(TypedDict):
    customData: NotRequired[CustomData]


NotifyDERAlarm = FromChargePoint[NotifyDERAlarmRequest, NotifyDERAlarmResponse]("2.1", "NotifyDERAlarm")


class NotifyDERStartStopRequest(TypedDict):
    """Reports that a DER control started or stopped."""
    controlId: str  # at most 36 characters
    started: bool
    timestamp: str  # RFC 3339
    supersededIds: NotRequired[list[str]]  # 1 to 24 items, each at most 36 characters
    customData: NotRequired[CustomData]


class NotifyDERStartStopResponse(TypedDict):
    customData: NotRequired[CustomData]


NotifyDERStartStop = FromChargePoint[NotifyDERStartStopRequest, NotifyDERStartStopResponse]("2.1", "NotifyDERStartStop")


class NotifyDisplayMessagesRequest(TypedDict):
    """Delivers one part of the list of display messages."""
    requestId: int
    messageInfo: NotRequired[list[MessageInfo]]  # at least 1 items
    tbc: NotRequired[bool]  # false if absent
    customData: NotRequired[CustomData]


class NotifyDisplayMessagesResponse(TypedDict):
    customData: NotRequired[CustomData]


NotifyDisplayMessages = FromChargePoint[
    NotifyDisplayMessagesRequest, NotifyDisplayMessagesResponse
]("2.1", "NotifyDisplayMessages")


class NotifyEVChargingNeedsRequest(TypedDict):
    """Reports what the EV needs for its charging session."""
    evseId: int  # at least 1
    chargingNeeds: ChargingNeeds
    maxScheduleTuples: NotRequired[int]  # at least 0
    timestamp: NotRequired[str]  # RFC 3339
    customData: NotRequired[CustomData]


class NotifyEVChargingNeedsResponse(TypedDict):
    status: NotifyEVChargingNeedsStatusEnum
    statusInfo: NotRequired[StatusInfo]
    customData: NotRequired[CustomData]


NotifyEVChargingNeeds = FromChargePoint[
    NotifyEVChargingNeedsRequest, NotifyEVChargingNeedsResponse
]("2.1", "NotifyEVChargingNeeds")


class NotifyEVChargingScheduleRequest(TypedDict):
    """Reports the schedule that the EV intends to follow."""
    timeBase: str  # RFC 3339
    chargingSchedule: ChargingSchedule
    evseId: int  # at least 1
    selectedChargingScheduleId: NotRequired[int]  # at least 0
    powerToleranceAcceptance: NotRequired[bool]
    customData: NotRequired[CustomData]


class NotifyEVChargingScheduleResponse(TypedDict):
    status: GenericStatusEnum
    statusInfo: NotRequired[StatusInfo]
    customData: NotRequired[CustomData]


NotifyEVChargingSchedule = FromChargePoint[
    NotifyEVChargingScheduleRequest, NotifyEVChargingScheduleResponse
]("2.1", "NotifyEVChargingSchedule")


class NotifyEventRequest(TypedDict):
    """Reports events of monitored components and variables."""
    generatedAt: str  # RFC 3339
    seqNo: int  # at least 0
    eventData: list[EventData]  # at least 1 items
    tbc: NotRequired[bool]  # false if absent
    customData: NotRequired[CustomData]


class NotifyEventResponse(TypedDict):
    customData: NotRequired[CustomData]


NotifyEvent = FromChargePoint[NotifyEventRequest, NotifyEventResponse]("2.1", "NotifyEvent")


class NotifyMonitoringReportRequest(TypedDict):
    """Delivers one part of a report about monitors."""
    requestId: int
    seqNo: int  # at least 0
    generatedAt: str  # RFC 3339
    monitor: NotRequired[list[MonitoringData]]  # at least 1 items
    tbc: NotRequired[bool]  # false if absent
    customData: NotRequired[CustomData]


class NotifyMonitoringReportResponse(TypedDict):
    customData: NotRequired[CustomData]


NotifyMonitoringReport = FromChargePoint[
    NotifyMonitoringReportRequest, NotifyMonitoringReportResponse
]("2.1", "NotifyMonitoringReport")


class NotifyPeriodicEventStreamRequest(TypedDict):
    """Sends the values of a periodic event stream, unanswered."""
    data: list[StreamDataElement]  # at least 1 items
    id: int  # at least 0
    pending: int  # at least 0
    basetime: str  # RFC 3339
    customData: NotRequired[CustomData]


class NotifyPriorityChargingRequest(TypedDict):
    """Reports that priority charging was switched on or off."""
    transactionId: str  # at most 36 characters
    activated: bool
    customData: NotRequired[CustomData]


class NotifyPriorityChargingResponse(TypedDict):
    customData: NotRequired[CustomData]


NotifyPriorityCharging = FromChargePoint[
    NotifyPriorityChargingRequest, NotifyPriorityChargingResponse
]("2.1", "NotifyPriorityCharging")


class NotifyReportRequest(TypedDict):
    """Delivers one part of a report about the device model."""
    requestId: int
    generatedAt: str  # RFC 3339
    seqNo: int  # at least 0
    reportData: NotRequired[list[ReportData]]  # at least 1 items
    tbc: NotRequired[bool]  # false if absent
    customData: NotRequired[CustomData]


class NotifyReportResponse(TypedDict):
    customData: NotRequired[CustomData]


NotifyReport = FromChargePoint[NotifyReportRequest, NotifyReportResponse]("2.1", "NotifyReport")


class NotifySettlementRequest(TypedDict):
    """Reports how a payment at the charging station was settled."""
    pspRef: str  # at most 255 characters
    status: PaymentStatusEnum
    settlementAmount: float
    settlementTime: str  # RFC 3339
    transactionId: NotRequired[str]  # at most 36 characters
    statusInfo: NotRequired[str]  # at most 500 characters
    receiptId: NotRequired[str]  # at most 50 characters
    receiptUrl: NotRequired[str]  # at most 2000 characters
    vatCompany: NotRequired[Address]
    vatNumber: NotRequired[str]  # at most 20 characters
    customData: NotRequired[CustomData]


class NotifySettlementResponse(TypedDict):
    receiptUrl: NotRequired[str]  # at most 2000 characters
    receiptId: NotRequired[str]  # at most 50 characters
    customData: NotRequired[CustomData]


NotifySettlement = FromChargePoint[NotifySettlementRequest, NotifySettlementResponse]("2.1", "NotifySettlement")


class NotifyWebPaymentStartedRequest(TypedDict):
    """Announces that somebody pays for an EVSE through the web."""
    evseId: int  # at least 0
    timeout: int
    customData: NotRequired[CustomData]


class NotifyWebPaymentStartedResponse(TypedDict):
    customData: NotRequired[CustomData]


NotifyWebPaymentStarted = ToChargePoint[
    NotifyWebPaymentStartedRequest, NotifyWebPaymentStartedResponse
]("2.1", "NotifyWebPaymentStarted")


class OpenPeriodicEventStreamRequest(TypedDict):
    """Announces a new periodic event stream."""
    constantStreamData: ConstantStreamData
    customData: NotRequired[CustomData]


class OpenPeriodicEventStreamResponse(TypedDict):
    status: GenericStatusEnum
    statusInfo: NotRequired[StatusInfo]
    customData: NotRequired[CustomData]


OpenPeriodicEventStream = FromChargePoint[
    OpenPeriodicEventStreamRequest, OpenPeriodicEventStreamResponse
]("2.1", "OpenPeriodicEventStream")


class PublishFirmwareRequest(TypedDict):
    """Asks a local controller to download a firmware and to offer it to its stations."""
    location: str  # at most 2000 characters
    checksum: str  # at most 32 characters
    requestId: int  # at least 0
    retries: NotRequired[int]  # at least 0
    retryInterval: NotRequired[int]  # at least 0
    customData: NotRequired[CustomData]


class PublishFirmwareResponse(TypedDict):
    status: GenericStatusEnum
    statusInfo: NotRequired[StatusInfo]
    customData: NotRequired[CustomData]


PublishFirmware = ToChargePoint[PublishFirmwareRequest, PublishFirmwareResponse]("2.1", "PublishFirmware")


class PublishFirmwareStatusNotificationRequest(TypedDict):
    """Reports how a local controller's firmware publication goes."""
    status: PublishFirmwareStatusEnum
    location: NotRequired[list[str]]  # at least 1 items, each at most 2000 characters
    requestId: NotRequired[int]  # at least 0
    statusInfo: NotRequired[StatusInfo]
    customData: NotRequired[CustomData]


class PublishFirmwareStatusNotificationResponse(TypedDict):
    customData: NotRequired[CustomData]


PublishFirmwareStatusNotification = FromChargePoint[
    PublishFirmwareStatusNotificationRequest, PublishFirmwareStatusNotificationResponse
]("2.1", "PublishFirmwareStatusNotification")


class PullDynamicScheduleUpdateRequest(TypedDict):
    """Asks for the newest values of a dynamic charging schedule."""
    chargingProfileId: int
    customData: NotRequired[CustomData]


class PullDynamicScheduleUpdateResponse(TypedDict):
    status: ChargingProfileStatusEnum
    scheduleUpdate: NotRequired[ChargingScheduleUpdate]
    statusInfo: NotRequired[StatusInfo]
    customData: NotRequired[CustomData]


PullDynamicScheduleUpdate = FromChargePoint[
    PullDynamicScheduleUpdateRequest, PullDynamicScheduleUpdateResponse
]("2.1", "PullDynamicScheduleUpdate")


class ReportChargingProfilesRequest(TypedDict):
    """Delivers one part of the list of installed charging profiles."""
    requestId: int
    chargingLimitSource: str  # at most 20 characters
    chargingProfile: list[ChargingProfile]  # at least 1 items
    evseId: int  # at least 0
    tbc: NotRequired[bool]  # false if absent
    customData: NotRequired[CustomData]


class ReportChargingProfilesResponse(TypedDict):
    customData: NotRequired[CustomData]


ReportChargingProfiles = FromChargePoint[
    ReportChargingProfilesRequest, ReportChargingProfilesResponse
]("2.1", "ReportChargingProfiles")


class ReportDERControlRequest(TypedDict):
    """Delivers one part of the list of DER controls."""
    requestId: int
    curve: NotRequired[list[DERCurveGet]]  # 1 to 24 items
    enterService: NotRequired[list[EnterServiceGet]]  # 1 to 24 items
    fixedPFAbsorb: NotRequired[list[FixedPFGet]]  # 1 to 24 items
    fixedPFInject: NotRequired[list[FixedPFGet]]  # 1 to 24 items
    fixedVar: NotRequired[list[FixedVarGet]]  # 1 to 24 items
    freqDroop: NotRequired[list[FreqDroopGet]]  # 1 to 24 items
    gradient: NotRequired[list[GradientGet]]  # 1 to 24 items
    limitMaxDischarge: NotRequired[list[LimitMaxDischargeGet]]  # 1 to 24 items
    tbc: NotRequired[bool]
    customData: NotRequired[CustomData]


class ReportDERControlResponse(TypedDict):
    customData: NotRequired[CustomData]


ReportDERControl = FromChargePoint[ReportDERControlRequest, ReportDERControlResponse]("2.1", "ReportDERControl")


class RequestBatterySwapRequest(TypedDict):
    """Asks a swap station to start a battery swap."""
    idToken: IdToken
    requestId: int
    customData: NotRequired[CustomData]


class RequestBatterySwapResponse(TypedDict):
    status: GenericStatusEnum
    statusInfo: NotRequired[StatusInfo]
    customData: NotRequired[CustomData]


RequestBatterySwap = ToChargePoint[RequestBatterySwapRequest, RequestBatterySwapResponse]("2.1", "RequestBatterySwap")


class RequestStartTransactionRequest(TypedDict):
    """Asks the charging station to start a transaction for an idToken."""
    idToken: IdToken
    remoteStartId: int
    evseId: NotRequired[int]  # at least 1
    groupIdToken: NotRequired[IdToken]
    chargingProfile: NotRequired[ChargingProfile]
    customData: NotRequired[CustomData]


class RequestStartTransactionResponse(TypedDict):
    status: RequestStartStopStatusEnum
    statusInfo: NotRequired[StatusInfo]
    transactionId: NotRequired[str]  # at most 36 characters
    customData: NotRequired[CustomData]


RequestStartTransaction = ToChargePoint[
    RequestStartTransactionRequest, RequestStartTransactionResponse
]("2.1", "RequestStartTransaction")


class RequestStopTransactionRequest(TypedDict):
    """Asks the charging station to stop a transaction."""
    transactionId: str  # at most 36 characters
    customData: NotRequired[CustomData]


class RequestStopTransactionResponse(TypedDict):
    status: RequestStartStopStatusEnum
    statusInfo: NotRequired[StatusInfo]
    customData: NotRequired[CustomData]


RequestStopTransaction = ToChargePoint[
    RequestStopTransactionRequest, RequestStopTransactionResponse
]("2.1", "RequestStopTransaction")


class ReservationStatusUpdateRequest(TypedDict):
    """Reports that a reservation is over."""
    reservationId: int  # at least 0
    reservationUpdateStatus: ReservationUpdateStatusEnum
    customData: NotRequired[CustomData]


class ReservationStatusUpdateResponse(TypedDict):
    customData: NotRequired[CustomData]


ReservationStatusUpdate = FromChargePoint[
    ReservationStatusUpdateRequest, ReservationStatusUpdateResponse
]("2.1", "ReservationStatusUpdate")


class ReserveNowRequest(TypedDict):
    """Reserves an EVSE, or any EVSE, for an idToken until a time."""
    id: int  # at least 0
    expiryDateTime: str  # RFC 3339
    idToken: IdToken
    connectorType: NotRequired[str]  # at most 20 characters
    evseId: NotRequired[int]  # at least 0
    groupIdToken: NotRequired[IdToken]
    customData: NotRequired[CustomData]


class ReserveNowResponse(TypedDict):
    status: ReserveNowStatusEnum
    statusInfo: NotRequired[StatusInfo]
    customData: NotRequired[CustomData]


ReserveNow = ToChargePoint[ReserveNowRequest, ReserveNowResponse]("2.1", "ReserveNow")


class ResetRequest(TypedDict):
    """Restarts the charging station or one EVSE."""
    type: ResetEnum
    evseId: NotRequired[int]  # at least 0
    customData: NotRequired[CustomData]


class ResetResponse(TypedDict):
    status: ResetStatusEnum
    statusInfo: NotRequired[StatusInfo]
    customData: NotRequired[CustomData]


Reset = ToChargePoint[ResetRequest, ResetResponse]("2.1", "Reset")


class SecurityEventNotificationRequest(TypedDict):
    """Reports a security event."""
    type: str  # at most 50 characters
    timestamp: str  # RFC 3339
    techInfo: NotRequired[str]  # at most 255 characters
    customData: NotRequired[CustomData]


class SecurityEventNotificationResponse(TypedDict):
    customData: NotRequired[CustomData]


SecurityEventNotification = FromChargePoint[
    SecurityEventNotificationRequest, SecurityEventNotificationResponse
]("2.1", "SecurityEventNotification")


class SendLocalListRequest(TypedDict):
    """Replaces or changes the local authorization list."""
    versionNumber: int
    updateType: UpdateEnum
    localAuthorizationList: NotRequired[list[AuthorizationData]]  # at least 1 items
    customData: NotRequired[CustomData]


class SendLocalListResponse(TypedDict):
    status: SendLocalListStatusEnum
    statusInfo: NotRequired[StatusInfo]
    customData: NotRequired[CustomData]


SendLocalList = ToChargePoint[SendLocalListRequest, SendLocalListResponse]("2.1", "SendLocalList")


class SetChargingProfileRequest(TypedDict):
    """Installs a charging profile."""
    evseId: int  # at least 0
    chargingProfile: ChargingProfile
    customData: NotRequired[CustomData]


class SetChargingProfileResponse(TypedDict):
    status: ChargingProfileStatusEnum
    statusInfo: NotRequired[StatusInfo]
    customData: NotRequired[CustomData]


SetChargingProfile = ToChargePoint[SetChargingProfileRequest, SetChargingProfileResponse]("2.1", "SetChargingProfile")


class SetDERControlRequest(TypedDict):
    """Installs a DER control."""
    isDefault: bool
    controlId: str  # at most 36 characters
    controlType: DERControlEnum
    curve: NotRequired[DERCurve]
    enterService: NotRequired[EnterService]
    fixedPFAbsorb: NotRequired[FixedPF]
    fixedPFInject: NotRequired[FixedPF]
    fixedVar: NotRequired[FixedVar]
    freqDroop: NotRequired[FreqDroop]
    gradient: NotRequired[Gradient]
    limitMaxDischarge: NotRequired[LimitMaxDischarge]
    customData: NotRequired[CustomData]


class SetDERControlResponse(TypedDict):
    status: DERControlStatusEnum
    statusInfo: NotRequired[StatusInfo]
    supersededIds: NotRequired[list[str]]  # 1 to 24 items, each at most 36 characters
    customData: NotRequired[CustomData]


SetDERControl = ToChargePoint[SetDERControlRequest, SetDERControlResponse]("2.1", "SetDERControl")


class SetDefaultTariffRequest(TypedDict):
    """Installs the tariff that holds where no other does."""
    evseId: int  # at least 0
    tariff: Tariff
    customData: NotRequired[CustomData]


class SetDefaultTariffResponse(TypedDict):
    status: TariffSetStatusEnum
    statusInfo: NotRequired[StatusInfo]
    customData: NotRequired[CustomData]


SetDefaultTariff = ToChargePoint[SetDefaultTariffRequest, SetDefaultTariffResponse]("2.1", "SetDefaultTariff")


class SetDisplayMessageRequest(TypedDict):
    """Shows a message on the display."""
    message: MessageInfo
    customData: NotRequired[CustomData]


class SetDisplayMessageResponse(TypedDict):
    status: DisplayMessageStatusEnum
    statusInfo: NotRequired[StatusInfo]
    customData: NotRequired[CustomData]


SetDisplayMessage = ToChargePoint[SetDisplayMessageRequest, SetDisplayMessageResponse]("2.1", "SetDisplayMessage")


class SetMonitoringBaseRequest(TypedDict):
    """Chooses the base set of monitors."""
    monitoringBase: MonitoringBaseEnum
    customData: NotRequired[CustomData]


class SetMonitoringBaseResponse(TypedDict):
    status: GenericDeviceModelStatusEnum
    statusInfo: NotRequired[StatusInfo]
    customData: NotRequired[CustomData]


SetMonitoringBase = ToChargePoint[SetMonitoringBaseRequest, SetMonitoringBaseResponse]("2.1", "SetMonitoringBase")


class SetMonitoringLevelRequest(TypedDict):
    """Chooses from which severity on events are reported."""
    severity: int  # at least 0
    customData: NotRequired[CustomData]


class SetMonitoringLevelResponse(TypedDict):
    status: GenericStatusEnum
    statusInfo: NotRequired[StatusInfo]
    customData: NotRequired[CustomData]


SetMonitoringLevel = ToChargePoint[SetMonitoringLevelRequest, SetMonitoringLevelResponse]("2.1", "SetMonitoringLevel")


class SetNetworkProfileRequest(TypedDict):
    """Stores a network connection profile in a slot."""
    configurationSlot: int
    connectionData: NetworkConnectionProfile
    customData: NotRequired[CustomData]


class SetNetworkProfileResponse(TypedDict):
    status: SetNetworkProfileStatusEnum
    statusInfo: NotRequired[StatusInfo]
    customData: NotRequired[CustomData]


SetNetworkProfile = ToChargePoint[SetNetworkProfileRequest, SetNetworkProfileResponse]("2.1", "SetNetworkProfile")


class SetVariableMonitoringRequest(TypedDict):
    """Sets monitors on variables."""
    setMonitoringData: list[SetMonitoringData]  # at least 1 items
    customData: NotRequired[CustomData]


class SetVariableMonitoringResponse(TypedDict):
    setMonitoringResult: list[SetMonitoringResult]  # at least 1 items
    customData: NotRequired[CustomData]


SetVariableMonitoring = ToChargePoint[
    SetVariableMonitoringRequest, SetVariableMonitoringResponse
]("2.1", "SetVariableMonitoring")


class SetVariablesRequest(TypedDict):
    """Writes variables of components."""
    setVariableData: list[SetVariableData]  # at least 1 items
    customData: NotRequired[CustomData]


class SetVariablesResponse(TypedDict):
    setVariableResult: list[SetVariableResult]  # at least 1 items
    customData: NotRequired[CustomData]


SetVariables = ToChargePoint[SetVariablesRequest, SetVariablesResponse]("2.1", "SetVariables")


class SignCertificateRequest(TypedDict):
    """Asks for a signature on a certificate signing request."""
    csr: str  # at most 5500 characters
    certificateType: NotRequired[CertificateSigningUseEnum]
    hashRootCertificate: NotRequired[CertificateHashData]
    requestId: NotRequired[int]
    customData: NotRequired[CustomData]


class SignCertificateResponse(TypedDict):
    status: GenericStatusEnum
    statusInfo: NotRequired[StatusInfo]
    customData: NotRequired[CustomData]


SignCertificate = FromChargePoint[SignCertificateRequest, SignCertificateResponse]("2.1", "SignCertificate")


class StatusNotificationRequest(TypedDict):
    """Reports the status of a connector."""
    timestamp: str  # RFC 3339
    connectorStatus: ConnectorStatusEnum
    evseId: int  # at least 0
    connectorId: int  # at least 0
    customData: NotRequired[CustomData]


class StatusNotificationResponse(TypedDict):
    customData: NotRequired[CustomData]


StatusNotification = FromChargePoint[StatusNotificationRequest, StatusNotificationResponse]("2.1", "StatusNotification")


class TransactionEventRequest(TypedDict):
    """Reports that a transaction has started, changed or ended."""
    eventType: TransactionEventEnum
    timestamp: str  # RFC 3339
    triggerReason: TriggerReasonEnum
    seqNo: int  # at least 0
    transactionInfo: Transaction
    costDetails: NotRequired[CostDetails]
    meterValue: NotRequired[list[MeterValue]]  # at least 1 items
    offline: NotRequired[bool]  # false if absent
    numberOfPhasesUsed: NotRequired[int]  # 0 to 3
    cableMaxCurrent: NotRequired[int]
    reservationId: NotRequired[int]  # at least 0
    preconditioningStatus: NotRequired[PreconditioningStatusEnum]
    evseSleep: NotRequired[bool]
    evse: NotRequired[EVSE]
    idToken: NotRequired[IdToken]
    customData: NotRequired[CustomData]


class TransactionEventResponse(TypedDict):
    totalCost: NotRequired[float]
    chargingPriority: NotRequired[int]
    idTokenInfo: NotRequired[IdTokenInfo]
    transactionLimit: NotRequired[TransactionLimit]
    updatedPersonalMessage: NotRequired[MessageContent]
    updatedPersonalMessageExtra: NotRequired[list[MessageContent]]  # 1 to 4 items
    customData: NotRequired[CustomData]


TransactionEvent = FromChargePoint[TransactionEventRequest, TransactionEventResponse]("2.1", "TransactionEvent")


class TriggerMessageRequest(TypedDict):
    """Asks for one message now."""
    requestedMessage: MessageTriggerEnum
    evse: NotRequired[EVSE]
    customTrigger: NotRequired[str]  # at most 50 characters
    customData: NotRequired[CustomData]


class TriggerMessageResponse(TypedDict):
    status: TriggerMessageStatusEnum
    statusInfo: NotRequired[StatusInfo]
    customData: NotRequired[CustomData]


TriggerMessage = ToChargePoint[TriggerMessageRequest, TriggerMessageResponse]("2.1", "TriggerMessage")


class UnlockConnectorRequest(TypedDict):
    """Asks the charging station to unlock a connector."""
    evseId: int  # at least 0
    connectorId: int  # at least 0
    customData: NotRequired[CustomData]


class UnlockConnectorResponse(TypedDict):
    status: UnlockStatusEnum
    statusInfo: NotRequired[StatusInfo]
    customData: NotRequired[CustomData]


UnlockConnector = ToChargePoint[UnlockConnectorRequest, UnlockConnectorResponse]("2.1", "UnlockConnector")


class UnpublishFirmwareRequest(TypedDict):
    """Asks a local controller to offer a firmware no longer."""
    checksum: str  # at most 32 characters
    customData: NotRequired[CustomData]


class UnpublishFirmwareResponse(TypedDict):
    status: UnpublishFirmwareStatusEnum
    customData: NotRequired[CustomData]


UnpublishFirmware = ToChargePoint[UnpublishFirmwareRequest, UnpublishFirmwareResponse]("2.1", "UnpublishFirmware")


class UpdateDynamicScheduleRequest(TypedDict):
    """Pushes new values into a dynamic charging schedule."""
    chargingProfileId: int
    scheduleUpdate: ChargingScheduleUpdate
    customData: NotRequired[CustomData]


class UpdateDynamicScheduleResponse(TypedDict):
    status: ChargingProfileStatusEnum
    statusInfo: NotRequired[StatusInfo]
    customData: NotRequired[CustomData]


UpdateDynamicSchedule = ToChargePoint[
    UpdateDynamicScheduleRequest, UpdateDynamicScheduleResponse
]("2.1", "UpdateDynamicSchedule")


class UpdateFirmwareRequest(TypedDict):
    """Asks for a firmware update."""
    requestId: int
    firmware: Firmware
    retries: NotRequired[int]  # at least 0
    retryInterval: NotRequired[int]
    customData: NotRequired[CustomData]


class UpdateFirmwareResponse(TypedDict):
    status: UpdateFirmwareStatusEnum
    statusInfo: NotRequired[StatusInfo]
    customData: NotRequired[CustomData]


UpdateFirmware = ToChargePoint[UpdateFirmwareRequest, UpdateFirmwareResponse]("2.1", "UpdateFirmware")


class UsePriorityChargingRequest(TypedDict):
    """Switches priority charging of a transaction on or off."""
    transactionId: str  # at most 36 characters
    activate: bool
    customData: NotRequired[CustomData]


class UsePriorityChargingResponse(TypedDict):
    status: PriorityChargingStatusEnum
    statusInfo: NotRequired[StatusInfo]
    customData: NotRequired[CustomData]


UsePriorityCharging = ToChargePoint[
    UsePriorityChargingRequest, UsePriorityChargingResponse
]("2.1", "UsePriorityCharging")


class VatNumberValidationRequest(TypedDict):
    """Asks whether a VAT number is valid, and whose it is."""
    vatNumber: str  # at most 20 characters
    evseId: NotRequired[int]  # at least 0
    customData: NotRequired[CustomData]


class VatNumberValidationResponse(TypedDict):
    vatNumber: str  # at most 20 characters
    status: GenericStatusEnum
    company: NotRequired[Address]
    statusInfo: NotRequired[StatusInfo]
    evseId: NotRequired[int]  # at least 0
    customData: NotRequired[CustomData]


VatNumberValidation = FromChargePoint[
    VatNumberValidationRequest, VatNumberValidationResponse
]("2.1", "VatNumberValidation")
