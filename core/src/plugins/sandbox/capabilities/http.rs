//! The capability of outgoing HTTP (`wasi:http`): to the hosts that the operator allows, within what
//! is left of the call's time. Redirects are the guest's to follow, and are held to the same list.

use std::future::Future;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use http::uri::{Authority, Scheme};
use http::{Request, Response, StatusCode};
use http_body_util::BodyExt;
use wasmtime::component::Linker;
use wasmtime_wasi_http::{Error, RequestOptions, WasiBody, WasiHttpHooks, default_send_request};

use super::{Access, CallScope, Capability, exchange};
use crate::plugins::sandbox::call_host::CallHost;
use crate::plugins::sandbox::script::Script;
use crate::plugins::sandbox::trace::HostTrace;

/// One call's way out.
pub struct HttpCapability {
    access: Arc<Access>,
    /// What was left of the call's time when it last asked.
    pub remaining: Duration,
    trace: HostTrace,
    /// Requests that were begun, less those that another server answered with its own word.
    unanswered: Arc<AtomicU32>,
}

/// What sending comes to.
pub type Sending = Result<(Response<WasiBody>, Going), Error>;
/// What goes on after the response has begun.
pub type Going = Box<dyn Future<Output = Result<(), Error>> + Send>;

impl Capability for HttpCapability {
    const IN_CONTRACT: bool = false;

    fn begin(access: &Arc<Access>, scope: &CallScope) -> Self {
        Self {
            access: Arc::clone(access),
            remaining: Duration::ZERO,
            trace: scope.trace.clone(),
            unanswered: Arc::default(),
        }
    }

    fn link(linker: &mut Linker<CallHost>) -> wasmtime::Result<()> {
        wasmtime_wasi_http::p2::add_only_http_to_linker_sync(linker)
    }
}

impl HttpCapability {
    /// Whether a request of this call failed on its way, was given up, or was answered with a status that asks for
    /// another try: what the call comes to may be otherwise later.
    #[must_use]
    pub fn went_unanswered(&self) -> bool {
        self.unanswered.load(Ordering::Relaxed) > 0
    }

    /// The exchange, counted while nobody has answered it.
    fn watched(
        &self,
        exchange: impl Future<Output = Sending> + Send + 'static,
    ) -> Box<dyn Future<Output = Sending> + Send> {
        let unanswered = Arc::clone(&self.unanswered);
        unanswered.fetch_add(1, Ordering::Relaxed);
        Box::new(async move {
            let sent = exchange.await;
            if sent.as_ref().is_ok_and(|(response, _)| !asks_again(response.status())) {
                unanswered.fetch_sub(1, Ordering::Relaxed);
            }
            sent
        })
    }
}

/// Whether a status says that the same request may be taken later.
fn asks_again(status: StatusCode) -> bool {
    status.is_server_error() || status == StatusCode::REQUEST_TIMEOUT || status == StatusCode::TOO_MANY_REQUESTS
}

impl WasiHttpHooks for HttpCapability {
    fn send_request(
        &mut self,
        request: Request<WasiBody>,
        options: Option<RequestOptions>,
        _: Going,
    ) -> Box<dyn Future<Output = Sending> + Send> {
        if let HostTrace::Scripted(script) = &self.trace {
            return self.watched(answered(Arc::clone(script), request));
        }
        let to = request.uri().authority().cloned();
        let https = request.uri().scheme() == Some(&Scheme::HTTPS);
        let allowed = to
            .as_ref()
            .is_some_and(|to| allows(&self.access.grants.http, to, https));
        if !allowed {
            let host = to.map(|to| to.to_string()).unwrap_or_default();
            self.access
                .denied(&format!("HTTP to {host:?}: it is not in allow_http"));
            return Box::new(std::future::ready(Err(Error::HttpRequestDenied)));
        }
        // A peer's silence is told to the guest while it still has time to answer without it.
        let remaining = self.remaining * 9 / 10;
        let send = move |request| over_the_network(request, options, remaining);
        match self.trace.clone() {
            HostTrace::Live | HostTrace::Scripted(_) => self.watched(send(request)),
            HostTrace::Recording(answers) => {
                self.watched(async move { exchange::record(&answers, request, send).await })
            }
            trace @ HostTrace::Replaying(_) => self.watched(async move { exchange::replay(&trace, request).await }),
        }
    }
}

async fn over_the_network(request: Request<WasiBody>, options: Option<RequestOptions>, remaining: Duration) -> Sending {
    let sent = tokio::time::timeout(remaining, default_send_request(request, options));
    let (response, rest) = sent.await.map_err(|_| Error::ConnectionReadTimeout)??;
    let response: Response<WasiBody> = response.map(BodyExt::boxed_unsync);
    Ok((response, Box::new(rest) as Going))
}

async fn answered(script: Arc<Script>, request: Request<WasiBody>) -> Sending {
    let (head, body) = request.into_parts();
    let body = body.collect().await?.to_bytes();
    let response = (script.http)(Request::from_parts(head, body))?;
    Ok((response.map(exchange::full), Box::new(std::future::ready(Ok(())))))
}

/// Whether one of the patterns fits: `host` (the scheme's port), `host:port`, `*.domain`.
fn allows(patterns: &[String], to: &Authority, https: bool) -> bool {
    let host = to.host().to_ascii_lowercase();
    let standard = if https { 443 } else { 80 };
    let port = to.port_u16().unwrap_or(standard);
    patterns.iter().any(|pattern| {
        let (name, wanted) = match pattern.parse::<Authority>() {
            Ok(parsed) => (parsed.host().to_owned(), parsed.port_u16().unwrap_or(standard)),
            Err(_) => (pattern.clone(), standard),
        };
        let fits = match name.strip_prefix("*.") {
            Some(domain) => host
                .strip_suffix(domain)
                .is_some_and(|sub| sub.ends_with('.') && sub.len() > 1),
            None => name == host,
        };
        fits && wanted == port
    })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use super::*;

    fn allowed(pattern: &str, to: &str, https: bool) -> bool {
        allows(&[pattern.to_owned()], &to.parse().unwrap(), https)
    }

    #[test]
    fn only_the_named_hosts_and_ports_are_allowed() {
        assert!(allowed("hooks.example.com", "hooks.example.com", true));
        assert!(allowed("hooks.example.com", "HOOKS.example.com:443", true));
        assert!(!allowed("hooks.example.com", "hooks.example.com:8443", true));
        assert!(!allowed("hooks.example.com", "hooks.example.com.evil.test", true));
        assert!(!allowed("hooks.example.com", "example.com", true));
        assert!(allowed("127.0.0.1:8080", "127.0.0.1:8080", false));
        assert!(!allowed("127.0.0.1:8080", "127.0.0.1", false));
        assert!(allowed("[::1]:8080", "[::1]:8080", false));
    }

    #[test]
    fn only_a_refusal_of_its_own_is_another_servers_last_word() {
        let asks = |status: u16| asks_again(StatusCode::from_u16(status).unwrap());
        assert!([408, 429, 500, 503].into_iter().all(asks));
        assert!(![200, 301, 400, 404, 422].into_iter().any(asks));
    }

    #[test]
    fn a_star_stands_for_any_name_below_a_domain_and_not_for_the_domain() {
        assert!(allowed("*.example.com", "a.b.example.com", true));
        assert!(!allowed("*.example.com", "example.com", true));
        assert!(!allowed("*.example.com", "evilexample.com", true));
        assert!(allowed("*.example.com:8080", "a.example.com:8080", false));
    }
}
