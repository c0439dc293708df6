//! SendLocalList and GetLocalListVersion of 2.x (D01, D02).

use ocpp_schemas::types::Enumeration as _;
use ocpp_schemas::types::v21;
use serde::Deserialize;
use serde_json::{Value, json};

use super::rules;
use super::verb::{Entry, UpdateKind};
use crate::clock::text;
use crate::ocpp::context::Context;
use crate::ocpp::effects::Effects;
use crate::ocpp::error::HandlerError;
use crate::ocpp::operation::{Answer, Operation};
use crate::ocpp::verb::object;
use crate::state::local_lists::Update;

/// The token type where the operator names none: the central system's own.
const DEFAULT_TYPE: &str = "Central";

/// The operation that replaces or changes the list.
pub struct SendLocalList;

impl Operation for SendLocalList {
    type Type = v21::SendLocalList;

    fn leaves(context: Context<'_>, request: &v21::SendLocalListRequest) -> Result<Effects, HandlerError> {
        let following = context
            .following
            .iter()
            .map(|part| update(&Deserialize::deserialize(part)?));
        rules::leaves(
            context,
            update(request)?,
            following.collect::<Result<_, HandlerError>>()?,
        )
    }

    fn answered(
        context: Context<'_>,
        request: &v21::SendLocalListRequest,
        answer: Answer<'_, v21::SendLocalListResponse>,
    ) -> Result<Effects, HandlerError> {
        rules::sent(
            context,
            update(request)?,
            answer.map(|response| response.status.as_str()),
        )
    }
}

/// The operation that asks for the version.
pub struct GetLocalListVersion;

impl Operation for GetLocalListVersion {
    type Type = v21::GetLocalListVersion;

    fn answered(
        context: Context<'_>,
        _: &v21::GetLocalListVersionRequest,
        answer: Answer<'_, v21::GetLocalListVersionResponse>,
    ) -> Result<Effects, HandlerError> {
        rules::reported(context, answer.map(|response| response.version_number))
    }
}

fn update(request: &v21::SendLocalListRequest) -> Result<Update, HandlerError> {
    let entries = request.local_authorization_list.iter().flatten();
    let entries = entries.map(|entry| {
        let name = format!("{}:{}", word(&entry.id_token), entry.id_token.id_token);
        let kept = entry
            .id_token_info
            .is_some()
            .then(|| serde_json::to_value(entry))
            .transpose()?;
        Ok((name, kept))
    });
    Ok(Update {
        version: request.version_number,
        full: request.update_type.as_str() == "Full",
        entries: entries.collect::<Result<_, HandlerError>>()?,
    })
}

/// The token's type: the same text may be two tokens of different types.
fn word(token: &v21::IdToken) -> &str {
    &token.r#type
}

/// SendLocalList's payload; the schema wants no list where there are no entries.
pub(super) fn payload(version: i64, kind: UpdateKind, list: &[Value]) -> Value {
    object([
        Some(("versionNumber", json!(version))),
        Some(("updateType", json!(kind.word()))),
        (!list.is_empty()).then(|| ("localAuthorizationList", json!(list))),
    ])
}

/// An entry as it is sent.
pub(super) fn entry(entry: &Entry) -> Value {
    let token = |text: &str, kind: &str| json!({ "idToken": text, "type": kind });
    let info = || {
        object([
            Some(("status", json!(entry.status()))),
            entry.expiry.map(|at| ("cacheExpiryDateTime", json!(text(at)))),
            entry
                .parent_id_tag
                .as_ref()
                .map(|group| ("groupIdToken", token(group, DEFAULT_TYPE))),
        ])
    };
    let kind = entry.id_tag_type.as_deref().unwrap_or(DEFAULT_TYPE);
    object([
        Some(("idToken", token(&entry.id_tag, kind))),
        (!entry.remove).then(|| ("idTokenInfo", info())),
    ])
}
