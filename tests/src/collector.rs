//! A collector of OTLP over HTTP: takes what a server sends, and decodes it with the protocol's own types.

use std::cell::RefCell;
use std::collections::BTreeMap;

use opentelemetry_proto::tonic::collector::trace::v1::ExportTraceServiceRequest;
use opentelemetry_proto::tonic::common::v1::{AnyValue, KeyValue, any_value};
use opentelemetry_proto::tonic::trace::v1::Span as Sent;
use opentelemetry_proto::tonic::trace::v1::span::SpanKind;
use prost::Message as _;

use crate::peer::{Peer, Reply};
use crate::wait;

/// A span as it came.
#[derive(Debug, Clone)]
pub struct Span {
    /// Its name.
    pub name: String,
    /// `Server`, `Client` or `Internal`.
    pub kind: SpanKind,
    /// In hexadecimal.
    pub trace: String,
    /// In hexadecimal.
    pub id: String,
    /// In hexadecimal; empty: it begins its trace.
    pub parent: String,
    /// Numbers as text.
    pub attributes: BTreeMap<String, String>,
    /// Of the server.
    pub service: String,
    /// In nanoseconds since 1970.
    pub begin: u64,
    /// In nanoseconds since 1970.
    pub end: u64,
}

/// A collector on a free port.
pub struct Collector {
    peer: Peer,
    spans: RefCell<Vec<Span>>,
}

impl Collector {
    /// One that takes everything.
    #[must_use]
    pub fn start() -> Self {
        // An empty answer is one that says that nothing was refused.
        Self::replying(Reply::Now(200, String::new()))
    }

    /// One that replies so to everything.
    #[must_use]
    pub fn replying(reply: Reply) -> Self {
        Self {
            peer: Peer::start(move |_| reply.clone()),
            spans: RefCell::default(),
        }
    }

    /// What `traces.endpoint` is set to.
    #[must_use]
    pub fn endpoint(&self) -> String {
        format!("http://{}", self.peer.address())
    }

    /// Waits for a span of this name; the first one that came.
    ///
    /// # Panics
    /// If none comes, or what comes is not OTLP.
    #[track_caller]
    pub fn span(&self, name: &str) -> Span {
        wait::until(&format!("the span {name}"), || {
            self.take();
            self.spans.borrow().iter().find(|span| span.name == name).cloned()
        })
    }

    /// The spans that have come of which this one is the parent.
    #[must_use]
    pub fn children(&self, parent: &Span) -> Vec<Span> {
        let is_child = |span: &&Span| span.parent == parent.id && span.trace == parent.trace;
        self.spans.borrow().iter().filter(is_child).cloned().collect()
    }

    /// How many have come.
    #[must_use]
    pub fn count(&self) -> usize {
        self.take();
        self.spans.borrow().len()
    }

    fn take(&self) {
        for heard in self.peer.all_heard() {
            assert_eq!((heard.method.as_str(), heard.path.as_str()), ("POST", "/v1/traces"));
            assert_eq!(heard.header("content-type"), Some("application/x-protobuf"));
            let request = ExportTraceServiceRequest::decode(heard.body.as_slice()).expect("protobuf");
            self.spans.borrow_mut().extend(spans(request));
        }
    }
}

fn spans(request: ExportTraceServiceRequest) -> Vec<Span> {
    let mut found = Vec::new();
    for of_resource in request.resource_spans {
        let resource = attributes(&of_resource.resource.expect("a resource").attributes);
        let service = resource.get("service.name").cloned().unwrap_or_default();
        for span in of_resource.scope_spans.into_iter().flat_map(|scope| scope.spans) {
            found.push(shown(&span, &service));
        }
    }
    found
}

fn shown(span: &Sent, service: &str) -> Span {
    Span {
        name: span.name.clone(),
        kind: span.kind(),
        trace: hex(&span.trace_id),
        id: hex(&span.span_id),
        parent: hex(&span.parent_span_id),
        attributes: attributes(&span.attributes),
        service: service.to_owned(),
        begin: span.start_time_unix_nano,
        end: span.end_time_unix_nano,
    }
}

fn attributes(of: &[KeyValue]) -> BTreeMap<String, String> {
    let text = |value: &Option<AnyValue>| match value.as_ref().and_then(|value| value.value.as_ref()) {
        Some(any_value::Value::StringValue(text)) => text.clone(),
        Some(any_value::Value::IntValue(number)) => number.to_string(),
        other => format!("{other:?}"),
    };
    of.iter().map(|one| (one.key.clone(), text(&one.value))).collect()
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
