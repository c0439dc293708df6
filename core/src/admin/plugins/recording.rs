//! `/plugins/{name}/recording`: switched on and off, taken away as JSON lines, erased.

use std::io::{self, Read as _};

use actix_web::body::BoxBody;
use actix_web::{HttpRequest, HttpResponse, Responder, web};
use bytes::Bytes;
use futures_util::Stream;
use futures_util::stream::unfold;
use serde::Deserialize;

use crate::admin::AppState;
use crate::admin::body::Json;
use crate::admin::path::{Path, PluginPath};
use crate::admin::problem::Problem;
use crate::admin::reply::NoContent;
use crate::plugins::{RecordingStatus, RecordingText};

/// What is read of a file at once, in bytes.
const CHUNK: u64 = 64 * 1024;

/// Declares the path.
pub fn routes(service: &mut web::ServiceConfig) {
    service.service(
        web::resource("/plugins/{name}/recording")
            .get(read)
            .put(switch)
            .delete(erase),
    );
}

/// The body of a switch.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct SwitchRecording {
    /// Whether calls are recorded from now on.
    on: bool,
}

/// 200 with a recording's lines, one JSON object each.
struct JsonLines(RecordingText);

impl Responder for JsonLines {
    type Body = BoxBody;

    fn respond_to(self, _: &HttpRequest) -> HttpResponse {
        HttpResponse::Ok()
            .content_type("application/x-ndjson")
            .streaming(chunks(self.0))
    }
}

async fn switch(
    app: web::Data<AppState>,
    Path(path): Path<PluginPath>,
    Json(body): Json<SwitchRecording>,
) -> Result<Json<RecordingStatus>, Problem> {
    Ok(Json(app.plugins().versions().record(&path.name, body.on).await?))
}

async fn read(app: web::Data<AppState>, Path(path): Path<PluginPath>) -> Result<JsonLines, Problem> {
    Ok(JsonLines(app.plugins().versions().recording_text(&path.name).await?))
}

async fn erase(app: web::Data<AppState>, Path(path): Path<PluginPath>) -> Result<NoContent, Problem> {
    app.plugins().versions().erase_recording(&path.name).await?;
    Ok(NoContent)
}

/// The text, read on threads that may wait for the disk.
fn chunks(text: RecordingText) -> impl Stream<Item = io::Result<Bytes>> {
    unfold(text, |mut text| async {
        let next = web::block(move || {
            let mut chunk = Vec::new();
            let read = text.by_ref().take(CHUNK).read_to_end(&mut chunk);
            (read.map(|_| Bytes::from(chunk)), text)
        });
        match next.await {
            Ok((Ok(chunk), _)) if chunk.is_empty() => None,
            Ok((chunk, text)) => Some((chunk, text)),
            Err(_) => None,
        }
    })
}
