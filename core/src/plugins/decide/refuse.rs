//! What `on_failure = "refuse"` makes of a proposal.
//!
//! A refused driver still gets a response: without the transactionId that the server issued, a
//! charge point would only repeat its StartTransaction (OCPP 1.6 section 4.8; 2.x E and C blocks).

use ocpp_schemas::ErrorCode;
use serde_json::{Value, json};

use super::question::Refusal;

/// The proposal with its authorization withdrawn, or the CALLERROR for an action that authorizes nobody.
///
/// # Errors
/// The refusal, for an action that authorizes nobody.
pub fn refuse(authorizes: bool, mut proposed: Value) -> Result<Value, Refusal> {
    if authorizes {
        withdraw(&mut proposed);
        return Ok(proposed);
    }
    Err(Refusal {
        code: ErrorCode::InternalError,
        description: "the answer could not be decided".to_owned(),
        details: json!({}),
    })
}

/// A status that refuses already says more than Invalid does, and stays. A TransactionEvent that
/// authorizes nobody has no idTokenInfo, and stays too.
fn withdraw(response: &mut Value) {
    for info in ["idTagInfo", "idTokenInfo"] {
        let status = response.get_mut(info).and_then(|info| info.get_mut("status"));
        if let Some(status) = status.filter(|status| *status == "Accepted") {
            *status = json!("Invalid");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_refused_start_keeps_its_transaction() {
        let proposed = json!({"transactionId": 7, "idTagInfo": {"status": "Accepted", "parentIdTag": "P"}});
        let refused = json!({"transactionId": 7, "idTagInfo": {"status": "Invalid", "parentIdTag": "P"}});
        assert_eq!(refuse(true, proposed), Ok(refused));
    }

    #[test]
    fn an_event_without_authorization_stays() {
        assert_eq!(refuse(true, json!({})), Ok(json!({})));
        let refused = refuse(true, json!({"idTokenInfo": {"status": "Accepted"}}));
        assert_eq!(refused, Ok(json!({"idTokenInfo": {"status": "Invalid"}})));
    }

    #[test]
    fn a_refusal_that_says_more_stays() {
        let blocked = json!({"idTagInfo": {"status": "Blocked"}});
        assert_eq!(refuse(true, blocked.clone()), Ok(blocked));
    }

    #[test]
    fn any_other_action_is_an_internal_error() {
        assert_eq!(
            refuse(false, json!({})).map_err(|e| e.code),
            Err(ErrorCode::InternalError)
        );
    }
}
