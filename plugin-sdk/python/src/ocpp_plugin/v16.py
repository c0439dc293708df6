"""OCPP 1.6: requests, responses, datatypes and actions.

Written by `tools/generate_types.py` from `schemas/1.6`: do not edit. A name that is not listed in a
class may still be there in a payload, and stays in it.
"""

from __future__ import annotations

from typing import Any, Literal, NotRequired

from ._action import BothWays, FromChargePoint, ToChargePoint
from ._typed import TypedDict

AuthorizationStatus = Literal["Accepted", "Blocked", "Expired", "Invalid", "ConcurrentTx"]

AvailabilityStatus = Literal["Accepted", "Rejected", "Scheduled"]

AvailabilityType = Literal["Inoperative", "Operative"]

CancelReservationStatus = Literal["Accepted", "Rejected"]

CertificateSignedStatusEnumType = Literal["Accepted", "Rejected"]

CertificateUseEnumType = Literal["CentralSystemRootCertificate", "ManufacturerRootCertificate"]

ChargePointErrorCode = Literal[
    "ConnectorLockFailure", "EVCommunicationError", "GroundFailure", "HighTemperature", "InternalError",
    "LocalListConflict", "NoError", "OtherError", "OverCurrentFailure", "PowerMeterFailure", "PowerSwitchFailure",
    "ReaderFailure", "ResetFailure", "UnderVoltage", "OverVoltage", "WeakSignal",
]

ChargePointStatus = Literal[
    "Available", "Preparing", "Charging", "SuspendedEVSE", "SuspendedEV", "Finishing", "Reserved", "Unavailable",
    "Faulted",
]

ChargingProfileKindType = Literal["Absolute", "Recurring", "Relative"]

ChargingProfilePurposeType = Literal["ChargePointMaxProfile", "TxDefaultProfile", "TxProfile"]

ChargingProfileStatus = Literal["Accepted", "Rejected", "NotSupported"]

ChargingRateUnitType = Literal["A", "W"]

ClearCacheStatus = Literal["Accepted", "Rejected"]

ClearChargingProfileStatus = Literal["Accepted", "Unknown"]

ConfigurationStatus = Literal["Accepted", "Rejected", "RebootRequired", "NotSupported"]

DataTransferStatus = Literal["Accepted", "Rejected", "UnknownMessageId", "UnknownVendorId"]

DeleteCertificateStatusEnumType = Literal["Accepted", "Failed", "NotFound"]

DiagnosticsStatus = Literal["Idle", "Uploaded", "UploadFailed", "Uploading"]

FirmwareStatus = Literal[
    "Downloaded", "DownloadFailed", "Downloading", "Idle", "InstallationFailed", "Installing", "Installed",
]

FirmwareStatusEnumType = Literal[
    "Downloaded", "DownloadFailed", "Downloading", "DownloadScheduled", "DownloadPaused", "Idle", "InstallationFailed",
    "Installing", "Installed", "InstallRebooting", "InstallScheduled", "InstallVerificationFailed", "InvalidSignature",
    "SignatureVerified",
]

GenericStatusEnumType = Literal["Accepted", "Rejected"]

GetCompositeScheduleStatus = Literal["Accepted", "Rejected"]

GetInstalledCertificateStatusEnumType = Literal["Accepted", "NotFound"]

HashAlgorithmEnumType = Literal["SHA256", "SHA384", "SHA512"]

InstallCertificateStatusEnumType = Literal["Accepted", "Failed", "Rejected"]

Location = Literal["Cable", "EV", "Inlet", "Outlet", "Body"]

LogEnumType = Literal["DiagnosticsLog", "SecurityLog"]

LogStatusEnumType = Literal["Accepted", "Rejected", "AcceptedCanceled"]

Measurand = Literal[
    "Energy.Active.Export.Register", "Energy.Active.Import.Register", "Energy.Reactive.Export.Register",
    "Energy.Reactive.Import.Register", "Energy.Active.Export.Interval", "Energy.Active.Import.Interval",
    "Energy.Reactive.Export.Interval", "Energy.Reactive.Import.Interval", "Power.Active.Export", "Power.Active.Import",
    "Power.Offered", "Power.Reactive.Export", "Power.Reactive.Import", "Power.Factor", "Current.Import",
    "Current.Export", "Current.Offered", "Voltage", "Frequency", "Temperature", "SoC", "RPM",
]

