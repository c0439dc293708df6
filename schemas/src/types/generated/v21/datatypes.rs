//! The datatypes of OCPP 2.1. Generated from the data by `generate-types`; change the data, not this file.

use crate::types::DateTime;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};
use super::*;

/// Datatype `ACChargingParametersType`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ACChargingParameters {
    /// `energyAmount`.
    #[serde(with = "crate::types::decimal")]
    pub energy_amount: Decimal,
    /// `evMinCurrent`.
    #[serde(with = "crate::types::decimal")]
    pub ev_min_current: Decimal,
    /// `evMaxCurrent`.
    #[serde(with = "crate::types::decimal")]
    pub ev_max_current: Decimal,
    /// `evMaxVoltage`.
    #[serde(with = "crate::types::decimal")]
    pub ev_max_voltage: Decimal,
    /// `customData`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub custom_data: Option<CustomData>,
}

impl ACChargingParameters {
    /// With what is required, and nothing else.
    #[must_use]
    pub fn new(energy_amount: Decimal, ev_min_current: Decimal, ev_max_current: Decimal, ev_max_voltage: Decimal) -> Self {
        Self {
            energy_amount,
            ev_min_current,
            ev_max_current,
            ev_max_voltage,
            custom_data: None,
        }
    }
}

/// Datatype `APNType`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct APN {
    /// `apn`: at most 2000 characters.
    pub apn: String,
    /// `apnAuthentication`.
    pub apn_authentication: APNAuthenticationEnum,
    /// `apnPassword`: at most 64 characters.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub apn_password: Option<String>,
    /// `apnUserName`: at most 50 characters.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub apn_user_name: Option<String>,
    /// `preferredNetwork`: at most 6 characters.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub preferred_network: Option<String>,
    /// `simPin`.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "crate::types::integer::deserialize")]
    pub sim_pin: Option<i64>,
    /// `useOnlyPreferredNetwork`: `false` if absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub use_only_preferred_network: Option<bool>,
    /// `customData`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub custom_data: Option<CustomData>,
}

impl APN {
    /// With what is required, and nothing else.
    #[must_use]
    pub fn new(apn: impl Into<String>, apn_authentication: APNAuthenticationEnum) -> Self {
        Self {
            apn: apn.into(),
            apn_authentication,
            apn_password: None,
            apn_user_name: None,
            preferred_network: None,
            sim_pin: None,
            use_only_preferred_network: None,
            custom_data: None,
        }
    }
}

/// Datatype `AbsolutePriceScheduleType`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct AbsolutePriceSchedule {
    /// `timeAnchor`.
    pub time_anchor: DateTime,
    /// `priceScheduleID`: at least 0.
    #[serde(rename = "priceScheduleID", deserialize_with = "crate::types::integer::deserialize")]
    pub price_schedule_id: i64,
    /// `currency`: at most 3 characters.
    pub currency: String,
    /// `language`: at most 8 characters.
    pub language: String,
    /// `priceAlgorithm`: at most 2000 characters.
    pub price_algorithm: String,
    /// `priceRuleStacks`: 1 to 1024 items.
    pub price_rule_stacks: Vec<PriceRuleStack>,
    /// `additionalSelectedServices`: 1 to 5 items.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub additional_selected_services: Option<Vec<AdditionalSelectedServices>>,
    /// `maximumCost`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub maximum_cost: Option<RationalNumber>,
    /// `minimumCost`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub minimum_cost: Option<RationalNumber>,
    /// `overstayRuleList`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub overstay_rule_list: Option<OverstayRuleList>,
    /// `priceScheduleDescription`: at most 160 characters.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub price_schedule_description: Option<String>,
    /// `taxRules`: 1 to 10 items.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tax_rules: Option<Vec<TaxRule>>,
    /// `customData`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub custom_data: Option<CustomData>,
}

impl AbsolutePriceSchedule {
    /// With what is required, and nothing else.
    #[must_use]
    pub fn new(time_anchor: impl Into<String>, price_schedule_id: i64, currency: impl Into<String>, language: impl Into<String>, price_algorithm: impl Into<String>, price_rule_stacks: Vec<PriceRuleStack>) -> Self {
        Self {
            time_anchor: time_anchor.into(),
            price_schedule_id,
            currency: currency.into(),
            language: language.into(),
            price_algorithm: price_algorithm.into(),
            price_rule_stacks,
            additional_selected_services: None,
            maximum_cost: None,
            minimum_cost: None,
            overstay_rule_list: None,
            price_schedule_description: None,
            tax_rules: None,
            custom_data: None,
        }
    }
}

/// Datatype `AdditionalInfoType`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct AdditionalInfo {
    /// `additionalIdToken`: at most 255 characters.
    pub additional_id_token: String,
    /// `type`: at most 50 characters.
    pub r#type: String,
    /// `customData`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub custom_data: Option<CustomData>,
}

impl AdditionalInfo {
    /// With what is required, and nothing else.
    #[must_use]
    pub fn new(additional_id_token: impl Into<String>, r#type: impl Into<String>) -> Self {
        Self {
            additional_id_token: additional_id_token.into(),
            r#type: r#type.into(),
            custom_data: None,
        }
    }
}

/// Datatype `AdditionalSelectedServicesType`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct AdditionalSelectedServices {
    /// `serviceFee`.
    pub service_fee: RationalNumber,
    /// `serviceName`: at most 80 characters.
    pub service_name: String,
    /// `customData`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub custom_data: Option<CustomData>,
}

impl AdditionalSelectedServices {
    /// With what is required, and nothing else.
    #[must_use]
    pub fn new(service_fee: RationalNumber, service_name: impl Into<String>) -> Self {
        Self {
            service_fee,
            service_name: service_name.into(),
            custom_data: None,
        }
    }
}

/// Datatype `AddressType`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Address {
    /// `name`: at most 50 characters.
    pub name: String,
    /// `address1`: at most 100 characters.
    pub address1: String,
    /// `city`: at most 100 characters.
    pub city: String,
    /// `country`: at most 50 characters.
    pub country: String,
    /// `address2`: at most 100 characters.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub address2: Option<String>,
    /// `postalCode`: at most 20 characters.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub postal_code: Option<String>,
    /// `customData`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub custom_data: Option<CustomData>,
}

impl Address {
    /// With what is required, and nothing else.
    #[must_use]
    pub fn new(name: impl Into<String>, address1: impl Into<String>, city: impl Into<String>, country: impl Into<String>) -> Self {
        Self {
            name: name.into(),
            address1: address1.into(),
            city: city.into(),
            country: country.into(),
            address2: None,
            postal_code: None,
            custom_data: None,
        }
    }
}

/// Datatype `AuthorizationData`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct AuthorizationData {
    /// `idToken`.
    pub id_token: IdToken,
    /// `idTokenInfo`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id_token_info: Option<IdTokenInfo>,
    /// `customData`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub custom_data: Option<CustomData>,
}

impl AuthorizationData {
    /// With what is required, and nothing else.
    #[must_use]
    pub fn new(id_token: IdToken) -> Self {
        Self {
            id_token,
            id_token_info: None,
            custom_data: None,
        }
    }
}

/// Datatype `BatteryDataType`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct BatteryData {
    /// `evseId`: at least 0.
    #[serde(deserialize_with = "crate::types::integer::deserialize")]
    pub evse_id: i64,
    /// `serialNumber`: at most 50 characters.
    pub serial_number: String,
    /// `soC`: 0 to 100.
    #[serde(rename = "soC", with = "crate::types::decimal")]
    pub soc: Decimal,
    /// `soH`: 0 to 100.
    #[serde(rename = "soH", with = "crate::types::decimal")]
    pub soh: Decimal,
    /// `productionDate`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub production_date: Option<DateTime>,
    /// `vendorInfo`: at most 500 characters.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub vendor_info: Option<String>,
    /// `customData`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub custom_data: Option<CustomData>,
}

impl BatteryData {
    /// With what is required, and nothing else.
    #[must_use]
    pub fn new(evse_id: i64, serial_number: impl Into<String>, soc: Decimal, soh: Decimal) -> Self {
        Self {
            evse_id,
            serial_number: serial_number.into(),
            soc,
            soh,
            production_date: None,
            vendor_info: None,
            custom_data: None,
        }
    }
}

/// Datatype `CertificateHashDataChainType`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct CertificateHashDataChain {
    /// `certificateHashData`.
    pub certificate_hash_data: CertificateHashData,
    /// `certificateType`.
    pub certificate_type: GetCertificateIdUseEnum,
    /// `childCertificateHashData`: 1 to 4 items.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub child_certificate_hash_data: Option<Vec<CertificateHashData>>,
    /// `customData`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub custom_data: Option<CustomData>,
}

impl CertificateHashDataChain {
    /// With what is required, and nothing else.
    #[must_use]
    pub fn new(certificate_hash_data: CertificateHashData, certificate_type: GetCertificateIdUseEnum) -> Self {
        Self {
            certificate_hash_data,
            certificate_type,
            child_certificate_hash_data: None,
            custom_data: None,
        }
    }
}

/// Datatype `CertificateHashDataType`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct CertificateHashData {
    /// `hashAlgorithm`.
    pub hash_algorithm: HashAlgorithmEnum,
    /// `issuerNameHash`: at most 128 characters.
    pub issuer_name_hash: String,
    /// `issuerKeyHash`: at most 128 characters.
    pub issuer_key_hash: String,
    /// `serialNumber`: at most 40 characters.
    pub serial_number: String,
    /// `customData`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub custom_data: Option<CustomData>,
}

impl CertificateHashData {
    /// With what is required, and nothing else.
    #[must_use]
    pub fn new(hash_algorithm: HashAlgorithmEnum, issuer_name_hash: impl Into<String>, issuer_key_hash: impl Into<String>, serial_number: impl Into<String>) -> Self {
        Self {
            hash_algorithm,
            issuer_name_hash: issuer_name_hash.into(),
            issuer_key_hash: issuer_key_hash.into(),
            serial_number: serial_number.into(),
            custom_data: None,
        }
    }
}

/// Datatype `CertificateStatusRequestInfoType`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct CertificateStatusRequestInfo {
    /// `certificateHashData`.
    pub certificate_hash_data: CertificateHashData,
    /// `source`.
    pub source: CertificateStatusSourceEnum,
    /// `urls`: 1 to 5 items, each at most 2000 characters.
    pub urls: Vec<String>,
    /// `customData`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub custom_data: Option<CustomData>,
}

impl CertificateStatusRequestInfo {
    /// With what is required, and nothing else.
    #[must_use]
    pub fn new(certificate_hash_data: CertificateHashData, source: CertificateStatusSourceEnum, urls: Vec<String>) -> Self {
        Self {
            certificate_hash_data,
            source,
            urls,
            custom_data: None,
        }
    }
}

/// Datatype `CertificateStatusType`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct CertificateStatus {
    /// `certificateHashData`.
    pub certificate_hash_data: CertificateHashData,
    /// `source`.
    pub source: CertificateStatusSourceEnum,
    /// `status`.
    pub status: CertificateStatusEnum,
    /// `nextUpdate`.
    pub next_update: DateTime,
    /// `customData`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub custom_data: Option<CustomData>,
}

impl CertificateStatus {
    /// With what is required, and nothing else.
    #[must_use]
    pub fn new(certificate_hash_data: CertificateHashData, source: CertificateStatusSourceEnum, status: CertificateStatusEnum, next_update: impl Into<String>) -> Self {
        Self {
            certificate_hash_data,
            source,
            status,
            next_update: next_update.into(),
            custom_data: None,
        }
    }
}

/// Datatype `ChargingLimitType`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ChargingLimit {
    /// `chargingLimitSource`: at most 20 characters.
    pub charging_limit_source: String,
    /// `isGridCritical`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub is_grid_critical: Option<bool>,
    /// `isLocalGeneration`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub is_local_generation: Option<bool>,
    /// `customData`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub custom_data: Option<CustomData>,
}

impl ChargingLimit {
    /// With what is required, and nothing else.
    #[must_use]
    pub fn new(charging_limit_source: impl Into<String>) -> Self {
        Self {
            charging_limit_source: charging_limit_source.into(),
            is_grid_critical: None,
            is_local_generation: None,
            custom_data: None,
        }
    }
}

/// Datatype `ChargingNeedsType`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ChargingNeeds {
    /// `requestedEnergyTransfer`.
    pub requested_energy_transfer: EnergyTransferModeEnum,
    /// `acChargingParameters`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ac_charging_parameters: Option<ACChargingParameters>,
    /// `availableEnergyTransfer`: at least 1 items.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub available_energy_transfer: Option<Vec<EnergyTransferModeEnum>>,
    /// `controlMode`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub control_mode: Option<ControlModeEnum>,
    /// `dcChargingParameters`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub dc_charging_parameters: Option<DCChargingParameters>,
    /// `departureTime`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub departure_time: Option<DateTime>,
    /// `derChargingParameters`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub der_charging_parameters: Option<DERChargingParameters>,
    /// `evEnergyOffer`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ev_energy_offer: Option<EVEnergyOffer>,
    /// `mobilityNeedsMode`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub mobility_needs_mode: Option<MobilityNeedsModeEnum>,
    /// `v2xChargingParameters`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub v2x_charging_parameters: Option<V2XChargingParameters>,
    /// `customData`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub custom_data: Option<CustomData>,
}

impl ChargingNeeds {
    /// With what is required, and nothing else.
    #[must_use]
    pub fn new(requested_energy_transfer: EnergyTransferModeEnum) -> Self {
        Self {
            requested_energy_transfer,
            ac_charging_parameters: None,
            available_energy_transfer: None,
            control_mode: None,
            dc_charging_parameters: None,
            departure_time: None,
            der_charging_parameters: None,
            ev_energy_offer: None,
            mobility_needs_mode: None,
            v2x_charging_parameters: None,
            custom_data: None,
        }
    }
}

/// Datatype `ChargingPeriodType`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ChargingPeriod {
    /// `startPeriod`.
    pub start_period: DateTime,
    /// `dimensions`: at least 1 items.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub dimensions: Option<Vec<CostDimension>>,
    /// `tariffId`: at most 60 characters.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tariff_id: Option<String>,
    /// `customData`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub custom_data: Option<CustomData>,
}

impl ChargingPeriod {
    /// With what is required, and nothing else.
    #[must_use]
    pub fn new(start_period: impl Into<String>) -> Self {
        Self {
            start_period: start_period.into(),
            dimensions: None,
            tariff_id: None,
            custom_data: None,
        }
    }
}

/// Datatype `ChargingProfileCriterionType`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Default)]
#[serde(rename_all = "camelCase")]
pub struct ChargingProfileCriterion {
    /// `chargingLimitSource`: 1 to 4 items, each at most 20 characters.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub charging_limit_source: Option<Vec<String>>,
    /// `chargingProfileId`: at least 1 items.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "crate::types::integer::deserialize")]
    pub charging_profile_id: Option<Vec<i64>>,
    /// `chargingProfilePurpose`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub charging_profile_purpose: Option<ChargingProfilePurposeEnum>,
    /// `stackLevel`: at least 0.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "crate::types::integer::deserialize")]
    pub stack_level: Option<i64>,
    /// `customData`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub custom_data: Option<CustomData>,
}

