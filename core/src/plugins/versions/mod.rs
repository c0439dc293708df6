//! The versions of each plugin: how they come, become active, are tried, and go; their files, their
//! signatures, their states and what was done to them when.

pub mod change;
pub mod folder;
pub mod history;
pub mod library;
pub mod recordings;
pub mod signature;
pub mod state;
pub mod status;
