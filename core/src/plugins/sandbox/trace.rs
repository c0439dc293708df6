//! What the host answers in one call: taken down while it is recorded, read back while it is replayed.
//!
//! A capability asks the trace for an answer and says how a living host would give it. Where nothing is recorded that
//! is all that happens. A question that a recording has no answer for is noted, and answered as by a
//! server that knows nothing.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::script::Script;

/// The answers of one call, in their order.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct HostAnswers {
    /// What its random numbers are made of.
    pub seed: Seed,
    /// What the clock on the wall showed: nanoseconds after the call's moment.
    pub wall: Vec<i64>,
    /// What the other clock showed, in nanoseconds.
    pub monotonic: Vec<u64>,
    /// Questions with their answers.
    pub given: Vec<(Value, Value)>,
}

/// 32 bytes, as they are written.
pub type Seed = [u8; 32];

/// Who answers a guest in one call: the host, and whether that is taken down; a recording; a fixture.
#[derive(Debug, Clone, Default)]
pub enum HostTrace {
    /// The host answers.
    #[default]
    Live,
    /// The host answers, and that is kept.
    Recording(Arc<Mutex<HostAnswers>>),
    /// What was kept is the answer.
    Replaying(Arc<Mutex<Playback>>),
    /// A fixture stands in for what is not in the store; the host answers the rest.
    Scripted(Arc<Script>),
}

/// The answers of a recorded call as they are used up.
#[derive(Debug)]
pub struct Playback {
    answers: HostAnswers,
    /// By place in `given`.
    used: Vec<bool>,
    wall: usize,
    monotonic: usize,
    unanswered: Vec<Value>,
}

impl HostTrace {
    /// For a call that begins now.
    #[must_use]
    pub fn recording() -> Self {
        let mut seed = Seed::default();
        // Without random numbers from the system the guest has poor ones, and the same in the replay.
        getrandom::fill(&mut seed).ok();
        Self::Recording(Arc::new(Mutex::new(HostAnswers {
            seed,
            ..HostAnswers::default()
        })))
    }

    /// For a call that is made again.
    #[must_use]
    pub fn replaying(answers: HostAnswers) -> Self {
        Self::Replaying(Arc::new(Mutex::new(Playback {
            used: vec![false; answers.given.len()],
            answers,
            wall: 0,
            monotonic: 0,
            unanswered: Vec::new(),
        })))
    }

    /// Whether answers are taken down or read back: such a call must not depend on the calls before it.
    #[must_use]
    pub fn is_recorded(&self) -> bool {
        matches!(self, Self::Recording(_) | Self::Replaying(_))
    }

    /// What stands in for the world outside; none if it is the world's answers that count.
    #[must_use]
    pub fn script(&self) -> Option<&Script> {
        match self {
            Self::Scripted(script) => Some(script),
            Self::Live | Self::Recording(_) | Self::Replaying(_) => None,
        }
    }

    /// The answer to a question: the living host's or the recorded one, `unknown` where there is none.
    pub fn answer<T: Serialize + DeserializeOwned>(
        &self,
        question: impl FnOnce() -> Value,
        unknown: impl FnOnce() -> T,
        live: impl FnOnce() -> T,
    ) -> T {
        match self {
            Self::Live | Self::Scripted(_) => live(),
            Self::Recording(answers) => {
                let answer = live();
                take_down(answers, question(), &answer);
                answer
            }
            Self::Replaying(playback) => {
                let question = question();
                let found = locked(playback).find(&question);
                found
                    .and_then(|answer| serde_json::from_value(answer).ok())
                    .unwrap_or_else(|| {
                        locked(playback).unanswered.push(question);
                        unknown()
                    })
            }
        }
    }

    /// What was taken down.
    #[must_use]
    pub fn answers(&self) -> HostAnswers {
        match self {
            Self::Recording(answers) => std::mem::take(&mut locked(answers)),
            Self::Live | Self::Replaying(_) | Self::Scripted(_) => HostAnswers::default(),
        }
    }

