//! OCPP 2.x: the device model, a small one: what the station is set to, and which EVSEs it has.

use serde_json::{Value, json};

use super::super::outbox::Purpose;
use super::super::settings::{Access, Changed, Kind, ROWS, Row};
use super::super::{Station, settings};
use crate::json;

/// So many entries are in one part of a report.
const IN_A_PART: usize = 50;

/// What an item names.
struct Named<'a> {
    component: &'a Value,
    variable: &'a Value,
}

impl<'a> Named<'a> {
    fn of(item: &'a Value) -> Option<Self> {
        Some(Self {
            component: item.get("component")?,
            variable: item.get("variable")?,
        })
    }

    fn row(&self) -> Option<&'static Row> {
        let component = json::text(self.component, "name")?;
        let variable = json::text(self.variable, "name")?;
        let instance = json::text(self.variable, "instance");
        let name = match instance {
            Some(instance) => format!("{component}.{variable}[{instance}]"),
            None => format!("{component}.{variable}"),
        };
        settings::find(&name).filter(|row| row.variable.eq_ignore_ascii_case(&name))
    }

    fn component_is_known(&self) -> bool {
        let wanted = json::text(self.component, "name").unwrap_or_default();
        let names = ROWS.iter().filter_map(Row::parts).map(|(component, ..)| component);
        names
            .chain(["EVSE", "Connector"])
            .any(|known| known.eq_ignore_ascii_case(wanted))
    }

    const fn missing(is_known: bool) -> &'static str {
        if is_known {
            "UnknownVariable"
        } else {
            "UnknownComponent"
        }
    }

    fn result(&self, status: &str, kind: Option<&str>) -> Value {
        let mut result = json!({"attributeStatus": status, "component": self.component, "variable": self.variable});
        json::add(&mut result, "attributeType", kind);
        result
    }
}

/// Answers GetVariables.
pub fn get(station: &Station, payload: &Value) -> Value {
    let results = json::list(payload, "getVariableData").iter().filter_map(|item| {
        let named = Named::of(item)?;
        let kind = json::text(item, "attributeType");
        let Some(row) = named.row() else {
            let value = evse_value(station, &named);
            let Some(value) = value else {
                return Some(named.result(Named::missing(named.component_is_known()), kind));
            };
            let mut result = named.result("Accepted", kind);
            json::add(&mut result, "attributeValue", Some(value));
            return Some(result);
        };
        Some(if kind.is_some_and(|kind| kind != "Actual") {
            named.result("NotSupportedAttributeType", kind)
        } else if row.access == Access::Secret {
            named.result("Rejected", kind)
        } else {
            let mut result = named.result("Accepted", kind);
            json::add(&mut result, "attributeValue", Some(station.settings.get(row)));
            result
        })
    });
    json!({"getVariableResult": results.collect::<Vec<_>>()})
}

/// Answers SetVariables.
pub fn set(station: &mut Station, payload: &Value) -> Value {
    let mut results = Vec::new();
    for item in json::list(payload, "setVariableData") {
        let Some(named) = Named::of(item) else { continue };
        let kind = json::text(item, "attributeType");
        let value = json::text(item, "attributeValue").unwrap_or_default();
        let status = if kind.is_some_and(|kind| kind != "Actual") {
            "NotSupportedAttributeType"
        } else if named.row().is_some_and(|row| station.refuses(row, value)) {
            "Rejected"
        } else {
            match station.settings.change(named.row(), value) {
                Changed::Done(row) => {
                    station.set(row);
                    "Accepted"
                }
                Changed::Rejected => "Rejected",
                Changed::Unknown => Named::missing(named.component_is_known()),
            }
        };
        results.push(named.result(status, kind));
    }
    json!({"setVariableResult": results})
}

/// Answers GetBaseReport, and sends the report.
pub fn base_report(station: &mut Station, payload: &Value) -> &'static str {
    let wanted = json::text(payload, "reportBase").unwrap_or_default();
    let entries: Vec<Value> = match wanted {
        "ConfigurationInventory" => {
            let changeable = |row: &&Row| matches!(row.access, Access::Change | Access::Secret);
            ROWS.iter()
                .filter(changeable)
                .filter_map(|row| entry(station, row))
                .collect()
        }
        "FullInventory" => {
            let rows = ROWS.iter().filter_map(|row| entry(station, row));
            rows.chain(evses(station)).collect()
        }
        _ => evses(station).collect(),
    };
    send(station, payload, entries)
}

