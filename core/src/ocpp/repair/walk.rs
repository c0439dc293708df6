//! The walk through a payload beside its schema: members that are not known, `null`, lists where one value belongs and
//! the other way round, and members that are missing.

use ocpp_schemas::Kind;
use serde_json::{Map, Value};

use super::Reading;
use super::absent;
use super::answers;
use super::leaf::is_blank;
use super::units::{self, Place, Placed};
use super::words;
use crate::frame::repair::Repairs;

/// How deep a payload is followed; no schema is deeper.
const DEEPEST: usize = 24;

/// A walk through one payload.
pub(super) struct Walk<'a> {
    pub(super) reading: Reading<'a>,
    pub(super) repairs: Repairs,
    /// JSON pointer of where it is.
    pub(super) pointer: String,
    /// The payload as it came, for what the state knows of it.
    whole: Value,
    root: &'static Value,
    depth: usize,
}

/// A schema without references, and the name of its type: the last one that was followed, or the action's.
#[derive(Clone, Copy)]
pub(super) struct Shape<'s> {
    pub(super) schema: &'s Value,
    pub(super) owner: &'s str,
}

impl Shape<'_> {
    fn kind(&self) -> Option<&str> {
        self.schema.get("type").and_then(Value::as_str)
    }
}

impl<'a> Walk<'a> {
    pub(super) fn new(reading: Reading<'a>) -> Self {
        Self {
            root: reading.action.schema(reading.kind),
            reading,
            repairs: Repairs::default(),
            pointer: String::new(),
            whole: Value::Null,
            depth: 0,
        }
    }

    /// Repairs a whole payload. None: nothing can be made of it.
    pub(super) fn payload(mut self, payload: Value) -> (Option<Value>, Repairs) {
        let object = match payload {
            Value::Object(members) => Some(self.around_keys(members)),
            Value::Null => {
                self.note("null-as-absent");
                Some(Map::new())
            }
            Value::String(text) => match serde_json::from_str(&text) {
                Ok(Value::Object(members)) => {
                    self.note("payload-as-text");
                    Some(members)
                }
                _ => self.no_object(),
            },
            Value::Array(items) => match self.around(items).map_err(<[Value; 1]>::try_from) {
                Ok(members) => Some(members),
                Err(Ok([Value::Object(members)])) => {
                    self.note("list-as-value");
                    Some(members)
                }
                Err(_) => self.no_object(),
            },
            _ => self.no_object(),
        };
        let Some(object) = object else {
            return (None, self.repairs);
        };
        self.whole = Value::Object(object.clone());
        let shape = Shape {
            schema: self.root,
            owner: self.reading.action.name(),
        };
        let repaired = self.object(shape, object).map(Value::Object);
        (repaired, self.repairs)
    }

    /// The payload as it came.
    pub(super) fn whole(&self) -> &Value {
        &self.whole
    }

    fn no_object(&mut self) -> Option<Map<String, Value>> {
        self.reading.is_report.then(|| {
            self.note("payload-not-an-object");
            Map::new()
        })
    }

    pub(super) fn note(&mut self, name: &'static str) {
        self.repairs.note(name, &self.pointer);
    }

    /// Does something one segment deeper.
    pub(super) fn below<T>(&mut self, segment: &str, what: impl FnOnce(&mut Self) -> T) -> T {
        let before = self.pointer.len();
        self.pointer.push('/');
        self.pointer.push_str(&segment.replace('~', "~0").replace('/', "~1"));
        self.depth += 1;
        let done = what(self);
        self.depth -= 1;
        self.pointer.truncate(before);
        done
    }

