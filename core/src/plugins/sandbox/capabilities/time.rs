//! The capability `time`: local time by the names of zones. Always granted: it tells nothing of this server.

use std::sync::Arc;

use serde_json::json;
use wasmtime::component::{HasSelf, Linker};

use super::{Access, CallScope, Capability, zones};
use crate::plugins::contract::interfaces::time::{self, Error, Host, Local};
use crate::plugins::sandbox::call_host::CallHost;
use crate::plugins::sandbox::trace::HostTrace;

/// One call's questions. They are recorded: another server may have newer rules.
pub struct TimeCapability {
    trace: HostTrace,
}

impl Capability for TimeCapability {
    fn begin(_: &Arc<Access>, scope: &CallScope) -> Self {
        Self {
            trace: scope.trace.clone(),
        }
    }

    fn link(linker: &mut Linker<CallHost>) -> wasmtime::Result<()> {
        time::add_to_linker::<_, HasSelf<_>>(linker, |host: &mut CallHost| &mut host.can.time)
    }
}

impl Host for TimeCapability {
    fn to_local(&mut self, at: String, zone: String) -> Result<Local, Error> {
        let live = || zones::to_local(&at, &zone);
        self.trace.answer(|| json!(["to local", at, zone]), live, live)
    }

    fn from_local(&mut self, local: String, zone: String) -> Result<Vec<String>, Error> {
        let live = || zones::from_local(&local, &zone);
        self.trace.answer(|| json!(["from local", local, zone]), live, live)
    }
}
