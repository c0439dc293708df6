// The messages of OCPP 1.6. Written by tools/generate-types.mjs from schemas/1.6: do not edit.

/** What a charge point sends and a central system answers. */
export interface Calls {
  Authorize: { request: AuthorizeRequest; response: AuthorizeResponse };
  BootNotification: { request: BootNotificationRequest; response: BootNotificationResponse };
  DataTransfer: { request: DataTransferRequest; response: DataTransferResponse };
  DiagnosticsStatusNotification: { request: DiagnosticsStatusNotificationRequest; response: DiagnosticsStatusNotificationResponse };
  FirmwareStatusNotification: { request: FirmwareStatusNotificationRequest; response: FirmwareStatusNotificationResponse };
  Heartbeat: { request: HeartbeatRequest; response: HeartbeatResponse };
  LogStatusNotification: { request: LogStatusNotificationRequest; response: LogStatusNotificationResponse };
  MeterValues: { request: MeterValuesRequest; response: MeterValuesResponse };
  SecurityEventNotification: { request: SecurityEventNotificationRequest; response: SecurityEventNotificationResponse };
  SignCertificate: { request: SignCertificateRequest; response: SignCertificateResponse };
  SignedFirmwareStatusNotification: { request: SignedFirmwareStatusNotificationRequest; response: SignedFirmwareStatusNotificationResponse };
  StartTransaction: { request: StartTransactionRequest; response: StartTransactionResponse };
  StatusNotification: { request: StatusNotificationRequest; response: StatusNotificationResponse };
  StopTransaction: { request: StopTransactionRequest; response: StopTransactionResponse };
}

/** What a central system sends. */
export interface Commands {
  CancelReservation: { request: CancelReservationRequest; response: CancelReservationResponse };
  CertificateSigned: { request: CertificateSignedRequest; response: CertificateSignedResponse };
  ChangeAvailability: { request: ChangeAvailabilityRequest; response: ChangeAvailabilityResponse };
  ChangeConfiguration: { request: ChangeConfigurationRequest; response: ChangeConfigurationResponse };
  ClearCache: { request: ClearCacheRequest; response: ClearCacheResponse };
  ClearChargingProfile: { request: ClearChargingProfileRequest; response: ClearChargingProfileResponse };
  DataTransfer: { request: DataTransferRequest; response: DataTransferResponse };
  DeleteCertificate: { request: DeleteCertificateRequest; response: DeleteCertificateResponse };
  ExtendedTriggerMessage: { request: ExtendedTriggerMessageRequest; response: ExtendedTriggerMessageResponse };
  GetCompositeSchedule: { request: GetCompositeScheduleRequest; response: GetCompositeScheduleResponse };
  GetConfiguration: { request: GetConfigurationRequest; response: GetConfigurationResponse };
  GetDiagnostics: { request: GetDiagnosticsRequest; response: GetDiagnosticsResponse };
  GetInstalledCertificateIds: { request: GetInstalledCertificateIdsRequest; response: GetInstalledCertificateIdsResponse };
  GetLocalListVersion: { request: GetLocalListVersionRequest; response: GetLocalListVersionResponse };
  GetLog: { request: GetLogRequest; response: GetLogResponse };
  InstallCertificate: { request: InstallCertificateRequest; response: InstallCertificateResponse };
  RemoteStartTransaction: { request: RemoteStartTransactionRequest; response: RemoteStartTransactionResponse };
  RemoteStopTransaction: { request: RemoteStopTransactionRequest; response: RemoteStopTransactionResponse };
  ReserveNow: { request: ReserveNowRequest; response: ReserveNowResponse };
  Reset: { request: ResetRequest; response: ResetResponse };
  SendLocalList: { request: SendLocalListRequest; response: SendLocalListResponse };
  SetChargingProfile: { request: SetChargingProfileRequest; response: SetChargingProfileResponse };
  SignedUpdateFirmware: { request: SignedUpdateFirmwareRequest; response: SignedUpdateFirmwareResponse };
  TriggerMessage: { request: TriggerMessageRequest; response: TriggerMessageResponse };
  UnlockConnector: { request: UnlockConnectorRequest; response: UnlockConnectorResponse };
  UpdateFirmware: { request: UpdateFirmwareRequest; response: UpdateFirmwareResponse };
}

/** Asks whether an idTag may charge. */
export interface AuthorizeRequest {
  idTag: string;
}

export interface AuthorizeResponse {
  idTagInfo: IdTagInfo;
}

