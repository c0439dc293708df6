// The messages of OCPP 2.0.1. Written by tools/generate-types.mjs from schemas/2.0.1: do not edit.

/** What a charge point sends and a central system answers. */
export interface Calls {
  Authorize: { request: AuthorizeRequest; response: AuthorizeResponse };
  BootNotification: { request: BootNotificationRequest; response: BootNotificationResponse };
  ClearedChargingLimit: { request: ClearedChargingLimitRequest; response: ClearedChargingLimitResponse };
  DataTransfer: { request: DataTransferRequest; response: DataTransferResponse };
  FirmwareStatusNotification: { request: FirmwareStatusNotificationRequest; response: FirmwareStatusNotificationResponse };
  Get15118EVCertificate: { request: Get15118EVCertificateRequest; response: Get15118EVCertificateResponse };
  GetCertificateStatus: { request: GetCertificateStatusRequest; response: GetCertificateStatusResponse };
  Heartbeat: { request: HeartbeatRequest; response: HeartbeatResponse };
  LogStatusNotification: { request: LogStatusNotificationRequest; response: LogStatusNotificationResponse };
  MeterValues: { request: MeterValuesRequest; response: MeterValuesResponse };
  NotifyChargingLimit: { request: NotifyChargingLimitRequest; response: NotifyChargingLimitResponse };
  NotifyCustomerInformation: { request: NotifyCustomerInformationRequest; response: NotifyCustomerInformationResponse };
  NotifyDisplayMessages: { request: NotifyDisplayMessagesRequest; response: NotifyDisplayMessagesResponse };
  NotifyEVChargingNeeds: { request: NotifyEVChargingNeedsRequest; response: NotifyEVChargingNeedsResponse };
  NotifyEVChargingSchedule: { request: NotifyEVChargingScheduleRequest; response: NotifyEVChargingScheduleResponse };
  NotifyEvent: { request: NotifyEventRequest; response: NotifyEventResponse };
  NotifyMonitoringReport: { request: NotifyMonitoringReportRequest; response: NotifyMonitoringReportResponse };
  NotifyReport: { request: NotifyReportRequest; response: NotifyReportResponse };
  PublishFirmwareStatusNotification: { request: PublishFirmwareStatusNotificationRequest; response: PublishFirmwareStatusNotificationResponse };
  ReportChargingProfiles: { request: ReportChargingProfilesRequest; response: ReportChargingProfilesResponse };
  ReservationStatusUpdate: { request: ReservationStatusUpdateRequest; response: ReservationStatusUpdateResponse };
  SecurityEventNotification: { request: SecurityEventNotificationRequest; response: SecurityEventNotificationResponse };
  SignCertificate: { request: SignCertificateRequest; response: SignCertificateResponse };
  StatusNotification: { request: StatusNotificationRequest; response: StatusNotificationResponse };
  TransactionEvent: { request: TransactionEventRequest; response: TransactionEventResponse };
}

/** What a central system sends. */
export interface Commands {
  CancelReservation: { request: CancelReservationRequest; response: CancelReservationResponse };
  CertificateSigned: { request: CertificateSignedRequest; response: CertificateSignedResponse };
  ChangeAvailability: { request: ChangeAvailabilityRequest; response: ChangeAvailabilityResponse };
  ClearCache: { request: ClearCacheRequest; response: ClearCacheResponse };
  ClearChargingProfile: { request: ClearChargingProfileRequest; response: ClearChargingProfileResponse };
  ClearDisplayMessage: { request: ClearDisplayMessageRequest; response: ClearDisplayMessageResponse };
  ClearVariableMonitoring: { request: ClearVariableMonitoringRequest; response: ClearVariableMonitoringResponse };
  CostUpdated: { request: CostUpdatedRequest; response: CostUpdatedResponse };
  CustomerInformation: { request: CustomerInformationRequest; response: CustomerInformationResponse };
  DataTransfer: { request: DataTransferRequest; response: DataTransferResponse };
  DeleteCertificate: { request: DeleteCertificateRequest; response: DeleteCertificateResponse };
  GetBaseReport: { request: GetBaseReportRequest; response: GetBaseReportResponse };
  GetChargingProfiles: { request: GetChargingProfilesRequest; response: GetChargingProfilesResponse };
  GetCompositeSchedule: { request: GetCompositeScheduleRequest; response: GetCompositeScheduleResponse };
  GetDisplayMessages: { request: GetDisplayMessagesRequest; response: GetDisplayMessagesResponse };
  GetInstalledCertificateIds: { request: GetInstalledCertificateIdsRequest; response: GetInstalledCertificateIdsResponse };
  GetLocalListVersion: { request: GetLocalListVersionRequest; response: GetLocalListVersionResponse };
  GetLog: { request: GetLogRequest; response: GetLogResponse };
  GetMonitoringReport: { request: GetMonitoringReportRequest; response: GetMonitoringReportResponse };
  GetReport: { request: GetReportRequest; response: GetReportResponse };
  GetTransactionStatus: { request: GetTransactionStatusRequest; response: GetTransactionStatusResponse };
  GetVariables: { request: GetVariablesRequest; response: GetVariablesResponse };
  InstallCertificate: { request: InstallCertificateRequest; response: InstallCertificateResponse };
  PublishFirmware: { request: PublishFirmwareRequest; response: PublishFirmwareResponse };
  RequestStartTransaction: { request: RequestStartTransactionRequest; response: RequestStartTransactionResponse };
  RequestStopTransaction: { request: RequestStopTransactionRequest; response: RequestStopTransactionResponse };
  ReserveNow: { request: ReserveNowRequest; response: ReserveNowResponse };
  Reset: { request: ResetRequest; response: ResetResponse };
  SendLocalList: { request: SendLocalListRequest; response: SendLocalListResponse };
  SetChargingProfile: { request: SetChargingProfileRequest; response: SetChargingProfileResponse };
  SetDisplayMessage: { request: SetDisplayMessageRequest; response: SetDisplayMessageResponse };
  SetMonitoringBase: { request: SetMonitoringBaseRequest; response: SetMonitoringBaseResponse };
  SetMonitoringLevel: { request: SetMonitoringLevelRequest; response: SetMonitoringLevelResponse };
  SetNetworkProfile: { request: SetNetworkProfileRequest; response: SetNetworkProfileResponse };
  SetVariableMonitoring: { request: SetVariableMonitoringRequest; response: SetVariableMonitoringResponse };
  SetVariables: { request: SetVariablesRequest; response: SetVariablesResponse };
  TriggerMessage: { request: TriggerMessageRequest; response: TriggerMessageResponse };
  UnlockConnector: { request: UnlockConnectorRequest; response: UnlockConnectorResponse };
  UnpublishFirmware: { request: UnpublishFirmwareRequest; response: UnpublishFirmwareResponse };
  UpdateFirmware: { request: UpdateFirmwareRequest; response: UpdateFirmwareResponse };
}

