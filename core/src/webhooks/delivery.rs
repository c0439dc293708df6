//! One turn of a charge point: its events are sent one after the other, until there are none, one is not taken, or
//! others should have their turn. How far it came is kept at its end; a crash before that sends a few again, with the
//! ids that they had.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::{Duration, Instant};

use super::client::Client;
use super::dead_letters::{GivenUp, put_dead_letter};
use super::message::Message;
use super::schedule::{Ended, Held, Turn, is_given_up};
use super::verdict::Verdict;
use super::wanted::Wanted;
use crate::clock;
use crate::config::settings::WebhookSettings;
use crate::events::{Numbered, Subscription};
use crate::state::State;
use crate::state::webhooks::{Delivered, Webhook, delete_gap};
use crate::store::{StoreError, Write};

/// Events that are read at a time.
const PAGE: usize = 100;

/// After so long a turn is over, also where there is more.
const LONGEST_TURN: Duration = Duration::from_secs(2);

/// How events reach one webhook.
pub struct Delivery {
    pub wanted: Arc<Wanted>,
    pub client: Client,
    pub subscription: Arc<Subscription>,
    pub state: State,
    pub settings: WebhookSettings,
    /// So many there are.
    pub dead_letters: Arc<AtomicU64>,
    /// No further event is sent.
    pub stops: AtomicBool,
}

/// What a turn came to.
#[derive(Debug)]
pub struct Outcome {
    pub ended: Ended,
    /// The last event that was taken.
    pub last: Option<Delivered>,
    /// Why the last one was not.
    pub reason: Option<String>,
    /// Why nothing may be sent any more, until somebody looks.
    pub full_stop: Option<String>,
}

/// What became of one message.
enum Sent {
    Taken,
    /// It is a dead letter, or nothing more is made of it.
    GivenUp,
    NotTaken(Verdict, String),
    Gone(String),
}

/// What is sent, and what was known of it.
struct Attempt<'a> {
    message: &'a Message,
    held: Option<Held>,
}

impl Delivery {
    fn webhook(&self) -> &Webhook {
        self.wanted.webhook()
    }

    /// Carries a turn out.
    ///
    /// # Errors
    /// The store's; then events were sent of which that is not known, and come again.
    pub async fn run(&self, turn: &Turn) -> Result<Outcome, StoreError> {
        let mut outcome = Outcome {
            ended: Ended {
                charge_point: turn.charge_point.clone(),
                taken: 0,
                more: false,
                failed: None,
                is_probe: turn.is_probe,
            },
            last: None,
            reason: None,
            full_stop: None,
        };
        if !self.tell_gap(turn, &mut outcome).await? {
            return Ok(outcome);
        }
        let began = Instant::now();
        let page = self.subscription.next(&self.state, &turn.charge_point, PAGE)?;
        outcome.ended.more = page.len() == PAGE;
        let mut passed = None;
        for numbered in page {
            let number = numbered.number;
            if !self.wanted.wants(&self.state, &numbered)? {
                passed = Some(number);
                continue;
            }
            let is_enough = began.elapsed() >= LONGEST_TURN || turn.is_probe && outcome.ended.taken > 0;
            if is_enough || self.stops.load(Ordering::Relaxed) {
                outcome.ended.more = true;
                break;
            }
            if !self.tell(turn, numbered, &mut outcome).await? {
                break;
            }
            passed = Some(number);
        }
        if let Some(number) = passed {
            let told = self.subscription.told(&turn.charge_point, number)?;
            self.state.store().write(vec![told]).await?;
        }
        Ok(outcome)
    }

    /// Sends one event; whether the next may be sent.
    async fn tell(&self, turn: &Turn, numbered: Numbered, outcome: &mut Outcome) -> Result<bool, StoreError> {
        let number = numbered.number;
        let message = Message::of(self.webhook(), numbered.clone()).map_err(|error| no_json(&error))?;
        let attempt = Attempt {
            message: &message,
            held: turn.held.filter(|held| held.number == number),
        };
        match self.send(attempt, Some(&numbered)).await? {
            Sent::Taken => {
                outcome.ended.taken += 1;
                outcome.last = Some(Delivered {
                    number,
                    kind: numbered.event.kind,
                    charge_point: numbered.event.charge_point,
                    at: clock::now(),
                });
                Ok(true)
            }
            Sent::GivenUp => {
                let most = self.settings.dead_letters;
                if self.dead_letters.load(Ordering::Relaxed) >= most {
                    outcome.full_stop = Some(format!("it has {most} dead letters"));
                }
                Ok(outcome.full_stop.is_none())
            }
            sent => {
                outcome.end(sent, number);
                Ok(false)
            }
        }
    }

