//! A verb's turn in the durable queue: it is planned for the station that is there, its CALLs go out one after the
//! other by the one sender, and their answers become one.
//!
//! That it begins is durable before the first CALL leaves. After a crash in the middle one that may be sent twice is
//! begun anew, and any other ends as lost.

use serde_json::json;

use super::ending::{NOT_ANSWERED, count, effect, log};
use super::queue::{Queue, Turn};
use super::refusal::SendError;
use super::sender::{Destination, Wanted, check};
use crate::clock;
use crate::frame::CallError;
use crate::frame::secrets::without_secrets;
use crate::ocpp::Outcome;
use crate::ocpp::split::{Raw, says_too_much};
use crate::ocpp::verb::{Addressee, Answered, Expected, OnRefusal, Plan, PlannedCall, Told, VerbError};
use crate::ocpp::verbs::Verb;
use crate::state::command_queue::{command_ended, command_leaves, command_waits};
use crate::state::commands::{Command, CommandState, SentCall, await_command, put_command};
use crate::state::payload::Payload;
use crate::store::StoreError;

/// So often a verb is begun whose connection ends in the middle, or whose plan is outdated when it is to leave.
const MOST_ATTEMPTS: u32 = 5;

/// What came of the CALLs of a plan.
enum Sent {
    /// As far as they were sent.
    Answers(Vec<Answered>),
    /// The station went, and nothing is known to have reached it.
    Nothing,
    /// What the plan depends on is another by now.
    Outdated,
}

/// Why a verb ends without a CALL.
struct Unfit {
    code: &'static str,
    reason: String,
}

impl Queue {
    /// Sends a verb whose turn it is.
    ///
    /// # Errors
    /// The store's; then its turn comes again.
    pub(super) async fn verb_turn(
        &self,
        verb: &Verb,
        to: &Destination,
        mut command: Command,
    ) -> Result<Turn, SendError> {
        let mut has_asked = false;
        loop {
            if command.attempts >= MOST_ATTEMPTS {
                let reason = format!("it was begun {MOST_ATTEMPTS} times, and no answer could be kept");
                return self.end(failed(command, &Unfit { code: "Lost", reason })).await;
            }
            command.attempts += 1;
            let plan = match self.planned(verb, to, &command)? {
                Ok(plan) => plan,
                Err(unfit) => return self.end(failed(command, &unfit)).await,
            };
            if !self.begins(&mut command, &plan).await? {
                return Ok(Turn::Again);
            }
            let (number, disconnects) = (plan.number, plan.disconnects);
            match self.send_all(verb, to, &mut command, plan).await? {
                Sent::Outdated if command.attempts < MOST_ATTEMPTS => {}
                Sent::Outdated => {
                    let reason = "what it depends on was changed by others again and again".to_owned();
                    let unfit = Unfit {
                        code: "Conflict",
                        reason,
                    };
                    return self.end(failed(command, &unfit)).await;
                }
                Sent::Nothing => {
                    command.attempts -= 1;
                    return self.wait_again(command).await;
                }
                Sent::Answers(answers) if lost(&answers) && verb.repeatable && command.attempts < MOST_ATTEMPTS => {
                    return self.wait_again(command).await;
                }
                Sent::Answers(answers) if !has_asked && verb.repeatable && self.has_limits(to, &answers).await? => {
                    // It is planned anew, with fewer entries in each CALL.
                    has_asked = true;
                }
                Sent::Answers(answers) => {
                    let told = Answers {
                        number,
                        answers,
                        disconnects,
                    };
                    return self.answered(verb, to, command, &told).await;
                }
            }
        }
    }

    /// Whether a CALL was too much for the station, and it says, when it is asked, how much is not.
    async fn has_limits(&self, to: &Destination, answers: &[Answered]) -> Result<bool, SendError> {
        let is_too_much =
            |answered: &&Answered| matches!(&answered.outcome, Outcome::Refused(error) if says_too_much(&error.code));
        let Some(answered) = answers.iter().find(is_too_much) else {
            return Ok(false);
        };
        let call = Raw {
            version: to.session.info.profile.version,
            action: answered.call.action,
            payload: &answered.call.payload,
        };
        Ok(!self.sender().parts_after_asking(to, call).await?.is_empty())
    }

