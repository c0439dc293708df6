//! What a plugin may reach of the server in one call: one file for each capability, joined here.
//!
//! A capability's file declares all of it: the interface that is linked, the check of its grant at each use, its
//! part of a call, what of it is recorded and replayed, and what stands in for the world in a fixture. It does
//! one bounded thing, and knows nothing of the others; what it does to the world waits until the call's outcome
//! is used. Which capabilities there are is the list in `config/capabilities.rs`.

mod access;
mod commands;
mod directory;
mod effects;
mod events;
mod exchange;
mod http;
mod log;
mod namespace;
mod settings;
mod state;
mod state_buffer;
mod state_value;
mod time;
mod zones;

pub use self::access::{Access, Allowance};
pub use self::commands::PluginCommand;
pub use self::effects::RequestedEffects;
pub use self::events::Emitted;
pub use self::log::LogRate;
pub use self::namespace::StateNamespace;
pub use self::state::{COLLECTION, swept};
pub use self::state_buffer::Seen;
pub use self::state_value::{Value as StateValue, decode, encode};

use std::sync::Arc;

use wasmtime::Result;
use wasmtime::component::Linker;

use self::commands::CommandsCapability;
use self::directory::DirectoryCapability;
use self::events::EventsCapability;
use self::http::HttpCapability;
use self::log::LogCapability;
use self::settings::SettingsCapability;
use self::state::StateCapability;
use self::time::TimeCapability;
use super::call_host::CallHost;
use super::trace::HostTrace;
use crate::clock::Time;
use crate::config::capabilities::with_capabilities;
use crate::ids::{ChargePointId, MessageId};

/// One capability: a call's part in it, and how guests come to it.
pub trait Capability: Sized {
    /// Its interface is one of `ocpp:plugin`, under the capability's name. The other ones are WASI's.
    const IN_CONTRACT: bool = true;

    /// Begins a call of a plugin.
    fn begin(access: &Arc<Access>, scope: &CallScope) -> Self;

    /// Links its interface.
    ///
    /// # Errors
    /// If it is linked already.
    fn link(linker: &mut Linker<CallHost>) -> Result<()>;

    /// Ends the call: adds what it wants done.
    fn finish(&mut self, _requested: &mut RequestedEffects) {}
}

/// Which call it is.
#[derive(Clone)]
pub struct CallScope {
    /// Whose CALL or event; empty if it is about none.
    pub charge_point: ChargePointId,
    /// Which CALL; empty if there is none.
    pub message_id: MessageId,
    /// When it was made.
    pub now: Time,
    /// Where its plugin's state lies.
    pub namespace: Arc<StateNamespace>,
    /// Who answers: the host, a recording, a fixture.
    pub trace: HostTrace,
}

macro_rules! join {
    ($($name:ident: $of_a_call:ident, $grant:ident;)*) => {
        /// The capabilities of one call, each under its name.
        pub struct Capabilities {
            $(pub $name: $of_a_call,)*
            /// For clocks and random numbers.
            pub trace: HostTrace,
            /// When the call was made.
            pub now: Time,
        }

        impl Capabilities {
            /// What a plugin may reach in one call.
            #[must_use]
            pub fn new(access: &Arc<Access>, scope: CallScope) -> Self {
                Self {
                    $($name: $of_a_call::begin(access, &scope),)*
                    trace: scope.trace,
                    now: scope.now,
                }
            }

            /// Ends the call: what it wants done.
            pub fn finish(&mut self) -> RequestedEffects {
                let mut requested = RequestedEffects::default();
                $(self.$name.finish(&mut requested);)*
                requested
            }
        }

        /// Links all of them.
        ///
        /// # Errors
        /// If an interface is linked twice, which the first start of any server would show.
        pub fn link(linker: &mut Linker<CallHost>) -> Result<()> {
            $($of_a_call::link(linker)?;)*
            Ok(())
        }

        /// Whether a component may import an interface of this name from the contract.
        #[must_use]
        pub fn is_interface(name: &str) -> bool {
            match name {
                $(stringify!($name) => $of_a_call::IN_CONTRACT,)*
                _ => false,
            }
        }
    };
}

with_capabilities!(join);
