//! The real binary as a child process on free ports, with its state in a folder of its own.

use std::fs::{self, File};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::thread;

use serde::Deserialize;
use tempfile::TempDir;

use crate::admin::Admin;
use crate::artifacts;
use crate::config::{ADMIN_TOKEN, Config};
use crate::process::{self, Ended};
use crate::wait;

/// How many of the log's last lines a failing test shows.
const LOG_TAIL: usize = 60;

/// Whatever the configuration says.
const ANY_PORT: &str = "127.0.0.1:0";

/// A running server. It is killed when dropped, and its log is shown if the test fails.
pub struct Server {
    child: Child,
    folder: TempDir,
    way: Way,
    addresses: Addresses,
}

/// How the process is started.
#[derive(Debug, Clone, Copy)]
struct Way {
    shares_code: bool,
    descriptors: Option<u32>,
    sees: Option<u32>,
    is_secure_alone: bool,
    accepts_loss: bool,
}

impl From<&Config> for Way {
    fn from(config: &Config) -> Self {
        Self {
            shares_code: config.shares_code,
            descriptors: config.descriptors,
            sees: config.sees,
            is_secure_alone: config.is_secure_alone(),
            accepts_loss: false,
        }
    }
}

/// As a user does it.
const USUAL: Way = Way {
    shares_code: true,
    descriptors: None,
    sees: None,
    is_secure_alone: false,
    accepts_loss: false,
};

/// What the server writes where `--ready-file` says, as soon as it listens.
#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Addresses {
    ocpp: Option<SocketAddr>,
    ocpp_tls: Option<SocketAddr>,
    ocpp_legacy_tls: Option<SocketAddr>,
    admin: SocketAddr,
}

