//! Network profiles (2.x B09, B10, A05): slots that say where and how to connect, their order, and which of them is tried
//! after a restart.

use std::collections::VecDeque;

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::super::Station;
use super::reach::{Reach, Secret};
use super::{Access, FIRST_SLOT, Trial, Use, password_bytes};
use crate::client::Endpoint;
use crate::json;

/// The highest slot that there is.
const LAST_SLOT: i64 = 9;

const PRIORITY: &str = "OCPPCommCtrlr.NetworkConfigurationPriority";

/// A network profile.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Slot {
    url: String,
    profile: u8,
    password: Option<Secret>,
}

impl Access {
    /// What a slot amounts to; none if nobody has filled it.
    fn reach_of(&self, slot: i64) -> Option<Reach> {
        let current = self.next();
        let certificate = self.certificates.own(Use::Station).cloned();
        match self.slots.get(&slot) {
            Some(filled) => Some(Reach {
                url: Some(filled.url.clone()),
                profile: filled.profile,
                password: filled.password.clone().or_else(|| current.password.clone()),
                certificate,
                roots: Vec::new(),
            }),
            None if slot == self.active => Some(self.reach.clone()),
            None if slot == FIRST_SLOT => Some(Reach {
                profile: self.given.profile,
                password: current.password.clone(),
                certificate,
                ..Reach::default()
            }),
            None => None,
        }
    }
}

impl Station {
    /// Answers SetNetworkProfile.
    pub(in crate::station) fn set_network_profile(&mut self, payload: &Value) -> Value {
        let refused = |code: &str, info: &str| json!({"status": "Rejected", "statusInfo": {"reasonCode": code, "additionalInfo": info}});
        let slot = json::integer(payload, "configurationSlot").unwrap_or_default();
        if !(0..=LAST_SLOT).contains(&slot) {
            return refused("InvalidConfSlot", &format!("slots go from 0 to {LAST_SLOT}"));
        }
        let data = payload.get("connectionData").unwrap_or(payload);
        let url = json::text(data, "ocppCsmsUrl").unwrap_or_default();
        let endpoint = match Endpoint::new(url, &self.options.identity) {
            Ok(endpoint) => endpoint,
            Err(error) => return refused("InvalidCSMSUrl", &error.to_string()),
        };
        let wanted = json::integer(data, "securityProfile").and_then(|number| u8::try_from(number).ok());
        let Some(profile) = wanted.filter(|profile| *profile <= 3) else {
            return refused("InvalidNetworkConf", "security profiles go from 0 to 3");
        };
        if profile < self.access.reach.profile {
            let info = format!("security profile {} is in force", self.access.reach.profile);
            return refused("NoSecurityDowngrade", &info);
        }
        if endpoint.is_secure() != (profile >= 2) {
            let info = format!("the URL is not one of security profile {profile}");
            return refused("InvalidNetworkConf", &info);
        }
        let password = match json::text(data, "basicAuthPassword") {
            Some(text) => match password_bytes(text, self.options.version) {
                Some(bytes) => Some(Secret(bytes)),
                None => return refused("InvalidNetworkConf", "a password has 16 characters at least"),
            },
            None => None,
        };
        self.dirty = true;
        let url = url.to_owned();
        self.access.slots.insert(slot, Slot { url, profile, password });
        json!({"status": "Accepted"})
    }

    /// Whether the order of the slots may be this; why not, in words.
    pub(in crate::station) fn priority_flaw(&self, value: &str) -> Option<String> {
        let mut any = false;
        for word in value.split(',').map(str::trim) {
            let slot = word.parse::<i64>().ok();
            let Some(reach) = slot.and_then(|slot| self.access.reach_of(slot)) else {
                return Some(format!("there is no network profile {word}"));
            };
            let has_password = reach.password.is_some() || self.access.given.password;
            if let Some(why) = self.access.lacks(reach.profile, has_password) {
                return Some(format!("network profile {word}: {why}"));
            }
            any = true;
        }
        (!any).then(|| "it names no network profile".to_owned())
    }

    /// After a restart the slots are tried in their order.
    pub(in crate::station) fn plan_slots(&mut self) {
        let priority = self.settings.text(PRIORITY).to_owned();
        let slots = priority.split(',').filter_map(|word| word.trim().parse::<i64>().ok());
        let mut then: VecDeque<(i64, Reach)> = slots
            .filter_map(|slot| Some((slot, self.access.reach_of(slot)?)))
            .collect();
        let Some((slot, reach)) = then.pop_front() else { return };
        let in_force = &self.access.reach;
        let same = slot == self.access.active
            && (reach.url.is_none() || reach.url == in_force.url)
            && (reach.profile, &reach.password) == (in_force.profile, &in_force.password);
        if same || self.access.trial.is_some() {
            return;
        }
        self.access.trial = Some(Trial {
            what: format!("network profile {slot}"),
            reach,
            slot: Some(slot),
            tries: 0,
            then,
        });
        self.tell_reach();
    }

    /// Once it is raised, it does not go back (A05.FR.06): what is lower is out of the order.
    pub(super) fn drop_lower_slots(&mut self) {
        let profile = self.access.reach.profile;
        let priority = self.settings.text(PRIORITY).to_owned();
        let high = |word: &&str| {
            let slot = word.trim().parse::<i64>().unwrap_or(-1);
            slot == self.access.active || self.access.reach_of(slot).is_some_and(|reach| reach.profile >= profile)
        };
        let kept: Vec<&str> = priority.split(',').filter(high).collect();
        if !kept.is_empty() {
            self.settings.put(PRIORITY, kept.join(","));
        }
    }
}
