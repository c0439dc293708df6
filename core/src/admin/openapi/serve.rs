//! `GET /api/v1/openapi.json`: the description, which says nothing of this installation and therefore needs no token;
//! `/docs`: the same for people, as a page that comes from this server alone.

use std::sync::{Arc, LazyLock};

use actix_web::body::BoxBody;
use actix_web::http::header::{
    CACHE_CONTROL, CONTENT_SECURITY_POLICY, ETAG, IF_NONE_MATCH, LOCATION, X_CONTENT_TYPE_OPTIONS,
};
use actix_web::{HttpRequest, HttpResponse, Responder, web};
use bytes::Bytes;
use serde_json::json;
use sha2::{Digest as _, Sha256};
use utoipa_swagger_ui::Config;

use super::content::{Content, Example};
use super::operation::{Tag, op};
use super::routes::Routes;
use super::signature::{Answer, Answered, JSON, Signature};
use crate::admin::problem::{Missing, Problem, kinds};

/// The page's own scripts and styles, and nothing of another host.
const POLICY: &str =
    "default-src 'self'; img-src 'self' data:; style-src 'self' 'unsafe-inline'; frame-ancestors 'none'";

/// The description as it is sent.
struct Served {
    bytes: Bytes,
    tag: String,
}

static SERVED: LazyLock<Served> = LazyLock::new(|| {
    let description = super::description();
    if !description.clashes.is_empty() {
        tracing::error!(names = ?description.clashes, "the description of the API has two types of one name");
    }
    let bytes = description.value.to_string();
    Served {
        tag: format!("\"{:x}\"", Sha256::digest(&bytes)),
        bytes: bytes.into(),
    }
});

static PAGE: LazyLock<Arc<Config<'static>>> = LazyLock::new(|| {
    // Beside the page, so that a proxy may put both below a path of its own.
    let config = Config::from("../api/v1/openapi.json");
    Arc::new(
        config
            .validator_url("none")
            .try_it_out_enabled(true)
            .display_request_duration(true)
            .show_extensions(true)
            .filter(true)
            .doc_expansion("none"),
    )
});

/// Declares the path of the description.
pub fn routes(api: &mut Routes) {
    api.at("/api/v1/openapi.json", Tag::OPERATION)
        .get(op("get_openapi", "This description").public(), read);
}

/// Registers the page.
pub fn pages(service: &mut web::ServiceConfig) {
    service
        .service(web::resource("/docs").get(begin))
        .service(web::resource("/docs/{file:.*}").get(page));
}

/// 200 with the description.
struct Description;

impl Responder for Description {
    type Body = BoxBody;

    fn respond_to(self, request: &HttpRequest) -> HttpResponse {
        let known = request
            .headers()
            .get(IF_NONE_MATCH)
            .and_then(|known| known.to_str().ok());
        let is_known = known.is_some_and(|known| known.split(',').any(|known| known.trim() == SERVED.tag));
        let mut answer = if is_known {
            HttpResponse::NotModified()
        } else {
            HttpResponse::Ok()
        };
        answer
            .insert_header((ETAG, SERVED.tag.clone()))
            .insert_header((CACHE_CONTROL, "no-cache"));
        if is_known {
            return answer.finish();
        }
        answer.content_type(JSON).body(SERVED.bytes.clone())
    }
}

impl Answer for Description {
    fn answer(signature: &mut Signature) {
        let document = Content {
            example: Example::Given(json!({ "openapi": "3.1.0", "info": { "title": "ocpp-central" }, "paths": {} })),
            ..Content::of(JSON, json!({ "type": "object" }))
        };
        signature.answer(
            200,
            Answered {
                description: "OpenAPI 3.1",
                headers: vec![("ETag", "Stands for this description")],
                contents: vec![document],
            },
        );
        signature.answer(
            304,
            Answered {
                description: "It is the one that `If-None-Match` names",
                ..Answered::default()
            },
        );
    }
}

async fn read() -> Description {
    // It is made once, beside the worker, which others wait for.
    if web::block(|| LazyLock::force(&SERVED).bytes.len()).await.is_err() {
        tracing::warn!("the description of the API is made where others wait");
    }
    Description
}

async fn begin() -> HttpResponse {
    HttpResponse::PermanentRedirect()
        .insert_header((LOCATION, "docs/"))
        .finish()
}

async fn page(file: web::Path<String>) -> Result<HttpResponse, Problem> {
    let found = utoipa_swagger_ui::serve(&file, Arc::clone(&PAGE)).map_err(|error| {
        tracing::error!(%error, "the page of the API cannot be made");
        Problem::new(kinds::INTERNAL, "the page cannot be made")
    })?;
    let found = found.ok_or_else(|| Problem::not_found(Missing::FILE, &*file))?;
    Ok(HttpResponse::Ok()
        .content_type(found.content_type)
        .insert_header((CONTENT_SECURITY_POLICY, POLICY))
        .insert_header((X_CONTENT_TYPE_OPTIONS, "nosniff"))
        .body(found.bytes.into_owned()))
}
