//! Bodies that are too large to be held: a file that comes in and one that goes out, piece by piece.

use std::time::Duration;

use actix_web::body::{BoxBody, SizedStream};
use actix_web::http::StatusCode;
use actix_web::http::header::{
    ACCEPT_RANGES, CONTENT_DISPOSITION, CONTENT_LENGTH, CONTENT_RANGE, CONTENT_TYPE, ETAG, HeaderMap, HeaderName,
    IF_NONE_MATCH, IF_RANGE, RANGE,
};
use actix_web::{HttpRequest, HttpResponse, Responder, web};
use futures_util::StreamExt as _;
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::json;

use super::openapi::{Answer, Answered, BYTES, Content as OpenContent, Signature};
use super::problem::{Problem, kinds};
use crate::files::range::{Conditions, Given, given};
use crate::files::{FileError, Files, Received};
use crate::state::files::StoredFile;

/// A body of which nothing came for so long is given up.
const PATIENCE: Duration = Duration::from_secs(60);

/// Takes a body as a file.
///
/// # Errors
/// It is too large, too slow, empty, or does not come to its end; the disk's.
pub async fn take(files: &Files, headers: &HeaderMap, body: &mut web::Payload) -> Result<Received, Problem> {
    let length = headers.get(CONTENT_LENGTH).and_then(|length| length.to_str().ok());
    let length: Option<u64> = length.and_then(|length| length.parse().ok());
    if length.is_some_and(|length| length > files.most_bytes()) {
        return Err(FileError::TooLarge(files.most_bytes()).into());
    }
    let mut incoming = files.begin(length.unwrap_or_default()).await?;
    loop {
        let piece = tokio::time::timeout(PATIENCE, body.next()).await.map_err(|_| {
            let detail = format!("nothing of the body came for {} s", PATIENCE.as_secs());
            Problem::new(kinds::BODY_TOO_SLOW, detail)
        })?;
        let Some(piece) = piece else { break };
        let piece = piece.map_err(|_| Problem::new(kinds::INVALID_REQUEST, "the body did not come to its end"))?;
        incoming.push(&piece).await?;
    }
    if incoming.bytes() == 0 {
        return Err(Problem::new(
            kinds::INVALID_REQUEST,
            "the body is empty: it is the file",
        ));
    }
    Ok(incoming.finish().await?)
}

/// The bytes of a file, or a part of them.
pub struct Content(HttpResponse);

impl Responder for Content {
    type Body = BoxBody;

    fn respond_to(self, _: &HttpRequest) -> HttpResponse {
        self.0
    }
}

impl Answer for Content {
    fn answer(signature: &mut Signature) {
        let bytes = |description, headers: &[(&'static str, &'static str)]| Answered {
            description,
            headers: headers.to_vec(),
            contents: vec![OpenContent::text(BYTES, json!({}), "the bytes of the file")],
        };
        let tag = ("ETag", "Stands for these bytes");
        signature.answer(200, bytes("The file", &[tag]));
        signature.answer(
            206,
            bytes("The part that `Range` names", &[tag, ("Content-Range", "Which part")]),
        );
        signature.answer(
            304,
            Answered {
                description: "It is the one that `If-None-Match` names",
                ..Answered::default()
            },
        );
        signature.others.push(json!({
            "name": "Range",
            "in": "header",
            "required": false,
            "description": "The part that is wanted: `bytes=0-1023`.",
            "schema": { "type": "string" },
        }));
    }
}

/// Gives a file, or the part that is asked for.
///
/// # Errors
/// Its bytes are gone; the disk's.
pub async fn give(files: &Files, headers: &HeaderMap, file: &StoredFile) -> Result<Content, Problem> {
    let opened = files.read(&file.id).await?;
    let text = |name: HeaderName| headers.get(name).and_then(|value| value.to_str().ok());
    let conditions = Conditions {
        range: text(RANGE),
        if_range: text(IF_RANGE),
        if_none_match: text(IF_NONE_MATCH),
    };
    let tag = format!("\"{}\"", file.sha256);
    let (status, part) = match given(&conditions, &tag, file.bytes) {
        Given::Whole => (StatusCode::OK, 0..file.bytes),
        Given::Part(part) => (StatusCode::PARTIAL_CONTENT, part),
        Given::NotModified => return Ok(Content(HttpResponse::NotModified().insert_header((ETAG, tag)).finish())),
        Given::Beyond => {
            let range = format!("bytes */{}", file.bytes);
            let detail = format!("the file has {} bytes", file.bytes);
            let mut answer = actix_web::ResponseError::error_response(&Problem::new(kinds::NO_SUCH_RANGE, detail));
            if let Ok(range) = range.parse() {
                answer.headers_mut().insert(CONTENT_RANGE, range);
            }
            return Ok(Content(answer));
        }
    };
    let mut answer = HttpResponse::build(status);
    if status == StatusCode::PARTIAL_CONTENT {
        let last = part.end.saturating_sub(1);
        answer.insert_header((CONTENT_RANGE, format!("bytes {}-{last}/{}", part.start, file.bytes)));
    }
    answer
        .insert_header((ETAG, tag))
        .insert_header((ACCEPT_RANGES, "bytes"))
        .insert_header((CONTENT_TYPE, "application/octet-stream"))
        .insert_header((CONTENT_DISPOSITION, disposition(&file.name)))
        // It is what a charge point brought: no browser is to guess what it is.
        .insert_header(("x-content-type-options", "nosniff"));
    let bytes = part.end - part.start;
    let body = SizedStream::new(bytes, Box::pin(opened.part(part, || {})));
    Ok(Content(answer.body(body)))
}

/// RFC 6266: the name for those who read ASCII alone, and the whole one.
fn disposition(name: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_' | ' ');
    let ascii: String = name.chars().map(|c| if plain(c) { c } else { '_' }).collect();
    format!(
        "attachment; filename=\"{ascii}\"; filename*=UTF-8''{}",
        utf8_percent_encode(name, NON_ALPHANUMERIC)
    )
}
