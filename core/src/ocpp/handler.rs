//! The shape of a handler: `propose` reads and decides, `commit` says what changes. Between the
//! two stand the plugins, which see JSON; [`Pending`] hides the types from them.

use ocpp_schemas::types::OcppAction;
use serde::Deserialize;
use serde_json::Value;

use super::central::{Central, Situation};
use crate::frame;
use crate::ids::MessageId;
use crate::state::charge_points::Boot;
use crate::store::{StoreError, Write};

/// What a handler may look at.
#[derive(Clone, Copy)]
pub struct Context<'a> {
    /// Who asks, when, and how it stands with us.
    pub situation: &'a Situation<'a>,
    /// State, settings, transaction ids.
    pub central: &'a Central,
    /// The message's id.
    pub message: &'a MessageId,
    /// The payload as it came.
    pub payload: &'a Value,
}

/// A handler of one action. `Type` is the message type that it reads and writes; a 2.1 type also
/// reads and writes what 2.0.1 allows.
pub trait Handler {
    /// The action's types.
    type Type: OcppAction;

    /// Reads the state and decides.
    ///
    /// # Errors
    /// What keeps the server from deciding; the station is answered InternalError.
    fn propose(context: Context<'_>, request: &Request<Self>) -> Result<Proposal<Response<Self>>, Trouble>;

    /// Says what the final response changes.
    ///
    /// # Errors
    /// As [`Handler::propose`].
    fn commit(_context: Context<'_>, _request: &Request<Self>, _response: &Response<Self>) -> Result<Effects, Trouble> {
        Ok(Effects::none())
    }

    /// Refuses a response that changes what belongs to the core, with the reason.
    ///
    /// # Errors
    /// The reason, for the plugin's author.
    fn guard(_proposed: &Response<Self>, _changed: &Response<Self>) -> Result<(), String> {
        Ok(())
    }
}

/// A handler's request.
pub type Request<H> = <<H as Handler>::Type as OcppAction>::Request;

/// A handler's response.
pub type Response<H> = <<H as Handler>::Type as OcppAction>::Response;

/// What a handler proposes.
pub enum Proposal<R> {
    /// For the plugins to look at.
    New(R),
    /// The answer to the same request before: it stands, and nothing changes.
    Again(R),
}

/// What a message changes.
#[derive(Debug)]
pub struct Effects {
    /// In this order.
    pub writes: Vec<Write>,
    /// Whether the reply waits for them.
    pub durability: Durability,
    /// The session learned this.
    pub boot: Option<Boot>,
    /// Among the writes are commands to charge points.
    pub commands: bool,
    /// Among the writes are events for those who observe.
    pub events: bool,
    /// They are written now although the handler would have let them wait: an older value of the same
    /// key may still wait, and must not come after them.
    pub overtakes: bool,
}

/// Whether a reply waits for its writes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Durability {
    /// They are on the disk before the reply leaves.
    Now,
    /// They follow within 100 ms.
    Soon,
}

impl Effects {
    /// Nothing changes.
    #[must_use]
    pub fn none() -> Self {
        Self {
            writes: Vec::new(),
            durability: Durability::Soon,
            boot: None,
            commands: false,
            events: false,
            overtakes: false,
        }
    }

    /// Makes the reply wait for the writes, whatever the handler said.
    pub fn hasten(&mut self) {
        self.overtakes |= self.durability == Durability::Soon;
        self.durability = Durability::Now;
    }

    /// Writes that may follow the reply.
    #[must_use]
    pub fn soon(writes: Vec<Write>) -> Self {
        Self { writes, ..Self::none() }
    }

    /// Writes that the reply waits for.
    #[must_use]
    pub fn now(writes: Vec<Write>) -> Self {
        Self {
            writes,
            durability: Durability::Now,
            ..Self::none()
        }
    }
}

/// What keeps the server from handling a valid message.
#[derive(Debug, thiserror::Error)]
pub enum Trouble {
    /// The state cannot be read.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// A valid message does not fit our types: a defect of ours.
    #[error("the message does not fit its type: {0}")]
    Shape(#[from] serde_json::Error),
    /// Something is used up for the moment.
    #[error("{0}")]
    Busy(&'static str),
}

/// A request with its proposed response, for the stages that know no types.
pub trait Pending {
    /// The plugins are not asked: the answer stood before.
    fn stands(&self) -> bool;

    /// The response as JSON.
    ///
    /// # Errors
    /// [`Trouble::Shape`]
    fn response(&self) -> Result<Value, Trouble>;

    /// See [`Handler::guard`].
    ///
    /// # Errors
    /// The reason.
    fn guard(&self, changed: &Value) -> Result<(), String>;

    /// Takes over what the plugins made of the response.
    ///
    /// # Errors
    /// [`Trouble::Shape`]
    fn adopt(&mut self, changed: Value) -> Result<(), Trouble>;

    /// See [`Handler::commit`].
    ///
    /// # Errors
    /// See there.
    fn commit(&self, context: Context<'_>) -> Result<Effects, Trouble>;

    /// The CALLRESULT's text.
    fn reply(&self, id: &MessageId) -> String;
}

/// Reads a payload and proposes.
pub type Route = fn(Context<'_>) -> Result<Box<dyn Pending>, Trouble>;

/// The route of a handler.
pub fn route<H: Handler + 'static>(context: Context<'_>) -> Result<Box<dyn Pending>, Trouble> {
    let request = Request::<H>::deserialize(context.payload)?;
    let (response, stands) = match H::propose(context, &request)? {
        Proposal::New(response) => (response, false),
        Proposal::Again(response) => (response, true),
    };
    Ok(Box::new(Typed::<H> {
        request,
        response,
        stands,
    }))
}

struct Typed<H: Handler> {
    request: Request<H>,
    response: Response<H>,
    stands: bool,
}

impl<H: Handler> Pending for Typed<H> {
    fn stands(&self) -> bool {
        self.stands
    }

    fn response(&self) -> Result<Value, Trouble> {
        Ok(serde_json::to_value(&self.response)?)
    }

    fn guard(&self, changed: &Value) -> Result<(), String> {
        let changed = Response::<H>::deserialize(changed).map_err(|error| error.to_string())?;
        H::guard(&self.response, &changed)
    }

    fn adopt(&mut self, changed: Value) -> Result<(), Trouble> {
        self.response = serde_json::from_value(changed)?;
        Ok(())
    }

    fn commit(&self, context: Context<'_>) -> Result<Effects, Trouble> {
        if self.stands {
            // What the first answer promised may be applied but not durable yet: wait for it.
            return Ok(Effects::now(Vec::new()));
        }
        H::commit(context, &self.request, &self.response)
    }

    fn reply(&self, id: &MessageId) -> String {
        frame::call_result(id, &self.response)
    }
}
