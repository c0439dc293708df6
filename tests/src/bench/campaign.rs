//! A campaign of some members while a whole fleet is connected: how long it takes, what it costs, and what it does to
//! the answers that others wait for meanwhile.
//!
//! Some talkers send a message every now and then, whatever becomes of the campaign (an open loop): heartbeats, which
//! wait for nothing, and sessions, which wait for the disk. First without a campaign, then with one.

use std::cell::{Cell, RefCell};
use std::net::SocketAddr;
use std::ops::Range;
use std::rc::Rc;
use std::time::{Duration, Instant};

use futures_util::{StreamExt, TryStreamExt, stream};
use serde_json::{Value, json};
use tokio::task::LocalSet;
use tokio::time::{interval, sleep};

use super::Outcome;
use super::fleet;
use super::generator::Target;
use super::latency::Latencies;
use super::report::each;
use super::scenario::{Scenario, Version};
use super::server::{Subject, config};
use super::socket::Socket;
use super::station::{Answers, Station};
use super::usage::Process;
use crate::admin::Admin;
use crate::server::Server;

/// Stations on their way in at the same time.
const AT_ONCE: usize = 128;
/// Charge points that are registered in one request.
const REGISTERED: u32 = 1000;
/// How often a talker speaks.
pub(super) const PACE: Duration = Duration::from_millis(500);
/// How often it is looked whether the campaign is over.
const LOOK: Duration = Duration::from_millis(20);
/// A campaign that takes longer has failed.
const PATIENCE: Duration = Duration::from_secs(300);
const VERSION: Version = Version::V16;

/// How much of it.
#[derive(Debug, Clone, Copy)]
pub struct Extent {
    /// All stations.
    pub stations: u32,
    /// Those that the campaign is for.
    pub members: u32,
    /// Those that send heartbeats, and as many that have sessions.
    pub talkers: u32,
    /// Members that are under way at a time.
    pub parallel: u32,
    /// How long it is measured without a campaign.
    pub before: Duration,
}

/// What was measured in one of the two times.
#[derive(Debug, Default)]
pub(super) struct Phase {
    pub(super) seconds: f64,
    pub(super) cpu_seconds: f64,
    pub(super) heartbeats: Latencies,
    pub(super) sessions: Latencies,
}

impl Phase {
    /// Another time of the same kind.
    pub(super) fn add(&mut self, other: Self) {
        self.seconds += other.seconds;
        self.cpu_seconds += other.cpu_seconds;
        self.heartbeats.merge(other.heartbeats);
        self.sessions.merge(other.sessions);
    }
}

/// What the talkers tell of the time that runs.
#[derive(Debug, Default)]
pub(super) struct Heard {
    heartbeats: RefCell<Latencies>,
    sessions: RefCell<Latencies>,
    pub(super) is_over: Cell<bool>,
}

/// Runs it and prints it.
///
/// # Errors
/// A connection is refused or lost, or the campaign does not end.
pub fn run(extent: Extent) -> Outcome<()> {
    let server = Server::start(&config());
    let admin = server.admin();
    register(&admin, extent)?;
    let subject = Subject::of(server, 2 * extent.talkers)?;
    let Target { address, process, .. } = subject.target();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let work = LocalSet::new();
    runtime.block_on(work.run_until(measure(extent, (address, process), admin)))
}

/// The members carry a label.
fn register(admin: &Admin, extent: Extent) -> Outcome<()> {
    let first = extent.stations - extent.members;
    let mut from = first;
    while from < extent.stations {
        let to = (from + REGISTERED).min(extent.stations);
        let lines: Vec<Value> = (from..to)
            .map(|number| json!({"id": identity(number), "securityProfile": 0, "labels": ["bench"]}))
            .collect();
        let reply = admin.post("/api/v1/charge-points", &json!(lines));
        if reply.status != 200 || reply.body["refused"] != 0 {
            return Err(format!("registering: {reply:?}").into());
        }
        from = to;
    }
    Ok(())
}

pub(super) fn identity(number: u32) -> String {
    format!("BENCH{number:05}")
}

async fn measure(extent: Extent, (address, process): (SocketAddr, Process), admin: Admin) -> Outcome<()> {
    let heard = Rc::new(Heard::default());
    let talkers = 2 * extent.talkers;
    let quiet = connect(address, talkers..extent.stations - extent.members).await?;
    for number in 0..talkers {
        let station = booted(address, number).await?;
        let heard = Rc::clone(&heard);
        let pause = PACE.mul_f64(f64::from(number) / f64::from(talkers));
        tokio::task::spawn_local(async move {
            sleep(pause).await;
            if let Err(error) = talk(station, number % 2 == 0, &heard).await {
                eprintln!("a talker: {error}");
                std::process::exit(1);
            }
        });
    }
    for member in members(address, extent).await? {
        tokio::task::spawn_local(async move {
            if let Err(error) = obey(member).await {
                eprintln!("a member: {error}");
                std::process::exit(1);
            }
        });
    }
    sleep(PACE * 4).await;
    let none = phase(&heard, process, sleep(extent.before)).await?;
    let campaign = tokio::task::spawn_blocking(move || carry_out(&admin, extent));
    let with = phase(&heard, process, campaign).await?;
    heard.is_over.set(true);
    drop(quiet);
    print(extent, none, with);
    Ok(())
}

