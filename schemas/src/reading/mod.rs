//! Judges a payload while its text is read: one pass, no allocation, nothing built. Says the same as the schema's
//! validator, which is asked only where this finds something, to say what and where.
//!
//! A schema becomes a table of [`Node`]s once. What the table has no node for keeps its own validator, so that no
//! keyword is passed over.

mod compile;
mod moment;
mod reader;
mod words;

use jsonschema::Validator;
use serde_json::Value;

use reader::Reader;
use words::Words;

/// A payload's schema as a table.
#[derive(Debug)]
pub(crate) struct Reading {
    nodes: Vec<Node>,
    root: usize,
}

/// What a value must be. Other nodes are named by their place in the table.
#[derive(Debug)]
enum Node {
    /// A string of at most so many characters.
    Text(usize),
    /// A string of these.
    Word(Words),
    /// A `date-time`.
    Moment,
    /// An integer within bounds.
    Whole(Bounds<i64>),
    /// A number within bounds.
    Number(Bounds<f64>),
    /// `true` or `false`.
    Flag,
    /// An array.
    List { of: usize, items: Bounds<usize> },
    /// An object.
    Object(Object),
    /// Anything.
    Free,
    /// What its own validator accepts.
    Other(Box<Validator>),
}

/// From and to, each inclusive.
#[derive(Debug, Clone, Copy)]
struct Bounds<T> {
    least: T,
    most: T,
}

impl<T: PartialOrd> Bounds<T> {
    fn hold(&self, value: &T) -> bool {
        *value >= self.least && *value <= self.most
    }
}

#[derive(Debug)]
struct Object {
    names: Words,
    /// What the members are, in the order of `names`.
    members: Vec<usize>,
    /// A bit for each member that must be there.
    required: u64,
    /// It may have other members.
    is_open: bool,
}

impl Reading {
    /// The table of a complete schema; none if it is one that no object fulfils.
    pub(crate) fn of(schema: &Value) -> Option<Self> {
        compile::compile(schema)
    }

    /// The length of the valid payload that a text begins with.
    pub(crate) fn valid_length(&self, text: &str) -> Option<usize> {
        let mut reader = Reader::new(&self.nodes, text);
        reader.value(self.root)?;
        Some(reader.position())
    }

    /// Whether every part has a node of its own.
    #[cfg(test)]
    fn is_whole(&self) -> bool {
        !self.nodes.iter().any(|node| matches!(node, Node::Other(_)))
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]

    use serde_json::{Value, json};

    use super::Reading;
    use crate::{Catalogue, Kind, Version};

    fn length(schema: &Value, text: &str) -> Option<usize> {
        Reading::of(schema).unwrap().valid_length(text)
    }

    #[test]
    fn every_payload_has_a_table_and_few_need_more() {
        for version in Version::ALL {
            for action in Catalogue::of(version).actions() {
                for kind in Kind::ALL {
                    let reading = Reading::of(action.schema(kind));
                    assert_eq!(reading.is_some(), kind == Kind::Request || action.confirmed());
                    // `multipleOf` and `uri` are the only ones.
                    let text = action.schema(kind).to_string();
                    let is_rare = text.contains("multipleOf") || text.contains("\"uri\"");
                    assert!(
                        reading.is_none_or(|reading| reading.is_whole() != is_rare),
                        "{}",
                        action.name()
                    );
                }
            }
        }
    }

    #[test]
    fn a_payload_ends_where_its_object_does() {
        let schema = json!({ "type": "object", "additionalProperties": false,
            "properties": { "a": { "type": "integer", "minimum": 0 } }, "required": ["a"] });
        assert_eq!(length(&schema, "{ \"a\" : 1\n}  ]"), Some(11));
        assert_eq!(length(&schema, "{\"\\u0061\":10e-1}"), Some(16));
        for text in [
            "",
            "{",
            "{}",
            "[]",
            "{\"a\":1",
            "{\"a\":1,}",
            "{\"a\" 1}",
            "{,\"a\":1}",
            "{\"a\":1,\"a\":1}",
            "{\"a\":-1}",
            "{\"a\":01}",
            "{\"a\":1.}",
            "{\"a\":.5}",
            "{\"a\":1.5}",
            "{\"a\":\"1\"}",
            "{\"a\":1,\"b\":1}",
            "{\"a\":+1}",
            "{\"a\":1e999}",
            "{a:1}",
            "{\"a\":null}",
            "{\"a\":\u{a0}1}",
        ] {
            assert_eq!(length(&schema, text), None, "{text}");
        }
    }

