//! What is sent: the body, and the headers that say who it is from.

use ocpp_plugin_sdk::http::Request;
use ocpp_plugin_sdk::{Context, Event, Texts, http};
use serde::Serialize;
use serde_json::value::RawValue;

use crate::settings::{Calls, Endpoint, Member, Settings};
use crate::sign::{plain, signature};

/// The body of a forwarded message.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Call<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    charge_point: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    version: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    vendor: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    model: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    message_id: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    received_at: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    action: Option<&'a str>,
    /// As the station wrote it.
    #[serde(skip_serializing_if = "Option::is_none")]
    payload: Option<&'a RawValue>,
    #[serde(skip_serializing_if = "Option::is_none")]
    proposed: Option<&'a RawValue>,
}

/// The body of a forwarded event.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Told<'a> {
    kind: &'a str,
    event: &'a str,
    charge_point: &'a str,
    version: &'a str,
    message_id: &'a str,
    received_at: &'a str,
    payload: &'a serde_json::Value,
}

/// The request for a message.
///
/// # Errors
/// If a text is no JSON.
pub fn of_call(
    (settings, calls): (&Settings, &Calls),
    context: &Context,
    action: &str,
    texts: Texts<'_>,
) -> Result<Request, serde_json::Error> {
    let sent = |member| calls.send.as_ref().is_none_or(|send| send.contains(&member));
    let text = |member, text| sent(member).then_some(text);
    let body = serde_json::to_vec(&Call {
        charge_point: text(Member::ChargePoint, context.charge_point.as_str()),
        version: text(Member::Version, context.version.as_str()),
        vendor: text(Member::Vendor, context.vendor.as_str()),
        model: text(Member::Model, context.model.as_str()),
        message_id: text(Member::MessageId, context.message_id.as_str()),
        received_at: text(Member::ReceivedAt, context.received_at.as_str()),
        action: text(Member::Action, action),
        payload: text(Member::Payload, texts.payload)
            .map(serde_json::from_str)
            .transpose()?,
        proposed: text(Member::Proposed, texts.proposed)
            .map(serde_json::from_str)
            .transpose()?,
    })?;
    let id = format!("{}/{}", context.charge_point, context.message_id);
    Ok(request(settings, &calls.endpoint, (&id, &context.received_at), body))
}

/// The request for an event.
///
/// # Errors
/// None in practice: its payload was JSON.
pub fn of_event(settings: &Settings, endpoint: &Endpoint, event: &Event) -> Result<Request, serde_json::Error> {
    let context = &event.context;
    let body = serde_json::to_vec(&Told {
        kind: &event.kind,
        event: event.id(),
        charge_point: &context.charge_point,
        version: &context.version,
        message_id: &context.message_id,
        received_at: &context.received_at,
        payload: &event.payload,
    })?;
    let id = format!("{}/{}", context.charge_point, event.id());
    Ok(request(settings, endpoint, (&id, &context.received_at), body))
}

fn request(settings: &Settings, endpoint: &Endpoint, (id, timestamp): (&str, &str), body: Vec<u8>) -> Request {
    let mut request = http::Request::post(&endpoint.url)
        .header("content-type", "application/json")
        .header("accept", "application/json")
        .header("idempotency-key", &plain(id))
        .header("x-ocpp-timestamp", timestamp)
        .timeout(endpoint.timeout);
    if let Some(secret) = &settings.secret {
        request = request.header("x-ocpp-signature", &signature(secret, timestamp, &body));
    }
    for (name, value) in &settings.headers {
        request = request.header(name, value);
    }
    request.body(body)
}
