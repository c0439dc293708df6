//! Sessions of which nothing was heard for so long that their end must have been lost: they end at their last sign
//! of life. Looked for now and then, by the markers of what is open.

use std::time::Duration;

use chrono::TimeDelta;
use serde_json::json;

use crate::clock::{self, Time, is_ahead, told_instant};
use crate::ids::{ChargePointId, TransactionId};
use crate::ocpp::Pipeline;
use crate::ocpp::transactions::desk::{Desk, DeskError};
use crate::state::parts;
use crate::store::StoreError;

/// How often it is looked, at most and at least.
const OFTEN: Duration = Duration::from_secs(1);
const SELDOM: Duration = Duration::from_secs(60);

/// Markers that are read at a time.
const STEP: usize = 200;

/// Gives up what has been silent for so long, for ever.
pub async fn run(pipeline: Pipeline, after: Duration) {
    let pause = (after / 10).clamp(OFTEN, SELDOM);
    let Ok(age) = TimeDelta::from_std(after) else { return };
    loop {
        actix_rt::time::sleep(pause).await;
        let now = clock::now();
        if let Err(error) = sweep(&pipeline, now, now - age).await {
            tracing::error!(%error, "silent transactions could not be looked for");
        }
    }
}

/// Gives up what has been silent since then.
async fn sweep(pipeline: &Pipeline, now: Time, since: Time) -> Result<(), DeskError> {
    let mut last: Option<String> = None;
    loop {
        let page = pipeline.state.open_markers(last.as_deref(), STEP)?;
        let Some((key, _)) = page.last() else { return Ok(()) };
        last = Some(key.clone());
        for (key, marker) in page {
            let began = marker.started_at.as_deref().and_then(told_instant);
            if began.is_some_and(|began| began > since && !is_ahead(began, now)) {
                continue;
            }
            let Some(owner) = parts(&key).into_iter().next() else {
                continue;
            };
            give_up(pipeline, (&ChargePointId::new(&owner), &marker.id), (now, since)).await?;
        }
        actix_rt::task::yield_now().await;
    }
}

async fn give_up(
    pipeline: &Pipeline,
    (charge_point, session): (&ChargePointId, &TransactionId),
    (now, since): (Time, Time),
) -> Result<(), DeskError> {
    let desk = Desk {
        state: &pipeline.state,
        charge_point,
        now,
    };
    let settled = match desk.give_up_silent(session, since) {
        Ok(Some(settled)) => settled,
        // A crash left the marker of a record that never was, or something was heard.
        Ok(None) | Err(DeskError::NoTransaction(_)) => return Ok(()),
        Err(error) => return Err(error),
    };
    tracing::warn!(charge_point.id = %charge_point, transaction.id = %session, "given up: nothing was heard of it");
    let event = settled.event("stale", &json!({}));
    let mut writes = settled.writes;
    if let Some(event) = &event {
        writes.extend(pipeline.plugins.keep(event)?);
    }
    match pipeline.state.store().write(writes).await {
        Ok(_) => pipeline.plugins.announce(event.as_slice()),
        // Something was heard just now.
        Err(StoreError::Conflict { .. }) => {}
        Err(error) => return Err(error.into()),
    }
    Ok(())
}
