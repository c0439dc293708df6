//! Spans for a collector of traces, in OTLP over HTTP: messages, what their plugins and their writes took, calls to
//! charge points, and requests of operators.
//!
//! A span is made when it is over, of times that were taken anyway, so that a message carries nothing through its
//! handler. Without an endpoint nothing is made at all. What is made goes into a bounded queue to a thread of its own
//! (`exporter`); what finds it full is dropped and counted.

mod client;
mod context;
mod exporter;

pub use context::{SpanContext, current, with};
pub use opentelemetry::KeyValue;

use std::borrow::Cow;
use std::sync::Arc;
use std::time::{Duration, Instant, SystemTime};

use opentelemetry::InstrumentationScope;
use opentelemetry::trace::{SpanContext as Given, SpanKind, Status, TraceFlags, TraceState};
use opentelemetry_sdk::trace::{SpanData, SpanEvents, SpanLinks};

use self::exporter::Exporter;
use crate::config::settings::TraceSettings;

/// Why there are no traces.
#[derive(Debug, thiserror::Error)]
pub enum TracesError {
    /// The collector's address cannot be used.
    #[error("traces cannot be sent to {endpoint}: {reason}")]
    Endpoint {
        /// As configured.
        endpoint: String,
        /// Why.
        reason: String,
    },
    /// There can be no further thread.
    #[error("there is no thread to send traces: {0}")]
    Thread(#[from] std::io::Error),
}

/// The way of spans to a collector, or nothing. Cheap to clone.
#[derive(Clone, Default)]
pub struct Traces(Option<Arc<Running>>);

struct Running {
    exporter: Exporter,
    sample: f64,
    scope: InstrumentationScope,
}

/// What a span is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Something that another side asked for.
    Server,
    /// Something that another side was asked.
    Client,
    /// A part of it.
    Internal,
}

/// A span that is over.
#[derive(Debug)]
pub struct Span {
    /// Few different ones.
    pub name: Cow<'static, str>,
    /// What it is about.
    pub kind: Kind,
    /// When it began.
    pub began: Instant,
    /// How long it took.
    pub took: Duration,
    /// What is said of it.
    pub attributes: Vec<KeyValue>,
    /// Why it failed, if it did.
    pub error: Option<String>,
}

/// How many spans had which end.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct SpanCounts {
    /// The collector has them.
    pub sent: u64,
    /// They found the queue full.
    pub dropped: u64,
    /// The collector was away, or did not take them.
    pub failed: u64,
}

impl Traces {
    /// To the collector that is configured; nothing if there is none.
    ///
    /// # Errors
    /// [`TracesError`]
    pub fn start(settings: &TraceSettings) -> Result<Self, TracesError> {
        let Some(endpoint) = &settings.endpoint else {
            return Ok(Self::default());
        };
        let exporter = Exporter::start(endpoint, &settings.service_name)?;
        tracing::info!(endpoint, sample = settings.sample, "traces are sent");
        let scope = InstrumentationScope::builder("ocpp-central")
            .with_version(env!("CARGO_PKG_VERSION"))
            .build();
        Ok(Self(Some(Arc::new(Running {
            exporter,
            sample: settings.sample,
            scope,
        }))))
    }

    /// Whether anything is sent.
    #[must_use]
    pub fn is_on(&self) -> bool {
        self.0.is_some()
    }

    /// The place of a span that begins a trace, or goes on one that another side began; none if nothing is sent.
    /// Whether a trace is sent is decided where it begins.
    #[must_use]
    pub fn begin(&self, parent: Option<SpanContext>) -> Option<SpanContext> {
        let running = self.0.as_ref()?;
        Some(parent.map_or_else(|| SpanContext::random(running.sample), SpanContext::child))
    }

    /// Sends a span that is over, if its trace is sent.
    pub fn end(&self, place: SpanContext, span: Span) {
        if let (Some(running), true) = (&self.0, place.is_sampled) {
            running.exporter.send(running.data(place, span));
        }
    }

    /// How many spans had which end.
    #[must_use]
    pub fn counts(&self) -> SpanCounts {
        self.0
            .as_ref()
            .map(|running| running.exporter.counts())
            .unwrap_or_default()
    }

    /// Sends what is left, for at most this time. Blocks.
    pub fn stop(&self, patience: Duration) {
        if let Some(running) = &self.0 {
            running.exporter.stop(patience);
        }
    }
}

impl Running {
    fn data(&self, place: SpanContext, span: Span) -> SpanData {
        let start_time = SystemTime::now().checked_sub(span.began.elapsed());
        let start_time = start_time.unwrap_or(SystemTime::UNIX_EPOCH);
        SpanData {
            span_context: Given::new(
                place.trace,
                place.span,
                TraceFlags::SAMPLED,
                false,
                TraceState::default(),
            ),
            parent_span_id: place.parent,
            parent_span_is_remote: place.is_parent_remote,
            span_kind: match span.kind {
                Kind::Server => SpanKind::Server,
                Kind::Client => SpanKind::Client,
                Kind::Internal => SpanKind::Internal,
            },
            name: span.name,
            start_time,
            end_time: start_time + span.took,
            attributes: span.attributes,
            dropped_attributes_count: 0,
            events: SpanEvents::default(),
            links: SpanLinks::default(),
            status: span.error.map_or(Status::Unset, Status::error),
            instrumentation_scope: self.scope.clone(),
        }
    }
}
