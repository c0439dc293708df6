//! A charge point fetches a file: all of it or a part, as often as it needs to while its URL is valid.

use std::convert::Infallible;
use std::rc::Rc;

use actix_http::body::{BoxBody, SizedStream};
use actix_http::header::{
    ACCEPT_RANGES, CONTENT_RANGE, CONTENT_TYPE, ETAG, HeaderMap, HeaderName, IF_NONE_MATCH, IF_RANGE, RANGE,
};
use actix_http::{Response, StatusCode};
use bytes::Bytes;
use futures_util::stream;

use super::{Desk, Refused, keep};
use crate::files::range::{Conditions, Given, given};
use crate::ids::FileId;

/// Gives it, or without the bytes what a HEAD asks for.
pub(super) async fn give(
    desk: &Desk,
    headers: &HeaderMap,
    id: &FileId,
    head: bool,
) -> Result<Response<BoxBody>, Refused> {
    let gone = || Refused::new(StatusCode::GONE, "the file was removed");
    let file = desk.services.pipeline.state.file(id)?.ok_or_else(gone)?;
    let opened = desk.files.read(id).await?;
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
        Given::NotModified => (StatusCode::NOT_MODIFIED, 0..0),
        Given::Beyond => (StatusCode::RANGE_NOT_SATISFIABLE, 0..0),
    };
    let mut answer = Response::build(status);
    answer
        .insert_header((ETAG, tag))
        .insert_header((ACCEPT_RANGES, "bytes"));
    match status {
        StatusCode::NOT_MODIFIED => return Ok(answer.finish().map_into_boxed_body()),
        StatusCode::RANGE_NOT_SATISFIABLE => {
            answer.insert_header((CONTENT_RANGE, format!("bytes */{}", file.bytes)));
            return Ok(answer.finish().map_into_boxed_body());
        }
        StatusCode::PARTIAL_CONTENT => {
            let last = part.end.saturating_sub(1);
            answer.insert_header((CONTENT_RANGE, format!("bytes {}-{last}/{}", part.start, file.bytes)));
        }
        _ => {}
    }
    answer.insert_header((CONTENT_TYPE, "application/octet-stream"));
    let bytes = part.end - part.start;
    if head {
        let none = stream::empty::<Result<Bytes, Infallible>>();
        return Ok(answer.body(SizedStream::new(bytes, none)).map_into_boxed_body());
    }
    let fetched = keep::Fetched {
        charge_point: desk.token.record.charge_point.clone(),
        token: desk.hash.clone(),
        to_its_end: part.end == file.bytes,
        file,
    };
    let services = Rc::clone(&desk.services);
    let body = opened.part(part, move || keep::fetched(services, fetched));
    Ok(answer
        .body(SizedStream::new(bytes, Box::pin(body)))
        .map_into_boxed_body())
}
