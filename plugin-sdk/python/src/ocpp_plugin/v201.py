"""OCPP 2.0.1: requests, responses, datatypes and actions.

Written by `tools/generate_types.py` from `schemas/2.0.1`: do not edit. A name that is not listed in a
class may still be there in a payload, and stays in it.
"""

from __future__ import annotations

from typing import Any, Literal, NotRequired

from ._action import BothWays, FromChargePoint, ToChargePoint
from ._typed import TypedDict

APNAuthenticationEnum = Literal["CHAP", "NONE", "PAP", "AUTO"]

AttributeEnum = Literal["Actual", "Target", "MinSet", "MaxSet"]

AuthorizationStatusEnum = Literal[
    "Accepted", "Blocked", "ConcurrentTx", "Expired", "Invalid", "NoCredit", "NotAllowedTypeEVSE", "NotAtThisLocation",
    "NotAtThisTime", "Unknown",
]

AuthorizeCertificateStatusEnum = Literal[
    "Accepted", "SignatureError", "CertificateExpired", "CertificateRevoked", "NoCertificateAvailable",
    "CertChainError", "ContractCancelled",
]

BootReasonEnum = Literal[
    "ApplicationReset", "FirmwareUpdate", "LocalReset", "PowerUp", "RemoteReset", "ScheduledReset", "Triggered",
    "Unknown", "Watchdog",
]

CancelReservationStatusEnum = Literal["Accepted", "Rejected"]

CertificateActionEnum = Literal["Install", "Update"]

CertificateSignedStatusEnum = Literal["Accepted", "Rejected"]

CertificateSigningUseEnum = Literal["ChargingStationCertificate", "V2GCertificate"]

ChangeAvailabilityStatusEnum = Literal["Accepted", "Rejected", "Scheduled"]

ChargingLimitSourceEnum = Literal["EMS", "Other", "SO", "CSO"]

ChargingProfileKindEnum = Literal["Absolute", "Recurring", "Relative"]

ChargingProfilePurposeEnum = Literal[
    "ChargingStationExternalConstraints", "ChargingStationMaxProfile", "TxDefaultProfile", "TxProfile",
]

ChargingProfileStatusEnum = Literal["Accepted", "Rejected"]

ChargingRateUnitEnum = Literal["W", "A"]

ChargingStateEnum = Literal["Charging", "EVConnected", "SuspendedEV", "SuspendedEVSE", "Idle"]

ClearCacheStatusEnum = Literal["Accepted", "Rejected"]

ClearChargingProfileStatusEnum = Literal["Accepted", "Unknown"]

ClearMessageStatusEnum = Literal["Accepted", "Unknown"]

ClearMonitoringStatusEnum = Literal["Accepted", "Rejected", "NotFound"]

ComponentCriterionEnum = Literal["Active", "Available", "Enabled", "Problem"]

ConnectorEnum = Literal[
    "cCCS1", "cCCS2", "cG105", "cTesla", "cType1", "cType2", "s309-1P-16A", "s309-1P-32A", "s309-3P-16A", "s309-3P-32A",
    "sBS1361", "sCEE-7-7", "sType2", "sType3", "Other1PhMax16A", "Other1PhOver16A", "Other3Ph", "Pan", "wInductive",
    "wResonant", "Undetermined", "Unknown",
]

ConnectorStatusEnum = Literal["Available", "Occupied", "Reserved", "Unavailable", "Faulted"]

CostKindEnum = Literal["CarbonDioxideEmission", "RelativePricePercentage", "RenewableGenerationPercentage"]

CustomerInformationStatusEnum = Literal["Accepted", "Rejected", "Invalid"]

DataEnum = Literal["string", "decimal", "integer", "dateTime", "boolean", "OptionList", "SequenceList", "MemberList"]

DataTransferStatusEnum = Literal["Accepted", "Rejected", "UnknownMessageId", "UnknownVendorId"]

DeleteCertificateStatusEnum = Literal["Accepted", "Failed", "NotFound"]

DisplayMessageStatusEnum = Literal[
    "Accepted", "NotSupportedMessageFormat", "Rejected", "NotSupportedPriority", "NotSupportedState",
    "UnknownTransaction",
]

EnergyTransferModeEnum = Literal["DC", "AC_single_phase", "AC_two_phase", "AC_three_phase"]

EventNotificationEnum = Literal["HardWiredNotification", "HardWiredMonitor", "PreconfiguredMonitor", "CustomMonitor"]

EventTriggerEnum = Literal["Alerting", "Delta", "Periodic"]

FirmwareStatusEnum = Literal[
    "Downloaded", "DownloadFailed", "Downloading", "DownloadScheduled", "DownloadPaused", "Idle", "InstallationFailed",
    "Installing", "Installed", "InstallRebooting", "InstallScheduled", "InstallVerificationFailed", "InvalidSignature",
    "SignatureVerified",
]

GenericDeviceModelStatusEnum = Literal["Accepted", "Rejected", "NotSupported", "EmptyResultSet"]

GenericStatusEnum = Literal["Accepted", "Rejected"]

GetCertificateIdUseEnum = Literal[
    "V2GRootCertificate", "MORootCertificate", "CSMSRootCertificate", "V2GCertificateChain",
    "ManufacturerRootCertificate",
]

GetCertificateStatusEnum = Literal["Accepted", "Failed"]

GetChargingProfileStatusEnum = Literal["Accepted", "NoProfiles"]

GetDisplayMessagesStatusEnum = Literal["Accepted", "Unknown"]

GetInstalledCertificateStatusEnum = Literal["Accepted", "NotFound"]

GetVariableStatusEnum = Literal[
    "Accepted", "Rejected", "UnknownComponent", "UnknownVariable", "NotSupportedAttributeType",
]

HashAlgorithmEnum = Literal["SHA256", "SHA384", "SHA512"]

IdTokenEnum = Literal["Central", "eMAID", "ISO14443", "ISO15693", "KeyCode", "Local", "MacAddress", "NoAuthorization"]

InstallCertificateStatusEnum = Literal["Accepted", "Rejected", "Failed"]

InstallCertificateUseEnum = Literal[
    "V2GRootCertificate", "MORootCertificate", "CSMSRootCertificate", "ManufacturerRootCertificate",
]

Iso15118EVCertificateStatusEnum = Literal["Accepted", "Failed"]

LocationEnum = Literal["Body", "Cable", "EV", "Inlet", "Outlet"]

LogEnum = Literal["DiagnosticsLog", "SecurityLog"]

LogStatusEnum = Literal["Accepted", "Rejected", "AcceptedCanceled"]

