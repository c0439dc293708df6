//! What became of files that charge points were asked to fetch or to bring: one record for each update of firmware, and
//! one for each request for diagnostics or a log. The newest of each charge point are kept.

use serde::{Deserialize, Serialize};

use super::collections::{DIAGNOSTICS, FIRMWARE_UPDATES};
use super::file_tokens::TokenHash;
use super::versioned::put_back;
use super::{State, Versioned, delete, key};
use crate::clock::Time;
use crate::ids::{ChargePointId, FileId};
use crate::store::{Collection, Page, StoreError, Write};

/// So many of each kind are kept of each charge point.
pub const MOST_KEPT: usize = 10;

/// So many words of a charge point are kept of each; the last one in any case.
const MOST_STATUSES: usize = 40;

/// What the charge point was asked to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum JobKind {
    /// To fetch firmware and to install it.
    Firmware,
    /// To bring diagnostics or a log.
    Diagnostics,
}

/// One of them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct FileJob {
    /// Counts those of its kind of one charge point, from 1.
    pub number: u64,
    /// The command's id; none: the charge point does it by itself.
    pub command: Option<String>,
    /// The CALL's id, which is the command's but for a verb; empty: there was none.
    pub call: String,
    /// The action; empty: the charge point does it by itself.
    pub action: String,
    /// By which the charge point names it (2.x, and the security extension of 1.6).
    pub request_id: Option<i64>,
    /// The URL, without secrets.
    pub location: String,
    /// The token in it, if it is one of ours.
    pub token: Option<TokenHash>,
    /// When it left for the charge point, or was first told by it.
    pub at: Time,
    /// What else was asked.
    pub wanted: WantedOfJob,
    /// The charge point's answer to the CALL; none: none yet, or it is not known.
    pub answer: Option<JobAnswer>,
    /// The file: what is fetched, or what came.
    pub file: Option<JobFile>,
    /// When the charge point had fetched the file to its end.
    pub fetched_at: Option<Time>,
    /// Why a file of it was not taken or not given, the last time.
    pub trouble: Option<Trouble>,
    /// What the charge point said since, the oldest first.
    pub statuses: Vec<JobStatus>,
    /// The firmware before, of the boot before.
    pub firmware_before: Option<String>,
    /// The boot after.
    pub boot: Option<JobBoot>,
}

/// What was asked, in the words of the CALL.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase", default)]
#[schema(as = WantedOfFileJob)]
pub struct WantedOfJob {
    /// When it is to be fetched.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(format = DateTime)]
    pub retrieve_at: Option<String>,
    /// When it is to be installed.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(format = DateTime)]
    pub install_at: Option<String>,
    /// From when on.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub from: Option<String>,
    /// Until when.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub to: Option<String>,
    /// 2.x: which log.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub log_type: Option<String>,
}

/// What a CALL was answered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct JobAnswer {
    /// The charge point's status, `Accepted` where the version has none, or the code of its CALLERROR.
    pub status: String,
    pub accepted: bool,
    /// What it will call the file.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub file_name: Option<String>,
}

/// The file of a job.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = FileJobFile)]
pub struct JobFile {
    /// Names it in paths.
    pub id: FileId,
    /// What it is called.
    pub name: String,
}

/// Why a file was not taken or not given.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Trouble {
    pub at: Time,
    pub reason: String,
}

/// A charge point's word on how far it is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct JobStatus {
    /// Its own word.
    pub status: String,
    /// When it said so first.
    pub at: Time,
    /// When it said so last without another word between.
    pub last_at: Time,
}

/// A boot after an update.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct JobBoot {
    pub at: Time,
    pub firmware: Option<String>,
}

impl JobKind {
    const fn collection(self) -> Collection {
        match self {
            Self::Firmware => FIRMWARE_UPDATES,
            Self::Diagnostics => DIAGNOSTICS,
        }
    }
}

impl JobAnswer {
    /// A status, which stands for yes where it is `Accepted` or a kind of it such as `AcceptedCanceled`.
    #[must_use]
    pub fn of(status: &str, file_name: Option<String>) -> Self {
        Self {
            status: status.to_owned(),
            accepted: status.starts_with("Accepted"),
            file_name,
        }
    }
}

impl FileJob {
    /// One that has just begun.
    #[must_use]
    pub fn begun(action: &str, location: String, at: Time) -> Self {
        Self {
            number: 0,
            command: None,
            call: String::new(),
            action: action.to_owned(),
            request_id: None,
            location,
            token: None,
            at,
            wanted: WantedOfJob::default(),
            answer: None,
            file: None,
            fetched_at: None,
            trouble: None,
            statuses: Vec::new(),
            firmware_before: None,
            boot: None,
        }
    }

