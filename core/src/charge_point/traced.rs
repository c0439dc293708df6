//! The spans of a connection: a request of its station with the plugins and the writes that it took, and a call to it.
//! They are made when all is over, where traces are sent.

use std::time::{Duration, Instant};

use super::connection::ChargePoint;
use super::lane::Inbound;
use crate::counters::{Ended, Verdict};
use crate::plugins::Opinion;
use crate::registry::messages::Outgoing;
use crate::state::commands::Origin;
use crate::traces::{KeyValue, Kind, Span, SpanContext, Traces};

/// What a message took beside its handler.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Parts<'a> {
    /// The plugins that were asked.
    pub(super) opinions: &'a [Opinion],
    /// When its writes were handed over, and how long they took.
    pub(super) commit: Option<Commit>,
}

/// Writes that a message waited for.
#[derive(Debug, Clone, Copy)]
pub(super) struct Commit {
    pub(super) began: Instant,
    pub(super) took: Duration,
}

impl Commit {
    /// They are durable now.
    pub(super) fn since(began: Instant) -> Self {
        Self {
            began,
            took: began.elapsed(),
        }
    }
}

impl ChargePoint {
    fn traces(&self) -> &Traces {
        &self.services.pipeline.traces
    }

    fn attributes(&self, action: &'static str, message: &str) -> Vec<KeyValue> {
        vec![
            KeyValue::new("charge_point.id", self.session.charge_point.to_string()),
            KeyValue::new("session.id", i64::try_from(self.session.id.0).unwrap_or(i64::MAX)),
            KeyValue::new("ocpp.version", self.session.profile.version.number()),
            KeyValue::new("ocpp.action", action),
            KeyValue::new("ocpp.message_id", message.to_owned()),
        ]
    }

    /// A request was dealt with.
    pub(super) fn trace_request(&self, inbound: &Inbound, verdict: Verdict, parts: Parts<'_>) {
        let Some(place) = self.traces().begin(None).filter(SpanContext::is_sampled) else {
            return;
        };
        let action = inbound.known.map_or("other", |entry| entry.action.name());
        let mut attributes = self.attributes(action, inbound.call.id.as_str());
        attributes.push(KeyValue::new("ocpp.verdict", verdict.as_str()));
        for opinion in parts.opinions {
            self.trace_plugin(place, opinion);
        }
        if let Some(commit) = parts.commit {
            let span = Span {
                name: "store commit".into(),
                kind: Kind::Internal,
                began: commit.began,
                took: commit.took,
                attributes: Vec::new(),
                error: None,
            };
            self.traces().end(place.child(), span);
        }
        let span = Span {
            name: action.into(),
            kind: Kind::Server,
            began: inbound.arrival.at,
            took: inbound.arrival.at.elapsed(),
            attributes,
            error: None,
        };
        self.traces().end(place, span);
    }

    fn trace_plugin(&self, place: SpanContext, opinion: &Opinion) {
        let decision = opinion.made.word();
        let span = Span {
            name: "plugin call".into(),
            kind: Kind::Internal,
            began: opinion.asked_at,
            took: opinion.took,
            attributes: vec![
                KeyValue::new("plugin.name", opinion.plugin.to_string()),
                KeyValue::new("plugin.version", opinion.version.clone()),
                KeyValue::new("plugin.decision", decision),
            ],
            error: (decision == "failed").then(|| "the plugin failed".to_owned()),
        };
        self.traces().end(place.child(), span);
    }

    /// A call is over.
    pub(super) fn trace_call(&self, outgoing: &Outgoing, end: Ended) {
        let place = self.traces().begin(outgoing.trace);
        let Some(place) = place.filter(SpanContext::is_sampled) else {
            return;
        };
        let has_left = !matches!(end, Ended::NotSent | Ended::QueueFull);
        let began = if has_left { self.call_left } else { Instant::now() };
        let mut attributes = self.attributes(outgoing.action.name(), &outgoing.command.id);
        attributes.push(KeyValue::new("ocpp.outcome", end.as_str()));
        attributes.push(KeyValue::new("command.origin", origin(&outgoing.command.origin)));
        let span = Span {
            name: outgoing.action.name().into(),
            kind: Kind::Client,
            began,
            took: began.elapsed(),
            attributes,
            error: match end {
                Ended::Answered | Ended::Repaired | Ended::Refused => None,
                end => Some(end.as_str().to_owned()),
            },
        };
        self.traces().end(place, span);
    }
}

fn origin(origin: &Origin) -> &'static str {
    match origin {
        Origin::Unknown => "unknown",
        Origin::Operator => "operator",
        Origin::Plugin(_) => "plugin",
        Origin::Server => "server",
    }
}
