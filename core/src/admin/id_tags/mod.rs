//! `/id-tags`: who may charge. Tags compare without case; the spelling of the last PUT is shown.
//! A tag whose expiry has passed shows as Expired.
//!
//! A tag has a `type` or none. Without one it counts for tokens of every type, and stands alone under its text: a
//! PUT of it replaces those of a type, and one of a type replaces it. Tags of several types stand beside each
//! other; `?type=` says which one is meant.

mod import;
mod list;
mod refusals;

use actix_web::web;
use serde::Deserialize;
use serde_json::{Value, json};

use crate::admin::AppState;
use crate::admin::body::Json;
use crate::admin::import::{MOST_BYTES, not_an_import};
use crate::admin::openapi::{Routes, Tag, op};
use crate::admin::path::{self, Path};
use crate::admin::problem::{Missing, Problem, kinds};
use crate::admin::query::Query;
use crate::admin::reply::{NoContent, PutReply, put_reply};
use crate::admin::revised::{Attempt, apart, settle};
use crate::clock::{self, Time};
use crate::state::id_tags::{IdTag, IdTagStatus, put_id_tags, with, without};
use crate::state::views;

/// The token types of the specification (2.x IdTokenEnumType); 2.1 allows others.
const TYPES: [&str; 11] = [
    "Central",
    "DirectPayment",
    "eMAID",
    "EVCCID",
    "ISO14443",
    "ISO15693",
    "KeyCode",
    "Local",
    "MacAddress",
    "NoAuthorization",
    "VIN",
];

/// 2.1 allows no more.
const MAX_TYPE_CHARS: usize = 20;

/// So many types one text has at most.
const MOST_TYPES: usize = 32;

/// Declares the paths.
pub fn routes(api: &mut Routes) {
    api.at("/id-tags", Tag::ID_TAGS).get(
        op("list_id_tags", "Id tags that are registered")
            .says("A page may be short where few of many fit; `next` goes on."),
        list::list,
    );
    api.at("/id-tags/{tag}", Tag::ID_TAGS)
        .only(not_an_import)
        .get(op("get_id_tag", "One id tag"), read)
        .put(
            op("put_id_tag", "Register one, or replace what was known of it")
                .makes()
                .fails(&[kinds::CONFLICT]),
            put,
        )
        .delete(op("delete_id_tag", "Forget one").fails(&[kinds::CONFLICT]), remove);
    api.at("/id-tags/{tag}/refusals", Tag::ID_TAGS).get(
        op("list_id_tag_refusals", "Where and why a tag was refused lately").says(
            "Of all charge points, the newest first, the last 20 that differ; of the 1000 tags that were refused last.",
        ),
        refusals::list,
    );
    api.at("/id-tags/import", Tag::ID_TAGS).most_bytes(MOST_BYTES).post(
        op("import_id_tags", "Register or change all of a table")
            .says(
                "CSV with the columns of the export. Where any row cannot be used all such rows are told, and nothing is \
                 changed. What is there as a row says is left alone.",
            )
            .fails(&[kinds::IMPORT_REFUSED, kinds::CONFLICT]),
        import::post,
    );
}

/// `/id-tags/{tag}`.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
pub struct IdTagPath {
    /// In any case.
    #[serde(deserialize_with = "path::name")]
    #[param(value_type = String, min_length = 1, max_length = 255, pattern = r"^[^\x00-\x1f\x7f-\x9f]+$")]
    tag: String,
}

/// `?type=`.
#[derive(Debug, Default, Deserialize, utoipa::IntoParams)]
#[serde(default, deny_unknown_fields)]
struct OfType {
    /// What kind of token is meant.
    #[serde(rename = "type", alias = "idTagType")]
    kind: Option<String>,
}

/// The body of a PUT, which replaces what was known of the tag.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(examples(json!({"status": "Accepted", "parent": "FLEET", "expiry": "2027-01-31T12:00:00Z"})))]
struct PutIdTag {
    /// What a GET gave may be put again: the same tag as in the path.
    tag: Option<String>,
    /// 2.x: what kind of token it is; absent: it counts for every kind. Also by the name that reservations and local
    /// lists have for it.
    #[serde(rename = "type", alias = "idTagType", default)]
    kind: Option<String>,
    /// Whether it may charge.
    status: IdTagStatus,
    /// The group that it belongs to.
    #[serde(default)]
    parent: Option<String>,
    /// From then on it is Expired.
    #[serde(default)]
    #[schema(value_type = Option<String>, format = DateTime)]
    expiry: Option<Time>,
}

