//! The table of verbs: what operators can want of a station in words that fit all versions.

use ocpp_schemas::Version;
use serde::de;
use serde_json::Value;
use utoipa::openapi::{RefOr, Schema};

use super::authorization::ClearCacheRequest;
use super::availability::AvailabilityRequest;
use super::certificates::{
    DeleteCertificateRequest, DeliverCertificateRequest, InstallCertificateRequest, ListCertificatesRequest,
    RenewCertificateRequest,
};
use super::diagnostics::DiagnosticsRequest;
use super::firmware::FirmwareRequest;
use super::inventory::values::inexact;
use super::local_list::ListRequest;
use super::operation::Outcome;
use super::provisioning::{
    ApplyConfigurationRequest, GetConfigurationRequest, ResetRequest, SetConfigurationRequest,
    SetNetworkProfileRequest, SetPasswordRequest, SetSecurityProfileRequest,
};
use super::remote_control::{StartRequest, StopRequest, TriggerRequest, UnlockRequest};
use super::reservation::{CancelRequest, ReservationRequest};
use super::verb::{Addressee, Answered, Expected, Joined, Plan, Told, Unanswered, VerbError, Wish, accepts};
use crate::store::StoreError;

/// The form of a body: its name, and its schema.
pub type Form = (String, RefOr<Schema>);

/// One verb.
#[derive(Debug)]
pub struct Verb {
    /// In kebab-case.
    pub name: &'static str,
    /// Sent twice it does what it does once.
    pub repeatable: bool,
    /// The form of its body: its name and its schema; those of the types that it names are added to a list.
    pub schema: fn(&mut Vec<Form>) -> Form,
    accepted: &'static [&'static str],
    check: fn(&Value) -> Result<(), serde_json::Error>,
    plan: fn(Addressee<'_>, &Value) -> Result<Plan, VerbError>,
    joined: fn(Version, &[Answered]) -> Joined,
    awaited: fn(Addressee<'_>, &Value, &Told<'_>) -> Result<Option<Expected>, VerbError>,
    unanswered: fn(Unanswered<'_>, &Value) -> Result<Option<Expected>, VerbError>,
}

const fn row<W: Wish>() -> Verb {
    Verb {
        name: W::NAME,
        repeatable: W::REPEATABLE,
        schema: |known| {
            W::schemas(known);
            known.push((W::name().into_owned(), W::schema()));
            (W::name().into_owned(), W::schema())
        },
        accepted: W::ACCEPTED,
        check: |body| W::deserialize(body).map(|_| ()),
        plan: |to, body| read::<W>(body)?.plan(to),
        joined: W::joined,
        awaited: |to, body, told| read::<W>(body)?.awaited(to, told),
        unanswered: |lost, body| Ok(read::<W>(body)?.unanswered(lost)?),
    }
}

fn read<W: Wish>(body: &Value) -> Result<W, VerbError> {
    W::deserialize(body).map_err(|error| VerbError::Invalid(error.to_string().into()))
}

/// All of them.
pub static VERBS: &[Verb] = &[
    row::<StartRequest>(),
    row::<StopRequest>(),
    row::<UnlockRequest>(),
    row::<ResetRequest>(),
    row::<AvailabilityRequest>(),
    row::<ReservationRequest>(),
    row::<CancelRequest>(),
    row::<TriggerRequest>(),
    row::<GetConfigurationRequest>(),
    row::<SetConfigurationRequest>(),
    row::<ApplyConfigurationRequest>(),
    row::<SetPasswordRequest>(),
    row::<SetSecurityProfileRequest>(),
    row::<SetNetworkProfileRequest>(),
    row::<ListRequest>(),
    row::<ClearCacheRequest>(),
    row::<FirmwareRequest>(),
    row::<DiagnosticsRequest>(),
    row::<RenewCertificateRequest>(),
    row::<DeliverCertificateRequest>(),
    row::<ListCertificatesRequest>(),
    row::<InstallCertificateRequest>(),
    row::<DeleteCertificateRequest>(),
];

/// The verb of a name.
#[must_use]
pub fn verb(name: &str) -> Option<&'static Verb> {
    VERBS.iter().find(|verb| verb.name == name)
}

