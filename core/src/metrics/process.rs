//! The process, under the names that all exporters have for it, and what was built.

use std::fs;
use std::time::{SystemTime, UNIX_EPOCH};

use rustix::process::{Resource, getrlimit};
use rustix::time::{ClockId, clock_gettime};

use super::Family;
use crate::traces::Traces;

pub(super) fn families(started: SystemTime, traces: &Traces) -> Vec<Family> {
    let mut build = Family::gauge("ocpp_build_info", "1, with the version of this server");
    build.add([("version", env!("CARGO_PKG_VERSION"))], 1_u64);
    let since = started.duration_since(UNIX_EPOCH).unwrap_or_default().as_secs_f64();
    let mut spans = Family::counter(
        "ocpp_trace_spans",
        "Spans for the collector of traces, by what became of them",
    );
    let counts = traces.counts();
    for (state, count) in [
        ("sent", counts.sent),
        ("dropped", counts.dropped),
        ("failed", counts.failed),
    ] {
        spans.add([("state", state)], count);
    }
    let mut families = vec![
        build,
        spans,
        Family::counter("process_cpu", "Processor time")
            .seconds()
            .of(processor_seconds()),
        Family::gauge("process_start_time", "When the process started, since 1970")
            .seconds()
            .of(since),
    ];
    if let Ok(open) = fs::read_dir("/proc/self/fd") {
        // One is the directory itself.
        families.push(Family::gauge("process_open_fds", "Open file descriptors").of(open.count().saturating_sub(1)));
    }
    if let Some(most) = getrlimit(Resource::Nofile).current {
        families.push(Family::gauge("process_max_fds", "File descriptors that may be open").of(most));
    }
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    if let Some(bytes) = resident_in(&status) {
        families.push(
            Family::gauge("process_resident_memory", "Memory in use")
                .bytes()
                .of(bytes),
        );
    }
    if let Some(kib) = figure(&status, "VmSize:") {
        families.push(
            Family::gauge("process_virtual_memory", "Address space")
                .bytes()
                .of(kib << 10),
        );
    }
    if let Some(threads) = figure(&status, "Threads:") {
        families.push(Family::gauge("process_threads", "Threads").of(threads));
    }
    families
}

/// What the process has in memory, in bytes.
pub(super) fn resident() -> Option<u64> {
    resident_in(&fs::read_to_string("/proc/self/status").ok()?)
}

fn resident_in(status: &str) -> Option<u64> {
    figure(status, "VmRSS:").map(|kib| kib << 10)
}

fn processor_seconds() -> f64 {
    let time = clock_gettime(ClockId::ProcessCPUTime);
    let seconds = u32::try_from(time.tv_sec).unwrap_or(u32::MAX);
    let nanoseconds = u32::try_from(time.tv_nsec).unwrap_or_default();
    f64::from(seconds) + f64::from(nanoseconds) / 1e9
}

/// The number behind a name in what the system says of the process.
fn figure(status: &str, name: &str) -> Option<u64> {
    let line = status.lines().find_map(|line| line.strip_prefix(name))?;
    line.split_whitespace().next()?.parse().ok()
}
