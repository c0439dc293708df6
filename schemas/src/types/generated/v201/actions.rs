//! The actions and their payloads of OCPP 2.0.1. Generated from the data by `generate-types`; change the data, not this file.

use crate::Version;
use crate::types::DateTime;
use crate::types::OcppAction;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use super::*;

/// Asks whether an idToken, or a contract certificate, may charge.
#[derive(Debug, Clone, Copy)]
pub struct Authorize;

impl OcppAction for Authorize {
    const NAME: &'static str = "Authorize";
    const VERSION: Version = Version::V201;
    type Request = AuthorizeRequest;
    type Response = AuthorizeResponse;
}

/// The request of [`Authorize`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct AuthorizeRequest {
    /// `idToken`.
    pub id_token: IdToken,
    /// `certificate`: at most 5500 characters.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub certificate: Option<String>,
    /// `iso15118CertificateHashData`: 1 to 4 items.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub iso15118_certificate_hash_data: Option<Vec<OCSPRequestData>>,
    /// `customData`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub custom_data: Option<CustomData>,
}

impl AuthorizeRequest {
    /// With what is required, and nothing else.
    #[must_use]
    pub fn new(id_token: IdToken) -> Self {
        Self {
            id_token,
            certificate: None,
            iso15118_certificate_hash_data: None,
            custom_data: None,
        }
    }
}

/// The response of [`Authorize`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct AuthorizeResponse {
    /// `idTokenInfo`.
    pub id_token_info: IdTokenInfo,
    /// `certificateStatus`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub certificate_status: Option<AuthorizeCertificateStatusEnum>,
    /// `customData`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub custom_data: Option<CustomData>,
}

impl AuthorizeResponse {
    /// With what is required, and nothing else.
    #[must_use]
    pub fn new(id_token_info: IdTokenInfo) -> Self {
        Self {
            id_token_info,
            certificate_status: None,
            custom_data: None,
        }
    }
}

/// Announces the charging station after it has started and asks to be accepted.
#[derive(Debug, Clone, Copy)]
pub struct BootNotification;

impl OcppAction for BootNotification {
    const NAME: &'static str = "BootNotification";
    const VERSION: Version = Version::V201;
    type Request = BootNotificationRequest;
    type Response = BootNotificationResponse;
}

/// The request of [`BootNotification`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct BootNotificationRequest {
    /// `chargingStation`.
    pub charging_station: ChargingStation,
    /// `reason`.
    pub reason: BootReasonEnum,
    /// `customData`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub custom_data: Option<CustomData>,
}

impl BootNotificationRequest {
    /// With what is required, and nothing else.
    #[must_use]
    pub fn new(charging_station: ChargingStation, reason: BootReasonEnum) -> Self {
        Self {
            charging_station,
            reason,
            custom_data: None,
        }
    }
}

/// The response of [`BootNotification`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct BootNotificationResponse {
    /// `currentTime`.
    pub current_time: DateTime,
    /// `interval`.
    #[serde(deserialize_with = "crate::types::integer::deserialize")]
    pub interval: i64,
    /// `status`.
    pub status: RegistrationStatusEnum,
    /// `statusInfo`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status_info: Option<StatusInfo>,
    /// `customData`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub custom_data: Option<CustomData>,
}

impl BootNotificationResponse {
    /// With what is required, and nothing else.
    #[must_use]
    pub fn new(current_time: impl Into<String>, interval: i64, status: RegistrationStatusEnum) -> Self {
        Self {
            current_time: current_time.into(),
            interval,
            status,
            status_info: None,
            custom_data: None,
        }
    }
}

/// Withdraws a reservation.
#[derive(Debug, Clone, Copy)]
pub struct CancelReservation;

impl OcppAction for CancelReservation {
    const NAME: &'static str = "CancelReservation";
    const VERSION: Version = Version::V201;
    type Request = CancelReservationRequest;
    type Response = CancelReservationResponse;
}

/// The request of [`CancelReservation`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct CancelReservationRequest {
    /// `reservationId`.
    #[serde(deserialize_with = "crate::types::integer::deserialize")]
    pub reservation_id: i64,
    /// `customData`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub custom_data: Option<CustomData>,
}

impl CancelReservationRequest {
    /// With what is required, and nothing else.
    #[must_use]
    pub fn new(reservation_id: i64) -> Self {
        Self {
            reservation_id,
            custom_data: None,
        }
    }
}

/// The response of [`CancelReservation`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct CancelReservationResponse {
    /// `status`.
    pub status: CancelReservationStatusEnum,
    /// `statusInfo`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status_info: Option<StatusInfo>,
    /// `customData`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub custom_data: Option<CustomData>,
}

impl CancelReservationResponse {
    /// With what is required, and nothing else.
    #[must_use]
    pub fn new(status: CancelReservationStatusEnum) -> Self {
        Self {
            status,
            status_info: None,
            custom_data: None,
        }
    }
}

/// Delivers the signed certificate that the charging station requested.
#[derive(Debug, Clone, Copy)]
pub struct CertificateSigned;

impl OcppAction for CertificateSigned {
    const NAME: &'static str = "CertificateSigned";
    const VERSION: Version = Version::V201;
    type Request = CertificateSignedRequest;
    type Response = CertificateSignedResponse;
}

/// The request of [`CertificateSigned`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct CertificateSignedRequest {
    /// `certificateChain`: at most 10000 characters.
    pub certificate_chain: String,
    /// `certificateType`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub certificate_type: Option<CertificateSigningUseEnum>,
    /// `customData`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub custom_data: Option<CustomData>,
}

impl CertificateSignedRequest {
    /// With what is required, and nothing else.
    #[must_use]
    pub fn new(certificate_chain: impl Into<String>) -> Self {
        Self {
            certificate_chain: certificate_chain.into(),
            certificate_type: None,
            custom_data: None,
        }
    }
}

/// The response of [`CertificateSigned`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct CertificateSignedResponse {
    /// `status`.
    pub status: CertificateSignedStatusEnum,
    /// `statusInfo`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status_info: Option<StatusInfo>,
    /// `customData`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub custom_data: Option<CustomData>,
}

impl CertificateSignedResponse {
    /// With what is required, and nothing else.
    #[must_use]
    pub fn new(status: CertificateSignedStatusEnum) -> Self {
        Self {
            status,
            status_info: None,
            custom_data: None,
        }
    }
}

/// Makes the charging station, an EVSE or a connector operative or inoperative.
#[derive(Debug, Clone, Copy)]
pub struct ChangeAvailability;

impl OcppAction for ChangeAvailability {
    const NAME: &'static str = "ChangeAvailability";
    const VERSION: Version = Version::V201;
    type Request = ChangeAvailabilityRequest;
    type Response = ChangeAvailabilityResponse;
}

/// The request of [`ChangeAvailability`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ChangeAvailabilityRequest {
    /// `operationalStatus`.
    pub operational_status: OperationalStatusEnum,
    /// `evse`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub evse: Option<EVSE>,
    /// `customData`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub custom_data: Option<CustomData>,
}

impl ChangeAvailabilityRequest {
    /// With what is required, and nothing else.
    #[must_use]
    pub fn new(operational_status: OperationalStatusEnum) -> Self {
        Self {
            operational_status,
            evse: None,
            custom_data: None,
        }
    }
}

/// The response of [`ChangeAvailability`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ChangeAvailabilityResponse {
    /// `status`.
    pub status: ChangeAvailabilityStatusEnum,
    /// `statusInfo`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status_info: Option<StatusInfo>,
    /// `customData`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub custom_data: Option<CustomData>,
}

impl ChangeAvailabilityResponse {
    /// With what is required, and nothing else.
    #[must_use]
    pub fn new(status: ChangeAvailabilityStatusEnum) -> Self {
        Self {
            status,
            status_info: None,
            custom_data: None,
        }
    }
}

/// Empties the authorization cache.
#[derive(Debug, Clone, Copy)]
pub struct ClearCache;

impl OcppAction for ClearCache {
    const NAME: &'static str = "ClearCache";
    const VERSION: Version = Version::V201;
    type Request = ClearCacheRequest;
    type Response = ClearCacheResponse;
}

/// The request of [`ClearCache`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Default)]
#[serde(rename_all = "camelCase")]
pub struct ClearCacheRequest {
    /// `customData`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub custom_data: Option<CustomData>,
}

/// The response of [`ClearCache`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ClearCacheResponse {
    /// `status`.
    pub status: ClearCacheStatusEnum,
    /// `statusInfo`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status_info: Option<StatusInfo>,
    /// `customData`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub custom_data: Option<CustomData>,
}

impl ClearCacheResponse {
    /// With what is required, and nothing else.
    #[must_use]
    pub fn new(status: ClearCacheStatusEnum) -> Self {
        Self {
            status,
            status_info: None,
            custom_data: None,
        }
    }
}

/// Removes the charging profiles that match.
#[derive(Debug, Clone, Copy)]
pub struct ClearChargingProfile;

impl OcppAction for ClearChargingProfile {
    const NAME: &'static str = "ClearChargingProfile";
    const VERSION: Version = Version::V201;
    type Request = ClearChargingProfileRequest;
    type Response = ClearChargingProfileResponse;
}

/// The request of [`ClearChargingProfile`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Default)]
#[serde(rename_all = "camelCase")]
pub struct ClearChargingProfileRequest {
    /// `chargingProfileCriteria`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub charging_profile_criteria: Option<ClearChargingProfileType>,
    /// `chargingProfileId`.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "crate::types::integer::deserialize")]
    pub charging_profile_id: Option<i64>,
    /// `customData`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub custom_data: Option<CustomData>,
}

/// The response of [`ClearChargingProfile`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ClearChargingProfileResponse {
    /// `status`.
    pub status: ClearChargingProfileStatusEnum,
    /// `statusInfo`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status_info: Option<StatusInfo>,
    /// `customData`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub custom_data: Option<CustomData>,
}

impl ClearChargingProfileResponse {
    /// With what is required, and nothing else.
    #[must_use]
    pub fn new(status: ClearChargingProfileStatusEnum) -> Self {
        Self {
            status,
            status_info: None,
            custom_data: None,
        }
    }
}

/// Removes one display message.
#[derive(Debug, Clone, Copy)]
pub struct ClearDisplayMessage;

impl OcppAction for ClearDisplayMessage {
    const NAME: &'static str = "ClearDisplayMessage";
    const VERSION: Version = Version::V201;
    type Request = ClearDisplayMessageRequest;
    type Response = ClearDisplayMessageResponse;
}

/// The request of [`ClearDisplayMessage`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ClearDisplayMessageRequest {
    /// `id`.
    #[serde(deserialize_with = "crate::types::integer::deserialize")]
    pub id: i64,
    /// `customData`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub custom_data: Option<CustomData>,
}

impl ClearDisplayMessageRequest {
    /// With what is required, and nothing else.
    #[must_use]
    pub fn new(id: i64) -> Self {
        Self {
            id,
            custom_data: None,
        }
    }
}

/// The response of [`ClearDisplayMessage`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ClearDisplayMessageResponse {
    /// `status`.
    pub status: ClearMessageStatusEnum,
    /// `statusInfo`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status_info: Option<StatusInfo>,
    /// `customData`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub custom_data: Option<CustomData>,
}

impl ClearDisplayMessageResponse {
    /// With what is required, and nothing else.
    #[must_use]
    pub fn new(status: ClearMessageStatusEnum) -> Self {
        Self {
            status,
            status_info: None,
            custom_data: None,
        }
    }
}

/// Removes monitors by their ids.
#[derive(Debug, Clone, Copy)]
pub struct ClearVariableMonitoring;

impl OcppAction for ClearVariableMonitoring {
    const NAME: &'static str = "ClearVariableMonitoring";
    const VERSION: Version = Version::V201;
    type Request = ClearVariableMonitoringRequest;
    type Response = ClearVariableMonitoringResponse;
}

