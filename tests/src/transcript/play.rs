//! Plays a transcript on a connection to a running server.

use std::any::Any;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::thread::{self, JoinHandle};

use serde_json::Value;

use super::pattern::compare;
use super::script::{Step, Transcript};
use super::text::{bytes, expand, localise};
use crate::admin::Reply;
use crate::server::Server;
use crate::station::{Arrival, Station};
use crate::wait;

/// Plays all steps in one version.
///
/// # Errors
/// The line that failed, and why.
pub fn play(transcript: &Transcript, version: &str, server: &Server) -> Result<(), String> {
    let mut player = Player::new(transcript, version, server);
    for (line, step) in &transcript.steps {
        attempt(|| player.perform(step))
            .map_err(|why| format!("{} ({version}) line {line}: {why}", transcript.name))?;
    }
    attempt(|| player.finish()).map_err(|why| format!("{} ({version}) at its end: {why}", transcript.name))
}

/// A failed assertion becomes an error that the caller can put a place to.
fn attempt(step: impl FnOnce() -> Result<(), String>) -> Result<(), String> {
    catch_unwind(AssertUnwindSafe(step)).unwrap_or_else(|panic| Err(text_of(panic.as_ref())))
}

fn text_of(panic: &(dyn Any + Send)) -> String {
    let text = panic.downcast_ref::<String>().map(String::as_str);
    text.or_else(|| panic.downcast_ref::<&str>().copied())
        .unwrap_or("panicked")
        .to_owned()
}

struct Player<'a> {
    server: &'a Server,
    version: &'a str,
    id: String,
    /// None after the server closed it.
    station: Option<Station>,
    /// Heartbeats are answered; else they are refused with SecurityError.
    served: bool,
    probes: u32,
    /// What came last: a frame, or an answer of the admin API.
    last: Value,
    kept: Vec<(String, String)>,
    call: Option<JoinHandle<Reply>>,
}

impl<'a> Player<'a> {
    /// The connection is made by the first step that needs it, so that admin steps may come before.
    fn new(transcript: &Transcript, version: &'a str, server: &'a Server) -> Self {
        let id = format!("{}-{version}", transcript.name);
        Self {
            server,
            version,
            id,
            station: None,
            served: true,
            probes: 0,
            last: Value::Null,
            kept: Vec::new(),
            call: None,
        }
    }

    fn perform(&mut self, step: &Step) -> Result<(), String> {
        match step {
            Step::Send(text) => self.send(|station, text| station.send_text(&text), text),
            Step::Binary(text) => self.send(|station, text| station.send_binary(bytes(&text)), text),
            Step::Ping(text) => self.send(|station, text| station.send_ping(text.into_bytes()), text),
            Step::Fragment { text, place } => {
                self.send(|station, text| station.send_fragment(bytes(&text), *place), text)
            }
            Step::Expect(pattern) => {
                let pattern = self.json(pattern)?;
                self.last = self.station().frame();
                compare(&pattern, &self.last)
            }
            Step::Keep(name, pointer) => self.keep(name, pointer),
            Step::Call(method, path, body) => self.call(method, path, body),
            Step::Called(status, pattern) => self.called(*status, pattern),
            Step::Pong(text) => same(&Arrival::Pong(text.clone().into_bytes()), &self.station().arrival()),
            Step::ExpectNone => self.probe(),
            Step::Closed(code) => {
                let arrival = self.station().arrival();
                self.station = None;
                same(&Arrival::Closed(Some(*code)), &arrival)
            }
            Step::Reconnect => {
                self.station = None;
                self.station();
                Ok(())
            }
            Step::Served(served) => {
                self.served = *served;
                Ok(())
            }
            Step::Admin { .. } => self.admin(step),
        }
    }

    fn send(&mut self, send: impl FnOnce(&mut Station, String), text: &str) -> Result<(), String> {
        let text = expand(&self.filled(text));
        send(self.station(), text);
        Ok(())
    }

