//! BootNotification (2.x B01-B03): who are you, and may you work?

use ocpp_schemas::types::v21;

use crate::clock::text;
use crate::config::settings::RegistrationStatus;
use crate::ocpp::boot;
use crate::ocpp::handler::{Context, Effects, Handler, Proposal, Request, Response, Trouble};
use crate::state::charge_points::Boot;

/// The handler.
pub struct BootNotification;

impl Handler for BootNotification {
    type Type = v21::BootNotification;

    fn propose(context: Context<'_>, _: &Request<Self>) -> Result<Proposal<Response<Self>>, Trouble> {
        let status = boot::status(context)?;
        let wire = match status {
            RegistrationStatus::Accepted => v21::RegistrationStatusEnum::Accepted,
            RegistrationStatus::Pending => v21::RegistrationStatusEnum::Pending,
            RegistrationStatus::Rejected => v21::RegistrationStatusEnum::Rejected,
        };
        let interval = boot::interval(context, status);
        Ok(Proposal::New(v21::BootNotificationResponse::new(
            text(context.situation.now),
            interval,
            wire,
        )))
    }

    fn commit(context: Context<'_>, request: &Request<Self>, response: &Response<Self>) -> Result<Effects, Trouble> {
        let status = match response.status {
            v21::RegistrationStatusEnum::Accepted => RegistrationStatus::Accepted,
            v21::RegistrationStatusEnum::Pending => RegistrationStatus::Pending,
            v21::RegistrationStatusEnum::Rejected => RegistrationStatus::Rejected,
        };
        let station = &request.charging_station;
        boot::keep(
            context,
            Boot {
                version: Some(context.situation.profile.version.to_string()),
                vendor: station.vendor_name.clone(),
                model: station.model.clone(),
                serial_number: station.serial_number.clone(),
                firmware_version: station.firmware_version.clone(),
                at: context.situation.now,
                status,
            },
        )
    }
}
