//! A charge point that lives in a thread of its own: it boots, and answers the server's CALLs by a rule.

use std::sync::{Arc, Mutex, PoisonError};
use std::thread;

use serde_json::{Value, json};

use crate::server::Server;
use crate::station::Station;

/// What is answered to an action with a payload; none: nothing.
pub type Rule = Arc<dyn Fn(&str, &Value) -> Option<Value> + Send + Sync>;

/// What a charger is.
#[derive(Debug, Clone)]
pub struct Make {
    /// Its identity.
    pub id: String,
    /// `1.6`, `2.0.1` or `2.1`.
    pub version: &'static str,
    /// Its vendor.
    pub vendor: &'static str,
    /// What it says of its firmware.
    pub firmware: &'static str,
}

/// A CALL of the server.
#[derive(Debug, Clone)]
pub struct Call {
    /// Its id.
    pub id: String,
    /// The action's name.
    pub action: String,
    /// What is asked.
    pub payload: Value,
}

/// A charger that is connected until it, or the server, goes.
#[derive(Debug, Clone)]
pub struct Charger {
    calls: Arc<Mutex<Vec<(String, Value)>>>,
}

impl Charger {
    /// Connects and boots, and answers from then on, until the server ends its connection.
    ///
    /// # Panics
    /// If it cannot connect or is not accepted.
    #[must_use]
    pub fn connect(server: &Server, make: &Make, rule: Rule) -> Self {
        let mut station = Station::connect(server, &make.id, make.version);
        let answer = station.call("BootNotification", &boot(make));
        assert_eq!(answer["status"], "Accepted", "{answer}");
        Self::live(station, rule)
    }

    /// Answers from now on for a station that is connected.
    #[must_use]
    pub fn live(station: Station, rule: Rule) -> Self {
        Self::acting(station, move |station, call| {
            if let Some(answer) = rule(&call.action, &call.payload) {
                station.answer(&call.id, &answer);
            }
        })
    }

    /// Does something at each CALL from now on, for a station that is connected.
    #[must_use]
    pub fn acting(station: Station, act: impl Fn(&mut Station, &Call) + Send + 'static) -> Self {
        let (mut station, charger) = (station.patient(), Self { calls: Arc::default() });
        let calls = Arc::clone(&charger.calls);
        thread::spawn(move || {
            while let Some((id, action, payload)) = station.next_call() {
                // Before its answer: whoever has that finds the CALL here.
                calls
                    .lock()
                    .unwrap_or_else(PoisonError::into_inner)
                    .push((action.clone(), payload.clone()));
                act(&mut station, &Call { id, action, payload });
            }
        });
        charger
    }

    /// The CALLs that it was sent.
    #[must_use]
    pub fn calls(&self) -> Vec<(String, Value)> {
        self.calls.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// How often it was sent an action.
    #[must_use]
    pub fn count(&self, action: &str) -> usize {
        self.calls().iter().filter(|(sent, _)| sent == action).count()
    }
}

/// A rule: this is answered to everything.
#[must_use]
pub fn always(answer: Value) -> Rule {
    Arc::new(move |_, _| Some(answer.clone()))
}

/// What it boots with.
#[must_use]
pub fn boot(make: &Make) -> Value {
    if make.version == "1.6" {
        json!({"chargePointVendor": make.vendor, "chargePointModel": "M", "firmwareVersion": make.firmware})
    } else {
        let station = json!({"vendorName": make.vendor, "model": "M", "firmwareVersion": make.firmware});
        json!({"reason": "PowerUp", "chargingStation": station})
    }
}
