//! One naming for what stations can be set to.
//!
//! A key of 1.6 is its own name. A variable of 2.x is `Component[instance]@evse.connector/Variable[instance];Attribute`,
//! of which only what is there is said: `OCPPCommCtrlr/HeartbeatInterval`, `Connector@1.2/AvailabilityState`,
//! `DeviceDataCtrlr/ItemsPerMessage[GetVariables]`, `SmartChargingCtrlr/LimitChangeSignificance;MaxSet`. Brackets, `/` and
//! `;` are in no identifier of 2.x. The well-known keys of 1.6 are names in 2.x too, and the other way round
//! (`standard`).

use std::fmt;

use ocpp_schemas::Version;
use ocpp_schemas::types::Enumeration as _;
use ocpp_schemas::types::v21::{AttributeEnum, Component, EVSE, Variable};
use serde::Deserialize;
use serde_json::{Value, json};

use super::standard;
use crate::state::variables::ACTUAL;

/// A name in the words of one version.
#[derive(Debug, Clone, PartialEq)]
pub enum Name {
    /// A key of 1.6.
    Key(String),
    /// An attribute of a variable of 2.x.
    Variable(Box<VariableName>),
}

/// What names an attribute of a variable.
#[derive(Debug, Clone, PartialEq)]
pub struct VariableName {
    /// What has it.
    pub component: Component,
    /// Which.
    pub variable: Variable,
    /// Which of its values.
    pub attribute: AttributeEnum,
}

impl Name {
    /// What a name is in a version.
    ///
    /// # Errors
    /// Why it is none, in a sentence.
    pub fn read(version: Version, text: &str) -> Result<Self, String> {
        match version {
            Version::V16 => Ok(Self::Key(standard::key_of(text).unwrap_or(text).to_owned())),
            Version::V201 | Version::V21 => {
                let spelled = standard::variable_of(text).unwrap_or(text);
                VariableName::parse(spelled).map(|name| Self::Variable(Box::new(name))).ok_or_else(|| {
                    format!(
                        "`{text}` is no name of a variable: `Component/Variable`, or a well-known key of 1.6 such as \
                         HeartbeatInterval"
                    )
                })
            }
        }
    }

    /// Under which name it is kept.
    #[must_use]
    pub fn kept_as(&self) -> String {
        match self {
            Self::Key(key) => key.clone(),
            Self::Variable(name) => name.without_attribute(),
        }
    }

    /// Which of its values is meant.
    #[must_use]
    pub fn attribute(&self) -> &'static str {
        match self {
            Self::Key(_) => ACTUAL,
            Self::Variable(name) => name.attribute.as_str(),
        }
    }
}

impl VariableName {
    fn parse(text: &str) -> Option<Self> {
        let (component, variable) = text.split_once('/')?;
        let (variable, attribute) = match variable.split_once(';') {
            Some((variable, attribute)) => (variable, AttributeEnum::from_word(attribute)?),
            None => (variable, AttributeEnum::Actual),
        };
        let (component, evse) = with_evse(component);
        let (name, instance) = with_instance(component)?;
        let component = Component {
            evse,
            instance,
            ..Component::new(name)
        };
        let (name, instance) = with_instance(variable)?;
        let variable = Variable {
            instance,
            ..Variable::new(name)
        };
        Some(Self {
            component,
            variable,
            attribute,
        })
    }

    /// The name of the variable, whichever of its values is meant.
    #[must_use]
    pub fn without_attribute(&self) -> String {
        kept_name(&self.component, &self.variable)
    }

    /// As a message names the attribute: the actual value is meant where none is.
    #[must_use]
    pub fn attribute_type(&self) -> Option<AttributeEnum> {
        Some(self.attribute).filter(|attribute| *attribute != AttributeEnum::Actual)
    }
}

/// The name of a variable as a message says it.
#[must_use]
pub fn kept_name(component: &Component, variable: &Variable) -> String {
    let mut name = component.name.clone();
    push_instance(&mut name, component.instance.as_deref());
    if let Some(EVSE { id, connector_id, .. }) = &component.evse {
        name.push_str(&format!("@{id}"));
        if let Some(connector) = connector_id {
            name.push_str(&format!(".{connector}"));
        }
    }
    name.push('/');
    name.push_str(&variable.name);
    push_instance(&mut name, variable.instance.as_deref());
    name
}

/// The variable of 2.x as a CALL names it.
#[must_use]
pub fn as_data(name: &Name) -> Option<Value> {
    let Name::Variable(name) = name else { return None };
    let mut data = json!({ "component": name.component, "variable": name.variable });
    if let (Some(attribute), Value::Object(members)) = (name.attribute_type(), &mut data) {
        members.insert("attributeType".to_owned(), json!(attribute));
    }
    Some(data)
}

