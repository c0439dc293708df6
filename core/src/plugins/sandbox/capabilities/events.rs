//! The capability `events`: events of the plugin's own, kept until the call's outcome is used.

use std::sync::Arc;

use serde_json::{Map, Value};

use wasmtime::component::{HasSelf, Linker};

use super::{Access, CallScope, Capability, RequestedEffects};
use crate::ids::ChargePointId;
use crate::plugins::contract::interfaces::events::{self, Error, Host};
use crate::plugins::sandbox::call_host::CallHost;

/// Events of one call.
const MOST_EVENTS: usize = 100;
/// Bytes of a payload.
const LARGEST: usize = 64 * 1024;
/// Bytes of a kind.
const LONGEST_KIND: usize = 64;

/// An event that a plugin wants told.
#[derive(Debug, Clone, PartialEq)]
pub struct Emitted {
    /// Whom it is about; empty: nobody.
    pub charge_point: ChargePointId,
    /// Such as `plugin.doorman.refused`.
    pub kind: String,
    /// What happened.
    pub payload: Map<String, Value>,
}

/// One call's events.
pub struct EventsCapability {
    access: Arc<Access>,
    emitted: Vec<Emitted>,
}

impl Capability for EventsCapability {
    fn begin(access: &Arc<Access>, _: &CallScope) -> Self {
        Self {
            access: Arc::clone(access),
            emitted: Vec::new(),
        }
    }

    fn link(linker: &mut Linker<CallHost>) -> wasmtime::Result<()> {
        events::add_to_linker::<_, HasSelf<_>>(linker, |host: &mut CallHost| &mut host.can.events)
    }

    fn finish(&mut self, requested: &mut RequestedEffects) {
        requested.events.append(&mut self.emitted);
    }
}

impl Host for EventsCapability {
    fn emit(&mut self, charge_point: String, kind: String, payload: String) -> Result<(), Error> {
        self.access.check("events").map_err(|reason| error("denied", reason))?;
        if self.emitted.len() >= MOST_EVENTS {
            return Err(error("budget", format!("a call may emit {MOST_EVENTS} events")));
        }
        let letter = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || matches!(byte, b'-' | b'.');
        if kind.is_empty() || kind.len() > LONGEST_KIND || !kind.bytes().all(letter) {
            let expected = format!("a kind has 1 to {LONGEST_KIND} lower-case letters, digits, hyphens and dots");
            return Err(error("kind", expected));
        }
        if payload.len() > LARGEST {
            return Err(error("payload", format!("a payload has at most {LARGEST} bytes")));
        }
        let payload = serde_json::from_str(&payload)
            .map_err(|reason| error("payload", format!("the payload is no JSON object: {reason}")))?;
        self.emitted.push(Emitted {
            charge_point: ChargePointId::new(&charge_point),
            kind: format!("plugin.{}.{kind}", self.access.plugin),
            payload,
        });
        Ok(())
    }
}

fn error(code: &str, message: String) -> Error {
    Error {
        code: code.to_owned(),
        message,
    }
}
