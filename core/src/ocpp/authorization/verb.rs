//! The verb `clear-cache`: ClearCache (1.6 section 5.4, 2.x C11).

use serde::Deserialize;
use serde_json::json;

use crate::ocpp::verb::{Addressee, Plan, VerbError, Wish};

/// The station shall forget which tags it saw.
#[derive(Debug, Clone, PartialEq, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ClearCacheRequest {}

impl Wish for ClearCacheRequest {
    const NAME: &'static str = "clear-cache";
    const REPEATABLE: bool = true;

    fn plan(&self, _: Addressee<'_>) -> Result<Plan, VerbError> {
        Ok(Plan::one("ClearCache", json!({})))
    }
}
