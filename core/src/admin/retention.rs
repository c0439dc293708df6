//! `GET /retention`: how long what is kept, how much there is, and what the last run removed. `POST /retention/run`
//! removes what is too old now; `?dryRun=true` only says what would go.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use actix_web::web;
use serde::{Deserialize, Serialize};
use tokio::sync::oneshot;

use super::AppState;
use super::body::Json;
use super::problem::{Problem, kinds};
use super::query::Query;
use crate::admin::openapi::{Routes, Tag, op};
use crate::clock::text;
use crate::retention::{Busy, Class, Kept, Run};
use crate::state::collections::{AUDIT, FILES};
use crate::state::retention::RemovalError;
use crate::state::stays::{Remover, Stay};
use crate::store::StoreError;

/// Declares the paths.
pub fn routes(api: &mut Routes) {
    api.at("/retention", Tag::OPERATION).get(
        op(
            "get_retention",
            "How long what is kept, how much there is, and what went last",
        ),
        show,
    );
    api.at("/retention/run", Tag::OPERATION).post(
        op("run_retention", "Remove what is too old now, or say what would go")
            .says(
                "It answers when it is done, and goes on if nobody waits for that. Whoever asks takes the server's clock as \
                 right: without being asked nothing goes for a week after it jumped.",
            )
            .fails(&[kinds::RETENTION_RUNNING, kinds::EXPORT_FAILED]),
        run,
    );
}

/// The policy, and what it comes to.
#[derive(Debug, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = Retention)]
struct Shown {
    /// By class.
    classes: BTreeMap<&'static str, ClassView>,
    /// From one run by itself to the next, in seconds.
    run_every_seconds: u64,
    /// The last run since the start that removed something.
    last_run: Option<RunView>,
    /// What should have gone and stays, by what removes it: `age`, `count`, `audit`, `frames`. Empty: all went that was to
    /// go.
    stays: BTreeMap<&'static str, StayView>,
}

/// Why something stays.
#[derive(Debug, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = RetentionStay)]
struct StayView {
    /// Since when: RFC 3339.
    #[schema(format = DateTime)]
    since: String,
    /// What it waits for.
    reason: String,
}

impl StayView {
    fn of((remover, stay): (Remover, Stay)) -> (&'static str, Self) {
        let view = Self {
            since: text(stay.since),
            reason: stay.reason,
        };
        (remover.name(), view)
    }
}

/// A class of data.
#[derive(Debug, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = RetentionClass)]
struct ClassView {
    /// How old its records become, in seconds; null: whatever their age.
    max_age_seconds: Option<u64>,
    /// How many records there are.
    kept: u64,
    /// When the oldest began, where their keys say it.
    oldest: Option<String>,
}

/// A run.
#[derive(Debug, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = RetentionRun)]
struct RunView {
    /// When it began: RFC 3339.
    #[schema(format = DateTime)]
    at: String,
    /// When it ended: RFC 3339.
    #[schema(format = DateTime)]
    ended_at: String,
    /// Nothing was removed.
    dry_run: bool,
    /// How many records of each class went, or would.
    removed: BTreeMap<&'static str, u64>,
    /// The file of JSON lines, on the server's machine, with what went; null: it was not written down.
    exported: Option<String>,
}

impl RunView {
    fn of(run: Run, dry_run: bool) -> Self {
        Self {
            at: text(run.at),
            ended_at: text(run.ended_at),
            dry_run,
            removed: run.removed,
            exported: run.exported.map(|path| path.display().to_string()),
        }
    }
}

/// How it runs.
#[derive(Debug, Default, Deserialize, utoipa::IntoParams)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
struct Options {
    /// Only says what would go.
    dry_run: bool,
}

async fn show(app: web::Data<AppState>) -> Result<Json<Shown>, Problem> {
    let sweeper = Arc::clone(&app.retention);
    let others = [
        ("files", FILES, Some(app.settings().files.keep)),
        ("audit", AUDIT, app.settings().audit.keep_for),
    ];
    let counted = move || {
        let kept = sweeper.kept()?;
        let counts = others.map(|(name, collection, age)| Ok((name, age, sweeper.count(collection)?)));
        let counts = counts.into_iter().collect::<Result<Vec<_>, StoreError>>()?;
        Ok::<_, StoreError>((kept, counts))
    };
    let (kept, counts) = in_a_thread(counted).await??;
    let shown = |Kept {
                     class,
                     age,
                     count,
                     oldest,
                 }: Kept| {
        let view = ClassView {
            max_age_seconds: age.map(|age| age.as_secs()),
            kept: count,
            oldest,
        };
        (Class::name(class), view)
    };
    // What has its age elsewhere in the configuration, and goes by itself.
    let of_others = counts.into_iter().map(|(name, age, kept)| {
        let view = ClassView {
            max_age_seconds: age.map(|age| age.as_secs()),
            kept,
            oldest: None,
        };
        (name, view)
    });
    Ok(Json(Shown {
        classes: kept.into_iter().map(shown).chain(of_others).collect(),
        run_every_seconds: app.retention.policy().every().as_secs(),
        last_run: app.retention.last().map(|run| RunView::of(run, false)),
        stays: app.state().stays().all().into_iter().map(StayView::of).collect(),
    }))
}

async fn run(app: web::Data<AppState>, options: Query<Options>) -> Result<Json<RunView>, Problem> {
    let is_dry = options.dry_run;
    let sweeper = Arc::clone(&app.retention);
    let runtime = tokio::runtime::Builder::new_current_thread().build();
    let runtime = runtime.map_err(|error| Problem::new(kinds::INTERNAL, error.to_string()))?;
    let rests = |pause: Duration| {
        std::thread::sleep(pause);
        false
    };
    let work = move || match is_dry {
        true => sweeper.run(true, &runtime, &rests),
        false => sweeper.run_as_asked(&runtime, &rests),
    };
    let ran = in_a_thread(work).await?;
    let ran = ran.map_err(broken_off)?;
    let ran = ran.map_err(|Busy| Problem::new(kinds::RETENTION_RUNNING, "a run goes on: wait until it is over"))?;
    Ok(Json(RunView::of(ran, is_dry)))
}

fn broken_off(error: RemovalError) -> Problem {
    match error {
        RemovalError::Store(error) => error.into(),
        RemovalError::Export { ref path, .. } => {
            let path = path.display().to_string();
            Problem::new(kinds::EXPORT_FAILED, error.to_string()).with("path", path)
        }
    }
}

/// On a thread of its own, which goes on if nobody waits any more.
async fn in_a_thread<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Result<T, Problem> {
    let (done, answer) = oneshot::channel();
    let work = move || {
        // Nobody may wait any more.
        done.send(work()).ok();
    };
    let failed = |error: std::io::Error| Problem::new(kinds::INTERNAL, format!("there is no thread for it: {error}"));
    std::thread::Builder::new()
        .name("retention-run".to_owned())
        .spawn(work)
        .map_err(failed)?;
    answer
        .await
        .map_err(|_| Problem::new(kinds::INTERNAL, "it broke off: run it again"))
}
