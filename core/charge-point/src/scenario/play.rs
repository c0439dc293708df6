//! Plays a scenario at a charge point that runs.

use std::collections::VecDeque;

use serde_json::Value;
use tokio::sync::mpsc;
use tokio::time::{Instant, sleep, timeout_at};

use super::ScenarioError;
use super::file::Scenario;
use super::step::{Expectation, Step, What, contains};
use crate::keyboard::Line;
use crate::run::{Handle, Observer, Patience, Standing, Stopped};
use crate::station::Notice;

/// So much may happen before somebody looks.
const WAITING: usize = 10_000;

/// What happened last, for whoever asks why an expectation failed.
const LAST: usize = 8;

/// A charge point, and what happens there.
pub struct Stage {
    handle: Option<Handle>,
    notices: mpsc::Receiver<Notice>,
    last: VecDeque<String>,
    /// What the server had not got when a step switched the charge point off.
    left: Option<Standing>,
}

impl Stage {
    /// What a charge point is to be run with, so that a scenario sees what happens. `other` is told, too.
    #[must_use]
    pub fn new(mut other: Observer) -> (Self, Observer) {
        let (tell, notices) = mpsc::channel(WAITING);
        let observer: Observer = Box::new(move |notice| {
            other(notice);
            if !matches!(notice, Notice::FrameIn(_) | Notice::FrameOut(_) | Notice::Told(_)) {
                // Where nobody looks any more, or far too much happens, the scenario fails by itself.
                tell.try_send(notice.clone()).ok();
            }
        });
        let stage = Self {
            handle: None,
            notices,
            last: VecDeque::new(),
            left: None,
        };
        (stage, observer)
    }

    /// The charge point runs.
    pub fn enter(&mut self, handle: Handle) {
        self.handle = Some(handle);
    }

    /// Waits until the server has what the scenario left it to tell; none where nothing ran. What comes back says whether
    /// it has.
    pub async fn delivered(&mut self) -> Option<Standing> {
        if self.left.is_some() {
            return self.left.take();
        }
        let handle = self.handle.as_ref()?;
        handle.delivered(Patience::default()).await.ok()
    }

    async fn next(&mut self, until: Instant) -> Option<Notice> {
        let notice = timeout_at(until, self.notices.recv()).await.ok().flatten()?;
        if self.last.len() >= LAST {
            self.last.pop_front();
        }
        self.last.push_back(briefly(&notice));
        Some(notice)
    }

    async fn line(&mut self, line: Line) -> Result<(), String> {
        let Some(handle) = &self.handle else {
            return Err("no charge point runs".to_owned());
        };
        let gone = |stopped: Stopped| stopped.to_string();
        match line {
            Line::Do(deed) => handle.act(deed).await.map_err(gone)?.map(drop),
            Line::Cut => handle.cut().await.map_err(gone),
            Line::CutAt(cut) => handle.cut_at(cut).await.map_err(gone),
            Line::Restore => handle.restore().await.map_err(gone),
            Line::Quit => {
                // Who writes it last means the end of the evening, and not that its last message is lost.
                self.left = handle.delivered(Patience::default()).await.ok();
                handle.stop().await;
                Ok(())
            }
            Line::Nothing | Line::Status | Line::Help => Ok(()),
        }
    }

    /// Whether it stands so already, for what is a state and no event.
    async fn stands(&self, what: &What) -> bool {
        let Some(handle) = &self.handle else { return false };
        handle.view().await.is_ok_and(|view| what.holds(&view))
    }

    async fn expect(&mut self, expectation: &Expectation) -> Result<(), String> {
        if self.stands(&expectation.what).await {
            return Ok(());
        }
        let until = Instant::now() + expectation.within;
        loop {
            let Some(notice) = self.next(until).await else {
                return Err(self.missed(expectation));
            };
            if expectation.what.fits(&notice) {
                break;
            }
        }
        let Some((action, wanted)) = expectation.what.answer() else {
            return Ok(());
        };
        loop {
            match self.next(until).await {
                Some(Notice::Answered { action: of, payload }) if of == action => {
                    return held(action, &payload, wanted);
                }
                Some(Notice::Failed { action: of, why }) if of == action => {
                    return Err(format!("{action} came to nothing: {why}"));
                }
                Some(_) => {}
                None => return Err(self.missed(expectation)),
            }
        }
    }

    fn missed(&self, expectation: &Expectation) -> String {
        let last: Vec<&str> = self.last.iter().map(String::as_str).collect();
        let last = if last.is_empty() {
            "nothing happened".to_owned()
        } else {
            last.join("; ")
        };
        format!(
            "this did not happen within {:?}. Since the expectation before: {last}. If it only takes longer, write `within`",
            expectation.within
        )
    }
}

fn held(action: &str, answer: &Value, wanted: Option<&Value>) -> Result<(), String> {
    match wanted {
        Some(wanted) if !contains(answer, wanted) => {
            Err(format!("{action} was answered {answer}, which does not have {wanted}"))
        }
        _ => Ok(()),
    }
}

fn briefly(notice: &Notice) -> String {
    match notice {
        Notice::Sent { action, .. } => format!("{action} was sent"),
        Notice::Answered { action, payload } => format!("{action} was answered {payload}"),
        Notice::Failed { action, why } => format!("{action} came to nothing ({why})"),
        Notice::Called { action, .. } => format!("the server asked for {action}"),
        Notice::Status { connector, status } => format!("connector {connector} is {status:?}"),
        Notice::Registered(status) => format!("the boot was answered {status}"),
        Notice::Connected => "it connected".to_owned(),
        Notice::NotConnected(why) => format!("it could not connect ({why})"),
        Notice::Disconnected(why) => format!("it was disconnected ({why})"),
        Notice::Told(words) | Notice::FrameIn(words) | Notice::FrameOut(words) => words.clone(),
    }
}

/// Plays the steps one after the other. `told` hears of each that is done: its line and how many there are.
///
/// # Errors
/// The first step that cannot be done, or did not happen.
pub async fn play(
    scenario: &Scenario,
    stage: &mut Stage,
    mut told: impl FnMut(usize, &str),
) -> Result<(), ScenarioError> {
    for (line, step) in &scenario.steps {
        let done = match step {
            Step::Wait(time) => {
                sleep(*time).await;
                Ok(())
            }
            Step::Line(line) => stage.line(line.clone()).await,
            Step::Expect(expectation) => stage.expect(expectation).await,
        };
        done.map_err(|reason| ScenarioError {
            file: scenario.file.clone(),
            line: *line,
            reason,
        })?;
        told(*line, kind(step));
    }
    Ok(())
}

impl Scenario {
    /// Whether it wants this request to come to nothing.
    #[must_use]
    pub fn wants_failure_of(&self, action: &str) -> bool {
        let is_it = |step: &Step| match step {
            Step::Expect(expectation) => matches!(&expectation.what, What::Failure(of) if of == action),
            Step::Line(_) | Step::Wait(_) => false,
        };
        self.steps.iter().any(|(_, step)| is_it(step))
    }
}

const fn kind(step: &Step) -> &'static str {
    match step {
        Step::Line(_) => "done",
        Step::Wait(_) => "waited",
        Step::Expect(_) => "happened",
    }
}
