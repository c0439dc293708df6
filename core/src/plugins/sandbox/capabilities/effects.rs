//! What a call wants done to the world, if its outcome is used.

use super::{Emitted, PluginCommand, Seen};
use crate::store::Write;

/// What a call wants done to the world, if its outcome is used.
#[derive(Debug, Default)]
pub struct RequestedEffects {
    /// Its plugin's state.
    pub state: Vec<Write>,
    /// How many bytes the state grows by.
    pub grown: i64,
    /// What the state was, as far as the call looked at it.
    pub seen: Seen,
    /// CALLs to charge points.
    pub commands: Vec<PluginCommand>,
    /// Events of its own.
    pub events: Vec<Emitted>,
}

impl RequestedEffects {
    /// Adds those of the next plugin of a chain.
    pub fn extend(&mut self, others: Self) {
        self.state.extend(others.state);
        self.grown += others.grown;
        self.commands.extend(others.commands);
        self.events.extend(others.events);
    }
}
