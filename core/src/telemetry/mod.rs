//! The log: lines for people or JSON for programs, on standard error, so that standard output stays
//! free for what a command answers.
//!
//! Fields have the same dotted names wherever they occur:
//!
//! | field | is |
//! |---|---|
//! | `charge_point.id` | the identity of the charge point |
//! | `session.id` | the number of its connection |
//! | `ocpp.version`, `ocpp.action`, `ocpp.message_id` | what a message says of itself |
//! | `plugin.name` | the plugin |
//! | `duration_ms` | how long something took, in milliseconds |
//!
//! Passwords are never logged; id tags only in full from `debug` on.

mod budget;

use std::fmt;
use std::io::{self, IsTerminal, Write};
use std::sync::Arc;

use tracing::Subscriber;
use tracing_subscriber::fmt::MakeWriter;
use tracing_subscriber::fmt::format::Writer;
use tracing_subscriber::fmt::time::FormatTime;
use tracing_subscriber::layer::SubscriberExt;

use crate::clock;
use crate::config::log_filter;
use crate::config::settings::{LogFormat, LogSettings};
use budget::PerChargePoint;

/// Why the log cannot be written.
#[derive(Debug, thiserror::Error)]
pub enum TelemetryError {
    /// Settings that were not checked.
    #[error("the log filter {0:?} cannot be understood")]
    Filter(String),
    /// Another log was started in this process.
    #[error("the log is started already")]
    Started(#[source] tracing::subscriber::SetGlobalDefaultError),
}

/// Starts the log of this process, for its whole life. Colours only on a terminal, and not where
/// the variable `NO_COLOR` is set.
///
/// # Errors
/// [`TelemetryError`]: the filter is not a filter, or the log was started before.
pub fn start(settings: &LogSettings) -> Result<(), TelemetryError> {
    let colours = io::stderr().is_terminal() && std::env::var_os("NO_COLOR").is_none();
    let subscriber = subscriber(settings, io::stderr, colours)?;
    tracing::subscriber::set_global_default(subscriber).map_err(TelemetryError::Started)
}

/// What writes the log to `writer`.
///
/// # Errors
/// [`TelemetryError::Filter`]
pub fn subscriber<W>(
    settings: &LogSettings,
    writer: W,
    colours: bool,
) -> Result<Box<dyn Subscriber + Send + Sync>, TelemetryError>
where
    W: for<'w> MakeWriter<'w> + Send + Sync + 'static,
{
    let Some(filter) = log_filter(&settings.filter) else {
        return Err(TelemetryError::Filter(settings.filter.clone()));
    };
    // Two handles on one writer: the lines, and what is said of lines that are missing.
    let writer = Shared(Arc::new(writer));
    let (of_missing, format) = (Shared(Arc::clone(&writer.0)), settings.format);
    let bounded = PerChargePoint::new(Box::new(move |charge_point, missing| {
        let line = missing_line(format, charge_point, missing);
        if let Err(error) = of_missing.make_writer().write_all(line.as_bytes()) {
            tracing::debug!(%error, "the log cannot be written");
        }
    }));
    let lines = tracing_subscriber::fmt::layer()
        .with_writer(writer)
        .with_timer(Clock)
        .with_ansi(colours);
    let registry = tracing_subscriber::registry().with(filter).with(bounded);
    Ok(match settings.format {
        LogFormat::Text => Box::new(registry.with(lines)),
        LogFormat::Json => Box::new(registry.with(lines.json().flatten_event(true).with_current_span(false))),
    })
}

/// One writer for all that is written.
struct Shared<W>(Arc<W>);

impl<'w, W: MakeWriter<'w>> MakeWriter<'w> for Shared<W> {
    type Writer = W::Writer;

    fn make_writer(&'w self) -> Self::Writer {
        self.0.make_writer()
    }
}

/// The line that stands for those that one charge point had too many of.
fn missing_line(format: LogFormat, charge_point: &str, missing: u64) -> String {
    let time = clock::text(clock::now());
    let message = "lines of this charge point were left out: it has too much to say";
    match format {
        LogFormat::Text => format!("{time}  WARN {message} charge_point.id={charge_point:?} lines={missing}\n"),
        LogFormat::Json => {
            let line = serde_json::json!({
                "timestamp": time,
                "level": "WARN",
                "message": message,
                "charge_point.id": charge_point,
                "lines": missing,
            });
            format!("{line}\n")
        }
    }
}

