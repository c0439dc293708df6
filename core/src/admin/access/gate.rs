//! The tokens in force. Whoever sends one is looked up by its SHA-256, at the same cost for a right one and a wrong
//! one; the store is read when tokens change, not when they are used.
//!
//! A listener is open to its machine (`open`) as long as there is no token at all: none in the configuration, and none
//! that was made. One that has expired counts, so that nothing opens by the passing of time.
//!
//! A browser's login (`logins`) stands for the token that was said when it began, and ends with it.

use std::collections::HashMap;
use std::net::{Ipv4Addr, SocketAddr};
use std::rc::Rc;
use std::sync::{Arc, Mutex, PoisonError, RwLock};

use actix_web::HttpRequest;
use actix_web::dev::ServiceRequest;
use actix_web::http::header::{AUTHORIZATION, HeaderMap, WWW_AUTHENTICATE};
use chrono::TimeDelta;
use tokio::sync::watch;

use super::logins::Logins;
use super::{Caller, Role, cookie, open};
use crate::admin::audit::{Asking, Refused};
use crate::admin::problem::{Problem, kinds};
use crate::clock::{self, Time};
use crate::config::settings::{AdminSettings, Network};
use crate::events::{COMPLAINTS, EventBudget};
use crate::forwarded::{self, origin};
use crate::peer::Peer;
use crate::socket::Arrival;
use crate::state::State;
use crate::state::audit::Who;
use crate::state::logins::{IDLE, Login, LoginSecret};
use crate::state::tokens::{SecretDigest, Token, TokenName, TokenUse, put_use};
use crate::store::{StoreError, Write};

/// The name of the configuration's token.
pub const CONFIGURED: &str = "config";

/// Whoever is on this machine, where there is no token.
const LOCAL: &str = "local";

/// How often it is written down that a token is used.
const USES_KEPT_EVERY: TimeDelta = TimeDelta::hours(1);

/// The check of one listener.
pub struct Gate {
    state: State,
    trusted: Vec<Network>,
    configured: Option<SecretDigest>,
    known: RwLock<Arc<Known>>,
    logins: Logins,
    uses: Mutex<HashMap<String, Used>>,
    complaints: Mutex<EventBudget>,
    changed: watch::Sender<u64>,
    refused: Refused,
}

/// Who may come in.
#[derive(Debug, Default)]
struct Known {
    by_secret: HashMap<SecretDigest, Holder>,
}

/// Whose a secret is.
#[derive(Debug, Clone)]
struct Holder {
    name: String,
    role: Role,
    /// None: it stays.
    until: Option<Time>,
}

#[derive(Debug, Clone, Copy)]
struct Used {
    at: Time,
    peer: Option<Peer>,
    kept_at: Time,
}

/// A request that is refused.
#[derive(Debug)]
pub struct Denied {
    /// Its answer.
    pub problem: Problem,
    /// A token was sent that is none.
    pub guessed: bool,
}

impl Gate {
    /// The check for what is configured and kept.
    ///
    /// # Errors
    /// The store's.
    pub fn new(settings: &AdminSettings, state: State) -> Result<Self, StoreError> {
        let logins = Logins::of(state.logins()?);
        let gate = Self {
            state,
            trusted: settings.trusted_proxies.clone(),
            configured: settings
                .token
                .as_ref()
                .map(|secret| SecretDigest::of(secret.0.as_bytes())),
            known: RwLock::default(),
            logins,
            uses: Mutex::default(),
            complaints: Mutex::new(COMPLAINTS),
            changed: watch::Sender::new(0),
            refused: Refused::default(),
        };
        gate.reread()?;
        Ok(gate)
    }

    /// Takes the tokens as they are in the store: after each change of them.
    ///
    /// # Errors
    /// The store's; what was in force stays.
    pub fn reread(&self) -> Result<(), StoreError> {
        let known = Arc::new(Known::of(self.configured.as_ref(), &self.state.tokens()?));
        *self.known.write().unwrap_or_else(PoisonError::into_inner) = Arc::clone(&known);
        let now = clock::now();
        self.hand_over(
            self.logins
                .sweep(now, |login| known.holds(&login.secret, login.role, now)),
        );
        self.changed.send_modify(|count| *count += 1);
        Ok(())
    }

    /// Tells whenever tokens were made, rotated or revoked: who holds a connection open asks [`Gate::still_admits`].
    #[must_use]
    pub fn changes(&self) -> watch::Receiver<u64> {
        self.changed.subscribe()
    }

    /// There is a token in the configuration.
    #[must_use]
    pub fn is_configured(&self) -> bool {
        self.configured.is_some()
    }

    /// There is no token: whoever is on this machine may do everything.
    #[must_use]
    pub fn is_open(&self) -> bool {
        self.known().by_secret.is_empty()
    }

