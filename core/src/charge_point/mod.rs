//! One connection of one charge point: an actor on the worker that carries its socket. It owns the
//! sending side, the inbound lane and the call queue; what a message means is `ocpp/`'s business.

pub mod actor;
pub mod call_queue;
pub mod connection;
mod fragments;
mod inbound;
mod keep_alive;
pub mod lane;
mod mended;
mod outbound;
mod repair_log;
pub mod services;
pub mod session;
mod settlement;
mod waiting_events;
