//! What becomes of a request: its reply, and what it changes.

use super::effects::Effects;
use crate::clock::Time;
use crate::counters::Place;
use crate::events::Event;
use crate::frame::repair::Repair;
use crate::ids::ChargePointId;
use crate::plugins::Opinion;
use crate::state::tag_refusals::TagRefusal;

/// Whether a message wants an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Expects {
    /// CALL: exactly one.
    Answer,
    /// SEND (2.1): none.
    Nothing,
}

/// A request that was handled. Its reply leaves once its effects are safe.
#[derive(Debug)]
pub struct Handled {
    /// The frame's text; none: nothing is sent.
    pub reply: Option<String>,
    /// What changes.
    pub effects: Effects,
    /// The reply is a CALLERROR.
    pub refused: bool,
    /// The event that says so; told once the reply leaves, and not more often than is of use.
    pub complaint: Option<Box<Event>>,
    /// What had to be repaired in the request.
    pub repaired: Option<Box<Repaired>>,
    /// What the plugins that were asked made of it.
    pub opinions: Vec<Opinion>,
    /// They decided otherwise than was proposed.
    pub overruled: Option<Box<Overruled>>,
    /// Somebody showed a token that is not accepted.
    pub token_refused: Option<Box<TokenRefused>>,
    /// Where its action is counted, if its version has it.
    pub counted: Option<Place>,
}

/// A request that was not valid as it came.
#[derive(Debug)]
pub struct Repaired {
    /// The action's name.
    pub action: String,
    /// What was done.
    pub repairs: Vec<Repair>,
    /// The event that says so, not to be told more often than is of use.
    pub event: Event,
}

/// An answer that plugins decided otherwise than was proposed.
#[derive(Debug)]
pub struct Overruled {
    /// What makes two of them say the same: the action, who decided, what is other for it, about whom.
    pub alike: String,
    /// It is about somebody who wants to charge: what is alike soon after it is news again.
    pub is_about_somebody: bool,
    /// The event that says so, not to be told more often than is of use.
    pub event: Event,
}

/// A token that is not accepted.
#[derive(Debug, PartialEq, Eq)]
pub struct TokenRefused {
    /// The token.
    pub id_tag: String,
    /// The message with which it was shown.
    pub action: String,
    /// The status, or the code of the CALLERROR.
    pub status: String,
    /// The plugin that said so; none: the server.
    pub by: Option<String>,
    /// It failed, which is set to count as a refusal.
    pub failed: bool,
}

impl TokenRefused {
    /// As it is remembered: the token, and what became of it where and when.
    #[must_use]
    pub fn at(self, charge_point: &ChargePointId, at: Time) -> (String, TagRefusal) {
        let refusal = TagRefusal {
            at,
            first_at: at,
            times: 1,
            charge_point: charge_point.clone(),
            action: self.action,
            status: self.status,
            by: self.by,
            failed: self.failed,
        };
        (self.id_tag, refusal)
    }
}

impl Handled {
    /// Nothing is sent, nothing changes.
    pub(super) fn silent() -> Self {
        Self {
            reply: None,
            effects: Effects::none(),
            refused: false,
            complaint: None,
            repaired: None,
            opinions: Vec::new(),
            overruled: None,
            token_refused: None,
            counted: None,
        }
    }
}