/// The request of [`ClearVariableMonitoring`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ClearVariableMonitoringRequest {
    /// `id`: at least 1 items.
    #[serde(deserialize_with = "crate::types::integer::deserialize")]
    pub id: Vec<i64>,
    /// `customData`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub custom_data: Option<CustomData>,
}

impl ClearVariableMonitoringRequest {
    /// With what is required, and nothing else.
    #[must_use]
    pub fn new(id: Vec<i64>) -> Self {
        Self {
            id,
            custom_data: None,
        }
    }
}

/// The response of [`ClearVariableMonitoring`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ClearVariableMonitoringResponse {
    /// `clearMonitoringResult`: at least 1 items.
    pub clear_monitoring_result: Vec<ClearMonitoringResult>,
    /// `customData`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub custom_data: Option<CustomData>,
}

impl ClearVariableMonitoringResponse {
    /// With what is required, and nothing else.
    #[must_use]
    pub fn new(clear_monitoring_result: Vec<ClearMonitoringResult>) -> Self {
        Self {
            clear_monitoring_result,
            custom_data: None,
        }
    }
}

/// Reports that an external charging limit has ended.
#[derive(Debug, Clone, Copy)]
pub struct ClearedChargingLimit;

impl OcppAction for ClearedChargingLimit {
    const NAME: &'static str = "ClearedChargingLimit";
    const VERSION: Version = Version::V201;
    type Request = ClearedChargingLimitRequest;
    type Response = ClearedChargingLimitResponse;
}

/// The request of [`ClearedChargingLimit`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ClearedChargingLimitRequest {
    /// `chargingLimitSource`.
    pub charging_limit_source: ChargingLimitSourceEnum,
    /// `evseId`.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "crate::types::integer::deserialize")]
    pub evse_id: Option<i64>,
    /// `customData`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub custom_data: Option<CustomData>,
}

impl ClearedChargingLimitRequest {
    /// With what is required, and nothing else.
    #[must_use]
    pub fn new(charging_limit_source: ChargingLimitSourceEnum) -> Self {
        Self {
            charging_limit_source,
            evse_id: None,
            custom_data: None,
        }
    }
}

/// The response of [`ClearedChargingLimit`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Default)]
#[serde(rename_all = "camelCase")]
pub struct ClearedChargingLimitResponse {
    /// `customData`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub custom_data: Option<CustomData>,
}

/// Tells the running cost of a transaction.
#[derive(Debug, Clone, Copy)]
pub struct CostUpdated;

impl OcppAction for CostUpdated {
    const NAME: &'static str = "CostUpdated";
    const VERSION: Version = Version::V201;
    type Request = CostUpdatedRequest;
    type Response = CostUpdatedResponse;
}

/// The request of [`CostUpdated`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct CostUpdatedRequest {
    /// `totalCost`.
    #[serde(with = "crate::types::decimal")]
    pub total_cost: Decimal,
    /// `transactionId`: at most 36 characters.
    pub transaction_id: String,
    /// `customData`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub custom_data: Option<CustomData>,
}

impl CostUpdatedRequest {
    /// With what is required, and nothing else.
    #[must_use]
    pub fn new(total_cost: Decimal, transaction_id: impl Into<String>) -> Self {
        Self {
            total_cost,
            transaction_id: transaction_id.into(),
            custom_data: None,
        }
    }
}

/// The response of [`CostUpdated`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Default)]
#[serde(rename_all = "camelCase")]
pub struct CostUpdatedResponse {
    /// `customData`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub custom_data: Option<CustomData>,
}

/// Asks to report, to clear, or both, the stored data about a customer.
#[derive(Debug, Clone, Copy)]
pub struct CustomerInformation;

impl OcppAction for CustomerInformation {
    const NAME: &'static str = "CustomerInformation";
    const VERSION: Version = Version::V201;
    type Request = CustomerInformationRequest;
    type Response = CustomerInformationResponse;
}

/// The request of [`CustomerInformation`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct CustomerInformationRequest {
    /// `requestId`.
    #[serde(deserialize_with = "crate::types::integer::deserialize")]
    pub request_id: i64,
    /// `report`.
    pub report: bool,
    /// `clear`.
    pub clear: bool,
    /// `customerCertificate`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub customer_certificate: Option<CertificateHashData>,
    /// `customerIdentifier`: at most 64 characters.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub customer_identifier: Option<String>,
    /// `idToken`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id_token: Option<IdToken>,
    /// `customData`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub custom_data: Option<CustomData>,
}

impl CustomerInformationRequest {
    /// With what is required, and nothing else.
    #[must_use]
    pub fn new(request_id: i64, report: bool, clear: bool) -> Self {
        Self {
            request_id,
            report,
            clear,
            customer_certificate: None,
            customer_identifier: None,
            id_token: None,
            custom_data: None,
        }
    }
}

/// The response of [`CustomerInformation`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct CustomerInformationResponse {
    /// `status`.
    pub status: CustomerInformationStatusEnum,
    /// `statusInfo`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status_info: Option<StatusInfo>,
    /// `customData`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub custom_data: Option<CustomData>,
}

impl CustomerInformationResponse {
    /// With what is required, and nothing else.
    #[must_use]
    pub fn new(status: CustomerInformationStatusEnum) -> Self {
        Self {
            status,
            status_info: None,
            custom_data: None,
        }
    }
}

/// Carries vendor-specific data in either direction.
#[derive(Debug, Clone, Copy)]
pub struct DataTransfer;

impl OcppAction for DataTransfer {
    const NAME: &'static str = "DataTransfer";
    const VERSION: Version = Version::V201;
    type Request = DataTransferRequest;
    type Response = DataTransferResponse;
}

/// The request of [`DataTransfer`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct DataTransferRequest {
    /// `vendorId`: at most 255 characters.
    pub vendor_id: String,
    /// `data`.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "crate::types::present")]
    pub data: Option<Value>,
    /// `messageId`: at most 50 characters.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub message_id: Option<String>,
    /// `customData`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub custom_data: Option<CustomData>,
}

impl DataTransferRequest {
    /// With what is required, and nothing else.
    #[must_use]
    pub fn new(vendor_id: impl Into<String>) -> Self {
        Self {
            vendor_id: vendor_id.into(),
            data: None,
            message_id: None,
            custom_data: None,
        }
    }
}

/// The response of [`DataTransfer`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct DataTransferResponse {
    /// `status`.
    pub status: DataTransferStatusEnum,
    /// `data`.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "crate::types::present")]
    pub data: Option<Value>,
    /// `statusInfo`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status_info: Option<StatusInfo>,
    /// `customData`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub custom_data: Option<CustomData>,
}

impl DataTransferResponse {
    /// With what is required, and nothing else.
    #[must_use]
    pub fn new(status: DataTransferStatusEnum) -> Self {
        Self {
            status,
            data: None,
            status_info: None,
            custom_data: None,
        }
    }
}

/// Deletes one installed certificate.
#[derive(Debug, Clone, Copy)]
pub struct DeleteCertificate;

impl OcppAction for DeleteCertificate {
    const NAME: &'static str = "DeleteCertificate";
    const VERSION: Version = Version::V201;
    type Request = DeleteCertificateRequest;
    type Response = DeleteCertificateResponse;
}

/// The request of [`DeleteCertificate`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct DeleteCertificateRequest {
    /// `certificateHashData`.
    pub certificate_hash_data: CertificateHashData,
    /// `customData`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub custom_data: Option<CustomData>,
}

impl DeleteCertificateRequest {
    /// With what is required, and nothing else.
    #[must_use]
    pub fn new(certificate_hash_data: CertificateHashData) -> Self {
        Self {
            certificate_hash_data,
            custom_data: None,
        }
    }
}

/// The response of [`DeleteCertificate`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct DeleteCertificateResponse {
    /// `status`.
    pub status: DeleteCertificateStatusEnum,
    /// `statusInfo`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status_info: Option<StatusInfo>,
    /// `customData`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub custom_data: Option<CustomData>,
}

impl DeleteCertificateResponse {
    /// With what is required, and nothing else.
    #[must_use]
    pub fn new(status: DeleteCertificateStatusEnum) -> Self {
        Self {
            status,
            status_info: None,
            custom_data: None,
        }
    }
}

/// Reports how a firmware update goes.
#[derive(Debug, Clone, Copy)]
pub struct FirmwareStatusNotification;

impl OcppAction for FirmwareStatusNotification {
    const NAME: &'static str = "FirmwareStatusNotification";
    const VERSION: Version = Version::V201;
    type Request = FirmwareStatusNotificationRequest;
    type Response = FirmwareStatusNotificationResponse;
}

/// The request of [`FirmwareStatusNotification`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct FirmwareStatusNotificationRequest {
    /// `status`.
    pub status: FirmwareStatusEnum,
    /// `requestId`.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "crate::types::integer::deserialize")]
    pub request_id: Option<i64>,
    /// `customData`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub custom_data: Option<CustomData>,
}

impl FirmwareStatusNotificationRequest {
    /// With what is required, and nothing else.
    #[must_use]
    pub fn new(status: FirmwareStatusEnum) -> Self {
        Self {
            status,
            request_id: None,
            custom_data: None,
        }
    }
}

/// The response of [`FirmwareStatusNotification`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Default)]
#[serde(rename_all = "camelCase")]
pub struct FirmwareStatusNotificationResponse {
    /// `customData`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub custom_data: Option<CustomData>,
}

/// Passes an EV's request for a contract certificate on.
#[derive(Debug, Clone, Copy)]
pub struct Get15118EVCertificate;

impl OcppAction for Get15118EVCertificate {
    const NAME: &'static str = "Get15118EVCertificate";
    const VERSION: Version = Version::V201;
    type Request = Get15118EVCertificateRequest;
    type Response = Get15118EVCertificateResponse;
}

/// The request of [`Get15118EVCertificate`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Get15118EVCertificateRequest {
    /// `iso15118SchemaVersion`: at most 50 characters.
    pub iso15118_schema_version: String,
    /// `action`.
    pub action: CertificateActionEnum,
    /// `exiRequest`: at most 5600 characters.
    pub exi_request: String,
    /// `customData`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub custom_data: Option<CustomData>,
}

impl Get15118EVCertificateRequest {
    /// With what is required, and nothing else.
    #[must_use]
    pub fn new(iso15118_schema_version: impl Into<String>, action: CertificateActionEnum, exi_request: impl Into<String>) -> Self {
        Self {
            iso15118_schema_version: iso15118_schema_version.into(),
            action,
            exi_request: exi_request.into(),
            custom_data: None,
        }
    }
}

/// The response of [`Get15118EVCertificate`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Get15118EVCertificateResponse {
    /// `status`.
    pub status: Iso15118EVCertificateStatusEnum,
    /// `exiResponse`: at most 5600 characters.
    pub exi_response: String,
    /// `statusInfo`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status_info: Option<StatusInfo>,
    /// `customData`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub custom_data: Option<CustomData>,
}

impl Get15118EVCertificateResponse {
    /// With what is required, and nothing else.
    #[must_use]
    pub fn new(status: Iso15118EVCertificateStatusEnum, exi_response: impl Into<String>) -> Self {
        Self {
            status,
            exi_response: exi_response.into(),
            status_info: None,
            custom_data: None,
        }
    }
}

/// Asks for one of the predefined reports about the device model.
#[derive(Debug, Clone, Copy)]
pub struct GetBaseReport;

impl OcppAction for GetBaseReport {
    const NAME: &'static str = "GetBaseReport";
    const VERSION: Version = Version::V201;
    type Request = GetBaseReportRequest;
    type Response = GetBaseReportResponse;
}

/// The request of [`GetBaseReport`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct GetBaseReportRequest {
    /// `requestId`.
    #[serde(deserialize_with = "crate::types::integer::deserialize")]
    pub request_id: i64,
    /// `reportBase`.
    pub report_base: ReportBaseEnum,
    /// `customData`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub custom_data: Option<CustomData>,
}

