//! An operator that reserves connectors of charge points that agree to everything: of one after the other, for as many rounds
//! as its reservations fit on the page that lists them.

use std::net::SocketAddr;

use serde_json::{Value, json};

use super::line::Line;
use super::{Party, Since, Until};
use crate::admin::Admin;

const PER_ROUND: usize = 15;
/// A charge point has few reservations: they are listed on one page, with the newest 1,000.
const PER_CHARGE_POINT: usize = 900;

/// The operator with its memory.
#[derive(Default)]
pub struct Reservations {
    line: Option<Line>,
    asked: u64,
    made: Vec<Made>,
    /// How many of them were compared before.
    settled: usize,
    /// The number of the charge point, and how many times it was asked at most.
    current: (usize, usize),
}

/// A reservation.
struct Made {
    charge_point: usize,
    /// The number that the server gave.
    number: i64,
    connector: u64,
}

fn name(charge_point: usize) -> String {
    format!("CRASH-RESERVED-{charge_point}")
}

impl Reservations {
    /// Reserves the next connector; none when the connection is lost.
    fn reserve(&mut self, admin: &Admin) -> Option<()> {
        self.asked += 1;
        let connector = self.asked;
        let body = json!({"connector": connector, "idTag": format!("R{connector}"),
            "expiry": "2099-01-01T00:00:00Z"});
        let charge_point = self.current.0;
        let path = format!("/api/v1/charge-points/{}/reservations", name(charge_point));
        let reply = admin.try_send("POST", &path, body.to_string().into_bytes()).ok()?;
        let body = reply.expect(201);
        self.made.push(Made {
            charge_point,
            number: body["reservationId"].as_i64().expect("a number"),
            connector,
        });
        Some(())
    }
}

impl Party for Reservations {
    fn connect(&mut self, server: SocketAddr) {
        let (number, asked) = self.current;
        self.current = if asked + PER_ROUND > PER_CHARGE_POINT {
            (number + 1, PER_ROUND)
        } else {
            (number, asked + PER_ROUND)
        };
        self.line = Some(Line::open(server, &name(self.current.0), "1.6"));
    }

    fn act(&mut self, admin: &Admin, until: Until) {
        let line = self.line.take().expect("connected");
        if until == Until::Lost {
            line.boot_and_agree(|| (0..PER_ROUND).try_for_each(|_| self.reserve(admin)));
        }
    }

    fn compare(&mut self, admin: &Admin, since: Since) {
        let first = if since == Since::Ever { 0 } else { self.settled };
        for of_one in self.made[first..].chunk_by(|one, next| one.charge_point == next.charge_point) {
            let listed = list(admin, of_one[0].charge_point);
            for made in of_one {
                made.is_among(&listed);
            }
        }
        self.settled = self.made.len();
    }

    fn acknowledged(&self) -> u64 {
        self.made.len() as u64
    }
}

impl Made {
    fn is_among(&self, listed: &[Value]) {
        let Self { number, connector, .. } = self;
        let found: Vec<_> = listed.iter().filter(|item| item["reservationId"] == *number).collect();
        let [item] = found[..] else {
            panic!("reservation {number}: {found:?}")
        };
        assert_eq!(item["connector"], *connector, "{item}");
        assert_eq!(item["idTag"], format!("R{connector}"), "{item}");
    }
}

fn list(admin: &Admin, charge_point: usize) -> Vec<Value> {
    let path = format!("/api/v1/charge-points/{}/reservations", name(charge_point));
    let mut body = admin.get(&path).expect(200);
    std::mem::take(body["items"].as_array_mut().expect("items"))
}
