//! From what is known of a site to what its stations should be asked. No host: a record in, a plan out.
//!
//! Every session counts with the worst that it may draw: what its station keeps to or was asked, whatever
//! is more. Less is asked at once; more only as far as the worst of all stays under the limit, so first
//! somebody has to have said yes to less.

use crate::amount::Amount;
use crate::plan::{Priority, Vehicle, divide};
use crate::record::{Record, Session, Station};
use crate::settings::{Connector, Site};

/// How to plan.
#[derive(Debug, Clone, Copy)]
pub struct Rules {
    /// A smaller change is not worth a command.
    pub margin: Amount,
    /// How what is left above the floors is divided.
    pub priority: Priority,
}

/// How a session stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// It is given a share.
    Served,
    /// There is not enough for its floor.
    Waits,
    /// Its station said no, and it is planned with all that its connector can; or it said nothing, and it
    /// is planned as it was.
    Refuses,
    /// Its station is not connected, or its version not known yet: it is planned as it was.
    Away,
}

/// A session's part of a plan; in the order of the record's sessions.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Share {
    /// What it should have.
    pub amount: Amount,
    /// What it may draw now at worst.
    pub worst: Amount,
    /// How it stands.
    pub standing: Standing,
}

/// A new limit for a session, by its place in the record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Change {
    /// The session's place.
    pub session: usize,
    /// Its limit.
    pub amount: Amount,
}

/// What a site's limit is used for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Plan {
    /// For connectors without a session that may begin without asking.
    pub reserved: Amount,
    /// Of each session.
    pub shares: Vec<Share>,
    /// What is to be asked now.
    pub changes: Vec<Change>,
}

impl Plan {
    /// What the site may draw now at worst.
    pub fn worst(&self) -> Amount {
        self.reserved + self.shares.iter().map(|share| share.worst).sum()
    }
}

/// Plans a site at a moment (in seconds).
pub fn decide(site: &Site, record: &Record, rules: Rules, now: i64) -> Plan {
    let reserved = reserved(site, record);
    let mut shares: Vec<Share> = record
        .sessions
        .iter()
        .map(|session| standing(site, record, session))
        .collect();
    let fixed = shares.iter().filter(|share| share.standing != Standing::Served);
    let left = site.limit.less(reserved + fixed.map(|share| share.amount).sum());
    let served = |share: &Share| share.standing == Standing::Served;
    let vehicles: Vec<Vehicle> = (record.sessions.iter().zip(&shares))
        .filter(|(_, share)| served(share))
        .filter_map(|(session, _)| vehicle(site, session))
        .collect();
    let amounts = divide(left, rules.priority, &vehicles);
    for (share, amount) in shares.iter_mut().filter(|share| served(share)).zip(amounts) {
        share.amount = amount;
        if amount == Amount::ZERO {
            share.standing = Standing::Waits;
        }
    }
    let mut plan = Plan {
        reserved,
        shares,
        changes: Vec::new(),
    };
    plan.changes = changes(site, record, &plan, (rules.margin, now));
    plan
}

/// Stations that are to be given the fail-safe profile now.
pub fn unsafe_stations(site: &Site, record: &Record, now: i64) -> Vec<String> {
    let unsafe_now = record.stations.iter().filter(|(_, station)| {
        let kept = station.fail_safe.kept == Some(site.fail_safe);
        !kept && !station.away && !station.version.is_empty() && station.fail_safe.is_free(now)
    });
    unsafe_now.map(|(id, _)| id.clone()).collect()
}

/// What connectors without a session may begin to draw before anybody can be asked: those with a
/// vehicle, and all of a station that we have lost.
fn reserved(site: &Site, record: &Record) -> Amount {
    let stations = site
        .charge_points
        .iter()
        .filter_map(|station| Some((station, record.stations.get(&station.id)?)));
    let idle = stations.flat_map(|(station, known)| {
        let may_begin = |connector: &&Connector| known.away || known.plugged.contains(&connector.id);
        let free = |connector: &&Connector| {
            let here = |session: &Session| session.charge_point == station.id && session.connector == connector.id;
            !record.sessions.iter().any(here)
        };
        station
            .connectors
            .iter()
            .filter(may_begin)
            .filter(free)
            .map(|connector| unasked(known, connector))
    });
    idle.sum()
}

