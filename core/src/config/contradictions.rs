//! Values that are readable each, but must not stand together.

use std::collections::BTreeMap;
use std::net::{IpAddr, SocketAddr};

use super::problem::{Place, Problem, What};
use super::settings::Settings;

/// Where each key was typed that was.
pub type Places = BTreeMap<String, Place>;

/// A rule over some keys; the first is the one to be named.
struct Rule {
    keys: &'static [&'static str],
    broken: fn(&Settings, &Places) -> Option<String>,
}

#[rustfmt::skip]
static RULES: &[Rule] = &[
    Rule { keys: &["ocpp.register_unknown", "ocpp.listen"], broken: register_unknown_in_public },
    Rule { keys: &["authorization.accept_unknown", "ocpp.listen"], broken: accept_unknown_by_default },
    Rule { keys: &["admin.token", "admin.token_file", "admin.listen"], broken: admin_open_in_public },
    Rule { keys: &["admin.listen", "ocpp.listen"], broken: one_address_twice },
    Rule { keys: &["connection.idle_timeout", "connection.ping_interval"], broken: idle_before_ping },
    Rule { keys: &["connection.idle_timeout", "registration.heartbeat_interval"], broken: idle_before_heartbeat },
];

/// The broken rules. A rule is left out if one of its keys could not be read.
#[must_use]
pub fn find(settings: &Settings, places: &Places, unread: &[Problem]) -> Vec<Problem> {
    let read = |rule: &&Rule| !unread.iter().any(|problem| rule.keys.contains(&problem.key.as_str()));
    let problem = |rule: &Rule| {
        let reason = (rule.broken)(settings, places)?;
        let place = rule.keys.iter().find_map(|key| places.get(*key)).cloned();
        let key = rule.keys.first().copied().unwrap_or_default().to_owned();
        Some(Problem {
            place: place.unwrap_or(Place::Nowhere),
            key,
            what: What::Refused(reason),
        })
    };
    RULES.iter().filter(read).filter_map(problem).collect()
}

fn loopback(address: SocketAddr) -> bool {
    address.ip().to_canonical().is_loopback()
}

fn register_unknown_in_public(settings: &Settings, _: &Places) -> Option<String> {
    let ocpp = &settings.ocpp;
    (ocpp.register_unknown && !loopback(ocpp.listen)).then(|| {
        format!(
            "must be false where ocpp.listen is not loopback (it is {}): anyone could register a charge point",
            ocpp.listen
        )
    })
}

/// The default is made for a trial on loopback; elsewhere free charging must be somebody's decision.
fn accept_unknown_by_default(settings: &Settings, places: &Places) -> Option<String> {
    let silent = !places.contains_key("authorization.accept_unknown");
    (silent && settings.authorization.accept_unknown && !loopback(settings.ocpp.listen)).then(|| {
        format!(
            "must be set where ocpp.listen is not loopback (it is {}): the default, true, accepts every id tag",
            settings.ocpp.listen
        )
    })
}

fn admin_open_in_public(settings: &Settings, _: &Places) -> Option<String> {
    let admin = &settings.admin;
    let without = admin.token.is_none() && admin.token_file.is_none();
    (without && !loopback(admin.listen)).then(|| {
        format!(
            "a token is needed where admin.listen is not loopback (it is {}); \
             set it here, in OCPP_CENTRAL_ADMIN_TOKEN, or in a file that admin.token_file names",
            admin.listen
        )
    })
}

fn one_address_twice(settings: &Settings, _: &Places) -> Option<String> {
    let (admin, ocpp) = (settings.admin.listen, settings.ocpp.listen);
    let overlap = |a: IpAddr, b: IpAddr| a == b || a.is_unspecified() || b.is_unspecified();
    (admin.port() == ocpp.port() && admin.port() != 0 && overlap(admin.ip(), ocpp.ip()))
        .then(|| format!("is the address of ocpp.listen ({ocpp}); each listener needs its own"))
}

/// A ping goes out after one interval of silence; its answer has another one.
fn idle_before_ping(settings: &Settings, _: &Places) -> Option<String> {
    let (idle, ping) = (settings.connection.idle_timeout?, settings.connection.ping_interval?);
    (idle < ping * 2)
        .then(|| "must be at least twice connection.ping_interval: live connections would be closed".to_owned())
}

fn idle_before_heartbeat(settings: &Settings, _: &Places) -> Option<String> {
    let (connection, heartbeat) = (&settings.connection, settings.registration.heartbeat_interval);
    let idle = connection.idle_timeout.filter(|_| connection.ping_interval.is_none())?;
    (idle <= heartbeat).then(|| {
        "must be longer than registration.heartbeat_interval where the server does not ping: \
         live connections would be closed"
            .to_owned()
    })
}