    /// The charge point says how far it is.
    pub fn told(&mut self, status: &str, at: Time) {
        let last = self.statuses.last_mut();
        if let Some(last) = last.filter(|last| last.status == status) {
            last.last_at = at;
            return;
        }
        self.statuses.truncate(MOST_STATUSES - 1);
        self.statuses.push(JobStatus {
            status: status.to_owned(),
            at,
            last_at: at,
        });
    }

    /// Its last word.
    #[must_use]
    pub fn last_word(&self) -> Option<&str> {
        self.statuses.last().map(|last| last.status.as_str())
    }

    /// Whether a boot after it had another firmware than the one before.
    #[must_use]
    pub fn booted_anew(&self) -> bool {
        let firmware = self.boot.as_ref().and_then(|boot| boot.firmware.as_ref());
        firmware.is_some() && firmware != self.firmware_before.as_ref()
    }
}

impl State {
    /// Those of a charge point, the newest first, to be written back.
    pub fn file_jobs(&self, kind: JobKind, id: &ChargePointId) -> Result<Vec<Versioned<FileJob>>, StoreError> {
        let prefix = super::prefix(&[id.as_str()]);
        let page = Page::of(&prefix, MOST_KEPT).descending();
        let keys = self.store().list_keys(kind.collection(), page)?;
        let read = keys.iter().map(|key| self.get_at(kind.collection(), key));
        read.filter_map(Result::transpose)
            .map(|read| read.map(Versioned::from))
            .collect()
    }
}

impl State {
    /// A charge point booted with this firmware: what its last update comes to know, if anything.
    pub fn update_booted(&self, id: &ChargePointId, boot: JobBoot) -> Result<Option<Write>, StoreError> {
        let Some(mut job) = self.file_jobs(JobKind::Firmware, id)?.into_iter().next() else {
            return Ok(None);
        };
        let refused = job.record.answer.as_ref().is_some_and(|answer| !answer.accepted);
        if refused || job.record.booted_anew() {
            return Ok(None);
        }
        job.record.boot = Some(boot);
        put_file_job(JobKind::Firmware, id, &job).map(Some)
    }
}

/// Keeps one more, and forgets the oldest if there are too many: `kept` are those that are there.
pub fn begin_file_job(
    kind: JobKind,
    id: &ChargePointId,
    job: FileJob,
    kept: &[Versioned<FileJob>],
) -> Result<Vec<Write>, StoreError> {
    let number = kept.first().map_or(0, |newest| newest.record.number) + 1;
    let new = put_file_job(kind, id, &Versioned::absent(FileJob { number, ..job }))?;
    let old = kept.get(MOST_KEPT.saturating_sub(1)..).unwrap_or_default();
    let old = old
        .iter()
        .map(|old| delete(kind.collection(), job_key(id, old.record.number)));
    Ok([new].into_iter().chain(old).collect())
}

/// Keeps one, if nobody has changed it since it was read.
pub fn put_file_job(kind: JobKind, id: &ChargePointId, job: &Versioned<FileJob>) -> Result<Write, StoreError> {
    put_back(kind.collection(), job_key(id, job.record.number), job)
}

/// Forgets one, if nobody has changed it since it was read: its CALL never left.
#[must_use]
pub fn drop_file_job(kind: JobKind, id: &ChargePointId, job: &Versioned<FileJob>) -> Write {
    Write {
        expect: job.condition(),
        ..delete(kind.collection(), job_key(id, job.record.number))
    }
}

fn job_key(id: &ChargePointId, number: u64) -> String {
    key(&[id.as_str(), &format!("{number:010}")])
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]

    use super::{FileJob, MOST_STATUSES};
    use crate::clock::Time;

    #[test]
    fn the_last_word_is_kept_whatever_came_before() {
        let at: Time = "2026-11-20T10:00:00Z".parse().unwrap();
        let mut job = FileJob::begun("GetLog", String::new(), at);
        for number in 0..100 {
            job.told(&format!("{number}"), at);
        }
        job.told("Uploaded", at);
        let later = at + chrono::TimeDelta::seconds(5);
        job.told("Uploaded", later);
        assert_eq!(job.statuses.len(), MOST_STATUSES);
        assert_eq!(job.last_word(), Some("Uploaded"));
        assert_eq!(
            job.statuses.last().map(|last| (last.at, last.last_at)),
            Some((at, later))
        );
    }
}
