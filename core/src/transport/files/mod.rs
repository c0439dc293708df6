//! `/files/TOKEN[/NAME]` on the listener of the charge points: one fetches its firmware there, or brings what it was
//! asked for. The token is the secret, so it stands in no log; it was given to one charge point, for one purpose, for
//! some time. What is refused is answered in plain text, and kept where operators look for it.

mod download;
mod keep;
mod upload;

use std::rc::Rc;

use actix_http::body::BoxBody;
use actix_http::header::{ALLOW, CONTENT_TYPE};
use actix_http::{HttpMessage as _, Method, Request, Response, StatusCode};
use percent_encoding::percent_decode_str;

use crate::charge_point::services::Services;
use crate::clock;
use crate::files::{FileError, Files, names};
use crate::state::Versioned;
use crate::state::file_tokens::{FileToken, Purpose, Token, TokenHash};
use crate::store::StoreError;

/// The segment before a token.
const SEGMENT: &str = "files";

/// What all parts of a request work with.
struct Desk {
    services: Rc<Services>,
    files: Files,
    hash: TokenHash,
    token: Versioned<FileToken>,
    /// The name at the end of the path.
    name: Option<String>,
}

/// A path of ours.
#[derive(Debug, PartialEq, Eq)]
struct Asked {
    /// None: no token has this form.
    token: Option<Token>,
    name: Option<String>,
}

/// Why a request is not answered with what was asked for.
struct Refused {
    status: StatusCode,
    reason: String,
    /// The methods that are taken, where it is about that.
    allow: Option<&'static str>,
}

impl Refused {
    fn new(status: StatusCode, reason: impl Into<String>) -> Self {
        Self {
            status,
            reason: reason.into(),
            allow: None,
        }
    }

    fn method(reason: &str, allow: &'static str) -> Self {
        Self {
            allow: Some(allow),
            ..Self::new(StatusCode::METHOD_NOT_ALLOWED, reason)
        }
    }

    fn answer(self) -> Response<BoxBody> {
        let mut answer = Response::build(self.status);
        answer.insert_header((CONTENT_TYPE, "text/plain; charset=utf-8"));
        if let Some(allow) = self.allow {
            answer.insert_header((ALLOW, allow));
        }
        answer.body(self.reason + "\n").map_into_boxed_body()
    }
}

impl From<FileError> for Refused {
    fn from(error: FileError) -> Self {
        let status = match error {
            FileError::TooLarge(_) => StatusCode::PAYLOAD_TOO_LARGE,
            FileError::NoRoom(_) | FileError::Reserved(_) | FileError::DiskFull => StatusCode::INSUFFICIENT_STORAGE,
            FileError::Gone => StatusCode::GONE,
            FileError::Disk(_) => StatusCode::SERVICE_UNAVAILABLE,
        };
        Self::new(status, error.to_string())
    }
}

impl From<StoreError> for Refused {
    fn from(error: StoreError) -> Self {
        tracing::error!(%error, "a file cannot be taken or given");
        Self::new(
            StatusCode::SERVICE_UNAVAILABLE,
            "the server cannot read or write its state; try again later",
        )
    }
}

/// Whether a path is one of these. What stands before `/files/` does not matter: a proxy may have put it there.
pub(super) fn is_asked(path: &str) -> bool {
    asked(path).is_some()
}

fn asked(path: &str) -> Option<Asked> {
    let segments: Vec<&str> = path.split('/').filter(|segment| !segment.is_empty()).collect();
    let pairs = segments.iter().zip(segments.iter().skip(1)).enumerate();
    let mut behind = pairs.filter(|(_, (before, _))| **before == SEGMENT);
    let found = behind.find_map(|(at, (_, segment))| Some((at + 2, Token::of_segment(segment)?)));
    if let Some((rest, token)) = found {
        let name = segments.get(rest..).and_then(<[&str]>::last);
        let name = name.map(|name| percent_decode_str(name).decode_utf8_lossy().into_owned());
        return Some(Asked {
            token: Some(token),
            name: name.and_then(|name| names::plain(&name)),
        });
    }
    let of_ours = segments.len() >= 2 && segments.first() == Some(&SEGMENT);
    of_ours.then_some(Asked {
        token: None,
        name: None,
    })
}

/// Answers a request for one of these paths.
pub(super) async fn answer(request: Request, services: Rc<Services>, files: Files) -> Response<BoxBody> {
    match answered(request, services, files).await {
        Ok(answer) => answer,
        Err(refused) => refused.answer(),
    }
}

async fn answered(request: Request, services: Rc<Services>, files: Files) -> Result<Response<BoxBody>, Refused> {
    let unknown = || Refused::new(StatusCode::NOT_FOUND, "there is no file at this URL");
    let Asked { token, name } = asked(request.path()).ok_or_else(unknown)?;
    let hash = token.ok_or_else(unknown)?.hash();
    let token = services.pipeline.state.file_token(&hash)?.ok_or_else(unknown)?;
    if token.record.expires_at <= clock::now() {
        return Err(Refused::new(StatusCode::GONE, "this URL is not valid any more"));
    }
    let purpose = token.record.purpose.clone();
    let desk = Desk {
        services,
        files,
        hash,
        token,
        name,
    };
    let method = request.method().clone();
    let done = match purpose {
        Purpose::Download(id) if matches!(method, Method::GET | Method::HEAD) => {
            download::give(&desk, request.headers(), &id, method == Method::HEAD).await
        }
        Purpose::Download(_) => {
            return Err(Refused::method(
                "a file is fetched from this URL, with GET",
                "GET, HEAD",
            ));
        }
        Purpose::Upload(kind) if matches!(method, Method::PUT | Method::POST) => {
            upload::take(&desk, request, kind).await
        }
        Purpose::Upload(_) => {
            return Err(Refused::method(
                "a file is brought to this URL, with PUT or POST",
                "PUT, POST",
            ));
        }
    };
    if let Err(refused) = &done {
        tracing::warn!(
            charge_point.id = %desk.token.record.charge_point,
            status = refused.status.as_u16(),
            reason = refused.reason,
            "a file was not taken or not given"
        );
        keep::trouble(&desk, &refused.reason).await;
    }
    done
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]

    use super::asked;
    use crate::state::file_tokens::Token;

    #[test]
    fn a_path_has_a_token_and_perhaps_a_name() {
        let token = Token::random().unwrap();
        let path = |name: &str| token.url("", name);
        for (path, name) in [
            (path(""), None),
            (path("").trim_end_matches('/').to_owned(), None),
            (path("a.zip"), Some("a.zip")),
            (path("/a%20b.zip"), Some("a b.zip")),
            (path("x/../a.zip"), Some("a.zip")),
            (path("..%2F..%2Fetc%2Fpasswd"), Some("passwd")),
            (path(".."), None),
            (format!("/ocpp{}", path("a")), Some("a")),
        ] {
            let asked = asked(&path).unwrap();
            assert_eq!(
                (asked.token.as_ref(), asked.name.as_deref()),
                (Some(&token), name),
                "{path}"
            );
        }
        assert_eq!(asked("/files/short").map(|asked| asked.token), Some(None));
        for path in ["/ocpp/CP1", "/files", "/", "/ocpp/files"] {
            assert_eq!(asked(path), None, "{path}");
        }
    }
}
