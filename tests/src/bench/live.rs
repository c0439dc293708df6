//! Many who listen to a whole fleet: what it does to the answers that stations wait for, and what it costs the server,
//! beside the same without anybody who listens, in one run.
//!
//! Some talkers send a message every now and then, whatever becomes of the others (an open loop). A fifth of the
//! listeners hears everything, the others one of the sites each; each room is a site, joined over a WebSocket. Times with
//! and without them take turns. Those who listen have a thread of their own: what they read must not delay the clock of
//! those who talk.

use std::net::SocketAddr;
use std::rc::Rc;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::mpsc;
use std::thread::{self, JoinHandle};
use std::time::Duration;

use serde_json::{Value, json};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::sync::oneshot;
use tokio::task::LocalSet;
use tokio::time::sleep;

use super::Outcome;
use super::campaign::{Heard, PACE, Phase, booted, connect, identity, phase, talk};
use super::generator::Target;
use super::report::each;
use super::server::{Subject, config};
use super::usage::Process;
use crate::admin::Admin;
use crate::config::ADMIN_TOKEN;
use crate::server::Server;

/// Charge points that are registered in one request.
const REGISTERED: u32 = 1000;
/// Of one listener to everything there are so many to one site.
const TO_ONE_SITE: u32 = 5;
/// So often the times with and without listeners take turns.
const TURNS: u32 = 3;

/// How much of it.
#[derive(Debug, Clone, Copy)]
pub struct Extent {
    /// All stations.
    pub stations: u32,
    /// Those that send heartbeats, and as many that have sessions.
    pub talkers: u32,
    /// Those who listen to server-sent events.
    pub listeners: u32,
    /// Sites, each of which is a room with somebody in it.
    pub rooms: u32,
    /// How long it is measured without and with them, in all turns.
    pub takes: Duration,
}

/// What those who listen have heard.
#[derive(Debug, Default)]
struct Told {
    bytes: AtomicU64,
    events: AtomicU64,
    /// What is told from now on counts.
    counts: AtomicBool,
}

/// All who listen, on a thread of their own, until they are let go.
struct Listeners {
    let_go: oneshot::Sender<()>,
    thread: JoinHandle<()>,
}

impl Listeners {
    /// They listen when this returns.
    fn begin(extent: Extent, admin: SocketAddr, told: &Arc<Told>) -> Outcome<Self> {
        let (let_go, end) = oneshot::channel();
        let (begun, all_listen) = mpsc::channel();
        let told = Arc::clone(told);
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
        let thread = thread::spawn(move || {
            let work = LocalSet::new();
            runtime.block_on(work.run_until(async {
                fails_never("a listener", listen_all(extent, admin, &told).await);
                if begun.send(()).is_ok() {
                    // Either way it is over.
                    end.await.ok();
                }
            }));
        });
        all_listen.recv()?;
        Ok(Self { let_go, thread })
    }

    fn end(self) -> Outcome<()> {
        drop(self.let_go);
        self.thread.join().map_err(|_| "the listeners' thread panicked".into())
    }
}

async fn listen_all(extent: Extent, admin: SocketAddr, told: &Arc<Told>) -> Outcome<()> {
    for number in 0..extent.listeners + extent.rooms {
        let stream = if number < extent.listeners {
            listen(admin, number, extent.rooms).await?
        } else {
            enter(admin, number - extent.listeners).await?
        };
        let told = Arc::clone(told);
        tokio::task::spawn_local(async move { fails_never("a listener", hear(stream, &told).await) });
    }
    Ok(())
}

/// Runs it and prints it.
///
/// # Errors
/// A connection is refused or lost.
pub fn run(extent: Extent) -> Outcome<()> {
    // Those of the turn before may not be known to have left when the next ones come.
    let most = 2 * (extent.listeners + extent.rooms);
    let server = Server::start(&config().set("admin.live.listeners", most));
    register(&server.admin(), extent)?;
    let admin = server.admin_address();
    let subject = Subject::of(server, 2 * extent.talkers)?;
    let Target { address, process, .. } = subject.target();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let work = LocalSet::new();
    runtime.block_on(work.run_until(measure(extent, address, admin, process)))
}

/// Each belongs to a site.
fn register(admin: &Admin, extent: Extent) -> Outcome<()> {
    let mut from = 0;
    while from < extent.stations {
        let to = (from + REGISTERED).min(extent.stations);
        let lines = (from..to).map(|number| {
            let site = format!("S{}", number % extent.rooms.max(1));
            json!({"id": identity(number), "securityProfile": 0, "site": site})
        });
        let lines: Vec<Value> = lines.collect();
        let reply = admin.post("/api/v1/charge-points", &json!(lines));
        if reply.status != 200 || reply.body["refused"] != 0 {
            return Err(format!("registering: {reply:?}").into());
        }
        from = to;
    }
    Ok(())
}

