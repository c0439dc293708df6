//! The host's functions: the real ones inside a component, a stand-in in memory everywhere else, so
//! that plugins are unit-tested as ordinary Rust.

#[cfg(target_arch = "wasm32")]
mod component;
#[cfg(target_arch = "wasm32")]
pub use component::{compare_and_swap, delete, get, increment, list, log, put, settings};

#[cfg(not(target_arch = "wasm32"))]
pub mod memory;
#[cfg(not(target_arch = "wasm32"))]
pub use memory::{compare_and_swap, delete, get, increment, list, log, put, settings};