/// Datatype `ChargingProfileType`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ChargingProfile {
    /// `id`.
    #[serde(deserialize_with = "crate::types::integer::deserialize")]
    pub id: i64,
    /// `stackLevel`: at least 0.
    #[serde(deserialize_with = "crate::types::integer::deserialize")]
    pub stack_level: i64,
    /// `chargingProfilePurpose`.
    pub charging_profile_purpose: ChargingProfilePurposeEnum,
    /// `chargingProfileKind`.
    pub charging_profile_kind: ChargingProfileKindEnum,
    /// `chargingSchedule`: 1 to 3 items.
    pub charging_schedule: Vec<ChargingSchedule>,
    /// `dynUpdateInterval`.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "crate::types::integer::deserialize")]
    pub dyn_update_interval: Option<i64>,
    /// `dynUpdateTime`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub dyn_update_time: Option<DateTime>,
    /// `invalidAfterOfflineDuration`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub invalid_after_offline_duration: Option<bool>,
    /// `maxOfflineDuration`.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "crate::types::integer::deserialize")]
    pub max_offline_duration: Option<i64>,
    /// `priceScheduleSignature`: at most 256 characters.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub price_schedule_signature: Option<String>,
    /// `recurrencyKind`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub recurrency_kind: Option<RecurrencyKindEnum>,
    /// `transactionId`: at most 36 characters.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub transaction_id: Option<String>,
    /// `validFrom`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub valid_from: Option<DateTime>,
    /// `validTo`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub valid_to: Option<DateTime>,
    /// `customData`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub custom_data: Option<CustomData>,
}

impl ChargingProfile {
    /// With what is required, and nothing else.
    #[must_use]
    pub fn new(id: i64, stack_level: i64, charging_profile_purpose: ChargingProfilePurposeEnum, charging_profile_kind: ChargingProfileKindEnum, charging_schedule: Vec<ChargingSchedule>) -> Self {
        Self {
            id,
            stack_level,
            charging_profile_purpose,
            charging_profile_kind,
            charging_schedule,
            dyn_update_interval: None,
            dyn_update_time: None,
            invalid_after_offline_duration: None,
            max_offline_duration: None,
            price_schedule_signature: None,
            recurrency_kind: None,
            transaction_id: None,
            valid_from: None,
            valid_to: None,
            custom_data: None,
        }
    }
}

/// Datatype `ChargingSchedulePeriodType`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ChargingSchedulePeriod {
    /// `startPeriod`.
    #[serde(deserialize_with = "crate::types::integer::deserialize")]
    pub start_period: i64,
    /// `dischargeLimit`: at most 0.
    #[serde(default, skip_serializing_if = "Option::is_none", with = "crate::types::decimal")]
    pub discharge_limit: Option<Decimal>,
    /// `dischargeLimit_L2`: at most 0.
    #[serde(rename = "dischargeLimit_L2", default, skip_serializing_if = "Option::is_none", with = "crate::types::decimal")]
    pub discharge_limit_l2: Option<Decimal>,
    /// `dischargeLimit_L3`: at most 0.
    #[serde(rename = "dischargeLimit_L3", default, skip_serializing_if = "Option::is_none", with = "crate::types::decimal")]
    pub discharge_limit_l3: Option<Decimal>,
    /// `evseSleep`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub evse_sleep: Option<bool>,
    /// `limit`.
    #[serde(default, skip_serializing_if = "Option::is_none", with = "crate::types::decimal")]
    pub limit: Option<Decimal>,
    /// `limit_L2`.
    #[serde(rename = "limit_L2", default, skip_serializing_if = "Option::is_none", with = "crate::types::decimal")]
    pub limit_l2: Option<Decimal>,
    /// `limit_L3`.
    #[serde(rename = "limit_L3", default, skip_serializing_if = "Option::is_none", with = "crate::types::decimal")]
    pub limit_l3: Option<Decimal>,
    /// `numberPhases`: 0 to 3.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "crate::types::integer::deserialize")]
    pub number_phases: Option<i64>,
    /// `operationMode`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub operation_mode: Option<OperationModeEnum>,
    /// `phaseToUse`: 0 to 3.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "crate::types::integer::deserialize")]
    pub phase_to_use: Option<i64>,
    /// `preconditioningRequest`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub preconditioning_request: Option<bool>,
    /// `setpoint`.
    #[serde(default, skip_serializing_if = "Option::is_none", with = "crate::types::decimal")]
    pub setpoint: Option<Decimal>,
    /// `setpointReactive`.
    #[serde(default, skip_serializing_if = "Option::is_none", with = "crate::types::decimal")]
    pub setpoint_reactive: Option<Decimal>,
    /// `setpointReactive_L2`.
    #[serde(rename = "setpointReactive_L2", default, skip_serializing_if = "Option::is_none", with = "crate::types::decimal")]
    pub setpoint_reactive_l2: Option<Decimal>,
    /// `setpointReactive_L3`.
    #[serde(rename = "setpointReactive_L3", default, skip_serializing_if = "Option::is_none", with = "crate::types::decimal")]
    pub setpoint_reactive_l3: Option<Decimal>,
    /// `setpoint_L2`.
    #[serde(rename = "setpoint_L2", default, skip_serializing_if = "Option::is_none", with = "crate::types::decimal")]
    pub setpoint_l2: Option<Decimal>,
    /// `setpoint_L3`.
    #[serde(rename = "setpoint_L3", default, skip_serializing_if = "Option::is_none", with = "crate::types::decimal")]
    pub setpoint_l3: Option<Decimal>,
    /// `v2xBaseline`.
    #[serde(default, skip_serializing_if = "Option::is_none", with = "crate::types::decimal")]
    pub v2x_baseline: Option<Decimal>,
    /// `v2xFreqWattCurve`: 1 to 20 items.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub v2x_freq_watt_curve: Option<Vec<V2XFreqWattPoint>>,
    /// `v2xSignalWattCurve`: 1 to 20 items.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub v2x_signal_watt_curve: Option<Vec<V2XSignalWattPoint>>,
    /// `customData`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub custom_data: Option<CustomData>,
}

impl ChargingSchedulePeriod {
    /// With what is required, and nothing else.
    #[must_use]
    pub fn new(start_period: i64) -> Self {
        Self {
            start_period,
            discharge_limit: None,
            discharge_limit_l2: None,
            discharge_limit_l3: None,
            evse_sleep: None,
            limit: None,
            limit_l2: None,
            limit_l3: None,
            number_phases: None,
            operation_mode: None,
            phase_to_use: None,
            preconditioning_request: None,
            setpoint: None,
            setpoint_reactive: None,
            setpoint_reactive_l2: None,
            setpoint_reactive_l3: None,
            setpoint_l2: None,
            setpoint_l3: None,
            v2x_baseline: None,
            v2x_freq_watt_curve: None,
            v2x_signal_watt_curve: None,
            custom_data: None,
        }
    }
}

/// Datatype `ChargingScheduleType`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ChargingSchedule {
    /// `id`.
    #[serde(deserialize_with = "crate::types::integer::deserialize")]
    pub id: i64,
    /// `chargingRateUnit`.
    pub charging_rate_unit: ChargingRateUnitEnum,
    /// `chargingSchedulePeriod`: 1 to 1024 items.
    pub charging_schedule_period: Vec<ChargingSchedulePeriod>,
    /// `absolutePriceSchedule`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub absolute_price_schedule: Option<AbsolutePriceSchedule>,
    /// `digestValue`: at most 88 characters.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub digest_value: Option<String>,
    /// `duration`.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "crate::types::integer::deserialize")]
    pub duration: Option<i64>,
    /// `limitAtSoC`.
    #[serde(rename = "limitAtSoC", skip_serializing_if = "Option::is_none")]
    pub limit_at_soc: Option<LimitAtSoC>,
    /// `minChargingRate`.
    #[serde(default, skip_serializing_if = "Option::is_none", with = "crate::types::decimal")]
    pub min_charging_rate: Option<Decimal>,
    /// `powerTolerance`.
    #[serde(default, skip_serializing_if = "Option::is_none", with = "crate::types::decimal")]
    pub power_tolerance: Option<Decimal>,
    /// `priceLevelSchedule`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub price_level_schedule: Option<PriceLevelSchedule>,
    /// `randomizedDelay`: at least 0.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "crate::types::integer::deserialize")]
    pub randomized_delay: Option<i64>,
    /// `salesTariff`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sales_tariff: Option<SalesTariff>,
    /// `signatureId`: at least 0.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "crate::types::integer::deserialize")]
    pub signature_id: Option<i64>,
    /// `startSchedule`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub start_schedule: Option<DateTime>,
    /// `useLocalTime`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub use_local_time: Option<bool>,
    /// `customData`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub custom_data: Option<CustomData>,
}

impl ChargingSchedule {
    /// With what is required, and nothing else.
    #[must_use]
    pub fn new(id: i64, charging_rate_unit: ChargingRateUnitEnum, charging_schedule_period: Vec<ChargingSchedulePeriod>) -> Self {
        Self {
            id,
            charging_rate_unit,
            charging_schedule_period,
            absolute_price_schedule: None,
            digest_value: None,
            duration: None,
            limit_at_soc: None,
            min_charging_rate: None,
            power_tolerance: None,
            price_level_schedule: None,
            randomized_delay: None,
            sales_tariff: None,
            signature_id: None,
            start_schedule: None,
            use_local_time: None,
            custom_data: None,
        }
    }
}

/// Datatype `ChargingScheduleUpdateType`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Default)]
#[serde(rename_all = "camelCase")]
pub struct ChargingScheduleUpdate {
    /// `dischargeLimit`: at most 0.
    #[serde(default, skip_serializing_if = "Option::is_none", with = "crate::types::decimal")]
    pub discharge_limit: Option<Decimal>,
    /// `dischargeLimit_L2`: at most 0.
    #[serde(rename = "dischargeLimit_L2", default, skip_serializing_if = "Option::is_none", with = "crate::types::decimal")]
    pub discharge_limit_l2: Option<Decimal>,
    /// `dischargeLimit_L3`: at most 0.
    #[serde(rename = "dischargeLimit_L3", default, skip_serializing_if = "Option::is_none", with = "crate::types::decimal")]
    pub discharge_limit_l3: Option<Decimal>,
    /// `limit`.
    #[serde(default, skip_serializing_if = "Option::is_none", with = "crate::types::decimal")]
    pub limit: Option<Decimal>,
    /// `limit_L2`.
    #[serde(rename = "limit_L2", default, skip_serializing_if = "Option::is_none", with = "crate::types::decimal")]
    pub limit_l2: Option<Decimal>,
    /// `limit_L3`.
    #[serde(rename = "limit_L3", default, skip_serializing_if = "Option::is_none", with = "crate::types::decimal")]
    pub limit_l3: Option<Decimal>,
    /// `setpoint`.
    #[serde(default, skip_serializing_if = "Option::is_none", with = "crate::types::decimal")]
    pub setpoint: Option<Decimal>,
    /// `setpointReactive`.
    #[serde(default, skip_serializing_if = "Option::is_none", with = "crate::types::decimal")]
    pub setpoint_reactive: Option<Decimal>,
    /// `setpointReactive_L2`.
    #[serde(rename = "setpointReactive_L2", default, skip_serializing_if = "Option::is_none", with = "crate::types::decimal")]
    pub setpoint_reactive_l2: Option<Decimal>,
    /// `setpointReactive_L3`.
    #[serde(rename = "setpointReactive_L3", default, skip_serializing_if = "Option::is_none", with = "crate::types::decimal")]
    pub setpoint_reactive_l3: Option<Decimal>,
    /// `setpoint_L2`.
    #[serde(rename = "setpoint_L2", default, skip_serializing_if = "Option::is_none", with = "crate::types::decimal")]
    pub setpoint_l2: Option<Decimal>,
    /// `setpoint_L3`.
    #[serde(rename = "setpoint_L3", default, skip_serializing_if = "Option::is_none", with = "crate::types::decimal")]
    pub setpoint_l3: Option<Decimal>,
    /// `customData`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub custom_data: Option<CustomData>,
}

/// Datatype `ChargingStationType`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ChargingStation {
    /// `model`: at most 20 characters.
    pub model: String,
    /// `vendorName`: at most 50 characters.
    pub vendor_name: String,
    /// `firmwareVersion`: at most 50 characters.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub firmware_version: Option<String>,
    /// `modem`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub modem: Option<Modem>,
    /// `serialNumber`: at most 25 characters.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub serial_number: Option<String>,
    /// `customData`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub custom_data: Option<CustomData>,
}

impl ChargingStation {
    /// With what is required, and nothing else.
    #[must_use]
    pub fn new(model: impl Into<String>, vendor_name: impl Into<String>) -> Self {
        Self {
            model: model.into(),
            vendor_name: vendor_name.into(),
            firmware_version: None,
            modem: None,
            serial_number: None,
            custom_data: None,
        }
    }
}

/// Datatype `ClearChargingProfileType`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Default)]
#[serde(rename_all = "camelCase")]
pub struct ClearChargingProfileType {
    /// `chargingProfilePurpose`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub charging_profile_purpose: Option<ChargingProfilePurposeEnum>,
    /// `evseId`: at least 0.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "crate::types::integer::deserialize")]
    pub evse_id: Option<i64>,
    /// `stackLevel`: at least 0.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "crate::types::integer::deserialize")]
    pub stack_level: Option<i64>,
    /// `customData`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub custom_data: Option<CustomData>,
}

/// Datatype `ClearMonitoringResultType`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ClearMonitoringResult {
    /// `status`.
    pub status: ClearMonitoringStatusEnum,
    /// `id`: at least 0.
    #[serde(deserialize_with = "crate::types::integer::deserialize")]
    pub id: i64,
    /// `statusInfo`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status_info: Option<StatusInfo>,
    /// `customData`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub custom_data: Option<CustomData>,
}

impl ClearMonitoringResult {
    /// With what is required, and nothing else.
    #[must_use]
    pub fn new(status: ClearMonitoringStatusEnum, id: i64) -> Self {
        Self {
            status,
            id,
            status_info: None,
            custom_data: None,
        }
    }
}

/// Datatype `ClearTariffsResultType`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ClearTariffsResult {
    /// `status`.
    pub status: TariffClearStatusEnum,
    /// `statusInfo`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status_info: Option<StatusInfo>,
    /// `tariffId`: at most 60 characters.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tariff_id: Option<String>,
    /// `customData`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub custom_data: Option<CustomData>,
}

impl ClearTariffsResult {
    /// With what is required, and nothing else.
    #[must_use]
    pub fn new(status: TariffClearStatusEnum) -> Self {
        Self {
            status,
            status_info: None,
            tariff_id: None,
            custom_data: None,
        }
    }
}

/// Datatype `ComponentType`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Component {
    /// `name`: at most 50 characters.
    pub name: String,
    /// `evse`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub evse: Option<EVSE>,
    /// `instance`: at most 50 characters.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub instance: Option<String>,
    /// `customData`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub custom_data: Option<CustomData>,
}

impl Component {
    /// With what is required, and nothing else.
    #[must_use]
    pub fn new(name: impl Into<String>) -> Self {
        Self {
            name: name.into(),
            evse: None,
            instance: None,
            custom_data: None,
        }
    }
}

/// Datatype `ComponentVariableType`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ComponentVariable {
    /// `component`.
    pub component: Component,
    /// `variable`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub variable: Option<Variable>,
    /// `customData`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub custom_data: Option<CustomData>,
}

impl ComponentVariable {
    /// With what is required, and nothing else.
    #[must_use]
    pub fn new(component: Component) -> Self {
        Self {
            component,
            variable: None,
            custom_data: None,
        }
    }
}