/** Announces the charge point after it has started and asks to be accepted. */
export interface BootNotificationRequest {
  chargePointVendor: string;
  chargePointModel: string;
  chargePointSerialNumber?: string;
  chargeBoxSerialNumber?: string;
  firmwareVersion?: string;
  iccid?: string;
  imsi?: string;
  meterType?: string;
  meterSerialNumber?: string;
}

export interface BootNotificationResponse {
  status: RegistrationStatus;
  currentTime: string;
  interval: number;
}

/** Withdraws a reservation. */
export interface CancelReservationRequest {
  reservationId: number;
}

export interface CancelReservationResponse {
  status: CancelReservationStatus;
}

/** Delivers the signed certificate that the charge point requested. */
export interface CertificateSignedRequest {
  certificateChain: string;
}

export interface CertificateSignedResponse {
  status: CertificateSignedStatusEnumType;
}

/** Makes a connector, or the whole charge point, operative or inoperative. */
export interface ChangeAvailabilityRequest {
  connectorId: number;
  type: AvailabilityType;
}

export interface ChangeAvailabilityResponse {
  status: AvailabilityStatus;
}

/** Sets one configuration key. */
export interface ChangeConfigurationRequest {
  key: string;
  value: string;
}

export interface ChangeConfigurationResponse {
  status: ConfigurationStatus;
}

/** Empties the authorization cache. */
export type ClearCacheRequest = Record<string, never>;

export interface ClearCacheResponse {
  status: ClearCacheStatus;
}

/** Removes the charging profiles that match. */
export interface ClearChargingProfileRequest {
  id?: number;
  connectorId?: number;
  chargingProfilePurpose?: ChargingProfilePurposeType;
  stackLevel?: number;
}

export interface ClearChargingProfileResponse {
  status: ClearChargingProfileStatus;
}

/** Carries vendor-specific data in either direction. */
export interface DataTransferRequest {
  vendorId: string;
  messageId?: string;
  data?: string;
}

export interface DataTransferResponse {
  status: DataTransferStatus;
  data?: string;
}

/** Deletes one installed root certificate. */
export interface DeleteCertificateRequest {
  certificateHashData: CertificateHashDataType;
}

export interface DeleteCertificateResponse {
  status: DeleteCertificateStatusEnumType;
}

/** Reports how the upload of diagnostics goes. */
export interface DiagnosticsStatusNotificationRequest {
  status: DiagnosticsStatus;
}

export type DiagnosticsStatusNotificationResponse = Record<string, never>;

/** Asks for one message now; knows the messages of the security extension. */
export interface ExtendedTriggerMessageRequest {
  requestedMessage: MessageTriggerEnumType;
  connectorId?: number;
}

export interface ExtendedTriggerMessageResponse {
  status: TriggerMessageStatusEnumType;
}

/** Reports how a firmware update goes. */
export interface FirmwareStatusNotificationRequest {
  status: FirmwareStatus;
}

export type FirmwareStatusNotificationResponse = Record<string, never>;

/** Asks which schedule results from all profiles of a connector. */
export interface GetCompositeScheduleRequest {
  connectorId: number;
  duration: number;
  chargingRateUnit?: ChargingRateUnitType;
}

export interface GetCompositeScheduleResponse {
  status: GetCompositeScheduleStatus;
  connectorId?: number;
  scheduleStart?: string;
  chargingSchedule?: ChargingSchedule;
}

/** Reads configuration keys, or all of them. */
export interface GetConfigurationRequest {
  key?: string[];
}

export interface GetConfigurationResponse {
  configurationKey?: KeyValue[];
  unknownKey?: string[];
}

/** Asks for an upload of diagnostics to a location. */
export interface GetDiagnosticsRequest {
  location: string;
  retries?: number;
  retryInterval?: number;
  startTime?: string;
  stopTime?: string;
}

export interface GetDiagnosticsResponse {
  fileName?: string;
}

/** Lists the installed root certificates of one use. */
export interface GetInstalledCertificateIdsRequest {
  certificateType: CertificateUseEnumType;
}

export interface GetInstalledCertificateIdsResponse {
  status: GetInstalledCertificateStatusEnumType;
  certificateHashData?: CertificateHashDataType[];
}

/** Asks for the version number of the local authorization list. */
export type GetLocalListVersionRequest = Record<string, never>;

export interface GetLocalListVersionResponse {
  listVersion: number;
}

/** Asks for an upload of the diagnostics log or the security log. */
export interface GetLogRequest {
  log: LogParametersType;
  logType: LogEnumType;
  requestId: number;
  retries?: number;
  retryInterval?: number;
}

