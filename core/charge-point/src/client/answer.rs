//! Whoever answers the server's requests, and what is refused before anybody is asked: an action that the version
//! does not have, one that only charge points send, a payload that the specification does not allow.

use ocpp_schemas::{Catalogue, ErrorCode, Kind, Version};
use serde_json::Value;

use super::error::ConnectError;
use super::frame::{Frame, Refusal};

/// Answers the server's requests, and is told of the connection.
///
/// It answers at once. What takes time (an upload, a restart) is begun, and told with messages of its own, as OCPP
/// wants it.
pub trait Handler {
    /// The answer's payload, or why the request is refused. The payload is valid.
    ///
    /// # Errors
    /// Why it is refused.
    fn on_call(&mut self, action: &str, payload: Value) -> Result<Value, Refusal>;

    /// The connection is open.
    fn on_connected(&mut self) {}

    /// The connection has ended, and is opened again after a while.
    fn on_disconnected(&mut self, _why: &str) {}

    /// It cannot be opened; it is tried again after a while.
    fn on_not_connected(&mut self, _why: &ConnectError) {}
}

/// The frame that answers a request of the server.
pub fn answer(
    version: Version,
    (id, action, payload): (String, &str, Value),
    decide: impl FnOnce(&str, Value) -> Result<Value, Refusal>,
) -> Frame {
    match judge(version, action, &payload).and_then(|()| decide(action, payload)) {
        Ok(payload) => Frame::Result { id, payload },
        Err(refusal) => Frame::Error { id, refusal },
    }
}

fn judge(version: Version, action: &str, payload: &Value) -> Result<(), Refusal> {
    let Some(known) = Catalogue::of(version).action(action) else {
        let words = format!("OCPP {version} has no action {action}");
        return Err(Refusal::new(ErrorCode::NotImplemented, version, words));
    };
    if !known.sent_by_central_system() {
        let words = format!("{action} is sent by charge points");
        return Err(Refusal::new(ErrorCode::NotSupported, version, words));
    }
    known
        .validate(Kind::Request, payload)
        .map_err(|violation| Refusal::new(violation.code, version, violation.to_string()))
}

#[cfg(test)]
mod tests {
    use ocpp_schemas::Version;
    use serde_json::{Value, json};

    use super::{Frame, answer};

    fn code(version: Version, action: &str, payload: Value) -> String {
        match answer(version, ("1".to_owned(), action, payload), |_, _| Ok(json!({}))) {
            Frame::Error { refusal, .. } => refusal.code,
            _ => "none".to_owned(),
        }
    }

    #[test]
    fn what_no_handler_could_answer_is_refused_with_the_versions_code() {
        assert_eq!(code(Version::V16, "Fly", json!({})), "NotImplemented");
        assert_eq!(code(Version::V16, "SetVariables", json!({})), "NotImplemented");
        assert_eq!(code(Version::V16, "Heartbeat", json!({})), "NotSupported");
        assert_eq!(code(Version::V16, "Reset", json!({})), "OccurenceConstraintViolation");
        assert_eq!(code(Version::V201, "Reset", json!({})), "OccurrenceConstraintViolation");
        assert_eq!(
            code(Version::V16, "Reset", json!({"type": 1})),
            "TypeConstraintViolation"
        );
        assert_eq!(code(Version::V16, "Reset", json!({"type": "Soft"})), "none");
    }
}
