//! What is known of a file that came or went: its record, the use of its token, the job that it was for, the event. All
//! of it in one list, looked at anew when somebody else wrote in between.

use std::rc::Rc;

use actix_http::StatusCode;
use serde_json::json;

use super::{Desk, Refused, upload};
use crate::charge_point::services::Services;
use crate::clock::{self, Time};
use crate::events::Event;
use crate::events::kinds::FILE_RECEIVED;
use crate::files::{Files, Incoming, Received};
use crate::ids::ChargePointId;
use crate::state::file_jobs::{FileJob, JobFile, JobKind, Trouble, put_file_job};
use crate::state::file_tokens::{Purpose, TokenHash, put_back_file_token};
use crate::state::files::{FileKind, StoredFile, put_file};
use crate::state::{State, Versioned};
use crate::store::StoreError;

/// A conflict means that something else was written meanwhile; it is looked at anew, so often.
const MAX_ATTEMPTS: u32 = 5;

/// A file whose last byte has come.
pub(super) struct Brought {
    pub(super) services: Rc<Services>,
    pub(super) files: Files,
    pub(super) token: TokenHash,
    pub(super) kind: FileKind,
    /// As the charge point calls it.
    pub(super) name: Option<String>,
}

impl Brought {
    /// Makes it one that is there.
    pub(super) async fn keep(self, incoming: Incoming) -> Result<(), Refused> {
        let received = incoming.finish().await?;
        let kept = self.record(&received).await;
        if kept.is_err()
            && let Err(error) = self.files.remove(&received.id).await
        {
            tracing::warn!(%error, "the bytes of a file that was not taken are still there");
        }
        kept
    }

    async fn record(&self, received: &Received) -> Result<(), Refused> {
        for attempt in 1.. {
            match self.write(received).await? {
                Err(StoreError::Conflict { .. }) if attempt < MAX_ATTEMPTS => {}
                written => return Ok(written?),
            }
        }
        Ok(())
    }

    async fn write(&self, received: &Received) -> Result<Result<(), StoreError>, Refused> {
        let state = &self.services.pipeline.state;
        let gone = || Refused::new(StatusCode::GONE, "this URL is not valid any more");
        let mut token = state.file_token(&self.token)?.ok_or_else(gone)?;
        if token.record.used_at.is_some() {
            return Err(upload::used());
        }
        let charge_point = token.record.charge_point.clone();
        let job = job_of(state, JobKind::Diagnostics, &charge_point, &self.token)?;
        let now = clock::now();
        let mut file = self.file(received, &charge_point, job.as_ref().map(|job| &job.record), now);
        file.command = token.record.command.clone().or(file.command);
        let event = Event::new(FILE_RECEIVED.name, &charge_point, received_event(&file));
        let mut writes = Vec::new();
        // What a conflict can stop comes first: nothing is kept of a file that is not taken.
        if let Some(mut job) = job {
            job.record.file = Some(JobFile {
                id: file.id.clone(),
                name: file.name.clone(),
            });
            job.record.trouble = None;
            writes.push(put_file_job(JobKind::Diagnostics, &charge_point, &job)?);
        }
        token.record.used_at = Some(now);
        writes.push(put_back_file_token(&self.token, &token)?);
        writes.extend(put_file(&file)?);
        let plugins = &self.services.pipeline.plugins;
        writes.extend(plugins.keep(&event)?);
        match state.store().write(writes).await {
            Ok(_) => {
                plugins.announce(&[event]);
                tracing::info!(charge_point.id = %charge_point, file = %file.id, bytes = file.bytes, "a file came");
                Ok(Ok(()))
            }
            Err(error) => Ok(Err(error)),
        }
    }

    fn file(&self, received: &Received, charge_point: &ChargePointId, job: Option<&FileJob>, now: Time) -> StoredFile {
        let answered = || {
            job?.answer
                .as_ref()?
                .file_name
                .as_deref()
                .and_then(crate::files::names::plain)
        };
        let unnamed = || {
            if self.kind == FileKind::Log {
                "log"
            } else {
                "diagnostics"
            }
            .to_owned()
        };
        let keep = chrono::TimeDelta::from_std(self.files.settings().keep).ok();
        StoredFile {
            id: received.id.clone(),
            kind: self.kind,
            name: self.name.clone().or_else(answered).unwrap_or_else(unnamed),
            bytes: received.bytes,
            sha256: received.sha256.clone(),
            charge_point: Some(charge_point.clone()),
            command: job.and_then(|job| job.command.clone()),
            created_at: now,
            expires_at: keep.and_then(|keep| now.checked_add_signed(keep)),
        }
    }
}

