//! SetNetworkProfile (2.x B09): what is known of a station's network profiles.

use ocpp_schemas::types::Enumeration as _;
use ocpp_schemas::types::v21;

use super::{Outcome, Told, answered, leaves, of_network_profile, reply_to};
use crate::credentials::rotation::Reply;
use crate::frame::secrets::masked_url;
use crate::ocpp::context::Context;
use crate::ocpp::effects::Effects;
use crate::ocpp::error::HandlerError;
use crate::ocpp::operation::{Answer, Operation};
use crate::state::network_profiles::{NetworkProfile, put_network_profiles};

/// The operation that sets a network profile.
pub struct SetNetworkProfile;

impl Operation for SetNetworkProfile {
    type Type = v21::SetNetworkProfile;

    fn leaves(context: Context<'_>, request: &v21::SetNetworkProfileRequest) -> Result<Effects, HandlerError> {
        leaves(context, &of_network_profile(request))
    }

    fn answered(
        context: Context<'_>,
        request: &v21::SetNetworkProfileRequest,
        answer: Answer<'_, v21::SetNetworkProfileResponse>,
    ) -> Result<Effects, HandlerError> {
        let reply = match (&answer, reply_to(&answer)) {
            (_, Some(reply)) => reply,
            (Answer::Response(response), None) if response.status == v21::SetNetworkProfileStatusEnum::Accepted => {
                Reply::Accepted
            }
            _ => Reply::Refused,
        };
        let told = of_network_profile(request).into_iter();
        let outcomes: Vec<_> = told.map(|told| Outcome { told, reply }).collect();
        let effects = answered(context, &outcomes)?;
        if reply != Reply::Accepted {
            return Ok(effects);
        }
        Ok(effects.then(kept(context, request)?))
    }
}

/// What the slot has now.
fn kept(context: Context<'_>, request: &v21::SetNetworkProfileRequest) -> Result<Effects, HandlerError> {
    let id = context.caller.charge_point;
    let (mut known, seen) = context.state.network_profiles_seen(id)?;
    let data = &request.connection_data;
    known.slots.insert(
        request.configuration_slot,
        NetworkProfile {
            url: masked_url(&data.ocpp_csms_url).into_owned(),
            security_profile: data.security_profile,
            interface: data.ocpp_interface.as_str().to_owned(),
            transport: data.ocpp_transport.as_str().to_owned(),
            version: data.ocpp_version.as_ref().map(|version| version.as_str().to_owned()),
            message_timeout: data.message_timeout,
            at: context.caller.now,
        },
    );
    Ok(Effects::now(vec![seen.guarded(put_network_profiles(id, &known)?)]))
}

/// The station took an order of its network profiles.
///
/// # Errors
/// The store's.
pub fn ordered(context: Context<'_>, outcomes: &[Outcome<'_>]) -> Result<Effects, HandlerError> {
    let taken = outcomes.iter().rev().find_map(|outcome| match &outcome.told {
        Told::Priority(slots) if outcome.reply == Reply::Accepted => Some(slots.clone()),
        _ => None,
    });
    let Some(slots) = taken else { return Ok(Effects::none()) };
    let id = context.caller.charge_point;
    let (mut known, seen) = context.state.network_profiles_seen(id)?;
    known.priority = slots;
    Ok(Effects::now(vec![seen.guarded(put_network_profiles(id, &known)?)]))
}
