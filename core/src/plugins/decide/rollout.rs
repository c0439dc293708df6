//! A version that is tried beside the active one: in shadow it is asked the same and not listened to; as a
//! canary it decides for some of the charge points. Its figures, and when it has failed.

use std::collections::{BTreeMap, VecDeque};
use std::fmt;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use std::time::Duration;

use serde::{Deserialize, Serialize};
use serde_json::Value;
use sha2::{Digest, Sha256};

use super::callee::Callee;
use super::plugin::Plugin;
use crate::plugins::component::load::Version;
use crate::plugins::sandbox::capabilities::StateNamespace;

/// Differences that are kept with their input.
const KEPT: usize = 20;
/// Calls before the mean time of a canary counts.
const ENOUGH: u64 = 20;

/// How a version is tried, as it is kept with the plugin's record.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = PluginCandidate)]
pub struct Candidate {
    /// Which version.
    pub digest: String,
    /// How.
    pub mode: RolloutMode,
    /// RFC 3339.
    pub since: String,
}

/// Who listens to it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(tag = "mode", rename_all = "kebab-case")]
#[schema(as = PluginTrialMode)]
pub enum RolloutMode {
    /// Nobody.
    Shadow,
    /// Some charge points.
    #[serde(rename_all = "camelCase")]
    Canary {
        /// Of all charge points, chosen by a hash of their identity, so that none moves.
        percent: u8,
        /// These as well.
        charge_points: Vec<String>,
        /// So many failures end the rollout.
        max_failures: u64,
        /// A longer mean time ends the rollout, in microseconds; none: no limit.
        max_mean_us: Option<u64>,
    },
}

/// A version that is tried, with what came of it since it was loaded.
pub struct Rollout {
    /// As it was wanted.
    pub candidate: Candidate,
    /// What is tried.
    pub version: Arc<Version>,
    /// Where its state lies: a shadow's changes are seen by nobody else.
    pub namespace: Arc<StateNamespace>,
    calls: AtomicU64,
    failures: AtomicU64,
    nanoseconds: AtomicU64,
    missed: AtomicU64,
    over: OnceLock<Over>,
    differences: Mutex<Differences>,
}

/// Why a canary is taken back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Over {
    /// It failed too often.
    Failures {
        /// So often.
        failures: u64,
        /// In so many calls.
        calls: u64,
        /// So many end a trial.
        most: u64,
    },
    /// It takes too long.
    TooSlow {
        /// The mean time of its calls in microseconds.
        mean_us: u64,
        /// What may be.
        most_us: u64,
    },
}

impl fmt::Display for Over {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Failures { failures, calls, most } => {
                write!(f, "failures: {failures} of {calls} calls, and {most} end a trial")
            }
            Self::TooSlow { mean_us, most_us } => {
                write!(
                    f,
                    "too slow: {mean_us} µs on average, and more than {most_us} µs end a trial"
                )
            }
        }
    }
}

#[derive(Default)]
struct Differences {
    by_action: BTreeMap<String, u64>,
    last: VecDeque<RolloutDifference>,
}

/// One call in which the two versions differ.
#[derive(Debug, Clone, PartialEq, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = PluginTrialDifference)]
pub struct RolloutDifference {
    /// Whose.
    pub charge_point: String,
    /// Which CALL.
    pub message_id: String,
    /// What.
    pub action: String,
    /// The request.
    pub payload: Value,
    /// What was answered.
    pub active: Value,
    /// What the candidate would have answered.
    pub candidate: Value,
}

/// A rollout as the API shows it. The figures count since it began, or since the process started.
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = PluginTrial)]
pub struct RolloutStatus {
    /// How it is tried.
    #[serde(flatten)]
    pub candidate: Candidate,
    /// The author's version.
    pub version: String,
    /// Calls so far.
    pub calls: u64,
    /// How many of them failed.
    pub failures: u64,
    /// The mean time of a call in microseconds.
    pub mean_us: f64,
    /// Calls that the shadow was too slow for.
    pub missed: u64,
    /// By action, how often the two versions differed.
    pub differences: BTreeMap<String, u64>,
    /// The last of them, newest first. Not in the list of all plugins.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub last_differences: Option<Vec<RolloutDifference>>,
}

impl Rollout {
    /// A trial that begins now, on a state of which a shadow only sees its own changes.
    #[must_use]
    pub fn new(candidate: Candidate, version: Arc<Version>, namespace: Arc<StateNamespace>) -> Self {
        let namespace = match candidate.mode {
            RolloutMode::Shadow => Arc::new(namespace.overlaid()),
            RolloutMode::Canary { .. } => namespace,
        };
        Self {
            candidate,
            version,
            namespace,
            calls: AtomicU64::new(0),
            failures: AtomicU64::new(0),
            nanoseconds: AtomicU64::new(0),
            missed: AtomicU64::new(0),
            over: OnceLock::new(),
            differences: Mutex::default(),
        }
    }

    /// The version that is tried, to be asked.
    #[must_use]
    pub fn callee<'a>(&'a self, plugin: &'a Plugin) -> Callee<'a> {
        Callee {
            plugin,
            version: &self.version,
            namespace: &self.namespace,
        }
    }

    /// Whether it is given the calls that the active version has decided.
    #[must_use]
    pub fn is_shadow(&self) -> bool {
        self.candidate.mode == RolloutMode::Shadow
    }