MeasurandEnum = Literal[
    "Current.Export", "Current.Import", "Current.Offered", "Energy.Active.Export.Register",
    "Energy.Active.Import.Register", "Energy.Reactive.Export.Register", "Energy.Reactive.Import.Register",
    "Energy.Active.Export.Interval", "Energy.Active.Import.Interval", "Energy.Active.Net",
    "Energy.Reactive.Export.Interval", "Energy.Reactive.Import.Interval", "Energy.Reactive.Net", "Energy.Apparent.Net",
    "Energy.Apparent.Import", "Energy.Apparent.Export", "Frequency", "Power.Active.Export", "Power.Active.Import",
    "Power.Factor", "Power.Offered", "Power.Reactive.Export", "Power.Reactive.Import", "SoC", "Voltage",
]

MessageFormatEnum = Literal["ASCII", "HTML", "URI", "UTF8"]

MessagePriorityEnum = Literal["AlwaysFront", "InFront", "NormalCycle"]

MessageStateEnum = Literal["Charging", "Faulted", "Idle", "Unavailable"]

MessageTriggerEnum = Literal[
    "BootNotification", "LogStatusNotification", "FirmwareStatusNotification", "Heartbeat", "MeterValues",
    "SignChargingStationCertificate", "SignV2GCertificate", "StatusNotification", "TransactionEvent",
    "SignCombinedCertificate", "PublishFirmwareStatusNotification",
]

MonitorEnum = Literal["UpperThreshold", "LowerThreshold", "Delta", "Periodic", "PeriodicClockAligned"]

MonitoringBaseEnum = Literal["All", "FactoryDefault", "HardWiredOnly"]

MonitoringCriterionEnum = Literal["ThresholdMonitoring", "DeltaMonitoring", "PeriodicMonitoring"]

MutabilityEnum = Literal["ReadOnly", "WriteOnly", "ReadWrite"]

NotifyEVChargingNeedsStatusEnum = Literal["Accepted", "Rejected", "Processing"]

OCPPInterfaceEnum = Literal["Wired0", "Wired1", "Wired2", "Wired3", "Wireless0", "Wireless1", "Wireless2", "Wireless3"]

OCPPTransportEnum = Literal["JSON", "SOAP"]

OCPPVersionEnum = Literal["OCPP12", "OCPP15", "OCPP16", "OCPP20"]

OperationalStatusEnum = Literal["Inoperative", "Operative"]

PhaseEnum = Literal["L1", "L2", "L3", "N", "L1-N", "L2-N", "L3-N", "L1-L2", "L2-L3", "L3-L1"]

PublishFirmwareStatusEnum = Literal[
    "Idle", "DownloadScheduled", "Downloading", "Downloaded", "Published", "DownloadFailed", "DownloadPaused",
    "InvalidChecksum", "ChecksumVerified", "PublishFailed",
]

ReadingContextEnum = Literal[
    "Interruption.Begin", "Interruption.End", "Other", "Sample.Clock", "Sample.Periodic", "Transaction.Begin",
    "Transaction.End", "Trigger",
]

ReasonEnum = Literal[
    "DeAuthorized", "EmergencyStop", "EnergyLimitReached", "EVDisconnected", "GroundFault", "ImmediateReset", "Local",
    "LocalOutOfCredit", "MasterPass", "Other", "OvercurrentFault", "PowerLoss", "PowerQuality", "Reboot", "Remote",
    "SOCLimitReached", "StoppedByEV", "TimeLimitReached", "Timeout",
]

RecurrencyKindEnum = Literal["Daily", "Weekly"]

RegistrationStatusEnum = Literal["Accepted", "Pending", "Rejected"]

ReportBaseEnum = Literal["ConfigurationInventory", "FullInventory", "SummaryInventory"]

RequestStartStopStatusEnum = Literal["Accepted", "Rejected"]

ReservationUpdateStatusEnum = Literal["Expired", "Removed"]

ReserveNowStatusEnum = Literal["Accepted", "Faulted", "Occupied", "Rejected", "Unavailable"]

ResetEnum = Literal["Immediate", "OnIdle"]

ResetStatusEnum = Literal["Accepted", "Rejected", "Scheduled"]

SendLocalListStatusEnum = Literal["Accepted", "Failed", "VersionMismatch"]

SetMonitoringStatusEnum = Literal[
    "Accepted", "UnknownComponent", "UnknownVariable", "UnsupportedMonitorType", "Rejected", "Duplicate",
]

SetNetworkProfileStatusEnum = Literal["Accepted", "Rejected", "Failed"]

SetVariableStatusEnum = Literal[
    "Accepted", "Rejected", "UnknownComponent", "UnknownVariable", "NotSupportedAttributeType", "RebootRequired",
]

TransactionEventEnum = Literal["Ended", "Started", "Updated"]

TriggerMessageStatusEnum = Literal["Accepted", "Rejected", "NotImplemented"]

