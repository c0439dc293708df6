//! `/plugins/{name}/…`: what a plugin serves itself. The path, the query, the headers and the body go
//! to it as they came, but for the operator's token; its response comes back as it is, but for headers
//! that belong to the connection.

use actix_web::http::StatusCode;
use actix_web::http::header::{AUTHORIZATION, HeaderName, HeaderValue};
use actix_web::{HttpRequest, HttpResponse, web};

use super::problem::{OfPlugin, Problem, kinds};
use super::{Admin, path};
use crate::plugins::{Request, Response};

/// Headers of a connection (RFC 9110 section 7.6.1) and of a body's framing, which are the server's.
const CONNECTIONS: [&str; 8] = [
    "connection",
    "content-length",
    "keep-alive",
    "proxy-authenticate",
    "te",
    "trailer",
    "transfer-encoding",
    "upgrade",
];

/// Declares the paths.
pub fn routes(service: &mut web::ServiceConfig) {
    service
        .service(web::resource("/{name}").to(serve))
        .service(web::resource("/{name}/{tail:.*}").to(serve));
}

async fn serve(admin: web::Data<Admin>, request: HttpRequest, body: web::Bytes) -> Result<HttpResponse, Problem> {
    let name = path::plugin(&request)?;
    // What follows `/plugins/NAME`.
    let tail = request.uri().path().splitn(4, '/').nth(3).unwrap_or_default();
    let asked = Request {
        method: request.method().to_string(),
        path: format!("/{tail}"),
        query: request.uri().query().unwrap_or_default().to_owned(),
        headers: headers(&request),
        body: body.into(),
    };
    answer(admin.plugins().request(&name, asked).await?)
}

fn headers(request: &HttpRequest) -> Vec<(String, String)> {
    let kept = request.headers().iter().filter(|(name, _)| *name != AUTHORIZATION);
    kept.filter_map(|(name, value)| Some((name.as_str().to_owned(), value.to_str().ok()?.to_owned())))
        .collect()
}

fn answer(response: Response) -> Result<HttpResponse, Problem> {
    let unusable = |what: String| Problem::new(kinds::PLUGIN_FAILED, what);
    let status = StatusCode::from_u16(response.status)
        .map_err(|_| unusable(format!("the plugin answered with status {}", response.status)))?;
    let mut answer = HttpResponse::build(status);
    for (name, value) in response.headers {
        let bad = |_| unusable(format!("the plugin answered with an unusable header {name:?}"));
        let header = HeaderName::try_from(name.to_ascii_lowercase()).map_err(|_| bad(()))?;
        let value = HeaderValue::try_from(value).map_err(|_| bad(()))?;
        if !CONNECTIONS.contains(&header.as_str()) {
            answer.append_header((header, value));
        }
    }
    let mut answer = answer.body(response.body);
    answer.extensions_mut().insert(OfPlugin);
    Ok(answer)
}
