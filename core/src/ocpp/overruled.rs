//! What plugins decided otherwise than was proposed, as an event: what would have been answered, what was, where the two
//! differ, and who decided so.

use ocpp_schemas::Action;
use serde::Serialize;
use serde_json::Value;

use super::context::Context;
use super::reply::Overruled;
use super::tells::{CallError, LONGEST_SHOWN, about, call_error};
use crate::events::kinds::PLUGIN_DECIDED;
use crate::frame::Content;
use crate::plugins::{Opinion, Refusal};
use crate::state::payload::Payload;

/// So many places are named where two answers differ.
const MOST_PLACES: usize = 20;
/// Where a response says who may charge.
const VERDICTS: [&str; 2] = ["/idTagInfo", "/idTokenInfo"];

/// What plugins made of a proposal.
#[derive(Clone, Copy)]
pub struct Decided<'a> {
    /// Whose.
    pub action: &'static Action,
    /// What would have been answered.
    pub proposed: &'a Value,
    /// What is.
    pub outcome: Result<&'a Value, &'a Refusal>,
    /// What each plugin made of it.
    pub opinions: &'a [Opinion],
}

/// The event's payload.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Told<'a> {
    action: &'a str,
    decided_by: Vec<&'a str>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    changed: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    request: Option<Content<'a>>,
    proposed: &'a Value,
    #[serde(skip_serializing_if = "Option::is_none")]
    response: Option<&'a Value>,
    #[serde(skip_serializing_if = "Option::is_none")]
    call_error: Option<CallError<'a>>,
    plugins: Vec<Value>,
}

/// The event; none where no plugin can be named, or it has no JSON form, which is told the log.
pub fn overruled(context: Context<'_>, decided: Decided<'_>) -> Option<Box<Overruled>> {
    let deciding: Vec<_> = decided.opinions.iter().filter(|one| one.decides()).collect();
    if deciding.is_empty() {
        return None;
    }
    let (response, refused) = match decided.outcome {
        Ok(response) => (Some(response), None),
        Err(refusal) => (None, Some(call_error(context, refusal))),
    };
    let mut changed = Vec::new();
    if let Some(response) = response {
        differ(String::new(), decided.proposed, response, &mut changed);
    }
    let is_verdict = |place: &String| VERDICTS.iter().any(|verdict| place.starts_with(verdict));
    let request = context.payload.value();
    let whom = whom(request).filter(|_| response.is_none() || changed.iter().any(is_verdict));
    let action = decided.action.name();
    let told = Told {
        action,
        decided_by: deciding.iter().map(|one| one.plugin.as_str()).collect(),
        changed,
        request: Some(context.payload).filter(|payload| payload.text().len() <= LONGEST_SHOWN),
        proposed: decided.proposed,
        response,
        call_error: refused,
        plugins: deciding.iter().map(|one| one.as_json()).collect(),
    };
    let payload = match Payload::of(&told) {
        Ok(payload) => payload,
        Err(error) => {
            tracing::error!(%error, "a decision of plugins has no JSON form, and is not told");
            return None;
        }
    };
    let about_whom = whom.map(|whom| (whom, session(request, decided.proposed)));
    Some(Box::new(Overruled {
        alike: format!("{action} {:?} {:?} {about_whom:?}", told.decided_by, told.changed),
        is_about_somebody: whom.is_some(),
        event: about(context, PLUGIN_DECIDED.name, payload),
    }))
}

/// Who wants to charge, where a request says so.
fn whom(request: &Value) -> Option<&str> {
    let found = request.get("idTag").or_else(|| request.pointer("/idToken/idToken"));
    found.and_then(Value::as_str)
}

/// In which session, and how far that is.
fn session<'a>(request: &'a Value, proposed: &'a Value) -> [Option<&'a Value>; 3] {
    [
        proposed.get("transactionId"),
        request.pointer("/transactionInfo/transactionId"),
        request.get("eventType"),
    ]
}

/// Adds the places in which two values differ, as JSON pointers.
fn differ(place: String, before: &Value, after: &Value, found: &mut Vec<String>) {
    if before == after || found.len() >= MOST_PLACES {
        return;
    }
    let (Value::Object(before), Value::Object(after)) = (before, after) else {
        return found.push(place);
    };
    let added = after.iter().filter(|(name, _)| !before.contains_key(*name));
    for (name, value) in before {
        let inner = below(&place, name);
        differ(inner, value, after.get(name).unwrap_or(&Value::Null), found);
    }
    found.extend(added.map(|(name, _)| below(&place, name)));
    found.truncate(MOST_PLACES);
}

fn below(place: &str, member: &str) -> String {
    format!("{place}/{}", member.replace('~', "~0").replace('/', "~1"))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::{MOST_PLACES, differ};

    #[test]
    fn answers_differ_in_places() {
        let places = |before, after| {
            let mut found = Vec::new();
            differ(String::new(), &before, &after, &mut found);
            found
        };
        let info = |status: &str| json!({"idTagInfo": {"status": status, "parentIdTag": "P"}, "a/b": [1]});
        assert_eq!(places(info("Accepted"), info("Accepted")), [""; 0]);
        assert_eq!(places(info("Accepted"), info("Blocked")), ["/idTagInfo/status"]);
        assert_eq!(
            places(info("Accepted"), json!({"a/b": [2], "new": 1})),
            ["/a~1b", "/idTagInfo", "/new"]
        );
        let many: serde_json::Map<_, _> = (0..99).map(|number| (number.to_string(), json!(number))).collect();
        assert_eq!(places(json!({}), json!(many)).len(), MOST_PLACES);
    }
}
