//! The layer around everything below `/api/v1`, inside the one that finds out who asks: each request that may change
//! something is one record, durable before its answer leaves.

use actix_web::body::{BoxBody, MessageBody};
use actix_web::dev::{Payload, ServiceRequest, ServiceResponse};
use actix_web::http::header::{CONTENT_ENCODING, CONTENT_LENGTH, CONTENT_TYPE, HeaderMap, RETRY_AFTER};
use actix_web::http::{Method, StatusCode};
use actix_web::middleware::Next;
use actix_web::web::Bytes;
use actix_web::{Error, HttpMessage as _, HttpRequest, web};
use serde_json::{Map, Value};

use super::entry::{Asking, Ending, Entry};
use super::{target, views};
use crate::admin::AppState;
use crate::admin::access::{Caller, pattern};
use crate::admin::body::rest;
use crate::admin::problem::{MEDIA_TYPE, Problem, SOON, kinds};
use crate::state::audit::{AuditOutcome, Who};
use crate::store::StoreError;

/// Larger bodies are not written down, and not held for it.
const MOST_ASKED: u64 = 64 << 10;

/// Bodies that are files, or lists with a result for each line.
const FILES: [&str; 3] = ["/plugins/{name}", "/firmware/{name}", "/charge-points"];

/// Looking that is written down: it takes data out as a whole.
const EXPORTS: [&str; 2] = ["/backup", "/id-tags/{tag}/data"];

/// What of an answer says how it went.
const TOLD: [&str; 18] = [
    "id",
    "state",
    "status",
    "version",
    "token",
    "created",
    "changed",
    "refused",
    "imported",
    "skipped",
    "failed",
    "removed",
    "erased",
    "commandsCancelled",
    "counts",
    "chargePoints",
    "transactionId",
    "campaigns",
];

/// What a handler knows better than the layer, as an extension of its request; each part may be absent.
#[derive(Debug, Default)]
pub struct Noted {
    /// What was there before.
    pub before: Option<Value>,
    /// What is there after.
    pub after: Option<Value>,
    /// What came of it: the id of a command, counts.
    pub result: Option<Value>,
}

