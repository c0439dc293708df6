//! The actions and their payloads of OCPP 1.6. Generated from the data by `generate-types`; change the data, not this file.

use crate::Version;
use crate::types::DateTime;
use crate::types::OcppAction;
use serde::{Deserialize, Serialize};
use super::*;

/// Asks whether an idTag may charge.
#[derive(Debug, Clone, Copy)]
pub struct Authorize;

impl OcppAction for Authorize {
    const NAME: &'static str = "Authorize";
    const VERSION: Version = Version::V16;
    type Request = AuthorizeRequest;
    type Response = AuthorizeResponse;
}

/// The request of [`Authorize`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct AuthorizeRequest {
    /// `idTag`: at most 20 characters.
    pub id_tag: String,
}

impl AuthorizeRequest {
    /// With what is required, and nothing else.
    #[must_use]
    pub fn new(id_tag: impl Into<String>) -> Self {
        Self {
            id_tag: id_tag.into(),
        }
    }
}

/// The response of [`Authorize`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct AuthorizeResponse {
    /// `idTagInfo`.
    pub id_tag_info: IdTagInfo,
}

impl AuthorizeResponse {
    /// With what is required, and nothing else.
    #[must_use]
    pub fn new(id_tag_info: IdTagInfo) -> Self {
        Self {
            id_tag_info,
        }
    }
}

/// Announces the charge point after it has started and asks to be accepted.
#[derive(Debug, Clone, Copy)]
pub struct BootNotification;

impl OcppAction for BootNotification {
    const NAME: &'static str = "BootNotification";
    const VERSION: Version = Version::V16;
    type Request = BootNotificationRequest;
    type Response = BootNotificationResponse;
}

/// The request of [`BootNotification`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct BootNotificationRequest {
    /// `chargePointVendor`: at most 20 characters.
    pub charge_point_vendor: String,
    /// `chargePointModel`: at most 20 characters.
    pub charge_point_model: String,
    /// `chargeBoxSerialNumber`: at most 25 characters.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub charge_box_serial_number: Option<String>,
    /// `chargePointSerialNumber`: at most 25 characters.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub charge_point_serial_number: Option<String>,
    /// `firmwareVersion`: at most 50 characters.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub firmware_version: Option<String>,
    /// `iccid`: at most 20 characters.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub iccid: Option<String>,
    /// `imsi`: at most 20 characters.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub imsi: Option<String>,
    /// `meterSerialNumber`: at most 25 characters.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub meter_serial_number: Option<String>,
    /// `meterType`: at most 25 characters.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub meter_type: Option<String>,
}

impl BootNotificationRequest {
    /// With what is required, and nothing else.
    #[must_use]
    pub fn new(charge_point_vendor: impl Into<String>, charge_point_model: impl Into<String>) -> Self {
        Self {
            charge_point_vendor: charge_point_vendor.into(),
            charge_point_model: charge_point_model.into(),
            charge_box_serial_number: None,
            charge_point_serial_number: None,
            firmware_version: None,
            iccid: None,
            imsi: None,
            meter_serial_number: None,
            meter_type: None,
        }
    }
}

/// The response of [`BootNotification`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct BootNotificationResponse {
    /// `status`.
    pub status: RegistrationStatus,
    /// `currentTime`.
    pub current_time: DateTime,
    /// `interval`.
    #[serde(deserialize_with = "crate::types::integer::deserialize")]
    pub interval: i64,
}

impl BootNotificationResponse {
    /// With what is required, and nothing else.
    #[must_use]
    pub fn new(status: RegistrationStatus, current_time: impl Into<String>, interval: i64) -> Self {
        Self {
            status,
            current_time: current_time.into(),
            interval,
        }
    }
}

/// Withdraws a reservation.
#[derive(Debug, Clone, Copy)]
pub struct CancelReservation;

impl OcppAction for CancelReservation {
    const NAME: &'static str = "CancelReservation";
    const VERSION: Version = Version::V16;
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
}

impl CancelReservationRequest {
    /// With what is required, and nothing else.
    #[must_use]
    pub fn new(reservation_id: i64) -> Self {
        Self {
            reservation_id,
        }
    }
}

/// The response of [`CancelReservation`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct CancelReservationResponse {
    /// `status`.
    pub status: CancelReservationStatus,
}

impl CancelReservationResponse {
    /// With what is required, and nothing else.
    #[must_use]
    pub fn new(status: CancelReservationStatus) -> Self {
        Self {
            status,
        }
    }
}

/// Delivers the signed certificate that the charge point requested.
#[derive(Debug, Clone, Copy)]
pub struct CertificateSigned;

impl OcppAction for CertificateSigned {
    const NAME: &'static str = "CertificateSigned";
    const VERSION: Version = Version::V16;
    type Request = CertificateSignedRequest;
    type Response = CertificateSignedResponse;
}

/// The request of [`CertificateSigned`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct CertificateSignedRequest {
    /// `certificateChain`: at most 10000 characters.
    pub certificate_chain: String,
}

impl CertificateSignedRequest {
    /// With what is required, and nothing else.
    #[must_use]
    pub fn new(certificate_chain: impl Into<String>) -> Self {
        Self {
            certificate_chain: certificate_chain.into(),
        }
    }
}

/// The response of [`CertificateSigned`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct CertificateSignedResponse {
    /// `status`.
    pub status: CertificateSignedStatusEnumType,
}

impl CertificateSignedResponse {
    /// With what is required, and nothing else.
    #[must_use]
    pub fn new(status: CertificateSignedStatusEnumType) -> Self {
        Self {
            status,
        }
    }
}

/// Makes a connector, or the whole charge point, operative or inoperative.
#[derive(Debug, Clone, Copy)]
pub struct ChangeAvailability;

impl OcppAction for ChangeAvailability {
    const NAME: &'static str = "ChangeAvailability";
    const VERSION: Version = Version::V16;
    type Request = ChangeAvailabilityRequest;
    type Response = ChangeAvailabilityResponse;
}

