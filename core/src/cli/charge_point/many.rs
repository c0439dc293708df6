//! Many charge points with a rhythm.

use std::io::Write;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use ocpp_charge_point::client::{ConnectError, Endpoint};
use ocpp_charge_point::fleet::Fleet;
use ocpp_charge_point::run::Observer;
use ocpp_charge_point::station::Notice;
use ocpp_schemas::Version;
use tokio::net::TcpStream;
use tokio::time::{interval, timeout};

use super::{Arguments, interrupted, not_connected, show};
use crate::cli::Exit;
use crate::cli::failed::{Failed, unusable};

/// How often it is told how they are.
const TELL: Duration = Duration::from_secs(10);

/// How long the server may take to be there at all.
const CONNECT: Duration = Duration::from_secs(10);

/// What is counted of all of them.
#[derive(Debug, Default)]
struct Tally {
    connected: AtomicUsize,
    sent: AtomicUsize,
    failed: AtomicUsize,
    trouble: Mutex<Option<String>>,
}

impl Tally {
    fn trouble(&self) -> MutexGuard<'_, Option<String>> {
        self.trouble.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Runs them until Ctrl-C.
pub async fn run(arguments: &Arguments, output: &mut impl Write) -> Result<Exit, Failed> {
    let count = arguments.count.unwrap_or(1);
    let prefix = arguments.id.as_deref().unwrap_or("SIM");
    reach(&arguments.url, prefix).await?;
    writeln!(
        output,
        "{count} charge points to {}; Ctrl-C switches them off",
        arguments.url
    )?;
    let security = arguments.security.files();
    let mut shared = None;
    let tally = Arc::new(Tally::default());
    let mut fleet = Fleet::new();
    let mut interrupted = std::pin::pin!(interrupted());
    for number in 1..=count {
        let id = format!("{prefix}-{number:04}");
        let endpoint = Endpoint::new(&arguments.url, &id).map_err(unusable)?;
        let mut options = arguments.shaped(endpoint, version_of(&arguments.versions, number))?;
        options.connect.tls.clone_from(&shared);
        security.apply(&mut options.connect).map_err(unusable)?;
        if !security.are_of_each() {
            shared.clone_from(&options.connect.tls);
        }
        options.give_up_at_once = false;
        options.station.seed = arguments.seed.wrapping_mul(1_000_003).wrapping_add(number.into());
        let observer = counting(Arc::clone(&tally), (arguments.verbose, &id));
        fleet.add(options, observer, arguments.rhythm).map_err(unusable)?;
        fleet.breathe().await;
    }
    let mut told = interval(TELL);
    loop {
        tokio::select! {
            _ = told.tick() => tell(&tally, count, output)?,
            () = &mut interrupted => break,
        }
    }
    tell(&tally, count, output)?;
    fleet.stop().await;
    Ok(Exit::Done)
}

/// A server that is not there is told at once, and not by thousands of tries.
async fn reach(url: &str, prefix: &str) -> Result<(), Failed> {
    let address = Endpoint::new(url, prefix).map_err(unusable)?.authority();
    match timeout(CONNECT, TcpStream::connect(&address)).await {
        Ok(Ok(_)) => Ok(()),
        Ok(Err(source)) => Err(not_connected(&ConnectError::Unreachable { address, source })),
        Err(_) => Err(not_connected(&ConnectError::TimedOut {
            address,
            after: CONNECT,
        })),
    }
}

/// They take turns.
fn version_of(versions: &[Version], number: u32) -> Version {
    let turn = usize::try_from(number - 1).unwrap_or_default();
    versions
        .iter()
        .copied()
        .cycle()
        .nth(turn % versions.len().max(1))
        .unwrap_or(Version::V16)
}

fn counting(tally: Arc<Tally>, (verbose, id): (bool, &str)) -> Observer {
    let id = id.to_owned();
    Box::new(move |notice| match notice {
        Notice::Connected => {
            tally.connected.fetch_add(1, Ordering::Relaxed);
        }
        Notice::Disconnected(_) => {
            tally.connected.fetch_sub(1, Ordering::Relaxed);
        }
        Notice::Sent { .. } => {
            tally.sent.fetch_add(1, Ordering::Relaxed);
        }
        Notice::Failed { .. } => {
            tally.failed.fetch_add(1, Ordering::Relaxed);
        }
        Notice::NotConnected(why) => *tally.trouble() = Some(why.clone()),
        Notice::FrameIn(text) if verbose => show::say(&format!("{id} <- {text}")),
        Notice::FrameOut(text) if verbose => show::say(&format!("{id} -> {text}")),
        _ => {}
    })
}

fn tell(tally: &Tally, count: u32, output: &mut impl Write) -> std::io::Result<()> {
    let of = |counter: &AtomicUsize| counter.load(Ordering::Relaxed);
    let (connected, sent, failed) = (of(&tally.connected), of(&tally.sent), of(&tally.failed));
    writeln!(
        output,
        "{connected} of {count} connected; {sent} requests sent, {failed} of them came to nothing"
    )?;
    if let Some(why) = tally.trouble().take() {
        writeln!(output, "the last that could not connect: {why}")?;
    }
    output.flush()
}
