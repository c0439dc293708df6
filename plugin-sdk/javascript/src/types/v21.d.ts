// The messages of OCPP 2.1. Written by tools/generate-types.mjs from schemas/2.1: do not edit.

/** What a charge point sends and a central system answers. */
export interface Calls {
  Authorize: { request: AuthorizeRequest; response: AuthorizeResponse };
  BatterySwap: { request: BatterySwapRequest; response: BatterySwapResponse };
  BootNotification: { request: BootNotificationRequest; response: BootNotificationResponse };
  ClearedChargingLimit: { request: ClearedChargingLimitRequest; response: ClearedChargingLimitResponse };
  ClosePeriodicEventStream: { request: ClosePeriodicEventStreamRequest; response: ClosePeriodicEventStreamResponse };
  DataTransfer: { request: DataTransferRequest; response: DataTransferResponse };
  FirmwareStatusNotification: { request: FirmwareStatusNotificationRequest; response: FirmwareStatusNotificationResponse };
  Get15118EVCertificate: { request: Get15118EVCertificateRequest; response: Get15118EVCertificateResponse };
  GetCertificateChainStatus: { request: GetCertificateChainStatusRequest; response: GetCertificateChainStatusResponse };
  GetCertificateStatus: { request: GetCertificateStatusRequest; response: GetCertificateStatusResponse };
  Heartbeat: { request: HeartbeatRequest; response: HeartbeatResponse };
  LogStatusNotification: { request: LogStatusNotificationRequest; response: LogStatusNotificationResponse };
  MeterValues: { request: MeterValuesRequest; response: MeterValuesResponse };
  NotifyChargingLimit: { request: NotifyChargingLimitRequest; response: NotifyChargingLimitResponse };
  NotifyCustomerInformation: { request: NotifyCustomerInformationRequest; response: NotifyCustomerInformationResponse };
  NotifyDERAlarm: { request: NotifyDERAlarmRequest; response: NotifyDERAlarmResponse };
  NotifyDERStartStop: { request: NotifyDERStartStopRequest; response: NotifyDERStartStopResponse };
  NotifyDisplayMessages: { request: NotifyDisplayMessagesRequest; response: NotifyDisplayMessagesResponse };
  NotifyEVChargingNeeds: { request: NotifyEVChargingNeedsRequest; response: NotifyEVChargingNeedsResponse };
  NotifyEVChargingSchedule: { request: NotifyEVChargingScheduleRequest; response: NotifyEVChargingScheduleResponse };
  NotifyEvent: { request: NotifyEventRequest; response: NotifyEventResponse };
  NotifyMonitoringReport: { request: NotifyMonitoringReportRequest; response: NotifyMonitoringReportResponse };
  NotifyPriorityCharging: { request: NotifyPriorityChargingRequest; response: NotifyPriorityChargingResponse };
  NotifyReport: { request: NotifyReportRequest; response: NotifyReportResponse };
  NotifySettlement: { request: NotifySettlementRequest; response: NotifySettlementResponse };
  OpenPeriodicEventStream: { request: OpenPeriodicEventStreamRequest; response: OpenPeriodicEventStreamResponse };
  PublishFirmwareStatusNotification: { request: PublishFirmwareStatusNotificationRequest; response: PublishFirmwareStatusNotificationResponse };
  PullDynamicScheduleUpdate: { request: PullDynamicScheduleUpdateRequest; response: PullDynamicScheduleUpdateResponse };
  ReportChargingProfiles: { request: ReportChargingProfilesRequest; response: ReportChargingProfilesResponse };
  ReportDERControl: { request: ReportDERControlRequest; response: ReportDERControlResponse };
  ReservationStatusUpdate: { request: ReservationStatusUpdateRequest; response: ReservationStatusUpdateResponse };
  SecurityEventNotification: { request: SecurityEventNotificationRequest; response: SecurityEventNotificationResponse };
  SignCertificate: { request: SignCertificateRequest; response: SignCertificateResponse };
  StatusNotification: { request: StatusNotificationRequest; response: StatusNotificationResponse };
  TransactionEvent: { request: TransactionEventRequest; response: TransactionEventResponse };
  VatNumberValidation: { request: VatNumberValidationRequest; response: VatNumberValidationResponse };
}

/** What a central system sends. */
export interface Commands {
  AFRRSignal: { request: AFRRSignalRequest; response: AFRRSignalResponse };
  AdjustPeriodicEventStream: { request: AdjustPeriodicEventStreamRequest; response: AdjustPeriodicEventStreamResponse };
  CancelReservation: { request: CancelReservationRequest; response: CancelReservationResponse };
  CertificateSigned: { request: CertificateSignedRequest; response: CertificateSignedResponse };
  ChangeAvailability: { request: ChangeAvailabilityRequest; response: ChangeAvailabilityResponse };
  ChangeTransactionTariff: { request: ChangeTransactionTariffRequest; response: ChangeTransactionTariffResponse };
  ClearCache: { request: ClearCacheRequest; response: ClearCacheResponse };
  ClearChargingProfile: { request: ClearChargingProfileRequest; response: ClearChargingProfileResponse };
  ClearDERControl: { request: ClearDERControlRequest; response: ClearDERControlResponse };
  ClearDisplayMessage: { request: ClearDisplayMessageRequest; response: ClearDisplayMessageResponse };
  ClearTariffs: { request: ClearTariffsRequest; response: ClearTariffsResponse };
  ClearVariableMonitoring: { request: ClearVariableMonitoringRequest; response: ClearVariableMonitoringResponse };
  CostUpdated: { request: CostUpdatedRequest; response: CostUpdatedResponse };
  CustomerInformation: { request: CustomerInformationRequest; response: CustomerInformationResponse };
  DataTransfer: { request: DataTransferRequest; response: DataTransferResponse };
  DeleteCertificate: { request: DeleteCertificateRequest; response: DeleteCertificateResponse };
  GetBaseReport: { request: GetBaseReportRequest; response: GetBaseReportResponse };
  GetChargingProfiles: { request: GetChargingProfilesRequest; response: GetChargingProfilesResponse };
  GetCompositeSchedule: { request: GetCompositeScheduleRequest; response: GetCompositeScheduleResponse };
  GetDERControl: { request: GetDERControlRequest; response: GetDERControlResponse };
  GetDisplayMessages: { request: GetDisplayMessagesRequest; response: GetDisplayMessagesResponse };
  GetInstalledCertificateIds: { request: GetInstalledCertificateIdsRequest; response: GetInstalledCertificateIdsResponse };
  GetLocalListVersion: { request: GetLocalListVersionRequest; response: GetLocalListVersionResponse };
  GetLog: { request: GetLogRequest; response: GetLogResponse };
  GetMonitoringReport: { request: GetMonitoringReportRequest; response: GetMonitoringReportResponse };
  GetPeriodicEventStream: { request: GetPeriodicEventStreamRequest; response: GetPeriodicEventStreamResponse };
  GetReport: { request: GetReportRequest; response: GetReportResponse };
  GetTariffs: { request: GetTariffsRequest; response: GetTariffsResponse };
  GetTransactionStatus: { request: GetTransactionStatusRequest; response: GetTransactionStatusResponse };
  GetVariables: { request: GetVariablesRequest; response: GetVariablesResponse };
  InstallCertificate: { request: InstallCertificateRequest; response: InstallCertificateResponse };
  NotifyAllowedEnergyTransfer: { request: NotifyAllowedEnergyTransferRequest; response: NotifyAllowedEnergyTransferResponse };
  NotifyWebPaymentStarted: { request: NotifyWebPaymentStartedRequest; response: NotifyWebPaymentStartedResponse };
  PublishFirmware: { request: PublishFirmwareRequest; response: PublishFirmwareResponse };
  RequestBatterySwap: { request: RequestBatterySwapRequest; response: RequestBatterySwapResponse };
  RequestStartTransaction: { request: RequestStartTransactionRequest; response: RequestStartTransactionResponse };
  RequestStopTransaction: { request: RequestStopTransactionRequest; response: RequestStopTransactionResponse };
  ReserveNow: { request: ReserveNowRequest; response: ReserveNowResponse };
  Reset: { request: ResetRequest; response: ResetResponse };
  SendLocalList: { request: SendLocalListRequest; response: SendLocalListResponse };
  SetChargingProfile: { request: SetChargingProfileRequest; response: SetChargingProfileResponse };
  SetDERControl: { request: SetDERControlRequest; response: SetDERControlResponse };
  SetDefaultTariff: { request: SetDefaultTariffRequest; response: SetDefaultTariffResponse };
  SetDisplayMessage: { request: SetDisplayMessageRequest; response: SetDisplayMessageResponse };
  SetMonitoringBase: { request: SetMonitoringBaseRequest; response: SetMonitoringBaseResponse };
  SetMonitoringLevel: { request: SetMonitoringLevelRequest; response: SetMonitoringLevelResponse };
  SetNetworkProfile: { request: SetNetworkProfileRequest; response: SetNetworkProfileResponse };
  SetVariableMonitoring: { request: SetVariableMonitoringRequest; response: SetVariableMonitoringResponse };
  SetVariables: { request: SetVariablesRequest; response: SetVariablesResponse };
  TriggerMessage: { request: TriggerMessageRequest; response: TriggerMessageResponse };
  UnlockConnector: { request: UnlockConnectorRequest; response: UnlockConnectorResponse };
  UnpublishFirmware: { request: UnpublishFirmwareRequest; response: UnpublishFirmwareResponse };
  UpdateDynamicSchedule: { request: UpdateDynamicScheduleRequest; response: UpdateDynamicScheduleResponse };
  UpdateFirmware: { request: UpdateFirmwareRequest; response: UpdateFirmwareResponse };
  UsePriorityCharging: { request: UsePriorityChargingRequest; response: UsePriorityChargingResponse };
}