    /// The questions that the recording had no answer for.
    #[must_use]
    pub fn unanswered(&self) -> Vec<Value> {
        match self {
            Self::Replaying(playback) => std::mem::take(&mut locked(playback).unanswered),
            Self::Live | Self::Recording(_) | Self::Scripted(_) => Vec::new(),
        }
    }

    /// What random numbers are made of; none if the system gives them.
    #[must_use]
    pub fn seed(&self) -> Option<Seed> {
        match self {
            Self::Live | Self::Scripted(_) => None,
            Self::Recording(answers) => Some(locked(answers).seed),
            Self::Replaying(playback) => Some(locked(playback).answers.seed),
        }
    }

    /// A reading of the clock on the wall.
    pub fn wall(&self, live: impl FnOnce() -> i64) -> i64 {
        self.reading(live, |answers| &mut answers.wall, |playback| &mut playback.wall)
    }

    /// A reading of the other clock.
    pub fn monotonic(&self, live: impl FnOnce() -> u64) -> u64 {
        self.reading(
            live,
            |answers| &mut answers.monotonic,
            |playback| &mut playback.monotonic,
        )
    }

    /// The next reading of a clock; after the last one it stands still.
    fn reading<T: Copy + Default>(
        &self,
        live: impl FnOnce() -> T,
        readings: fn(&mut HostAnswers) -> &mut Vec<T>,
        place: fn(&mut Playback) -> &mut usize,
    ) -> T {
        match self {
            Self::Live | Self::Scripted(_) => live(),
            Self::Recording(answers) => {
                let now = live();
                readings(&mut locked(answers)).push(now);
                now
            }
            Self::Replaying(playback) => {
                let playback = &mut *locked(playback);
                let next = *place(playback);
                *place(playback) += 1;
                let readings = readings(&mut playback.answers);
                let reading = readings.get(next).or(readings.last());
                reading.copied().unwrap_or_default()
            }
        }
    }
}

impl Playback {
    /// The first answer to a question that was not given yet; if all were, the last one.
    fn find(&mut self, question: &Value) -> Option<Value> {
        let mut last = None;
        let given = self.answers.given.iter().zip(&mut self.used);
        for ((_, answer), used) in given.filter(|((asked, _), _)| asked == question) {
            last = Some(answer);
            if !std::mem::replace(used, true) {
                break;
            }
        }
        last.cloned()
    }
}

/// Keeps an answer that was given outside of a trace's own call.
pub fn take_down<T: Serialize>(answers: &Mutex<HostAnswers>, question: Value, answer: &T) {
    // Everything that is asked for has a JSON form; one that had none would be unanswered in a replay.
    if let Ok(answer) = serde_json::to_value(answer) {
        locked(answers).given.push((question, answer));
    }
}

fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn ask(trace: &HostTrace, question: &str, live: u32) -> u32 {
        trace.answer(|| json!(question), || 0, || live)
    }

    #[test]
    fn what_was_answered_is_answered_again_in_its_order() {
        let trace = HostTrace::recording();
        for (question, live) in [("a", 1), ("b", 2), ("a", 3)] {
            assert_eq!(ask(&trace, question, live), live);
        }
        assert_eq!(trace.wall(|| 7), 7);
        let again = HostTrace::replaying(trace.answers());
        let told: Vec<_> = ["b", "a", "a", "a"]
            .iter()
            .map(|asked| ask(&again, asked, 99))
            .collect();
        assert_eq!(told, [2, 1, 3, 3], "and the last one stands for all that come after it");
        assert_eq!((again.wall(|| 99), again.wall(|| 99)), (7, 7));
        assert!(again.unanswered().is_empty());
    }

    #[test]
    fn a_question_that_was_never_asked_is_noted() {
        let again = HostTrace::replaying(HostAnswers::default());
        assert_eq!(ask(&again, "c", 99), 0);
        assert_eq!(again.unanswered(), [json!("c")]);
    }
}