/// The request of [`ChangeAvailability`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ChangeAvailabilityRequest {
    /// `connectorId`.
    #[serde(deserialize_with = "crate::types::integer::deserialize")]
    pub connector_id: i64,
    /// `type`.
    pub r#type: AvailabilityType,
}

impl ChangeAvailabilityRequest {
    /// With what is required, and nothing else.
    #[must_use]
    pub fn new(connector_id: i64, r#type: AvailabilityType) -> Self {
        Self {
            connector_id,
            r#type,
        }
    }
}

/// The response of [`ChangeAvailability`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ChangeAvailabilityResponse {
    /// `status`.
    pub status: AvailabilityStatus,
}

impl ChangeAvailabilityResponse {
    /// With what is required, and nothing else.
    #[must_use]
    pub fn new(status: AvailabilityStatus) -> Self {
        Self {
            status,
        }
    }
}

/// Sets one configuration key.
#[derive(Debug, Clone, Copy)]
pub struct ChangeConfiguration;

impl OcppAction for ChangeConfiguration {
    const NAME: &'static str = "ChangeConfiguration";
    const VERSION: Version = Version::V16;
    type Request = ChangeConfigurationRequest;
    type Response = ChangeConfigurationResponse;
}

/// The request of [`ChangeConfiguration`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ChangeConfigurationRequest {
    /// `key`: at most 50 characters.
    pub key: String,
    /// `value`: at most 500 characters.
    pub value: String,
}

impl ChangeConfigurationRequest {
    /// With what is required, and nothing else.
    #[must_use]
    pub fn new(key: impl Into<String>, value: impl Into<String>) -> Self {
        Self {
            key: key.into(),
            value: value.into(),
        }
    }
}

/// The response of [`ChangeConfiguration`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ChangeConfigurationResponse {
    /// `status`.
    pub status: ConfigurationStatus,
}

impl ChangeConfigurationResponse {
    /// With what is required, and nothing else.
    #[must_use]
    pub fn new(status: ConfigurationStatus) -> Self {
        Self {
            status,
        }
    }
}

/// Empties the authorization cache.
#[derive(Debug, Clone, Copy)]
pub struct ClearCache;

impl OcppAction for ClearCache {
    const NAME: &'static str = "ClearCache";
    const VERSION: Version = Version::V16;
    type Request = ClearCacheRequest;
    type Response = ClearCacheResponse;
}

/// The request of [`ClearCache`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Default)]
pub struct ClearCacheRequest {}

/// The response of [`ClearCache`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ClearCacheResponse {
    /// `status`.
    pub status: ClearCacheStatus,
}

impl ClearCacheResponse {
    /// With what is required, and nothing else.
    #[must_use]
    pub fn new(status: ClearCacheStatus) -> Self {
        Self {
            status,
        }
    }
}

/// Removes the charging profiles that match.
#[derive(Debug, Clone, Copy)]
pub struct ClearChargingProfile;

impl OcppAction for ClearChargingProfile {
    const NAME: &'static str = "ClearChargingProfile";
    const VERSION: Version = Version::V16;
    type Request = ClearChargingProfileRequest;
    type Response = ClearChargingProfileResponse;
}

/// The request of [`ClearChargingProfile`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Default)]
#[serde(rename_all = "camelCase")]
pub struct ClearChargingProfileRequest {
    /// `chargingProfilePurpose`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub charging_profile_purpose: Option<ChargingProfilePurposeType>,
    /// `connectorId`.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "crate::types::integer::deserialize")]
    pub connector_id: Option<i64>,
    /// `id`.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "crate::types::integer::deserialize")]
    pub id: Option<i64>,
    /// `stackLevel`.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "crate::types::integer::deserialize")]
    pub stack_level: Option<i64>,
}

/// The response of [`ClearChargingProfile`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ClearChargingProfileResponse {
    /// `status`.
    pub status: ClearChargingProfileStatus,
}

impl ClearChargingProfileResponse {
    /// With what is required, and nothing else.
    #[must_use]
    pub fn new(status: ClearChargingProfileStatus) -> Self {
        Self {
            status,
        }
    }
}

/// Carries vendor-specific data in either direction.
#[derive(Debug, Clone, Copy)]
pub struct DataTransfer;

impl OcppAction for DataTransfer {
    const NAME: &'static str = "DataTransfer";
    const VERSION: Version = Version::V16;
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
    #[serde(skip_serializing_if = "Option::is_none")]
    pub data: Option<String>,
    /// `messageId`: at most 50 characters.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub message_id: Option<String>,
}

impl DataTransferRequest {
    /// With what is required, and nothing else.
    #[must_use]
    pub fn new(vendor_id: impl Into<String>) -> Self {
        Self {
            vendor_id: vendor_id.into(),
            data: None,
            message_id: None,
        }
    }
}

/// The response of [`DataTransfer`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct DataTransferResponse {
    /// `status`.
    pub status: DataTransferStatus,
    /// `data`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub data: Option<String>,
}

impl DataTransferResponse {
    /// With what is required, and nothing else.
    #[must_use]
    pub fn new(status: DataTransferStatus) -> Self {
        Self {
            status,
            data: None,
        }
    }
}

/// Deletes one installed root certificate.
#[derive(Debug, Clone, Copy)]
pub struct DeleteCertificate;

impl OcppAction for DeleteCertificate {
    const NAME: &'static str = "DeleteCertificate";
    const VERSION: Version = Version::V16;
    type Request = DeleteCertificateRequest;
    type Response = DeleteCertificateResponse;
}

/// The request of [`DeleteCertificate`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct DeleteCertificateRequest {
    /// `certificateHashData`.
    pub certificate_hash_data: CertificateHashDataType,
}

impl DeleteCertificateRequest {
    /// With what is required, and nothing else.
    #[must_use]
    pub fn new(certificate_hash_data: CertificateHashDataType) -> Self {
        Self {
            certificate_hash_data,
        }
    }
}

