//! `/plugins/{name}/recording`: switched on and off, taken away as JSON lines, erased.

use std::fs::File;
use std::io::{self, Read as _};
use std::path::PathBuf;

use actix_web::{HttpRequest, HttpResponse, web};
use bytes::Bytes;
use futures_util::Stream;
use futures_util::stream::unfold;
use serde::Deserialize;

use super::problem::Problem;
use super::{Admin, body, path};

/// What is read of a file at once, in bytes.
const CHUNK: u64 = 64 * 1024;

/// Declares the path.
pub fn routes(service: &mut web::ServiceConfig) {
    let recording = web::resource("/plugins/{name}/recording");
    service.service(recording.get(read).put(switch).delete(erase));
}

/// The body of a switch.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Switch {
    on: bool,
}

async fn switch(admin: web::Data<Admin>, request: HttpRequest, bytes: web::Bytes) -> Result<HttpResponse, Problem> {
    let Switch { on } = body::read(&bytes)?;
    let status = admin.plugins().record(&path::first(&request)?, on).await?;
    Ok(HttpResponse::Ok().json(status))
}

async fn read(admin: web::Data<Admin>, request: HttpRequest) -> Result<HttpResponse, Problem> {
    let files = admin.plugins().recording_files(&path::first(&request)?).await?;
    Ok(HttpResponse::Ok()
        .content_type("application/x-ndjson")
        .streaming(text(files)))
}

async fn erase(admin: web::Data<Admin>, request: HttpRequest) -> Result<HttpResponse, Problem> {
    admin.plugins().erase_recording(&path::first(&request)?).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// The files, one behind the other, read on threads that may wait for the disk. A line that a crash cut off
/// at a file's end stays a line of its own.
fn text(files: Vec<PathBuf>) -> impl Stream<Item = io::Result<Bytes>> {
    let left = Left {
        files: files.into_iter(),
        current: None,
    };
    unfold(left, |mut left| async {
        let next = web::block(move || {
            let chunk = left.chunk();
            (chunk, left)
        });
        match next.await {
            Ok((Ok(Some(chunk)), left)) => Some((Ok(chunk), left)),
            Ok((Ok(None), _)) => None,
            Ok((Err(error), left)) => Some((Err(error), left)),
            Err(_) => None,
        }
    })
}

struct Left {
    files: std::vec::IntoIter<PathBuf>,
    current: Option<File>,
}

impl Left {
    fn chunk(&mut self) -> io::Result<Option<Bytes>> {
        if self.current.is_none() {
            self.current = self.open()?;
        }
        let Some(file) = &mut self.current else { return Ok(None) };
        let mut chunk = Vec::new();
        file.take(CHUNK).read_to_end(&mut chunk)?;
        if chunk.is_empty() {
            self.current = None;
            return Ok(Some(Bytes::from_static(b"\n")));
        }
        Ok(Some(chunk.into()))
    }

    /// The next file that is still there: the ring goes on while it is read.
    fn open(&mut self) -> io::Result<Option<File>> {
        for path in &mut self.files {
            match File::open(path) {
                Err(error) if error.kind() == io::ErrorKind::NotFound => {}
                opened => return opened.map(Some),
            }
        }
        Ok(None)
    }
}
