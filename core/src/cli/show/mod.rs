//! What people and programs are shown: tables, cards, CSV and JSON lines, and times as people say and read them.

pub mod column;
pub mod csv;
pub mod form;
pub mod moment;
pub mod progress;
pub mod table;
pub mod zone;

use std::env;
use std::io::{self, IsTerminal as _};

use console::Term;
use jiff::tz::TimeZone;

/// Where something is shown: how wide it is, whether it has colours, and in which zone its readers live.
#[derive(Debug, Clone)]
pub struct Screen {
    /// Columns of a terminal; none: as wide as it must be.
    pub width: Option<usize>,
    pub colours: bool,
    /// The zone of the times that are shown.
    pub zone: TimeZone,
}

impl Screen {
    /// Standard output as it is. Colours are for terminals, unless `NO_COLOR` says something or `TERM` is `dumb`.
    #[must_use]
    pub fn here(is_utc: bool) -> Self {
        let is_terminal = io::stdout().is_terminal();
        let is_set = |name: &str| env::var_os(name).is_some_and(|value| !value.is_empty());
        let is_dumb = env::var_os("TERM").is_some_and(|term| term == "dumb");
        let width = Term::stdout().size_checked().map(|(_, columns)| usize::from(columns));
        Self {
            width: width.filter(|_| is_terminal),
            colours: is_terminal && !is_set("NO_COLOR") && !is_dumb,
            zone: if is_utc { TimeZone::UTC } else { zone::local() },
        }
    }
}