/// Datatype `CompositeScheduleType`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct CompositeSchedule {
    /// `evseId`: at least 0.
    #[serde(deserialize_with = "crate::types::integer::deserialize")]
    pub evse_id: i64,
    /// `duration`.
    #[serde(deserialize_with = "crate::types::integer::deserialize")]
    pub duration: i64,
    /// `scheduleStart`.
    pub schedule_start: DateTime,
    /// `chargingRateUnit`.
    pub charging_rate_unit: ChargingRateUnitEnum,
    /// `chargingSchedulePeriod`: at least 1 items.
    pub charging_schedule_period: Vec<ChargingSchedulePeriod>,
    /// `customData`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub custom_data: Option<CustomData>,
}

impl CompositeSchedule {
    /// With what is required, and nothing else.
    #[must_use]
    pub fn new(evse_id: i64, duration: i64, schedule_start: impl Into<String>, charging_rate_unit: ChargingRateUnitEnum, charging_schedule_period: Vec<ChargingSchedulePeriod>) -> Self {
        Self {
            evse_id,
            duration,
            schedule_start: schedule_start.into(),
            charging_rate_unit,
            charging_schedule_period,
            custom_data: None,
        }
    }
}

/// Datatype `ConstantStreamDataType`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ConstantStreamData {
    /// `id`: at least 0.
    #[serde(deserialize_with = "crate::types::integer::deserialize")]
    pub id: i64,
    /// `params`.
    pub params: PeriodicEventStreamParams,
    /// `variableMonitoringId`: at least 0.
    #[serde(deserialize_with = "crate::types::integer::deserialize")]
    pub variable_monitoring_id: i64,
    /// `customData`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub custom_data: Option<CustomData>,
}

impl ConstantStreamData {
    /// With what is required, and nothing else.
    #[must_use]
    pub fn new(id: i64, params: PeriodicEventStreamParams, variable_monitoring_id: i64) -> Self {
        Self {
            id,
            params,
            variable_monitoring_id,
            custom_data: None,
        }
    }
}

/// Datatype `ConsumptionCostType`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ConsumptionCost {
    /// `startValue`.
    #[serde(with = "crate::types::decimal")]
    pub start_value: Decimal,
    /// `cost`: 1 to 3 items.
    pub cost: Vec<Cost>,
    /// `customData`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub custom_data: Option<CustomData>,
}

impl ConsumptionCost {
    /// With what is required, and nothing else.
    #[must_use]
    pub fn new(start_value: Decimal, cost: Vec<Cost>) -> Self {
        Self {
            start_value,
            cost,
            custom_data: None,
        }
    }
}

/// Datatype `CostDetailsType`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct CostDetails {
    /// `totalCost`.
    pub total_cost: TotalCost,
    /// `totalUsage`.
    pub total_usage: TotalUsage,
    /// `chargingPeriods`: at least 1 items.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub charging_periods: Option<Vec<ChargingPeriod>>,
    /// `failureReason`: at most 500 characters.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub failure_reason: Option<String>,
    /// `failureToCalculate`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub failure_to_calculate: Option<bool>,
    /// `customData`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub custom_data: Option<CustomData>,
}

impl CostDetails {
    /// With what is required, and nothing else.
    #[must_use]
    pub fn new(total_cost: TotalCost, total_usage: TotalUsage) -> Self {
        Self {
            total_cost,
            total_usage,
            charging_periods: None,
            failure_reason: None,
            failure_to_calculate: None,
            custom_data: None,
        }
    }
}

/// Datatype `CostDimensionType`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct CostDimension {
    /// `type`.
    pub r#type: CostDimensionEnum,
    /// `volume`.
    #[serde(with = "crate::types::decimal")]
    pub volume: Decimal,
    /// `customData`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub custom_data: Option<CustomData>,
}

impl CostDimension {
    /// With what is required, and nothing else.
    #[must_use]
    pub fn new(r#type: CostDimensionEnum, volume: Decimal) -> Self {
        Self {
            r#type,
            volume,
            custom_data: None,
        }
    }
}

/// Datatype `CostType`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Cost {
    /// `costKind`.
    pub cost_kind: CostKindEnum,
    /// `amount`.
    #[serde(deserialize_with = "crate::types::integer::deserialize")]
    pub amount: i64,
    /// `amountMultiplier`.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "crate::types::integer::deserialize")]
    pub amount_multiplier: Option<i64>,
    /// `customData`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub custom_data: Option<CustomData>,
}

impl Cost {
    /// With what is required, and nothing else.
    #[must_use]
    pub fn new(cost_kind: CostKindEnum, amount: i64) -> Self {
        Self {
            cost_kind,
            amount,
            amount_multiplier: None,
            custom_data: None,
        }
    }
}

/// Datatype `DCChargingParametersType`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct DCChargingParameters {
    /// `evMaxCurrent`.
    #[serde(with = "crate::types::decimal")]
    pub ev_max_current: Decimal,
    /// `evMaxVoltage`.
    #[serde(with = "crate::types::decimal")]
    pub ev_max_voltage: Decimal,
    /// `bulkSoC`: 0 to 100.
    #[serde(rename = "bulkSoC", default, skip_serializing_if = "Option::is_none", deserialize_with = "crate::types::integer::deserialize")]
    pub bulk_soc: Option<i64>,
    /// `energyAmount`.
    #[serde(default, skip_serializing_if = "Option::is_none", with = "crate::types::decimal")]
    pub energy_amount: Option<Decimal>,
    /// `evEnergyCapacity`.
    #[serde(default, skip_serializing_if = "Option::is_none", with = "crate::types::decimal")]
    pub ev_energy_capacity: Option<Decimal>,
    /// `evMaxPower`.
    #[serde(default, skip_serializing_if = "Option::is_none", with = "crate::types::decimal")]
    pub ev_max_power: Option<Decimal>,
    /// `fullSoC`: 0 to 100.
    #[serde(rename = "fullSoC", default, skip_serializing_if = "Option::is_none", deserialize_with = "crate::types::integer::deserialize")]
    pub full_soc: Option<i64>,
    /// `stateOfCharge`: 0 to 100.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "crate::types::integer::deserialize")]
    pub state_of_charge: Option<i64>,
    /// `customData`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub custom_data: Option<CustomData>,
}

impl DCChargingParameters {
    /// With what is required, and nothing else.
    #[must_use]
    pub fn new(ev_max_current: Decimal, ev_max_voltage: Decimal) -> Self {
        Self {
            ev_max_current,
            ev_max_voltage,
            bulk_soc: None,
            energy_amount: None,
            ev_energy_capacity: None,
            ev_max_power: None,
            full_soc: None,
            state_of_charge: None,
            custom_data: None,
        }
    }
}

/// Datatype `DERChargingParametersType`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Default)]
#[serde(rename_all = "camelCase")]
pub struct DERChargingParameters {
    /// `evDurationLevel1DCInjection`.
    #[serde(rename = "evDurationLevel1DCInjection", default, skip_serializing_if = "Option::is_none", with = "crate::types::decimal")]
    pub ev_duration_level1_dc_injection: Option<Decimal>,
    /// `evDurationLevel2DCInjection`.
    #[serde(rename = "evDurationLevel2DCInjection", default, skip_serializing_if = "Option::is_none", with = "crate::types::decimal")]
    pub ev_duration_level2_dc_injection: Option<Decimal>,
    /// `evInverterHwVersion`: at most 50 characters.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ev_inverter_hw_version: Option<String>,
    /// `evInverterManufacturer`: at most 50 characters.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ev_inverter_manufacturer: Option<String>,
    /// `evInverterModel`: at most 50 characters.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ev_inverter_model: Option<String>,
    /// `evInverterSerialNumber`: at most 50 characters.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ev_inverter_serial_number: Option<String>,
    /// `evInverterSwVersion`: at most 50 characters.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ev_inverter_sw_version: Option<String>,
    /// `evIslandingDetectionMethod`: at least 1 items.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ev_islanding_detection_method: Option<Vec<IslandingDetectionEnum>>,
    /// `evIslandingTripTime`.
    #[serde(default, skip_serializing_if = "Option::is_none", with = "crate::types::decimal")]
    pub ev_islanding_trip_time: Option<Decimal>,
    /// `evMaximumLevel1DCInjection`.
    #[serde(rename = "evMaximumLevel1DCInjection", default, skip_serializing_if = "Option::is_none", with = "crate::types::decimal")]
    pub ev_maximum_level1_dc_injection: Option<Decimal>,
    /// `evMaximumLevel2DCInjection`.
    #[serde(rename = "evMaximumLevel2DCInjection", default, skip_serializing_if = "Option::is_none", with = "crate::types::decimal")]
    pub ev_maximum_level2_dc_injection: Option<Decimal>,
    /// `evOverExcitedMaxDischargePower`.
    #[serde(default, skip_serializing_if = "Option::is_none", with = "crate::types::decimal")]
    pub ev_over_excited_max_discharge_power: Option<Decimal>,
    /// `evOverExcitedPowerFactor`.
    #[serde(default, skip_serializing_if = "Option::is_none", with = "crate::types::decimal")]
    pub ev_over_excited_power_factor: Option<Decimal>,
    /// `evReactiveSusceptance`.
    #[serde(default, skip_serializing_if = "Option::is_none", with = "crate::types::decimal")]
    pub ev_reactive_susceptance: Option<Decimal>,
    /// `evSessionTotalDischargeEnergyAvailable`.
    #[serde(default, skip_serializing_if = "Option::is_none", with = "crate::types::decimal")]
    pub ev_session_total_discharge_energy_available: Option<Decimal>,
    /// `evSupportedDERControl`: at least 1 items.
    #[serde(rename = "evSupportedDERControl", skip_serializing_if = "Option::is_none")]
    pub ev_supported_der_control: Option<Vec<DERControlEnum>>,
    /// `evUnderExcitedMaxDischargePower`.
    #[serde(default, skip_serializing_if = "Option::is_none", with = "crate::types::decimal")]
    pub ev_under_excited_max_discharge_power: Option<Decimal>,
    /// `evUnderExcitedPowerFactor`.
    #[serde(default, skip_serializing_if = "Option::is_none", with = "crate::types::decimal")]
    pub ev_under_excited_power_factor: Option<Decimal>,
    /// `maxApparentPower`.
    #[serde(default, skip_serializing_if = "Option::is_none", with = "crate::types::decimal")]
    pub max_apparent_power: Option<Decimal>,
    /// `maxChargeApparentPower`.
    #[serde(default, skip_serializing_if = "Option::is_none", with = "crate::types::decimal")]
    pub max_charge_apparent_power: Option<Decimal>,
    /// `maxChargeApparentPower_L2`.
    #[serde(rename = "maxChargeApparentPower_L2", default, skip_serializing_if = "Option::is_none", with = "crate::types::decimal")]
    pub max_charge_apparent_power_l2: Option<Decimal>,
    /// `maxChargeApparentPower_L3`.
    #[serde(rename = "maxChargeApparentPower_L3", default, skip_serializing_if = "Option::is_none", with = "crate::types::decimal")]
    pub max_charge_apparent_power_l3: Option<Decimal>,
    /// `maxChargeReactivePower`.
    #[serde(default, skip_serializing_if = "Option::is_none", with = "crate::types::decimal")]
    pub max_charge_reactive_power: Option<Decimal>,
    /// `maxChargeReactivePower_L2`.
    #[serde(rename = "maxChargeReactivePower_L2", default, skip_serializing_if = "Option::is_none", with = "crate::types::decimal")]
    pub max_charge_reactive_power_l2: Option<Decimal>,
    /// `maxChargeReactivePower_L3`.
    #[serde(rename = "maxChargeReactivePower_L3", default, skip_serializing_if = "Option::is_none", with = "crate::types::decimal")]
    pub max_charge_reactive_power_l3: Option<Decimal>,
    /// `maxDischargeApparentPower`.
    #[serde(default, skip_serializing_if = "Option::is_none", with = "crate::types::decimal")]
    pub max_discharge_apparent_power: Option<Decimal>,
    /// `maxDischargeApparentPower_L2`.
    #[serde(rename = "maxDischargeApparentPower_L2", default, skip_serializing_if = "Option::is_none", with = "crate::types::decimal")]
    pub max_discharge_apparent_power_l2: Option<Decimal>,
    /// `maxDischargeApparentPower_L3`.
    #[serde(rename = "maxDischargeApparentPower_L3", default, skip_serializing_if = "Option::is_none", with = "crate::types::decimal")]
    pub max_discharge_apparent_power_l3: Option<Decimal>,
    /// `maxDischargeReactivePower`.
    #[serde(default, skip_serializing_if = "Option::is_none", with = "crate::types::decimal")]
    pub max_discharge_reactive_power: Option<Decimal>,
    /// `maxDischargeReactivePower_L2`.
    #[serde(rename = "maxDischargeReactivePower_L2", default, skip_serializing_if = "Option::is_none", with = "crate::types::decimal")]
    pub max_discharge_reactive_power_l2: Option<Decimal>,
    /// `maxDischargeReactivePower_L3`.
    #[serde(rename = "maxDischargeReactivePower_L3", default, skip_serializing_if = "Option::is_none", with = "crate::types::decimal")]
    pub max_discharge_reactive_power_l3: Option<Decimal>,
    /// `maxNominalVoltage`.
    #[serde(default, skip_serializing_if = "Option::is_none", with = "crate::types::decimal")]
    pub max_nominal_voltage: Option<Decimal>,
    /// `minChargeReactivePower`.
    #[serde(default, skip_serializing_if = "Option::is_none", with = "crate::types::decimal")]
    pub min_charge_reactive_power: Option<Decimal>,
    /// `minChargeReactivePower_L2`.
    #[serde(rename = "minChargeReactivePower_L2", default, skip_serializing_if = "Option::is_none", with = "crate::types::decimal")]
    pub min_charge_reactive_power_l2: Option<Decimal>,
    /// `minChargeReactivePower_L3`.
    #[serde(rename = "minChargeReactivePower_L3", default, skip_serializing_if = "Option::is_none", with = "crate::types::decimal")]
    pub min_charge_reactive_power_l3: Option<Decimal>,
    /// `minDischargeReactivePower`.
    #[serde(default, skip_serializing_if = "Option::is_none", with = "crate::types::decimal")]
    pub min_discharge_reactive_power: Option<Decimal>,
    /// `minDischargeReactivePower_L2`.
    #[serde(rename = "minDischargeReactivePower_L2", default, skip_serializing_if = "Option::is_none", with = "crate::types::decimal")]
    pub min_discharge_reactive_power_l2: Option<Decimal>,
    /// `minDischargeReactivePower_L3`.
    #[serde(rename = "minDischargeReactivePower_L3", default, skip_serializing_if = "Option::is_none", with = "crate::types::decimal")]
    pub min_discharge_reactive_power_l3: Option<Decimal>,
    /// `minNominalVoltage`.
    #[serde(default, skip_serializing_if = "Option::is_none", with = "crate::types::decimal")]
    pub min_nominal_voltage: Option<Decimal>,
    /// `nominalVoltage`.
    #[serde(default, skip_serializing_if = "Option::is_none", with = "crate::types::decimal")]
    pub nominal_voltage: Option<Decimal>,
    /// `nominalVoltageOffset`.
    #[serde(default, skip_serializing_if = "Option::is_none", with = "crate::types::decimal")]
    pub nominal_voltage_offset: Option<Decimal>,
    /// `customData`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub custom_data: Option<CustomData>,
}

/// Datatype `DERCurveGetType`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct DERCurveGet {
    /// `curve`.
    pub curve: DERCurve,
    /// `id`: at most 36 characters.
    pub id: String,
    /// `curveType`.
    pub curve_type: DERControlEnum,
    /// `isDefault`.
    pub is_default: bool,
    /// `isSuperseded`.
    pub is_superseded: bool,
    /// `customData`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub custom_data: Option<CustomData>,
}

