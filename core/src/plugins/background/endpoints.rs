//! A plugin's own HTTP endpoints: one request in, one response out.

use std::sync::Arc;

use super::run::NotDone;
use crate::plugins::component::guest_call::Errand;
use crate::plugins::error::PluginError;
use crate::plugins::component::cause::Cause;
use crate::plugins::host::PluginHost;
use crate::plugins::component::instance::Said;

pub use crate::plugins::contract::{Request, Response};

impl PluginHost {
    /// Gives a request to a plugin.
    ///
    /// # Errors
    /// [`PluginError::Unknown`], [`PluginError::NoEndpoints`], or [`PluginError::Endpoint`] with why it
    /// has no answer.
    pub async fn request(self: &Arc<Self>, plugin: &str, request: Request) -> Result<Response, PluginError> {
        let table = self.table();
        let name = || plugin.to_owned();
        let member = table
            .member(plugin)
            .ok_or_else(|| PluginError::Unknown { name: name() })?;
        if !member.version.manifest.exports.iter().any(|export| export == "http") {
            return Err(PluginError::NoEndpoints { name: name() });
        }
        let failed = |reason: String| PluginError::Endpoint { name: name(), reason };
        match self.run(member, &Errand::Request(request), &[]).await {
            Ok(Said::Response(response)) if (200..600).contains(&response.status) => Ok(response),
            Ok(Said::Response(response)) => Err(failed(
                Cause::Response(format!("status {}", response.status)).to_string(),
            )),
            Ok(Said::Done(_) | Said::Outcome(_)) | Err(NotDone::Stopping) => Err(PluginError::Stopping),
            Err(NotDone::Failed(cause)) => Err(failed(format!("it {cause}"))),
            Err(NotDone::Refused(reason)) => Err(failed(reason)),
            Err(NotDone::NotStored(error)) => Err(error.into()),
        }
    }
}