/// Measures for as long as something takes.
pub(super) async fn phase<T>(heard: &Heard, process: Process, takes: impl Future<Output = T>) -> Outcome<Phase>
where
    T: Ended,
{
    heard.heartbeats.take();
    heard.sessions.take();
    let (began, mut spending) = (Instant::now(), process.spending()?);
    takes.await.ended()?;
    Ok(Phase {
        seconds: began.elapsed().as_secs_f64(),
        cpu_seconds: spending.so_far()?,
        heartbeats: heard.heartbeats.take(),
        sessions: heard.sessions.take(),
    })
}

/// What a time ends with.
pub(super) trait Ended {
    fn ended(self) -> Outcome<()>;
}

impl Ended for () {
    fn ended(self) -> Outcome<()> {
        Ok(())
    }
}

impl Ended for Result<Outcome<()>, tokio::task::JoinError> {
    fn ended(self) -> Outcome<()> {
        self?
    }
}

/// The campaign, from its request until it is complete.
fn carry_out(admin: &Admin, extent: Extent) -> Outcome<()> {
    let body = json!({"command": "clear-cache", "selection": {"labels": ["bench"]}, "parallel": extent.parallel});
    let made = admin.post("/api/v1/campaigns", &body);
    let id = made.body["id"].as_str().ok_or_else(|| format!("{made:?}"))?.to_owned();
    let began = Instant::now();
    loop {
        std::thread::sleep(LOOK);
        let campaign = admin.get(&format!("/api/v1/campaigns/{id}")).body;
        if campaign["state"] == "completed" {
            let done = campaign["counts"]["inEffect"] == extent.members;
            return if done { Ok(()) } else { Err(campaign.to_string().into()) };
        }
        if began.elapsed() > PATIENCE {
            return Err(format!("the campaign does not end: {campaign}").into());
        }
    }
}

pub(super) async fn booted(address: SocketAddr, number: u32) -> Outcome<Station> {
    let mut station = Station::connect(address, number, VERSION, Answers::Matching).await?;
    station.exchange(&VERSION.boot()?).await?;
    Ok(station)
}

/// Stations that are there, have answered what was asked of them, and say nothing.
pub(super) async fn connect(address: SocketAddr, numbers: Range<u32>) -> Outcome<Vec<Station>> {
    let arriving = stream::iter(numbers).map(|number| booted(address, number));
    let mut stations: Vec<Station> = arriving.buffer_unordered(AT_ONCE).try_collect().await?;
    fleet::answer(&mut stations).await?;
    Ok(stations)
}

/// The members' sockets, booted.
async fn members(address: SocketAddr, extent: Extent) -> Outcome<Vec<Socket>> {
    let numbers = extent.stations - extent.members..extent.stations;
    stream::iter(numbers)
        .map(|number| async move {
            let mut socket = Socket::connect(address, &identity(number), VERSION.subprotocol()).await?;
            let boot = json!([2, "boot", "BootNotification", {"chargePointVendor": "V", "chargePointModel": "M"}]);
            socket.send(boot.to_string().as_bytes()).await?;
            socket.receive(&mut Vec::new()).await?;
            Ok(socket)
        })
        .buffer_unordered(AT_ONCE)
        .try_collect()
        .await
}

/// Accepts whatever the server asks for.
async fn obey(mut socket: Socket) -> Outcome<()> {
    let mut text = Vec::new();
    loop {
        socket.receive(&mut text).await?;
        let frame: Value = serde_json::from_slice(&text)?;
        if frame[0] == 2 {
            let answer = json!([3, frame[1], {"status": "Accepted"}]);
            socket.send(answer.to_string().as_bytes()).await?;
        }
    }
}

/// Speaks now and then, and tells how long the answers took.
pub(super) async fn talk(mut station: Station, has_sessions: bool, heard: &Heard) -> Outcome<()> {
    let scenario = if has_sessions {
        Scenario::Session
    } else {
        Scenario::Heartbeat
    };
    let steps = scenario.steps(VERSION)?;
    let mut pace = interval(PACE);
    for template in steps.iter().cycle() {
        pace.tick().await;
        if heard.is_over.get() {
            break;
        }
        let took = station.exchange(template).await?;
        let told = if has_sessions {
            &heard.sessions
        } else {
            &heard.heartbeats
        };
        told.borrow_mut().push(took);
    }
    Ok(())
}

fn print(extent: Extent, mut none: Phase, mut with: Phase) {
    let Extent {
        stations,
        members,
        parallel,
        ..
    } = extent;
    println!("a campaign of {members}, {parallel} at a time, while {stations} are connected");
    println!("| | without | with |\n|---|---|---|");
    println!("| seconds | {:.2} | {:.2} |", none.seconds, with.seconds);
    let share = |phase: &Phase| 100.0 * phase.cpu_seconds / phase.seconds;
    println!(
        "| the server's CPU, % of a core | {:.1} | {:.1} |",
        share(&none),
        share(&with)
    );
    let beside = with.cpu_seconds - none.cpu_seconds / none.seconds * with.seconds;
    println!(
        "| CPU for each member, µs | | {} |",
        each(1e6 * beside, f64::from(members))
    );
    for (what, of) in [("Heartbeat", 0), ("a session's message", 1)] {
        let times = |phase: &mut Phase| {
            let times = if of == 0 {
                &mut phase.heartbeats
            } else {
                &mut phase.sessions
            };
            times.told()
        };
        let (before, meanwhile) = (times(&mut none), times(&mut with));
        println!("| {what}, ms: median / 99 % (how many) | {before} | {meanwhile} |");
    }
}
