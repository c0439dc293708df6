//! The datatypes of OCPP 1.6. Generated from the data by `generate-types`; change the data, not this file.

use crate::types::DateTime;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};
use super::*;

/// Datatype `AuthorizationData`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct AuthorizationData {
    /// `idTag`: at most 20 characters.
    pub id_tag: String,
    /// `idTagInfo`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id_tag_info: Option<IdTagInfo>,
}

impl AuthorizationData {
    /// With what is required, and nothing else.
    #[must_use]
    pub fn new(id_tag: impl Into<String>) -> Self {
        Self {
            id_tag: id_tag.into(),
            id_tag_info: None,
        }
    }
}

/// Datatype `CertificateHashDataType`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct CertificateHashDataType {
    /// `hashAlgorithm`.
    pub hash_algorithm: HashAlgorithmEnumType,
    /// `issuerNameHash`: at most 128 characters.
    pub issuer_name_hash: String,
    /// `issuerKeyHash`: at most 128 characters.
    pub issuer_key_hash: String,
    /// `serialNumber`: at most 40 characters.
    pub serial_number: String,
}

impl CertificateHashDataType {
    /// With what is required, and nothing else.
    #[must_use]
    pub fn new(hash_algorithm: HashAlgorithmEnumType, issuer_name_hash: impl Into<String>, issuer_key_hash: impl Into<String>, serial_number: impl Into<String>) -> Self {
        Self {
            hash_algorithm,
            issuer_name_hash: issuer_name_hash.into(),
            issuer_key_hash: issuer_key_hash.into(),
            serial_number: serial_number.into(),
        }
    }
}

/// Datatype `ChargingProfile`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ChargingProfile {
    /// `chargingProfileId`.
    #[serde(deserialize_with = "crate::types::integer::deserialize")]
    pub charging_profile_id: i64,
    /// `stackLevel`.
    #[serde(deserialize_with = "crate::types::integer::deserialize")]
    pub stack_level: i64,
    /// `chargingProfilePurpose`.
    pub charging_profile_purpose: ChargingProfilePurposeType,
    /// `chargingProfileKind`.
    pub charging_profile_kind: ChargingProfileKindType,
    /// `chargingSchedule`.
    pub charging_schedule: ChargingSchedule,
    /// `recurrencyKind`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub recurrency_kind: Option<RecurrencyKindType>,
    /// `transactionId`.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "crate::types::integer::deserialize")]
    pub transaction_id: Option<i64>,
    /// `validFrom`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub valid_from: Option<DateTime>,
    /// `validTo`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub valid_to: Option<DateTime>,
}

impl ChargingProfile {
    /// With what is required, and nothing else.
    #[must_use]
    pub fn new(charging_profile_id: i64, stack_level: i64, charging_profile_purpose: ChargingProfilePurposeType, charging_profile_kind: ChargingProfileKindType, charging_schedule: ChargingSchedule) -> Self {
        Self {
            charging_profile_id,
            stack_level,
            charging_profile_purpose,
            charging_profile_kind,
            charging_schedule,
            recurrency_kind: None,
            transaction_id: None,
            valid_from: None,
            valid_to: None,
        }
    }
}

/// Datatype `ChargingSchedule`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ChargingSchedule {
    /// `chargingRateUnit`.
    pub charging_rate_unit: ChargingRateUnitType,
    /// `chargingSchedulePeriod`.
    pub charging_schedule_period: Vec<ChargingSchedulePeriod>,
    /// `duration`.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "crate::types::integer::deserialize")]
    pub duration: Option<i64>,
    /// `minChargingRate`: a multiple of 0.1.
    #[serde(default, skip_serializing_if = "Option::is_none", with = "crate::types::decimal")]
    pub min_charging_rate: Option<Decimal>,
    /// `startSchedule`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub start_schedule: Option<DateTime>,
}

impl ChargingSchedule {
    /// With what is required, and nothing else.
    #[must_use]
    pub fn new(charging_rate_unit: ChargingRateUnitType, charging_schedule_period: Vec<ChargingSchedulePeriod>) -> Self {
        Self {
            charging_rate_unit,
            charging_schedule_period,
            duration: None,
            min_charging_rate: None,
            start_schedule: None,
        }
    }
}

