//! The chain: each plugin sees the proposal as the one before left it. What a plugin answers is
//! checked before anybody sees it; a plugin that fails is handled by its `on_failure`.

use std::sync::Arc;
use std::time::{Duration, Instant};

use serde_json::Value;

use super::callee::Callee;
use super::failure::FailedCall;
use super::opinion::{Made, Opinion};
use super::pending;
use super::plugin::Plugin;
use super::quarantine::Fingerprint;
use super::question::{CallContext, Decision, Question, Refusal};
use super::refuse::refuse;
use super::routing::ChainEntry;
use super::shadow::{Decided, Shadow};
use super::verdict::{Verdict, judge};
use crate::clock;
use crate::config::settings::OnFailure;
use crate::plugins::component::guest_call::{About, GuestCall, GuestFailure};
use crate::plugins::contract::Context;
use crate::plugins::sandbox::capabilities::RequestedEffects;
use crate::state::payload::Payload;
use crate::store::Expect;

/// The plugins that claimed an action.
#[derive(Clone, Copy)]
pub struct Chain<'a> {
    /// In their order.
    pub entries: &'a [ChainEntry],
    /// Those that cannot be asked yet.
    pub not_ready: &'a [Arc<Plugin>],
}

/// Asks the plugins of a chain in their order; the shadow is given what the active versions decided.
#[must_use]
pub fn decide(chain: Chain<'_>, question: Question<'_>, shadow: &Shadow) -> Decision {
    let action = question.action.name();
    if pending::rule(chain.not_ready, action, question.on_failure) == OnFailure::Refuse {
        let refused = refuse(question.on_failure == OnFailure::Refuse, question.proposed.value());
        return Decision {
            opinions: chain.not_ready.iter().map(|plugin| not_ready(plugin, true)).collect(),
            ..decision(&question, refused.map(Some), RequestedEffects::default())
        };
    }
    let context = context(&question.context);
    let mut proposed = question.proposed.clone();
    let mut replaced = None;
    let mut requested = RequestedEffects::default();
    let mut opinions: Vec<_> = chain.not_ready.iter().map(|plugin| not_ready(plugin, false)).collect();
    for entry in chain.entries {
        let asked = Asked {
            entry,
            context: &context,
            question: &question,
        };
        let asked_at = Instant::now();
        let ruling = asked.ask(&proposed, shadow);
        requested.extend(ruling.requested);
        opinions.push(Opinion {
            plugin: entry.plugin.name.clone(),
            version: ruling.version,
            made: ruling.made,
            asked_at,
            took: asked_at.elapsed(),
        });
        let outcome = match ruling.verdict {
            Verdict::Keep => continue,
            Verdict::Replace(response) => {
                proposed = Payload::from(&response);
                replaced = Some(response);
                continue;
            }
            Verdict::CallError(refusal) => Err(refusal),
            // A failed plugin that must not let anyone through has the last word.
            Verdict::Refuse => {
                let response = replaced.unwrap_or_else(|| proposed.value());
                refuse(question.on_failure == OnFailure::Refuse, response).map(Some)
            }
        };
        return Decision {
            opinions,
            ..decision(&question, outcome, requested)
        };
    }
    Decision {
        opinions,
        ..decision(&question, Ok(replaced), requested)
    }
}

/// A plugin that could not be asked yet.
fn not_ready(plugin: &Plugin, refuses: bool) -> Opinion {
    Opinion {
        plugin: plugin.name.clone(),
        version: String::new(),
        made: Made::Failed {
            cause: "it is not ready yet".to_owned(),
            refuses,
        },
        asked_at: Instant::now(),
        took: Duration::ZERO,
    }
}

/// Where no plugin said anything else, nothing is read or compared.
fn decision(
    question: &Question<'_>,
    outcome: Result<Option<Value>, Refusal>,
    mut requested: RequestedEffects,
) -> Decision {
    // Conditional writes first, so that a conflict leaves none of the others behind.
    requested.state.sort_by_key(|write| write.expect == Expect::Any);
    let before = (!matches!(outcome, Ok(None))).then(|| question.proposed.value());
    let outcome = outcome.map(|response| response.filter(|response| Some(response) != before.as_ref()));
    Decision {
        overruled: before.filter(|_| !matches!(outcome, Ok(None))),
        outcome,
        requested,
        opinions: Vec::new(),
    }
}

fn context(call: &CallContext<'_>) -> Context {
    Context {
        charge_point: call.charge_point.to_string(),
        version: call.version.to_string(),
        vendor: call.vendor.to_owned(),
        model: call.model.to_owned(),
        message_id: call.message_id.to_string(),
        received_at: clock::text(call.received_at),
        attributes: Vec::new(),
    }
}

/// What came of one plugin.
struct Ruling {
    /// The version that was asked.
    version: String,
    verdict: Verdict,
    made: Made,
    requested: RequestedEffects,
}

/// A question to one plugin of the chain.
#[derive(Clone, Copy)]
struct Asked<'a> {
    entry: &'a ChainEntry,
    context: &'a Context,
    question: &'a Question<'a>,
}

