//! A simulated charge point of the crate `ocpp-charge-point` on a thread of its own, for suites that do not wait by
//! themselves: each deed is answered before the next, and what happened is looked at whenever it is asked for.

use std::net::SocketAddr;
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use ocpp_charge_point::Version;
use ocpp_charge_point::client::{BackoffOptions, ConnectError, ConnectOptions, Endpoint};
use ocpp_charge_point::keyboard::{self, Line};
use ocpp_charge_point::run::{Cut, Handle, Observer, RunOptions, Runner};
use ocpp_charge_point::station::{Notice, StationOptions, View};
use serde_json::{Value, json};
use tempfile::TempDir;
use tokio::runtime::{Builder, Runtime};

use crate::config::Config;
use crate::pki::{Authority, Subject};
use crate::process;
use crate::server::Server;
use crate::wait;

/// A charge point that runs until it is dropped.
pub struct Simulated {
    handle: Handle,
    notices: Arc<Mutex<Vec<Notice>>>,
    runtime: Runtime,
    thread: Option<JoinHandle<Result<(), ConnectError>>>,
}

/// One that connects to `ws://ADDRESS/ocpp/ID` with the version's subprotocol, samples each second and comes back after
/// half a second.
///
/// # Panics
/// If the identity fits in no URL.
#[must_use]
pub fn options(address: SocketAddr, id: &str, version: Version) -> RunOptions {
    let mut station = StationOptions::new(id, version);
    station.restart_takes = Duration::from_millis(200);
    station
        .settings
        .insert("MeterValueSampleInterval".to_owned(), "1".to_owned());
    station
        .settings
        .insert("TransactionMessageRetryInterval".to_owned(), "1".to_owned());
    let endpoint = Endpoint::new(&format!("ws://{address}/ocpp"), id).expect("an identity");
    let mut connect = ConnectOptions::new(endpoint, vec![version.subprotocol().to_owned()]);
    connect.timeout = wait::PATIENCE;
    RunOptions {
        connect,
        station,
        backoff: BackoffOptions {
            wait_minimum: Duration::from_millis(500),
            random_range: Duration::ZERO,
            repeat_times: 0,
        },
        give_up_at_once: false,
        memory: None,
    }
}

/// The configuration of a server whose own simulated charge points come by each security profile: with an authority, and a certificate that no simulated charge point could find good: it is of another name.
///
/// # Panics
/// If they cannot be made.
#[must_use]
pub fn by_tls(folder: &TempDir) -> Config {
    let ca = folder.path().join("ca");
    let made = process::run(
        process::command()
            .args(["ca", "init", "--organisation", "Example"])
            .arg(&ca),
        b"",
    );
    assert_eq!(made.code, Some(0), "{}", made.err);
    let host = Authority::new("Host")
        .issue(&Subject::default())
        .write(folder.path(), "host");
    Config::new()
        .set("ocpp.register_unknown", false)
        .set("ocpp.tls.listen", "127.0.0.1:0")
        .set("ocpp.tls.certificates", json!([host.certificate]))
        .set("ocpp.tls.keys", json!([host.key]))
        .set("ocpp.tls.client_authorities", json!([ca.join("authority.pem")]))
        .set("ocpp.tls.organisation", "Example")
        .set("certificates.authority", ca.display().to_string())
        .set("certificates.organisation", "Example")
}

impl Simulated {
    /// Begins one.
    ///
    /// # Panics
    /// If it cannot.
    #[must_use]
    pub fn start(options: RunOptions) -> Self {
        Self::start_with_cut(options, None)
    }

    /// Begins one whose link is cut at a moment to come.
    ///
    /// # Panics
    /// If it cannot.
    #[must_use]
    pub fn start_with_cut(options: RunOptions, cut: Option<Cut>) -> Self {
        let notices: Arc<Mutex<Vec<Notice>>> = Arc::default();
        let kept = Arc::clone(&notices);
        let observer: Observer = Box::new(move |notice| {
            kept.lock().unwrap_or_else(PoisonError::into_inner).push(notice.clone());
        });
        let (handle, runner) = Runner::new(options, observer).expect("its file");
        let runtime = Builder::new_current_thread().enable_all().build().expect("a runtime");
        if let Some(cut) = cut {
            // Before it runs: it is the first that it hears.
            runtime.block_on(handle.cut_at(cut)).expect("it runs");
        }
        let thread = thread::spawn(move || {
            let runtime = Builder::new_current_thread().enable_all().build().expect("a runtime");
            runtime.block_on(runner.run())
        });
        Self {
            handle,
            notices,
            runtime,
            thread: Some(thread),
        }
    }

