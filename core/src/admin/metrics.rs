//! `/metrics`: all figures for a monitoring system, in the text form that it asks for.

use actix_web::body::BoxBody;
use actix_web::http::header::{ACCEPT, CONTENT_TYPE};
use actix_web::{HttpRequest, HttpResponse, Responder, web};
use serde_json::json;

use super::AppState;
use super::problem::{Problem, kinds};
use crate::admin::openapi::{Answer, Answered, Content, Routes, Signature, Tag, op};
use crate::metrics::Format;

/// Declares the path.
pub fn routes(api: &mut Routes) {
    let said = "In Prometheus' text form, or in OpenMetrics where `Accept` names that. Where the configuration says \
                `metrics.open = true` it needs no token.";
    api.at("", Tag::OPERATION).get(
        op("get_metrics", "All figures for a monitoring system").says(said),
        read,
    );
}

/// How a page begins.
const EXAMPLE: &str = "\
# HELP ocpp_connections Charge points that are connected.
# TYPE ocpp_connections gauge
ocpp_connections{version=\"1.6\"} 117
";

/// 200 with the page.
struct Scraped {
    format: Format,
    page: String,
}

impl Responder for Scraped {
    type Body = BoxBody;

    fn respond_to(self, _: &HttpRequest) -> HttpResponse {
        HttpResponse::Ok()
            .insert_header((CONTENT_TYPE, self.format.media_type()))
            .body(self.page)
    }
}

impl Answer for Scraped {
    fn answer(signature: &mut Signature) {
        let text = |media, end| Content::text(media, json!({ "type": "string" }), &format!("{EXAMPLE}{end}"));
        signature.answer(
            200,
            Answered {
                description: "The page",
                contents: vec![text("text/plain", ""), text("application/openmetrics-text", "# EOF\n")],
                ..Answered::default()
            },
        );
    }
}

async fn read(app: web::Data<AppState>, request: HttpRequest) -> Result<Scraped, Problem> {
    let accept = request.headers().get(ACCEPT).and_then(|value| value.to_str().ok());
    let format = Format::asked_for(accept.unwrap_or_default());
    let page = app.metrics.page(format).await;
    let page = page.map_err(|error| Problem::new(kinds::STOPPING, error.to_string()))?;
    Ok(Scraped { format, page })
}