/// Answers GetReport, and sends the report.
pub fn report(station: &mut Station, payload: &Value) -> &'static str {
    if !json::list(payload, "componentCriteria").is_empty() {
        // Components here are neither active nor problems.
        return "NotSupported";
    }
    let asked = json::list(payload, "componentVariable");
    let fits = |entry: &Value| {
        asked.is_empty()
            || asked.iter().any(|asked| {
                let same = |part: &str| {
                    let name = |value: &Value| value.pointer(&format!("/{part}/name")).cloned();
                    asked.get(part).is_none() || name(asked) == name(entry)
                };
                same("component") && same("variable")
            })
    };
    let rows = ROWS.iter().filter_map(|row| entry(station, row));
    let entries: Vec<Value> = rows.chain(evses(station)).filter(|entry| fits(entry)).collect();
    send(station, payload, entries)
}

fn send(station: &mut Station, payload: &Value, entries: Vec<Value>) -> &'static str {
    let request = json::integer(payload, "requestId").unwrap_or_default();
    let parts = entries.chunks(IN_A_PART).count();
    for (number, part) in entries.chunks(IN_A_PART).enumerate() {
        let time = crate::clock::text(station.now);
        let report = json!({"requestId": request, "generatedAt": time, "seqNo": number, "tbc": number + 1 < parts,
            "reportData": part});
        station.outbox.push_early("NotifyReport", report, Purpose::Report);
    }
    if parts == 0 { "EmptyResultSet" } else { "Accepted" }
}

fn entry(station: &Station, row: &Row) -> Option<Value> {
    let (component, variable, instance) = row.parts()?;
    let mut named = json!({"name": variable});
    json::add(&mut named, "instance", instance);
    let mutability = match row.access {
        Access::Read | Access::Raise => "ReadOnly",
        Access::Change => "ReadWrite",
        Access::Secret => "WriteOnly",
    };
    let mut attribute = json!({"type": "Actual", "mutability": mutability, "persistent": true});
    let shown = (row.access != Access::Secret).then(|| station.settings.get(row));
    json::add(&mut attribute, "value", shown);
    let kind = match row.kind {
        Kind::Flag => "boolean",
        Kind::Number => "integer",
        Kind::Text(_) => "string",
        Kind::Words => "MemberList",
    };
    Some(
        json!({"component": {"name": component}, "variable": named, "variableAttribute": [attribute],
        "variableCharacteristics": {"dataType": kind, "supportsMonitoring": false}}),
    )
}

/// What is told of each EVSE.
fn evses(station: &Station) -> impl Iterator<Item = Value> + '_ {
    station.connectors.iter().flat_map(|connector| {
        let status = station.status_of(connector).v2();
        let power = format!("{:.0}", station.options.power_w);
        let evse = json!({"name": "EVSE", "evse": {"id": connector.id}});
        let plug = json!({"name": "Connector", "evse": {"id": connector.id, "connectorId": 1}});
        let read = |component: &Value, variable: &str, value: &str, kind: &str| {
            json!({"component": component, "variable": {"name": variable},
                "variableAttribute": [{"type": "Actual", "mutability": "ReadOnly", "value": value}],
                "variableCharacteristics": {"dataType": kind, "supportsMonitoring": false}})
        };
        [
            read(&evse, "AvailabilityState", status, "OptionList"),
            read(&evse, "Power", &power, "decimal"),
            read(&plug, "AvailabilityState", status, "OptionList"),
            read(&plug, "ConnectorType", "cType2", "OptionList"),
        ]
    })
}

fn evse_value(station: &Station, named: &Named<'_>) -> Option<String> {
    let found = evses(station).find(|entry| {
        let same = |path: &str, value: Option<&Value>| entry.pointer(path) == value;
        same("/component/name", named.component.get("name"))
            && same("/component/evse", named.component.get("evse"))
            && same("/variable/name", named.variable.get("name"))
    })?;
    found.pointer("/variableAttribute/0/value")?.as_str().map(str::to_owned)
}
