//! Carries a plan out: commands to the stations, and what becomes of those that are never answered.

use ocpp_plugin_sdk::commands::CommandError;
use ocpp_plugin_sdk::{Failed, log};

use crate::amount::Amount;
use crate::decide::{Rules, decide, unsafe_stations};
use crate::learn::Here;
use crate::profile::{self, For};
use crate::record::{Asked, Record, Said};

/// No answer within that is none, in seconds. The server says so earlier.
const PATIENCE: i64 = 180;
/// Commands of one call; the rest follows with the next answer or tick.
const MOST_COMMANDS: usize = 50;

/// Sends what the plan asks for.
///
/// # Errors
/// If the operator grants no commands.
pub fn act(here: Here<'_>, record: &mut Record) -> Result<(), Failed> {
    give_up(record, here.now);
    let stations = unsafe_stations(here.site, record, here.now);
    let left = MOST_COMMANDS.saturating_sub(stations.len());
    for id in stations.iter().take(MOST_COMMANDS) {
        let version = record.station(id).version.clone();
        let amount = here.site.fail_safe;
        let sent = profile::send((here.settings, here.site), (id, &version), For::Idle, amount);
        note(&mut record.station(id).fail_safe, sent, (amount, here.now), id)?;
    }
    let rules = Rules {
        margin: here.settings.margin,
        priority: here.settings.priority,
    };
    let plan = decide(here.site, record, rules, here.now);
    for change in plan.changes.iter().take(left) {
        let Some(session) = record.sessions.get_mut(change.session) else {
            continue;
        };
        let id = session.charge_point.clone();
        let station = record.stations.get(&id);
        let version = station.map(|station| station.version.as_str()).unwrap_or_default();
        let what = For::Transaction(session.connector, &session.transaction);
        let sent = profile::send((here.settings, here.site), (&id, version), what, change.amount);
        note(&mut session.limit, sent, (change.amount, here.now), &id)?;
    }
    Ok(())
}

/// Notes that a command is under way, or that the server refused it.
fn note(
    asked: &mut Asked,
    sent: Result<String, CommandError>,
    (amount, now): (Amount, i64),
    id: &str,
) -> Result<(), Failed> {
    match sent {
        Ok(command) => asked.ask(command, amount, now),
        Err(error) if error.code == "denied" => return Err(error.into()),
        Err(error) => {
            log::error(&format!("{id} cannot be sent its limit: {error}"));
            asked.ask(String::new(), amount, now);
            asked.answered(Said::Nothing, now);
        }
    }
    Ok(())
}

/// An answer that got lost is not waited for.
fn give_up(record: &mut Record, now: i64) {
    let limits = record.sessions.iter_mut().map(|session| &mut session.limit);
    let fail_safes = record.stations.values_mut().map(|station| &mut station.fail_safe);
    for asked in limits.chain(fail_safes) {
        if asked.open.as_ref().is_some_and(|open| now - open.at >= PATIENCE) {
            asked.answered(Said::Nothing, now);
        }
    }
}
