//! A charge point's connection to a server that may be killed at any moment.

use std::net::SocketAddr;
use std::thread;

use serde_json::{Value, json};

use crate::handshake::Upgrade;
use crate::station::{Arrival, Station, subprotocol};

/// An open connection.
pub struct Line {
    station: Station,
    name: String,
    /// Unique over all connections of the charge point.
    calls: u64,
}

impl Line {
    /// Connects as `name`.
    #[must_use]
    pub fn open(server: SocketAddr, name: &str, version: &str) -> Self {
        let upgrade = Upgrade::to(&format!("/ocpp/{name}")).offer(subprotocol(version));
        let station = Station::over(upgrade.send(server).into_socket());
        Self {
            station,
            name: format!("{name}-{}", server.port()),
            calls: 0,
        }
    }

    /// The payload of the answer to a CALL; none if the connection is lost before.
    ///
    /// # Panics
    /// If the answer is a CALLERROR: nothing that is sent here may be refused.
    pub fn call(&mut self, action: &str, payload: &Value) -> Option<Value> {
        self.calls += 1;
        let id = format!("{}-{}", self.name, self.calls);
        self.station.send_text(&json!([2, id, action, payload]).to_string());
        let mut frame = self.frame()?;
        // What waited in the server may come before the answer to the boot.
        while frame[0] == 2 {
            self.agree(&frame);
            frame = self.frame()?;
        }
        assert_eq!(
            (frame[0].as_i64(), frame[1].as_str()),
            (Some(3), Some(id.as_str())),
            "{action} {payload} was answered {frame}"
        );
        Some(frame[2].take())
    }

    /// Boots, then answers each CALL of the server with status Accepted until the connection is
    /// lost, while an operator works in this thread.
    pub fn boot_and_agree(mut self, operator: impl FnOnce() -> Option<()>) {
        let boot = json!({"chargePointVendor": "Crash", "chargePointModel": "Agreeable"});
        if self.call("BootNotification", &boot).is_none() {
            return;
        }
        thread::scope(|scope| {
            scope.spawn(|| {
                while let Some(call) = self.frame() {
                    self.agree(&call);
                }
            });
            // Whether it came to the end of its work does not matter.
            operator();
        });
    }

    fn agree(&mut self, call: &Value) {
        let id = call[1].as_str().expect("a message id");
        self.station.answer(id, &json!({"status": "Accepted"}));
    }

    fn frame(&mut self) -> Option<Value> {
        match self.station.arrival() {
            Arrival::Frame(frame) => Some(frame),
            Arrival::Closed(_) => None,
            other @ Arrival::Pong(_) => panic!("unexpected {other:?}"),
        }
    }
}
