//! The thread that sends spans: some at a time, from a bounded queue. A collector that is away costs the spans, one line
//! in the log when it goes and one when it is back.

use std::sync::Arc;
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, SyncSender, TrySendError};
use std::thread;
use std::time::{Duration, Instant};

use opentelemetry_otlp::{Protocol, SpanExporter, WithExportConfig as _, WithHttpConfig as _};
use opentelemetry_sdk::Resource;
use opentelemetry_sdk::trace::{SpanData, SpanExporter as _};
use tokio::runtime::{Builder, Runtime};

use super::client::Client;
use super::{SpanCounts, TracesError};
use crate::counters::Counter;

/// So many spans wait.
const WAITING: usize = 8192;

/// So many are sent at a time.
const BATCH: usize = 512;

/// Fewer are sent after this time.
const PAUSE: Duration = Duration::from_secs(1);

enum Message {
    Span(Box<SpanData>),
    /// Send what is there, and say so.
    End(SyncSender<()>),
}

pub(super) struct Exporter {
    queue: SyncSender<Message>,
    counts: Arc<Counts>,
}

#[derive(Default)]
struct Counts {
    sent: Counter,
    dropped: Counter,
    failed: Counter,
}

impl Exporter {
    pub(super) fn start(endpoint: &str, service: &str) -> Result<Self, TracesError> {
        let exporter = exporter(endpoint, service).map_err(|reason| TracesError::Endpoint {
            endpoint: endpoint.to_owned(),
            reason,
        })?;
        let (queue, inbox) = mpsc::sync_channel(WAITING);
        let counts = Arc::<Counts>::default();
        let mut work = Work {
            exporter,
            counts: Arc::clone(&counts),
            is_away: false,
        };
        thread::Builder::new()
            .name("traces".to_owned())
            .spawn(move || work.run(&inbox))?;
        Ok(Self { queue, counts })
    }

    pub(super) fn send(&self, span: SpanData) {
        match self.queue.try_send(Message::Span(Box::new(span))) {
            Ok(()) => {}
            Err(TrySendError::Full(_) | TrySendError::Disconnected(_)) => self.counts.dropped.add(),
        }
    }

    pub(super) fn counts(&self) -> SpanCounts {
        SpanCounts {
            sent: self.counts.sent.now(),
            dropped: self.counts.dropped.now(),
            failed: self.counts.failed.now(),
        }
    }

    pub(super) fn stop(&self, patience: Duration) {
        let (told, ended) = mpsc::sync_channel(1);
        if self.queue.try_send(Message::End(told)).is_ok() && ended.recv_timeout(patience).is_err() {
            tracing::warn!("the last traces could not be sent in time");
        }
    }
}

fn exporter(endpoint: &str, service: &str) -> Result<SpanExporter, String> {
    let mut exporter = SpanExporter::builder()
        .with_http()
        .with_http_client(Client::new())
        .with_protocol(Protocol::HttpBinary)
        .with_endpoint(format!("{endpoint}/v1/traces"))
        .build()
        .map_err(|error| error.to_string())?;
    exporter.set_resource(&Resource::builder().with_service_name(service.to_owned()).build());
    Ok(exporter)
}

struct Work {
    exporter: SpanExporter,
    counts: Arc<Counts>,
    is_away: bool,
}

impl Work {
    fn run(&mut self, inbox: &Receiver<Message>) {
        let runtime = match Builder::new_current_thread().build() {
            Ok(runtime) => runtime,
            Err(error) => return tracing::error!(%error, "traces cannot be sent"),
        };
        loop {
            let (batch, ends) = gather(inbox);
            if !batch.is_empty() {
                self.export(batch, &runtime);
            }
            match ends {
                Ends::No => {}
                Ends::Told(told) => {
                    // Nobody waits any more if it took too long.
                    told.send(()).ok();
                    return;
                }
                Ends::Gone => return,
            }
        }
    }

    fn export(&mut self, batch: Vec<SpanData>, runtime: &Runtime) {
        let count = batch.len();
        match runtime.block_on(self.exporter.export(batch)) {
            Ok(()) => {
                self.counts.sent.add_many(count);
                if std::mem::take(&mut self.is_away) {
                    tracing::info!("the collector takes traces again");
                }
            }
            Err(error) => {
                self.counts.failed.add_many(count);
                if !std::mem::replace(&mut self.is_away, true) {
                    tracing::warn!(%error, "the collector does not take traces: until it does they are lost");
                }
            }
        }
    }
}

enum Ends {
    No,
    Told(SyncSender<()>),
    Gone,
}

/// Waits for a span, and takes what comes within a moment.
fn gather(inbox: &Receiver<Message>) -> (Vec<SpanData>, Ends) {
    let mut batch = Vec::new();
    let mut next = inbox.recv().map_err(|_| RecvTimeoutError::Disconnected);
    let until = Instant::now() + PAUSE;
    loop {
        match next {
            Ok(Message::Span(span)) => batch.push(*span),
            Ok(Message::End(told)) => return (batch, Ends::Told(told)),
            Err(RecvTimeoutError::Timeout) => return (batch, Ends::No),
            Err(RecvTimeoutError::Disconnected) => return (batch, Ends::Gone),
        }
        if batch.len() == BATCH {
            return (batch, Ends::No);
        }
        next = inbox.recv_timeout(until.saturating_duration_since(Instant::now()));
    }
}
