//! Debian's Prometheus: `promtool`, and a server that scrapes one of ours. Where they are missing a suite says so loudly
//! and passes on a user's machine; with `CI` in the environment it fails.

use std::env;
use std::fs::{self, File};
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use serde_json::Value;
use tempfile::TempDir;

use crate::admin::Admin;
use crate::config::ADMIN_TOKEN;
use crate::external::skipped;
use crate::server::Server;
use crate::{port, wait};

/// Where a program is; none, and loudly so, if it is not installed.
fn program(name: &str) -> Option<PathBuf> {
    let path = env::var_os("PATH").unwrap_or_default();
    let found = env::split_paths(&path)
        .map(|folder| folder.join(name))
        .find(|file| file.is_file());
    if found.is_none() {
        skipped(&format!("{name} (apt-get install prometheus)"));
    }
    found
}

/// Runs `promtool`, and gives what it printed; none, and loudly so, if it is missing.
///
/// # Panics
/// If it is not content.
#[track_caller]
#[must_use]
pub fn promtool(arguments: &[&str], folder: &Path, input: &str) -> Option<String> {
    let mut child = Command::new(program("promtool")?)
        .args(arguments)
        .current_dir(folder)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("promtool starts");
    let mut stdin = child.stdin.take().expect("its input");
    stdin.write_all(input.as_bytes()).expect("it reads");
    drop(stdin);
    let output = child.wait_with_output().expect("promtool ends");
    let text = [output.stdout, output.stderr].map(|bytes| String::from_utf8_lossy(&bytes).into_owned());
    assert!(output.status.success(), "promtool {arguments:?}: {text:?}");
    Some(text.concat())
}

/// A Prometheus that scrapes one server; it ends when it is dropped.
pub struct Prometheus {
    child: Child,
    api: Admin,
    folder: TempDir,
}

impl Prometheus {
    /// Starts one, with the server's token; none, and loudly so, if it is not installed.
    ///
    /// # Panics
    /// If it does not start.
    #[must_use]
    pub fn watching(server: &Server) -> Option<Self> {
        let binary = program("prometheus")?;
        let folder = tempfile::tempdir().expect("a folder");
        let settings = format!(
            "global: {{ scrape_interval: 250ms }}\n\
             scrape_configs:\n  \
             - job_name: ocpp-central\n    \
             authorization: {{ credentials: {ADMIN_TOKEN} }}\n    \
             static_configs: [{{ targets: [\"{}\"] }}]\n",
            server.admin_address()
        );
        let file = folder.path().join("prometheus.yml");
        fs::write(&file, settings).expect("its configuration");
        let log = File::create(folder.path().join("log")).expect("its log");
        // It has no way to say which port it took.
        let address = port::free();
        let child = Command::new(binary)
            .arg(format!("--config.file={}", file.display()))
            .arg(format!("--storage.tsdb.path={}", folder.path().join("data").display()))
            .arg(format!("--web.listen-address={address}"))
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(log)
            .spawn()
            .expect("Prometheus starts");
        let prometheus = Self {
            child,
            api: Admin::new(address, None),
            folder,
        };
        wait::until("Prometheus is ready", || {
            let reply = prometheus.api.try_send("GET", "/-/ready", Vec::new()).ok()?;
            (reply.status == 200).then_some(())
        });
        Some(prometheus)
    }

    /// Asks it. What it finds: a list of series, each with its labels (`metric`) and its figure (`value`).
    ///
    /// # Panics
    /// If the query is not valid.
    pub fn query(&self, query: &str) -> Vec<Value> {
        let reply = self.api.get(&format!("/api/v1/query?query={}", encoded(query)));
        assert_eq!(reply.status, 200, "{query}: {reply:?}");
        reply.body["data"]["result"].as_array().expect("a list").clone()
    }

    /// What it logged.
    #[must_use]
    pub fn log(&self) -> String {
        fs::read_to_string(self.folder.path().join("log")).unwrap_or_default()
    }
}

impl Drop for Prometheus {
    fn drop(&mut self) {
        self.child.kill().ok();
        self.child.wait().ok();
    }
}

fn encoded(text: &str) -> String {
    let one = |byte: u8| match byte {
        b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'_' | b'.' => char::from(byte).to_string(),
        byte => format!("%{byte:02X}"),
    };
    text.bytes().map(one).collect()
}
