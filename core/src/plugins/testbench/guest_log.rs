//! Hears what a guest logs while a step is played, instead of an operator.

use std::fmt::{Debug, Write as _};
use std::sync::{Arc, Mutex, PoisonError};

use tracing::field::{Field, Visit};
use tracing::{Event, Subscriber};
use tracing_subscriber::layer::{Context, Layer, SubscriberExt as _};

/// The lines that were logged, each with its level in front.
#[derive(Debug, Clone, Default)]
pub struct GuestLog(Arc<Mutex<Vec<String>>>);

impl GuestLog {
    /// Does something on this thread, and gives what was logged meanwhile.
    pub fn during<T>(job: impl FnOnce() -> T) -> (T, Vec<String>) {
        let heard = Self::default();
        let hearing = tracing_subscriber::registry().with(heard.clone());
        let done = tracing::subscriber::with_default(hearing, job);
        let lines = std::mem::take(&mut *heard.0.lock().unwrap_or_else(PoisonError::into_inner));
        (done, lines)
    }
}

impl<S: Subscriber> Layer<S> for GuestLog {
    fn on_event(&self, event: &Event<'_>, _: Context<'_, S>) {
        let metadata = event.metadata();
        if !metadata
            .target()
            .starts_with("ocpp_central::plugins::sandbox::capabilities")
        {
            return;
        }
        let mut line = LogLine(metadata.level().as_str().to_ascii_lowercase());
        event.record(&mut line);
        self.0.lock().unwrap_or_else(PoisonError::into_inner).push(line.0);
    }
}

/// The message of a log line; its other fields say what everybody knows who plays a step.
struct LogLine(String);

impl Visit for LogLine {
    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        if field.name() == "message" {
            // Writing to a text cannot fail.
            let _written = write!(self.0, " {value:?}");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::GuestLog;

    #[test]
    fn lines_of_plugins_are_heard_and_no_others() {
        let ((), lines) = GuestLog::during(|| {
            tracing::info!(target: "ocpp_central::plugins::sandbox::capabilities::log", "one {}", 1);
            tracing::info!(target: "ocpp_central::store", "two");
        });
        assert_eq!(lines, ["info one 1"]);
    }
}