impl GetBaseReportRequest {
    /// With what is required, and nothing else.
    #[must_use]
    pub fn new(request_id: i64, report_base: ReportBaseEnum) -> Self {
        Self {
            request_id,
            report_base,
            custom_data: None,
        }
    }
}

/// The response of [`GetBaseReport`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct GetBaseReportResponse {
    /// `status`.
    pub status: GenericDeviceModelStatusEnum,
    /// `statusInfo`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status_info: Option<StatusInfo>,
    /// `customData`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub custom_data: Option<CustomData>,
}

impl GetBaseReportResponse {
    /// With what is required, and nothing else.
    #[must_use]
    pub fn new(status: GenericDeviceModelStatusEnum) -> Self {
        Self {
            status,
            status_info: None,
            custom_data: None,
        }
    }
}

/// Asks for the OCSP status of a certificate.
#[derive(Debug, Clone, Copy)]
pub struct GetCertificateStatus;

impl OcppAction for GetCertificateStatus {
    const NAME: &'static str = "GetCertificateStatus";
    const VERSION: Version = Version::V201;
    type Request = GetCertificateStatusRequest;
    type Response = GetCertificateStatusResponse;
}

/// The request of [`GetCertificateStatus`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct GetCertificateStatusRequest {
    /// `ocspRequestData`.
    pub ocsp_request_data: OCSPRequestData,
    /// `customData`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub custom_data: Option<CustomData>,
}

impl GetCertificateStatusRequest {
    /// With what is required, and nothing else.
    #[must_use]
    pub fn new(ocsp_request_data: OCSPRequestData) -> Self {
        Self {
            ocsp_request_data,
            custom_data: None,
        }
    }
}

/// The response of [`GetCertificateStatus`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct GetCertificateStatusResponse {
    /// `status`.
    pub status: GetCertificateStatusEnum,
    /// `ocspResult`: at most 5500 characters.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ocsp_result: Option<String>,
    /// `statusInfo`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status_info: Option<StatusInfo>,
    /// `customData`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub custom_data: Option<CustomData>,
}

impl GetCertificateStatusResponse {
    /// With what is required, and nothing else.
    #[must_use]
    pub fn new(status: GetCertificateStatusEnum) -> Self {
        Self {
            status,
            ocsp_result: None,
            status_info: None,
            custom_data: None,
        }
    }
}

/// Asks for the installed charging profiles that match.
#[derive(Debug, Clone, Copy)]
pub struct GetChargingProfiles;

impl OcppAction for GetChargingProfiles {
    const NAME: &'static str = "GetChargingProfiles";
    const VERSION: Version = Version::V201;
    type Request = GetChargingProfilesRequest;
    type Response = GetChargingProfilesResponse;
}

/// The request of [`GetChargingProfiles`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct GetChargingProfilesRequest {
    /// `requestId`.
    #[serde(deserialize_with = "crate::types::integer::deserialize")]
    pub request_id: i64,
    /// `chargingProfile`.
    pub charging_profile: ChargingProfileCriterion,
    /// `evseId`.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "crate::types::integer::deserialize")]
    pub evse_id: Option<i64>,
    /// `customData`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub custom_data: Option<CustomData>,
}

impl GetChargingProfilesRequest {
    /// With what is required, and nothing else.
    #[must_use]
    pub fn new(request_id: i64, charging_profile: ChargingProfileCriterion) -> Self {
        Self {
            request_id,
            charging_profile,
            evse_id: None,
            custom_data: None,
        }
    }
}

/// The response of [`GetChargingProfiles`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct GetChargingProfilesResponse {
    /// `status`.
    pub status: GetChargingProfileStatusEnum,
    /// `statusInfo`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status_info: Option<StatusInfo>,
    /// `customData`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub custom_data: Option<CustomData>,
}

impl GetChargingProfilesResponse {
    /// With what is required, and nothing else.
    #[must_use]
    pub fn new(status: GetChargingProfileStatusEnum) -> Self {
        Self {
            status,
            status_info: None,
            custom_data: None,
        }
    }
}

/// Asks which schedule results from all profiles of an EVSE.
#[derive(Debug, Clone, Copy)]
pub struct GetCompositeSchedule;

impl OcppAction for GetCompositeSchedule {
    const NAME: &'static str = "GetCompositeSchedule";
    const VERSION: Version = Version::V201;
    type Request = GetCompositeScheduleRequest;
    type Response = GetCompositeScheduleResponse;
}

/// The request of [`GetCompositeSchedule`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct GetCompositeScheduleRequest {
    /// `duration`.
    #[serde(deserialize_with = "crate::types::integer::deserialize")]
    pub duration: i64,
    /// `evseId`.
    #[serde(deserialize_with = "crate::types::integer::deserialize")]
    pub evse_id: i64,
    /// `chargingRateUnit`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub charging_rate_unit: Option<ChargingRateUnitEnum>,
    /// `customData`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub custom_data: Option<CustomData>,
}

impl GetCompositeScheduleRequest {
    /// With what is required, and nothing else.
    #[must_use]
    pub fn new(duration: i64, evse_id: i64) -> Self {
        Self {
            duration,
            evse_id,
            charging_rate_unit: None,
            custom_data: None,
        }
    }
}

/// The response of [`GetCompositeSchedule`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct GetCompositeScheduleResponse {
    /// `status`.
    pub status: GenericStatusEnum,
    /// `schedule`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub schedule: Option<CompositeSchedule>,
    /// `statusInfo`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status_info: Option<StatusInfo>,
    /// `customData`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub custom_data: Option<CustomData>,
}

impl GetCompositeScheduleResponse {
    /// With what is required, and nothing else.
    #[must_use]
    pub fn new(status: GenericStatusEnum) -> Self {
        Self {
            status,
            schedule: None,
            status_info: None,
            custom_data: None,
        }
    }
}

/// Asks for the display messages that match.
#[derive(Debug, Clone, Copy)]
pub struct GetDisplayMessages;

impl OcppAction for GetDisplayMessages {
    const NAME: &'static str = "GetDisplayMessages";
    const VERSION: Version = Version::V201;
    type Request = GetDisplayMessagesRequest;
    type Response = GetDisplayMessagesResponse;
}

/// The request of [`GetDisplayMessages`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct GetDisplayMessagesRequest {
    /// `requestId`.
    #[serde(deserialize_with = "crate::types::integer::deserialize")]
    pub request_id: i64,
    /// `id`: at least 1 items.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "crate::types::integer::deserialize")]
    pub id: Option<Vec<i64>>,
    /// `priority`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub priority: Option<MessagePriorityEnum>,
    /// `state`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub state: Option<MessageStateEnum>,
    /// `customData`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub custom_data: Option<CustomData>,
}

impl GetDisplayMessagesRequest {
    /// With what is required, and nothing else.
    #[must_use]
    pub fn new(request_id: i64) -> Self {
        Self {
            request_id,
            id: None,
            priority: None,
            state: None,
            custom_data: None,
        }
    }
}

/// The response of [`GetDisplayMessages`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct GetDisplayMessagesResponse {
    /// `status`.
    pub status: GetDisplayMessagesStatusEnum,
    /// `statusInfo`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status_info: Option<StatusInfo>,
    /// `customData`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub custom_data: Option<CustomData>,
}

impl GetDisplayMessagesResponse {
    /// With what is required, and nothing else.
    #[must_use]
    pub fn new(status: GetDisplayMessagesStatusEnum) -> Self {
        Self {
            status,
            status_info: None,
            custom_data: None,
        }
    }
}

/// Lists the installed certificates, of some uses or of all.
#[derive(Debug, Clone, Copy)]
pub struct GetInstalledCertificateIds;

impl OcppAction for GetInstalledCertificateIds {
    const NAME: &'static str = "GetInstalledCertificateIds";
    const VERSION: Version = Version::V201;
    type Request = GetInstalledCertificateIdsRequest;
    type Response = GetInstalledCertificateIdsResponse;
}

/// The request of [`GetInstalledCertificateIds`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Default)]
#[serde(rename_all = "camelCase")]
pub struct GetInstalledCertificateIdsRequest {
    /// `certificateType`: at least 1 items.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub certificate_type: Option<Vec<GetCertificateIdUseEnum>>,
    /// `customData`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub custom_data: Option<CustomData>,
}

/// The response of [`GetInstalledCertificateIds`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct GetInstalledCertificateIdsResponse {
    /// `status`.
    pub status: GetInstalledCertificateStatusEnum,
    /// `certificateHashDataChain`: at least 1 items.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub certificate_hash_data_chain: Option<Vec<CertificateHashDataChain>>,
    /// `statusInfo`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status_info: Option<StatusInfo>,
    /// `customData`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub custom_data: Option<CustomData>,
}

impl GetInstalledCertificateIdsResponse {
    /// With what is required, and nothing else.
    #[must_use]
    pub fn new(status: GetInstalledCertificateStatusEnum) -> Self {
        Self {
            status,
            certificate_hash_data_chain: None,
            status_info: None,
            custom_data: None,
        }
    }
}

/// Asks for the version number of the local authorization list.
#[derive(Debug, Clone, Copy)]
pub struct GetLocalListVersion;

impl OcppAction for GetLocalListVersion {
    const NAME: &'static str = "GetLocalListVersion";
    const VERSION: Version = Version::V201;
    type Request = GetLocalListVersionRequest;
    type Response = GetLocalListVersionResponse;
}

/// The request of [`GetLocalListVersion`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Default)]
#[serde(rename_all = "camelCase")]
pub struct GetLocalListVersionRequest {
    /// `customData`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub custom_data: Option<CustomData>,
}

/// The response of [`GetLocalListVersion`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct GetLocalListVersionResponse {
    /// `versionNumber`.
    #[serde(deserialize_with = "crate::types::integer::deserialize")]
    pub version_number: i64,
    /// `customData`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub custom_data: Option<CustomData>,
}

impl GetLocalListVersionResponse {
    /// With what is required, and nothing else.
    #[must_use]
    pub fn new(version_number: i64) -> Self {
        Self {
            version_number,
            custom_data: None,
        }
    }
}

/// Asks for an upload of a log.
#[derive(Debug, Clone, Copy)]
pub struct GetLog;

impl OcppAction for GetLog {
    const NAME: &'static str = "GetLog";
    const VERSION: Version = Version::V201;
    type Request = GetLogRequest;
    type Response = GetLogResponse;
}

/// The request of [`GetLog`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct GetLogRequest {
    /// `log`.
    pub log: LogParameters,
    /// `logType`.
    pub log_type: LogEnum,
    /// `requestId`.
    #[serde(deserialize_with = "crate::types::integer::deserialize")]
    pub request_id: i64,
    /// `retries`.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "crate::types::integer::deserialize")]
    pub retries: Option<i64>,
    /// `retryInterval`.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "crate::types::integer::deserialize")]
    pub retry_interval: Option<i64>,
    /// `customData`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub custom_data: Option<CustomData>,
}

impl GetLogRequest {
    /// With what is required, and nothing else.
    #[must_use]
    pub fn new(log: LogParameters, log_type: LogEnum, request_id: i64) -> Self {
        Self {
            log,
            log_type,
            request_id,
            retries: None,
            retry_interval: None,
            custom_data: None,
        }
    }
}

/// The response of [`GetLog`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct GetLogResponse {
    /// `status`.
    pub status: LogStatusEnum,
    /// `filename`: at most 255 characters.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub filename: Option<String>,
    /// `statusInfo`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status_info: Option<StatusInfo>,
    /// `customData`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub custom_data: Option<CustomData>,
}

impl GetLogResponse {
    /// With what is required, and nothing else.
    #[must_use]
    pub fn new(status: LogStatusEnum) -> Self {
        Self {
            status,
            filename: None,
            status_info: None,
            custom_data: None,
        }
    }
}

/// Asks for a report about the monitors that match.
#[derive(Debug, Clone, Copy)]
pub struct GetMonitoringReport;