impl PutIdTag {
    fn named(self, name: String, query: OfType) -> Result<IdTag, Problem> {
        if self.tag.is_some_and(|tag| tag.to_lowercase() != name.to_lowercase()) {
            return Err(invalid("`tag` is another one than in the path".to_owned()));
        }
        if let Some(parent) = &self.parent {
            path::check_name(parent).map_err(|reason| invalid(format!("`parent`: {reason}")))?;
        }
        let both = self.kind.as_deref().zip(query.kind.as_deref());
        if both.is_some_and(|(body, query)| !body.eq_ignore_ascii_case(query)) {
            return Err(invalid("`type` is another one than in the query".to_owned()));
        }
        Ok(IdTag {
            tag: name,
            kind: self.kind.or(query.kind).map(token_type).transpose()?,
            status: self.status,
            parent: self.parent,
            expiry: self.expiry,
        })
    }
}

/// A token type, in the specification's spelling if it is one of its.
fn token_type(text: String) -> Result<String, Problem> {
    if let Some(known) = TYPES.iter().find(|known| known.eq_ignore_ascii_case(&text)) {
        return Ok((*known).to_owned());
    }
    if text.is_empty() || text.chars().any(char::is_control) || text.chars().nth(MAX_TYPE_CHARS).is_some() {
        let detail = format!(
            "`type`: 1 to {MAX_TYPE_CHARS} characters, one of {} or another one that a 2.1 station sends",
            TYPES.join(", ")
        );
        return Err(invalid(detail));
    }
    Ok(text)
}

fn invalid(detail: String) -> Problem {
    Problem::new(kinds::INVALID_REQUEST, detail)
}

async fn read(
    app: web::Data<AppState>,
    Path(path): Path<IdTagPath>,
    query: Query<OfType>,
) -> Result<Json<views::IdTag>, Problem> {
    let mut found = app.state().id_tags_of(&path.tag)?;
    if let Some(kind) = &query.kind {
        found.retain(|tag| tag.is_of(kind));
    }
    if found.len() > 1 {
        let types: Vec<_> = found.iter().filter_map(|tag| tag.kind.as_deref()).collect();
        let detail = format!("this tag has several types: say `?type=`, one of {}", types.join(", "));
        return Err(invalid(detail));
    }
    let found = found
        .pop()
        .ok_or_else(|| Problem::not_found(Missing::ID_TAG, &path.tag))?;
    Ok(Json(views::IdTag::at(found, clock::now())))
}

/// All that is registered under the text: one tag, or one of each type.
pub async fn shown(app: web::Data<AppState>, Path(path): Path<IdTagPath>) -> Result<Json<Value>, Problem> {
    let now = clock::now();
    let found = app.state().id_tags_of(&path.tag)?.into_iter();
    let mut shown: Vec<_> = found.map(|tag| json!(views::IdTag::at(tag, now))).collect();
    match (shown.pop(), shown.is_empty()) {
        (None, _) => Err(Problem::not_found(Missing::ID_TAG, &path.tag)),
        (Some(one), true) => Ok(Json(one)),
        (Some(last), false) => {
            shown.push(last);
            Ok(Json(Value::Array(shown)))
        }
    }
}

async fn put(
    app: web::Data<AppState>,
    Path(path): Path<IdTagPath>,
    query: Query<OfType>,
    Json(body): Json<PutIdTag>,
) -> Result<PutReply<views::IdTag>, Problem> {
    let tag = body.named(path.tag, query.0)?;
    let created = settle(app.state(), || {
        let (known, expect) = apart(app.state().id_tags_of_at(&tag.tag)?);
        let known = known.unwrap_or_default();
        let created = !known.iter().any(|one| one.kind == tag.kind);
        let tags = with(known, tag.clone());
        if tags.len() > MOST_TYPES {
            return Err(invalid(format!("a tag has at most {MOST_TYPES} types")));
        }
        Ok(Attempt {
            expect,
            writes: vec![put_id_tags(&tag.tag, tags)?],
            outcome: created,
        })
    });
    Ok(put_reply(created.await?, views::IdTag::at(tag, clock::now())))
}

/// Without a type: those of all types.
async fn remove(
    app: web::Data<AppState>,
    Path(path): Path<IdTagPath>,
    query: Query<OfType>,
) -> Result<NoContent, Problem> {
    settle(app.state(), || {
        let (known, expect) = apart(app.state().id_tags_of_at(&path.tag)?);
        let known = known.unwrap_or_default();
        let left = without(known.clone(), query.kind.as_deref());
        if left.len() == known.len() {
            return Err(Problem::not_found(Missing::ID_TAG, &path.tag));
        }
        Ok(Attempt {
            expect,
            writes: vec![put_id_tags(&path.tag, left)?],
            outcome: NoContent,
        })
    })
    .await
}
