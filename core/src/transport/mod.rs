//! The way from a TCP connection to a session: listener, handshake, credentials, upgrade
//! (OCPP-J 1.6 section 3; Part 4 of 2.x section 3). All decisions here are made before the upgrade.

mod admission;
mod answer;
mod came_with;
mod crowd;
mod extensions;
mod files;
mod guesses;
mod handshake;
pub mod listener;
mod places;
mod presented;
mod reached;
mod refusals;
mod shown;
mod subprotocol;
mod upgrade;
