//! DataTransfer from a charging station (2.x P02): a vendor's own message. Only a plugin can know
//! what it means.

use ocpp_schemas::types::v21;

use crate::ocpp::context::Context;
use crate::ocpp::effects::Effects;
use crate::ocpp::error::HandlerError;
use crate::ocpp::fallback::keep;
use crate::ocpp::handler::{Decided, Handler, Proposal, Request};

/// The handler.
pub struct DataTransfer;

impl Handler for DataTransfer {
    type Type = v21::DataTransfer;
    type Plan = ();

    fn propose(_: Context<'_>, _: &Request<Self>) -> Result<Proposal<Self>, HandlerError> {
        Ok(Proposal::answer(v21::DataTransferResponse::new(
            v21::DataTransferStatusEnum::UnknownVendorId,
        )))
    }

    /// Nobody here may understand it; an operator can read it.
    fn commit(context: Context<'_>, _: Decided<'_, Self>) -> Result<Effects, HandlerError> {
        Ok(Effects::soon(vec![keep(context, "DataTransfer")?]))
    }
}
