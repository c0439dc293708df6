//! Outgoing requests over `wasi:http`.

use std::time::Duration;

use wasip2::http::outgoing_handler;
use wasip2::http::types::{
    ErrorCode, Fields, IncomingBody, IncomingResponse, Method, OutgoingBody, OutgoingRequest, RequestOptions, Scheme,
};
use wasip2::io::streams::{InputStream, StreamError};

use crate::http::{HttpError, Request, Response, Target};

/// What `blocking-write-and-flush` takes at once.
const WRITTEN_AT_ONCE: usize = 4096;
/// What is asked for at once.
const READ_AT_ONCE: u64 = 64 * 1024;

pub fn send(request: &Request) -> Result<Response, HttpError> {
    let target = Target::parse(&request.url)?;
    let outgoing = outgoing(request, &target)?;
    let body = outgoing.body().map_err(|()| broken("the request has no body"))?;
    let answer = outgoing_handler::handle(outgoing, Some(options(request.timeout))).map_err(failed)?;
    write(body, &request.body)?;
    answer.subscribe().block();
    let answer = answer.get().and_then(Result::ok);
    read(
        &answer.ok_or_else(|| broken("the answer was lost"))?.map_err(failed)?,
        request.largest,
    )
}

fn outgoing(request: &Request, target: &Target<'_>) -> Result<OutgoingRequest, HttpError> {
    let mut headers: Vec<(String, Vec<u8>)> = Vec::with_capacity(request.headers.len() + 1);
    for (name, value) in &request.headers {
        headers.push((name.to_ascii_lowercase(), value.clone().into_bytes()));
    }
    if !request.body.is_empty() {
        headers.push(("content-length".to_owned(), request.body.len().to_string().into_bytes()));
    }
    let headers = Fields::from_list(&headers).map_err(|error| HttpError::Url(format!("a header: {error}")))?;
    let outgoing = OutgoingRequest::new(headers);
    let scheme = if target.secure { Scheme::Https } else { Scheme::Http };
    let set = outgoing
        .set_method(&method(&request.method))
        .and_then(|()| outgoing.set_scheme(Some(&scheme)))
        .and_then(|()| outgoing.set_authority(Some(target.authority)))
        .and_then(|()| outgoing.set_path_with_query(Some(&target.path_and_query())));
    match set {
        Ok(()) => Ok(outgoing),
        Err(()) => Err(HttpError::Url(format!(
            "{} {} cannot be sent",
            request.method, request.url
        ))),
    }
}

fn method(name: &str) -> Method {
    match name {
        "GET" => Method::Get,
        "HEAD" => Method::Head,
        "POST" => Method::Post,
        "PUT" => Method::Put,
        "DELETE" => Method::Delete,
        "PATCH" => Method::Patch,
        other => Method::Other(other.to_owned()),
    }
}

/// A host that does not support one of them ignores it.
fn options(timeout: Duration) -> RequestOptions {
    let options = RequestOptions::new();
    let timeout = u64::try_from(timeout.as_nanos()).ok();
    let _connect = options.set_connect_timeout(timeout);
    let _first = options.set_first_byte_timeout(timeout);
    let _between = options.set_between_bytes_timeout(timeout);
    options
}

fn write(body: OutgoingBody, bytes: &[u8]) -> Result<(), HttpError> {
    let stream = body.write().map_err(|()| broken("the request has no body"))?;
    for part in bytes.chunks(WRITTEN_AT_ONCE) {
        // A peer that answers before it has read everything closes; its answer says why.
        if stream.blocking_write_and_flush(part).is_err() {
            return Ok(());
        }
    }
    drop(stream);
    let _ended_early = OutgoingBody::finish(body, None);
    Ok(())
}

fn read(answer: &IncomingResponse, largest: usize) -> Result<Response, HttpError> {
    let status = answer.status();
    let headers = answer.headers().entries().into_iter();
    let headers = headers.map(|(name, value)| (name, String::from_utf8_lossy(&value).into_owned()));
    let headers = headers.collect();
    let body = answer.consume().map_err(|()| broken("the answer has no body"))?;
    let bytes = read_body(&body, largest)?;
    Ok(Response {
        status,
        headers,
        body: bytes,
    })
}

fn read_body(body: &IncomingBody, largest: usize) -> Result<Vec<u8>, HttpError> {
    let stream: InputStream = body.stream().map_err(|()| broken("the answer has no body"))?;
    let mut bytes = Vec::new();
    loop {
        match stream.blocking_read(READ_AT_ONCE) {
            Ok(part) => bytes.extend(part),
            Err(StreamError::Closed) => return Ok(bytes),
            Err(StreamError::LastOperationFailed(error)) => return Err(broken(&error.to_debug_string())),
        }
        if bytes.len() > largest {
            return Err(HttpError::TooLarge);
        }
    }
}

fn broken(what: &str) -> HttpError {
    HttpError::Connection(what.to_owned())
}

fn failed(code: ErrorCode) -> HttpError {
    match code {
        ErrorCode::HttpRequestDenied | ErrorCode::DestinationIpProhibited => {
            HttpError::Denied("this request".to_owned())
        }
        ErrorCode::HttpRequestUriInvalid | ErrorCode::HttpRequestMethodInvalid => {
            HttpError::Url("the URL or the method is not valid".to_owned())
        }
        ErrorCode::ConnectionTimeout
        | ErrorCode::ConnectionReadTimeout
        | ErrorCode::ConnectionWriteTimeout
        | ErrorCode::HttpResponseTimeout
        | ErrorCode::DnsTimeout => HttpError::Timeout,
        ErrorCode::ConnectionRefused => broken("nobody listens there"),
        ErrorCode::DnsError(_) | ErrorCode::DestinationNotFound => broken("the host is not known"),
        other => broken(&format!("{other:?}")),
    }
}
