//! A log that the test reads.

use super::with;
use crate::log::Level;

pub fn log(level: Level, message: &str) {
    with(|memory| memory.log.push((level, message.to_owned())));
}

pub fn lines() -> Vec<(Level, String)> {
    with(|memory| memory.log.clone())
}