impl Server {
    /// Starts a server on fresh state and waits until it is ready.
    ///
    /// # Panics
    /// If it does not start; the text has its log.
    #[must_use]
    pub fn start(config: &Config) -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        fs::create_dir(folder.path().join("plugins")).expect("the plugin folder");
        fs::write(folder.path().join("central.toml"), config.toml(folder.path())).expect("the configuration file");
        let (child, addresses) = launch(&folder, config.into());
        Self {
            child,
            folder,
            way: config.into(),
            addresses,
        }
    }

    /// Starts a server on the state that a command of the test's lays out in a folder: `data` in it.
    ///
    /// # Panics
    /// If it does not start; the text has its log.
    #[must_use]
    pub fn start_on_state(config: &Config, lay_out: impl FnOnce(&Path)) -> Self {
        Self::on_state(config, config.into(), lay_out)
    }

    /// The same on a state that is damaged, with `--accept-loss`.
    ///
    /// # Panics
    /// If it does not start; the text has its log.
    #[must_use]
    pub fn start_accepting_loss(config: &Config, lay_out: impl FnOnce(&Path)) -> Self {
        let way = Way::from(config);
        let accepting = Way {
            accepts_loss: true,
            ..way
        };
        let mut server = Self::on_state(config, accepting, lay_out);
        server.way = way;
        server
    }

    fn on_state(config: &Config, way: Way, lay_out: impl FnOnce(&Path)) -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        fs::create_dir(folder.path().join("plugins")).expect("the plugin folder");
        lay_out(folder.path());
        fs::write(folder.path().join("central.toml"), config.toml(folder.path())).expect("the configuration file");
        let (child, addresses) = launch(&folder, way);
        Self {
            child,
            folder,
            way,
            addresses,
        }
    }

    /// The same without waiting for the plugins: the server listens, and may still compile them.
    ///
    /// # Panics
    /// If it does not start; the text has its log.
    #[must_use]
    pub fn start_at_once(config: &Config, lay_out: impl FnOnce(&Path)) -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        fs::create_dir(folder.path().join("plugins")).expect("the plugin folder");
        lay_out(folder.path());
        fs::write(folder.path().join("central.toml"), config.toml(folder.path())).expect("the configuration file");
        let (child, addresses) = listening(&folder, config.into());
        Self {
            child,
            folder,
            way: config.into(),
            addresses,
        }
    }

    /// Starts a server on the configuration that the project ships, but for its ports and its folders.
    ///
    /// # Panics
    /// If it does not start; the text has its log.
    #[must_use]
    pub fn start_default() -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let shipped = artifacts::suite_dir().join("../config/central.toml");
        fs::copy(shipped, folder.path().join("central.toml")).expect("the configuration file");
        let plugins = folder.path().join("target/plugins");
        fs::create_dir_all(&plugins).expect("the plugin folder");
        for name in ["id-tag-policy", "connector-guard"] {
            fs::copy(artifacts::plugin(name), plugins.join(name).with_extension("wasm")).expect("the component");
        }
        let (child, addresses) = launch(&folder, USUAL);
        Self {
            child,
            folder,
            way: USUAL,
            addresses,
        }
    }

    /// Starts a server on a configuration's text as it is, but for its ports.
    ///
    /// # Panics
    /// If it does not start; the text has its log.
    #[must_use]
    pub fn start_on(text: &str) -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        fs::write(folder.path().join("central.toml"), text).expect("the configuration file");
        let (child, addresses) = launch(&folder, USUAL);
        Self {
            child,
            folder,
            way: USUAL,
            addresses,
        }
    }

    /// Where charge points connect.
    ///
    /// # Panics
    /// If the configuration has no such listener.
    #[must_use]
    pub fn ocpp(&self) -> SocketAddr {
        self.addresses.ocpp.expect("ocpp.listen is set")
    }

    /// Where charge points connect by TLS.
    ///
    /// # Panics
    /// If the configuration has no such listener.
    #[must_use]
    pub fn ocpp_tls(&self) -> SocketAddr {
        self.addresses.ocpp_tls.expect("ocpp.tls.listen is set")
    }

    /// Where charge points connect that know old TLS alone.
    ///
    /// # Panics
    /// If the configuration has no such listener.
    #[must_use]
    pub fn ocpp_legacy_tls(&self) -> SocketAddr {
        self.addresses.ocpp_legacy_tls.expect("ocpp.tls.legacy_listen is set")
    }

    /// The admin API, with the token.
    #[must_use]
    pub fn admin(&self) -> Admin {
        Admin::new(self.addresses.admin, Some(ADMIN_TOKEN))
    }

    /// Runs `ocpp-central plugin ARGUMENTS` against this server, with the token.
    #[must_use]
    pub fn plugin(&self, arguments: &[&str]) -> Ended {
        let address = format!("http://{}", self.addresses.admin);
        let mut command = process::command();
        command.arg("plugin").args(arguments).args(["--server", &address]);
        process::run(command.env("OCPP_CENTRAL_ADMIN_TOKEN", ADMIN_TOKEN), b"")
    }

    /// The admin API's address, to speak to it with another token or none.
    #[must_use]
    pub fn admin_address(&self) -> SocketAddr {
        self.addresses.admin
    }

    /// The folder whose `NAME.wasm` files the server watches.
    #[must_use]
    pub fn plugin_folder(&self) -> PathBuf {
        self.folder.path().join("plugins")
    }

    /// The folder with the server's state.
    #[must_use]
    pub fn data_folder(&self) -> PathBuf {
        self.folder.path().join("data")
    }

    /// The process id.
    #[must_use]
    pub fn process(&self) -> u32 {
        self.child.id()
    }

    /// Kills the process as a power cut would (SIGKILL) and starts it again on the same state.
    pub fn crash_and_restart(&mut self) {
        self.kill();
        (self.child, self.addresses) = launch(&self.folder, self.way);
    }

    /// Kills the process as a power cut would.
    pub fn crash(&mut self) {
        self.kill();
    }

    /// Starts again on the same state with another configuration, after a graceful stop.
    pub fn restart_with(&mut self, config: &Config) {
        self.stop();
        fs::write(self.folder.path().join("central.toml"), config.toml(self.folder.path())).expect("the configuration");
        self.way = config.into();
        (self.child, self.addresses) = launch(&self.folder, self.way);
    }

    /// Writes another configuration beside the running process, which it reads when it is told to.
    pub fn write_config(&self, config: &Config) {
        self.write_config_text(&config.toml(self.folder.path()));
    }

    /// The same with any text.
    pub fn write_config_text(&self, text: &str) {
        fs::write(self.folder.path().join("central.toml"), text).expect("the configuration");
    }

    /// Asks the process to read its configuration again (SIGHUP).
    pub fn hang_up(&self) {
        self.signal("-HUP");
    }

    /// Asks the process to end (SIGTERM) and waits until it has.
    pub fn stop(&mut self) -> ExitStatus {
        self.terminate();
        self.wait_end()
    }

    /// Asks the process to end (SIGTERM).
    pub fn terminate(&self) {
        self.signal("-TERM");
    }

    fn signal(&self, signal: &str) {
        let id = self.child.id().to_string();
        let sent = Command::new("kill")
            .args([signal, &id])
            .status()
            .expect("the kill command");
        assert!(sent.success(), "process {id} is not there any more:\n{}", self.log());
    }

    /// Waits until the process has ended.
    pub fn wait_end(&mut self) -> ExitStatus {
        wait::until("the server's end", || self.child.try_wait().expect("its status"))
    }

    /// Whether the process still runs.
    pub fn is_alive(&mut self) -> bool {
        self.child.try_wait().expect("its status").is_none()
    }

    /// Everything that it has logged, over all its starts.
    #[must_use]
    pub fn log(&self) -> String {
        read_log(&self.folder)
    }

    fn kill(&mut self) {
        // It may have ended by itself; either way it is gone after `wait`.
        self.child.kill().ok();
        self.child.wait().ok();
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.kill();
        if thread::panicking() {
            eprintln!("--- the server's last lines\n{}\n---", tail(&self.log()));
        }
    }
}

