//! `/plugins/{name}/recording`: switched on and off, taken away as JSON lines, erased; `.../replay`: made again
//! on one of the versions that the server keeps.

use std::io::{self, Read as _};
use std::time::Duration;

use actix_web::{HttpRequest, HttpResponse, web};
use bytes::Bytes;
use futures_util::Stream;
use futures_util::stream::unfold;
use serde::Deserialize;

use super::problem::{Problem, kinds};
use super::{Admin, body, path};
use crate::plugins::RecordingText;
use crate::plugins::testbench::replay::ReplayRequest;

/// What is read of a file at once, in bytes.
const CHUNK: u64 = 64 * 1024;

/// Declares the path.
pub fn routes(service: &mut web::ServiceConfig) {
    let recording = web::resource("/plugins/{name}/recording");
    service
        .service(recording.get(read).put(switch).delete(erase))
        .service(web::resource("/plugins/{name}/replay").post(replay));
}

/// The body of a switch.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Switch {
    on: bool,
}

async fn switch(admin: web::Data<Admin>, request: HttpRequest, bytes: web::Bytes) -> Result<HttpResponse, Problem> {
    let Switch { on } = body::read(&bytes)?;
    let status = admin.plugins().versions().record(&path::first(&request)?, on).await?;
    Ok(HttpResponse::Ok().json(status))
}

async fn read(admin: web::Data<Admin>, request: HttpRequest) -> Result<HttpResponse, Problem> {
    let text = admin
        .plugins()
        .versions()
        .recording_text(&path::first(&request)?)
        .await?;
    Ok(HttpResponse::Ok()
        .content_type("application/x-ndjson")
        .streaming(chunks(text)))
}

/// The body of a replay.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Replay {
    /// A digest, how one begins (8 digits or more), or the author's version.
    version: String,
    /// So many of the calls that differ are told; 20 if absent.
    most: Option<usize>,
    /// After so many seconds no call is begun any more; 30 if absent, at most 300.
    seconds: Option<u64>,
}

async fn replay(admin: web::Data<Admin>, request: HttpRequest, bytes: web::Bytes) -> Result<HttpResponse, Problem> {
    let Replay { version, most, seconds } = body::read(&bytes)?;
    let seconds = seconds.unwrap_or(30);
    if !(1..=300).contains(&seconds) || most.is_some_and(|most| most > 1_000) {
        let detail = "`seconds` goes from 1 to 300, and `most` to 1000";
        return Err(Problem::new(kinds::INVALID_REQUEST, detail));
    }
    let wanted = ReplayRequest {
        name: path::first(&request)?,
        version,
        most: most.unwrap_or(20),
        longest: Duration::from_secs(seconds),
    };
    let comparison = admin.plugins().replay(wanted).await?;
    Ok(HttpResponse::Ok().json(comparison.as_json()))
}

async fn erase(admin: web::Data<Admin>, request: HttpRequest) -> Result<HttpResponse, Problem> {
    admin
        .plugins()
        .versions()
        .erase_recording(&path::first(&request)?)
        .await?;
    Ok(HttpResponse::NoContent().finish())
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
