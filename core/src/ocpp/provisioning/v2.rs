//! BootNotification (2.x B01-B03): who are you, and may you work?

use ocpp_schemas::types::Enumeration as _;
use ocpp_schemas::types::v21;

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
    type Type = v21::BootNotification;
    type Plan = ();

    fn propose(context: Context<'_>, _: &Request<Self>) -> Result<Proposal<Self>, HandlerError> {
        let status = rules::status(context)?;
        let wire = match status {
            RegistrationStatus::Accepted => v21::RegistrationStatusEnum::Accepted,
            RegistrationStatus::Pending => v21::RegistrationStatusEnum::Pending,
            RegistrationStatus::Rejected => v21::RegistrationStatusEnum::Rejected,
        };
        let interval = rules::interval(context, status);
        Ok(Proposal::answer(v21::BootNotificationResponse::new(
            text(context.caller.now),
            interval,
            wire,
        )))
    }

    fn commit(context: Context<'_>, decided: Decided<'_, Self>) -> Result<Effects, HandlerError> {
        let request = decided.request;
        let status = match decided.response.status {
            v21::RegistrationStatusEnum::Accepted => RegistrationStatus::Accepted,
            v21::RegistrationStatusEnum::Pending => RegistrationStatus::Pending,
            v21::RegistrationStatusEnum::Rejected => RegistrationStatus::Rejected,
        };
        let station = &request.charging_station;
        rules::keep(
            context,
            Boot {
                version: Some(context.caller.version.to_string()),
                vendor: station.vendor_name.clone(),
                model: station.model.clone(),
                serial_number: station.serial_number.clone(),
                firmware_version: station.firmware_version.clone(),
                at: context.caller.now,
                status,
                details: BootDetails {
                    reason: Some(request.reason.as_str().to_owned()),
                    iccid: station.modem.as_ref().and_then(|modem| modem.iccid.clone()),
                    imsi: station.modem.as_ref().and_then(|modem| modem.imsi.clone()),
                    request: context.payload.value().clone(),
                    ..BootDetails::default()
                },
            },
        )
    }
}