fn launch(folder: &TempDir, way: Way) -> (Child, Addresses) {
    let launched = listening(folder, way);
    settled(launched.1);
    launched
}

fn listening(folder: &TempDir, way: Way) -> (Child, Addresses) {
    let ready = folder.path().join("ready.json");
    fs::remove_file(&ready).ok();
    let log = log_file(folder);
    let mut command = match (way.descriptors, way.sees) {
        (Some(most), None) => process::command_with_descriptors(most),
        (None, Some(other)) => process::command_that_sees(other),
        (None, None) => process::command(),
        (Some(_), Some(_)) => panic!("no suite wants both"),
    };
    if !way.shares_code {
        command.env_remove(process::COMPILED_CACHE);
    }
    if !way.is_secure_alone {
        command.env("OCPP_CENTRAL_OCPP_LISTEN", ANY_PORT);
    }
    let loss = way.accepts_loss.then_some("--accept-loss");
    let mut child = command
        .env("OCPP_CENTRAL_ADMIN_LISTEN", ANY_PORT)
        .arg("serve")
        .args(loss)
        .arg("--config")
        .arg(folder.path().join("central.toml"))
        .arg("--ready-file")
        .arg(&ready)
        .current_dir(folder.path())
        .stdin(Stdio::null())
        .stdout(log.try_clone().expect("a second handle on the log"))
        .stderr(log)
        .spawn()
        .expect("the server's binary starts");
    let addresses = wait::until("the server's ready file", || {
        if let Some(status) = child.try_wait().expect("its status") {
            panic!(
                "the server ended with {status} before it was ready:\n{}",
                read_log(folder)
            );
        }
        serde_json::from_slice(&fs::read(&ready).ok()?).ok()
    });
    (child, addresses)
}

/// Waits until no plugin is compiled any more: until then `on_failure` answers.
fn settled(addresses: Addresses) {
    let admin = Admin::new(addresses.admin, None);
    wait::until("the plugins are ready", || {
        // It is no server that is ready where the store takes no writes, and its plugins may be.
        let ready = admin.get("/readyz").body;
        let plugins = ready["parts"]
            .as_array()?
            .iter()
            .find(|part| part["name"] == "plugins")?;
        (plugins["state"] != "compiling").then_some(())
    });
}

fn log_file(folder: &TempDir) -> File {
    let path = folder.path().join("server.log");
    File::options()
        .create(true)
        .append(true)
        .open(path)
        .expect("the log file")
}

fn read_log(folder: &TempDir) -> String {
    let bytes = fs::read(folder.path().join("server.log")).unwrap_or_default();
    String::from_utf8_lossy(&bytes).into_owned()
}

fn tail(log: &str) -> String {
    let lines: Vec<&str> = log.lines().collect();
    lines[lines.len().saturating_sub(LOG_TAIL)..].join("\n")
}
