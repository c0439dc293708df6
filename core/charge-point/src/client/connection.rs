//! One WebSocket connection: TLS where it is wanted, the handshake with subprotocols and Basic credentials, then text
//! messages both ways.

use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use futures_util::{SinkExt as _, StreamExt as _};
use http::Request;
use http::header::{AUTHORIZATION, CONNECTION, HOST, SEC_WEBSOCKET_PROTOCOL, UPGRADE};
use tokio::net::TcpStream;
use tokio::time::timeout;
use tokio_tungstenite::tungstenite::handshake::client::generate_key;
use tokio_tungstenite::tungstenite::protocol::WebSocketConfig;
use tokio_tungstenite::tungstenite::{Error, Message, error::ProtocolError};
use tokio_tungstenite::{WebSocketStream, client_async_with_config};

use super::endpoint::Endpoint;
use super::error::ConnectError;
use super::tls::{Stream, Tls, TlsError, TlsFacts, TlsOptions, ended_after, failed_over};

/// Small, because thousands of charge points share a process.
const BUFFER: usize = 4 * 1024;

/// The longest part of a refusal's body that is told, in characters.
const LONGEST_BODY: usize = 200;

/// How a connection is made.
#[derive(Debug, Clone)]
pub struct ConnectOptions {
    /// Where to.
    pub endpoint: Endpoint,
    /// Where to once the server has raised it to security profile 2 or 3; none: the same endpoint over TLS.
    pub secure: Option<Endpoint>,
    /// What is offered, by preference. None: the header is left out, as some chargers do.
    pub subprotocols: Vec<String>,
    /// For Basic authentication (security profiles 1 and 2), with the identity as user; any bytes.
    pub password: Option<Vec<u8>>,
    /// How TLS is spoken at a `wss://` endpoint (security profiles 2 and 3); none: with whom the system trusts.
    pub tls: Option<Tls>,
    /// How long the handshake may take.
    pub timeout: Duration,
}

impl ConnectOptions {
    /// To this endpoint with these subprotocols: no password, TLS as it is by default, and ten seconds.
    #[must_use]
    pub const fn new(endpoint: Endpoint, subprotocols: Vec<String>) -> Self {
        Self {
            endpoint,
            secure: None,
            subprotocols,
            password: None,
            tls: None,
            timeout: Duration::from_secs(10),
        }
    }
}

/// An open connection.
#[derive(Debug)]
pub struct Connection {
    socket: WebSocketStream<Stream>,
    subprotocol: Option<String>,
    tls: Option<TlsFacts>,
}

/// What arrives.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Arrival {
    /// A text message.
    Text(String),
    /// The end, and why in words.
    End(String),
}

impl Connection {
    /// Connects.
    ///
    /// # Errors
    /// The server does not answer, refuses, or takes no offered subprotocol.
    pub async fn open(options: &ConnectOptions) -> Result<Self, ConnectError> {
        let address = options.endpoint.authority();
        let late = || ConnectError::TimedOut {
            address: options.endpoint.authority(),
            after: options.timeout,
        };
        timeout(options.timeout, Self::shake_hands(options, &address))
            .await
            .map_err(|_| late())?
    }

    async fn shake_hands(options: &ConnectOptions, address: &str) -> Result<Self, ConnectError> {
        let unreachable = |source| ConnectError::Unreachable {
            address: address.to_owned(),
            source,
        };
        let stream = TcpStream::connect(address).await.map_err(unreachable)?;
        stream.set_nodelay(true).map_err(unreachable)?;
        let stream = encrypted(options, stream).await.map_err(|source| ConnectError::Tls {
            address: address.to_owned(),
            source,
        })?;
        let tls = stream.facts();
        let config = WebSocketConfig::default().read_buffer_size(BUFFER).write_buffer_size(0);
        let (socket, response) = client_async_with_config(request(options)?, stream, Some(config))
            .await
            .map_err(|error| refused(error, options))?;
        let chosen = response.headers().get(SEC_WEBSOCKET_PROTOCOL);
        Ok(Self {
            socket,
            subprotocol: chosen.and_then(|name| name.to_str().ok()).map(str::to_owned),
            tls,
        })
    }

    /// What was agreed on with the server; none without TLS.
    #[must_use]
    pub const fn tls(&self) -> Option<&TlsFacts> {
        self.tls.as_ref()
    }

    /// What the server chose of what was offered.
    #[must_use]
    pub fn subprotocol(&self) -> Option<&str> {
        self.subprotocol.as_deref()
    }

