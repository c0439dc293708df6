//! The server of the demo: this program once more, as a child.

use std::net::SocketAddr;
use std::os::unix::fs::DirBuilderExt as _;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};
use std::{fs, thread};

use rustix::process::{Pid, Signal, kill_process};
use serde::Deserialize;
use serde_json::json;

use super::stations::Station;
use crate::cli::failed::{Failed, unusable};

/// What it runs on.
const CONFIGURATION: &str = include_str!("../../../../config/demo.toml");

/// How long the start and the end may take.
const PATIENCE: Duration = Duration::from_secs(30);

/// How often it is looked at.
const LOOK: Duration = Duration::from_millis(50);

/// What is wanted.
pub struct Wanted<'a> {
    /// Where the state is; none: somewhere, and gone at the end.
    pub folder: Option<PathBuf>,
    /// Where charge points connect.
    pub ocpp: &'a str,
    /// Where operators connect.
    pub admin: &'a str,
}

/// A server that runs.
pub struct Server {
    child: Child,
    addresses: Addresses,
    /// Removed at the end.
    temporary: Option<PathBuf>,
}

#[derive(Debug, Clone, Copy, Deserialize)]
struct Addresses {
    ocpp: SocketAddr,
    admin: SocketAddr,
}

impl Server {
    /// Starts it and waits until it listens.
    pub fn start(wanted: &Wanted<'_>) -> Result<Self, Failed> {
        let somewhere = std::env::temp_dir().join(format!("ocpp-central-demo-{}", std::process::id()));
        let temporary = wanted.folder.is_none().then(|| somewhere.clone());
        let folder = wanted.folder.clone().unwrap_or(somewhere);
        let mut make = fs::DirBuilder::new();
        // Somewhere, nobody else may have made it before.
        make.mode(0o700).recursive(wanted.folder.is_some());
        make.create(&folder)
            .map_err(|error| Failed::file("make", &folder, &error))?;
        let (config, ready) = (folder.join("demo.toml"), folder.join("ready.json"));
        fs::write(&config, CONFIGURATION).map_err(|error| Failed::file("write", &config, &error))?;
        if ready.exists() {
            fs::remove_file(&ready).map_err(|error| Failed::file("remove", &ready, &error))?;
        }
        let program =
            std::env::current_exe().map_err(|error| unusable(format!("this program is not found: {error}")))?;
        let child = Command::new(program)
            .arg("serve")
            .arg("--config")
            .arg(&config)
            .args(["--ocpp-listen", wanted.ocpp, "--admin-listen", wanted.admin])
            .arg("--store-path")
            .arg(folder.join("data"))
            .arg("--ready-file")
            .arg(&ready)
            .stdin(Stdio::null())
            .spawn()
            .map_err(|error| unusable(format!("the server does not start: {error}")))?;
        let mut server = Self {
            child,
            addresses: Addresses {
                ocpp: ([127, 0, 0, 1], 0).into(),
                admin: ([127, 0, 0, 1], 0).into(),
            },
            temporary,
        };
        server.addresses = server.wait(&ready)?;
        Ok(server)
    }

    fn wait(&mut self, ready: &std::path::Path) -> Result<Addresses, Failed> {
        let until = Instant::now() + PATIENCE;
        while Instant::now() < until {
            if let Ok(Some(status)) = self.child.try_wait() {
                return Err(Failed::Refused(format!("error: the server did not start ({status})")));
            }
            let written = fs::read(ready).ok();
            if let Some(addresses) = written.and_then(|bytes| serde_json::from_slice(&bytes).ok()) {
                return Ok(addresses);
            }
            thread::sleep(LOOK);
        }
        Err(Failed::Refused("error: the server did not start in time".to_owned()))
    }

    /// Where charge points connect.
    pub const fn ocpp(&self) -> SocketAddr {
        self.addresses.ocpp
    }

    /// Where operators connect.
    pub const fn admin(&self) -> SocketAddr {
        self.addresses.admin
    }

    /// Gives a charge point its name and its place.
    pub fn register(&self, station: &Station) -> Result<(), Failed> {
        let url = format!("http://{}/api/v1/charge-points/{}", self.addresses.admin, station.id);
        let [latitude, longitude] = station.place;
        let body = json!({
            "securityProfile": 0,
            "name": station.name,
            "site": station.site,
            "labels": [station.label, "simulated"],
            "location": {"latitude": latitude, "longitude": longitude},
        });
        let sent = ureq::put(&url).send_json(&body);
        sent.map(drop)
            .map_err(|error| Failed::Refused(format!("error: {} is not registered: {error}", station.id)))
    }

    /// Waits until it has ended by itself.
    pub async fn ended(&mut self) -> String {
        loop {
            match self.child.try_wait() {
                Ok(None) => tokio::time::sleep(LOOK).await,
                Ok(Some(status)) => return status.to_string(),
                Err(error) => return error.to_string(),
            }
        }
    }

    /// Asks it to end, and waits until it has.
    pub async fn stop(&mut self) {
        let id = i32::try_from(self.child.id()).ok().and_then(Pid::from_raw);
        if let Some(id) = id {
            // One that has ended already cannot be told, and need not be.
            kill_process(id, Signal::TERM).ok();
        }
        if tokio::time::timeout(PATIENCE, self.ended()).await.is_err() {
            tracing::warn!("the server did not end in time");
        }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // It has ended, or must now; what was only for this run goes with it.
        self.child.kill().ok();
        self.child.wait().ok();
        if let Some(folder) = &self.temporary {
            fs::remove_dir_all(folder).ok();
        }
    }
}
