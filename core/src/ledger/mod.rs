//! The rules of transactions, pure: what a message makes of a transaction (1.6 sections 4.8 and
//! 4.10; 2.x block E). They never refuse: a charge point's report of what happened is answered and
//! kept, whatever it says.

pub mod energy;
pub mod ocpp16;
pub mod ocpp2;
