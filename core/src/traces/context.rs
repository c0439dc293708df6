//! Where a span stands: its trace, its number, and the one that it is a part of. A request's place is known to whatever
//! is done for it in the same task.

use opentelemetry::{SpanId, TraceId};

/// The place of a span.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SpanContext {
    pub(super) trace: TraceId,
    pub(super) span: SpanId,
    /// Invalid (0): it begins a trace.
    pub(super) parent: SpanId,
    pub(super) is_parent_remote: bool,
    /// Whether the trace is sent.
    pub(super) is_sampled: bool,
}

tokio::task_local! {
    /// The request that this task answers.
    static CURRENT: SpanContext;
}

/// Does something as a part of a span.
pub async fn with<T>(place: SpanContext, work: impl Future<Output = T>) -> T {
    CURRENT.scope(place, work).await
}

/// The span that this task works for, if any.
#[must_use]
pub fn current() -> Option<SpanContext> {
    CURRENT.try_with(|place| *place).ok()
}

impl SpanContext {
    /// Whether its trace is sent.
    #[must_use]
    pub fn is_sampled(&self) -> bool {
        self.is_sampled
    }

    /// The begin of a trace; this share of them is sent.
    pub(super) fn random(share: f64) -> Self {
        let (trace, span) = (uuid::Uuid::new_v4().as_u128(), new_span());
        Self {
            trace: TraceId::from(trace),
            span,
            parent: SpanId::INVALID,
            is_parent_remote: false,
            is_sampled: is_among(trace, share),
        }
    }

    /// A span that is a part of this one.
    #[must_use]
    pub fn child(self) -> Self {
        Self {
            span: new_span(),
            parent: self.span,
            // Only what came in a header is.
            is_parent_remote: self.is_parent_remote && self.parent == SpanId::INVALID,
            ..self
        }
    }

    /// What a header `traceparent` names (W3C Trace Context, 3.2); none if it is not one.
    #[must_use]
    pub fn of_header(text: &str) -> Option<Self> {
        let mut parts = text.trim().split('-');
        let (version, trace, span, flags) = (parts.next()?, parts.next()?, parts.next()?, parts.next()?);
        let is_hex = |text: &str, length: usize| {
            text.len() == length && text.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'))
        };
        let is_known = is_hex(version, 2) && version != "ff" && (version != "00" || parts.next().is_none());
        if !(is_known && is_hex(trace, 32) && is_hex(span, 16) && is_hex(flags, 2)) {
            return None;
        }
        let (trace, span) = (TraceId::from_hex(trace).ok()?, SpanId::from_hex(span).ok()?);
        let flags = u8::from_str_radix(flags, 16).ok()?;
        let is_valid = trace != TraceId::INVALID && span != SpanId::INVALID;
        is_valid.then_some(Self {
            trace,
            span,
            parent: SpanId::INVALID,
            is_parent_remote: true,
            is_sampled: flags & 1 == 1,
        })
    }
}

fn new_span() -> SpanId {
    let [.., a, b, c, d, e, f, g] = uuid::Uuid::new_v4().into_bytes();
    // Never 0.
    SpanId::from_bytes([1, a, b, c, d, e, f, g])
}

/// By the trace's number, so that the same trace is chosen wherever it is looked at.
#[expect(clippy::cast_precision_loss, reason = "a share of all traces, not to the last bit")]
fn is_among(trace: u128, share: f64) -> bool {
    // The last 56 bits are random in every kind of trace id (W3C Trace Context, 3.2.2.3.1).
    const BITS: u32 = 56;
    let number = (trace & ((1 << BITS) - 1)) as u64;
    share >= 1.0 || (number as f64) < share * (1_u64 << BITS) as f64
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]

    use super::*;

    #[test]
    fn a_header_is_read_or_left() {
        let of = SpanContext::of_header("00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01").unwrap();
        assert_eq!(of.trace.to_string(), "4bf92f3577b34da6a3ce929d0e0e4736");
        assert_eq!(
            (of.span.to_string().as_str(), of.is_sampled),
            ("00f067aa0ba902b7", true)
        );
        let child = of.child();
        assert_eq!((child.trace, child.parent), (of.trace, of.span));
        assert!(child.is_parent_remote && !child.child().is_parent_remote);
        for wrong in [
            "",
            "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7",
            "00-00000000000000000000000000000000-00f067aa0ba902b7-01",
            "00-4bf92f3577b34da6a3ce929d0e0e4736-0000000000000000-01",
            "00-4BF92F3577B34DA6A3CE929D0E0E4736-00f067aa0ba902b7-01",
            "ff-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
            "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01-more",
        ] {
            assert_eq!(SpanContext::of_header(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn a_share_of_the_traces_is_sent() {
        let sent = |share| (0..2000).filter(|_| SpanContext::random(share).is_sampled).count();
        assert_eq!((sent(0.0), sent(1.0)), (0, 2000));
        let half = sent(0.5);
        assert!((800..1200).contains(&half), "{half}");
    }
}
