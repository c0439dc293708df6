//! Objects that have a member twice. JSON leaves open what that means (RFC 8259 section 4): the last one counts. That it
//! is so is noticed while a payload is read; where it is, only a second reading of that payload says.

use std::cell::Cell;
use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::value::RawValue;
use serde_json::{Map, Number, Value};

use super::repair::Repairs;

/// The name of the repair.
const NAME: &str = "duplicate-member";

/// Reads a payload, and sets the flag if an object of it has a member twice.
#[derive(Clone, Copy)]
pub(super) struct Noticing<'a>(pub(super) &'a Cell<bool>);

impl<'de> DeserializeSeed<'de> for Noticing<'_> {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Noticing<'_> {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("any JSON value")
    }

    fn visit_bool<E>(self, value: bool) -> Result<Value, E> {
        Ok(Value::Bool(value))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Value, E> {
        Ok(Value::Number(value.into()))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Value, E> {
        Ok(Value::Number(value.into()))
    }

    fn visit_f64<E>(self, value: f64) -> Result<Value, E> {
        Ok(Number::from_f64(value).map_or(Value::Null, Value::Number))
    }

    fn visit_str<E>(self, value: &str) -> Result<Value, E> {
        Ok(Value::String(value.to_owned()))
    }

    fn visit_string<E>(self, value: String) -> Result<Value, E> {
        Ok(Value::String(value))
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Value, A::Error> {
        let mut items = Vec::new();
        while let Some(item) = seq.next_element_seed(self)? {
            items.push(item);
        }
        Ok(Value::Array(items))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Value, A::Error> {
        let mut members = Map::new();
        while let Some(name) = map.next_key::<String>()? {
            let value = map.next_value_seed(self)?;
            if members.insert(name, value).is_some() {
                self.0.set(true);
            }
        }
        Ok(Value::Object(members))
    }
}

/// Notes where in a payload a member stands twice.
pub(super) fn note(payload: &RawValue, repairs: &mut Repairs) {
    let mut pointer = String::new();
    let walk = Walk {
        pointer: &mut pointer,
        repairs,
    };
    // It was read before, so it is JSON.
    walk.deserialize(&mut serde_json::Deserializer::from_str(payload.get()))
        .unwrap_or_default();
}

struct Walk<'a> {
    pointer: &'a mut String,
    repairs: &'a mut Repairs,
}

impl Walk<'_> {
    /// Does something one segment deeper.
    fn below<T>(&mut self, segment: &str, what: impl FnOnce(Walk<'_>) -> T) -> T {
        let before = self.pointer.len();
        self.pointer.push('/');
        self.pointer.push_str(&segment.replace('~', "~0").replace('/', "~1"));
        let done = what(Walk {
            pointer: self.pointer,
            repairs: self.repairs,
        });
        self.pointer.truncate(before);
        done
    }
}

impl<'de> DeserializeSeed<'de> for Walk<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Walk<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("any JSON value")
    }

    fn visit_bool<E>(self, _: bool) -> Result<(), E> {
        Ok(())
    }

    fn visit_i64<E>(self, _: i64) -> Result<(), E> {
        Ok(())
    }

    fn visit_u64<E>(self, _: u64) -> Result<(), E> {
        Ok(())
    }

    fn visit_f64<E>(self, _: f64) -> Result<(), E> {
        Ok(())
    }

    fn visit_str<E: Error>(self, _: &str) -> Result<(), E> {
        Ok(())
    }

    fn visit_unit<E>(self) -> Result<(), E> {
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(mut self, mut seq: A) -> Result<(), A::Error> {
        for position in 0_usize.. {
            let next = self.below(&position.to_string(), |walk| seq.next_element_seed(walk))?;
            if next.is_none() {
                break;
            }
        }
        Ok(())
    }

    fn visit_map<A: MapAccess<'de>>(mut self, mut map: A) -> Result<(), A::Error> {
        let mut known = std::collections::HashSet::new();
        while let Some(name) = map.next_key::<String>()? {
            let is_new = !known.contains(&name);
            self.below(&name, |walk| {
                if is_new {
                    return map.next_value_seed(walk);
                }
                walk.repairs.note(NAME, walk.pointer);
                map.next_value::<IgnoredAny>().map(drop)
            })?;
            known.insert(name);
        }
        Ok(())
    }
}
