//! Transactions, their events and meter values, and what could not be placed.
//!
//! One transaction is one record (`record`). Beside it stand an index by what identifies a start
//! (`starts`, 1.6), a marker while it is open (`open`), and one record for each event (`events`, 2.x) and
//! each set of meter values (`meter_values`), so that nothing grows with the length of a session. `index` finds sessions by
//! their time.
//! What names no transaction that we know is in the station's `inbox`; what came when a session was over is kept
//! beside it (`later`).

mod assigned;
mod canonical;
mod crowded;
mod energy;
mod events;
mod inbox;
mod index;
mod later;
mod messages;
mod meter_values;
mod open;
mod record;
mod removal;
mod reworded;
mod runs;
mod search;
mod starts;
mod status;

pub use assigned::{Assigned, Owner};
pub use energy::{Doubt, Doubts, Energy, EnergySource, LeftOut, LeftOutReason, Register};
pub use events::{EventKey, StoredEvent, content_of_event, put_event, tells_the_same, told_of_event};
pub use inbox::{InboxEntry, InboxId, Standing, put_inbox_entry};
pub use index::{begins, id_of_session, index_is_built};
pub use later::{LaterMessage, put_later};
pub use messages::Message;
pub use meter_values::{MeterValueSet, NewValues, put_meter_value_set, put_meter_values};
#[cfg(test)]
pub(crate) use open::AnyForm;
pub use open::OpenMarker;
pub(in crate::state) use record::transaction_key;
pub use record::{
    Charging, ClosedBy, Ending, EventCount, Imported, MatchedBy, SameId, Transaction, TransactionChange,
    TransactionState, create_transaction, put_transaction, written,
};
pub use removal::Begun;
pub use reworded::{is_open, reword_transaction};
pub use runs::Runs;
pub use search::{Doubted, Listed, Part, Wanted};
pub use starts::{StartKey, note_start, starts_with_tag};
pub use status::{ToldStatus, put_told_status};

use serde_json::Value;
use sha2::{Digest, Sha256};

use super::writes::encode;
use crate::store::{Collection, StoreError};

/// The JSON text of a content, and what tells it apart from others.
fn fingerprinted(collection: Collection, value: &Value) -> Result<(Vec<u8>, String), StoreError> {
    let text = encode(collection, "", value)?;
    let digest = digest(&text);
    Ok((text, digest))
}

/// What tells a text apart from others: the same in every process.
pub(in crate::state) fn digest(text: &[u8]) -> String {
    let digest = Sha256::digest(text)
        .iter()
        .take(8)
        .fold(0, |sum: u64, byte| sum << 8 | u64::from(*byte));
    format!("{digest:016x}")
}