TriggerReasonEnum = Literal[
    "Authorized", "CablePluggedIn", "ChargingRateChanged", "ChargingStateChanged", "Deauthorized", "EnergyLimitReached",
    "EVCommunicationLost", "EVConnectTimeout", "MeterValueClock", "MeterValuePeriodic", "TimeLimitReached", "Trigger",
    "UnlockCommand", "StopAuthorized", "EVDeparted", "EVDetected", "RemoteStop", "RemoteStart", "AbnormalCondition",
    "SignedDataReceived", "ResetCommand",
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
    energyAmount: int
    evMinCurrent: int
    evMaxCurrent: int
    evMaxVoltage: int
    customData: NotRequired[CustomData]


class APN(TypedDict):
    apn: str  # at most 512 characters
    apnAuthentication: APNAuthenticationEnum
    apnUserName: NotRequired[str]  # at most 20 characters
    apnPassword: NotRequired[str]  # at most 20 characters
    simPin: NotRequired[int]
    preferredNetwork: NotRequired[str]  # at most 6 characters
    useOnlyPreferredNetwork: NotRequired[bool]  # false if absent
    customData: NotRequired[CustomData]


class AdditionalInfo(TypedDict):
    additionalIdToken: str  # at most 36 characters
    type: str  # at most 50 characters
    customData: NotRequired[CustomData]


class AuthorizationData(TypedDict):
    idToken: IdToken
    idTokenInfo: NotRequired[IdTokenInfo]
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


class ChargingLimit(TypedDict):
    chargingLimitSource: ChargingLimitSourceEnum
    isGridCritical: NotRequired[bool]
    customData: NotRequired[CustomData]


class ChargingNeeds(TypedDict):
    requestedEnergyTransfer: EnergyTransferModeEnum
    acChargingParameters: NotRequired[ACChargingParameters]
    dcChargingParameters: NotRequired[DCChargingParameters]
    departureTime: NotRequired[str]  # RFC 3339
    customData: NotRequired[CustomData]


class ChargingProfileCriterion(TypedDict):
    chargingProfilePurpose: NotRequired[ChargingProfilePurposeEnum]
    stackLevel: NotRequired[int]
    chargingProfileId: NotRequired[list[int]]  # at least 1 items
    chargingLimitSource: NotRequired[list[ChargingLimitSourceEnum]]  # 1 to 4 items
    customData: NotRequired[CustomData]


class ChargingProfile(TypedDict):
    id: int
    stackLevel: int
    chargingProfilePurpose: ChargingProfilePurposeEnum
    chargingProfileKind: ChargingProfileKindEnum
    chargingSchedule: list[ChargingSchedule]  # 1 to 3 items
    recurrencyKind: NotRequired[RecurrencyKindEnum]
    validFrom: NotRequired[str]  # RFC 3339
    validTo: NotRequired[str]  # RFC 3339
    transactionId: NotRequired[str]  # at most 36 characters
    customData: NotRequired[CustomData]


class ChargingSchedulePeriod(TypedDict):
    startPeriod: int
    limit: float
    numberPhases: NotRequired[int]
    phaseToUse: NotRequired[int]
    customData: NotRequired[CustomData]


class ChargingSchedule(TypedDict):
    id: int
    chargingRateUnit: ChargingRateUnitEnum
    chargingSchedulePeriod: list[ChargingSchedulePeriod]  # 1 to 1024 items
    startSchedule: NotRequired[str]  # RFC 3339
    duration: NotRequired[int]
    minChargingRate: NotRequired[float]
    salesTariff: NotRequired[SalesTariff]
    customData: NotRequired[CustomData]


class ChargingStation(TypedDict):
    model: str  # at most 20 characters
    vendorName: str  # at most 50 characters
    serialNumber: NotRequired[str]  # at most 25 characters
    modem: NotRequired[Modem]
    firmwareVersion: NotRequired[str]  # at most 50 characters
    customData: NotRequired[CustomData]


class ClearChargingProfileType(TypedDict):
    evseId: NotRequired[int]
    chargingProfilePurpose: NotRequired[ChargingProfilePurposeEnum]
    stackLevel: NotRequired[int]
    customData: NotRequired[CustomData]


class ClearMonitoringResult(TypedDict):
    status: ClearMonitoringStatusEnum
    id: int
    statusInfo: NotRequired[StatusInfo]
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
    chargingSchedulePeriod: list[ChargingSchedulePeriod]  # at least 1 items
    evseId: int
    duration: int
    scheduleStart: str  # RFC 3339
    chargingRateUnit: ChargingRateUnitEnum
    customData: NotRequired[CustomData]


class ConsumptionCost(TypedDict):
    startValue: float
    cost: list[Cost]  # 1 to 3 items
    customData: NotRequired[CustomData]


class Cost(TypedDict):
    costKind: CostKindEnum
    amount: int
    amountMultiplier: NotRequired[int]
    customData: NotRequired[CustomData]


class CustomData(TypedDict):
    vendorId: str  # at most 255 characters


class DCChargingParameters(TypedDict):
    evMaxCurrent: int
    evMaxVoltage: int
    energyAmount: NotRequired[int]
    evMaxPower: NotRequired[int]
    stateOfCharge: NotRequired[int]  # 0 to 100
    evEnergyCapacity: NotRequired[int]
    fullSoC: NotRequired[int]  # 0 to 100
    bulkSoC: NotRequired[int]  # 0 to 100
    customData: NotRequired[CustomData]


class EVSE(TypedDict):
    id: int
    connectorId: NotRequired[int]
    customData: NotRequired[CustomData]


class EventData(TypedDict):
    eventId: int
    timestamp: str  # RFC 3339
    trigger: EventTriggerEnum
    actualValue: str  # at most 2500 characters
    component: Component
    eventNotificationType: EventNotificationEnum
    variable: Variable
    cause: NotRequired[int]
    techCode: NotRequired[str]  # at most 50 characters
    techInfo: NotRequired[str]  # at most 500 characters
    cleared: NotRequired[bool]
    transactionId: NotRequired[str]  # at most 36 characters
    variableMonitoringId: NotRequired[int]
    customData: NotRequired[CustomData]


class Firmware(TypedDict):
    location: str  # at most 512 characters
    retrieveDateTime: str  # RFC 3339
    installDateTime: NotRequired[str]  # RFC 3339
    signingCertificate: NotRequired[str]  # at most 5500 characters
    signature: NotRequired[str]  # at most 800 characters
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


class IdTokenInfo(TypedDict):
    status: AuthorizationStatusEnum
    cacheExpiryDateTime: NotRequired[str]  # RFC 3339
    chargingPriority: NotRequired[int]
    language1: NotRequired[str]  # at most 8 characters
    evseId: NotRequired[list[int]]  # at least 1 items
    groupIdToken: NotRequired[IdToken]
    language2: NotRequired[str]  # at most 8 characters
    personalMessage: NotRequired[MessageContent]
    customData: NotRequired[CustomData]


class IdToken(TypedDict):
    idToken: str  # at most 36 characters
    type: IdTokenEnum
    additionalInfo: NotRequired[list[AdditionalInfo]]  # at least 1 items
    customData: NotRequired[CustomData]


class LogParameters(TypedDict):
    remoteLocation: str  # at most 512 characters
    oldestTimestamp: NotRequired[str]  # RFC 3339
    latestTimestamp: NotRequired[str]  # RFC 3339
    customData: NotRequired[CustomData]


class MessageContent(TypedDict):
    format: MessageFormatEnum
    content: str  # at most 512 characters
    language: NotRequired[str]  # at most 8 characters
    customData: NotRequired[CustomData]


class MessageInfo(TypedDict):
    id: int
    priority: MessagePriorityEnum
    message: MessageContent
    display: NotRequired[Component]
    state: NotRequired[MessageStateEnum]
    startDateTime: NotRequired[str]  # RFC 3339
    endDateTime: NotRequired[str]  # RFC 3339
    transactionId: NotRequired[str]  # at most 36 characters
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
    ocppVersion: OCPPVersionEnum
    ocppTransport: OCPPTransportEnum
    ocppCsmsUrl: str  # at most 512 characters
    messageTimeout: int
    securityProfile: int
    ocppInterface: OCPPInterfaceEnum
    apn: NotRequired[APN]
    vpn: NotRequired[VPN]
    customData: NotRequired[CustomData]


class OCSPRequestData(TypedDict):
    hashAlgorithm: HashAlgorithmEnum
    issuerNameHash: str  # at most 128 characters
    issuerKeyHash: str  # at most 128 characters
    serialNumber: str  # at most 40 characters
    responderURL: str  # at most 512 characters
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
    id: int
    salesTariffEntry: list[SalesTariffEntry]  # 1 to 1024 items
    salesTariffDescription: NotRequired[str]  # at most 32 characters
    numEPriceLevels: NotRequired[int]
    customData: NotRequired[CustomData]


class SampledValue(TypedDict):
    value: float
    context: NotRequired[ReadingContextEnum]
    measurand: NotRequired[MeasurandEnum]
    phase: NotRequired[PhaseEnum]
    location: NotRequired[LocationEnum]
    signedMeterValue: NotRequired[SignedMeterValue]
    unitOfMeasure: NotRequired[UnitOfMeasure]
    customData: NotRequired[CustomData]


class SetMonitoringData(TypedDict):
    value: float
    type: MonitorEnum
    severity: int
    component: Component
    variable: Variable
    id: NotRequired[int]
    transaction: NotRequired[bool]  # false if absent
    customData: NotRequired[CustomData]


class SetMonitoringResult(TypedDict):
    status: SetMonitoringStatusEnum
    type: MonitorEnum
    component: Component
    variable: Variable
    severity: int
    id: NotRequired[int]
    statusInfo: NotRequired[StatusInfo]
    customData: NotRequired[CustomData]


class SetVariableData(TypedDict):
    attributeValue: str  # at most 1000 characters
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
    signedMeterData: str  # at most 2500 characters
    signingMethod: str  # at most 50 characters
    encodingMethod: str  # at most 50 characters
    publicKey: str  # at most 2500 characters
    customData: NotRequired[CustomData]


class StatusInfo(TypedDict):
    reasonCode: str  # at most 20 characters
    additionalInfo: NotRequired[str]  # at most 512 characters
    customData: NotRequired[CustomData]


class Transaction(TypedDict):
    transactionId: str  # at most 36 characters
    chargingState: NotRequired[ChargingStateEnum]
    timeSpentCharging: NotRequired[int]
    stoppedReason: NotRequired[ReasonEnum]
    remoteStartId: NotRequired[int]
    customData: NotRequired[CustomData]


class UnitOfMeasure(TypedDict):
    unit: NotRequired[str]  # at most 20 characters, "Wh" if absent
    multiplier: NotRequired[int]  # 0 if absent
    customData: NotRequired[CustomData]


class VPN(TypedDict):
    server: str  # at most 512 characters
    user: str  # at most 20 characters
    password: str  # at most 20 characters
    key: str  # at most 255 characters
    type: VPNEnum
    group: NotRequired[str]  # at most 20 characters
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
    valuesList: NotRequired[str]  # at most 1000 characters
    customData: NotRequired[CustomData]


class VariableMonitoring(TypedDict):
    id: int
    transaction: bool
    value: float
    type: MonitorEnum
    severity: int
    customData: NotRequired[CustomData]


class Variable(TypedDict):
    name: str  # at most 50 characters
    instance: NotRequired[str]  # at most 50 characters
    customData: NotRequired[CustomData]


class AuthorizeRequest(TypedDict):
    """Asks whether an idToken, or a contract certificate, may charge."""
    idToken: IdToken
    certificate: NotRequired[str]  # at most 5500 characters
    iso15118CertificateHashData: NotRequired[list[OCSPRequestData]]  # 1 to 4 items
    customData: NotRequired[CustomData]


class AuthorizeResponse(TypedDict):
    idTokenInfo: IdTokenInfo
    certificateStatus: NotRequired[AuthorizeCertificateStatusEnum]
    customData: NotRequired[CustomData]


Authorize = FromChargePoint[AuthorizeRequest, AuthorizeResponse]("2.0.1", "Authorize")


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


BootNotification = FromChargePoint[BootNotificationRequest, BootNotificationResponse]("2.0.1", "BootNotification")


class CancelReservationRequest(TypedDict):
    """Withdraws a reservation."""
    reservationId: int
    customData: NotRequired[CustomData]


class CancelReservationResponse(TypedDict):
    status: CancelReservationStatusEnum
    statusInfo: NotRequired[StatusInfo]
    customData: NotRequired[CustomData]


CancelReservation = ToChargePoint[CancelReservationRequest, CancelReservationResponse]("2.0.1", "CancelReservation")


class CertificateSignedRequest(TypedDict):
    """Delivers the signed certificate that the charging station requested."""
    certificateChain: str  # at most 10000 characters
    certificateType: NotRequired[CertificateSigningUseEnum]
    customData: NotRequired[CustomData]


class CertificateSignedResponse(TypedDict):
    status: CertificateSignedStatusEnum
    statusInfo: NotRequired[StatusInfo]
    customData: NotRequired[CustomData]


CertificateSigned = ToChargePoint[CertificateSignedRequest, CertificateSignedResponse]("2.0.1", "CertificateSigned")


class ChangeAvailabilityRequest(TypedDict):
    """Makes the charging station, an EVSE or a connector operative or inoperative."""
    operationalStatus: OperationalStatusEnum
    evse: NotRequired[EVSE]
    customData: NotRequired[CustomData]


class ChangeAvailabilityResponse(TypedDict):
    status: ChangeAvailabilityStatusEnum
    statusInfo: NotRequired[StatusInfo]
    customData: NotRequired[CustomData]


ChangeAvailability = ToChargePoint[ChangeAvailabilityRequest, ChangeAvailabilityResponse]("2.0.1", "ChangeAvailability")


class ClearCacheRequest(TypedDict):
    """Empties the authorization cache."""
    customData: NotRequired[CustomData]


class ClearCacheResponse(TypedDict):
    status: ClearCacheStatusEnum
    statusInfo: NotRequired[StatusInfo]
    customData: NotRequired[CustomData]


ClearCache = ToChargePoint[ClearCacheRequest, ClearCacheResponse]("2.0.1", "ClearCache")


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
]("2.0.1", "ClearChargingProfile")


