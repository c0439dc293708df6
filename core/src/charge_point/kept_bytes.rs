//! How much one charge point may add to what is kept: recorded messages and events count in bytes, and beyond the
//! limit they are kept without their payload, so that nobody fills the disk for all. Pure: the moment is handed in.

use std::collections::HashMap;
use std::time::{Duration, Instant};

use serde_json::Value;
use serde_json::value::{RawValue, to_raw_value};

use crate::ids::ChargePointId;

/// After so long a charge point that was silent may add its whole share again.
const WINDOW: Duration = Duration::from_secs(3600);

/// Smaller ones are kept whole in any case: what says nothing large is held by its number.
const SMALL: usize = 2048;

/// More charge points than that are not remembered one by one.
const MOST_REMEMBERED: usize = 10_000;

/// The shares of one worker's charge points.
#[derive(Debug)]
pub struct KeptBytes {
    share: f64,
    left: HashMap<ChargePointId, Left>,
}

#[derive(Debug, Clone, Copy)]
struct Left {
    bytes: f64,
    at: Instant,
}

impl KeptBytes {
    /// Each may add so many bytes in an hour.
    #[must_use]
    pub fn of(share: usize) -> Self {
        Self {
            share: as_f64(share),
            left: HashMap::new(),
        }
    }

    /// Whether so many bytes more of a charge point are kept.
    pub fn takes(&mut self, charge_point: &ChargePointId, bytes: usize, now: Instant) -> bool {
        if is_small(bytes) {
            return true;
        }
        if self.left.len() >= MOST_REMEMBERED && !self.left.contains_key(charge_point) {
            self.left.clear();
        }
        let share = self.share;
        let full = Left { bytes: share, at: now };
        let left = self.left.entry(charge_point.clone()).or_insert(full);
        let passed = now.saturating_duration_since(left.at).as_secs_f64() / WINDOW.as_secs_f64();
        left.bytes = (left.bytes + share * passed).min(share);
        left.at = now;
        let wanted = as_f64(bytes);
        let taken = left.bytes >= wanted;
        if taken {
            left.bytes -= wanted;
        }
        taken
    }
}

/// Kept whole in any case.
#[must_use]
pub fn is_small(bytes: usize) -> bool {
    bytes <= SMALL
}

/// Sizes are far below what a float counts exactly.
fn as_f64(bytes: usize) -> f64 {
    u32::try_from(bytes).map_or(f64::from(u32::MAX), f64::from)
}

/// What stands for a payload that is not kept.
#[must_use]
pub fn left_out(bytes: usize) -> Value {
    serde_json::json!({ "leftOut": { "bytes": bytes } })
}

/// A record without its payload; as it is if it has none.
#[must_use]
pub fn without_payload(record: Vec<u8>) -> Vec<u8> {
    let shortened = || {
        let mut members: std::collections::BTreeMap<String, Box<RawValue>> = serde_json::from_slice(&record).ok()?;
        *members.get_mut("payload")? = to_raw_value(&left_out(record.len())).ok()?;
        serde_json::to_vec(&members).ok()
    };
    shortened().unwrap_or(record)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_share_is_used_up_and_comes_back() {
        let (a, b) = (ChargePointId::new("A"), ChargePointId::new("B"));
        let mut kept = KeptBytes::of(10_000);
        let start = Instant::now();
        assert!(kept.takes(&a, 6_000, start));
        assert!(!kept.takes(&a, 6_000, start));
        assert!(kept.takes(&a, 4_000, start), "what still fits");
        assert!(kept.takes(&a, 100, start), "small ones count by their number");
        assert!(kept.takes(&b, 6_000, start), "another one's share is another one");
        assert!(!kept.takes(&a, 6_000, start + WINDOW / 2));
        assert!(kept.takes(&a, 6_000, start + WINDOW));
    }

    #[test]
    fn what_is_left_out_is_said() {
        let record = br#"{"at":"2026-03-01T10:00:00Z","action":"NotifyReport","payload":{"a":[1,2,3]}}"#;
        let text = String::from_utf8(without_payload(record.to_vec())).unwrap_or_default();
        assert!(text.contains(r#""payload":{"leftOut":{"bytes":77}}"#), "{text}");
        assert!(text.contains(r#""action":"NotifyReport""#), "{text}");
        assert_eq!(without_payload(b"[]".to_vec()), b"[]");
    }
}