impl Asked<'_> {
    fn ask(self, proposed: &Payload, shadow: &Shadow) -> Ruling {
        let call = GuestCall::Handle {
            context: self.context,
            action: self.question.action.name(),
            payload: self.question.payload,
            proposed: proposed.text(),
        };
        if let Some(ruling) = self.ask_canary(call) {
            return ruling;
        }
        let mut ruling = self.ask_active(call);
        if let Some(rollout) = self.entry.rollout.as_ref().filter(|rollout| rollout.is_shadow()) {
            shadow.submit(Decided {
                plugin: Arc::clone(&self.entry.plugin),
                rollout: Arc::clone(rollout),
                context: self.context.clone(),
                action: self.question.action.name().to_owned(),
                payload: self.question.payload.to_owned(),
                active: ruling.verdict.as_json(&proposed.value(), self.question),
                seen: std::mem::take(&mut ruling.requested.seen),
                proposed: proposed.text().to_owned(),
            });
        }
        ruling
    }

    /// The canary's answer, for the charge points that it decides for. Where it fails the active version
    /// is asked, so that no charge point is worse off.
    fn ask_canary(self, call: GuestCall<'_>) -> Option<Ruling> {
        let plugin = &self.entry.plugin;
        let rollout = self.entry.rollout.as_ref()?;
        if !rollout.decides_for(plugin.name.as_str(), self.question.context.charge_point.as_str()) {
            return None;
        }
        let begin = Instant::now();
        let result = self.attempt(rollout.callee(plugin), call);
        rollout.called(begin.elapsed(), result.is_err());
        rollout.version.counts.called(begin.elapsed(), result.is_err());
        match result {
            Ok(ruling) => {
                rollout.namespace.usage.grow(ruling.requested.grown);
                Some(ruling)
            }
            Err(failure) => {
                let failed = FailedCall {
                    plugin,
                    version: &rollout.version,
                    asked: call,
                    failure: &failure,
                };
                failed.keep();
                None
            }
        }
    }

    fn ask_active(self, call: GuestCall<'_>) -> Ruling {
        let ChainEntry {
            plugin,
            version,
            namespace,
            ..
        } = self.entry;
        let stats = &plugin.stats;
        let input = || {
            let context = &self.question.context;
            let parts = [
                context.charge_point.as_str(),
                self.question.action.name(),
                self.question.payload,
            ];
            Fingerprint::of(&version.digest, parts)
        };
        if !stats.breaker.lets_pass(Instant::now()) || stats.quarantine.has(input) {
            stats.skipped();
            return self.failed("set aside after earlier failures");
        }
        let note = |failure: &GuestFailure| {
            let failed = FailedCall {
                plugin,
                version,
                asked: call,
                failure,
            };
            failed.count();
        };
        let begin = Instant::now();
        let mut result = self.attempt(self.entry.callee(), call);
        if let Err(failure) = &result
            && failure.cause.may_pass()
        {
            note(failure);
            result = self.attempt(self.entry.callee(), call);
            // One that asks others may have failed because of them.
            if !version.waits && result.as_ref().is_err_and(|failure| failure.cause.may_pass()) {
                stats.quarantine.add(input());
            }
        }
        stats.called(begin.elapsed());
        version.counts.called(begin.elapsed(), result.is_err());
        match result {
            Ok(ruling) => {
                stats.breaker.succeeded();
                namespace.usage.grow(ruling.requested.grown);
                ruling
            }
            Err(failure) => {
                note(&failure);
                self.failed(&failure.cause.to_string())
            }
        }
    }

    /// What counts instead of the plugin's answer.
    fn failed(self, cause: &str) -> Ruling {
        let verdict = match self
            .entry
            .plugin
            .on_failure(self.question.action.name(), self.question.on_failure)
        {
            OnFailure::Keep => Verdict::Keep,
            OnFailure::Refuse => Verdict::Refuse,
        };
        Ruling {
            version: self.entry.version.manifest.version.clone(),
            made: Made::failed(&verdict, cause),
            verdict,
            requested: RequestedEffects::default(),
        }
    }

    fn attempt(self, callee: Callee<'_>, call: GuestCall<'_>) -> Result<Ruling, GuestFailure> {
        let access = &callee.plugin.access;
        let allowance = if callee.version.waits {
            access.long_allowance()
        } else {
            access.allowance()
        };
        let about = About {
            charge_point: self.question.context.charge_point.clone(),
            message_id: self.question.context.message_id.clone(),
        };
        let answered = callee.ask(about, allowance, call)?;
        match judge(self.question, answered.reply) {
            Ok(verdict) => Ok(Ruling {
                version: callee.version.manifest.version.clone(),
                made: Made::of(&verdict, self.question),
                verdict,
                requested: answered.requested,
            }),
            Err(cause) => Err(GuestFailure {
                away: false,
                cause,
                stderr: answered.stderr,
                traceback: Vec::new(),
            }),
        }
    }
}
