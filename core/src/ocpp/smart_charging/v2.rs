//! Charging profiles of 2.x (block K): set, cleared, and what the station reports of those that it has (K09).

use ocpp_schemas::types::Enumeration as _;
use ocpp_schemas::types::{integer, v21};
use serde_json::Value;

use super::profiles::{self, Cleared};
use crate::ocpp::context::Context;
use crate::ocpp::effects::Effects;
use crate::ocpp::error::HandlerError;
use crate::ocpp::fallback;
use crate::ocpp::handler::Report;
use crate::ocpp::operation::{Answer, Operation};
use crate::state::charging_profiles::{
    MOST_REPORTED, ProfileReport, ReportedProfile, put_profile_report, put_reported_profile,
};

const REPORT: &str = "ReportChargingProfiles";

/// The operation that sets a profile.
pub struct SetChargingProfile;

impl Operation for SetChargingProfile {
    type Type = v21::SetChargingProfile;

    fn answered(
        context: Context<'_>,
        request: &v21::SetChargingProfileRequest,
        answer: Answer<'_, v21::SetChargingProfileResponse>,
    ) -> Result<Effects, HandlerError> {
        match (answer, context.payload.get("chargingProfile")) {
            (Answer::Response(response), Some(profile)) if response.status.as_str() == "Accepted" => {
                profiles::set(context, request.evse_id, profile)
            }
            _ => Ok(Effects::none()),
        }
    }
}

/// The operation that clears profiles.
pub struct ClearChargingProfile;

impl Operation for ClearChargingProfile {
    type Type = v21::ClearChargingProfile;

    /// Also where the station knows none: it has none then.
    fn answered(
        context: Context<'_>,
        request: &v21::ClearChargingProfileRequest,
        answer: Answer<'_, v21::ClearChargingProfileResponse>,
    ) -> Result<Effects, HandlerError> {
        if !matches!(answer, Answer::Response(_)) {
            return Ok(Effects::none());
        }
        let criteria = context.payload.get("chargingProfileCriteria");
        let member = |name: &str| criteria.and_then(|criteria| criteria.get(name));
        profiles::cleared(
            context,
            Cleared {
                id: request.charging_profile_id,
                place: member("evseId").and_then(integer::of),
                purpose: member("chargingProfilePurpose").and_then(Value::as_str),
                stack_level: member("stackLevel").and_then(integer::of),
            },
        )
    }
}

/// The operation that asks which profiles there are.
pub struct GetChargingProfiles;

impl Operation for GetChargingProfiles {
    type Type = v21::GetChargingProfiles;

    /// A station without any says so, and reports nothing.
    fn answered(
        context: Context<'_>,
        request: &v21::GetChargingProfilesRequest,
        answer: Answer<'_, v21::GetChargingProfilesResponse>,
    ) -> Result<Effects, HandlerError> {
        let has_none = match answer {
            Answer::Response(response) => response.status.as_str() == "NoProfiles",
            _ => false,
        };
        if !has_none {
            return Ok(Effects::none());
        }
        let station = context.caller.charge_point;
        let mut writes = context.state.forget_reported_profiles(station)?;
        let report = ProfileReport {
            request_id: request.request_id,
            at: context.caller.now,
            complete: true,
            profiles: 0,
        };
        writes.push(put_profile_report(station, &report)?);
        Ok(Effects::now(writes))
    }
}

/// The handler of a report, which comes in parts.
pub struct ReportChargingProfiles;

impl Report for ReportChargingProfiles {
    type Type = v21::ReportChargingProfiles;

    fn take(context: Context<'_>, request: &v21::ReportChargingProfilesRequest) -> Result<Effects, HandlerError> {
        let station = context.caller.charge_point;
        let before = context.state.profile_report(station)?;
        let before = before.filter(|report| report.request_id == request.request_id && !report.complete);
        let first = before.as_ref().map_or(0, |report| report.profiles);
        let mut writes = match before {
            Some(_) => Vec::new(),
            None => context.state.forget_reported_profiles(station)?,
        };
        let told = context.payload.get("chargingProfile").and_then(Value::as_array);
        let told = told.map(Vec::as_slice).unwrap_or_default();
        let source = context.payload.get("chargingLimitSource").and_then(Value::as_str);
        for (place, profile) in (first..MOST_REPORTED).zip(told) {
            let reported = ReportedProfile {
                request_id: request.request_id,
                evse: request.evse_id,
                source: source.unwrap_or_default().to_owned(),
                profile: profile.clone(),
            };
            writes.push(put_reported_profile(station, place, &reported)?);
        }
        let report = ProfileReport {
            request_id: request.request_id,
            at: context.caller.now,
            complete: request.tbc != Some(true),
            profiles: first + told.len(),
        };
        writes.push(put_profile_report(station, &report)?);
        let mut effects = Effects::now(writes);
        // Among the reports as they came, too.
        effects.latest.push(fallback::keep(context, REPORT)?);
        Ok(effects)
    }
}
