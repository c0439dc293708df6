//! The verb `availability`: ChangeAvailability (1.6 section 5.2, 2.x G03 and G04).

use chrono::TimeDelta;
use ocpp_schemas::Version;
use serde::Deserialize;
use serde_json::json;

use crate::ocpp::verb::{Addressee, Expected, Place, Plan, Told, VerbError, Wish, connector, evse, object};
use crate::state::commands::Awaited;

/// A station waits for the end of a session that runs.
const WITHIN: TimeDelta = TimeDelta::days(1);

/// What shall be in service, or out of it.
#[derive(Debug, Clone, PartialEq, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[schema(examples(json!({"operative": false, "connector": 1})))]
pub struct AvailabilityRequest {
    /// In service.
    pub operative: bool,
    /// 2.x; absent: the connector's number. Without both: the whole station.
    pub evse: Option<i64>,
    /// Absent: the EVSE's number in 1.6, the whole EVSE in 2.x.
    pub connector: Option<i64>,
}

impl AvailabilityRequest {
    fn place(&self) -> Place {
        Place {
            evse: self.evse.filter(|evse| *evse != 0),
            // In 1.6 connector 0 is the whole station.
            connector: self.connector.filter(|connector| *connector != 0),
        }
    }
}

impl Wish for AvailabilityRequest {
    const NAME: &'static str = "availability";
    const ACCEPTED: &'static [&'static str] = &["Accepted", "Scheduled"];
    const REPEATABLE: bool = true;

    fn plan(&self, to: Addressee<'_>) -> Result<Plan, VerbError> {
        let word = if self.operative { "Operative" } else { "Inoperative" };
        let payload = if to.version == Version::V16 {
            json!({ "connectorId": connector(self.place()).unwrap_or(0), "type": word })
        } else {
            let connector = self.connector.filter(|_| self.evse.is_some());
            let place = evse(self.place()).map(|evse| {
                object([
                    Some(("id", json!(evse))),
                    connector.map(|connector| ("connectorId", json!(connector))),
                ])
            });
            object([
                Some(("operationalStatus", json!(word))),
                place.map(|place| ("evse", place)),
            ])
        };
        Ok(Plan::one("ChangeAvailability", payload))
    }

    fn awaited(&self, to: Addressee<'_>, _: &Told<'_>) -> Result<Option<Expected>, VerbError> {
        let is_v16 = to.version == Version::V16;
        let awaited = Awaited::Availability {
            operative: self.operative,
            evse: evse(self.place()).filter(|_| !is_v16),
            connector: if is_v16 {
                connector(self.place()).filter(|connector| *connector != 0)
            } else {
                self.connector.filter(|_| self.evse.is_some())
            },
        };
        Ok(Some(Expected {
            awaited,
            within: WITHIN,
        }))
    }
}
