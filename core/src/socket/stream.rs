//! The connection itself, and who is at its other end.

use std::io;
use std::pin::Pin;
use std::rc::Rc;
use std::task::{Context, Poll};

use actix_codec::{AsyncRead, AsyncWrite, ReadBuf};
use actix_rt::net::TcpStream;
use tokio_openssl::SslStream;

use crate::tls::Presented;

/// A connection: plain, or by TLS.
#[derive(Debug)]
pub struct Socket {
    carrier: Carrier,
    arrival: Rc<Arrival>,
}

#[derive(Debug)]
enum Carrier {
    Plain(TcpStream),
    Tls(Box<SslStream<TcpStream>>),
}

/// What the beginning of a connection told.
#[derive(Debug, Default)]
pub struct Arrival {
    /// It speaks TLS with us, or a trusted proxy said that it does with the proxy.
    pub is_secure: bool,
    /// The version and the suite of our TLS, such as `TLSv1.3 TLS_AES_256_GCM_SHA384`.
    pub tls: Option<String>,
    /// The certificate that was shown.
    pub shown: Option<Presented>,
    /// The common name of the certificate that a trusted proxy has checked.
    pub checked_common_name: Option<String>,
}

impl Socket {
    /// One without TLS.
    #[must_use]
    pub fn plain(stream: TcpStream, arrival: Arrival) -> Self {
        Self {
            carrier: Carrier::Plain(stream),
            arrival: Rc::new(arrival),
        }
    }

    /// One by TLS, after its handshake.
    #[must_use]
    pub fn tls(stream: SslStream<TcpStream>) -> Self {
        let ssl = stream.ssl();
        let suite = ssl.current_cipher().map_or("?", |cipher| cipher.name());
        let shown = ssl.peer_certificate().map(|leaf| Presented {
            leaf,
            others: ssl
                .peer_cert_chain()
                .iter()
                .flat_map(|chain| chain.iter())
                .map(ToOwned::to_owned)
                .collect(),
        });
        let arrival = Arrival {
            is_secure: true,
            tls: Some(format!("{} {suite}", ssl.version_str())),
            shown,
            checked_common_name: None,
        };
        Self {
            carrier: Carrier::Tls(Box::new(stream)),
            arrival: Rc::new(arrival),
        }
    }

    /// What its beginning told.
    #[must_use]
    pub fn arrival(&self) -> Rc<Arrival> {
        Rc::clone(&self.arrival)
    }

    /// The TCP connection below.
    #[must_use]
    pub fn tcp(&self) -> &TcpStream {
        match &self.carrier {
            Carrier::Plain(stream) => stream,
            Carrier::Tls(stream) => stream.get_ref(),
        }
    }
}

impl AsyncRead for Socket {
    fn poll_read(mut self: Pin<&mut Self>, cx: &mut Context<'_>, buffer: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        match &mut self.carrier {
            Carrier::Plain(stream) => Pin::new(stream).poll_read(cx, buffer),
            Carrier::Tls(stream) => Pin::new(stream.as_mut()).poll_read(cx, buffer),
        }
    }
}

impl AsyncWrite for Socket {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        match &mut self.carrier {
            Carrier::Plain(stream) => Pin::new(stream).poll_write(cx, bytes),
            Carrier::Tls(stream) => Pin::new(stream.as_mut()).poll_write(cx, bytes),
        }
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        match &mut self.carrier {
            Carrier::Plain(stream) => Pin::new(stream).poll_flush(cx),
            Carrier::Tls(stream) => Pin::new(stream.as_mut()).poll_flush(cx),
        }
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        match &mut self.carrier {
            Carrier::Plain(stream) => Pin::new(stream).poll_shutdown(cx),
            Carrier::Tls(stream) => Pin::new(stream.as_mut()).poll_shutdown(cx),
        }
    }
}
