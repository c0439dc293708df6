//! What files that charge points are asked to fetch or to bring have in common: a record that begins when the CALL
//! leaves, is answered, and follows what the charge point says since.

use serde::Serialize;
use serde_json::json;

use super::context::Context;
use super::effects::Effects;
use super::error::HandlerError;
use super::fallback;
use super::operation::Answer;
use super::verb::Addressee;
use crate::clock::text;
use crate::events::Kind;
use crate::frame::secrets::masked_url;
use crate::ids::ChargePointId;
use crate::state::State;
use crate::state::Versioned;
use crate::state::file_jobs::{FileJob, JobAnswer, JobFile, JobKind, begin_file_job, drop_file_job, put_file_job};
use crate::state::file_tokens::{FileToken, Purpose, Token};
use crate::store::StoreError;

/// How far a file of a charge point is, and all that hangs on it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "kebab-case")]
#[schema(as = FileJobStage)]
pub enum Stage {
    /// The CALL left, and is not answered.
    Sent,
    /// The charge point said that it will.
    Accepted,
    /// The charge point said that it will not.
    Refused,
    /// It waits for its time.
    Scheduled,
    /// Firmware comes.
    Downloading,
    /// Firmware is there.
    Downloaded,
    /// It is made the one that runs.
    Installing,
    /// It runs.
    Installed,
    /// A file goes out.
    Uploading,
    /// It is where it was wanted.
    Uploaded,
    /// It came to nothing.
    Failed,
}

/// How it stands with what a command was for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Progress {
    /// It goes on: the charge point's last word, or empty.
    Running(String),
    /// It came to be.
    Done,
    /// It came to nothing: the charge point's word.
    Failed(String),
}

/// A kind of job, as its block knows it.
#[derive(Clone, Copy)]
pub struct Block {
    /// Which.
    pub kind: JobKind,
    /// How far one is.
    pub stage: fn(&FileJob) -> Stage,
    /// The event that says so.
    pub event: &'static Kind,
}

/// What a CALL asked for.
pub struct Begun<'a> {
    /// The URL in it.
    pub location: &'a str,
    /// Its number, if it has one.
    pub request_id: Option<i64>,
}

/// What a charge point says of a job.
#[derive(Clone, Copy)]
pub struct Told<'a> {
    /// The message's action.
    pub action: &'static str,
    /// Which job it means, if it says so.
    pub request_id: Option<i64>,
    /// Whether jobs of this message have numbers; else it means one that has none.
    pub numbered: bool,
    /// Its word.
    pub status: &'a str,
}

impl<'a> Told<'a> {
    /// A message whose jobs have numbers.
    #[must_use]
    pub fn numbered(action: &'static str, request_id: Option<i64>, status: &'a str) -> Self {
        Self {
            action,
            request_id,
            numbered: true,
            status,
        }
    }

    /// A message whose jobs have none.
    #[must_use]
    pub fn unnumbered(action: &'static str, status: &'a str) -> Self {
        Self {
            action,
            request_id: None,
            numbered: false,
            status,
        }
    }

    /// Of the jobs, the newest first, the one that is meant.
    fn meant(self, jobs: &[Versioned<FileJob>]) -> Option<&Versioned<FileJob>> {
        let means = |job: &&Versioned<FileJob>| match self.request_id {
            Some(number) => job.record.request_id == Some(number),
            None => job.record.request_id.is_some() == self.numbered || job.record.command.is_none(),
        };
        jobs.iter().find(means)
    }
}

impl Block {
    /// A CALL leaves: `job` says what it asks for.
    ///
    /// # Errors
    /// The store's.
    pub fn leaves(self, context: Context<'_>, job: FileJob) -> Result<Effects, HandlerError> {
        let charge_point = context.caller.charge_point;
        let boot = context.state.boot(charge_point)?;
        let token = Token::of_url(&job.location).map(|token| token.hash());
        // The file may come, and be fetched, before the CALL is answered.
        let known = token.as_ref().map(|hash| context.state.file_token(hash)).transpose()?;
        let of_verb = known.flatten().and_then(|token| token.record.command);
        let job = FileJob {
            command: of_verb.or_else(|| Some(context.message.to_string())),
            call: context.message.to_string(),
            token,
            location: masked_url(&job.location).into_owned(),
            firmware_before: boot.and_then(|boot| boot.firmware_version),
            ..job
        };
        let kept = context.state.file_jobs(self.kind, charge_point)?;
        let again = kept.iter().find(|kept| kept.record.call == job.call);
        Ok(Effects::now(match again {
            // It did not leave the first time.
            Some(again) => {
                let number = again.record.number;
                let again = again.clone().with(FileJob { number, ..job });
                vec![put_file_job(self.kind, charge_point, &again)?]
            }
            None => begin_file_job(self.kind, charge_point, job, &kept)?,
        }))
    }

    /// The CALL was answered, or was not.
    ///
    /// # Errors
    /// The store's.
    pub fn answered(self, context: Context<'_>, answer: Answer<'_, JobAnswer>) -> Result<Effects, HandlerError> {
        let charge_point = context.caller.charge_point;
        let jobs = context.state.file_jobs(self.kind, charge_point)?;
        let call = context.message.as_str();
        let Some(mut job) = jobs.into_iter().find(|job| job.record.call == call) else {
            return Ok(Effects::none());
        };
        let answer = match answer {
            Answer::Response(answer) => answer,
            Answer::Refused(error) => JobAnswer {
                status: error.code.clone(),
                accepted: false,
                file_name: None,
            },
            Answer::NotSent => return Ok(Effects::now(vec![drop_file_job(self.kind, charge_point, &job)])),
            Answer::Unknown => return Ok(Effects::none()),
        };
        let token = job.record.token.as_ref().map(|hash| context.state.file_token(hash));
        if let Some(token) = token.transpose()?.flatten() {
            let file = to_fetch(context.state, &token.record)?;
            job.record.file = job.record.file.or(file);
            job.record.command = token.record.command.or(job.record.command);
        }
        job.record.answer = Some(answer);
        let told = self.event_of(&job.record, None);
        let write = put_file_job(self.kind, charge_point, &job)?;
        Ok(Effects::now(vec![write]).tell_own(self.event, told))
    }

