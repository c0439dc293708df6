//! `GET /api/v1/me`: who asks, for a page that does not know yet whether anybody is logged in. Nobody is an answer, too.

use std::net::SocketAddr;

use actix_web::http::header::AUTHORIZATION;
use actix_web::rt::time::sleep;
use actix_web::{HttpRequest, web};
use serde::Serialize;

use super::gate::Denied;
use super::own_page::Asked;
use super::{Caller, Gate, PAUSE, Role};
use crate::admin::AppState;
use crate::admin::body::Json;
use crate::admin::openapi::{Routes, Tag, op};
use crate::admin::problem::{Problem, kinds};
use crate::admin::stations_at::{self, Known, Secure};
use crate::clock::{self, Time};

/// Declares the path.
pub fn routes(root: &mut Routes) {
    root.at("/api/v1/me", Tag::ACCESS).get(
        op("get_me", "Who asks, and how")
            .says(
                "Without a token and without a login the answer is `\"loggedIn\": false`; a token that is wrong is \
                 refused with 401 all the same.",
            )
            .public(),
        me,
    );
}

/// How it is known who asks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum How {
    /// By a token in the request's header.
    Token,
    /// By the cookie of a login.
    Cookie,
    /// There is no token, and the listener is open to its machine.
    Open,
}

/// Who asks.
#[derive(Debug, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = Me)]
pub struct MeView {
    /// Whether anybody does: if not, a token has to be sent, or one has to log in.
    logged_in: bool,
    /// The name of the token; `local`: whoever is on this machine, where there is none.
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<String>,
    /// What may be done.
    #[serde(skip_serializing_if = "Option::is_none")]
    role: Option<Role>,
    /// How that is known.
    #[serde(skip_serializing_if = "Option::is_none")]
    how: Option<How>,
    /// What each change by this login has in its header `X-CSRF-Token`.
    #[serde(skip_serializing_if = "Option::is_none")]
    csrf_token: Option<String>,
    /// When the login ends if it is not used any more.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = DateTime)]
    login_ends_at: Option<Time>,
    /// There is a token, so that one has to log in; else the listener is open to its machine.
    login_needed: bool,
    /// Why nobody can log in from where the request came, and what to do; none: one can.
    #[serde(skip_serializing_if = "Option::is_none")]
    login_refused: Option<String>,
    /// About the server.
    server: ServerView,
}

/// The server as whoever asks may know it.
#[derive(Debug, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = Server)]
struct ServerView {
    /// Its version.
    version: &'static str,
    /// How charge points reach it; nobody is told who is not logged in.
    #[serde(skip_serializing_if = "Option::is_none")]
    ocpp: Option<OcppView>,
}

/// How charge points reach the server.
#[derive(Debug, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = OcppListener)]
struct OcppView {
    /// The URLs by which they connect, each ending before the identity, the likeliest first.
    urls: Vec<String>,
    /// Where the server listens for them, `ocpp.listen`, or `ocpp.tls.listen` where that is none.
    #[schema(value_type = String)]
    listen: SocketAddr,
    /// A listener of its own speaks TLS (`ocpp.tls.listen`); else a proxy in front does, for security profile 2.
    tls: bool,
    /// Nobody but this machine reaches the listener.
    this_machine_only: bool,
    /// A charge point that nobody registered is let in.
    registers_unknown: bool,
}

async fn me(app: web::Data<AppState>, gate: web::Data<Gate>, request: HttpRequest) -> Result<Json<MeView>, Problem> {
    let (headers, now) = (request.headers(), clock::now());
    let caller = match gate.admit(headers, gate.origin_of(&request), now) {
        Ok(caller) => Some(caller),
        Err(Denied { problem, guessed }) => {
            if guessed {
                sleep(PAUSE).await;
            }
            if problem.kind != kinds::UNAUTHORIZED || headers.contains_key(AUTHORIZATION) {
                return Err(problem);
            }
            None
        }
    };
    Ok(Json(view(&app, &gate, &request, caller)))
}

/// What is said of whoever asks.
pub fn view(app: &AppState, gate: &Gate, request: &HttpRequest, caller: Option<Caller>) -> MeView {
    let host = gate.host_of(request);
    let is_secure = gate.is_secure(request);
    let asked = Asked {
        method: request.method(),
        headers: request.headers(),
        host,
    };
    let login_needed = !gate.is_open();
    let refused = asked.may_say_a_token(is_secure).err().filter(|_| login_needed);
    let settings = &app.settings().ocpp;
    let shown = app.certificates.shown();
    let name = shown
        .iter()
        .find(|shown| shown.listener == "ocpp")
        .and_then(|shown| shown.facts.common_name.as_deref());
    let secure = app.secure_stations_at().map(|listening| Secure { listening, name });
    let ocpp = app
        .stations_at()
        .or(app.secure_stations_at())
        .filter(|_| caller.is_some())
        .map(|listening| OcppView {
            urls: stations_at::urls(Known {
                listening: app.stations_at(),
                host,
                secure,
                by_proxy: is_secure && !settings.trusted_proxies.is_empty(),
                machine: stations_at::machine(),
            }),
            listen: listening,
            tls: secure.is_some(),
            this_machine_only: listening.ip().is_loopback()
                && secure.is_none_or(|secure| secure.listening.ip().is_loopback())
                && settings.trusted_proxies.is_empty()
                && settings.proxy_protocol.is_empty(),
            registers_unknown: settings.register_unknown,
        });
    let now = clock::now();
    let login = caller.as_ref().and_then(|caller| caller.login.clone());
    MeView {
        logged_in: caller.is_some(),
        how: caller.as_ref().map(Caller::how),
        csrf_token: login.as_ref().map(|login| login.csrf_token().show()),
        login_ends_at: login.and_then(|login| gate.login_ends_at(&login, now)),
        login_needed,
        login_refused: refused.map(|problem| problem.detail),
        server: ServerView {
            version: env!("CARGO_PKG_VERSION"),
            ocpp,
        },
        role: caller.as_ref().map(|caller| caller.role),
        name: caller.map(|caller| caller.name),
    }
}
