//! What one run of the load generator measured: written as JSON on one side, read on the other.

use serde::{Deserialize, Serialize};

use super::Outcome;

/// A closed loop over some connections.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct LoadSample {
    /// Answers that were counted.
    pub messages: u64,
    /// How long the counted part took.
    pub seconds: f64,
    /// The server's CPU time in the counted part.
    pub server_cpu_seconds: f64,
    /// The generator's.
    pub client_cpu_seconds: f64,
    /// Half of the answers took no longer, in microseconds.
    pub p50_us: f64,
    /// 99 of 100 answers took no longer, in microseconds.
    pub p99_us: f64,
}

impl LoadSample {
    /// Messages per second.
    #[must_use]
    pub fn rate(&self) -> f64 {
        self.count() / self.seconds
    }

    /// The server's CPU time per message in microseconds.
    #[must_use]
    pub fn cpu_us(&self) -> f64 {
        self.server_cpu_seconds * 1e6 / self.count()
    }

    /// How much of one core the server used, 1 being all of it.
    #[must_use]
    pub fn server_busy(&self) -> f64 {
        self.server_cpu_seconds / self.seconds
    }

    #[expect(clippy::cast_precision_loss, reason = "some millions at most")]
    fn count(&self) -> f64 {
        self.messages.max(1) as f64
    }
}

/// A fleet that connects, boots, is idle, talks, and is idle again.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct FleetSample {
    /// How many stations connected.
    pub stations: usize,
    /// From the first connection to the last boot's answer, in seconds.
    pub connect_seconds: f64,
    /// The server's CPU time for that.
    pub connect_cpu_seconds: f64,
    /// Resident memory per station after the boot, in bytes.
    pub idle_bytes: f64,
    /// The same after each station sent some messages of 1.5 KiB.
    pub traffic_bytes: f64,
}

/// Reads what the generator printed.
///
/// # Errors
/// Anything but one JSON object.
pub fn parse<T: for<'a> Deserialize<'a>>(printed: &[u8]) -> Outcome<T> {
    serde_json::from_slice(printed).map_err(|error| format!("{error} in {}", String::from_utf8_lossy(printed)).into())
}

/// The middle of the values (of the middle two, the mean); 0 of none.
#[must_use]
pub fn median(values: impl IntoIterator<Item = f64>) -> f64 {
    let mut sorted: Vec<f64> = values.into_iter().collect();
    sorted.sort_by(f64::total_cmp);
    let middle = sorted.len() / 2;
    let at = |index: usize| sorted.get(index).copied().unwrap_or(0.0);
    if sorted.len() % 2 == 1 {
        at(middle)
    } else {
        f64::midpoint(at(middle.wrapping_sub(1)), at(middle))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn medians() {
        assert_eq!(median([3.0, 1.0, 2.0]).to_bits(), 2.0_f64.to_bits());
        assert_eq!(median([4.0, 1.0, 2.0, 3.0]).to_bits(), 2.5_f64.to_bits());
        assert_eq!(median([]).to_bits(), 0.0_f64.to_bits());
    }
}
