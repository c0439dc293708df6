//! The verb `unlock`: UnlockConnector (1.6 section 5.18, 2.x F05).

use ocpp_schemas::Version;
use serde::Deserialize;
use serde_json::json;

use crate::ocpp::verb::{Addressee, Place, Plan, VerbError, Wish, connector, evse};

/// A connector whose cable shall be let go.
#[derive(Debug, Clone, PartialEq, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[schema(examples(json!({"connector": 1})))]
pub struct UnlockRequest {
    /// 2.x; absent: the connector's number.
    pub evse: Option<i64>,
    /// Absent: the EVSE's number in 1.6, 1 in 2.x.
    pub connector: Option<i64>,
}

impl Wish for UnlockRequest {
    const NAME: &'static str = "unlock";
    const ACCEPTED: &'static [&'static str] = &["Unlocked"];

    fn plan(&self, to: Addressee<'_>) -> Result<Plan, VerbError> {
        let place = Place {
            evse: self.evse,
            connector: self.connector,
        };
        let missing = || VerbError::Invalid("`connector` or `evse` says which one".into());
        let payload = if to.version == Version::V16 {
            json!({ "connectorId": connector(place).ok_or_else(missing)? })
        } else {
            // Where the EVSE is named, the connector is its own number.
            let connector = self.connector.filter(|_| self.evse.is_some()).unwrap_or(1);
            json!({ "evseId": evse(place).ok_or_else(missing)?, "connectorId": connector })
        };
        Ok(Plan::one("UnlockConnector", payload))
    }
}
