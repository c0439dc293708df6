//! The capability `commands`: CALLs to charge points, checked now, sent when the call's outcome is used.

use std::sync::Arc;

use ocpp_schemas::{Catalogue, Kind, Version};
use serde_json::{Value, json};

use wasmtime::component::{HasSelf, Linker};

use super::{Access, CallScope, Capability, RequestedEffects};
use crate::clock::Time;
use crate::ids::{ChargePointId, PluginName};
use crate::plugins::contract::interfaces::commands::{self, Error, Host, WhenAway};
use crate::plugins::sandbox::call_host::CallHost;
use crate::plugins::sandbox::trace::HostTrace;
use crate::state::commands::{Command, NewCommand, Origin};
use crate::state::payload::Payload;

/// Commands of one call.
const MOST_COMMANDS: usize = 100;

/// A CALL that a plugin wants sent.
#[derive(Debug, Clone, PartialEq)]
pub struct PluginCommand {
    /// Its id, and its CALL's.
    pub id: String,
    /// Who wants it sent.
    pub plugin: PluginName,
    /// To whom.
    pub charge_point: ChargePointId,
    /// One that a central system sends in at least one version that the station may speak.
    pub action: String,
    /// Fits the action in such a version.
    pub payload: Payload,
    /// It waits for a station that is away.
    pub waits: bool,
}

impl PluginCommand {
    /// The command that it begins as.
    #[must_use]
    pub fn wanted_at(self, now: Time) -> Command {
        Command {
            id: self.id,
            waits: self.waits,
            created_at: now,
            ..Command::new(NewCommand {
                charge_point: self.charge_point,
                action: self.action,
                payload: self.payload,
                origin: Origin::Plugin(self.plugin),
            })
        }
    }
}

/// One call's commands.
pub struct CommandsCapability {
    access: Arc<Access>,
    sent: Vec<PluginCommand>,
    trace: HostTrace,
}

impl Capability for CommandsCapability {
    fn begin(access: &Arc<Access>, scope: &CallScope) -> Self {
        Self {
            access: Arc::clone(access),
            sent: Vec::new(),
            trace: scope.trace.clone(),
        }
    }

    fn link(linker: &mut Linker<CallHost>) -> wasmtime::Result<()> {
        commands::add_to_linker::<_, HasSelf<_>>(linker, |host: &mut CallHost| &mut host.can.commands)
    }

    fn finish(&mut self, requested: &mut RequestedEffects) {
        requested.commands.append(&mut self.sent);
    }
}

impl CommandsCapability {
    /// A command's id.
    fn id(&self) -> String {
        let unknown = || format!("command-{}", self.sent.len() + 1);
        let live = || uuid::Uuid::new_v4().to_string();
        match self.trace.script() {
            // A fixture names what became of one.
            Some(script) => script.next_id("command"),
            None => self.trace.answer(|| json!("command id"), unknown, live),
        }
    }

    /// The version that the station spoke when it last booted here; every version if it never did.
    fn versions(&self, charge_point: &ChargePointId) -> Result<Vec<Version>, Error> {
        let unread = |reason| error("store", format!("the server could not read: {reason}"));
        if self.access.state.charge_point(charge_point).map_err(unread)?.is_none() {
            let message = format!("no charge point {charge_point} is registered");
            return Err(error("charge-point", message));
        }
        let boot = self.access.state.boot(charge_point).map_err(unread)?;
        let spoken = boot.and_then(|boot| boot.version?.parse().ok());
        Ok(spoken.map_or_else(|| Version::ALL.to_vec(), |version| vec![version]))
    }
}

impl Host for CommandsCapability {
    fn send(
        &mut self,
        charge_point: String,
        action: String,
        payload: String,
        when_away: WhenAway,
    ) -> Result<String, Error> {
        self.access
            .check("commands")
            .map_err(|reason| error("denied", reason))?;
        if self.sent.len() >= MOST_COMMANDS {
            return Err(error("budget", format!("a call may send {MOST_COMMANDS} commands")));
        }
        let charge_point = ChargePointId::new(&charge_point);
        let versions = self.trace.answer(
            || json!(["versions", charge_point]),
            || Ok(Version::ALL.map(|version| version.to_string()).to_vec()),
            || {
                self.versions(&charge_point)
                    .map(|versions| versions.iter().map(Version::to_string).collect())
            },
        )?;
        let versions: Vec<Version> = versions.iter().filter_map(|version| version.parse().ok()).collect();
        let payload = Payload::parse(&payload)
            .map_err(|reason| error("payload", format!("the payload is not JSON: {reason}")))?;
        check(&versions, &action, &payload.value())?;
        let id = self.id();
        self.sent.push(PluginCommand {
            id: id.clone(),
            plugin: self.access.plugin.clone(),
            charge_point,
            action,
            payload,
            waits: when_away == WhenAway::Wait,
        });
        Ok(id)
    }
}

/// Whether the payload fits the action in one of the versions.
fn check(versions: &[Version], action: &str, payload: &Value) -> Result<(), Error> {
    let sendable = |version: &Version| {
        let known = Catalogue::of(*version).action(action)?;
        (known.sent_by_central_system() && known.confirmed()).then_some(known)
    };
    let mut refused = None;
    for known in versions.iter().filter_map(sendable) {
        match known.validate(Kind::Request, payload) {
            Ok(()) => return Ok(()),
            Err(violation) => refused = Some(violation),
        }
    }
    Err(match refused {
        Some(violation) => {
            let at = if violation.pointer.is_empty() {
                "the payload"
            } else {
                violation.pointer.as_str()
            };
            error("payload", format!("{at}: {}", violation.reason))
        }
        None => error(
            "action",
            format!("no central system sends {action} in the station's version"),
        ),
    })
}

fn error(code: &str, message: String) -> Error {
    Error {
        code: code.to_owned(),
        message,
    }
}