fn received_event(file: &StoredFile) -> serde_json::Value {
    json!({
        "file": file.id,
        "fileKind": file.kind,
        "name": file.name,
        "bytes": file.bytes,
        "sha256": file.sha256,
        "command": file.command,
    })
}

/// A part of a file that was given.
pub(super) struct Fetched {
    pub(super) charge_point: ChargePointId,
    pub(super) token: TokenHash,
    /// The part has the file's last byte.
    pub(super) to_its_end: bool,
    pub(super) file: StoredFile,
}

/// Notes that a charge point has fetched a file, once it has.
pub(super) fn fetched(services: Rc<Services>, fetched: Fetched) {
    if !fetched.to_its_end {
        return;
    }
    actix_rt::spawn(async move {
        let change = |job: &mut FileJob| {
            job.fetched_at = Some(clock::now());
            job.file = Some(JobFile {
                id: fetched.file.id.clone(),
                name: fetched.file.name.clone(),
            });
            job.trouble = None;
        };
        let of = JobOf {
            kind: JobKind::Firmware,
            charge_point: &fetched.charge_point,
            token: &fetched.token,
        };
        tracing::info!(charge_point.id = %fetched.charge_point, file = %fetched.file.id, "a file was fetched");
        if let Err(error) = changed(&services.pipeline.state, of, change).await {
            tracing::warn!(charge_point.id = %fetched.charge_point, %error, "it is not kept that a file was fetched");
        }
    });
}

/// Notes why a file was not taken or not given, for whoever asked for it.
pub(super) async fn trouble(desk: &Desk, reason: &str) {
    let kind = match desk.token.record.purpose {
        Purpose::Download(_) => JobKind::Firmware,
        Purpose::Upload(_) => JobKind::Diagnostics,
    };
    let of = JobOf {
        kind,
        charge_point: &desk.token.record.charge_point,
        token: &desk.hash,
    };
    let change = |job: &mut FileJob| {
        let known = job.trouble.as_ref().is_some_and(|trouble| trouble.reason == reason);
        if !known && job.file.as_ref().is_none_or(|_| kind == JobKind::Firmware) {
            job.trouble = Some(Trouble {
                at: clock::now(),
                reason: reason.to_owned(),
            });
        }
    };
    if let Err(error) = changed(&desk.services.pipeline.state, of, change).await {
        tracing::warn!(%error, "it is not kept that a file was refused");
    }
}

/// Which job.
#[derive(Clone, Copy)]
struct JobOf<'a> {
    kind: JobKind,
    charge_point: &'a ChargePointId,
    token: &'a TokenHash,
}

/// Changes the job of a token, if there is one and it becomes another.
async fn changed(state: &State, of: JobOf<'_>, change: impl Fn(&mut FileJob)) -> Result<(), StoreError> {
    for attempt in 1.. {
        let Some(mut job) = job_of(state, of.kind, of.charge_point, of.token)? else {
            return Ok(());
        };
        let before = job.record.clone();
        change(&mut job.record);
        if job.record == before {
            return Ok(());
        }
        let write = put_file_job(of.kind, of.charge_point, &job)?;
        match state.store().write(vec![write]).await {
            Err(StoreError::Conflict { .. }) if attempt < MAX_ATTEMPTS => {}
            written => return written.map(drop),
        }
    }
    Ok(())
}

fn job_of(
    state: &State,
    kind: JobKind,
    charge_point: &ChargePointId,
    token: &TokenHash,
) -> Result<Option<Versioned<FileJob>>, StoreError> {
    let jobs = state.file_jobs(kind, charge_point)?;
    Ok(jobs.into_iter().find(|job| job.record.token.as_ref() == Some(token)))
}
