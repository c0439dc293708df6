//! Outgoing requests of a fixture: the fixture answers them, nobody else is asked.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, PoisonError};

use bytes::Bytes;
use http::{Request, Response, Uri};
use serde_json::{Value, json};
use wasmtime_wasi_http::Error;

use super::compare::body;
use super::fixture::{Exchange, bytes};
use crate::plugins::sandbox::script::HttpAnswers;

/// The answers that are left, and the requests that went out.
#[derive(Debug, Clone, Default)]
pub struct ScriptedHttp(Arc<Mutex<Lines>>);

#[derive(Debug, Default)]
struct Lines {
    left: VecDeque<Exchange>,
    sent: Vec<Sent>,
}

/// A request that went out.
#[derive(Debug, Clone)]
pub struct Sent {
    /// Such as `POST`.
    pub method: String,
    /// All of it.
    pub url: String,
    /// Names in lower case.
    pub headers: Vec<(String, String)>,
    /// As text.
    pub body: String,
}

impl Sent {
    /// As a fixture writes it.
    #[must_use]
    pub fn written(&self) -> Value {
        json!({"method": self.method, "url": self.url, "body": body(&self.body)})
    }
}

impl ScriptedHttp {
    /// The answers of a fixture.
    #[must_use]
    pub fn new(answers: &[Exchange]) -> Self {
        Self(Arc::new(Mutex::new(Lines {
            left: answers.iter().cloned().collect(),
            sent: Vec::new(),
        })))
    }

    /// What the capability asks instead of the network.
    #[must_use]
    pub fn answers(&self) -> HttpAnswers {
        let script = self.clone();
        Box::new(move |request| script.answer(request))
    }

    /// The requests since it was last asked.
    #[must_use]
    pub fn sent(&self) -> Vec<Sent> {
        std::mem::take(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner).sent)
    }

    fn answer(&self, request: Request<Bytes>) -> Result<Response<Bytes>, Error> {
        let sent = Sent {
            method: request.method().to_string(),
            url: request.uri().to_string(),
            headers: request
                .headers()
                .iter()
                .map(|(name, value)| (name.to_string(), String::from_utf8_lossy(value.as_bytes()).into_owned()))
                .collect(),
            body: String::from_utf8_lossy(request.body()).into_owned(),
        };
        let mut lines = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let fits = |exchange: &Exchange| exchange.method == sent.method && same_url(&exchange.url, &sent.url);
        let found = lines.left.iter().position(fits).and_then(|at| lines.left.remove(at));
        lines.sent.push(sent);
        match found {
            None => Err(Error::ConnectionRefused),
            Some(exchange) => respond(&exchange),
        }
    }
}

fn respond(exchange: &Exchange) -> Result<Response<Bytes>, Error> {
    let answer = &exchange.answer;
    match answer.error.as_deref() {
        Some("timeout") => return Err(Error::ConnectionReadTimeout),
        Some("denied") => return Err(Error::HttpRequestDenied),
        Some(_) => return Err(Error::ConnectionRefused),
        None => {}
    }
    let mut response = Response::builder().status(answer.status);
    for (name, value) in &answer.headers {
        response = response.header(name, value);
    }
    response
        .body(Bytes::from(bytes(&answer.body)))
        .map_err(|_| Error::HttpProtocolError)
}

/// `https://host` and `https://host/` are the same place.
#[must_use]
pub fn same_url(one: &str, other: &str) -> bool {
    let read = |url: &str| url.parse::<Uri>().map(|url| url.to_string());
    one == other || matches!((read(one), read(other)), (Ok(a), Ok(b)) if a == b)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use super::*;

    fn ask(script: &ScriptedHttp, url: &str) -> Result<Response<Bytes>, Error> {
        script.answer(Request::post(url).body(Bytes::from_static(b"{}")).unwrap())
    }

    #[test]
    fn each_answer_is_given_once_to_the_request_that_it_is_for() {
        let exchanges: Vec<Exchange> = serde_json::from_value(json!([
            {"method": "POST", "url": "https://a.test", "answer": {"status": 201, "body": {"n": 1}}},
            {"method": "POST", "url": "https://b.test/x", "answer": {"error": "timeout"}},
        ]))
        .unwrap();
        let script = ScriptedHttp::new(&exchanges);
        assert!(matches!(
            ask(&script, "https://b.test/x"),
            Err(Error::ConnectionReadTimeout)
        ));
        let answer = ask(&script, "https://a.test/").unwrap();
        assert_eq!(
            (answer.status().as_u16(), answer.body().as_ref()),
            (201, b"{\"n\":1}".as_slice())
        );
        assert!(matches!(ask(&script, "https://a.test/"), Err(Error::ConnectionRefused)));
        let urls: Vec<_> = script.sent().into_iter().map(|sent| sent.url).collect();
        assert_eq!(urls, ["https://b.test/x", "https://a.test/", "https://a.test/"]);
        assert!(script.sent().is_empty());
    }
}
