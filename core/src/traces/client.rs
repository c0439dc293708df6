//! The HTTP client of the exporter: it blocks, on the exporter's own thread.

use std::future::{Future, ready};
use std::io::Read as _;
use std::pin::Pin;
use std::time::Duration;

use opentelemetry_http::{Bytes, HttpClient, HttpError, Request, Response};

/// A collector that takes longer is away.
const PATIENCE: Duration = Duration::from_secs(5);

/// Of what a collector answers, so many bytes are read.
const MOST_READ: u64 = 64 << 10;

/// `ureq`, as the exporter wants it.
#[derive(Debug)]
pub(super) struct Client(ureq::Agent);

impl Client {
    pub(super) fn new() -> Self {
        let config = ureq::Agent::config_builder()
            .timeout_global(Some(PATIENCE))
            .http_status_as_error(false)
            .build();
        Self(config.into())
    }

    fn send(&self, request: Request<Bytes>) -> Result<Response<Bytes>, HttpError> {
        let answer = self.0.run(request.map(|body| body.to_vec()))?;
        let (parts, body) = answer.into_parts();
        let mut read = Vec::new();
        body.into_reader().take(MOST_READ).read_to_end(&mut read)?;
        Ok(Response::from_parts(parts, read.into()))
    }
}

type Answer<'a> = Pin<Box<dyn Future<Output = Result<Response<Bytes>, HttpError>> + Send + 'a>>;

impl HttpClient for Client {
    fn send_bytes<'client, 'answer>(&'client self, request: Request<Bytes>) -> Answer<'answer>
    where
        'client: 'answer,
        Self: 'answer,
    {
        Box::pin(ready(self.send(request)))
    }
}