class ClearDisplayMessageRequest(TypedDict):
    """Removes one display message."""
    id: int
    customData: NotRequired[CustomData]


class ClearDisplayMessageResponse(TypedDict):
    status: ClearMessageStatusEnum
    statusInfo: NotRequired[StatusInfo]
    customData: NotRequired[CustomData]


ClearDisplayMessage = ToChargePoint[
    ClearDisplayMessageRequest, ClearDisplayMessageResponse
]("2.0.1", "ClearDisplayMessage")


class ClearVariableMonitoringRequest(TypedDict):
    """Removes monitors by their ids."""
    id: list[int]  # at least 1 items
    customData: NotRequired[CustomData]


class ClearVariableMonitoringResponse(TypedDict):
    clearMonitoringResult: list[ClearMonitoringResult]  # at least 1 items
    customData: NotRequired[CustomData]


ClearVariableMonitoring = ToChargePoint[
    ClearVariableMonitoringRequest, ClearVariableMonitoringResponse
]("2.0.1", "ClearVariableMonitoring")


class ClearedChargingLimitRequest(TypedDict):
    """Reports that an external charging limit has ended."""
    chargingLimitSource: ChargingLimitSourceEnum
    evseId: NotRequired[int]
    customData: NotRequired[CustomData]


class ClearedChargingLimitResponse(TypedDict):
    customData: NotRequired[CustomData]


