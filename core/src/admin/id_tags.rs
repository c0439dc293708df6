//! `/id-tags`: who may charge. Tags compare without case; the spelling of the last PUT is shown.
//! A tag whose expiry has passed shows as Expired.

use actix_web::{HttpRequest, HttpResponse, web};
use serde::Deserialize;

use super::page::{Page, Paging};
use super::problem::{Problem, kinds};
use super::{Admin, body, path};
use crate::clock::{self, Time};
use crate::state::id_tags::{IdTag, IdTagStatus, delete_id_tag, put_id_tag};
use crate::state::views;

/// Declares the paths.
pub fn routes(service: &mut web::ServiceConfig) {
    service
        .service(web::resource("/id-tags").get(list))
        .service(web::resource("/id-tags/{tag}").get(read).put(put).delete(remove));
}

/// The body of a PUT, which replaces what was known of the tag.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Wanted {
    /// What a GET gave may be put again: the same tag as in the path.
    tag: Option<String>,
    status: IdTagStatus,
    #[serde(default)]
    parent: Option<String>,
    #[serde(default)]
    expiry: Option<Time>,
}

impl Wanted {
    fn tag(self, name: String) -> Result<IdTag, Problem> {
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

async fn list(admin: web::Data<Admin>, paging: web::Query<Paging>) -> Result<HttpResponse, Problem> {
    let found = admin
        .state()
        .id_tags(paging.after.as_deref(), paging.limit.with_one_more())?;
    let now = clock::now();
    let page = Page::cut(found, paging.limit, |tag| tag.tag.clone());
    Ok(HttpResponse::Ok().json(page.map(|tag| views::IdTag::at(tag, now))))
}

async fn read(admin: web::Data<Admin>, request: HttpRequest) -> Result<HttpResponse, Problem> {
    let name = path::first(&request)?;
    let found = admin.state().id_tag(&name)?;
    let tag = found.ok_or_else(|| Problem::not_found("id tag", &name))?;
    Ok(HttpResponse::Ok().json(views::IdTag::at(tag, clock::now())))
}

async fn put(admin: web::Data<Admin>, request: HttpRequest, bytes: web::Bytes) -> Result<HttpResponse, Problem> {
    let name = path::first(&request)?;
    let wanted: Wanted = body::read(&bytes)?;
    let tag = wanted.tag(name)?;
    let known = admin.state().id_tag(&tag.tag)?.is_some();
    admin.write(vec![put_id_tag(&tag)?]).await?;
    let mut response = if known {
        HttpResponse::Ok()
    } else {
        HttpResponse::Created()
    };
    Ok(response.json(views::IdTag::at(tag, clock::now())))
}

async fn remove(admin: web::Data<Admin>, request: HttpRequest) -> Result<HttpResponse, Problem> {
    let name = path::first(&request)?;
    if admin.state().id_tag(&name)?.is_none() {
        return Err(Problem::not_found("id tag", &name));
    }
    admin.write(vec![delete_id_tag(&name)]).await?;
    Ok(HttpResponse::NoContent().finish())
}