/// The response of [`DeleteCertificate`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct DeleteCertificateResponse {
    /// `status`.
    pub status: DeleteCertificateStatusEnumType,
}

impl DeleteCertificateResponse {
    /// With what is required, and nothing else.
    #[must_use]
    pub fn new(status: DeleteCertificateStatusEnumType) -> Self {
        Self {
            status,
        }
    }
}

/// Reports how the upload of diagnostics goes.
#[derive(Debug, Clone, Copy)]
pub struct DiagnosticsStatusNotification;

impl OcppAction for DiagnosticsStatusNotification {
    const NAME: &'static str = "DiagnosticsStatusNotification";
    const VERSION: Version = Version::V16;
    type Request = DiagnosticsStatusNotificationRequest;
    type Response = DiagnosticsStatusNotificationResponse;
}

/// The request of [`DiagnosticsStatusNotification`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct DiagnosticsStatusNotificationRequest {
    /// `status`.
    pub status: DiagnosticsStatus,
}

impl DiagnosticsStatusNotificationRequest {
    /// With what is required, and nothing else.
    #[must_use]
    pub fn new(status: DiagnosticsStatus) -> Self {
        Self {
            status,
        }
    }
}

/// The response of [`DiagnosticsStatusNotification`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Default)]
pub struct DiagnosticsStatusNotificationResponse {}

/// Asks for one message now; knows the messages of the security extension.
#[derive(Debug, Clone, Copy)]
pub struct ExtendedTriggerMessage;

impl OcppAction for ExtendedTriggerMessage {
    const NAME: &'static str = "ExtendedTriggerMessage";
    const VERSION: Version = Version::V16;
    type Request = ExtendedTriggerMessageRequest;
    type Response = ExtendedTriggerMessageResponse;
}

/// The request of [`ExtendedTriggerMessage`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ExtendedTriggerMessageRequest {
    /// `requestedMessage`.
    pub requested_message: MessageTriggerEnumType,
    /// `connectorId`.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "crate::types::integer::deserialize")]
    pub connector_id: Option<i64>,
}

impl ExtendedTriggerMessageRequest {
    /// With what is required, and nothing else.
    #[must_use]
    pub fn new(requested_message: MessageTriggerEnumType) -> Self {
        Self {
            requested_message,
            connector_id: None,
        }
    }
}

/// The response of [`ExtendedTriggerMessage`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ExtendedTriggerMessageResponse {
    /// `status`.
    pub status: TriggerMessageStatusEnumType,
}

impl ExtendedTriggerMessageResponse {
    /// With what is required, and nothing else.
    #[must_use]
    pub fn new(status: TriggerMessageStatusEnumType) -> Self {
        Self {
            status,
        }
    }
}

/// Reports how a firmware update goes.
#[derive(Debug, Clone, Copy)]
pub struct FirmwareStatusNotification;

impl OcppAction for FirmwareStatusNotification {
    const NAME: &'static str = "FirmwareStatusNotification";
    const VERSION: Version = Version::V16;
    type Request = FirmwareStatusNotificationRequest;
    type Response = FirmwareStatusNotificationResponse;
}

/// The request of [`FirmwareStatusNotification`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct FirmwareStatusNotificationRequest {
    /// `status`.
    pub status: FirmwareStatus,
}

impl FirmwareStatusNotificationRequest {
    /// With what is required, and nothing else.
    #[must_use]
    pub fn new(status: FirmwareStatus) -> Self {
        Self {
            status,
        }
    }
}

/// The response of [`FirmwareStatusNotification`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Default)]
pub struct FirmwareStatusNotificationResponse {}

/// Asks which schedule results from all profiles of a connector.
#[derive(Debug, Clone, Copy)]
pub struct GetCompositeSchedule;

impl OcppAction for GetCompositeSchedule {
    const NAME: &'static str = "GetCompositeSchedule";
    const VERSION: Version = Version::V16;
    type Request = GetCompositeScheduleRequest;
    type Response = GetCompositeScheduleResponse;
}

/// The request of [`GetCompositeSchedule`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct GetCompositeScheduleRequest {
    /// `connectorId`.
    #[serde(deserialize_with = "crate::types::integer::deserialize")]
    pub connector_id: i64,
    /// `duration`.
    #[serde(deserialize_with = "crate::types::integer::deserialize")]
    pub duration: i64,
    /// `chargingRateUnit`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub charging_rate_unit: Option<ChargingRateUnitType>,
}

impl GetCompositeScheduleRequest {
    /// With what is required, and nothing else.
    #[must_use]
    pub fn new(connector_id: i64, duration: i64) -> Self {
        Self {
            connector_id,
            duration,
            charging_rate_unit: None,
        }
    }
}

/// The response of [`GetCompositeSchedule`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct GetCompositeScheduleResponse {
    /// `status`.
    pub status: GetCompositeScheduleStatus,
    /// `chargingSchedule`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub charging_schedule: Option<ChargingSchedule>,
    /// `connectorId`.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "crate::types::integer::deserialize")]
    pub connector_id: Option<i64>,
    /// `scheduleStart`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub schedule_start: Option<DateTime>,
}

impl GetCompositeScheduleResponse {
    /// With what is required, and nothing else.
    #[must_use]
    pub fn new(status: GetCompositeScheduleStatus) -> Self {
        Self {
            status,
            charging_schedule: None,
            connector_id: None,
            schedule_start: None,
        }
    }
}

/// Reads configuration keys, or all of them.
#[derive(Debug, Clone, Copy)]
pub struct GetConfiguration;

impl OcppAction for GetConfiguration {
    const NAME: &'static str = "GetConfiguration";
    const VERSION: Version = Version::V16;
    type Request = GetConfigurationRequest;
    type Response = GetConfigurationResponse;
}

/// The request of [`GetConfiguration`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Default)]
#[serde(rename_all = "camelCase")]
pub struct GetConfigurationRequest {
    /// `key`: each at most 50 characters.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub key: Option<Vec<String>>,
}