/** Asks whether an idToken, or a contract certificate, may charge. */
export interface AuthorizeRequest {
  idToken: IdToken;
  certificate?: string;
  iso15118CertificateHashData?: OCSPRequestData[];
  customData?: CustomData;
}

export interface AuthorizeResponse {
  idTokenInfo: IdTokenInfo;
  certificateStatus?: AuthorizeCertificateStatusEnum;
  customData?: CustomData;
}

/** Announces the charging station after it has started and asks to be accepted. */
export interface BootNotificationRequest {
  chargingStation: ChargingStation;
  reason: BootReasonEnum;
  customData?: CustomData;
}

export interface BootNotificationResponse {
  currentTime: string;
  interval: number;
  status: RegistrationStatusEnum;
  statusInfo?: StatusInfo;
  customData?: CustomData;
}

/** Withdraws a reservation. */
export interface CancelReservationRequest {
  reservationId: number;
  customData?: CustomData;
}

export interface CancelReservationResponse {
  status: CancelReservationStatusEnum;
  statusInfo?: StatusInfo;
  customData?: CustomData;
}

/** Delivers the signed certificate that the charging station requested. */
export interface CertificateSignedRequest {
  certificateChain: string;
  certificateType?: CertificateSigningUseEnum;
  customData?: CustomData;
}

export interface CertificateSignedResponse {
  status: CertificateSignedStatusEnum;
  statusInfo?: StatusInfo;
  customData?: CustomData;
}

/** Makes the charging station, an EVSE or a connector operative or inoperative. */
export interface ChangeAvailabilityRequest {
  operationalStatus: OperationalStatusEnum;
  evse?: EVSE;
  customData?: CustomData;
}

export interface ChangeAvailabilityResponse {
  status: ChangeAvailabilityStatusEnum;
  statusInfo?: StatusInfo;
  customData?: CustomData;
}

/** Empties the authorization cache. */
export interface ClearCacheRequest {
  customData?: CustomData;
}

export interface ClearCacheResponse {
  status: ClearCacheStatusEnum;
  statusInfo?: StatusInfo;
  customData?: CustomData;
}

/** Removes the charging profiles that match. */
export interface ClearChargingProfileRequest {
  chargingProfileId?: number;
  chargingProfileCriteria?: ClearChargingProfileType;
  customData?: CustomData;
}

export interface ClearChargingProfileResponse {
  status: ClearChargingProfileStatusEnum;
  statusInfo?: StatusInfo;
  customData?: CustomData;
}

/** Removes one display message. */
export interface ClearDisplayMessageRequest {
  id: number;
  customData?: CustomData;
}

export interface ClearDisplayMessageResponse {
  status: ClearMessageStatusEnum;
  statusInfo?: StatusInfo;
  customData?: CustomData;
}

/** Removes monitors by their ids. */
export interface ClearVariableMonitoringRequest {
  id: number[];
  customData?: CustomData;
}

export interface ClearVariableMonitoringResponse {
  clearMonitoringResult: ClearMonitoringResult[];
  customData?: CustomData;
}

/** Reports that an external charging limit has ended. */
export interface ClearedChargingLimitRequest {
  chargingLimitSource: ChargingLimitSourceEnum;
  evseId?: number;
  customData?: CustomData;
}

export interface ClearedChargingLimitResponse {
  customData?: CustomData;
}

/** Tells the running cost of a transaction. */
export interface CostUpdatedRequest {
  totalCost: number;
  transactionId: string;
  customData?: CustomData;
}

export interface CostUpdatedResponse {
  customData?: CustomData;
}

/** Asks to report, to clear, or both, the stored data about a customer. */
export interface CustomerInformationRequest {
  requestId: number;
  report: boolean;
  clear: boolean;
  customerCertificate?: CertificateHashData;
  idToken?: IdToken;
  customerIdentifier?: string;
  customData?: CustomData;
}

export interface CustomerInformationResponse {
  status: CustomerInformationStatusEnum;
  statusInfo?: StatusInfo;
  customData?: CustomData;
}

/** Carries vendor-specific data in either direction. */
export interface DataTransferRequest {
  vendorId: string;
  messageId?: string;
  data?: unknown;
  customData?: CustomData;
}

export interface DataTransferResponse {
  status: DataTransferStatusEnum;
  statusInfo?: StatusInfo;
  data?: unknown;
  customData?: CustomData;
}

/** Deletes one installed certificate. */
export interface DeleteCertificateRequest {
  certificateHashData: CertificateHashData;
  customData?: CustomData;
}

export interface DeleteCertificateResponse {
  status: DeleteCertificateStatusEnum;
  statusInfo?: StatusInfo;
  customData?: CustomData;
}

/** Reports how a firmware update goes. */
export interface FirmwareStatusNotificationRequest {
  status: FirmwareStatusEnum;
  requestId?: number;
  customData?: CustomData;
}

export interface FirmwareStatusNotificationResponse {
  customData?: CustomData;
}

/** Passes an EV's request for a contract certificate on. */
export interface Get15118EVCertificateRequest {
  iso15118SchemaVersion: string;
  action: CertificateActionEnum;
  exiRequest: string;
  customData?: CustomData;
}

export interface Get15118EVCertificateResponse {
  status: Iso15118EVCertificateStatusEnum;
  exiResponse: string;
  statusInfo?: StatusInfo;
  customData?: CustomData;
}

/** Asks for one of the predefined reports about the device model. */
export interface GetBaseReportRequest {
  requestId: number;
  reportBase: ReportBaseEnum;
  customData?: CustomData;
}

export interface GetBaseReportResponse {
  status: GenericDeviceModelStatusEnum;
  statusInfo?: StatusInfo;
  customData?: CustomData;
}

/** Asks for the OCSP status of a certificate. */
export interface GetCertificateStatusRequest {
  ocspRequestData: OCSPRequestData;
  customData?: CustomData;
}

export interface GetCertificateStatusResponse {
  status: GetCertificateStatusEnum;
  statusInfo?: StatusInfo;
  ocspResult?: string;
  customData?: CustomData;
}

/** Asks for the installed charging profiles that match. */
export interface GetChargingProfilesRequest {
  requestId: number;
  chargingProfile: ChargingProfileCriterion;
  evseId?: number;
  customData?: CustomData;
}

