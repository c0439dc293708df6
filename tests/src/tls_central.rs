//! The other side of a charge point's TLS: a server that takes, or refuses, what the test says, answers a session's
//! messages of 1.6, and tells who came.

use std::io;
use std::net::{Shutdown, SocketAddr, TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread;

use openssl::nid::Nid;
use openssl::pkey::PKey;
use openssl::ssl::{SslAcceptor, SslAcceptorBuilder, SslMethod, SslStream, SslVerifyMode, SslVersion};
use openssl::x509::X509;
use openssl::x509::store::X509StoreBuilder;
use serde_json::{Value, json};
use tokio_tungstenite::tungstenite::handshake::server::{ErrorResponse, Request, Response};
use tokio_tungstenite::tungstenite::{Message, accept_hdr};

use crate::authority::Issued;
use crate::wait::PATIENCE;

/// What the server is.
#[derive(Debug, Clone)]
pub struct Terms {
    /// What it shows.
    pub certificate: Issued,
    /// It wants a certificate of this authority (PEM) from each charge point.
    pub clients: Option<String>,
    /// It speaks nothing newer.
    pub newest: Option<SslVersion>,
    /// It takes these suites of TLS 1.2 alone, in OpenSSL's words.
    pub suites: Option<&'static str>,
}

impl Terms {
    /// It shows this, and wants nothing.
    #[must_use]
    pub const fn new(certificate: Issued) -> Self {
        Self {
            certificate,
            clients: None,
            newest: None,
            suites: None,
        }
    }
}

/// Who came.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Arrived {
    /// Such as `TLSv1.3`.
    pub version: String,
    /// In OpenSSL's words.
    pub suite: String,
    /// The name that was asked for before the certificate was shown.
    pub server_name: Option<String>,
    /// The common name of the charge point's certificate.
    pub client: Option<String>,
    /// The header, if there was one.
    pub authorization: Option<String>,
    /// As it was asked for.
    pub path: String,
}

/// A server on a free port of the loopback address.
pub struct TlsCentral {
    address: SocketAddr,
    arrived: Receiver<Result<Arrived, String>>,
}

impl TlsCentral {
    /// Starts it.
    ///
    /// # Panics
    /// If it cannot.
    #[must_use]
    pub fn start(terms: &Terms) -> Self {
        let acceptor = Arc::new(acceptor(terms));
        let listener = TcpListener::bind(("127.0.0.1", 0)).expect("a port");
        let address = listener.local_addr().expect("its address");
        let (tell, arrived) = channel();
        thread::spawn(move || {
            for stream in listener.incoming().map_while(Result::ok) {
                let (acceptor, tell) = (Arc::clone(&acceptor), tell.clone());
                thread::spawn(move || serve(&acceptor, stream, &tell));
            }
        });
        Self { address, arrived }
    }

    /// Where it listens.
    #[must_use]
    pub const fn address(&self) -> SocketAddr {
        self.address
    }

    /// Waits for the next that comes; an error if there was no TLS.
    ///
    /// # Errors
    /// OpenSSL's words.
    ///
    /// # Panics
    /// If nobody comes.
    pub fn next(&self) -> Result<Arrived, String> {
        self.arrived.recv_timeout(PATIENCE).expect("somebody comes")
    }
}

fn acceptor(terms: &Terms) -> SslAcceptor {
    let mut builder = SslAcceptor::mozilla_intermediate_v5(SslMethod::tls_server()).expect("TLS");
    if let Some(newest) = terms.newest {
        builder.set_min_proto_version(None).expect("any version");
        builder.set_max_proto_version(Some(newest)).expect("a version");
    }
    if let Some(suites) = terms.suites {
        builder.set_cipher_list(suites).expect("suites");
    }
    let certificate = X509::from_pem(terms.certificate.certificate.as_bytes()).expect("a certificate");
    let key = PKey::private_key_from_pem(terms.certificate.key.as_bytes()).expect("a key");
    builder.set_certificate(&certificate).expect("a certificate");
    builder.set_private_key(&key).expect("its key");
    if let Some(authority) = &terms.clients {
        wants_certificates(&mut builder, authority);
    }
    builder.build()
}

fn wants_certificates(builder: &mut SslAcceptorBuilder, authority: &str) {
    let mut store = X509StoreBuilder::new().expect("a store");
    let authority = X509::from_pem(authority.as_bytes()).expect("an authority");
    store.add_cert(authority).expect("it");
    builder.set_cert_store(store.build());
    builder.set_verify(SslVerifyMode::PEER | SslVerifyMode::FAIL_IF_NO_PEER_CERT);
    builder.set_session_id_context(b"charge points").expect("a context");
}

fn serve(acceptor: &SslAcceptor, stream: TcpStream, tell: &Sender<Result<Arrived, String>>) {
    let quick = stream.try_clone().expect("the same");
    let stream = match acceptor.accept(stream) {
        Ok(stream) => stream,
        Err(error) => {
            // Whoever does not look any more is not told.
            drop(tell.send(Err(error.to_string())));
            // What the other side said meanwhile is read: else it is told nothing but that the connection was reset.
            quick.shutdown(Shutdown::Write).ok();
            io::copy(&mut &quick, &mut io::sink()).ok();
            return;
        }
    };
    let mut arrived = facts(&stream);
    let chosen = |request: &Request, mut response: Response| -> Result<Response, ErrorResponse> {
        let header = |name: &str| {
            let value = request.headers().get(name)?;
            value.to_str().ok().map(str::to_owned)
        };
        arrived.authorization = header("Authorization");
        request.uri().path().clone_into(&mut arrived.path);
        if let Some(offered) = request.headers().get("Sec-WebSocket-Protocol") {
            response.headers_mut().insert("Sec-WebSocket-Protocol", offered.clone());
        }
        Ok(response)
    };
    let Ok(mut socket) = accept_hdr(stream, chosen) else {
        return;
    };
    drop(tell.send(Ok(arrived)));
    while let Ok(message) = socket.read() {
        if let Message::Text(text) = message {
            let frame: Value = serde_json::from_str(&text).expect("a frame");
            if frame[0] == 2 {
                let answer = json!([3, frame[1], answer(frame[2].as_str().unwrap_or_default())]);
                if socket.send(Message::text(answer.to_string())).is_err() {
                    return;
                }
            }
        }
    }
}

fn facts(stream: &SslStream<TcpStream>) -> Arrived {
    let ssl = stream.ssl();
    let name = |certificate: X509| {
        let entry = certificate.subject_name().entries_by_nid(Nid::COMMONNAME).next()?;
        entry.data().to_string().ok()
    };
    Arrived {
        version: ssl.version_str().to_owned(),
        suite: ssl.current_cipher().expect("a suite").name().to_owned(),
        server_name: ssl.servername(openssl::ssl::NameType::HOST_NAME).map(str::to_owned),
        client: ssl.peer_certificate().and_then(name),
        authorization: None,
        path: String::new(),
    }
}

fn answer(action: &str) -> Value {
    let now = "2026-01-01T00:00:00Z";
    match action {
        "BootNotification" => json!({"status": "Accepted", "currentTime": now, "interval": 300}),
        "Heartbeat" => json!({"currentTime": now}),
        "Authorize" => json!({"idTagInfo": {"status": "Accepted"}}),
        "StartTransaction" => json!({"transactionId": 1, "idTagInfo": {"status": "Accepted"}}),
        _ => json!({}),
    }
}
