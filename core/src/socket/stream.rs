//! The connection itself, and who is at its other end.

use std::fmt;
use std::io;
use std::pin::Pin;
use std::rc::Rc;
use std::task::{Context, Poll};

use actix_codec::{AsyncRead, AsyncWrite, ReadBuf};
use actix_rt::net::TcpStream;
use tokio_openssl::SslStream;

use crate::tls::Presented;

/// With this byte a connection by TLS begins, and none by HTTP.
const HANDSHAKE: u8 = 0x16;

/// A connection: plain, or by TLS.
#[derive(Debug)]
pub struct Socket {
    carrier: Carrier,
    arrival: Rc<Arrival>,
}

#[derive(Debug)]
enum Carrier {
    Plain(TcpStream, IfTls),
    Tls(Box<SslStream<TcpStream>>),
}

/// What is done where a plain connection begins as one by TLS; nothing, once its first byte has come. The byte is looked
/// at where it is read anyway, so that no other connection waits for it or pays a call of the system.
#[derive(Default)]
struct IfTls(Option<Box<dyn FnOnce()>>);

impl fmt::Debug for IfTls {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("IfTls").field(&self.0.is_some()).finish()
    }
}

impl IfTls {
    /// A part of the connection was read; whether it is TLS, which is told once.
    fn is_tls(&mut self, read: &[u8]) -> bool {
        let (Some(first), Some(tell)) = (read.first(), self.0.take_if(|_| !read.is_empty())) else {
            return false;
        };
        let is_tls = *first == HANDSHAKE;
        if is_tls {
            tell();
        }
        is_tls
    }
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
            carrier: Carrier::Plain(stream, IfTls::default()),
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

    /// What is done where it is plain, and the other side speaks TLS all the same: to HTTP it ends without a word then.
    pub fn if_tls(&mut self, tell: impl FnOnce() + 'static) {
        if let Carrier::Plain(_, if_tls) = &mut self.carrier {
            if_tls.0 = Some(Box::new(tell));
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
            Carrier::Plain(stream, _) => stream,
            Carrier::Tls(stream) => stream.get_ref(),
        }
    }
}

impl AsyncRead for Socket {
    fn poll_read(mut self: Pin<&mut Self>, cx: &mut Context<'_>, buffer: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        match &mut self.carrier {
            Carrier::Plain(stream, if_tls) => {
                let before = buffer.filled().len();
                let read = Pin::new(stream).poll_read(cx, buffer);
                if if_tls.is_tls(buffer.filled().get(before..).unwrap_or_default()) {
                    buffer.set_filled(before);
                }
                read
            }
            Carrier::Tls(stream) => Pin::new(stream.as_mut()).poll_read(cx, buffer),
        }
    }
}

impl AsyncWrite for Socket {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        match &mut self.carrier {
            Carrier::Plain(stream, _) => Pin::new(stream).poll_write(cx, bytes),
            Carrier::Tls(stream) => Pin::new(stream.as_mut()).poll_write(cx, bytes),
        }
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        match &mut self.carrier {
            Carrier::Plain(stream, _) => Pin::new(stream).poll_flush(cx),
            Carrier::Tls(stream) => Pin::new(stream.as_mut()).poll_flush(cx),
        }
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        match &mut self.carrier {
            Carrier::Plain(stream, _) => Pin::new(stream).poll_shutdown(cx),
            Carrier::Tls(stream) => Pin::new(stream.as_mut()).poll_shutdown(cx),
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]

    use std::cell::Cell;
    use std::rc::Rc;

    use actix_rt::net::TcpStream;
    use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
    use tokio::net::TcpListener;

    use super::{Arrival, Socket};

    /// What is read of a connection with these bytes, and how often it was told that it speaks TLS.
    async fn read(parts: &[&[u8]]) -> (Vec<u8>, u32) {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let mut client = TcpStream::connect(listener.local_addr().unwrap()).await.unwrap();
        let (accepted, _) = listener.accept().await.unwrap();
        let mut socket = Socket::plain(accepted, Arrival::default());
        let told = Rc::new(Cell::new(0));
        let tell = Rc::clone(&told);
        socket.if_tls(move || tell.set(tell.get() + 1));
        let mut found = Vec::new();
        for part in parts {
            client.write_all(part).await.unwrap();
            let mut buffer = [0; 64];
            let count = socket.read(&mut buffer).await.unwrap();
            found.extend(buffer.iter().take(count));
        }
        (found, told.get())
    }

    #[actix::test]
    async fn a_plain_connection_that_begins_with_tls_is_told_and_ends() {
        assert_eq!(read(&[&[0x16, 3, 1, 2]]).await, (Vec::new(), 1));
        // Later on the byte means nothing.
        assert_eq!(read(&[b"GET ", &[0x16, 3]]).await, (b"GET \x16\x03".to_vec(), 0));
    }
}
