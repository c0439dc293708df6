//! The verb `reset` (1.6 section 5.14, 2.x B11 and B12).

use chrono::TimeDelta;
use ocpp_schemas::Version;
use serde::Deserialize;
use serde_json::json;

use crate::ocpp::verb::{Addressee, Expected, Plan, Told, VerbError, Wish, object};
use crate::state::commands::Awaited;

/// A station that waits until nobody charges may take long.
const WHEN_IDLE: TimeDelta = TimeDelta::days(1);
/// One that does not wait may install something while it starts.
const AT_ONCE: TimeDelta = TimeDelta::minutes(15);

/// A restart of the station.
#[derive(Debug, Clone, PartialEq, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[schema(examples(json!({"kind": "soft"})))]
pub struct ResetRequest {
    /// How; soft if absent.
    #[serde(default)]
    pub kind: ResetKind,
    /// 2.x: of one EVSE alone.
    pub evse: Option<i64>,
}

/// How a station restarts.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum ResetKind {
    /// Sessions are ended in order; in 2.x the station waits until they are over.
    #[default]
    Soft,
    /// Now.
    Hard,
}

impl Wish for ResetRequest {
    const NAME: &'static str = "reset";
    const ACCEPTED: &'static [&'static str] = &["Accepted", "Scheduled"];

    fn plan(&self, to: Addressee<'_>) -> Result<Plan, VerbError> {
        let word = match (to.version, self.kind) {
            (Version::V16, ResetKind::Soft) => "Soft",
            (Version::V16, ResetKind::Hard) => "Hard",
            (_, ResetKind::Soft) => "OnIdle",
            (_, ResetKind::Hard) => "Immediate",
        };
        if to.version == Version::V16 && self.evse.is_some() {
            let detail = "a reset of OCPP 1.6 is of the whole charge point: it has no `evse`";
            return Err(VerbError::Invalid(detail.into()));
        }
        let payload = object([
            Some(("type", json!(word))),
            self.evse.map(|evse| ("evseId", json!(evse))),
        ]);
        Ok(Plan::one("Reset", payload))
    }

    fn awaited(&self, to: Addressee<'_>, told: &Told<'_>) -> Result<Option<Expected>, VerbError> {
        // An EVSE that restarts sends no BootNotification.
        if self.evse.is_some() {
            return Ok(None);
        }
        let waits = told.joined.status == "Scheduled" || (to.version != Version::V16 && self.kind == ResetKind::Soft);
        Ok(Some(Expected {
            awaited: Awaited::Boot,
            within: if waits { WHEN_IDLE } else { AT_ONCE },
        }))
    }
}
