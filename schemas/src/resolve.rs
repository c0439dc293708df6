//! Makes one payload's schema complete: the definitions that it reaches move beside it.

use serde_json::{Map, Value};

const FILE: &str = "types.json#/$defs/";
const LOCAL: &str = "#/$defs/";
const DIALECT: &str = "https://json-schema.org/draft/2020-12/schema";

/// The schema with `$defs` of all that it reaches in `types` (a version's `types.json`), referred to as `#/$defs/X`.
pub(crate) fn complete(mut schema: Value, types: &Value) -> Value {
    let mut wanted = Vec::new();
    localise(&mut schema, &mut wanted);
    let mut definitions = Map::new();
    while let Some(name) = wanted.pop() {
        let source = types.get("$defs").and_then(|definitions| definitions.get(&name));
        if let (Some(source), false) = (source, definitions.contains_key(&name)) {
            let mut definition = source.clone();
            localise(&mut definition, &mut wanted);
            definitions.insert(name, definition);
        }
    }
    if let Some(members) = schema.as_object_mut() {
        members.insert("$schema".to_owned(), DIALECT.into());
        if !definitions.is_empty() {
            members.insert("$defs".to_owned(), definitions.into());
        }
    }
    schema
}

/// Turns references into the file into local ones, and notes which definitions they name.
fn localise(schema: &mut Value, wanted: &mut Vec<String>) {
    match schema {
        Value::Object(members) => {
            if let Some(Value::String(reference)) = members.get_mut("$ref")
                && let Some(name) = reference.strip_prefix(FILE).map(str::to_owned)
            {
                *reference = format!("{LOCAL}{name}");
                wanted.push(name);
            }
            members.values_mut().for_each(|member| localise(member, wanted));
        }
        Value::Array(items) => items.iter_mut().for_each(|item| localise(item, wanted)),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn what_is_reached_comes_along_and_nothing_else() {
        let types = json!({"$defs": {
            "Outer": {"properties": {"inner": {"$ref": "types.json#/$defs/Inner"}}},
            "Inner": {"type": "string"},
            "Other": {"type": "integer"},
        }});
        let schema = json!({"type": "array", "items": {"$ref": "types.json#/$defs/Outer"}});
        assert_eq!(
            complete(schema, &types),
            json!({
                "$schema": DIALECT,
                "type": "array",
                "items": {"$ref": "#/$defs/Outer"},
                "$defs": {
                    "Outer": {"properties": {"inner": {"$ref": "#/$defs/Inner"}}},
                    "Inner": {"type": "string"},
                },
            })
        );
    }
}