impl OcppAction for GetMonitoringReport {
    const NAME: &'static str = "GetMonitoringReport";
    const VERSION: Version = Version::V201;
    type Request = GetMonitoringReportRequest;
    type Response = GetMonitoringReportResponse;
}

/// The request of [`GetMonitoringReport`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct GetMonitoringReportRequest {
    /// `requestId`.
    #[serde(deserialize_with = "crate::types::integer::deserialize")]
    pub request_id: i64,
    /// `componentVariable`: at least 1 items.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub component_variable: Option<Vec<ComponentVariable>>,
    /// `monitoringCriteria`: 1 to 3 items.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub monitoring_criteria: Option<Vec<MonitoringCriterionEnum>>,
    /// `customData`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub custom_data: Option<CustomData>,
}

impl GetMonitoringReportRequest {
    /// With what is required, and nothing else.
    #[must_use]
    pub fn new(request_id: i64) -> Self {
        Self {
            request_id,
            component_variable: None,
            monitoring_criteria: None,
            custom_data: None,
        }
    }
}

/// The response of [`GetMonitoringReport`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct GetMonitoringReportResponse {
    /// `status`.
    pub status: GenericDeviceModelStatusEnum,
    /// `statusInfo`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status_info: Option<StatusInfo>,
    /// `customData`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub custom_data: Option<CustomData>,
}

impl GetMonitoringReportResponse {
    /// With what is required, and nothing else.
    #[must_use]
    pub fn new(status: GenericDeviceModelStatusEnum) -> Self {
        Self {
            status,
            status_info: None,
            custom_data: None,
        }
    }
}

/// Asks for a report about the components and variables that match.
#[derive(Debug, Clone, Copy)]
pub struct GetReport;

impl OcppAction for GetReport {
    const NAME: &'static str = "GetReport";
    const VERSION: Version = Version::V201;
    type Request = GetReportRequest;
    type Response = GetReportResponse;
}

/// The request of [`GetReport`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct GetReportRequest {
    /// `requestId`.
    #[serde(deserialize_with = "crate::types::integer::deserialize")]
    pub request_id: i64,
    /// `componentCriteria`: 1 to 4 items.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub component_criteria: Option<Vec<ComponentCriterionEnum>>,
    /// `componentVariable`: at least 1 items.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub component_variable: Option<Vec<ComponentVariable>>,
    /// `customData`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub custom_data: Option<CustomData>,
}

impl GetReportRequest {
    /// With what is required, and nothing else.
    #[must_use]
    pub fn new(request_id: i64) -> Self {
        Self {
            request_id,
            component_criteria: None,
            component_variable: None,
            custom_data: None,
        }
    }
}

/// The response of [`GetReport`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct GetReportResponse {
    /// `status`.
    pub status: GenericDeviceModelStatusEnum,
    /// `statusInfo`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status_info: Option<StatusInfo>,
    /// `customData`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub custom_data: Option<CustomData>,
}

impl GetReportResponse {
    /// With what is required, and nothing else.
    #[must_use]
    pub fn new(status: GenericDeviceModelStatusEnum) -> Self {
        Self {
            status,
            status_info: None,
            custom_data: None,
        }
    }
}

/// Asks whether a transaction still runs and whether messages wait to be sent.
#[derive(Debug, Clone, Copy)]
pub struct GetTransactionStatus;

impl OcppAction for GetTransactionStatus {
    const NAME: &'static str = "GetTransactionStatus";
    const VERSION: Version = Version::V201;
    type Request = GetTransactionStatusRequest;
    type Response = GetTransactionStatusResponse;
}

/// The request of [`GetTransactionStatus`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Default)]
#[serde(rename_all = "camelCase")]
pub struct GetTransactionStatusRequest {
    /// `transactionId`: at most 36 characters.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub transaction_id: Option<String>,
    /// `customData`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub custom_data: Option<CustomData>,
}

/// The response of [`GetTransactionStatus`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct GetTransactionStatusResponse {
    /// `messagesInQueue`.
    pub messages_in_queue: bool,
    /// `ongoingIndicator`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ongoing_indicator: Option<bool>,
    /// `customData`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub custom_data: Option<CustomData>,
}

impl GetTransactionStatusResponse {
    /// With what is required, and nothing else.
    #[must_use]
    pub fn new(messages_in_queue: bool) -> Self {
        Self {
            messages_in_queue,
            ongoing_indicator: None,
            custom_data: None,
        }
    }
}

/// Reads variables of components.
#[derive(Debug, Clone, Copy)]
pub struct GetVariables;

impl OcppAction for GetVariables {
    const NAME: &'static str = "GetVariables";
    const VERSION: Version = Version::V201;
    type Request = GetVariablesRequest;
    type Response = GetVariablesResponse;
}

/// The request of [`GetVariables`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct GetVariablesRequest {
    /// `getVariableData`: at least 1 items.
    pub get_variable_data: Vec<GetVariableData>,
    /// `customData`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub custom_data: Option<CustomData>,
}

impl GetVariablesRequest {
    /// With what is required, and nothing else.
    #[must_use]
    pub fn new(get_variable_data: Vec<GetVariableData>) -> Self {
        Self {
            get_variable_data,
            custom_data: None,
        }
    }
}

/// The response of [`GetVariables`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct GetVariablesResponse {
    /// `getVariableResult`: at least 1 items.
    pub get_variable_result: Vec<GetVariableResult>,
    /// `customData`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub custom_data: Option<CustomData>,
}

impl GetVariablesResponse {
    /// With what is required, and nothing else.
    #[must_use]
    pub fn new(get_variable_result: Vec<GetVariableResult>) -> Self {
        Self {
            get_variable_result,
            custom_data: None,
        }
    }
}

/// Shows that the charging station is alive, and gives it the time.
#[derive(Debug, Clone, Copy)]
pub struct Heartbeat;

impl OcppAction for Heartbeat {
    const NAME: &'static str = "Heartbeat";
    const VERSION: Version = Version::V201;
    type Request = HeartbeatRequest;
    type Response = HeartbeatResponse;
}

/// The request of [`Heartbeat`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Default)]
#[serde(rename_all = "camelCase")]
pub struct HeartbeatRequest {
    /// `customData`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub custom_data: Option<CustomData>,
}

/// The response of [`Heartbeat`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct HeartbeatResponse {
    /// `currentTime`.
    pub current_time: DateTime,
    /// `customData`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub custom_data: Option<CustomData>,
}

impl HeartbeatResponse {
    /// With what is required, and nothing else.
    #[must_use]
    pub fn new(current_time: impl Into<String>) -> Self {
        Self {
            current_time: current_time.into(),
            custom_data: None,
        }
    }
}

/// Installs a root certificate.
#[derive(Debug, Clone, Copy)]
pub struct InstallCertificate;

impl OcppAction for InstallCertificate {
    const NAME: &'static str = "InstallCertificate";
    const VERSION: Version = Version::V201;
    type Request = InstallCertificateRequest;
    type Response = InstallCertificateResponse;
}

/// The request of [`InstallCertificate`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct InstallCertificateRequest {
    /// `certificateType`.
    pub certificate_type: InstallCertificateUseEnum,
    /// `certificate`: at most 5500 characters.
    pub certificate: String,
    /// `customData`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub custom_data: Option<CustomData>,
}

impl InstallCertificateRequest {
    /// With what is required, and nothing else.
    #[must_use]
    pub fn new(certificate_type: InstallCertificateUseEnum, certificate: impl Into<String>) -> Self {
        Self {
            certificate_type,
            certificate: certificate.into(),
            custom_data: None,
        }
    }
}

/// The response of [`InstallCertificate`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct InstallCertificateResponse {
    /// `status`.
    pub status: InstallCertificateStatusEnum,
    /// `statusInfo`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status_info: Option<StatusInfo>,
    /// `customData`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub custom_data: Option<CustomData>,
}

impl InstallCertificateResponse {
    /// With what is required, and nothing else.
    #[must_use]
    pub fn new(status: InstallCertificateStatusEnum) -> Self {
        Self {
            status,
            status_info: None,
            custom_data: None,
        }
    }
}

/// Reports how the upload of a log goes.
#[derive(Debug, Clone, Copy)]
pub struct LogStatusNotification;

impl OcppAction for LogStatusNotification {
    const NAME: &'static str = "LogStatusNotification";
    const VERSION: Version = Version::V201;
    type Request = LogStatusNotificationRequest;
    type Response = LogStatusNotificationResponse;
}

/// The request of [`LogStatusNotification`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct LogStatusNotificationRequest {
    /// `status`.
    pub status: UploadLogStatusEnum,
    /// `requestId`.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "crate::types::integer::deserialize")]
    pub request_id: Option<i64>,
    /// `customData`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub custom_data: Option<CustomData>,
}

impl LogStatusNotificationRequest {
    /// With what is required, and nothing else.
    #[must_use]
    pub fn new(status: UploadLogStatusEnum) -> Self {
        Self {
            status,
            request_id: None,
            custom_data: None,
        }
    }
}

/// The response of [`LogStatusNotification`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Default)]
#[serde(rename_all = "camelCase")]
pub struct LogStatusNotificationResponse {
    /// `customData`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub custom_data: Option<CustomData>,
}

/// Reports meter readings that belong to no transaction.
#[derive(Debug, Clone, Copy)]
pub struct MeterValues;

impl OcppAction for MeterValues {
    const NAME: &'static str = "MeterValues";
    const VERSION: Version = Version::V201;
    type Request = MeterValuesRequest;
    type Response = MeterValuesResponse;
}

/// The request of [`MeterValues`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct MeterValuesRequest {
    /// `evseId`.
    #[serde(deserialize_with = "crate::types::integer::deserialize")]
    pub evse_id: i64,
    /// `meterValue`: at least 1 items.
    pub meter_value: Vec<MeterValue>,
    /// `customData`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub custom_data: Option<CustomData>,
}

impl MeterValuesRequest {
    /// With what is required, and nothing else.
    #[must_use]
    pub fn new(evse_id: i64, meter_value: Vec<MeterValue>) -> Self {
        Self {
            evse_id,
            meter_value,
            custom_data: None,
        }
    }
}

/// The response of [`MeterValues`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Default)]
#[serde(rename_all = "camelCase")]
pub struct MeterValuesResponse {
    /// `customData`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub custom_data: Option<CustomData>,
}

/// Reports a charging limit that another source has set.
#[derive(Debug, Clone, Copy)]
pub struct NotifyChargingLimit;

impl OcppAction for NotifyChargingLimit {
    const NAME: &'static str = "NotifyChargingLimit";
    const VERSION: Version = Version::V201;
    type Request = NotifyChargingLimitRequest;
    type Response = NotifyChargingLimitResponse;
}

/// The request of [`NotifyChargingLimit`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct NotifyChargingLimitRequest {
    /// `chargingLimit`.
    pub charging_limit: ChargingLimit,
    /// `chargingSchedule`: at least 1 items.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub charging_schedule: Option<Vec<ChargingSchedule>>,
    /// `evseId`.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "crate::types::integer::deserialize")]
    pub evse_id: Option<i64>,
    /// `customData`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub custom_data: Option<CustomData>,
}

impl NotifyChargingLimitRequest {
    /// With what is required, and nothing else.
    #[must_use]
    pub fn new(charging_limit: ChargingLimit) -> Self {
        Self {
            charging_limit,
            charging_schedule: None,
            evse_id: None,
            custom_data: None,
        }
    }
}

/// The response of [`NotifyChargingLimit`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Default)]
#[serde(rename_all = "camelCase")]
pub struct NotifyChargingLimitResponse {
    /// `customData`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub custom_data: Option<CustomData>,
}

/// Delivers one part of the stored data about a customer.
#[derive(Debug, Clone, Copy)]
pub struct NotifyCustomerInformation;

impl OcppAction for NotifyCustomerInformation {
    const NAME: &'static str = "NotifyCustomerInformation";
    const VERSION: Version = Version::V201;
    type Request = NotifyCustomerInformationRequest;
    type Response = NotifyCustomerInformationResponse;
}

