//! What one run of the load generator measured: written as JSON on one side, read on the other.

use serde::{Deserialize, Serialize};

use super::Outcome;

/// What has figures only if something was counted.
pub trait Counted {
    /// What was not counted of it: then there is no figure.
    fn lacks(&self) -> Option<&'static str>;
}

/// What a number of things that used so much CPU lacks.
fn lack(count: u64, nothing: &'static str, cpu_seconds: f64) -> Option<&'static str> {
    if count == 0 {
        return Some(nothing);
    }
    (cpu_seconds <= 0.0).then_some("no CPU was counted")
}

/// Why samples have no figures; none: they have.
#[must_use]
pub fn lacking<T: Counted>(samples: &[T]) -> Option<&'static str> {
    if samples.is_empty() {
        return Some("nothing was run");
    }
    samples.iter().find_map(Counted::lacks)
}

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
    /// What the counted messages were carried in: frames to the server, in bytes.
    pub sent_bytes: u64,
    /// Frames from it.
    pub received_bytes: u64,
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

    /// Bytes to the server for each message.
    #[must_use]
    #[expect(clippy::cast_precision_loss, reason = "some GiB at most")]
    pub fn sent(&self) -> f64 {
        self.sent_bytes as f64 / self.count()
    }

    /// Bytes from the server for each message.
    #[must_use]
    #[expect(clippy::cast_precision_loss, reason = "some GiB at most")]
    pub fn received(&self) -> f64 {
        self.received_bytes as f64 / self.count()
    }

    #[expect(clippy::cast_precision_loss, reason = "some millions at most")]
    fn count(&self) -> f64 {
        self.messages.max(1) as f64
    }
}

impl Counted for LoadSample {
    fn lacks(&self) -> Option<&'static str> {
        lack(self.messages, "no message was answered", self.server_cpu_seconds)
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

impl FleetSample {
    /// The server's CPU time for each station that connected, in microseconds.
    #[must_use]
    #[expect(clippy::cast_precision_loss, reason = "some thousands")]
    pub fn connect_cpu_us(&self) -> f64 {
        self.connect_cpu_seconds * 1e6 / self.stations.max(1) as f64
    }
}

impl Counted for FleetSample {
    fn lacks(&self) -> Option<&'static str> {
        lack(self.stations as u64, NO_STATION, self.connect_cpu_seconds)
    }
}

const NO_STATION: &str = "no station connected";

/// A fleet that comes back.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct BackSample {
    /// How many stations connected.
    pub stations: usize,
    /// From the first connection to the last boot's answer, in seconds.
    pub seconds: f64,
    /// The server's CPU time for that.
    pub server_cpu_seconds: f64,
    /// The generator's.
    pub client_cpu_seconds: f64,
    /// TLS sessions that the server offered to resume.
    pub sessions: u64,
}

impl BackSample {
    /// The server's CPU time for each station in microseconds.
    #[must_use]
    #[expect(clippy::cast_precision_loss, reason = "some thousands")]
    pub fn cpu_us(&self) -> f64 {
        self.server_cpu_seconds * 1e6 / self.stations.max(1) as f64
    }
}

impl Counted for BackSample {
    fn lacks(&self) -> Option<&'static str> {
        lack(self.stations as u64, NO_STATION, self.server_cpu_seconds)
    }
}

/// Stations with a rhythm: each says something once a minute.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct RhythmSample {
    /// How many are connected.
    pub stations: usize,
    /// Messages in the time.
    pub messages: u64,
    /// How long they spoke.
    pub seconds: f64,
    /// The server's CPU time meanwhile.
    pub server_cpu_seconds: f64,
    /// How long they were connected and said nothing.
    pub quiet_seconds: f64,
    /// The server's CPU time meanwhile.
    pub quiet_cpu_seconds: f64,
    /// Half of the answers took no longer, in microseconds.
    pub p50_us: f64,
    /// 99 of 100 answers took no longer, in microseconds.
    pub p99_us: f64,
}

impl RhythmSample {
    /// The server's CPU time for each message in microseconds, with all that runs beside them.
    #[must_use]
    #[expect(clippy::cast_precision_loss, reason = "some thousands")]
    pub fn cpu_us(&self) -> f64 {
        self.server_cpu_seconds * 1e6 / self.messages.max(1) as f64
    }

    /// The share of a core while they speak.
    #[must_use]
    pub fn busy(&self) -> f64 {
        self.server_cpu_seconds / self.seconds
    }

    /// The share of a core while they are silent.
    #[must_use]
    pub fn quiet(&self) -> f64 {
        self.quiet_cpu_seconds / self.quiet_seconds
    }
}

impl Counted for RhythmSample {
    fn lacks(&self) -> Option<&'static str> {
        lack(self.messages, "no message was answered", self.server_cpu_seconds)
    }
}

/// A history that was laid out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct PastSample {
    /// Sessions that were begun and ended.
    pub sessions: u64,
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
    fn where_nothing_was_counted_there_is_no_figure() {
        let sample = LoadSample {
            messages: 256,
            seconds: 1.0,
            server_cpu_seconds: 0.01,
            client_cpu_seconds: 0.01,
            p50_us: 1.0,
            p99_us: 1.0,
            sent_bytes: 1,
            received_bytes: 1,
        };
        assert_eq!(lacking(&[sample]), None);
        assert_eq!(lacking::<LoadSample>(&[]), Some("nothing was run"));
        let silent = LoadSample { messages: 0, ..sample };
        assert_eq!(lacking(&[sample, silent]), Some("no message was answered"));
        let unread = LoadSample {
            server_cpu_seconds: 0.0,
            ..sample
        };
        assert_eq!(lacking(&[unread, sample]), Some("no CPU was counted"));
    }

    #[test]
    fn medians() {
        assert_eq!(median([3.0, 1.0, 2.0]).to_bits(), 2.0_f64.to_bits());
        assert_eq!(median([4.0, 1.0, 2.0, 3.0]).to_bits(), 2.5_f64.to_bits());
        assert_eq!(median([]).to_bits(), 0.0_f64.to_bits());
    }
}
