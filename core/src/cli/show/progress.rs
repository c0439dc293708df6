//! How far something is that takes long, in one line that is written over: on a terminal alone. Where standard error is
//! a file or a pipe nothing is written.

use std::io::{self, IsTerminal as _, Read};
use std::time::Duration;

use indicatif::{ProgressBar, ProgressStyle};

const BYTES: &str = "{msg} {bar:30} {bytes}/{total_bytes} {bytes_per_sec}";
const COUNT: &str = "{msg} {bar:30} {pos}/{len}";
const UNKNOWN: &str = "{msg} {spinner} {pos}";
/// How often one moves whose end is not known.
const BEAT: Duration = Duration::from_millis(120);

/// A line that says how far something is.
#[derive(Debug)]
pub struct Progress(ProgressBar);

impl Progress {
    /// So many bytes.
    #[must_use]
    pub fn bytes(what: &str, total: u64) -> Self {
        Self::new(what, Some(total), BYTES)
    }

    /// So many things.
    #[must_use]
    pub fn count(what: &str, total: u64) -> Self {
        Self::new(what, Some(total), COUNT)
    }

    /// Nobody knows how many.
    #[must_use]
    pub fn open(what: &str) -> Self {
        let progress = Self::new(what, None, UNKNOWN);
        progress.0.enable_steady_tick(BEAT);
        progress
    }

    fn new(what: &str, total: Option<u64>, template: &str) -> Self {
        if !io::stderr().is_terminal() {
            return Self(ProgressBar::hidden());
        }
        let bar = total.map_or_else(ProgressBar::no_length, ProgressBar::new);
        if let Ok(style) = ProgressStyle::with_template(template) {
            bar.set_style(style);
        }
        bar.set_message(what.to_owned());
        Self(bar)
    }

    /// It is so far.
    pub fn at(&self, position: u64) {
        self.0.set_position(position);
    }

    /// So many more.
    pub fn more(&self, count: usize) {
        self.0.inc(u64::try_from(count).unwrap_or(u64::MAX));
    }

    /// The line goes.
    pub fn over(&self) {
        self.0.finish_and_clear();
    }

    /// The bytes of a reader count as they are read.
    pub fn of<R: Read>(&self, reader: R) -> impl Read + use<R> {
        self.0.wrap_read(reader)
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        self.over();
    }
}
