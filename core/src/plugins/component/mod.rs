//! A component: what it says of itself, its compiled code, its instances, and one call of its guest.
//! Knows nothing of versions, chains and figures.

pub mod cause;
pub mod compile;
pub mod counts;
pub mod error;
pub mod guest_call;
pub mod instance;
pub mod load;
pub mod manifest;
pub mod name;
pub mod settings_schema;
mod shared_code;
mod told;
