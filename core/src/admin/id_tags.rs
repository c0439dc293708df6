//! `/id-tags`: who may charge. Tags compare without case; the spelling of the last PUT is shown.
//! A tag whose expiry has passed shows as Expired.

use actix_web::web;
use serde::Deserialize;

use super::AppState;
use super::body::Json;
use super::page::{Page, Paging};
use super::path::{self, Path};
use super::problem::{Problem, kinds};
use super::reply::{NoContent, PutReply, put_reply};
use super::revised::{Attempt, apart, settle};
use crate::clock::{self, Time};
use crate::state::id_tags::{IdTag, IdTagStatus, delete_id_tag, put_id_tag};
use crate::state::views;

/// Declares the paths.
pub fn routes(service: &mut web::ServiceConfig) {
    service
        .service(web::resource("/id-tags").get(list))
        .service(web::resource("/id-tags/{tag}").get(read).put(put).delete(remove));
}

/// `/id-tags/{tag}`.
#[derive(Debug, Deserialize)]
struct IdTagPath {
    /// In any case.
    #[serde(deserialize_with = "path::name")]
    tag: String,
}

/// The body of a PUT, which replaces what was known of the tag.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct PutIdTag {
    /// What a GET gave may be put again: the same tag as in the path.
    tag: Option<String>,
    /// Whether it may charge.
    status: IdTagStatus,
    /// The group that it belongs to.
    #[serde(default)]
    parent: Option<String>,
    /// From then on it is Expired.
    #[serde(default)]
    expiry: Option<Time>,
}

impl PutIdTag {
    fn named(self, name: String) -> Result<IdTag, Problem> {
        let invalid = |detail: String| Problem::new(kinds::INVALID_REQUEST, detail);
        if self.tag.is_some_and(|tag| tag.to_lowercase() != name.to_lowercase()) {
            return Err(invalid("`tag` is another one than in the path".to_owned()));
        }
        if let Some(parent) = &self.parent {
            path::check_name(parent).map_err(|reason| invalid(format!("`parent`: {reason}")))?;
        }
        Ok(IdTag {
            tag: name,
            status: self.status,
            parent: self.parent,
            expiry: self.expiry,
        })
    }
}

async fn list(app: web::Data<AppState>, paging: web::Query<Paging>) -> Result<Json<Page<views::IdTag>>, Problem> {
    let wanted = paging.limit.with_one_more();
    let found = app.state().id_tags(paging.after.as_deref(), wanted)?;
    let now = clock::now();
    let page = Page::cut(found, paging.limit, |tag| tag.tag.clone());
    Ok(Json(page.map(|tag| views::IdTag::at(tag, now))))
}

async fn read(app: web::Data<AppState>, Path(path): Path<IdTagPath>) -> Result<Json<views::IdTag>, Problem> {
    let found = app.state().id_tag(&path.tag)?;
    let found = found.ok_or_else(|| Problem::not_found("id tag", &path.tag))?;
    Ok(Json(views::IdTag::at(found, clock::now())))
}

async fn put(
    app: web::Data<AppState>,
    Path(path): Path<IdTagPath>,
    Json(body): Json<PutIdTag>,
) -> Result<PutReply<views::IdTag>, Problem> {
    let tag = body.named(path.tag)?;
    let created = settle(app.state(), || {
        let (known, expect) = apart(app.state().id_tag_at(&tag.tag)?);
        Ok(Attempt {
            expect,
            writes: vec![put_id_tag(&tag)?],
            outcome: known.is_none(),
        })
    });
    Ok(put_reply(created.await?, views::IdTag::at(tag, clock::now())))
}

async fn remove(app: web::Data<AppState>, Path(path): Path<IdTagPath>) -> Result<NoContent, Problem> {
    settle(app.state(), || {
        let (known, expect) = apart(app.state().id_tag_at(&path.tag)?);
        known.ok_or_else(|| Problem::not_found("id tag", &path.tag))?;
        Ok(Attempt {
            expect,
            writes: vec![delete_id_tag(&path.tag)],
            outcome: NoContent,
        })
    })
    .await
}
