//! A webhook's receiver: it checks signatures (Standard Webhooks), answers as the test says, goes away and comes back at
//! the same address.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{Shutdown, SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use hmac::{Hmac, Mac};
use serde_json::Value;
use sha2::Sha256;

use crate::{port, wait};

/// How often it is looked whether somebody connects, or it is to go away.
const LOOK: Duration = Duration::from_millis(2);

/// What was posted.
#[derive(Debug, Clone)]
pub struct Posted {
    /// `webhook-id`.
    pub id: String,
    /// `webhook-timestamp`.
    pub timestamp: String,
    /// `webhook-signature`.
    pub signature: String,
    /// The other headers, names in lower case.
    pub headers: Vec<(String, String)>,
    /// As it came.
    pub text: Vec<u8>,
    /// The same as JSON.
    pub body: Value,
}

impl Posted {
    /// Whether one of its signatures is by this secret.
    ///
    /// # Panics
    /// If the secret is none.
    #[must_use]
    pub fn is_signed_by(&self, secret: &str) -> bool {
        let key = secret.strip_prefix("whsec_").expect("a secret");
        let key = STANDARD.decode(key).expect("base64");
        let mut mac = Hmac::<Sha256>::new_from_slice(&key).expect("a key");
        mac.update(format!("{}.{}.", self.id, self.timestamp).as_bytes());
        mac.update(&self.text);
        let wanted = format!("v1,{}", STANDARD.encode(mac.finalize().into_bytes()));
        self.signature.split(' ').any(|signature| signature == wanted)
    }

    /// A header's value.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        let found = self.headers.iter().find(|(known, _)| known == name);
        found.map(|(_, value)| value.as_str())
    }

    /// The event's kind.
    #[must_use]
    pub fn kind(&self) -> &str {
        self.body["kind"].as_str().unwrap_or_default()
    }

    /// Whom it is about.
    #[must_use]
    pub fn charge_point(&self) -> &str {
        self.body["chargePoint"].as_str().unwrap_or_default()
    }
}

/// What is answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Answer {
    /// A status without a body.
    Status(u16),
    /// The same, with `Retry-After` in seconds.
    RetryAfter(u16, u32),
    /// Nothing, as long as the receiver is there.
    Silence,
}

type Rule = Arc<dyn Fn(&Posted) -> Answer + Send + Sync>;

struct Shared {
    posted: Mutex<Vec<Posted>>,
    rule: Mutex<Rule>,
    busy: AtomicUsize,
    most_at_once: AtomicUsize,
}

/// A receiver on a free port of the loopback address.
pub struct Receiver {
    address: SocketAddr,
    shared: Arc<Shared>,
    listening: Option<Listening>,
}

