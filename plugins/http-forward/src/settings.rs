//! The settings: what goes where.

use std::collections::BTreeMap;
use std::time::Duration;

use ocpp_plugin_sdk::pattern;
use serde::{Deserialize, Deserializer, de::Error};

/// More tries than this would keep the charge point waiting beyond its own patience.
const MOST_RETRIES: u32 = 5;

/// The plugin's settings.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Settings {
    /// Signs each request; none: they are not signed.
    pub secret: Option<String>,
    /// Sent with every request.
    pub headers: BTreeMap<String, String>,
    /// The first that fits a message counts.
    pub calls: Vec<Calls>,
    /// The first that fits an event counts.
    pub events: Vec<Events>,
}

/// Where messages go.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct Calls {
    /// None: every version.
    version: Option<String>,
    actions: Vec<String>,
    /// A pattern of identities; none: every charge point.
    charge_points: Option<String>,
    /// What becomes of a message without a usable answer; none: as the server does when a plugin fails.
    pub on_error: Option<OnError>,
    /// The members that are sent; none: all.
    pub send: Option<Vec<Member>>,
    /// Where to.
    #[serde(flatten)]
    pub endpoint: Endpoint,
}

/// Where events go.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct Events {
    kinds: Vec<String>,
    /// A pattern of identities; none: every charge point, and what is about none.
    charge_points: Option<String>,
    /// Where to.
    #[serde(flatten)]
    pub endpoint: Endpoint,
}

/// An endpoint and how patient one is with it.
#[derive(Debug, Deserialize)]
pub struct Endpoint {
    /// With `https://` or `http://`.
    pub url: String,
    /// For one try.
    #[serde(default = "two_seconds", deserialize_with = "duration")]
    pub timeout: Duration,
    /// Tries after the first.
    #[serde(default, deserialize_with = "few")]
    pub retries: u32,
}

/// What becomes of a message without a usable answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum OnError {
    /// The server's own response.
    Keep,
    /// An authorization is withdrawn, anything else is a CALLERROR.
    Refuse,
    /// A CALLERROR.
    Error,
}

/// A member of the body that is sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Member {
    ChargePoint,
    Version,
    Vendor,
    Model,
    MessageId,
    ReceivedAt,
    Action,
    Payload,
    Proposed,
}

impl Settings {
    /// Where a message goes; none: nowhere.
    pub fn call(&self, (version, action): (&str, &str), charge_point: &str) -> Option<&Calls> {
        self.calls.iter().find(|calls| {
            calls.version.as_deref().is_none_or(|wanted| wanted == version)
                && calls.actions.iter().any(|wanted| pattern::fits(wanted, action))
                && fits(calls.charge_points.as_deref(), charge_point)
        })
    }

    /// Where an event goes; none: nowhere.
    pub fn event(&self, kind: &str, charge_point: &str) -> Option<&Events> {
        self.events.iter().find(|events| {
            events.kinds.iter().any(|wanted| pattern::fits(wanted, kind))
                && fits(events.charge_points.as_deref(), charge_point)
        })
    }
}

fn fits(wanted: Option<&str>, charge_point: &str) -> bool {
    wanted.is_none_or(|wanted| pattern::fits(wanted, charge_point))
}

fn two_seconds() -> Duration {
    Duration::from_secs(2)
}

/// `800ms`, `2s`.
fn duration<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Duration, D::Error> {
    let text = String::deserialize(deserializer)?;
    let number = |unit: &str, of: fn(u64) -> Duration| Some(of(text.strip_suffix(unit)?.parse().ok()?));
    let read = number("ms", Duration::from_millis).or_else(|| number("s", Duration::from_secs));
    read.filter(|duration| !duration.is_zero())
        .ok_or_else(|| D::Error::custom(format!("{text:?} is no time such as \"800ms\" or \"2s\"")))
}

fn few<'de, D: Deserializer<'de>>(deserializer: D) -> Result<u32, D::Error> {
    let retries = u32::deserialize(deserializer)?;
    if retries > MOST_RETRIES {
        return Err(D::Error::custom(format!("at most {MOST_RETRIES} retries")));
    }
    Ok(retries)
}
