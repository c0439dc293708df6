//! Who may use the API: whoever has the token. A listener without one is open, and the
//! configuration holds such a listener to the loopback interface.

use std::io;

use actix_web::body::{BoxBody, EitherBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::Uri;
use actix_web::http::header::{AUTHORIZATION, HOST, HeaderMap, HeaderName, ORIGIN, WWW_AUTHENTICATE};
use actix_web::middleware::Next;
use actix_web::{Error, web};
use hmac::{Hmac, Mac};
use sha2::Sha256;

use super::problem::{Problem, kinds};
use crate::config::settings::Secret;

/// The check of one listener.
#[derive(Clone)]
pub enum Gate {
    /// A token was configured.
    Token(Token),
    /// None was: whoever is on this machine may do everything, but no page in their browser.
    Open,
}

/// A token in a form that is compared in constant time.
#[derive(Clone)]
pub struct Token {
    keyed: Hmac<Sha256>,
    expected: Vec<u8>,
}

impl Gate {
    /// The check for what was configured.
    ///
    /// # Errors
    /// The token cannot be a key.
    pub fn new(token: Option<&Secret>) -> io::Result<Self> {
        let Some(Secret(text)) = token else {
            return Ok(Self::Open);
        };
        let keyed = Hmac::<Sha256>::new_from_slice(text.as_bytes()).map_err(io::Error::other)?;
        let expected = keyed
            .clone()
            .chain_update(text.as_bytes())
            .finalize()
            .into_bytes()
            .to_vec();
        Ok(Self::Token(Token { keyed, expected }))
    }

    fn check(&self, headers: &HeaderMap) -> Result<(), Problem> {
        match self {
            Self::Token(token) => token.check(headers),
            Self::Open => check_local(headers),
        }
    }
}

impl Token {
    fn check(&self, headers: &HeaderMap) -> Result<(), Problem> {
        let refused = |detail| {
            Problem::new(kinds::UNAUTHORIZED, detail).header(WWW_AUTHENTICATE, "Bearer realm=\"ocpp-central\"")
        };
        let header = headers.get(AUTHORIZATION);
        let given = header.and_then(|value| bearer(value.as_bytes()));
        let given = given.ok_or_else(|| refused("send the header Authorization: Bearer TOKEN"))?;
        let mac = self.keyed.clone().chain_update(given);
        mac.verify_slice(&self.expected)
            .map_err(|_| refused("the token is wrong"))
    }
}

/// The token of an `Authorization` header's value.
fn bearer(value: &[u8]) -> Option<&[u8]> {
    let (scheme, rest) = value.split_at_checked("Bearer ".len())?;
    scheme.eq_ignore_ascii_case(b"Bearer ").then_some(rest.trim_ascii())
}

/// Keeps the pages of a browser on this machine from using an open listener: neither by a
/// cross-origin request, nor by a name of theirs that leads to the loopback address.
fn check_local(headers: &HeaderMap) -> Result<(), Problem> {
    let text = |name: HeaderName| headers.get(name).map(|value| value.to_str().unwrap_or_default());
    let host = text(HOST);
    if host.is_some_and(|host| !is_loopback(host)) {
        let detail = "without a token the API is for this machine only: use localhost, 127.0.0.1 or [::1]";
        return Err(Problem::new(kinds::FORBIDDEN, detail));
    }
    let origin = text(ORIGIN);
    if origin.is_some_and(|origin| origin.split_once("://").map(|(_, authority)| authority) != host) {
        let detail = "without a token the API does not answer pages of other origins; configure admin.token";
        return Err(Problem::new(kinds::FORBIDDEN, detail));
    }
    Ok(())
}

fn is_loopback(host: &str) -> bool {
    let Ok(uri) = host.parse::<Uri>() else { return false };
    let name = uri.host().unwrap_or_default();
    let address = name.trim_start_matches('[').trim_end_matches(']');
    name.eq_ignore_ascii_case("localhost")
        || address
            .parse::<std::net::IpAddr>()
            .is_ok_and(|address| address.is_loopback())
}

/// The layer around everything below `/api/v1`.
///
/// # Errors
/// Those of the layers below.
pub async fn guard(
    gate: web::Data<Gate>,
    request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<EitherBody<impl MessageBody, BoxBody>>, Error> {
    if let Err(problem) = gate.check(request.headers()) {
        return Ok(request.error_response(problem).map_into_right_body());
    }
    Ok(next.call(request).await?.map_into_left_body())
}
