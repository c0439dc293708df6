//! How often the threads of a process went to sleep, as Linux counts it: each time somebody had to wake one. It says what a
//! server costs that has little to do, and is the same on a slow machine.

use std::collections::BTreeMap;
use std::fs;

/// By thread, how often it has waited so far.
#[derive(Debug)]
pub struct Waits(BTreeMap<u32, (String, u64)>);

impl Waits {
    /// Those of a process. A thread that has just ended has none.
    ///
    /// # Panics
    /// If there is no such process.
    #[must_use]
    pub fn of(process: u32) -> Self {
        let tasks = fs::read_dir(format!("/proc/{process}/task")).expect("the process");
        let waits = tasks.filter_map(|task| {
            let task = task.ok()?;
            let status = fs::read_to_string(task.path().join("status")).ok()?;
            let member = |name: &str| status.lines().find_map(|line| line.strip_prefix(name)).map(str::trim);
            let id = task.file_name().to_str()?.parse().ok()?;
            let count = member("voluntary_ctxt_switches:")?.parse().ok()?;
            Some((id, (member("Name:")?.to_owned(), count)))
        });
        Self(waits.collect())
    }

    /// How often each has waited since then, the most first; those that have not are left out.
    #[must_use]
    pub fn since(&self, before: &Self) -> Vec<(String, u64)> {
        let waited = self.0.iter().map(|(id, (name, count))| {
            let had = before.0.get(id).map_or(0, |(_, count)| *count);
            (name.clone(), count - had)
        });
        let mut waited: Vec<_> = waited.filter(|(_, count)| *count > 0).collect();
        waited.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
        waited
    }
}
