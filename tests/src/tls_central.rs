//! The other side of a charge point's TLS: a server that takes, or refuses, what the test says, answers a session's
//! messages, asks for what the test wants asked, and tells who came.

use std::io::{self, ErrorKind, Read, Write};
use std::net::{Shutdown, SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::Duration;

use openssl::nid::Nid;
use openssl::ssl::{SslAcceptor, SslAcceptorBuilder, SslMethod, SslStream, SslVerifyMode, SslVersion};
use openssl::x509::X509;
use openssl::x509::store::X509StoreBuilder;
use serde_json::{Value, json};
use tokio_tungstenite::tungstenite::handshake::server::{ErrorResponse, Request, Response};
use tokio_tungstenite::tungstenite::http::StatusCode;
use tokio_tungstenite::tungstenite::{Error, Message, WebSocket, accept_hdr};

use crate::pki::Issued;
use crate::wait::{self, PATIENCE};

/// How often a connection looks whether the test wants something asked.
const TURN: Duration = Duration::from_millis(10);

/// What the server is.
#[derive(Debug, Clone)]
pub struct Terms {
    /// What it shows.
    pub certificate: Issued,
    /// It wants a certificate of this authority (PEM) from each charge point.
    pub clients: Option<String>,
    /// It takes those that show none, too.
    pub optional: bool,
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
            optional: false,
            newest: None,
            suites: None,
        }
    }
}

/// Who came.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Arrived {
    /// Such as `TLSv1.3`; empty without TLS.
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
    desk: Arc<Desk>,
}

/// What the connections and the test have in common.
#[derive(Default)]
struct Desk {
    /// The newest connection asks.
    newest: AtomicU64,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    /// The `Authorization` that is wanted; none: any, and none at all.
    wanted: Option<String>,
    to_ask: Vec<Value>,
    answers: Vec<Value>,
    received: Vec<(String, Value)>,
}

