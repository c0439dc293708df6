//! BootNotification (1.6 section 4.2): who are you, and may you work?

use ocpp_schemas::types::v16;

use super::rules;
use crate::clock::text;
use crate::config::settings::RegistrationStatus;
use crate::ocpp::context::Context;
use crate::ocpp::effects::Effects;
use crate::ocpp::error::HandlerError;
use crate::ocpp::handler::{Decided, Handler, Proposal, Request};
use crate::state::charge_points::{Boot, BootDetails};

/// The handler.
pub struct BootNotification;

impl Handler for BootNotification {
    type Type = v16::BootNotification;
    type Plan = ();

    fn propose(context: Context<'_>, _: &Request<Self>) -> Result<Proposal<Self>, HandlerError> {
        let status = rules::status(context)?;
        let wire = match status {
            RegistrationStatus::Accepted => v16::RegistrationStatus::Accepted,
            RegistrationStatus::Pending => v16::RegistrationStatus::Pending,
            RegistrationStatus::Rejected => v16::RegistrationStatus::Rejected,
        };
        let interval = rules::interval(context, status);
        Ok(Proposal::answer(v16::BootNotificationResponse::new(
            wire,
            text(context.caller.now),
            interval,
        )))
    }

    fn commit(context: Context<'_>, decided: Decided<'_, Self>) -> Result<Effects, HandlerError> {
        let request = decided.request;
        let status = match decided.response.status {
            v16::RegistrationStatus::Accepted => RegistrationStatus::Accepted,
            v16::RegistrationStatus::Pending => RegistrationStatus::Pending,
            v16::RegistrationStatus::Rejected => RegistrationStatus::Rejected,
        };
        let serial = request
            .charge_point_serial_number
            .as_ref()
            .or(request.charge_box_serial_number.as_ref());
        rules::keep(
            context,
            Boot {
                version: Some(context.caller.version.to_string()),
                vendor: request.charge_point_vendor.clone(),
                model: request.charge_point_model.clone(),
                serial_number: serial.cloned(),
                firmware_version: request.firmware_version.clone(),
                at: context.caller.now,
                status,
                details: BootDetails {
                    reason: None,
                    charge_box_serial_number: request.charge_box_serial_number.clone(),
                    iccid: request.iccid.clone(),
                    imsi: request.imsi.clone(),
                    meter_type: request.meter_type.clone(),
                    meter_serial_number: request.meter_serial_number.clone(),
                    request: context.payload.value().clone(),
                },
            },
        )
    }
}
