//! The verb `set-network-profile` (2.x B09): where a station finds this server, in one of its slots; and, if that is
//! wanted, that it uses it first, from its next start on.

use ocpp_schemas::Version;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::password::reset;
use super::verb::{REBOOT, plan_set, read};
use crate::credentials::profiles::{GREATEST, in_force};
use crate::ocpp::verb::{Addressee, Answered, Joined, Plan, PlannedCall, VerbError, Wish, accepts, object};
use crate::state::network_profiles::NetworkProfiles;
use crate::state::variables::ACTUAL;
use crate::store::StoreError;

/// The slots that a station uses, in their order.
const PRIORITY: &str = "OCPPCommCtrlr/NetworkConfigurationPriority";
/// How long a station waits for an answer, in seconds, if nobody says.
const USUAL_TIMEOUT: i64 = 30;

/// Where a station of 2.x finds this server, in one of its slots.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
#[schema(examples(json!({"slot": 2, "url": "wss://central.example.com/ocpp", "activate": true})))]
pub struct SetNetworkProfileRequest {
    /// The slot; the first that it does not use if absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub slot: Option<i64>,
    /// `ws://` or `wss://`, without the identity at its end; `ocpp.public_url`, or as it reaches this server now, if
    /// absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// 1 to 3; the one that it has if absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub security_profile: Option<u8>,
    /// `Wired0` if absent; in 2.1 any.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub interface: Option<String>,
    /// In seconds; 30 if absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub message_timeout: Option<i64>,
    /// It is used first, from the next start on.
    pub activate: bool,
    /// The station is told to restart once no session runs.
    pub reset: bool,
}

impl Wish for SetNetworkProfileRequest {
    const NAME: &'static str = "set-network-profile";
    const ACCEPTED: &'static [&'static str] = STEPS_ACCEPTED;
    const REPEATABLE: bool = true;

    fn plan(&self, to: Addressee<'_>) -> Result<Plan, VerbError> {
        if to.version == Version::V16 {
            return Err(VerbError::Invalid("OCPP 1.6 has no network profiles".into()));
        }
        let record = to.state.charge_point(to.charge_point)?.unwrap_or_default();
        let profile = self.security_profile.unwrap_or(in_force(&record));
        if profile > GREATEST {
            return Err(VerbError::Invalid("`securityProfile` goes from 0 to 3".into()));
        }
        plan(to, self, profile)
    }

    fn joined(_: Version, answers: &[Answered]) -> Joined {
        joined_steps(answers)
    }
}

/// The words by which a station takes a step.
pub(super) const STEPS_ACCEPTED: &[&str] = &["Accepted", REBOOT, "Scheduled"];

/// The CALLs that bring a station to a security profile by a network profile.
pub(super) fn plan(to: Addressee<'_>, wanted: &SetNetworkProfileRequest, profile: u8) -> Result<Plan, VerbError> {
    let known = to.state.network_profiles(to.charge_point)?;
    let used = used_slots(to, &known)?;
    let slot = slot(wanted.slot, &used)?;
    let mut calls = vec![PlannedCall::new(
        "SetNetworkProfile",
        profile_data(to, wanted, (slot, profile))?,
    )];
    if wanted.activate {
        // The others stay behind it: a station that cannot connect by the new one comes back by the old one.
        let others = used.iter().copied().filter(|other| *other != slot);
        let order: Vec<String> = std::iter::once(slot)
            .chain(others)
            .map(|slot| slot.to_string())
            .collect();
        calls.extend(plan_set(to, &[(read(to.version, PRIORITY)?, &order.join(","))])?.calls);
    }
    if wanted.reset {
        calls.push(reset(to.version));
    }
    Ok(Plan::of(calls))
}

fn profile_data(
    to: Addressee<'_>,
    wanted: &SetNetworkProfileRequest,
    (slot, profile): (i64, u8),
) -> Result<Value, VerbError> {
    let interface = wanted.interface.clone().unwrap_or_else(|| {
        let usual = if to.version == Version::V21 { "Any" } else { "Wired0" };
        usual.to_owned()
    });
    // 2.1 finds the version by itself.
    let version = (to.version == Version::V201).then(|| ("ocppVersion", json!("OCPP20")));
    let data = object([
        version,
        Some(("ocppTransport", json!("JSON"))),
        Some(("ocppCsmsUrl", json!(url(to, wanted.url.as_deref(), profile)?))),
        Some(("messageTimeout", json!(wanted.message_timeout.unwrap_or(USUAL_TIMEOUT)))),
        Some(("securityProfile", json!(profile))),
        Some(("ocppInterface", json!(interface))),
    ]);
    Ok(json!({ "configurationSlot": slot, "connectionData": data }))
}