impl Desk {
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl TlsCentral {
    /// Starts it.
    ///
    /// # Panics
    /// If it cannot.
    #[must_use]
    pub fn start(terms: &Terms) -> Self {
        Self::listen(Some(acceptor(terms)))
    }

    /// Starts one without TLS.
    ///
    /// # Panics
    /// If it cannot.
    #[must_use]
    pub fn start_plain() -> Self {
        Self::listen(None)
    }

    fn listen(acceptor: Option<SslAcceptor>) -> Self {
        let acceptor = acceptor.map(Arc::new);
        let listener = TcpListener::bind(("127.0.0.1", 0)).expect("a port");
        let address = listener.local_addr().expect("its address");
        let (tell, arrived) = channel();
        let desk: Arc<Desk> = Arc::default();
        let shared = Arc::clone(&desk);
        thread::spawn(move || {
            for stream in listener.incoming().map_while(Result::ok) {
                let (acceptor, tell, desk) = (acceptor.clone(), tell.clone(), Arc::clone(&shared));
                thread::spawn(move || serve(acceptor.as_deref(), stream, &desk, &tell));
            }
        });
        Self { address, arrived, desk }
    }

    /// Where it listens.
    #[must_use]
    pub const fn address(&self) -> SocketAddr {
        self.address
    }

    /// Waits for the next that comes and is let in; an error if there was no TLS, or its credentials are not those that
    /// are wanted.
    ///
    /// # Errors
    /// OpenSSL's words, or `401`.
    ///
    /// # Panics
    /// If nobody comes.
    pub fn next(&self) -> Result<Arrived, String> {
        self.arrived.recv_timeout(PATIENCE).expect("somebody comes")
    }

    /// From now on whoever comes must say this in `Authorization`.
    pub fn want(&self, authorization: &str) {
        self.desk.state().wanted = Some(authorization.to_owned());
    }

    /// Asks the newest connection for something. The answer's payload.
    ///
    /// # Panics
    /// If it is refused, or does not come.
    #[track_caller]
    pub fn asks(&self, action: &str, payload: &Value) -> Value {
        let id = format!("ask-{}", self.desk.newest.fetch_add(0, Ordering::SeqCst));
        self.desk.state().answers.clear();
        self.desk.state().to_ask.push(json!([2, id, action, payload]));
        let answer = wait::until(&format!("an answer to {action}"), || self.desk.state().answers.pop());
        assert_eq!(answer[0], 3, "{action}: {answer}");
        answer[2].clone()
    }

    /// Waits until so many of these requests have come. The last one's payload.
    pub fn received(&self, action: &str, count: usize) -> Value {
        wait::until(&format!("{count} of {action}"), || {
            let state = self.desk.state();
            let of_it: Vec<&Value> = state
                .received
                .iter()
                .filter(|(received, _)| received == action)
                .map(|(_, payload)| payload)
                .collect();
            (of_it.len() >= count).then(|| of_it.last().copied().cloned().unwrap_or_default())
        })
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
    let own = &terms.certificate;
    builder.set_certificate(&own.certificate).expect("a certificate");
    builder.set_private_key(&own.key).expect("its key");
    if let Some(authority) = &terms.clients {
        wants_certificates(&mut builder, authority, terms.optional);
    }
    builder.build()
}

fn wants_certificates(builder: &mut SslAcceptorBuilder, authority: &str, optional: bool) {
    let mut store = X509StoreBuilder::new().expect("a store");
    let authority = X509::from_pem(authority.as_bytes()).expect("an authority");
    store.add_cert(authority).expect("it");
    builder.set_cert_store(store.build());
    let mode = if optional {
        SslVerifyMode::PEER
    } else {
        SslVerifyMode::PEER | SslVerifyMode::FAIL_IF_NO_PEER_CERT
    };
    builder.set_verify(mode);
    builder.set_session_id_context(b"charge points").expect("a context");
}

fn serve(acceptor: Option<&SslAcceptor>, stream: TcpStream, desk: &Desk, tell: &Sender<Result<Arrived, String>>) {
    let quick = stream.try_clone().expect("the same");
    let Some(acceptor) = acceptor else {
        return talk(stream, Arrived::default(), &quick, desk, tell);
    };
    match acceptor.accept(stream) {
        Ok(stream) => {
            let arrived = facts(&stream);
            talk(stream, arrived, &quick, desk, tell);
        }
        // Whoever does not look any more is not told.
        Err(error) => {
            drop(tell.send(Err(error.to_string())));
            // What the other side said meanwhile is read: else it is told nothing but that the connection was reset.
            quick.shutdown(Shutdown::Write).ok();
            io::copy(&mut &quick, &mut io::sink()).ok();
        }
    }
}

/// The handshake, and then one connection to its end.
fn talk<S: Read + Write>(
    stream: S,
    mut arrived: Arrived,
    tcp: &TcpStream,
    desk: &Desk,
    tell: &Sender<Result<Arrived, String>>,
) {
    let wanted = desk.state().wanted.clone();
    #[allow(clippy::result_large_err, reason = "the library's own type")]
    let chosen = |request: &Request, mut response: Response| -> Result<Response, ErrorResponse> {
        let said = request.headers().get("Authorization");
        arrived.authorization = said.and_then(|value| value.to_str().ok()).map(str::to_owned);
        request.uri().path().clone_into(&mut arrived.path);
        if wanted.is_some() && wanted != arrived.authorization {
            let mut refused = ErrorResponse::new(None);
            *refused.status_mut() = StatusCode::UNAUTHORIZED;
            return Err(refused);
        }
        if let Some(offered) = request.headers().get("Sec-WebSocket-Protocol") {
            response.headers_mut().insert("Sec-WebSocket-Protocol", offered.clone());
        }
        Ok(response)
    };
    let Ok(socket) = accept_hdr(stream, chosen) else {
        return drop(tell.send(Err("401".to_owned())));
    };
    tcp.set_read_timeout(Some(TURN)).expect("a time");
    let number = desk.newest.fetch_add(1, Ordering::SeqCst) + 1;
    drop(tell.send(Ok(arrived)));
    // A connection that breaks is over.
    serve_frames(socket, number, desk).ok();
}

fn serve_frames<S: Read + Write>(mut socket: WebSocket<S>, number: u64, desk: &Desk) -> Result<(), Error> {
    loop {
        if desk.newest.load(Ordering::SeqCst) == number {
            let to_ask = std::mem::take(&mut desk.state().to_ask);
            for call in to_ask {
                socket.send(Message::text(call.to_string()))?;
            }
        }
        let text = match socket.read() {
            Ok(Message::Text(text)) => text,
            Ok(_) => continue,
            Err(Error::Io(error)) if matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::TimedOut) => continue,
            Err(error) => return Err(error),
        };
        let frame: Value = serde_json::from_str(&text).expect("a frame");
        if frame[0] == 2 {
            let action = frame[2].as_str().unwrap_or_default();
            let answer = json!([3, frame[1], answer(action, &frame[3])]);
            desk.state().received.push((action.to_owned(), frame[3].clone()));
            socket.send(Message::text(answer.to_string()))?;
        } else {
            desk.state().answers.push(frame);
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
        ..Arrived::default()
    }
}

fn answer(action: &str, payload: &Value) -> Value {
    let now = "2026-01-01T00:00:00Z";
    let accepted = json!({"status": "Accepted"});
    match action {
        "BootNotification" => json!({"status": "Accepted", "currentTime": now, "interval": 300}),
        "Heartbeat" => json!({"currentTime": now}),
        "Authorize" if payload.get("idTag").is_some() => json!({"idTagInfo": accepted}),
        "Authorize" => json!({"idTokenInfo": accepted}),
        "StartTransaction" => json!({"transactionId": 1, "idTagInfo": accepted}),
        "SignCertificate" => accepted,
        _ => json!({}),
    }
}
