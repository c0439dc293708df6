//! How much of the log one charge point may fill. Whatever is logged inside its span counts, wherever it comes
//! from: so many lines a minute are written, the rest is counted, and the count is a line of its own. What is
//! logged for somebody who looks closely (`debug`, `trace`) is not held back: who asks for it wants all.

use std::collections::HashMap;
use std::fmt;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id};
use tracing::{Event, Level, Subscriber};
use tracing_subscriber::Layer;
use tracing_subscriber::layer::Context;
use tracing_subscriber::registry::LookupSpan;

/// The field that names the charge point.
const FIELD: &str = "charge_point.id";

/// What plugins log has a limit of its own (`limits.log_lines_per_second`), which counts what it drops.
const OF_PLUGINS: &str = "ocpp_central::plugins::sandbox::capabilities::log";

/// So many lines of one charge point in one window.
const MOST: u32 = 30;

/// A window.
const WINDOW: Duration = Duration::from_secs(60);

/// More charge points than that are not remembered one by one.
const MOST_REMEMBERED: usize = 10_000;

/// Writes the line that says how many lines of a charge point are missing.
pub(super) type TellMissing = Box<dyn Fn(&str, u64) + Send + Sync>;

/// Holds back what one charge point has too much of.
pub(super) struct PerChargePoint {
    lines: Mutex<HashMap<String, Lines>>,
    tell: TellMissing,
}

/// The lines of one charge point.
#[derive(Debug, Clone, Copy)]
struct Lines {
    began: Instant,
    written: u32,
    missing: u64,
}

/// What becomes of a line.
#[derive(Debug, PartialEq, Eq)]
enum Verdict {
    /// It is written, after so many that were not.
    Written { missing: u64 },
    /// It is counted.
    Missing,
}

impl Lines {
    fn new(now: Instant) -> Self {
        Self {
            began: now,
            written: 0,
            missing: 0,
        }
    }

    fn is_over(&self, now: Instant) -> bool {
        now.saturating_duration_since(self.began) >= WINDOW
    }

    fn one_more(&mut self, now: Instant) -> Verdict {
        let missing = if self.is_over(now) {
            std::mem::replace(self, Self::new(now)).missing
        } else {
            0
        };
        if self.written >= MOST {
            self.missing += 1;
            return Verdict::Missing;
        }
        self.written += 1;
        Verdict::Written { missing }
    }
}

impl PerChargePoint {
    pub(super) fn new(tell: TellMissing) -> Self {
        Self {
            lines: Mutex::default(),
            tell,
        }
    }

    fn one_more(&self, id: &str, now: Instant) -> bool {
        let mut lines = self.lines.lock().unwrap_or_else(PoisonError::into_inner);
        if !lines.contains_key(id) {
            if lines.len() >= MOST_REMEMBERED {
                lines.retain(|_, known| !known.is_over(now));
            }
            if lines.len() >= MOST_REMEMBERED {
                lines.clear();
            }
            lines.insert(id.to_owned(), Lines::new(now));
        }
        let verdict = lines.get_mut(id).map(|known| known.one_more(now));
        drop(lines);
        match verdict {
            Some(Verdict::Missing) => false,
            Some(Verdict::Written { missing: 0 }) | None => true,
            Some(Verdict::Written { missing }) => {
                (self.tell)(id, missing);
                true
            }
        }
    }

    /// A connection has ended: what was left out is told now.
    fn ended(&self, id: &str) {
        let mut lines = self.lines.lock().unwrap_or_else(PoisonError::into_inner);
        let missing = lines.get_mut(id).map(|known| std::mem::take(&mut known.missing));
        drop(lines);
        if let Some(missing @ 1..) = missing {
            (self.tell)(id, missing);
        }
    }
}

/// The charge point of a span.
struct Of(String);

impl<S> Layer<S> for PerChargePoint
where
    S: Subscriber + for<'s> LookupSpan<'s>,
{
    fn on_new_span(&self, attributes: &Attributes<'_>, id: &Id, ctx: Context<'_, S>) {
        let mut found = Found(None);
        attributes.record(&mut found);
        if let (Some(charge_point), Some(span)) = (found.0, ctx.span(id)) {
            span.extensions_mut().insert(Of(charge_point));
        }
    }

    fn event_enabled(&self, event: &Event<'_>, ctx: Context<'_, S>) -> bool {
        let metadata = event.metadata();
        if *metadata.level() > Level::INFO || metadata.target() == OF_PLUGINS {
            return true;
        }
        let Some(scope) = ctx.event_scope(event) else {
            return true;
        };
        for span in scope {
            if let Some(Of(charge_point)) = span.extensions().get() {
                return self.one_more(charge_point, Instant::now());
            }
        }
        true
    }

    fn on_close(&self, id: Id, ctx: Context<'_, S>) {
        if let Some(span) = ctx.span(&id)
            && let Some(Of(charge_point)) = span.extensions().get()
        {
            self.ended(charge_point);
        }
    }
}

/// Finds the charge point among a span's fields.
struct Found(Option<String>);

impl Visit for Found {
    fn record_str(&mut self, field: &Field, value: &str) {
        if field.name() == FIELD {
            self.0 = Some(value.to_owned());
        }
    }

    fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
        if field.name() == FIELD {
            self.0 = Some(format!("{value:?}"));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_flood_is_a_few_lines_and_a_count() {
        let start = Instant::now();
        let mut lines = Lines::new(start);
        let verdicts = (0..1000).map(|_| lines.one_more(start));
        assert_eq!(verdicts.filter(|verdict| *verdict == Verdict::Missing).count(), 970);
        let later = start + WINDOW;
        assert_eq!(lines.one_more(later), Verdict::Written { missing: 970 });
        assert_eq!(lines.one_more(later), Verdict::Written { missing: 0 });
    }
}
