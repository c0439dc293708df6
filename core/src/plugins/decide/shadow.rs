//! The shadow: calls that were decided are given to the version that is tried, too, off the message's path
//! and from a bounded queue. Its state is an overlay that only it sees; what else it wants done is thrown
//! away; where it differs is noted.

use std::io;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, SyncSender, TrySendError, sync_channel};
use std::time::Instant;

use futures_util::FutureExt as _;
use serde_json::{Value, json};

use super::plugin::Plugin;
use super::rollout::{Rollout, RolloutDifference};
use crate::plugins::component::guest_call::{GuestCall, GuestReply};
use crate::plugins::contract::{Context, Outcome};
use crate::plugins::sandbox::capabilities::{RequestedEffects, Seen, StateValue, encode};
use crate::store::{Change, Expect, Write};

/// Calls that may wait; what comes beyond is counted as missed.
const WAITING: usize = 1_000;

/// A call that was decided.
pub struct Decided {
    /// Whose plugin.
    pub plugin: Arc<Plugin>,
    /// What is tried.
    pub rollout: Arc<Rollout>,
    /// As the active version was asked.
    pub context: Context,
    /// The action.
    pub action: String,
    /// The request as JSON text.
    pub payload: String,
    /// The proposal as JSON text.
    pub proposed: String,
    /// What the active version made of it.
    pub active: Value,
    /// What the active version found in the state.
    pub seen: Seen,
}

/// The way to the shadow's thread.
pub struct Shadow(SyncSender<Box<Decided>>);

impl Shadow {
    /// Starts the thread, which ends when this is dropped.
    ///
    /// # Errors
    /// If there are no threads left.
    pub fn start() -> io::Result<Self> {
        let (sender, receiver) = sync_channel(WAITING);
        let thread = std::thread::Builder::new().name("plugin-shadow".to_owned());
        thread.spawn(move || follow(&receiver))?;
        Ok(Self(sender))
    }

    /// Gives a call to the shadow; never waits.
    pub fn submit(&self, decided: Decided) {
        match self.0.try_send(Box::new(decided)) {
            Ok(()) => {}
            Err(TrySendError::Full(decided) | TrySendError::Disconnected(decided)) => decided.rollout.missed(),
        }
    }
}

fn follow(receiver: &Receiver<Box<Decided>>) {
    while let Ok(mut decided) = receiver.recv() {
        let seen = std::mem::take(&mut decided.seen);
        ask(&decided, seen);
    }
}

fn ask(decided: &Decided, seen: Seen) {
    let Decided {
        plugin,
        rollout,
        context,
        action,
        payload,
        proposed,
        active,
        seen: _,
    } = decided;
    let ask = GuestCall::Handle {
        context,
        action,
        payload,
        proposed,
    };
    let begin = Instant::now();
    let answer = rollout.callee(plugin).ask_again(plugin.access.allowance(), ask, seen);
    rollout.called(begin.elapsed(), answer.is_err());
    rollout.version.counts.called(begin.elapsed(), answer.is_err());
    let candidate = match answer {
        Ok(answer) => {
            keep(rollout, answer.requested);
            outcome(&answer.reply, proposed)
        }
        Err(failure) => json!({ "failed": failure.cause.to_string() }),
    };
    if candidate != *active {
        rollout.differed(RolloutDifference {
            charge_point: context.charge_point.clone(),
            message_id: context.message_id.clone(),
            action: action.clone(),
            payload: parsed(payload),
            active: active.clone(),
            candidate,
        });
    }
}

/// Keeps what the shadow did to the state, for its next calls alone. Its commands and events are thrown away.
fn keep(rollout: &Rollout, requested: RequestedEffects) {
    rollout.namespace.usage.grow(requested.grown);
    let seen = &requested.seen;
    let writes = requested.state.into_iter().map(|write| alone(write, seen)).collect();
    // In memory a write is done when it is first looked at, and this thread is the only one that writes.
    let written = rollout.namespace.store.write(writes).now_or_never();
    if let Some(Err(error)) = written {
        tracing::debug!(%error, "a shadow's change of its state was not kept");
    }
}

/// A write that does not depend on what the active version did since.
fn alone(write: Write, seen: &Seen) -> Write {
    let change = match write.change {
        Change::Add(by) => {
            let key = write.key.split_once('/').map_or("", |(_, key)| key);
            let before = seen.get(key).and_then(|base| base.value.as_ref()?.number());
            let sum = before.unwrap_or(0).saturating_add(by);
            Change::Put(encode(&StateValue {
                bytes: sum.to_string().into_bytes(),
                expires: None,
            }))
        }
        change => change,
    };
    Write {
        expect: Expect::Any,
        change,
        ..write
    }
}

/// An outcome as JSON, so that keeping and replacing by the same are the same.
pub fn outcome(reply: &GuestReply, proposed: &str) -> Value {
    match reply {
        GuestReply::Outcome(Outcome::Replace(text)) => json!({ "response": parsed(text) }),
        GuestReply::Outcome(Outcome::CallError(error)) => json!({ "callError": {
            "code": error.code, "description": error.description, "details": parsed(if error.details.is_empty() { "{}" } else { &error.details }),
        }}),
        GuestReply::Outcome(Outcome::Keep) | GuestReply::Done(_) | GuestReply::Response(_) => {
            json!({ "response": parsed(proposed) })
        }
    }
}

/// JSON, or the text where it is none.
fn parsed(text: &str) -> Value {
    serde_json::from_str(text).unwrap_or_else(|_| Value::from(text))
}