export interface GetChargingProfilesResponse {
  status: GetChargingProfileStatusEnum;
  statusInfo?: StatusInfo;
  customData?: CustomData;
}

/** Asks which schedule results from all profiles of an EVSE. */
export interface GetCompositeScheduleRequest {
  duration: number;
  evseId: number;
  chargingRateUnit?: ChargingRateUnitEnum;
  customData?: CustomData;
}

export interface GetCompositeScheduleResponse {
  status: GenericStatusEnum;
  statusInfo?: StatusInfo;
  schedule?: CompositeSchedule;
  customData?: CustomData;
}

/** Asks for the display messages that match. */
export interface GetDisplayMessagesRequest {
  requestId: number;
  id?: number[];
  priority?: MessagePriorityEnum;
  state?: MessageStateEnum;
  customData?: CustomData;
}

export interface GetDisplayMessagesResponse {
  status: GetDisplayMessagesStatusEnum;
  statusInfo?: StatusInfo;
  customData?: CustomData;
}

/** Lists the installed certificates, of some uses or of all. */
export interface GetInstalledCertificateIdsRequest {
  certificateType?: GetCertificateIdUseEnum[];
  customData?: CustomData;
}

export interface GetInstalledCertificateIdsResponse {
  status: GetInstalledCertificateStatusEnum;
  statusInfo?: StatusInfo;
  certificateHashDataChain?: CertificateHashDataChain[];
  customData?: CustomData;
}

/** Asks for the version number of the local authorization list. */
export interface GetLocalListVersionRequest {
  customData?: CustomData;
}

export interface GetLocalListVersionResponse {
  versionNumber: number;
  customData?: CustomData;
}

/** Asks for an upload of a log. */
export interface GetLogRequest {
  log: LogParameters;
  logType: LogEnum;
  requestId: number;
  retries?: number;
  retryInterval?: number;
  customData?: CustomData;
}

export interface GetLogResponse {
  status: LogStatusEnum;
  statusInfo?: StatusInfo;
  filename?: string;
  customData?: CustomData;
}

/** Asks for a report about the monitors that match. */
export interface GetMonitoringReportRequest {
  requestId: number;
  componentVariable?: ComponentVariable[];
  monitoringCriteria?: MonitoringCriterionEnum[];
  customData?: CustomData;
}

export interface GetMonitoringReportResponse {
  status: GenericDeviceModelStatusEnum;
  statusInfo?: StatusInfo;
  customData?: CustomData;
}

/** Asks for a report about the components and variables that match. */
export interface GetReportRequest {
  requestId: number;
  componentVariable?: ComponentVariable[];
  componentCriteria?: ComponentCriterionEnum[];
  customData?: CustomData;
}

export interface GetReportResponse {
  status: GenericDeviceModelStatusEnum;
  statusInfo?: StatusInfo;
  customData?: CustomData;
}

/** Asks whether a transaction still runs and whether messages wait to be sent. */
export interface GetTransactionStatusRequest {
  transactionId?: string;
  customData?: CustomData;
}

export interface GetTransactionStatusResponse {
  messagesInQueue: boolean;
  ongoingIndicator?: boolean;
  customData?: CustomData;
}

/** Reads variables of components. */
export interface GetVariablesRequest {
  getVariableData: GetVariableData[];
  customData?: CustomData;
}

export interface GetVariablesResponse {
  getVariableResult: GetVariableResult[];
  customData?: CustomData;
}

/** Shows that the charging station is alive, and gives it the time. */
export interface HeartbeatRequest {
  customData?: CustomData;
}

export interface HeartbeatResponse {
  currentTime: string;
  customData?: CustomData;
}

/** Installs a root certificate. */
export interface InstallCertificateRequest {
  certificateType: InstallCertificateUseEnum;
  certificate: string;
  customData?: CustomData;
}

export interface InstallCertificateResponse {
  status: InstallCertificateStatusEnum;
  statusInfo?: StatusInfo;
  customData?: CustomData;
}

/** Reports how the upload of a log goes. */
export interface LogStatusNotificationRequest {
  status: UploadLogStatusEnum;
  requestId?: number;
  customData?: CustomData;
}

export interface LogStatusNotificationResponse {
  customData?: CustomData;
}

/** Reports meter readings that belong to no transaction. */
export interface MeterValuesRequest {
  evseId: number;
  meterValue: MeterValue[];
  customData?: CustomData;
}

export interface MeterValuesResponse {
  customData?: CustomData;
}

/** Reports a charging limit that another source has set. */
export interface NotifyChargingLimitRequest {
  chargingLimit: ChargingLimit;
  chargingSchedule?: ChargingSchedule[];
  evseId?: number;
  customData?: CustomData;
}

export interface NotifyChargingLimitResponse {
  customData?: CustomData;
}

/** Delivers one part of the stored data about a customer. */
export interface NotifyCustomerInformationRequest {
  data: string;
  seqNo: number;
  generatedAt: string;
  requestId: number;
  tbc?: boolean;
  customData?: CustomData;
}

export interface NotifyCustomerInformationResponse {
  customData?: CustomData;
}

/** Delivers one part of the list of display messages. */
export interface NotifyDisplayMessagesRequest {
  requestId: number;
  messageInfo?: MessageInfo[];
  tbc?: boolean;
  customData?: CustomData;
}

export interface NotifyDisplayMessagesResponse {
  customData?: CustomData;
}

/** Reports what the EV needs for its charging session. */
export interface NotifyEVChargingNeedsRequest {
  chargingNeeds: ChargingNeeds;
  evseId: number;
  maxScheduleTuples?: number;
  customData?: CustomData;
}

export interface NotifyEVChargingNeedsResponse {
  status: NotifyEVChargingNeedsStatusEnum;
  statusInfo?: StatusInfo;
  customData?: CustomData;
}

/** Reports the schedule that the EV intends to follow. */
export interface NotifyEVChargingScheduleRequest {
  timeBase: string;
  chargingSchedule: ChargingSchedule;
  evseId: number;
  customData?: CustomData;
}

export interface NotifyEVChargingScheduleResponse {
  status: GenericStatusEnum;
  statusInfo?: StatusInfo;
  customData?: CustomData;
}

/** Reports events of monitored components and variables. */
export interface NotifyEventRequest {
  generatedAt: string;
  seqNo: number;
  eventData: EventData[];
  tbc?: boolean;
  customData?: CustomData;
}

export interface NotifyEventResponse {
  customData?: CustomData;
}

