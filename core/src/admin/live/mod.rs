//! Events as they happen: `GET /events` as server-sent events (`sse`), `GET /live` as a WebSocket whose client joins
//! rooms and sends commands (`socket`).
//!
//! Both hear through [`Hearing`](crate::live::Hearing): what was before is told first where that is asked for, and a
//! client that is too slow is cut with a notice.

mod command;
mod frames;
mod query;
mod rooms;
mod socket;
mod sse;
mod stranger;
mod words;

use actix_web::http::header::RETRY_AFTER;

use super::openapi::{Routes, Tag, op};
use super::problem::{Problem, SOON, kinds};
use crate::live::NoPlace;

/// Declares the paths.
pub fn routes(api: &mut Routes) {
    api.at("/events", Tag::EVENTS).get(
        op("listen_to_events", "What happens, as server-sent events").says(
            "`id` is the event's number, `event` its kind, `data` the event as JSON. A client that was away is told from \
             `Last-Event-ID` or `after` on. Beside events: `gap` (some of it is not kept any more: all after `until` is there), `ahead` (nothing has the number yet), `left-out` (so many \
             without a number were too many at once), `cut` (more happened than was read, and the answer ends: ask again \
             with the number), `failed`. The answer ends when the client goes, or at once where `follow` is false.",
        )
        .fails(&[kinds::TOO_MANY_LISTENERS]),
        sse::events,
    );
    api.at("/live", Tag::EVENTS).get(
        op("live", "Events in rooms, and commands, over a WebSocket")
            .says(
                "Messages are JSON objects, both ways: `{\"join\": ROOM}`, `{\"leave\": ROOM}`, `{\"who\": ROOM}`, \
             `{\"command\": {\"id\", \"chargePoint\", \"name\", \"body\", \"wait\"}}`. Rooms are `all`, \
             `charge-point:ID`, `site:NAME`, `label:NAME` and `kind:KIND`. Events come as \
             `{\"event\": {}, \"number\": 7, \"rooms\": []}`. Who can set no header says `{\"token\": \"...\"}` first.",
            )
            .fails(&[kinds::TOO_MANY_LISTENERS, kinds::INVALID_REQUEST]),
        socket::open,
    );
}

impl From<NoPlace> for Problem {
    fn from(none: NoPlace) -> Self {
        match none {
            NoPlace::Full(count) => {
                let detail = format!("{count} listen already, which is all that admin.live.listeners allows");
                Self::new(kinds::TOO_MANY_LISTENERS, detail).header(RETRY_AFTER, SOON)
            }
            NoPlace::Closed => Self::new(kinds::STOPPING, "nobody is told events any more"),
        }
    }
}
