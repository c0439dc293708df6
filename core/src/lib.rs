//! The library behind `ocpp-central`: a central system for OCPP 1.6, 2.0.1 and 2.1.
//!
//! A message's way in: [`transport`] -> [`frame`] -> [`charge_point`] (lane) -> [`ocpp`] (validate,
//! propose, plugins, check, commit) -> [`store`] -> reply. A command's way out: [`admin`] ->
//! [`registry`] -> [`charge_point`] (call queue) -> socket. `core/ARCHITECTURE.md` has the picture.

pub mod clock;
pub mod config;
pub mod ids;
pub mod plugins;
pub mod state;
pub mod store;