impl DERCurveGet {
    /// With what is required, and nothing else.
    #[must_use]
    pub fn new(curve: DERCurve, id: impl Into<String>, curve_type: DERControlEnum, is_default: bool, is_superseded: bool) -> Self {
        Self {
            curve,
            id: id.into(),
            curve_type,
            is_default,
            is_superseded,
            custom_data: None,
        }
    }
}

/// Datatype `DERCurvePointsType`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct DERCurvePoints {
    /// `x`.
    #[serde(with = "crate::types::decimal")]
    pub x: Decimal,
    /// `y`.
    #[serde(with = "crate::types::decimal")]
    pub y: Decimal,
    /// `customData`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub custom_data: Option<CustomData>,
}

impl DERCurvePoints {
    /// With what is required, and nothing else.
    #[must_use]
    pub fn new(x: Decimal, y: Decimal) -> Self {
        Self {
            x,
            y,
            custom_data: None,
        }
    }
}

/// Datatype `DERCurveType`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct DERCurve {
    /// `curveData`: 1 to 10 items.
    pub curve_data: Vec<DERCurvePoints>,
    /// `priority`: at least 0.
    #[serde(deserialize_with = "crate::types::integer::deserialize")]
    pub priority: i64,
    /// `yUnit`.
    pub y_unit: DERUnitEnum,
    /// `duration`.
    #[serde(default, skip_serializing_if = "Option::is_none", with = "crate::types::decimal")]
    pub duration: Option<Decimal>,
    /// `hysteresis`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub hysteresis: Option<Hysteresis>,
    /// `reactivePowerParams`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reactive_power_params: Option<ReactivePowerParams>,
    /// `responseTime`.
    #[serde(default, skip_serializing_if = "Option::is_none", with = "crate::types::decimal")]
    pub response_time: Option<Decimal>,
    /// `startTime`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub start_time: Option<DateTime>,
    /// `voltageParams`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub voltage_params: Option<VoltageParams>,
    /// `customData`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub custom_data: Option<CustomData>,
}

impl DERCurve {
    /// With what is required, and nothing else.
    #[must_use]
    pub fn new(curve_data: Vec<DERCurvePoints>, priority: i64, y_unit: DERUnitEnum) -> Self {
        Self {
            curve_data,
            priority,
            y_unit,
            duration: None,
            hysteresis: None,
            reactive_power_params: None,
            response_time: None,
            start_time: None,
            voltage_params: None,
            custom_data: None,
        }
    }
}

/// Datatype `EVAbsolutePriceScheduleEntryType`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct EVAbsolutePriceScheduleEntry {
    /// `duration`.
    #[serde(deserialize_with = "crate::types::integer::deserialize")]
    pub duration: i64,
    /// `evPriceRule`: 1 to 8 items.
    pub ev_price_rule: Vec<EVPriceRule>,
    /// `customData`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub custom_data: Option<CustomData>,
}

impl EVAbsolutePriceScheduleEntry {
    /// With what is required, and nothing else.
    #[must_use]
    pub fn new(duration: i64, ev_price_rule: Vec<EVPriceRule>) -> Self {
        Self {
            duration,
            ev_price_rule,
            custom_data: None,
        }
    }
}

/// Datatype `EVAbsolutePriceScheduleType`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct EVAbsolutePriceSchedule {
    /// `timeAnchor`.
    pub time_anchor: DateTime,
    /// `currency`: at most 3 characters.
    pub currency: String,
    /// `evAbsolutePriceScheduleEntries`: 1 to 1024 items.
    pub ev_absolute_price_schedule_entries: Vec<EVAbsolutePriceScheduleEntry>,
    /// `priceAlgorithm`: at most 2000 characters.
    pub price_algorithm: String,
    /// `customData`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub custom_data: Option<CustomData>,
}

impl EVAbsolutePriceSchedule {
    /// With what is required, and nothing else.
    #[must_use]
    pub fn new(time_anchor: impl Into<String>, currency: impl Into<String>, ev_absolute_price_schedule_entries: Vec<EVAbsolutePriceScheduleEntry>, price_algorithm: impl Into<String>) -> Self {
        Self {
            time_anchor: time_anchor.into(),
            currency: currency.into(),
            ev_absolute_price_schedule_entries,
            price_algorithm: price_algorithm.into(),
            custom_data: None,
        }
    }
}

/// Datatype `EVEnergyOfferType`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct EVEnergyOffer {
    /// `evPowerSchedule`.
    pub ev_power_schedule: EVPowerSchedule,
    /// `evAbsolutePriceSchedule`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ev_absolute_price_schedule: Option<EVAbsolutePriceSchedule>,
    /// `customData`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub custom_data: Option<CustomData>,
}

impl EVEnergyOffer {
    /// With what is required, and nothing else.
    #[must_use]
    pub fn new(ev_power_schedule: EVPowerSchedule) -> Self {
        Self {
            ev_power_schedule,
            ev_absolute_price_schedule: None,
            custom_data: None,
        }
    }
}

/// Datatype `EVPowerScheduleEntryType`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct EVPowerScheduleEntry {
    /// `duration`.
    #[serde(deserialize_with = "crate::types::integer::deserialize")]
    pub duration: i64,
    /// `power`.
    #[serde(with = "crate::types::decimal")]
    pub power: Decimal,
    /// `customData`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub custom_data: Option<CustomData>,
}

impl EVPowerScheduleEntry {
    /// With what is required, and nothing else.
    #[must_use]
    pub fn new(duration: i64, power: Decimal) -> Self {
        Self {
            duration,
            power,
            custom_data: None,
        }
    }
}

/// Datatype `EVPowerScheduleType`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct EVPowerSchedule {
    /// `evPowerScheduleEntries`: 1 to 1024 items.
    pub ev_power_schedule_entries: Vec<EVPowerScheduleEntry>,
    /// `timeAnchor`.
    pub time_anchor: DateTime,
    /// `customData`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub custom_data: Option<CustomData>,
}

impl EVPowerSchedule {
    /// With what is required, and nothing else.
    #[must_use]
    pub fn new(ev_power_schedule_entries: Vec<EVPowerScheduleEntry>, time_anchor: impl Into<String>) -> Self {
        Self {
            ev_power_schedule_entries,
            time_anchor: time_anchor.into(),
            custom_data: None,
        }
    }
}

/// Datatype `EVPriceRuleType`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct EVPriceRule {
    /// `energyFee`.
    #[serde(with = "crate::types::decimal")]
    pub energy_fee: Decimal,
    /// `powerRangeStart`.
    #[serde(with = "crate::types::decimal")]
    pub power_range_start: Decimal,
    /// `customData`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub custom_data: Option<CustomData>,
}

impl EVPriceRule {
    /// With what is required, and nothing else.
    #[must_use]
    pub fn new(energy_fee: Decimal, power_range_start: Decimal) -> Self {
        Self {
            energy_fee,
            power_range_start,
            custom_data: None,
        }
    }
}

/// Datatype `EVSEType`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct EVSE {
    /// `id`: at least 0.
    #[serde(deserialize_with = "crate::types::integer::deserialize")]
    pub id: i64,
    /// `connectorId`: at least 0.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "crate::types::integer::deserialize")]
    pub connector_id: Option<i64>,
    /// `customData`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub custom_data: Option<CustomData>,
}

impl EVSE {
    /// With what is required, and nothing else.
    #[must_use]
    pub fn new(id: i64) -> Self {
        Self {
            id,
            connector_id: None,
            custom_data: None,
        }
    }
}

/// Datatype `EnterServiceGetType`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct EnterServiceGet {
    /// `enterService`.
    pub enter_service: EnterService,
    /// `id`: at most 36 characters.
    pub id: String,
    /// `customData`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub custom_data: Option<CustomData>,
}

impl EnterServiceGet {
    /// With what is required, and nothing else.
    #[must_use]
    pub fn new(enter_service: EnterService, id: impl Into<String>) -> Self {
        Self {
            enter_service,
            id: id.into(),
            custom_data: None,
        }
    }
}

/// Datatype `EnterServiceType`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct EnterService {
    /// `priority`: at least 0.
    #[serde(deserialize_with = "crate::types::integer::deserialize")]
    pub priority: i64,
    /// `highVoltage`.
    #[serde(with = "crate::types::decimal")]
    pub high_voltage: Decimal,
    /// `lowVoltage`.
    #[serde(with = "crate::types::decimal")]
    pub low_voltage: Decimal,
    /// `highFreq`.
    #[serde(with = "crate::types::decimal")]
    pub high_freq: Decimal,
    /// `lowFreq`.
    #[serde(with = "crate::types::decimal")]
    pub low_freq: Decimal,
    /// `delay`.
    #[serde(default, skip_serializing_if = "Option::is_none", with = "crate::types::decimal")]
    pub delay: Option<Decimal>,
    /// `rampRate`.
    #[serde(default, skip_serializing_if = "Option::is_none", with = "crate::types::decimal")]
    pub ramp_rate: Option<Decimal>,
    /// `randomDelay`.
    #[serde(default, skip_serializing_if = "Option::is_none", with = "crate::types::decimal")]
    pub random_delay: Option<Decimal>,
    /// `customData`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub custom_data: Option<CustomData>,
}

impl EnterService {
    /// With what is required, and nothing else.
    #[must_use]
    pub fn new(priority: i64, high_voltage: Decimal, low_voltage: Decimal, high_freq: Decimal, low_freq: Decimal) -> Self {
        Self {
            priority,
            high_voltage,
            low_voltage,
            high_freq,
            low_freq,
            delay: None,
            ramp_rate: None,
            random_delay: None,
            custom_data: None,
        }
    }
}

/// Datatype `EventDataType`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct EventData {
    /// `eventId`: at least 0.
    #[serde(deserialize_with = "crate::types::integer::deserialize")]
    pub event_id: i64,
    /// `timestamp`.
    pub timestamp: DateTime,
    /// `trigger`.
    pub trigger: EventTriggerEnum,
    /// `actualValue`: at most 2500 characters.
    pub actual_value: String,
    /// `component`.
    pub component: Component,
    /// `eventNotificationType`.
    pub event_notification_type: EventNotificationEnum,
    /// `variable`.
    pub variable: Variable,
    /// `cause`: at least 0.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "crate::types::integer::deserialize")]
    pub cause: Option<i64>,
    /// `cleared`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cleared: Option<bool>,
    /// `severity`: at least 0.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "crate::types::integer::deserialize")]
    pub severity: Option<i64>,
    /// `techCode`: at most 50 characters.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tech_code: Option<String>,
    /// `techInfo`: at most 500 characters.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tech_info: Option<String>,
    /// `transactionId`: at most 36 characters.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub transaction_id: Option<String>,
    /// `variableMonitoringId`: at least 0.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "crate::types::integer::deserialize")]
    pub variable_monitoring_id: Option<i64>,
    /// `customData`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub custom_data: Option<CustomData>,
}

impl EventData {
    /// With what is required, and nothing else.
    #[must_use]
    pub fn new(event_id: i64, timestamp: impl Into<String>, trigger: EventTriggerEnum, actual_value: impl Into<String>, component: Component, event_notification_type: EventNotificationEnum, variable: Variable) -> Self {
        Self {
            event_id,
            timestamp: timestamp.into(),
            trigger,
            actual_value: actual_value.into(),
            component,
            event_notification_type,
            variable,
            cause: None,
            cleared: None,
            severity: None,
            tech_code: None,
            tech_info: None,
            transaction_id: None,
            variable_monitoring_id: None,
            custom_data: None,
        }
    }
}

/// Datatype `FirmwareType`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Firmware {
    /// `location`: at most 2000 characters.
    pub location: String,
    /// `retrieveDateTime`.
    pub retrieve_date_time: DateTime,
    /// `installDateTime`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub install_date_time: Option<DateTime>,
    /// `signature`: at most 800 characters.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub signature: Option<String>,
    /// `signingCertificate`: at most 5500 characters.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub signing_certificate: Option<String>,
    /// `customData`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub custom_data: Option<CustomData>,
}

impl Firmware {
    /// With what is required, and nothing else.
    #[must_use]
    pub fn new(location: impl Into<String>, retrieve_date_time: impl Into<String>) -> Self {
        Self {
            location: location.into(),
            retrieve_date_time: retrieve_date_time.into(),
            install_date_time: None,
            signature: None,
            signing_certificate: None,
            custom_data: None,
        }
    }
}

/// Datatype `FixedPFGetType`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct FixedPFGet {
    /// `fixedPF`.
    #[serde(rename = "fixedPF")]
    pub fixed_pf: FixedPF,
    /// `id`: at most 36 characters.
    pub id: String,
    /// `isDefault`.
    pub is_default: bool,
    /// `isSuperseded`.
    pub is_superseded: bool,
    /// `customData`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub custom_data: Option<CustomData>,
}

impl FixedPFGet {
    /// With what is required, and nothing else.
    #[must_use]
    pub fn new(fixed_pf: FixedPF, id: impl Into<String>, is_default: bool, is_superseded: bool) -> Self {
        Self {
            fixed_pf,
            id: id.into(),
            is_default,
            is_superseded,
            custom_data: None,
        }
    }
}

/// Datatype `FixedPFType`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct FixedPF {
    /// `priority`: at least 0.
    #[serde(deserialize_with = "crate::types::integer::deserialize")]
    pub priority: i64,
    /// `displacement`.
    #[serde(with = "crate::types::decimal")]
    pub displacement: Decimal,
    /// `excitation`.
    pub excitation: bool,
    /// `duration`.
    #[serde(default, skip_serializing_if = "Option::is_none", with = "crate::types::decimal")]
    pub duration: Option<Decimal>,
    /// `startTime`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub start_time: Option<DateTime>,
    /// `customData`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub custom_data: Option<CustomData>,
}

impl FixedPF {
    /// With what is required, and nothing else.
    #[must_use]
    pub fn new(priority: i64, displacement: Decimal, excitation: bool) -> Self {
        Self {
            priority,
            displacement,
            excitation,
            duration: None,
            start_time: None,
            custom_data: None,
        }
    }
}

/// Datatype `FixedVarGetType`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct FixedVarGet {
    /// `fixedVar`.
    pub fixed_var: FixedVar,
    /// `id`: at most 36 characters.
    pub id: String,
    /// `isDefault`.
    pub is_default: bool,
    /// `isSuperseded`.
    pub is_superseded: bool,
    /// `customData`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub custom_data: Option<CustomData>,
}

impl FixedVarGet {
    /// With what is required, and nothing else.
    #[must_use]
    pub fn new(fixed_var: FixedVar, id: impl Into<String>, is_default: bool, is_superseded: bool) -> Self {
        Self {
            fixed_var,
            id: id.into(),
            is_default,
            is_superseded,
            custom_data: None,
        }
    }
}

/// Datatype `FixedVarType`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct FixedVar {
    /// `priority`: at least 0.
    #[serde(deserialize_with = "crate::types::integer::deserialize")]
    pub priority: i64,
    /// `setpoint`.
    #[serde(with = "crate::types::decimal")]
    pub setpoint: Decimal,
    /// `unit`.
    pub unit: DERUnitEnum,
    /// `duration`.
    #[serde(default, skip_serializing_if = "Option::is_none", with = "crate::types::decimal")]
    pub duration: Option<Decimal>,
    /// `startTime`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub start_time: Option<DateTime>,
    /// `customData`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub custom_data: Option<CustomData>,
}

