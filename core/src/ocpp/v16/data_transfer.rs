//! DataTransfer from a charge point (1.6 section 4.3): a vendor's own message. Only a plugin can
//! know what it means.

use ocpp_schemas::types::v16;

use crate::ocpp::handler::{Context, Handler, Proposal, Request, Response, Trouble};

/// The handler.
pub struct DataTransfer;

impl Handler for DataTransfer {
    type Type = v16::DataTransfer;

    fn propose(_: Context<'_>, _: &Request<Self>) -> Result<Proposal<Response<Self>>, Trouble> {
        Ok(Proposal::New(v16::DataTransferResponse::new(
            v16::DataTransferStatus::UnknownVendorId,
        )))
    }
}
