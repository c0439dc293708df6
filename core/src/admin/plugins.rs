//! `/plugins`: list, read, install, activate, roll back, remove. Whatever is wrong with an upload, the
//! version that was active stays.

use actix_web::{HttpRequest, HttpResponse, web};
use serde::Deserialize;
use serde_json::json;

use super::problem::{Problem, kinds};
use super::{Admin, body, path};
use crate::plugins::{self, Component, InitialState, Install, NewRollout, RolloutMode, SIGNATURE_HEADER, Source};

/// Declares the paths; a component may have so many bytes.
pub fn routes(service: &mut web::ServiceConfig, max_component_bytes: usize) {
    let one = web::resource("/plugins/{name}").app_data(web::PayloadConfig::new(max_component_bytes));
    service
        .service(web::resource("/plugins").get(list))
        .service(one.get(read).put(put).delete(remove))
        .service(web::resource("/plugins/{name}/activate").post(activate))
        .service(web::resource("/plugins/{name}/shadow").post(shadow))
        .service(web::resource("/plugins/{name}/canary").post(canary))
        .service(web::resource("/plugins/{name}/trial").delete(end_trial))
        .service(web::resource("/plugins/{name}/rollback").post(roll_back));
}

async fn list(admin: web::Data<Admin>) -> HttpResponse {
    HttpResponse::Ok().json(json!({ "items": admin.plugins().versions().list() }))
}

async fn read(admin: web::Data<Admin>, request: HttpRequest) -> Result<HttpResponse, Problem> {
    let name = path::first(&request)?;
    let status = admin.plugins().versions().status(&name);
    Ok(HttpResponse::Ok().json(status.ok_or_else(|| Problem::not_found("plugin", &name))?))
}

/// `?activate=false` keeps the version beside the active one; `?state=copy` or `empty` makes it active on
/// a state of its own.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Upload {
    activate: Option<bool>,
    #[serde(default)]
    state: InitialState,
}

async fn put(
    admin: web::Data<Admin>,
    request: HttpRequest,
    options: web::Query<Upload>,
    bytes: web::Bytes,
) -> Result<HttpResponse, Problem> {
    let name = path::first(&request)?;
    let how = Install {
        source: Source::Api,
        active: options.activate.unwrap_or(true),
        state: options.state,
    };
    if !how.active && how.state != InitialState::Kept {
        let detail = "`state` counts when the version is made active or tried: leave it out of the upload";
        return Err(Problem::new(kinds::INVALID_REQUEST, detail));
    }
    let signature = request.headers().get(SIGNATURE_HEADER);
    let component = Component {
        bytes: bytes.into(),
        // One that is no text is a wrong one.
        signature: signature.map(|value| value.to_str().unwrap_or_default().to_owned()),
    };
    let version = admin.plugins().versions().install(&name, component, how).await?;
    Ok(HttpResponse::Ok().json(version))
}

async fn roll_back(admin: web::Data<Admin>, request: HttpRequest) -> Result<HttpResponse, Problem> {
    let version = admin.plugins().versions().rollback(&path::first(&request)?).await?;
    Ok(HttpResponse::Ok().json(version))
}

/// The body of an activation.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Activation {
    /// A digest, how one begins (8 digits or more), or the author's version.
    version: String,
    /// `kept`, or a state of its own: a `copy`, or an `empty` one.
    #[serde(default)]
    state: InitialState,
}

/// The body of a shadow.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Wanted {
    /// As in an activation.
    version: String,
}

async fn activate(admin: web::Data<Admin>, request: HttpRequest, bytes: web::Bytes) -> Result<HttpResponse, Problem> {
    let wanted: Activation = body::read(&bytes)?;
    let wanted = plugins::Activation {
        version: wanted.version,
        state: wanted.state,
    };
    let version = admin
        .plugins()
        .versions()
        .activate(&path::first(&request)?, wanted)
        .await?;
    Ok(HttpResponse::Ok().json(version))
}

async fn shadow(admin: web::Data<Admin>, request: HttpRequest, bytes: web::Bytes) -> Result<HttpResponse, Problem> {
    let wanted: Wanted = body::read(&bytes)?;
    let name = path::first(&request)?;
    let rollout = NewRollout {
        version: wanted.version,
        mode: RolloutMode::Shadow,
        state: InitialState::Kept,
    };
    let version = admin.plugins().versions().begin_rollout(&name, rollout).await?;
    Ok(HttpResponse::Ok().json(version))
}

/// The body of a canary.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
struct Canary {
    /// As in an activation.
    version: String,
    /// Of all charge points, 0 to 100.
    #[serde(default)]
    percent: u8,
    /// These as well.
    #[serde(default)]
    charge_points: Vec<String>,
    /// So many failures roll it back.
    #[serde(default = "five")]
    max_failures: u64,
    /// A longer mean time rolls it back, in microseconds.
    max_mean_us: Option<u64>,
    /// As in an activation.
    #[serde(default)]
    state: InitialState,
}

fn five() -> u64 {
    5
}

async fn canary(admin: web::Data<Admin>, request: HttpRequest, bytes: web::Bytes) -> Result<HttpResponse, Problem> {
    let Canary {
        version,
        percent,
        charge_points,
        max_failures,
        max_mean_us,
        state,
    } = body::read(&bytes)?;
    if percent > 100 || max_failures == 0 {
        let detail = "`percent` is 0 to 100, and `maxFailures` at least 1";
        return Err(Problem::new(kinds::INVALID_REQUEST, detail));
    }
    let mode = RolloutMode::Canary {
        percent,
        charge_points,
        max_failures,
        max_mean_us,
    };
    let rollout = NewRollout { version, mode, state };
    let version = admin
        .plugins()
        .versions()
        .begin_rollout(&path::first(&request)?, rollout)
        .await?;
    Ok(HttpResponse::Ok().json(version))
}

async fn end_trial(admin: web::Data<Admin>, request: HttpRequest) -> Result<HttpResponse, Problem> {
    admin.plugins().versions().end_rollout(&path::first(&request)?).await?;
    Ok(HttpResponse::NoContent().finish())
}

async fn remove(admin: web::Data<Admin>, request: HttpRequest) -> Result<HttpResponse, Problem> {
    admin.plugins().versions().remove(&path::first(&request)?).await?;
    Ok(HttpResponse::NoContent().finish())
}