impl FixedVar {
    /// With what is required, and nothing else.
    #[must_use]
    pub fn new(priority: i64, setpoint: Decimal, unit: DERUnitEnum) -> Self {
        Self {
            priority,
            setpoint,
            unit,
            duration: None,
            start_time: None,
            custom_data: None,
        }
    }
}

/// Datatype `FreqDroopGetType`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct FreqDroopGet {
    /// `freqDroop`.
    pub freq_droop: FreqDroop,
    /// `id`: at most 36 characters.
    pub id: String,
    /// `isDefault`.
    pub is_default: bool,
    /// `isSuperseded`.
    pub is_superseded: bool,
    /// `customData`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub custom_data: Option<CustomData>,
}

impl FreqDroopGet {
    /// With what is required, and nothing else.
    #[must_use]
    pub fn new(freq_droop: FreqDroop, id: impl Into<String>, is_default: bool, is_superseded: bool) -> Self {
        Self {
            freq_droop,
            id: id.into(),
            is_default,
            is_superseded,
            custom_data: None,
        }
    }
}

/// Datatype `FreqDroopType`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct FreqDroop {
    /// `priority`: at least 0.
    #[serde(deserialize_with = "crate::types::integer::deserialize")]
    pub priority: i64,
    /// `overFreq`.
    #[serde(with = "crate::types::decimal")]
    pub over_freq: Decimal,
    /// `underFreq`.
    #[serde(with = "crate::types::decimal")]
    pub under_freq: Decimal,
    /// `overDroop`.
    #[serde(with = "crate::types::decimal")]
    pub over_droop: Decimal,
    /// `underDroop`.
    #[serde(with = "crate::types::decimal")]
    pub under_droop: Decimal,
    /// `responseTime`.
    #[serde(with = "crate::types::decimal")]
    pub response_time: Decimal,
    /// `duration`.
    #[serde(default, skip_serializing_if = "Option::is_none", with = "crate::types::decimal")]
    pub duration: Option<Decimal>,
    /// `startTime`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub start_time: Option<DateTime>,
    /// `customData`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub custom_data: Option<CustomData>,
}

impl FreqDroop {
    /// With what is required, and nothing else.
    #[must_use]
    pub fn new(priority: i64, over_freq: Decimal, under_freq: Decimal, over_droop: Decimal, under_droop: Decimal, response_time: Decimal) -> Self {
        Self {
            priority,
            over_freq,
            under_freq,
            over_droop,
            under_droop,
            response_time,
            duration: None,
            start_time: None,
            custom_data: None,
        }
    }
}

/// Datatype `GetVariableDataType`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct GetVariableData {
    /// `component`.
    pub component: Component,
    /// `variable`.
    pub variable: Variable,
    /// `attributeType`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub attribute_type: Option<AttributeEnum>,
    /// `customData`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub custom_data: Option<CustomData>,
}

impl GetVariableData {
    /// With what is required, and nothing else.
    #[must_use]
    pub fn new(component: Component, variable: Variable) -> Self {
        Self {
            component,
            variable,
            attribute_type: None,
            custom_data: None,
        }
    }
}

/// Datatype `GetVariableResultType`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct GetVariableResult {
    /// `attributeStatus`.
    pub attribute_status: GetVariableStatusEnum,
    /// `component`.
    pub component: Component,
    /// `variable`.
    pub variable: Variable,
    /// `attributeStatusInfo`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub attribute_status_info: Option<StatusInfo>,
    /// `attributeType`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub attribute_type: Option<AttributeEnum>,
    /// `attributeValue`: at most 2500 characters.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub attribute_value: Option<String>,
    /// `customData`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub custom_data: Option<CustomData>,
}

impl GetVariableResult {
    /// With what is required, and nothing else.
    #[must_use]
    pub fn new(attribute_status: GetVariableStatusEnum, component: Component, variable: Variable) -> Self {
        Self {
            attribute_status,
            component,
            variable,
            attribute_status_info: None,
            attribute_type: None,
            attribute_value: None,
            custom_data: None,
        }
    }
}

/// Datatype `GradientGetType`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct GradientGet {
    /// `gradient`.
    pub gradient: Gradient,
    /// `id`: at most 36 characters.
    pub id: String,
    /// `customData`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub custom_data: Option<CustomData>,
}

impl GradientGet {
    /// With what is required, and nothing else.
    #[must_use]
    pub fn new(gradient: Gradient, id: impl Into<String>) -> Self {
        Self {
            gradient,
            id: id.into(),
            custom_data: None,
        }
    }
}

/// Datatype `GradientType`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Gradient {
    /// `priority`: at least 0.
    #[serde(deserialize_with = "crate::types::integer::deserialize")]
    pub priority: i64,
    /// `gradient`.
    #[serde(with = "crate::types::decimal")]
    pub gradient: Decimal,
    /// `softGradient`.
    #[serde(with = "crate::types::decimal")]
    pub soft_gradient: Decimal,
    /// `customData`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub custom_data: Option<CustomData>,
}

impl Gradient {
    /// With what is required, and nothing else.
    #[must_use]
    pub fn new(priority: i64, gradient: Decimal, soft_gradient: Decimal) -> Self {
        Self {
            priority,
            gradient,
            soft_gradient,
            custom_data: None,
        }
    }
}

/// Datatype `HysteresisType`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Default)]
#[serde(rename_all = "camelCase")]
pub struct Hysteresis {
    /// `hysteresisDelay`.
    #[serde(default, skip_serializing_if = "Option::is_none", with = "crate::types::decimal")]
    pub hysteresis_delay: Option<Decimal>,
    /// `hysteresisGradient`.
    #[serde(default, skip_serializing_if = "Option::is_none", with = "crate::types::decimal")]
    pub hysteresis_gradient: Option<Decimal>,
    /// `hysteresisHigh`.
    #[serde(default, skip_serializing_if = "Option::is_none", with = "crate::types::decimal")]
    pub hysteresis_high: Option<Decimal>,
    /// `hysteresisLow`.
    #[serde(default, skip_serializing_if = "Option::is_none", with = "crate::types::decimal")]
    pub hysteresis_low: Option<Decimal>,
    /// `customData`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub custom_data: Option<CustomData>,
}

/// Datatype `IdTokenInfoType`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct IdTokenInfo {
    /// `status`.
    pub status: AuthorizationStatusEnum,
    /// `cacheExpiryDateTime`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cache_expiry_date_time: Option<DateTime>,
    /// `chargingPriority`.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "crate::types::integer::deserialize")]
    pub charging_priority: Option<i64>,
    /// `evseId`: at least 1 items, each at least 0.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "crate::types::integer::deserialize")]
    pub evse_id: Option<Vec<i64>>,
    /// `groupIdToken`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub group_id_token: Option<IdToken>,
    /// `language1`: at most 8 characters.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub language1: Option<String>,
    /// `language2`: at most 8 characters.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub language2: Option<String>,
    /// `personalMessage`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub personal_message: Option<MessageContent>,
    /// `customData`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub custom_data: Option<CustomData>,
}

impl IdTokenInfo {
    /// With what is required, and nothing else.
    #[must_use]
    pub fn new(status: AuthorizationStatusEnum) -> Self {
        Self {
            status,
            cache_expiry_date_time: None,
            charging_priority: None,
            evse_id: None,
            group_id_token: None,
            language1: None,
            language2: None,
            personal_message: None,
            custom_data: None,
        }
    }
}

/// Datatype `IdTokenType`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct IdToken {
    /// `idToken`: at most 255 characters.
    pub id_token: String,
    /// `type`: at most 20 characters.
    pub r#type: String,
    /// `additionalInfo`: at least 1 items.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub additional_info: Option<Vec<AdditionalInfo>>,
    /// `customData`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub custom_data: Option<CustomData>,
}

impl IdToken {
    /// With what is required, and nothing else.
    #[must_use]
    pub fn new(id_token: impl Into<String>, r#type: impl Into<String>) -> Self {
        Self {
            id_token: id_token.into(),
            r#type: r#type.into(),
            additional_info: None,
            custom_data: None,
        }
    }
}

/// Datatype `LimitAtSoCType`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct LimitAtSoC {
    /// `soc`: 0 to 100.
    #[serde(deserialize_with = "crate::types::integer::deserialize")]
    pub soc: i64,
    /// `limit`.
    #[serde(with = "crate::types::decimal")]
    pub limit: Decimal,
    /// `customData`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub custom_data: Option<CustomData>,
}

impl LimitAtSoC {
    /// With what is required, and nothing else.
    #[must_use]
    pub fn new(soc: i64, limit: Decimal) -> Self {
        Self {
            soc,
            limit,
            custom_data: None,
        }
    }
}

/// Datatype `LimitMaxDischargeGetType`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct LimitMaxDischargeGet {
    /// `id`: at most 36 characters.
    pub id: String,
    /// `isDefault`.
    pub is_default: bool,
    /// `isSuperseded`.
    pub is_superseded: bool,
    /// `limitMaxDischarge`.
    pub limit_max_discharge: LimitMaxDischarge,
    /// `customData`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub custom_data: Option<CustomData>,
}

impl LimitMaxDischargeGet {
    /// With what is required, and nothing else.
    #[must_use]
    pub fn new(id: impl Into<String>, is_default: bool, is_superseded: bool, limit_max_discharge: LimitMaxDischarge) -> Self {
        Self {
            id: id.into(),
            is_default,
            is_superseded,
            limit_max_discharge,
            custom_data: None,
        }
    }
}

/// Datatype `LimitMaxDischargeType`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct LimitMaxDischarge {
    /// `priority`: at least 0.
    #[serde(deserialize_with = "crate::types::integer::deserialize")]
    pub priority: i64,
    /// `duration`.
    #[serde(default, skip_serializing_if = "Option::is_none", with = "crate::types::decimal")]
    pub duration: Option<Decimal>,
    /// `pctMaxDischargePower`.
    #[serde(default, skip_serializing_if = "Option::is_none", with = "crate::types::decimal")]
    pub pct_max_discharge_power: Option<Decimal>,
    /// `powerMonitoringMustTrip`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub power_monitoring_must_trip: Option<DERCurve>,
    /// `startTime`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub start_time: Option<DateTime>,
    /// `customData`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub custom_data: Option<CustomData>,
}

impl LimitMaxDischarge {
    /// With what is required, and nothing else.
    #[must_use]
    pub fn new(priority: i64) -> Self {
        Self {
            priority,
            duration: None,
            pct_max_discharge_power: None,
            power_monitoring_must_trip: None,
            start_time: None,
            custom_data: None,
        }
    }
}

/// Datatype `LogParametersType`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct LogParameters {
    /// `remoteLocation`: at most 2000 characters.
    pub remote_location: String,
    /// `latestTimestamp`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub latest_timestamp: Option<DateTime>,
    /// `oldestTimestamp`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub oldest_timestamp: Option<DateTime>,
    /// `customData`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub custom_data: Option<CustomData>,
}

impl LogParameters {
    /// With what is required, and nothing else.
    #[must_use]
    pub fn new(remote_location: impl Into<String>) -> Self {
        Self {
            remote_location: remote_location.into(),
            latest_timestamp: None,
            oldest_timestamp: None,
            custom_data: None,
        }
    }
}

/// Datatype `MessageContentType`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct MessageContent {
    /// `format`.
    pub format: MessageFormatEnum,
    /// `content`: at most 1024 characters.
    pub content: String,
    /// `language`: at most 8 characters.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub language: Option<String>,
    /// `customData`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub custom_data: Option<CustomData>,
}

impl MessageContent {
    /// With what is required, and nothing else.
    #[must_use]
    pub fn new(format: MessageFormatEnum, content: impl Into<String>) -> Self {
        Self {
            format,
            content: content.into(),
            language: None,
            custom_data: None,
        }
    }
}

/// Datatype `MessageInfoType`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct MessageInfo {
    /// `id`: at least 0.
    #[serde(deserialize_with = "crate::types::integer::deserialize")]
    pub id: i64,
    /// `priority`.
    pub priority: MessagePriorityEnum,
    /// `message`.
    pub message: MessageContent,
    /// `display`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub display: Option<Component>,
    /// `endDateTime`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub end_date_time: Option<DateTime>,
    /// `messageExtra`: 1 to 4 items.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub message_extra: Option<Vec<MessageContent>>,
    /// `startDateTime`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub start_date_time: Option<DateTime>,
    /// `state`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub state: Option<MessageStateEnum>,
    /// `transactionId`: at most 36 characters.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub transaction_id: Option<String>,
    /// `customData`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub custom_data: Option<CustomData>,
}

impl MessageInfo {
    /// With what is required, and nothing else.
    #[must_use]
    pub fn new(id: i64, priority: MessagePriorityEnum, message: MessageContent) -> Self {
        Self {
            id,
            priority,
            message,
            display: None,
            end_date_time: None,
            message_extra: None,
            start_date_time: None,
            state: None,
            transaction_id: None,
            custom_data: None,
        }
    }
}

/// Datatype `MeterValueType`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct MeterValue {
    /// `sampledValue`: at least 1 items.
    pub sampled_value: Vec<SampledValue>,
    /// `timestamp`.
    pub timestamp: DateTime,
    /// `customData`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub custom_data: Option<CustomData>,
}

impl MeterValue {
    /// With what is required, and nothing else.
    #[must_use]
    pub fn new(sampled_value: Vec<SampledValue>, timestamp: impl Into<String>) -> Self {
        Self {
            sampled_value,
            timestamp: timestamp.into(),
            custom_data: None,
        }
    }
}

/// Datatype `ModemType`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Default)]
#[serde(rename_all = "camelCase")]
pub struct Modem {
    /// `iccid`: at most 20 characters.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub iccid: Option<String>,
    /// `imsi`: at most 20 characters.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub imsi: Option<String>,
    /// `customData`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub custom_data: Option<CustomData>,
}

/// Datatype `MonitoringDataType`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct MonitoringData {
    /// `component`.
    pub component: Component,
    /// `variable`.
    pub variable: Variable,
    /// `variableMonitoring`: at least 1 items.
    pub variable_monitoring: Vec<VariableMonitoring>,
    /// `customData`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub custom_data: Option<CustomData>,
}

impl MonitoringData {
    /// With what is required, and nothing else.
    #[must_use]
    pub fn new(component: Component, variable: Variable, variable_monitoring: Vec<VariableMonitoring>) -> Self {
        Self {
            component,
            variable,
            variable_monitoring,
            custom_data: None,
        }
    }
}

/// Datatype `NetworkConnectionProfileType`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct NetworkConnectionProfile {
    /// `ocppInterface`.
    pub ocpp_interface: OCPPInterfaceEnum,
    /// `ocppTransport`.
    pub ocpp_transport: OCPPTransportEnum,
    /// `messageTimeout`.
    #[serde(deserialize_with = "crate::types::integer::deserialize")]
    pub message_timeout: i64,
    /// `ocppCsmsUrl`: at most 2000 characters.
    pub ocpp_csms_url: String,
    /// `securityProfile`: at least 0.
    #[serde(deserialize_with = "crate::types::integer::deserialize")]
    pub security_profile: i64,
    /// `apn`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub apn: Option<APN>,
    /// `basicAuthPassword`: at most 64 characters.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub basic_auth_password: Option<String>,
    /// `identity`: at most 48 characters.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub identity: Option<String>,
    /// `ocppVersion`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ocpp_version: Option<OCPPVersionEnum>,
    /// `vpn`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub vpn: Option<VPN>,
    /// `customData`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub custom_data: Option<CustomData>,
}