/// The time of a line: as in every message of ours.
struct Clock;

impl FormatTime for Clock {
    fn format_time(&self, writer: &mut Writer<'_>) -> fmt::Result {
        writer.write_str(&clock::text(clock::now()))
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]

    use std::sync::Mutex;

    use super::*;

    /// A writer whose bytes stay readable.
    #[derive(Clone, Default)]
    struct Page(Arc<Mutex<Vec<u8>>>);

    impl Write for Page {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            self.0.lock().unwrap().write(bytes)
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    /// What is logged under the settings, after one warning and one line of debug in a session.
    fn written(format: LogFormat, filter: &str) -> String {
        let page = Page::default();
        let writer = page.clone();
        let settings = LogSettings {
            format,
            filter: filter.to_owned(),
        };
        let subscriber = subscriber(&settings, move || writer.clone(), false).unwrap();
        tracing::subscriber::with_default(subscriber, || {
            let session = tracing::info_span!("session", charge_point.id = "CP 1", session.id = 7);
            let _entered = session.enter();
            tracing::warn!(ocpp.action = "Heartbeat", "unanswered");
            tracing::debug!("detail");
        });
        String::from_utf8(page.0.lock().unwrap().clone()).unwrap()
    }

    #[test]
    fn json_lines_have_the_fields_by_their_dotted_names() {
        let text = written(LogFormat::Json, "info");
        let line: serde_json::Value = serde_json::from_str(&text).unwrap();
        assert_eq!(line["level"], "WARN");
        assert_eq!(line["message"], "unanswered");
        assert_eq!(line["ocpp.action"], "Heartbeat");
        assert_eq!(line["spans"][0]["charge_point.id"], "CP 1");
        assert_eq!(line["spans"][0]["session.id"], 7);
        let time = line["timestamp"].as_str().unwrap();
        assert!(time.parse::<clock::Time>().is_ok() && time.ends_with('Z'), "{time}");
    }

    #[test]
    fn text_lines_say_the_same_without_colours() {
        let text = written(LogFormat::Text, "debug");
        let lines: Vec<_> = text.lines().collect();
        assert_eq!(lines.len(), 2, "{text}");
        let (_, rest) = lines.first().unwrap().split_once(" WARN ").unwrap();
        let session = r#"session{charge_point.id="CP 1" session.id=7}"#;
        let place = "ocpp_central::telemetry::tests";
        assert_eq!(
            rest,
            format!(r#"{session}: {place}: unanswered ocpp.action="Heartbeat""#)
        );
    }

    #[test]
    fn a_flood_of_one_charge_point_is_a_few_lines_and_a_count() {
        for format in [LogFormat::Text, LogFormat::Json] {
            let page = Page::default();
            let writer = page.clone();
            let settings = LogSettings {
                format,
                filter: "info".to_owned(),
            };
            let subscriber = subscriber(&settings, move || writer.clone(), false).unwrap();
            tracing::subscriber::with_default(subscriber, || {
                {
                    let session = tracing::info_span!("session", charge_point.id = %"FLOOD", session.id = 7);
                    let _entered = session.enter();
                    (0..1000).for_each(|_| tracing::warn!("not OCPP"));
                }
                let session = tracing::info_span!("session", charge_point.id = %"OTHER", session.id = 8);
                let _entered = session.enter();
                tracing::warn!("unanswered");
            });
            let text = String::from_utf8(page.0.lock().unwrap().clone()).unwrap();
            assert_eq!(text.matches("not OCPP").count(), 30, "{text}");
            assert_eq!(text.matches("970").count(), 1, "{text}");
            assert!(text.contains("left out") && text.contains("unanswered"), "{text}");
        }
    }

    #[test]
    fn the_filter_hides_lines() {
        assert_eq!(written(LogFormat::Text, "error"), "");
        assert_eq!(written(LogFormat::Text, "off,ocpp_central=debug").lines().count(), 2);
    }

    #[test]
    fn an_unchecked_filter_is_an_error() {
        let settings = LogSettings {
            format: LogFormat::Text,
            filter: "inof".to_owned(),
        };
        assert!(matches!(
            subscriber(&settings, io::stderr, false),
            Err(TelemetryError::Filter(_))
        ));
    }
}