/** Delivers one part of a report about monitors. */
export interface NotifyMonitoringReportRequest {
  requestId: number;
  seqNo: number;
  generatedAt: string;
  monitor?: MonitoringData[];
  tbc?: boolean;
  customData?: CustomData;
}

export interface NotifyMonitoringReportResponse {
  customData?: CustomData;
}

/** Delivers one part of a report about the device model. */
export interface NotifyReportRequest {
  requestId: number;
  generatedAt: string;
  seqNo: number;
  reportData?: ReportData[];
  tbc?: boolean;
  customData?: CustomData;
}

export interface NotifyReportResponse {
  customData?: CustomData;
}

/** Asks a local controller to download a firmware and to offer it to its stations. */
export interface PublishFirmwareRequest {
  location: string;
  checksum: string;
  requestId: number;
  retries?: number;
  retryInterval?: number;
  customData?: CustomData;
}

export interface PublishFirmwareResponse {
  status: GenericStatusEnum;
  statusInfo?: StatusInfo;
  customData?: CustomData;
}

/** Reports how a local controller's firmware publication goes. */
export interface PublishFirmwareStatusNotificationRequest {
  status: PublishFirmwareStatusEnum;
  location?: string[];
  requestId?: number;
  customData?: CustomData;
}

export interface PublishFirmwareStatusNotificationResponse {
  customData?: CustomData;
}

/** Delivers one part of the list of installed charging profiles. */
export interface ReportChargingProfilesRequest {
  requestId: number;
  chargingLimitSource: ChargingLimitSourceEnum;
  chargingProfile: ChargingProfile[];
  evseId: number;
  tbc?: boolean;
  customData?: CustomData;
}

export interface ReportChargingProfilesResponse {
  customData?: CustomData;
}

/** Asks the charging station to start a transaction for an idToken. */
export interface RequestStartTransactionRequest {
  idToken: IdToken;
  remoteStartId: number;
  evseId?: number;
  groupIdToken?: IdToken;
  chargingProfile?: ChargingProfile;
  customData?: CustomData;
}

export interface RequestStartTransactionResponse {
  status: RequestStartStopStatusEnum;
  statusInfo?: StatusInfo;
  transactionId?: string;
  customData?: CustomData;
}

/** Asks the charging station to stop a transaction. */
export interface RequestStopTransactionRequest {
  transactionId: string;
  customData?: CustomData;
}

export interface RequestStopTransactionResponse {
  status: RequestStartStopStatusEnum;
  statusInfo?: StatusInfo;
  customData?: CustomData;
}

/** Reports that a reservation is over. */
export interface ReservationStatusUpdateRequest {
  reservationId: number;
  reservationUpdateStatus: ReservationUpdateStatusEnum;
  customData?: CustomData;
}

export interface ReservationStatusUpdateResponse {
  customData?: CustomData;
}

/** Reserves an EVSE, or any EVSE, for an idToken until a time. */
export interface ReserveNowRequest {
  id: number;
  expiryDateTime: string;
  idToken: IdToken;
  connectorType?: ConnectorEnum;
  evseId?: number;
  groupIdToken?: IdToken;
  customData?: CustomData;
}

export interface ReserveNowResponse {
  status: ReserveNowStatusEnum;
  statusInfo?: StatusInfo;
  customData?: CustomData;
}

/** Restarts the charging station or one EVSE. */
export interface ResetRequest {
  type: ResetEnum;
  evseId?: number;
  customData?: CustomData;
}

export interface ResetResponse {
  status: ResetStatusEnum;
  statusInfo?: StatusInfo;
  customData?: CustomData;
}

/** Reports a security event. */
export interface SecurityEventNotificationRequest {
  type: string;
  timestamp: string;
  techInfo?: string;
  customData?: CustomData;
}

export interface SecurityEventNotificationResponse {
  customData?: CustomData;
}

/** Replaces or changes the local authorization list. */
export interface SendLocalListRequest {
  versionNumber: number;
  updateType: UpdateEnum;
  localAuthorizationList?: AuthorizationData[];
  customData?: CustomData;
}

export interface SendLocalListResponse {
  status: SendLocalListStatusEnum;
  statusInfo?: StatusInfo;
  customData?: CustomData;
}

/** Installs a charging profile. */
export interface SetChargingProfileRequest {
  evseId: number;
  chargingProfile: ChargingProfile;
  customData?: CustomData;
}

export interface SetChargingProfileResponse {
  status: ChargingProfileStatusEnum;
  statusInfo?: StatusInfo;
  customData?: CustomData;
}

/** Shows a message on the display. */
export interface SetDisplayMessageRequest {
  message: MessageInfo;
  customData?: CustomData;
}

export interface SetDisplayMessageResponse {
  status: DisplayMessageStatusEnum;
  statusInfo?: StatusInfo;
  customData?: CustomData;
}

/** Chooses the base set of monitors. */
export interface SetMonitoringBaseRequest {
  monitoringBase: MonitoringBaseEnum;
  customData?: CustomData;
}

export interface SetMonitoringBaseResponse {
  status: GenericDeviceModelStatusEnum;
  statusInfo?: StatusInfo;
  customData?: CustomData;
}

/** Chooses from which severity on events are reported. */
export interface SetMonitoringLevelRequest {
  severity: number;
  customData?: CustomData;
}

export interface SetMonitoringLevelResponse {
  status: GenericStatusEnum;
  statusInfo?: StatusInfo;
  customData?: CustomData;
}

/** Stores a network connection profile in a slot. */
export interface SetNetworkProfileRequest {
  configurationSlot: number;
  connectionData: NetworkConnectionProfile;
  customData?: CustomData;
}

export interface SetNetworkProfileResponse {
  status: SetNetworkProfileStatusEnum;
  statusInfo?: StatusInfo;
  customData?: CustomData;
}

/** Sets monitors on variables. */
export interface SetVariableMonitoringRequest {
  setMonitoringData: SetMonitoringData[];
  customData?: CustomData;
}

export interface SetVariableMonitoringResponse {
  setMonitoringResult: SetMonitoringResult[];
  customData?: CustomData;
}

/** Writes variables of components. */
export interface SetVariablesRequest {
  setVariableData: SetVariableData[];
  customData?: CustomData;
}

export interface SetVariablesResponse {
  setVariableResult: SetVariableResult[];
  customData?: CustomData;
}

/** Asks for a signature on a certificate signing request. */
export interface SignCertificateRequest {
  csr: string;
  certificateType?: CertificateSigningUseEnum;
  customData?: CustomData;
}

