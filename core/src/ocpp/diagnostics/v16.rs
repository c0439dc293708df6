//! GetDiagnostics of 1.6 (section 6.9), GetLog of its security extension, and what charge points say of them.

use ocpp_schemas::types::Enumeration as _;
use ocpp_schemas::types::v16;
use serde_json::{Value, json};

use super::progress::REQUESTS;
use super::verb::DiagnosticsRequest;
use crate::clock::text;
use crate::ocpp::context::Context;
use crate::ocpp::effects::Effects;
use crate::ocpp::error::HandlerError;
use crate::ocpp::file_jobs::Told;
use crate::ocpp::handler::Report;
use crate::ocpp::operation::{Answer, Operation};
use crate::ocpp::verb::object;
use crate::state::file_jobs::{FileJob, JobAnswer, WantedOfJob};

/// The operation of the core profile.
pub struct GetDiagnostics;

impl Operation for GetDiagnostics {
    type Type = v16::GetDiagnostics;

    fn leaves(context: Context<'_>, request: &v16::GetDiagnosticsRequest) -> Result<Effects, HandlerError> {
        let mut job = FileJob::begun("GetDiagnostics", request.location.clone(), context.caller.now);
        job.wanted = WantedOfJob {
            from: request.start_time.clone(),
            to: request.stop_time.clone(),
            ..WantedOfJob::default()
        };
        REQUESTS.leaves(context, job)
    }

    /// A charge point that has nothing to bring names no file; some that bring one do not either.
    fn answered(
        context: Context<'_>,
        _: &v16::GetDiagnosticsRequest,
        answer: Answer<'_, v16::GetDiagnosticsResponse>,
    ) -> Result<Effects, HandlerError> {
        let accepted = |response: v16::GetDiagnosticsResponse| JobAnswer::of("Accepted", response.file_name);
        REQUESTS.answered(context, answer.map(accepted))
    }
}

/// The operation of the security extension.
pub struct GetLog;

impl Operation for GetLog {
    type Type = v16::GetLog;

    fn leaves(context: Context<'_>, request: &v16::GetLogRequest) -> Result<Effects, HandlerError> {
        let mut job = FileJob::begun("GetLog", request.log.remote_location.clone(), context.caller.now);
        job.request_id = Some(request.request_id);
        job.wanted = WantedOfJob {
            from: request.log.oldest_timestamp.clone(),
            to: request.log.latest_timestamp.clone(),
            log_type: Some(request.log_type.as_str().to_owned()),
            ..WantedOfJob::default()
        };
        REQUESTS.leaves(context, job)
    }

    fn answered(
        context: Context<'_>,
        _: &v16::GetLogRequest,
        answer: Answer<'_, v16::GetLogResponse>,
    ) -> Result<Effects, HandlerError> {
        REQUESTS.answered(
            context,
            answer.map(|response| JobAnswer::of(response.status.as_str(), response.filename)),
        )
    }
}

/// How far GetDiagnostics is.
pub struct DiagnosticsStatusNotification;

impl Report for DiagnosticsStatusNotification {
    type Type = v16::DiagnosticsStatusNotification;

    fn take(
        context: Context<'_>,
        request: &v16::DiagnosticsStatusNotificationRequest,
    ) -> Result<Effects, HandlerError> {
        let told = Told::unnumbered("DiagnosticsStatusNotification", request.status.as_str());
        REQUESTS.told(context, told)
    }
}

/// How far GetLog is.
pub struct LogStatusNotification;

impl Report for LogStatusNotification {
    type Type = v16::LogStatusNotification;

    fn take(context: Context<'_>, request: &v16::LogStatusNotificationRequest) -> Result<Effects, HandlerError> {
        let told = Told::numbered("LogStatusNotification", request.request_id, request.status.as_str());
        REQUESTS.told(context, told)
    }
}

/// GetDiagnostics' payload.
pub(super) fn diagnostics(wanted: &DiagnosticsRequest, url: &str) -> Value {
    object([
        Some(("location", json!(url))),
        wanted.from.map(|at| ("startTime", json!(text(at)))),
        wanted.to.map(|at| ("stopTime", json!(text(at)))),
        wanted.retries.map(|retries| ("retries", json!(retries))),
        wanted.retry_interval.map(|interval| ("retryInterval", json!(interval))),
    ])
}
