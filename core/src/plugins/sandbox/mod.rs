//! What a guest runs in: the engine, what WASI it has, its limits, and the capabilities with which it
//! reaches the server. Knows no component and no plugin's versions.

pub mod call_host;
pub mod capabilities;
pub mod clock;
pub mod deadline;
pub mod engine;
pub mod limits;
pub mod script;
pub mod sources;
pub mod stderr;
pub mod trace;
pub mod wasi;
mod wasi_io;
