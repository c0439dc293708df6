//! What the disk itself takes: an append of a record's length to a file that has its blocks, and `fdatasync`, over and over.

use std::fs::File;
use std::io::Write;
use std::os::unix::fs::FileExt;
use std::time::Instant;

use super::Outcome;
use super::latency::Latencies;

/// The length of a record of a store, in bytes.
const RECORD: usize = 400;
/// Appends that are measured.
const APPENDS: usize = 1000;
/// The length of the file, whose blocks are there before.
const FILE: usize = 1 << 20;
const _: () = assert!(APPENDS * RECORD <= FILE);

/// The median time of one durable append below `TMPDIR`, where the servers have their state; in microseconds.
///
/// # Errors
/// The file cannot be written.
pub fn probe() -> Outcome<f64> {
    let folder = tempfile::tempdir()?;
    let mut file = File::create(folder.path().join("probe"))?;
    file.write_all(&vec![0; FILE])?;
    file.sync_all()?;
    let (record, mut latencies) = ([b'x'; RECORD], Latencies::default());
    for number in 0..APPENDS {
        let begin = Instant::now();
        file.write_all_at(&record, (number * RECORD) as u64)?;
        file.sync_data()?;
        latencies.push(begin.elapsed());
    }
    let [median] = latencies.percentiles([0.5]);
    Ok(median)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use super::*;

    #[test]
    fn a_disk_takes_its_time() {
        assert!(probe().unwrap() > 0.0);
    }
}
