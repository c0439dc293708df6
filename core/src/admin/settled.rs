//! What operators say of sessions, durable with its event.

use serde_json::Value;

use super::AppState;
use super::problem::{Missing, Problem, kinds};
use super::revised::repeat;
use crate::clock;
use crate::events::Event;
use crate::ids::ChargePointId;
use crate::ocpp::transactions::desk::{Desk, DeskError, Settled};
use crate::state::transactions::Transaction;

/// Does what an operator says of a charge point's sessions, and tells it to who observes.
///
/// # Errors
/// Why nothing changes; the store's.
pub async fn settle(
    app: &AppState,
    charge_point: &ChargePointId,
    said: Said,
    word: impl Fn(Desk<'_>) -> Result<Settled, DeskError>,
) -> Result<Transaction, Problem> {
    let (transaction, events) = repeat(app.state(), || {
        let desk = Desk {
            state: app.state(),
            charge_point,
            now: clock::now(),
        };
        let settled = word(desk).map_err(|error| refused(app, charge_point, error))?;
        let events: Vec<Event> = settled.event(said.action, &said.request).into_iter().collect();
        let Settled {
            mut writes,
            transaction,
            ..
        } = settled;
        for event in &events {
            writes.extend(app.plugins().keep(event)?);
        }
        Ok((writes, (transaction, events)))
    })
    .await?;
    app.plugins().announce(&events);
    Ok(transaction)
}

/// As the event shows it that a session ended or is another one's, in the place of a station's CALL.
pub struct Said {
    /// `close`, `assign` or `session`.
    pub action: &'static str,
    /// The body of the request.
    pub request: Value,
}

/// Why nothing changes. Of a session that is not known it is said which of both is not: it or its charge point.
pub fn refused(app: &AppState, charge_point: &ChargePointId, error: DeskError) -> Problem {
    match error {
        DeskError::NoEntry(id) => app.missing_of(charge_point, Missing::MESSAGE, format!("{id} in the inbox")),
        DeskError::NoTransaction(id) => app.missing_of(charge_point, Missing::TRANSACTION, id),
        DeskError::NoEnd(_) | DeskError::NoRegister(_) => Problem::new(kinds::INVALID_REQUEST, error.to_string()),
        DeskError::Over(_) => Problem::new(kinds::SETTLED_ALREADY, error.to_string()),
        DeskError::Failed(crate::ocpp::HandlerError::Store(error)) => error.into(),
        DeskError::Failed(error) => {
            tracing::error!(%error, "what an operator said of a session could not be kept");
            Problem::new(kinds::INVALID_REQUEST, format!("the message cannot be used: {error}"))
        }
    }
}