    #[test]
    fn characters_are_counted_not_bytes() {
        let schema = json!({ "type": "object", "properties": { "a": { "type": "string", "maxLength": 2 } } });
        for text in [
            "{\"a\":\"ab\"}",
            "{\"a\":\"äö\"}",
            "{\"a\":\"\\ud83d\\ude00x\"}",
            "{\"a\":\"\\\"\\n\"}",
        ] {
            assert_eq!(length(&schema, text), Some(text.len()), "{text}");
        }
        for text in [
            "{\"a\":\"abc\"}",
            "{\"a\":\"äöü\"}",
            "{\"a\":\"\\ud83d\"}",
            "{\"a\":\"\n\"}",
            "{\"a\":\"\\x\"}",
        ] {
            assert_eq!(length(&schema, text), None, "{text}");
        }
    }

    #[test]
    fn what_is_free_is_json_without_a_member_twice() {
        let schema = json!({ "type": "object", "properties": { "data": {} } });
        for text in [
            "{\"data\":null}",
            "{\"data\":[1,-2.5e3,true,\"x\",{\"a\":{\"a\":[]}}],\"other\":{}}",
            "{\"data\":123456789012345678901234567890}",
        ] {
            assert_eq!(length(&schema, text), Some(text.len()), "{text}");
        }
        for text in [
            "{\"data\":nul}",
            "{\"data\":[1,]}",
            "{\"data\":{\"a\":1,\"\\u0061\":2}}",
            "{\"x\":1,\"x\":2}",
            "{\"data\":-}",
            "{\"data\":1e400}",
            "{\"data\":tru}",
            "{\"data\":[1 2]}",
        ] {
            assert_eq!(length(&schema, text), None, "{text}");
        }
        // Deeper than is read here: the validator's work.
        let deep = format!("{{\"data\":{}{}}}", "[".repeat(200), "]".repeat(200));
        assert_eq!(length(&schema, &deep), None);
    }

    #[test]
    fn moments_are_those_of_the_validator() {
        let schema = json!({ "type": "object", "properties": { "at": { "type": "string", "format": "date-time" } } });
        let validator = jsonschema::options()
            .should_validate_formats(true)
            .build(&schema)
            .unwrap();
        for moment in [
            "2024-02-29T23:59:59Z",
            "2023-02-29T00:00:00Z",
            "1900-02-29T00:00:00Z",
            "2000-02-29T00:00:00.123+05:30",
            "2024-04-31T00:00:00Z",
            "2024-13-01T00:00:00Z",
            "2024-00-01T00:00:00Z",
            "2024-01-00T00:00:00Z",
            "2024-01-01T24:00:00Z",
            "2024-01-01T23:60:00Z",
            "2024-01-01T23:59:60Z",
            "2024-12-31T23:59:60Z",
            "2024-01-01t00:00:00z",
            "2024-01-01 00:00:00Z",
            "2024-01-01T00:00:00",
            "2024-01-01T00:00:00.Z",
            "2024-01-01T00:00:00+24:00",
            "2024-01-01T00:00:00-00:60",
            "2024-01-01T00:00:00+0100",
            "2024-01-01",
            "",
            "2024-01-01T00:00:00.123456789012Z",
            "2024-01-01T00:00:00Zx",
            "+024-01-01T00:00:00Z",
            "2024-01-01T0 :00:00Z",
        ] {
            let payload = json!({ "at": moment });
            let text = payload.to_string();
            assert_eq!(
                length(&schema, &text).is_some(),
                validator.is_valid(&payload),
                "{moment}"
            );
        }
    }
}
