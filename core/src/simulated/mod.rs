//! Simulated charge points that run inside the server, on a thread of their own, and connect to its listener as any
//! other does: for whoever has none at hand. What they are is in the crate `ocpp-charge-point`; here is who runs.

use std::collections::BTreeMap;
use std::io;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::thread::JoinHandle;
use std::time::Duration;

use ocpp_charge_point::client::{
    BackoffOptions, ClientCertificate, ConnectOptions, Endpoint, Tls, TlsError, TlsOptions, Trust,
};
use ocpp_charge_point::fleet::{Fleet, Rhythm};
use ocpp_charge_point::run::{Handle, RunOptions};
use ocpp_charge_point::station::{StationOptions, View};
use ocpp_schemas::Version;
use tokio::runtime::Builder;
use tokio::sync::{mpsc, oneshot};

use crate::clock::Time;
use crate::config::settings::Secret;
use crate::ids::ChargePointId;

/// How many may run at a time.
pub const MOST: usize = 20;

/// One that does not say how it stands in this time is not shown.
const VIEW: Duration = Duration::from_secs(2);

/// What is to run.
#[derive(Debug, Clone)]
pub struct Wanted {
    /// What it calls itself.
    pub id: ChargePointId,
    /// What it speaks.
    pub version: Version,
    /// Whether cars come and go by themselves, and how often.
    pub rhythm: Option<Rhythm>,
    /// Its security profile: 1 to 3.
    pub profile: u8,
    /// What it is let in with, at 1 and 2.
    pub password: Secret,
    /// What it shows, at 3.
    pub certificate: Option<ClientCertificate>,
    /// Since when.
    pub since: Time,
}

/// One that runs.
#[derive(Debug, Clone)]
pub struct Running {
    /// What it is.
    pub wanted: Wanted,
    /// How it stands; none if it has not said in time.
    pub view: Option<View>,
}

