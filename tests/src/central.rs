//! A central system that others wrote, for the charge points of ours: `python/central.py` on PyPI `ocpp`, or
//! `node/central.cjs` on npm `ocpp-rpc`, as a child process.

use std::cell::RefCell;
use std::collections::VecDeque;
use std::io::{BufRead as _, BufReader, Write as _};
use std::net::SocketAddr;
use std::process::{Child, ChildStdin, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::thread;

use serde_json::{Value, json};

use crate::external::Tool;
use crate::wait::Deadline;

/// A server of others, as a child process.
pub struct Central {
    child: Child,
    input: ChildStdin,
    lines: Receiver<Value>,
    /// What came while an answer was waited for: a charge point may do what it was asked for before the library has
    /// told the answer.
    passed: RefCell<VecDeque<Value>>,
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
            Tool::Debian => panic!("Debian has no server that speaks OCPP"),
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
            passed: RefCell::default(),
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

    /// Waits for a line with this member, of this value if one is given; those before it are passed over.
    ///
    /// # Panics
    /// If there is none in time, however many others come; or the library says that a message is not valid.
    #[track_caller]
    pub fn until(&self, member: &str, value: &Value) -> Value {
        let end = Deadline::start();
        loop {
            let line = self.next_before(end).unwrap_or_else(|| panic!("no {member} {value}"));
            if line.get(member).is_some_and(|found| value.is_null() || found == value) {
                return line;
            }
        }
    }

    #[track_caller]
    fn next_before(&self, end: Deadline) -> Option<Value> {
        let passed = self.passed.borrow_mut().pop_front();
        let line = passed.or_else(|| self.lines.recv_timeout(end.left()).ok())?;
        assert!(line.get("invalid").is_none(), "{line}");
        Some(line)
    }

    /// All lines that are there already.
    ///
    /// # Panics
    /// If the library says that a message is not valid.
    #[must_use]
    pub fn lines(&self) -> Vec<Value> {
        let passed = self.passed.take();
        let lines: Vec<Value> = passed.into_iter().chain(self.lines.try_iter()).collect();
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

    /// Has it ask for something. The answer; what came before it can still be waited for.
    ///
    /// # Panics
    /// If it is refused, or not answered in time.
    #[track_caller]
    pub fn asks(&mut self, action: &str, payload: &Value) -> Value {
        let line = json!({"action": action, "payload": payload});
        writeln!(self.input, "{line}").expect("it reads");
        let end = Deadline::start();
        let mut passed = VecDeque::new();
        let answered = loop {
            let line = self
                .next_before(end)
                .unwrap_or_else(|| panic!("{action} is not answered"));
            if line["answered"] == action {
                break line;
            }
            passed.push_back(line);
        };
        passed.append(self.passed.get_mut());
        self.passed.replace(passed);
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
