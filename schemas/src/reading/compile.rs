//! From a schema to its table.

use std::collections::HashMap;

use jsonschema::{Draft, Validator};
use serde_json::{Map, Value};

use super::words::Words;
use super::{Bounds, Node, Object, Reading};

/// What says nothing of a value.
const ANNOTATIONS: [&str; 7] = [
    "$schema",
    "$defs",
    "$comment",
    "title",
    "description",
    "default",
    "javaType",
];
/// An object's members have a bit each.
const MOST_MEMBERS: usize = 64;
/// Integers up to here are numbers of 64 bits exactly.
const EXACT: i64 = 1 << 53;

pub(super) fn compile(schema: &Value) -> Option<Reading> {
    let mut compiler = Compiler {
        root: schema,
        nodes: Vec::new(),
        definitions: HashMap::new(),
    };
    let root = compiler.node(schema)?;
    let nodes = compiler.nodes.into_iter().collect::<Option<Vec<_>>>()?;
    Some(Reading { nodes, root })
}

struct Compiler<'a> {
    root: &'a Value,
    /// None: being made.
    nodes: Vec<Option<Node>>,
    /// The places of the definitions that were met.
    definitions: HashMap<&'a str, usize>,
}

impl<'a> Compiler<'a> {
    /// The place of a schema's node.
    fn node(&mut self, schema: &'a Value) -> Option<usize> {
        let members = schema.as_object()?;
        if let Some(target) = reference(members) {
            return self.definition(target);
        }
        let node = match self.made(members)? {
            Some(node) => node,
            None => Node::Other(self.validator(members)?),
        };
        self.nodes.push(Some(node));
        Some(self.nodes.len() - 1)
    }

    fn definition(&mut self, target: &'a str) -> Option<usize> {
        if let Some(&place) = self.definitions.get(target) {
            return Some(place);
        }
        let place = self.nodes.len();
        self.nodes.push(None);
        self.definitions.insert(target, place);
        let schema = self.root.pointer(target.strip_prefix('#')?)?;
        let members = schema.as_object()?;
        let node = match self.made(members)? {
            Some(node) => node,
            None => Node::Other(self.validator(members)?),
        };
        *self.nodes.get_mut(place)? = Some(node);
        Some(place)
    }

    /// The node of a schema, if its keywords are among those that have one.
    fn made(&mut self, schema: &'a Map<String, Value>) -> Option<Option<Node>> {
        let keywords = Keywords(schema);
        let kind = schema.get("type").and_then(Value::as_str);
        Some(match kind {
            None if keywords.are(&[]) => Some(Node::Free),
            Some("object") if keywords.are(&["type", "properties", "required", "additionalProperties"]) => {
                self.object(schema)?.map(Node::Object)
            }
            Some("array") if keywords.are(&["type", "items", "minItems", "maxItems"]) => {
                let of = match schema.get("items") {
                    Some(items) => self.node(items)?,
                    None => return Some(None),
                };
                keywords.counts().map(|items| Node::List { of, items })
            }
            Some("string") if keywords.are(&["type", "enum"]) && schema.contains_key("enum") => {
                words(schema).map(Node::Word)
            }
            Some("string") if keywords.are(&["type", "maxLength"]) => {
                keywords.count("maxLength", usize::MAX).map(Node::Text)
            }
            Some("string") if keywords.are(&["type", "format"]) && is_moment(schema) => Some(Node::Moment),
            Some("integer") if keywords.are(&["type", "minimum", "maximum"]) => keywords.whole().map(Node::Whole),
            Some("number") if keywords.are(&["type", "minimum", "maximum"]) => keywords.number().map(Node::Number),
            Some("boolean") if keywords.are(&["type"]) => Some(Node::Flag),
            _ => None,
        })
    }

