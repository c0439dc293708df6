//! How a station connects, as far as its server may change it: the password, the security profile, certificates, network
//! profiles. What is new is tried at the next connection; what was before stays until that has succeeded, and counts
//! again if the server does not take the new.

mod certificates;
mod keys;
mod profiles;
mod reach;

pub use reach::{Given, OwnCertificate, Reach, Secret};

use std::collections::{BTreeMap, VecDeque};
use std::time::Duration;

use ocpp_schemas::Version;
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::Station;
use super::notice::Output;
use super::outbox::Purpose;
use crate::clock::{self, Time, after};
use certificates::{Certificates, Use};
use profiles::Slot;

/// How long the answers under way are waited for before it connects anew.
const PATIENCE: Duration = Duration::from_secs(5);

/// The slot of what it was given at the beginning.
const FIRST_SLOT: i64 = 1;

/// What a station connects with.
#[derive(Debug, Default)]
pub struct Access {
    given: Given,
    /// What the server has taken last.
    reach: Reach,
    trial: Option<Trial>,
    slots: BTreeMap<i64, Slot>,
    active: i64,
    certificates: Certificates,
    /// It connects anew as soon as no answer is waited for, and not later than this.
    reconnect: Option<Time>,
}

/// What a station keeps of it while it is switched off.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct AccessMemory {
    reach: Option<Reach>,
    slots: BTreeMap<i64, Slot>,
    active: Option<i64>,
    certificates: Option<Certificates>,
}

/// What is tried.
#[derive(Debug, Clone, PartialEq)]
struct Trial {
    /// In words, such as `the new password`.
    what: String,
    reach: Reach,
    slot: Option<i64>,
    tries: u32,
    /// What is tried if this comes to nothing.
    then: VecDeque<(i64, Reach)>,
}

impl Access {
    /// What it is given, and what it kept.
    #[must_use]
    pub fn new(given: Given, kept: AccessMemory) -> Self {
        let reach = kept.reach.unwrap_or_else(|| Reach {
            profile: given.profile,
            ..Reach::default()
        });
        Self {
            reach,
            slots: kept.slots,
            active: kept.active.unwrap_or(FIRST_SLOT),
            certificates: kept.certificates.unwrap_or_else(|| Certificates::given(&given.roots)),
            given,
            ..Self::default()
        }
    }

    /// What is to be kept.
    #[must_use]
    pub fn memory(&self) -> AccessMemory {
        let untouched = Reach {
            profile: self.given.profile,
            ..Reach::default()
        };
        AccessMemory {
            reach: Some(self.reach.clone()).filter(|reach| *reach != untouched),
            slots: self.slots.clone(),
            active: Some(self.active).filter(|slot| *slot != FIRST_SLOT),
            certificates: Some(self.certificates.clone())
                .filter(|certificates| *certificates != Certificates::given(&self.given.roots)),
        }
    }

    /// The profile in force.
    #[must_use]
    pub const fn profile(&self) -> u8 {
        self.reach.profile
    }

    /// What the next connection is made with.
    fn next(&self) -> &Reach {
        self.trial.as_ref().map_or(&self.reach, |trial| &trial.reach)
    }

    /// When it connects anew.
    #[must_use]
    pub const fn wakes_at(&self) -> Option<Time> {
        self.reconnect
    }

    fn has_password(&self) -> bool {
        self.given.password || self.next().password.is_some()
    }

    fn knows_servers(&self) -> bool {
        self.reach.profile >= 2 || !self.certificates.of(Use::Csms).is_empty()
    }

    fn has_certificate(&self) -> bool {
        self.given.certificate || self.certificates.own(Use::Station).is_some()
    }

    /// What a profile wants and is not there, in words.
    fn lacks(&self, profile: u8, has_password: bool) -> Option<&'static str> {
        if matches!(profile, 1 | 2) && !has_password {
            Some("there is no password")
        } else if profile >= 2 && !self.knows_servers() {
            Some("no certificate of the server's authority is installed")
        } else if profile == 3 && !self.has_certificate() {
            Some("there is no certificate of its own")
        } else {
            None
        }
    }
}

impl Station {
    /// Begins with what it kept.
    pub(super) fn begin_access(&mut self) {
        let memory = self.access.memory();
        self.put_profile();
        if memory != AccessMemory::default() {
            self.tell_reach();
        }
    }

    /// The server has set a password.
    pub(super) fn new_password(&mut self, bytes: Vec<u8>) {
        let mut reach = self.access.next().clone();
        reach.password = Some(Secret(bytes));
        let used = matches!(reach.profile, 1 | 2);
        if used {
            self.try_out("the new password", reach);
            self.connect_anew();
        } else {
            // It counts as soon as a profile wants one.
            if let Some(trial) = &mut self.access.trial {
                trial.reach.password.clone_from(&reach.password);
            }
            self.access.reach.password = reach.password;
            self.dirty = true;
            self.tell_reach();
        }
    }