/// Why one is not begun.
#[derive(Debug, thiserror::Error)]
pub enum NotBegun {
    /// One of this name runs.
    #[error("a simulated charge point of this name runs")]
    Runs,
    /// As many run as may.
    #[error("{MOST} simulated charge points run, and no more may")]
    TooMany,
    /// There is no thread for it.
    #[error("there is no thread for simulated charge points: {0}")]
    Thread(#[from] io::Error),
    /// Nothing listens for its security profile.
    #[error("no listener takes security profile {0}: 1 needs ocpp.listen, 2 and 3 need ocpp.tls.listen")]
    NoListener(u8),
    /// What it would show is no certificate.
    #[error("it cannot speak TLS: {0}")]
    Tls(#[from] TlsError),
    /// Its URL cannot be made of the identity.
    #[error("it cannot connect: {0}")]
    Url(String),
    /// The server stops.
    #[error("the server stops")]
    Stopping,
}

/// All that run.
#[derive(Debug, Default)]
pub struct Simulated {
    /// The listeners, without TLS and with it.
    plain: Option<SocketAddr>,
    secure: Option<SocketAddr>,
    state: Mutex<State>,
}

#[derive(Debug, Default)]
struct State {
    running: BTreeMap<ChargePointId, (Wanted, Handle)>,
    thread: Option<Thread>,
    stopped: bool,
}

#[derive(Debug)]
struct Thread {
    begin: mpsc::Sender<Begin>,
    joined: JoinHandle<()>,
}

struct Begin {
    options: RunOptions,
    rhythm: Option<Rhythm>,
    reply: oneshot::Sender<io::Result<Handle>>,
}

impl Simulated {
    /// None runs yet. They will connect to the listeners at these addresses, without TLS and with it.
    #[must_use]
    pub fn beside(plain: Option<SocketAddr>, secure: Option<SocketAddr>) -> Self {
        Self {
            plain: plain.map(here),
            secure: secure.map(here),
            state: Mutex::default(),
        }
    }

    /// The security profile of one of which nobody says it.
    #[must_use]
    pub fn usual_profile(&self) -> u8 {
        if self.plain.is_some() { 1 } else { 2 }
    }

    /// The URL for a security profile.
    ///
    /// # Errors
    /// There is no listener for it.
    pub fn url(&self, profile: u8) -> Result<String, NotBegun> {
        let (scheme, listener) = match profile {
            0 | 1 => ("ws", self.plain),
            _ => ("wss", self.secure),
        };
        let address = listener.ok_or(NotBegun::NoListener(profile))?;
        Ok(format!("{scheme}://{address}/ocpp"))
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Whether one more may run under this name.
    ///
    /// # Errors
    /// Why not.
    pub fn may_begin(&self, id: &ChargePointId) -> Result<(), NotBegun> {
        let state = self.state();
        if state.running.contains_key(id) {
            Err(NotBegun::Runs)
        } else if state.running.len() >= MOST {
            Err(NotBegun::TooMany)
        } else if state.stopped {
            Err(NotBegun::Stopping)
        } else {
            Ok(())
        }
    }

    /// Begins one.
    ///
    /// # Errors
    /// Why not.
    pub async fn begin(&self, wanted: Wanted) -> Result<(), NotBegun> {
        self.may_begin(&wanted.id)?;
        let options = self.options(&wanted)?;
        let (reply, begun) = oneshot::channel();
        let begin = Begin {
            options,
            rhythm: wanted.rhythm,
            reply,
        };
        let thread = self.thread()?;
        thread.send(begin).await.map_err(|_| NotBegun::Stopping)?;
        let handle = begun.await.map_err(|_| NotBegun::Stopping)??;
        let full = {
            let mut state = self.state();
            let full = state.running.contains_key(&wanted.id) || state.running.len() >= MOST;
            if !full {
                state.running.insert(wanted.id.clone(), (wanted, handle.clone()));
            }
            full
        };
        if full {
            // Somebody else was faster.
            handle.stop().await;
            return Err(NotBegun::TooMany);
        }
        Ok(())
    }

    fn options(&self, wanted: &Wanted) -> Result<RunOptions, NotBegun> {
        let url = self.url(wanted.profile)?;
        let endpoint = Endpoint::new(&url, wanted.id.as_str()).map_err(|error| NotBegun::Url(error.to_string()))?;
        let mut station = StationOptions::new(wanted.id.as_str(), wanted.version);
        station.obliging = true;
        station.seed = wanted.since.timestamp_micros().unsigned_abs();
        let sample = wanted.rhythm.map_or(10, |rhythm| rhythm.sample_seconds);
        station
            .settings
            .insert("MeterValueSampleInterval".to_owned(), sample.to_string());
        let mut connect = ConnectOptions::new(endpoint, vec![wanted.version.subprotocol().to_owned()]);
        if wanted.profile < 3 {
            connect.password = Some(wanted.password.0.clone().into_bytes());
        }
        if wanted.profile > 1 {
            // It does not leave this process: who is at the other end is known.
            connect.tls = Some(Tls::new(TlsOptions {
                trust: Trust::Anybody,
                certificate: wanted.certificate.clone(),
            })?);
        }
        Ok(RunOptions {
            connect,
            station,
            backoff: BackoffOptions::default(),
            give_up_at_once: false,
            memory: None,
        })
    }

    /// The thread that carries them, which begins with the first.
    fn thread(&self) -> Result<mpsc::Sender<Begin>, NotBegun> {
        let mut state = self.state();
        if state.stopped {
            return Err(NotBegun::Stopping);
        }
        if let Some(thread) = &state.thread {
            return Ok(thread.begin.clone());
        }
        let runtime = Builder::new_current_thread().enable_all().build()?;
        let (begin, begins) = mpsc::channel(MOST);
        let joined = std::thread::Builder::new()
            .name("simulated".to_owned())
            .spawn(move || runtime.block_on(carry(begins)))?;
        state.thread = Some(Thread {
            begin: begin.clone(),
            joined,
        });
        Ok(begin)
    }

    /// All that run, by name.
    pub async fn list(&self) -> Vec<Running> {
        let all: Vec<_> = self.state().running.values().cloned().collect();
        let mut list = Vec::new();
        for (wanted, handle) in all {
            let view = tokio::time::timeout(VIEW, handle.view()).await;
            list.push(Running {
                wanted,
                view: view.ok().and_then(Result::ok),
            });
        }
        list
    }

    /// Switches one off; false if none of this name runs.
    pub async fn end(&self, id: &ChargePointId) -> bool {
        let removed = self.state().running.remove(id);
        let Some((_, handle)) = removed else { return false };
        handle.stop().await;
        true
    }

    /// Switches all of them off: before the connections are ended, so that none comes back.
    pub async fn stop(&self) {
        let (running, thread) = {
            let mut state = self.state();
            state.stopped = true;
            (std::mem::take(&mut state.running), state.thread.take())
        };
        for (_, handle) in running.into_values() {
            handle.stop().await;
        }
        let Some(thread) = thread else { return };
        drop(thread.begin);
        let joined = actix_rt::task::spawn_blocking(move || thread.joined.join());
        if !matches!(joined.await, Ok(Ok(()))) {
            tracing::error!("the thread of the simulated charge points did not end well");
        }
    }
}

/// The address by which this machine reaches a listener of its own.
fn here(listener: SocketAddr) -> SocketAddr {
    let ip = match listener.ip() {
        IpAddr::V4(ip) if ip.is_unspecified() => Ipv4Addr::LOCALHOST.into(),
        IpAddr::V6(ip) if ip.is_unspecified() => Ipv6Addr::LOCALHOST.into(),
        ip => ip,
    };
    SocketAddr::new(ip, listener.port())
}

/// Runs them until nobody can begin one any more.
async fn carry(mut begins: mpsc::Receiver<Begin>) {
    let mut fleet = Fleet::new();
    loop {
        tokio::select! {
            begin = begins.recv() => {
                let Some(begin) = begin else { break };
                let added = fleet.add(begin.options, Box::new(|_| {}), begin.rhythm);
                // Whoever asked is there until it is answered.
                drop(begin.reply.send(added));
            }
            Some(ended) = fleet.ended() => {
                if let Err(error) = ended {
                    tracing::warn!(%error, "a simulated charge point has ended");
                }
            }
        }
    }
    fleet.stop().await;
}
