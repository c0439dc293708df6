//! A failure is logged, recorded with its input, and told to the breaker.

use std::time::Instant;

use crate::plugins::component::load::Version;
use crate::plugins::component::cause::Failure;
use crate::plugins::component::instance::{Ask, Broken};
use super::plugin::Plugin;
use crate::clock;

/// What is kept of an input in a failure's record, in bytes.
const KEPT_INPUT: usize = 16 * 1024;

/// Notes that the active version of a plugin failed when it was asked something.
pub fn note(plugin: &Plugin, version: &Version, ask: Ask<'_>, broken: &Broken) {
    record(plugin, version, ask, broken);
    if plugin.record.breaker.failed(&version.digest, Instant::now()) {
        tracing::error!(plugin.name = %plugin.name, "a plugin failed too often and is not asked for a while");
    }
}

/// Logs and records a failure that says nothing about the active version.
pub fn record(plugin: &Plugin, version: &Version, ask: Ask<'_>, broken: &Broken) {
    let failure = failure(version, ask, broken);
    tracing::warn!(
        plugin.name = %plugin.name,
        plugin.version = version.manifest.version,
        charge_point.id = failure.charge_point,
        ocpp.message_id = failure.message_id,
        asked = failure.action,
        cause = failure.cause,
        "a plugin failed"
    );
    plugin.record.failed(failure);
}

fn failure(version: &Version, ask: Ask<'_>, broken: &Broken) -> Failure {
    let (context, action, payload, proposed) = match ask {
        Ask::Handle {
            context,
            action,
            payload,
            proposed,
        } => (Some(context), action.to_owned(), payload, proposed),
        Ask::Event { context, kind, payload } => (Some(context), kind.to_owned(), payload, ""),
        Ask::Tick { context, name } => (Some(context), name.to_owned(), "", ""),
        Ask::Request(request) => (None, format!("{} {}", request.method, request.path), "", ""),
    };
    Failure {
        at: clock::text(clock::now()),
        digest: version.digest.clone(),
        charge_point: context.map(|context| context.charge_point.clone()).unwrap_or_default(),
        ocpp_version: context.map(|context| context.version.clone()).unwrap_or_default(),
        message_id: context.map(|context| context.message_id.clone()).unwrap_or_default(),
        action,
        cause: broken.cause.to_string(),
        payload: cut(payload),
        proposed: cut(proposed),
        stderr: broken.stderr.clone(),
        traceback: broken.traceback.clone(),
    }
}

fn cut(text: &str) -> String {
    text.get(..text.floor_char_boundary(KEPT_INPUT))
        .unwrap_or_default()
        .to_owned()
}