/// The response of [`GetConfiguration`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Default)]
#[serde(rename_all = "camelCase")]
pub struct GetConfigurationResponse {
    /// `configurationKey`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub configuration_key: Option<Vec<KeyValue>>,
    /// `unknownKey`: each at most 50 characters.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unknown_key: Option<Vec<String>>,
}

/// Asks for an upload of diagnostics to a location.
#[derive(Debug, Clone, Copy)]
pub struct GetDiagnostics;

impl OcppAction for GetDiagnostics {
    const NAME: &'static str = "GetDiagnostics";
    const VERSION: Version = Version::V16;
    type Request = GetDiagnosticsRequest;
    type Response = GetDiagnosticsResponse;
}

/// The request of [`GetDiagnostics`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct GetDiagnosticsRequest {
    /// `location`: a URI.
    pub location: String,
    /// `retries`.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "crate::types::integer::deserialize")]
    pub retries: Option<i64>,
    /// `retryInterval`.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "crate::types::integer::deserialize")]
    pub retry_interval: Option<i64>,
    /// `startTime`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub start_time: Option<DateTime>,
    /// `stopTime`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub stop_time: Option<DateTime>,
}

impl GetDiagnosticsRequest {
    /// With what is required, and nothing else.
    #[must_use]
    pub fn new(location: impl Into<String>) -> Self {
        Self {
            location: location.into(),
            retries: None,
            retry_interval: None,
            start_time: None,
            stop_time: None,
        }
    }
}

/// The response of [`GetDiagnostics`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Default)]
#[serde(rename_all = "camelCase")]
pub struct GetDiagnosticsResponse {
    /// `fileName`: at most 255 characters.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub file_name: Option<String>,
}

/// Lists the installed root certificates of one use.
#[derive(Debug, Clone, Copy)]
pub struct GetInstalledCertificateIds;

impl OcppAction for GetInstalledCertificateIds {
    const NAME: &'static str = "GetInstalledCertificateIds";
    const VERSION: Version = Version::V16;
    type Request = GetInstalledCertificateIdsRequest;
    type Response = GetInstalledCertificateIdsResponse;
}

/// The request of [`GetInstalledCertificateIds`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct GetInstalledCertificateIdsRequest {
    /// `certificateType`.
    pub certificate_type: CertificateUseEnumType,
}

impl GetInstalledCertificateIdsRequest {
    /// With what is required, and nothing else.
    #[must_use]
    pub fn new(certificate_type: CertificateUseEnumType) -> Self {
        Self {
            certificate_type,
        }
    }
}

/// The response of [`GetInstalledCertificateIds`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct GetInstalledCertificateIdsResponse {
    /// `status`.
    pub status: GetInstalledCertificateStatusEnumType,
    /// `certificateHashData`: at least 1 items.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub certificate_hash_data: Option<Vec<CertificateHashDataType>>,
}

impl GetInstalledCertificateIdsResponse {
    /// With what is required, and nothing else.
    #[must_use]
    pub fn new(status: GetInstalledCertificateStatusEnumType) -> Self {
        Self {
            status,
            certificate_hash_data: None,
        }
    }
}

/// Asks for the version number of the local authorization list.
#[derive(Debug, Clone, Copy)]
pub struct GetLocalListVersion;

impl OcppAction for GetLocalListVersion {
    const NAME: &'static str = "GetLocalListVersion";
    const VERSION: Version = Version::V16;
    type Request = GetLocalListVersionRequest;
    type Response = GetLocalListVersionResponse;
}

/// The request of [`GetLocalListVersion`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Default)]
pub struct GetLocalListVersionRequest {}

/// The response of [`GetLocalListVersion`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct GetLocalListVersionResponse {
    /// `listVersion`.
    #[serde(deserialize_with = "crate::types::integer::deserialize")]
    pub list_version: i64,
}

impl GetLocalListVersionResponse {
    /// With what is required, and nothing else.
    #[must_use]
    pub fn new(list_version: i64) -> Self {
        Self {
            list_version,
        }
    }
}

/// Asks for an upload of the diagnostics log or the security log.
#[derive(Debug, Clone, Copy)]
pub struct GetLog;

impl OcppAction for GetLog {
    const NAME: &'static str = "GetLog";
    const VERSION: Version = Version::V16;
    type Request = GetLogRequest;
    type Response = GetLogResponse;
}

/// The request of [`GetLog`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct GetLogRequest {
    /// `log`.
    pub log: LogParametersType,
    /// `logType`.
    pub log_type: LogEnumType,
    /// `requestId`.
    #[serde(deserialize_with = "crate::types::integer::deserialize")]
    pub request_id: i64,
    /// `retries`.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "crate::types::integer::deserialize")]
    pub retries: Option<i64>,
    /// `retryInterval`.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "crate::types::integer::deserialize")]
    pub retry_interval: Option<i64>,
}

impl GetLogRequest {
    /// With what is required, and nothing else.
    #[must_use]
    pub fn new(log: LogParametersType, log_type: LogEnumType, request_id: i64) -> Self {
        Self {
            log,
            log_type,
            request_id,
            retries: None,
            retry_interval: None,
        }
    }
}

/// The response of [`GetLog`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct GetLogResponse {
    /// `status`.
    pub status: LogStatusEnumType,
    /// `filename`: at most 255 characters.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub filename: Option<String>,
}

impl GetLogResponse {
    /// With what is required, and nothing else.
    #[must_use]
    pub fn new(status: LogStatusEnumType) -> Self {
        Self {
            status,
            filename: None,
        }
    }
}

/// Shows that the charge point is alive, and gives it the time.
#[derive(Debug, Clone, Copy)]
pub struct Heartbeat;

impl OcppAction for Heartbeat {
    const NAME: &'static str = "Heartbeat";
    const VERSION: Version = Version::V16;
    type Request = HeartbeatRequest;
    type Response = HeartbeatResponse;
}

/// The request of [`Heartbeat`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Default)]
pub struct HeartbeatRequest {}

/// The response of [`Heartbeat`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct HeartbeatResponse {
    /// `currentTime`.
    pub current_time: DateTime,
}

