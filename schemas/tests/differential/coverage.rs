//! Which properties of which messages and datatypes were changed in which way, so that no part of the data goes
//! untested.

use ocpp_schemas::generate::Mutation;
use ocpp_schemas::{Action, Kind};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

/// The kinds of changes by place. Places are written as `Message/property` or `Datatype/property`.
#[derive(Default)]
pub struct Coverage(BTreeMap<String, BTreeSet<&'static str>>);

impl Coverage {
    /// Notes a change, and says whether this kind of change is new at its place.
    pub fn note(&mut self, message: (&Action, Kind), mutation: &Mutation) -> bool {
        place(message, &mutation.pointer).is_some_and(|place| self.0.entry(place).or_default().insert(mutation.label))
    }

    /// Whether this kind of change was noted at its place, in whatever message.
    pub fn has(&self, message: (&Action, Kind), mutation: &Mutation) -> bool {
        let kinds = |place| self.0.get(&place).is_some_and(|kinds| kinds.contains(mutation.label));
        place(message, &mutation.pointer).is_none_or(kinds)
    }

    /// All properties of a payload and of the datatypes in it that were not changed.
    pub fn missing(&self, action: &Action, kind: Kind) -> Vec<String> {
        let root = action.schema(kind);
        let definitions = root.get("$defs").and_then(Value::as_object).into_iter().flatten();
        let named = definitions.map(|(name, schema)| (name.clone(), schema));
        let all = named.chain([(format!("{} {kind}", action.name()), root)]);
        let places = all.flat_map(|(owner, schema)| {
            let properties = schema
                .get("properties")
                .and_then(Value::as_object)
                .into_iter()
                .flatten();
            properties.map(move |(name, _)| format!("{owner}/{name}"))
        });
        places.filter(|place| !self.0.contains_key(place)).collect()
    }

    /// How many places, and how many kinds of changes at them.
    pub fn extent(&self) -> (usize, usize) {
        (self.0.len(), self.0.values().map(BTreeSet::len).sum())
    }
}

/// The message or datatype, and the property, that a pointer leads to. `None` for the whole payload.
fn place((action, kind): (&Action, Kind), pointer: &str) -> Option<String> {
    let root = action.schema(kind);
    let mut at = Place {
        root,
        schema: root,
        owner: format!("{} {kind}", action.name()),
    };
    let mut last = None;
    for segment in pointer.split('/').skip(1) {
        if at.schema.get("items").is_some() {
            at.enter_items();
        } else {
            last = Some(format!("{}/{segment}", at.owner));
            at.enter_property(segment);
        }
    }
    last
}

/// Where a walk along a pointer is.
struct Place<'a> {
    root: &'a Value,
    schema: &'a Value,
    owner: String,
}

impl<'a> Place<'a> {
    fn enter_property(&mut self, name: &str) {
        let inner = self
            .schema
            .get("properties")
            .and_then(|properties| properties.get(name));
        self.enter(inner);
    }

    fn enter_items(&mut self) {
        self.enter(self.schema.get("items"));
    }

    fn enter(&mut self, schema: Option<&'a Value>) {
        self.schema = schema.unwrap_or(&Value::Null);
        if let Some(target) = self.schema.get("$ref").and_then(Value::as_str) {
            self.schema = self.root.pointer(target.trim_start_matches('#')).unwrap();
            self.owner = target.rsplit('/').next().unwrap_or_default().to_owned();
        }
    }
}
