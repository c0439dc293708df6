//! `/plugins/{name}/history`: what was done to a plugin, the newest first.

use actix_web::{HttpRequest, HttpResponse, web};

use super::page::{Page, Paging, cursor, key};
use super::problem::Problem;
use super::{Admin, path};

/// Declares the path.
pub fn routes(service: &mut web::ServiceConfig) {
    service.service(web::resource("/plugins/{name}/history").get(list));
}

async fn list(
    admin: web::Data<Admin>,
    request: HttpRequest,
    paging: web::Query<Paging>,
) -> Result<HttpResponse, Problem> {
    let name = path::first(&request)?;
    let after = key(paging.after.as_deref())?;
    let found = admin
        .plugins()
        .versions()
        .history(&name, after, paging.limit.with_one_more())
        .await?;
    let page = Page::cut(found, paging.limit, |(key, _)| cursor(key));
    Ok(HttpResponse::Ok().json(page.map(|(_, entry)| entry)))
}