impl HeartbeatResponse {
    /// With what is required, and nothing else.
    #[must_use]
    pub fn new(current_time: impl Into<String>) -> Self {
        Self {
            current_time: current_time.into(),
        }
    }
}

/// Installs a root certificate.
#[derive(Debug, Clone, Copy)]
pub struct InstallCertificate;

impl OcppAction for InstallCertificate {
    const NAME: &'static str = "InstallCertificate";
    const VERSION: Version = Version::V16;
    type Request = InstallCertificateRequest;
    type Response = InstallCertificateResponse;
}

/// The request of [`InstallCertificate`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct InstallCertificateRequest {
    /// `certificateType`.
    pub certificate_type: CertificateUseEnumType,
    /// `certificate`: at most 5500 characters.
    pub certificate: String,
}

impl InstallCertificateRequest {
    /// With what is required, and nothing else.
    #[must_use]
    pub fn new(certificate_type: CertificateUseEnumType, certificate: impl Into<String>) -> Self {
        Self {
            certificate_type,
            certificate: certificate.into(),
        }
    }
}

/// The response of [`InstallCertificate`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct InstallCertificateResponse {
    /// `status`.
    pub status: InstallCertificateStatusEnumType,
}

impl InstallCertificateResponse {
    /// With what is required, and nothing else.
    #[must_use]
    pub fn new(status: InstallCertificateStatusEnumType) -> Self {
        Self {
            status,
        }
    }
}

/// Reports how the upload of a log goes.
#[derive(Debug, Clone, Copy)]
pub struct LogStatusNotification;

impl OcppAction for LogStatusNotification {
    const NAME: &'static str = "LogStatusNotification";
    const VERSION: Version = Version::V16;
    type Request = LogStatusNotificationRequest;
    type Response = LogStatusNotificationResponse;
}

/// The request of [`LogStatusNotification`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct LogStatusNotificationRequest {
    /// `status`.
    pub status: UploadLogStatusEnumType,
    /// `requestId`.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "crate::types::integer::deserialize")]
    pub request_id: Option<i64>,
}

impl LogStatusNotificationRequest {
    /// With what is required, and nothing else.
    #[must_use]
    pub fn new(status: UploadLogStatusEnumType) -> Self {
        Self {
            status,
            request_id: None,
        }
    }
}

/// The response of [`LogStatusNotification`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Default)]
pub struct LogStatusNotificationResponse {}

/// Reports meter readings of a connector.
#[derive(Debug, Clone, Copy)]
pub struct MeterValues;

impl OcppAction for MeterValues {
    const NAME: &'static str = "MeterValues";
    const VERSION: Version = Version::V16;
    type Request = MeterValuesRequest;
    type Response = MeterValuesResponse;
}

/// The request of [`MeterValues`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct MeterValuesRequest {
    /// `connectorId`.
    #[serde(deserialize_with = "crate::types::integer::deserialize")]
    pub connector_id: i64,
    /// `meterValue`.
    pub meter_value: Vec<MeterValue>,
    /// `transactionId`.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "crate::types::integer::deserialize")]
    pub transaction_id: Option<i64>,
}

impl MeterValuesRequest {
    /// With what is required, and nothing else.
    #[must_use]
    pub fn new(connector_id: i64, meter_value: Vec<MeterValue>) -> Self {
        Self {
            connector_id,
            meter_value,
            transaction_id: None,
        }
    }
}

/// The response of [`MeterValues`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Default)]
pub struct MeterValuesResponse {}

/// Asks the charge point to start a transaction for an idTag.
#[derive(Debug, Clone, Copy)]
pub struct RemoteStartTransaction;

impl OcppAction for RemoteStartTransaction {
    const NAME: &'static str = "RemoteStartTransaction";
    const VERSION: Version = Version::V16;
    type Request = RemoteStartTransactionRequest;
    type Response = RemoteStartTransactionResponse;
}

/// The request of [`RemoteStartTransaction`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct RemoteStartTransactionRequest {
    /// `idTag`: at most 20 characters.
    pub id_tag: String,
    /// `chargingProfile`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub charging_profile: Option<ChargingProfile>,
    /// `connectorId`.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "crate::types::integer::deserialize")]
    pub connector_id: Option<i64>,
}

impl RemoteStartTransactionRequest {
    /// With what is required, and nothing else.
    #[must_use]
    pub fn new(id_tag: impl Into<String>) -> Self {
        Self {
            id_tag: id_tag.into(),
            charging_profile: None,
            connector_id: None,
        }
    }
}

/// The response of [`RemoteStartTransaction`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct RemoteStartTransactionResponse {
    /// `status`.
    pub status: RemoteStartStopStatus,
}

impl RemoteStartTransactionResponse {
    /// With what is required, and nothing else.
    #[must_use]
    pub fn new(status: RemoteStartStopStatus) -> Self {
        Self {
            status,
        }
    }
}

/// Asks the charge point to stop a transaction.
#[derive(Debug, Clone, Copy)]
pub struct RemoteStopTransaction;

impl OcppAction for RemoteStopTransaction {
    const NAME: &'static str = "RemoteStopTransaction";
    const VERSION: Version = Version::V16;
    type Request = RemoteStopTransactionRequest;
    type Response = RemoteStopTransactionResponse;
}

/// The request of [`RemoteStopTransaction`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct RemoteStopTransactionRequest {
    /// `transactionId`.
    #[serde(deserialize_with = "crate::types::integer::deserialize")]
    pub transaction_id: i64,
}

impl RemoteStopTransactionRequest {
    /// With what is required, and nothing else.
    #[must_use]
    pub fn new(transaction_id: i64) -> Self {
        Self {
            transaction_id,
        }
    }
}

/// The response of [`RemoteStopTransaction`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct RemoteStopTransactionResponse {
    /// `status`.
    pub status: RemoteStartStopStatus,
}