    /// Says first that events are missing, if some are; whether events may be sent.
    async fn tell_gap(&self, turn: &Turn, outcome: &mut Outcome) -> Result<bool, StoreError> {
        let (webhook, charge_point) = (self.webhook(), &turn.charge_point);
        let Some(gap) = self.state.gap(&webhook.id, charge_point)? else {
            return Ok(true);
        };
        let number = gap.record.last;
        let message = Message::of_gap(webhook, charge_point, &gap.record).map_err(|error| no_json(&error))?;
        let attempt = Attempt {
            message: &message,
            held: turn.held.filter(|held| held.number == number),
        };
        match self.send(attempt, None).await? {
            Sent::Taken | Sent::GivenUp => {
                let told = delete_gap(&webhook.id, charge_point, &gap);
                match self.state.store().write(vec![told]).await {
                    // It has grown meanwhile, and is told again.
                    Err(StoreError::Conflict { .. }) => {}
                    written => drop(written?),
                }
                Ok(true)
            }
            sent => {
                outcome.end(sent, number);
                Ok(false)
            }
        }
    }

    async fn send(&self, attempt: Attempt<'_>, event: Option<&Numbered>) -> Result<Sent, StoreError> {
        let now = clock::now();
        let headers = attempt.message.headers(self.webhook(), now);
        let answer = self.client.post(&headers, attempt.message.body.clone()).await;
        let (verdict, reason, status) = match &answer {
            Ok(answer) => (
                Verdict::of(answer.status, answer.retry_after.as_deref(), now),
                format!("it answers {}{}", answer.status, first_line(&answer.text)),
                Some(answer.status),
            ),
            Err(error) => (Verdict::Away(None), error.to_string(), None),
        };
        match verdict {
            Verdict::Taken => return Ok(Sent::Taken),
            Verdict::Gone => return Ok(Sent::Gone(reason)),
            _ if !is_given_up(attempt.held, &verdict, &self.settings, Instant::now()) => {
                return Ok(Sent::NotTaken(verdict, reason));
            }
            _ => {}
        }
        let tries = attempt.held.map_or(1, |held| held.tries.saturating_add(1));
        if let Some(event) = event {
            let why = GivenUp {
                reason: &reason,
                status,
                tries,
            };
            self.bury(event, why).await?;
        }
        tracing::error!(
            webhook.name = self.webhook().name,
            webhook.message = attempt.message.id,
            tries,
            reason,
            "a webhook's receiver does not take an event: it is a dead letter"
        );
        Ok(Sent::GivenUp)
    }

    /// Keeps a dead letter, and goes past its event, in one list.
    async fn bury(&self, event: &Numbered, why: GivenUp<'_>) -> Result<(), StoreError> {
        let writes: Vec<Write> = vec![
            put_dead_letter(&self.webhook().id, event, why)?,
            self.subscription.told(&event.event.charge_point, event.number)?,
        ];
        self.state.store().write(writes).await?;
        self.dead_letters.fetch_add(1, Ordering::Relaxed);
        Ok(())
    }
}

impl Outcome {
    fn end(&mut self, sent: Sent, number: u64) {
        match sent {
            Sent::NotTaken(verdict, reason) => {
                self.ended.failed = Some((number, verdict));
                self.reason = Some(reason);
            }
            Sent::Gone(reason) => self.full_stop = Some(reason),
            Sent::Taken | Sent::GivenUp => {}
        }
    }
}

/// What a receiver said, as it fits behind its status.
fn first_line(text: &str) -> String {
    let line: String = text.lines().next().unwrap_or_default().chars().take(100).collect();
    let line = line.trim();
    if line.is_empty() {
        String::new()
    } else {
        format!(": {line}")
    }
}

fn no_json(error: &serde_json::Error) -> StoreError {
    StoreError::Refused {
        collection: crate::state::collections::EVENTS.0,
        key: String::new(),
        reason: error.to_string(),
    }
}
