//! Which properties of which messages and datatypes were changed, so that no part of the data goes untested.

use ocpp_schemas::{Action, Kind};
use serde_json::Value;
use std::collections::BTreeSet;

/// Places are written as `Message/property` or `Datatype/property`.
#[derive(Default)]
pub struct Coverage(BTreeSet<String>);

impl Coverage {
    /// Notes a change at a pointer into a payload.
    pub fn note(&mut self, message: (&Action, Kind), pointer: &str) {
        self.0.extend(place(message, pointer));
    }

    /// Whether a change at this place was noted, in whatever message.
    pub fn has(&self, message: (&Action, Kind), pointer: &str) -> bool {
        place(message, pointer).is_none_or(|place| self.0.contains(&place))
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
        places.filter(|place| !self.0.contains(place)).collect()
    }

    pub fn len(&self) -> usize {
        self.0.len()
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
