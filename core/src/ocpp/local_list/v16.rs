//! SendLocalList and GetLocalListVersion of 1.6 (sections 5.15 and 5.10).

use ocpp_schemas::types::Enumeration as _;
use ocpp_schemas::types::v16;
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

/// The operation that replaces or changes the list.
pub struct SendLocalList;

impl Operation for SendLocalList {
    type Type = v16::SendLocalList;

    fn leaves(context: Context<'_>, request: &v16::SendLocalListRequest) -> Result<Effects, HandlerError> {
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
        request: &v16::SendLocalListRequest,
        answer: Answer<'_, v16::SendLocalListResponse>,
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
    type Type = v16::GetLocalListVersion;

    fn answered(
        context: Context<'_>,
        _: &v16::GetLocalListVersionRequest,
        answer: Answer<'_, v16::GetLocalListVersionResponse>,
    ) -> Result<Effects, HandlerError> {
        rules::reported(context, answer.map(|response| response.list_version))
    }
}

fn update(request: &v16::SendLocalListRequest) -> Result<Update, HandlerError> {
    let entries = request.local_authorization_list.iter().flatten();
    let entries = entries.map(|entry| {
        let kept = entry
            .id_tag_info
            .is_some()
            .then(|| serde_json::to_value(entry))
            .transpose()?;
        Ok((entry.id_tag.clone(), kept))
    });
    Ok(Update {
        version: request.list_version,
        full: request.update_type.as_str() == "Full",
        entries: entries.collect::<Result<_, HandlerError>>()?,
    })
}

/// SendLocalList's payload.
pub(super) fn payload(version: i64, kind: UpdateKind, list: &[Value]) -> Value {
    json!({ "listVersion": version, "updateType": kind.word(), "localAuthorizationList": list })
}

/// An entry as it is sent.
pub(super) fn entry(entry: &Entry) -> Value {
    let info = || {
        object([
            Some(("status", json!(entry.status()))),
            entry.expiry.map(|at| ("expiryDate", json!(text(at)))),
            entry.parent_id_tag.as_ref().map(|tag| ("parentIdTag", json!(tag))),
        ])
    };
    object([
        Some(("idTag", json!(entry.id_tag))),
        (!entry.remove).then(|| ("idTagInfo", info())),
    ])
}
