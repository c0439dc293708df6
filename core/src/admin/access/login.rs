//! `POST /login` and `POST /logout`: a token is said once, and a cookie stands for it from then on, which no script
//! can read. Both are in the audit log.

use std::collections::BTreeMap;

use actix_web::body::BoxBody;
use actix_web::guard::GuardContext;
use actix_web::http::header::{CACHE_CONTROL, SET_COOKIE};
use actix_web::rt::time::sleep;
use actix_web::{HttpRequest, HttpResponse, Responder, web};
use serde::Deserialize;

use super::gate::Denied;
use super::me::{self, MeView};
use super::own_page::Asked;
use super::{Caller, Gate, PAUSE, cookie};
use crate::admin::AppState;
use crate::admin::audit::{Asking, Ending, Entry};
use crate::admin::body::Json;
use crate::admin::openapi::{Answer, Answered, Routes, Signature, Tag, op};
use crate::admin::problem::{Problem, kinds};
use crate::clock;
use crate::dashboard::is_page;
use crate::state::audit::{AuditOutcome, Who};

const LOGIN: &str = "/login";
const LOGOUT: &str = "/logout";

/// Declares the paths.
pub fn routes(root: &mut Routes) {
    root.at(LOGIN, Tag::ACCESS).only(is_of_the_api).post(
        op("log_in", "Log a browser in: a cookie stands for the token from then on")
            .says(
                "The cookie is for the server's own page: HttpOnly, SameSite=Strict, and sent by https alone where the \
                 page came by https. A change with it has the header `X-CSRF-Token`. Programs send the token instead. \
                 The login ends after 12 hours in which it is not used, after a week, and with its token.",
            )
            .fails(&[kinds::UNAUTHORIZED, kinds::FORBIDDEN, kinds::LOGIN_IN_CLEAR])
            .public(),
        log_in,
    );
    root.at(LOGOUT, Tag::ACCESS).only(is_of_the_api).post(
        op("log_out", "End a browser's login")
            .fails(&[kinds::FORBIDDEN])
            .public(),
        log_out,
    );
}

/// A browser that opens one of these paths is shown the page.
fn is_of_the_api(context: &GuardContext<'_>) -> bool {
    !is_page(context.head())
}

/// Who logs in.
#[derive(Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[schema(examples(json!({"token": "ocppc_kT0nKcfyB8ZfIRSLyN1gGVnmA0v6XH2WJqkOa3wYt5E"})))]
struct LogIn {
    /// The token's text.
    token: String,
}

/// 200 with who it is, and the cookie.
struct LoggedIn {
    me: MeView,
    cookie: String,
}

impl Responder for LoggedIn {
    type Body = BoxBody;

    fn respond_to(self, _: &HttpRequest) -> HttpResponse {
        HttpResponse::Ok()
            .insert_header((SET_COOKIE, self.cookie))
            .insert_header((CACHE_CONTROL, "no-store"))
            .json(self.me)
    }
}

impl Answer for LoggedIn {
    fn answer(signature: &mut Signature) {
        Json::<MeView>::answer(signature);
        let cookie = Answered {
            headers: vec![("Set-Cookie", "The login")],
            ..Answered::default()
        };
        signature.answer(200, cookie);
    }
}

/// 204, and the cookie is gone.
struct LoggedOut {
    cookie: String,
}

impl Responder for LoggedOut {
    type Body = BoxBody;

    fn respond_to(self, _: &HttpRequest) -> HttpResponse {
        HttpResponse::NoContent()
            .insert_header((SET_COOKIE, self.cookie))
            .finish()
    }
}

impl Answer for LoggedOut {
    fn answer(signature: &mut Signature) {
        signature.answer(
            204,
            Answered {
                description: "There is no login any more",
                headers: vec![("Set-Cookie", "Removes the cookie")],
                ..Answered::default()
            },
        );
    }
}

fn asked<'a>(gate: &Gate, request: &'a HttpRequest) -> Asked<'a> {
    Asked {
        method: request.method(),
        headers: request.headers(),
        host: gate.host_of(request),
    }
}

async fn log_in(
    app: web::Data<AppState>,
    gate: web::Data<Gate>,
    request: HttpRequest,
    Json(body): Json<LogIn>,
) -> Result<LoggedIn, Problem> {
    let (peer, is_secure, now) = (gate.origin_of(&request), gate.is_secure(&request), clock::now());
    let asked = asked(&gate, &request);
    asked.is_ours()?;
    if gate.is_open() {
        let detail = "nobody logs in here: there is no token, and the listener is open to its machine alone";
        return Err(Problem::new(kinds::INVALID_REQUEST, detail));
    }
    asked.may_say_a_token(is_secure)?;
    let holder = match gate.admit_token(body.token.trim().as_bytes(), peer, now) {
        Ok(holder) => holder,
        Err(Denied { problem, guessed }) => {
            let stranger = Who::unknown(peer.map(|peer| peer.to_string()));
            gate.note_refused_login(stranger, &problem).await;
            if guessed {
                sleep(PAUSE).await;
            }
            return Err(problem);
        }
    };
    if let Some(before) = cookie::read(request.headers()) {
        app.write(gate.log_out(&before).into_iter().collect()).await?;
    }
    let entry = Entry::begin(app.state(), asking(holder.clone(), "POST /login", LOGIN))?;
    let (caller, secret, writes) = gate.log_in(holder, now)?;
    app.write(writes).await?;
    entry.end(Ending::done(200)).await?;
    Ok(LoggedIn {
        me: me::view(&app, &gate, &request, Some(caller)),
        cookie: cookie::set(&secret, is_secure),
    })
}

async fn log_out(app: web::Data<AppState>, gate: web::Data<Gate>, request: HttpRequest) -> Result<LoggedOut, Problem> {
    let gone = LoggedOut {
        cookie: cookie::removed(gate.is_secure(&request)),
    };
    let Some(login) = cookie::read(request.headers()) else {
        return Ok(gone);
    };
    let Ok(caller) = gate.admit_login(&login, gate.origin_of(&request), clock::now()) else {
        return Ok(gone);
    };
    asked(&gate, &request).counts(&login.csrf_token())?;
    let entry = Entry::begin(app.state(), asking(caller, "POST /logout", LOGOUT))?;
    app.write(gate.log_out(&login).into_iter().collect()).await?;
    entry.end(Ending::done(204)).await?;
    Ok(gone)
}

fn asking(caller: Caller, operation: &str, path: &str) -> Asking {
    let token = ("token".to_owned(), caller.name.clone());
    Asking {
        who: caller.into(),
        operation: operation.to_owned(),
        path: Some(path.to_owned()),
        target: BTreeMap::from([token]),
        asked: None,
        before: None,
    }
}

impl Ending {
    /// It was done.
    fn done(status: u16) -> Self {
        Self {
            outcome: AuditOutcome::Done,
            status: Some(status),
            after: None,
            result: None,
            problem: None,
        }
    }
}
