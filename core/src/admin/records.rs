//! `/charge-points/{id}/records`: what a station sent that has no handler of its own, oldest first.

use actix_web::{HttpRequest, HttpResponse, web};
use serde::Serialize;
use serde_json::Value;

use super::page::{Page, Paging, cursor, key};
use super::problem::Problem;
use super::{Admin, path};
use crate::clock::text;

/// Declares the path.
pub fn routes(service: &mut web::ServiceConfig) {
    service.service(web::resource("/charge-points/{id}/records").get(list));
}

#[derive(Debug, Serialize)]
struct View {
    at: String,
    action: String,
    payload: Value,
}

async fn list(
    admin: web::Data<Admin>,
    request: HttpRequest,
    paging: web::Query<Paging>,
) -> Result<HttpResponse, Problem> {
    let id = path::charge_point(&request)?;
    admin.registered(&id)?;
    let after = key(paging.after.as_deref())?;
    let found = admin
        .state()
        .records(&id, after.as_deref(), paging.limit.with_one_more())?;
    let page = Page::cut(found, paging.limit, |(key, _)| cursor(key));
    Ok(HttpResponse::Ok().json(page.map(|(_, record)| View {
        at: text(record.at),
        action: record.action,
        payload: record.payload,
    })))
}