MessageTrigger = Literal[
    "BootNotification", "DiagnosticsStatusNotification", "FirmwareStatusNotification", "Heartbeat", "MeterValues",
    "StatusNotification",
]

MessageTriggerEnumType = Literal[
    "BootNotification", "LogStatusNotification", "FirmwareStatusNotification", "Heartbeat", "MeterValues",
    "SignChargePointCertificate", "StatusNotification",
]

Phase = Literal["L1", "L2", "L3", "N", "L1-N", "L2-N", "L3-N", "L1-L2", "L2-L3", "L3-L1"]

ReadingContext = Literal[
    "Interruption.Begin", "Interruption.End", "Sample.Clock", "Sample.Periodic", "Transaction.Begin", "Transaction.End",
    "Trigger", "Other",
]

Reason = Literal[
    "EmergencyStop", "EVDisconnected", "HardReset", "Local", "Other", "PowerLoss", "Reboot", "Remote", "SoftReset",
    "UnlockCommand", "DeAuthorized",
]

RecurrencyKindType = Literal["Daily", "Weekly"]

RegistrationStatus = Literal["Accepted", "Pending", "Rejected"]

RemoteStartStopStatus = Literal["Accepted", "Rejected"]

ReservationStatus = Literal["Accepted", "Faulted", "Occupied", "Rejected", "Unavailable"]

ResetStatus = Literal["Accepted", "Rejected"]

ResetType = Literal["Hard", "Soft"]

TriggerMessageStatus = Literal["Accepted", "Rejected", "NotImplemented"]

TriggerMessageStatusEnumType = Literal["Accepted", "Rejected", "NotImplemented"]

UnitOfMeasure = Literal[
    "Wh", "kWh", "varh", "kvarh", "W", "kW", "VA", "kVA", "var", "kvar", "A", "V", "K", "Celcius", "Celsius",
    "Fahrenheit", "Percent",
]

UnlockStatus = Literal["Unlocked", "UnlockFailed", "NotSupported"]

UpdateFirmwareStatusEnumType = Literal[
    "Accepted", "Rejected", "AcceptedCanceled", "InvalidCertificate", "RevokedCertificate",
]

UpdateStatus = Literal["Accepted", "Failed", "NotSupported", "VersionMismatch"]

UpdateType = Literal["Differential", "Full"]

UploadLogStatusEnumType = Literal[
    "BadMessage", "Idle", "NotSupportedOperation", "PermissionDenied", "Uploaded", "UploadFailure", "Uploading",
]

ValueFormat = Literal["Raw", "SignedData"]


class AuthorizationData(TypedDict):
    idTag: str  # at most 20 characters
    idTagInfo: NotRequired[IdTagInfo]


class CertificateHashDataType(TypedDict):
    hashAlgorithm: HashAlgorithmEnumType
    issuerNameHash: str  # at most 128 characters
    issuerKeyHash: str  # at most 128 characters
    serialNumber: str  # at most 40 characters


class ChargingProfile(TypedDict):
    chargingProfileId: int
    stackLevel: int
    chargingProfilePurpose: ChargingProfilePurposeType
    chargingProfileKind: ChargingProfileKindType
    chargingSchedule: ChargingSchedule
    transactionId: NotRequired[int]
    recurrencyKind: NotRequired[RecurrencyKindType]
    validFrom: NotRequired[str]  # RFC 3339
    validTo: NotRequired[str]  # RFC 3339


class ChargingSchedule(TypedDict):
    chargingRateUnit: ChargingRateUnitType
    chargingSchedulePeriod: list[ChargingSchedulePeriod]
    duration: NotRequired[int]
    startSchedule: NotRequired[str]  # RFC 3339
    minChargingRate: NotRequired[float]  # a multiple of 0.1


class ChargingSchedulePeriod(TypedDict):
    startPeriod: int
    limit: float  # a multiple of 0.1
    numberPhases: NotRequired[int]


class FirmwareType(TypedDict):
    location: str  # at most 512 characters
    retrieveDateTime: str  # RFC 3339
    signingCertificate: str  # at most 5500 characters
    signature: str  # at most 800 characters
    installDateTime: NotRequired[str]  # RFC 3339


class IdTagInfo(TypedDict):
    status: AuthorizationStatus
    expiryDate: NotRequired[str]  # RFC 3339
    parentIdTag: NotRequired[str]  # at most 20 characters


class KeyValue(TypedDict):
    key: str  # at most 50 characters
    readonly: bool
    value: NotRequired[str]  # at most 500 characters


