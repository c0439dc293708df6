//! What a charge point is set to: the configuration keys of 1.6 and the variables of 2.x as one table.

use std::collections::BTreeMap;
use std::time::Duration;

use super::options::StationOptions;

/// One setting, with its names in both worlds.
#[derive(Debug)]
pub struct Row {
    /// 1.6's key; empty where 1.6 has none.
    pub key: &'static str,
    /// `Component.Variable`, or `Component.Variable[instance]`; empty where 2.x has none.
    pub variable: &'static str,
    /// What it is at first.
    pub default: &'static str,
    /// Who may do what.
    pub access: Access,
    /// What it may be.
    pub kind: Kind,
}

/// What the server may do with a setting.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Access {
    /// Look at it.
    Read,
    /// Look at it and change it.
    Change,
    /// Change it, and never see it.
    Secret,
    /// Look at it, and in 1.6 raise it: a security profile.
    Raise,
}

/// What a setting may be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// `true` or `false`
    Flag,
    /// A whole number from 0 on.
    Number,
    /// A text up to this long.
    Text(usize),
    /// Words with commas between them.
    Words,
}

use Access::{Change, Raise, Read, Secret};
use Kind::{Flag, Number, Text, Words};

const fn row(names: [&'static str; 2], default: &'static str, access: Access, kind: Kind) -> Row {
    let [key, variable] = names;
    Row {
        key,
        variable,
        default,
        access,
        kind,
    }
}

/// What is measured where nobody said anything.
const MEASURED: &str = "Energy.Active.Import.Register,Power.Active.Import";

const PROFILES: &str = "Core,FirmwareManagement,LocalAuthListManagement,Reservation,SmartCharging,RemoteTrigger";

/// All settings.
#[rustfmt::skip]
pub const ROWS: &[Row] = &[
    row(["HeartbeatInterval", "OCPPCommCtrlr.HeartbeatInterval"], "300", Change, Number),
    row(["WebSocketPingInterval", "OCPPCommCtrlr.WebSocketPingInterval"], "60", Change, Number),
    row(["ConnectionTimeOut", "TxCtrlr.EVConnectionTimeOut"], "60", Change, Number),
    row(["MeterValueSampleInterval", "SampledDataCtrlr.TxUpdatedInterval"], "60", Change, Number),
    row(["MeterValuesSampledData", "SampledDataCtrlr.TxUpdatedMeasurands"], MEASURED, Change, Words),
    row(["ClockAlignedDataInterval", "AlignedDataCtrlr.Interval"], "0", Change, Number),
    row(["MeterValuesAlignedData", "AlignedDataCtrlr.Measurands"], MEASURED, Change, Words),
    row(["StopTxnSampledData", "SampledDataCtrlr.TxEndedMeasurands"], "Energy.Active.Import.Register", Change, Words),
    row(["StopTxnAlignedData", "AlignedDataCtrlr.TxEndedMeasurands"], "", Change, Words),
    row(["", "SampledDataCtrlr.TxStartedMeasurands"], "Energy.Active.Import.Register", Change, Words),
    row(["", "SampledDataCtrlr.TxEndedInterval"], "0", Change, Number),
    row(["", "AlignedDataCtrlr.TxEndedInterval"], "0", Change, Number),
    row(["AuthorizeRemoteTxRequests", "AuthCtrlr.AuthorizeRemoteStart"], "false", Change, Flag),
    row(["LocalPreAuthorize", "AuthCtrlr.LocalPreAuthorize"], "false", Change, Flag),
    row(["LocalAuthorizeOffline", "AuthCtrlr.LocalAuthorizeOffline"], "true", Change, Flag),
    row(["AllowOfflineTxForUnknownId", "AuthCtrlr.OfflineTxForUnknownIdEnabled"], "false", Change, Flag),
    row(["AuthorizationCacheEnabled", "AuthCacheCtrlr.Enabled"], "true", Change, Flag),
    row(["LocalAuthListEnabled", "LocalAuthListCtrlr.Enabled"], "true", Change, Flag),
    row(["LocalAuthListMaxLength", ""], "1000", Read, Number),
    row(["SendLocalListMaxLength", "LocalAuthListCtrlr.ItemsPerMessage"], "100", Read, Number),
    row(["", "LocalAuthListCtrlr.BytesPerMessage"], "65536", Read, Number),
    row(["StopTransactionOnInvalidId", "TxCtrlr.StopTxOnInvalidId"], "true", Change, Flag),
    row(["StopTransactionOnEVSideDisconnect", "TxCtrlr.StopTxOnEVSideDisconnect"], "true", Change, Flag),
    row(["", "TxCtrlr.TxStartPoint"], "PowerPathClosed", Read, Words),
    row(["", "TxCtrlr.TxStopPoint"], "PowerPathClosed", Read, Words),
    row(["UnlockConnectorOnEVSideDisconnect", "OCPPCommCtrlr.UnlockOnEVSideDisconnect"], "true", Change, Flag),
    row(["TransactionMessageAttempts", "OCPPCommCtrlr.MessageAttempts[TransactionEvent]"], "3", Change, Number),
    row(["TransactionMessageRetryInterval", "OCPPCommCtrlr.MessageAttemptInterval[TransactionEvent]"], "5", Change, Number),
    row(["MessageTimeout", "OCPPCommCtrlr.MessageTimeout[Default]"], "30", Change, Number),
    row(["", "OCPPCommCtrlr.RetryBackOffWaitMinimum"], "3", Change, Number),
    row(["", "OCPPCommCtrlr.RetryBackOffRandomRange"], "5", Change, Number),
    row(["", "OCPPCommCtrlr.RetryBackOffRepeatTimes"], "5", Change, Number),
    row(["", "OCPPCommCtrlr.OfflineThreshold"], "60", Change, Number),
    row(["", "OCPPCommCtrlr.NetworkConfigurationPriority"], "1", Change, Words),
    row(["", "OCPPCommCtrlr.NetworkProfileConnectionAttempts"], "3", Change, Number),
    row(["", "OCPPCommCtrlr.FileTransferProtocols"], "HTTP,HTTPS", Read, Words),
    row(["ResetRetries", "OCPPCommCtrlr.ResetRetries"], "1", Change, Number),
    row(["", "DeviceDataCtrlr.ItemsPerMessage[GetReport]"], "50", Read, Number),
    row(["", "DeviceDataCtrlr.ItemsPerMessage[GetVariables]"], "50", Read, Number),
    row(["", "DeviceDataCtrlr.ItemsPerMessage[SetVariables]"], "50", Read, Number),
    row(["", "DeviceDataCtrlr.BytesPerMessage[GetReport]"], "65536", Read, Number),
    row(["", "DeviceDataCtrlr.BytesPerMessage[GetVariables]"], "65536", Read, Number),
    row(["", "DeviceDataCtrlr.BytesPerMessage[SetVariables]"], "65536", Read, Number),
    row(["ChargeProfileMaxStackLevel", "SmartChargingCtrlr.ProfileStackLevel"], "10", Read, Number),
    row(["ChargingScheduleAllowedChargingRateUnit", "SmartChargingCtrlr.RateUnit"], "", Read, Words),
    row(["ChargingScheduleMaxPeriods", "SmartChargingCtrlr.PeriodsPerSchedule"], "48", Read, Number),
    row(["MaxChargingProfilesInstalled", "SmartChargingCtrlr.Entries[ChargingProfiles]"], "20", Read, Number),
    row(["ReserveConnectorZeroSupported", "ReservationCtrlr.NonEvseSpecific"], "true", Read, Flag),
    row(["GetConfigurationMaxKeys", ""], "50", Read, Number),
    row(["NumberOfConnectors", ""], "", Read, Number),
    row(["SupportedFeatureProfiles", ""], PROFILES, Read, Words),
    row(["ConnectorPhaseRotation", ""], "NotApplicable", Change, Words),
    row(["SecurityProfile", "SecurityCtrlr.SecurityProfile"], "0", Raise, Number),
    row(["", "OCPPCommCtrlr.ActiveNetworkProfile"], "1", Read, Number),
    row(["CertificateSignedMaxChainSize", ""], "10000", Read, Number),
    row(["CertificateStoreMaxLength", ""], "20", Read, Number),
    row(["AuthorizationKey", "SecurityCtrlr.BasicAuthPassword"], "", Secret, Text(64)),
    row(["CpoName", "SecurityCtrlr.OrganizationName"], "", Change, Text(50)),
    row(["", "SecurityCtrlr.Identity"], "", Read, Text(48)),
    row(["", "ClockCtrlr.TimeSource"], "Heartbeat", Read, Words),
    row(["", "ChargingStation.Model"], "", Read, Text(20)),
    row(["", "ChargingStation.VendorName"], "", Read, Text(50)),
];

impl Row {
    /// Component, variable and instance of 2.x.
    #[must_use]
    pub fn parts(&self) -> Option<(&'static str, &'static str, Option<&'static str>)> {
        let (component, variable) = self.variable.split_once('.')?;
        Some(match variable.split_once('[') {
            Some((variable, instance)) => (component, variable, Some(instance.trim_end_matches(']'))),
            None => (component, variable, None),
        })
    }

    /// What it is kept under.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        if self.key.is_empty() { self.variable } else { self.key }
    }

    /// Whether it may be this.
    #[must_use]
    pub fn allows(&self, value: &str) -> bool {
        match self.kind {
            Flag => matches!(value.to_ascii_lowercase().as_str(), "true" | "false"),
            Number => value.parse::<u32>().is_ok(),
            Text(most) => value.chars().count() <= most,
            Words => value.chars().count() <= 500,
        }
    }
}

