//! Who reads a page of commands and runs each of them, as it stands there, in a shell: with a profile and a folder of their
//! own, beside a server of the suites.

use std::path::Path;
use std::process::{Command, Output};
use std::thread::sleep;
use std::time::{Duration, Instant};

use tempfile::TempDir;

use crate::config::ADMIN_TOKEN;
use crate::page::Step;
use crate::process;
use crate::server::Server;
use crate::wait::PATIENCE;

/// Words of commands that change something: they are run once, the others until what they show is there.
const CHANGING: [&str; 27] = [
    "add",
    "set",
    "command",
    "close",
    "start",
    "put",
    "diagnostics",
    "block",
    "send",
    "create",
    "rotate",
    "revoke",
    "backup",
    "restore",
    "import",
    "remove",
    "delete",
    "--follow",
    "erase",
    "data",
    "export",
    "PUT",
    "POST",
    "push",
    "init",
    "pause",
    "run",
];

/// The reader.
pub struct Reader {
    folder: TempDir,
    admin: String,
    ocpp: String,
}

impl Reader {
    /// Of pages that name the standard addresses.
    ///
    /// # Panics
    /// If there is no room for a folder.
    #[must_use]
    pub fn of(server: &Server) -> Self {
        Self {
            folder: tempfile::tempdir().expect("a temporary folder"),
            admin: server.admin_address().to_string(),
            ocpp: server.ocpp().to_string(),
        }
    }

    /// Where the commands are run.
    #[must_use]
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// Gives the reader a profile of the server, as a page does that goes before.
    ///
    /// # Panics
    /// If it is not taken.
    pub fn uses(&self, name: &str) {
        let add = format!("echo \"$TOKEN\" | ocpp-central profile add {name} --server http://127.0.0.1:9001 --token -");
        let added = self.run(&add);
        assert!(added.status.success(), "{}", String::from_utf8_lossy(&added.stdout));
    }

    fn run(&self, command: &str) -> Output {
        // As a terminal has it: complaints stand where they come.
        let command = format!("exec 2>&1\n{command}")
            .replace("127.0.0.1:9001", &self.admin)
            .replace("127.0.0.1:9000", &self.ocpp);
        let binary = process::command().get_program().to_owned();
        let folder = Path::new(&binary)
            .parent()
            .unwrap_or(Path::new("."))
            .display()
            .to_string();
        let path = format!("{folder}:{}", std::env::var("PATH").unwrap_or_default());
        let mut shell = Command::new("bash");
        for (name, _) in std::env::vars_os().filter(|(name, _)| name.to_string_lossy().starts_with("OCPP_CENTRAL_")) {
            shell.env_remove(name);
        }
        shell
            .args(["-euo", "pipefail", "-c", &command])
            .current_dir(self.folder.path())
            .env("PATH", path)
            .env("HOME", self.folder.path())
            .env("XDG_CONFIG_HOME", self.folder.path().join(".config"))
            .env("TOKEN", ADMIN_TOKEN)
            .env("TZ", "UTC");
        shell.output().expect("bash")
    }

    /// Runs a step: one that changes something once, another one until it prints what is shown.
    ///
    /// # Panics
    /// If it prints something else; the text has both.
    pub fn check(&self, title: &str, step: &Step) {
        let once = || {
            let output = self.run(&step.command);
            let printed = String::from_utf8_lossy(&output.stdout).into_owned();
            step.check(&printed)
                .map_err(|how| format!("{title}: {}\n{how}", step.command))
        };
        if step.command.split_whitespace().any(|word| CHANGING.contains(&word)) {
            once().unwrap_or_else(|how| panic!("{how}"));
            return;
        }
        let begun = Instant::now();
        loop {
            match once() {
                Ok(()) => return,
                Err(how) if begun.elapsed() > PATIENCE => panic!("{how}"),
                Err(_) => sleep(Duration::from_millis(100)),
            }
        }
    }
}
