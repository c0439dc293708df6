//! The description as one OpenAPI 3.1 document.

use std::collections::BTreeMap;

use actix_web::http::Method;
use serde_json::{Map, Value, json};

use super::actions;
use super::content::Content;
use super::example::{Examples, Fill};
use super::operation::Tag;
use super::problems;
use super::routes::{Described, Routes};
use super::signature::Answered;
use crate::admin::access::needed;
use crate::admin::problem::{Kind, kinds};

/// What every operation can be refused for that needs a token.
const GUARD: [&Kind; 3] = [kinds::UNAUTHORIZED, kinds::FORBIDDEN, kinds::ROLE_TOO_SMALL];

const DESCRIPTION: &str = "\
Everything that an operator of ocpp-central can see and do.

Members and query parameters are in camelCase; those that are not known are refused. Times are RFC 3339 in UTC, energies \
are decimals in Wh as text. Lists come in pages: `items`, and `next`, which `after` takes for the page behind it. \
What is not answered with what was asked for is a problem document (RFC 9457). Every path that takes GET takes HEAD.

Send the token as `Authorization: Bearer TOKEN`. `x-role` says which role an operation takes: `viewer`, `operator` or `admin`. \
A browser that logged in (`POST /login`) sends a cookie instead, and with each change the header `X-CSRF-Token`.";

/// The document, and what in it contradicts itself (nothing, as a test holds).
#[derive(Debug)]
pub struct Document {
    /// As it is served.
    pub value: Value,
    /// Names that two different types have.
    pub clashes: Vec<String>,
}

#[derive(Default)]
struct Components {
    schemas: Map<String, Value>,
    responses: Map<String, Value>,
    clashes: Vec<String>,
}

/// The document of what is declared.
#[must_use]
pub fn document(routes: impl IntoIterator<Item = Routes>) -> Document {
    let mut components = Components::default();
    let mut paths: BTreeMap<String, Map<String, Value>> = BTreeMap::new();
    components.schemas.insert("Problem".to_owned(), problems::schema());
    for described in routes.into_iter().flat_map(Routes::described) {
        let mut all = vec![described];
        if let [any] = all.as_slice()
            && any.operation.id == actions::ANY
        {
            let sendable = actions::sendable(any);
            all.extend(sendable.operations);
            for (name, schema) in sendable.schemas {
                components.schema(name, schema);
            }
        }
        for described in all {
            let (path, method) = (path(&described.pattern), described.method);
            let operation = components.operation(&path, described);
            paths.entry(path).or_default().insert(method.to_owned(), operation);
        }
    }
    let tags = Tag::ALL
        .iter()
        .map(|tag| json!({ "name": tag.name, "description": tag.description }));
    let value = json!({
        "openapi": "3.1.0",
        "info": {
            "title": "ocpp-central",
            "version": env!("CARGO_PKG_VERSION"),
            "description": DESCRIPTION,
            "license": { "name": env!("CARGO_PKG_LICENSE") , "identifier": env!("CARGO_PKG_LICENSE") },
        },
        "servers": [{ "url": "/", "description": "This server" }],
        "security": [{ "token": [] }],
        "tags": tags.collect::<Vec<_>>(),
        "paths": paths,
        "components": {
            "schemas": components.schemas,
            "responses": components.responses,
            "securitySchemes": {
                "token": {
                    "type": "http",
                    "scheme": "bearer",
                    "description": "A token of this server. A listener without one is open to this machine alone.",
                },
            },
        },
    });
    Document {
        value,
        clashes: components.clashes,
    }
}

/// A pattern of the router as a path of the description: `{tail:.*}` is `{tail}` there.
fn path(pattern: &str) -> String {
    let mut path = String::new();
    let mut is_rule = false;
    for c in pattern.chars() {
        is_rule = (is_rule || c == ':') && c != '}';
        if !is_rule {
            path.push(c);
        }
    }
    path
}

