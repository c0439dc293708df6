//! A central system that others wrote, for the charge points of ours: `python/central.py` on PyPI `ocpp`, or
//! `node/central.cjs` on npm `ocpp-rpc`, as a child process.

use std::io::{BufRead as _, BufReader, Write as _};
use std::net::SocketAddr;
use std::process::{Child, ChildStdin, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::thread;

use serde_json::{Value, json};

use crate::external::Tool;
use crate::wait::PATIENCE;

/// A server of others, as a child process.
pub struct Central {
    child: Child,
    input: ChildStdin,
    lines: Receiver<Value>,
    port: u16,
}

impl Central {
    /// Starts it; none if the tool is missing.
    ///
    /// # Panics
    /// If it does not start.
    #[must_use]
    pub fn start(tool: Tool) -> Option<Self> {
        let script = match tool {
            Tool::Python => "central.py",
            Tool::Node => "central.cjs",
        };
        let mut command = tool.command(script)?;
        let mut child = command
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("it starts");
        let (tell, lines) = channel();
        let output = BufReader::new(child.stdout.take().expect("its output"));
        thread::spawn(move || {
            for line in output.lines().map_while(Result::ok) {
                let line = serde_json::from_str(&line).unwrap_or_else(|_| panic!("no JSON: {line}"));
                if tell.send(line).is_err() {
                    return;
                }
            }
        });
        let input = child.stdin.take().expect("its input");
        let mut central = Self {
            child,
            input,
            lines,
            port: 0,
        };
        let listening = central.until("listening", &Value::Null);
        central.port = u16::try_from(listening["listening"].as_u64().expect("a port")).expect("a port");
        Some(central)
    }

    /// Where it listens.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        ([127, 0, 0, 1], self.port).into()
    }

    /// Waits for a line with this member, of this value if one is given.
    ///
    /// # Panics
    /// If there is none, or the library says that a message is not valid.
    #[track_caller]
    pub fn until(&self, member: &str, value: &Value) -> Value {
        loop {
            let line = self
                .lines
                .recv_timeout(PATIENCE)
                .unwrap_or_else(|_| panic!("no {member} {value}"));
            assert!(line.get("invalid").is_none(), "{line}");
            if line.get(member).is_some_and(|found| value.is_null() || found == value) {
                return line;
            }
        }
    }

    /// All lines that are there already.
    ///
    /// # Panics
    /// If the library says that a message is not valid.
    #[must_use]
    pub fn lines(&self) -> Vec<Value> {
        let lines: Vec<Value> = self.lines.try_iter().collect();
        for line in &lines {
            assert!(line.get("invalid").is_none(), "{line}");
        }
        lines
    }

    /// Waits for such a message of the charge point. Its payload.
    #[track_caller]
    pub fn received(&self, action: &str) -> Value {
        self.until("received", &json!(action))["payload"].clone()
    }

    /// Has it ask for something. The answer.
    ///
    /// # Panics
    /// If it is refused.
    #[track_caller]
    pub fn asks(&mut self, action: &str, payload: &Value) -> Value {
        let line = json!({"action": action, "payload": payload});
        writeln!(self.input, "{line}").expect("it reads");
        let answered = self.until("answered", &json!(action));
        assert!(answered.get("error").is_none(), "{answered}");
        answered["payload"].clone()
    }
}

impl Drop for Central {
    fn drop(&mut self) {
        // It may have ended by itself; either way it is gone after `wait`.
        self.child.kill().ok();
        self.child.wait().ok();
    }
}
