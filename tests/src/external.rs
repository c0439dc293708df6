//! Clients that others wrote, in languages of their own, run as child processes.
//!
//! `make test-tools` installs them below `target/tools`. Where one is missing, a suite says so loudly
//! and passes on a user's machine; with `CI` in the environment it fails.

use std::env;
use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};

use crate::artifacts;
use crate::config::ADMIN_TOKEN;
use crate::server::Server;

/// A language with its interpreter and its installed packages.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tool {
    /// PyPI `ocpp` on `websockets`, schemathesis and openapi-python-client, in a virtual environment.
    Python,
    /// npm `ocpp-rpc`.
    Node,
    /// Debian's `python3-websockets`, run by Debian's own Python.
    Debian,
}

/// Debian's, whatever else is called `python3`.
const DEBIANS_PYTHON: &str = "/usr/bin/python3";

impl Tool {
    /// Runs `SCENARIO VERSION ARGUMENT...` against a server; false if the tool is missing.
    ///
    /// # Panics
    /// If the scenario fails, with what it printed; if the tool is missing and `CI` is set.
    pub fn run(self, server: &Server, arguments: &[&str]) -> bool {
        let script = match self {
            Self::Python => "scenarios.py",
            Self::Node => "scenarios.cjs",
            Self::Debian => "debian.py",
        };
        let Some(mut command) = self.command(script) else {
            return false;
        };
        let output = command
            .args(arguments)
            .env("OCPP_URL", format!("ws://{}", server.ocpp()))
            .env("ADMIN_URL", format!("http://{}", server.admin_address()))
            .env("ADMIN_TOKEN", ADMIN_TOKEN)
            .stdin(Stdio::null())
            .output()
            .unwrap_or_else(|error| panic!("{self:?} does not start: {error}"));
        let (out, err) = (
            String::from_utf8_lossy(&output.stdout),
            String::from_utf8_lossy(&output.stderr),
        );
        assert!(
            output.status.success(),
            "{self:?} {arguments:?} failed with {}:\n{out}\n{err}",
            output.status
        );
        // A script that ends early without an error must not count as passed.
        assert!(
            out.lines().any(|line| line == "PASSED"),
            "{self:?} {arguments:?} did not finish:\n{out}\n{err}"
        );
        true
    }

    /// The interpreter with one of the suites' scripts; none, and loudly so, if its packages are missing.
    ///
    /// # Panics
    /// If they are missing and `CI` is set.
    #[must_use]
    pub fn command(self, script: &str) -> Option<Command> {
        let (tools, suite) = (artifacts::tools_dir(), artifacts::suite_dir());
        let python = |program: &Path| {
            let mut command = Command::new(program);
            command.arg(suite.join("python").join(script));
            command.env("PYTHONDONTWRITEBYTECODE", "1");
            command
        };
        let (command, is_installed) = match self {
            Self::Python => {
                let command = python(&tools.join("python/bin/python"));
                (command, tools.join("python/installed").is_file())
            }
            Self::Debian => {
                let mut command = python(Path::new(DEBIANS_PYTHON));
                // Packages of pip's are not Debian's.
                command.env("PYTHONNOUSERSITE", "1").env_remove("PYTHONPATH");
                (command, has_debians_websockets())
            }
            Self::Node => {
                let mut command = Command::new("node");
                command
                    .arg(suite.join("node").join(script))
                    .env("NODE_PATH", tools.join("node/node_modules"));
                (command, tools.join("node/installed").is_file())
            }
        };
        if !is_installed {
            self.report_missing();
            return None;
        }
        Some(command)
    }

    fn report_missing(self) {
        let what = match self {
            Self::Python => "PyPI ocpp (needs Python 3.11 or later with venv)",
            Self::Node => "npm ocpp-rpc (needs Node.js 18 or later with npm)",
            Self::Debian => "Debian's python3-websockets (apt-get install python3-websockets)",
        };
        skipped(what);
    }
}

/// Whether Debian's Python has Debian's package.
fn has_debians_websockets() -> bool {
    let mut command = Command::new(DEBIANS_PYTHON);
    command.args(["-I", "-c", "import websockets.legacy.client"]);
    command.stdin(Stdio::null()).stderr(Stdio::null());
    command.status().is_ok_and(|ended| ended.success())
}

/// Says loudly what is left out because this machine does not let anybody do it, who has all the tools. Not a failure where
/// `CI` is set, whose containers may be such machines.
pub fn impossible(what: &str) {
    writeln!(std::io::stderr(), "\nLEFT OUT: {what}\n").ok();
}

/// Says loudly that a suite is skipped because a tool is missing.
///
/// # Panics
/// If `CI` is set: nothing may be skipped there.
pub fn skipped(what: &str) {
    let text =
        format!("SKIPPED: {what} is not installed; `make test-tools` installs it below target/tools, or says how");
    assert!(env::var_os("CI").is_none(), "{text}");
    // Straight to the terminal: the test runner keeps back what a passing test prints.
    writeln!(std::io::stderr(), "\n{text}\n").ok();
}