export interface SignCertificateResponse {
  status: GenericStatusEnum;
  statusInfo?: StatusInfo;
  customData?: CustomData;
}

/** Reports the status of a connector. */
export interface StatusNotificationRequest {
  timestamp: string;
  connectorStatus: ConnectorStatusEnum;
  evseId: number;
  connectorId: number;
  customData?: CustomData;
}

export interface StatusNotificationResponse {
  customData?: CustomData;
}

/** Reports that a transaction has started, changed or ended. */
export interface TransactionEventRequest {
  eventType: TransactionEventEnum;
  timestamp: string;
  triggerReason: TriggerReasonEnum;
  seqNo: number;
  transactionInfo: Transaction;
  meterValue?: MeterValue[];
  offline?: boolean;
  numberOfPhasesUsed?: number;
  cableMaxCurrent?: number;
  reservationId?: number;
  evse?: EVSE;
  idToken?: IdToken;
  customData?: CustomData;
}

export interface TransactionEventResponse {
  totalCost?: number;
  chargingPriority?: number;
  idTokenInfo?: IdTokenInfo;
  updatedPersonalMessage?: MessageContent;
  customData?: CustomData;
}

/** Asks for one message now. */
export interface TriggerMessageRequest {
  requestedMessage: MessageTriggerEnum;
  evse?: EVSE;
  customData?: CustomData;
}

export interface TriggerMessageResponse {
  status: TriggerMessageStatusEnum;
  statusInfo?: StatusInfo;
  customData?: CustomData;
}

/** Asks the charging station to unlock a connector. */
export interface UnlockConnectorRequest {
  evseId: number;
  connectorId: number;
  customData?: CustomData;
}

export interface UnlockConnectorResponse {
  status: UnlockStatusEnum;
  statusInfo?: StatusInfo;
  customData?: CustomData;
}

/** Asks a local controller to offer a firmware no longer. */
export interface UnpublishFirmwareRequest {
  checksum: string;
  customData?: CustomData;
}

export interface UnpublishFirmwareResponse {
  status: UnpublishFirmwareStatusEnum;
  customData?: CustomData;
}

/** Asks for a firmware update. */
export interface UpdateFirmwareRequest {
  requestId: number;
  firmware: Firmware;
  retries?: number;
  retryInterval?: number;
  customData?: CustomData;
}

export interface UpdateFirmwareResponse {
  status: UpdateFirmwareStatusEnum;
  statusInfo?: StatusInfo;
  customData?: CustomData;
}

export interface ACChargingParameters {
  energyAmount: number;
  evMinCurrent: number;
  evMaxCurrent: number;
  evMaxVoltage: number;
  customData?: CustomData;
}

export type APNAuthenticationEnum = "CHAP" | "NONE" | "PAP" | "AUTO";

export interface APN {
  apn: string;
  apnAuthentication: APNAuthenticationEnum;
  apnUserName?: string;
  apnPassword?: string;
  simPin?: number;
  preferredNetwork?: string;
  useOnlyPreferredNetwork?: boolean;
  customData?: CustomData;
}

export interface AdditionalInfo {
  additionalIdToken: string;
  type: string;
  customData?: CustomData;
}

export type AttributeEnum = "Actual" | "Target" | "MinSet" | "MaxSet";

export interface AuthorizationData {
  idToken: IdToken;
  idTokenInfo?: IdTokenInfo;
  customData?: CustomData;
}

export type AuthorizationStatusEnum = 
  | "Accepted" | "Blocked" | "ConcurrentTx" | "Expired" | "Invalid" | "NoCredit" | "NotAllowedTypeEVSE"
  | "NotAtThisLocation" | "NotAtThisTime" | "Unknown";

export type AuthorizeCertificateStatusEnum = 
  | "Accepted" | "SignatureError" | "CertificateExpired" | "CertificateRevoked" | "NoCertificateAvailable"
  | "CertChainError" | "ContractCancelled";

export type BootReasonEnum = 
  | "ApplicationReset" | "FirmwareUpdate" | "LocalReset" | "PowerUp" | "RemoteReset" | "ScheduledReset"
  | "Triggered" | "Unknown" | "Watchdog";

export type CancelReservationStatusEnum = "Accepted" | "Rejected";

export type CertificateActionEnum = "Install" | "Update";

export interface CertificateHashDataChain {
  certificateHashData: CertificateHashData;
  certificateType: GetCertificateIdUseEnum;
  childCertificateHashData?: CertificateHashData[];
  customData?: CustomData;
}

export interface CertificateHashData {
  hashAlgorithm: HashAlgorithmEnum;
  issuerNameHash: string;
  issuerKeyHash: string;
  serialNumber: string;
  customData?: CustomData;
}

export type CertificateSignedStatusEnum = "Accepted" | "Rejected";

export type CertificateSigningUseEnum = "ChargingStationCertificate" | "V2GCertificate";

export type ChangeAvailabilityStatusEnum = "Accepted" | "Rejected" | "Scheduled";

export type ChargingLimitSourceEnum = "EMS" | "Other" | "SO" | "CSO";

export interface ChargingLimit {
  chargingLimitSource: ChargingLimitSourceEnum;
  isGridCritical?: boolean;
  customData?: CustomData;
}

export interface ChargingNeeds {
  requestedEnergyTransfer: EnergyTransferModeEnum;
  acChargingParameters?: ACChargingParameters;
  dcChargingParameters?: DCChargingParameters;
  departureTime?: string;
  customData?: CustomData;
}

export interface ChargingProfileCriterion {
  chargingProfilePurpose?: ChargingProfilePurposeEnum;
  stackLevel?: number;
  chargingProfileId?: number[];
  chargingLimitSource?: ChargingLimitSourceEnum[];
  customData?: CustomData;
}

export type ChargingProfileKindEnum = "Absolute" | "Recurring" | "Relative";

export type ChargingProfilePurposeEnum = 
  | "ChargingStationExternalConstraints" | "ChargingStationMaxProfile" | "TxDefaultProfile" | "TxProfile";

export type ChargingProfileStatusEnum = "Accepted" | "Rejected";

export interface ChargingProfile {
  id: number;
  stackLevel: number;
  chargingProfilePurpose: ChargingProfilePurposeEnum;
  chargingProfileKind: ChargingProfileKindEnum;
  chargingSchedule: ChargingSchedule[];
  recurrencyKind?: RecurrencyKindEnum;
  validFrom?: string;
  validTo?: string;
  transactionId?: string;
  customData?: CustomData;
}

export type ChargingRateUnitEnum = "W" | "A";