impl NetworkConnectionProfile {
    /// With what is required, and nothing else.
    #[must_use]
    pub fn new(ocpp_interface: OCPPInterfaceEnum, ocpp_transport: OCPPTransportEnum, message_timeout: i64, ocpp_csms_url: impl Into<String>, security_profile: i64) -> Self {
        Self {
            ocpp_interface,
            ocpp_transport,
            message_timeout,
            ocpp_csms_url: ocpp_csms_url.into(),
            security_profile,
            apn: None,
            basic_auth_password: None,
            identity: None,
            ocpp_version: None,
            vpn: None,
            custom_data: None,
        }
    }
}

/// Datatype `OCSPRequestDataType`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct OCSPRequestData {
    /// `hashAlgorithm`.
    pub hash_algorithm: HashAlgorithmEnum,
    /// `issuerNameHash`: at most 128 characters.
    pub issuer_name_hash: String,
    /// `issuerKeyHash`: at most 128 characters.
    pub issuer_key_hash: String,
    /// `serialNumber`: at most 40 characters.
    pub serial_number: String,
    /// `responderURL`: at most 2000 characters.
    #[serde(rename = "responderURL")]
    pub responder_url: String,
    /// `customData`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub custom_data: Option<CustomData>,
}

impl OCSPRequestData {
    /// With what is required, and nothing else.
    #[must_use]
    pub fn new(hash_algorithm: HashAlgorithmEnum, issuer_name_hash: impl Into<String>, issuer_key_hash: impl Into<String>, serial_number: impl Into<String>, responder_url: impl Into<String>) -> Self {
        Self {
            hash_algorithm,
            issuer_name_hash: issuer_name_hash.into(),
            issuer_key_hash: issuer_key_hash.into(),
            serial_number: serial_number.into(),
            responder_url: responder_url.into(),
            custom_data: None,
        }
    }
}

/// Datatype `OverstayRuleListType`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct OverstayRuleList {
    /// `overstayRule`: 1 to 5 items.
    pub overstay_rule: Vec<OverstayRule>,
    /// `overstayPowerThreshold`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub overstay_power_threshold: Option<RationalNumber>,
    /// `overstayTimeThreshold`.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "crate::types::integer::deserialize")]
    pub overstay_time_threshold: Option<i64>,
    /// `customData`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub custom_data: Option<CustomData>,
}

impl OverstayRuleList {
    /// With what is required, and nothing else.
    #[must_use]
    pub fn new(overstay_rule: Vec<OverstayRule>) -> Self {
        Self {
            overstay_rule,
            overstay_power_threshold: None,
            overstay_time_threshold: None,
            custom_data: None,
        }
    }
}

/// Datatype `OverstayRuleType`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct OverstayRule {
    /// `overstayFee`.
    pub overstay_fee: RationalNumber,
    /// `startTime`.
    #[serde(deserialize_with = "crate::types::integer::deserialize")]
    pub start_time: i64,
    /// `overstayFeePeriod`.
    #[serde(deserialize_with = "crate::types::integer::deserialize")]
    pub overstay_fee_period: i64,
    /// `overstayRuleDescription`: at most 32 characters.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub overstay_rule_description: Option<String>,
    /// `customData`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub custom_data: Option<CustomData>,
}

impl OverstayRule {
    /// With what is required, and nothing else.
    #[must_use]
    pub fn new(overstay_fee: RationalNumber, start_time: i64, overstay_fee_period: i64) -> Self {
        Self {
            overstay_fee,
            start_time,
            overstay_fee_period,
            overstay_rule_description: None,
            custom_data: None,
        }
    }
}

/// Datatype `PeriodicEventStreamParamsType`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Default)]
#[serde(rename_all = "camelCase")]
pub struct PeriodicEventStreamParams {
    /// `interval`: at least 0.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "crate::types::integer::deserialize")]
    pub interval: Option<i64>,
    /// `values`: at least 0.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "crate::types::integer::deserialize")]
    pub values: Option<i64>,
    /// `customData`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub custom_data: Option<CustomData>,
}

/// Datatype `PriceLevelScheduleEntryType`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct PriceLevelScheduleEntry {
    /// `duration`.
    #[serde(deserialize_with = "crate::types::integer::deserialize")]
    pub duration: i64,
    /// `priceLevel`: at least 0.
    #[serde(deserialize_with = "crate::types::integer::deserialize")]
    pub price_level: i64,
    /// `customData`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub custom_data: Option<CustomData>,
}

impl PriceLevelScheduleEntry {
    /// With what is required, and nothing else.
    #[must_use]
    pub fn new(duration: i64, price_level: i64) -> Self {
        Self {
            duration,
            price_level,
            custom_data: None,
        }
    }
}

/// Datatype `PriceLevelScheduleType`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct PriceLevelSchedule {
    /// `priceLevelScheduleEntries`: 1 to 100 items.
    pub price_level_schedule_entries: Vec<PriceLevelScheduleEntry>,
    /// `timeAnchor`.
    pub time_anchor: DateTime,
    /// `priceScheduleId`: at least 0.
    #[serde(deserialize_with = "crate::types::integer::deserialize")]
    pub price_schedule_id: i64,
    /// `numberOfPriceLevels`: at least 0.
    #[serde(deserialize_with = "crate::types::integer::deserialize")]
    pub number_of_price_levels: i64,
    /// `priceScheduleDescription`: at most 32 characters.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub price_schedule_description: Option<String>,
    /// `customData`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub custom_data: Option<CustomData>,
}

impl PriceLevelSchedule {
    /// With what is required, and nothing else.
    #[must_use]
    pub fn new(price_level_schedule_entries: Vec<PriceLevelScheduleEntry>, time_anchor: impl Into<String>, price_schedule_id: i64, number_of_price_levels: i64) -> Self {
        Self {
            price_level_schedule_entries,
            time_anchor: time_anchor.into(),
            price_schedule_id,
            number_of_price_levels,
            price_schedule_description: None,
            custom_data: None,
        }
    }
}

/// Datatype `PriceRuleStackType`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct PriceRuleStack {
    /// `duration`.
    #[serde(deserialize_with = "crate::types::integer::deserialize")]
    pub duration: i64,
    /// `priceRule`: 1 to 8 items.
    pub price_rule: Vec<PriceRule>,
    /// `customData`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub custom_data: Option<CustomData>,
}

impl PriceRuleStack {
    /// With what is required, and nothing else.
    #[must_use]
    pub fn new(duration: i64, price_rule: Vec<PriceRule>) -> Self {
        Self {
            duration,
            price_rule,
            custom_data: None,
        }
    }
}

/// Datatype `PriceRuleType`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct PriceRule {
    /// `energyFee`.
    pub energy_fee: RationalNumber,
    /// `powerRangeStart`.
    pub power_range_start: RationalNumber,
    /// `carbonDioxideEmission`: at least 0.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "crate::types::integer::deserialize")]
    pub carbon_dioxide_emission: Option<i64>,
    /// `parkingFee`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub parking_fee: Option<RationalNumber>,
    /// `parkingFeePeriod`.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "crate::types::integer::deserialize")]
    pub parking_fee_period: Option<i64>,
    /// `renewableGenerationPercentage`: 0 to 100.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "crate::types::integer::deserialize")]
    pub renewable_generation_percentage: Option<i64>,
    /// `customData`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub custom_data: Option<CustomData>,
}

impl PriceRule {
    /// With what is required, and nothing else.
    #[must_use]
    pub fn new(energy_fee: RationalNumber, power_range_start: RationalNumber) -> Self {
        Self {
            energy_fee,
            power_range_start,
            carbon_dioxide_emission: None,
            parking_fee: None,
            parking_fee_period: None,
            renewable_generation_percentage: None,
            custom_data: None,
        }
    }
}

/// Datatype `PriceType`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Default)]
#[serde(rename_all = "camelCase")]
pub struct Price {
    /// `exclTax`.
    #[serde(default, skip_serializing_if = "Option::is_none", with = "crate::types::decimal")]
    pub excl_tax: Option<Decimal>,
    /// `inclTax`.
    #[serde(default, skip_serializing_if = "Option::is_none", with = "crate::types::decimal")]
    pub incl_tax: Option<Decimal>,
    /// `taxRates`: 1 to 5 items.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tax_rates: Option<Vec<TaxRate>>,
    /// `customData`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub custom_data: Option<CustomData>,
}

/// Datatype `RationalNumberType`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct RationalNumber {
    /// `exponent`.
    #[serde(deserialize_with = "crate::types::integer::deserialize")]
    pub exponent: i64,
    /// `value`.
    #[serde(deserialize_with = "crate::types::integer::deserialize")]
    pub value: i64,
    /// `customData`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub custom_data: Option<CustomData>,
}

impl RationalNumber {
    /// With what is required, and nothing else.
    #[must_use]
    pub fn new(exponent: i64, value: i64) -> Self {
        Self {
            exponent,
            value,
            custom_data: None,
        }
    }
}

/// Datatype `ReactivePowerParamsType`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Default)]
#[serde(rename_all = "camelCase")]
pub struct ReactivePowerParams {
    /// `autonomousVRefEnable`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub autonomous_v_ref_enable: Option<bool>,
    /// `autonomousVRefTimeConstant`.
    #[serde(default, skip_serializing_if = "Option::is_none", with = "crate::types::decimal")]
    pub autonomous_v_ref_time_constant: Option<Decimal>,
    /// `vRef`.
    #[serde(default, skip_serializing_if = "Option::is_none", with = "crate::types::decimal")]
    pub v_ref: Option<Decimal>,
    /// `customData`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub custom_data: Option<CustomData>,
}

/// Datatype `RelativeTimeIntervalType`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct RelativeTimeInterval {
    /// `start`.
    #[serde(deserialize_with = "crate::types::integer::deserialize")]
    pub start: i64,
    /// `duration`.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "crate::types::integer::deserialize")]
    pub duration: Option<i64>,
    /// `customData`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub custom_data: Option<CustomData>,
}

impl RelativeTimeInterval {
    /// With what is required, and nothing else.
    #[must_use]
    pub fn new(start: i64) -> Self {
        Self {
            start,
            duration: None,
            custom_data: None,
        }
    }
}

/// Datatype `ReportDataType`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ReportData {
    /// `component`.
    pub component: Component,
    /// `variable`.
    pub variable: Variable,
    /// `variableAttribute`: 1 to 4 items.
    pub variable_attribute: Vec<VariableAttribute>,
    /// `variableCharacteristics`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub variable_characteristics: Option<VariableCharacteristics>,
    /// `customData`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub custom_data: Option<CustomData>,
}

impl ReportData {
    /// With what is required, and nothing else.
    #[must_use]
    pub fn new(component: Component, variable: Variable, variable_attribute: Vec<VariableAttribute>) -> Self {
        Self {
            component,
            variable,
            variable_attribute,
            variable_characteristics: None,
            custom_data: None,
        }
    }
}

/// Datatype `SalesTariffEntryType`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct SalesTariffEntry {
    /// `relativeTimeInterval`.
    pub relative_time_interval: RelativeTimeInterval,
    /// `consumptionCost`: 1 to 3 items.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub consumption_cost: Option<Vec<ConsumptionCost>>,
    /// `ePriceLevel`: at least 0.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "crate::types::integer::deserialize")]
    pub e_price_level: Option<i64>,
    /// `customData`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub custom_data: Option<CustomData>,
}

impl SalesTariffEntry {
    /// With what is required, and nothing else.
    #[must_use]
    pub fn new(relative_time_interval: RelativeTimeInterval) -> Self {
        Self {
            relative_time_interval,
            consumption_cost: None,
            e_price_level: None,
            custom_data: None,
        }
    }
}

/// Datatype `SalesTariffType`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct SalesTariff {
    /// `id`: at least 0.
    #[serde(deserialize_with = "crate::types::integer::deserialize")]
    pub id: i64,
    /// `salesTariffEntry`: 1 to 1024 items.
    pub sales_tariff_entry: Vec<SalesTariffEntry>,
    /// `numEPriceLevels`: at least 0.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "crate::types::integer::deserialize")]
    pub num_e_price_levels: Option<i64>,
    /// `salesTariffDescription`: at most 32 characters.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sales_tariff_description: Option<String>,
    /// `customData`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub custom_data: Option<CustomData>,
}

impl SalesTariff {
    /// With what is required, and nothing else.
    #[must_use]
    pub fn new(id: i64, sales_tariff_entry: Vec<SalesTariffEntry>) -> Self {
        Self {
            id,
            sales_tariff_entry,
            num_e_price_levels: None,
            sales_tariff_description: None,
            custom_data: None,
        }
    }
}

/// Datatype `SampledValueType`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct SampledValue {
    /// `value`.
    #[serde(with = "crate::types::decimal")]
    pub value: Decimal,
    /// `context`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub context: Option<ReadingContextEnum>,
    /// `location`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub location: Option<LocationEnum>,
    /// `measurand`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub measurand: Option<MeasurandEnum>,
    /// `phase`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub phase: Option<PhaseEnum>,
    /// `signedMeterValue`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub signed_meter_value: Option<SignedMeterValue>,
    /// `unitOfMeasure`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unit_of_measure: Option<UnitOfMeasure>,
    /// `customData`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub custom_data: Option<CustomData>,
}

impl SampledValue {
    /// With what is required, and nothing else.
    #[must_use]
    pub fn new(value: Decimal) -> Self {
        Self {
            value,
            context: None,
            location: None,
            measurand: None,
            phase: None,
            signed_meter_value: None,
            unit_of_measure: None,
            custom_data: None,
        }
    }
}

/// Datatype `SetMonitoringDataType`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct SetMonitoringData {
    /// `value`.
    #[serde(with = "crate::types::decimal")]
    pub value: Decimal,
    /// `type`.
    pub r#type: MonitorEnum,
    /// `severity`: at least 0.
    #[serde(deserialize_with = "crate::types::integer::deserialize")]
    pub severity: i64,
    /// `component`.
    pub component: Component,
    /// `variable`.
    pub variable: Variable,
    /// `id`: at least 0.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "crate::types::integer::deserialize")]
    pub id: Option<i64>,
    /// `periodicEventStream`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub periodic_event_stream: Option<PeriodicEventStreamParams>,
    /// `transaction`: `false` if absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub transaction: Option<bool>,
    /// `customData`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub custom_data: Option<CustomData>,
}

impl SetMonitoringData {
    /// With what is required, and nothing else.
    #[must_use]
    pub fn new(value: Decimal, r#type: MonitorEnum, severity: i64, component: Component, variable: Variable) -> Self {
        Self {
            value,
            r#type,
            severity,
            component,
            variable,
            id: None,
            periodic_event_stream: None,
            transaction: None,
            custom_data: None,
        }
    }
}

/// Datatype `SetMonitoringResultType`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct SetMonitoringResult {
    /// `status`.
    pub status: SetMonitoringStatusEnum,
    /// `type`.
    pub r#type: MonitorEnum,
    /// `component`.
    pub component: Component,
    /// `variable`.
    pub variable: Variable,
    /// `severity`: at least 0.
    #[serde(deserialize_with = "crate::types::integer::deserialize")]
    pub severity: i64,
    /// `id`: at least 0.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "crate::types::integer::deserialize")]
    pub id: Option<i64>,
    /// `statusInfo`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status_info: Option<StatusInfo>,
    /// `customData`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub custom_data: Option<CustomData>,
}