ClearedChargingLimit = FromChargePoint[
    ClearedChargingLimitRequest, ClearedChargingLimitResponse
]("2.0.1", "ClearedChargingLimit")


class CostUpdatedRequest(TypedDict):
    """Tells the running cost of a transaction."""
    totalCost: float
    transactionId: str  # at most 36 characters
    customData: NotRequired[CustomData]


class CostUpdatedResponse(TypedDict):
    customData: NotRequired[CustomData]


CostUpdated = ToChargePoint[CostUpdatedRequest, CostUpdatedResponse]("2.0.1", "CostUpdated")


class CustomerInformationRequest(TypedDict):
    """Asks to report, to clear, or both, the stored data about a customer."""
    requestId: int
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
]("2.0.1", "CustomerInformation")


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


DataTransfer = BothWays[DataTransferRequest, DataTransferResponse]("2.0.1", "DataTransfer")


class DeleteCertificateRequest(TypedDict):
    """Deletes one installed certificate."""
    certificateHashData: CertificateHashData
    customData: NotRequired[CustomData]


class DeleteCertificateResponse(TypedDict):
    status: DeleteCertificateStatusEnum
    statusInfo: NotRequired[StatusInfo]
    customData: NotRequired[CustomData]


DeleteCertificate = ToChargePoint[DeleteCertificateRequest, DeleteCertificateResponse]("2.0.1", "DeleteCertificate")


class FirmwareStatusNotificationRequest(TypedDict):
    """Reports how a firmware update goes."""
    status: FirmwareStatusEnum
    requestId: NotRequired[int]
    customData: NotRequired[CustomData]


class FirmwareStatusNotificationResponse(TypedDict):
    customData: NotRequired[CustomData]


FirmwareStatusNotification = FromChargePoint[
    FirmwareStatusNotificationRequest, FirmwareStatusNotificationResponse
]("2.0.1", "FirmwareStatusNotification")


class Get15118EVCertificateRequest(TypedDict):
    """Passes an EV's request for a contract certificate on."""
    iso15118SchemaVersion: str  # at most 50 characters
    action: CertificateActionEnum
    exiRequest: str  # at most 5600 characters
    customData: NotRequired[CustomData]


class Get15118EVCertificateResponse(TypedDict):
    status: Iso15118EVCertificateStatusEnum
    exiResponse: str  # at most 5600 characters
    statusInfo: NotRequired[StatusInfo]
    customData: NotRequired[CustomData]


Get15118EVCertificate = FromChargePoint[
    Get15118EVCertificateRequest, Get15118EVCertificateResponse
]("2.0.1", "Get15118EVCertificate")


class GetBaseReportRequest(TypedDict):
    """Asks for one of the predefined reports about the device model."""
    requestId: int
    reportBase: ReportBaseEnum
    customData: NotRequired[CustomData]


class GetBaseReportResponse(TypedDict):
    status: GenericDeviceModelStatusEnum
    statusInfo: NotRequired[StatusInfo]
    customData: NotRequired[CustomData]


GetBaseReport = ToChargePoint[GetBaseReportRequest, GetBaseReportResponse]("2.0.1", "GetBaseReport")


class GetCertificateStatusRequest(TypedDict):
    """Asks for the OCSP status of a certificate."""
    ocspRequestData: OCSPRequestData
    customData: NotRequired[CustomData]


class GetCertificateStatusResponse(TypedDict):
    status: GetCertificateStatusEnum
    statusInfo: NotRequired[StatusInfo]
    ocspResult: NotRequired[str]  # at most 5500 characters
    customData: NotRequired[CustomData]


GetCertificateStatus = FromChargePoint[
    GetCertificateStatusRequest, GetCertificateStatusResponse
]("2.0.1", "GetCertificateStatus")


class GetChargingProfilesRequest(TypedDict):
    """Asks for the installed charging profiles that match."""
    requestId: int
    chargingProfile: ChargingProfileCriterion
    evseId: NotRequired[int]
    customData: NotRequired[CustomData]


class GetChargingProfilesResponse(TypedDict):
    status: GetChargingProfileStatusEnum
    statusInfo: NotRequired[StatusInfo]
    customData: NotRequired[CustomData]


GetChargingProfiles = ToChargePoint[
    GetChargingProfilesRequest, GetChargingProfilesResponse
]("2.0.1", "GetChargingProfiles")


class GetCompositeScheduleRequest(TypedDict):
    """Asks which schedule results from all profiles of an EVSE."""
    duration: int
    evseId: int
    chargingRateUnit: NotRequired[ChargingRateUnitEnum]
    customData: NotRequired[CustomData]


class GetCompositeScheduleResponse(TypedDict):
    status: GenericStatusEnum
    statusInfo: NotRequired[StatusInfo]
    schedule: NotRequired[CompositeSchedule]
    customData: NotRequired[CustomData]


GetCompositeSchedule = ToChargePoint[
    GetCompositeScheduleRequest, GetCompositeScheduleResponse
]("2.0.1", "GetCompositeSchedule")


class GetDisplayMessagesRequest(TypedDict):
    """Asks for the display messages that match."""
    requestId: int
    id: NotRequired[list[int]]  # at least 1 items
    priority: NotRequired[MessagePriorityEnum]
    state: NotRequired[MessageStateEnum]
    customData: NotRequired[CustomData]


class GetDisplayMessagesResponse(TypedDict):
    status: GetDisplayMessagesStatusEnum
    statusInfo: NotRequired[StatusInfo]
    customData: NotRequired[CustomData]


