//! The capability `directory`: reads what the server knows, as JSON.

use std::sync::Arc;

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use wasmtime::component::{HasSelf, Linker};

use super::{Access, CallScope, Capability};
use crate::clock;
use crate::ids::{ChargePointId, TransactionId};
use crate::ledger::account;
use crate::ledger::kept::Depth;
use crate::plugins::contract::interfaces::directory::{self, Error, Host};
use crate::plugins::sandbox::call_host::CallHost;
use crate::plugins::sandbox::trace::HostTrace;
use crate::state::charge_points::ChargePoint;
use crate::state::transactions::Transaction;
use crate::state::{State, views};
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
    trace: HostTrace,
    reads: u32,
}

impl Capability for DirectoryCapability {
    fn begin(access: &Arc<Access>, scope: &CallScope) -> Self {
        Self {
            access: Arc::clone(access),
            trace: scope.trace.clone(),
            reads: 0,
        }
    }

    fn link(linker: &mut Linker<CallHost>) -> wasmtime::Result<()> {
        directory::add_to_linker::<_, HasSelf<_>>(linker, |host: &mut CallHost| &mut host.can.directory)
    }
}

impl DirectoryCapability {
    fn begin(&mut self) -> Result<(), Error> {
        self.access
            .check("directory")
            .map_err(|reason| error("denied", reason))?;
        self.reads += 1;
        if self.reads > MOST_READS {
            return Err(error("budget", format!("a call may read {MOST_READS} times")));
        }
        Ok(())
    }

    fn read<T: Serialize + DeserializeOwned + Default>(
        &self,
        question: impl FnOnce() -> Value,
        live: impl FnOnce(Records<'_>) -> Result<T, Error>,
    ) -> Result<T, Error> {
        let unknown = || Ok(T::default());
        self.trace
            .answer(question, unknown, || live(Records(&self.access.state)))
    }
}

impl Host for DirectoryCapability {
    fn charge_point(&mut self, id: String) -> Result<Option<String>, Error> {
        self.begin()?;
        self.read(|| json!(["charge point", id]), |records| records.charge_point(&id))
    }

    fn charge_points(&mut self, after: Option<String>, limit: u32) -> Result<Vec<String>, Error> {
        self.begin()?;
        let question = || json!(["charge points", after, limit]);
        self.read(question, |records| records.charge_points(after.as_deref(), limit))
    }

    fn connectors(&mut self, charge_point: String) -> Result<Vec<String>, Error> {
        self.begin()?;
        let question = || json!(["connectors", charge_point]);
        self.read(question, |records| records.connectors(&charge_point))
    }

    fn transaction(&mut self, charge_point: String, id: String) -> Result<Option<String>, Error> {
        self.begin()?;
        let question = || json!(["transaction", charge_point, id]);
        self.read(question, |records| records.transaction(&charge_point, &id))
    }

    fn open_transactions(&mut self, charge_point: String) -> Result<Vec<String>, Error> {
        self.begin()?;
        let question = || json!(["open transactions", charge_point]);
        self.read(question, |records| records.open_transactions(&charge_point))
    }

    fn id_tag(&mut self, tag: String) -> Result<Option<String>, Error> {
        self.begin()?;
        self.read(|| json!(["id tag", tag]), |records| records.id_tag(&tag))
    }
}

/// What the server knows, as JSON texts.
struct Records<'a>(&'a State);

impl Records<'_> {
    /// As the operators' API shows it.
    fn seen(&self, id: ChargePointId, record: &ChargePoint) -> Result<String, Error> {
        let present = self.0.sessions().get(&id);
        text(&views::ChargePointView::read(self.0, id, record, present.as_deref()).map_err(unread)?)
    }

    fn charge_point(&self, id: &str) -> Result<Option<String>, Error> {
        let id = ChargePointId::new(id);
        let Some(record) = self.0.charge_point(&id).map_err(unread)? else {
            return Ok(None);
        };
        self.seen(id, &record).map(Some)
    }

    fn charge_points(&self, after: Option<&str>, limit: u32) -> Result<Vec<String>, Error> {
        let after = after.map(ChargePointId::new);
        let limit = usize::try_from(limit.min(MOST_LISTED)).unwrap_or_default();
        let found = self.0.charge_points(after.as_ref(), limit).map_err(unread)?;
        found.into_iter().map(|(id, record)| self.seen(id, &record)).collect()
    }

    fn connectors(&self, charge_point: &str) -> Result<Vec<String>, Error> {
        let found = self.0.connectors(&ChargePointId::new(charge_point));
        let found = found.map_err(unread)?.into_iter();
        found
            .map(|connector| text(&views::Connector::from(connector)))
            .collect()
    }

    fn transaction(&self, charge_point: &str, id: &str) -> Result<Option<String>, Error> {
        let (charge_point, id) = (ChargePointId::new(charge_point), TransactionId::new(id));
        let found = self.0.transaction(&charge_point, &id).map_err(unread)?;
        found.map(|found| self.session(found, Depth::All)).transpose()
    }

    /// As the operators' API shows it.
    fn session(&self, found: Transaction, depth: Depth) -> Result<String, Error> {
        let shown = account::shown(self.0, found, depth).map_err(unread)?;
        text(&views::Transaction::from(shown))
    }

    fn open_transactions(&self, charge_point: &str) -> Result<Vec<String>, Error> {
        let of = ChargePointId::new(charge_point);
        let found = self.0.open_transactions_after(Some(&of), None, MOST_OPEN);
        let open = found
            .map_err(unread)?
            .into_iter()
            .filter_map(|(_, transaction)| transaction);
        open.map(|found| self.session(found, Depth::Ends)).collect()
    }

    fn id_tag(&self, tag: &str) -> Result<Option<String>, Error> {
        let found = self.0.id_tag(tag).map_err(unread)?;
        found.map(|tag| text(&views::IdTag::at(tag, clock::now()))).transpose()
    }
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
