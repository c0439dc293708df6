//! A whole fleet: how long until all are connected and booted, and what one connection keeps.

use std::time::{Duration, Instant};

use futures_util::future::join_all;
use futures_util::{StreamExt, TryStreamExt, stream};
use tokio::time::timeout;

use super::Outcome;
use super::load::Target;
use super::sample::{BackSample, FleetSample};
use super::station::Station;
use super::template::Template;
use super::usage::Process;

/// How many stations are on their way in at the same time.
const AT_ONCE: usize = 128;
/// How many MeterValues of some 1.5 KiB each station sends before the second reading.
const TRAFFIC: usize = 5;

/// Whoever is quiet for so long has done what was asked for.
pub const DONE: Duration = Duration::from_millis(500);
/// After so long what was written is carried over to the database, and lies in memory no more.
const CARRIED_OVER: Duration = Duration::from_secs(6);
/// Within so long a server has asked all that it asks of whoever has just come.
const ASKED: Duration = Duration::from_secs(2);
/// A smaller fleet is to try the benchmark, and what it says of memory is nothing to wait for.
const WORTH_WAITING: u32 = 1000;

/// Connects `count` stations and reads the server's memory three times.
///
/// The first tenth is connected before the first reading, so that what the server allocates once
/// (buffers of its allocator, caches) is not counted as the connections'.
///
/// # Errors
/// A connection is refused or lost.
pub async fn run(target: Target, count: u32) -> Outcome<FleetSample> {
    let boot = target.version.boot()?;
    let mut spending = target.server.spending()?;
    let started = Instant::now();
    let mut stations = connect(&target, 0..count / 10, &boot).await?;
    let mut took = started.elapsed();
    let quiet = if count < WORTH_WAITING { DONE } else { CARRIED_OVER };
    answer(&mut stations).await?;
    let base = settled(target.server, quiet).await?;
    let started = Instant::now();
    stations.extend(connect(&target, count / 10..count, &boot).await?);
    took += started.elapsed();
    let connect_cpu_seconds = spending.so_far()?;
    answer(&mut stations).await?;
    let idle = settled(target.server, quiet).await?;
    let traffic = target.version.traffic()?;
    for _ in 0..TRAFFIC {
        stations = talk(stations, &traffic).await?;
    }
    let after = settled(target.server, quiet).await?;
    let counted = f64::from(count - count / 10);
    Ok(FleetSample {
        stations: stations.len(),
        connect_seconds: took.as_secs_f64(),
        connect_cpu_seconds,
        idle_bytes: (idle - base) / counted,
        traffic_bytes: (after - base) / counted,
    })
}

/// Connects `count` stations, and reads what that cost.
///
/// # Errors
/// A connection is refused or lost.
pub async fn back(target: Target, count: u32) -> Outcome<BackSample> {
    let boot = target.version.boot()?;
    let (mut server, mut client) = (target.server.spending()?, Process::own().spending()?);
    let started = Instant::now();
    let stations = connect(&target, 0..count, &boot).await?;
    Ok(BackSample {
        stations: stations.len(),
        seconds: started.elapsed().as_secs_f64(),
        server_cpu_seconds: server.so_far()?,
        client_cpu_seconds: client.so_far()?,
        sessions: target.door.sessions(),
    })
}

/// Connects these stations, and boots them.
///
/// # Errors
/// A connection is refused or lost.
pub async fn connect(target: &Target, numbers: std::ops::Range<u32>, boot: &Template) -> Outcome<Vec<Station>> {
    stream::iter(numbers)
        .map(|number| async move {
            let mut station = target.station(number).await?;
            station.exchange(boot).await?;
            Ok(station)
        })
        .buffer_unordered(AT_ONCE)
        .try_collect()
        .await
}

/// Lets them answer what the server asks of whoever has just come.
///
/// # Errors
/// A connection is lost.
pub async fn answer(stations: &mut [Station]) -> Outcome<()> {
    let answering = stations.iter_mut().map(|station| timeout(ASKED, station.listen()));
    // That nothing ends the wait but its time is as it should be.
    let lost = join_all(answering).await.into_iter().filter_map(Result::ok);
    lost.collect()
}

/// Every station sends the message once.
///
/// # Errors
/// A connection is lost, or the answer is no result.
pub async fn talk(stations: Vec<Station>, template: &Template) -> Outcome<Vec<Station>> {
    stream::iter(stations)
        .map(|mut station| async move {
            station.exchange(template).await?;
            Ok(station)
        })
        .buffer_unordered(AT_ONCE)
        .try_collect()
        .await
}

/// The server's memory in bytes once it stays within 0.1 % for so long, and after 5 s more at the latest.
///
/// # Errors
/// The server is gone.
pub async fn settled(server: Process, quiet: Duration) -> Outcome<f64> {
    const STEP: Duration = Duration::from_millis(100);
    const LONGER: Duration = Duration::from_secs(5);
    let (mut last, began) = (server.resident_bytes()?, Instant::now());
    let mut still = Instant::now();
    while still.elapsed() < quiet && began.elapsed() < quiet + LONGER {
        tokio::time::sleep(STEP).await;
        let now = server.resident_bytes()?;
        if now.abs_diff(last) * 1000 > last {
            still = Instant::now();
        }
        last = now;
    }
    #[expect(clippy::cast_precision_loss, reason = "some GiB at most")]
    Ok(last as f64)
}
