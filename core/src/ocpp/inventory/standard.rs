//! The well-known keys of 1.6 (section 9; security extension) and the variables of 2.x that stand for them (2.x Part 2,
//! referenced components and variables). A key whose meaning no variable has is not here.

/// Each key with its variable.
#[rustfmt::skip]
pub const STANDARD: &[(&str, &str)] = &[
    // Core.
    ("AllowOfflineTxForUnknownId", "AuthCtrlr/OfflineTxForUnknownIdEnabled"),
    ("AuthorizationCacheEnabled", "AuthCacheCtrlr/Enabled"),
    ("AuthorizeRemoteTxRequests", "AuthCtrlr/AuthorizeRemoteStart"),
    ("ClockAlignedDataInterval", "AlignedDataCtrlr/Interval"),
    ("ConnectionTimeOut", "TxCtrlr/EVConnectionTimeOut"),
    ("GetConfigurationMaxKeys", "DeviceDataCtrlr/ItemsPerMessage[GetVariables]"),
    ("HeartbeatInterval", "OCPPCommCtrlr/HeartbeatInterval"),
    ("LocalAuthorizeOffline", "AuthCtrlr/LocalAuthorizeOffline"),
    ("LocalPreAuthorize", "AuthCtrlr/LocalPreAuthorize"),
    ("MaxEnergyOnInvalidId", "TxCtrlr/MaxEnergyOnInvalidId"),
    ("MeterValuesAlignedData", "AlignedDataCtrlr/Measurands"),
    ("MeterValuesSampledData", "SampledDataCtrlr/TxUpdatedMeasurands"),
    ("MeterValueSampleInterval", "SampledDataCtrlr/TxUpdatedInterval"),
    ("ResetRetries", "OCPPCommCtrlr/ResetRetries"),
    ("StopTransactionOnEVSideDisconnect", "TxCtrlr/StopTxOnEVSideDisconnect"),
    ("StopTransactionOnInvalidId", "TxCtrlr/StopTxOnInvalidId"),
    ("StopTxnAlignedData", "AlignedDataCtrlr/TxEndedMeasurands"),
    ("StopTxnSampledData", "SampledDataCtrlr/TxEndedMeasurands"),
    ("TransactionMessageAttempts", "OCPPCommCtrlr/MessageAttempts[TransactionEvent]"),
    ("TransactionMessageRetryInterval", "OCPPCommCtrlr/MessageAttemptInterval[TransactionEvent]"),
    ("UnlockConnectorOnEVSideDisconnect", "OCPPCommCtrlr/UnlockOnEVSideDisconnect"),
    ("WebSocketPingInterval", "OCPPCommCtrlr/WebSocketPingInterval"),
    // Local lists.
    ("LocalAuthListEnabled", "LocalAuthListCtrlr/Enabled"),
    ("SendLocalListMaxLength", "LocalAuthListCtrlr/ItemsPerMessage"),
    // Reservation.
    ("ReserveConnectorZeroSupported", "ReservationCtrlr/NonEvseSpecific"),
    // Smart charging.
    ("ChargeProfileMaxStackLevel", "SmartChargingCtrlr/ProfileStackLevel"),
    ("ChargingScheduleAllowedChargingRateUnit", "SmartChargingCtrlr/RateUnit"),
    ("ChargingScheduleMaxPeriods", "SmartChargingCtrlr/PeriodsPerSchedule"),
    ("ConnectorSwitch3to1PhaseSupported", "SmartChargingCtrlr/Phases3to1"),
    ("MaxChargingProfilesInstalled", "SmartChargingCtrlr/Entries[ChargingProfiles]"),
    // Security.
    ("AdditionalRootCertificateCheck", "SecurityCtrlr/AdditionalRootCertificateCheck"),
    ("AuthorizationKey", "SecurityCtrlr/BasicAuthPassword"),
    ("CertificateSignedMaxChainSize", "SecurityCtrlr/MaxCertificateChainSize"),
    ("CpoName", "SecurityCtrlr/OrganizationName"),
    ("SecurityProfile", "SecurityCtrlr/SecurityProfile"),
];

/// The variable that a key of 1.6 is in 2.x.
#[must_use]
pub fn variable_of(key: &str) -> Option<&'static str> {
    let found = STANDARD.iter().find(|(known, _)| known.eq_ignore_ascii_case(key));
    found.map(|(_, variable)| *variable)
}

/// The key of 1.6 that a variable of 2.x is there.
#[must_use]
pub fn key_of(variable: &str) -> Option<&'static str> {
    let found = STANDARD.iter().find(|(_, known)| known.eq_ignore_ascii_case(variable));
    found.map(|(key, _)| *key)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::{STANDARD, key_of, variable_of};

    #[test]
    fn each_key_is_one_variable_and_back() {
        let keys: BTreeSet<_> = STANDARD.iter().map(|(key, _)| key.to_lowercase()).collect();
        let variables: BTreeSet<_> = STANDARD.iter().map(|(_, variable)| variable.to_lowercase()).collect();
        assert_eq!((keys.len(), variables.len()), (STANDARD.len(), STANDARD.len()));
        for (key, variable) in STANDARD {
            assert_eq!(variable_of(&key.to_uppercase()), Some(*variable));
            assert_eq!(key_of(&variable.to_lowercase()), Some(*key));
            assert!(variable.contains('/'), "{variable}");
        }
        assert_eq!((variable_of("VendorKey"), key_of("HeartbeatInterval")), (None, None));
    }
}
