//! Whoever opens `/live` and can set no header: a page in a browser. It offers its token as a subprotocol, or says it
//! first; until then it takes none of the places of those who listen, and only few such wait at a time.

use std::time::Duration;

use actix_web::HttpRequest;
use actix_web::http::header::{AUTHORIZATION, HeaderMap, HeaderValue, SEC_WEBSOCKET_PROTOCOL};
use actix_ws::{AggregatedMessage, AggregatedMessageStream, CloseCode, Session};
use serde_json::{Value, json};
use tokio::sync::{Semaphore, SemaphorePermit};
use tokio::time::timeout;

use super::socket::End;
use super::words::{self, Said, SayToken};
use crate::admin::access::{Caller, Gate};
use crate::admin::problem::{Problem, kinds};
use crate::clock;
use crate::peer::Peer;

/// What stands before a token that is offered as a subprotocol.
const TOKEN_PROTOCOL: &str = "ocpp-central.token.";
/// So long it may take to say who it is.
const FIRST: Duration = Duration::from_secs(10);
/// What it is told that says something else.
const SAY: &str = "say {\"token\": \"...\"} first";

/// Those of whom nobody knows who they are.
static STRANGERS: Semaphore = Semaphore::const_new(16);

/// One of them.
pub struct Stranger(SemaphorePermit<'static>);

impl Stranger {
    /// Lets one more in.
    ///
    /// # Errors
    /// There are as many as may be.
    pub fn let_in() -> Result<Self, Problem> {
        let place = STRANGERS.try_acquire().map_err(|_| {
            let detail = "too many connections have not said yet whose they are";
            Problem::new(kinds::TOO_MANY_LISTENERS, detail)
        })?;
        Ok(Self(place))
    }

    /// Waits for its first message, which says who it is. It is no stranger then.
    ///
    /// # Errors
    /// Why its connection ends; none: it has gone.
    pub async fn introduced(
        self,
        (gate, peer): (&Gate, Option<Peer>),
        session: &mut Session,
        messages: &mut AggregatedMessageStream,
    ) -> Result<Caller, Option<End>> {
        let ended = |why| {
            let code = CloseCode::Policy;
            Some(End { code, why })
        };
        let first = timeout(FIRST, messages.recv()).await;
        let Ok(Some(Ok(AggregatedMessage::Text(text)))) = first else {
            return Err(ended(SAY));
        };
        let (caller, said) = match words::read(&text) {
            Ok(Said::Token(SayToken { token })) => match admitted(gate, &token, peer).await {
                Ok(caller) => {
                    let token = json!({ "name": caller.name, "role": caller.role });
                    (Ok(caller), json!({ "token": token }))
                }
                Err(problem) => (Err(ended("the token is wrong")), refusal(&problem)),
            },
            _ => (Err(ended(SAY)), refusal(&Problem::new(kinds::UNAUTHORIZED, SAY))),
        };
        session.text(said.to_string()).await.map_err(|_| None)?;
        drop(self.0);
        caller
    }
}

fn refusal(problem: &Problem) -> Value {
    json!({ "problem": problem.document() })
}

/// The token of a client that can set no header.
pub fn offered_token(request: &HttpRequest) -> Option<String> {
    let offered = request.headers().get_all(SEC_WEBSOCKET_PROTOCOL);
    let offered = offered
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','));
    let mut tokens = offered.filter_map(|word| word.trim().strip_prefix(TOKEN_PROTOCOL));
    tokens.next().map(str::to_owned)
}

/// Who it is that has a token.
///
/// # Errors
/// Nobody.
pub async fn admitted(gate: &Gate, token: &str, peer: Option<Peer>) -> Result<Caller, Problem> {
    let mut headers = HeaderMap::new();
    let value = HeaderValue::from_str(&format!("Bearer {token}"));
    let value = value.map_err(|_| Problem::new(kinds::UNAUTHORIZED, "the token is wrong"))?;
    headers.insert(AUTHORIZATION, value);
    gate.admit_slowly(&headers, peer, clock::now()).await
}