/// The request of [`NotifyCustomerInformation`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct NotifyCustomerInformationRequest {
    /// `data`: at most 512 characters.
    pub data: String,
    /// `seqNo`.
    #[serde(deserialize_with = "crate::types::integer::deserialize")]
    pub seq_no: i64,
    /// `generatedAt`.
    pub generated_at: DateTime,
    /// `requestId`.
    #[serde(deserialize_with = "crate::types::integer::deserialize")]
    pub request_id: i64,
    /// `tbc`: `false` if absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tbc: Option<bool>,
    /// `customData`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub custom_data: Option<CustomData>,
}

impl NotifyCustomerInformationRequest {
    /// With what is required, and nothing else.
    #[must_use]
    pub fn new(data: impl Into<String>, seq_no: i64, generated_at: impl Into<String>, request_id: i64) -> Self {
        Self {
            data: data.into(),
            seq_no,
            generated_at: generated_at.into(),
            request_id,
            tbc: None,
            custom_data: None,
        }
    }
}

/// The response of [`NotifyCustomerInformation`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Default)]
#[serde(rename_all = "camelCase")]
pub struct NotifyCustomerInformationResponse {
    /// `customData`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub custom_data: Option<CustomData>,
}

/// Delivers one part of the list of display messages.
#[derive(Debug, Clone, Copy)]
pub struct NotifyDisplayMessages;

impl OcppAction for NotifyDisplayMessages {
    const NAME: &'static str = "NotifyDisplayMessages";
    const VERSION: Version = Version::V201;
    type Request = NotifyDisplayMessagesRequest;
    type Response = NotifyDisplayMessagesResponse;
}

/// The request of [`NotifyDisplayMessages`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct NotifyDisplayMessagesRequest {
    /// `requestId`.
    #[serde(deserialize_with = "crate::types::integer::deserialize")]
    pub request_id: i64,
    /// `messageInfo`: at least 1 items.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub message_info: Option<Vec<MessageInfo>>,
    /// `tbc`: `false` if absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tbc: Option<bool>,
    /// `customData`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub custom_data: Option<CustomData>,
}

impl NotifyDisplayMessagesRequest {
    /// With what is required, and nothing else.
    #[must_use]
    pub fn new(request_id: i64) -> Self {
        Self {
            request_id,
            message_info: None,
            tbc: None,
            custom_data: None,
        }
    }
}

/// The response of [`NotifyDisplayMessages`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Default)]
#[serde(rename_all = "camelCase")]
pub struct NotifyDisplayMessagesResponse {
    /// `customData`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub custom_data: Option<CustomData>,
}

/// Reports what the EV needs for its charging session.
#[derive(Debug, Clone, Copy)]
pub struct NotifyEVChargingNeeds;

impl OcppAction for NotifyEVChargingNeeds {
    const NAME: &'static str = "NotifyEVChargingNeeds";
    const VERSION: Version = Version::V201;
    type Request = NotifyEVChargingNeedsRequest;
    type Response = NotifyEVChargingNeedsResponse;
}

/// The request of [`NotifyEVChargingNeeds`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct NotifyEVChargingNeedsRequest {
    /// `chargingNeeds`.
    pub charging_needs: ChargingNeeds,
    /// `evseId`.
    #[serde(deserialize_with = "crate::types::integer::deserialize")]
    pub evse_id: i64,
    /// `maxScheduleTuples`.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "crate::types::integer::deserialize")]
    pub max_schedule_tuples: Option<i64>,
    /// `customData`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub custom_data: Option<CustomData>,
}

impl NotifyEVChargingNeedsRequest {
    /// With what is required, and nothing else.
    #[must_use]
    pub fn new(charging_needs: ChargingNeeds, evse_id: i64) -> Self {
        Self {
            charging_needs,
            evse_id,
            max_schedule_tuples: None,
            custom_data: None,
        }
    }
}

/// The response of [`NotifyEVChargingNeeds`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct NotifyEVChargingNeedsResponse {
    /// `status`.
    pub status: NotifyEVChargingNeedsStatusEnum,
    /// `statusInfo`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status_info: Option<StatusInfo>,
    /// `customData`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub custom_data: Option<CustomData>,
}

impl NotifyEVChargingNeedsResponse {
    /// With what is required, and nothing else.
    #[must_use]
    pub fn new(status: NotifyEVChargingNeedsStatusEnum) -> Self {
        Self {
            status,
            status_info: None,
            custom_data: None,
        }
    }
}

/// Reports the schedule that the EV intends to follow.
#[derive(Debug, Clone, Copy)]
pub struct NotifyEVChargingSchedule;

impl OcppAction for NotifyEVChargingSchedule {
    const NAME: &'static str = "NotifyEVChargingSchedule";
    const VERSION: Version = Version::V201;
    type Request = NotifyEVChargingScheduleRequest;
    type Response = NotifyEVChargingScheduleResponse;
}

/// The request of [`NotifyEVChargingSchedule`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct NotifyEVChargingScheduleRequest {
    /// `timeBase`.
    pub time_base: DateTime,
    /// `chargingSchedule`.
    pub charging_schedule: ChargingSchedule,
    /// `evseId`.
    #[serde(deserialize_with = "crate::types::integer::deserialize")]
    pub evse_id: i64,
    /// `customData`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub custom_data: Option<CustomData>,
}

impl NotifyEVChargingScheduleRequest {
    /// With what is required, and nothing else.
    #[must_use]
    pub fn new(time_base: impl Into<String>, charging_schedule: ChargingSchedule, evse_id: i64) -> Self {
        Self {
            time_base: time_base.into(),
            charging_schedule,
            evse_id,
            custom_data: None,
        }
    }
}

/// The response of [`NotifyEVChargingSchedule`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct NotifyEVChargingScheduleResponse {
    /// `status`.
    pub status: GenericStatusEnum,
    /// `statusInfo`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status_info: Option<StatusInfo>,
    /// `customData`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub custom_data: Option<CustomData>,
}

impl NotifyEVChargingScheduleResponse {
    /// With what is required, and nothing else.
    #[must_use]
    pub fn new(status: GenericStatusEnum) -> Self {
        Self {
            status,
            status_info: None,
            custom_data: None,
        }
    }
}

/// Reports events of monitored components and variables.
#[derive(Debug, Clone, Copy)]
pub struct NotifyEvent;

impl OcppAction for NotifyEvent {
    const NAME: &'static str = "NotifyEvent";
    const VERSION: Version = Version::V201;
    type Request = NotifyEventRequest;
    type Response = NotifyEventResponse;
}

/// The request of [`NotifyEvent`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct NotifyEventRequest {
    /// `generatedAt`.
    pub generated_at: DateTime,
    /// `seqNo`.
    #[serde(deserialize_with = "crate::types::integer::deserialize")]
    pub seq_no: i64,
    /// `eventData`: at least 1 items.
    pub event_data: Vec<EventData>,
    /// `tbc`: `false` if absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tbc: Option<bool>,
    /// `customData`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub custom_data: Option<CustomData>,
}

impl NotifyEventRequest {
    /// With what is required, and nothing else.
    #[must_use]
    pub fn new(generated_at: impl Into<String>, seq_no: i64, event_data: Vec<EventData>) -> Self {
        Self {
            generated_at: generated_at.into(),
            seq_no,
            event_data,
            tbc: None,
            custom_data: None,
        }
    }
}

/// The response of [`NotifyEvent`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Default)]
#[serde(rename_all = "camelCase")]
pub struct NotifyEventResponse {
    /// `customData`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub custom_data: Option<CustomData>,
}

/// Delivers one part of a report about monitors.
#[derive(Debug, Clone, Copy)]
pub struct NotifyMonitoringReport;

impl OcppAction for NotifyMonitoringReport {
    const NAME: &'static str = "NotifyMonitoringReport";
    const VERSION: Version = Version::V201;
    type Request = NotifyMonitoringReportRequest;
    type Response = NotifyMonitoringReportResponse;
}

/// The request of [`NotifyMonitoringReport`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct NotifyMonitoringReportRequest {
    /// `requestId`.
    #[serde(deserialize_with = "crate::types::integer::deserialize")]
    pub request_id: i64,
    /// `seqNo`.
    #[serde(deserialize_with = "crate::types::integer::deserialize")]
    pub seq_no: i64,
    /// `generatedAt`.
    pub generated_at: DateTime,
    /// `monitor`: at least 1 items.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub monitor: Option<Vec<MonitoringData>>,
    /// `tbc`: `false` if absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tbc: Option<bool>,
    /// `customData`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub custom_data: Option<CustomData>,
}

impl NotifyMonitoringReportRequest {
    /// With what is required, and nothing else.
    #[must_use]
    pub fn new(request_id: i64, seq_no: i64, generated_at: impl Into<String>) -> Self {
        Self {
            request_id,
            seq_no,
            generated_at: generated_at.into(),
            monitor: None,
            tbc: None,
            custom_data: None,
        }
    }
}

/// The response of [`NotifyMonitoringReport`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Default)]
#[serde(rename_all = "camelCase")]
pub struct NotifyMonitoringReportResponse {
    /// `customData`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub custom_data: Option<CustomData>,
}

/// Delivers one part of a report about the device model.
#[derive(Debug, Clone, Copy)]
pub struct NotifyReport;

impl OcppAction for NotifyReport {
    const NAME: &'static str = "NotifyReport";
    const VERSION: Version = Version::V201;
    type Request = NotifyReportRequest;
    type Response = NotifyReportResponse;
}

/// The request of [`NotifyReport`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct NotifyReportRequest {
    /// `requestId`.
    #[serde(deserialize_with = "crate::types::integer::deserialize")]
    pub request_id: i64,
    /// `generatedAt`.
    pub generated_at: DateTime,
    /// `seqNo`.
    #[serde(deserialize_with = "crate::types::integer::deserialize")]
    pub seq_no: i64,
    /// `reportData`: at least 1 items.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub report_data: Option<Vec<ReportData>>,
    /// `tbc`: `false` if absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tbc: Option<bool>,
    /// `customData`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub custom_data: Option<CustomData>,
}

impl NotifyReportRequest {
    /// With what is required, and nothing else.
    #[must_use]
    pub fn new(request_id: i64, generated_at: impl Into<String>, seq_no: i64) -> Self {
        Self {
            request_id,
            generated_at: generated_at.into(),
            seq_no,
            report_data: None,
            tbc: None,
            custom_data: None,
        }
    }
}

/// The response of [`NotifyReport`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Default)]
#[serde(rename_all = "camelCase")]
pub struct NotifyReportResponse {
    /// `customData`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub custom_data: Option<CustomData>,
}

/// Asks a local controller to download a firmware and to offer it to its stations.
#[derive(Debug, Clone, Copy)]
pub struct PublishFirmware;

impl OcppAction for PublishFirmware {
    const NAME: &'static str = "PublishFirmware";
    const VERSION: Version = Version::V201;
    type Request = PublishFirmwareRequest;
    type Response = PublishFirmwareResponse;
}

/// The request of [`PublishFirmware`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct PublishFirmwareRequest {
    /// `location`: at most 512 characters.
    pub location: String,
    /// `checksum`: at most 32 characters.
    pub checksum: String,
    /// `requestId`.
    #[serde(deserialize_with = "crate::types::integer::deserialize")]
    pub request_id: i64,
    /// `retries`.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "crate::types::integer::deserialize")]
    pub retries: Option<i64>,
    /// `retryInterval`.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "crate::types::integer::deserialize")]
    pub retry_interval: Option<i64>,
    /// `customData`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub custom_data: Option<CustomData>,
}

impl PublishFirmwareRequest {
    /// With what is required, and nothing else.
    #[must_use]
    pub fn new(location: impl Into<String>, checksum: impl Into<String>, request_id: i64) -> Self {
        Self {
            location: location.into(),
            checksum: checksum.into(),
            request_id,
            retries: None,
            retry_interval: None,
            custom_data: None,
        }
    }
}

