//! The description agrees with itself.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use ocpp_schemas::{Catalogue, Kind, Version};
use serde_json::Value;

use super::{Examples, Fill, description};
use crate::ocpp::verbs::VERBS;

const METHODS: [&str; 5] = ["get", "put", "post", "delete", "patch"];

/// Path, method, operation.
fn operations(document: &Value) -> Vec<(String, String, Value)> {
    let paths = document["paths"].as_object().unwrap();
    let operations = paths.iter().flat_map(|(path, item)| {
        let item = item.as_object().unwrap();
        item.iter()
            .map(move |(method, operation)| (path.clone(), method.clone(), operation.clone()))
    });
    operations.collect()
}

#[test]
fn two_types_never_have_one_name() {
    assert_eq!(description().clashes, Vec::<String>::new());
}

#[test]
fn every_operation_is_named_and_explained() {
    let document = description().value;
    let mut ids = BTreeSet::new();
    for (path, method, operation) in operations(&document) {
        assert!(METHODS.contains(&method.as_str()), "{method} {path}");
        let id = operation["operationId"].as_str().unwrap();
        assert!(ids.insert(id.to_owned()), "{id} stands twice");
        assert!(id.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_'), "{id}");
        let summary = operation["summary"].as_str().unwrap();
        assert!(!summary.is_empty() && !summary.ends_with('.'), "{id}: {summary}");
        assert_eq!(operation["tags"].as_array().unwrap().len(), 1, "{id}");
        let named: BTreeSet<&str> = path.split(['{', '}']).skip(1).step_by(2).collect();
        let parameters = operation["parameters"].as_array().cloned().unwrap_or_default();
        for parameter in &parameters {
            let description = parameter["description"].as_str().unwrap_or_default();
            assert!(!description.is_empty(), "{id}: {} is not explained", parameter["name"]);
        }
        let in_path = parameters.iter().filter(|parameter| parameter["in"] == "path");
        let described: BTreeSet<&str> = in_path.map(|parameter| parameter["name"].as_str().unwrap()).collect();
        assert_eq!(named, described, "{method} {path}");
    }
    assert!(ids.len() > 80, "{}", ids.len());
}

#[test]
fn every_member_is_explained() {
    let document = description().value;
    let mut silent = Vec::new();
    for (name, schema) in document["components"]["schemas"].as_object().unwrap() {
        // The specification's own have their explanation there.
        if ["v16.", "v201.", "v21."].iter().any(|of| name.starts_with(of)) {
            continue;
        }
        let parts = schema["allOf"].as_array().cloned().unwrap_or_default();
        for part in parts.iter().chain([schema]) {
            let members = part["properties"].as_object().cloned().unwrap_or_default();
            let unsaid = |member: &Value| member["description"].is_null() && member["$ref"].is_null();
            let unsaid = members
                .iter()
                .filter(|(_, member)| unsaid(member) && member["oneOf"].is_null());
            silent.extend(unsaid.map(|(member, _)| format!("{name}.{member}")));
        }
    }
    assert_eq!(silent, Vec::<String>::new());
}

#[test]
fn whatever_can_be_sent_is_described_by_itself() {
    let document = description().value;
    let schemas = document["components"]["schemas"].as_object().unwrap();
    let mut requests = 0;
    for version in Version::ALL {
        for action in Catalogue::of(version).actions() {
            let path = format!("/api/v1/charge-points/{{id}}/commands/{}", action.name());
            let is_sent = action.sent_by_central_system() && action.confirmed();
            let prefix = format!("v{}", version.to_string().replace('.', ""));
            let name = format!("{prefix}.{}Request", action.name());
            assert_eq!(schemas.contains_key(&name), is_sent, "{name}");
            if is_sent {
                let body = &document["paths"][&path]["post"]["requestBody"];
                assert!(body.to_string().contains(&format!("/{name}\"")), "{path}: {body}");
                requests += 1;
            }
        }
    }
    assert_eq!(requests, 121);
    for verb in VERBS {
        let path = format!("/api/v1/charge-points/{{id}}/commands/{}", verb.name);
        let operation = &document["paths"][&path]["post"];
        assert!(operation["operationId"].is_string(), "{path}");
        let answer = &operation["responses"]["200"]["content"]["application/json"]["schema"]["$ref"];
        assert_eq!(answer, "#/components/schemas/Command");
    }
}

/// A size that a browser and a generator read without a pause, made while nobody notices.
#[test]
fn it_is_made_soon_and_not_too_large() {
    let begun = std::time::Instant::now();
    let text = description().value.to_string();
    println!("{} bytes in {:?}", text.len(), begun.elapsed());
    assert!(text.len() < 2 << 20, "{}", text.len());
}

#[test]
fn what_is_referred_to_is_there() {
    fn references(value: &Value, found: &mut BTreeSet<String>) {
        match value {
            Value::Object(members) => {
                if let Some(Value::String(to)) = members.get("$ref") {
                    found.insert(to.clone());
                }
                members.values().for_each(|value| references(value, found));
            }
            Value::Array(items) => items.iter().for_each(|value| references(value, found)),
            _ => {}
        }
    }
    let document = description().value;
    let mut found = BTreeSet::new();
    references(&document, &mut found);
    let missing: Vec<_> = found
        .iter()
        .filter(|to| document.pointer(to.trim_start_matches('#')).is_none())
        .collect();
    assert_eq!(missing, Vec::<&String>::new());
}

/// Each body of the description: where it is, its media type, and what is said of it.
fn bodies(document: &Value) -> Vec<(String, String, Value)> {
    let mut found = Vec::new();
    let mut add = |place: String, body: &Value| {
        let contents = body["content"].as_object().cloned().unwrap_or_default();
        found.extend(
            contents
                .into_iter()
                .map(|(media, content)| (place.clone(), media, content)),
        );
    };
    for (path, method, operation) in operations(document) {
        add(format!("{method} {path}"), &operation["requestBody"]);
        for (status, answer) in operation["responses"].as_object().unwrap() {
            add(format!("{method} {path} {status}"), answer);
        }
    }
    for (name, answer) in document["components"]["responses"].as_object().unwrap() {
        add(name.clone(), answer);
    }
    found
}

/// A route whose body has no example fails here: its types say more of themselves, or `op(..)` gives one.
#[test]
fn every_body_has_an_example_that_fits_it() {
    let document = description().value;
    let (mut silent, mut wrong, mut count) = (Vec::new(), Vec::new(), 0);
    let mut validators = BTreeMap::new();
    for (place, media, content) in bodies(&document) {
        let one = content.get("example").cloned();
        let several = content["examples"].as_object().into_iter().flatten();
        let examples: Vec<Value> = several.map(|(_, named)| named["value"].clone()).chain(one).collect();
        if examples.is_empty() {
            silent.push(format!("{place} {media}"));
        }
        let schema = content["schema"].clone();
        let validator = validators.entry(schema.to_string()).or_insert_with(|| {
            let mut schema = schema.clone();
            schema["components"] = document["components"].clone();
            jsonschema::draft202012::new(&schema).unwrap()
        });
        for example in examples {
            count += 1;
            let errors = validator.iter_errors(&example);
            wrong.extend(errors.map(|error| format!("{place} {media}: {}: {error}", error.instance_path())));
        }
    }
    assert_eq!((silent, wrong), (Vec::<String>::new(), Vec::<String>::new()));
    assert!(count > 400, "{count}");
}

/// A type's example of itself and a field's are held as well: they are what readers of the schemas see.
#[test]
fn every_example_in_a_schema_fits_it() {
    let document = description().value;
    let mut wrong = Vec::new();
    for (name, schema) in document["components"]["schemas"].as_object().unwrap() {
        let examples = schema["examples"].as_array().cloned().unwrap_or_default();
        if examples.is_empty() {
            continue;
        }
        let mut whole = schema.clone();
        whole["components"] = document["components"].clone();
        let validator = jsonschema::draft202012::new(&whole).unwrap();
        let errors = examples.iter().flat_map(|example| validator.iter_errors(example));
        wrong.extend(errors.map(|error| format!("{name}: {error}")));
    }
    assert_eq!(wrong, Vec::<String>::new());
}

/// What is said of a request of an action is what a station's schema takes, in each version that has it.
#[test]
fn every_request_that_can_be_sent_has_a_valid_example() {
    for version in Version::ALL {
        for action in Catalogue::of(version).actions() {
            let schema = action.schema(Kind::Request);
            let types = schema["$defs"].as_object().cloned().unwrap_or_default();
            let example = Examples::of(&types).make(schema, Fill::Needed).unwrap();
            let verdict = action.validate(Kind::Request, &example);
            assert!(verdict.is_ok(), "{version} {}: {example}: {verdict:?}", action.name());
        }
    }
}

/// A path that is registered past [`super::Routes`] would be described nowhere.
#[test]
fn no_path_is_registered_otherwise() {
    fn sources(folder: &Path, found: &mut Vec<std::path::PathBuf>) {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                sources(&path, found);
            } else {
                found.push(path);
            }
        }
    }
    let admin = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/admin");
    let mut files = Vec::new();
    sources(&admin, &mut files);
    for file in files {
        let name = file.strip_prefix(&admin).unwrap().display().to_string();
        let text = std::fs::read_to_string(&file).unwrap();
        // The two that bind what is declared, and the page that shows it.
        if !["mod.rs", "openapi/routes.rs", "openapi/serve.rs", "openapi/tests.rs"].contains(&name.as_str()) {
            for word in ["web::resource(", "web::scope(", "ServiceConfig"] {
                assert!(
                    !text.contains(word),
                    "{name} registers by {word}...: declare it on `Routes`"
                );
            }
        }
    }
}