    /// Does what a line of the keyboard says.
    ///
    /// # Panics
    /// If it cannot be done.
    #[track_caller]
    pub fn does(&self, line: &str) -> String {
        let said = self.tries(line);
        said.unwrap_or_else(|reason| panic!("{line}: {reason}"))
    }

    /// The same for what may not be possible.
    ///
    /// # Errors
    /// Why not.
    ///
    /// # Panics
    /// If it is no line, or the charge point does not run.
    #[track_caller]
    pub fn tries(&self, line: &str) -> Result<String, String> {
        let handle = &self.handle;
        self.runtime.block_on(async {
            match keyboard::read(line).expect("a line") {
                Line::Do(deed) => handle.act(deed).await.expect("it runs"),
                Line::Cut => done(handle.cut().await),
                Line::CutAt(cut) => done(handle.cut_at(cut).await),
                Line::Restore => done(handle.restore().await),
                other => panic!("{other:?}"),
            }
        })
    }

    /// How it stands.
    ///
    /// # Panics
    /// If it does not run.
    #[must_use]
    pub fn view(&self) -> View {
        self.runtime.block_on(self.handle.view()).expect("it runs")
    }

    /// What happened so far.
    #[must_use]
    pub fn notices(&self) -> Vec<Notice> {
        self.notices.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// The payloads of the requests that it has sent.
    #[must_use]
    pub fn sent(&self, wanted: &str) -> Vec<Value> {
        let of_it = |notice| match notice {
            Notice::Sent { action, payload } if action == wanted => Some(payload),
            _ => None,
        };
        self.notices().into_iter().filter_map(of_it).collect()
    }

    /// The answers that it has had.
    #[must_use]
    pub fn answers(&self, wanted: &str) -> Vec<Value> {
        let of_it = |notice| match notice {
            Notice::Answered { action, payload } if action == wanted => Some(payload),
            _ => None,
        };
        self.notices().into_iter().filter_map(of_it).collect()
    }

    /// Waits until the server has accepted it.
    pub fn until_accepted(&self) {
        wait::until("the boot is accepted", || {
            (self.view().registration == "Accepted").then_some(())
        });
    }

    /// Waits until a connector stands so.
    pub fn until_status(&self, connector: usize, status: &str) {
        wait::until(&format!("connector {connector} is {status}"), || {
            let view = self.view();
            let found = view.connectors.get(connector - 1)?.status.v16();
            (found == status).then_some(())
        });
    }

    /// Waits until the server has everything of its sessions.
    pub fn until_told(&self) {
        wait::until("the server has everything", || {
            let view = self.view();
            (view.connected && view.waiting == 0).then_some(())
        });
    }

    /// Waits until so many requests of an action were sent.
    pub fn until_sent(&self, action: &str, count: usize) {
        wait::until(&format!("{count} of {action} are sent"), || {
            (self.sent(action).len() >= count).then_some(())
        });
    }

    /// Waits until the link is gone.
    pub fn until_cut(&self) {
        wait::until("the link is cut", || (!self.view().connected).then_some(()));
    }

    /// Switches it off. How its run ended.
    ///
    /// # Errors
    /// It could not connect.
    ///
    /// # Panics
    /// If its thread has.
    pub fn stop(mut self) -> Result<(), ConnectError> {
        self.end()
    }

    fn end(&mut self) -> Result<(), ConnectError> {
        self.runtime.block_on(self.handle.stop());
        self.thread
            .take()
            .map_or(Ok(()), |thread| thread.join().expect("its thread"))
    }
}

impl Drop for Simulated {
    fn drop(&mut self) {
        self.runtime.block_on(self.handle.stop());
    }
}

fn done<E: std::fmt::Display>(result: Result<(), E>) -> Result<String, String> {
    result.map(|()| String::new()).map_err(|error| error.to_string())
}

/// The sessions of a charge point, as the API shows them.
///
/// # Panics
/// If there is no list of them.
#[must_use]
pub fn sessions(server: &Server, id: &str) -> Vec<Value> {
    let path = format!("/api/v1/transactions?chargePoint={id}");
    let body = server.admin().get(&path).expect(200);
    body["items"].as_array().expect("a list").clone()
}
