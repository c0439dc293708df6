//! What a process has used, as Linux counts it.

use std::collections::BTreeMap;
use std::fs;

use super::Outcome;

/// A step of the CPU time in `/proc/PID/stat`, in seconds: a hundredth on every Linux that we know of (`USER_HZ`).
const STEP: f64 = 0.01;

/// A process to be watched.
#[derive(Debug, Clone, Copy)]
pub struct Process(pub u32);

impl Process {
    /// The load generator itself.
    #[must_use]
    pub fn own() -> Self {
        Self(std::process::id())
    }

    /// What it uses from now on.
    ///
    /// # Errors
    /// The process is gone.
    pub fn spending(self) -> Outcome<Spending> {
        let mut spending = Spending {
            process: self,
            threads: BTreeMap::new(),
            ended: 0.0,
            before: 0.0,
        };
        let (sum, threads) = (self.sum()?, self.threads()?);
        spending.ended = (sum - total(&threads)).max(0.0);
        spending.before = spending.ended + total(&threads);
        spending.threads = threads;
        Ok(spending)
    }

    /// User and system time of all its threads in seconds, in steps; those that are over are in it.
    fn sum(self) -> Outcome<f64> {
        let stat = fs::read_to_string(format!("/proc/{}/stat", self.0))?;
        cpu_ticks(&stat).map(|ticks| ticks * STEP).ok_or_else(|| stat.into())
    }

    /// What each of its threads has had, in seconds: in nanoseconds, as of when it last waited or the kernel last looked at it,
    /// which is some milliseconds ago at most.
    fn threads(self) -> Outcome<BTreeMap<u32, f64>> {
        let mut threads = BTreeMap::new();
        for thread in fs::read_dir(format!("/proc/{}/task", self.0))? {
            let thread = thread?;
            // One that has just ended is none.
            let Ok(text) = fs::read_to_string(thread.path().join("schedstat")) else {
                continue;
            };
            let nanos = text.split_ascii_whitespace().next().ok_or("an empty schedstat")?;
            let id = thread.file_name().to_string_lossy().parse()?;
            threads.insert(id, nanos.parse::<f64>()? / 1e9);
        }
        Ok(threads)
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

/// The CPU time that a process uses, with that of threads that are over. It is as exact as that of its threads while none
/// ends unseen, and else as the sum of all.
#[derive(Debug)]
pub struct Spending {
    process: Process,
    threads: BTreeMap<u32, f64>,
    /// What threads have had that are over.
    ended: f64,
    /// What was used before.
    before: f64,
}

impl Spending {
    /// In seconds, since this was begun.
    ///
    /// # Errors
    /// The process is gone.
    pub fn so_far(&mut self) -> Outcome<f64> {
        // The sum first: what the threads use meanwhile is then in the threads' own.
        let (sum, threads) = (self.process.sum()?, self.process.threads()?);
        self.take(sum, threads);
        Ok(self.ended + total(&self.threads) - self.before)
    }

    fn take(&mut self, sum: f64, threads: BTreeMap<u32, f64>) {
        let is_gone = |(id, _): &(&u32, &f64)| !threads.contains_key(*id);
        self.ended += self.threads.iter().filter(is_gone).map(|(_, had)| had).sum::<f64>();
        // The sum is up to two steps less than what was used. If it is more than what is known by as much, threads have come
        // and gone unseen.
        let least = sum - total(&threads);
        if least > self.ended + 2.0 * STEP {
            self.ended = least;
        }
        self.threads = threads;
    }
}

fn total(threads: &BTreeMap<u32, f64>) -> f64 {
    threads.values().sum()
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
    use std::process::Command;

    use super::*;

    #[test]
    fn a_name_with_brackets_and_spaces_does_not_shift_the_fields() {
        let stat = "7 (a) (b c) S 1 2 3 4 5 6 7 8 9 10 250 50 0 0";
        assert_eq!(cpu_ticks(stat), Some(300.0));
    }

    fn threads<const N: usize>(of: [(u32, f64); N]) -> BTreeMap<u32, f64> {
        of.into()
    }

    fn spending() -> Spending {
        Spending {
            process: Process::own(),
            threads: threads([(1, 1.0), (2, 0.004)]),
            ended: 0.3,
            before: 0.0,
        }
    }

    #[test]
    fn steps_of_the_sum_are_nobodys_time() {
        let mut spent = spending();
        spent.take(1.31, threads([(1, 1.001), (2, 0.004)]));
        assert!((spent.ended - 0.3).abs() < 1e-9, "{spent:?}");
    }

    #[test]
    fn a_thread_that_has_ended_is_counted() {
        let mut spent = spending();
        spent.take(1.3, threads([(1, 1.0)]));
        assert!((spent.ended - 0.304).abs() < 1e-9, "{spent:?}");
        // It did much before it ended, and another one came and went.
        spent.take(2.3, threads([(1, 1.0)]));
        assert!((spent.ended - 1.3).abs() < 1e-9, "{spent:?}");
    }

    /// Far less than the step of the sum.
    #[test]
    fn what_a_process_does_in_little_time_is_something() {
        let mut spent = Process::own().spending().unwrap();
        let begin = std::time::Instant::now();
        while spent.so_far().unwrap() <= 0.0 {
            assert!(begin.elapsed() < crate::wait::PATIENCE);
            // What has waited is counted.
            std::thread::sleep(std::time::Duration::from_millis(1));
        }
        assert!(spent.so_far().unwrap() > 0.0);
    }

    #[test]
    fn a_process_that_is_gone_spends_nothing() {
        let mut child = Command::new("sleep").arg("60").spawn().unwrap();
        let process = Process(child.id());
        let mut spent = process.spending().unwrap();
        child.kill().unwrap();
        child.wait().unwrap();
        assert!(spent.so_far().is_err());
    }

    #[test]
    fn this_process_has_memory_and_descriptors() {
        assert!(Process::own().resident_bytes().unwrap() > 100_000);
        assert!(descriptor_limit().unwrap() > 3);
    }
}