GetDisplayMessages = ToChargePoint[GetDisplayMessagesRequest, GetDisplayMessagesResponse]("2.0.1", "GetDisplayMessages")


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
]("2.0.1", "GetInstalledCertificateIds")


class GetLocalListVersionRequest(TypedDict):
    """Asks for the version number of the local authorization list."""
    customData: NotRequired[CustomData]


class GetLocalListVersionResponse(TypedDict):
    versionNumber: int
    customData: NotRequired[CustomData]


GetLocalListVersion = ToChargePoint[
    GetLocalListVersionRequest, GetLocalListVersionResponse
]("2.0.1", "GetLocalListVersion")


class GetLogRequest(TypedDict):
    """Asks for an upload of a log."""
    log: LogParameters
    logType: LogEnum
    requestId: int
    retries: NotRequired[int]
    retryInterval: NotRequired[int]
    customData: NotRequired[CustomData]


class GetLogResponse(TypedDict):
    status: LogStatusEnum
    statusInfo: NotRequired[StatusInfo]
    filename: NotRequired[str]  # at most 255 characters
    customData: NotRequired[CustomData]


GetLog = ToChargePoint[GetLogRequest, GetLogResponse]("2.0.1", "GetLog")


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
]("2.0.1", "GetMonitoringReport")


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


GetReport = ToChargePoint[GetReportRequest, GetReportResponse]("2.0.1", "GetReport")


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
]("2.0.1", "GetTransactionStatus")


class GetVariablesRequest(TypedDict):
    """Reads variables of components."""
    getVariableData: list[GetVariableData]  # at least 1 items
    customData: NotRequired[CustomData]


class GetVariablesResponse(TypedDict):
    getVariableResult: list[GetVariableResult]  # at least 1 items
    customData: NotRequired[CustomData]


GetVariables = ToChargePoint[GetVariablesRequest, GetVariablesResponse]("2.0.1", "GetVariables")


class HeartbeatRequest(TypedDict):
    """Shows that the charging station is alive, and gives it the time."""
    customData: NotRequired[CustomData]


class HeartbeatResponse(TypedDict):
    currentTime: str  # RFC 3339
    customData: NotRequired[CustomData]


Heartbeat = FromChargePoint[HeartbeatRequest, HeartbeatResponse]("2.0.1", "Heartbeat")


class InstallCertificateRequest(TypedDict):
    """Installs a root certificate."""
    certificateType: InstallCertificateUseEnum
    certificate: str  # at most 5500 characters
    customData: NotRequired[CustomData]


class InstallCertificateResponse(TypedDict):
    status: InstallCertificateStatusEnum
    statusInfo: NotRequired[StatusInfo]
    customData: NotRequired[CustomData]


InstallCertificate = ToChargePoint[InstallCertificateRequest, InstallCertificateResponse]("2.0.1", "InstallCertificate")


class LogStatusNotificationRequest(TypedDict):
    """Reports how the upload of a log goes."""
    status: UploadLogStatusEnum
    requestId: NotRequired[int]
    customData: NotRequired[CustomData]


class LogStatusNotificationResponse(TypedDict):
    customData: NotRequired[CustomData]


LogStatusNotification = FromChargePoint[
    LogStatusNotificationRequest, LogStatusNotificationResponse
]("2.0.1", "LogStatusNotification")


class MeterValuesRequest(TypedDict):
    """Reports meter readings that belong to no transaction."""
    evseId: int
    meterValue: list[MeterValue]  # at least 1 items
    customData: NotRequired[CustomData]


class MeterValuesResponse(TypedDict):
    customData: NotRequired[CustomData]


MeterValues = FromChargePoint[MeterValuesRequest, MeterValuesResponse]("2.0.1", "MeterValues")


class NotifyChargingLimitRequest(TypedDict):
    """Reports a charging limit that another source has set."""
    chargingLimit: ChargingLimit
    chargingSchedule: NotRequired[list[ChargingSchedule]]  # at least 1 items
    evseId: NotRequired[int]
    customData: NotRequired[CustomData]


class NotifyChargingLimitResponse(TypedDict):
    customData: NotRequired[CustomData]


NotifyChargingLimit = FromChargePoint[
    NotifyChargingLimitRequest, NotifyChargingLimitResponse
]("2.0.1", "NotifyChargingLimit")


class NotifyCustomerInformationRequest(TypedDict):
    """Delivers one part of the stored data about a customer."""
    data: str  # at most 512 characters
    seqNo: int
    generatedAt: str  # RFC 3339
    requestId: int
    tbc: NotRequired[bool]  # false if absent
    customData: NotRequired[CustomData]


class NotifyCustomerInformationResponse(TypedDict):
    customData: NotRequired[CustomData]


NotifyCustomerInformation = FromChargePoint[
    NotifyCustomerInformationRequest, NotifyCustomerInformationResponse
]("2.0.1", "NotifyCustomerInformation")


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
]("2.0.1", "NotifyDisplayMessages")


class NotifyEVChargingNeedsRequest(TypedDict):
    """Reports what the EV needs for its charging session."""
    chargingNeeds: ChargingNeeds
    evseId: int
    maxScheduleTuples: NotRequired[int]
    customData: NotRequired[CustomData]


class NotifyEVChargingNeedsResponse(TypedDict):
    status: NotifyEVChargingNeedsStatusEnum
    statusInfo: NotRequired[StatusInfo]
    customData: NotRequired[CustomData]


NotifyEVChargingNeeds = FromChargePoint[
    NotifyEVChargingNeedsRequest, NotifyEVChargingNeedsResponse
]("2.0.1", "NotifyEVChargingNeeds")


class NotifyEVChargingScheduleRequest(TypedDict):
    """Reports the schedule that the EV intends to follow."""
    timeBase: str  # RFC 3339
    chargingSchedule: ChargingSchedule
    evseId: int
    customData: NotRequired[CustomData]


class NotifyEVChargingScheduleResponse(TypedDict):
    status: GenericStatusEnum
    statusInfo: NotRequired[StatusInfo]
    customData: NotRequired[CustomData]


NotifyEVChargingSchedule = FromChargePoint[
    NotifyEVChargingScheduleRequest, NotifyEVChargingScheduleResponse
]("2.0.1", "NotifyEVChargingSchedule")


class NotifyEventRequest(TypedDict):
    """Reports events of monitored components and variables."""
    generatedAt: str  # RFC 3339
    seqNo: int
    eventData: list[EventData]  # at least 1 items
    tbc: NotRequired[bool]  # false if absent
    customData: NotRequired[CustomData]


class NotifyEventResponse(TypedDict):
    customData: NotRequired[CustomData]