/// What a connector may draw that was given no limit of its own.
fn unasked(station: &Station, connector: &Connector) -> Amount {
    station
        .fail_safe
        .kept
        .map_or(connector.max, |kept| kept.min(connector.max))
}

fn standing(site: &Site, record: &Record, session: &Session) -> Share {
    let most = site
        .connector(&session.charge_point, session.connector)
        .map_or(Amount::ZERO, |c| c.max);
    let station = record.stations.get(&session.charge_point);
    let kept = session
        .limit
        .kept
        .or_else(|| station.and_then(|station| station.fail_safe.kept));
    let asked = session.limit.open.as_ref().map(|open| open.amount);
    let heard = asked.max(session.limit.maybe).unwrap_or(Amount::ZERO);
    let worst = kept.unwrap_or(most).max(heard).min(most);
    let away = station.is_none_or(|station| station.away || station.version.is_empty());
    let worst = if session.limit.refused { most } else { worst };
    let standing = match (away, session.limit.tries) {
        (true, _) => Standing::Away,
        (false, 0) => Standing::Served,
        (false, _) => Standing::Refuses,
    };
    Share {
        amount: worst,
        worst,
        standing,
    }
}

fn vehicle(site: &Site, session: &Session) -> Option<Vehicle> {
    let connector = site.connector(&session.charge_point, session.connector)?;
    let most = session.usage.most.unwrap_or(connector.max).min(connector.max);
    Some(Vehicle {
        floor: connector.floor,
        most: most.max(connector.floor),
    })
}

fn changes(site: &Site, record: &Record, plan: &Plan, (margin, now): (Amount, i64)) -> Vec<Change> {
    let worst = plan.worst();
    let mut room = site.limit.less(worst);
    // Small differences add up: where they break the limit or keep somebody from its share, they go.
    let wanted = plan
        .shares
        .iter()
        .map(|share| share.amount.less(share.worst))
        .filter(|more| *more > margin);
    let pressed = worst > site.limit || wanted.sum::<Amount>() > room;
    let mut changes = Vec::new();
    for (at, (session, share)) in record.sessions.iter().zip(&plan.shares).enumerate() {
        if !session.limit.is_free(now) || share.standing == Standing::Away {
            continue;
        }
        let amount = match share.standing {
            // What it should have is not what is reserved for it: it is asked again.
            Standing::Refuses => again(site, session),
            _ if share.amount < share.worst => lower(session, share, if pressed { Amount::ZERO } else { margin }),
            _ => higher(site, session, share, (room, margin)),
        };
        let Some(amount) = amount else { continue };
        room = room.less(amount.less(share.worst));
        changes.push(Change { session: at, amount });
    }
    changes
}

/// A station that refused is asked for the floor, which leaves the others the most.
fn again(site: &Site, session: &Session) -> Option<Amount> {
    let connector = site.connector(&session.charge_point, session.connector)?;
    Some(connector.floor)
}

fn lower(session: &Session, share: &Share, margin: Amount) -> Option<Amount> {
    let small = share.worst - share.amount <= margin.in_tenths();
    let worth = !small || share.amount == Amount::ZERO || session.limit.kept.is_none();
    worth.then_some(share.amount)
}

fn higher(site: &Site, session: &Session, share: &Share, (room, margin): (Amount, Amount)) -> Option<Amount> {
    let floor = site.connector(&session.charge_point, session.connector)?.floor;
    let amount = share.amount.min(share.worst + room);
    if amount < floor || amount <= share.worst {
        return None;
    }
    let small = amount - share.worst <= margin.in_tenths();
    let worth = !small || share.worst < floor || session.limit.kept.is_none();
    worth.then_some(amount)
}

#[cfg(test)]
#[path = "decide_tests.rs"]
mod tests;