    /// 1.6: the server raises the profile. The answer's word.
    pub(super) fn raise_profile(&mut self, value: &str) -> &'static str {
        let current = self.access.next().profile;
        let Some(wanted) = value.parse::<u8>().ok().filter(|wanted| *wanted <= 3) else {
            return "Rejected";
        };
        if wanted == current {
            return "Accepted";
        }
        if wanted < current {
            self.say(format!("security profile {wanted} would be less than {current}"));
            return "Rejected";
        }
        if let Some(why) = self.access.lacks(wanted, self.access.has_password()) {
            self.say(format!("security profile {wanted} is refused: {why}"));
            return "Rejected";
        }
        let mut reach = self.access.next().clone();
        reach.profile = wanted;
        reach.certificate = self.access.certificates.own(Use::Station).cloned();
        self.try_out(&format!("security profile {wanted}"), reach);
        self.connect_anew();
        "Accepted"
    }

    /// From the next connection on, if the server takes it.
    fn try_out(&mut self, what: &str, reach: Reach) {
        self.dirty = true;
        self.access.trial = Some(Trial {
            what: what.to_owned(),
            reach,
            slot: None,
            tries: 0,
            then: VecDeque::new(),
        });
        self.tell_reach();
    }

    fn connect_anew(&mut self) {
        self.access.reconnect = Some(after(self.now, PATIENCE));
    }

    /// Connects anew as soon as nothing is waited for.
    pub(super) fn reconnect_when_told(&mut self) {
        let Some(until) = self.access.reconnect else { return };
        if !self.online {
            self.access.reconnect = None;
        } else if self.outbox.exchange.is_free() || self.now >= until {
            self.access.reconnect = None;
            self.outputs.push(Output::Reconnect);
        }
    }

    /// What the next connection is made with.
    fn tell_reach(&mut self) {
        let mut reach = self.access.next().clone();
        reach.roots = self.access.certificates.of(Use::Csms);
        self.outputs.push(Output::Reach(reach));
    }

    /// The server has let it in.
    pub(super) fn reached(&mut self) {
        let Some(trial) = self.access.trial.take() else { return };
        self.dirty = true;
        self.say(format!("the server takes {}", trial.what));
        self.access.reach = trial.reach;
        if let Some(slot) = trial.slot {
            self.access.active = slot;
        }
        self.put_profile();
        self.drop_lower_slots();
    }

    fn put_profile(&mut self) {
        let (profile, slot) = (self.access.reach.profile, self.access.active);
        self.settings.put("SecurityProfile", profile.to_string());
        self.settings
            .put("OCPPCommCtrlr.ActiveNetworkProfile", slot.to_string());
    }

    /// It could not connect; `refused` says that trying again is of no use.
    pub(super) fn not_reached(&mut self, refused: bool) {
        let most = self
            .settings
            .number("OCPPCommCtrlr.NetworkProfileConnectionAttempts")
            .max(1);
        let Some(trial) = &mut self.access.trial else { return };
        trial.tries += 1;
        if !refused && trial.tries < most {
            return;
        }
        let what = trial.what.clone();
        let next = trial.then.pop_front();
        let then = std::mem::take(&mut trial.then);
        self.dirty = true;
        self.access.trial = next.map(|(slot, reach)| Trial {
            what: format!("network profile {slot}"),
            reach,
            slot: Some(slot),
            tries: 0,
            then,
        });
        self.say(match &self.access.trial {
            Some(trial) => format!("{what} came to nothing; {} is tried", trial.what),
            None => format!("{what} came to nothing; what was before stays"),
        });
        self.tell_reach();
    }

    /// Something happened that those who watch over security want to know (A04).
    fn tell_security(&mut self, kind: &str, info: &str) {
        let payload = json!({"type": kind, "timestamp": clock::text(self.now), "techInfo": info});
        self.outbox
            .push_early("SecurityEventNotification", payload, Purpose::Report);
    }
}

/// 1.6 sends the bytes of a password as hexadecimal digits, 2.x its text; at least 16 bytes either way.
#[must_use]
pub fn password_bytes(value: &str, version: Version) -> Option<Vec<u8>> {
    let digits = value.as_bytes();
    let bytes = if version == Version::V16 {
        if !digits.len().is_multiple_of(2) {
            return None;
        }
        let pair = |pair: &[u8]| u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok();
        digits.chunks(2).map(pair).collect::<Option<Vec<u8>>>()?
    } else {
        digits.to_vec()
    };
    (bytes.len() >= 16).then_some(bytes)
}
