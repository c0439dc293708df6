//! Who may use the API, and as what: the layer around everything below `/api/v1` and `/plugins`, which finds out who
//! asks ([`Caller`]) and what the operation takes ([`needed`]).
//!
//! `gate` knows the tokens and the browsers' logins, `open` is what holds where there are none, `tokens` is `/tokens`;
//! `login` makes a token a cookie, `own_page` says what counts with one, `me` tells a page who has it open.

mod caller;
mod cookie;
mod gate;
mod login;
mod logins;
mod me;
mod open;
mod own_page;
mod role;
pub mod tokens;

pub use caller::Caller;
pub use gate::Gate;
pub use role::{Role, needed};

use std::time::Duration;

use actix_web::body::{BoxBody, EitherBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::Method;
use actix_web::http::header::{
    AUTHORIZATION, CACHE_CONTROL, CONTENT_SECURITY_POLICY, ETAG, HeaderMap, HeaderValue, UPGRADE,
    X_CONTENT_TYPE_OPTIONS,
};
use actix_web::middleware::Next;
use actix_web::rt::time::sleep;
use actix_web::{Error, HttpMessage as _, web};

use super::openapi::Routes;
use super::problem::{Problem, kinds};
use crate::clock::{self, Time};
use crate::peer::Peer;
use crate::state::audit::Who;
use gate::Denied;
use me::How;
use own_page::Asked;

/// Where who asks may be said later than in the request's header.
const LIVE: &str = "/api/v1/live";

/// Before what plugins serve themselves.
const PLUGINS: &str = "/plugins/";

/// Of what the API answers.
const POLICY: &str = "default-src 'none'; frame-ancestors 'none'; sandbox";

/// Of what a plugin serves, where a browser asks.
const PLUGINS_POLICY: &str = "sandbox allow-scripts allow-forms allow-popups allow-downloads allow-modals";

/// A wrong token is answered so late: whoever guesses has few guesses on each connection.
const PAUSE: Duration = Duration::from_millis(100);

/// What the paths of imports end with.
const IMPORT: &str = "/import";

/// The layer.
///
/// # Errors
/// Those of the layers below.
pub async fn guard(
    gate: web::Data<Gate>,
    request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<EitherBody<impl MessageBody, BoxBody>>, Error> {
    let peer = gate.origin(&request);
    let caller = match gate.admit(request.headers(), peer, clock::now()) {
        Ok(caller) => caller,
        Err(Denied { problem, guessed }) => {
            if problem.kind == kinds::UNAUTHORIZED && says_later(&request) {
                return Ok(next.call(request).await?.map_into_left_body());
            }
            let stranger = Who::unknown(peer.map(|peer| peer.to_string()));
            gate.note_refused(&request, stranger, &problem).await;
            if guessed {
                sleep(PAUSE).await;
            }
            return Ok(request.error_response(problem).map_into_right_body());
        }
    };
    if let Err(problem) = ours(&gate, &request, &caller).and_then(|()| permitted(&request, &caller)) {
        if matches!(problem.kind, kinds::ROLE_TOO_SMALL | kinds::FORBIDDEN) {
            gate.note_refused(&request, caller.into(), &problem).await;
        }
        return Ok(request.error_response(problem).map_into_right_body());
    }
    let of_plugin = request.path().starts_with(PLUGINS) && caller.how() != How::Token;
    request.extensions_mut().insert(caller);
    let mut response = next.call(request).await?.map_into_left_body();
    harmless(response.headers_mut(), of_plugin);
    Ok(response)
}

/// What comes with a cookie counts if it comes from our own page.
fn ours(gate: &Gate, request: &ServiceRequest, caller: &Caller) -> Result<(), Problem> {
    let Some(login) = &caller.login else { return Ok(()) };
    let asked = Asked {
        method: request.method(),
        headers: request.headers(),
        host: gate.host_of(request.request()),
    };
    asked.counts(&login.csrf_token())
}

/// An answer that a browser opens as a page of its own can do nothing in the name of whoever is logged in: it is of no
/// origin, and what is no page of a plugin runs and loads nothing.
fn harmless(headers: &mut HeaderMap, of_plugin: bool) {
    let policy = if of_plugin { PLUGINS_POLICY } else { POLICY };
    if of_plugin || !headers.contains_key(CONTENT_SECURITY_POLICY) {
        headers.append(CONTENT_SECURITY_POLICY, HeaderValue::from_static(policy));
    }
    let nosniff = HeaderValue::from_static("nosniff");
    headers.insert(X_CONTENT_TYPE_OPTIONS, nosniff);
    if !of_plugin && !headers.contains_key(CACHE_CONTROL) && !headers.contains_key(ETAG) {
        headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    }
}

/// Declares what needs no token.
pub fn public_routes(root: &mut Routes) {
    me::routes(root);
    login::routes(root);
}

impl Gate {
    /// As [`Gate::admit`], and whoever guesses waits.
    ///
    /// # Errors
    /// As it has.
    pub async fn admit_slowly(&self, headers: &HeaderMap, peer: Option<Peer>, now: Time) -> Result<Caller, Problem> {
        match self.admit(headers, peer, now) {
            Err(Denied { problem, guessed }) => {
                if guessed {
                    sleep(PAUSE).await;
                }
                Err(problem)
            }
            Ok(caller) => Ok(caller),
        }
    }
}

/// Pages cannot give a WebSocket a header: such a one says who it is by another, or first of all, and its handler asks.
fn says_later(request: &ServiceRequest) -> bool {
    let headers = request.headers();
    let is_silent = headers.contains_key(UPGRADE) && !headers.contains_key(AUTHORIZATION);
    is_silent && pattern(request).as_deref() == Some(LIVE)
}

/// The pattern of a request's path as it will be routed; none: there is nothing at it. The path is the one that routes
/// are chosen by, in which `%74` is `t`: another reading of it would take one operation for another.
pub fn pattern(request: &ServiceRequest) -> Option<String> {
    let path = request.match_info().as_str();
    let pattern = request.resource_map().match_pattern(path)?;
    // `/id-tags/{tag}` fits too, and leaves this one to the pattern that is declared behind it.
    if request.method() == Method::POST
        && request.uri().path().ends_with(IMPORT)
        && let Some((above, last)) = pattern.rsplit_once('/')
        && last.starts_with('{')
        && !above.contains('{')
    {
        return Some(format!("{above}{IMPORT}"));
    }
    Some(pattern)
}

/// What no route has is refused here, so that nothing is reached whose role was not looked at.
fn permitted(request: &ServiceRequest, caller: &Caller) -> Result<(), Problem> {
    let pattern = pattern(request).ok_or_else(|| Problem::new(kinds::NOT_FOUND, "there is nothing at this path"))?;
    caller.may(needed(request.method(), &pattern))
}