/// What became of a change.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Changed {
    /// It counts from now on.
    Done(&'static Row),
    /// It cannot be that, or nobody may change it.
    Rejected,
    /// There is no such setting.
    Unknown,
}

/// What a charge point is set to.
#[derive(Debug, Clone, Default)]
pub struct Settings {
    values: BTreeMap<&'static str, String>,
}

impl PartialEq for Row {
    fn eq(&self, other: &Self) -> bool {
        self.name() == other.name()
    }
}

impl Eq for Row {}

impl Settings {
    /// What it is from the beginning.
    #[must_use]
    pub fn of(options: &StationOptions) -> Self {
        let mut settings = Self::default();
        let units = if options.version == ocpp_schemas::Version::V16 {
            "Current,Power"
        } else {
            "A,W"
        };
        for (name, value) in [
            ("NumberOfConnectors", options.connectors.to_string()),
            ("ChargingScheduleAllowedChargingRateUnit", units.to_owned()),
            ("SecurityCtrlr.Identity", options.identity.clone()),
            ("ChargingStation.Model", options.model.clone()),
            ("ChargingStation.VendorName", options.vendor.clone()),
        ] {
            settings.put(name, value);
        }
        for (name, value) in &options.settings {
            settings.put(name, value.clone());
        }
        settings
    }

