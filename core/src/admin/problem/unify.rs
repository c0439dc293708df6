//! Makes a problem document of every error answer that is none: what actix-web itself refuses.

use actix_web::body::{BoxBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::StatusCode;
use actix_web::http::header::{ALLOW, CONTENT_TYPE};
use actix_web::middleware::Next;
use actix_web::{Error, ResponseError};

use super::{Kind, MEDIA_TYPE, Problem, kinds};

/// The outermost layer of the application.
///
/// # Errors
/// Those of the layers below, which are answers of their own.
pub async fn unify(
    request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<BoxBody>, Error> {
    let response = next.call(request).await?.map_into_boxed_body();
    let status = response.status();
    if !(status.is_client_error() || status.is_server_error()) || is_problem(&response) || is_a_plugins(&response) {
        return Ok(response);
    }
    let (request, old) = response.into_parts();
    let (kind, standard) = kind_of(status);
    let said = old
        .error()
        .map(|error| error.to_string())
        .filter(|said| !said.is_empty());
    let mut new = Problem::new(kind, said.unwrap_or_else(|| standard.to_owned())).error_response();
    if let Some(methods) = old.headers().get(ALLOW) {
        new.headers_mut().insert(ALLOW, methods.clone());
    }
    Ok(ServiceResponse::new(request, new))
}

/// Marks an answer that a plugin gave: it is the plugin's word.
#[derive(Debug, Clone, Copy)]
pub struct OfPlugin;

fn is_a_plugins(response: &ServiceResponse<BoxBody>) -> bool {
    response.response().extensions().contains::<OfPlugin>()
}

fn is_problem(response: &ServiceResponse<BoxBody>) -> bool {
    let kind = response.headers().get(CONTENT_TYPE);
    kind.is_some_and(|kind| kind.as_bytes().starts_with(MEDIA_TYPE.as_bytes()))
}

fn kind_of(status: StatusCode) -> (&'static Kind, &'static str) {
    match status {
        StatusCode::NOT_FOUND => (kinds::NOT_FOUND, "there is nothing at this path"),
        StatusCode::METHOD_NOT_ALLOWED => (kinds::METHOD_NOT_ALLOWED, "the header Allow names the methods"),
        StatusCode::PAYLOAD_TOO_LARGE => (kinds::TOO_LARGE, "the body is larger than this path takes"),
        status if status.is_server_error() => (kinds::INTERNAL, "the request could not be handled"),
        _ => (kinds::INVALID_REQUEST, "the request cannot be read"),
    }
}
