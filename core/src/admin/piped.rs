//! Answers of any length that a thread makes, which waits for whoever fetches them.

use std::io::{self, Write};
use std::time::Duration;

use actix_web::body::BoxBody;
use actix_web::http::header::{CACHE_CONTROL, CONTENT_DISPOSITION};
use actix_web::{HttpRequest, HttpResponse, Responder};
use bytes::{Bytes, BytesMut};
use futures_util::{Stream, stream};
use serde_json::json;
use tokio::runtime::Runtime;
use tokio::sync::mpsc::{self, Receiver, Sender};

use crate::admin::openapi::{Answer, Answered, BYTES, Content, JSON, Signature};

/// Pieces that wait for whoever fetches.
const WAITING: usize = 4;
/// The bytes of a piece.
const PIECE: usize = 64 * 1024;
/// Whoever takes no piece for so long has given up.
const PATIENCE: Duration = Duration::from_secs(120);

/// A file of bytes that mean something to us alone.
pub struct BytesFile(HttpResponse);

/// A file that is one JSON document.
pub struct JsonFile(HttpResponse);

impl BytesFile {
    /// Of this name, as it comes.
    pub fn new(name: &str, pieces: impl Stream<Item = io::Result<Bytes>> + 'static) -> Self {
        Self(file(name, BYTES, pieces))
    }
}

impl JsonFile {
    /// Of this name, as it comes.
    pub fn new(name: &str, pieces: impl Stream<Item = io::Result<Bytes>> + 'static) -> Self {
        Self(file(name, JSON, pieces))
    }
}

fn file(name: &str, kind: &str, pieces: impl Stream<Item = io::Result<Bytes>> + 'static) -> HttpResponse {
    HttpResponse::Ok()
        .content_type(kind)
        .insert_header((CONTENT_DISPOSITION, format!("attachment; filename=\"{name}\"")))
        .insert_header((CACHE_CONTROL, "no-store"))
        .streaming(pieces)
}

impl Responder for BytesFile {
    type Body = BoxBody;

    fn respond_to(self, _: &HttpRequest) -> HttpResponse {
        self.0
    }
}

impl Responder for JsonFile {
    type Body = BoxBody;

    fn respond_to(self, _: &HttpRequest) -> HttpResponse {
        self.0
    }
}

fn answered(content: Content) -> Answered {
    Answered {
        description: "The file",
        headers: vec![("Content-Disposition", "What it may be called")],
        contents: vec![content],
    }
}

impl Answer for BytesFile {
    fn answer(signature: &mut Signature) {
        signature.answer(200, answered(Content::text(BYTES, json!({}), "the bytes of the file")));
    }
}

impl Answer for JsonFile {
    fn answer(signature: &mut Signature) {
        signature.answer(200, answered(Content::of(JSON, json!({}))));
    }
}

/// Why work did not come to its end.
#[derive(Debug)]
pub enum Broken {
    /// Whoever fetched it takes no more.
    Left(io::Error),
    /// The work itself.
    Failed(String),
}

/// What a thread of this name writes, piece by piece. What fails before the first piece is an error of its own; a body
/// that fails later breaks off.
///
/// # Errors
/// There can be no further thread, or the work failed at once.
pub async fn piped<F>(name: &'static str, work: F) -> io::Result<impl Stream<Item = io::Result<Bytes>> + use<F>>
where
    F: FnOnce(&mut Pipe<'_>, &Runtime) -> Result<(), Broken> + Send + 'static,
{
    let (sender, mut pieces) = mpsc::channel(WAITING);
    let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build()?;
    std::thread::Builder::new().name(name.to_owned()).spawn(move || {
        let mut pipe = Pipe {
            sender: sender.clone(),
            runtime: &runtime,
            piece: BytesMut::with_capacity(PIECE),
        };
        match work(&mut pipe, &runtime) {
            Ok(()) => {}
            Err(Broken::Left(error)) => {
                tracing::warn!(what = name, %error, "whoever fetched it did not take all of it")
            }
            Err(Broken::Failed(error)) => {
                tracing::error!(what = name, %error, "an answer broke off");
                // Nobody is left who could be told if it does not go.
                runtime
                    .block_on(sender.send_timeout(Err(io::Error::other(error)), PATIENCE))
                    .ok();
            }
        }
    })?;
    let first = match pieces.recv().await {
        Some(piece) => piece?,
        None => Bytes::new(),
    };
    Ok(all(first, pieces))
}

fn all(first: Bytes, pieces: Receiver<io::Result<Bytes>>) -> impl Stream<Item = io::Result<Bytes>> {
    stream::unfold((Some(first), pieces), |(first, mut pieces)| async move {
        let piece = match first {
            Some(first) => Ok(first),
            None => pieces.recv().await?,
        };
        Some((piece, (None, pieces)))
    })
}

/// Hands bytes on in pieces, and waits for whoever takes them.
pub struct Pipe<'a> {
    sender: Sender<io::Result<Bytes>>,
    runtime: &'a Runtime,
    piece: BytesMut,
}

impl Write for Pipe<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.piece.extend_from_slice(bytes);
        if self.piece.len() >= PIECE {
            self.flush()?;
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        if self.piece.is_empty() {
            return Ok(());
        }
        let piece = self.piece.split().freeze();
        let sent = self.runtime.block_on(self.sender.send_timeout(Ok(piece), PATIENCE));
        sent.map_err(|error| match error {
            mpsc::error::SendTimeoutError::Timeout(_) => io::Error::other("nothing was taken for two minutes"),
            mpsc::error::SendTimeoutError::Closed(_) => io::Error::other("the connection was closed"),
        })
    }
}
