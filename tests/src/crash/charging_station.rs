//! A 2.0.1 charging station that reports transactions of its own naming by TransactionEvent.

use std::net::SocketAddr;

use serde_json::{Value, json};

use super::boots::Boots;
use super::line::Line;
use super::{Heard, Party, Since, Until, all_items, scalars};
use crate::admin::Admin;

/// Started, three times Updated, Ended.
const EVENTS: usize = 5;

/// The station with its memory.
pub struct ChargingStation {
    name: String,
    line: Option<Line>,
    boots: Boots,
    /// The last one may still run.
    transactions: Vec<[Heard; EVENTS]>,
    /// How many of them were compared and had ended before.
    settled: usize,
    acknowledged: u64,
}

impl ChargingStation {
    /// A station that never connected.
    #[must_use]
    pub fn new(name: &str) -> Self {
        Self {
            name: name.to_owned(),
            line: None,
            boots: Boots::default(),
            transactions: Vec::new(),
            settled: 0,
            acknowledged: 0,
        }
    }

    fn transaction_id(&self, number: usize) -> String {
        format!("{}-T{number}", self.name)
    }

    /// The station's idTokens come round again.
    fn id_token(&self, number: usize) -> String {
        format!("{}-{}", self.name, number % 5)
    }

    fn event(&self, number: usize, seq_no: usize) -> Value {
        let (kind, reason) = match seq_no {
            0 => ("Started", "Authorized"),
            4 => ("Ended", "StopAuthorized"),
            _ => ("Updated", "MeterValuePeriodic"),
        };
        let at = format!("2026-01-01T{:02}:{:02}:{seq_no:02}Z", number / 60 % 24, number % 60);
        let mut event = json!({"eventType": kind, "triggerReason": reason, "seqNo": seq_no,
            "timestamp": at, "transactionInfo": {"transactionId": self.transaction_id(number)},
            "meterValue": [{"timestamp": at, "sampledValue": [{"value": sampled(seq_no)}]}]});
        if kind == "Started" {
            event["evse"] = json!({"id": 1, "connectorId": 1});
            event["idToken"] = json!({"idToken": self.id_token(number), "type": "ISO14443"});
        }
        event
    }

    /// Sends the next event; none when the connection is lost.
    fn step(&mut self, line: &mut Line) -> Option<()> {
        if self.is_idle() {
            self.transactions.push([Heard::Unsent; EVENTS]);
        }
        let number = self.transactions.len() - 1;
        let next = self.transactions[number]
            .iter()
            .position(|heard| *heard != Heard::Acknowledged);
        let seq_no = next.expect("it is not idle");
        self.transactions[number][seq_no] = Heard::Sent;
        let answer = line.call("TransactionEvent", &self.event(number, seq_no))?;
        assert_eq!(answer["idTokenInfo"].is_object(), seq_no == 0, "{answer}");
        self.transactions[number][seq_no] = Heard::Acknowledged;
        self.acknowledged += 1;
        Some(())
    }

    fn is_idle(&self) -> bool {
        let last = self.transactions.last();
        last.is_none_or(|events| events[EVENTS - 1] == Heard::Acknowledged)
    }

    fn compare_transaction(&self, admin: &Admin, number: usize) {
        let events = self.transactions[number];
        if events[0] != Heard::Acknowledged {
            return;
        }
        let id = self.transaction_id(number);
        let found = admin
            .get(&format!("/api/v1/transactions/{}/{id}", self.name))
            .expect(200);
        let context = format!("{id}: {events:?} against {found}");
        assert_eq!(found["idTag"], self.id_token(number), "{context}");
        let numbers = sequence_numbers(&found["events"]);
        let values = scalars(&found);
        for (seq_no, heard) in events.into_iter().enumerate() {
            let count = numbers.iter().filter(|number| **number == seq_no as u64).count();
            match heard {
                Heard::Acknowledged => assert_eq!(count, 1, "event {seq_no}: {context}"),
                Heard::Sent => assert!(count <= 1, "event {seq_no}: {context}"),
                Heard::Unsent => assert_eq!(count, 0, "event {seq_no}: {context}"),
            }
            let value = sampled(seq_no).to_string();
            assert!(count == 0 || values.contains(&value), "value of {seq_no}: {context}");
        }
        match events[EVENTS - 1] {
            Heard::Acknowledged => assert_eq!(found["state"], "closed", "{context}"),
            Heard::Unsent => assert_eq!(found["state"], "open", "{context}"),
            Heard::Sent => {}
        }
    }

    /// Each transaction is listed once, and only those that were started.
    fn compare_list(&self, admin: &Admin) {
        let listed = all_items(admin, &format!("transactions?charge_point={}", self.name));
        let mut ids: Vec<&str> = listed.iter().filter_map(|item| item["id"].as_str()).collect();
        ids.sort_unstable();
        let count = ids.len();
        ids.dedup();
        assert_eq!(ids.len(), count, "{}: one transaction is listed twice", self.name);
        let known: Vec<_> = (0..self.transactions.len()).map(|n| self.transaction_id(n)).collect();
        let invented = ids.iter().find(|id| !known.iter().any(|known| known == *id));
        assert_eq!(invented, None, "{}: nobody started it", self.name);
    }
}

impl Party for ChargingStation {
    fn connect(&mut self, server: SocketAddr) {
        self.line = Some(Line::open(server, &self.name, "2.0.1"));
    }

    fn act(&mut self, _admin: &Admin, until: Until) {
        let mut line = self.line.take().expect("connected");
        let boot = |serial: &str| {
            json!({"reason": "PowerUp", "chargingStation":
                {"vendorName": "Crash", "model": "Two", "serialNumber": serial}})
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
        for number in first..self.transactions.len() {
            self.compare_transaction(admin, number);
        }
        self.settled = self.transactions.len().saturating_sub(1);
    }

    fn acknowledged(&self) -> u64 {
        self.acknowledged
    }
}

/// The meter's value in an event, different in each of a transaction's.
fn sampled(seq_no: usize) -> f64 {
    f64::from(u32::try_from(seq_no).expect("small")) + 7100.5
}

/// Every `seqNo` below a value.
fn sequence_numbers(value: &Value) -> Vec<u64> {
    match value {
        Value::Array(items) => items.iter().flat_map(sequence_numbers).collect(),
        Value::Object(members) => {
            let own = members.get("seqNo").and_then(Value::as_u64);
            own.into_iter()
                .chain(members.values().flat_map(sequence_numbers))
                .collect()
        }
        _ => Vec::new(),
    }
}
