//! What a simulated charge point is.

use std::collections::BTreeMap;
use std::str::FromStr;
use std::time::Duration;

use ocpp_schemas::Version;

use super::security::Given;
use crate::client::BackoffOptions;

/// How long it waits at least before it connects again.
pub(super) const WAIT_MINIMUM: &str = "OCPPCommCtrlr.RetryBackOffWaitMinimum";
/// How much longer, by chance.
pub(super) const RANDOM_RANGE: &str = "OCPPCommCtrlr.RetryBackOffRandomRange";
/// How often that is doubled.
pub(super) const REPEAT_TIMES: &str = "OCPPCommCtrlr.RetryBackOffRepeatTimes";

/// What a simulated charge point is, and how it behaves.
#[derive(Debug, Clone, PartialEq)]
pub struct StationOptions {
    /// What it calls itself.
    pub identity: String,
    /// What it speaks.
    pub version: Version,
    /// At most 20 characters.
    pub vendor: String,
    /// At most 20 characters.
    pub model: String,
    /// At most 25 characters.
    pub serial: String,
    /// What runs on it.
    pub firmware: String,
    /// How many connectors it has; in 2.x as many EVSEs with one connector each.
    pub connectors: u16,
    /// What each connector can give, in W.
    pub power_w: f64,
    /// What it is set to from the beginning, by key: 1.6's name, or `Component.Variable`.
    pub settings: BTreeMap<String, String>,
    /// Drivers come by themselves: a car is plugged in when somebody was let in from afar, and leaves afterwards.
    pub obliging: bool,
    /// How long a restart takes.
    pub restart_takes: Duration,
    /// What it does differently than the specification wants.
    pub quirk: Option<Quirk>,
    /// The cars that come are made of it.
    pub seed: u64,
    /// What it was given to connect with; whoever runs it says so.
    pub given: Given,
}

impl StationOptions {
    /// Two connectors of 22 kW.
    #[must_use]
    pub fn new(identity: impl Into<String>, version: Version) -> Self {
        let identity = identity.into();
        Self {
            serial: identity.chars().take(25).collect(),
            identity,
            version,
            vendor: "ocpp-central".to_owned(),
            model: "Simulated".to_owned(),
            firmware: env!("CARGO_PKG_VERSION").to_owned(),
            connectors: 2,
            power_w: 22_000.0,
            settings: BTreeMap::new(),
            obliging: false,
            restart_takes: Duration::from_secs(3),
            quirk: None,
            seed: 1,
            given: Given::default(),
        }
    }
}

impl StationOptions {
    /// How long it waits before it connects again: these times, but for what it is set to.
    #[must_use]
    pub fn backoff(&self, otherwise: BackoffOptions) -> BackoffOptions {
        let number = |name: &str| self.settings.get(name)?.parse::<u32>().ok();
        let seconds = |name: &str| number(name).map(|seconds| Duration::from_secs(seconds.into()));
        BackoffOptions {
            wait_minimum: seconds(WAIT_MINIMUM).unwrap_or(otherwise.wait_minimum),
            random_range: seconds(RANDOM_RANGE).unwrap_or(otherwise.random_range),
            repeat_times: number(REPEAT_TIMES).unwrap_or(otherwise.repeat_times),
        }
    }
}

/// What chargers in the field do differently.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Quirk {
    /// Words of enumerations in lower case: `charging`.
    LowerCase,
    /// Sampled values as numbers in 1.6, as texts in 2.x.
    ValueTypes,
    /// Times without a zone.
    NoZone,
}

impl Quirk {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::LowerCase, Self::ValueTypes, Self::NoZone];

    /// Its name, such as `lower-case`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::LowerCase => "lower-case",
            Self::ValueTypes => "value-types",
            Self::NoZone => "no-zone",
        }
    }
}

impl FromStr for Quirk {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        Self::ALL.into_iter().find(|quirk| quirk.name() == text).ok_or_else(|| {
            let known = Self::ALL.map(Self::name).join(", ");
            format!("there is no quirk `{text}`; known are {known}")
        })
    }
}
