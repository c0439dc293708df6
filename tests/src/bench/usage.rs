//! What a process has used, from Linux's `/proc`.

use std::fs;

use super::Outcome;

/// Clock ticks per second in `/proc/PID/stat`: 100 on every Linux that we know of (`USER_HZ`).
const TICKS_PER_SECOND: f64 = 100.0;

/// A process to be watched.
#[derive(Debug, Clone, Copy)]
pub struct Process(pub u32);

impl Process {
    /// The load generator itself.
    #[must_use]
    pub fn own() -> Self {
        Self(std::process::id())
    }

    /// User and system time of all its threads, ended ones included, in seconds; steps of 10 ms.
    ///
    /// # Errors
    /// The process is gone.
    pub fn cpu_seconds(self) -> Outcome<f64> {
        let stat = fs::read_to_string(format!("/proc/{}/stat", self.0))?;
        cpu_ticks(&stat)
            .map(|ticks| ticks / TICKS_PER_SECOND)
            .ok_or_else(|| stat.into())
    }

    /// Resident memory in bytes.
    ///
    /// # Errors
    /// The process is gone.
    pub fn resident_bytes(self) -> Outcome<u64> {
        let status = fs::read_to_string(format!("/proc/{}/status", self.0))?;
        resident_kib(&status)
            .map(|kib| kib * 1024)
            .ok_or_else(|| "no VmRSS".into())
    }
}

/// `utime` + `stime`: the 14th and 15th field; the 2nd is the name and may hold anything.
fn cpu_ticks(stat: &str) -> Option<f64> {
    let (_, fields) = stat.rsplit_once(") ")?;
    let mut fields = fields.split_ascii_whitespace().skip(11);
    let user: f64 = fields.next()?.parse().ok()?;
    let system: f64 = fields.next()?.parse().ok()?;
    Some(user + system)
}

fn resident_kib(status: &str) -> Option<u64> {
    let line = status.lines().find(|line| line.starts_with("VmRSS:"))?;
    line.split_ascii_whitespace().nth(1)?.parse().ok()
}

/// How many file descriptors this process may have open.
///
/// # Errors
/// No `/proc`.
pub fn descriptor_limit() -> Outcome<usize> {
    let limits = fs::read_to_string("/proc/self/limits")?;
    let line = limits.lines().find(|line| line.starts_with("Max open files"));
    let soft = line.and_then(|line| line.split_ascii_whitespace().nth(3));
    Ok(soft.ok_or("no limit of open files")?.parse().unwrap_or(usize::MAX))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use super::*;

    #[test]
    fn a_name_with_brackets_and_spaces_does_not_shift_the_fields() {
        let stat = "7 (a) (b c) S 1 2 3 4 5 6 7 8 9 10 250 50 0 0";
        assert_eq!(cpu_ticks(stat), Some(300.0));
    }

    #[test]
    fn this_process_has_memory_and_descriptors() {
        assert!(Process::own().resident_bytes().unwrap() > 100_000);
        assert!(Process::own().cpu_seconds().unwrap() >= 0.0);
        assert!(descriptor_limit().unwrap() > 3);
    }
}
