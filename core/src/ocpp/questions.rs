//! What the server asks a station without being told (`[ask]`): a durable command of the server's own, of which only the
//! newest of its kind waits. A station that says that it does not do something is not asked for it again until its
//! firmware is another.

use serde_json::Value;

use super::context::Context;
use super::effects::Effects;
use super::error::HandlerError;
use crate::ids::ChargePointId;
use crate::state::State;
use crate::state::commands::{Command, NewCommand, Origin};
use crate::state::inventories::{Firmware, Inventory};
use crate::store::StoreError;

/// A question of the server's own.
#[derive(Debug)]
pub struct Own {
    /// An action, or a verb.
    pub name: &'static str,
    /// Its payload, or the verb's body.
    pub payload: Value,
    /// Of those with this word only the newest waits.
    pub word: String,
}

impl Own {
    /// The command that it is. It waits for a station that went.
    #[must_use]
    pub fn command(self, charge_point: &ChargePointId) -> Command {
        let mut command = Command::new(NewCommand {
            charge_point: charge_point.clone(),
            action: self.name.to_owned(),
            payload: self.payload.into(),
            origin: Origin::Server,
        });
        command.waits = true;
        command.coalesce = Some(self.word);
        command
    }
}

/// The same effects, and the question is queued.
///
/// # Errors
/// The store's.
pub fn ask(context: Context<'_>, mut effects: Effects, own: Own) -> Result<Effects, HandlerError> {
    let command = own.command(context.caller.charge_point);
    // An older one with its word ends at its turn.
    effects.make_durable();
    effects.writes.get_or_insert_default();
    effects.commands.push(command);
    Ok(effects)
}

/// The firmware that a station has told.
///
/// # Errors
/// The store's.
pub fn firmware(state: &State, id: &ChargePointId) -> Result<Firmware, StoreError> {
    Ok(Firmware(state.boot(id)?.and_then(|boot| boot.firmware_version)))
}

/// Whether a station with this firmware said that it does not do this.
#[must_use]
pub fn is_refused(inventory: &Inventory, action: &str, firmware: &Firmware) -> bool {
    inventory.refused.get(action) == Some(firmware)
}
