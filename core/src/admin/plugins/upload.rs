//! An upload: the component as the body, its signature in a header, and in the query how it is installed.

use std::sync::Arc;
use std::time::Duration;

use actix_web::dev::Payload;
use actix_web::http::header::RETRY_AFTER;
use actix_web::{Error, FromRequest, HttpMessage as _, HttpRequest, web};
use serde::Deserialize;
use serde_json::json;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use crate::admin::body::{WithBody, whole};
use crate::admin::openapi::{Asked, BYTES, Body, Content, Signature};
use crate::admin::problem::{Problem, kinds};
use crate::plugins::{Component, InitialState, Install, SIGNATURE_HEADER, Source};

/// The query.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
pub struct UploadOptions {
    /// `false` keeps the version beside the active one.
    activate: Option<bool>,
    /// `copy` or `empty` makes it active on a state of its own.
    #[serde(default)]
    #[param(inline)]
    state: InitialState,
}

impl UploadOptions {
    /// How the upload is installed.
    ///
    /// # Errors
    /// A state for a version that is not made active.
    pub fn install(&self) -> Result<Install, Problem> {
        let active = self.activate.unwrap_or(true);
        if !active && self.state != InitialState::Kept {
            let detail = "`state` counts when the version is made active or tried: leave it out of the upload";
            return Err(Problem::new(kinds::INVALID_REQUEST, detail));
        }
        Ok(Install {
            source: Source::Api,
            active,
            state: self.state,
        })
    }
}

/// How many components are taken in at a time: each is held in memory until it is installed or refused.
const MOST_UPLOADS: usize = 4;

/// How long one more waits for its turn, unread.
const TURN: Duration = Duration::from_secs(20);

/// The uploads of one listener.
#[derive(Debug, Clone)]
pub struct Uploads(Arc<Semaphore>);

impl Default for Uploads {
    fn default() -> Self {
        Self(Arc::new(Semaphore::new(MOST_UPLOADS)))
    }
}

impl Uploads {
    async fn turn(self) -> Result<OwnedSemaphorePermit, Problem> {
        let turn = tokio::time::timeout(TURN, self.0.acquire_owned()).await;
        turn.ok().and_then(Result::ok).ok_or_else(|| {
            let detail = format!("{MOST_UPLOADS} components are being uploaded: try again when they are there");
            Problem::new(kinds::TOO_MANY_UPLOADS, detail).header(RETRY_AFTER, "20")
        })
    }
}

/// The body of an upload, with the signature that came with it.
pub struct ComponentBody(pub Component);

impl Asked for ComponentBody {
    fn ask(signature: &mut Signature) {
        // What every component begins with.
        let contents = vec![Content::text(BYTES, json!({}), "\u{0}asm\r\u{0}\u{1}\u{0}")];
        signature.takes(Body {
            contents,
            required: true,
        });
        signature.kinds.push(kinds::TOO_MANY_UPLOADS);
        signature.others.push(json!({
            "name": SIGNATURE_HEADER,
            "in": "header",
            "required": false,
            "description": "The signature of the component, where the configuration asks for one.",
            "schema": { "type": "string" },
        }));
    }
}

impl FromRequest for ComponentBody {
    type Error = Error;
    type Future = WithBody<Self>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let signature = request.headers().get(SIGNATURE_HEADER);
        // One that is no text is a wrong one.
        let signature = signature.map(|value| value.to_str().unwrap_or_default().to_owned());
        let uploads = request
            .app_data::<web::Data<Uploads>>()
            .map(|uploads| Uploads::clone(uploads));
        let (request, mut payload) = (request.clone(), payload.take());
        Box::pin(async move {
            if let Some(uploads) = uploads {
                let turn = uploads.turn().await?;
                // Until the request is answered.
                request.extensions_mut().insert(turn);
            }
            let bytes = whole(&request, &mut payload).await?.into();
            Ok(Self(Component { bytes, signature }))
        })
    }
}