/// The response of [`PublishFirmware`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct PublishFirmwareResponse {
    /// `status`.
    pub status: GenericStatusEnum,
    /// `statusInfo`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status_info: Option<StatusInfo>,
    /// `customData`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub custom_data: Option<CustomData>,
}

impl PublishFirmwareResponse {
    /// With what is required, and nothing else.
    #[must_use]
    pub fn new(status: GenericStatusEnum) -> Self {
        Self {
            status,
            status_info: None,
            custom_data: None,
        }
    }
}

/// Reports how a local controller's firmware publication goes.
#[derive(Debug, Clone, Copy)]
pub struct PublishFirmwareStatusNotification;

impl OcppAction for PublishFirmwareStatusNotification {
    const NAME: &'static str = "PublishFirmwareStatusNotification";
    const VERSION: Version = Version::V201;
    type Request = PublishFirmwareStatusNotificationRequest;
    type Response = PublishFirmwareStatusNotificationResponse;
}

/// The request of [`PublishFirmwareStatusNotification`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct PublishFirmwareStatusNotificationRequest {
    /// `status`.
    pub status: PublishFirmwareStatusEnum,
    /// `location`: at least 1 items, each at most 512 characters.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub location: Option<Vec<String>>,
    /// `requestId`.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "crate::types::integer::deserialize")]
    pub request_id: Option<i64>,
    /// `customData`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub custom_data: Option<CustomData>,
}

impl PublishFirmwareStatusNotificationRequest {
    /// With what is required, and nothing else.
    #[must_use]
    pub fn new(status: PublishFirmwareStatusEnum) -> Self {
        Self {
            status,
            location: None,
            request_id: None,
            custom_data: None,
        }
    }
}

/// The response of [`PublishFirmwareStatusNotification`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Default)]
#[serde(rename_all = "camelCase")]
pub struct PublishFirmwareStatusNotificationResponse {
    /// `customData`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub custom_data: Option<CustomData>,
}

/// Delivers one part of the list of installed charging profiles.
#[derive(Debug, Clone, Copy)]
pub struct ReportChargingProfiles;

impl OcppAction for ReportChargingProfiles {
    const NAME: &'static str = "ReportChargingProfiles";
    const VERSION: Version = Version::V201;
    type Request = ReportChargingProfilesRequest;
    type Response = ReportChargingProfilesResponse;
}

/// The request of [`ReportChargingProfiles`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ReportChargingProfilesRequest {
    /// `requestId`.
    #[serde(deserialize_with = "crate::types::integer::deserialize")]
    pub request_id: i64,
    /// `chargingLimitSource`.
    pub charging_limit_source: ChargingLimitSourceEnum,
    /// `chargingProfile`: at least 1 items.
    pub charging_profile: Vec<ChargingProfile>,
    /// `evseId`.
    #[serde(deserialize_with = "crate::types::integer::deserialize")]
    pub evse_id: i64,
    /// `tbc`: `false` if absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tbc: Option<bool>,
    /// `customData`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub custom_data: Option<CustomData>,
}

impl ReportChargingProfilesRequest {
    /// With what is required, and nothing else.
    #[must_use]
    pub fn new(request_id: i64, charging_limit_source: ChargingLimitSourceEnum, charging_profile: Vec<ChargingProfile>, evse_id: i64) -> Self {
        Self {
            request_id,
            charging_limit_source,
            charging_profile,
            evse_id,
            tbc: None,
            custom_data: None,
        }
    }
}

/// The response of [`ReportChargingProfiles`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Default)]
#[serde(rename_all = "camelCase")]
pub struct ReportChargingProfilesResponse {
    /// `customData`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub custom_data: Option<CustomData>,
}

/// Asks the charging station to start a transaction for an idToken.
#[derive(Debug, Clone, Copy)]
pub struct RequestStartTransaction;

impl OcppAction for RequestStartTransaction {
    const NAME: &'static str = "RequestStartTransaction";
    const VERSION: Version = Version::V201;
    type Request = RequestStartTransactionRequest;
    type Response = RequestStartTransactionResponse;
}

/// The request of [`RequestStartTransaction`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct RequestStartTransactionRequest {
    /// `idToken`.
    pub id_token: IdToken,
    /// `remoteStartId`.
    #[serde(deserialize_with = "crate::types::integer::deserialize")]
    pub remote_start_id: i64,
    /// `chargingProfile`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub charging_profile: Option<ChargingProfile>,
    /// `evseId`.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "crate::types::integer::deserialize")]
    pub evse_id: Option<i64>,
    /// `groupIdToken`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub group_id_token: Option<IdToken>,
    /// `customData`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub custom_data: Option<CustomData>,
}

impl RequestStartTransactionRequest {
    /// With what is required, and nothing else.
    #[must_use]
    pub fn new(id_token: IdToken, remote_start_id: i64) -> Self {
        Self {
            id_token,
            remote_start_id,
            charging_profile: None,
            evse_id: None,
            group_id_token: None,
            custom_data: None,
        }
    }
}

/// The response of [`RequestStartTransaction`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct RequestStartTransactionResponse {
    /// `status`.
    pub status: RequestStartStopStatusEnum,
    /// `statusInfo`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status_info: Option<StatusInfo>,
    /// `transactionId`: at most 36 characters.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub transaction_id: Option<String>,
    /// `customData`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub custom_data: Option<CustomData>,
}

impl RequestStartTransactionResponse {
    /// With what is required, and nothing else.
    #[must_use]
    pub fn new(status: RequestStartStopStatusEnum) -> Self {
        Self {
            status,
            status_info: None,
            transaction_id: None,
            custom_data: None,
        }
    }
}

/// Asks the charging station to stop a transaction.
#[derive(Debug, Clone, Copy)]
pub struct RequestStopTransaction;

impl OcppAction for RequestStopTransaction {
    const NAME: &'static str = "RequestStopTransaction";
    const VERSION: Version = Version::V201;
    type Request = RequestStopTransactionRequest;
    type Response = RequestStopTransactionResponse;
}

/// The request of [`RequestStopTransaction`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct RequestStopTransactionRequest {
    /// `transactionId`: at most 36 characters.
    pub transaction_id: String,
    /// `customData`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub custom_data: Option<CustomData>,
}

impl RequestStopTransactionRequest {
    /// With what is required, and nothing else.
    #[must_use]
    pub fn new(transaction_id: impl Into<String>) -> Self {
        Self {
            transaction_id: transaction_id.into(),
            custom_data: None,
        }
    }
}

/// The response of [`RequestStopTransaction`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct RequestStopTransactionResponse {
    /// `status`.
    pub status: RequestStartStopStatusEnum,
    /// `statusInfo`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status_info: Option<StatusInfo>,
    /// `customData`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub custom_data: Option<CustomData>,
}

impl RequestStopTransactionResponse {
    /// With what is required, and nothing else.
    #[must_use]
    pub fn new(status: RequestStartStopStatusEnum) -> Self {
        Self {
            status,
            status_info: None,
            custom_data: None,
        }
    }
}

/// Reports that a reservation is over.
#[derive(Debug, Clone, Copy)]
pub struct ReservationStatusUpdate;

impl OcppAction for ReservationStatusUpdate {
    const NAME: &'static str = "ReservationStatusUpdate";
    const VERSION: Version = Version::V201;
    type Request = ReservationStatusUpdateRequest;
    type Response = ReservationStatusUpdateResponse;
}

/// The request of [`ReservationStatusUpdate`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ReservationStatusUpdateRequest {
    /// `reservationId`.
    #[serde(deserialize_with = "crate::types::integer::deserialize")]
    pub reservation_id: i64,
    /// `reservationUpdateStatus`.
    pub reservation_update_status: ReservationUpdateStatusEnum,
    /// `customData`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub custom_data: Option<CustomData>,
}

impl ReservationStatusUpdateRequest {
    /// With what is required, and nothing else.
    #[must_use]
    pub fn new(reservation_id: i64, reservation_update_status: ReservationUpdateStatusEnum) -> Self {
        Self {
            reservation_id,
            reservation_update_status,
            custom_data: None,
        }
    }
}

/// The response of [`ReservationStatusUpdate`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Default)]
#[serde(rename_all = "camelCase")]
pub struct ReservationStatusUpdateResponse {
    /// `customData`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub custom_data: Option<CustomData>,
}

/// Reserves an EVSE, or any EVSE, for an idToken until a time.
#[derive(Debug, Clone, Copy)]
pub struct ReserveNow;

impl OcppAction for ReserveNow {
    const NAME: &'static str = "ReserveNow";
    const VERSION: Version = Version::V201;
    type Request = ReserveNowRequest;
    type Response = ReserveNowResponse;
}

/// The request of [`ReserveNow`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ReserveNowRequest {
    /// `id`.
    #[serde(deserialize_with = "crate::types::integer::deserialize")]
    pub id: i64,
    /// `expiryDateTime`.
    pub expiry_date_time: DateTime,
    /// `idToken`.
    pub id_token: IdToken,
    /// `connectorType`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub connector_type: Option<ConnectorEnum>,
    /// `evseId`.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "crate::types::integer::deserialize")]
    pub evse_id: Option<i64>,
    /// `groupIdToken`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub group_id_token: Option<IdToken>,
    /// `customData`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub custom_data: Option<CustomData>,
}

impl ReserveNowRequest {
    /// With what is required, and nothing else.
    #[must_use]
    pub fn new(id: i64, expiry_date_time: impl Into<String>, id_token: IdToken) -> Self {
        Self {
            id,
            expiry_date_time: expiry_date_time.into(),
            id_token,
            connector_type: None,
            evse_id: None,
            group_id_token: None,
            custom_data: None,
        }
    }
}

/// The response of [`ReserveNow`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ReserveNowResponse {
    /// `status`.
    pub status: ReserveNowStatusEnum,
    /// `statusInfo`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status_info: Option<StatusInfo>,
    /// `customData`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub custom_data: Option<CustomData>,
}

impl ReserveNowResponse {
    /// With what is required, and nothing else.
    #[must_use]
    pub fn new(status: ReserveNowStatusEnum) -> Self {
        Self {
            status,
            status_info: None,
            custom_data: None,
        }
    }
}

/// Restarts the charging station or one EVSE.
#[derive(Debug, Clone, Copy)]
pub struct Reset;

impl OcppAction for Reset {
    const NAME: &'static str = "Reset";
    const VERSION: Version = Version::V201;
    type Request = ResetRequest;
    type Response = ResetResponse;
}

/// The request of [`Reset`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ResetRequest {
    /// `type`.
    pub r#type: ResetEnum,
    /// `evseId`.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "crate::types::integer::deserialize")]
    pub evse_id: Option<i64>,
    /// `customData`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub custom_data: Option<CustomData>,
}

impl ResetRequest {
    /// With what is required, and nothing else.
    #[must_use]
    pub fn new(r#type: ResetEnum) -> Self {
        Self {
            r#type,
            evse_id: None,
            custom_data: None,
        }
    }
}

/// The response of [`Reset`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ResetResponse {
    /// `status`.
    pub status: ResetStatusEnum,
    /// `statusInfo`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status_info: Option<StatusInfo>,
    /// `customData`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub custom_data: Option<CustomData>,
}

impl ResetResponse {
    /// With what is required, and nothing else.
    #[must_use]
    pub fn new(status: ResetStatusEnum) -> Self {
        Self {
            status,
            status_info: None,
            custom_data: None,
        }
    }
}

/// Reports a security event.
#[derive(Debug, Clone, Copy)]
pub struct SecurityEventNotification;

impl OcppAction for SecurityEventNotification {
    const NAME: &'static str = "SecurityEventNotification";
    const VERSION: Version = Version::V201;
    type Request = SecurityEventNotificationRequest;
    type Response = SecurityEventNotificationResponse;
}

