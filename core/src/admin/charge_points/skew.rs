//! How far a station's clock is off, from the times that its messages carry against those at which they came.

use serde_json::Value;

use crate::clock::Time;
use crate::frame::Elements;
use crate::state::messages::{EntryKind, Snapshot};

/// So many seconds the station's clock is ahead of ours (below 0: behind), with milliseconds; none: none of the
/// messages that are kept says. A message comes after its time, some days after it (what a station kept while it was
/// offline), so the one that seems to come the earliest says it best.
#[must_use]
pub fn skew(messages: &Snapshot) -> Option<f64> {
    let received = messages.entries().filter(|entry| entry.kind == EntryKind::Received);
    let ahead = received.filter_map(|entry| Some((stamp(entry.text)? - entry.at).num_milliseconds()));
    let milliseconds = i32::try_from(ahead.max()?.clamp(i64::from(i32::MIN), i64::from(i32::MAX))).ok()?;
    Some(f64::from(milliseconds) / 1000.0)
}

/// The time that a request of the station carries.
fn stamp(text: &str) -> Option<Time> {
    if !text.contains("\"timestamp\"") {
        return None;
    }
    let elements = Elements::of(text);
    if elements.kind != Some(2) {
        return None;
    }
    let payload: Value = serde_json::from_str(elements.payload()?).ok()?;
    let own = payload.get("timestamp");
    let last_value = || payload.get("meterValue")?.as_array()?.last()?.get("timestamp");
    own.or_else(last_value)?.as_str()?.parse().ok()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]

    use chrono::TimeDelta;

    use super::skew;
    use crate::clock;
    use crate::ids::ChargePointId;
    use crate::state::messages::MessageLogs;

    #[test]
    fn messages_that_waited_say_nothing_of_the_clock() {
        let logs = MessageLogs::default();
        logs.limit(64 << 10, 64 << 10);
        let log = logs.join(&ChargePointId::new("CP1"));
        assert_eq!(skew(&log.snapshot()), None);
        for ahead in [-7200, 90, -30] {
            let stamp = clock::text(clock::now() + TimeDelta::seconds(ahead));
            log.received(&format!(
                r#"[2,"1","StatusNotification",{{"connectorId":1,"timestamp":"{stamp}"}}]"#
            ));
        }
        log.received(r#"[2,"2","Heartbeat",{}]"#);
        let skew = skew(&log.snapshot()).unwrap();
        assert!((89.0..=90.1).contains(&skew), "{skew}");
    }
}
