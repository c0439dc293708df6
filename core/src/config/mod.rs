//! The configuration: what was typed ([`typed`]) and what was checked ([`settings`]).

pub mod settings;