export interface ChargingSchedulePeriod {
  startPeriod: number;
  limit: number;
  numberPhases?: number;
  phaseToUse?: number;
  customData?: CustomData;
}

export interface ChargingSchedule {
  id: number;
  chargingRateUnit: ChargingRateUnitEnum;
  chargingSchedulePeriod: ChargingSchedulePeriod[];
  startSchedule?: string;
  duration?: number;
  minChargingRate?: number;
  salesTariff?: SalesTariff;
  customData?: CustomData;
}

export type ChargingStateEnum = "Charging" | "EVConnected" | "SuspendedEV" | "SuspendedEVSE" | "Idle";

export interface ChargingStation {
  model: string;
  vendorName: string;
  serialNumber?: string;
  modem?: Modem;
  firmwareVersion?: string;
  customData?: CustomData;
}

export type ClearCacheStatusEnum = "Accepted" | "Rejected";

export type ClearChargingProfileStatusEnum = "Accepted" | "Unknown";

export interface ClearChargingProfileType {
  evseId?: number;
  chargingProfilePurpose?: ChargingProfilePurposeEnum;
  stackLevel?: number;
  customData?: CustomData;
}

export type ClearMessageStatusEnum = "Accepted" | "Unknown";

export interface ClearMonitoringResult {
  status: ClearMonitoringStatusEnum;
  id: number;
  statusInfo?: StatusInfo;
  customData?: CustomData;
}

export type ClearMonitoringStatusEnum = "Accepted" | "Rejected" | "NotFound";

export type ComponentCriterionEnum = "Active" | "Available" | "Enabled" | "Problem";

export interface Component {
  name: string;
  evse?: EVSE;
  instance?: string;
  customData?: CustomData;
}

export interface ComponentVariable {
  component: Component;
  variable?: Variable;
  customData?: CustomData;
}

export interface CompositeSchedule {
  chargingSchedulePeriod: ChargingSchedulePeriod[];
  evseId: number;
  duration: number;
  scheduleStart: string;
  chargingRateUnit: ChargingRateUnitEnum;
  customData?: CustomData;
}

export type ConnectorEnum = 
  | "cCCS1" | "cCCS2" | "cG105" | "cTesla" | "cType1" | "cType2" | "s309-1P-16A" | "s309-1P-32A"
  | "s309-3P-16A" | "s309-3P-32A" | "sBS1361" | "sCEE-7-7" | "sType2" | "sType3" | "Other1PhMax16A"
  | "Other1PhOver16A" | "Other3Ph" | "Pan" | "wInductive" | "wResonant" | "Undetermined" | "Unknown";

export type ConnectorStatusEnum = "Available" | "Occupied" | "Reserved" | "Unavailable" | "Faulted";

export interface ConsumptionCost {
  startValue: number;
  cost: Cost[];
  customData?: CustomData;
}

export type CostKindEnum = 
  | "CarbonDioxideEmission" | "RelativePricePercentage" | "RenewableGenerationPercentage";

export interface Cost {
  costKind: CostKindEnum;
  amount: number;
  amountMultiplier?: number;
  customData?: CustomData;
}

export interface CustomData {
  vendorId: string;
  [member: string]: unknown;
}

export type CustomerInformationStatusEnum = "Accepted" | "Rejected" | "Invalid";

export interface DCChargingParameters {
  evMaxCurrent: number;
  evMaxVoltage: number;
  energyAmount?: number;
  evMaxPower?: number;
  stateOfCharge?: number;
  evEnergyCapacity?: number;
  fullSoC?: number;
  bulkSoC?: number;
  customData?: CustomData;
}

export type DataEnum = 
  | "string" | "decimal" | "integer" | "dateTime" | "boolean" | "OptionList" | "SequenceList" | "MemberList";

export type DataTransferStatusEnum = "Accepted" | "Rejected" | "UnknownMessageId" | "UnknownVendorId";

export type DeleteCertificateStatusEnum = "Accepted" | "Failed" | "NotFound";

export type DisplayMessageStatusEnum = 
  | "Accepted" | "NotSupportedMessageFormat" | "Rejected" | "NotSupportedPriority" | "NotSupportedState"
  | "UnknownTransaction";

export interface EVSE {
  id: number;
  connectorId?: number;
  customData?: CustomData;
}

export type EnergyTransferModeEnum = "DC" | "AC_single_phase" | "AC_two_phase" | "AC_three_phase";

export interface EventData {
  eventId: number;
  timestamp: string;
  trigger: EventTriggerEnum;
  actualValue: string;
  component: Component;
  eventNotificationType: EventNotificationEnum;
  variable: Variable;
  cause?: number;
  techCode?: string;
  techInfo?: string;
  cleared?: boolean;
  transactionId?: string;
  variableMonitoringId?: number;
  customData?: CustomData;
}

export type EventNotificationEnum = 
  | "HardWiredNotification" | "HardWiredMonitor" | "PreconfiguredMonitor" | "CustomMonitor";

export type EventTriggerEnum = "Alerting" | "Delta" | "Periodic";

export type FirmwareStatusEnum = 
  | "Downloaded" | "DownloadFailed" | "Downloading" | "DownloadScheduled" | "DownloadPaused" | "Idle"
  | "InstallationFailed" | "Installing" | "Installed" | "InstallRebooting" | "InstallScheduled"
  | "InstallVerificationFailed" | "InvalidSignature" | "SignatureVerified";

export interface Firmware {
  location: string;
  retrieveDateTime: string;
  installDateTime?: string;
  signingCertificate?: string;
  signature?: string;
  customData?: CustomData;
}

export type GenericDeviceModelStatusEnum = "Accepted" | "Rejected" | "NotSupported" | "EmptyResultSet";

export type GenericStatusEnum = "Accepted" | "Rejected";

export type GetCertificateIdUseEnum = 
  | "V2GRootCertificate" | "MORootCertificate" | "CSMSRootCertificate" | "V2GCertificateChain"
  | "ManufacturerRootCertificate";

export type GetCertificateStatusEnum = "Accepted" | "Failed";

export type GetChargingProfileStatusEnum = "Accepted" | "NoProfiles";

export type GetDisplayMessagesStatusEnum = "Accepted" | "Unknown";

export type GetInstalledCertificateStatusEnum = "Accepted" | "NotFound";

export interface GetVariableData {
  component: Component;
  variable: Variable;
  attributeType?: AttributeEnum;
  customData?: CustomData;
}

