//! DataTransfer from a charging station (2.x P02): a vendor's own message. Only a plugin can know
//! what it means.

use ocpp_schemas::types::v21;

use crate::ocpp::handler::{Context, Handler, Proposal, Request, Response, Trouble};

/// The handler.
pub struct DataTransfer;

impl Handler for DataTransfer {
    type Type = v21::DataTransfer;

    fn propose(_: Context<'_>, _: &Request<Self>) -> Result<Proposal<Response<Self>>, Trouble> {
        Ok(Proposal::New(v21::DataTransferResponse::new(
            v21::DataTransferStatusEnum::UnknownVendorId,
        )))
    }
}
