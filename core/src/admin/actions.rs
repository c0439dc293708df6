//! `GET /actions`, `GET /verbs`: what can be said to charge points, with its JSON Schema, so that a form can be made of it.

use ocpp_schemas::{Action, Catalogue, Kind, Version};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::body::Json;
use super::path::{self, Path};
use super::problem::{Missing, Problem};
use super::query::Query;
use crate::admin::openapi::{Examples, Fill, Routes, Tag, op};
use crate::ocpp::verbs::{VERBS, Verb, verb};

/// Declares the paths.
pub fn routes(api: &mut Routes) {
    api.at("/actions", Tag::ACTIONS).get(
        op("list_actions", "The actions of OCPP, by version")
            .says("`sends=central-system` has those that can be sent."),
        list,
    );
    api.at("/actions/{version}/{action}", Tag::ACTIONS).get(
        op(
            "get_action",
            "One action, with the JSON Schemas of its request and its answer",
        ),
        read,
    );
    api.at("/verbs", Tag::COMMANDS).get(
        op("list_verbs", "Commands that are the same in all versions"),
        list_verbs,
    );
    api.at("/verbs/{name}", Tag::COMMANDS)
        .get(op("get_verb", "One, with the JSON Schema of its body"), read_verb);
}

/// Which are listed.
#[derive(Debug, Default, Deserialize, utoipa::IntoParams)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
struct Wanted {
    /// Only those of this version of OCPP: `1.6`.
    #[param(inline)]
    version: Option<Spoken>,
    /// Only those that this side sends.
    #[param(inline)]
    sends: Option<Side>,
}

/// A version of OCPP.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[schema(as = OcppVersion)]
enum Spoken {
    #[serde(rename = "1.6")]
    V16,
    #[serde(rename = "2.0.1")]
    V201,
    #[serde(rename = "2.1")]
    V21,
}

/// A side of a connection.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "kebab-case")]
#[schema(as = OcppSide)]
enum Side {
    ChargePoint,
    CentralSystem,
}

impl From<Spoken> for Version {
    fn from(spoken: Spoken) -> Self {
        match spoken {
            Spoken::V16 => Self::V16,
            Spoken::V201 => Self::V201,
            Spoken::V21 => Self::V21,
        }
    }
}

impl From<Version> for Spoken {
    fn from(version: Version) -> Self {
        match version {
            Version::V16 => Self::V16,
            Version::V201 => Self::V201,
            Version::V21 => Self::V21,
        }
    }
}

/// `/actions/{version}/{action}`.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
struct ActionPath {
    /// The version of OCPP.
    #[param(inline)]
    version: Spoken,
    /// The action.
    #[serde(deserialize_with = "path::name")]
    #[param(value_type = String, min_length = 1, max_length = 255, pattern = r"^[^\x00-\x1f\x7f-\x9f]+$")]
    action: String,
}

/// `/verbs/{name}`.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
struct VerbPath {
    /// The verb.
    #[serde(deserialize_with = "path::name")]
    #[param(value_type = String, min_length = 1, max_length = 255, pattern = r"^[^\x00-\x1f\x7f-\x9f]+$")]
    name: String,
}

/// All that are meant; there are never so many that they need pages.
#[derive(Debug, Serialize, utoipa::ToSchema)]
struct ActionList {
    /// By version, then by name.
    items: Vec<ActionView>,
}

/// An action of one version of OCPP.
#[derive(Debug, Serialize, utoipa::ToSchema)]
#[schema(as = OcppAction)]
struct ActionView {
    /// The version.
    version: Spoken,
    /// Its name on the wire.
    action: &'static str,
    /// The profile in 1.6, the functional block in 2.x.
    block: &'static str,
    /// What it is for.
    summary: &'static str,
    /// Who sends it.
    senders: Vec<Side>,
    /// Whether it can be sent as a command: this side sends it, and it is answered.
    sendable: bool,
}

/// An action with its schemas.
#[derive(Debug, Serialize, utoipa::ToSchema)]
#[schema(as = OcppActionWithSchemas)]
struct ActionWithSchemas {
    #[serde(flatten)]
    action: ActionView,
    /// The JSON Schema (2020-12) of the request, with its datatypes in `$defs`.
    request: Value,
    /// That of the answer; `false`, which nothing fulfils, where there is none.
    response: Value,
    /// A request that is valid.
    example: Value,
}

/// All of them.
#[derive(Debug, Serialize, utoipa::ToSchema)]
struct VerbList {
    /// In their order.
    items: Vec<VerbView>,
}

