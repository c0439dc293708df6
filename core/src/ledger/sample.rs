//! A sampled value as a station wrote it, as far as a register needs it: from JSON that was read, or straight from its
//! text, which borrows all and makes no tree. What is odd in its shape only the former reads.

use std::marker::PhantomData;

use ocpp_schemas::types::integer;
use serde::de::value::MapAccessDeserializer;
use serde::de::{Deserialize, Deserializer, Error, MapAccess, Visitor};
use serde_json::{Number, Value};

/// A MeterValue element.
#[derive(Debug, serde::Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Element<'a> {
    pub timestamp: Option<&'a str>,
    #[serde(borrow)]
    pub sampled_value: Vec<Object<Sample<'a>>>,
}

/// One of its samples.
#[derive(Debug, serde::Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Sample<'a> {
    #[serde(borrow)]
    pub value: Written<'a>,
    pub context: Option<&'a str>,
    pub measurand: Option<&'a str>,
    pub phase: Option<&'a str>,
    pub location: Option<&'a str>,
    pub format: Option<&'a str>,
    unit: Option<&'a str>,
    unit_of_measure: Option<Object<UnitOfMeasure<'a>>>,
    /// No member of any version; what could not be repaired may have it.
    #[serde(default, deserialize_with = "integer::deserialize")]
    multiplier: Option<i64>,
}

/// Stands for a unit of which nothing can be read: of no such one is a value a register.
const UNREADABLE: &str = "?";

/// 2.x: the unit with a power of ten.
#[derive(Debug, Clone, Copy, serde::Deserialize)]
pub(super) struct UnitOfMeasure<'a> {
    unit: Option<&'a str>,
    #[serde(default, deserialize_with = "integer::deserialize")]
    multiplier: Option<i64>,
}

/// A value as it was written.
#[derive(Debug)]
pub(super) enum Written<'a> {
    Text(&'a str),
    Number(Number),
    /// Neither a number nor a text.
    Other,
}

impl<'a> Sample<'a> {
    /// None: it has no value.
    pub fn of(sample: &'a Value) -> Option<Self> {
        let word = |name: &str| sample.get(name).and_then(Value::as_str);
        let of_2 = sample.get("unitOfMeasure").map(UnitOfMeasure::of);
        let beside = UnitOfMeasure::power(sample);
        Some(Self {
            value: Written::of(sample.get("value")?),
            context: word("context"),
            measurand: word("measurand"),
            phase: word("phase"),
            location: word("location"),
            format: word("format"),
            unit: if beside.is_ok() { word("unit") } else { Some(UNREADABLE) },
            unit_of_measure: of_2.map(Object),
            multiplier: beside.unwrap_or_default(),
        })
    }

    /// Its unit.
    pub fn unit(&self) -> Option<&'a str> {
        let of_2 = self.unit_of_measure.as_ref().and_then(|Object(unit)| unit.unit);
        of_2.filter(|_| self.unit != Some(UNREADABLE)).or(self.unit)
    }

    /// The power of ten that its unit has beside its word.
    pub fn multiplier(&self) -> i64 {
        let of_2 = self.unit_of_measure.as_ref();
        of_2.and_then(|Object(unit)| unit.multiplier)
            .or(self.multiplier)
            .unwrap_or(0)
    }
}

impl<'a> UnitOfMeasure<'a> {
    /// Of a word or an object.
    fn of(unit: &'a Value) -> Self {
        let (word, power) = match unit {
            Value::Null => (None, Ok(None)),
            Value::String(word) => (Some(word.as_str()), Ok(None)),
            Value::Object(_) => (unit.get("unit").and_then(Value::as_str), Self::power(unit)),
            _ => (None, Err(())),
        };
        match power {
            Ok(multiplier) => Self { unit: word, multiplier },
            Err(()) => Self {
                unit: Some(UNREADABLE),
                multiplier: None,
            },
        }
    }

    /// The `multiplier` of an object, if it has one that can be read.
    fn power(of: &Value) -> Result<Option<i64>, ()> {
        match of.get("multiplier") {
            None | Some(Value::Null) => Ok(None),
            Some(power) => integer::of(power).map(Some).ok_or(()),
        }
    }
}

impl<'a> Written<'a> {
    pub fn of(value: &'a Value) -> Self {
        match value {
            Value::String(text) => Self::Text(text),
            Value::Number(number) => Self::Number(number.clone()),
            _ => Self::Other,
        }
    }
}

/// The elements of a list of them that has the shape of OCPP, and no text in which a character is escaped.
pub(super) fn elements(text: &str) -> Option<Vec<Object<Element<'_>>>> {
    serde_json::from_str(text).ok()
}

/// A structure that is written as an object: serde would read its members from a list as well.
#[derive(Debug)]
pub(super) struct Object<T>(pub T);

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Object<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(ObjectVisitor(PhantomData))
    }
}

struct ObjectVisitor<T>(PhantomData<T>);

impl<'de, T: Deserialize<'de>> Visitor<'de> for ObjectVisitor<T> {
    type Value = Object<T>;

    fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, members: A) -> Result<Self::Value, A::Error> {
        T::deserialize(MapAccessDeserializer::new(members)).map(Object)
    }
}

impl<'de: 'a, 'a> Deserialize<'de> for Written<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(WrittenVisitor)
    }
}

struct WrittenVisitor;

impl<'de> Visitor<'de> for WrittenVisitor {
    type Value = Written<'de>;

    fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("a number or a text")
    }

    fn visit_borrowed_str<E: Error>(self, text: &'de str) -> Result<Self::Value, E> {
        Ok(Written::Text(text))
    }

    fn visit_i64<E: Error>(self, number: i64) -> Result<Self::Value, E> {
        Ok(Written::Number(number.into()))
    }

    fn visit_u64<E: Error>(self, number: u64) -> Result<Self::Value, E> {
        Ok(Written::Number(number.into()))
    }

    fn visit_f64<E: Error>(self, number: f64) -> Result<Self::Value, E> {
        Ok(Number::from_f64(number).map_or(Written::Other, Written::Number))
    }
}
