//! The other side of a plugin's outgoing HTTP: answers, is silent, or keeps its caller waiting, as the
//! test says for each request.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::{Arc, Condvar, Mutex, PoisonError, mpsc};
use std::thread;
use std::time::Duration;

use serde_json::Value;

use crate::wait::PATIENCE;

/// Between two bytes of a body that trickles.
const PACE: Duration = Duration::from_millis(20);

/// An HTTP server on a free port of the loopback address; each connection has a thread and one request.
/// When it is dropped, everyone who waits is let go.
pub struct Peer {
    address: SocketAddr,
    heard: mpsc::Receiver<Heard>,
    gate: Arc<Gate>,
}

/// A request.
#[derive(Debug, Clone)]
pub struct Heard {
    /// Such as `POST`.
    pub method: String,
    /// With the query.
    pub path: String,
    /// Names in lower case.
    pub headers: Vec<(String, String)>,
    /// The whole body.
    pub body: Vec<u8>,
}

/// What becomes of a request.
#[derive(Debug, Clone)]
pub enum Reply {
    /// A status and a body.
    Now(u16, String),
    /// The same when the test calls [`Peer::release`].
    Held(u16, String),
    /// Not a byte, and the connection stays open.
    Never,
    /// Status 200 and a body of which the end never comes, a byte at a time.
    Trickle,
}

/// Closed until it is opened, and never closed again.
#[derive(Default)]
struct Gate {
    open: Mutex<bool>,
    opened: Condvar,
}

impl Gate {
    fn open(&self) {
        *self.open.lock().unwrap_or_else(PoisonError::into_inner) = true;
        self.opened.notify_all();
    }

    /// Waits at most so long; true if it is open.
    fn pass(&self, longest: Duration) -> bool {
        let open = self.open.lock().unwrap_or_else(PoisonError::into_inner);
        let waited = self.opened.wait_timeout_while(open, longest, |open| !*open);
        *waited.unwrap_or_else(PoisonError::into_inner).0
    }
}

impl Peer {
    /// Listens, and replies to each request as `reply` says.
    ///
    /// # Panics
    /// If there is no free port.
    #[must_use]
    pub fn start(reply: impl Fn(&Heard) -> Reply + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
        let address = listener.local_addr().expect("its address");
        let (tell, heard) = mpsc::channel();
        let (gate, reply) = (Arc::<Gate>::default(), Arc::new(reply));
        let gate_of_all = Arc::clone(&gate);
        thread::spawn(move || {
            for stream in listener.incoming().map_while(Result::ok) {
                let (tell, gate, reply) = (tell.clone(), Arc::clone(&gate_of_all), Arc::clone(&reply));
                thread::spawn(move || {
                    let Some(request) = read(&stream) else { return };
                    let what = reply(&request);
                    // A test that has ended hears nothing any more.
                    tell.send(request).ok();
                    answer(stream, what, &gate);
                });
            }
        });
        Self { address, heard, gate }
    }

    /// `host:port`, as it is written in `allow_http`.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// The next request.
    ///
    /// # Panics
    /// If none comes.
    #[track_caller]
    pub fn heard(&self) -> Heard {
        self.heard.recv_timeout(PATIENCE).expect("a request to the peer")
    }

    /// The requests that came and were not looked at.
    #[must_use]
    pub fn all_heard(&self) -> Vec<Heard> {
        self.heard.try_iter().collect()
    }

    /// How many requests came that were not looked at with [`Peer::heard`].
    #[must_use]
    pub fn waiting(&self) -> usize {
        self.heard.try_iter().count()
    }

    /// Lets those go that are held.
    pub fn release(&self) {
        self.gate.open();
    }
}

impl Drop for Peer {
    fn drop(&mut self) {
        self.release();
    }
}

impl Heard {
    /// A header's value.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        let found = self.headers.iter().find(|(known, _)| known == name);
        found.map(|(_, value)| value.as_str())
    }

    /// The body as JSON.
    ///
    /// # Panics
    /// If it is none.
    #[must_use]
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_else(|error| panic!("{error}: {self:?}"))
    }
}

/// None for a connection that says nothing.
fn read(stream: &TcpStream) -> Option<Heard> {
    let mut reader = BufReader::new(stream);
    let mut lines = Vec::new();
    loop {
        let mut line = String::new();
        reader.read_line(&mut line).ok().filter(|length| *length > 0)?;
        if line.trim_end().is_empty() {
            break;
        }
        lines.push(line.trim_end().to_owned());
    }
    let mut first = lines.first()?.split(' ').map(str::to_owned);
    let headers = lines.iter().skip(1).filter_map(|line| line.split_once(':'));
    let mut heard = Heard {
        method: first.next()?,
        path: first.next()?,
        headers: headers
            .map(|(name, value)| (name.to_ascii_lowercase(), value.trim().to_owned()))
            .collect(),
        body: Vec::new(),
    };
    let length = heard.header("content-length").and_then(|length| length.parse().ok());
    heard.body = vec![0; length.unwrap_or(0)];
    reader.read_exact(&mut heard.body).ok()?;
    Some(heard)
}

/// Whoever has gone away is not answered; that is its right.
fn answer(mut stream: TcpStream, reply: Reply, gate: &Gate) {
    let head = |status: u16, length: usize| {
        format!("HTTP/1.1 {status} Said\r\ncontent-length: {length}\r\nconnection: close\r\n\r\n")
    };
    match reply {
        Reply::Now(status, body) => {
            write!(stream, "{}{body}", head(status, body.len())).ok();
        }
        Reply::Held(status, body) => {
            while !gate.pass(PATIENCE) {}
            write!(stream, "{}{body}", head(status, body.len())).ok();
        }
        Reply::Never => while !gate.pass(PATIENCE) {},
        Reply::Trickle => {
            let mut sent = write!(stream, "{}", head(200, 1 << 20));
            while sent.is_ok() && !gate.pass(PACE) {
                sent = stream.write_all(b".");
            }
        }
    }
}
