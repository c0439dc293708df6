//! A client that speaks TLS, as old or as odd as a test wants it.

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};

use openssl::ssl::{SslConnector, SslMethod, SslStream, SslVerifyMode, SslVersion};

use crate::pki::{Authority, Issued};
use crate::wait::PATIENCE;

/// How it connects.
#[derive(Debug, Clone, Copy, Default)]
pub struct Client<'a> {
    /// Whose certificates it trusts; none: anybody's.
    pub trusts: Option<&'a Authority>,
    /// What it shows.
    pub shows: Option<&'a Issued>,
    /// The only version that it speaks; none: all that this OpenSSL has.
    pub version: Option<SslVersion>,
    /// The suites of TLS 1.2 and before; none: the usual ones.
    pub suites: Option<&'a str>,
    /// The name that it asks for; none: `central.example`.
    pub name: Option<&'a str>,
}

/// A connection.
pub type Connection = SslStream<TcpStream>;

impl Client<'_> {
    /// Connects.
    ///
    /// # Errors
    /// Why no TLS came about, in OpenSSL's words.
    ///
    /// # Panics
    /// If there is no TCP connection.
    pub fn connect(&self, to: SocketAddr) -> Result<Connection, String> {
        self.over(TcpStream::connect(to).expect("a TCP connection"))
    }

    /// The same over a connection that is there.
    ///
    /// # Errors
    /// Why no TLS came about, in OpenSSL's words.
    ///
    /// # Panics
    /// If OpenSSL refuses a setting.
    pub fn over(&self, stream: TcpStream) -> Result<Connection, String> {
        stream.set_read_timeout(Some(PATIENCE)).expect("a timeout");
        let mut builder = SslConnector::builder(SslMethod::tls_client()).expect("a client");
        match self.trusts {
            Some(authority) => {
                let certificate = authority.0.certificate.clone();
                builder.cert_store_mut().add_cert(certificate).expect("an authority");
            }
            None => builder.set_verify(SslVerifyMode::NONE),
        }
        if let Some(own) = self.shows {
            builder.set_certificate(&own.certificate).expect("a certificate");
            builder.set_private_key(&own.key).expect("a key");
        }
        if let Some(suites) = self.suites {
            builder.set_cipher_list(suites).expect("suites");
        }
        builder
            .set_min_proto_version(self.version.or(Some(SslVersion::TLS1_2)))
            .expect("a version");
        builder.set_max_proto_version(self.version).expect("a version");
        if self
            .version
            .is_some_and(|version| version == SslVersion::TLS1 || version == SslVersion::TLS1_1)
        {
            builder.set_security_level(0);
        }
        let mut setting = builder.build().configure().expect("a setting");
        setting.set_verify_hostname(self.trusts.is_some());
        let name = self.name.unwrap_or("central.example");
        setting.connect(name, stream).map_err(|error| error.to_string())
    }
}

/// Sends a request, and reads the head of its answer with as much of its body as came with it.
///
/// # Panics
/// If the connection breaks before.
pub fn ask(connection: &mut (impl Read + Write), request: &str) -> String {
    connection.write_all(request.as_bytes()).expect("a request");
    let (mut answer, mut piece) = (Vec::new(), [0; 4096]);
    while !answer.windows(4).any(|end| end == b"\r\n\r\n") {
        let read = connection.read(&mut piece).expect("an answer");
        assert_ne!(read, 0, "the answer broke off: {}", String::from_utf8_lossy(&answer));
        answer.extend_from_slice(&piece[..read]);
    }
    String::from_utf8_lossy(&answer).into_owned()
}

/// A charge point's request to upgrade, with more headers (each with its line end).
#[must_use]
pub fn upgrade(id: &str, more: &str) -> String {
    format!(
        "GET /ocpp/{id} HTTP/1.1\r\nHost: central.example\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\
         Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\
         Sec-WebSocket-Protocol: ocpp1.6\r\n{more}\r\n"
    )
}

/// A text frame with an empty mask.
///
/// # Panics
/// If the text is longer than 65,535 bytes.
#[must_use]
pub fn frame(text: &str) -> Vec<u8> {
    let length = u16::try_from(text.len()).expect("a short text");
    let mut bytes = vec![0x81, 0x80 | 126];
    bytes.extend(length.to_be_bytes());
    bytes.extend([0; 4]);
    bytes.extend(text.as_bytes());
    bytes
}
