//! Who is in a room: the charge points that are meant, each with whether it is there, and since when.

use serde::Serialize;
use serde_json::{Value, json};

use super::words::Who;
use crate::admin::AppState;
use crate::admin::charge_points::list::{ChargePointFilter, Place};
use crate::admin::page::Page;
use crate::admin::problem::{Problem, kinds};
use crate::clock::text;
use crate::ids::ChargePointId;
use crate::live::Room;
use crate::state::charge_points::ChargePoint;

/// A charge point of a room.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Present {
    charge_point: ChargePointId,
    connected: bool,
    /// Since when it is there, or is not; null: it never was.
    since: Option<String>,
    site: Option<String>,
    labels: Vec<String>,
}

/// A page of a room's charge points, in the order of their identities.
///
/// # Errors
/// There is no such room; the store's.
pub async fn who(app: &AppState, asked: &Who) -> Result<Value, Problem> {
    let room = Room::parse(&asked.who).map_err(|detail| Problem::new(kinds::INVALID_REQUEST, detail))?;
    let page = match room {
        Room::ChargePoint(id) => {
            let record = app.registered(&id)?;
            Page {
                items: vec![(id, record)],
                next: None,
            }
        }
        Room::All | Room::Kind(_) => filter(asked, Place::Everywhere).find(app).await?,
        Room::Site(site) => filter(asked, Place::Site(site)).find(app).await?,
        Room::Label(label) => filter(asked, Place::Label(label)).find(app).await?,
    };
    let items = page.items.into_iter().map(|(id, record)| present(app, id, record));
    let items = items.collect::<Result<Vec<_>, _>>()?;
    Ok(json!({"who": asked.who, "items": items, "next": page.next}))
}

fn filter(asked: &Who, place: Place) -> ChargePointFilter {
    ChargePointFilter::of(place, asked.after.clone(), asked.limit)
}

fn present(app: &AppState, id: ChargePointId, record: ChargePoint) -> Result<Present, Problem> {
    let session = app.state().sessions().get(&id);
    let since = match &session {
        Some(session) => session.since,
        None => app.state().last_connection(&id)?.and_then(|last| last.ended_at),
    };
    Ok(Present {
        charge_point: id,
        connected: session.is_some(),
        since: since.map(text),
        site: record.attributes.site,
        labels: record
            .attributes
            .labels
            .iter()
            .map(|label| label.as_str().to_owned())
            .collect(),
    })
}