export interface GetLogResponse {
  status: LogStatusEnumType;
  filename?: string;
}

/** Shows that the charge point is alive, and gives it the time. */
export type HeartbeatRequest = Record<string, never>;

export interface HeartbeatResponse {
  currentTime: string;
}

/** Installs a root certificate. */
export interface InstallCertificateRequest {
  certificateType: CertificateUseEnumType;
  certificate: string;
}

export interface InstallCertificateResponse {
  status: InstallCertificateStatusEnumType;
}

/** Reports how the upload of a log goes. */
export interface LogStatusNotificationRequest {
  status: UploadLogStatusEnumType;
  requestId?: number;
}

export type LogStatusNotificationResponse = Record<string, never>;

/** Reports meter readings of a connector. */
export interface MeterValuesRequest {
  connectorId: number;
  meterValue: MeterValue[];
  transactionId?: number;
}

export type MeterValuesResponse = Record<string, never>;

/** Asks the charge point to start a transaction for an idTag. */
export interface RemoteStartTransactionRequest {
  idTag: string;
  connectorId?: number;
  chargingProfile?: ChargingProfile;
}

export interface RemoteStartTransactionResponse {
  status: RemoteStartStopStatus;
}

/** Asks the charge point to stop a transaction. */
export interface RemoteStopTransactionRequest {
  transactionId: number;
}

export interface RemoteStopTransactionResponse {
  status: RemoteStartStopStatus;
}

/** Reserves a connector for an idTag until a time. */
export interface ReserveNowRequest {
  connectorId: number;
  expiryDate: string;
  idTag: string;
  reservationId: number;
  parentIdTag?: string;
}

export interface ReserveNowResponse {
  status: ReservationStatus;
}

/** Restarts the charge point, softly or hard. */
export interface ResetRequest {
  type: ResetType;
}

export interface ResetResponse {
  status: ResetStatus;
}

/** Reports a security event. */
export interface SecurityEventNotificationRequest {
  type: string;
  timestamp: string;
  techInfo?: string;
}

export type SecurityEventNotificationResponse = Record<string, never>;

/** Replaces or changes the local authorization list. */
export interface SendLocalListRequest {
  listVersion: number;
  updateType: UpdateType;
  localAuthorizationList?: AuthorizationData[];
}

export interface SendLocalListResponse {
  status: UpdateStatus;
}

/** Installs a charging profile. */
export interface SetChargingProfileRequest {
  connectorId: number;
  csChargingProfiles: ChargingProfile;
}

export interface SetChargingProfileResponse {
  status: ChargingProfileStatus;
}

/** Asks for a signature on a certificate signing request. */
export interface SignCertificateRequest {
  csr: string;
}

export interface SignCertificateResponse {
  status: GenericStatusEnumType;
}

/** Reports how a signed firmware update goes. */
export interface SignedFirmwareStatusNotificationRequest {
  status: FirmwareStatusEnumType;
  requestId?: number;
}

export type SignedFirmwareStatusNotificationResponse = Record<string, never>;

/** Asks for an update to a firmware that carries a signature. */
export interface SignedUpdateFirmwareRequest {
  requestId: number;
  firmware: FirmwareType;
  retries?: number;
  retryInterval?: number;
}

export interface SignedUpdateFirmwareResponse {
  status: UpdateFirmwareStatusEnumType;
}

/** Reports that a transaction has started, and receives its number. */
export interface StartTransactionRequest {
  connectorId: number;
  idTag: string;
  meterStart: number;
  timestamp: string;
  reservationId?: number;
}

export interface StartTransactionResponse {
  idTagInfo: IdTagInfo;
  transactionId: number;
}

/** Reports the status of a connector, or of the charge point as connector 0. */
export interface StatusNotificationRequest {
  connectorId: number;
  errorCode: ChargePointErrorCode;
  status: ChargePointStatus;
  info?: string;
  timestamp?: string;
  vendorId?: string;
  vendorErrorCode?: string;
}

export type StatusNotificationResponse = Record<string, never>;

/** Reports that a transaction has ended. */
export interface StopTransactionRequest {
  meterStop: number;
  timestamp: string;
  transactionId: number;
  idTag?: string;
  reason?: Reason;
  transactionData?: MeterValue[];
}

export interface StopTransactionResponse {
  idTagInfo?: IdTagInfo;
}

/** Asks for one message now. */
export interface TriggerMessageRequest {
  requestedMessage: MessageTrigger;
  connectorId?: number;
}