    /// Sets what nobody else may; false if there is no such setting.
    pub fn put(&mut self, name: &str, value: String) -> bool {
        let found = find(name);
        if let Some(row) = found {
            self.values.insert(row.name(), value);
        }
        found.is_some()
    }

    /// Sets what the server may.
    pub fn change(&mut self, row: Option<&'static Row>, value: &str) -> Changed {
        let Some(row) = row else {
            return Changed::Unknown;
        };
        if matches!(row.access, Read | Raise) || !row.allows(value) {
            return Changed::Rejected;
        }
        self.values.insert(row.name(), value.to_owned());
        Changed::Done(row)
    }

    /// What it is.
    #[must_use]
    pub fn get(&self, row: &Row) -> &str {
        self.values.get(row.name()).map_or(row.default, String::as_str)
    }

    /// The same by name; empty if there is no such setting.
    #[must_use]
    pub fn text(&self, name: &str) -> &str {
        find(name).map_or("", |row| self.get(row))
    }

    /// A flag.
    #[must_use]
    pub fn flag(&self, name: &str) -> bool {
        self.text(name).eq_ignore_ascii_case("true")
    }

    /// A number; 0 if it is none.
    #[must_use]
    pub fn number(&self, name: &str) -> u32 {
        self.text(name).parse().unwrap_or_default()
    }

    /// A number of seconds.
    #[must_use]
    pub fn seconds(&self, name: &str) -> Duration {
        Duration::from_secs(self.number(name).into())
    }

    /// What was changed, to be kept.
    #[must_use]
    pub fn kept(&self) -> BTreeMap<String, String> {
        let kept = self
            .values
            .iter()
            .map(|(name, value)| ((*name).to_owned(), value.clone()));
        kept.collect()
    }
}

/// A setting by 1.6's key or by `Component.Variable`; case does not count.
#[must_use]
pub fn find(name: &str) -> Option<&'static Row> {
    let is_it = |known: &str| !known.is_empty() && known.eq_ignore_ascii_case(name);
    ROWS.iter().find(|row| is_it(row.key) || is_it(row.variable))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]

    use std::collections::BTreeSet;

    use ocpp_schemas::Version;

    use super::{Changed, ROWS, Settings, StationOptions, find};

    #[test]
    fn names_are_unique_and_defaults_allowed() {
        let names: BTreeSet<_> = ROWS.iter().map(super::Row::name).collect();
        assert_eq!(names.len(), ROWS.len());
        for row in ROWS.iter().filter(|row| !row.default.is_empty()) {
            assert!(row.allows(row.default), "{}", row.name());
        }
    }

    #[test]
    fn both_names_mean_one_setting() {
        let mut settings = Settings::of(&StationOptions::new("CP1", Version::V16));
        let changed = settings.change(find("SampledDataCtrlr.TxUpdatedInterval"), "7");
        assert!(matches!(changed, Changed::Done(_)));
        assert_eq!(settings.number("metervaluesampleinterval"), 7);
        assert_eq!(settings.change(find("NumberOfConnectors"), "7"), Changed::Rejected);
        assert_eq!(settings.change(find("HeartbeatInterval"), "often"), Changed::Rejected);
        assert_eq!(settings.change(find("Nothing"), "7"), Changed::Unknown);
        assert_eq!(settings.number("NumberOfConnectors"), 2);
    }

    #[test]
    fn an_instance_is_apart() {
        let row = find("OCPPCommCtrlr.MessageAttempts[TransactionEvent]").unwrap();
        let parts = row.parts().unwrap();
        assert_eq!(parts, ("OCPPCommCtrlr", "MessageAttempts", Some("TransactionEvent")));
    }
}
