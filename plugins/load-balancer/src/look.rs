//! Compares what events told with the directory, a few charge points at each tick: what began before
//! this plugin was there, and what was missed.

use ocpp_plugin_sdk::directory::{self, DirectoryError, Transaction};

use crate::clock;
use crate::learn::{Here, session};
use crate::record::Record;

/// Charge points of one tick.
const AT_ONCE: usize = 20;

/// Looks at the next charge points of a site. Without the grant, events must do.
///
/// # Errors
/// The directory's.
pub fn look(here: Here<'_>, record: &mut Record) -> Result<(), DirectoryError> {
    let mut ids: Vec<&str> = here
        .site
        .charge_points
        .iter()
        .map(|station| station.id.as_str())
        .collect();
    ids.sort_unstable();
    let next = ids.partition_point(|id| *id <= record.looked_after.as_str());
    let round = ids.iter().cycle().skip(next).take(ids.len().min(AT_ONCE));
    for id in round.copied().collect::<Vec<_>>() {
        match directory::open_transactions(id) {
            Ok(open) => compare(here, record, id, &open),
            Err(error) if error.code == "denied" => return Ok(()),
            Err(error) => return Err(error),
        }
        id.clone_into(&mut record.looked_after);
    }
    Ok(())
}

fn compare(here: Here<'_>, record: &mut Record, id: &str, open: &[Transaction]) {
    let is_open = |transaction: &str| open.iter().any(|open| open.id == transaction);
    record.end(|session| session.charge_point == id && !is_open(&session.transaction));
    for transaction in open {
        let Some(connector) = transaction.evse.or(transaction.connector) else {
            continue;
        };
        if here.site.connector(id, connector).is_none() {
            continue;
        }
        let station = record.station(id);
        if let Some(version) = transaction.version.as_ref().filter(|_| station.version.is_empty()) {
            station.version.clone_from(version);
        }
        let since = transaction.started_at.as_deref().and_then(clock::seconds);
        let since = since.unwrap_or(here.now);
        record.begin(session(id, connector, (transaction.id.clone(), since)));
    }
}