    fn object(&mut self, schema: &'a Map<String, Value>) -> Option<Option<Object>> {
        let is_open = match schema.get("additionalProperties") {
            None | Some(Value::Bool(true)) => true,
            Some(Value::Bool(false)) => false,
            Some(_) => return Some(None),
        };
        let empty = Map::new();
        let properties = match schema.get("properties") {
            None => &empty,
            Some(Value::Object(properties)) if properties.len() <= MOST_MEMBERS => properties,
            Some(_) => return Some(None),
        };
        let names = Words::new(properties.keys().map(String::as_str));
        let mut required = 0;
        for name in schema.get("required").and_then(Value::as_array).into_iter().flatten() {
            let Some(place) = name.as_str().and_then(|name| names.find(name)) else {
                return Some(None);
            };
            required |= 1 << place;
        }
        let properties = schema.get("properties").and_then(Value::as_object);
        let mut members = Vec::new();
        for name in names.iter() {
            members.push(self.node(properties?.get(name)?)?);
        }
        Some(Some(Object {
            names,
            members,
            required,
            is_open,
        }))
    }

    /// The validator of a part, which finds the definitions that the whole has.
    fn validator(&self, part: &Map<String, Value>) -> Option<Box<Validator>> {
        let mut whole = part.clone();
        if let Some(definitions) = self.root.get("$defs") {
            whole.insert("$defs".to_owned(), definitions.clone());
        }
        let options = jsonschema::options()
            .with_draft(Draft::Draft202012)
            .should_validate_formats(true);
        options.build(&whole.into()).ok().map(Box::new)
    }
}

/// What a schema that says nothing else refers to.
fn reference(schema: &Map<String, Value>) -> Option<&str> {
    let target = schema.get("$ref")?.as_str()?;
    Keywords(schema).are(&["$ref"]).then_some(target)
}

fn words(schema: &Map<String, Value>) -> Option<Words> {
    let values = schema.get("enum")?.as_array()?;
    let words: Option<Vec<_>> = values.iter().map(Value::as_str).collect();
    Some(Words::new(words?.into_iter()))
}

fn is_moment(schema: &Map<String, Value>) -> bool {
    schema.get("format").is_some_and(|format| format == "date-time")
}

/// The keywords of a schema.
#[derive(Clone, Copy)]
struct Keywords<'a>(&'a Map<String, Value>);

impl Keywords<'_> {
    /// There are no others than these.
    fn are(self, known: &[&str]) -> bool {
        let mut names = self.0.keys().map(String::as_str);
        names.all(|name| known.contains(&name) || ANNOTATIONS.contains(&name))
    }

    /// A count; none: it is no count.
    fn count(self, name: &str, otherwise: usize) -> Option<usize> {
        match self.0.get(name) {
            None => Some(otherwise),
            Some(count) => usize::try_from(count.as_u64()?).ok(),
        }
    }

    fn counts(self) -> Option<Bounds<usize>> {
        Some(Bounds {
            least: self.count("minItems", 0)?,
            most: self.count("maxItems", usize::MAX)?,
        })
    }

    /// A bound that is the same as an integer and as a number of 64 bits.
    fn bound(self, name: &str) -> Option<Option<i64>> {
        match self.0.get(name) {
            None => Some(None),
            Some(bound) => {
                let bound = bound.as_i64().filter(|bound| bound.abs() < EXACT)?;
                Some(Some(bound))
            }
        }
    }

    fn whole(self) -> Option<Bounds<i64>> {
        Some(Bounds {
            least: self.bound("minimum")?.unwrap_or(i64::MIN),
            most: self.bound("maximum")?.unwrap_or(i64::MAX),
        })
    }

    #[expect(clippy::cast_precision_loss, reason = "they are below 2^53")]
    fn number(self) -> Option<Bounds<f64>> {
        let bound = |name, otherwise| Some(self.bound(name)?.map_or(otherwise, |bound| bound as f64));
        Some(Bounds {
            least: bound("minimum", f64::NEG_INFINITY)?,
            most: bound("maximum", f64::INFINITY)?,
        })
    }
}
