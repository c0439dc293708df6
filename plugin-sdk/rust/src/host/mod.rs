//! The host's functions: the real ones inside a component, a stand-in in memory everywhere else, so
//! that plugins are unit-tested as ordinary Rust. One module for each capability.

#[cfg(target_arch = "wasm32")]
mod component;
#[cfg(target_arch = "wasm32")]
pub use component::*;

#[cfg(not(target_arch = "wasm32"))]
pub mod memory;
#[cfg(all(feature = "http", not(target_arch = "wasm32")))]
pub use memory::http;
#[cfg(not(target_arch = "wasm32"))]
pub use memory::{commands, directory, events, log, settings, state, time};
