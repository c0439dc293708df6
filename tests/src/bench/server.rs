//! The servers that are compared: the floor, ours, ours with a plugin. Each starts afresh for each
//! run, on its own state, with one worker, and is pinned to one core.

use std::fs;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use clap::ValueEnum;
use serde::Deserialize;
use tempfile::TempDir;

use super::Outcome;
use super::generator::Target;
use super::station::{Answers, tag};
use super::usage::Process;
use crate::artifacts;
use crate::config::Config;
use crate::server::Server;
use crate::wait;

/// The core of the server and that of the load generator.
pub const CORES: (&str, &str) = ("0", "1");

/// The plugin of the third server.
const PLUGIN: &str = "id-tag-policy";

/// Its section: each Authorize and StartTransaction gets another answer than the one proposed (a
/// group), which is the longer way.
const PLUGIN_SECTION: &str = r#"name = "id-tag-policy"
grants = ["state"]

[plugin.settings]
default = "keep"

[[plugin.settings.rules]]
match = "04A1B2C3"
decision = "block"

[[plugin.settings.rules]]
match = "BENCH*"
decision = "accept"
group = "BENCH"
"#;

/// Who is measured.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Variant {
    /// The bare actix-web-actors server: one constant answer, nothing parsed.
    Floor,
    /// Our server without plugins.
    Plain,
    /// Our server with one plugin, which claims Authorize and StartTransaction.
    Plugin,
    /// The same, its instances serving many calls instead of one.
    Warm,
    /// Our server without plugins, which remembers as little as can be: of a fleet's memory its connections' own. For fleets
    /// alone.
    Least,
}

impl Variant {
    /// The name in the table.
    #[must_use]
    pub fn title(self) -> &'static str {
        match self {
            Self::Floor => "floor",
            Self::Plain => "no plugin",
            Self::Plugin => "one plugin",
            Self::Warm => "warm plugin",
            Self::Least => "remembers least",
        }
    }

    /// The name on the command line.
    #[must_use]
    pub fn argument(self) -> String {
        self.to_possible_value()
            .map_or_else(String::new, |value| value.get_name().to_owned())
    }
}

/// A running server; killed when dropped.
pub enum Subject {
    /// The floor.
    Floor(Floor),
    /// The real binary.
    Central(Box<Server>),
}

/// The floor's process.
pub struct Floor {
    child: Child,
    address: SocketAddr,
    _folder: TempDir,
}

impl Subject {
    /// Starts a server, pins it, and tells it the id tags of `stations` stations.
    ///
    /// # Errors
    /// The floor does not start; ours panics with its log.
    pub fn start(variant: Variant, stations: u32) -> Outcome<Self> {
        match variant {
            Variant::Floor => {
                let floor = Floor::start()?;
                pin(Process(floor.child.id()))?;
                Ok(Self::Floor(floor))
            }
            Variant::Plain => Self::of(Server::start(&config()), stations),
            Variant::Plugin => Self::of(with_plugin("per-call")?, stations),
            Variant::Warm => Self::of(with_plugin("warm")?, stations),
            Variant::Least => Self::of(Server::start(&least()), stations),
        }
    }

    /// Ours, as it was started: pinned, and told the id tags of `stations` stations.
    ///
    /// # Errors
    /// It cannot be pinned.
    pub fn of(server: Server, stations: u32) -> Outcome<Self> {
        pin(Process(server.process()))?;
        let admin = server.admin();
        for number in 0..stations {
            admin.set_tag(&tag(number), "Accepted");
        }
        Ok(Self::Central(Box::new(server)))
    }

    /// For the load generator.
    #[must_use]
    pub fn target(&self) -> Target {
        match self {
            Self::Floor(floor) => Target::plain(floor.address, self.process(), Answers::Any),
            Self::Central(server) => Target::plain(server.ocpp(), self.process(), Answers::Matching),
        }
    }

    /// The process, to be watched.
    #[must_use]
    pub fn process(&self) -> Process {
        Process(match self {
            Self::Floor(floor) => floor.child.id(),
            Self::Central(server) => server.process(),
        })
    }
}

impl Floor {
    fn start() -> Outcome<Self> {
        #[derive(Deserialize)]
        struct Ready {
            ocpp: SocketAddr,
        }
        let folder = tempfile::tempdir()?;
        let ready = folder.path().join("ready.json");
        let child = Command::new(sibling("bench-floor")?)
            .arg("--ready-file")
            .arg(&ready)
            .stdin(Stdio::null())
            .spawn()?;
        let Ready { ocpp: address } = wait::until("the floor's ready file", || {
            serde_json::from_slice(&fs::read(&ready).ok()?).ok()
        });
        Ok(Self {
            child,
            address,
            _folder: folder,
        })
    }
}

impl Drop for Floor {
    fn drop(&mut self) {
        // It may have ended by itself; either way it is gone after `wait`.
        self.child.kill().ok();
        self.child.wait().ok();
    }
}

/// A program of this crate, built beside the running one.
///
/// # Errors
/// It was not built.
pub fn sibling(name: &str) -> Outcome<PathBuf> {
    let path = std::env::current_exe()?.with_file_name(name);
    if path.is_file() {
        Ok(path)
    } else {
        Err(format!("{} was not built", path.display()).into())
    }
}

/// Binds all threads of a process to the server's core, where `taskset` is there.
///
/// # Errors
/// The process is gone.
pub fn pin(process: Process) -> Outcome<()> {
    if can_pin() {
        let id = process.0.to_string();
        let done = Command::new("taskset")
            .args(["-a", "-c", "-p", CORES.0, &id])
            .output()?;
        if !done.status.success() {
            return Err(format!("taskset: {}", String::from_utf8_lossy(&done.stderr)).into());
        }
    }
    Ok(())
}

/// Whether server and generator get a core each.
#[must_use]
pub fn can_pin() -> bool {
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    cores > 1 && Command::new("taskset").arg("--version").output().is_ok()
}

/// As an operator would run it, but for the log's level: what is not an event is not written.
#[must_use]
pub fn config() -> Config {
    Config::new()
        .set("ocpp.workers", 1)
        .set("authorization.accept_unknown", false)
        .set("connection.settle_delay", "2s")
        .set("log.filter", "warn")
}

/// Without messages in memory, and with the smallest cache of what is stored: both have bounds, however many connections
/// there are.
fn least() -> Config {
    config().set("messages.memory", "none").set("store.cache", "1MiB")
}

fn with_plugin(instance: &str) -> Outcome<Server> {
    let section = format!("instance = \"{instance}\"\n{PLUGIN_SECTION}");
    let server = Server::start(&config().plugin(&section));
    push(&server, PLUGIN, fs::read(artifacts::plugin(PLUGIN))?)?;
    Ok(server)
}

/// Makes a component active; how long that took.
///
/// # Errors
/// The server refuses it.
pub fn push(server: &Server, name: &str, component: Vec<u8>) -> Outcome<Duration> {
    let begin = Instant::now();
    let reply = server.admin().put_bytes(&format!("/api/v1/plugins/{name}"), component);
    if reply.status != 200 {
        return Err(format!("the plugin {name}: {reply:?}").into());
    }
    Ok(begin.elapsed())
}