class LogParametersType(TypedDict):
    remoteLocation: str  # at most 512 characters
    oldestTimestamp: NotRequired[str]  # RFC 3339
    latestTimestamp: NotRequired[str]  # RFC 3339


class MeterValue(TypedDict):
    timestamp: str  # RFC 3339
    sampledValue: list[SampledValue]


class SampledValue(TypedDict):
    value: str
    context: NotRequired[ReadingContext]
    format: NotRequired[ValueFormat]
    measurand: NotRequired[Measurand]
    phase: NotRequired[Phase]
    location: NotRequired[Location]
    unit: NotRequired[UnitOfMeasure]


class AuthorizeRequest(TypedDict):
    """Asks whether an idTag may charge."""
    idTag: str  # at most 20 characters


class AuthorizeResponse(TypedDict):
    idTagInfo: IdTagInfo


Authorize = FromChargePoint[AuthorizeRequest, AuthorizeResponse]("1.6", "Authorize")


class BootNotificationRequest(TypedDict):
    """Announces the charge point after it has started and asks to be accepted."""
    chargePointVendor: str  # at most 20 characters
    chargePointModel: str  # at most 20 characters
    chargePointSerialNumber: NotRequired[str]  # at most 25 characters
    chargeBoxSerialNumber: NotRequired[str]  # at most 25 characters
    firmwareVersion: NotRequired[str]  # at most 50 characters
    iccid: NotRequired[str]  # at most 20 characters
    imsi: NotRequired[str]  # at most 20 characters
    meterType: NotRequired[str]  # at most 25 characters
    meterSerialNumber: NotRequired[str]  # at most 25 characters


class BootNotificationResponse(TypedDict):
    status: RegistrationStatus
    currentTime: str  # RFC 3339
    interval: int


BootNotification = FromChargePoint[BootNotificationRequest, BootNotificationResponse]("1.6", "BootNotification")


class CancelReservationRequest(TypedDict):
    """Withdraws a reservation."""
    reservationId: int


class CancelReservationResponse(TypedDict):
    status: CancelReservationStatus


CancelReservation = ToChargePoint[CancelReservationRequest, CancelReservationResponse]("1.6", "CancelReservation")


class CertificateSignedRequest(TypedDict):
    """Delivers the signed certificate that the charge point requested."""
    certificateChain: str  # at most 10000 characters


class CertificateSignedResponse(TypedDict):
    status: CertificateSignedStatusEnumType


CertificateSigned = ToChargePoint[CertificateSignedRequest, CertificateSignedResponse]("1.6", "CertificateSigned")


class ChangeAvailabilityRequest(TypedDict):
    """Makes a connector, or the whole charge point, operative or inoperative."""
    connectorId: int
    type: AvailabilityType


class ChangeAvailabilityResponse(TypedDict):
    status: AvailabilityStatus


ChangeAvailability = ToChargePoint[ChangeAvailabilityRequest, ChangeAvailabilityResponse]("1.6", "ChangeAvailability")


class ChangeConfigurationRequest(TypedDict):
    """Sets one configuration key."""
    key: str  # at most 50 characters
    value: str  # at most 500 characters


class ChangeConfigurationResponse(TypedDict):
    status: ConfigurationStatus


ChangeConfiguration = ToChargePoint[
    ChangeConfigurationRequest, ChangeConfigurationResponse
]("1.6", "ChangeConfiguration")


class ClearCacheRequest(TypedDict):
    """Empties the authorization cache."""


class ClearCacheResponse(TypedDict):
    status: ClearCacheStatus


ClearCache = ToChargePoint[ClearCacheRequest, ClearCacheResponse]("1.6", "ClearCache")


class ClearChargingProfileRequest(TypedDict):
    """Removes the charging profiles that match."""
    id: NotRequired[int]
    connectorId: NotRequired[int]
    chargingProfilePurpose: NotRequired[ChargingProfilePurposeType]
    stackLevel: NotRequired[int]


class ClearChargingProfileResponse(TypedDict):
    status: ClearChargingProfileStatus


ClearChargingProfile = ToChargePoint[
    ClearChargingProfileRequest, ClearChargingProfileResponse
]("1.6", "ClearChargingProfile")


class DataTransferRequest(TypedDict):
    """Carries vendor-specific data in either direction."""
    vendorId: str  # at most 255 characters
    messageId: NotRequired[str]  # at most 50 characters
    data: NotRequired[str]


class DataTransferResponse(TypedDict):
    status: DataTransferStatus
    data: NotRequired[str]


