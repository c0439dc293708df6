//! The span of a request: it goes on the trace that the caller names in `traceparent`, and what is done for it is a part
//! of it. Outermost, so that it has the status that is answered.

use std::time::Instant;

use actix_web::body::MessageBody;
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::header::HeaderMap;
use actix_web::middleware::Next;
use actix_web::{Error, web};

use super::AppState;
use crate::traces::{KeyValue, Kind, Span, SpanContext, with};

/// What nobody asks for but machines, again and again, is not traced.
const UNTRACED: [&str; 3] = ["/metrics", "/healthz", "/readyz"];

/// The layer.
///
/// # Errors
/// Those of the layers below.
pub async fn trace(
    app: web::Data<AppState>,
    request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<impl MessageBody>, Error> {
    let traces = app.traces();
    let begin = || traces.begin(parent(request.headers()));
    let place = Some(())
        .filter(|()| traces.is_on() && !UNTRACED.contains(&request.path()))
        .and_then(|()| begin());
    let Some(place) = place else {
        return next.call(request).await;
    };
    let (began, method) = (Instant::now(), request.method().to_string());
    let answered = with(place, next.call(request)).await;
    let (route, status) = match &answered {
        Ok(response) => (response.request().match_pattern(), response.status()),
        Err(error) => (None, error.as_response_error().status_code()),
    };
    let route = route.unwrap_or_else(|| "unknown".to_owned());
    let span = Span {
        name: format!("{method} {route}").into(),
        kind: Kind::Server,
        began,
        took: began.elapsed(),
        attributes: vec![
            KeyValue::new("http.request.method", method),
            KeyValue::new("http.route", route),
            KeyValue::new("http.response.status_code", i64::from(status.as_u16())),
        ],
        error: status.is_server_error().then(|| status.to_string()),
    };
    traces.end(place, span);
    answered
}

fn parent(headers: &HeaderMap) -> Option<SpanContext> {
    SpanContext::of_header(headers.get("traceparent")?.to_str().ok()?)
}