impl RemoteStopTransactionResponse {
    /// With what is required, and nothing else.
    #[must_use]
    pub fn new(status: RemoteStartStopStatus) -> Self {
        Self {
            status,
        }
    }
}

/// Reserves a connector for an idTag until a time.
#[derive(Debug, Clone, Copy)]
pub struct ReserveNow;

impl OcppAction for ReserveNow {
    const NAME: &'static str = "ReserveNow";
    const VERSION: Version = Version::V16;
    type Request = ReserveNowRequest;
    type Response = ReserveNowResponse;
}

/// The request of [`ReserveNow`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ReserveNowRequest {
    /// `connectorId`.
    #[serde(deserialize_with = "crate::types::integer::deserialize")]
    pub connector_id: i64,
    /// `expiryDate`.
    pub expiry_date: DateTime,
    /// `idTag`: at most 20 characters.
    pub id_tag: String,
    /// `reservationId`.
    #[serde(deserialize_with = "crate::types::integer::deserialize")]
    pub reservation_id: i64,
    /// `parentIdTag`: at most 20 characters.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub parent_id_tag: Option<String>,
}

impl ReserveNowRequest {
    /// With what is required, and nothing else.
    #[must_use]
    pub fn new(connector_id: i64, expiry_date: impl Into<String>, id_tag: impl Into<String>, reservation_id: i64) -> Self {
        Self {
            connector_id,
            expiry_date: expiry_date.into(),
            id_tag: id_tag.into(),
            reservation_id,
            parent_id_tag: None,
        }
    }
}

/// The response of [`ReserveNow`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ReserveNowResponse {
    /// `status`.
    pub status: ReservationStatus,
}

impl ReserveNowResponse {
    /// With what is required, and nothing else.
    #[must_use]
    pub fn new(status: ReservationStatus) -> Self {
        Self {
            status,
        }
    }
}

/// Restarts the charge point, softly or hard.
#[derive(Debug, Clone, Copy)]
pub struct Reset;

impl OcppAction for Reset {
    const NAME: &'static str = "Reset";
    const VERSION: Version = Version::V16;
    type Request = ResetRequest;
    type Response = ResetResponse;
}

/// The request of [`Reset`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ResetRequest {
    /// `type`.
    pub r#type: ResetType,
}

impl ResetRequest {
    /// With what is required, and nothing else.
    #[must_use]
    pub fn new(r#type: ResetType) -> Self {
        Self {
            r#type,
        }
    }
}

/// The response of [`Reset`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ResetResponse {
    /// `status`.
    pub status: ResetStatus,
}

impl ResetResponse {
    /// With what is required, and nothing else.
    #[must_use]
    pub fn new(status: ResetStatus) -> Self {
        Self {
            status,
        }
    }
}

/// Reports a security event.
#[derive(Debug, Clone, Copy)]
pub struct SecurityEventNotification;

impl OcppAction for SecurityEventNotification {
    const NAME: &'static str = "SecurityEventNotification";
    const VERSION: Version = Version::V16;
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
}

impl SecurityEventNotificationRequest {
    /// With what is required, and nothing else.
    #[must_use]
    pub fn new(r#type: impl Into<String>, timestamp: impl Into<String>) -> Self {
        Self {
            r#type: r#type.into(),
            timestamp: timestamp.into(),
            tech_info: None,
        }
    }
}

/// The response of [`SecurityEventNotification`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Default)]
pub struct SecurityEventNotificationResponse {}

/// Replaces or changes the local authorization list.
#[derive(Debug, Clone, Copy)]
pub struct SendLocalList;

impl OcppAction for SendLocalList {
    const NAME: &'static str = "SendLocalList";
    const VERSION: Version = Version::V16;
    type Request = SendLocalListRequest;
    type Response = SendLocalListResponse;
}

/// The request of [`SendLocalList`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct SendLocalListRequest {
    /// `listVersion`.
    #[serde(deserialize_with = "crate::types::integer::deserialize")]
    pub list_version: i64,
    /// `updateType`.
    pub update_type: UpdateType,
    /// `localAuthorizationList`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub local_authorization_list: Option<Vec<AuthorizationData>>,
}

impl SendLocalListRequest {
    /// With what is required, and nothing else.
    #[must_use]
    pub fn new(list_version: i64, update_type: UpdateType) -> Self {
        Self {
            list_version,
            update_type,
            local_authorization_list: None,
        }
    }
}

/// The response of [`SendLocalList`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct SendLocalListResponse {
    /// `status`.
    pub status: UpdateStatus,
}

impl SendLocalListResponse {
    /// With what is required, and nothing else.
    #[must_use]
    pub fn new(status: UpdateStatus) -> Self {
        Self {
            status,
        }
    }
}

/// Installs a charging profile.
#[derive(Debug, Clone, Copy)]
pub struct SetChargingProfile;

impl OcppAction for SetChargingProfile {
    const NAME: &'static str = "SetChargingProfile";
    const VERSION: Version = Version::V16;
    type Request = SetChargingProfileRequest;
    type Response = SetChargingProfileResponse;
}

/// The request of [`SetChargingProfile`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct SetChargingProfileRequest {
    /// `connectorId`.
    #[serde(deserialize_with = "crate::types::integer::deserialize")]
    pub connector_id: i64,
    /// `csChargingProfiles`.
    pub cs_charging_profiles: ChargingProfile,
}

impl SetChargingProfileRequest {
    /// With what is required, and nothing else.
    #[must_use]
    pub fn new(connector_id: i64, cs_charging_profiles: ChargingProfile) -> Self {
        Self {
            connector_id,
            cs_charging_profiles,
        }
    }
}

/// The response of [`SetChargingProfile`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct SetChargingProfileResponse {
    /// `status`.
    pub status: ChargingProfileStatus,
}

impl SetChargingProfileResponse {
    /// With what is required, and nothing else.
    #[must_use]
    pub fn new(status: ChargingProfileStatus) -> Self {
        Self {
            status,
        }
    }
}

/// Asks for a signature on a certificate signing request.
#[derive(Debug, Clone, Copy)]
pub struct SignCertificate;

