//! The verb `start`: RemoteStartTransaction (1.6 section 5.11), RequestStartTransaction (2.x F01 and F02).

use chrono::TimeDelta;
use ocpp_schemas::Version;
use serde::Deserialize;
use serde_json::{Value, json};

use crate::ocpp::verb::{Addressee, Expected, Place, Plan, Planned, Told, VerbError, Wish, connector, evse, object};
use crate::state::commands::Awaited;

/// The token type where neither the operator nor the register names one: the central system's own.
const DEFAULT_TYPE: &str = "Central";

/// A driver has minutes to plug in, as long as the station's own connection timeout lasts.
const WITHIN: TimeDelta = TimeDelta::minutes(10);

/// A transaction that an operator wants to begin.
#[derive(Debug, Clone, PartialEq, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[schema(examples(json!({"idTag": "ALICE", "connector": 1})))]
pub struct StartRequest {
    /// For whom.
    pub id_tag: String,
    /// 2.x: what kind of token it is; if absent the type that the tag is registered with, else `Central`.
    pub id_tag_type: Option<String>,
    /// 2.x; absent: the connector's number.
    pub evse: Option<i64>,
    /// 1.6; absent: the EVSE's number. Without both the station chooses.
    pub connector: Option<i64>,
    /// 2.x: the group of the token.
    pub parent_id_tag: Option<String>,
    /// A TxProfile, in the words of the station's version.
    pub charging_profile: Option<Value>,
}

impl StartRequest {
    fn place(&self) -> Place {
        Place {
            evse: self.evse,
            connector: self.connector,
        }
    }

    fn v2(&self, to: Addressee<'_>, number: i64) -> Result<Value, VerbError> {
        let registered = || to.state.type_of_id_tag(&self.id_tag);
        let kind = match &self.id_tag_type {
            Some(kind) => kind.clone(),
            None => registered()?.unwrap_or_else(|| DEFAULT_TYPE.to_owned()),
        };
        let token = |text: &str, kind: &str| json!({ "idToken": text, "type": kind });
        Ok(object([
            Some(("idToken", token(&self.id_tag, &kind))),
            Some(("remoteStartId", json!(number))),
            evse(self.place()).map(|evse| ("evseId", json!(evse))),
            self.parent_id_tag
                .as_ref()
                .map(|group| ("groupIdToken", token(group, DEFAULT_TYPE))),
            self.charging_profile
                .as_ref()
                .map(|profile| ("chargingProfile", profile.clone())),
        ]))
    }
}

impl Wish for StartRequest {
    const NAME: &'static str = "start";

    fn plan(&self, to: Addressee<'_>) -> Result<Plan, VerbError> {
        if to.version == Version::V16 {
            if self.id_tag_type.is_some() || self.parent_id_tag.is_some() {
                let detail = "RemoteStartTransaction of OCPP 1.6 has neither `idTagType` nor `parentIdTag`";
                return Err(VerbError::Invalid(detail.into()));
            }
            let payload = object([
                connector(self.place()).map(|connector| ("connectorId", json!(connector))),
                Some(("idTag", json!(self.id_tag))),
                self.charging_profile
                    .as_ref()
                    .map(|profile| ("chargingProfile", profile.clone())),
            ]);
            return Ok(Plan::one("RemoteStartTransaction", payload));
        }
        let number = to.fresh_number();
        let planned = Planned {
            number,
            payload: self.v2(to, number)?,
            seen: Vec::new(),
        };
        Ok(Plan::numbered("RequestStartTransaction", planned))
    }

    fn awaited(&self, _: Addressee<'_>, told: &Told<'_>) -> Result<Option<Expected>, VerbError> {
        let awaited = Awaited::Transaction {
            remote_start_id: told.number,
            id_tag: self.id_tag.clone(),
            evse: evse(self.place()).filter(|_| told.number.is_some()),
            connector: connector(self.place()).filter(|_| told.number.is_none()),
        };
        Ok(Some(Expected {
            awaited,
            within: WITHIN,
        }))
    }
}
