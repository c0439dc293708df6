//! One connection of one charge point: an actor on the worker that carries its socket. It owns the
//! sending side, the inbound lane and the call queue; what a message means is `ocpp/`'s business.

pub mod actor;
pub mod call_queue;
pub mod connection;
mod decided;
mod decision_log;
pub mod deflate;
pub mod durable;
mod fragments;
pub mod frames;
mod inbound;
mod keep_alive;
pub mod kept_bytes;
pub mod lane;
pub mod line;
pub mod link;
mod moments;
mod outbound;
mod repair_log;
mod repaired;
pub mod services;
pub mod session;
mod settlement;
mod states;
mod timer;
mod traced;
mod turn;
mod waiting_events;
pub mod wire;
