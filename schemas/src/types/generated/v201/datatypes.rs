//! The datatypes of OCPP 2.0.1. Generated from the data by `generate-types`; change the data, not this file.

use crate::types::DateTime;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};
use super::*;

/// Datatype `ACChargingParametersType`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ACChargingParameters {
    /// `energyAmount`.
    #[serde(deserialize_with = "crate::types::integer::deserialize")]
    pub energy_amount: i64,
    /// `evMinCurrent`.
    #[serde(deserialize_with = "crate::types::integer::deserialize")]
    pub ev_min_current: i64,
    /// `evMaxCurrent`.
    #[serde(deserialize_with = "crate::types::integer::deserialize")]
    pub ev_max_current: i64,
    /// `evMaxVoltage`.
    #[serde(deserialize_with = "crate::types::integer::deserialize")]
    pub ev_max_voltage: i64,
    /// `customData`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub custom_data: Option<CustomData>,
}

impl ACChargingParameters {
    /// With what is required, and nothing else.
    #[must_use]
    pub fn new(energy_amount: i64, ev_min_current: i64, ev_max_current: i64, ev_max_voltage: i64) -> Self {
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
    /// `apn`: at most 512 characters.
    pub apn: String,
    /// `apnAuthentication`.
    pub apn_authentication: APNAuthenticationEnum,
    /// `apnPassword`: at most 20 characters.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub apn_password: Option<String>,
    /// `apnUserName`: at most 20 characters.
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

/// Datatype `AdditionalInfoType`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct AdditionalInfo {
    /// `additionalIdToken`: at most 36 characters.
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

/// Datatype `ChargingLimitType`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ChargingLimit {
    /// `chargingLimitSource`.
    pub charging_limit_source: ChargingLimitSourceEnum,
    /// `isGridCritical`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub is_grid_critical: Option<bool>,
    /// `customData`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub custom_data: Option<CustomData>,
}

impl ChargingLimit {
    /// With what is required, and nothing else.
    #[must_use]
    pub fn new(charging_limit_source: ChargingLimitSourceEnum) -> Self {
        Self {
            charging_limit_source,
            is_grid_critical: None,
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
    /// `dcChargingParameters`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub dc_charging_parameters: Option<DCChargingParameters>,
    /// `departureTime`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub departure_time: Option<DateTime>,
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
            dc_charging_parameters: None,
            departure_time: None,
            custom_data: None,
        }
    }
}

/// Datatype `ChargingProfileCriterionType`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Default)]
#[serde(rename_all = "camelCase")]
pub struct ChargingProfileCriterion {
    /// `chargingLimitSource`: 1 to 4 items.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub charging_limit_source: Option<Vec<ChargingLimitSourceEnum>>,
    /// `chargingProfileId`: at least 1 items.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "crate::types::integer::deserialize")]
    pub charging_profile_id: Option<Vec<i64>>,
    /// `chargingProfilePurpose`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub charging_profile_purpose: Option<ChargingProfilePurposeEnum>,
    /// `stackLevel`.
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
    /// `stackLevel`.
    #[serde(deserialize_with = "crate::types::integer::deserialize")]
    pub stack_level: i64,
    /// `chargingProfilePurpose`.
    pub charging_profile_purpose: ChargingProfilePurposeEnum,
    /// `chargingProfileKind`.
    pub charging_profile_kind: ChargingProfileKindEnum,
    /// `chargingSchedule`: 1 to 3 items.
    pub charging_schedule: Vec<ChargingSchedule>,
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
    /// `limit`.
    #[serde(with = "crate::types::decimal")]
    pub limit: Decimal,
    /// `numberPhases`.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "crate::types::integer::deserialize")]
    pub number_phases: Option<i64>,
    /// `phaseToUse`.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "crate::types::integer::deserialize")]
    pub phase_to_use: Option<i64>,
    /// `customData`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub custom_data: Option<CustomData>,
}

impl ChargingSchedulePeriod {
    /// With what is required, and nothing else.
    #[must_use]
    pub fn new(start_period: i64, limit: Decimal) -> Self {
        Self {
            start_period,
            limit,
            number_phases: None,
            phase_to_use: None,
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
    /// `duration`.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "crate::types::integer::deserialize")]
    pub duration: Option<i64>,
    /// `minChargingRate`.
    #[serde(default, skip_serializing_if = "Option::is_none", with = "crate::types::decimal")]
    pub min_charging_rate: Option<Decimal>,
    /// `salesTariff`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sales_tariff: Option<SalesTariff>,
    /// `startSchedule`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub start_schedule: Option<DateTime>,
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
            duration: None,
            min_charging_rate: None,
            sales_tariff: None,
            start_schedule: None,
            custom_data: None,
        }
    }
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
    /// `evseId`.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "crate::types::integer::deserialize")]
    pub evse_id: Option<i64>,
    /// `stackLevel`.
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
    /// `id`.
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
    /// `chargingSchedulePeriod`: at least 1 items.
    pub charging_schedule_period: Vec<ChargingSchedulePeriod>,
    /// `evseId`.
    #[serde(deserialize_with = "crate::types::integer::deserialize")]
    pub evse_id: i64,
    /// `duration`.
    #[serde(deserialize_with = "crate::types::integer::deserialize")]
    pub duration: i64,
    /// `scheduleStart`.
    pub schedule_start: DateTime,
    /// `chargingRateUnit`.
    pub charging_rate_unit: ChargingRateUnitEnum,
    /// `customData`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub custom_data: Option<CustomData>,
}

impl CompositeSchedule {
    /// With what is required, and nothing else.
    #[must_use]
    pub fn new(charging_schedule_period: Vec<ChargingSchedulePeriod>, evse_id: i64, duration: i64, schedule_start: impl Into<String>, charging_rate_unit: ChargingRateUnitEnum) -> Self {
        Self {
            charging_schedule_period,
            evse_id,
            duration,
            schedule_start: schedule_start.into(),
            charging_rate_unit,
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
    #[serde(deserialize_with = "crate::types::integer::deserialize")]
    pub ev_max_current: i64,
    /// `evMaxVoltage`.
    #[serde(deserialize_with = "crate::types::integer::deserialize")]
    pub ev_max_voltage: i64,
    /// `bulkSoC`: 0 to 100.
    #[serde(rename = "bulkSoC", default, skip_serializing_if = "Option::is_none", deserialize_with = "crate::types::integer::deserialize")]
    pub bulk_soc: Option<i64>,
    /// `energyAmount`.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "crate::types::integer::deserialize")]
    pub energy_amount: Option<i64>,
    /// `evEnergyCapacity`.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "crate::types::integer::deserialize")]
    pub ev_energy_capacity: Option<i64>,
    /// `evMaxPower`.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "crate::types::integer::deserialize")]
    pub ev_max_power: Option<i64>,
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
    pub fn new(ev_max_current: i64, ev_max_voltage: i64) -> Self {
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

/// Datatype `EVSEType`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct EVSE {
    /// `id`.
    #[serde(deserialize_with = "crate::types::integer::deserialize")]
    pub id: i64,
    /// `connectorId`.
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

/// Datatype `EventDataType`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct EventData {
    /// `eventId`.
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
    /// `cause`.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "crate::types::integer::deserialize")]
    pub cause: Option<i64>,
    /// `cleared`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cleared: Option<bool>,
    /// `techCode`: at most 50 characters.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tech_code: Option<String>,
    /// `techInfo`: at most 500 characters.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tech_info: Option<String>,
    /// `transactionId`: at most 36 characters.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub transaction_id: Option<String>,
    /// `variableMonitoringId`.
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
    /// `location`: at most 512 characters.
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
    /// `evseId`: at least 1 items.
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
    /// `idToken`: at most 36 characters.
    pub id_token: String,
    /// `type`.
    pub r#type: IdTokenEnum,
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
    pub fn new(id_token: impl Into<String>, r#type: IdTokenEnum) -> Self {
        Self {
            id_token: id_token.into(),
            r#type,
            additional_info: None,
            custom_data: None,
        }
    }
}

/// Datatype `LogParametersType`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct LogParameters {
    /// `remoteLocation`: at most 512 characters.
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
    /// `content`: at most 512 characters.
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
    /// `id`.
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
    /// `ocppVersion`.
    pub ocpp_version: OCPPVersionEnum,
    /// `ocppTransport`.
    pub ocpp_transport: OCPPTransportEnum,
    /// `ocppCsmsUrl`: at most 512 characters.
    pub ocpp_csms_url: String,
    /// `messageTimeout`.
    #[serde(deserialize_with = "crate::types::integer::deserialize")]
    pub message_timeout: i64,
    /// `securityProfile`.
    #[serde(deserialize_with = "crate::types::integer::deserialize")]
    pub security_profile: i64,
    /// `ocppInterface`.
    pub ocpp_interface: OCPPInterfaceEnum,
    /// `apn`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub apn: Option<APN>,
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
    pub fn new(ocpp_version: OCPPVersionEnum, ocpp_transport: OCPPTransportEnum, ocpp_csms_url: impl Into<String>, message_timeout: i64, security_profile: i64, ocpp_interface: OCPPInterfaceEnum) -> Self {
        Self {
            ocpp_version,
            ocpp_transport,
            ocpp_csms_url: ocpp_csms_url.into(),
            message_timeout,
            security_profile,
            ocpp_interface,
            apn: None,
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
    /// `responderURL`: at most 512 characters.
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
    /// `id`.
    #[serde(deserialize_with = "crate::types::integer::deserialize")]
    pub id: i64,
    /// `salesTariffEntry`: 1 to 1024 items.
    pub sales_tariff_entry: Vec<SalesTariffEntry>,
    /// `numEPriceLevels`.
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
    /// `severity`.
    #[serde(deserialize_with = "crate::types::integer::deserialize")]
    pub severity: i64,
    /// `component`.
    pub component: Component,
    /// `variable`.
    pub variable: Variable,
    /// `id`.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "crate::types::integer::deserialize")]
    pub id: Option<i64>,
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
    /// `severity`.
    #[serde(deserialize_with = "crate::types::integer::deserialize")]
    pub severity: i64,
    /// `id`.
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
    /// `attributeValue`: at most 1000 characters.
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
    /// `signedMeterData`: at most 2500 characters.
    pub signed_meter_data: String,
    /// `signingMethod`: at most 50 characters.
    pub signing_method: String,
    /// `encodingMethod`: at most 50 characters.
    pub encoding_method: String,
    /// `publicKey`: at most 2500 characters.
    pub public_key: String,
    /// `customData`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub custom_data: Option<CustomData>,
}

impl SignedMeterValue {
    /// With what is required, and nothing else.
    #[must_use]
    pub fn new(signed_meter_data: impl Into<String>, signing_method: impl Into<String>, encoding_method: impl Into<String>, public_key: impl Into<String>) -> Self {
        Self {
            signed_meter_data: signed_meter_data.into(),
            signing_method: signing_method.into(),
            encoding_method: encoding_method.into(),
            public_key: public_key.into(),
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
    /// `additionalInfo`: at most 512 characters.
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

/// Datatype `TransactionType`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Transaction {
    /// `transactionId`: at most 36 characters.
    pub transaction_id: String,
    /// `chargingState`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub charging_state: Option<ChargingStateEnum>,
    /// `remoteStartId`.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "crate::types::integer::deserialize")]
    pub remote_start_id: Option<i64>,
    /// `stoppedReason`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub stopped_reason: Option<ReasonEnum>,
    /// `timeSpentCharging`.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "crate::types::integer::deserialize")]
    pub time_spent_charging: Option<i64>,
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
            remote_start_id: None,
            stopped_reason: None,
            time_spent_charging: None,
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

/// Datatype `VPNType`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct VPN {
    /// `server`: at most 512 characters.
    pub server: String,
    /// `user`: at most 20 characters.
    pub user: String,
    /// `password`: at most 20 characters.
    pub password: String,
    /// `key`: at most 255 characters.
    pub key: String,
    /// `type`.
    pub r#type: VPNEnum,
    /// `group`: at most 20 characters.
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
    /// `id`.
    #[serde(deserialize_with = "crate::types::integer::deserialize")]
    pub id: i64,
    /// `transaction`.
    pub transaction: bool,
    /// `value`.
    #[serde(with = "crate::types::decimal")]
    pub value: Decimal,
    /// `type`.
    pub r#type: MonitorEnum,
    /// `severity`.
    #[serde(deserialize_with = "crate::types::integer::deserialize")]
    pub severity: i64,
    /// `customData`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub custom_data: Option<CustomData>,
}

impl VariableMonitoring {
    /// With what is required, and nothing else.
    #[must_use]
    pub fn new(id: i64, transaction: bool, value: Decimal, r#type: MonitorEnum, severity: i64) -> Self {
        Self {
            id,
            transaction,
            value,
            r#type,
            severity,
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