/// The request of [`SecurityEventNotification`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct SecurityEventNotificationRequest {
    /// `type`: at most 50 characters.
    pub r#type: String,
    /// `timestamp`.
    pub timestamp: DateTime,
    /// `techInfo`: at most 255 characters.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tech_info: Option<String>,
    /// `customData`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub custom_data: Option<CustomData>,
}

impl SecurityEventNotificationRequest {
    /// With what is required, and nothing else.
    #[must_use]
    pub fn new(r#type: impl Into<String>, timestamp: impl Into<String>) -> Self {
        Self {
            r#type: r#type.into(),
            timestamp: timestamp.into(),
            tech_info: None,
            custom_data: None,
        }
    }
}

/// The response of [`SecurityEventNotification`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Default)]
#[serde(rename_all = "camelCase")]
pub struct SecurityEventNotificationResponse {
    /// `customData`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub custom_data: Option<CustomData>,
}

/// Replaces or changes the local authorization list.
#[derive(Debug, Clone, Copy)]
pub struct SendLocalList;

impl OcppAction for SendLocalList {
    const NAME: &'static str = "SendLocalList";
    const VERSION: Version = Version::V201;
    type Request = SendLocalListRequest;
    type Response = SendLocalListResponse;
}

/// The request of [`SendLocalList`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct SendLocalListRequest {
    /// `versionNumber`.
    #[serde(deserialize_with = "crate::types::integer::deserialize")]
    pub version_number: i64,
    /// `updateType`.
    pub update_type: UpdateEnum,
    /// `localAuthorizationList`: at least 1 items.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub local_authorization_list: Option<Vec<AuthorizationData>>,
    /// `customData`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub custom_data: Option<CustomData>,
}

impl SendLocalListRequest {
    /// With what is required, and nothing else.
    #[must_use]
    pub fn new(version_number: i64, update_type: UpdateEnum) -> Self {
        Self {
            version_number,
            update_type,
            local_authorization_list: None,
            custom_data: None,
        }
    }
}

/// The response of [`SendLocalList`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct SendLocalListResponse {
    /// `status`.
    pub status: SendLocalListStatusEnum,
    /// `statusInfo`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status_info: Option<StatusInfo>,
    /// `customData`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub custom_data: Option<CustomData>,
}

impl SendLocalListResponse {
    /// With what is required, and nothing else.
    #[must_use]
    pub fn new(status: SendLocalListStatusEnum) -> Self {
        Self {
            status,
            status_info: None,
            custom_data: None,
        }
    }
}

/// Installs a charging profile.
#[derive(Debug, Clone, Copy)]
pub struct SetChargingProfile;

impl OcppAction for SetChargingProfile {
    const NAME: &'static str = "SetChargingProfile";
    const VERSION: Version = Version::V201;
    type Request = SetChargingProfileRequest;
    type Response = SetChargingProfileResponse;
}

/// The request of [`SetChargingProfile`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct SetChargingProfileRequest {
    /// `evseId`.
    #[serde(deserialize_with = "crate::types::integer::deserialize")]
    pub evse_id: i64,
    /// `chargingProfile`.
    pub charging_profile: ChargingProfile,
    /// `customData`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub custom_data: Option<CustomData>,
}

impl SetChargingProfileRequest {
    /// With what is required, and nothing else.
    #[must_use]
    pub fn new(evse_id: i64, charging_profile: ChargingProfile) -> Self {
        Self {
            evse_id,
            charging_profile,
            custom_data: None,
        }
    }
}

/// The response of [`SetChargingProfile`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct SetChargingProfileResponse {
    /// `status`.
    pub status: ChargingProfileStatusEnum,
    /// `statusInfo`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status_info: Option<StatusInfo>,
    /// `customData`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub custom_data: Option<CustomData>,
}

impl SetChargingProfileResponse {
    /// With what is required, and nothing else.
    #[must_use]
    pub fn new(status: ChargingProfileStatusEnum) -> Self {
        Self {
            status,
            status_info: None,
            custom_data: None,
        }
    }
}

/// Shows a message on the display.
#[derive(Debug, Clone, Copy)]
pub struct SetDisplayMessage;

impl OcppAction for SetDisplayMessage {
    const NAME: &'static str = "SetDisplayMessage";
    const VERSION: Version = Version::V201;
    type Request = SetDisplayMessageRequest;
    type Response = SetDisplayMessageResponse;
}

/// The request of [`SetDisplayMessage`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct SetDisplayMessageRequest {
    /// `message`.
    pub message: MessageInfo,
    /// `customData`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub custom_data: Option<CustomData>,
}

impl SetDisplayMessageRequest {
    /// With what is required, and nothing else.
    #[must_use]
    pub fn new(message: MessageInfo) -> Self {
        Self {
            message,
            custom_data: None,
        }
    }
}

/// The response of [`SetDisplayMessage`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct SetDisplayMessageResponse {
    /// `status`.
    pub status: DisplayMessageStatusEnum,
    /// `statusInfo`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status_info: Option<StatusInfo>,
    /// `customData`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub custom_data: Option<CustomData>,
}

impl SetDisplayMessageResponse {
    /// With what is required, and nothing else.
    #[must_use]
    pub fn new(status: DisplayMessageStatusEnum) -> Self {
        Self {
            status,
            status_info: None,
            custom_data: None,
        }
    }
}

/// Chooses the base set of monitors.
#[derive(Debug, Clone, Copy)]
pub struct SetMonitoringBase;

impl OcppAction for SetMonitoringBase {
    const NAME: &'static str = "SetMonitoringBase";
    const VERSION: Version = Version::V201;
    type Request = SetMonitoringBaseRequest;
    type Response = SetMonitoringBaseResponse;
}

/// The request of [`SetMonitoringBase`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct SetMonitoringBaseRequest {
    /// `monitoringBase`.
    pub monitoring_base: MonitoringBaseEnum,
    /// `customData`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub custom_data: Option<CustomData>,
}

impl SetMonitoringBaseRequest {
    /// With what is required, and nothing else.
    #[must_use]
    pub fn new(monitoring_base: MonitoringBaseEnum) -> Self {
        Self {
            monitoring_base,
            custom_data: None,
        }
    }
}

/// The response of [`SetMonitoringBase`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct SetMonitoringBaseResponse {
    /// `status`.
    pub status: GenericDeviceModelStatusEnum,
    /// `statusInfo`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status_info: Option<StatusInfo>,
    /// `customData`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub custom_data: Option<CustomData>,
}

impl SetMonitoringBaseResponse {
    /// With what is required, and nothing else.
    #[must_use]
    pub fn new(status: GenericDeviceModelStatusEnum) -> Self {
        Self {
            status,
            status_info: None,
            custom_data: None,
        }
    }
}

/// Chooses from which severity on events are reported.
#[derive(Debug, Clone, Copy)]
pub struct SetMonitoringLevel;

impl OcppAction for SetMonitoringLevel {
    const NAME: &'static str = "SetMonitoringLevel";
    const VERSION: Version = Version::V201;
    type Request = SetMonitoringLevelRequest;
    type Response = SetMonitoringLevelResponse;
}

/// The request of [`SetMonitoringLevel`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct SetMonitoringLevelRequest {
    /// `severity`.
    #[serde(deserialize_with = "crate::types::integer::deserialize")]
    pub severity: i64,
    /// `customData`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub custom_data: Option<CustomData>,
}

impl SetMonitoringLevelRequest {
    /// With what is required, and nothing else.
    #[must_use]
    pub fn new(severity: i64) -> Self {
        Self {
            severity,
            custom_data: None,
        }
    }
}

/// The response of [`SetMonitoringLevel`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct SetMonitoringLevelResponse {
    /// `status`.
    pub status: GenericStatusEnum,
    /// `statusInfo`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status_info: Option<StatusInfo>,
    /// `customData`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub custom_data: Option<CustomData>,
}

impl SetMonitoringLevelResponse {
    /// With what is required, and nothing else.
    #[must_use]
    pub fn new(status: GenericStatusEnum) -> Self {
        Self {
            status,
            status_info: None,
            custom_data: None,
        }
    }
}

/// Stores a network connection profile in a slot.
#[derive(Debug, Clone, Copy)]
pub struct SetNetworkProfile;

impl OcppAction for SetNetworkProfile {
    const NAME: &'static str = "SetNetworkProfile";
    const VERSION: Version = Version::V201;
    type Request = SetNetworkProfileRequest;
    type Response = SetNetworkProfileResponse;
}

/// The request of [`SetNetworkProfile`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct SetNetworkProfileRequest {
    /// `configurationSlot`.
    #[serde(deserialize_with = "crate::types::integer::deserialize")]
    pub configuration_slot: i64,
    /// `connectionData`.
    pub connection_data: NetworkConnectionProfile,
    /// `customData`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub custom_data: Option<CustomData>,
}

impl SetNetworkProfileRequest {
    /// With what is required, and nothing else.
    #[must_use]
    pub fn new(configuration_slot: i64, connection_data: NetworkConnectionProfile) -> Self {
        Self {
            configuration_slot,
            connection_data,
            custom_data: None,
        }
    }
}

/// The response of [`SetNetworkProfile`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct SetNetworkProfileResponse {
    /// `status`.
    pub status: SetNetworkProfileStatusEnum,
    /// `statusInfo`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status_info: Option<StatusInfo>,
    /// `customData`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub custom_data: Option<CustomData>,
}

impl SetNetworkProfileResponse {
    /// With what is required, and nothing else.
    #[must_use]
    pub fn new(status: SetNetworkProfileStatusEnum) -> Self {
        Self {
            status,
            status_info: None,
            custom_data: None,
        }
    }
}

/// Sets monitors on variables.
#[derive(Debug, Clone, Copy)]
pub struct SetVariableMonitoring;

impl OcppAction for SetVariableMonitoring {
    const NAME: &'static str = "SetVariableMonitoring";
    const VERSION: Version = Version::V201;
    type Request = SetVariableMonitoringRequest;
    type Response = SetVariableMonitoringResponse;
}

/// The request of [`SetVariableMonitoring`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct SetVariableMonitoringRequest {
    /// `setMonitoringData`: at least 1 items.
    pub set_monitoring_data: Vec<SetMonitoringData>,
    /// `customData`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub custom_data: Option<CustomData>,
}

impl SetVariableMonitoringRequest {
    /// With what is required, and nothing else.
    #[must_use]
    pub fn new(set_monitoring_data: Vec<SetMonitoringData>) -> Self {
        Self {
            set_monitoring_data,
            custom_data: None,
        }
    }
}

/// The response of [`SetVariableMonitoring`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct SetVariableMonitoringResponse {
    /// `setMonitoringResult`: at least 1 items.
    pub set_monitoring_result: Vec<SetMonitoringResult>,
    /// `customData`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub custom_data: Option<CustomData>,
}

impl SetVariableMonitoringResponse {
    /// With what is required, and nothing else.
    #[must_use]
    pub fn new(set_monitoring_result: Vec<SetMonitoringResult>) -> Self {
        Self {
            set_monitoring_result,
            custom_data: None,
        }
    }
}

/// Writes variables of components.
#[derive(Debug, Clone, Copy)]
pub struct SetVariables;

impl OcppAction for SetVariables {
    const NAME: &'static str = "SetVariables";
    const VERSION: Version = Version::V201;
    type Request = SetVariablesRequest;
    type Response = SetVariablesResponse;
}

/// The request of [`SetVariables`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct SetVariablesRequest {
    /// `setVariableData`: at least 1 items.
    pub set_variable_data: Vec<SetVariableData>,
    /// `customData`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub custom_data: Option<CustomData>,
}

impl SetVariablesRequest {
    /// With what is required, and nothing else.
    #[must_use]
    pub fn new(set_variable_data: Vec<SetVariableData>) -> Self {
        Self {
            set_variable_data,
            custom_data: None,
        }
    }
}