/** Passes a signal for automatic frequency restoration on. */
export interface AFRRSignalRequest {
  timestamp: string;
  signal: number;
  customData?: CustomData;
}

export interface AFRRSignalResponse {
  status: GenericStatusEnum;
  statusInfo?: StatusInfo;
  customData?: CustomData;
}

/** Changes how often a periodic event stream sends. */
export interface AdjustPeriodicEventStreamRequest {
  id: number;
  params: PeriodicEventStreamParams;
  customData?: CustomData;
}

export interface AdjustPeriodicEventStreamResponse {
  status: GenericStatusEnum;
  statusInfo?: StatusInfo;
  customData?: CustomData;
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
  allowedEnergyTransfer?: EnergyTransferModeEnum[];
  tariff?: Tariff;
  customData?: CustomData;
}

/** Reports batteries that went in or out of a swap station. */
export interface BatterySwapRequest {
  batteryData: BatteryData[];
  eventType: BatterySwapEventEnum;
  idToken: IdToken;
  requestId: number;
  customData?: CustomData;
}

export interface BatterySwapResponse {
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
  requestId?: number;
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

/** Changes the tariff of a running transaction. */
export interface ChangeTransactionTariffRequest {
  tariff: Tariff;
  transactionId: string;
  customData?: CustomData;
}

export interface ChangeTransactionTariffResponse {
  status: TariffChangeStatusEnum;
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

/** Removes DER controls. */
export interface ClearDERControlRequest {
  isDefault: boolean;
  controlType?: DERControlEnum;
  controlId?: string;
  customData?: CustomData;
}

export interface ClearDERControlResponse {
  status: DERControlStatusEnum;
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

/** Removes tariffs. */
export interface ClearTariffsRequest {
  tariffIds?: string[];
  evseId?: number;
  customData?: CustomData;
}

export interface ClearTariffsResponse {
  clearTariffsResult: ClearTariffsResult[];
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
  chargingLimitSource: string;
  evseId?: number;
  customData?: CustomData;
}

export interface ClearedChargingLimitResponse {
  customData?: CustomData;
}

/** Announces the end of a periodic event stream. */
export interface ClosePeriodicEventStreamRequest {
  id: number;
  customData?: CustomData;
}

export interface ClosePeriodicEventStreamResponse {
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
  statusInfo?: StatusInfo;
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
  maximumContractCertificateChains?: number;
  prioritizedEMAIDs?: string[];
  customData?: CustomData;
}

export interface Get15118EVCertificateResponse {
  status: Iso15118EVCertificateStatusEnum;
  exiResponse: string;
  statusInfo?: StatusInfo;
  remainingContracts?: number;
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

/** Asks for the revocation status of a chain's certificates. */
export interface GetCertificateChainStatusRequest {
  certificateStatusRequests: CertificateStatusRequestInfo[];
  customData?: CustomData;
}

export interface GetCertificateChainStatusResponse {
  certificateStatus: CertificateStatus[];
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

/** Asks for the DER controls that match. */
export interface GetDERControlRequest {
  requestId: number;
  isDefault?: boolean;
  controlType?: DERControlEnum;
  controlId?: string;
  customData?: CustomData;
}

export interface GetDERControlResponse {
  status: DERControlStatusEnum;
  statusInfo?: StatusInfo;
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

/** Lists the periodic event streams. */
export interface GetPeriodicEventStreamRequest {
  customData?: CustomData;
}

export interface GetPeriodicEventStreamResponse {
  constantStreamData?: ConstantStreamData[];
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

/** Lists the tariffs of an EVSE. */
export interface GetTariffsRequest {
  evseId: number;
  customData?: CustomData;
}

export interface GetTariffsResponse {
  status: TariffGetStatusEnum;
  statusInfo?: StatusInfo;
  tariffAssignments?: TariffAssignment[];
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
  statusInfo?: StatusInfo;
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

/** Changes the energy transfer modes that a transaction may use. */
export interface NotifyAllowedEnergyTransferRequest {
  transactionId: string;
  allowedEnergyTransfer: EnergyTransferModeEnum[];
  customData?: CustomData;
}

export interface NotifyAllowedEnergyTransferResponse {
  status: NotifyAllowedEnergyTransferStatusEnum;
  statusInfo?: StatusInfo;
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

/** Reports that a grid event of a DER control began or ended. */
export interface NotifyDERAlarmRequest {
  controlType: DERControlEnum;
  timestamp: string;
  gridEventFault?: GridEventFaultEnum;
  alarmEnded?: boolean;
  extraInfo?: string;
  customData?: CustomData;
}

export interface NotifyDERAlarmResponse {
  customData?: CustomData;
}

/** Reports that a DER control started or stopped. */
export interface NotifyDERStartStopRequest {
  controlId: string;
  started: boolean;
  timestamp: string;
  supersededIds?: string[];
  customData?: CustomData;
}

export interface NotifyDERStartStopResponse {
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
  evseId: number;
  chargingNeeds: ChargingNeeds;
  maxScheduleTuples?: number;
  timestamp?: string;
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
  selectedChargingScheduleId?: number;
  powerToleranceAcceptance?: boolean;
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

/** Sends the values of a periodic event stream, unanswered. */
export interface NotifyPeriodicEventStreamRequest {
  data: StreamDataElement[];
  id: number;
  pending: number;
  basetime: string;
  customData?: CustomData;
}

/** Reports that priority charging was switched on or off. */
export interface NotifyPriorityChargingRequest {
  transactionId: string;
  activated: boolean;
  customData?: CustomData;
}

export interface NotifyPriorityChargingResponse {
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

/** Reports how a payment at the charging station was settled. */
export interface NotifySettlementRequest {
  pspRef: string;
  status: PaymentStatusEnum;
  settlementAmount: number;
  settlementTime: string;
  transactionId?: string;
  statusInfo?: string;
  receiptId?: string;
  receiptUrl?: string;
  vatCompany?: Address;
  vatNumber?: string;
  customData?: CustomData;
}

export interface NotifySettlementResponse {
  receiptUrl?: string;
  receiptId?: string;
  customData?: CustomData;
}

/** Announces that somebody pays for an EVSE through the web. */
export interface NotifyWebPaymentStartedRequest {
  evseId: number;
  timeout: number;
  customData?: CustomData;
}

export interface NotifyWebPaymentStartedResponse {
  customData?: CustomData;
}

/** Announces a new periodic event stream. */
export interface OpenPeriodicEventStreamRequest {
  constantStreamData: ConstantStreamData;
  customData?: CustomData;
}

export interface OpenPeriodicEventStreamResponse {
  status: GenericStatusEnum;
  statusInfo?: StatusInfo;
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
  statusInfo?: StatusInfo;
  customData?: CustomData;
}

export interface PublishFirmwareStatusNotificationResponse {
  customData?: CustomData;
}

/** Asks for the newest values of a dynamic charging schedule. */
export interface PullDynamicScheduleUpdateRequest {
  chargingProfileId: number;
  customData?: CustomData;
}

export interface PullDynamicScheduleUpdateResponse {
  status: ChargingProfileStatusEnum;
  scheduleUpdate?: ChargingScheduleUpdate;
  statusInfo?: StatusInfo;
  customData?: CustomData;
}

/** Delivers one part of the list of installed charging profiles. */
export interface ReportChargingProfilesRequest {
  requestId: number;
  chargingLimitSource: string;
  chargingProfile: ChargingProfile[];
  evseId: number;
  tbc?: boolean;
  customData?: CustomData;
}

export interface ReportChargingProfilesResponse {
  customData?: CustomData;
}

/** Delivers one part of the list of DER controls. */
export interface ReportDERControlRequest {
  requestId: number;
  curve?: DERCurveGet[];
  enterService?: EnterServiceGet[];
  fixedPFAbsorb?: FixedPFGet[];
  fixedPFInject?: FixedPFGet[];
  fixedVar?: FixedVarGet[];
  freqDroop?: FreqDroopGet[];
  gradient?: GradientGet[];
  limitMaxDischarge?: LimitMaxDischargeGet[];
  tbc?: boolean;
  customData?: CustomData;
}

export interface ReportDERControlResponse {
  customData?: CustomData;
}

/** Asks a swap station to start a battery swap. */
export interface RequestBatterySwapRequest {
  idToken: IdToken;
  requestId: number;
  customData?: CustomData;
}

export interface RequestBatterySwapResponse {
  status: GenericStatusEnum;
  statusInfo?: StatusInfo;
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
  connectorType?: string;
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

/** Installs a DER control. */
export interface SetDERControlRequest {
  isDefault: boolean;
  controlId: string;
  controlType: DERControlEnum;
  curve?: DERCurve;
  enterService?: EnterService;
  fixedPFAbsorb?: FixedPF;
  fixedPFInject?: FixedPF;
  fixedVar?: FixedVar;
  freqDroop?: FreqDroop;
  gradient?: Gradient;
  limitMaxDischarge?: LimitMaxDischarge;
  customData?: CustomData;
}

export interface SetDERControlResponse {
  status: DERControlStatusEnum;
  statusInfo?: StatusInfo;
  supersededIds?: string[];
  customData?: CustomData;
}

/** Installs the tariff that holds where no other does. */
export interface SetDefaultTariffRequest {
  evseId: number;
  tariff: Tariff;
  customData?: CustomData;
}

export interface SetDefaultTariffResponse {
  status: TariffSetStatusEnum;
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
  hashRootCertificate?: CertificateHashData;
  requestId?: number;
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
  costDetails?: CostDetails;
  meterValue?: MeterValue[];
  offline?: boolean;
  numberOfPhasesUsed?: number;
  cableMaxCurrent?: number;
  reservationId?: number;
  preconditioningStatus?: PreconditioningStatusEnum;
  evseSleep?: boolean;
  evse?: EVSE;
  idToken?: IdToken;
  customData?: CustomData;
}

export interface TransactionEventResponse {
  totalCost?: number;
  chargingPriority?: number;
  idTokenInfo?: IdTokenInfo;
  transactionLimit?: TransactionLimit;
  updatedPersonalMessage?: MessageContent;
  updatedPersonalMessageExtra?: MessageContent[];
  customData?: CustomData;
}

/** Asks for one message now. */
export interface TriggerMessageRequest {
  requestedMessage: MessageTriggerEnum;
  evse?: EVSE;
  customTrigger?: string;
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

/** Pushes new values into a dynamic charging schedule. */
export interface UpdateDynamicScheduleRequest {
  chargingProfileId: number;
  scheduleUpdate: ChargingScheduleUpdate;
  customData?: CustomData;
}

export interface UpdateDynamicScheduleResponse {
  status: ChargingProfileStatusEnum;
  statusInfo?: StatusInfo;
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

/** Switches priority charging of a transaction on or off. */
export interface UsePriorityChargingRequest {
  transactionId: string;
  activate: boolean;
  customData?: CustomData;
}

export interface UsePriorityChargingResponse {
  status: PriorityChargingStatusEnum;
  statusInfo?: StatusInfo;
  customData?: CustomData;
}

/** Asks whether a VAT number is valid, and whose it is. */
export interface VatNumberValidationRequest {
  vatNumber: string;
  evseId?: number;
  customData?: CustomData;
}

export interface VatNumberValidationResponse {
  vatNumber: string;
  status: GenericStatusEnum;
  company?: Address;
  statusInfo?: StatusInfo;
  evseId?: number;
  customData?: CustomData;
}

export interface ACChargingParameters {
  energyAmount: number;
  evMinCurrent: number;
  evMaxCurrent: number;
  evMaxVoltage: number;
  customData?: CustomData;
}

export type APNAuthenticationEnum = "PAP" | "CHAP" | "NONE" | "AUTO";

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

export interface AbsolutePriceSchedule {
  timeAnchor: string;
  priceScheduleID: number;
  currency: string;
  language: string;
  priceAlgorithm: string;
  priceRuleStacks: PriceRuleStack[];
  priceScheduleDescription?: string;
  minimumCost?: RationalNumber;
  maximumCost?: RationalNumber;
  taxRules?: TaxRule[];
  overstayRuleList?: OverstayRuleList;
  additionalSelectedServices?: AdditionalSelectedServices[];
  customData?: CustomData;
}

export interface AdditionalInfo {
  additionalIdToken: string;
  type: string;
  customData?: CustomData;
}

export interface AdditionalSelectedServices {
  serviceFee: RationalNumber;
  serviceName: string;
  customData?: CustomData;
}

export interface Address {
  name: string;
  address1: string;
  city: string;
  country: string;
  address2?: string;
  postalCode?: string;
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

export interface BatteryData {
  evseId: number;
  serialNumber: string;
  soC: number;
  soH: number;
  productionDate?: string;
  vendorInfo?: string;
  customData?: CustomData;
}

export type BatterySwapEventEnum = "BatteryIn" | "BatteryOut" | "BatteryOutTimeout";

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

export type CertificateSigningUseEnum = "ChargingStationCertificate" | "V2GCertificate" | "V2G20Certificate";

export type CertificateStatusEnum = "Good" | "Revoked" | "Unknown" | "Failed";

export interface CertificateStatusRequestInfo {
  certificateHashData: CertificateHashData;
  source: CertificateStatusSourceEnum;
  urls: string[];
  customData?: CustomData;
}

export type CertificateStatusSourceEnum = "CRL" | "OCSP";

export interface CertificateStatus {
  certificateHashData: CertificateHashData;
  source: CertificateStatusSourceEnum;
  status: CertificateStatusEnum;
  nextUpdate: string;
  customData?: CustomData;
}

export type ChangeAvailabilityStatusEnum = "Accepted" | "Rejected" | "Scheduled";

export interface ChargingLimit {
  chargingLimitSource: string;
  isLocalGeneration?: boolean;
  isGridCritical?: boolean;
  customData?: CustomData;
}

export interface ChargingNeeds {
  requestedEnergyTransfer: EnergyTransferModeEnum;
  acChargingParameters?: ACChargingParameters;
  derChargingParameters?: DERChargingParameters;
  evEnergyOffer?: EVEnergyOffer;
  dcChargingParameters?: DCChargingParameters;
  v2xChargingParameters?: V2XChargingParameters;
  availableEnergyTransfer?: EnergyTransferModeEnum[];
  controlMode?: ControlModeEnum;
  mobilityNeedsMode?: MobilityNeedsModeEnum;
  departureTime?: string;
  customData?: CustomData;
}

export interface ChargingPeriod {
  startPeriod: string;
  dimensions?: CostDimension[];
  tariffId?: string;
  customData?: CustomData;
}

export interface ChargingProfileCriterion {
  chargingProfilePurpose?: ChargingProfilePurposeEnum;
  stackLevel?: number;
  chargingProfileId?: number[];
  chargingLimitSource?: string[];
  customData?: CustomData;
}

export type ChargingProfileKindEnum = "Absolute" | "Recurring" | "Relative" | "Dynamic";

export type ChargingProfilePurposeEnum = 
  | "ChargingStationExternalConstraints" | "ChargingStationMaxProfile" | "TxDefaultProfile" | "TxProfile"
  | "PriorityCharging" | "LocalGeneration";

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
  maxOfflineDuration?: number;
  invalidAfterOfflineDuration?: boolean;
  dynUpdateInterval?: number;
  dynUpdateTime?: string;
  priceScheduleSignature?: string;
  customData?: CustomData;
}

export type ChargingRateUnitEnum = "W" | "A";

export interface ChargingSchedulePeriod {
  startPeriod: number;
  limit?: number;
  limit_L2?: number;
  limit_L3?: number;
  numberPhases?: number;
  phaseToUse?: number;
  dischargeLimit?: number;
  dischargeLimit_L2?: number;
  dischargeLimit_L3?: number;
  setpoint?: number;
  setpoint_L2?: number;
  setpoint_L3?: number;
  setpointReactive?: number;
  setpointReactive_L2?: number;
  setpointReactive_L3?: number;
  preconditioningRequest?: boolean;
  evseSleep?: boolean;
  v2xBaseline?: number;
  operationMode?: OperationModeEnum;
  v2xFreqWattCurve?: V2XFreqWattPoint[];
  v2xSignalWattCurve?: V2XSignalWattPoint[];
  customData?: CustomData;
}

export interface ChargingSchedule {
  id: number;
  chargingRateUnit: ChargingRateUnitEnum;
  chargingSchedulePeriod: ChargingSchedulePeriod[];
  limitAtSoC?: LimitAtSoC;
  startSchedule?: string;
  duration?: number;
  minChargingRate?: number;
  powerTolerance?: number;
  signatureId?: number;
  digestValue?: string;
  useLocalTime?: boolean;
  randomizedDelay?: number;
  salesTariff?: SalesTariff;
  absolutePriceSchedule?: AbsolutePriceSchedule;
  priceLevelSchedule?: PriceLevelSchedule;
  customData?: CustomData;
}

export interface ChargingScheduleUpdate {
  limit?: number;
  limit_L2?: number;
  limit_L3?: number;
  dischargeLimit?: number;
  dischargeLimit_L2?: number;
  dischargeLimit_L3?: number;
  setpoint?: number;
  setpoint_L2?: number;
  setpoint_L3?: number;
  setpointReactive?: number;
  setpointReactive_L2?: number;
  setpointReactive_L3?: number;
  customData?: CustomData;
}

export type ChargingStateEnum = "EVConnected" | "Charging" | "SuspendedEV" | "SuspendedEVSE" | "Idle";

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

export type ClearMessageStatusEnum = "Accepted" | "Unknown" | "Rejected";

export interface ClearMonitoringResult {
  status: ClearMonitoringStatusEnum;
  id: number;
  statusInfo?: StatusInfo;
  customData?: CustomData;
}

export type ClearMonitoringStatusEnum = "Accepted" | "Rejected" | "NotFound";

export interface ClearTariffsResult {
  status: TariffClearStatusEnum;
  statusInfo?: StatusInfo;
  tariffId?: string;
  customData?: CustomData;
}

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
  evseId: number;
  duration: number;
  scheduleStart: string;
  chargingRateUnit: ChargingRateUnitEnum;
  chargingSchedulePeriod: ChargingSchedulePeriod[];
  customData?: CustomData;
}

export type ConnectorStatusEnum = "Available" | "Occupied" | "Reserved" | "Unavailable" | "Faulted";

export interface ConstantStreamData {
  id: number;
  params: PeriodicEventStreamParams;
  variableMonitoringId: number;
  customData?: CustomData;
}

export interface ConsumptionCost {
  startValue: number;
  cost: Cost[];
  customData?: CustomData;
}

export type ControlModeEnum = "ScheduledControl" | "DynamicControl";

export interface CostDetails {
  totalCost: TotalCost;
  totalUsage: TotalUsage;
  chargingPeriods?: ChargingPeriod[];
  failureToCalculate?: boolean;
  failureReason?: string;
  customData?: CustomData;
}

export type CostDimensionEnum = 
  | "Energy" | "MaxCurrent" | "MinCurrent" | "MaxPower" | "MinPower" | "IdleTIme" | "ChargingTime";

export interface CostDimension {
  type: CostDimensionEnum;
  volume: number;
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
  evMaxPower?: number;
  evEnergyCapacity?: number;
  energyAmount?: number;
  stateOfCharge?: number;
  fullSoC?: number;
  bulkSoC?: number;
  customData?: CustomData;
}

export interface DERChargingParameters {
  evSupportedDERControl?: DERControlEnum[];
  evOverExcitedMaxDischargePower?: number;
  evOverExcitedPowerFactor?: number;
  evUnderExcitedMaxDischargePower?: number;
  evUnderExcitedPowerFactor?: number;
  maxApparentPower?: number;
  maxChargeApparentPower?: number;
  maxChargeApparentPower_L2?: number;
  maxChargeApparentPower_L3?: number;
  maxDischargeApparentPower?: number;
  maxDischargeApparentPower_L2?: number;
  maxDischargeApparentPower_L3?: number;
  maxChargeReactivePower?: number;
  maxChargeReactivePower_L2?: number;
  maxChargeReactivePower_L3?: number;
  minChargeReactivePower?: number;
  minChargeReactivePower_L2?: number;
  minChargeReactivePower_L3?: number;
  maxDischargeReactivePower?: number;
  maxDischargeReactivePower_L2?: number;
  maxDischargeReactivePower_L3?: number;
  minDischargeReactivePower?: number;
  minDischargeReactivePower_L2?: number;
  minDischargeReactivePower_L3?: number;
  nominalVoltage?: number;
  nominalVoltageOffset?: number;
  maxNominalVoltage?: number;
  minNominalVoltage?: number;
  evInverterManufacturer?: string;
  evInverterModel?: string;
  evInverterSerialNumber?: string;
  evInverterSwVersion?: string;
  evInverterHwVersion?: string;
  evIslandingDetectionMethod?: IslandingDetectionEnum[];
  evIslandingTripTime?: number;
  evMaximumLevel1DCInjection?: number;
  evDurationLevel1DCInjection?: number;
  evMaximumLevel2DCInjection?: number;
  evDurationLevel2DCInjection?: number;
  evReactiveSusceptance?: number;
  evSessionTotalDischargeEnergyAvailable?: number;
  customData?: CustomData;
}

export type DERControlEnum = 
  | "EnterService" | "FreqDroop" | "FreqWatt" | "FixedPFAbsorb" | "FixedPFInject" | "FixedVar" | "Gradients"
  | "HFMustTrip" | "HFMayTrip" | "HVMustTrip" | "HVMomCess" | "HVMayTrip" | "LimitMaxDischarge"
  | "LFMustTrip" | "LVMustTrip" | "LVMomCess" | "LVMayTrip" | "PowerMonitoringMustTrip" | "VoltVar"
  | "VoltWatt" | "WattPF" | "WattVar";

export type DERControlStatusEnum = "Accepted" | "Rejected" | "NotSupported" | "NotFound";

export interface DERCurveGet {
  curve: DERCurve;
  id: string;
  curveType: DERControlEnum;
  isDefault: boolean;
  isSuperseded: boolean;
  customData?: CustomData;
}

export interface DERCurvePoints {
  x: number;
  y: number;
  customData?: CustomData;
}

export interface DERCurve {
  curveData: DERCurvePoints[];
  priority: number;
  yUnit: DERUnitEnum;
  hysteresis?: Hysteresis;
  reactivePowerParams?: ReactivePowerParams;
  voltageParams?: VoltageParams;
  responseTime?: number;
  startTime?: string;
  duration?: number;
  customData?: CustomData;
}

export type DERUnitEnum = 
  | "Not_Applicable" | "PctMaxW" | "PctMaxVar" | "PctWAvail" | "PctVarAvail" | "PctEffectiveV";

export type DataEnum = 
  | "string" | "decimal" | "integer" | "dateTime" | "boolean" | "OptionList" | "SequenceList" | "MemberList";

export type DataTransferStatusEnum = "Accepted" | "Rejected" | "UnknownMessageId" | "UnknownVendorId";

export type DayOfWeekEnum = 
  | "Monday" | "Tuesday" | "Wednesday" | "Thursday" | "Friday" | "Saturday" | "Sunday";

export type DeleteCertificateStatusEnum = "Accepted" | "Failed" | "NotFound";

export type DisplayMessageStatusEnum = 
  | "Accepted" | "NotSupportedMessageFormat" | "Rejected" | "NotSupportedPriority" | "NotSupportedState"
  | "UnknownTransaction" | "LanguageNotSupported";

export interface EVAbsolutePriceScheduleEntry {
  duration: number;
  evPriceRule: EVPriceRule[];
  customData?: CustomData;
}

export interface EVAbsolutePriceSchedule {
  timeAnchor: string;
  currency: string;
  evAbsolutePriceScheduleEntries: EVAbsolutePriceScheduleEntry[];
  priceAlgorithm: string;
  customData?: CustomData;
}

export interface EVEnergyOffer {
  evPowerSchedule: EVPowerSchedule;
  evAbsolutePriceSchedule?: EVAbsolutePriceSchedule;
  customData?: CustomData;
}

export interface EVPowerScheduleEntry {
  duration: number;
  power: number;
  customData?: CustomData;
}

export interface EVPowerSchedule {
  evPowerScheduleEntries: EVPowerScheduleEntry[];
  timeAnchor: string;
  customData?: CustomData;
}

export interface EVPriceRule {
  energyFee: number;
  powerRangeStart: number;
  customData?: CustomData;
}

export interface EVSE {
  id: number;
  connectorId?: number;
  customData?: CustomData;
}

export type EnergyTransferModeEnum = 
  | "AC_single_phase" | "AC_two_phase" | "AC_three_phase" | "DC" | "AC_BPT" | "AC_BPT_DER" | "AC_DER"
  | "DC_BPT" | "DC_ACDP" | "DC_ACDP_BPT" | "WPT";

export interface EnterServiceGet {
  enterService: EnterService;
  id: string;
  customData?: CustomData;
}

export interface EnterService {
  priority: number;
  highVoltage: number;
  lowVoltage: number;
  highFreq: number;
  lowFreq: number;
  delay?: number;
  randomDelay?: number;
  rampRate?: number;
  customData?: CustomData;
}

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
  severity?: number;
  customData?: CustomData;
}

export type EventNotificationEnum = 
  | "HardWiredNotification" | "HardWiredMonitor" | "PreconfiguredMonitor" | "CustomMonitor";

export type EventTriggerEnum = "Alerting" | "Delta" | "Periodic";

export type EvseKindEnum = "AC" | "DC";

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

export interface FixedPFGet {
  fixedPF: FixedPF;
  id: string;
  isDefault: boolean;
  isSuperseded: boolean;
  customData?: CustomData;
}

export interface FixedPF {
  priority: number;
  displacement: number;
  excitation: boolean;
  startTime?: string;
  duration?: number;
  customData?: CustomData;
}

export interface FixedVarGet {
  fixedVar: FixedVar;
  id: string;
  isDefault: boolean;
  isSuperseded: boolean;
  customData?: CustomData;
}

export interface FixedVar {
  priority: number;
  setpoint: number;
  unit: DERUnitEnum;
  startTime?: string;
  duration?: number;
  customData?: CustomData;
}

export interface FreqDroopGet {
  freqDroop: FreqDroop;
  id: string;
  isDefault: boolean;
  isSuperseded: boolean;
  customData?: CustomData;
}

export interface FreqDroop {
  priority: number;
  overFreq: number;
  underFreq: number;
  overDroop: number;
  underDroop: number;
  responseTime: number;
  startTime?: string;
  duration?: number;
  customData?: CustomData;
}

export type GenericDeviceModelStatusEnum = "Accepted" | "Rejected" | "NotSupported" | "EmptyResultSet";

export type GenericStatusEnum = "Accepted" | "Rejected";

export type GetCertificateIdUseEnum = 
  | "V2GRootCertificate" | "MORootCertificate" | "CSMSRootCertificate" | "V2GCertificateChain"
  | "ManufacturerRootCertificate" | "OEMRootCertificate";

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

export interface GradientGet {
  gradient: Gradient;
  id: string;
  customData?: CustomData;
}

export interface Gradient {
  priority: number;
  gradient: number;
  softGradient: number;
  customData?: CustomData;
}

export type GridEventFaultEnum = 
  | "CurrentImbalance" | "LocalEmergency" | "LowInputPower" | "OverCurrent" | "OverFrequency" | "OverVoltage"
  | "PhaseRotation" | "RemoteEmergency" | "UnderFrequency" | "UnderVoltage" | "VoltageImbalance";

export type HashAlgorithmEnum = "SHA256" | "SHA384" | "SHA512";

export interface Hysteresis {
  hysteresisHigh?: number;
  hysteresisLow?: number;
  hysteresisDelay?: number;
  hysteresisGradient?: number;
  customData?: CustomData;
}

export interface IdTokenInfo {
  status: AuthorizationStatusEnum;
  cacheExpiryDateTime?: string;
  chargingPriority?: number;
  groupIdToken?: IdToken;
  language1?: string;
  language2?: string;
  evseId?: number[];
  personalMessage?: MessageContent;
  customData?: CustomData;
}

export interface IdToken {
  idToken: string;
  type: string;
  additionalInfo?: AdditionalInfo[];
  customData?: CustomData;
}

export type InstallCertificateStatusEnum = "Accepted" | "Rejected" | "Failed";

export type InstallCertificateUseEnum = 
  | "V2GRootCertificate" | "MORootCertificate" | "ManufacturerRootCertificate" | "CSMSRootCertificate"
  | "OEMRootCertificate";

export type IslandingDetectionEnum = 
  | "NoAntiIslandingSupport" | "RoCoF" | "UVP_OVP" | "UFP_OFP" | "VoltageVectorShift"
  | "ZeroCrossingDetection" | "OtherPassive" | "ImpedanceMeasurement" | "ImpedanceAtFrequency"
  | "SlipModeFrequencyShift" | "SandiaFrequencyShift" | "SandiaVoltageShift" | "FrequencyJump" | "RCLQFactor"
  | "OtherActive";

export type Iso15118EVCertificateStatusEnum = "Accepted" | "Failed";

export interface LimitAtSoC {
  soc: number;
  limit: number;
  customData?: CustomData;
}

export interface LimitMaxDischargeGet {
  id: string;
  isDefault: boolean;
  isSuperseded: boolean;
  limitMaxDischarge: LimitMaxDischarge;
  customData?: CustomData;
}

export interface LimitMaxDischarge {
  priority: number;
  pctMaxDischargePower?: number;
  powerMonitoringMustTrip?: DERCurve;
  startTime?: string;
  duration?: number;
  customData?: CustomData;
}

export type LocationEnum = "Body" | "Cable" | "EV" | "Inlet" | "Outlet" | "Upstream";

export type LogEnum = "DiagnosticsLog" | "SecurityLog" | "DataCollectorLog";

export interface LogParameters {
  remoteLocation: string;
  oldestTimestamp?: string;
  latestTimestamp?: string;
  customData?: CustomData;
}

export type LogStatusEnum = "Accepted" | "Rejected" | "AcceptedCanceled";

export type MeasurandEnum = 
  | "Current.Export" | "Current.Export.Offered" | "Current.Export.Minimum" | "Current.Import"
  | "Current.Import.Offered" | "Current.Import.Minimum" | "Current.Offered" | "Display.PresentSOC"
  | "Display.MinimumSOC" | "Display.TargetSOC" | "Display.MaximumSOC" | "Display.RemainingTimeToMinimumSOC"
  | "Display.RemainingTimeToTargetSOC" | "Display.RemainingTimeToMaximumSOC" | "Display.ChargingComplete"
  | "Display.BatteryEnergyCapacity" | "Display.InletHot" | "Energy.Active.Export.Interval"
  | "Energy.Active.Export.Register" | "Energy.Active.Import.Interval" | "Energy.Active.Import.Register"
  | "Energy.Active.Import.CableLoss" | "Energy.Active.Import.LocalGeneration.Register" | "Energy.Active.Net"
  | "Energy.Active.Setpoint.Interval" | "Energy.Apparent.Export" | "Energy.Apparent.Import"
  | "Energy.Apparent.Net" | "Energy.Reactive.Export.Interval" | "Energy.Reactive.Export.Register"
  | "Energy.Reactive.Import.Interval" | "Energy.Reactive.Import.Register" | "Energy.Reactive.Net"
  | "EnergyRequest.Target" | "EnergyRequest.Minimum" | "EnergyRequest.Maximum" | "EnergyRequest.Minimum.V2X"
  | "EnergyRequest.Maximum.V2X" | "EnergyRequest.Bulk" | "Frequency" | "Power.Active.Export"
  | "Power.Active.Import" | "Power.Active.Setpoint" | "Power.Active.Residual" | "Power.Export.Minimum"
  | "Power.Export.Offered" | "Power.Factor" | "Power.Import.Offered" | "Power.Import.Minimum"
  | "Power.Offered" | "Power.Reactive.Export" | "Power.Reactive.Import" | "SoC" | "Voltage"
  | "Voltage.Minimum" | "Voltage.Maximum";

export interface MessageContent {
  format: MessageFormatEnum;
  content: string;
  language?: string;
  customData?: CustomData;
}

export type MessageFormatEnum = "ASCII" | "HTML" | "URI" | "UTF8" | "QRCODE";

export interface MessageInfo {
  id: number;
  priority: MessagePriorityEnum;
  message: MessageContent;
  display?: Component;
  state?: MessageStateEnum;
  startDateTime?: string;
  endDateTime?: string;
  transactionId?: string;
  messageExtra?: MessageContent[];
  customData?: CustomData;
}

export type MessagePriorityEnum = "AlwaysFront" | "InFront" | "NormalCycle";

export type MessageStateEnum = 
  | "Charging" | "Faulted" | "Idle" | "Unavailable" | "Suspended" | "Discharging";

export type MessageTriggerEnum = 
  | "BootNotification" | "LogStatusNotification" | "FirmwareStatusNotification" | "Heartbeat" | "MeterValues"
  | "SignChargingStationCertificate" | "SignV2GCertificate" | "SignV2G20Certificate" | "StatusNotification"
  | "TransactionEvent" | "SignCombinedCertificate" | "PublishFirmwareStatusNotification" | "CustomTrigger";

export interface MeterValue {
  sampledValue: SampledValue[];
  timestamp: string;
  customData?: CustomData;
}

export type MobilityNeedsModeEnum = "EVCC" | "EVCC_SECC";

export interface Modem {
  iccid?: string;
  imsi?: string;
  customData?: CustomData;
}

export type MonitorEnum = 
  | "UpperThreshold" | "LowerThreshold" | "Delta" | "Periodic" | "PeriodicClockAligned" | "TargetDelta"
  | "TargetDeltaRelative";

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
  ocppInterface: OCPPInterfaceEnum;
  ocppTransport: OCPPTransportEnum;
  messageTimeout: number;
  ocppCsmsUrl: string;
  securityProfile: number;
  apn?: APN;
  ocppVersion?: OCPPVersionEnum;
  identity?: string;
  basicAuthPassword?: string;
  vpn?: VPN;
  customData?: CustomData;
}

export type NotifyAllowedEnergyTransferStatusEnum = "Accepted" | "Rejected";

export type NotifyEVChargingNeedsStatusEnum = "Accepted" | "Rejected" | "Processing" | "NoChargingProfile";

export type OCPPInterfaceEnum = 
  | "Wired0" | "Wired1" | "Wired2" | "Wired3" | "Wireless0" | "Wireless1" | "Wireless2" | "Wireless3" | "Any";

export type OCPPTransportEnum = "SOAP" | "JSON";

export type OCPPVersionEnum = "OCPP12" | "OCPP15" | "OCPP16" | "OCPP20" | "OCPP201" | "OCPP21";

export interface OCSPRequestData {
  hashAlgorithm: HashAlgorithmEnum;
  issuerNameHash: string;
  issuerKeyHash: string;
  serialNumber: string;
  responderURL: string;
  customData?: CustomData;
}

export type OperationModeEnum = 
  | "Idle" | "ChargingOnly" | "CentralSetpoint" | "ExternalSetpoint" | "ExternalLimits" | "CentralFrequency"
  | "LocalFrequency" | "LocalLoadBalancing";

export type OperationalStatusEnum = "Inoperative" | "Operative";

export interface OverstayRuleList {
  overstayRule: OverstayRule[];
  overstayPowerThreshold?: RationalNumber;
  overstayTimeThreshold?: number;
  customData?: CustomData;
}

export interface OverstayRule {
  overstayFee: RationalNumber;
  startTime: number;
  overstayFeePeriod: number;
  overstayRuleDescription?: string;
  customData?: CustomData;
}

export type PaymentStatusEnum = "Settled" | "Canceled" | "Rejected" | "Failed";

export interface PeriodicEventStreamParams {
  interval?: number;
  values?: number;
  customData?: CustomData;
}

export type PhaseEnum = 
  | "L1" | "L2" | "L3" | "N" | "L1-N" | "L2-N" | "L3-N" | "L1-L2" | "L2-L3" | "L3-L1";

export type PowerDuringCessationEnum = "Active" | "Reactive";

export type PreconditioningStatusEnum = "Unknown" | "Ready" | "NotReady" | "Preconditioning";

export interface PriceLevelScheduleEntry {
  duration: number;
  priceLevel: number;
  customData?: CustomData;
}

export interface PriceLevelSchedule {
  priceLevelScheduleEntries: PriceLevelScheduleEntry[];
  timeAnchor: string;
  priceScheduleId: number;
  numberOfPriceLevels: number;
  priceScheduleDescription?: string;
  customData?: CustomData;
}

export interface PriceRuleStack {
  duration: number;
  priceRule: PriceRule[];
  customData?: CustomData;
}

export interface PriceRule {
  energyFee: RationalNumber;
  powerRangeStart: RationalNumber;
  parkingFeePeriod?: number;
  carbonDioxideEmission?: number;
  renewableGenerationPercentage?: number;
  parkingFee?: RationalNumber;
  customData?: CustomData;
}

export interface Price {
  exclTax?: number;
  inclTax?: number;
  taxRates?: TaxRate[];
  customData?: CustomData;
}

export type PriorityChargingStatusEnum = "Accepted" | "Rejected" | "NoProfile";

export type PublishFirmwareStatusEnum = 
  | "Idle" | "DownloadScheduled" | "Downloading" | "Downloaded" | "Published" | "DownloadFailed"
  | "DownloadPaused" | "InvalidChecksum" | "ChecksumVerified" | "PublishFailed";

export interface RationalNumber {
  exponent: number;
  value: number;
  customData?: CustomData;
}

export interface ReactivePowerParams {
  vRef?: number;
  autonomousVRefEnable?: boolean;
  autonomousVRefTimeConstant?: number;
  customData?: CustomData;
}

export type ReadingContextEnum = 
  | "Interruption.Begin" | "Interruption.End" | "Other" | "Sample.Clock" | "Sample.Periodic"
  | "Transaction.Begin" | "Transaction.End" | "Trigger";

export type ReasonEnum = 
  | "DeAuthorized" | "EmergencyStop" | "EnergyLimitReached" | "EVDisconnected" | "GroundFault"
  | "ImmediateReset" | "MasterPass" | "Local" | "LocalOutOfCredit" | "Other" | "OvercurrentFault"
  | "PowerLoss" | "PowerQuality" | "Reboot" | "Remote" | "SOCLimitReached" | "StoppedByEV"
  | "TimeLimitReached" | "Timeout" | "ReqEnergyTransferRejected";

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

export type ReservationUpdateStatusEnum = "Expired" | "Removed" | "NoTransaction";

export type ReserveNowStatusEnum = "Accepted" | "Faulted" | "Occupied" | "Rejected" | "Unavailable";

export type ResetEnum = "Immediate" | "OnIdle" | "ImmediateAndResume";

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
  measurand?: MeasurandEnum;
  context?: ReadingContextEnum;
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
  periodicEventStream?: PeriodicEventStreamParams;
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
  encodingMethod: string;
  signingMethod?: string;
  publicKey?: string;
  customData?: CustomData;
}

export interface StatusInfo {
  reasonCode: string;
  additionalInfo?: string;
  customData?: CustomData;
}

export interface StreamDataElement {
  t: number;
  v: string;
  customData?: CustomData;
}

export interface TariffAssignment {
  tariffId: string;
  tariffKind: TariffKindEnum;
  validFrom?: string;
  evseIds?: number[];
  idTokens?: string[];
  customData?: CustomData;
}

export type TariffChangeStatusEnum = 
  | "Accepted" | "Rejected" | "TooManyElements" | "ConditionNotSupported" | "TxNotFound" | "NoCurrencyChange";

export type TariffClearStatusEnum = "Accepted" | "Rejected" | "NoTariff";

export interface TariffConditionsFixed {
  startTimeOfDay?: string;
  endTimeOfDay?: string;
  dayOfWeek?: DayOfWeekEnum[];
  validFromDate?: string;
  validToDate?: string;
  evseKind?: EvseKindEnum;
  paymentBrand?: string;
  paymentRecognition?: string;
  customData?: CustomData;
}

export interface TariffConditions {
  startTimeOfDay?: string;
  endTimeOfDay?: string;
  dayOfWeek?: DayOfWeekEnum[];
  validFromDate?: string;
  validToDate?: string;
  evseKind?: EvseKindEnum;
  minEnergy?: number;
  maxEnergy?: number;
  minCurrent?: number;
  maxCurrent?: number;
  minPower?: number;
  maxPower?: number;
  minTime?: number;
  maxTime?: number;
  minChargingTime?: number;
  maxChargingTime?: number;
  minIdleTime?: number;
  maxIdleTime?: number;
  customData?: CustomData;
}

export type TariffCostEnum = "NormalCost" | "MinCost" | "MaxCost";

export interface TariffEnergyPrice {
  priceKwh: number;
  conditions?: TariffConditions;
  customData?: CustomData;
}

export interface TariffEnergy {
  prices: TariffEnergyPrice[];
  taxRates?: TaxRate[];
  customData?: CustomData;
}

export interface TariffFixedPrice {
  priceFixed: number;
  conditions?: TariffConditionsFixed;
  customData?: CustomData;
}

export interface TariffFixed {
  prices: TariffFixedPrice[];
  taxRates?: TaxRate[];
  customData?: CustomData;
}

export type TariffGetStatusEnum = "Accepted" | "Rejected" | "NoTariff";

export type TariffKindEnum = "DefaultTariff" | "DriverTariff";

export type TariffSetStatusEnum = 
  | "Accepted" | "Rejected" | "TooManyElements" | "ConditionNotSupported" | "DuplicateTariffId";

export interface TariffTimePrice {
  priceMinute: number;
  conditions?: TariffConditions;
  customData?: CustomData;
}

export interface TariffTime {
  prices: TariffTimePrice[];
  taxRates?: TaxRate[];
  customData?: CustomData;
}

export interface Tariff {
  tariffId: string;
  currency: string;
  description?: MessageContent[];
  energy?: TariffEnergy;
  validFrom?: string;
  chargingTime?: TariffTime;
  idleTime?: TariffTime;
  fixedFee?: TariffFixed;
  reservationTime?: TariffTime;
  reservationFixed?: TariffFixed;
  minCost?: Price;
  maxCost?: Price;
  customData?: CustomData;
}

export interface TaxRate {
  type: string;
  tax: number;
  stack?: number;
  customData?: CustomData;
}

export interface TaxRule {
  taxRuleID: number;
  appliesToEnergyFee: boolean;
  appliesToParkingFee: boolean;
  appliesToOverstayFee: boolean;
  appliesToMinimumMaximumCost: boolean;
  taxRate: RationalNumber;
  taxRuleName?: string;
  taxIncludedInPrice?: boolean;
  customData?: CustomData;
}

export interface TotalCost {
  currency: string;
  typeOfCost: TariffCostEnum;
  total: TotalPrice;
  fixed?: Price;
  energy?: Price;
  chargingTime?: Price;
  idleTime?: Price;
  reservationTime?: Price;
  reservationFixed?: Price;
  customData?: CustomData;
}

export interface TotalPrice {
  exclTax?: number;
  inclTax?: number;
  customData?: CustomData;
}

export interface TotalUsage {
  energy: number;
  chargingTime: number;
  idleTime: number;
  reservationTime?: number;
  customData?: CustomData;
}

export type TransactionEventEnum = "Ended" | "Started" | "Updated";

export interface TransactionLimit {
  maxCost?: number;
  maxEnergy?: number;
  maxTime?: number;
  maxSoC?: number;
  customData?: CustomData;
}

export interface Transaction {
  transactionId: string;
  chargingState?: ChargingStateEnum;
  timeSpentCharging?: number;
  stoppedReason?: ReasonEnum;
  remoteStartId?: number;
  operationMode?: OperationModeEnum;
  tariffId?: string;
  transactionLimit?: TransactionLimit;
  customData?: CustomData;
}

export type TriggerMessageStatusEnum = "Accepted" | "Rejected" | "NotImplemented";

export type TriggerReasonEnum = 
  | "AbnormalCondition" | "Authorized" | "CablePluggedIn" | "ChargingRateChanged" | "ChargingStateChanged"
  | "CostLimitReached" | "Deauthorized" | "EnergyLimitReached" | "EVCommunicationLost" | "EVConnectTimeout"
  | "EVDeparted" | "EVDetected" | "LimitSet" | "MeterValueClock" | "MeterValuePeriodic"
  | "OperationModeChanged" | "RemoteStart" | "RemoteStop" | "ResetCommand" | "RunningCost"
  | "SignedDataReceived" | "SoCLimitReached" | "StopAuthorized" | "TariffChanged" | "TariffNotAccepted"
  | "TimeLimitReached" | "Trigger" | "TxResumed" | "UnlockCommand";

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

export interface V2XChargingParameters {
  minChargePower?: number;
  minChargePower_L2?: number;
  minChargePower_L3?: number;
  maxChargePower?: number;
  maxChargePower_L2?: number;
  maxChargePower_L3?: number;
  minDischargePower?: number;
  minDischargePower_L2?: number;
  minDischargePower_L3?: number;
  maxDischargePower?: number;
  maxDischargePower_L2?: number;
  maxDischargePower_L3?: number;
  minChargeCurrent?: number;
  maxChargeCurrent?: number;
  minDischargeCurrent?: number;
  maxDischargeCurrent?: number;
  minVoltage?: number;
  maxVoltage?: number;
  evTargetEnergyRequest?: number;
  evMinEnergyRequest?: number;
  evMaxEnergyRequest?: number;
  evMinV2XEnergyRequest?: number;
  evMaxV2XEnergyRequest?: number;
  targetSoC?: number;
  customData?: CustomData;
}

export interface V2XFreqWattPoint {
  frequency: number;
  power: number;
  customData?: CustomData;
}

export interface V2XSignalWattPoint {
  signal: number;
  power: number;
  customData?: CustomData;
}

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
  maxElements?: number;
  valuesList?: string;
  customData?: CustomData;
}

export interface VariableMonitoring {
  id: number;
  transaction: boolean;
  value: number;
  type: MonitorEnum;
  severity: number;
  eventNotificationType: EventNotificationEnum;
  customData?: CustomData;
}

export interface Variable {
  name: string;
  instance?: string;
  customData?: CustomData;
}

export interface VoltageParams {
  hv10MinMeanValue?: number;
  hv10MinMeanTripDelay?: number;
  powerDuringCessation?: PowerDuringCessationEnum;
  customData?: CustomData;
}
