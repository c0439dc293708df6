//! An exchange with another server as a recording keeps it: taken down whole, given back whole.

use std::future::Future;
use std::pin::pin;
use std::sync::Mutex;

use bytes::Bytes;
use futures_util::future::{Either, select};
use http::{HeaderName, HeaderValue, Request, Response};
use http_body_util::{BodyExt, Full, Limited};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use wasmtime_wasi_http::{Error, WasiBody};

use super::http::{Going, Sending};
use super::state_value::text_or_base64;
use crate::plugins::sandbox::trace::{HostAnswers, HostTrace, take_down};

/// While a call is recorded no response may be larger, in bytes: it is held in memory.
const LARGEST_RECORDED: usize = 16 * 1024 * 1024;

/// What came back.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
enum RecordedExchange {
    Response {
        status: u16,
        /// In their order; a value that is no text is left out.
        headers: Vec<(String, String)>,
        #[serde(with = "text_or_base64")]
        body: Vec<u8>,
    },
    /// Why nothing did.
    Failed(ExchangeFailure),
}

#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
enum ExchangeFailure {
    Timeout,
    Refused,
    Protocol,
}

/// Sends a request, and keeps what came of it.
pub async fn record<F>(
    answers: &Mutex<HostAnswers>,
    request: Request<WasiBody>,
    send: impl FnOnce(Request<WasiBody>) -> F,
) -> Sending
where
    F: Future<Output = Sending>,
{
    let (request, question) = whole(request).await?;
    let exchange = match send(request).await {
        Ok((response, going)) => driven(received(response), going).await,
        Err(error) => RecordedExchange::Failed(failure(&error)),
    };
    take_down(answers, question, &exchange);
    exchange.given()
}

/// Gives what was kept.
pub async fn replay(trace: &HostTrace, request: Request<WasiBody>) -> Sending {
    let (_, question) = whole(request).await?;
    let unknown = || RecordedExchange::Failed(ExchangeFailure::Refused);
    let exchange: RecordedExchange = trace.answer(|| question, unknown, unknown);
    exchange.given()
}

/// The request with all of its body, and what it is in the recording. Its headers are not: they have the
/// keys of other servers.
async fn whole(request: Request<WasiBody>) -> Result<(Request<WasiBody>, Value), Error> {
    let (head, body) = request.into_parts();
    let body = body.collect().await?.to_bytes();
    let text = String::from_utf8_lossy(&body);
    let question = json!(["http", head.method.as_str(), head.uri.to_string(), text]);
    Ok((Request::from_parts(head, full(body)), question))
}

/// Does something with a response while its connection is driven: the body comes in by that.
async fn driven<T>(work: impl Future<Output = T>, going: Going) -> T {
    match select(pin!(work), Box::into_pin(going)).await {
        Either::Left((done, _)) => done,
        Either::Right((_, work)) => work.await,
    }
}

async fn received(response: Response<WasiBody>) -> RecordedExchange {
    let (head, body) = response.into_parts();
    let text = |value: &HeaderValue| value.to_str().ok().map(str::to_owned);
    let headers = head.headers.iter();
    match Limited::new(body, LARGEST_RECORDED).collect().await {
        Ok(body) => RecordedExchange::Response {
            status: head.status.as_u16(),
            headers: headers
                .filter_map(|(name, value)| Some((name.to_string(), text(value)?)))
                .collect(),
            body: body.to_bytes().into(),
        },
        Err(_) => RecordedExchange::Failed(ExchangeFailure::Protocol),
    }
}

impl RecordedExchange {
    fn given(self) -> Sending {
        let (status, headers, body) = match self {
            Self::Response { status, headers, body } => (status, headers, body),
            Self::Failed(ExchangeFailure::Timeout) => return Err(Error::ConnectionReadTimeout),
            Self::Failed(ExchangeFailure::Refused) => return Err(Error::ConnectionRefused),
            Self::Failed(ExchangeFailure::Protocol) => return Err(Error::HttpProtocolError),
        };
        let mut response = Response::new(full(body.into()));
        *response.status_mut() = status.try_into().map_err(|_| Error::HttpProtocolError)?;
        for (name, value) in headers {
            let name: HeaderName = name.parse().map_err(|_| Error::HttpProtocolError)?;
            let value: HeaderValue = value.parse().map_err(|_| Error::HttpProtocolError)?;
            response.headers_mut().append(name, value);
        }
        Ok((response, Box::new(std::future::ready(Ok(()))) as Going))
    }
}

fn failure(error: &Error) -> ExchangeFailure {
    match error {
        Error::ConnectionReadTimeout | Error::ConnectionTimeout => ExchangeFailure::Timeout,
        Error::ConnectionRefused => ExchangeFailure::Refused,
        _ => ExchangeFailure::Protocol,
    }
}

/// A body that is all there.
pub fn full(body: Bytes) -> WasiBody {
    Full::new(body).map_err(|never| match never {}).boxed_unsync()
}
