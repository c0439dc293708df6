//! A plugin's own HTTP endpoints: one request in, one response out.

use super::error::EndpointError;
use super::run::{Background, BackgroundError};
use crate::plugins::component::cause::Cause;
use crate::plugins::component::guest_call::{GuestReply, OwnedGuestCall};
use crate::plugins::stopping::Stopping;

pub use crate::plugins::contract::{Request, Response};

impl Background {
    /// Gives a request to a plugin.
    ///
    /// # Errors
    /// [`EndpointError::Unknown`], [`EndpointError::NoEndpoints`], or [`EndpointError::Failed`] with why it
    /// has no answer.
    pub async fn request(&self, plugin: &str, request: Request) -> Result<Response, EndpointError> {
        let table = self.routing.table();
        let name = || plugin.to_owned();
        let entry = table.entry(plugin).ok_or_else(|| match table.pending().has(plugin) {
            true => EndpointError::NotReady { name: name() },
            false => EndpointError::Unknown { name: name() },
        })?;
        if !entry.version.manifest.exports.iter().any(|export| export == "http") {
            return Err(EndpointError::NoEndpoints { name: name() });
        }
        let failed = |reason: String| EndpointError::Failed { name: name(), reason };
        match self.run(entry, &OwnedGuestCall::Request(request), &[]).await {
            Ok(GuestReply::Response(response)) if (200..600).contains(&response.status) => Ok(response),
            Ok(GuestReply::Response(response)) => Err(failed(
                Cause::Response(format!("status {}", response.status)).to_string(),
            )),
            Ok(GuestReply::Done(_) | GuestReply::Outcome(_)) | Err(BackgroundError::Stopping) => Err(Stopping.into()),
            Err(BackgroundError::Failed { cause, .. }) => Err(failed(format!("it {cause}"))),
            Err(BackgroundError::Refused { reason, .. }) => Err(failed(reason)),
            Err(BackgroundError::NotStored(error)) => Err(error.into()),
        }
    }
}
