//! `/plugins/{name}/replay`: the recorded calls, made again on one of the versions that the server keeps.

use std::time::Duration;

use actix_web::web;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::admin::AppState;
use crate::admin::body::Json;
use crate::admin::openapi::{Routes, Tag, op};
use crate::admin::path::{Path, PluginPath};
use crate::admin::problem::{Problem, kinds};
use crate::clock::text;
use crate::plugins::testbench::replay::{Comparison, Differing, ReplayRequest};

/// Declares the path.
pub fn routes(api: &mut Routes) {
    api.at("/plugins/{name}/replay", Tag::PLUGINS).post(
        op(
            "replay_plugin",
            "Make the recorded calls again on a version that is kept",
        )
        .fails(&[kinds::PLUGIN_NOT_READY]),
        replay,
    );
}

/// The body of a replay.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = ReplayPlugin)]
struct ReplayOptions {
    /// A digest, how one begins (8 digits or more), or the author's version.
    version: String,
    /// So many of the calls that differ are told; 20 if absent.
    most: Option<usize>,
    /// After so many seconds no call is begun any more; 30 if absent, at most 300.
    seconds: Option<u64>,
}

impl ReplayOptions {
    fn of(self, name: String) -> Result<ReplayRequest, Problem> {
        let seconds = self.seconds.unwrap_or(30);
        if !(1..=300).contains(&seconds) || self.most.is_some_and(|most| most > 1_000) {
            let detail = "`seconds` goes from 1 to 300, and `most` to 1000";
            return Err(Problem::new(kinds::INVALID_REQUEST, detail));
        }
        Ok(ReplayRequest {
            name,
            version: self.version,
            most: self.most.unwrap_or(20),
            longest: Duration::from_secs(seconds),
        })
    }
}

/// What came of the calls.
#[derive(Debug, Serialize, utoipa::ToSchema)]
#[schema(as = Replay)]
struct ReplayView {
    /// So many were made again.
    calls: u64,
    /// So many with another outcome.
    different: u64,
    /// Those that differ or asked for what the recording does not have, in their order.
    differing: Vec<DifferingView>,
    /// SHA-256 of the component that was asked, in hexadecimal.
    digest: String,
    /// So many with the same outcome in other words.
    equal: u64,
    /// So many with the same outcome to the byte.
    identical: u64,
    /// For so many there was no time.
    left: u64,
    /// So many asked for what the recording does not have.
    unanswered: u64,
    /// So many lines of the recording are no calls.
    unreadable: u64,
    /// The author's version of what was asked.
    version: String,
}

/// A call that differs.
#[derive(Debug, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = DifferingCall)]
struct DifferingView {
    /// What the plugin was asked.
    asked: Value,
    /// When: RFC 3339.
    #[schema(format = DateTime)]
    at: String,
    /// What came of it now.
    now: Value,
    /// What came of it then.
    recorded: Value,
    /// The digest of the component that was asked then.
    recorded_by: String,
    /// What it asked the host that the recording has no answer for.
    unanswered: Vec<Value>,
}

impl From<Comparison> for ReplayView {
    fn from(comparison: Comparison) -> Self {
        Self {
            calls: comparison.calls,
            different: comparison.different,
            differing: comparison.differing.into_iter().map(DifferingView::from).collect(),
            digest: comparison.digest,
            equal: comparison.equal,
            identical: comparison.identical,
            left: comparison.left,
            unanswered: comparison.beyond,
            unreadable: comparison.unreadable,
            version: comparison.version,
        }
    }
}

impl From<Differing> for DifferingView {
    fn from(Differing { call, replayed }: Differing) -> Self {
        Self {
            // What was read as JSON has a JSON form.
            asked: serde_json::to_value(&call.asked).unwrap_or_default(),
            at: text(call.at),
            now: replayed.outcome,
            recorded: call.outcome,
            recorded_by: call.digest,
            unanswered: replayed.unanswered,
        }
    }
}

async fn replay(
    app: web::Data<AppState>,
    Path(path): Path<PluginPath>,
    Json(options): Json<ReplayOptions>,
) -> Result<Json<ReplayView>, Problem> {
    let comparison = app.plugins().replay(options.of(path.name)?).await?;
    Ok(Json(comparison.into()))
}