DataTransfer = BothWays[DataTransferRequest, DataTransferResponse]("1.6", "DataTransfer")


class DeleteCertificateRequest(TypedDict):
    """Deletes one installed root certificate."""
    certificateHashData: CertificateHashDataType


class DeleteCertificateResponse(TypedDict):
    status: DeleteCertificateStatusEnumType


DeleteCertificate = ToChargePoint[DeleteCertificateRequest, DeleteCertificateResponse]("1.6", "DeleteCertificate")


class DiagnosticsStatusNotificationRequest(TypedDict):
    """Reports how the upload of diagnostics goes."""
    status: DiagnosticsStatus


class DiagnosticsStatusNotificationResponse(TypedDict):
    pass


DiagnosticsStatusNotification = FromChargePoint[
    DiagnosticsStatusNotificationRequest, DiagnosticsStatusNotificationResponse
]("1.6", "DiagnosticsStatusNotification")


class ExtendedTriggerMessageRequest(TypedDict):
    """Asks for one message now; knows the messages of the security extension."""
    requestedMessage: MessageTriggerEnumType
    connectorId: NotRequired[int]


class ExtendedTriggerMessageResponse(TypedDict):
    status: TriggerMessageStatusEnumType


ExtendedTriggerMessage = ToChargePoint[
    ExtendedTriggerMessageRequest, ExtendedTriggerMessageResponse
]("1.6", "ExtendedTriggerMessage")


class FirmwareStatusNotificationRequest(TypedDict):
    """Reports how a firmware update goes."""
    status: FirmwareStatus


class FirmwareStatusNotificationResponse(TypedDict):
    pass


FirmwareStatusNotification = FromChargePoint[
    FirmwareStatusNotificationRequest, FirmwareStatusNotificationResponse
]("1.6", "FirmwareStatusNotification")


class GetCompositeScheduleRequest(TypedDict):
    """Asks which schedule results from all profiles of a connector."""
    connectorId: int
    duration: int
    chargingRateUnit: NotRequired[ChargingRateUnitType]


class GetCompositeScheduleResponse(TypedDict):
    status: GetCompositeScheduleStatus
    connectorId: NotRequired[int]
    scheduleStart: NotRequired[str]  # RFC 3339
    chargingSchedule: NotRequired[ChargingSchedule]


GetCompositeSchedule = ToChargePoint[
    GetCompositeScheduleRequest, GetCompositeScheduleResponse
]("1.6", "GetCompositeSchedule")


class GetConfigurationRequest(TypedDict):
    """Reads configuration keys, or all of them."""
    key: NotRequired[list[str]]  # each at most 50 characters


class GetConfigurationResponse(TypedDict):
    configurationKey: NotRequired[list[KeyValue]]
    unknownKey: NotRequired[list[str]]  # each at most 50 characters


GetConfiguration = ToChargePoint[GetConfigurationRequest, GetConfigurationResponse]("1.6", "GetConfiguration")


class GetDiagnosticsRequest(TypedDict):
    """Asks for an upload of diagnostics to a location."""
    location: str  # a URI
    retries: NotRequired[int]
    retryInterval: NotRequired[int]
    startTime: NotRequired[str]  # RFC 3339
    stopTime: NotRequired[str]  # RFC 3339


class GetDiagnosticsResponse(TypedDict):
    fileName: NotRequired[str]  # at most 255 characters


GetDiagnostics = ToChargePoint[GetDiagnosticsRequest, GetDiagnosticsResponse]("1.6", "GetDiagnostics")


class GetInstalledCertificateIdsRequest(TypedDict):
    """Lists the installed root certificates of one use."""
    certificateType: CertificateUseEnumType


class GetInstalledCertificateIdsResponse(TypedDict):
    status: GetInstalledCertificateStatusEnumType
    certificateHashData: NotRequired[list[CertificateHashDataType]]  # at least 1 items


GetInstalledCertificateIds = ToChargePoint[
    GetInstalledCertificateIdsRequest, GetInstalledCertificateIdsResponse
]("1.6", "GetInstalledCertificateIds")


class GetLocalListVersionRequest(TypedDict):
    """Asks for the version number of the local authorization list."""


class GetLocalListVersionResponse(TypedDict):
    listVersion: int


GetLocalListVersion = ToChargePoint[
    GetLocalListVersionRequest, GetLocalListVersionResponse
]("1.6", "GetLocalListVersion")