struct Listening {
    gone: Arc<AtomicBool>,
    thread: JoinHandle<()>,
    connections: Arc<Mutex<Vec<TcpStream>>>,
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Receiver {
    /// One that answers by a rule.
    ///
    /// # Panics
    /// If there is no free port.
    #[must_use]
    pub fn start(rule: impl Fn(&Posted) -> Answer + Send + Sync + 'static) -> Self {
        // It may go away and come back.
        let listener = TcpListener::bind(port::free()).expect("a free port");
        let mut receiver = Self {
            address: listener.local_addr().expect("its address"),
            shared: Arc::new(Shared {
                posted: Mutex::default(),
                rule: Mutex::new(Arc::new(rule)),
                busy: AtomicUsize::new(0),
                most_at_once: AtomicUsize::new(0),
            }),
            listening: None,
        };
        receiver.listen(listener);
        receiver
    }

    /// One that takes everything.
    #[must_use]
    pub fn taking() -> Self {
        Self::start(|_| Answer::Status(204))
    }

    /// Where events are posted.
    #[must_use]
    pub fn url(&self) -> String {
        format!("http://{}/hook", self.address)
    }

    /// Answers by another rule from now on.
    pub fn rule(&self, rule: impl Fn(&Posted) -> Answer + Send + Sync + 'static) {
        *lock(&self.shared.rule) = Arc::new(rule);
    }

    /// Everything that was posted until now, in order.
    #[must_use]
    pub fn posted(&self) -> Vec<Posted> {
        lock(&self.shared.posted).clone()
    }

    /// How much was posted until now.
    #[must_use]
    pub fn count(&self) -> usize {
        lock(&self.shared.posted).len()
    }

    /// So many requests were in hand at once, at most, since it was asked the last time.
    #[must_use]
    pub fn most_at_once(&self) -> usize {
        self.shared.most_at_once.swap(0, Ordering::SeqCst)
    }

    /// Waits for something that was posted.
    ///
    /// # Panics
    /// If it does not come.
    #[track_caller]
    pub fn wait(&self, what: &str, is_it: impl Fn(&Posted) -> bool) -> Posted {
        wait::until(what, || self.posted().into_iter().find(&is_it))
    }

    /// Goes away: nobody listens any more, and all connections end.
    pub fn go_away(&mut self) {
        let Some(listening) = self.listening.take() else { return };
        listening.gone.store(true, Ordering::SeqCst);
        listening.thread.join().expect("the receiver's thread");
        for stream in lock(&listening.connections).drain(..) {
            stream.shutdown(Shutdown::Both).ok();
        }
    }

    /// Comes back at the same address.
    ///
    /// # Panics
    /// If the port is taken.
    pub fn come_back(&mut self) {
        let listener = wait::until("the receiver's port", || TcpListener::bind(self.address).ok());
        self.listen(listener);
    }

    fn listen(&mut self, listener: TcpListener) {
        listener.set_nonblocking(true).expect("a listener that does not wait");
        let (gone, connections) = (Arc::<AtomicBool>::default(), Arc::<Mutex<Vec<TcpStream>>>::default());
        let (shared, stops, streams) = (Arc::clone(&self.shared), Arc::clone(&gone), Arc::clone(&connections));
        let thread = thread::spawn(move || {
            while !stops.load(Ordering::SeqCst) {
                let Ok((stream, _)) = listener.accept() else {
                    thread::sleep(LOOK);
                    continue;
                };
                stream.set_nonblocking(false).expect("a stream that waits");
                lock(&streams).push(stream.try_clone().expect("a second handle"));
                let shared = Arc::clone(&shared);
                thread::spawn(move || serve(&stream, &shared));
            }
        });
        self.listening = Some(Listening {
            gone,
            thread,
            connections,
        });
    }
}

impl Drop for Receiver {
    fn drop(&mut self) {
        self.go_away();
    }
}

/// Answers one request after the other.
fn serve(stream: &TcpStream, shared: &Shared) {
    let mut reader = BufReader::new(stream);
    while let Some(posted) = read(&mut reader) {
        let now = shared.busy.fetch_add(1, Ordering::SeqCst) + 1;
        shared.most_at_once.fetch_max(now, Ordering::SeqCst);
        let rule = Arc::clone(&lock(&shared.rule));
        let answer = rule(&posted);
        lock(&shared.posted).push(posted);
        let (status, header) = match answer {
            Answer::Status(status) => (status, String::new()),
            Answer::RetryAfter(status, seconds) => (status, format!("retry-after: {seconds}\r\n")),
            Answer::Silence => {
                // Until somebody ends the connection.
                reader.fill_buf().map(drop).ok();
                shared.busy.fetch_sub(1, Ordering::SeqCst);
                return;
            }
        };
        let head = format!("HTTP/1.1 {status} Answer\r\n{header}content-length: 0\r\n\r\n");
        shared.busy.fetch_sub(1, Ordering::SeqCst);
        if (&mut &*stream).write_all(head.as_bytes()).is_err() {
            return;
        }
    }
}

fn read(reader: &mut BufReader<&TcpStream>) -> Option<Posted> {
    let mut line = String::new();
    reader.read_line(&mut line).ok().filter(|read| *read > 0)?;
    assert!(line.starts_with("POST /hook"), "no request of a webhook: {line}");
    let mut headers = Vec::new();
    loop {
        line.clear();
        reader.read_line(&mut line).ok().filter(|read| *read > 0)?;
        let Some((name, value)) = line.trim_end().split_once(':') else {
            break;
        };
        headers.push((name.to_lowercase(), value.trim().to_owned()));
    }
    let header = |name: &str| {
        let found = headers.iter().find(|(known, _): &&(String, String)| known == name);
        found.map(|(_, value)| value.clone()).unwrap_or_default()
    };
    let mut text = vec![0; header("content-length").parse().ok()?];
    reader.read_exact(&mut text).ok()?;
    Some(Posted {
        id: header("webhook-id"),
        timestamp: header("webhook-timestamp"),
        signature: header("webhook-signature"),
        body: serde_json::from_slice(&text).expect("JSON"),
        headers,
        text,
    })
}
