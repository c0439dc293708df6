//! Transactions (1.6 sections 4.8 and 4.10, 2.x block E): charging sessions as the station tells them.

pub mod desk;
pub mod from_inbox;
pub(super) mod giving_up;
pub(super) mod kept;
pub(super) mod late;
mod matching;
pub(super) mod running;
mod v16;
mod v2;

use super::rows::{Row, Versions};
use crate::events::kinds::{
    RESERVATION_CHANGED, TRANSACTION_ENDED, TRANSACTION_LATE, TRANSACTION_ORPHAN, TRANSACTION_STARTED,
    TRANSACTION_UPDATED,
};

pub(super) const ROWS: &[Row] = &[
    Row::operated::<v2::GetTransactionStatus>("GetTransactionStatus", Versions::V2),
    Row::handled::<v16::StartTransaction>("StartTransaction", Versions::V16)
        .before_boot()
        .authorizes()
        .reports()
        .durable()
        .tells(&[&TRANSACTION_STARTED, &TRANSACTION_ENDED, &RESERVATION_CHANGED]),
    Row::handled::<v16::StopTransaction>("StopTransaction", Versions::V16)
        .before_boot()
        .reports()
        .durable()
        .tells(&[&TRANSACTION_ENDED, &TRANSACTION_LATE, &TRANSACTION_ORPHAN]),
    Row::handled::<v2::TransactionEvent>("TransactionEvent", Versions::V2)
        .before_boot()
        .authorizes()
        .reports()
        .durable()
        .tells(&[
            &TRANSACTION_STARTED,
            &TRANSACTION_UPDATED,
            &TRANSACTION_ENDED,
            &TRANSACTION_LATE,
            &RESERVATION_CHANGED,
        ]),
];
