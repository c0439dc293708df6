//! Campaigns through the admin API: a depot of charge points, and how a campaign stands.

use serde_json::{Value, json};

use crate::admin::Admin;
use crate::charger::{Make, Rule, always};
use crate::server::Server;
use crate::wait;

/// Where campaigns are.
pub const CAMPAIGNS: &str = "/api/v1/campaigns";

/// The charge point of a number: three vendors and two versions take turns.
#[must_use]
pub fn make(number: usize) -> Make {
    let (version, vendor) = match number % 3 {
        0 => ("1.6", "Alfen"),
        1 => ("2.0.1", "ABB"),
        _ => ("1.6", "Acme"),
    };
    Make {
        id: format!("CP{number:02}"),
        version,
        vendor,
        firmware: "1.0",
    }
}

/// Registers so many charge points of a depot.
///
/// # Panics
/// If one is refused.
#[must_use]
pub fn depot(server: &Server, all: usize) -> Admin {
    let admin = server.admin();
    let lines: Vec<Value> = (0..all)
        .map(|number| json!({"id": make(number).id, "securityProfile": 0, "labels": ["depot"]}))
        .collect();
    let made = admin.post("/api/v1/charge-points", &json!(lines)).expect(200);
    assert_eq!(made["created"], all, "{made}");
    admin
}

/// Whatever it is asked, it does.
#[must_use]
pub fn accepting() -> Rule {
    always(json!({"status": "Accepted"}))
}

/// Begins a campaign; its id.
///
/// # Panics
/// If it is refused.
#[must_use]
pub fn begin(admin: &Admin, body: &Value) -> String {
    let campaign = admin.post(CAMPAIGNS, body).expect(201);
    campaign["id"].as_str().unwrap().to_owned()
}

/// A campaign as it stands.
#[must_use]
pub fn campaign(admin: &Admin, id: &str) -> Value {
    admin.get(&format!("{CAMPAIGNS}/{id}")).expect(200)
}

/// Waits until a campaign is so, and gives it.
///
/// # Panics
/// If it never is; the text shows how it stands.
pub fn until(admin: &Admin, id: &str, what: &str, is_so: impl Fn(&Value) -> bool) -> Value {
    let mut last = Value::Null;
    let found = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
        wait::until(what, || {
            last = campaign(admin, id);
            is_so(&last).then(|| last.clone())
        })
    }));
    found.unwrap_or_else(|_| panic!("{what}: {last}"))
}

/// It is in this state.
pub fn is(state: &'static str) -> impl Fn(&Value) -> bool {
    move |campaign| campaign["state"] == state
}

/// How many of its members are so far, by these names.
///
/// # Panics
/// If there is no such name.
#[must_use]
pub fn counts(campaign: &Value, names: &[&str]) -> Vec<u64> {
    names
        .iter()
        .map(|name| campaign["counts"][name].as_u64().unwrap())
        .collect()
}

/// Its members, by a query.
///
/// # Panics
/// If the list is no list.
#[must_use]
pub fn members(admin: &Admin, id: &str, query: &str) -> Vec<Value> {
    let page = admin.get(&format!("{CAMPAIGNS}/{id}/charge-points{query}")).expect(200);
    page["items"].as_array().unwrap().clone()
}

/// The identities of members.
///
/// # Panics
/// If one has none.
#[must_use]
pub fn ids(members: &[Value]) -> Vec<&str> {
    members
        .iter()
        .map(|member| member["chargePoint"].as_str().unwrap())
        .collect()
}