    fn known(&self) -> Arc<Known> {
        Arc::clone(&self.known.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// Where a request came from, also through a proxy that is trusted; none: nobody knows.
    #[must_use]
    pub fn origin(&self, request: &ServiceRequest) -> Option<Peer> {
        self.origin_of(request.request())
    }

    /// The same of a request that is handled.
    #[must_use]
    pub fn origin_of(&self, request: &HttpRequest) -> Option<Peer> {
        let socket = request.peer_addr()?;
        Some(origin(socket, request.headers(), &self.trusted).told("admin").peer)
    }

    /// Whether a request came by https: to us, or a trusted proxy says so.
    #[must_use]
    pub fn is_secure(&self, request: &HttpRequest) -> bool {
        let is_ours = request
            .conn_data::<Rc<Arrival>>()
            .is_some_and(|arrival| arrival.is_secure);
        let socket = request.peer_addr();
        is_ours || socket.is_some_and(|socket| origin(socket, request.headers(), &self.trusted).is_secure)
    }

    /// The host that was asked for.
    #[must_use]
    pub fn host_of<'a>(&self, request: &'a HttpRequest) -> Option<&'a str> {
        let nowhere = SocketAddr::from((Ipv4Addr::UNSPECIFIED, 0));
        forwarded::host(request.peer_addr().unwrap_or(nowhere), request.headers(), &self.trusted)
    }

    /// Who it is that sent a request with these headers.
    ///
    /// # Errors
    /// 401 without a valid token; 403 for what an open listener keeps away.
    pub fn admit(&self, headers: &HeaderMap, peer: Option<Peer>, now: Time) -> Result<Caller, Denied> {
        let known = self.known();
        if known.by_secret.is_empty() {
            return open::check(headers, peer)
                .map(|()| Caller {
                    name: LOCAL.to_owned(),
                    role: Role::Admin,
                    peer,
                    secret: None,
                    login: None,
                })
                .map_err(|problem| Denied {
                    problem,
                    guessed: false,
                });
        }
        let header = headers.get(AUTHORIZATION);
        if let Some(given) = header.and_then(|value| bearer(value.as_bytes())) {
            return self.admit_token(given, peer, now);
        }
        match cookie::read(headers) {
            Some(login) => self.admit_login(&login, peer, now),
            None => Err(unauthorized("send the header Authorization: Bearer TOKEN", false)),
        }
    }

    /// Who it is that has a token.
    ///
    /// # Errors
    /// 401: nobody, or it is not valid any more.
    pub(super) fn admit_token(&self, given: &[u8], peer: Option<Peer>, now: Time) -> Result<Caller, Denied> {
        let known = self.known();
        let secret = SecretDigest::of(given);
        let Some(holder) = known.by_secret.get(&secret) else {
            self.complain(peer, now);
            return Err(unauthorized("the token is wrong", true));
        };
        if let Some(until) = holder.until.filter(|until| *until <= now) {
            let detail = format!("the token {} was valid until {}", holder.name, clock::text(until));
            return Err(unauthorized(&detail, false));
        }
        self.used(&holder.name, peer, now);
        Ok(Caller {
            name: holder.name.clone(),
            role: holder.role,
            peer,
            secret: Some(secret),
            login: None,
        })
    }

    /// Who it is that has a login.
    ///
    /// # Errors
    /// 401: it is over.
    pub(super) fn admit_login(&self, login: &LoginSecret, peer: Option<Peer>, now: Time) -> Result<Caller, Denied> {
        let known = self.known();
        let holds = |login: &Login| known.holds(&login.secret, login.role, now);
        let taken = self.logins.take(&login.digest(), now, holds);
        let (found, write) = taken.unwrap_or_else(|error| {
            tracing::error!(%error, "a login cannot be looked at");
            (None, None)
        });
        self.hand_over(write.into_iter().collect());
        let found = found.ok_or_else(|| unauthorized("the login is over: log in again, or send a token", false))?;
        self.used(&found.token, peer, now);
        Ok(Caller {
            name: found.token,
            role: found.role,
            peer,
            secret: Some(found.secret),
            login: Some(login.clone()),
        })
    }

    /// Begins a login of whoever said a token; what is to be written for it.
    ///
    /// # Errors
    /// The system has no random numbers.
    pub(super) fn log_in(&self, holder: Caller, now: Time) -> Result<(Caller, LoginSecret, Vec<Write>), Problem> {
        let nobody = || Problem::new(kinds::UNAUTHORIZED, "a login stands for a token");
        let secret = LoginSecret::random()?;
        let login = Login {
            token: holder.name.clone(),
            secret: holder.secret.clone().ok_or_else(nobody)?,
            role: holder.role,
            peer: holder.peer.map(|peer| peer.to_string()),
            began_at: now,
            ends_at: now + IDLE,
        };
        let known = self.known();
        self.hand_over(
            self.logins
                .sweep(now, |login| known.holds(&login.secret, login.role, now)),
        );
        let writes = self.logins.begin(secret.digest(), login)?;
        let login = Some(secret.clone());
        Ok((Caller { login, ..holder }, secret, writes))
    }

    /// Ends a login; what is to be written for it.
    #[must_use]
    pub(super) fn log_out(&self, login: &LoginSecret) -> Option<Write> {
        let ended = self.logins.end(&login.digest());
        self.changed.send_modify(|count| *count += 1);
        ended
    }