impl OcppAction for SignCertificate {
    const NAME: &'static str = "SignCertificate";
    const VERSION: Version = Version::V16;
    type Request = SignCertificateRequest;
    type Response = SignCertificateResponse;
}

/// The request of [`SignCertificate`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct SignCertificateRequest {
    /// `csr`: at most 5500 characters.
    pub csr: String,
}

impl SignCertificateRequest {
    /// With what is required, and nothing else.
    #[must_use]
    pub fn new(csr: impl Into<String>) -> Self {
        Self {
            csr: csr.into(),
        }
    }
}

/// The response of [`SignCertificate`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct SignCertificateResponse {
    /// `status`.
    pub status: GenericStatusEnumType,
}

impl SignCertificateResponse {
    /// With what is required, and nothing else.
    #[must_use]
    pub fn new(status: GenericStatusEnumType) -> Self {
        Self {
            status,
        }
    }
}

/// Reports how a signed firmware update goes.
#[derive(Debug, Clone, Copy)]
pub struct SignedFirmwareStatusNotification;

impl OcppAction for SignedFirmwareStatusNotification {
    const NAME: &'static str = "SignedFirmwareStatusNotification";
    const VERSION: Version = Version::V16;
    type Request = SignedFirmwareStatusNotificationRequest;
    type Response = SignedFirmwareStatusNotificationResponse;
}

/// The request of [`SignedFirmwareStatusNotification`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct SignedFirmwareStatusNotificationRequest {
    /// `status`.
    pub status: FirmwareStatusEnumType,
    /// `requestId`.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "crate::types::integer::deserialize")]
    pub request_id: Option<i64>,
}

impl SignedFirmwareStatusNotificationRequest {
    /// With what is required, and nothing else.
    #[must_use]
    pub fn new(status: FirmwareStatusEnumType) -> Self {
        Self {
            status,
            request_id: None,
        }
    }
}

/// The response of [`SignedFirmwareStatusNotification`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Default)]
pub struct SignedFirmwareStatusNotificationResponse {}

/// Asks for an update to a firmware that carries a signature.
#[derive(Debug, Clone, Copy)]
pub struct SignedUpdateFirmware;

impl OcppAction for SignedUpdateFirmware {
    const NAME: &'static str = "SignedUpdateFirmware";
    const VERSION: Version = Version::V16;
    type Request = SignedUpdateFirmwareRequest;
    type Response = SignedUpdateFirmwareResponse;
}

/// The request of [`SignedUpdateFirmware`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct SignedUpdateFirmwareRequest {
    /// `requestId`.
    #[serde(deserialize_with = "crate::types::integer::deserialize")]
    pub request_id: i64,
    /// `firmware`.
    pub firmware: FirmwareType,
    /// `retries`.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "crate::types::integer::deserialize")]
    pub retries: Option<i64>,
    /// `retryInterval`.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "crate::types::integer::deserialize")]
    pub retry_interval: Option<i64>,
}

impl SignedUpdateFirmwareRequest {
    /// With what is required, and nothing else.
    #[must_use]
    pub fn new(request_id: i64, firmware: FirmwareType) -> Self {
        Self {
            request_id,
            firmware,
            retries: None,
            retry_interval: None,
        }
    }
}

/// The response of [`SignedUpdateFirmware`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct SignedUpdateFirmwareResponse {
    /// `status`.
    pub status: UpdateFirmwareStatusEnumType,
}

impl SignedUpdateFirmwareResponse {
    /// With what is required, and nothing else.
    #[must_use]
    pub fn new(status: UpdateFirmwareStatusEnumType) -> Self {
        Self {
            status,
        }
    }
}

/// Reports that a transaction has started, and receives its number.
#[derive(Debug, Clone, Copy)]
pub struct StartTransaction;

impl OcppAction for StartTransaction {
    const NAME: &'static str = "StartTransaction";
    const VERSION: Version = Version::V16;
    type Request = StartTransactionRequest;
    type Response = StartTransactionResponse;
}

/// The request of [`StartTransaction`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct StartTransactionRequest {
    /// `connectorId`.
    #[serde(deserialize_with = "crate::types::integer::deserialize")]
    pub connector_id: i64,
    /// `idTag`: at most 20 characters.
    pub id_tag: String,
    /// `meterStart`.
    #[serde(deserialize_with = "crate::types::integer::deserialize")]
    pub meter_start: i64,
    /// `timestamp`.
    pub timestamp: DateTime,
    /// `reservationId`.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "crate::types::integer::deserialize")]
    pub reservation_id: Option<i64>,
}

impl StartTransactionRequest {
    /// With what is required, and nothing else.
    #[must_use]
    pub fn new(connector_id: i64, id_tag: impl Into<String>, meter_start: i64, timestamp: impl Into<String>) -> Self {
        Self {
            connector_id,
            id_tag: id_tag.into(),
            meter_start,
            timestamp: timestamp.into(),
            reservation_id: None,
        }
    }
}

/// The response of [`StartTransaction`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct StartTransactionResponse {
    /// `idTagInfo`.
    pub id_tag_info: IdTagInfo,
    /// `transactionId`.
    #[serde(deserialize_with = "crate::types::integer::deserialize")]
    pub transaction_id: i64,
}

impl StartTransactionResponse {
    /// With what is required, and nothing else.
    #[must_use]
    pub fn new(id_tag_info: IdTagInfo, transaction_id: i64) -> Self {
        Self {
            id_tag_info,
            transaction_id,
        }
    }
}

/// Reports the status of a connector, or of the charge point as connector 0.
#[derive(Debug, Clone, Copy)]
pub struct StatusNotification;

impl OcppAction for StatusNotification {
    const NAME: &'static str = "StatusNotification";
    const VERSION: Version = Version::V16;
    type Request = StatusNotificationRequest;
    type Response = StatusNotificationResponse;
}