    fn planned(&self, verb: &Verb, to: &Destination, command: &Command) -> Result<Result<Plan, Unfit>, SendError> {
        let unfit = |code, reason| Ok(Err(Unfit { code, reason }));
        let plan = match verb.plan(self.addressee(to, command), &command.payload.value()) {
            Ok(plan) => plan,
            Err(VerbError::Invalid(reason)) => return unfit("InvalidRequest", reason.into_owned()),
            Err(VerbError::Store(error)) => return Err(error.into()),
        };
        for call in &plan.calls {
            let fits = to
                .action(call.action)
                .and_then(|action| check(action, &Payload::from(&call.payload)));
            match fits {
                Ok(()) => {}
                Err(error @ SendError::Invalid { .. }) => return unfit("InvalidPayload", error.to_string()),
                Err(error) => return unfit("UnknownAction", error.to_string()),
            }
        }
        Ok(Ok(plan))
    }

    fn addressee<'a>(&'a self, to: &'a Destination, command: &'a Command) -> Addressee<'a> {
        Addressee {
            command: &command.id,
            charge_point: &to.charge_point,
            version: to.session.info.profile.version,
            state: self.state(),
            settings: &self.sender().pipeline().settings,
            now: clock::now(),
        }
    }

    /// Makes durable that it leaves, with what the plan wants kept before; not if it was taken back.
    async fn begins(&self, command: &mut Command, plan: &Plan) -> Result<bool, SendError> {
        let (place, seen) = self.state().queued(command)?;
        if place.is_none() {
            return Ok(false);
        }
        command.left_at = Some(clock::now());
        command.calls.clear();
        let mut writes = vec![seen.guarded(command_leaves(command)?), put_command(command)?];
        writes.extend(plan.writes.iter().cloned());
        match self.state().store().write(writes).await {
            Ok(_) => {}
            Err(StoreError::Conflict { .. }) => return Ok(false),
            Err(error) => return Err(error.into()),
        }
        self.state().command_news().tell(command);
        Ok(true)
    }

    async fn send_all(
        &self,
        verb: &Verb,
        to: &Destination,
        command: &mut Command,
        plan: Plan,
    ) -> Result<Sent, SendError> {
        let mut answers: Vec<Answered> = Vec::new();
        let mut following = plan.following();
        for call in plan.calls {
            let id = uuid::Uuid::now_v7().to_string();
            let wanted = Wanted {
                id: Some(id.clone()),
                action: call.action.to_owned(),
                payload: Payload::from(&call.payload),
                origin: command.origin.clone(),
                timeout: command.timeout_ms.map(std::time::Duration::from_millis),
                seen: call.seen.clone(),
                following: std::mem::take(&mut following),
            };
            let outcome = match self.sender().send(to, wanted).await {
                Ok(outcome) => outcome,
                Err(error) if error.is_conflict() && answers.is_empty() => return Ok(Sent::Outdated),
                Err(error) => return Err(error),
            };
            if !outcome.has_left() && answers.is_empty() {
                return Ok(Sent::Nothing);
            }
            command.calls.push(sent_call(id, &call, &outcome));
            let goes_on = match &outcome {
                Outcome::TimedOut | Outcome::Lost | Outcome::NotSent | Outcome::QueueFull => false,
                outcome => verb.accepts(outcome) || plan.on_refusal == OnRefusal::GoOn,
            };
            answers.push(Answered { call, outcome });
            if !goes_on {
                break;
            }
        }
        Ok(Sent::Answers(answers))
    }

    /// It waits for the station as before.
    async fn wait_again(&self, command: Command) -> Result<Turn, SendError> {
        let command = Command {
            left_at: None,
            ..command
        };
        let writes = vec![put_command(&command)?, command_waits(&command)?];
        self.state().store().write(writes).await?;
        Ok(Turn::Again)
    }

    /// Keeps what the answers say.
    async fn answered(
        &self,
        verb: &Verb,
        to: &Destination,
        command: Command,
        answers: &Answers,
    ) -> Result<Turn, SendError> {
        let now = clock::now();
        let joined = verb.joined(to.session.info.profile.version, &answers.answers);
        let missing = answers
            .answers
            .iter()
            .find_map(|answered| unanswered(&answered.outcome));
        let expected = match &missing {
            Some((CommandState::TimedOut | CommandState::Lost, _)) => self.may_show(verb, &command)?,
            None if joined.accepted => {
                let told = Told {
                    number: answers.number,
                    answers: &answers.answers,
                    joined: &joined,
                };
                self.expected(verb, to, &command, &told)?
            }
            _ => None,
        };
        let is_answered = missing.is_none();
        let (state, error) = match missing {
            // What it asks for shows all the same, or does not.
            Some((_, error)) if expected.is_some() => (CommandState::Accepted, error),
            Some((state, error)) => (state, error),
            None if !joined.accepted => (CommandState::Refused, None),
            None if expected.is_some() => (CommandState::Accepted, None),
            None => (CommandState::InEffect, None),
        };
        let status = match state {
            CommandState::Accepted if !is_answered => NOT_ANSWERED.to_owned(),
            _ => joined.status,
        };
        let command = Command {
            state,
            error,
            status: Some(status).filter(|status| !status.is_empty()),
            response: Some(joined.result),
            effect: expected.map(|expected| effect(expected, now)),
            ended_at: Some(now),
            ..command
        };
        self.keep_end(&command).await?;
        log(&command);
        count(self.sender().pipeline(), &command);
        self.state().command_news().tell(&command);
        if answers.disconnects && is_answered && !matches!(state, CommandState::Refused) {
            self.sender().disconnect(&command.charge_point).await?;
        }
        Ok(Turn::Over)
    }

    /// What will show that the station did what it accepted. What cannot be said of it changes nothing of the answer.
    fn expected(
        &self,
        verb: &Verb,
        to: &Destination,
        command: &Command,
        told: &Told<'_>,
    ) -> Result<Option<Expected>, SendError> {
        match verb.awaited(self.addressee(to, command), &command.payload.value(), told) {
            Err(VerbError::Store(error)) => Err(error.into()),
            Err(VerbError::Invalid(_)) => Ok(None),
            Ok(expected) => Ok(expected),
        }
    }

    async fn keep_end(&self, command: &Command) -> Result<(), SendError> {
        let mut writes = Vec::new();
        if command.effect.is_some() {
            // First: a crash leaves nothing accepted that nobody looks for.
            writes.push(await_command(command)?);
        }
        writes.extend(command_ended(command)?);
        self.state().store().write(writes).await?;
        if command.effect.is_some() {
            self.state().awaited().add(&command.charge_point);
        }
        Ok(())
    }
}

