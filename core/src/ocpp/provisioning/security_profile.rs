//! The verb `set-security-profile`: a station shall come with a greater security profile (1.6 security extension,
//! `SecurityProfile`; 2.x A05, by a network profile). Both are let in until it does; what becomes of them is
//! `credentials::profiles`.

use chrono::TimeDelta;
use ocpp_schemas::Version;
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::network_profile::{self, STEPS_ACCEPTED, SetNetworkProfileRequest, joined_steps};
use crate::certificates::SigningUse;
use crate::credentials::profiles::{GREATEST, in_force};
use crate::ocpp::verb::{Addressee, Answered, Expected, Joined, Plan, PlannedCall, Told, Unanswered, VerbError, Wish};
use crate::state::charge_points::ChargePoint;
use crate::state::commands::Awaited;
use crate::store::StoreError;

/// A station that charges restarts late.
const LONGEST: TimeDelta = TimeDelta::days(7);

/// A greater security profile for the station. Both are let in until it comes with the new one, and only that from then
/// on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[schema(examples(json!({"profile": 2})))]
pub struct SetSecurityProfileRequest {
    /// 1: password, 2: password and TLS, 3: certificates on both sides.
    pub profile: u8,
    /// Profile 3: the station has a certificate of which this server does not know.
    #[serde(default)]
    pub has_certificate: bool,
    /// 2.x: the slot of its network profiles that is written; the first that it does not use if absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub slot: Option<i64>,
    /// 2.x: `wss://`, without the identity at its end; `ocpp.public_url`, or as it reaches this server now, if absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// 2.x: `Wired0` if absent; in 2.1 any.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub interface: Option<String>,
    /// The station is told to restart once no session runs; if absent in 2.x it is, in 1.6 it comes anew by itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reset: Option<bool>,
}

impl Wish for SetSecurityProfileRequest {
    const NAME: &'static str = "set-security-profile";
    const ACCEPTED: &'static [&'static str] = STEPS_ACCEPTED;

    fn plan(&self, to: Addressee<'_>) -> Result<Plan, VerbError> {
        let record = to.state.charge_point(to.charge_point)?.unwrap_or_default();
        let (certificates, _) = to.state.certificates_seen(to.charge_point)?;
        let own = certificates.accepted(SigningUse::ChargingStationCertificate);
        let is_known = own.is_some() || certificates.presented.is_some();
        self.check(&record, is_known)
            .map_err(|reason| VerbError::Invalid(reason.into()))?;
        if to.version != Version::V16 {
            let network = SetNetworkProfileRequest {
                slot: self.slot,
                url: self.url.clone(),
                interface: self.interface.clone(),
                activate: true,
                reset: self.reset.unwrap_or(true),
                ..SetNetworkProfileRequest::default()
            };
            return network_profile::plan(to, &network, self.profile);
        }
        let payload = json!({ "key": "SecurityProfile", "value": self.profile.to_string() });
        let mut plan = Plan::one("ChangeConfiguration", payload);
        if self.reset.unwrap_or_default() {
            plan.calls.push(PlannedCall::new("Reset", json!({ "type": "Hard" })));
        }
        Ok(plan)
    }

    fn joined(_: Version, answers: &[Answered]) -> Joined {
        joined_steps(answers)
    }

    /// It connects with it.
    fn awaited(&self, _: Addressee<'_>, _: &Told<'_>) -> Result<Option<Expected>, VerbError> {
        Ok(Some(comes_with(self.profile)))
    }

    /// It may do so all the same.
    fn unanswered(&self, lost: Unanswered<'_>) -> Result<Option<Expected>, StoreError> {
        let record = lost.state.charge_point(lost.charge_point)?.unwrap_or_default();
        let is_told = record
            .profile_changes
            .iter()
            .any(|change| change.profile == self.profile);
        Ok((is_told || in_force(&record) >= self.profile).then(|| comes_with(self.profile)))
    }
}

fn comes_with(profile: u8) -> Expected {
    Expected {
        awaited: Awaited::SecurityProfile { profile },
        within: LONGEST,
    }
}

impl SetSecurityProfileRequest {
    /// What keeps a station from coming with it.
    fn check(&self, record: &ChargePoint, has_certificate: bool) -> Result<(), String> {
        let (wanted, now) = (self.profile, in_force(record));
        if !(1..=GREATEST).contains(&wanted) {
            return Err("`profile` goes from 1 to 3".to_owned());
        }
        if wanted <= now {
            return Err(format!(
                "the charge point has security profile {now}: a command only raises it. An operator lowers it with \
                 `securityProfile` in PUT /api/v1/charge-points/ID"
            ));
        }
        if wanted < GREATEST && record.password.is_none() {
            return Err(format!(
                "security profile {wanted} needs a password, and this charge point has none: send it one with set-password"
            ));
        }
        if wanted == GREATEST && !(has_certificate || self.has_certificate) {
            let reason = "security profile 3 needs a certificate of the charge point, and none is known: have one signed \
                          with renew-certificate, or say `hasCertificate`";
            return Err(reason.to_owned());
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]

    use serde_json::json;

    use super::SetSecurityProfileRequest;
    use crate::state::charge_points::{ChargePoint, PasswordHash};

    fn checked(wanted: serde_json::Value, profile: u8, has_password: bool) -> Result<(), String> {
        let wanted: SetSecurityProfileRequest = serde_json::from_value(wanted).unwrap();
        let hash = PasswordHash {
            salt: String::new(),
            mac: String::new(),
        };
        let record = ChargePoint {
            security_profile: Some(profile),
            password: Some(hash).filter(|_| has_password),
            ..ChargePoint::default()
        };
        wanted.check(&record, false)
    }

    #[test]
    fn what_cannot_be_is_refused_before_it_is_sent() {
        let refused = |wanted, profile, has_password| checked(wanted, profile, has_password).unwrap_err();
        assert!(refused(json!({"profile": 2}), 1, false).contains("set-password"));
        assert!(refused(json!({"profile": 1}), 2, true).contains("only raises"));
        assert!(refused(json!({"profile": 2}), 2, true).contains("only raises"));
        assert!(refused(json!({"profile": 3}), 2, true).contains("certificate"));
        assert!(refused(json!({"profile": 4}), 2, true).contains("1 to 3"));
        assert!(refused(json!({"profile": 0}), 2, true).contains("1 to 3"));
        assert!(checked(json!({"profile": 3, "hasCertificate": true}), 2, false).is_ok());
        assert!(checked(json!({"profile": 1}), 0, true).is_ok());
    }
}