/// The slots that a station uses, as it was told or as it says.
fn used_slots(to: Addressee<'_>, known: &NetworkProfiles) -> Result<Vec<i64>, StoreError> {
    if !known.priority.is_empty() {
        return Ok(known.priority.clone());
    }
    let variable = to.state.variable(to.charge_point, PRIORITY)?;
    let value = variable.and_then(|mut variable| variable.attributes.remove(ACTUAL)?.value);
    let slots = value.unwrap_or_default();
    Ok(slots.split(',').filter_map(|slot| slot.trim().parse().ok()).collect())
}

/// The slot that is written: never one that is used unless somebody says so.
fn slot(wanted: Option<i64>, used: &[i64]) -> Result<i64, VerbError> {
    match wanted {
        Some(slot) if slot >= 0 => Ok(slot),
        Some(_) => Err(VerbError::Invalid("`slot` is a number from 0 on".into())),
        None if used.is_empty() => {
            let reason = "which slots the charge point uses is not known: say `slot`, or read \
                          OCPPCommCtrlr/NetworkConfigurationPriority first";
            Err(VerbError::Invalid(reason.into()))
        }
        None => Ok((1..).find(|slot| !used.contains(slot)).unwrap_or(1)),
    }
}

/// Where it finds this server, by TLS from profile 2 on.
fn url(to: Addressee<'_>, wanted: Option<&str>, profile: u8) -> Result<String, VerbError> {
    let is_secure = profile >= 2;
    let fits = |url: &str| {
        let is_one = url.strip_prefix("wss://").or_else(|| url.strip_prefix("ws://"));
        is_one.is_some_and(|host| !host.is_empty()) && (!is_secure || url.starts_with("wss://"))
    };
    if let Some(url) = wanted.or(to.settings.ocpp.public_url.as_deref()) {
        if fits(url) {
            return Ok(url.to_owned());
        }
        let scheme = if is_secure { "`wss://`" } else { "`ws://` or `wss://`" };
        let reason = format!("security profile {profile} needs a URL that begins with {scheme}, and {url} does not");
        return Err(VerbError::Invalid(reason.into()));
    }
    let reached = to.state.sessions().get(to.charge_point);
    let reached = reached.and_then(|session| session.reached_at.clone());
    let url = reached.map(|url| format!("{}/ocpp", url.replacen("http", "ws", 1)));
    url.filter(|url| fits(url)).ok_or_else(|| {
        let reason = "where the charge point finds this server with this security profile is not known: say `url`, or set \
                      ocpp.public_url";
        VerbError::Invalid(reason.into())
    })
}

/// What came of steps that build on each other: the word on each, and the one that decides.
pub(super) fn joined_steps(answers: &[Answered]) -> Joined {
    let steps: Vec<Value> = answers
        .iter()
        .map(|answered| json!({ "action": answered.call.action, "status": word(answered) }))
        .collect();
    let refused = answers
        .iter()
        .find(|answered| !accepts(&answered.outcome, STEPS_ACCEPTED));
    // A restart that is not wanted now takes nothing back of what was taken.
    let refused = refused.filter(|answered| answered.call.action != "Reset");
    let decides = refused.or(answers.last());
    Joined {
        accepted: refused.is_none() && !answers.is_empty(),
        status: decides.map(word).unwrap_or_default(),
        result: json!({ "steps": steps }),
    }
}

/// The station's word on a step; empty: it has none.
fn word(answered: &Answered) -> String {
    let Some(payload) = answered.outcome.payload() else {
        return "NotAnswered".to_owned();
    };
    let own = payload.get("status");
    let of_value = || payload.pointer("/setVariableResult/0/attributeStatus");
    own.or_else(of_value)
        .and_then(Value::as_str)
        .unwrap_or_default()
        .to_owned()
}

#[cfg(test)]
mod tests {
    use super::slot;

    #[test]
    fn a_slot_that_is_used_is_not_written_by_itself() {
        for (wanted, used, written) in [
            (None, vec![1], Some(2)),
            (None, vec![2, 1, 3], Some(4)),
            (None, vec![0], Some(1)),
            (None, vec![], None),
            (Some(1), vec![1], Some(1)),
            (Some(-1), vec![1], None),
        ] {
            assert_eq!(slot(wanted, &used).ok(), written, "{wanted:?} {used:?}");
        }
    }
}
