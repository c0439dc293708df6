//! A failure is logged, kept with its input, and told to the breaker.

use std::time::Instant;

use serde::Serialize;

use super::plugin::Plugin;
use crate::clock;
use crate::plugins::component::guest_call::{GuestCall, GuestFailure};
use crate::plugins::component::load::Version;

/// What is kept of an input in a failure's record, in bytes.
const KEPT_INPUT: usize = 16 * 1024;

/// One failure in few words.
#[derive(Debug, Clone, PartialEq, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = PluginFailureInBrief)]
pub struct FailureInBrief {
    /// When: RFC 3339.
    #[schema(format = DateTime)]
    pub at: String,
    /// The digest of the version that failed.
    pub digest: String,
    /// The CALL's action, or what else it was asked.
    pub action: String,
    /// What happened.
    pub cause: String,
}

impl From<&Failure> for FailureInBrief {
    fn from(failure: &Failure) -> Self {
        Self {
            at: failure.at.clone(),
            digest: failure.digest.clone(),
            action: failure.action.clone(),
            cause: failure.cause.clone(),
        }
    }
}

/// One failure, as the API shows it.
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = PluginFailure)]
pub struct Failure {
    /// When: RFC 3339.
    #[schema(format = DateTime)]
    pub at: String,
    /// The digest of the version that failed.
    pub digest: String,
    /// Whose CALL.
    pub charge_point: String,
    /// The connection's OCPP version.
    pub ocpp_version: String,
    /// The CALL's action, or what else it was asked: an event's kind, a schedule's name, a request.
    pub action: String,
    /// The CALL's id.
    pub message_id: String,
    /// What happened.
    pub cause: String,
    /// The request, cut to 16 KiB.
    pub payload: String,
    /// The proposed response, cut to 16 KiB.
    pub proposed: String,
    /// The end of what the guest wrote to its standard error.
    pub stderr: String,
    /// The guest's functions when it was stopped, the innermost first.
    pub traceback: Vec<String>,
}

/// A call of a version that failed.
#[derive(Clone, Copy)]
pub struct FailedCall<'a> {
    /// Whose.
    pub plugin: &'a Plugin,
    /// Which version.
    pub version: &'a Version,
    /// What it was asked.
    pub asked: GuestCall<'a>,
    /// What came of it.
    pub failure: &'a GuestFailure,
}

impl FailedCall<'_> {
    /// Notes that the active version failed.
    pub fn count(self) {
        self.keep();
        let plugin = self.plugin;
        if plugin.stats.breaker.failed(&self.version.digest, Instant::now()) {
            tracing::error!(plugin.name = %plugin.name, "a plugin failed too often and is not asked for a while");
        }
    }

    /// Logs and keeps a failure that says nothing about the active version.
    pub fn keep(self) {
        let failure = self.record();
        tracing::warn!(
            plugin.name = %self.plugin.name,
            plugin.version = self.version.manifest.version,
            charge_point.id = failure.charge_point,
            ocpp.message_id = failure.message_id,
            asked = failure.action,
            cause = failure.cause,
            "a plugin failed"
        );
        self.plugin.stats.failed(failure);
    }

    fn record(self) -> Failure {
        let (context, action, payload, proposed) = match self.asked {
            GuestCall::Handle {
                context,
                action,
                payload,
                proposed,
            } => (Some(context), action.to_owned(), payload, proposed),
            GuestCall::Event { context, kind, payload } => (Some(context), kind.to_owned(), payload, ""),
            GuestCall::Tick { context, name } => (Some(context), name.to_owned(), "", ""),
            GuestCall::Request(request) => (None, format!("{} {}", request.method, request.path), "", ""),
        };
        Failure {
            at: clock::text(clock::now()),
            digest: self.version.digest.clone(),
            charge_point: context.map(|context| context.charge_point.clone()).unwrap_or_default(),
            ocpp_version: context.map(|context| context.version.clone()).unwrap_or_default(),
            message_id: context.map(|context| context.message_id.clone()).unwrap_or_default(),
            action,
            cause: self.failure.cause.to_string(),
            payload: cut(payload),
            proposed: cut(proposed),
            stderr: self.failure.stderr.clone(),
            traceback: self.failure.traceback.clone(),
        }
    }
}

fn cut(text: &str) -> String {
    text.get(..text.floor_char_boundary(KEPT_INPUT))
        .unwrap_or_default()
        .to_owned()
}