export interface GetVariableResult {
  attributeStatus: GetVariableStatusEnum;
  component: Component;
  variable: Variable;
  attributeStatusInfo?: StatusInfo;
  attributeType?: AttributeEnum;
  attributeValue?: string;
  customData?: CustomData;
}

export type GetVariableStatusEnum = 
  | "Accepted" | "Rejected" | "UnknownComponent" | "UnknownVariable" | "NotSupportedAttributeType";

export type HashAlgorithmEnum = "SHA256" | "SHA384" | "SHA512";

export type IdTokenEnum = 
  | "Central" | "eMAID" | "ISO14443" | "ISO15693" | "KeyCode" | "Local" | "MacAddress" | "NoAuthorization";

export interface IdTokenInfo {
  status: AuthorizationStatusEnum;
  cacheExpiryDateTime?: string;
  chargingPriority?: number;
  language1?: string;
  evseId?: number[];
  groupIdToken?: IdToken;
  language2?: string;
  personalMessage?: MessageContent;
  customData?: CustomData;
}

export interface IdToken {
  idToken: string;
  type: IdTokenEnum;
  additionalInfo?: AdditionalInfo[];
  customData?: CustomData;
}

export type InstallCertificateStatusEnum = "Accepted" | "Rejected" | "Failed";

export type InstallCertificateUseEnum = 
  | "V2GRootCertificate" | "MORootCertificate" | "CSMSRootCertificate" | "ManufacturerRootCertificate";

export type Iso15118EVCertificateStatusEnum = "Accepted" | "Failed";

export type LocationEnum = "Body" | "Cable" | "EV" | "Inlet" | "Outlet";

export type LogEnum = "DiagnosticsLog" | "SecurityLog";

export interface LogParameters {
  remoteLocation: string;
  oldestTimestamp?: string;
  latestTimestamp?: string;
  customData?: CustomData;
}

export type LogStatusEnum = "Accepted" | "Rejected" | "AcceptedCanceled";

export type MeasurandEnum = 
  | "Current.Export" | "Current.Import" | "Current.Offered" | "Energy.Active.Export.Register"
  | "Energy.Active.Import.Register" | "Energy.Reactive.Export.Register" | "Energy.Reactive.Import.Register"
  | "Energy.Active.Export.Interval" | "Energy.Active.Import.Interval" | "Energy.Active.Net"
  | "Energy.Reactive.Export.Interval" | "Energy.Reactive.Import.Interval" | "Energy.Reactive.Net"
  | "Energy.Apparent.Net" | "Energy.Apparent.Import" | "Energy.Apparent.Export" | "Frequency"
  | "Power.Active.Export" | "Power.Active.Import" | "Power.Factor" | "Power.Offered"
  | "Power.Reactive.Export" | "Power.Reactive.Import" | "SoC" | "Voltage";

export interface MessageContent {
  format: MessageFormatEnum;
  content: string;
  language?: string;
  customData?: CustomData;
}

export type MessageFormatEnum = "ASCII" | "HTML" | "URI" | "UTF8";

export interface MessageInfo {
  id: number;
  priority: MessagePriorityEnum;
  message: MessageContent;
  display?: Component;
  state?: MessageStateEnum;
  startDateTime?: string;
  endDateTime?: string;
  transactionId?: string;
  customData?: CustomData;
}

export type MessagePriorityEnum = "AlwaysFront" | "InFront" | "NormalCycle";

export type MessageStateEnum = "Charging" | "Faulted" | "Idle" | "Unavailable";

export type MessageTriggerEnum = 
  | "BootNotification" | "LogStatusNotification" | "FirmwareStatusNotification" | "Heartbeat" | "MeterValues"
  | "SignChargingStationCertificate" | "SignV2GCertificate" | "StatusNotification" | "TransactionEvent"
  | "SignCombinedCertificate" | "PublishFirmwareStatusNotification";

export interface MeterValue {
  sampledValue: SampledValue[];
  timestamp: string;
  customData?: CustomData;
}

export interface Modem {
  iccid?: string;
  imsi?: string;
  customData?: CustomData;
}

export type MonitorEnum = 
  | "UpperThreshold" | "LowerThreshold" | "Delta" | "Periodic" | "PeriodicClockAligned";

export type MonitoringBaseEnum = "All" | "FactoryDefault" | "HardWiredOnly";

export type MonitoringCriterionEnum = "ThresholdMonitoring" | "DeltaMonitoring" | "PeriodicMonitoring";

export interface MonitoringData {
  component: Component;
  variable: Variable;
  variableMonitoring: VariableMonitoring[];
  customData?: CustomData;
}

export type MutabilityEnum = "ReadOnly" | "WriteOnly" | "ReadWrite";

export interface NetworkConnectionProfile {
  ocppVersion: OCPPVersionEnum;
  ocppTransport: OCPPTransportEnum;
  ocppCsmsUrl: string;
  messageTimeout: number;
  securityProfile: number;
  ocppInterface: OCPPInterfaceEnum;
  apn?: APN;
  vpn?: VPN;
  customData?: CustomData;
}

export type NotifyEVChargingNeedsStatusEnum = "Accepted" | "Rejected" | "Processing";

export type OCPPInterfaceEnum = 
  | "Wired0" | "Wired1" | "Wired2" | "Wired3" | "Wireless0" | "Wireless1" | "Wireless2" | "Wireless3";

export type OCPPTransportEnum = "JSON" | "SOAP";

export type OCPPVersionEnum = "OCPP12" | "OCPP15" | "OCPP16" | "OCPP20";

export interface OCSPRequestData {
  hashAlgorithm: HashAlgorithmEnum;
  issuerNameHash: string;
  issuerKeyHash: string;
  serialNumber: string;
  responderURL: string;
  customData?: CustomData;
}

export type OperationalStatusEnum = "Inoperative" | "Operative";

export type PhaseEnum = 
  | "L1" | "L2" | "L3" | "N" | "L1-N" | "L2-N" | "L3-N" | "L1-L2" | "L2-L3" | "L3-L1";

export type PublishFirmwareStatusEnum = 
  | "Idle" | "DownloadScheduled" | "Downloading" | "Downloaded" | "Published" | "DownloadFailed"
  | "DownloadPaused" | "InvalidChecksum" | "ChecksumVerified" | "PublishFailed";

export type ReadingContextEnum = 
  | "Interruption.Begin" | "Interruption.End" | "Other" | "Sample.Clock" | "Sample.Periodic"
  | "Transaction.Begin" | "Transaction.End" | "Trigger";