class GetLogRequest(TypedDict):
    """Asks for an upload of the diagnostics log or the security log."""
    log: LogParametersType
    logType: LogEnumType
    requestId: int
    retries: NotRequired[int]
    retryInterval: NotRequired[int]


class GetLogResponse(TypedDict):
    status: LogStatusEnumType
    filename: NotRequired[str]  # at most 255 characters


GetLog = ToChargePoint[GetLogRequest, GetLogResponse]("1.6", "GetLog")


class HeartbeatRequest(TypedDict):
    """Shows that the charge point is alive, and gives it the time."""


class HeartbeatResponse(TypedDict):
    currentTime: str  # RFC 3339


Heartbeat = FromChargePoint[HeartbeatRequest, HeartbeatResponse]("1.6", "Heartbeat")


class InstallCertificateRequest(TypedDict):
    """Installs a root certificate."""
    certificateType: CertificateUseEnumType
    certificate: str  # at most 5500 characters


class InstallCertificateResponse(TypedDict):
    status: InstallCertificateStatusEnumType


InstallCertificate = ToChargePoint[InstallCertificateRequest, InstallCertificateResponse]("1.6", "InstallCertificate")


class LogStatusNotificationRequest(TypedDict):
    """Reports how the upload of a log goes."""
    status: UploadLogStatusEnumType
    requestId: NotRequired[int]


class LogStatusNotificationResponse(TypedDict):
    pass


LogStatusNotification = FromChargePoint[
    LogStatusNotificationRequest, LogStatusNotificationResponse
]("1.6", "LogStatusNotification")


class MeterValuesRequest(TypedDict):
    """Reports meter readings of a connector."""
    connectorId: int
    meterValue: list[MeterValue]
    transactionId: NotRequired[int]


class MeterValuesResponse(TypedDict):
    pass


MeterValues = FromChargePoint[MeterValuesRequest, MeterValuesResponse]("1.6", "MeterValues")


class RemoteStartTransactionRequest(TypedDict):
    """Asks the charge point to start a transaction for an idTag."""
    idTag: str  # at most 20 characters
    connectorId: NotRequired[int]
    chargingProfile: NotRequired[ChargingProfile]


class RemoteStartTransactionResponse(TypedDict):
    status: RemoteStartStopStatus


RemoteStartTransaction = ToChargePoint[
    RemoteStartTransactionRequest, RemoteStartTransactionResponse
]("1.6", "RemoteStartTransaction")


class RemoteStopTransactionRequest(TypedDict):
    """Asks the charge point to stop a transaction."""
    transactionId: int


class RemoteStopTransactionResponse(TypedDict):
    status: RemoteStartStopStatus


RemoteStopTransaction = ToChargePoint[
    RemoteStopTransactionRequest, RemoteStopTransactionResponse
]("1.6", "RemoteStopTransaction")


class ReserveNowRequest(TypedDict):
    """Reserves a connector for an idTag until a time."""
    connectorId: int
    expiryDate: str  # RFC 3339
    idTag: str  # at most 20 characters
    reservationId: int
    parentIdTag: NotRequired[str]  # at most 20 characters


class ReserveNowResponse(TypedDict):
    status: ReservationStatus


ReserveNow = ToChargePoint[ReserveNowRequest, ReserveNowResponse]("1.6", "ReserveNow")


class ResetRequest(TypedDict):
    """Restarts the charge point, softly or hard."""
    type: ResetType


class ResetResponse(TypedDict):
    status: ResetStatus


Reset = ToChargePoint[ResetRequest, ResetResponse]("1.6", "Reset")


class SecurityEventNotificationRequest(TypedDict):
    """Reports a security event."""
    type: str  # at most 50 characters
    timestamp: str  # RFC 3339
    techInfo: NotRequired[str]  # at most 255 characters


class SecurityEventNotificationResponse(TypedDict):
    pass


SecurityEventNotification = FromChargePoint[
    SecurityEventNotificationRequest, SecurityEventNotificationResponse
]("1.6", "SecurityEventNotification")


class SendLocalListRequest(TypedDict):
    """Replaces or changes the local authorization list."""
    listVersion: int
    updateType: UpdateType
    localAuthorizationList: NotRequired[list[AuthorizationData]]


class SendLocalListResponse(TypedDict):
    status: UpdateStatus


SendLocalList = ToChargePoint[SendLocalListRequest, SendLocalListResponse]("1.6", "SendLocalList")


class SetChargingProfileRequest(TypedDict):
    """Installs a charging profile."""
    connectorId: int
    csChargingProfiles: ChargingProfile