/// The request of [`StatusNotification`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct StatusNotificationRequest {
    /// `connectorId`.
    #[serde(deserialize_with = "crate::types::integer::deserialize")]
    pub connector_id: i64,
    /// `errorCode`.
    pub error_code: ChargePointErrorCode,
    /// `status`.
    pub status: ChargePointStatus,
    /// `info`: at most 50 characters.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub info: Option<String>,
    /// `timestamp`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub timestamp: Option<DateTime>,
    /// `vendorErrorCode`: at most 50 characters.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub vendor_error_code: Option<String>,
    /// `vendorId`: at most 255 characters.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub vendor_id: Option<String>,
}

impl StatusNotificationRequest {
    /// With what is required, and nothing else.
    #[must_use]
    pub fn new(connector_id: i64, error_code: ChargePointErrorCode, status: ChargePointStatus) -> Self {
        Self {
            connector_id,
            error_code,
            status,
            info: None,
            timestamp: None,
            vendor_error_code: None,
            vendor_id: None,
        }
    }
}

/// The response of [`StatusNotification`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Default)]
pub struct StatusNotificationResponse {}

/// Reports that a transaction has ended.
#[derive(Debug, Clone, Copy)]
pub struct StopTransaction;

impl OcppAction for StopTransaction {
    const NAME: &'static str = "StopTransaction";
    const VERSION: Version = Version::V16;
    type Request = StopTransactionRequest;
    type Response = StopTransactionResponse;
}

/// The request of [`StopTransaction`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct StopTransactionRequest {
    /// `meterStop`.
    #[serde(deserialize_with = "crate::types::integer::deserialize")]
    pub meter_stop: i64,
    /// `timestamp`.
    pub timestamp: DateTime,
    /// `transactionId`.
    #[serde(deserialize_with = "crate::types::integer::deserialize")]
    pub transaction_id: i64,
    /// `idTag`: at most 20 characters.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id_tag: Option<String>,
    /// `reason`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<Reason>,
    /// `transactionData`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub transaction_data: Option<Vec<MeterValue>>,
}

impl StopTransactionRequest {
    /// With what is required, and nothing else.
    #[must_use]
    pub fn new(meter_stop: i64, timestamp: impl Into<String>, transaction_id: i64) -> Self {
        Self {
            meter_stop,
            timestamp: timestamp.into(),
            transaction_id,
            id_tag: None,
            reason: None,
            transaction_data: None,
        }
    }
}

/// The response of [`StopTransaction`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Default)]
#[serde(rename_all = "camelCase")]
pub struct StopTransactionResponse {
    /// `idTagInfo`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id_tag_info: Option<IdTagInfo>,
}

/// Asks for one message now.
#[derive(Debug, Clone, Copy)]
pub struct TriggerMessage;

impl OcppAction for TriggerMessage {
    const NAME: &'static str = "TriggerMessage";
    const VERSION: Version = Version::V16;
    type Request = TriggerMessageRequest;
    type Response = TriggerMessageResponse;
}

/// The request of [`TriggerMessage`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct TriggerMessageRequest {
    /// `requestedMessage`.
    pub requested_message: MessageTrigger,
    /// `connectorId`.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "crate::types::integer::deserialize")]
    pub connector_id: Option<i64>,
}

impl TriggerMessageRequest {
    /// With what is required, and nothing else.
    #[must_use]
    pub fn new(requested_message: MessageTrigger) -> Self {
        Self {
            requested_message,
            connector_id: None,
        }
    }
}

/// The response of [`TriggerMessage`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct TriggerMessageResponse {
    /// `status`.
    pub status: TriggerMessageStatus,
}

impl TriggerMessageResponse {
    /// With what is required, and nothing else.
    #[must_use]
    pub fn new(status: TriggerMessageStatus) -> Self {
        Self {
            status,
        }
    }
}

/// Asks the charge point to unlock a connector.
#[derive(Debug, Clone, Copy)]
pub struct UnlockConnector;

impl OcppAction for UnlockConnector {
    const NAME: &'static str = "UnlockConnector";
    const VERSION: Version = Version::V16;
    type Request = UnlockConnectorRequest;
    type Response = UnlockConnectorResponse;
}

/// The request of [`UnlockConnector`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct UnlockConnectorRequest {
    /// `connectorId`.
    #[serde(deserialize_with = "crate::types::integer::deserialize")]
    pub connector_id: i64,
}

impl UnlockConnectorRequest {
    /// With what is required, and nothing else.
    #[must_use]
    pub fn new(connector_id: i64) -> Self {
        Self {
            connector_id,
        }
    }
}

/// The response of [`UnlockConnector`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct UnlockConnectorResponse {
    /// `status`.
    pub status: UnlockStatus,
}

impl UnlockConnectorResponse {
    /// With what is required, and nothing else.
    #[must_use]
    pub fn new(status: UnlockStatus) -> Self {
        Self {
            status,
        }
    }
}

/// Asks for an update to the firmware at a location.
#[derive(Debug, Clone, Copy)]
pub struct UpdateFirmware;

impl OcppAction for UpdateFirmware {
    const NAME: &'static str = "UpdateFirmware";
    const VERSION: Version = Version::V16;
    type Request = UpdateFirmwareRequest;
    type Response = UpdateFirmwareResponse;
}

/// The request of [`UpdateFirmware`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct UpdateFirmwareRequest {
    /// `location`: a URI.
    pub location: String,
    /// `retrieveDate`.
    pub retrieve_date: DateTime,
    /// `retries`.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "crate::types::integer::deserialize")]
    pub retries: Option<i64>,
    /// `retryInterval`.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "crate::types::integer::deserialize")]
    pub retry_interval: Option<i64>,
}

impl UpdateFirmwareRequest {
    /// With what is required, and nothing else.
    #[must_use]
    pub fn new(location: impl Into<String>, retrieve_date: impl Into<String>) -> Self {
        Self {
            location: location.into(),
            retrieve_date: retrieve_date.into(),
            retries: None,
            retry_interval: None,
        }
    }
}

/// The response of [`UpdateFirmware`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Default)]
pub struct UpdateFirmwareResponse {}
