//! The rules of transactions, pure: what a message makes of a transaction (1.6 sections 4.8 and
//! 4.10; 2.x block E), and what energy its readings come to (`energy`). They never refuse: a charge point's report
//! of what happened is answered and kept, whatever it says.

#![allow(missing_docs, reason = "of this crate alone; a comment says what the name does not")]

pub mod account;
pub mod belongs;
pub mod chain;
pub mod curve;
pub mod ended;
pub mod energy;
pub mod evidence;
mod intervals;
pub mod kept;
mod left_out;
pub mod matching;
pub mod measured;
pub mod ocpp16;
pub mod ocpp2;
mod points;
pub mod reading;
mod registers;
mod sample;
mod sequence;
#[cfg(test)]
mod tests;
