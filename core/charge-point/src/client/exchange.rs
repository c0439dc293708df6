//! The one CALL that waits for its answer: OCPP allows no second one in the same direction. Pure; who uses it has
//! the socket and the clock.

use std::time::Duration;

use serde_json::Value;
use uuid::Uuid;

use super::frame::{Frame, Refusal};
use crate::clock::{Time, after};

/// What came of a CALL.
#[derive(Debug, Clone, PartialEq)]
pub enum Outcome {
    /// It was answered.
    Answered(Value),
    /// It was refused by a CALLERROR.
    Refused(Refusal),
    /// No answer came in time.
    TimedOut,
    /// The connection ended before. Whether it arrived nobody knows.
    Lost,
}

/// The CALL that waits, and what it was for.
#[derive(Debug)]
pub struct Exchange<T> {
    timeout: Duration,
    waiting: Option<Waiting<T>>,
}

#[derive(Debug)]
struct Waiting<T> {
    id: String,
    purpose: T,
    until: Time,
}

impl<T> Exchange<T> {
    /// An answer may take so long.
    #[must_use]
    pub const fn new(timeout: Duration) -> Self {
        Self { timeout, waiting: None }
    }

    /// An answer may take so long from the next CALL on.
    pub fn set_timeout(&mut self, timeout: Duration) {
        self.timeout = timeout;
    }

    /// Whether another CALL may be sent.
    #[must_use]
    pub const fn is_free(&self) -> bool {
        self.waiting.is_none()
    }

    /// The frame of a new CALL, which waits from now on. What waited before, which must not be, is forgotten.
    pub fn begin(&mut self, action: &str, payload: Value, purpose: T, now: Time) -> Frame {
        let id = Uuid::new_v4().to_string();
        self.waiting = Some(Waiting {
            id: id.clone(),
            purpose,
            until: after(now, self.timeout),
        });
        Frame::Call {
            id,
            action: action.to_owned(),
            payload,
        }
    }

    /// Takes an answer; none if nobody waits for it, such as one that comes late.
    pub fn settle(&mut self, id: &str, outcome: Outcome) -> Option<(T, Outcome)> {
        let waiting = self.waiting.take_if(|waiting| waiting.id == id)?;
        Some((waiting.purpose, outcome))
    }

    /// What the CALL that waits was for.
    #[must_use]
    pub fn purpose(&self) -> Option<&T> {
        self.waiting.as_ref().map(|waiting| &waiting.purpose)
    }

    /// When the answer is too late.
    #[must_use]
    pub fn deadline(&self) -> Option<Time> {
        self.waiting.as_ref().map(|waiting| waiting.until)
    }

    /// What has waited too long.
    pub fn expire(&mut self, now: Time) -> Option<(T, Outcome)> {
        let waiting = self.waiting.take_if(|waiting| waiting.until <= now)?;
        Some((waiting.purpose, Outcome::TimedOut))
    }

    /// The connection has ended.
    pub fn lose(&mut self) -> Option<(T, Outcome)> {
        let waiting = self.waiting.take()?;
        Some((waiting.purpose, Outcome::Lost))
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]

    use std::time::Duration;

    use serde_json::json;

    use super::{Exchange, Frame, Outcome};
    use crate::clock::{Time, after};

    fn begun(exchange: &mut Exchange<&'static str>, now: Time) -> String {
        match exchange.begin("Heartbeat", json!({}), "beat", now) {
            Frame::Call { id, .. } => id,
            other => unreachable!("{other:?}"),
        }
    }

    #[test]
    fn an_answer_is_taken_once_and_only_by_its_id() {
        let now = Time::UNIX_EPOCH;
        let mut exchange = Exchange::new(Duration::from_secs(30));
        let id = begun(&mut exchange, now);
        assert!(!exchange.is_free());
        assert_eq!(exchange.settle("other", Outcome::Answered(json!({}))), None);
        let settled = exchange.settle(&id, Outcome::Answered(json!({})));
        assert_eq!(settled, Some(("beat", Outcome::Answered(json!({})))));
        assert!(exchange.is_free());
        assert_eq!(exchange.settle(&id, Outcome::Answered(json!({}))), None);
    }

    #[test]
    fn a_late_answer_belongs_to_nothing() {
        let now = Time::UNIX_EPOCH;
        let mut exchange = Exchange::new(Duration::from_secs(30));
        let id = begun(&mut exchange, now);
        assert_eq!(exchange.expire(after(now, Duration::from_secs(29))), None);
        let late = exchange.deadline().unwrap();
        assert_eq!(exchange.expire(late), Some(("beat", Outcome::TimedOut)));
        let other = begun(&mut exchange, late);
        assert_eq!(exchange.settle(&id, Outcome::Answered(json!({}))), None);
        assert_eq!(exchange.lose(), Some(("beat", Outcome::Lost)));
        assert_eq!(exchange.settle(&other, Outcome::Answered(json!({}))), None);
    }
}
