//! The chargers of `python/fleet.py`, which do what they are asked.

use std::net::SocketAddr;
use std::process::{Child, Stdio};

use crate::external::Tool;
use crate::server::Server;

/// They run until this is dropped.
pub struct Fleet(Child);

impl Fleet {
    /// Starts those that are named, or F01 to F10; none, and loudly so, if Python's packages are missing.
    ///
    /// # Panics
    /// If they are missing and `CI` is set.
    #[must_use]
    pub fn start(server: &Server, identities: &[&str]) -> Option<Self> {
        Self::at(server.ocpp(), identities)
    }

    /// The same at any server's listener for charge points.
    ///
    /// # Panics
    /// If they are missing and `CI` is set.
    #[must_use]
    pub fn at(server: SocketAddr, identities: &[&str]) -> Option<Self> {
        let mut command = Tool::Python.command("fleet.py")?;
        command
            .args(identities)
            .env("OCPP_URL", format!("ws://{server}"))
            .stdin(Stdio::null())
            .stdout(Stdio::null());
        Some(Self(command.spawn().expect("Python starts")))
    }
}

impl Drop for Fleet {
    fn drop(&mut self) {
        self.0.kill().ok();
        self.0.wait().ok();
    }
}
