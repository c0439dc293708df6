//! What a CALL of ours asks a station to send, which it may then send before it is accepted (1.6 J errata 3.10; 2.x
//! B02.FR.09, B03.FR.07).

use ocpp_schemas::Version;
use ocpp_schemas::types::integer;
use serde_json::Value;

use super::context::{Caller, Context};
use super::operation::{Outcome, Sent};
use super::profile::Profile;
use super::rows::AsksFor;
use crate::config::settings::RegistrationStatus;
use crate::state::State;
use crate::state::asked::Asked;
use crate::store::{StoreError, Write};

/// Whether a station was asked for a message of this action, with the number that it carries.
#[must_use]
pub fn was_asked_for(context: Context<'_>, action: &str) -> bool {
    match context.state.asked_for(context.caller.charge_point) {
        Ok(asked) => asked.covers(action, request_id(context.payload.value())),
        Err(error) => {
            tracing::error!(%error, "what a charge point was asked for cannot be read");
            false
        }
    }
}

/// What is noted before a CALL leaves; none: the station is accepted, or it asks for nothing.
///
/// # Errors
/// The store's.
pub fn note(state: &State, caller: &Caller<'_>, sent: Sent<'_>) -> Result<Option<Write>, StoreError> {
    let Some(asked) = asks_for(caller.version, sent).filter(|_| !is_accepted(caller)) else {
        return Ok(None);
    };
    state.asked_for(caller.charge_point)?.with(asked).map(Some)
}

/// It said no, or the CALL never left: what it sends all the same was not asked for.
///
/// # Errors
/// The store's.
pub fn withdraw(
    state: &State,
    caller: &Caller<'_>,
    (sent, outcome): (Sent<'_>, &Outcome),
) -> Result<Option<Write>, StoreError> {
    let stands = outcome.has_left() && !outcome.is_refusal();
    if is_accepted(caller) || stands {
        return Ok(None);
    }
    state.asked_for(caller.charge_point)?.without(sent.id.as_str())
}

fn is_accepted(caller: &Caller<'_>) -> bool {
    caller.registration == Some(RegistrationStatus::Accepted)
}

fn asks_for(version: Version, sent: Sent<'_>) -> Option<Asked> {
    let actions = match Profile::of(version).entry(sent.action.name())?.row.asks_for {
        AsksFor::Nothing => return None,
        AsksFor::Messages(actions) => actions,
        AsksFor::Trigger(triggered) => triggered(sent.payload.get("requestedMessage")?.as_str()?),
    };
    Some(Asked {
        command: sent.id.to_string(),
        actions: actions.iter().map(ToString::to_string).collect(),
        request_id: request_id(sent.payload),
    })
}

fn request_id(payload: &Value) -> Option<i64> {
    payload.get("requestId").and_then(integer::of)
}
