//! The library behind `ocpp-central`: a central system for OCPP 1.6, 2.0.1 and 2.1.
//!
//! A message's way in: [`transport`] -> [`frame`] -> [`charge_point`] (lane) -> [`ocpp`] (validate,
//! propose, plugins, check, commit) -> [`store`] -> reply. A command's way out: [`admin`],
//! a plugin or the durable queue -> [`commands`] (validate, what leaves is kept) -> [`registry`] ->
//! [`charge_point`] (call queue) -> socket; its answer -> [`ocpp`] (operation) -> [`store`] -> whoever asked. `core/ARCHITECTURE.md` has the picture.

pub mod admin;
pub mod app;
pub mod backup;
pub mod campaigns;
pub mod certificates;
pub mod charge_point;
pub mod cli;
pub mod clock;
pub mod commands;
pub mod config;
pub mod counters;
pub mod credentials;
pub mod dashboard;
pub mod descriptors;
pub mod events;
pub mod files;
pub mod forwarded;
pub mod frame;
pub mod ids;
pub mod ledger;
pub mod live;
pub mod metrics;
pub mod ocpp;
pub mod peer;
pub mod plugins;
pub mod privacy;
pub mod registry;
mod renewals;
mod reread;
pub mod retention;
pub mod simulated;
pub mod socket;
mod stale;
pub mod startup;
pub mod state;
pub mod steve;
pub mod store;
pub mod tables;
pub mod telemetry;
pub mod tls;
pub mod traces;
pub mod transport;
pub mod webhooks;
