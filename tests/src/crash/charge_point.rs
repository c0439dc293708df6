//! A 1.6 charge point that charges again and again: StartTransaction, MeterValues, StopTransaction.

use std::collections::HashMap;
use std::net::SocketAddr;

use serde_json::{Value, json};

use super::boots::Boots;
use super::chance::Chance;
use super::given::GivenIds;
use super::line::Line;
use super::{Heard, Party, Since, Until, all_items, scalars};
use crate::admin::Admin;

/// MeterValues in one transaction.
const METER_VALUES: usize = 3;

/// The charge point with its memory.
pub struct ChargePoint {
    name: String,
    chance: Chance,
    given: GivenIds,
    line: Option<Line>,
    boots: Boots,
    /// The last one may still run.
    sessions: Vec<Session>,
    /// How many of them were compared and had ended before.
    settled: usize,
    acknowledged: u64,
}

/// One transaction as the charge point knows it.
#[derive(Debug, Default)]
struct Session {
    number: i64,
    connector: i64,
    started: Heard,
    id: Option<i64>,
    meter_values: [Heard; METER_VALUES],
    stopped: Heard,
}

impl Session {
    fn tag(&self, name: &str) -> String {
        format!("{name}-{}", self.number % 7)
    }

    /// Unique for the station.
    fn meter_start(&self) -> i64 {
        self.number * 1000
    }

    fn meter_stop(&self) -> i64 {
        self.meter_start() + 999
    }

    fn timestamp(&self, seconds: i64) -> String {
        let at = self.number * 10 + seconds;
        let (day, hour, minute) = (1 + at / 86_400 % 28, at / 3600 % 24, at / 60 % 60);
        format!("2026-01-{day:02}T{hour:02}:{minute:02}:{:02}Z", at % 60)
    }

    /// A value that no other MeterValues of the transaction has.
    fn sampled(&self, index: usize) -> String {
        format!("{}.5", self.meter_start() + 100 + i64::try_from(index).expect("small"))
    }

    fn start(&self, name: &str) -> Value {
        json!({"connectorId": self.connector, "idTag": self.tag(name),
            "meterStart": self.meter_start(), "timestamp": self.timestamp(0)})
    }

    fn values(&self, index: usize) -> Value {
        let seconds = 1 + i64::try_from(index).expect("small");
        json!({"connectorId": self.connector, "transactionId": self.id, "meterValue": [{
            "timestamp": self.timestamp(seconds),
            "sampledValue": [{"value": self.sampled(index)}]}]})
    }

    fn stop(&self, name: &str) -> Value {
        json!({"transactionId": self.id, "idTag": self.tag(name),
            "meterStop": self.meter_stop(), "timestamp": self.timestamp(9)})
    }
}

impl ChargePoint {
    /// A charge point that never connected.
    #[must_use]
    pub fn new(name: &str, chance: Chance, given: GivenIds) -> Self {
        Self {
            name: name.to_owned(),
            chance,
            given,
            line: None,
            boots: Boots::default(),
            sessions: Vec::new(),
            settled: 0,
            acknowledged: 0,
        }
    }

    /// Does what comes next; none when the connection is lost.
    fn step(&mut self, line: &mut Line) -> Option<()> {
        if self.is_idle() {
            let number = 1 + i64::try_from(self.sessions.len()).expect("few");
            let connector = 1 + number % 2;
            self.sessions.push(Session {
                number,
                connector,
                ..Session::default()
            });
        }
        let session = self.sessions.last_mut().expect("one was added");
        // A charge point that missed the answer sends its start again, sooner or later; not when it has sent the stop,
        // because messages of a session come in their order.
        let may_repeat = session.stopped == Heard::Unsent;
        if session.id.is_none() || may_repeat && self.chance.once_in(12) {
            session.started = Heard::Sent;
            let answer = line.call("StartTransaction", &session.start(&self.name))?;
            let id = answer["transactionId"].as_i64().expect("a transaction id");
            assert_eq!(*session.id.get_or_insert(id), id, "a repeated start got another id");
            self.given.note(id, &self.name, session.meter_start());
            session.started = Heard::Acknowledged;
        } else if let Some(index) = session
            .meter_values
            .iter()
            .position(|heard| *heard != Heard::Acknowledged)
        {
            session.meter_values[index] = Heard::Sent;
            line.call("MeterValues", &session.values(index))?;
            session.meter_values[index] = Heard::Acknowledged;
        } else {
            session.stopped = Heard::Sent;
            line.call("StopTransaction", &session.stop(&self.name))?;
            session.stopped = Heard::Acknowledged;
        }
        self.acknowledged += 1;
        Some(())
    }

