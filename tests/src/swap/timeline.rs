//! What was active when, and whether an answer fits that.
//!
//! Swap `k` is begun before its request is sent, and reported when its response was received. A CALL that
//! was sent after swap `k` was reported, or after anybody received an answer that only swap `k` explains,
//! is answered by what swap `k` made active or a later one, and by none that was not begun yet.

use std::sync::{Mutex, MutexGuard, PoisonError};

use super::version::Version;

/// What an answer says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Said {
    /// The version of this name made it.
    Version(String),
    /// A version failed, and `on_failure` made it.
    OnFailure,
}

/// What is known when a CALL is sent.
#[derive(Debug, Clone, Copy)]
pub struct Asked {
    since: usize,
    swapping: bool,
}

/// When a call was under way.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Moment {
    /// While nobody swapped.
    Calm,
    /// While versions were swapped of which none can fail.
    Swaps,
    /// While a failing or a slow version was or became active.
    Troubled,
}

/// One for all stations and the operator.
#[derive(Debug)]
pub struct Timeline(Mutex<Inner>);

#[derive(Debug)]
struct Inner {
    /// What each swap made active; the first is what was there before.
    active: Vec<Version>,
    /// How many swaps were reported.
    reported: usize,
    /// The last swap whose outcome was seen in an answer.
    seen: usize,
    /// Answers to CALLs that were sent after each swap, and before the next was known.
    answers: Vec<u64>,
    swapping: bool,
    over: bool,
}

impl Timeline {
    /// Begins with this version active.
    #[must_use]
    pub fn new(first: Version) -> Self {
        Self(Mutex::new(Inner {
            active: vec![first],
            reported: 0,
            seen: 0,
            answers: vec![0],
            swapping: false,
            over: false,
        }))
    }

    /// A swap to this version is asked for; what is refused leaves the version that is there.
    pub fn begin(&self, version: Version) {
        let mut inner = self.inner();
        inner.active.push(version);
        inner.answers.push(0);
    }

    /// The swap that was begun was answered.
    pub fn report(&self) {
        let mut inner = self.inner();
        inner.reported = inner.active.len() - 1;
    }

    /// The operator begins or ends swapping.
    pub fn set_swapping(&self, swapping: bool) {
        self.inner().swapping = swapping;
    }

    /// Nobody sends any more.
    pub fn end(&self) {
        self.inner().over = true;
    }

    /// Whether nobody sends any more.
    #[must_use]
    pub fn is_over(&self) -> bool {
        self.inner().over
    }

    /// Answers to CALLs that were sent after the last swap was reported.
    #[must_use]
    pub fn answers(&self) -> u64 {
        let inner = self.inner();
        inner.answers[inner.reported]
    }

    /// A CALL is about to be sent.
    #[must_use]
    pub fn ask(&self) -> Asked {
        let inner = self.inner();
        Asked {
            since: inner.reported.max(inner.seen),
            swapping: inner.swapping,
        }
    }

    /// Its answer is there.
    ///
    /// # Errors
    /// None of the versions that may have been asked can have said that.
    pub fn judge(&self, asked: Asked, said: &Said) -> Result<Moment, String> {
        let mut inner = self.inner();
        let candidates = &inner.active[asked.since..];
        let fits = |version: &Version| match said {
            Said::Version(name) => version.says(name),
            Said::OnFailure => version.may_fail(),
        };
        let place = candidates.iter().position(fits).ok_or_else(|| {
            let (number, last) = (asked.since, inner.active.len() - 1);
            format!("sent after swap {number}, received after swap {last} was begun: {said:?}, not of {candidates:?}")
        })?;
        let moment = if candidates.iter().any(Version::may_fail) {
            Moment::Troubled
        } else if asked.swapping || inner.swapping {
            Moment::Swaps
        } else {
            Moment::Calm
        };
        inner.seen = inner.seen.max(asked.since + place);
        inner.answers[asked.since] += 1;
        Ok(moment)
    }

    fn inner(&self) -> MutexGuard<'_, Inner> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use super::super::version::Kind;
    use super::*;

    fn good(number: usize) -> Version {
        Version::new(Kind::Good, number)
    }

    fn said(number: usize) -> Said {
        Said::Version(good(number).name.to_string())
    }

    #[test]
    fn a_call_that_was_sent_before_a_swap_may_have_the_old_or_the_new() {
        let timeline = Timeline::new(good(0));
        let asked = timeline.ask();
        assert!(timeline.judge(asked, &said(1)).is_err(), "nobody has asked for it yet");
        timeline.begin(good(1));
        assert!(timeline.judge(asked, &said(0)).is_ok());
        timeline.report();
        assert!(timeline.judge(asked, &said(0)).is_ok());
        assert!(timeline.judge(asked, &said(1)).is_ok());
        assert!(timeline.judge(asked, &Said::OnFailure).is_err());
    }

    #[test]
    fn a_call_that_was_sent_after_a_swap_has_the_new() {
        let timeline = Timeline::new(good(0));
        timeline.begin(good(1));
        timeline.report();
        let asked = timeline.ask();
        assert!(timeline.judge(asked, &said(0)).is_err());
        assert!(timeline.judge(asked, &said(1)).is_ok());
        assert_eq!(timeline.answers(), 1);
    }

    #[test]
    fn nobody_has_the_old_after_somebody_had_the_new() {
        let timeline = Timeline::new(good(0));
        let early = timeline.ask();
        timeline.begin(good(1));
        assert!(timeline.judge(early, &said(1)).is_ok());
        let late = timeline.ask();
        assert!(timeline.judge(late, &said(0)).is_err());
        assert!(timeline.judge(early, &said(0)).is_ok(), "it was sent before");
    }

    #[test]
    fn a_failure_needs_a_version_that_fails() {
        let timeline = Timeline::new(good(0));
        timeline.begin(Version::new(Kind::Failing, 1));
        timeline.report();
        let asked = timeline.ask();
        timeline.set_swapping(true);
        assert_eq!(timeline.judge(asked, &Said::OnFailure), Ok(Moment::Troubled));
        timeline.begin(good(2));
        timeline.report();
        let asked = timeline.ask();
        assert!(timeline.judge(asked, &Said::OnFailure).is_err());
        assert_eq!(timeline.judge(asked, &said(2)), Ok(Moment::Swaps));
    }
}
