//! Where credentials stand in the words of each version.

use ocpp_schemas::types::v21::{AttributeEnum, Component, SetNetworkProfileRequest, Variable};

use super::Told;
use crate::credentials::rotation::Reply;
use crate::ocpp::operation::Answer;

/// What a key of 1.6 tells (security extension, sections 2.3 and 2.4).
#[must_use]
pub fn of_key<'a>(key: &str, value: &'a str) -> Option<Told<'a>> {
    let is = |name: &str| key.trim().eq_ignore_ascii_case(name);
    if is("AuthorizationKey") {
        return Some(Told::Password {
            secret: value,
            other_profile: false,
        });
    }
    let profile = value.trim().parse().ok().filter(|_| is("SecurityProfile"));
    profile.map(|profile| Told::Profile { profile, slot: None })
}

/// What a variable of 2.x tells (A01, A05, B09). The component of a network profile has its slot as its instance.
#[must_use]
pub fn of_data<'a>(
    component: &Component,
    variable: &Variable,
    attribute: Option<AttributeEnum>,
    value: &'a str,
) -> Option<Told<'a>> {
    if attribute.is_some_and(|attribute| attribute != AttributeEnum::Actual) {
        return None;
    }
    let is = |of: &str, name: &str| component.name.eq_ignore_ascii_case(of) && variable.name.eq_ignore_ascii_case(name);
    let slot = component.instance.as_deref().and_then(|slot| slot.trim().parse().ok());
    if is("SecurityCtrlr", "BasicAuthPassword") || is("NetworkConfiguration", "BasicAuthPassword") {
        return Some(Told::Password {
            secret: value,
            other_profile: !is("SecurityCtrlr", "BasicAuthPassword"),
        });
    }
    if is("OCPPCommCtrlr", "NetworkConfigurationPriority") {
        let slots = value.split(',').filter_map(|slot| slot.trim().parse().ok());
        return Some(Told::Priority(slots.collect()));
    }
    let has_profile = is("SecurityCtrlr", "SecurityProfile") || is("NetworkConfiguration", "SecurityProfile");
    let profile = value.trim().parse().ok().filter(|_| has_profile);
    profile.map(|profile| Told::Profile { profile, slot })
}

/// What a network profile tells (B09; 2.1 has the password in it, too).
#[must_use]
pub fn of_network_profile(request: &SetNetworkProfileRequest) -> Vec<Told<'_>> {
    let data = &request.connection_data;
    let password = data.basic_auth_password.as_deref().map(|secret| Told::Password {
        secret,
        other_profile: true,
    });
    let profile = u8::try_from(data.security_profile).ok().map(|profile| Told::Profile {
        profile,
        slot: Some(request.configuration_slot),
    });
    password.into_iter().chain(profile).collect()
}

/// The station's word on one of them.
#[must_use]
pub fn said(is_taken: bool) -> Reply {
    if is_taken { Reply::Accepted } else { Reply::Refused }
}

/// What an answer says of all that its CALL told, where it says no more than that; none: it says more.
#[must_use]
pub fn reply_to<R>(answer: &Answer<'_, R>) -> Option<Reply> {
    match answer {
        Answer::Response(_) => None,
        // It failed at something, and may have had it done before.
        Answer::Refused(error) if matches!(&*error.code, "InternalError" | "GenericError") => Some(Reply::Unknown),
        Answer::Refused(_) => Some(Reply::Refused),
        Answer::NotSent => Some(Reply::NotSent),
        Answer::Unknown => Some(Reply::Unknown),
    }
}

#[cfg(test)]
mod tests {
    use ocpp_schemas::types::v21::{AttributeEnum, Component, Variable};

    use super::{Told, of_data, of_key};

    fn password(secret: &str) -> Option<Told<'_>> {
        Some(Told::Password {
            secret,
            other_profile: false,
        })
    }

    #[test]
    fn keys_are_read_whatever_their_case() {
        assert_eq!(of_key("authorizationKEY", "aa"), password("aa"));
        let profile = Some(Told::Profile { profile: 2, slot: None });
        assert_eq!(of_key("SecurityProfile", " 2"), profile);
        assert_eq!(of_key("SecurityProfile", "two"), None);
        assert_eq!(of_key("HeartbeatInterval", "2"), None);
    }

    #[test]
    fn variables_are_read_with_their_component() {
        let told = |component: &str, variable: &str, value| {
            let (name, instance) = component.split_once('#').unwrap_or((component, ""));
            let component = Component {
                instance: Some(instance.to_owned()).filter(|instance| !instance.is_empty()),
                ..Component::new(name)
            };
            of_data(&component, &Variable::new(variable), None, value)
        };
        assert_eq!(told("securityctrlr", "basicauthpassword", "x"), password("x"));
        let of_slot = Some(Told::Password {
            secret: "x",
            other_profile: true,
        });
        assert_eq!(told("NetworkConfiguration#2", "BasicAuthPassword", "x"), of_slot);
        let profile = Some(Told::Profile {
            profile: 3,
            slot: Some(2),
        });
        assert_eq!(told("NetworkConfiguration#2", "SecurityProfile", "3"), profile);
        let order = Some(Told::Priority(vec![2, 1]));
        assert_eq!(told("OCPPCommCtrlr", "NetworkConfigurationPriority", "2, 1"), order);
        assert_eq!(told("OtherCtrlr", "BasicAuthPassword", "x"), None);
        let (component, variable) = (Component::new("SecurityCtrlr"), Variable::new("BasicAuthPassword"));
        assert_eq!(of_data(&component, &variable, Some(AttributeEnum::Target), "x"), None);
    }
}
