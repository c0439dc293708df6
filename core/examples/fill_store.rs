//! Lays out the store of a fleet: so many registered charge points with so many recorded messages each, for
//! suites and measurements that need a store that has grown. `fill_store FOLDER CHARGE_POINTS RECORDS_EACH`,
//! in a folder that holds no store yet. Prints what it wrote and how long it took.
//!
//! Charge points are called `CP-00000` and so on. Their messages are FirmwareStatusNotifications of 2.x, one a
//! second, whose `requestId` counts from 0: the greater, the newer.

use std::error::Error;
use std::path::PathBuf;
use std::time::{Duration, Instant};

use chrono::DateTime;
use ocpp_central::clock::Time;
use ocpp_central::ids::{ChargePointId, MessageId};
use ocpp_central::state::charge_points::{ChargePoint, put_charge_point};
use ocpp_central::state::records::{StoredMessage, put_record};
use ocpp_central::store::{SledStore, Store, StoreError, Write};
use serde_json::json;

/// Writes that are handed over at a time: few enough for the memory, enough that syncing costs nothing.
const LIST: usize = 20_000;
const CACHE_BYTES: u64 = 256 * 1024 * 1024;
/// 2026-01-01T00:00:00Z, in seconds.
const BEGIN: i64 = 1_767_225_600;

/// What is asked for.
struct Fleet {
    folder: PathBuf,
    charge_points: u32,
    records_each: u32,
}

fn main() -> Result<(), Box<dyn Error>> {
    let fleet = asked().ok_or("usage: fill_store FOLDER CHARGE_POINTS RECORDS_EACH")?;
    let started = Instant::now();
    let runtime = tokio::runtime::Builder::new_current_thread().build()?;
    let store = SledStore::open(&fleet.folder, CACHE_BYTES)?;
    let written = runtime.block_on(fill(&store, &fleet))?;
    let filled = started.elapsed();
    drop(store);
    tell(&fleet, written, filled, started.elapsed());
    Ok(())
}

fn asked() -> Option<Fleet> {
    let mut arguments = std::env::args().skip(1);
    Some(Fleet {
        folder: arguments.next()?.into(),
        charge_points: arguments.next()?.parse().ok()?,
        records_each: arguments.next()?.parse().ok()?,
    })
}

/// How many keys were written.
async fn fill(store: &SledStore, fleet: &Fleet) -> Result<usize, StoreError> {
    let mut written = 0;
    let mut list = Vec::with_capacity(LIST);
    for number in 0..fleet.charge_points {
        list.extend(charge_point(number, fleet.records_each)?);
        if list.len() >= LIST {
            written += list.len();
            store.write(std::mem::take(&mut list)).await?;
        }
    }
    written += list.len();
    store.write(list).await?;
    Ok(written)
}

/// A charge point as an operator registers it, with all that it sent.
fn charge_point(number: u32, records: u32) -> Result<Vec<Write>, StoreError> {
    let id = ChargePointId::new(&format!("CP-{number:05}"));
    let registered = ChargePoint {
        security_profile: Some(0),
        ..ChargePoint::default()
    };
    let mut writes = vec![put_charge_point(&id, &registered)?];
    for place in 0..records {
        let message = MessageId::new(&format!("m{place}"));
        let stored = StoredMessage {
            at: moment(place),
            action: "FirmwareStatusNotification".to_owned(),
            payload: json!({ "status": "Downloading", "requestId": place }).into(),
        };
        writes.push(put_record(&id, &message, &stored)?.into_write());
    }
    Ok(writes)
}

fn moment(place: u32) -> Time {
    DateTime::from_timestamp(BEGIN + i64::from(place), 0).unwrap_or_default()
}

fn tell(fleet: &Fleet, written: usize, filled: Duration, closed: Duration) {
    println!(
        "{} charge points with {} records each: {written} keys in {:.1} s, closed after {:.1} s",
        fleet.charge_points,
        fleet.records_each,
        filled.as_secs_f64(),
        closed.as_secs_f64(),
    );
}
