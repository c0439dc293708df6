//! SetChargingProfile and ClearChargingProfile of 1.6 (sections 5.16 and 5.5).

use ocpp_schemas::types::Enumeration as _;
use ocpp_schemas::types::v16;

use super::profiles::{self, Cleared};
use crate::ocpp::context::Context;
use crate::ocpp::effects::Effects;
use crate::ocpp::error::HandlerError;
use crate::ocpp::operation::{Answer, Operation};

/// The operation that sets a profile.
pub struct SetChargingProfile;

impl Operation for SetChargingProfile {
    type Type = v16::SetChargingProfile;

    fn answered(
        context: Context<'_>,
        request: &v16::SetChargingProfileRequest,
        answer: Answer<'_, v16::SetChargingProfileResponse>,
    ) -> Result<Effects, HandlerError> {
        match (answer, context.payload.get("csChargingProfiles")) {
            (Answer::Response(response), Some(profile)) if response.status.as_str() == "Accepted" => {
                profiles::set(context, request.connector_id, profile)
            }
            _ => Ok(Effects::none()),
        }
    }
}

/// The operation that clears profiles.
pub struct ClearChargingProfile;

impl Operation for ClearChargingProfile {
    type Type = v16::ClearChargingProfile;

    /// Also where the station knows none: it has none then.
    fn answered(
        context: Context<'_>,
        request: &v16::ClearChargingProfileRequest,
        answer: Answer<'_, v16::ClearChargingProfileResponse>,
    ) -> Result<Effects, HandlerError> {
        if !matches!(answer, Answer::Response(_)) {
            return Ok(Effects::none());
        }
        let purpose = request.charging_profile_purpose.as_ref();
        profiles::cleared(
            context,
            Cleared {
                id: request.id,
                place: request.connector_id,
                purpose: purpose.map(|purpose| purpose.as_str()),
                stack_level: request.stack_level,
            },
        )
    }
}
