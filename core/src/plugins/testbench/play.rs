//! Plays a fixture's steps, each as the server would ask it, and says what came of each.

use std::time::Instant;

use ocpp_schemas::Catalogue;
use serde_json::{Value, json};

use super::compare::{Answered, Came, compare};
use super::difference::Difference;
use super::fixture::{Call, Fixture, Input, Step};
use super::fixture_host::FixtureHost;
use super::guest_log::GuestLog;
use super::step_input::{StepInput, unasked};
use crate::clock;
use crate::config::settings::OnFailure;
use crate::ids::{ChargePointId, MessageId};
use crate::plugins::component::cause::Cause;
use crate::plugins::component::guest_call::{GuestFailure, GuestReply, GuestResult};
use crate::plugins::contract::Outcome;
use crate::plugins::decide::question::{CallContext, Question};
use crate::plugins::decide::verdict::{Verdict, judge};
use crate::plugins::sandbox::capabilities::RequestedEffects;
use crate::plugins::testbench::{Instancing, Testbench, TestbenchError};

/// How a step went.
#[derive(Debug)]
pub struct Played {
    /// From 1.
    pub step: usize,
    /// In a few words.
    pub title: String,
    /// What came of it.
    pub came: Came,
    /// What is not as expected.
    pub differences: Vec<Difference>,
}

impl Testbench {
    /// Plays all steps on a state of the fixture's own.
    ///
    /// # Errors
    /// A fixture that cannot be played; no step was, or not all.
    pub fn play(&mut self, fixture: &Fixture, instancing: Instancing) -> Result<Vec<Played>, TestbenchError> {
        self.instances(instancing);
        let host = FixtureHost::new(&self.version.manifest, &self.limits, fixture)?;
        let steps = fixture.steps.iter().enumerate();
        steps.map(|(index, step)| self.step(&host, index + 1, step)).collect()
    }

    fn step(&self, host: &FixtureHost, number: usize, step: &Step) -> Result<Played, TestbenchError> {
        if self.until.is_some_and(|until| Instant::now() >= until) {
            return Err(TestbenchError::TooLong);
        }
        let (came, log) = GuestLog::during(|| self.take(host, number, step));
        let mut came = came?;
        came.log = log;
        came.requests = host.http.sent();
        for key in step.expect.state.keys() {
            came.state.insert(key.clone(), host.held(key)?);
        }
        Ok(Played {
            step: number,
            title: step.input.title(),
            differences: compare(&step.expect, &came),
            came,
        })
    }

    /// Takes one step; what it wants done is done if the server would use its outcome.
    pub fn take(&self, host: &FixtureHost, number: usize, step: &Step) -> Result<Came, TestbenchError> {
        if let Some(note) = unasked(&step.input, &self.version.manifest) {
            return Ok(Came {
                outcome: Some(left_alone(&step.input)),
                note: Some(note),
                ..Came::default()
            });
        }
        let asked = StepInput::new(&step.input, number);
        let (can, allowance) = (
            host.capabilities(&asked),
            asked.allowance(&host.access, self.version.waits),
        );
        let answer = match self.version.prepared.call(can, allowance, asked.ask()) {
            Ok(answer) => answer,
            Err(GuestFailure { cause, stderr, .. }) => return Ok(failed(&cause, stderr)),
        };
        let GuestResult {
            reply,
            requested,
            stderr,
            ..
        } = answer;
        let came = match ended(&step.input, reply)? {
            Ok(Ended { came, used }) => {
                let told = with_effects(&requested, &self.version.manifest.name, came);
                if used {
                    host.use_up(requested)?;
                }
                told
            }
            Err(cause) => failed(&cause, String::new()),
        };
        Ok(Came { stderr, ..came })
    }
}

/// An answer that the server can use.
struct Ended {
    came: Came,
    /// What the call wanted done is done.
    used: bool,
}

fn left_alone(input: &Input) -> Value {
    match input {
        Input::Call(_) => json!("keep"),
        Input::Event(_) | Input::Tick(_) => json!("ok"),
        Input::Request(_) => json!({"failed": "it has no HTTP endpoints"}),
    }
}