/// The response of [`SetVariables`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct SetVariablesResponse {
    /// `setVariableResult`: at least 1 items.
    pub set_variable_result: Vec<SetVariableResult>,
    /// `customData`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub custom_data: Option<CustomData>,
}

impl SetVariablesResponse {
    /// With what is required, and nothing else.
    #[must_use]
    pub fn new(set_variable_result: Vec<SetVariableResult>) -> Self {
        Self {
            set_variable_result,
            custom_data: None,
        }
    }
}

/// Asks for a signature on a certificate signing request.
#[derive(Debug, Clone, Copy)]
pub struct SignCertificate;

impl OcppAction for SignCertificate {
    const NAME: &'static str = "SignCertificate";
    const VERSION: Version = Version::V201;
    type Request = SignCertificateRequest;
    type Response = SignCertificateResponse;
}

/// The request of [`SignCertificate`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct SignCertificateRequest {
    /// `csr`: at most 5500 characters.
    pub csr: String,
    /// `certificateType`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub certificate_type: Option<CertificateSigningUseEnum>,
    /// `customData`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub custom_data: Option<CustomData>,
}

impl SignCertificateRequest {
    /// With what is required, and nothing else.
    #[must_use]
    pub fn new(csr: impl Into<String>) -> Self {
        Self {
            csr: csr.into(),
            certificate_type: None,
            custom_data: None,
        }
    }
}

/// The response of [`SignCertificate`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct SignCertificateResponse {
    /// `status`.
    pub status: GenericStatusEnum,
    /// `statusInfo`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status_info: Option<StatusInfo>,
    /// `customData`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub custom_data: Option<CustomData>,
}

impl SignCertificateResponse {
    /// With what is required, and nothing else.
    #[must_use]
    pub fn new(status: GenericStatusEnum) -> Self {
        Self {
            status,
            status_info: None,
            custom_data: None,
        }
    }
}

/// Reports the status of a connector.
#[derive(Debug, Clone, Copy)]
pub struct StatusNotification;

impl OcppAction for StatusNotification {
    const NAME: &'static str = "StatusNotification";
    const VERSION: Version = Version::V201;
    type Request = StatusNotificationRequest;
    type Response = StatusNotificationResponse;
}

/// The request of [`StatusNotification`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct StatusNotificationRequest {
    /// `timestamp`.
    pub timestamp: DateTime,
    /// `connectorStatus`.
    pub connector_status: ConnectorStatusEnum,
    /// `evseId`.
    #[serde(deserialize_with = "crate::types::integer::deserialize")]
    pub evse_id: i64,
    /// `connectorId`.
    #[serde(deserialize_with = "crate::types::integer::deserialize")]
    pub connector_id: i64,
    /// `customData`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub custom_data: Option<CustomData>,
}

impl StatusNotificationRequest {
    /// With what is required, and nothing else.
    #[must_use]
    pub fn new(timestamp: impl Into<String>, connector_status: ConnectorStatusEnum, evse_id: i64, connector_id: i64) -> Self {
        Self {
            timestamp: timestamp.into(),
            connector_status,
            evse_id,
            connector_id,
            custom_data: None,
        }
    }
}

/// The response of [`StatusNotification`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Default)]
#[serde(rename_all = "camelCase")]
pub struct StatusNotificationResponse {
    /// `customData`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub custom_data: Option<CustomData>,
}

/// Reports that a transaction has started, changed or ended.
#[derive(Debug, Clone, Copy)]
pub struct TransactionEvent;

impl OcppAction for TransactionEvent {
    const NAME: &'static str = "TransactionEvent";
    const VERSION: Version = Version::V201;
    type Request = TransactionEventRequest;
    type Response = TransactionEventResponse;
}

/// The request of [`TransactionEvent`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct TransactionEventRequest {
    /// `eventType`.
    pub event_type: TransactionEventEnum,
    /// `timestamp`.
    pub timestamp: DateTime,
    /// `triggerReason`.
    pub trigger_reason: TriggerReasonEnum,
    /// `seqNo`.
    #[serde(deserialize_with = "crate::types::integer::deserialize")]
    pub seq_no: i64,
    /// `transactionInfo`.
    pub transaction_info: Transaction,
    /// `cableMaxCurrent`.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "crate::types::integer::deserialize")]
    pub cable_max_current: Option<i64>,
    /// `evse`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub evse: Option<EVSE>,
    /// `idToken`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id_token: Option<IdToken>,
    /// `meterValue`: at least 1 items.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub meter_value: Option<Vec<MeterValue>>,
    /// `numberOfPhasesUsed`.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "crate::types::integer::deserialize")]
    pub number_of_phases_used: Option<i64>,
    /// `offline`: `false` if absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub offline: Option<bool>,
    /// `reservationId`.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "crate::types::integer::deserialize")]
    pub reservation_id: Option<i64>,
    /// `customData`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub custom_data: Option<CustomData>,
}

impl TransactionEventRequest {
    /// With what is required, and nothing else.
    #[must_use]
    pub fn new(event_type: TransactionEventEnum, timestamp: impl Into<String>, trigger_reason: TriggerReasonEnum, seq_no: i64, transaction_info: Transaction) -> Self {
        Self {
            event_type,
            timestamp: timestamp.into(),
            trigger_reason,
            seq_no,
            transaction_info,
            cable_max_current: None,
            evse: None,
            id_token: None,
            meter_value: None,
            number_of_phases_used: None,
            offline: None,
            reservation_id: None,
            custom_data: None,
        }
    }
}

/// The response of [`TransactionEvent`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Default)]
#[serde(rename_all = "camelCase")]
pub struct TransactionEventResponse {
    /// `chargingPriority`.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "crate::types::integer::deserialize")]
    pub charging_priority: Option<i64>,
    /// `idTokenInfo`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id_token_info: Option<IdTokenInfo>,
    /// `totalCost`.
    #[serde(default, skip_serializing_if = "Option::is_none", with = "crate::types::decimal")]
    pub total_cost: Option<Decimal>,
    /// `updatedPersonalMessage`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub updated_personal_message: Option<MessageContent>,
    /// `customData`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub custom_data: Option<CustomData>,
}

/// Asks for one message now.
#[derive(Debug, Clone, Copy)]
pub struct TriggerMessage;

impl OcppAction for TriggerMessage {
    const NAME: &'static str = "TriggerMessage";
    const VERSION: Version = Version::V201;
    type Request = TriggerMessageRequest;
    type Response = TriggerMessageResponse;
}

/// The request of [`TriggerMessage`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct TriggerMessageRequest {
    /// `requestedMessage`.
    pub requested_message: MessageTriggerEnum,
    /// `evse`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub evse: Option<EVSE>,
    /// `customData`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub custom_data: Option<CustomData>,
}

impl TriggerMessageRequest {
    /// With what is required, and nothing else.
    #[must_use]
    pub fn new(requested_message: MessageTriggerEnum) -> Self {
        Self {
            requested_message,
            evse: None,
            custom_data: None,
        }
    }
}

/// The response of [`TriggerMessage`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct TriggerMessageResponse {
    /// `status`.
    pub status: TriggerMessageStatusEnum,
    /// `statusInfo`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status_info: Option<StatusInfo>,
    /// `customData`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub custom_data: Option<CustomData>,
}

impl TriggerMessageResponse {
    /// With what is required, and nothing else.
    #[must_use]
    pub fn new(status: TriggerMessageStatusEnum) -> Self {
        Self {
            status,
            status_info: None,
            custom_data: None,
        }
    }
}

/// Asks the charging station to unlock a connector.
#[derive(Debug, Clone, Copy)]
pub struct UnlockConnector;

impl OcppAction for UnlockConnector {
    const NAME: &'static str = "UnlockConnector";
    const VERSION: Version = Version::V201;
    type Request = UnlockConnectorRequest;
    type Response = UnlockConnectorResponse;
}

/// The request of [`UnlockConnector`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct UnlockConnectorRequest {
    /// `evseId`.
    #[serde(deserialize_with = "crate::types::integer::deserialize")]
    pub evse_id: i64,
    /// `connectorId`.
    #[serde(deserialize_with = "crate::types::integer::deserialize")]
    pub connector_id: i64,
    /// `customData`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub custom_data: Option<CustomData>,
}

impl UnlockConnectorRequest {
    /// With what is required, and nothing else.
    #[must_use]
    pub fn new(evse_id: i64, connector_id: i64) -> Self {
        Self {
            evse_id,
            connector_id,
            custom_data: None,
        }
    }
}

/// The response of [`UnlockConnector`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct UnlockConnectorResponse {
    /// `status`.
    pub status: UnlockStatusEnum,
    /// `statusInfo`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status_info: Option<StatusInfo>,
    /// `customData`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub custom_data: Option<CustomData>,
}

impl UnlockConnectorResponse {
    /// With what is required, and nothing else.
    #[must_use]
    pub fn new(status: UnlockStatusEnum) -> Self {
        Self {
            status,
            status_info: None,
            custom_data: None,
        }
    }
}

/// Asks a local controller to offer a firmware no longer.
#[derive(Debug, Clone, Copy)]
pub struct UnpublishFirmware;

impl OcppAction for UnpublishFirmware {
    const NAME: &'static str = "UnpublishFirmware";
    const VERSION: Version = Version::V201;
    type Request = UnpublishFirmwareRequest;
    type Response = UnpublishFirmwareResponse;
}

/// The request of [`UnpublishFirmware`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct UnpublishFirmwareRequest {
    /// `checksum`: at most 32 characters.
    pub checksum: String,
    /// `customData`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub custom_data: Option<CustomData>,
}

impl UnpublishFirmwareRequest {
    /// With what is required, and nothing else.
    #[must_use]
    pub fn new(checksum: impl Into<String>) -> Self {
        Self {
            checksum: checksum.into(),
            custom_data: None,
        }
    }
}

/// The response of [`UnpublishFirmware`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct UnpublishFirmwareResponse {
    /// `status`.
    pub status: UnpublishFirmwareStatusEnum,
    /// `customData`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub custom_data: Option<CustomData>,
}

impl UnpublishFirmwareResponse {
    /// With what is required, and nothing else.
    #[must_use]
    pub fn new(status: UnpublishFirmwareStatusEnum) -> Self {
        Self {
            status,
            custom_data: None,
        }
    }
}

/// Asks for a firmware update.
#[derive(Debug, Clone, Copy)]
pub struct UpdateFirmware;

impl OcppAction for UpdateFirmware {
    const NAME: &'static str = "UpdateFirmware";
    const VERSION: Version = Version::V201;
    type Request = UpdateFirmwareRequest;
    type Response = UpdateFirmwareResponse;
}

/// The request of [`UpdateFirmware`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct UpdateFirmwareRequest {
    /// `requestId`.
    #[serde(deserialize_with = "crate::types::integer::deserialize")]
    pub request_id: i64,
    /// `firmware`.
    pub firmware: Firmware,
    /// `retries`.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "crate::types::integer::deserialize")]
    pub retries: Option<i64>,
    /// `retryInterval`.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "crate::types::integer::deserialize")]
    pub retry_interval: Option<i64>,
    /// `customData`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub custom_data: Option<CustomData>,
}

impl UpdateFirmwareRequest {
    /// With what is required, and nothing else.
    #[must_use]
    pub fn new(request_id: i64, firmware: Firmware) -> Self {
        Self {
            request_id,
            firmware,
            retries: None,
            retry_interval: None,
            custom_data: None,
        }
    }
}

/// The response of [`UpdateFirmware`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct UpdateFirmwareResponse {
    /// `status`.
    pub status: UpdateFirmwareStatusEnum,
    /// `statusInfo`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status_info: Option<StatusInfo>,
    /// `customData`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub custom_data: Option<CustomData>,
}

impl UpdateFirmwareResponse {
    /// With what is required, and nothing else.
    #[must_use]
    pub fn new(status: UpdateFirmwareStatusEnum) -> Self {
        Self {
            status,
            status_info: None,
            custom_data: None,
        }
    }
}
