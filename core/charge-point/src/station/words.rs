//! What a version says: the only place where a station knows which one it speaks.

use serde_json::Value;

use super::Station;
use super::connector::{Connector, IdToken, Session, StopReason};
use super::tags::TagInfo;
use crate::client::Refusal;

/// A message: the action and its payload.
pub type Message = (&'static str, Value);

/// A version's messages, and its answers to the server's requests.
pub trait Words: Sync {
    /// The payload of BootNotification.
    fn boot(&self, station: &Station) -> Value;
    /// The word of a connector's state, and the message that tells it.
    fn status(&self, station: &Station, connector: &Connector) -> (&'static str, Message);
    /// The message that tells how the charge point as a whole stands.
    fn own_status(&self, station: &Station) -> Option<Message>;
    /// The message that tells what is broken at a connector, or works again: 1.6's code of it.
    fn problem(&self, station: &Station, connector: &Connector, code: &str) -> Option<Message>;
    /// The payload of Authorize.
    fn authorize(&self, token: &IdToken) -> Value;
    /// A session has begun.
    fn started(&self, station: &Station, at: (&Connector, &Session)) -> Message;
    /// A sample of a session; `context` is in 1.6's words.
    fn sampled(&self, station: &Station, at: (&Connector, &Session), context: &str) -> Message;
    /// A session goes on otherwise.
    fn changed(&self, station: &Station, at: (&Connector, &Session)) -> Option<Message>;
    /// A session has ended, by this token if somebody swiped.
    fn ended(&self, station: &Station, at: (&Connector, &Session), why: (StopReason, Option<&IdToken>)) -> Message;
    /// A sample without a session.
    fn measured(&self, station: &Station, connector: &Connector, context: &str) -> Message;
    /// What an answer says of a token.
    fn tag_info(&self, answer: &Value) -> Option<TagInfo>;
    /// The number that the answer to a start gives.
    fn number(&self, answer: &Value) -> Option<i64>;
    /// A reservation is over without having been used.
    fn reservation_over(&self, id: i64) -> Option<Message>;
    /// Answers a request of the server.
    ///
    /// # Errors
    /// Why it is refused.
    fn call(&self, station: &mut Station, action: &str, payload: &Value) -> Result<Value, Refusal>;
}
