//! Requests to one receiver: connections that are used again, a time for each request, and no more of an answer than
//! somebody reads. Redirects are not followed, and no proxy stands between: what is signed for a receiver goes to it.

use std::collections::BTreeMap;
use std::io;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use bytes::Bytes;
use http::header::{CONTENT_TYPE, HOST, HeaderName, HeaderValue, RETRY_AFTER, USER_AGENT};
use http::{Request, Response};
use http_body_util::{BodyExt as _, Full};
use hyper::body::Incoming;
use hyper::client::conn::http1::{self, SendRequest};
use tokio::net::{TcpStream, lookup_host};
use tokio_rustls::TlsConnector;
use tokio_rustls::rustls::pki_types::ServerName;

use super::io::Stream;
use super::target::{Target, is_link_local};
use super::trust::Trust;

/// How much of an answer is read; a connection whose answer has more is not used again.
const MOST_OF_ANSWER: usize = 64 << 10;

/// How much of an answer is shown.
const SHOWN: usize = 500;

/// What this program calls itself.
const AGENT: &str = concat!("ocpp-central/", env!("CARGO_PKG_VERSION"));

/// Why there is no answer.
#[derive(Debug, thiserror::Error)]
pub enum NoAnswer {
    /// The host's name has no address.
    #[error("the host is not found: {0}")]
    NotFound(#[source] io::Error),
    /// It has only addresses that are not spoken to.
    #[error("the host has link-local addresses alone, which are not spoken to")]
    LinkLocal,
    /// Nobody listens there.
    #[error("there is no connection: {0}")]
    NotConnected(#[source] io::Error),
    /// The receiver's certificate is none that is trusted, or it speaks no TLS.
    #[error("TLS failed: {0}")]
    Tls(#[source] io::Error),
    /// The connection broke off, or what came is no HTTP.
    #[error("the connection broke off: {0}")]
    Broken(#[from] hyper::Error),
    /// The request cannot be made of this URL and these headers.
    #[error("the request cannot be made: {0}")]
    Unusable(#[from] http::Error),
    /// It took too long.
    #[error("there is no answer within {0:?}")]
    TimedOut(Duration),
}

/// An answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    pub status: u16,
    /// `Retry-After`, as it came.
    pub retry_after: Option<String>,
    /// Its first characters.
    pub text: String,
    /// From the first byte sent to the last byte read.
    pub took: Duration,
}

/// A receiver, and the connections to it that nobody uses at the moment.
pub struct Client {
    target: Target,
    headers: BTreeMap<String, String>,
    trust: Arc<Trust>,
    timeout: Duration,
    idle: Mutex<Vec<SendRequest<Full<Bytes>>>>,
}

impl Client {
    /// Requests to this receiver, each with these headers.
    #[must_use]
    pub fn new(target: Target, headers: BTreeMap<String, String>, trust: Arc<Trust>, timeout: Duration) -> Self {
        Self {
            target,
            headers,
            trust,
            timeout,
            idle: Mutex::default(),
        }
    }

    /// Posts JSON, with these headers.
    ///
    /// # Errors
    /// Why there is no answer.
    pub async fn post(&self, headers: &[(HeaderName, String)], body: Bytes) -> Result<Answer, NoAnswer> {
        let began = Instant::now();
        let exchange = tokio::time::timeout(self.timeout, self.exchange(headers, body));
        let (status, retry_after, text) = exchange.await.map_err(|_| NoAnswer::TimedOut(self.timeout))??;
        Ok(Answer {
            status,
            retry_after,
            text,
            took: began.elapsed(),
        })
    }

    async fn exchange(
        &self,
        headers: &[(HeaderName, String)],
        body: Bytes,
    ) -> Result<(u16, Option<String>, String), NoAnswer> {
        // The other side may have closed a connection that was idle; whether it had read the request cannot be known,
        // and need not: it has the same id.
        if let Some(mut used) = self.take_idle()
            && used.ready().await.is_ok()
            && let Ok(response) = used.send_request(self.request(headers, body.clone())?).await
        {
            return self.read(response, used).await;
        }
        let mut sender = self.connect().await?;
        let response = sender.send_request(self.request(headers, body)?).await?;
        self.read(response, sender).await
    }

    fn request(&self, headers: &[(HeaderName, String)], body: Bytes) -> Result<Request<Full<Bytes>>, http::Error> {
        let mut request = Request::post(&self.target.path)
            .header(HOST, &self.target.authority)
            .header(USER_AGENT, AGENT)
            .header(CONTENT_TYPE, "application/json");
        for (name, value) in &self.headers {
            request = request.header(name, value);
        }
        for (name, value) in headers {
            request = request.header(name, value);
        }
        request.body(Full::new(body))
    }

    /// Reads the answer to its end or to its limit, and keeps the connection if it came to its end.
    async fn read(
        &self,
        response: Response<Incoming>,
        sender: SendRequest<Full<Bytes>>,
    ) -> Result<(u16, Option<String>, String), NoAnswer> {
        let status = response.status().as_u16();
        let retry_after = response
            .headers()
            .get(RETRY_AFTER)
            .and_then(|value| value.to_str().ok());
        let retry_after = retry_after.map(str::to_owned);
        let mut body = response.into_body();
        let mut bytes = Vec::new();
        let mut is_whole = true;
        while let Some(frame) = body.frame().await {
            // The status is the answer: what is wrong behind it changes nothing.
            let Ok(frame) = frame else {
                is_whole = false;
                break;
            };
            bytes.extend_from_slice(frame.data_ref().map_or(&[], |data| data));
            if bytes.len() > MOST_OF_ANSWER {
                is_whole = false;
                break;
            }
        }
        if is_whole && !sender.is_closed() {
            self.idle.lock().unwrap_or_else(PoisonError::into_inner).push(sender);
        }
        let text = String::from_utf8_lossy(&bytes).chars().take(SHOWN).collect();
        Ok((status, retry_after, text))
    }

    fn take_idle(&self) -> Option<SendRequest<Full<Bytes>>> {
        self.idle.lock().unwrap_or_else(PoisonError::into_inner).pop()
    }

    async fn connect(&self) -> Result<SendRequest<Full<Bytes>>, NoAnswer> {
        let stream = self.stream().await?;
        let (sender, connection) = http1::handshake(stream).await?;
        // It ends when nobody has the sender any more; how it ends shows at the requests.
        tokio::spawn(async move { connection.await.ok() });
        Ok(sender)
    }

    async fn stream(&self) -> Result<Stream, NoAnswer> {
        let found = lookup_host((self.target.host.as_str(), self.target.port)).await;
        let mut failed = NoAnswer::LinkLocal;
        for address in found.map_err(NoAnswer::NotFound)? {
            if is_link_local(address.ip()) {
                continue;
            }
            match TcpStream::connect(address).await {
                Ok(stream) => return self.secured(stream).await,
                Err(error) => failed = NoAnswer::NotConnected(error),
            }
        }
        Err(failed)
    }

    async fn secured(&self, stream: TcpStream) -> Result<Stream, NoAnswer> {
        stream.set_nodelay(true).map_err(NoAnswer::NotConnected)?;
        if !self.target.is_https {
            return Ok(Stream::Plain(stream));
        }
        let name = ServerName::try_from(self.target.host.clone());
        let name = name.map_err(|error| NoAnswer::Tls(io::Error::other(error)))?;
        let connector = TlsConnector::from(Arc::clone(self.trust.config()));
        let stream = connector.connect(name, stream).await.map_err(NoAnswer::Tls)?;
        Ok(Stream::Tls(Box::new(stream)))
    }
}

/// Whether a header can be sent.
///
/// # Errors
/// What is wrong with it, without its value.
pub fn check_header(name: &str, value: &str) -> Result<(), String> {
    let known: HeaderName = name
        .parse()
        .map_err(|_| format!("`headers`: `{name}` is no name of a header"))?;
    let own = known.as_str().starts_with("webhook-")
        || matches!(
            known.as_str(),
            "host" | "content-type" | "content-length" | "transfer-encoding" | "connection"
        );
    if own {
        return Err(format!("`headers`: `{name}` is the server's own"));
    }
    HeaderValue::from_str(value)
        .map(drop)
        .map_err(|_| format!("`headers`: the value of `{name}` cannot be sent"))
}