/// Datatype `ChargingSchedulePeriod`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ChargingSchedulePeriod {
    /// `startPeriod`.
    #[serde(deserialize_with = "crate::types::integer::deserialize")]
    pub start_period: i64,
    /// `limit`: a multiple of 0.1.
    #[serde(with = "crate::types::decimal")]
    pub limit: Decimal,
    /// `numberPhases`.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "crate::types::integer::deserialize")]
    pub number_phases: Option<i64>,
}

impl ChargingSchedulePeriod {
    /// With what is required, and nothing else.
    #[must_use]
    pub fn new(start_period: i64, limit: Decimal) -> Self {
        Self {
            start_period,
            limit,
            number_phases: None,
        }
    }
}

/// Datatype `FirmwareType`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct FirmwareType {
    /// `location`: at most 512 characters.
    pub location: String,
    /// `retrieveDateTime`.
    pub retrieve_date_time: DateTime,
    /// `signingCertificate`: at most 5500 characters.
    pub signing_certificate: String,
    /// `signature`: at most 800 characters.
    pub signature: String,
    /// `installDateTime`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub install_date_time: Option<DateTime>,
}

impl FirmwareType {
    /// With what is required, and nothing else.
    #[must_use]
    pub fn new(location: impl Into<String>, retrieve_date_time: impl Into<String>, signing_certificate: impl Into<String>, signature: impl Into<String>) -> Self {
        Self {
            location: location.into(),
            retrieve_date_time: retrieve_date_time.into(),
            signing_certificate: signing_certificate.into(),
            signature: signature.into(),
            install_date_time: None,
        }
    }
}

/// Datatype `IdTagInfo`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct IdTagInfo {
    /// `status`.
    pub status: AuthorizationStatus,
    /// `expiryDate`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub expiry_date: Option<DateTime>,
    /// `parentIdTag`: at most 20 characters.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub parent_id_tag: Option<String>,
}

impl IdTagInfo {
    /// With what is required, and nothing else.
    #[must_use]
    pub fn new(status: AuthorizationStatus) -> Self {
        Self {
            status,
            expiry_date: None,
            parent_id_tag: None,
        }
    }
}

/// Datatype `KeyValue`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct KeyValue {
    /// `key`: at most 50 characters.
    pub key: String,
    /// `readonly`.
    pub readonly: bool,
    /// `value`: at most 500 characters.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub value: Option<String>,
}

impl KeyValue {
    /// With what is required, and nothing else.
    #[must_use]
    pub fn new(key: impl Into<String>, readonly: bool) -> Self {
        Self {
            key: key.into(),
            readonly,
            value: None,
        }
    }
}

/// Datatype `LogParametersType`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct LogParametersType {
    /// `remoteLocation`: at most 512 characters.
    pub remote_location: String,
    /// `latestTimestamp`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub latest_timestamp: Option<DateTime>,
    /// `oldestTimestamp`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub oldest_timestamp: Option<DateTime>,
}

impl LogParametersType {
    /// With what is required, and nothing else.
    #[must_use]
    pub fn new(remote_location: impl Into<String>) -> Self {
        Self {
            remote_location: remote_location.into(),
            latest_timestamp: None,
            oldest_timestamp: None,
        }
    }
}

/// Datatype `MeterValue`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct MeterValue {
    /// `timestamp`.
    pub timestamp: DateTime,
    /// `sampledValue`.
    pub sampled_value: Vec<SampledValue>,
}

impl MeterValue {
    /// With what is required, and nothing else.
    #[must_use]
    pub fn new(timestamp: impl Into<String>, sampled_value: Vec<SampledValue>) -> Self {
        Self {
            timestamp: timestamp.into(),
            sampled_value,
        }
    }
}

/// Datatype `SampledValue`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct SampledValue {
    /// `value`.
    pub value: String,
    /// `context`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub context: Option<ReadingContext>,
    /// `format`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub format: Option<ValueFormat>,
    /// `location`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub location: Option<Location>,
    /// `measurand`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub measurand: Option<Measurand>,
    /// `phase`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub phase: Option<Phase>,
    /// `unit`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unit: Option<UnitOfMeasure>,
}

impl SampledValue {
    /// With what is required, and nothing else.
    #[must_use]
    pub fn new(value: impl Into<String>) -> Self {
        Self {
            value: value.into(),
            context: None,
            format: None,
            location: None,
            measurand: None,
            phase: None,
            unit: None,
        }
    }
}
