//! An operator that reserves connectors of a charge point that agrees to everything.

use std::net::SocketAddr;

use serde_json::{Value, json};

use super::line::Line;
use super::{Party, Since, Until};
use crate::admin::Admin;

const NAME: &str = "CRASH-RESERVED";
/// A charge point has few reservations, and they are listed on one page.
const PER_ROUND: usize = 15;

/// The operator with its memory.
#[derive(Default)]
pub struct Reservations {
    line: Option<Line>,
    asked: u64,
    /// The number that the server gave, and the connector.
    made: Vec<(i64, u64)>,
}

impl Reservations {
    /// Reserves the next connector; none when the connection is lost.
    fn reserve(&mut self, admin: &Admin) -> Option<()> {
        self.asked += 1;
        let connector = self.asked;
        let body = json!({"connector": connector, "idTag": format!("R{connector}"),
            "expiry": "2099-01-01T00:00:00Z"});
        let path = format!("/api/v1/charge-points/{NAME}/reservations");
        let reply = admin.try_send("POST", &path, body.to_string().into_bytes()).ok()?;
        let body = reply.expect(201);
        self.made
            .push((body["reservationId"].as_i64().expect("a number"), connector));
        Some(())
    }
}

impl Party for Reservations {
    fn connect(&mut self, server: SocketAddr) {
        self.line = Some(Line::open(server, NAME, "1.6"));
    }

    fn act(&mut self, admin: &Admin, until: Until) {
        let line = self.line.take().expect("connected");
        if until == Until::Lost {
            line.boot_and_agree(|| (0..PER_ROUND).try_for_each(|_| self.reserve(admin)));
        }
    }

    fn compare(&mut self, admin: &Admin, _since: Since) {
        if self.made.is_empty() {
            return;
        }
        let listed = list(admin);
        for (number, connector) in &self.made {
            let found: Vec<_> = listed.iter().filter(|item| item["reservationId"] == *number).collect();
            let [item] = found[..] else {
                panic!("reservation {number}: {found:?}")
            };
            assert_eq!(item["connector"], *connector, "{item}");
            assert_eq!(item["idTag"], format!("R{connector}"), "{item}");
        }
    }

    fn acknowledged(&self) -> u64 {
        self.made.len() as u64
    }
}

fn list(admin: &Admin) -> Vec<Value> {
    let path = format!("/api/v1/charge-points/{NAME}/reservations");
    let mut body = admin.get(&path).expect(200);
    std::mem::take(body["items"].as_array_mut().expect("items"))
}
