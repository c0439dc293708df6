//! An upload: the component as the body, its signature in a header, and in the query how it is installed.

use actix_web::dev::Payload;
use actix_web::{Error, FromRequest, HttpRequest};
use serde::Deserialize;

use crate::admin::body::{WithBody, whole};
use crate::admin::problem::{Problem, kinds};
use crate::plugins::{Component, InitialState, Install, SIGNATURE_HEADER, Source};

/// The query.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct UploadOptions {
    /// `false` keeps the version beside the active one.
    activate: Option<bool>,
    /// `copy` or `empty` makes it active on a state of its own.
    #[serde(default)]
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

/// The body of an upload, with the signature that came with it.
pub struct ComponentBody(pub Component);

impl FromRequest for ComponentBody {
    type Error = Error;
    type Future = WithBody<Self>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let signature = request.headers().get(SIGNATURE_HEADER);
        // One that is no text is a wrong one.
        let signature = signature.map(|value| value.to_str().unwrap_or_default().to_owned());
        let bytes = whole(request, payload);
        Box::pin(async move {
            let bytes = bytes.await?.into();
            Ok(Self(Component { bytes, signature }))
        })
    }
}
