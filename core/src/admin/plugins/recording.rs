//! `/plugins/{name}/recording`: switched on and off, taken away as JSON lines, erased.

use std::io::{self, Read as _};

use actix_web::body::BoxBody;
use actix_web::{HttpRequest, HttpResponse, Responder, web};
use bytes::Bytes;
use futures_util::Stream;
use futures_util::stream::unfold;
use serde::Deserialize;
use serde_json::json;

use crate::admin::AppState;
use crate::admin::body::Json;
use crate::admin::openapi::{Answer, Answered, Content, Routes, Signature, Tag, op};
use crate::admin::path::{Path, PluginPath};
use crate::admin::problem::Problem;
use crate::admin::problem::kinds;
use crate::admin::reply::NoContent;
use crate::plugins::{RecordingStatus, RecordingText};

/// What is read of a file at once, in bytes.
const CHUNK: u64 = 64 * 1024;

/// Declares the path.
pub fn routes(api: &mut Routes) {
    api.at("/plugins/{name}/recording", Tag::PLUGINS)
        .get(
            op(
                "get_plugin_recording",
                "The calls that were recorded, one JSON object a line",
            ),
            read,
        )
        .put(
            op("switch_plugin_recording", "Record calls, or stop it").fails(&[kinds::PLUGIN_NOT_READY]),
            switch,
        )
        .delete(
            op("erase_plugin_recording", "Erase what was recorded").fails(&[kinds::PLUGIN_NOT_READY]),
            erase,
        );
}

/// The body of a switch.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
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

impl Answer for JsonLines {
    fn answer(signature: &mut Signature) {
        let answered = Answered {
            description: "The calls, one JSON object a line",
            contents: vec![Content::text(
                "application/x-ndjson",
                json!({ "type": "string" }),
                &RecordingText::example(),
            )],
            ..Answered::default()
        };
        signature.answer(200, answered);
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
