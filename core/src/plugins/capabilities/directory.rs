//! The capability `directory`: reads what the server knows, as JSON.

use std::sync::Arc;

use serde::Serialize;

use super::Access;
use crate::clock;
use crate::ids::{ChargePointId, TransactionId};
use crate::plugins::contract::directory::{Error, Host};
use crate::state::charge_points::ChargePoint;
use crate::state::{State, shown};
use crate::store::StoreError;

/// Reads of one call; each may wait for the store.
const MOST_READS: u32 = 500;
/// More open transactions than a charge point has.
const MOST_OPEN: usize = 256;
/// Charge points of one page.
const MOST_LISTED: u32 = 100;

/// One call's reads.
pub struct DirectoryCapability {
    access: Arc<Access>,
    reads: u32,
}

impl DirectoryCapability {
    /// Nothing read yet.
    #[must_use]
    pub fn new(access: Arc<Access>) -> Self {
        Self { access, reads: 0 }
    }

    fn begin(&mut self) -> Result<(), Error> {
        if !self.access.grants.directory {
            return Err(error("denied", self.access.denied("directory")));
        }
        self.reads += 1;
        if self.reads > MOST_READS {
            return Err(error("budget", format!("a call may read {MOST_READS} times")));
        }
        Ok(())
    }
}

impl Host for DirectoryCapability {
    fn charge_point(&mut self, id: String) -> Result<Option<String>, Error> {
        self.begin()?;
        let id = ChargePointId::new(&id);
        let state = &self.access.state;
        let Some(record) = state.charge_point(&id).map_err(unread)? else {
            return Ok(None);
        };
        seen(state, id, &record).map(Some)
    }

    fn charge_points(&mut self, after: Option<String>, limit: u32) -> Result<Vec<String>, Error> {
        self.begin()?;
        let after = after.map(|after| ChargePointId::new(&after));
        let limit = usize::try_from(limit.min(MOST_LISTED)).unwrap_or_default();
        let state = &self.access.state;
        let found = state.charge_points(after.as_ref(), limit).map_err(unread)?;
        found.into_iter().map(|(id, record)| seen(state, id, &record)).collect()
    }

    fn connectors(&mut self, charge_point: String) -> Result<Vec<String>, Error> {
        self.begin()?;
        let found = self.access.state.connectors(&ChargePointId::new(&charge_point));
        let found = found.map_err(unread)?.into_iter();
        found
            .map(|connector| text(&shown::Connector::from(connector)))
            .collect()
    }

    fn transaction(&mut self, charge_point: String, id: String) -> Result<Option<String>, Error> {
        self.begin()?;
        let (charge_point, id) = (ChargePointId::new(&charge_point), TransactionId::new(&id));
        let found = self.access.state.transaction(&charge_point, &id).map_err(unread)?;
        found
            .map(|transaction| text(&shown::Transaction::from(transaction)))
            .transpose()
    }

    fn open_transactions(&mut self, charge_point: String) -> Result<Vec<String>, Error> {
        self.begin()?;
        let (state, of) = (&self.access.state, ChargePointId::new(&charge_point));
        let found = state
            .open_transactions_after(Some(&of), None, MOST_OPEN)
            .map_err(unread)?;
        let open = found.into_iter().filter_map(|(_, transaction)| transaction);
        open.map(|transaction| text(&shown::Transaction::from(transaction)))
            .collect()
    }

    fn id_tag(&mut self, tag: String) -> Result<Option<String>, Error> {
        self.begin()?;
        let found = self.access.state.id_tag(&tag).map_err(unread)?;
        found.map(|tag| text(&shown::IdTag::at(tag, clock::now()))).transpose()
    }
}

/// A charge point as the operators' API shows it.
fn seen(state: &State, id: ChargePointId, record: &ChargePoint) -> Result<String, Error> {
    let present = state.sessions().of(&id);
    text(&shown::Seen::read(state, id, record, present.as_deref()).map_err(unread)?)
}

fn text<T: Serialize>(value: &T) -> Result<String, Error> {
    serde_json::to_string(value).map_err(|reason| error("store", format!("a record has no JSON form: {reason}")))
}

fn unread(cause: StoreError) -> Error {
    error("store", format!("the server could not read: {cause}"))
}

fn error(code: &str, message: String) -> Error {
    Error {
        code: code.to_owned(),
        message,
    }
}
