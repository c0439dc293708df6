//! Makes a problem document of every error answer that is none: what actix-web itself refuses.

use actix_web::body::{BoxBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::header::{ALLOW, CONTENT_TYPE, HeaderValue};
use actix_web::http::{Method, StatusCode};
use actix_web::middleware::Next;
use actix_web::{Error, HttpResponse, ResponseError};

use super::{Kind, MEDIA_TYPE, Problem, kinds};

/// An answer without an end, which has no head alone.
const ENDLESS: &str = "/api/v1/events";

/// How large a body may be, as it is set where paths are registered.
#[derive(Debug, Clone, Copy)]
pub struct MostBytes(pub usize);

/// The outermost layer of the application.
///
/// # Errors
/// Those of the layers below, which are answers of their own.
pub async fn unify(
    mut request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<BoxBody>, Error> {
    let asked = request.method().clone();
    // What a plugin serves, it serves by itself.
    if asked == Method::HEAD && !request.path().starts_with("/plugins/") && request.path() != ENDLESS {
        // The connection knows that no body follows.
        request.head_mut().method = Method::GET;
    }
    let response = next.call(request).await?.map_into_boxed_body();
    let status = response.status();
    if status == StatusCode::METHOD_NOT_ALLOWED && !is_a_plugins(&response) {
        let allowed = allowed(&response);
        return Ok(refused_method(response, &asked, &allowed));
    }
    if !(status.is_client_error() || status.is_server_error()) || is_problem(&response) || is_a_plugins(&response) {
        return Ok(response);
    }
    let (request, old) = response.into_parts();
    let (kind, standard) = kind_of(status);
    let most = request.app_data::<MostBytes>();
    let said = match most {
        Some(MostBytes(most)) if status == StatusCode::PAYLOAD_TOO_LARGE => {
            Some(format!("{standard}: at most {most} bytes"))
        }
        _ => old.error().map(|error| error.to_string()),
    };
    let said = said.filter(|said| !said.is_empty());
    let new = Problem::new(kind, said.unwrap_or_else(|| standard.to_owned())).error_response();
    Ok(ServiceResponse::new(request, new))
}

/// The methods of a path: those of its route, and those that every path has.
fn allowed(response: &ServiceResponse<BoxBody>) -> String {
    let methods = response.headers().get(ALLOW).and_then(|methods| methods.to_str().ok());
    let own: Vec<&str> = methods.unwrap_or_default().split(',').map(str::trim).collect();
    let has_head = own.contains(&"GET") && response.request().path() != ENDLESS;
    let head = has_head.then_some("HEAD");
    let all = own.into_iter().chain(head).chain(["OPTIONS"]);
    all.filter(|method| !method.is_empty()).collect::<Vec<_>>().join(", ")
}

/// OPTIONS asks which methods a path has; any other is refused with them.
fn refused_method(response: ServiceResponse<BoxBody>, asked: &Method, allowed: &str) -> ServiceResponse<BoxBody> {
    let (request, _) = response.into_parts();
    if *asked == Method::OPTIONS {
        let answer = HttpResponse::NoContent().insert_header((ALLOW, allowed)).finish();
        return ServiceResponse::new(request, answer);
    }
    let detail = format!("this path does not take {asked}; it takes {allowed}");
    let mut answer = Problem::new(kinds::METHOD_NOT_ALLOWED, detail).error_response();
    if let Ok(methods) = HeaderValue::from_str(allowed) {
        answer.headers_mut().insert(ALLOW, methods);
    }
    ServiceResponse::new(request, answer)
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
        StatusCode::PAYLOAD_TOO_LARGE => (kinds::TOO_LARGE, "the body is larger than this path takes"),
        status if status.is_server_error() => (kinds::INTERNAL, "the request could not be handled"),
        _ => (kinds::INVALID_REQUEST, "the request cannot be read"),
    }
}