async fn measure(extent: Extent, address: SocketAddr, admin: SocketAddr, process: Process) -> Outcome<()> {
    let heard = Rc::new(Heard::default());
    let talkers = 2 * extent.talkers;
    let quiet = connect(address, talkers..extent.stations).await?;
    for number in 0..talkers {
        let station = booted(address, number).await?;
        let heard = Rc::clone(&heard);
        let pause = PACE.mul_f64(f64::from(number) / f64::from(talkers));
        tokio::task::spawn_local(async move {
            sleep(pause).await;
            fails_never("a talker", talk(station, number % 2 == 0, &heard).await);
        });
    }
    sleep(PACE * 4).await;
    let told = Arc::new(Told::default());
    let (mut none, mut with) = (Phase::default(), Phase::default());
    for _ in 0..TURNS {
        none.add(phase(&heard, process, sleep(extent.takes / TURNS)).await?);
        let listeners = Listeners::begin(extent, admin, &told)?;
        sleep(PACE * 2).await;
        told.counts.store(true, Ordering::Relaxed);
        with.add(phase(&heard, process, sleep(extent.takes / TURNS)).await?);
        told.counts.store(false, Ordering::Relaxed);
        listeners.end()?;
        sleep(PACE).await;
    }
    let (bytes, events) = (told.bytes.load(Ordering::Relaxed), told.events.load(Ordering::Relaxed));
    heard.is_over.set(true);
    drop(quiet);
    print(extent, none, with, (bytes, events));
    if events == 0 {
        return Err("nobody has heard anything".into());
    }
    Ok(())
}

fn fails_never(who: &str, outcome: Outcome<()>) {
    if let Err(error) = outcome {
        eprintln!("{who}: {error}");
        std::process::exit(1);
    }
}

/// A listener to everything, or to one site.
async fn listen(admin: SocketAddr, number: u32, sites: u32) -> Outcome<TcpStream> {
    let site = number % sites.max(1);
    let query = if number.is_multiple_of(TO_ONE_SITE) {
        String::new()
    } else {
        format!("?site=S{site}")
    };
    let head =
        format!("GET /api/v1/events{query} HTTP/1.1\r\nHost: bench\r\nAuthorization: Bearer {ADMIN_TOKEN}\r\n\r\n");
    let (stream, answer) = ask(admin, &head).await?;
    if !answer.starts_with("HTTP/1.1 200") {
        return Err(answer.into());
    }
    Ok(stream)
}

/// Somebody in the room of a site.
async fn enter(admin: SocketAddr, site: u32) -> Outcome<TcpStream> {
    let head = format!(
        "GET /api/v1/live HTTP/1.1\r\nHost: bench\r\nAuthorization: Bearer {ADMIN_TOKEN}\r\nConnection: Upgrade\r\n\
         Upgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"
    );
    let (mut stream, answer) = ask(admin, &head).await?;
    if !answer.starts_with("HTTP/1.1 101") {
        return Err(answer.into());
    }
    let join = json!({ "join": format!("site:S{site}") }).to_string();
    // A whole text message, masked with zeros.
    let mut frame = vec![0x81, 0x80 | u8::try_from(join.len())?, 0, 0, 0, 0];
    frame.extend_from_slice(join.as_bytes());
    stream.write_all(&frame).await?;
    Ok(stream)
}

/// Sends a head, and reads the beginning of what is answered.
async fn ask(admin: SocketAddr, head: &str) -> Outcome<(TcpStream, String)> {
    let mut stream = TcpStream::connect(admin).await?;
    stream.write_all(head.as_bytes()).await?;
    let mut answer = Vec::new();
    while !answer.windows(4).any(|four| four == b"\r\n\r\n") {
        if stream.read_buf(&mut answer).await? == 0 {
            return Err("the connection ended before the answer".into());
        }
    }
    Ok((stream, String::from_utf8_lossy(&answer).into_owned()))
}

/// Reads whatever comes, and counts it: each event names its charge point once.
async fn hear(mut stream: TcpStream, told: &Told) -> Outcome<()> {
    const NAMED: &[u8] = b"\"chargePoint\":";
    let mut buffer = vec![0; 64 * 1024];
    loop {
        let count = stream.read(&mut buffer).await?;
        if count == 0 {
            return Err("it was let go".into());
        }
        if !told.counts.load(Ordering::Relaxed) {
            continue;
        }
        told.bytes.fetch_add(count as u64, Ordering::Relaxed);
        let events = buffer[..count]
            .windows(NAMED.len())
            .filter(|part| *part == NAMED)
            .count();
        told.events.fetch_add(events as u64, Ordering::Relaxed);
    }
}

fn print(extent: Extent, mut none: Phase, mut with: Phase, (bytes, events): (u64, u64)) {
    let Extent {
        stations,
        listeners,
        rooms,
        ..
    } = extent;
    println!("{listeners} listeners and {rooms} rooms while {stations} are connected");
    println!("| | nobody listens | they listen |\n|---|---|---|");
    let messages = |phase: &Phase| phase.heartbeats.count() + phase.sessions.count();
    #[expect(clippy::cast_precision_loss, reason = "some millions at most")]
    let cpu = |phase: &Phase| each(1e6 * phase.cpu_seconds, messages(phase) as f64);
    #[expect(clippy::cast_precision_loss, reason = "some millions at most")]
    let rate = |count: u64, phase: &Phase| count as f64 / phase.seconds;
    println!(
        "| messages a second | {:.0} | {:.0} |",
        rate(messages(&none), &none),
        rate(messages(&with), &with)
    );
    println!(
        "| the server's CPU for a message, µs | {} | {} |",
        cpu(&none),
        cpu(&with)
    );
    println!(
        "| told: events a second, MB a second | | {:.0}, {:.1} |",
        rate(events, &with),
        rate(bytes, &with) / 1e6
    );
    for (what, of_sessions) in [("Heartbeat", false), ("a session's message", true)] {
        let times = |phase: &mut Phase| {
            let times = if of_sessions {
                &mut phase.sessions
            } else {
                &mut phase.heartbeats
            };
            times.told()
        };
        let (before, meanwhile) = (times(&mut none), times(&mut with));
        println!("| {what}, ms: median / 99 % (how many) | {before} | {meanwhile} |");
    }
}