    /// When a login ends that is not used any more.
    #[must_use]
    pub(super) fn login_ends_at(&self, login: &LoginSecret, now: Time) -> Option<Time> {
        self.logins.ends_at(&login.digest(), now)
    }

    /// Nobody waits for these: what they say counts already.
    fn hand_over(&self, writes: Vec<Write>) {
        if !writes.is_empty() {
            drop(self.state.store().write_at_once(writes));
        }
    }

    /// Whether somebody who was admitted still would be.
    #[must_use]
    pub fn still_admits(&self, caller: &Caller, now: Time) -> bool {
        let known = self.known();
        let Some(secret) = &caller.secret else {
            return known.by_secret.is_empty();
        };
        let login = caller.login.as_ref();
        known.holds(secret, caller.role, now) && login.is_none_or(|login| self.login_ends_at(login, now).is_some())
    }

    /// When a token was used last, and from where.
    ///
    /// # Errors
    /// The store's.
    pub fn last_use(&self, name: &str) -> Result<Option<TokenUse>, StoreError> {
        let used = self
            .uses
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .get(name)
            .copied();
        if let Some(Used { at, peer, .. }) = used {
            let peer = peer.map(|peer| peer.address.to_string());
            return Ok(Some(TokenUse { at, peer }));
        }
        match TokenName::new(name) {
            Ok(name) => self.state.token_use(&name),
            Err(_) => Ok(None),
        }
    }

    /// A token is used: remembered now, and written down once an hour, for which nobody waits.
    fn used(&self, name: &str, peer: Option<Peer>, now: Time) {
        let mut uses = self.uses.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(used) = uses.get_mut(name) {
            (used.at, used.peer) = (now, peer);
            if now - used.kept_at < USES_KEPT_EVERY {
                return;
            }
            used.kept_at = now;
        } else {
            let used = Used {
                at: now,
                peer,
                kept_at: now,
            };
            uses.insert(name.to_owned(), used);
        }
        drop(uses);
        let Ok(name) = TokenName::new(name) else { return };
        let used = TokenUse {
            at: now,
            peer: peer.map(|peer| peer.address.to_string()),
        };
        let store = Arc::clone(self.state.store());
        actix_web::rt::spawn(async move {
            let written = match put_use(&name, &used) {
                Ok(write) => store.write(vec![write]).await.map(drop),
                Err(error) => Err(error),
            };
            if let Err(error) = written {
                tracing::warn!(%error, token.name = %name, "it was not written down that a token is used");
            }
        });
    }

    /// Writes down who could not log in.
    pub(super) async fn note_refused_login(&self, who: Who, problem: &Problem) {
        self.refused.note_login(&self.state, who, problem).await;
    }

    /// Writes down who was not let in.
    pub(super) async fn note_refused(&self, request: &ServiceRequest, who: Who, problem: &Problem) {
        self.refused.note(&self.state, request, who, problem).await;
    }

    /// Writes down what somebody asked for over a connection of theirs, and may not do.
    pub async fn note_refused_order(&self, asked: Asking, problem: &Problem) {
        self.refused.note_asked(&self.state, asked, problem).await;
    }

    fn complain(&self, peer: Option<Peer>, now: Time) {
        let mut complaints = self.complaints.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(untold) = complaints.admit(now) {
            let peer = peer.map(|peer| peer.to_string()).unwrap_or_default();
            tracing::warn!(peer, untold_before = untold, "a request with a wrong token was refused");
        }
    }
}

impl Known {
    /// Whether a secret is one of a token with this role now.
    fn holds(&self, secret: &SecretDigest, role: Role, now: Time) -> bool {
        let holder = self.by_secret.get(secret);
        holder.is_some_and(|holder| holder.role == role && holder.until.is_none_or(|until| now < until))
    }

    fn of(configured: Option<&SecretDigest>, tokens: &[Token]) -> Self {
        let configured = configured.map(|secret| {
            let holder = Holder {
                name: CONFIGURED.to_owned(),
                role: Role::Admin,
                until: None,
            };
            (secret.clone(), holder)
        });
        let kept = tokens.iter().flat_map(|token| {
            token.secrets().map(|(secret, until)| {
                let holder = Holder {
                    name: token.name.to_string(),
                    role: token.role,
                    until,
                };
                (secret.clone(), holder)
            })
        });
        Self {
            by_secret: kept.chain(configured).collect(),
        }
    }
}

fn unauthorized(detail: &str, guessed: bool) -> Denied {
    let problem = Problem::new(kinds::UNAUTHORIZED, detail);
    Denied {
        problem: problem.header(WWW_AUTHENTICATE, "Bearer realm=\"ocpp-central\""),
        guessed,
    }
}

/// The token of an `Authorization` header's value.
fn bearer(value: &[u8]) -> Option<&[u8]> {
    let (scheme, rest) = value.split_at_checked("Bearer ".len())?;
    scheme.eq_ignore_ascii_case(b"Bearer ").then_some(rest.trim_ascii())
}