/// A command that is the same in all versions.
#[derive(Debug, Serialize, utoipa::ToSchema)]
#[schema(as = Verb)]
struct VerbView {
    /// As a command is called by.
    name: &'static str,
    /// What it does.
    summary: String,
    /// Sent twice it does what it does once.
    repeatable: bool,
}

/// A verb with the schema of its body.
#[derive(Debug, Serialize, utoipa::ToSchema)]
#[schema(as = VerbWithSchema)]
struct VerbWithSchema {
    #[serde(flatten)]
    verb: VerbView,
    /// The JSON Schema (2020-12) of the body, with its datatypes in `$defs`.
    request: Value,
    /// A body that is valid.
    example: Value,
}

impl ActionView {
    fn of(action: &'static Action) -> Self {
        let sides = [
            (action.sent_by_charge_point(), Side::ChargePoint),
            (action.sent_by_central_system(), Side::CentralSystem),
        ];
        Self {
            version: action.version().into(),
            action: action.name(),
            block: action.block(),
            summary: action.summary(),
            senders: sides
                .into_iter()
                .filter(|(sends, _)| *sends)
                .map(|(_, side)| side)
                .collect(),
            sendable: action.sent_by_central_system() && action.confirmed(),
        }
    }
}

async fn list(wanted: Query<Wanted>) -> Json<ActionList> {
    let versions = Version::ALL.into_iter();
    let versions = versions.filter(|version| wanted.version.is_none_or(|only| Version::from(only) == *version));
    let actions = versions.flat_map(|version| Catalogue::of(version).actions());
    let items = actions.map(ActionView::of);
    Json(ActionList {
        items: items
            .filter(|action| wanted.sends.is_none_or(|side| action.senders.contains(&side)))
            .collect(),
    })
}

async fn read(Path(path): Path<ActionPath>) -> Result<Json<ActionWithSchemas>, Problem> {
    let version = Version::from(path.version);
    let action = Catalogue::of(version).action(&path.action);
    let action =
        action.ok_or_else(|| Problem::not_found(Missing::ACTION, format!("{} of OCPP {version}", path.action)))?;
    let request = action.schema(Kind::Request).clone();
    let types = request.get("$defs").and_then(Value::as_object).cloned();
    let example = Examples::of(&types.unwrap_or_default()).make(&request, Fill::Needed);
    Ok(Json(ActionWithSchemas {
        action: ActionView::of(action),
        response: action.schema(Kind::Response).clone(),
        example: example.unwrap_or_default(),
        request,
    }))
}

impl VerbView {
    fn of(verb: &Verb, schema: &Value) -> Self {
        let says = schema.get("description").and_then(Value::as_str).unwrap_or_default();
        Self {
            name: verb.name,
            summary: says.lines().next().unwrap_or_default().to_owned(),
            repeatable: verb.repeatable,
        }
    }
}

async fn list_verbs() -> Json<VerbList> {
    let items = VERBS.iter().map(|verb| {
        let (_, schema) = (verb.schema)(&mut Vec::new());
        VerbView::of(verb, &serde_json::to_value(schema).unwrap_or_default())
    });
    Json(VerbList { items: items.collect() })
}

async fn read_verb(Path(path): Path<VerbPath>) -> Result<Json<VerbWithSchema>, Problem> {
    let verb = verb(&path.name).ok_or_else(|| Problem::not_found(Missing::VERB, &path.name))?;
    let mut named = Vec::new();
    let (own, schema) = (verb.schema)(&mut named);
    let named = named.into_iter().filter(|(name, _)| *name != own);
    let named = named.map(|(name, schema)| (name, serde_json::to_value(schema).unwrap_or_default()));
    let types: Map<String, Value> = named.collect();
    let schema = serde_json::to_value(schema).unwrap_or_default();
    let example = Examples::of(&types).make(&schema, Fill::Needed);
    Ok(Json(VerbWithSchema {
        verb: VerbView::of(verb, &schema),
        example: example.unwrap_or_default(),
        request: standing_alone(schema, types),
    }))
}

/// A schema with what it refers to in itself.
fn standing_alone(mut schema: Value, types: Map<String, Value>) -> Value {
    if let (Some(members), false) = (schema.as_object_mut(), types.is_empty()) {
        members.insert("$defs".to_owned(), types.into());
    }
    refer(&mut schema);
    schema
}

fn refer(schema: &mut Value) {
    match schema {
        Value::Object(members) => {
            if let Some(Value::String(to)) = members.get_mut("$ref")
                && let Some(name) = to.strip_prefix("#/components/schemas/")
            {
                *to = format!("#/$defs/{name}");
            }
            members.values_mut().for_each(refer);
        }
        Value::Array(items) => items.iter_mut().for_each(refer),
        _ => {}
    }
}
