//! UpdateFirmware and FirmwareStatusNotification of 2.x (L01 to L04).

use ocpp_schemas::types::Enumeration as _;
use ocpp_schemas::types::v21;
use serde_json::{Value, json};

use super::progress::UPDATES;
use super::verb::{FirmwareRequest, Image};
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
pub struct UpdateFirmware;

impl Operation for UpdateFirmware {
    type Type = v21::UpdateFirmware;

    fn leaves(context: Context<'_>, request: &v21::UpdateFirmwareRequest) -> Result<Effects, HandlerError> {
        let firmware = &request.firmware;
        let mut job = FileJob::begun("UpdateFirmware", firmware.location.clone(), context.caller.now);
        job.request_id = Some(request.request_id);
        job.wanted = WantedOfJob {
            retrieve_at: Some(firmware.retrieve_date_time.clone()),
            install_at: firmware.install_date_time.clone(),
            ..WantedOfJob::default()
        };
        UPDATES.leaves(context, job)
    }

    fn answered(
        context: Context<'_>,
        _: &v21::UpdateFirmwareRequest,
        answer: Answer<'_, v21::UpdateFirmwareResponse>,
    ) -> Result<Effects, HandlerError> {
        UPDATES.answered(
            context,
            answer.map(|response| JobAnswer::of(response.status.as_str(), None)),
        )
    }
}

/// How far it is.
pub struct FirmwareStatusNotification;

impl Report for FirmwareStatusNotification {
    type Type = v21::FirmwareStatusNotification;

    fn take(context: Context<'_>, request: &v21::FirmwareStatusNotificationRequest) -> Result<Effects, HandlerError> {
        let told = Told::numbered(
            "FirmwareStatusNotification",
            request.request_id,
            request.status.as_str(),
        );
        UPDATES.told(context, told)
    }
}

/// UpdateFirmware's payload, and that of 1.6's SignedUpdateFirmware.
pub(super) fn numbered(wanted: &FirmwareRequest, image: &Image, number: i64) -> Value {
    let firmware = object([
        Some(("location", json!(image.location))),
        Some(("retrieveDateTime", json!(text(image.retrieve_at)))),
        wanted.install_at.map(|at| ("installDateTime", json!(text(at)))),
        image
            .signature
            .as_ref()
            .map(|signature| ("signature", json!(signature))),
        image
            .signing_certificate
            .as_ref()
            .map(|certificate| ("signingCertificate", json!(certificate))),
    ]);
    object([
        Some(("requestId", json!(number))),
        Some(("firmware", firmware)),
        wanted.retries.map(|retries| ("retries", json!(retries))),
        wanted.retry_interval.map(|interval| ("retryInterval", json!(interval))),
    ])
}
