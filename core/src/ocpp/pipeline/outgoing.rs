//! What a CALL of ours changes, when it leaves and when it is answered.

use ocpp_schemas::{Action, Version};

use super::Pipeline;
use crate::frame::Content;
use crate::ocpp::asking;
use crate::ocpp::context::{Caller, Context};
use crate::ocpp::effects::Effects;
use crate::ocpp::error::HandlerError;
use crate::ocpp::operation::{Hooks, Outcome, Sent};
use crate::ocpp::profile::Profile;
use crate::ocpp::repair;
use crate::ocpp::tells::{self, Exchange};

impl Pipeline {
    /// What must be durable before a CALL of ours leaves.
    ///
    /// # Errors
    /// What keeps it from leaving.
    pub fn leaves(&self, caller: &Caller<'_>, sent: Sent<'_>) -> Result<Effects, HandlerError> {
        let mut effects = match operation(caller.version, sent.action) {
            None => Effects::none(),
            Some(hooks) => {
                let context = Context {
                    following: sent.following,
                    ..self.context(caller, sent.id, Content::Value(sent.payload))
                };
                self.told(
                    Exchange {
                        context,
                        action: sent.action,
                        outcome: None,
                    },
                    (hooks.leaves)(context),
                )?
            }
        };
        if let Some(noted) = asking::note(&self.state, caller, sent)? {
            effects.writes.get_or_insert_default().push(noted);
        }
        Ok(effects)
    }

    /// What the outcome of a CALL of ours changes.
    ///
    /// # Errors
    /// What keeps it from being kept.
    pub fn answered(&self, caller: &Caller<'_>, sent: Sent<'_>, outcome: &Outcome) -> Result<Effects, HandlerError> {
        let mut effects = match operation(caller.version, sent.action) {
            None => Effects::none(),
            Some(hooks) => {
                let context = self.context(caller, sent.id, Content::Value(sent.payload));
                let about = Exchange {
                    context,
                    action: sent.action,
                    outcome: Some(outcome),
                };
                self.told(about, handled(hooks, about, outcome))?
            }
        };
        if let Some(withdrawn) = asking::withdraw(&self.state, caller, (sent, outcome))? {
            effects.writes.get_or_insert_default().push(withdrawn);
        }
        Ok(effects)
    }

    /// An operation's effects with their events. What is valid and does not fit our types goes its way
    /// all the same: the schema is all that an operator's command is held against.
    fn told(&self, about: Exchange<'_>, effects: Result<Effects, HandlerError>) -> Result<Effects, HandlerError> {
        let mut effects = match effects {
            Err(HandlerError::Shape(error)) => {
                tracing::warn!(ocpp.action = about.action.name(), %error, "what a command changes is not known");
                Effects::none()
            }
            effects => effects?,
        };
        tells::tell_of_command(about, &mut effects, &|kind| self.plugins.observes(kind))?;
        Ok(effects)
    }
}

/// What an operation makes of the outcome. Of an answer that was repaired it sees what can be read, and what was repaired.
fn handled(hooks: Hooks, about: Exchange<'_>, outcome: &Outcome) -> Result<Effects, HandlerError> {
    let Outcome::Remarked(payload, repairs) = outcome else {
        return (hooks.answered)(about.context, outcome);
    };
    let (payload, repairs) = repair::without_unreadable(about.action, payload, repairs);
    let outcome = Outcome::Remarked(payload, repairs.clone());
    let context = Context {
        repairs: &repairs,
        ..about.context
    };
    (hooks.answered)(context, &outcome)
}

fn operation(version: Version, action: &Action) -> Option<Hooks> {
    Profile::of(version).entry(action.name())?.row.operation
}
