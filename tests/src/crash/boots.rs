//! What a party remembers of its BootNotifications: the serial number counts them.

use serde_json::Value;

use super::line::Line;
use crate::admin::Admin;

/// The boots of one charge point.
#[derive(Debug, Default)]
pub struct Boots {
    sent: u64,
    acknowledged: u64,
}

impl Boots {
    /// Boots; `payload` makes the request from the serial number. False: the connection is lost.
    pub fn boot(&mut self, line: &mut Line, payload: impl Fn(&str) -> Value) -> bool {
        self.sent += 1;
        let Some(answer) = line.call("BootNotification", &payload(&serial(self.sent))) else {
            return false;
        };
        assert_eq!(answer["status"], "Accepted", "{answer}");
        self.acknowledged = self.sent;
        true
    }

    /// The last boot that the server knows is the last that it answered, or one after it.
    pub fn compare(&self, admin: &Admin, name: &str) {
        if self.acknowledged == 0 {
            return;
        }
        let known = admin.get(&format!("/api/v1/charge-points/{name}")).expect(200);
        let possible: Vec<String> = (self.acknowledged..=self.sent).map(serial).collect();
        let found = known["boot"]["serialNumber"].as_str().unwrap_or_default();
        assert!(
            possible.iter().any(|serial| serial == found),
            "{name} booted as {possible:?}, but is known by {}",
            known["boot"]
        );
    }
}

fn serial(number: u64) -> String {
    format!("SN{number}")
}
