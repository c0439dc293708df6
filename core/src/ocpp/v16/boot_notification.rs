//! BootNotification (1.6 section 4.2): who are you, and may you work?

use ocpp_schemas::types::v16;

use crate::clock::text;
use crate::config::settings::RegistrationStatus;
use crate::ocpp::boot;
use crate::ocpp::handler::{Context, Effects, Handler, Proposal, Request, Response, Trouble};
use crate::state::charge_points::Boot;

/// The handler.
pub struct BootNotification;

impl Handler for BootNotification {
    type Type = v16::BootNotification;

    fn propose(context: Context<'_>, _: &Request<Self>) -> Result<Proposal<Response<Self>>, Trouble> {
        let status = boot::status(context)?;
        let wire = match status {
            RegistrationStatus::Accepted => v16::RegistrationStatus::Accepted,
            RegistrationStatus::Pending => v16::RegistrationStatus::Pending,
            RegistrationStatus::Rejected => v16::RegistrationStatus::Rejected,
        };
        let interval = boot::interval(context, status);
        Ok(Proposal::New(v16::BootNotificationResponse::new(
            wire,
            text(context.situation.now),
            interval,
        )))
    }

    fn commit(context: Context<'_>, request: &Request<Self>, response: &Response<Self>) -> Result<Effects, Trouble> {
        let status = match response.status {
            v16::RegistrationStatus::Accepted => RegistrationStatus::Accepted,
            v16::RegistrationStatus::Pending => RegistrationStatus::Pending,
            v16::RegistrationStatus::Rejected => RegistrationStatus::Rejected,
        };
        let serial = request
            .charge_point_serial_number
            .as_ref()
            .or(request.charge_box_serial_number.as_ref());
        boot::keep(
            context,
            Boot {
                version: Some(context.situation.profile.version.to_string()),
                vendor: request.charge_point_vendor.clone(),
                model: request.charge_point_model.clone(),
                serial_number: serial.cloned(),
                firmware_version: request.firmware_version.clone(),
                at: context.situation.now,
                status,
            },
        )
    }
}
