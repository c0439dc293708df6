//! A charge point brings a file: as the body, or as the file of a form. What does not come to its end is nothing, and
//! may be tried again; what has come is there once.

use std::time::Duration;

use actix_http::body::BoxBody;
use actix_http::header::{CONTENT_DISPOSITION, CONTENT_LENGTH, CONTENT_RANGE, CONTENT_TYPE, HeaderName};
use actix_http::{HttpMessage as _, Payload, Request, Response, StatusCode};
use bytes::Bytes;
use futures_util::StreamExt as _;
use futures_util::future::{Either, select};

use super::{Desk, Refused, keep};
use crate::files::multipart::{Multipart, NoForm, boundary, file_name_of};
use crate::files::{FileError, Incoming, Turn, names};
use crate::state::files::FileKind;

/// An upload of which nothing came for so long is given up.
const PATIENCE: Duration = Duration::from_secs(60);

/// What a form may have beside its file, in bytes.
const MOST_OF_FORM: u64 = 64 << 10;

/// What stands behind the file of a form is read for so long, so that who sends it reads our answer.
const REST: Duration = Duration::from_secs(1);

/// Takes it.
pub(super) async fn take(desk: &Desk, mut request: Request, kind: FileKind) -> Result<Response<BoxBody>, Refused> {
    if desk.token.record.used_at.is_some() {
        return Err(used());
    }
    let text = |name: HeaderName| request.headers().get(name).and_then(|value| value.to_str().ok());
    if text(CONTENT_RANGE).is_some() {
        let reason = "a file is brought whole: a part of one, with Content-Range, is not taken";
        return Err(Refused::new(StatusCode::BAD_REQUEST, reason));
    }
    let length: Option<u64> = text(CONTENT_LENGTH).and_then(|length| length.parse().ok());
    let form = text(CONTENT_TYPE).and_then(boundary);
    let file = desk.files.most_bytes();
    let beside = if form.is_some() { MOST_OF_FORM } else { 0 };
    let too_large = || FileError::TooLarge(file);
    let most = file.saturating_add(beside);
    if length.is_some_and(|length| length > most) {
        return Err(too_large().into());
    }
    let mut form = form.map(|boundary| Multipart::new(&boundary)).transpose()?;
    let mut name = text(CONTENT_DISPOSITION).and_then(file_name_of);
    let mut body = Body {
        payload: request.take_payload(),
        turn: desk.files.turn(&desk.hash),
        left: most,
    };
    let mut incoming = desk.files.begin(length.unwrap_or_default()).await?;
    while let Some(piece) = body.next().await? {
        push(&mut incoming, form.as_mut(), &body.count(piece).ok_or_else(too_large)?).await?;
        if form.as_ref().is_some_and(Multipart::is_over) {
            break;
        }
    }
    if let Some(form) = &form {
        if !form.is_over() {
            return Err(NoForm.into());
        }
        name = form.name().map(str::to_owned).or(name);
        tokio::time::timeout(REST, body.rest()).await.ok();
    }
    if incoming.bytes() == 0 {
        return Err(Refused::new(StatusCode::BAD_REQUEST, "the body is empty"));
    }
    let name = name.as_deref().and_then(names::plain).or_else(|| desk.name.clone());
    let brought = keep::Brought {
        services: desk.services.clone(),
        files: desk.files.clone(),
        token: desk.hash.clone(),
        kind,
        name,
    };
    // From here on it is taken, also if the charge point does not wait for the answer.
    let kept = actix_rt::spawn(async move { brought.keep(incoming).await });
    let stopping = |_| Refused::new(StatusCode::SERVICE_UNAVAILABLE, "the server stops");
    kept.await.map_err(stopping)??;
    drop(body);
    Ok(Response::new(StatusCode::CREATED))
}

pub(super) fn used() -> Refused {
    Refused::new(StatusCode::GONE, "a file was brought to this URL before; it takes one")
}

async fn push(incoming: &mut Incoming, form: Option<&mut Multipart>, piece: &Bytes) -> Result<(), Refused> {
    match form {
        Some(form) => {
            let of_file = form.push(piece)?;
            Ok(incoming.push(&of_file).await?)
        }
        None => Ok(incoming.push(piece).await?),
    }
}

impl From<NoForm> for Refused {
    fn from(error: NoForm) -> Self {
        Self::new(StatusCode::BAD_REQUEST, error.to_string())
    }
}

struct Body {
    payload: Payload,
    turn: Turn,
    /// So many bytes may still come.
    left: u64,
}

impl Body {
    /// Counts a piece; none: it is too much.
    fn count(&mut self, piece: Bytes) -> Option<Bytes> {
        let bytes = u64::try_from(piece.len()).ok()?;
        self.left = self.left.checked_sub(bytes)?;
        Some(piece)
    }

    /// Passes over the rest.
    async fn rest(&mut self) {
        while let Ok(Some(piece)) = self.next().await {
            if self.count(piece).is_none() {
                return;
            }
        }
    }

    /// The next piece; none: it came to its end.
    async fn next(&mut self) -> Result<Option<Bytes>, Refused> {
        let piece = std::pin::pin!(tokio::time::timeout(PATIENCE, self.payload.next()));
        let superseded = std::pin::pin!(self.turn.superseded());
        match select(piece, superseded).await {
            Either::Left((Ok(None), _)) => Ok(None),
            Either::Left((Ok(Some(Ok(piece))), _)) => Ok(Some(piece)),
            Either::Left((Ok(Some(Err(_))), _)) => {
                let reason = "the connection ended before the file did; it can be brought again";
                Err(Refused::new(StatusCode::BAD_REQUEST, reason))
            }
            Either::Left((Err(_), _)) => {
                let reason = format!(
                    "nothing came for {} s; the file can be brought again",
                    PATIENCE.as_secs()
                );
                Err(Refused::new(StatusCode::REQUEST_TIMEOUT, reason))
            }
            Either::Right(_) => {
                let reason = "the charge point has begun to bring the file anew";
                Err(Refused::new(StatusCode::CONFLICT, reason))
            }
        }
    }
}