struct Answers {
    number: Option<i64>,
    answers: Vec<Answered>,
    /// The connection is ended once it is accepted.
    disconnects: bool,
}

fn lost(answers: &[Answered]) -> bool {
    let is_lost = |outcome: &Outcome| matches!(outcome, Outcome::Lost | Outcome::NotSent | Outcome::QueueFull);
    answers.last().is_some_and(|answered| is_lost(&answered.outcome))
}

/// The end of a verb of which a CALL has no answer that says something.
fn unanswered(outcome: &Outcome) -> Option<(CommandState, Option<CallError>)> {
    Some(match outcome {
        Outcome::Answered(_) | Outcome::Remarked(..) => return None,
        Outcome::Refused(error) => (CommandState::Refused, Some(error.clone())),
        Outcome::Invalid(_, violation) => {
            let reason = format!(
                "the answer is not valid at {:?}: {}",
                violation.pointer, violation.reason
            );
            (CommandState::Refused, Some(call_error("InvalidAnswer", reason)))
        }
        Outcome::TimedOut => {
            let reason = "no answer came in time; the charge point may have carried it out, or may still";
            (CommandState::TimedOut, Some(call_error("TimedOut", reason.to_owned())))
        }
        Outcome::Lost | Outcome::NotSent | Outcome::QueueFull => {
            let reason = "the connection ended before the answer; the charge point may have carried it out";
            (CommandState::Lost, Some(call_error("Lost", reason.to_owned())))
        }
    })
}

fn sent_call(id: String, call: &PlannedCall, outcome: &Outcome) -> SentCall {
    SentCall {
        id,
        action: call.action.to_owned(),
        payload: Payload::from(&call.payload).without_secrets(),
        response: outcome.payload().cloned().map(without_secrets),
        error: unanswered(outcome).and_then(|(_, error)| error),
    }
}

fn failed(command: Command, unfit: &Unfit) -> Command {
    Command {
        state: CommandState::Failed,
        error: Some(call_error(unfit.code, unfit.reason.clone())),
        ended_at: Some(clock::now()),
        ..command
    }
}

fn call_error(code: &str, description: String) -> CallError {
    CallError {
        code: code.to_owned(),
        description,
        details: json!({}),
    }
}
