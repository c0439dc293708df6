//! One CALL from the server's side to a station, and what becomes of it.

use std::time::Duration;

use actix::Recipient;
use actix_rt::time::timeout;
use ocpp_schemas::Action;
use tokio::sync::oneshot;

use crate::ocpp::Outcome;
use crate::registry::order::{Command, Order};

/// What the actor may take beyond the station's time to tell the outcome.
const GRACE: Duration = Duration::from_millis(500);

/// A valid CALL.
#[derive(Debug, Clone)]
pub struct Call {
    /// One that the central system sends in the connection's version.
    pub action: &'static Action,
    /// JSON text; it goes out as it is.
    pub payload: String,
    /// How long the station may take, and its queue before.
    pub timeout: Duration,
    /// How long the actor may hold CALLs back after a boot.
    pub settle: Duration,
}

/// Sends the CALL and waits for what becomes of it. Nothing waits without a limit: the mailbox of
/// a station that stopped reading does not move, and neither do its timers.
pub async fn send(orders: &Recipient<Order>, call: Call) -> Outcome {
    let Call {
        action,
        payload,
        timeout: time,
        settle,
    } = call;
    let (asker, told) = oneshot::channel();
    let order = Order::Send(Command {
        action,
        payload,
        timeout: time,
        asker: Some(asker),
    });
    match timeout(time, orders.send(order)).await {
        Ok(Ok(())) => {}
        Ok(Err(_)) => return Outcome::Lost,
        Err(_) => return Outcome::TimedOut,
    }
    match timeout(time + settle + GRACE, told).await {
        Ok(Ok(outcome)) => outcome,
        // The actor went, and the queue with it.
        Ok(Err(_)) => Outcome::Lost,
        Err(_) => Outcome::TimedOut,
    }
}