impl SetMonitoringResult {
    /// With what is required, and nothing else.
    #[must_use]
    pub fn new(status: SetMonitoringStatusEnum, r#type: MonitorEnum, component: Component, variable: Variable, severity: i64) -> Self {
        Self {
            status,
            r#type,
            component,
            variable,
            severity,
            id: None,
            status_info: None,
            custom_data: None,
        }
    }
}

/// Datatype `SetVariableDataType`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct SetVariableData {
    /// `attributeValue`: at most 2500 characters.
    pub attribute_value: String,
    /// `component`.
    pub component: Component,
    /// `variable`.
    pub variable: Variable,
    /// `attributeType`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub attribute_type: Option<AttributeEnum>,
    /// `customData`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub custom_data: Option<CustomData>,
}

impl SetVariableData {
    /// With what is required, and nothing else.
    #[must_use]
    pub fn new(attribute_value: impl Into<String>, component: Component, variable: Variable) -> Self {
        Self {
            attribute_value: attribute_value.into(),
            component,
            variable,
            attribute_type: None,
            custom_data: None,
        }
    }
}

/// Datatype `SetVariableResultType`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct SetVariableResult {
    /// `attributeStatus`.
    pub attribute_status: SetVariableStatusEnum,
    /// `component`.
    pub component: Component,
    /// `variable`.
    pub variable: Variable,
    /// `attributeStatusInfo`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub attribute_status_info: Option<StatusInfo>,
    /// `attributeType`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub attribute_type: Option<AttributeEnum>,
    /// `customData`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub custom_data: Option<CustomData>,
}

impl SetVariableResult {
    /// With what is required, and nothing else.
    #[must_use]
    pub fn new(attribute_status: SetVariableStatusEnum, component: Component, variable: Variable) -> Self {
        Self {
            attribute_status,
            component,
            variable,
            attribute_status_info: None,
            attribute_type: None,
            custom_data: None,
        }
    }
}

/// Datatype `SignedMeterValueType`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct SignedMeterValue {
    /// `signedMeterData`: at most 32768 characters.
    pub signed_meter_data: String,
    /// `encodingMethod`: at most 50 characters.
    pub encoding_method: String,
    /// `publicKey`: at most 2500 characters.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub public_key: Option<String>,
    /// `signingMethod`: at most 50 characters.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub signing_method: Option<String>,
    /// `customData`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub custom_data: Option<CustomData>,
}

impl SignedMeterValue {
    /// With what is required, and nothing else.
    #[must_use]
    pub fn new(signed_meter_data: impl Into<String>, encoding_method: impl Into<String>) -> Self {
        Self {
            signed_meter_data: signed_meter_data.into(),
            encoding_method: encoding_method.into(),
            public_key: None,
            signing_method: None,
            custom_data: None,
        }
    }
}

/// Datatype `StatusInfoType`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct StatusInfo {
    /// `reasonCode`: at most 20 characters.
    pub reason_code: String,
    /// `additionalInfo`: at most 1024 characters.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub additional_info: Option<String>,
    /// `customData`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub custom_data: Option<CustomData>,
}

impl StatusInfo {
    /// With what is required, and nothing else.
    #[must_use]
    pub fn new(reason_code: impl Into<String>) -> Self {
        Self {
            reason_code: reason_code.into(),
            additional_info: None,
            custom_data: None,
        }
    }
}

/// Datatype `StreamDataElementType`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct StreamDataElement {
    /// `t`.
    #[serde(with = "crate::types::decimal")]
    pub t: Decimal,
    /// `v`: at most 2500 characters.
    pub v: String,
    /// `customData`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub custom_data: Option<CustomData>,
}

impl StreamDataElement {
    /// With what is required, and nothing else.
    #[must_use]
    pub fn new(t: Decimal, v: impl Into<String>) -> Self {
        Self {
            t,
            v: v.into(),
            custom_data: None,
        }
    }
}

/// Datatype `TariffAssignmentType`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct TariffAssignment {
    /// `tariffId`: at most 60 characters.
    pub tariff_id: String,
    /// `tariffKind`.
    pub tariff_kind: TariffKindEnum,
    /// `evseIds`: at least 1 items, each at least 0.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "crate::types::integer::deserialize")]
    pub evse_ids: Option<Vec<i64>>,
    /// `idTokens`: at least 1 items, each at most 255 characters.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id_tokens: Option<Vec<String>>,
    /// `validFrom`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub valid_from: Option<DateTime>,
    /// `customData`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub custom_data: Option<CustomData>,
}

impl TariffAssignment {
    /// With what is required, and nothing else.
    #[must_use]
    pub fn new(tariff_id: impl Into<String>, tariff_kind: TariffKindEnum) -> Self {
        Self {
            tariff_id: tariff_id.into(),
            tariff_kind,
            evse_ids: None,
            id_tokens: None,
            valid_from: None,
            custom_data: None,
        }
    }
}

/// Datatype `TariffConditionsFixedType`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Default)]
#[serde(rename_all = "camelCase")]
pub struct TariffConditionsFixed {
    /// `dayOfWeek`: 1 to 7 items.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub day_of_week: Option<Vec<DayOfWeekEnum>>,
    /// `endTimeOfDay`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub end_time_of_day: Option<String>,
    /// `evseKind`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub evse_kind: Option<EvseKindEnum>,
    /// `paymentBrand`: at most 20 characters.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub payment_brand: Option<String>,
    /// `paymentRecognition`: at most 20 characters.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub payment_recognition: Option<String>,
    /// `startTimeOfDay`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub start_time_of_day: Option<String>,
    /// `validFromDate`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub valid_from_date: Option<String>,
    /// `validToDate`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub valid_to_date: Option<String>,
    /// `customData`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub custom_data: Option<CustomData>,
}

/// Datatype `TariffConditionsType`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Default)]
#[serde(rename_all = "camelCase")]
pub struct TariffConditions {
    /// `dayOfWeek`: 1 to 7 items.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub day_of_week: Option<Vec<DayOfWeekEnum>>,
    /// `endTimeOfDay`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub end_time_of_day: Option<String>,
    /// `evseKind`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub evse_kind: Option<EvseKindEnum>,
    /// `maxChargingTime`.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "crate::types::integer::deserialize")]
    pub max_charging_time: Option<i64>,
    /// `maxCurrent`.
    #[serde(default, skip_serializing_if = "Option::is_none", with = "crate::types::decimal")]
    pub max_current: Option<Decimal>,
    /// `maxEnergy`.
    #[serde(default, skip_serializing_if = "Option::is_none", with = "crate::types::decimal")]
    pub max_energy: Option<Decimal>,
    /// `maxIdleTime`.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "crate::types::integer::deserialize")]
    pub max_idle_time: Option<i64>,
    /// `maxPower`.
    #[serde(default, skip_serializing_if = "Option::is_none", with = "crate::types::decimal")]
    pub max_power: Option<Decimal>,
    /// `maxTime`.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "crate::types::integer::deserialize")]
    pub max_time: Option<i64>,
    /// `minChargingTime`.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "crate::types::integer::deserialize")]
    pub min_charging_time: Option<i64>,
    /// `minCurrent`.
    #[serde(default, skip_serializing_if = "Option::is_none", with = "crate::types::decimal")]
    pub min_current: Option<Decimal>,
    /// `minEnergy`.
    #[serde(default, skip_serializing_if = "Option::is_none", with = "crate::types::decimal")]
    pub min_energy: Option<Decimal>,
    /// `minIdleTime`.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "crate::types::integer::deserialize")]
    pub min_idle_time: Option<i64>,
    /// `minPower`.
    #[serde(default, skip_serializing_if = "Option::is_none", with = "crate::types::decimal")]
    pub min_power: Option<Decimal>,
    /// `minTime`.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "crate::types::integer::deserialize")]
    pub min_time: Option<i64>,
    /// `startTimeOfDay`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub start_time_of_day: Option<String>,
    /// `validFromDate`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub valid_from_date: Option<String>,
    /// `validToDate`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub valid_to_date: Option<String>,
    /// `customData`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub custom_data: Option<CustomData>,
}

/// Datatype `TariffEnergyPriceType`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct TariffEnergyPrice {
    /// `priceKwh`.
    #[serde(with = "crate::types::decimal")]
    pub price_kwh: Decimal,
    /// `conditions`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub conditions: Option<TariffConditions>,
    /// `customData`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub custom_data: Option<CustomData>,
}

impl TariffEnergyPrice {
    /// With what is required, and nothing else.
    #[must_use]
    pub fn new(price_kwh: Decimal) -> Self {
        Self {
            price_kwh,
            conditions: None,
            custom_data: None,
        }
    }
}

/// Datatype `TariffEnergyType`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct TariffEnergy {
    /// `prices`: at least 1 items.
    pub prices: Vec<TariffEnergyPrice>,
    /// `taxRates`: 1 to 5 items.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tax_rates: Option<Vec<TaxRate>>,
    /// `customData`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub custom_data: Option<CustomData>,
}

impl TariffEnergy {
    /// With what is required, and nothing else.
    #[must_use]
    pub fn new(prices: Vec<TariffEnergyPrice>) -> Self {
        Self {
            prices,
            tax_rates: None,
            custom_data: None,
        }
    }
}

/// Datatype `TariffFixedPriceType`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct TariffFixedPrice {
    /// `priceFixed`.
    #[serde(with = "crate::types::decimal")]
    pub price_fixed: Decimal,
    /// `conditions`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub conditions: Option<TariffConditionsFixed>,
    /// `customData`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub custom_data: Option<CustomData>,
}

impl TariffFixedPrice {
    /// With what is required, and nothing else.
    #[must_use]
    pub fn new(price_fixed: Decimal) -> Self {
        Self {
            price_fixed,
            conditions: None,
            custom_data: None,
        }
    }
}

/// Datatype `TariffFixedType`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct TariffFixed {
    /// `prices`: at least 1 items.
    pub prices: Vec<TariffFixedPrice>,
    /// `taxRates`: 1 to 5 items.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tax_rates: Option<Vec<TaxRate>>,
    /// `customData`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub custom_data: Option<CustomData>,
}

impl TariffFixed {
    /// With what is required, and nothing else.
    #[must_use]
    pub fn new(prices: Vec<TariffFixedPrice>) -> Self {
        Self {
            prices,
            tax_rates: None,
            custom_data: None,
        }
    }
}

/// Datatype `TariffTimePriceType`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct TariffTimePrice {
    /// `priceMinute`.
    #[serde(with = "crate::types::decimal")]
    pub price_minute: Decimal,
    /// `conditions`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub conditions: Option<TariffConditions>,
    /// `customData`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub custom_data: Option<CustomData>,
}

impl TariffTimePrice {
    /// With what is required, and nothing else.
    #[must_use]
    pub fn new(price_minute: Decimal) -> Self {
        Self {
            price_minute,
            conditions: None,
            custom_data: None,
        }
    }
}

/// Datatype `TariffTimeType`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct TariffTime {
    /// `prices`: at least 1 items.
    pub prices: Vec<TariffTimePrice>,
    /// `taxRates`: 1 to 5 items.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tax_rates: Option<Vec<TaxRate>>,
    /// `customData`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub custom_data: Option<CustomData>,
}

impl TariffTime {
    /// With what is required, and nothing else.
    #[must_use]
    pub fn new(prices: Vec<TariffTimePrice>) -> Self {
        Self {
            prices,
            tax_rates: None,
            custom_data: None,
        }
    }
}

/// Datatype `TariffType`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Tariff {
    /// `tariffId`: at most 60 characters.
    pub tariff_id: String,
    /// `currency`: at most 3 characters.
    pub currency: String,
    /// `chargingTime`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub charging_time: Option<TariffTime>,
    /// `description`: 1 to 10 items.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<Vec<MessageContent>>,
    /// `energy`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub energy: Option<TariffEnergy>,
    /// `fixedFee`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fixed_fee: Option<TariffFixed>,
    /// `idleTime`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub idle_time: Option<TariffTime>,
    /// `maxCost`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max_cost: Option<Price>,
    /// `minCost`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub min_cost: Option<Price>,
    /// `reservationFixed`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reservation_fixed: Option<TariffFixed>,
    /// `reservationTime`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reservation_time: Option<TariffTime>,
    /// `validFrom`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub valid_from: Option<DateTime>,
    /// `customData`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub custom_data: Option<CustomData>,
}

impl Tariff {
    /// With what is required, and nothing else.
    #[must_use]
    pub fn new(tariff_id: impl Into<String>, currency: impl Into<String>) -> Self {
        Self {
            tariff_id: tariff_id.into(),
            currency: currency.into(),
            charging_time: None,
            description: None,
            energy: None,
            fixed_fee: None,
            idle_time: None,
            max_cost: None,
            min_cost: None,
            reservation_fixed: None,
            reservation_time: None,
            valid_from: None,
            custom_data: None,
        }
    }
}

/// Datatype `TaxRateType`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct TaxRate {
    /// `type`: at most 20 characters.
    pub r#type: String,
    /// `tax`.
    #[serde(with = "crate::types::decimal")]
    pub tax: Decimal,
    /// `stack`: at least 0.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "crate::types::integer::deserialize")]
    pub stack: Option<i64>,
    /// `customData`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub custom_data: Option<CustomData>,
}

impl TaxRate {
    /// With what is required, and nothing else.
    #[must_use]
    pub fn new(r#type: impl Into<String>, tax: Decimal) -> Self {
        Self {
            r#type: r#type.into(),
            tax,
            stack: None,
            custom_data: None,
        }
    }
}

/// Datatype `TaxRuleType`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct TaxRule {
    /// `taxRuleID`: at least 0.
    #[serde(rename = "taxRuleID", deserialize_with = "crate::types::integer::deserialize")]
    pub tax_rule_id: i64,
    /// `appliesToEnergyFee`.
    pub applies_to_energy_fee: bool,
    /// `appliesToParkingFee`.
    pub applies_to_parking_fee: bool,
    /// `appliesToOverstayFee`.
    pub applies_to_overstay_fee: bool,
    /// `appliesToMinimumMaximumCost`.
    pub applies_to_minimum_maximum_cost: bool,
    /// `taxRate`.
    pub tax_rate: RationalNumber,
    /// `taxIncludedInPrice`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tax_included_in_price: Option<bool>,
    /// `taxRuleName`: at most 100 characters.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tax_rule_name: Option<String>,
    /// `customData`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub custom_data: Option<CustomData>,
}

impl TaxRule {
    /// With what is required, and nothing else.
    #[must_use]
    pub fn new(tax_rule_id: i64, applies_to_energy_fee: bool, applies_to_parking_fee: bool, applies_to_overstay_fee: bool, applies_to_minimum_maximum_cost: bool, tax_rate: RationalNumber) -> Self {
        Self {
            tax_rule_id,
            applies_to_energy_fee,
            applies_to_parking_fee,
            applies_to_overstay_fee,
            applies_to_minimum_maximum_cost,
            tax_rate,
            tax_included_in_price: None,
            tax_rule_name: None,
            custom_data: None,
        }
    }
}

/// Datatype `TotalCostType`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct TotalCost {
    /// `currency`: at most 3 characters.
    pub currency: String,
    /// `typeOfCost`.
    pub type_of_cost: TariffCostEnum,
    /// `total`.
    pub total: TotalPrice,
    /// `chargingTime`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub charging_time: Option<Price>,
    /// `energy`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub energy: Option<Price>,
    /// `fixed`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fixed: Option<Price>,
    /// `idleTime`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub idle_time: Option<Price>,
    /// `reservationFixed`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reservation_fixed: Option<Price>,
    /// `reservationTime`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reservation_time: Option<Price>,
    /// `customData`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub custom_data: Option<CustomData>,
}