export type ReasonEnum = 
  | "DeAuthorized" | "EmergencyStop" | "EnergyLimitReached" | "EVDisconnected" | "GroundFault"
  | "ImmediateReset" | "Local" | "LocalOutOfCredit" | "MasterPass" | "Other" | "OvercurrentFault"
  | "PowerLoss" | "PowerQuality" | "Reboot" | "Remote" | "SOCLimitReached" | "StoppedByEV"
  | "TimeLimitReached" | "Timeout";

export type RecurrencyKindEnum = "Daily" | "Weekly";

export type RegistrationStatusEnum = "Accepted" | "Pending" | "Rejected";

export interface RelativeTimeInterval {
  start: number;
  duration?: number;
  customData?: CustomData;
}

export type ReportBaseEnum = "ConfigurationInventory" | "FullInventory" | "SummaryInventory";

export interface ReportData {
  component: Component;
  variable: Variable;
  variableAttribute: VariableAttribute[];
  variableCharacteristics?: VariableCharacteristics;
  customData?: CustomData;
}

export type RequestStartStopStatusEnum = "Accepted" | "Rejected";

export type ReservationUpdateStatusEnum = "Expired" | "Removed";

export type ReserveNowStatusEnum = "Accepted" | "Faulted" | "Occupied" | "Rejected" | "Unavailable";

export type ResetEnum = "Immediate" | "OnIdle";

export type ResetStatusEnum = "Accepted" | "Rejected" | "Scheduled";

export interface SalesTariffEntry {
  relativeTimeInterval: RelativeTimeInterval;
  ePriceLevel?: number;
  consumptionCost?: ConsumptionCost[];
  customData?: CustomData;
}

export interface SalesTariff {
  id: number;
  salesTariffEntry: SalesTariffEntry[];
  salesTariffDescription?: string;
  numEPriceLevels?: number;
  customData?: CustomData;
}

export interface SampledValue {
  value: number;
  context?: ReadingContextEnum;
  measurand?: MeasurandEnum;
  phase?: PhaseEnum;
  location?: LocationEnum;
  signedMeterValue?: SignedMeterValue;
  unitOfMeasure?: UnitOfMeasure;
  customData?: CustomData;
}

export type SendLocalListStatusEnum = "Accepted" | "Failed" | "VersionMismatch";

export interface SetMonitoringData {
  value: number;
  type: MonitorEnum;
  severity: number;
  component: Component;
  variable: Variable;
  id?: number;
  transaction?: boolean;
  customData?: CustomData;
}

export interface SetMonitoringResult {
  status: SetMonitoringStatusEnum;
  type: MonitorEnum;
  component: Component;
  variable: Variable;
  severity: number;
  id?: number;
  statusInfo?: StatusInfo;
  customData?: CustomData;
}

export type SetMonitoringStatusEnum = 
  | "Accepted" | "UnknownComponent" | "UnknownVariable" | "UnsupportedMonitorType" | "Rejected" | "Duplicate";

export type SetNetworkProfileStatusEnum = "Accepted" | "Rejected" | "Failed";

export interface SetVariableData {
  attributeValue: string;
  component: Component;
  variable: Variable;
  attributeType?: AttributeEnum;
  customData?: CustomData;
}

export interface SetVariableResult {
  attributeStatus: SetVariableStatusEnum;
  component: Component;
  variable: Variable;
  attributeType?: AttributeEnum;
  attributeStatusInfo?: StatusInfo;
  customData?: CustomData;
}

export type SetVariableStatusEnum = 
  | "Accepted" | "Rejected" | "UnknownComponent" | "UnknownVariable" | "NotSupportedAttributeType"
  | "RebootRequired";

export interface SignedMeterValue {
  signedMeterData: string;
  signingMethod: string;
  encodingMethod: string;
  publicKey: string;
  customData?: CustomData;
}

export interface StatusInfo {
  reasonCode: string;
  additionalInfo?: string;
  customData?: CustomData;
}

export type TransactionEventEnum = "Ended" | "Started" | "Updated";

export interface Transaction {
  transactionId: string;
  chargingState?: ChargingStateEnum;
  timeSpentCharging?: number;
  stoppedReason?: ReasonEnum;
  remoteStartId?: number;
  customData?: CustomData;
}

export type TriggerMessageStatusEnum = "Accepted" | "Rejected" | "NotImplemented";

export type TriggerReasonEnum = 
  | "Authorized" | "CablePluggedIn" | "ChargingRateChanged" | "ChargingStateChanged" | "Deauthorized"
  | "EnergyLimitReached" | "EVCommunicationLost" | "EVConnectTimeout" | "MeterValueClock"
  | "MeterValuePeriodic" | "TimeLimitReached" | "Trigger" | "UnlockCommand" | "StopAuthorized" | "EVDeparted"
  | "EVDetected" | "RemoteStop" | "RemoteStart" | "AbnormalCondition" | "SignedDataReceived" | "ResetCommand";

export interface UnitOfMeasure {
  unit?: string;
  multiplier?: number;
  customData?: CustomData;
}

export type UnlockStatusEnum = 
  | "Unlocked" | "UnlockFailed" | "OngoingAuthorizedTransaction" | "UnknownConnector";

export type UnpublishFirmwareStatusEnum = "DownloadOngoing" | "NoFirmware" | "Unpublished";

export type UpdateEnum = "Differential" | "Full";

export type UpdateFirmwareStatusEnum = 
  | "Accepted" | "Rejected" | "AcceptedCanceled" | "InvalidCertificate" | "RevokedCertificate";

export type UploadLogStatusEnum = 
  | "BadMessage" | "Idle" | "NotSupportedOperation" | "PermissionDenied" | "Uploaded" | "UploadFailure"
  | "Uploading" | "AcceptedCanceled";

export type VPNEnum = "IKEv2" | "IPSec" | "L2TP" | "PPTP";

export interface VPN {
  server: string;
  user: string;
  password: string;
  key: string;
  type: VPNEnum;
  group?: string;
  customData?: CustomData;
}

export interface VariableAttribute {
  type?: AttributeEnum;
  value?: string;
  mutability?: MutabilityEnum;
  persistent?: boolean;
  constant?: boolean;
  customData?: CustomData;
}

export interface VariableCharacteristics {
  dataType: DataEnum;
  supportsMonitoring: boolean;
  unit?: string;
  minLimit?: number;
  maxLimit?: number;
  valuesList?: string;
  customData?: CustomData;
}

export interface VariableMonitoring {
  id: number;
  transaction: boolean;
  value: number;
  type: MonitorEnum;
  severity: number;
  customData?: CustomData;
}

export interface Variable {
  name: string;
  instance?: string;
  customData?: CustomData;
}