    fn is_idle(&self) -> bool {
        let last = self.sessions.last();
        last.is_none_or(|session| session.stopped == Heard::Acknowledged)
    }

    /// What the server lists must be what was started here, once each.
    fn compare_list(&self, admin: &Admin) {
        let mut ids: HashMap<i64, &Value> = HashMap::new();
        let listed = all_items(admin, &format!("transactions?charge_point={}", self.name));
        for item in &listed {
            let meter_start = whole(&item["meterStartWh"]).expect("a start's register");
            let twice = ids.insert(meter_start, &item["id"]);
            assert_eq!(twice, None, "{}: one start, two transactions: {item}", self.name);
            let index = usize::try_from(meter_start / 1000 - 1).expect("positive");
            let session = self.sessions.get(index).expect("only what was started");
            assert_ne!(session.started, Heard::Unsent, "{item}");
            if let Some(id) = session.id {
                assert_eq!(whole(&item["id"]), Some(id), "{}: another id: {item}", self.name);
            }
        }
    }

    fn compare_session(&self, admin: &Admin, session: &Session) {
        let Some(id) = session.id else { return };
        let path = format!("/api/v1/transactions/{}/{id}", self.name);
        let found = admin.get(&path).expect(200);
        let context = format!("{}: {session:?} against {found}", self.name);
        assert_eq!(found["idTag"], session.tag(&self.name), "{context}");
        assert_eq!(whole(&found["meterStartWh"]), Some(session.meter_start()), "{context}");
        assert_eq!(found["connector"], session.connector, "{context}");
        let values = scalars(&found["meterValues"]);
        for (index, heard) in session.meter_values.iter().enumerate() {
            let there = values.contains(&session.sampled(index));
            match heard {
                Heard::Acknowledged => assert!(there, "MeterValues {index} lost: {context}"),
                Heard::Unsent => assert!(!there, "MeterValues {index} invented: {context}"),
                Heard::Sent => {}
            }
        }
        match session.stopped {
            Heard::Acknowledged => {
                assert_eq!(found["state"], "closed", "{context}");
                assert_eq!(whole(&found["meterStopWh"]), Some(session.meter_stop()), "{context}");
            }
            Heard::Unsent => assert_eq!(found["state"], "open", "{context}"),
            Heard::Sent => {}
        }
    }
}

impl Party for ChargePoint {
    fn connect(&mut self, server: SocketAddr) {
        self.line = Some(Line::open(server, &self.name, "1.6"));
    }

    fn act(&mut self, _admin: &Admin, until: Until) {
        let mut line = self.line.take().expect("connected");
        let boot = |serial: &str| {
            json!({"chargePointVendor": "Crash", "chargePointModel": "One",
                "chargePointSerialNumber": serial})
        };
        if !self.boots.boot(&mut line, boot) {
            return;
        }
        while !(until == Until::Done && self.is_idle()) && self.step(&mut line).is_some() {}
    }

    fn compare(&mut self, admin: &Admin, since: Since) {
        self.boots.compare(admin, &self.name);
        self.compare_list(admin);
        let first = if since == Since::Ever { 0 } else { self.settled };
        for session in &self.sessions[first..] {
            self.compare_session(admin, session);
        }
        self.settled = self.sessions.len().saturating_sub(1);
    }

    fn acknowledged(&self) -> u64 {
        self.acknowledged
    }
}

/// A whole number that came as a number or as a decimal text.
fn whole(value: &Value) -> Option<i64> {
    match value {
        Value::String(text) => text.split('.').next()?.parse().ok(),
        other => other.as_i64(),
    }
}