/// A trap is told with what the guest wrote; anything else with the host's words.
fn failed(cause: &Cause, stderr: String) -> Came {
    let outcome = match cause {
        Cause::Trap(reason) if stderr.trim().is_empty() => json!({"trap": reason}),
        Cause::Trap(_) => json!({"trap": stderr.trim()}),
        other => json!({"failed": other.to_string()}),
    };
    Came {
        outcome: Some(outcome),
        stderr,
        note: Some(format!("the server would not use this: the plugin {cause}")),
        ..Came::default()
    }
}

/// Holds an answer against the rules of the server.
fn ended(input: &Input, reply: GuestReply) -> Result<Result<Ended, Cause>, TestbenchError> {
    let outcome = |value| Came {
        outcome: Some(value),
        ..Came::default()
    };
    Ok(Ok(match (input, reply) {
        (Input::Call(call), reply @ GuestReply::Outcome(_)) => match decided(call, reply)? {
            Ok(value) => Ended {
                came: outcome(value),
                used: true,
            },
            Err(cause) => return Ok(Err(cause)),
        },
        (_, GuestReply::Done(Ok(()))) => Ended {
            came: outcome(json!("ok")),
            used: true,
        },
        (_, GuestReply::Done(Err(reason))) => Ended {
            came: outcome(json!({"error": reason})),
            used: false,
        },
        (_, GuestReply::Response(response)) if (200..600).contains(&response.status) => Ended {
            came: Came {
                response: Some(answered(response)),
                ..Came::default()
            },
            used: true,
        },
        (_, GuestReply::Response(response)) => return Ok(Err(Cause::Response(format!("status {}", response.status)))),
        (_, GuestReply::Outcome(_)) => {
            return Err(TestbenchError::Fixture("the plugin decided what is no CALL".to_owned()));
        }
    }))
}

fn answered(response: crate::plugins::contract::Response) -> Answered {
    let headers = response.headers.into_iter();
    Answered {
        status: response.status,
        headers: headers.map(|(name, value)| (name.to_lowercase(), value)).collect(),
        body: String::from_utf8_lossy(&response.body).into_owned(),
    }
}

/// A decision as the server reads it: checked against the action's schema and the error codes.
fn decided(call: &Call, reply: GuestReply) -> Result<Result<Value, Cause>, TestbenchError> {
    let action = Catalogue::of(call.version).action(&call.action);
    let unknown = || TestbenchError::Fixture(format!("OCPP {} has no action {:?}", call.version, call.action));
    let code = match &reply {
        GuestReply::Outcome(Outcome::CallError(error)) => error.code.clone(),
        _ => String::new(),
    };
    // What belongs to the server; `Handler::guard` of the action says the same.
    let transaction = call.proposed.get("transactionId");
    let guard = |response: &Value| match response.get("transactionId") == transaction {
        true => Ok(()),
        false => Err("transactionId belongs to the central system".to_owned()),
    };
    let question = Question {
        context: CallContext {
            charge_point: &ChargePointId::new(&call.charge_point),
            version: call.version,
            vendor: &call.vendor,
            model: &call.model,
            message_id: &MessageId::new(&call.message_id),
            received_at: clock::now(),
        },
        action: action.ok_or_else(unknown)?,
        // A guest's answer is judged, not its failure.
        on_failure: OnFailure::Keep,
        payload: call.payload.get(),
        proposed: call.proposed.clone().into(),
        guard: &guard,
    };
    Ok(judge(&question, reply).map(|verdict| match verdict {
        Verdict::Keep | Verdict::Refuse => json!("keep"),
        Verdict::Replace(response) => json!({"replace": response}),
        Verdict::CallError(refusal) => json!({"callError": {
            "code": code, "description": refusal.description, "details": refusal.details,
        }}),
    }))
}

/// Adds what the call wants done, as a fixture writes it.
fn with_effects(requested: &RequestedEffects, plugin: &str, mut came: Came) -> Came {
    let commands = requested.commands.iter();
    came.commands = commands
        .map(|sent| json!({"chargePoint": sent.charge_point, "action": sent.action, "payload": sent.payload}))
        .collect();
    let own = format!("plugin.{plugin}.");
    let events = requested.events.iter();
    came.events = events
        .map(|event| {
            let kind = event.kind.strip_prefix(&own).unwrap_or(&event.kind);
            json!({"kind": kind, "chargePoint": event.charge_point, "payload": event.payload})
        })
        .collect();
    came
}
