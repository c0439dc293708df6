//! What a request is answered: the upgrade, or a refusal in plain text.

use actix_codec::Encoder;
use actix_http::body::{BodySize, BoxBody};
use actix_http::h1::{Codec, Message};
use actix_http::header::{
    ALLOW, CONTENT_TYPE, HeaderMap, HeaderName, HeaderValue, RETRY_AFTER, SEC_WEBSOCKET_KEY, SEC_WEBSOCKET_VERSION,
    UPGRADE, WWW_AUTHENTICATE,
};
use actix_http::ws::hash_key;
use actix_http::{ConnectionType, Response, StatusCode};
use bytes::{BufMut, BytesMut};

use super::handshake::{Refused, WEBSOCKET_VERSION};

/// The answer that says why.
pub(super) fn refusal(refused: Refused) -> Response<BoxBody> {
    head(&refused).set_body(BoxBody::new(refused.reason + "\n"))
}

fn head(refused: &Refused) -> Response<()> {
    let mut response = Response::with_body(refused.status, ());
    response.head_mut().set_connection_type(ConnectionType::Close);
    let headers = response.headers_mut();
    if let Some(seconds) = refused.retry_after {
        headers.insert(RETRY_AFTER, HeaderValue::from(seconds));
    }
    let mut say = |name: HeaderName, value: &'static str| headers.insert(name, HeaderValue::from_static(value));
    say(CONTENT_TYPE, "text/plain; charset=utf-8");
    match refused.status {
        StatusCode::UNAUTHORIZED => {
            say(WWW_AUTHENTICATE, "Basic realm=\"ocpp\"");
        }
        StatusCode::UPGRADE_REQUIRED => {
            say(UPGRADE, "websocket");
            say(SEC_WEBSOCKET_VERSION, WEBSOCKET_VERSION);
        }
        StatusCode::METHOD_NOT_ALLOWED => {
            say(ALLOW, "GET");
        }
        _ => {}
    }
    response
}

/// The same as bytes, for a socket that was handed over.
pub(super) fn refusal_bytes(refused: Refused, codec: &mut Codec, output: &mut BytesMut) {
    let head = head(&refused);
    let body = refused.reason + "\n";
    let length = u64::try_from(body.len()).unwrap_or_default();
    let head = Message::Item((head, BodySize::Sized(length)));
    if let Err(error) = codec.encode(head, output) {
        tracing::error!(%error, "a refusal cannot be written");
        return;
    }
    output.extend_from_slice(body.as_bytes());
}

/// What an upgrade agrees on.
#[derive(Clone, Copy, Default)]
pub(super) struct Agreement<'a> {
    pub(super) subprotocol: Option<&'a str>,
    /// With its parameters.
    pub(super) extension: Option<&'a str>,
}

/// The upgrade (RFC 6455 section 4.2.2), with the names as the RFC writes them: some stations compare letter by
/// letter.
pub(super) fn upgrade(request: &HeaderMap, agreement: Agreement<'_>, output: &mut BytesMut) {
    let key = request.get(SEC_WEBSOCKET_KEY).map_or(&b""[..], HeaderValue::as_bytes);
    output.put_slice(b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n");
    output.put_slice(b"Sec-WebSocket-Accept: ");
    output.put_slice(&hash_key(key));
    let mut say = |name: &[u8], value: Option<&str>| {
        if let Some(value) = value {
            output.put_slice(name);
            output.put_slice(value.as_bytes());
        }
    };
    say(b"\r\nSec-WebSocket-Protocol: ", agreement.subprotocol);
    say(b"\r\nSec-WebSocket-Extensions: ", agreement.extension);
    output.put_slice(b"\r\n\r\n");
}