    fn station(&mut self) -> &mut Station {
        self.station
            .get_or_insert_with(|| Station::connect(self.server, &self.id, self.version))
    }

    /// The answer to a Heartbeat is the next thing that arrives.
    fn probe(&mut self) -> Result<(), String> {
        self.probes += 1;
        let id = format!("probe-{}", self.probes);
        let pattern = if !self.served {
            format!(r#"[4,"{id}","SecurityError","{{{{text}}}}","{{{{object}}}}"]"#)
        } else {
            format!(r#"[3,"{id}",{{"currentTime":"{{{{time}}}}"}}]"#)
        };
        let station = self.station();
        station.send_text(&format!(r#"[2,"{id}","Heartbeat",{{}}]"#));
        compare(&self.json(&pattern)?, &self.station().frame())
    }

    fn finish(&mut self) -> Result<(), String> {
        if self.station.is_some() { self.probe() } else { Ok(()) }
    }

    /// The text with all that its names stand for.
    fn filled(&self, text: &str) -> String {
        let text = localise(text, self.version, &self.id);
        let fill = |text: String, (name, value): &(String, String)| text.replace(&format!("{{{{{name}}}}}"), value);
        self.kept.iter().fold(text, fill)
    }

    fn keep(&mut self, name: &str, pointer: &str) -> Result<(), String> {
        let found = self.last.pointer(pointer);
        let value = match found.ok_or(format!("nothing at {pointer} of {}", self.last))? {
            Value::String(text) => text.clone(),
            other => other.to_string(),
        };
        self.kept.retain(|(known, _)| known != name);
        self.kept.push((name.to_owned(), value));
        Ok(())
    }

    fn call(&mut self, method: &str, path: &str, body: &str) -> Result<(), String> {
        self.station();
        let (method, path, body) = (method.to_owned(), self.filled(path), self.filled(body).into_bytes());
        let admin = self.server.admin();
        admin.wait_connected(&self.id, true);
        self.call = Some(thread::spawn(move || admin.send(&method, &path, body)));
        Ok(())
    }

    fn called(&mut self, status: u16, pattern: &str) -> Result<(), String> {
        let call = self.call.take().ok_or("no call was begun")?;
        let reply = call.join().map_err(|panic| text_of(panic.as_ref()))?;
        let checked = self.check(&reply, status, pattern);
        self.last = reply.body;
        checked
    }

    fn check(&self, reply: &Reply, status: u16, pattern: &str) -> Result<(), String> {
        if reply.status != status {
            return Err(format!(
                "expected the status {status}, got {} with {}",
                reply.status, reply.body
            ));
        }
        let pattern = if pattern.is_empty() {
            Value::from("{{any}}")
        } else {
            self.json(pattern)?
        };
        compare(&pattern, &reply.body)
    }

    fn admin(&mut self, step: &Step) -> Result<(), String> {
        let Step::Admin {
            method,
            path,
            body,
            status,
            pattern,
            repeat,
        } = step
        else {
            return Err("no call of the admin API".to_owned());
        };
        let path = self.filled(path);
        let body = self.filled(body).into_bytes();
        let admin = self.server.admin();
        let attempt = || {
            let reply = admin.send(method, &path, body.clone());
            self.check(&reply, *status, pattern).map(|()| reply.body)
        };
        self.last = if *repeat {
            wait::until(&format!("{method} {path}"), || attempt().ok())
        } else {
            attempt()?
        };
        Ok(())
    }

    fn json(&self, text: &str) -> Result<Value, String> {
        let text = self.filled(text);
        serde_json::from_str(&text).map_err(|error| format!("the pattern is not JSON ({error}): {text}"))
    }
}

fn same(expected: &Arrival, actual: &Arrival) -> Result<(), String> {
    if expected == actual {
        Ok(())
    } else {
        Err(format!("expected {expected:?}, got {actual:?}"))
    }
}