NotifyEvent = FromChargePoint[NotifyEventRequest, NotifyEventResponse]("2.0.1", "NotifyEvent")


class NotifyMonitoringReportRequest(TypedDict):
    """Delivers one part of a report about monitors."""
    requestId: int
    seqNo: int
    generatedAt: str  # RFC 3339
    monitor: NotRequired[list[MonitoringData]]  # at least 1 items
    tbc: NotRequired[bool]  # false if absent
    customData: NotRequired[CustomData]


class NotifyMonitoringReportResponse(TypedDict):
    customData: NotRequired[CustomData]


NotifyMonitoringReport = FromChargePoint[
    NotifyMonitoringReportRequest, NotifyMonitoringReportResponse
]("2.0.1", "NotifyMonitoringReport")


class NotifyReportRequest(TypedDict):
    """Delivers one part of a report about the device model."""
    requestId: int
    generatedAt: str  # RFC 3339
    seqNo: int
    reportData: NotRequired[list[ReportData]]  # at least 1 items
    tbc: NotRequired[bool]  # false if absent
    customData: NotRequired[CustomData]


class NotifyReportResponse(TypedDict):
    customData: NotRequired[CustomData]


NotifyReport = FromChargePoint[NotifyReportRequest, NotifyReportResponse]("2.0.1", "NotifyReport")


class PublishFirmwareRequest(TypedDict):
    """Asks a local controller to download a firmware and to offer it to its stations."""
    location: str  # at most 512 characters
    checksum: str  # at most 32 characters
    requestId: int
    retries: NotRequired[int]
    retryInterval: NotRequired[int]
    customData: NotRequired[CustomData]


class PublishFirmwareResponse(TypedDict):
    status: GenericStatusEnum
    statusInfo: NotRequired[StatusInfo]
    customData: NotRequired[CustomData]


PublishFirmware = ToChargePoint[PublishFirmwareRequest, PublishFirmwareResponse]("2.0.1", "PublishFirmware")


class PublishFirmwareStatusNotificationRequest(TypedDict):
    """Reports how a local controller's firmware publication goes."""
    status: PublishFirmwareStatusEnum
    location: NotRequired[list[str]]  # at least 1 items, each at most 512 characters
    requestId: NotRequired[int]
    customData: NotRequired[CustomData]


class PublishFirmwareStatusNotificationResponse(TypedDict):
    customData: NotRequired[CustomData]


PublishFirmwareStatusNotification = FromChargePoint[
    PublishFirmwareStatusNotificationRequest, PublishFirmwareStatusNotificationResponse
]("2.0.1", "PublishFirmwareStatusNotification")


class ReportChargingProfilesRequest(TypedDict):
    """Delivers one part of the list of installed charging profiles."""
    requestId: int
    chargingLimitSource: ChargingLimitSourceEnum
    chargingProfile: list[ChargingProfile]  # at least 1 items
    evseId: int
    tbc: NotRequired[bool]  # false if absent
    customData: NotRequired[CustomData]


class ReportChargingProfilesResponse(TypedDict):
    customData: NotRequired[CustomData]


ReportChargingProfiles = FromChargePoint[
    ReportChargingProfilesRequest, ReportChargingProfilesResponse
]("2.0.1", "ReportChargingProfiles")


class RequestStartTransactionRequest(TypedDict):
    """Asks the charging station to start a transaction for an idToken."""
    idToken: IdToken
    remoteStartId: int
    evseId: NotRequired[int]
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
]("2.0.1", "RequestStartTransaction")


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
]("2.0.1", "RequestStopTransaction")


class ReservationStatusUpdateRequest(TypedDict):
    """Reports that a reservation is over."""
    reservationId: int
    reservationUpdateStatus: ReservationUpdateStatusEnum
    customData: NotRequired[CustomData]


class ReservationStatusUpdateResponse(TypedDict):
    customData: NotRequired[CustomData]


ReservationStatusUpdate = FromChargePoint[
    ReservationStatusUpdateRequest, ReservationStatusUpdateResponse
]("2.0.1", "ReservationStatusUpdate")


class ReserveNowRequest(TypedDict):
    """Reserves an EVSE, or any EVSE, for an idToken until a time."""
    id: int
    expiryDateTime: str  # RFC 3339
    idToken: IdToken
    connectorType: NotRequired[ConnectorEnum]
    evseId: NotRequired[int]
    groupIdToken: NotRequired[IdToken]
    customData: NotRequired[CustomData]


class ReserveNowResponse(TypedDict):
    status: ReserveNowStatusEnum
    statusInfo: NotRequired[StatusInfo]
    customData: NotRequired[CustomData]


ReserveNow = ToChargePoint[ReserveNowRequest, ReserveNowResponse]("2.0.1", "ReserveNow")


class ResetRequest(TypedDict):
    """Restarts the charging station or one EVSE."""
    type: ResetEnum
    evseId: NotRequired[int]
    customData: NotRequired[CustomData]


class ResetResponse(TypedDict):
    status: ResetStatusEnum
    statusInfo: NotRequired[StatusInfo]
    customData: NotRequired[CustomData]


Reset = ToChargePoint[ResetRequest, ResetResponse]("2.0.1", "Reset")


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
]("2.0.1", "SecurityEventNotification")


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


SendLocalList = ToChargePoint[SendLocalListRequest, SendLocalListResponse]("2.0.1", "SendLocalList")


class SetChargingProfileRequest(TypedDict):
    """Installs a charging profile."""
    evseId: int
    chargingProfile: ChargingProfile
    customData: NotRequired[CustomData]


class SetChargingProfileResponse(TypedDict):
    status: ChargingProfileStatusEnum
    statusInfo: NotRequired[StatusInfo]
    customData: NotRequired[CustomData]


SetChargingProfile = ToChargePoint[SetChargingProfileRequest, SetChargingProfileResponse]("2.0.1", "SetChargingProfile")


class SetDisplayMessageRequest(TypedDict):
    """Shows a message on the display."""
    message: MessageInfo
    customData: NotRequired[CustomData]


class SetDisplayMessageResponse(TypedDict):
    status: DisplayMessageStatusEnum
    statusInfo: NotRequired[StatusInfo]
    customData: NotRequired[CustomData]


SetDisplayMessage = ToChargePoint[SetDisplayMessageRequest, SetDisplayMessageResponse]("2.0.1", "SetDisplayMessage")


class SetMonitoringBaseRequest(TypedDict):
    """Chooses the base set of monitors."""
    monitoringBase: MonitoringBaseEnum
    customData: NotRequired[CustomData]