    /// Whether it decides for a charge point.
    #[must_use]
    pub fn decides_for(&self, plugin: &str, charge_point: &str) -> bool {
        match &self.candidate.mode {
            RolloutMode::Canary {
                percent, charge_points, ..
            } if !self.is_over() => {
                share(plugin, charge_point) < *percent || charge_points.iter().any(|known| known == charge_point)
            }
            RolloutMode::Canary { .. } | RolloutMode::Shadow => false,
        }
    }

    /// Whether a canary failed too often or is too slow: it is not asked any more.
    #[must_use]
    pub fn is_over(&self) -> bool {
        self.over.get().is_some()
    }

    /// Why it is not asked any more; none: it is.
    #[must_use]
    pub fn over(&self) -> Option<Over> {
        self.over.get().copied()
    }

    /// One call of it, failed or not.
    pub fn called(&self, took: Duration, failed: bool) {
        let nanoseconds = u64::try_from(took.as_nanos()).unwrap_or(u64::MAX);
        let calls = self.calls.fetch_add(1, Ordering::Relaxed) + 1;
        let sum = self
            .nanoseconds
            .fetch_add(nanoseconds, Ordering::Relaxed)
            .saturating_add(nanoseconds);
        let failures = self.failures.fetch_add(u64::from(failed), Ordering::Relaxed) + u64::from(failed);
        let RolloutMode::Canary {
            max_failures,
            max_mean_us,
            ..
        } = self.candidate.mode
        else {
            return;
        };
        let done = Done {
            calls,
            failures,
            mean_us: sum / calls / 1_000,
        };
        if let Some(over) = done.over(max_failures, max_mean_us) {
            // The first reason is the one that it ended for.
            self.over.get_or_init(|| over);
        }
    }

    /// A call for which there was no room in the shadow's queue.
    pub fn missed(&self) {
        self.missed.fetch_add(1, Ordering::Relaxed);
    }

    /// A call in which the two versions differ.
    pub fn differed(&self, difference: RolloutDifference) {
        let mut differences = self.differences.lock().unwrap_or_else(PoisonError::into_inner);
        *differences.by_action.entry(difference.action.clone()).or_default() += 1;
        differences.last.truncate(KEPT - 1);
        differences.last.push_front(difference);
    }

    /// As the API shows it.
    #[must_use]
    pub fn status(&self, with_differences: bool) -> RolloutStatus {
        let differences = self.differences.lock().unwrap_or_else(PoisonError::into_inner);
        let calls = self.calls.load(Ordering::Relaxed);
        let mean = Duration::from_nanos(self.nanoseconds.load(Ordering::Relaxed) / calls.max(1));
        RolloutStatus {
            candidate: self.candidate.clone(),
            version: self.version.manifest.version.clone(),
            calls,
            failures: self.failures.load(Ordering::Relaxed),
            mean_us: mean.as_secs_f64() * 1e6,
            missed: self.missed.load(Ordering::Relaxed),
            differences: differences.by_action.clone(),
            last_differences: with_differences.then(|| differences.last.iter().cloned().collect()),
        }
    }
}

/// What a canary did so far.
struct Done {
    calls: u64,
    failures: u64,
    mean_us: u64,
}

impl Done {
    fn over(&self, max_failures: u64, max_mean_us: Option<u64>) -> Option<Over> {
        let &Self {
            calls,
            failures,
            mean_us,
        } = self;
        if failures >= max_failures {
            let most = max_failures;
            return Some(Over::Failures { failures, calls, most });
        }
        let most_us = max_mean_us.filter(|limit| calls >= ENOUGH && mean_us > *limit)?;
        Some(Over::TooSlow { mean_us, most_us })
    }
}

/// A charge point's place from 0 to 99 among all, the same for every call; another for each plugin.
fn share(plugin: &str, charge_point: &str) -> u8 {
    let digest = Sha256::new()
        .chain_update(plugin)
        .chain_update([0])
        .chain_update(charge_point)
        .finalize();
    let number = digest
        .iter()
        .take(4)
        .fold(0_u32, |sum, byte| sum << 8 | u32::from(*byte));
    u8::try_from(number % 100).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_canary_says_why_it_is_taken_back() {
        let told = |calls, failures, mean_us| {
            let done = Done {
                calls,
                failures,
                mean_us,
            };
            done.over(5, Some(900)).map(|over| over.to_string())
        };
        assert_eq!(told(9, 4, 800), None);
        assert_eq!(
            told(9, 5, 800).as_deref(),
            Some("failures: 5 of 9 calls, and 5 end a trial")
        );
        assert_eq!(told(19, 0, 950), None, "so few calls say nothing of the mean time");
        assert_eq!(
            told(20, 0, 950).as_deref(),
            Some("too slow: 950 µs on average, and more than 900 µs end a trial")
        );
    }

    #[test]
    fn about_so_many_charge_points_are_chosen_and_none_moves() {
        let chosen = |percent: u8| (0..2_000).filter(|n| share("p", &format!("CP-{n}")) < percent).count();
        assert!((60..140).contains(&chosen(5)), "{}", chosen(5));
        assert!((900..1_100).contains(&chosen(50)), "{}", chosen(50));
        assert_eq!((chosen(0), chosen(100)), (0, 2_000));
        assert_eq!(share("p", "CP-1"), share("p", "CP-1"));
    }
}