export interface TriggerMessageResponse {
  status: TriggerMessageStatus;
}

/** Asks the charge point to unlock a connector. */
export interface UnlockConnectorRequest {
  connectorId: number;
}

export interface UnlockConnectorResponse {
  status: UnlockStatus;
}

/** Asks for an update to the firmware at a location. */
export interface UpdateFirmwareRequest {
  location: string;
  retrieveDate: string;
  retries?: number;
  retryInterval?: number;
}

export type UpdateFirmwareResponse = Record<string, never>;

export interface AuthorizationData {
  idTag: string;
  idTagInfo?: IdTagInfo;
}

export type AuthorizationStatus = "Accepted" | "Blocked" | "Expired" | "Invalid" | "ConcurrentTx";

export type AvailabilityStatus = "Accepted" | "Rejected" | "Scheduled";

export type AvailabilityType = "Inoperative" | "Operative";

export type CancelReservationStatus = "Accepted" | "Rejected";

export interface CertificateHashDataType {
  hashAlgorithm: HashAlgorithmEnumType;
  issuerNameHash: string;
  issuerKeyHash: string;
  serialNumber: string;
}

export type CertificateSignedStatusEnumType = "Accepted" | "Rejected";

export type CertificateUseEnumType = "CentralSystemRootCertificate" | "ManufacturerRootCertificate";

export type ChargePointErrorCode = 
  | "ConnectorLockFailure" | "EVCommunicationError" | "GroundFailure" | "HighTemperature" | "InternalError"
  | "LocalListConflict" | "NoError" | "OtherError" | "OverCurrentFailure" | "PowerMeterFailure"
  | "PowerSwitchFailure" | "ReaderFailure" | "ResetFailure" | "UnderVoltage" | "OverVoltage" | "WeakSignal";

export type ChargePointStatus = 
  | "Available" | "Preparing" | "Charging" | "SuspendedEVSE" | "SuspendedEV" | "Finishing" | "Reserved"
  | "Unavailable" | "Faulted";

export interface ChargingProfile {
  chargingProfileId: number;
  stackLevel: number;
  chargingProfilePurpose: ChargingProfilePurposeType;
  chargingProfileKind: ChargingProfileKindType;
  chargingSchedule: ChargingSchedule;
  transactionId?: number;
  recurrencyKind?: RecurrencyKindType;
  validFrom?: string;
  validTo?: string;
}

export type ChargingProfileKindType = "Absolute" | "Recurring" | "Relative";

export type ChargingProfilePurposeType = "ChargePointMaxProfile" | "TxDefaultProfile" | "TxProfile";

export type ChargingProfileStatus = "Accepted" | "Rejected" | "NotSupported";

export type ChargingRateUnitType = "A" | "W";

export interface ChargingSchedule {
  chargingRateUnit: ChargingRateUnitType;
  chargingSchedulePeriod: ChargingSchedulePeriod[];
  duration?: number;
  startSchedule?: string;
  minChargingRate?: number;
}

export interface ChargingSchedulePeriod {
  startPeriod: number;
  limit: number;
  numberPhases?: number;
}

export type ClearCacheStatus = "Accepted" | "Rejected";

export type ClearChargingProfileStatus = "Accepted" | "Unknown";

export type ConfigurationStatus = "Accepted" | "Rejected" | "RebootRequired" | "NotSupported";

export type DataTransferStatus = "Accepted" | "Rejected" | "UnknownMessageId" | "UnknownVendorId";

export type DeleteCertificateStatusEnumType = "Accepted" | "Failed" | "NotFound";

export type DiagnosticsStatus = "Idle" | "Uploaded" | "UploadFailed" | "Uploading";

export type FirmwareStatus = 
  | "Downloaded" | "DownloadFailed" | "Downloading" | "Idle" | "InstallationFailed" | "Installing"
  | "Installed";

export type FirmwareStatusEnumType = 
  | "Downloaded" | "DownloadFailed" | "Downloading" | "DownloadScheduled" | "DownloadPaused" | "Idle"
  | "InstallationFailed" | "Installing" | "Installed" | "InstallRebooting" | "InstallScheduled"
  | "InstallVerificationFailed" | "InvalidSignature" | "SignatureVerified";

export interface FirmwareType {
  location: string;
  retrieveDateTime: string;
  signingCertificate: string;
  signature: string;
  installDateTime?: string;
}

export type GenericStatusEnumType = "Accepted" | "Rejected";

export type GetCompositeScheduleStatus = "Accepted" | "Rejected";

