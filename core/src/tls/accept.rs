//! One handshake, bounded in time; where none comes about, why, and what the other side offered.

use std::fmt;
use std::io;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use actix_rt::net::TcpStream;
use actix_rt::time::timeout;
use openssl::ssl::{Error, ErrorCode};
use tokio_openssl::SslStream;

use super::contexts::Level;
use super::current::Tls;
use super::error::TlsError;
use super::offer::{Offer, noted};

/// What is said where the other side gave up.
const ENDED: &str = "it ended the connection in the middle of the handshake";

/// The TLS of a listener.
#[derive(Debug, Clone)]
pub struct Secured {
    /// The certificates.
    pub tls: Arc<Tls>,
    /// How old what is spoken may be.
    pub level: Level,
    /// How long a handshake may take.
    pub patience: Duration,
}

/// Why no handshake came about. It prints with what was offered.
#[derive(Debug)]
pub struct Failure {
    reason: String,
    offer: Option<Offer>,
    /// Not one byte came.
    pub is_silent: bool,
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "no TLS came about: {}", self.reason)?;
        match &self.offer {
            Some(offer) => write!(f, " ({offer})"),
            None => Ok(()),
        }
    }
}

/// Speaks TLS on a connection that was accepted.
///
/// # Errors
/// It cannot be, or it takes too long.
pub async fn accept(secured: &Secured, stream: TcpStream) -> Result<SslStream<TcpStream>, Failure> {
    let failed = |error: TlsError| Failure {
        reason: error.to_string(),
        offer: None,
        is_silent: false,
    };
    let ssl = secured.tls.begin(secured.level).map_err(failed)?;
    let mut stream = SslStream::new(ssl, stream).map_err(|error| failed(error.into()))?;
    let reason = match timeout(secured.patience, Pin::new(&mut stream).accept()).await {
        Ok(Ok(())) => return Ok(stream),
        Ok(Err(error)) => in_words(&error),
        Err(_) => format!(
            "it did not finish the handshake within {} s",
            secured.patience.as_secs()
        ),
    };
    let offer = noted(stream.ssl());
    Err(Failure {
        is_silent: offer.is_none() && reason == ENDED,
        reason,
        offer,
    })
}

/// The other side is gone, in one of the ways in which one can go.
fn is_end(kind: io::ErrorKind) -> bool {
    matches!(
        kind,
        io::ErrorKind::UnexpectedEof | io::ErrorKind::ConnectionReset | io::ErrorKind::BrokenPipe
    )
}

/// OpenSSL's words for what is usual are riddles.
fn in_words(error: &Error) -> String {
    let riddles = [
        ("no shared cipher", "it offers no suite that this listener takes"),
        (
            "unsupported protocol",
            "it offers no version of TLS that this listener takes",
        ),
        (
            "version too low",
            "it offers no version of TLS that this listener takes",
        ),
        (
            "http request",
            "it speaks HTTP without TLS: its URL has to begin with wss://",
        ),
        (
            "wrong version number",
            "what it sends is no TLS: its URL may have to begin with ws://, or end at another port",
        ),
        (
            "unknown ca",
            "it does not know the authority that issued the server's certificate",
        ),
        ("certificate unknown", "it refuses the server's certificate"),
        ("bad certificate", "it refuses the server's certificate"),
        (
            "certificate expired",
            "it finds the server's certificate expired: its clock may be wrong",
        ),
        ("decrypt error", "it cannot check the server's signature"),
    ];
    let text = match error.ssl_error() {
        Some(stack) => stack.to_string(),
        None => match error.io_error() {
            Some(error) if is_end(error.kind()) => String::new(),
            Some(error) => error.to_string(),
            None => String::new(),
        },
    };
    let lower = text.to_lowercase();
    if let Some((_, words)) = riddles.iter().find(|(riddle, _)| lower.contains(riddle)) {
        return (*words).to_owned();
    }
    if text.is_empty() || error.code() == ErrorCode::ZERO_RETURN || lower.contains("eof") {
        return ENDED.to_owned();
    }
    text
}
