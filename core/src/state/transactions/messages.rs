//! All messages that are kept of a session, one kind after the other: what is too much for one answer goes on where it
//! ended.

use serde::de::DeserializeOwned;

use super::{LaterMessage, MeterValueSet, StoredEvent};
use crate::ids::{ChargePointId, TransactionId};
use crate::state::State;
use crate::state::collections::{TRANSACTION_EVENTS, TRANSACTION_LATER, TRANSACTION_METER_VALUES};
use crate::store::{Collection, Page, StoreError};

/// A message of a session.
#[derive(Debug)]
pub enum Message {
    /// 2.x
    Event(StoredEvent),
    Values(MeterValueSet),
    /// It came when the session was over.
    Later(LaterMessage),
}

/// The kinds in their order, each with its word in a place.
const KINDS: [(&str, Collection); 3] = [
    ("events", TRANSACTION_EVENTS),
    ("values", TRANSACTION_METER_VALUES),
    ("later", TRANSACTION_LATER),
];

impl State {
    /// Messages of a session after a place, not more than so many, each with its place; none: from the first on. A
    /// place that was not told is as good as one behind the last message.
    pub fn messages_of(
        &self,
        (charge_point, id): (&ChargePointId, &TransactionId),
        after: Option<&str>,
        limit: usize,
    ) -> Result<Vec<(String, Message)>, StoreError> {
        let (first, mut after) = match after.map(|place| place.split_once('/').unwrap_or((place, ""))) {
            None => (0, None),
            Some((word, key)) => {
                let at = KINDS.iter().position(|(kind, _)| *kind == word);
                (at.unwrap_or(KINDS.len()), Some(key))
            }
        };
        let of_it = [charge_point.as_str(), id.as_str()];
        let mut found = Vec::new();
        for (word, collection) in KINDS.into_iter().skip(first) {
            let page = Page::all(limit.saturating_sub(found.len())).after(after.take());
            if page.limit == 0 {
                break;
            }
            match word {
                "events" => found.extend(self.of_kind(collection, &of_it, page, Message::Event)?),
                "values" => found.extend(self.of_kind(collection, &of_it, page, Message::Values)?),
                _ => found.extend(self.of_kind(collection, &of_it, page, Message::Later)?),
            }
        }
        Ok(found)
    }

    fn of_kind<T: DeserializeOwned>(
        &self,
        collection: Collection,
        of_it: &[&str],
        page: Page<'_>,
        message: fn(T) -> Message,
    ) -> Result<Vec<(String, Message)>, StoreError> {
        let word = KINDS
            .iter()
            .find(|(_, of)| *of == collection)
            .map_or("", |(word, _)| word);
        let found = self.list_under(collection, of_it, page)?;
        let placed = |(key, record)| (format!("{word}/{key}"), message(record));
        Ok(found.into_iter().map(placed).collect())
    }
}