impl Components {
    fn operation(&mut self, path: &str, described: Described) -> Value {
        let Described {
            pattern,
            method,
            tag,
            operation,
            signature,
        } = described;
        for (name, schema) in signature.schemas {
            self.schema(name, json!(schema));
        }
        let mut kinds = [operation.kinds.as_slice(), signature.kinds.as_slice()].concat();
        if operation.makes {
            kinds.retain(|kind| *kind != kinds::NOT_FOUND || operation.kinds.contains(kind));
        }
        if !operation.is_public {
            kinds.extend(GUARD);
        }
        let mut responses: Map<String, Value> = Map::new();
        for (status, answered) in signature.answers {
            let given = operation.answer_example.as_ref();
            responses.insert(status.to_string(), self.answer(answered, given));
        }
        for (status, problem) in problems::answers(&kinds, &mut self.responses) {
            responses.insert(status.to_string(), problem);
        }
        let mut said = Map::new();
        said.insert("operationId".to_owned(), json!(operation.id));
        said.insert("summary".to_owned(), json!(operation.summary));
        said.insert("tags".to_owned(), json!([tag.name]));
        said.insert("responses".to_owned(), responses.into());
        let takes = if operation.is_public {
            said.insert("security".to_owned(), json!([]));
            "No token is needed.".to_owned()
        } else {
            let method = Method::from_bytes(method.to_ascii_uppercase().as_bytes()).unwrap_or_default();
            let role = needed(&method, &pattern).word();
            said.insert("x-role".to_owned(), json!(role));
            format!("Takes the role `{role}`.")
        };
        let description = format!("{}\n\n{takes}", operation.description);
        said.insert("description".to_owned(), json!(description.trim()));
        let mut parameters: Vec<Value> = signature.parameters.iter().map(|parameter| json!(parameter)).collect();
        parameters.extend(signature.others);
        // A name of a path that this one does not have.
        parameters.retain(|parameter| {
            let name = parameter.get("name").and_then(Value::as_str).unwrap_or_default();
            parameter.get("in") != Some(&json!("path")) || path.contains(&format!("{{{name}}}"))
        });
        if operation.once {
            parameters.push(idempotency_key());
        }
        if !parameters.is_empty() {
            said.insert("parameters".to_owned(), parameters.into());
        }
        if let Some(body) = signature.body {
            let contents = self.contents(&body.contents, Fill::Needed, operation.example.as_ref());
            let body = json!({ "required": body.required, "content": contents });
            said.insert("requestBody".to_owned(), body);
        }
        said.into()
    }

    /// Bodies by their media type, each with an example; one that no schema says, as it is given.
    fn contents(&self, of: &[Content], fill: Fill, given: Option<&Value>) -> Value {
        let examples = Examples::of(&self.schemas);
        let contents = of.iter().map(|content| {
            let given = given.filter(|_| content.schema == json!({}));
            (content.media.to_owned(), content.shown(examples, fill, given))
        });
        contents.collect::<Map<_, _>>().into()
    }

    fn answer(&self, answered: Answered, given: Option<&Value>) -> Value {
        let mut said = json!({ "description": answered.description });
        let Some(members) = said.as_object_mut() else {
            return said;
        };
        if !answered.contents.is_empty() {
            let contents = self.contents(&answered.contents, Fill::All, given);
            members.insert("content".to_owned(), contents);
        }
        if !answered.headers.is_empty() {
            let headers = answered.headers.into_iter().map(|(name, description)| {
                let header = json!({ "description": description, "schema": { "type": "string" } });
                (name.to_owned(), header)
            });
            members.insert("headers".to_owned(), headers.collect::<Map<_, _>>().into());
        }
        said
    }

    fn schema(&mut self, name: String, schema: Value) {
        match self.schemas.get(&name) {
            Some(known) if *known != schema => self.clashes.push(name),
            Some(_) => {}
            None => {
                self.schemas.insert(name, schema);
            }
        }
    }
}

fn idempotency_key() -> Value {
    json!({
        "name": "Idempotency-Key",
        "in": "header",
        "required": false,
        "description": "A request that is repeated with the same key within 24 hours is not carried out again, and is \
                        answered with what came of the first one.",
        "schema": { "type": "string", "minLength": 1, "maxLength": 200 },
    })
}
