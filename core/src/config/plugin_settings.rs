//! A plugin's own settings: any TOML table, handed to the plugin as JSON.

use serde_json::{Map, Number, Value};
use toml::de::{DeTable, DeValue};

use super::problem::What;
use super::typed::{Mistake, Reading, Typed, below, whole};

/// A table as a JSON object; times become texts.
pub fn read(typed: Typed<'_>) -> Reading<Value> {
    let Some(table) = typed.table() else {
        return typed.wrong("a table with the plugin's own settings");
    };
    object(table)
}

fn object(table: &DeTable<'_>) -> Reading<Value> {
    let mut members = Map::new();
    let mut mistakes = Vec::new();
    for (name, value) in table {
        match json(Typed::Toml(value), value.get_ref()) {
            Ok(value) => drop(members.insert(name.get_ref().to_string(), value)),
            Err(inner) => mistakes.extend(below(&format!(".{}", name.get_ref()), inner)),
        }
    }
    unless_wrong(Value::Object(members), mistakes)
}

fn json(typed: Typed<'_>, value: &DeValue<'_>) -> Reading<Value> {
    match value {
        DeValue::String(text) => Ok(Value::from(text.as_ref())),
        DeValue::Boolean(truth) => Ok(Value::from(*truth)),
        DeValue::Datetime(time) => Ok(Value::from(time.to_string())),
        DeValue::Integer(number) => match whole(number) {
            Some(number) => Ok(Value::from(number)),
            None => typed.wrong("a whole number of at most 64 bits"),
        },
        DeValue::Float(number) => match number.as_str().parse().ok().and_then(Number::from_f64) {
            Some(number) => Ok(Value::Number(number)),
            None => typed.mistake(What::Refused("JSON has no such number".to_owned())),
        },
        DeValue::Table(table) => object(table),
        DeValue::Array(list) => {
            let (mut items, mut mistakes) = (Vec::new(), Vec::new());
            for (index, item) in list.iter().enumerate() {
                match json(Typed::Toml(item), item.get_ref()) {
                    Ok(item) => items.push(item),
                    Err(inner) => mistakes.extend(below(&format!("[{index}]"), inner)),
                }
            }
            unless_wrong(Value::Array(items), mistakes)
        }
    }
}

fn unless_wrong(value: Value, mistakes: Vec<Mistake>) -> Reading<Value> {
    if mistakes.is_empty() { Ok(value) } else { Err(mistakes) }
}
