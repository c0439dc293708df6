//! The plugin host: WASM components that see a CALL and the proposed response, and decide.
//!
//! It knows nothing of sockets and actors. The pipeline in `ocpp/` asks [`claims`], then
//! [`decide`]; the admin API installs, rolls back and removes by [`versions`].
//!
//! [`claims`]: PluginHost::claims
//! [`decide`]: PluginHost::decide
//! [`versions`]: PluginHost::versions
//!
//! Its floors, each of which knows those before it alone: `contract` is what guests and host speak, `sandbox`
//! what a guest runs in and can reach, `component` one component and one call of it, `recording` what is taken down of
//! calls, `decide` who is asked and what counts, `versions` how versions come and go, `background` what is asked
//! off a message's path, `testbench` the same for authors; `host` joins them, and `outlook` says what they will meet.

mod background;
mod component;
mod contract;
mod decide;
mod error;
mod host;
mod outlook;
mod recording;
mod sandbox;
mod stopping;
pub mod testbench;
mod versions;

#[cfg(test)]
mod tests;

pub use background::endpoints::{Request, Response};
pub use background::error::EndpointError;
pub use background::set_aside::{NumberedSetAside, Which as SetAsideEvents};
pub use component::compile::{Compiler, FIXTURES_FAILED, Task, compile_file};
pub use component::error::ComponentError;
pub use component::guest_call::OwnedGuestCall;
pub use component::manifest::Manifest;
pub use component::settings_schema::Violation as SettingsViolation;
pub use decide::failure::Failure;
pub use decide::opinion::Opinion;
pub use decide::question::{CallContext, Decision, Question, Refusal};
pub use decide::rollout::RolloutMode;
pub use error::PluginError;
pub use host::PluginHost;
pub use outlook::{COMPONENTS, Outlook};
pub use recording::{Line, RecordedCall, RecordingStatus, RecordingText, Setup};
pub use sandbox::capabilities::{Emitted, PluginCommand, RequestedEffects};
pub use versions::Versions;
pub use versions::absent::{Fault, FaultyPlugin, NotRunning};
pub use versions::change::Activation;
pub use versions::error::VersionError;
pub use versions::history::HistoryEntry;
pub use versions::record::{InitialState, Install, PluginVersion, Source};
pub use versions::rollouts::NewRollout;
pub use versions::settings::{NewSettings, SettingsInForce};
pub use versions::signature::{Component, HEADER as SIGNATURE_HEADER, file as signature_file};
pub use versions::status::PluginStatus;
