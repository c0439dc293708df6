//! Authorization (1.6 sections 4.1 and 5.4, 2.x block C): may this id token charge?

pub mod concurrent;
pub mod rules;
pub mod v16;
pub mod v2;
mod verb;

pub use verb::ClearCacheRequest;

use super::rows::{Row, Versions, empty};

pub(super) const ROWS: &[Row] = &[
    Row::handled::<v16::Authorize>("Authorize", Versions::V16).authorizes(),
    Row::handled::<v2::Authorize>("Authorize", Versions::V2)
        .heavy_if(v2::asks_for_certificate)
        .authorizes(),
    Row::sent("ClearCache", Versions::ALL),
    Row::kept("NotifySettlement", Versions::V21, empty),
    Row::sent("NotifyWebPaymentStarted", Versions::V21),
    Row::kept("VatNumberValidation", Versions::V21, v2::vat_number),
];
