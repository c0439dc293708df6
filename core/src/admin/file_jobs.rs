//! How an update of firmware or a request for diagnostics is shown: what was asked, what was answered, how far it is.

use serde::Serialize;

use super::problem::Problem;
use crate::clock::text;
use crate::ids::ChargePointId;
use crate::ocpp::file_jobs::Stage;
use crate::state::State;
use crate::state::file_jobs::{FileJob, JobBoot, JobFile, JobKind, JobStatus, Trouble, WantedOfJob};

/// One of them.
#[derive(Debug, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = FileJob)]
pub struct JobView {
    /// The command's id; none: the charge point does it by itself.
    command: Option<String>,
    /// The action of OCPP.
    action: String,
    /// 2.x: the number of the request.
    request_id: Option<i64>,
    /// When it was asked for.
    #[schema(format = DateTime)]
    at: String,
    /// How far it is.
    state: Stage,
    /// The charge point's last word, or its answer.
    status: Option<String>,
    /// The file that is fetched or that came.
    file: Option<JobFile>,
    /// Without secrets.
    location: String,
    #[serde(flatten)]
    wanted: WantedOfJob,
    /// What the charge point says that it calls the file.
    #[serde(skip_serializing_if = "Option::is_none")]
    told_name: Option<String>,
    /// When the charge point had fetched the file to its end.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(format = DateTime)]
    fetched_at: Option<String>,
    /// Why a file was not taken or not given, the last time.
    trouble: Option<TroubleView>,
    /// The charge point's words, the oldest first.
    statuses: Vec<StatusView>,
    /// What ran before.
    #[serde(skip_serializing_if = "Option::is_none")]
    firmware_before: Option<String>,
    /// The boot after, with the firmware that it told.
    #[serde(skip_serializing_if = "Option::is_none")]
    boot: Option<BootView>,
}

#[derive(Debug, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = FileJobStatus)]
struct StatusView {
    /// The charge point's word.
    status: String,
    /// When it said so first.
    #[schema(format = DateTime)]
    at: String,
    /// When it said so last without another word between.
    #[schema(format = DateTime)]
    last_at: String,
}

#[derive(Debug, Serialize, utoipa::ToSchema)]
#[schema(as = FileJobTrouble)]
struct TroubleView {
    /// When.
    #[schema(format = DateTime)]
    at: String,
    /// Why, in words.
    reason: String,
}

#[derive(Debug, Serialize, utoipa::ToSchema)]
#[schema(as = FileJobBoot)]
struct BootView {
    /// When.
    #[schema(format = DateTime)]
    at: String,
    /// What it told.
    firmware: Option<String>,
}

/// Those of a charge point, the newest first.
///
/// # Errors
/// The store's.
pub fn jobs(
    state: &State,
    kind: JobKind,
    id: &ChargePointId,
    stage: fn(&FileJob) -> Stage,
) -> Result<Vec<JobView>, Problem> {
    let jobs = state.file_jobs(kind, id)?;
    Ok(jobs.into_iter().map(|job| shown(job.record, stage)).collect())
}

fn shown(job: FileJob, stage: fn(&FileJob) -> Stage) -> JobView {
    let state = stage(&job);
    let answered = job.answer.as_ref().map(|answer| answer.status.clone());
    JobView {
        state,
        status: job.last_word().map(str::to_owned).or(answered),
        command: job.command,
        action: job.action,
        request_id: job.request_id,
        at: text(job.at),
        file: job.file,
        location: job.location,
        wanted: job.wanted,
        told_name: job.answer.and_then(|answer| answer.file_name),
        fetched_at: job.fetched_at.map(text),
        trouble: job
            .trouble
            .map(|Trouble { at, reason }| TroubleView { at: text(at), reason }),
        statuses: job.statuses.into_iter().map(StatusView::from).collect(),
        firmware_before: job.firmware_before,
        boot: job
            .boot
            .map(|JobBoot { at, firmware }| BootView { at: text(at), firmware }),
    }
}

impl From<JobStatus> for StatusView {
    fn from(told: JobStatus) -> Self {
        Self {
            status: told.status,
            at: text(told.at),
            last_at: text(told.last_at),
        }
    }
}
