//! By which way the stations of a load generator come in: plainly or by TLS, their messages compressed or not.

use std::io;
use std::net::SocketAddr;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use openssl::ssl::{Ssl, SslContext, SslMethod, SslSessionCacheMode, SslVerifyMode};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio_openssl::SslStream;

use super::Outcome;

/// The name that stations ask for by TLS.
pub const HOST: &str = "central.example";

/// What a connection is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Way {
    /// TLS below the WebSocket.
    pub is_tls: bool,
    /// permessage-deflate is offered, and has to be agreed on.
    pub is_compressed: bool,
}

/// A listener, and how it is spoken to.
#[derive(Clone)]
pub struct Door {
    address: SocketAddr,
    tls: Option<SslContext>,
    /// Whether compression is offered.
    pub is_compressed: bool,
    sessions: Arc<AtomicU64>,
}

/// A connection below the WebSocket.
#[derive(Debug)]
pub enum Stream {
    /// Without TLS.
    Plain(TcpStream),
    /// With.
    Tls(Box<SslStream<TcpStream>>),
}

impl Door {
    /// A listener of a server on this machine. Its certificate is taken unseen: looking at it costs the station, and not the
    /// server, which is what is measured.
    ///
    /// # Errors
    /// OpenSSL refuses.
    pub fn new(address: SocketAddr, way: Way) -> Outcome<Self> {
        let sessions = Arc::new(AtomicU64::new(0));
        let tls = way.is_tls.then(|| client(Arc::clone(&sessions))).transpose()?;
        Ok(Self {
            address,
            tls,
            is_compressed: way.is_compressed,
            sessions,
        })
    }

    /// Where it is.
    #[must_use]
    pub const fn address(&self) -> SocketAddr {
        self.address
    }

    /// How many sessions the server has offered to resume, by ticket or by id.
    #[must_use]
    pub fn sessions(&self) -> u64 {
        self.sessions.load(Ordering::Relaxed)
    }

    /// Connects.
    ///
    /// # Errors
    /// No connection, or no TLS.
    pub async fn open(&self) -> Outcome<Stream> {
        let stream = TcpStream::connect(self.address).await?;
        stream.set_nodelay(true)?;
        let Some(context) = &self.tls else {
            return Ok(Stream::Plain(stream));
        };
        let mut ssl = Ssl::new(context)?;
        ssl.set_hostname(HOST)?;
        let mut stream = Box::new(SslStream::new(ssl, stream)?);
        Pin::new(&mut *stream).connect().await?;
        Ok(Stream::Tls(stream))
    }
}

fn client(sessions: Arc<AtomicU64>) -> Outcome<SslContext> {
    let mut builder = SslContext::builder(SslMethod::tls_client())?;
    builder.set_verify(SslVerifyMode::NONE);
    builder.set_session_cache_mode(SslSessionCacheMode::CLIENT | SslSessionCacheMode::NO_INTERNAL);
    builder.set_new_session_callback(move |_, _| {
        sessions.fetch_add(1, Ordering::Relaxed);
    });
    Ok(builder.build())
}

impl Stream {
    /// Appends what has come; 0 bytes at the end.
    ///
    /// # Errors
    /// The connection is lost.
    pub async fn read(&mut self, into: &mut Vec<u8>) -> io::Result<usize> {
        match self {
            Self::Plain(stream) => stream.read_buf(into).await,
            Self::Tls(stream) => stream.read_buf(into).await,
        }
    }

    /// Writes all of it.
    ///
    /// # Errors
    /// The connection is lost.
    pub async fn write(&mut self, bytes: &[u8]) -> io::Result<()> {
        match self {
            Self::Plain(stream) => stream.write_all(bytes).await,
            Self::Tls(stream) => stream.write_all(bytes).await,
        }
    }
}
