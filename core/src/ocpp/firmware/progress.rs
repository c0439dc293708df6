//! How far an update of firmware is, by what was answered, fetched and told since, in any version.

use crate::events::kinds::FIRMWARE_STATUS;
use crate::ids::ChargePointId;
use crate::ocpp::file_jobs::{Block, Progress, Stage};
use crate::state::State;
use crate::state::file_jobs::{FileJob, JobKind};
use crate::store::StoreError;

pub(super) const UPDATES: Block = Block {
    kind: JobKind::Firmware,
    stage,
    event: &FIRMWARE_STATUS,
};

/// How far an update is. Many charge points never say Installed: a boot with another firmware says it for them.
#[must_use]
pub fn stage(job: &FileJob) -> Stage {
    if job.answer.as_ref().is_some_and(|answer| !answer.accepted) {
        return Stage::Refused;
    }
    let words = job.statuses.iter().rev().map(|told| told.status.as_str());
    let told = words.filter_map(of_word).next();
    match told {
        Some(Stage::Failed) => Stage::Failed,
        _ if job.booted_anew() => Stage::Installed,
        Some(stage) => stage,
        None if job.fetched_at.is_some() => Stage::Downloaded,
        None if job.answer.is_some() => Stage::Accepted,
        None => Stage::Sent,
    }
}

/// What a word of 1.6 FirmwareStatus or of FirmwareStatusEnumType says.
fn of_word(word: &str) -> Option<Stage> {
    Some(match word {
        "DownloadScheduled" => Stage::Scheduled,
        "Downloading" | "DownloadPaused" => Stage::Downloading,
        "Downloaded" | "SignatureVerified" => Stage::Downloaded,
        "Installing" | "InstallRebooting" | "InstallScheduled" => Stage::Installing,
        "Installed" => Stage::Installed,
        "DownloadFailed" | "InstallationFailed" | "InstallVerificationFailed" | "InvalidSignature" => Stage::Failed,
        _ => return None,
    })
}

/// How it stands with an update of a charge point, by its number; none: there is no record of it any more.
///
/// # Errors
/// The store's.
pub fn progress(state: &State, charge_point: &ChargePointId, number: u64) -> Result<Option<Progress>, StoreError> {
    UPDATES.progress(state, charge_point, number)
}
