//! DataTransfer from a charge point (1.6 section 4.3): a vendor's own message. Only a plugin can
//! know what it means.

use ocpp_schemas::types::v16;

use crate::ocpp::context::Context;
use crate::ocpp::effects::Effects;
use crate::ocpp::error::HandlerError;
use crate::ocpp::fallback::keep;
use crate::ocpp::handler::{Decided, Handler, Proposal, Request};

/// The handler.
pub struct DataTransfer;

impl Handler for DataTransfer {
    type Type = v16::DataTransfer;
    type Plan = ();

    fn propose(_: Context<'_>, _: &Request<Self>) -> Result<Proposal<Self>, HandlerError> {
        Ok(Proposal::answer(v16::DataTransferResponse::new(
            v16::DataTransferStatus::UnknownVendorId,
        )))
    }

    /// Nobody here may understand it; an operator can read it.
    fn commit(context: Context<'_>, _: Decided<'_, Self>) -> Result<Effects, HandlerError> {
        Ok(Effects::soon(vec![keep(context, "DataTransfer")?]))
    }
}
