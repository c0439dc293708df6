//! What messages mean. For each CALL: validate -> propose -> plugins -> check -> commit (design
//! section 6). It knows no sockets and no actors; it reads the state, and says what to write.
//!
//! The version is chosen once, in the handshake; after that a [`Profile`] holds all that depends
//! on it. Only this folder and `config/` may tell versions apart.

mod authorization;
mod boot;
mod central;
mod handler;
mod happened;
mod profile;
mod recorded;
mod refusal;
pub mod reserve;
mod v16;
mod v2;
mod v201;
mod v21;

pub use central::{Asked, Central, Settled, Situation};
pub use handler::{Durability, Effects};
pub use profile::Profile;

#[cfg(test)]
mod tests;