/// The actions of all versions for which there is a verb, with its name.
const OF_ACTIONS: [(&str, &str); 27] = [
    ("RemoteStartTransaction", StartRequest::NAME),
    ("RequestStartTransaction", StartRequest::NAME),
    ("RemoteStopTransaction", StopRequest::NAME),
    ("RequestStopTransaction", StopRequest::NAME),
    ("UnlockConnector", UnlockRequest::NAME),
    ("Reset", ResetRequest::NAME),
    ("ChangeAvailability", AvailabilityRequest::NAME),
    ("ReserveNow", ReservationRequest::NAME),
    ("CancelReservation", CancelRequest::NAME),
    ("TriggerMessage", TriggerRequest::NAME),
    ("ExtendedTriggerMessage", TriggerRequest::NAME),
    ("GetConfiguration", GetConfigurationRequest::NAME),
    ("GetVariables", GetConfigurationRequest::NAME),
    ("GetBaseReport", GetConfigurationRequest::NAME),
    ("ChangeConfiguration", SetConfigurationRequest::NAME),
    ("SetVariables", SetConfigurationRequest::NAME),
    ("SetNetworkProfile", SetNetworkProfileRequest::NAME),
    ("SendLocalList", ListRequest::NAME),
    ("ClearCache", ClearCacheRequest::NAME),
    ("UpdateFirmware", FirmwareRequest::NAME),
    ("SignedUpdateFirmware", FirmwareRequest::NAME),
    ("GetDiagnostics", DiagnosticsRequest::NAME),
    ("GetLog", DiagnosticsRequest::NAME),
    ("CertificateSigned", DeliverCertificateRequest::NAME),
    ("GetInstalledCertificateIds", ListCertificatesRequest::NAME),
    ("InstallCertificate", InstallCertificateRequest::NAME),
    ("DeleteCertificate", DeleteCertificateRequest::NAME),
];

/// The name of the verb that says in words that fit all versions what an action says in those of its own.
#[must_use]
pub fn name_for(action: &str) -> Option<&'static str> {
    let found = OF_ACTIONS.iter().find(|(known, _)| *known == action);
    found.map(|(_, verb)| *verb)
}

impl Verb {
    /// Whether a body is one of this verb's.
    ///
    /// # Errors
    /// Which member is not, in the words of the reader.
    pub fn check(&self, body: &Value) -> Result<(), serde_json::Error> {
        for place in ["connector", "evse"] {
            let number = body.get(place).and_then(Value::as_i64);
            if let Some(number) = number.filter(|number| *number < 0) {
                // The types of the versions have whole numbers there, of which no charge point has these.
                return Err(de::Error::custom(format!(
                    "`{place}` is not below 0, and this is {number}"
                )));
            }
        }
        (self.check)(body)
    }

    /// Of a body as it came, the value that would not be sent as it is written: what to do about it.
    #[must_use]
    pub fn inexact(&self, text: &str) -> Option<String> {
        (self.name == SetConfigurationRequest::NAME)
            .then(|| inexact(text, "values"))
            .flatten()
    }

    /// What is sent to a station.
    ///
    /// # Errors
    /// What its version cannot say, or what contradicts itself; the store's.
    pub fn plan(&self, to: Addressee<'_>, body: &Value) -> Result<Plan, VerbError> {
        (self.plan)(to, body)
    }

    /// Whether one answer says that the station does it.
    #[must_use]
    pub fn accepts(&self, outcome: &Outcome) -> bool {
        accepts(outcome, self.accepted)
    }

    /// What the answers say together.
    #[must_use]
    pub fn joined(&self, version: Version, answers: &[Answered]) -> Joined {
        (self.joined)(version, answers)
    }

    /// What will show that the station did it.
    ///
    /// # Errors
    /// The store's.
    pub fn awaited(&self, to: Addressee<'_>, body: &Value, told: &Told<'_>) -> Result<Option<Expected>, VerbError> {
        (self.awaited)(to, body, told)
    }

    /// What will show that the station did it, though it did not answer.
    ///
    /// # Errors
    /// The store's.
    pub fn unanswered(&self, lost: Unanswered<'_>, body: &Value) -> Result<Option<Expected>, StoreError> {
        match (self.unanswered)(lost, body) {
            Err(VerbError::Store(error)) => Err(error),
            // What is no body any more left nothing behind.
            Err(VerbError::Invalid(_)) => Ok(None),
            Ok(expected) => Ok(expected),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use ocpp_schemas::{Catalogue, Version};

    use super::{OF_ACTIONS, VERBS, name_for, verb};

    #[test]
    fn an_action_is_led_to_a_verb_that_there_is() {
        for (action, name) in OF_ACTIONS {
            let is_known = |version: Version| Catalogue::of(version).action(action).is_some();
            assert!(Version::ALL.into_iter().any(is_known), "{action}");
            assert_eq!(
                (verb(name).map(|verb| verb.name), name_for(action)),
                (Some(name), Some(name))
            );
        }
        assert_eq!(name_for("DataTransfer"), None);
    }

    #[test]
    fn a_verb_is_named_once_and_like_no_action() {
        let names: BTreeSet<_> = VERBS.iter().map(|verb| verb.name).collect();
        assert_eq!(names.len(), VERBS.len());
        for name in names {
            assert!(
                name.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'-'),
                "{name}"
            );
            for version in Version::ALL {
                assert!(Catalogue::of(version).action(name).is_none(), "{name}");
            }
        }
    }
}