impl TotalCost {
    /// With what is required, and nothing else.
    #[must_use]
    pub fn new(currency: impl Into<String>, type_of_cost: TariffCostEnum, total: TotalPrice) -> Self {
        Self {
            currency: currency.into(),
            type_of_cost,
            total,
            charging_time: None,
            energy: None,
            fixed: None,
            idle_time: None,
            reservation_fixed: None,
            reservation_time: None,
            custom_data: None,
        }
    }
}

/// Datatype `TotalPriceType`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Default)]
#[serde(rename_all = "camelCase")]
pub struct TotalPrice {
    /// `exclTax`.
    #[serde(default, skip_serializing_if = "Option::is_none", with = "crate::types::decimal")]
    pub excl_tax: Option<Decimal>,
    /// `inclTax`.
    #[serde(default, skip_serializing_if = "Option::is_none", with = "crate::types::decimal")]
    pub incl_tax: Option<Decimal>,
    /// `customData`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub custom_data: Option<CustomData>,
}

/// Datatype `TotalUsageType`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct TotalUsage {
    /// `energy`.
    #[serde(with = "crate::types::decimal")]
    pub energy: Decimal,
    /// `chargingTime`.
    #[serde(deserialize_with = "crate::types::integer::deserialize")]
    pub charging_time: i64,
    /// `idleTime`.
    #[serde(deserialize_with = "crate::types::integer::deserialize")]
    pub idle_time: i64,
    /// `reservationTime`.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "crate::types::integer::deserialize")]
    pub reservation_time: Option<i64>,
    /// `customData`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub custom_data: Option<CustomData>,
}

impl TotalUsage {
    /// With what is required, and nothing else.
    #[must_use]
    pub fn new(energy: Decimal, charging_time: i64, idle_time: i64) -> Self {
        Self {
            energy,
            charging_time,
            idle_time,
            reservation_time: None,
            custom_data: None,
        }
    }
}

/// Datatype `TransactionLimitType`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Default)]
#[serde(rename_all = "camelCase")]
pub struct TransactionLimit {
    /// `maxCost`.
    #[serde(default, skip_serializing_if = "Option::is_none", with = "crate::types::decimal")]
    pub max_cost: Option<Decimal>,
    /// `maxEnergy`.
    #[serde(default, skip_serializing_if = "Option::is_none", with = "crate::types::decimal")]
    pub max_energy: Option<Decimal>,
    /// `maxSoC`: 0 to 100.
    #[serde(rename = "maxSoC", default, skip_serializing_if = "Option::is_none", deserialize_with = "crate::types::integer::deserialize")]
    pub max_soc: Option<i64>,
    /// `maxTime`.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "crate::types::integer::deserialize")]
    pub max_time: Option<i64>,
    /// `customData`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub custom_data: Option<CustomData>,
}

/// Datatype `TransactionType`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Transaction {
    /// `transactionId`: at most 36 characters.
    pub transaction_id: String,
    /// `chargingState`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub charging_state: Option<ChargingStateEnum>,
    /// `operationMode`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub operation_mode: Option<OperationModeEnum>,
    /// `remoteStartId`.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "crate::types::integer::deserialize")]
    pub remote_start_id: Option<i64>,
    /// `stoppedReason`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub stopped_reason: Option<ReasonEnum>,
    /// `tariffId`: at most 60 characters.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tariff_id: Option<String>,
    /// `timeSpentCharging`.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "crate::types::integer::deserialize")]
    pub time_spent_charging: Option<i64>,
    /// `transactionLimit`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub transaction_limit: Option<TransactionLimit>,
    /// `customData`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub custom_data: Option<CustomData>,
}

impl Transaction {
    /// With what is required, and nothing else.
    #[must_use]
    pub fn new(transaction_id: impl Into<String>) -> Self {
        Self {
            transaction_id: transaction_id.into(),
            charging_state: None,
            operation_mode: None,
            remote_start_id: None,
            stopped_reason: None,
            tariff_id: None,
            time_spent_charging: None,
            transaction_limit: None,
            custom_data: None,
        }
    }
}

/// Datatype `UnitOfMeasureType`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Default)]
#[serde(rename_all = "camelCase")]
pub struct UnitOfMeasure {
    /// `multiplier`: `0` if absent.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "crate::types::integer::deserialize")]
    pub multiplier: Option<i64>,
    /// `unit`: at most 20 characters, `"Wh"` if absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unit: Option<String>,
    /// `customData`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub custom_data: Option<CustomData>,
}

/// Datatype `V2XChargingParametersType`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Default)]
#[serde(rename_all = "camelCase")]
pub struct V2XChargingParameters {
    /// `evMaxEnergyRequest`.
    #[serde(default, skip_serializing_if = "Option::is_none", with = "crate::types::decimal")]
    pub ev_max_energy_request: Option<Decimal>,
    /// `evMaxV2XEnergyRequest`.
    #[serde(default, skip_serializing_if = "Option::is_none", with = "crate::types::decimal")]
    pub ev_max_v2_x_energy_request: Option<Decimal>,
    /// `evMinEnergyRequest`.
    #[serde(default, skip_serializing_if = "Option::is_none", with = "crate::types::decimal")]
    pub ev_min_energy_request: Option<Decimal>,
    /// `evMinV2XEnergyRequest`.
    #[serde(default, skip_serializing_if = "Option::is_none", with = "crate::types::decimal")]
    pub ev_min_v2_x_energy_request: Option<Decimal>,
    /// `evTargetEnergyRequest`.
    #[serde(default, skip_serializing_if = "Option::is_none", with = "crate::types::decimal")]
    pub ev_target_energy_request: Option<Decimal>,
    /// `maxChargeCurrent`.
    #[serde(default, skip_serializing_if = "Option::is_none", with = "crate::types::decimal")]
    pub max_charge_current: Option<Decimal>,
    /// `maxChargePower`.
    #[serde(default, skip_serializing_if = "Option::is_none", with = "crate::types::decimal")]
    pub max_charge_power: Option<Decimal>,
    /// `maxChargePower_L2`.
    #[serde(rename = "maxChargePower_L2", default, skip_serializing_if = "Option::is_none", with = "crate::types::decimal")]
    pub max_charge_power_l2: Option<Decimal>,
    /// `maxChargePower_L3`.
    #[serde(rename = "maxChargePower_L3", default, skip_serializing_if = "Option::is_none", with = "crate::types::decimal")]
    pub max_charge_power_l3: Option<Decimal>,
    /// `maxDischargeCurrent`.
    #[serde(default, skip_serializing_if = "Option::is_none", with = "crate::types::decimal")]
    pub max_discharge_current: Option<Decimal>,
    /// `maxDischargePower`.
    #[serde(default, skip_serializing_if = "Option::is_none", with = "crate::types::decimal")]
    pub max_discharge_power: Option<Decimal>,
    /// `maxDischargePower_L2`.
    #[serde(rename = "maxDischargePower_L2", default, skip_serializing_if = "Option::is_none", with = "crate::types::decimal")]
    pub max_discharge_power_l2: Option<Decimal>,
    /// `maxDischargePower_L3`.
    #[serde(rename = "maxDischargePower_L3", default, skip_serializing_if = "Option::is_none", with = "crate::types::decimal")]
    pub max_discharge_power_l3: Option<Decimal>,
    /// `maxVoltage`.
    #[serde(default, skip_serializing_if = "Option::is_none", with = "crate::types::decimal")]
    pub max_voltage: Option<Decimal>,
    /// `minChargeCurrent`.
    #[serde(default, skip_serializing_if = "Option::is_none", with = "crate::types::decimal")]
    pub min_charge_current: Option<Decimal>,
    /// `minChargePower`.
    #[serde(default, skip_serializing_if = "Option::is_none", with = "crate::types::decimal")]
    pub min_charge_power: Option<Decimal>,
    /// `minChargePower_L2`.
    #[serde(rename = "minChargePower_L2", default, skip_serializing_if = "Option::is_none", with = "crate::types::decimal")]
    pub min_charge_power_l2: Option<Decimal>,
    /// `minChargePower_L3`.
    #[serde(rename = "minChargePower_L3", default, skip_serializing_if = "Option::is_none", with = "crate::types::decimal")]
    pub min_charge_power_l3: Option<Decimal>,
    /// `minDischargeCurrent`.
    #[serde(default, skip_serializing_if = "Option::is_none", with = "crate::types::decimal")]
    pub min_discharge_current: Option<Decimal>,
    /// `minDischargePower`.
    #[serde(default, skip_serializing_if = "Option::is_none", with = "crate::types::decimal")]
    pub min_discharge_power: Option<Decimal>,
    /// `minDischargePower_L2`.
    #[serde(rename = "minDischargePower_L2", default, skip_serializing_if = "Option::is_none", with = "crate::types::decimal")]
    pub min_discharge_power_l2: Option<Decimal>,
    /// `minDischargePower_L3`.
    #[serde(rename = "minDischargePower_L3", default, skip_serializing_if = "Option::is_none", with = "crate::types::decimal")]
    pub min_discharge_power_l3: Option<Decimal>,
    /// `minVoltage`.
    #[serde(default, skip_serializing_if = "Option::is_none", with = "crate::types::decimal")]
    pub min_voltage: Option<Decimal>,
    /// `targetSoC`: 0 to 100.
    #[serde(rename = "targetSoC", default, skip_serializing_if = "Option::is_none", deserialize_with = "crate::types::integer::deserialize")]
    pub target_soc: Option<i64>,
    /// `customData`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub custom_data: Option<CustomData>,
}

/// Datatype `V2XFreqWattPointType`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct V2XFreqWattPoint {
    /// `frequency`.
    #[serde(with = "crate::types::decimal")]
    pub frequency: Decimal,
    /// `power`.
    #[serde(with = "crate::types::decimal")]
    pub power: Decimal,
    /// `customData`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub custom_data: Option<CustomData>,
}

impl V2XFreqWattPoint {
    /// With what is required, and nothing else.
    #[must_use]
    pub fn new(frequency: Decimal, power: Decimal) -> Self {
        Self {
            frequency,
            power,
            custom_data: None,
        }
    }
}

/// Datatype `V2XSignalWattPointType`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct V2XSignalWattPoint {
    /// `signal`.
    #[serde(deserialize_with = "crate::types::integer::deserialize")]
    pub signal: i64,
    /// `power`.
    #[serde(with = "crate::types::decimal")]
    pub power: Decimal,
    /// `customData`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub custom_data: Option<CustomData>,
}

impl V2XSignalWattPoint {
    /// With what is required, and nothing else.
    #[must_use]
    pub fn new(signal: i64, power: Decimal) -> Self {
        Self {
            signal,
            power,
            custom_data: None,
        }
    }
}

/// Datatype `VPNType`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct VPN {
    /// `server`: at most 2000 characters.
    pub server: String,
    /// `user`: at most 50 characters.
    pub user: String,
    /// `password`: at most 64 characters.
    pub password: String,
    /// `key`: at most 255 characters.
    pub key: String,
    /// `type`.
    pub r#type: VPNEnum,
    /// `group`: at most 50 characters.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub group: Option<String>,
    /// `customData`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub custom_data: Option<CustomData>,
}

impl VPN {
    /// With what is required, and nothing else.
    #[must_use]
    pub fn new(server: impl Into<String>, user: impl Into<String>, password: impl Into<String>, key: impl Into<String>, r#type: VPNEnum) -> Self {
        Self {
            server: server.into(),
            user: user.into(),
            password: password.into(),
            key: key.into(),
            r#type,
            group: None,
            custom_data: None,
        }
    }
}

/// Datatype `VariableAttributeType`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Default)]
#[serde(rename_all = "camelCase")]
pub struct VariableAttribute {
    /// `constant`: `false` if absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub constant: Option<bool>,
    /// `mutability`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub mutability: Option<MutabilityEnum>,
    /// `persistent`: `false` if absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub persistent: Option<bool>,
    /// `type`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub r#type: Option<AttributeEnum>,
    /// `value`: at most 2500 characters.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub value: Option<String>,
    /// `customData`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub custom_data: Option<CustomData>,
}

/// Datatype `VariableCharacteristicsType`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct VariableCharacteristics {
    /// `dataType`.
    pub data_type: DataEnum,
    /// `supportsMonitoring`.
    pub supports_monitoring: bool,
    /// `maxElements`: at least 1.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "crate::types::integer::deserialize")]
    pub max_elements: Option<i64>,
    /// `maxLimit`.
    #[serde(default, skip_serializing_if = "Option::is_none", with = "crate::types::decimal")]
    pub max_limit: Option<Decimal>,
    /// `minLimit`.
    #[serde(default, skip_serializing_if = "Option::is_none", with = "crate::types::decimal")]
    pub min_limit: Option<Decimal>,
    /// `unit`: at most 16 characters.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unit: Option<String>,
    /// `valuesList`: at most 1000 characters.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub values_list: Option<String>,
    /// `customData`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub custom_data: Option<CustomData>,
}

impl VariableCharacteristics {
    /// With what is required, and nothing else.
    #[must_use]
    pub fn new(data_type: DataEnum, supports_monitoring: bool) -> Self {
        Self {
            data_type,
            supports_monitoring,
            max_elements: None,
            max_limit: None,
            min_limit: None,
            unit: None,
            values_list: None,
            custom_data: None,
        }
    }
}

/// Datatype `VariableMonitoringType`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct VariableMonitoring {
    /// `id`: at least 0.
    #[serde(deserialize_with = "crate::types::integer::deserialize")]
    pub id: i64,
    /// `transaction`.
    pub transaction: bool,
    /// `value`.
    #[serde(with = "crate::types::decimal")]
    pub value: Decimal,
    /// `type`.
    pub r#type: MonitorEnum,
    /// `severity`: at least 0.
    #[serde(deserialize_with = "crate::types::integer::deserialize")]
    pub severity: i64,
    /// `eventNotificationType`.
    pub event_notification_type: EventNotificationEnum,
    /// `customData`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub custom_data: Option<CustomData>,
}

impl VariableMonitoring {
    /// With what is required, and nothing else.
    #[must_use]
    pub fn new(id: i64, transaction: bool, value: Decimal, r#type: MonitorEnum, severity: i64, event_notification_type: EventNotificationEnum) -> Self {
        Self {
            id,
            transaction,
            value,
            r#type,
            severity,
            event_notification_type,
            custom_data: None,
        }
    }
}

/// Datatype `VariableType`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Variable {
    /// `name`: at most 50 characters.
    pub name: String,
    /// `instance`: at most 50 characters.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub instance: Option<String>,
    /// `customData`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub custom_data: Option<CustomData>,
}

impl Variable {
    /// With what is required, and nothing else.
    #[must_use]
    pub fn new(name: impl Into<String>) -> Self {
        Self {
            name: name.into(),
            instance: None,
            custom_data: None,
        }
    }
}

/// Datatype `VoltageParamsType`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Default)]
#[serde(rename_all = "camelCase")]
pub struct VoltageParams {
    /// `hv10MinMeanTripDelay`.
    #[serde(default, skip_serializing_if = "Option::is_none", with = "crate::types::decimal")]
    pub hv10_min_mean_trip_delay: Option<Decimal>,
    /// `hv10MinMeanValue`.
    #[serde(default, skip_serializing_if = "Option::is_none", with = "crate::types::decimal")]
    pub hv10_min_mean_value: Option<Decimal>,
    /// `powerDuringCessation`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub power_during_cessation: Option<PowerDuringCessationEnum>,
    /// `customData`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub custom_data: Option<CustomData>,
}
