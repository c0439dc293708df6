//! An event as all listeners are told it: its text is made once.

use std::sync::{Arc, OnceLock};

use bytes::Bytes;
use bytestring::ByteString;

use super::belongs::Belongs;
use crate::events::{Event, EventView};
use crate::ids::ChargePointId;

/// An event with where its charge point belonged when it was told.
#[derive(Debug)]
pub struct Told {
    /// None: it is in no log.
    pub number: Option<u64>,
    pub kind: String,
    pub charge_point: ChargePointId,
    pub belongs: Arc<Belongs>,
    /// [`EventView`] as JSON.
    pub json: String,
    frame: OnceLock<Bytes>,
    spoken: OnceLock<Spoken>,
}

/// It with rooms in which it is heard.
#[derive(Debug)]
struct Spoken {
    rooms: Vec<Arc<str>>,
    text: ByteString,
}

impl Told {
    /// An event with its number, if it has one. None: it has no JSON form, which the log says.
    #[must_use]
    pub fn new(number: Option<u64>, event: Event, belongs: Arc<Belongs>) -> Option<Self> {
        let (kind, charge_point) = (event.kind.clone(), event.charge_point.clone());
        let view = EventView {
            number: number.unwrap_or_default(),
            ..EventView::from(event)
        };
        let json = serde_json::to_string(&view)
            .inspect_err(|error| tracing::error!(event.kind = kind, %error, "an event cannot be told"))
            .ok()?;
        Some(Self {
            number,
            kind,
            charge_point,
            belongs,
            json,
            frame: OnceLock::new(),
            spoken: OnceLock::new(),
        })
    }

    /// How much of a listener's bound it takes.
    #[must_use]
    pub fn bytes(&self) -> usize {
        128 + self.json.len()
    }

    /// The event in a form that is made once for all who want that form.
    pub fn frame(&self, make: impl FnOnce(&Self) -> Bytes) -> &Bytes {
        self.frame.get_or_init(|| make(self))
    }

    /// The event with its rooms, in a form that is made once for all who are in the same ones.
    pub fn spoken(&self, rooms: &[Arc<str>], make: impl Fn() -> ByteString) -> ByteString {
        let first = self.spoken.get_or_init(|| Spoken {
            rooms: rooms.to_vec(),
            text: make(),
        });
        if first.rooms == rooms {
            first.text.clone()
        } else {
            make()
        }
    }
}