export type GetInstalledCertificateStatusEnumType = "Accepted" | "NotFound";

export type HashAlgorithmEnumType = "SHA256" | "SHA384" | "SHA512";

export interface IdTagInfo {
  status: AuthorizationStatus;
  expiryDate?: string;
  parentIdTag?: string;
}

export type InstallCertificateStatusEnumType = "Accepted" | "Failed" | "Rejected";

export interface KeyValue {
  key: string;
  readonly: boolean;
  value?: string;
}

export type Location = "Cable" | "EV" | "Inlet" | "Outlet" | "Body";

export type LogEnumType = "DiagnosticsLog" | "SecurityLog";

export interface LogParametersType {
  remoteLocation: string;
  oldestTimestamp?: string;
  latestTimestamp?: string;
}

export type LogStatusEnumType = "Accepted" | "Rejected" | "AcceptedCanceled";

export type Measurand = 
  | "Energy.Active.Export.Register" | "Energy.Active.Import.Register" | "Energy.Reactive.Export.Register"
  | "Energy.Reactive.Import.Register" | "Energy.Active.Export.Interval" | "Energy.Active.Import.Interval"
  | "Energy.Reactive.Export.Interval" | "Energy.Reactive.Import.Interval" | "Power.Active.Export"
  | "Power.Active.Import" | "Power.Offered" | "Power.Reactive.Export" | "Power.Reactive.Import"
  | "Power.Factor" | "Current.Import" | "Current.Export" | "Current.Offered" | "Voltage" | "Frequency"
  | "Temperature" | "SoC" | "RPM";

export type MessageTrigger = 
  | "BootNotification" | "DiagnosticsStatusNotification" | "FirmwareStatusNotification" | "Heartbeat"
  | "MeterValues" | "StatusNotification";

export type MessageTriggerEnumType = 
  | "BootNotification" | "LogStatusNotification" | "FirmwareStatusNotification" | "Heartbeat" | "MeterValues"
  | "SignChargePointCertificate" | "StatusNotification";

export interface MeterValue {
  timestamp: string;
  sampledValue: SampledValue[];
}

export type Phase = 
  | "L1" | "L2" | "L3" | "N" | "L1-N" | "L2-N" | "L3-N" | "L1-L2" | "L2-L3" | "L3-L1";

export type ReadingContext = 
  | "Interruption.Begin" | "Interruption.End" | "Sample.Clock" | "Sample.Periodic" | "Transaction.Begin"
  | "Transaction.End" | "Trigger" | "Other";

export type Reason = 
  | "EmergencyStop" | "EVDisconnected" | "HardReset" | "Local" | "Other" | "PowerLoss" | "Reboot" | "Remote"
  | "SoftReset" | "UnlockCommand" | "DeAuthorized";

export type RecurrencyKindType = "Daily" | "Weekly";

export type RegistrationStatus = "Accepted" | "Pending" | "Rejected";

export type RemoteStartStopStatus = "Accepted" | "Rejected";

export type ReservationStatus = "Accepted" | "Faulted" | "Occupied" | "Rejected" | "Unavailable";

export type ResetStatus = "Accepted" | "Rejected";

export type ResetType = "Hard" | "Soft";

export interface SampledValue {
  value: string;
  context?: ReadingContext;
  format?: ValueFormat;
  measurand?: Measurand;
  phase?: Phase;
  location?: Location;
  unit?: UnitOfMeasure;
}

export type TriggerMessageStatus = "Accepted" | "Rejected" | "NotImplemented";

export type TriggerMessageStatusEnumType = "Accepted" | "Rejected" | "NotImplemented";

export type UnitOfMeasure = 
  | "Wh" | "kWh" | "varh" | "kvarh" | "W" | "kW" | "VA" | "kVA" | "var" | "kvar" | "A" | "V" | "K"
  | "Celcius" | "Celsius" | "Fahrenheit" | "Percent";

export type UnlockStatus = "Unlocked" | "UnlockFailed" | "NotSupported";

export type UpdateFirmwareStatusEnumType = 
  | "Accepted" | "Rejected" | "AcceptedCanceled" | "InvalidCertificate" | "RevokedCertificate";

export type UpdateStatus = "Accepted" | "Failed" | "NotSupported" | "VersionMismatch";

export type UpdateType = "Differential" | "Full";

export type UploadLogStatusEnumType = 
  | "BadMessage" | "Idle" | "NotSupportedOperation" | "PermissionDenied" | "Uploaded" | "UploadFailure"
  | "Uploading";

export type ValueFormat = "Raw" | "SignedData";