    fn resolved<'s>(&self, shape: Shape<'s>) -> Shape<'s> {
        let mut shape = shape;
        // References do not lead in circles; a schema that did would not compile.
        for _ in 0..DEEPEST {
            let Some(reference) = shape.schema.get("$ref").and_then(Value::as_str) else {
                break;
            };
            let owner = reference.rsplit('/').next().unwrap_or_default();
            let root: &'static Value = self.root;
            match root.get("$defs").and_then(|types| types.get(owner)) {
                Some(schema) => shape = Shape { schema, owner },
                None => break,
            }
        }
        shape
    }

    /// Repairs one value. None: it cannot be.
    fn value(&mut self, shape: Shape<'_>, value: Value) -> Option<Value> {
        if self.depth > DEEPEST {
            return None;
        }
        let shape = self.resolved(shape);
        let (Some(kind), owner) = (shape.kind(), shape.owner) else {
            // Anything may stand here.
            return Some(value);
        };
        match (kind, value) {
            ("array", Value::Array(items)) => Some(self.list(shape, items)),
            ("array", Value::Null) => None,
            ("array", Value::Object(members)) => {
                let items = self.keys_of_map(members);
                Some(self.list(shape, items))
            }
            ("array", single) => {
                self.note("value-as-list");
                Some(self.list(shape, vec![single]))
            }
            ("string", Value::Array(items)) if items.len() != 1 && self.may_be_text(shape.schema) => {
                self.note("value-as-text");
                self.text(shape.schema, owner, answers::text_of(items))
            }
            (_, Value::Array(items)) => {
                let [single] = <[Value; 1]>::try_from(items).ok()?;
                self.note("list-as-value");
                self.value(shape, single)
            }
            ("object", Value::Object(members)) => self.object(shape, members).map(Value::Object),
            ("object", Value::String(text)) => self.object_of_text(shape, &text),
            ("object", _) => None,
            ("string", value) => self.text(shape.schema, owner, value),
            ("integer", value) => self.integer(shape.schema, value),
            ("number", value) => self.number(shape.schema, value),
            ("boolean", value) => self.truth(value),
            (_, value) => Some(value),
        }
    }

    /// A text in place of an object: the object's JSON, or what alone names it.
    fn object_of_text(&mut self, shape: Shape<'_>, text: &str) -> Option<Value> {
        if let Ok(Value::Object(members)) = serde_json::from_str(text) {
            self.note("text-as-object");
            return self.object(shape, members).map(Value::Object);
        }
        let name = match shape.owner {
            "IdTokenType" => "idToken",
            "ComponentType" | "VariableType" => "name",
            _ => return None,
        };
        self.note("text-as-object");
        let mut members = Map::new();
        members.insert(name.to_owned(), text.into());
        self.object(shape, members).map(Value::Object)
    }

    /// A list with the items that can be read.
    fn list(&mut self, shape: Shape<'_>, items: Vec<Value>) -> Value {
        let (inner, total) = (shape.schema.get("items").unwrap_or(&Value::Null), items.len());
        let mut repaired = Vec::with_capacity(total);
        for (position, item) in items.into_iter().enumerate() {
            let inner = Shape {
                schema: inner,
                owner: shape.owner,
            };
            self.below(&position.to_string(), |walk| match walk.value(inner, item) {
                Some(item) => repaired.push(item),
                None => walk.note("item-left-out"),
            });
        }
        let limit = |name| shape.schema.get(name).and_then(Value::as_u64);
        let count = u64::try_from(repaired.len()).unwrap_or(u64::MAX);
        if limit("minItems").is_some_and(|least| count < least) {
            self.note("list-too-short");
        }
        if limit("maxItems").is_some_and(|most| count > most) {
            self.note("list-too-long");
        }
        Value::Array(repaired)
    }

    fn object(&mut self, shape: Shape<'_>, mut members: Map<String, Value>) -> Option<Map<String, Value>> {
        let none = Map::new();
        let known = shape
            .schema
            .get("properties")
            .and_then(Value::as_object)
            .unwrap_or(&none);
        let is_closed = shape.schema.get("additionalProperties") == Some(&Value::Bool(false));
        if is_closed {
            self.spelled_members(known, &mut members);
        }
        let without_unit = self.units(shape.owner, &mut members);
        if is_closed {
            self.unknown_members(known, &mut members);
        }
        let required: Vec<&str> = shape
            .schema
            .get("required")
            .and_then(Value::as_array)
            .map(|names| names.iter().filter_map(Value::as_str).collect())
            .unwrap_or_default();
        if self.is_answer() {
            self.complete(shape.owner, &required, &mut members);
        }
        let mut repaired = Map::new();
        for (name, schema) in known {
            let inner = Shape {
                schema,
                owner: shape.owner,
            };
            let is_required = required.contains(&name.as_str());
            let value = members.remove(name);
            match self.below(name, |walk| walk.member(inner, name, value, is_required)) {
                Member::Is(value) => drop(repaired.insert(name.clone(), value)),
                Member::LeftOut => {}
                Member::Lost if !is_required && !absent::changes_meaning(shape.owner, name, &repaired) => {}
                Member::Lost => return None,
            }
        }
        if without_unit.is_some_and(|member| absent::changes_meaning(shape.owner, member, &repaired)) {
            return None;
        }
        // Of a vendor's own data, and of answers: what the type does not know.
        repaired.extend(members);
        Some(repaired)
    }

    fn member(&mut self, shape: Shape<'_>, name: &str, value: Option<Value>, is_required: bool) -> Member {
        let owner = shape.owner;
        let resolved = self.resolved(shape);
        let value = match value {
            Some(Value::Null) if resolved.kind().is_some() => {
                self.note("null-as-absent");
                None
            }
            // Of the measurand alone the absence is a word of its own: the energy register.
            Some(Value::String(text)) if !is_required && name != "measurand" && self.says_nothing(resolved, &text) => {
                self.note("empty-text");
                None
            }
            value => value,
        };
        let was_there = value.is_some();
        if let Some(value) = value {
            let before = self.repairs.len();
            match self.value(shape, value) {
                Some(Value::Array(items)) if items.is_empty() && !is_required && was_short(resolved) => {
                    self.repairs.back_to(before);
                    self.note("empty-list");
                    return Member::LeftOut;
                }
                Some(value) => return Member::Is(value),
                None => self.note("unreadable-value"),
            }
        }
        if !is_required {
            return if was_there { Member::Lost } else { Member::LeftOut };
        }
        let stands = self.stands_for(owner, name, resolved);
        match stands {
            Some(value) => {
                if !was_there {
                    self.note("missing-member");
                }
                Member::Is(value)
            }
            None if !was_there && self.may_lack() => {
                self.note("missing-member");
                Member::LeftOut
            }
            None => Member::Lost,
        }
    }

    /// Whether a text is blank where a text of one's own choice has no place, so that it stands for nothing. Answers are
    /// shown as they are.
    fn says_nothing(&self, shape: Shape<'_>, text: &str) -> bool {
        let is_chosen = match shape.kind() {
            Some("string") => shape.schema.get("enum").is_some(),
            kind => matches!(kind, Some("integer" | "number" | "boolean" | "object")),
        };
        is_chosen && self.reading.kind == Kind::Request && text.chars().all(is_blank)
    }

    /// What may stand for a member that is needed and not there.
    fn stands_for(&mut self, owner: &str, name: &str, shape: Shape<'_>) -> Option<Value> {
        if self.reading.kind == Kind::Response {
            return None;
        }
        let known = match absent::stand_in(owner, name) {
            Some(absent::StandIn::Value(value)) => Some(value()),
            Some(absent::StandIn::Asked(unsaid)) => (self.reading.unsaid)(unsaid, &self.whole),
            None if shape.schema.get("format") == Some(&"date-time".into()) => {
                Some(crate::clock::text(self.reading.now).into())
            }
            None => None,
        }?;
        // An object is made whole by its own rules.
        match known {
            Value::Object(members) => self.object(shape, members).map(Value::Object),
            value => Some(value),
        }
    }

    /// Members whose names differ from those of the type in case, blanks and signs alone, such as `unit_of_measure`,
    /// count as what they mean.
    fn spelled_members(&mut self, known: &Map<String, Value>, members: &mut Map<String, Value>) {
        for name in unknown(known, members) {
            let is_free = |meant: &&String| members.get(*meant).is_none_or(Value::is_null);
            let Some(meant) = words::spelled(known.keys().map(String::as_str), &name)
                .and_then(|meant| known.keys().find(|known| *known == meant))
                .filter(is_free)
            else {
                continue;
            };
            self.below(meant, |walk| walk.note("member-spelling"));
            if let Some(value) = members.remove(&name) {
                members.insert(meant.clone(), value);
            }
        }
    }

    /// Puts what is said of units into the place that the version has for it, before the rest of what is not known goes.
    /// The member is told of which nothing can be read: the value without it would be another.
    fn units(&mut self, owner: &str, members: &mut Map<String, Value>) -> Option<&'static str> {
        if self.reading.kind == Kind::Response {
            return None;
        }
        if units::into_samples(owner, members) {
            self.note("member-moved");
        }
        let place = units::place(owner)?;
        let placed = units::in_their_place(place, members);
        self.below(place.member(), |walk| match placed {
            Placed::AsItWas => {}
            Placed::Moved => walk.note("member-moved"),
            Placed::Unreadable => walk.note("unreadable-value"),
        });
        if place == Place::Word && units::in_kwh(members) {
            self.below(place.member(), |walk| walk.note("unit-converted"));
        }
        (placed == Placed::Unreadable).then_some(place.member())
    }

    /// Takes out what the type does not know.
    fn unknown_members(&mut self, known: &Map<String, Value>, members: &mut Map<String, Value>) {
        for name in unknown(known, members) {
            self.below(shown(&name), |walk| walk.note("unknown-member"));
            if self.reading.kind == Kind::Request {
                members.remove(&name);
            }
        }
    }
}

/// The names of the members that a type does not know.
fn unknown(known: &Map<String, Value>, members: &Map<String, Value>) -> Vec<String> {
    let names = members.keys().filter(|name| !known.contains_key(*name));
    names.cloned().collect()
}

/// What became of a member.
enum Member {
    /// It has this value.
    Is(Value),
    /// It is not there, and need not be.
    LeftOut,
    /// It was there and cannot be read, or is needed and not there.
    Lost,
}

fn was_short(shape: Shape<'_>) -> bool {
    shape.schema.get("minItems").is_some()
}

/// A name as far as a pointer repeats it.
fn shown(name: &str) -> &str {
    let end = name.char_indices().nth(64).map_or(name.len(), |(at, _)| at);
    name.get(..end).unwrap_or_default()
}
