//! UpdateFirmware and FirmwareStatusNotification of 1.6 (sections 6.19 and 4.5), and their signed kin of the security
//! extension.

use ocpp_schemas::types::Enumeration as _;
use ocpp_schemas::types::v16;
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

/// The operation without a signature.
pub struct UpdateFirmware;

impl Operation for UpdateFirmware {
    type Type = v16::UpdateFirmware;

    fn leaves(context: Context<'_>, request: &v16::UpdateFirmwareRequest) -> Result<Effects, HandlerError> {
        let mut job = FileJob::begun("UpdateFirmware", request.location.clone(), context.caller.now);
        job.wanted.retrieve_at = Some(request.retrieve_date.clone());
        UPDATES.leaves(context, job)
    }

    fn answered(
        context: Context<'_>,
        _: &v16::UpdateFirmwareRequest,
        answer: Answer<'_, v16::UpdateFirmwareResponse>,
    ) -> Result<Effects, HandlerError> {
        // Its answer has no word for no.
        let accepted = JobAnswer::of("Accepted", None);
        UPDATES.answered(context, answer.map(|_| accepted))
    }
}

/// The operation with a signature.
pub struct SignedUpdateFirmware;

impl Operation for SignedUpdateFirmware {
    type Type = v16::SignedUpdateFirmware;

    fn leaves(context: Context<'_>, request: &v16::SignedUpdateFirmwareRequest) -> Result<Effects, HandlerError> {
        let firmware = &request.firmware;
        let mut job = FileJob::begun("SignedUpdateFirmware", firmware.location.clone(), context.caller.now);
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
        _: &v16::SignedUpdateFirmwareRequest,
        answer: Answer<'_, v16::SignedUpdateFirmwareResponse>,
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
    type Type = v16::FirmwareStatusNotification;

    fn take(context: Context<'_>, request: &v16::FirmwareStatusNotificationRequest) -> Result<Effects, HandlerError> {
        let told = Told::unnumbered("FirmwareStatusNotification", request.status.as_str());
        UPDATES.told(context, told)
    }
}

/// How far a signed one is.
pub struct SignedFirmwareStatusNotification;

impl Report for SignedFirmwareStatusNotification {
    type Type = v16::SignedFirmwareStatusNotification;

    fn take(
        context: Context<'_>,
        request: &v16::SignedFirmwareStatusNotificationRequest,
    ) -> Result<Effects, HandlerError> {
        let told = Told::numbered(
            "SignedFirmwareStatusNotification",
            request.request_id,
            request.status.as_str(),
        );
        UPDATES.told(context, told)
    }
}

/// UpdateFirmware's payload.
pub(super) fn plain(wanted: &FirmwareRequest, image: &Image) -> Value {
    object([
        Some(("location", json!(image.location))),
        Some(("retrieveDate", json!(text(image.retrieve_at)))),
        wanted.retries.map(|retries| ("retries", json!(retries))),
        wanted.retry_interval.map(|interval| ("retryInterval", json!(interval))),
    ])
}