/// The name of an attribute as a message has it; empty where it names none.
#[must_use]
pub fn shown_name(entry: &Value) -> String {
    let named = Named::deserialize(entry).ok();
    let named = named.map(|named| VariableName {
        component: named.component,
        variable: named.variable,
        attribute: named.attribute_type.unwrap_or(AttributeEnum::Actual),
    });
    named.map(|name| name.to_string()).unwrap_or_default()
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Named {
    component: Component,
    variable: Variable,
    attribute_type: Option<AttributeEnum>,
}

impl fmt::Display for VariableName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.without_attribute())?;
        match self.attribute_type() {
            Some(attribute) => write!(f, ";{}", attribute.as_str()),
            None => Ok(()),
        }
    }
}

fn push_instance(name: &mut String, instance: Option<&str>) {
    if let Some(instance) = instance {
        name.push('[');
        name.push_str(instance);
        name.push(']');
    }
}

/// `Name[instance]`
fn with_instance(text: &str) -> Option<(&str, Option<String>)> {
    let (name, instance) = match text.split_once('[') {
        Some((name, rest)) => (name, Some(rest.strip_suffix(']')?)),
        None => (text, None),
    };
    let is_one = !name.is_empty() && instance.is_none_or(|instance| !instance.is_empty());
    is_one.then(|| (name, instance.map(str::to_owned)))
}

/// `Component@1` or `Component@1.2`; an `@` that no number follows is the component's own.
fn with_evse(text: &str) -> (&str, Option<EVSE>) {
    let found = text.rsplit_once('@').and_then(|(component, place)| {
        let (id, connector) = match place.split_once('.') {
            Some((id, connector)) => (id, Some(number(connector)?)),
            None => (place, None),
        };
        let evse = EVSE {
            connector_id: connector,
            ..EVSE::new(number(id)?)
        };
        Some((component, Some(evse)))
    });
    found.unwrap_or((text, None))
}

fn number(text: &str) -> Option<i64> {
    let is_plain = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    text.parse().ok().filter(|_| is_plain)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]

    use ocpp_schemas::Version;
    use ocpp_schemas::types::v21::{Component, EVSE, Variable};
    use proptest::prelude::*;

    use super::{Name, VariableName, kept_name, with_evse};

    #[test]
    fn a_name_says_what_is_there_and_is_read_back() {
        for name in [
            "OCPPCommCtrlr/HeartbeatInterval",
            "Connector@1.2/AvailabilityState",
            "EVSE@3/Power;MaxSet",
            "DeviceDataCtrlr/ItemsPerMessage[GetVariables]",
            "Meter[left.2]@1/Value[L1:N];Target",
            "Odd@home/Value",
        ] {
            assert_eq!(VariableName::parse(name).unwrap().to_string(), name);
        }
        let name = VariableName::parse("Meter[left]@1.2/Value[L1]").unwrap();
        let evse = name.component.evse.unwrap();
        assert_eq!((evse.id, evse.connector_id), (1, Some(2)));
        assert_eq!(
            (name.component.instance.as_deref(), name.variable.instance.as_deref()),
            (Some("left"), Some("L1"))
        );
        for none in ["Value", "/Value", "A/", "A[/B", "A[]/B", "A/B;Best", "A/B[x"] {
            assert!(VariableName::parse(none).is_none(), "{none}");
        }
    }

    proptest! {
        /// Whatever a station calls its variables by the specification (identifierString).
        #[test]
        fn every_name_of_a_message_is_read_back(
            texts in proptest::array::uniform4("[-a-zA-Z0-9*_=:+|@.]{1,50}"),
            has in proptest::array::uniform4(any::<bool>()),
            evse in 0..10_i64,
        ) {
            let [name, instance, variable, part] = texts;
            // Such a name would say an EVSE.
            prop_assume!(has[2] || with_evse(&name).1.is_none());
            let component = Component {
                instance: has[0].then_some(instance),
                evse: has[2].then(|| EVSE { connector_id: has[3].then_some(1), ..EVSE::new(evse) }),
                ..Component::new(name)
            };
            let variable = Variable { instance: has[1].then_some(part), ..Variable::new(variable) };
            let read = VariableName::parse(&kept_name(&component, &variable)).unwrap();
            prop_assert_eq!((read.component, read.variable), (component, variable));
        }
    }

    #[test]
    fn well_known_names_count_in_every_version() {
        let kept = |version, name| Name::read(version, name).unwrap().kept_as();
        for version in [Version::V201, Version::V21] {
            assert_eq!(kept(version, "HeartbeatInterval"), "OCPPCommCtrlr/HeartbeatInterval");
            assert_eq!(
                kept(version, "MeterValueSampleInterval"),
                "SampledDataCtrlr/TxUpdatedInterval"
            );
            assert!(Name::read(version, "VendorKey").is_err());
        }
        assert_eq!(kept(Version::V16, "TxCtrlr/EVConnectionTimeOut"), "ConnectionTimeOut");
        assert_eq!(kept(Version::V16, "Vendor/Key"), "Vendor/Key");
    }
}
