//! GetLog and LogStatusNotification of 2.x (N01).

use ocpp_schemas::types::Enumeration as _;
use ocpp_schemas::types::v21;
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

/// The operation.
pub struct GetLog;

impl Operation for GetLog {
    type Type = v21::GetLog;

    fn leaves(context: Context<'_>, request: &v21::GetLogRequest) -> Result<Effects, HandlerError> {
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
        _: &v21::GetLogRequest,
        answer: Answer<'_, v21::GetLogResponse>,
    ) -> Result<Effects, HandlerError> {
        REQUESTS.answered(
            context,
            answer.map(|response| JobAnswer::of(response.status.as_str(), response.filename)),
        )
    }
}

/// How far it is.
pub struct LogStatusNotification;

impl Report for LogStatusNotification {
    type Type = v21::LogStatusNotification;

    fn take(context: Context<'_>, request: &v21::LogStatusNotificationRequest) -> Result<Effects, HandlerError> {
        let told = Told::numbered("LogStatusNotification", request.request_id, request.status.as_str());
        REQUESTS.told(context, told)
    }
}

/// GetLog's payload, the same in 1.6.
pub(super) fn log(wanted: &DiagnosticsRequest, url: &str, number: i64) -> Value {
    let log = object([
        Some(("remoteLocation", json!(url))),
        wanted.from.map(|at| ("oldestTimestamp", json!(text(at)))),
        wanted.to.map(|at| ("latestTimestamp", json!(text(at)))),
    ]);
    object([
        Some(("logType", json!(wanted.kind.word()))),
        Some(("requestId", json!(number))),
        Some(("log", log)),
        wanted.retries.map(|retries| ("retries", json!(retries))),
        wanted.retry_interval.map(|interval| ("retryInterval", json!(interval))),
    ])
}