class SetChargingProfileResponse(TypedDict):
    status: ChargingProfileStatus


SetChargingProfile = ToChargePoint[SetChargingProfileRequest, SetChargingProfileResponse]("1.6", "SetChargingProfile")


class SignCertificateRequest(TypedDict):
    """Asks for a signature on a certificate signing request."""
    csr: str  # at most 5500 characters


class SignCertificateResponse(TypedDict):
    status: GenericStatusEnumType


SignCertificate = FromChargePoint[SignCertificateRequest, SignCertificateResponse]("1.6", "SignCertificate")


class SignedFirmwareStatusNotificationRequest(TypedDict):
    """Reports how a signed firmware update goes."""
    status: FirmwareStatusEnumType
    requestId: NotRequired[int]


class SignedFirmwareStatusNotificationResponse(TypedDict):
    pass


SignedFirmwareStatusNotification = FromChargePoint[
    SignedFirmwareStatusNotificationRequest, SignedFirmwareStatusNotificationResponse
]("1.6", "SignedFirmwareStatusNotification")


class SignedUpdateFirmwareRequest(TypedDict):
    """Asks for an update to a firmware that carries a signature."""
    requestId: int
    firmware: FirmwareType
    retries: NotRequired[int]
    retryInterval: NotRequired[int]


class SignedUpdateFirmwareResponse(TypedDict):
    status: UpdateFirmwareStatusEnumType


SignedUpdateFirmware = ToChargePoint[
    SignedUpdateFirmwareRequest, SignedUpdateFirmwareResponse
]("1.6", "SignedUpdateFirmware")


class StartTransactionRequest(TypedDict):
    """Reports that a transaction has started, and receives its number."""
    connectorId: int
    idTag: str  # at most 20 characters
    meterStart: int
    timestamp: str  # RFC 3339
    reservationId: NotRequired[int]


class StartTransactionResponse(TypedDict):
    idTagInfo: IdTagInfo
    transactionId: int


StartTransaction = FromChargePoint[StartTransactionRequest, StartTransactionResponse]("1.6", "StartTransaction")


class StatusNotificationRequest(TypedDict):
    """Reports the status of a connector, or of the charge point as connector 0."""
    connectorId: int
    errorCode: ChargePointErrorCode
    status: ChargePointStatus
    info: NotRequired[str]  # at most 50 characters
    timestamp: NotRequired[str]  # RFC 3339
    vendorId: NotRequired[str]  # at most 255 characters
    vendorErrorCode: NotRequired[str]  # at most 50 characters


class StatusNotificationResponse(TypedDict):
    pass


StatusNotification = FromChargePoint[StatusNotificationRequest, StatusNotificationResponse]("1.6", "StatusNotification")


class StopTransactionRequest(TypedDict):
    """Reports that a transaction has ended."""
    meterStop: int
    timestamp: str  # RFC 3339
    transactionId: int
    idTag: NotRequired[str]  # at most 20 characters
    reason: NotRequired[Reason]
    transactionData: NotRequired[list[MeterValue]]


class StopTransactionResponse(TypedDict):
    idTagInfo: NotRequired[IdTagInfo]


StopTransaction = FromChargePoint[StopTransactionRequest, StopTransactionResponse]("1.6", "StopTransaction")


class TriggerMessageRequest(TypedDict):
    """Asks for one message now."""
    requestedMessage: MessageTrigger
    connectorId: NotRequired[int]


class TriggerMessageResponse(TypedDict):
    status: TriggerMessageStatus


TriggerMessage = ToChargePoint[TriggerMessageRequest, TriggerMessageResponse]("1.6", "TriggerMessage")


class UnlockConnectorRequest(TypedDict):
    """Asks the charge point to unlock a connector."""
    connectorId: int


class UnlockConnectorResponse(TypedDict):
    status: UnlockStatus


UnlockConnector = ToChargePoint[UnlockConnectorRequest, UnlockConnectorResponse]("1.6", "UnlockConnector")


class UpdateFirmwareRequest(TypedDict):
    """Asks for an update to the firmware at a location."""
    location: str  # a URI
    retrieveDate: str  # RFC 3339
    retries: NotRequired[int]
    retryInterval: NotRequired[int]


class UpdateFirmwareResponse(TypedDict):
    pass


UpdateFirmware = ToChargePoint[UpdateFirmwareRequest, UpdateFirmwareResponse]("1.6", "UpdateFirmware")