    /// The charge point says how far it is. The message is kept as it came, too.
    ///
    /// # Errors
    /// The store's.
    pub fn told(self, context: Context<'_>, told: Told<'_>) -> Result<Effects, HandlerError> {
        let kept = Effects::soon(vec![fallback::keep(context, told.action)?]);
        // Idle says that nothing goes on: it answers a TriggerMessage, and is about no job.
        if told.status == "Idle" {
            return Ok(kept);
        }
        let charge_point = context.caller.charge_point;
        let jobs = context.state.file_jobs(self.kind, charge_point)?;
        let meant = told.meant(&jobs);
        let is_over =
            |job: &Versioned<FileJob>| (self.stage)(&job.record) == Stage::Installed && told.status != "Installed";
        let (job, write) = match meant {
            Some(job) if !is_over(job) => {
                let mut job = job.clone();
                let before = job.record.clone();
                job.record.told(told.status, context.caller.now);
                if before.last_word() == Some(told.status) && !is_worth_a_write(&before, context) {
                    return Ok(kept);
                }
                let write = vec![put_file_job(self.kind, charge_point, &job)?];
                if before.last_word() == Some(told.status) {
                    return Ok(Effects {
                        writes: Some(write),
                        ..kept
                    });
                }
                (job.record, write)
            }
            // A charge point updates itself; nobody asks it to bring what it was not asked for.
            _ if self.kind == JobKind::Firmware => {
                let mut job = FileJob::begun("", String::new(), context.caller.now);
                job.request_id = told.request_id;
                job.firmware_before = context.state.boot(charge_point)?.and_then(|boot| boot.firmware_version);
                job.told(told.status, context.caller.now);
                let write = begin_file_job(self.kind, charge_point, job.clone(), &jobs)?;
                (job, write)
            }
            _ => return Ok(kept),
        };
        let event = self.event_of(&job, Some(told.status));
        Ok(Effects {
            writes: Some(write),
            ..kept
        }
        .tell_own(self.event, event))
    }

    /// How it stands with one of a charge point's, by its number; none: there is no record of it any more.
    ///
    /// # Errors
    /// The store's.
    pub fn progress(self, state: &State, id: &ChargePointId, number: u64) -> Result<Option<Progress>, StoreError> {
        let jobs = state.file_jobs(self.kind, id)?;
        let job = jobs.iter().find(|job| job.record.number == number);
        Ok(job.map(|job| self.progress_of(&job.record)))
    }

    /// The number of the one that a CALL of a verb began.
    ///
    /// # Errors
    /// The store's.
    pub fn number_of(self, to: Addressee<'_>, begun: &Begun<'_>) -> Result<Option<u64>, StoreError> {
        let token = Token::of_url(begun.location).map(|token| token.hash());
        let jobs = to.state.file_jobs(self.kind, to.charge_point)?;
        let location = masked_url(begun.location);
        let job = jobs.iter().find(|job| match (&token, begun.request_id) {
            (Some(_), _) => job.record.token == token,
            (None, Some(number)) => job.record.request_id == Some(number),
            (None, None) => job.record.location == location,
        });
        Ok(job.map(|job| job.record.number))
    }

    fn progress_of(self, job: &FileJob) -> Progress {
        let word = || {
            let answered = job.answer.as_ref().map(|answer| answer.status.as_str());
            job.last_word().or(answered).unwrap_or_default().to_owned()
        };
        match (self.stage)(job) {
            // The charge point says that a file of ours is here, and it is not.
            Stage::Uploaded if job.token.is_some() && job.file.is_none() => Progress::Running(word()),
            Stage::Installed | Stage::Uploaded => Progress::Done,
            Stage::Failed | Stage::Refused => Progress::Failed(word()),
            _ => Progress::Running(word()),
        }
    }

    fn event_of(self, job: &FileJob, status: Option<&str>) -> serde_json::Value {
        let answered = job.answer.as_ref().map(|answer| answer.status.as_str());
        json!({
            "state": (self.stage)(job),
            "status": status.or(answered),
            "command": job.command,
            "requestId": job.request_id,
            "file": job.file.as_ref().map(|file| &file.name),
            "at": text(job.at),
        })
    }
}

/// A word that is repeated is written down once a minute.
fn is_worth_a_write(before: &FileJob, context: Context<'_>) -> bool {
    let last = before.statuses.last().map(|last| last.last_at);
    last.is_none_or(|last| context.caller.now - last >= chrono::TimeDelta::minutes(1))
}

/// The file that a token is for, if it is one to fetch.
fn to_fetch(state: &State, token: &FileToken) -> Result<Option<JobFile>, StoreError> {
    let Purpose::Download(id) = &token.purpose else {
        return Ok(None);
    };
    let file = state.file(id)?;
    Ok(file.map(|file| JobFile {
        id: file.id,
        name: file.name,
    }))
}
