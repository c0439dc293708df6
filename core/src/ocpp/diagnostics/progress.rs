//! How far a request for diagnostics or a log is, in any version.

use crate::events::kinds::DIAGNOSTICS_STATUS;
use crate::ids::ChargePointId;
use crate::ocpp::file_jobs::{Block, Progress, Stage};
use crate::state::State;
use crate::state::file_jobs::{FileJob, JobKind};
use crate::store::StoreError;

pub(super) const REQUESTS: Block = Block {
    kind: JobKind::Diagnostics,
    stage,
    event: &DIAGNOSTICS_STATUS,
};

/// How far a request is. A file in hand says more than any word.
#[must_use]
pub fn stage(job: &FileJob) -> Stage {
    if job.file.is_some() {
        return Stage::Uploaded;
    }
    if job.answer.as_ref().is_some_and(|answer| !answer.accepted) {
        return Stage::Refused;
    }
    let words = job.statuses.iter().rev().map(|told| told.status.as_str());
    let told = words.filter_map(of_word).next();
    told.unwrap_or(if job.answer.is_some() {
        Stage::Accepted
    } else {
        Stage::Sent
    })
}

/// What a word of 1.6 DiagnosticsStatus or of UploadLogStatusEnumType says.
fn of_word(word: &str) -> Option<Stage> {
    Some(match word {
        "Uploading" => Stage::Uploading,
        "Uploaded" => Stage::Uploaded,
        "UploadFailed"
        | "UploadFailure"
        | "BadMessage"
        | "NotSupportedOperation"
        | "PermissionDenied"
        | "AcceptedCanceled" => Stage::Failed,
        _ => return None,
    })
}

/// How it stands with a request of a charge point, by its number; none: there is no record of it any more.
///
/// # Errors
/// The store's.
pub fn progress(state: &State, charge_point: &ChargePointId, number: u64) -> Result<Option<Progress>, StoreError> {
    REQUESTS.progress(state, charge_point, number)
}
