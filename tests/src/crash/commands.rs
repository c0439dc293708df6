//! An operator that sends commands without waiting for their answer: each is a resource that must be
//! there after the restart, with whatever became of it.

use std::net::SocketAddr;

use serde_json::{Value, json};

use super::line::Line;
use super::{Party, Since, Until};
use crate::admin::Admin;

const NAME: &str = "CRASH-COMMANDED";
/// So that the comparison of all rounds stays short.
const PER_ROUND: usize = 50;

/// The operator with its memory.
#[derive(Default)]
pub struct Commands {
    line: Option<Line>,
    asked: usize,
    /// The id that the server gave, and what was sent.
    taken: Vec<(String, Value)>,
    /// How many of them were compared before.
    settled: usize,
}

impl Commands {
    /// Sends the next command; none when the connection is lost.
    fn send(&mut self, admin: &Admin) -> Option<()> {
        self.asked += 1;
        let payload = json!({"vendorId": "crash", "data": format!("D{}", self.asked)});
        let path = format!("/api/v1/charge-points/{NAME}/commands/DataTransfer?wait=false");
        let reply = admin.try_send("POST", &path, payload.to_string().into_bytes()).ok()?;
        let id = reply.expect(202)["id"].as_str().expect("an id").to_owned();
        self.taken.push((id, payload));
        Some(())
    }
}

impl Party for Commands {
    fn connect(&mut self, server: SocketAddr) {
        self.line = Some(Line::open(server, NAME, "1.6"));
    }

    fn act(&mut self, admin: &Admin, until: Until) {
        let line = self.line.take().expect("connected");
        if until == Until::Lost {
            line.boot_and_agree(|| (0..PER_ROUND).try_for_each(|_| self.send(admin)));
        }
    }

    fn compare(&mut self, admin: &Admin, since: Since) {
        let first = if since == Since::Ever { 0 } else { self.settled };
        for (id, payload) in &self.taken[first..] {
            let found = admin.get(&format!("/api/v1/commands/{id}")).expect(200);
            assert_eq!(found["payload"], *payload, "{found}");
            assert_eq!(found["chargePoint"], NAME, "{found}");
            if found["state"] == "answered" {
                assert_eq!(found["response"]["status"], "Accepted", "{found}");
            }
        }
        self.settled = self.taken.len();
    }

    fn acknowledged(&self) -> u64 {
        self.taken.len() as u64
    }
}
