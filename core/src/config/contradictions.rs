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
    Rule { keys: &["ocpp.tls.listen", "ocpp.listen", "admin.listen"], broken: tls_on_an_address_of_another },
    Rule { keys: &["ocpp.tls.legacy_listen", "ocpp.tls.listen", "ocpp.listen", "admin.listen"], broken: legacy_on_an_address_of_another },
    Rule { keys: &["ocpp.listen", "ocpp.tls.listen", "ocpp.tls.legacy_listen"], broken: nowhere },
    Rule { keys: &["ocpp.tls.certificates", "ocpp.tls.listen", "ocpp.tls.legacy_listen"], broken: tls_without_a_certificate },
    Rule { keys: &["ocpp.tls.revocation_lists", "ocpp.tls.client_authorities"], broken: lists_of_nobody },
    Rule { keys: &["ocpp.client_certificate_header", "ocpp.trusted_proxies"], broken: header_of_nobody },
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

/// Where charge points connect that may come from elsewhere, with the key that says so.
fn public(settings: &Settings) -> Option<(&'static str, SocketAddr)> {
    let (ocpp, tls) = (&settings.ocpp, &settings.ocpp.tls);
    let all = [
        ("ocpp.listen", ocpp.listen),
        ("ocpp.tls.listen", tls.listen),
        ("ocpp.tls.legacy_listen", tls.legacy_listen),
    ];
    all.into_iter()
        .find_map(|(key, address)| Some((key, address?)).filter(|(_, address)| !loopback(*address)))
}

fn register_unknown_in_public(settings: &Settings, _: &Places) -> Option<String> {
    let (key, address) = public(settings)?;
    settings.ocpp.register_unknown.then(|| {
        format!("must be false where {key} is not loopback (it is {address}): anyone could register a charge point")
    })
}

/// The default is made for a trial on loopback; elsewhere free charging must be somebody's decision.
fn accept_unknown_by_default(settings: &Settings, places: &Places) -> Option<String> {
    let (key, address) = public(settings)?;
    let silent = !places.contains_key("authorization.accept_unknown");
    (silent && settings.authorization.accept_unknown).then(|| {
        format!("must be set where {key} is not loopback (it is {address}): the default, true, accepts every id tag")
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
    of_another(settings.admin.listen, &[("ocpp.listen", settings.ocpp.listen)])
}

/// Two listeners cannot share an address.
fn of_another(own: SocketAddr, others: &[(&str, Option<SocketAddr>)]) -> Option<String> {
    let overlap = |a: IpAddr, b: IpAddr| a == b || a.is_unspecified() || b.is_unspecified();
    let taken = |other: SocketAddr| own.port() == other.port() && own.port() != 0 && overlap(own.ip(), other.ip());
    let (key, other) = others
        .iter()
        .find_map(|(key, other)| Some((key, (*other).filter(|other| taken(*other))?)))?;
    Some(format!(
        "is the address of {key} ({other}); each listener needs its own"
    ))
}

fn tls_on_an_address_of_another(settings: &Settings, _: &Places) -> Option<String> {
    let (ocpp, admin) = (settings.ocpp.listen, settings.admin.listen);
    of_another(
        settings.ocpp.tls.listen?,
        &[("ocpp.listen", ocpp), ("admin.listen", Some(admin))],
    )
}

fn legacy_on_an_address_of_another(settings: &Settings, _: &Places) -> Option<String> {
    let (ocpp, admin, tls) = (settings.ocpp.listen, settings.admin.listen, &settings.ocpp.tls);
    let others = [
        ("ocpp.tls.listen", tls.listen),
        ("ocpp.listen", ocpp),
        ("admin.listen", Some(admin)),
    ];
    of_another(tls.legacy_listen?, &others)
}

fn nowhere(settings: &Settings, _: &Places) -> Option<String> {
    let (ocpp, tls) = (&settings.ocpp, &settings.ocpp.tls);
    let listens = ocpp.listen.or(tls.listen).or(tls.legacy_listen).is_some();
    (!listens).then(|| "is none, and so are the listeners with TLS: charge points could connect nowhere".to_owned())
}

fn tls_without_a_certificate(settings: &Settings, _: &Places) -> Option<String> {
    let tls = &settings.ocpp.tls;
    let listens = tls.listen.or(tls.legacy_listen).is_some();
    (listens && tls.certificates.is_empty()).then(|| {
        "is needed where ocpp.tls.listen or ocpp.tls.legacy_listen is set: the files with your certificate and its issuers, \
         in PEM"
            .to_owned()
    })
}

fn lists_of_nobody(settings: &Settings, _: &Places) -> Option<String> {
    let tls = &settings.ocpp.tls;
    (!tls.revocation_lists.is_empty() && tls.client_authorities.is_empty()).then(|| {
        "counts for nothing without ocpp.tls.client_authorities: name the authorities that issued the lists".to_owned()
    })
}

fn header_of_nobody(settings: &Settings, _: &Places) -> Option<String> {
    let ocpp = &settings.ocpp;
    (ocpp.client_certificate_header.is_some() && ocpp.trusted_proxies.is_empty())
        .then(|| "counts for nothing without ocpp.trusted_proxies: name the proxies that send it".to_owned())
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