class SetMonitoringBaseResponse(TypedDict):
    status: GenericDeviceModelStatusEnum
    statusInfo: NotRequired[StatusInfo]
    customData: NotRequired[CustomData]


SetMonitoringBase = ToChargePoint[SetMonitoringBaseRequest, SetMonitoringBaseResponse]("2.0.1", "SetMonitoringBase")


class SetMonitoringLevelRequest(TypedDict):
    """Chooses from which severity on events are reported."""
    severity: int
    customData: NotRequired[CustomData]


class SetMonitoringLevelResponse(TypedDict):
    status: GenericStatusEnum
    statusInfo: NotRequired[StatusInfo]
    customData: NotRequired[CustomData]


SetMonitoringLevel = ToChargePoint[SetMonitoringLevelRequest, SetMonitoringLevelResponse]("2.0.1", "SetMonitoringLevel")


class SetNetworkProfileRequest(TypedDict):
    """Stores a network connection profile in a slot."""
    configurationSlot: int
    connectionData: NetworkConnectionProfile
    customData: NotRequired[CustomData]


class SetNetworkProfileResponse(TypedDict):
    status: SetNetworkProfileStatusEnum
    statusInfo: NotRequired[StatusInfo]
    customData: NotRequired[CustomData]


SetNetworkProfile = ToChargePoint[SetNetworkProfileRequest, SetNetworkProfileResponse]("2.0.1", "SetNetworkProfile")


class SetVariableMonitoringRequest(TypedDict):
    """Sets monitors on variables."""
    setMonitoringData: list[SetMonitoringData]  # at least 1 items
    customData: NotRequired[CustomData]


class SetVariableMonitoringResponse(TypedDict):
    setMonitoringResult: list[SetMonitoringResult]  # at least 1 items
    customData: NotRequired[CustomData]


SetVariableMonitoring = ToChargePoint[
    SetVariableMonitoringRequest, SetVariableMonitoringResponse
]("2.0.1", "SetVariableMonitoring")


class SetVariablesRequest(TypedDict):
    """Writes variables of components."""
    setVariableData: list[SetVariableData]  # at least 1 items
    customData: NotRequired[CustomData]


class SetVariablesResponse(TypedDict):
    setVariableResult: list[SetVariableResult]  # at least 1 items
    customData: NotRequired[CustomData]


SetVariables = ToChargePoint[SetVariablesRequest, SetVariablesResponse]("2.0.1", "SetVariables")


class SignCertificateRequest(TypedDict):
    """Asks for a signature on a certificate signing request."""
    csr: str  # at most 5500 characters
    certificateType: NotRequired[CertificateSigningUseEnum]
    customData: NotRequired[CustomData]


class SignCertificateResponse(TypedDict):
    status: GenericStatusEnum
    statusInfo: NotRequired[StatusInfo]
    customData: NotRequired[CustomData]


SignCertificate = FromChargePoint[SignCertificateRequest, SignCertificateResponse]("2.0.1", "SignCertificate")


class StatusNotificationRequest(TypedDict):
    """Reports the status of a connector."""
    timestamp: str  # RFC 3339
    connectorStatus: ConnectorStatusEnum
    evseId: int
    connectorId: int
    customData: NotRequired[CustomData]


class StatusNotificationResponse(TypedDict):
    customData: NotRequired[CustomData]


StatusNotification = FromChargePoint[
    StatusNotificationRequest, StatusNotificationResponse
]("2.0.1", "StatusNotification")


class TransactionEventRequest(TypedDict):
    """Reports that a transaction has started, changed or ended."""
    eventType: TransactionEventEnum
    timestamp: str  # RFC 3339
    triggerReason: TriggerReasonEnum
    seqNo: int
    transactionInfo: Transaction
    meterValue: NotRequired[list[MeterValue]]  # at least 1 items
    offline: NotRequired[bool]  # false if absent
    numberOfPhasesUsed: NotRequired[int]
    cableMaxCurrent: NotRequired[int]
    reservationId: NotRequired[int]
    evse: NotRequired[EVSE]
    idToken: NotRequired[IdToken]
    customData: NotRequired[CustomData]


class TransactionEventResponse(TypedDict):
    totalCost: NotRequired[float]
    chargingPriority: NotRequired[int]
    idTokenInfo: NotRequired[IdTokenInfo]
    updatedPersonalMessage: NotRequired[MessageContent]
    customData: NotRequired[CustomData]


TransactionEvent = FromChargePoint[TransactionEventRequest, TransactionEventResponse]("2.0.1", "TransactionEvent")


class TriggerMessageRequest(TypedDict):
    """Asks for one message now."""
    requestedMessage: MessageTriggerEnum
    evse: NotRequired[EVSE]
    customData: NotRequired[CustomData]


class TriggerMessageResponse(TypedDict):
    status: TriggerMessageStatusEnum
    statusInfo: NotRequired[StatusInfo]
    customData: NotRequired[CustomData]


TriggerMessage = ToChargePoint[TriggerMessageRequest, TriggerMessageResponse]("2.0.1", "TriggerMessage")


class UnlockConnectorRequest(TypedDict):
    """Asks the charging station to unlock a connector."""
    evseId: int
    connectorId: int
    customData: NotRequired[CustomData]


class UnlockConnectorResponse(TypedDict):
    status: UnlockStatusEnum
    statusInfo: NotRequired[StatusInfo]
    customData: NotRequired[CustomData]


UnlockConnector = ToChargePoint[UnlockConnectorRequest, UnlockConnectorResponse]("2.0.1", "UnlockConnector")


class UnpublishFirmwareRequest(TypedDict):
    """Asks a local controller to offer a firmware no longer."""
    checksum: str  # at most 32 characters
    customData: NotRequired[CustomData]


class UnpublishFirmwareResponse(TypedDict):
    status: UnpublishFirmwareStatusEnum
    customData: NotRequired[CustomData]


UnpublishFirmware = ToChargePoint[UnpublishFirmwareRequest, UnpublishFirmwareResponse]("2.0.1", "UnpublishFirmware")


class UpdateFirmwareRequest(TypedDict):
    """Asks for a firmware update."""
    requestId: int
    firmware: Firmware
    retries: NotRequired[int]
    retryInterval: NotRequired[int]
    customData: NotRequired[CustomData]


class UpdateFirmwareResponse(TypedDict):
    status: UpdateFirmwareStatusEnum
    statusInfo: NotRequired[StatusInfo]
    customData: NotRequired[CustomData]


UpdateFirmware = ToChargePoint[UpdateFirmwareRequest, UpdateFirmwareResponse]("2.0.1", "UpdateFirmware")
