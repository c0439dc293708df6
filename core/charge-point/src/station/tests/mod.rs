//! A station between people who do things and a server that is written out here. Whatever it sends must be valid.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "tests"
)]

mod control;
mod events;
mod offline;
mod security;
mod sessions;

use std::time::Duration;

use ocpp_schemas::{Catalogue, Kind, Version};
use serde_json::{Value, json};

use super::{Deed, Input, Memory, Output, Station, StationOptions};
use crate::client::Frame;
use crate::clock::{Time, after};

/// Answers an action, or says nothing.
pub type Rule = fn(&str, &Value) -> Option<Value>;

pub struct Bench {
    pub station: Station,
    pub now: Time,
    pub sent: Vec<(String, Value)>,
    pub outputs: Vec<Output>,
    pub rule: Rule,
    version: Version,
    calls: u32,
    connected: bool,
}

pub fn start() -> Time {
    "2026-01-01T12:00:00Z".parse().unwrap()
}

/// What a server that takes everything says.
pub fn kind(action: &str, payload: &Value) -> Option<Value> {
    let accepted = json!({"status": "Accepted"});
    Some(match action {
        "BootNotification" => {
            json!({"status": "Accepted", "currentTime": "2026-01-01T12:00:00Z", "interval": 300})
        }
        "Heartbeat" => json!({"currentTime": "2026-01-01T12:00:00Z"}),
        "Authorize" if payload.get("idTag").is_some() => json!({"idTagInfo": accepted}),
        "Authorize" => json!({"idTokenInfo": accepted}),
        "StartTransaction" => json!({"transactionId": 77, "idTagInfo": accepted}),
        "SignCertificate" => accepted,
        "TransactionEvent" if payload.get("idToken").is_some() => json!({"idTokenInfo": accepted}),
        _ => json!({}),
    })
}

impl Bench {
    pub fn new(version: Version) -> Self {
        Self::with(StationOptions::new("CP1", version), None)
    }

    pub fn with(options: StationOptions, kept: Option<Memory>) -> Self {
        let version = options.version;
        Self {
            station: Station::new(options, kept, start()),
            now: start(),
            sent: Vec::new(),
            outputs: Vec::new(),
            rule: kind,
            version,
            calls: 0,
            connected: false,
        }
    }

    /// Connected and accepted, with nothing sent yet that anybody looks at.
    pub fn up(version: Version) -> Self {
        let mut bench = Self::new(version);
        bench.connect();
        bench.sent.clear();
        bench
    }

    pub fn connect(&mut self) {
        self.connected = true;
        self.input(Input::Connected);
        self.pass(0);
    }

    pub fn cut(&mut self) {
        self.connected = false;
        self.input(Input::Disconnected("cut".to_owned()));
    }

    pub fn input(&mut self, input: Input) {
        self.station.handle(input, self.now);
        self.answer();
    }

    pub fn act(&mut self, deed: Deed) -> Result<String, String> {
        let said = self.station.act(deed, self.now);
        self.answer();
        said
    }

    pub fn swipe(&mut self, tag: &str) {
        let tag = tag.to_owned();
        self.act(Deed::Swipe { tag, connector: None }).unwrap();
    }

    /// So many seconds pass, and whatever falls due meanwhile happens.
    pub fn pass(&mut self, seconds: u64) {
        let end = after(self.now, Duration::from_secs(seconds));
        loop {
            let next = self.station.wakes_at().filter(|time| *time <= end).unwrap_or(end);
            self.now = next.max(self.now);
            self.input(Input::Tick);
            if self.now >= end && self.station.wakes_at().is_none_or(|time| time > end) {
                return;
            }
        }
    }

    /// Asks the station for something. Its answer, or the code of its refusal.
    pub fn call(&mut self, action: &str, payload: Value) -> Result<Value, String> {
        self.calls += 1;
        let id = format!("call-{}", self.calls);
        let text = json!([2, id, action, payload]).to_string();
        self.station.handle(Input::Text(text), self.now);
        let answer = self.answer_to(&id);
        self.answer();
        if let Ok(payload) = &answer {
            let known = Catalogue::of(self.version).action(action).unwrap();
            known.validate(Kind::Response, payload).unwrap();
        }
        answer
    }

    fn answer_to(&mut self, id: &str) -> Result<Value, String> {
        let outputs = self.station.outputs();
        let mut found = None;
        for output in outputs {
            if let Output::Send { text, action: None } = &output {
                match Frame::parse(text).unwrap() {
                    Frame::Result { id: of, payload } if of == id => found = Some(Ok(payload)),
                    Frame::Error { id: of, refusal } if of == id => found = Some(Err(refusal.code)),
                    other => panic!("{other:?}"),
                }
            } else {
                self.take(output);
            }
        }
        found.expect("an answer")
    }

    fn answer(&mut self) {
        loop {
            let outputs = self.station.outputs();
            if outputs.is_empty() {
                return;
            }
            outputs.into_iter().for_each(|output| self.take(output));
        }
    }

    fn take(&mut self, output: Output) {
        let Output::Send { text, .. } = &output else {
            self.outputs.push(output);
            return;
        };
        let Frame::Call { id, action, payload } = Frame::parse(text).unwrap() else {
            panic!("{text}");
        };
        let known = Catalogue::of(self.version).action(&action).unwrap();
        assert!(known.sent_by_charge_point(), "{action}");
        if let Err(violation) = known.validate(Kind::Request, &payload) {
            panic!("{action}: {violation}\n{payload}");
        }
        let answer = (self.rule)(&action, &payload);
        self.sent.push((action, payload));
        if let Some(answer) = answer.filter(|_| self.connected) {
            let text = json!([3, id, answer]).to_string();
            self.station.handle(Input::Text(text), self.now);
        }
    }

    pub fn actions(&self) -> Vec<&str> {
        self.sent.iter().map(|(action, _)| action.as_str()).collect()
    }

    pub fn all(&self, action: &str) -> Vec<&Value> {
        self.sent
            .iter()
            .filter(|(sent, _)| sent == action)
            .map(|(_, payload)| payload)
            .collect()
    }

    pub fn last(&self, action: &str) -> &Value {
        self.all(action)
            .last()
            .unwrap_or_else(|| panic!("no {action} in {:?}", self.actions()))
    }

    pub fn restarts(&self) -> bool {
        self.outputs.contains(&Output::Restart)
    }

    /// What the runner does at a restart.
    pub fn restart(&mut self) {
        assert!(self.restarts());
        self.outputs.clear();
        self.cut();
        self.input(Input::Restarted);
        self.connect();
    }

    /// A car charges on connector 1 for a tag.
    pub fn charging(version: Version) -> Self {
        let mut bench = Self::up(version);
        bench.act(Deed::Plug(Some(1))).unwrap();
        bench.swipe("TAG");
        bench.pass(0);
        assert!(
            bench.station.view().connectors[0].session.is_some(),
            "{:?}",
            bench.actions()
        );
        bench
    }

    pub fn status(&self, connector: usize) -> super::Status {
        self.station.view().connectors[connector - 1].status
    }
}
