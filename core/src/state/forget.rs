//! Forgetting a charge point: the table of collections says what goes and what stays.
//!
//! Its registration goes last, so a server that stops in the middle still knows the charge point, and an
//! operator who deletes it again finishes the work. Removed in steps, so nobody else waits for it.

use serde::Deserialize;

use super::collections::{CHARGE_POINTS, Owner, Row, TABLE};
use super::writes::decode;
use super::{State, delete, key, prefix};
use crate::ids::ChargePointId;
use crate::store::{Collection, Page, StoreError};

/// Keys that are read or removed at a time.
const STEP: usize = 500;

/// Of a record, whose it is.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Owned {
    charge_point: ChargePointId,
}

impl State {
    /// Removes all that is kept of a charge point but its transactions and what belongs to them.
    ///
    /// # Errors
    /// The store's; then a part of it is still there, the registration too.
    pub async fn forget(&self, id: &ChargePointId) -> Result<(), StoreError> {
        self.write_behind(id).lock().forget(&key(&[id.as_str()]));
        self.messages().forget(id);
        self.refusals().forget(id.as_str());
        self.tag_refusals().forget_station(id);
        let gone = TABLE.iter().filter(|row| row.goes_with_its_station());
        for row in gone.filter(|row| row.collection != CHARGE_POINTS) {
            self.forget_in(row, id).await?;
        }
        self.remove(CHARGE_POINTS, vec![key(&[id.as_str()])]).await
    }

    async fn forget_in(&self, row: &Row, id: &ChargePointId) -> Result<(), StoreError> {
        if row.owner == Owner::StationInRecord {
            return self.forget_records_of(row.collection, id).await;
        }
        self.remove(row.collection, vec![key(&[id.as_str()])]).await?;
        let prefix = prefix(&[id.as_str()]);
        loop {
            let keys = self.store().list_keys(row.collection, Page::of(&prefix, STEP))?;
            if keys.is_empty() {
                return Ok(());
            }
            self.remove(row.collection, keys).await?;
        }
    }

    /// These keys do not say whose they are, so all of the collection's records are looked at.
    async fn forget_records_of(&self, collection: Collection, id: &ChargePointId) -> Result<(), StoreError> {
        let mut after = None;
        loop {
            let page = self.store().list(collection, Page::all(STEP).after(after.as_deref()))?;
            let Some((last, _)) = page.last() else { return Ok(()) };
            after = Some(last.clone());
            let of_it = page.into_iter().filter(|(key, entry)| {
                decode::<Owned>(collection, key, &entry.value).is_ok_and(|owned| owned.charge_point == *id)
            });
            self.remove(collection, of_it.map(|(key, _)| key).collect()).await?;
            tokio::task::yield_now().await;
        }
    }

    async fn remove(&self, collection: Collection, keys: Vec<String>) -> Result<(), StoreError> {
        let writes = keys.into_iter().map(|key| delete(collection, key)).collect();
        self.store().write(writes).await.map(|_| ())
    }
}