    /// Sends a text message; false if the connection is gone.
    pub async fn send(&mut self, text: String) -> bool {
        self.socket.send(Message::text(text)).await.is_ok()
    }

    /// Sends a ping; false if the connection is gone.
    pub async fn ping(&mut self) -> bool {
        self.socket.send(Message::Ping(Vec::new().into())).await.is_ok()
    }

    /// What arrives next. Pings are answered, and binary messages, which OCPP does not have, are left out.
    pub async fn arrival(&mut self) -> Arrival {
        loop {
            match self.socket.next().await {
                Some(Ok(Message::Text(text))) => return Arrival::Text(text.to_string()),
                Some(Ok(Message::Close(frame))) => {
                    let why = frame.map_or_else(
                        || "the server closed the connection".to_owned(),
                        |frame| {
                            format!(
                                "the server closed the connection: {} {}",
                                u16::from(frame.code),
                                frame.reason
                            )
                        },
                    );
                    return Arrival::End(why.trim_end().to_owned());
                }
                Some(Ok(_)) => {}
                Some(Err(error)) => return Arrival::End(format!("the connection broke: {error}")),
                None => return Arrival::End("the server is gone".to_owned()),
            }
        }
    }

    /// Ends it by the rules. Waits for the other side for a moment alone.
    pub async fn close(mut self) {
        let closing = async {
            if self.socket.close(None).await.is_ok() {
                while let Some(Ok(_)) = self.socket.next().await {}
            }
        };
        // Whoever does not answer a close frame is left.
        timeout(Duration::from_secs(2), closing).await.ok();
    }
}

/// TLS over the connection, where the endpoint wants it.
async fn encrypted(options: &ConnectOptions, stream: TcpStream) -> Result<Stream, TlsError> {
    if !options.endpoint.is_secure() {
        return Ok(Stream::Plain(stream));
    }
    let tls = match &options.tls {
        Some(tls) => tls.clone(),
        None => Tls::new(TlsOptions::default())?,
    };
    let stream = tls.connect(options.endpoint.host(), stream).await?;
    Ok(Stream::Tls(Box::new(stream)))
}

fn request(options: &ConnectOptions) -> Result<Request<()>, ConnectError> {
    let endpoint = &options.endpoint;
    let mut request = Request::get(endpoint.to_string())
        .header(HOST, endpoint.authority())
        .header(CONNECTION, "Upgrade")
        .header(UPGRADE, "websocket")
        .header("Sec-WebSocket-Version", "13")
        .header("Sec-WebSocket-Key", generate_key());
    if !options.subprotocols.is_empty() {
        request = request.header(SEC_WEBSOCKET_PROTOCOL, options.subprotocols.join(", "));
    }
    if let Some(password) = &options.password {
        let credentials = [endpoint.identity().as_bytes(), b":", password].concat();
        request = request.header(AUTHORIZATION, format!("Basic {}", STANDARD.encode(credentials)));
    }
    request.body(()).map_err(|_| ConnectError::Url {
        url: endpoint.to_string(),
        reason: "it, or a subprotocol, has characters that no request can carry",
    })
}

fn refused(error: Error, options: &ConnectOptions) -> ConnectError {
    match error {
        Error::Http(response) => {
            let body = response.body().as_deref().unwrap_or_default();
            ConnectError::Refused {
                identity: options.endpoint.identity().to_owned(),
                status: response.status().as_u16(),
                body: String::from_utf8_lossy(body)
                    .trim()
                    .chars()
                    .take(LONGEST_BODY)
                    .collect(),
            }
        }
        Error::Protocol(ProtocolError::SecWebSocketSubProtocolError(_)) => ConnectError::NoAgreement {
            offered: options.subprotocols.join(", "),
        },
        Error::Io(source) => {
            let address = options.endpoint.authority();
            // With TLS 1.3 a server that does not take the certificate says so after the handshake.
            match failed_over(&source) {
                Some(source) => ConnectError::Tls { address, source },
                None if options.endpoint.is_secure() => ConnectError::Tls {
                    address,
                    source: ended_after(options.has_certificate()),
                },
                None => ConnectError::Unreachable { address, source },
            }
        }
        Error::Protocol(ProtocolError::HandshakeIncomplete) if options.endpoint.is_secure() => ConnectError::Tls {
            address: options.endpoint.authority(),
            source: ended_after(options.has_certificate()),
        },
        other => ConnectError::Handshake(other.to_string()),
    }
}
