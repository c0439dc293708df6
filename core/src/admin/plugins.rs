//! `/plugins`: list, read, install, activate, roll back, remove. Whatever is wrong with an upload, the
//! version that was active stays.

use actix_web::{HttpRequest, HttpResponse, web};
use serde::Deserialize;
use serde_json::json;

use super::problem::Problem;
use super::{Admin, body, path};
use crate::plugins::Source;

/// Declares the paths; a component may have so many bytes.
pub fn routes(service: &mut web::ServiceConfig, max_component_bytes: usize) {
    let one = web::resource("/plugins/{name}").app_data(web::PayloadConfig::new(max_component_bytes));
    service
        .service(web::resource("/plugins").get(list))
        .service(one.get(read).put(put).delete(remove))
        .service(web::resource("/plugins/{name}/activate").post(activate))
        .service(web::resource("/plugins/{name}/rollback").post(roll_back));
}

async fn list(admin: web::Data<Admin>) -> HttpResponse {
    HttpResponse::Ok().json(json!({ "items": admin.plugins().list() }))
}

async fn read(admin: web::Data<Admin>, request: HttpRequest) -> Result<HttpResponse, Problem> {
    let name = path::first(&request)?;
    let status = admin.plugins().status(&name);
    Ok(HttpResponse::Ok().json(status.ok_or_else(|| Problem::not_found("plugin", &name))?))
}

async fn put(admin: web::Data<Admin>, request: HttpRequest, bytes: web::Bytes) -> Result<HttpResponse, Problem> {
    let name = path::first(&request)?;
    let version = admin.plugins().install(&name, bytes.into(), Source::Api).await?;
    Ok(HttpResponse::Ok().json(version))
}

async fn roll_back(admin: web::Data<Admin>, request: HttpRequest) -> Result<HttpResponse, Problem> {
    let version = admin.plugins().rollback(&path::first(&request)?).await?;
    Ok(HttpResponse::Ok().json(version))
}

/// The body of an activation.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Wanted {
    /// A digest, how one begins (8 digits or more), or the author's version.
    version: String,
}

async fn activate(admin: web::Data<Admin>, request: HttpRequest, bytes: web::Bytes) -> Result<HttpResponse, Problem> {
    let wanted: Wanted = body::read(&bytes)?;
    let version = admin
        .plugins()
        .activate(&path::first(&request)?, &wanted.version)
        .await?;
    Ok(HttpResponse::Ok().json(version))
}

async fn remove(admin: web::Data<Admin>, request: HttpRequest) -> Result<HttpResponse, Problem> {
    admin.plugins().remove(&path::first(&request)?).await?;
    Ok(HttpResponse::NoContent().finish())
}