/// The layer.
///
/// # Errors
/// Those of the layers below.
pub async fn layer(
    app: web::Data<AppState>,
    request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<BoxBody>, Error> {
    let Some(operation) = Operation::of(&request).filter(Operation::is_written_down) else {
        return Ok(next.call(request).await?.map_into_boxed_body());
    };
    let (request, asked) = match operation.asked(request).await {
        Ok(taken) => taken,
        Err(response) => return Ok(*response),
    };
    let entry = match operation.begin(&app, request.request(), asked).await {
        Ok(entry) => entry,
        Err(problem) => return Ok(request.error_response(problem).map_into_boxed_body()),
    };
    match next.call(request).await {
        Ok(response) => operation.end(entry, response.map_into_boxed_body()).await,
        Err(error) => {
            let ending = Ending::of(error.as_response_error().status_code(), Some(error.to_string()));
            entry.end(ending).await.map_err(Problem::from)?;
            Err(error)
        }
    }
}

/// What is asked for.
struct Operation {
    method: Method,
    /// Below `/api/v1`.
    pattern: String,
    /// With it.
    whole: String,
}

impl Operation {
    fn of(request: &ServiceRequest) -> Option<Self> {
        let whole = pattern(request)?;
        Some(Self {
            method: request.method().clone(),
            pattern: whole.strip_prefix("/api/v1")?.to_owned(),
            whole,
        })
    }

    fn looks(&self) -> bool {
        matches!(self.method, Method::GET | Method::HEAD | Method::OPTIONS)
    }

    fn is_written_down(&self) -> bool {
        !self.looks() || (self.method == Method::GET && EXPORTS.contains(&self.pattern.as_str()))
    }

    /// What shows what is changed.
    fn view(&self) -> Option<views::Show> {
        let shows = !self.looks() && !target::is_of_person(&self.whole);
        views::of(&self.pattern).filter(|_| shows)
    }

    /// It reaches out of the store at once: a record that is only handed over would not come first.
    fn leaves(&self) -> bool {
        self.pattern.contains("/commands/") && self.method == Method::POST
    }

    /// The body, if it is one to write down; the request has it all the same.
    async fn asked(
        &self,
        request: ServiceRequest,
    ) -> Result<(ServiceRequest, Option<Value>), Box<ServiceResponse<BoxBody>>> {
        if FILES.contains(&self.pattern.as_str()) || !is_short(request.headers()) {
            return Ok((request, None));
        }
        let (request, mut payload) = request.into_parts();
        match rest(&request, &mut payload).await {
            Ok(bytes) => {
                let asked = serde_json::from_slice(&bytes).ok();
                Ok((ServiceRequest::from_parts(request, Payload::from(bytes)), asked))
            }
            Err(error) => Err(Box::new(ServiceResponse::new(request, error.error_response()))),
        }
    }

    async fn begin(&self, app: &AppState, request: &HttpRequest, asked: Option<Value>) -> Result<Entry, Problem> {
        let before = match self.view() {
            Some(show) => show(request).await,
            None => None,
        };
        let mut target = target::of_path(&self.whole, request.uri().path());
        if let Some(asked) = &asked {
            target::of_body(&mut target, asked);
        }
        target::of_command(&mut target, app.state());
        let path = target::without_persons(&self.whole, &mut target, request.uri().to_string());
        let caller = request.extensions().get::<Caller>().cloned();
        let asking = Asking {
            who: caller.map_or_else(|| Who::unknown(None), Who::from),
            operation: format!("{} {}", self.method, self.pattern),
            path: Some(path),
            target,
            asked: asked.filter(|asked| *asked != Value::Object(Map::new())),
            before,
        };
        let entry = Entry::begin(app.state(), asking)?;
        if self.leaves() {
            entry.is_kept().await?;
        }
        Ok(entry)
    }

    async fn end(
        &self,
        mut entry: Entry,
        response: ServiceResponse<BoxBody>,
    ) -> Result<ServiceResponse<BoxBody>, Error> {
        let (request, response) = response.into_parts();
        let noted = request.extensions_mut().remove::<Noted>().unwrap_or_default();
        let shown = match self.view() {
            Some(show) if noted.after.is_none() => show(&request).await,
            _ => None,
        };
        let is_problem = is_problem(response.headers());
        let status = response.status();
        let (head, body) = response.into_parts();
        let (body, said) = if self.looks() { (body, None) } else { read(body) };
        let problem = said
            .as_ref()
            .filter(|_| is_problem)
            .and_then(|said| said.get("detail")?.as_str());
        let mut ending = Ending::of(status, problem.map(str::to_owned));
        let result = said.as_ref().and_then(|said| result(said, is_problem));
        ending.result = noted.result.or(result);
        ending.after = noted.after.or(shown);
        if let Some(before) = noted.before {
            entry.was(before);
        }
        if ending.after.is_none() && matches!(self.pattern.as_str(), "/tokens" | "/webhooks") {
            ending.after.clone_from(&said);
        }
        if let Some(made) = made(&self.pattern, said.as_ref()) {
            entry.concerns(made.0, &made.1);
        }
        let answer = head.set_body(body);
        if let Err(error) = entry.end(ending).await {
            tracing::error!(%error, operation = self.pattern, "the end of a change is not in the audit log");
            // A change that the store did not take either was not made, and its own answer says so.
            if status != StatusCode::SERVICE_UNAVAILABLE {
                return Ok(ServiceResponse::from_err(unwritten(&error), request).map_into_boxed_body());
            }
        }
        Ok(ServiceResponse::new(request, answer))
    }
}

/// What is answered in place of what became of a change that is not in the log.
fn unwritten(error: &StoreError) -> Problem {
    let detail = "the change cannot be written into the audit log; it may have been made all the same";
    let detail = match error {
        StoreError::Full { .. } => format!("the server's disk is full: {detail}"),
        _ => detail.to_owned(),
    };
    Problem::new(kinds::STORE_UNAVAILABLE, detail).header(RETRY_AFTER, SOON)
}

impl Ending {
    /// By the status that was answered.
    pub fn of(status: StatusCode, problem: Option<String>) -> Self {
        let outcome = match status {
            status if status.is_server_error() => AuditOutcome::Failed,
            status if status.is_client_error() => AuditOutcome::Refused,
            _ => AuditOutcome::Done,
        };
        Self {
            outcome,
            status: Some(status.as_u16()),
            after: None,
            result: None,
            problem,
        }
    }
}

impl From<Caller> for Who {
    fn from(caller: Caller) -> Self {
        Self {
            name: caller.name,
            role: Some(caller.role),
            address: caller.peer.map(|peer| peer.to_string()),
        }
    }
}

/// A body whose length is told, is short, and is as it was written.
fn is_short(headers: &HeaderMap) -> bool {
    let length = headers
        .get(CONTENT_LENGTH)
        .and_then(|length| length.to_str().ok()?.parse::<u64>().ok());
    length.is_some_and(|length| length > 0 && length <= MOST_ASKED) && !headers.contains_key(CONTENT_ENCODING)
}

fn is_problem(headers: &HeaderMap) -> bool {
    let kind = headers.get(CONTENT_TYPE);
    kind.is_some_and(|kind| kind.as_bytes().starts_with(MEDIA_TYPE.as_bytes()))
}

/// The body, and what it says if it is there as a whole and JSON.
fn read(body: BoxBody) -> (BoxBody, Option<Value>) {
    match body.try_into_bytes() {
        Ok(bytes) => {
            let said = serde_json::from_slice(&bytes).ok();
            (BoxBody::new(Bytes::clone(&bytes)), said)
        }
        Err(body) => (body, None),
    }
}

/// What an answer says of how it went; a problem of a command shows the command.
fn result(said: &Value, is_problem: bool) -> Option<Value> {
    let said = if is_problem { said.get("command")? } else { said };
    let members = said.as_object()?;
    let told = TOLD
        .iter()
        .filter_map(|name| Some(((*name).to_owned(), members.get(*name)?.clone())));
    let told: Map<String, Value> = told.collect();
    (!told.is_empty()).then_some(Value::Object(told))
}

/// What came into being without being named in the path.
fn made(pattern: &str, said: Option<&Value>) -> Option<(&'static str, String)> {
    let text = |member: &str| said?.get(member)?.as_str().map(str::to_owned);
    match pattern {
        "/tokens" => Some(("token", text("name")?)),
        "/webhooks" => Some(("webhook", text("name")?)),
        "/campaigns" => Some(("campaign", text("id")?)),
        _ => None,
    }
}
