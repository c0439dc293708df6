//! The shape of a handler: `propose` reads and decides, `commit` says what changes. Between the
//! two stand the plugins, which see JSON; [`Pending`] hides the types from them.

use ocpp_schemas::types::OcppAction;
use serde::Deserialize as _;
use serde_json::Value;

use super::context::Context;
use super::effects::Effects;
use super::error::HandlerError;
use crate::frame;
use crate::ids::MessageId;
use crate::state::payload::Payload;

/// A handler of one action. `Type` is the message type that it reads and writes; a 2.1 type also
/// reads and writes what 2.0.1 allows.
pub trait Handler {
    /// The action's types.
    type Type: OcppAction;

    /// What `propose` read and `commit` needs, so that nothing is read twice.
    type Plan;

    /// Reads the state and decides.
    ///
    /// # Errors
    /// What keeps the server from deciding; the station is answered InternalError.
    fn propose(context: Context<'_>, request: &Request<Self>) -> Result<Proposal<Self>, HandlerError>;

    /// Says what the final response changes.
    ///
    /// # Errors
    /// As [`Handler::propose`].
    fn commit(_context: Context<'_>, _decided: Decided<'_, Self>) -> Result<Effects, HandlerError> {
        Ok(Effects::none())
    }

    /// The token that somebody shows to charge, and what the response says of it.
    fn shows<'a>(_request: &'a Request<Self>, _response: &Response<Self>) -> Option<Shown<'a>> {
        None
    }

    /// Refuses a response that changes what belongs to the core, with the reason.
    ///
    /// # Errors
    /// The reason, for the plugin's author.
    fn guard(_proposed: &Response<Self>, _changed: &Response<Self>) -> Result<(), String> {
        Ok(())
    }
}

/// Somebody showed a token.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Shown<'a> {
    /// The token.
    pub id_tag: &'a str,
    /// What the response says of it, in the version's word.
    pub status: &'static str,
}

/// A report: the station tells something, and its answer is empty.
pub trait Report {
    /// The action's types.
    type Type: OcppAction<Response: Default>;

    /// What the report changes.
    ///
    /// # Errors
    /// What keeps the server from keeping it; the station is answered InternalError.
    fn take(context: Context<'_>, request: &<Self::Type as OcppAction>::Request) -> Result<Effects, HandlerError>;
}

impl<R: Report> Handler for R {
    type Type = <R as Report>::Type;
    type Plan = ();

    fn propose(_: Context<'_>, _: &Request<Self>) -> Result<Proposal<Self>, HandlerError> {
        Ok(Proposal::answer(Response::<Self>::default()))
    }

    fn commit(context: Context<'_>, decided: Decided<'_, Self>) -> Result<Effects, HandlerError> {
        R::take(context, decided.request)
    }
}

/// A handler's request.
pub type Request<H> = <<H as Handler>::Type as OcppAction>::Request;

/// A handler's response.
pub type Response<H> = <<H as Handler>::Type as OcppAction>::Response;

/// What a handler proposes.
pub enum Proposal<H: Handler + ?Sized> {
    /// For the plugins to look at.
    New {
        /// What the station would be answered.
        response: Response<H>,
        /// For [`Handler::commit`].
        plan: H::Plan,
    },
    /// The answer to the same request before: it stands, and nothing changes.
    Repeat(Response<H>),
}

impl<H: Handler<Plan = ()>> Proposal<H> {
    /// A response for which nothing was read that `commit` needs.
    pub fn answer(response: Response<H>) -> Self {
        Self::New { response, plan: () }
    }
}

/// A request with its final response, and what was read for it.
pub struct Decided<'a, H: Handler + ?Sized> {
    /// As the station sent it.
    pub request: &'a Request<H>,
    /// As it will be answered.
    pub response: &'a Response<H>,
    /// From [`Handler::propose`].
    pub plan: H::Plan,
}

/// A request with its proposed response, for the stages that know no types.
pub trait Pending {
    /// The plugins are not asked: the answer stood before.
    fn is_repeat(&self) -> bool;

    /// The response as JSON text.
    ///
    /// # Errors
    /// [`HandlerError::Shape`]
    fn response(&self) -> Result<Payload, HandlerError>;

    /// See [`Handler::shows`].
    fn shows(&self) -> Option<Shown<'_>> {
        None
    }

    /// See [`Handler::guard`].
    ///
    /// # Errors
    /// The reason.
    fn guard(&self, changed: &Value) -> Result<(), String>;

    /// Takes over what the plugins made of the response.
    ///
    /// # Errors
    /// [`HandlerError::Shape`]
    fn adopt(&mut self, changed: Value) -> Result<(), HandlerError>;

    /// See [`Handler::commit`]. Called once; again, it changes nothing.
    ///
    /// # Errors
    /// See there.
    fn commit(&mut self, context: Context<'_>) -> Result<Effects, HandlerError>;

    /// The CALLRESULT's text.
    fn reply(&self, id: &MessageId) -> String;
}

/// Reads a payload and proposes.
pub type Route = fn(Context<'_>) -> Result<Box<dyn Pending>, HandlerError>;

/// The route of a handler.
pub fn route<H: Handler + 'static>(context: Context<'_>) -> Result<Box<dyn Pending>, HandlerError> {
    let request: Request<H> = context.payload.read()?;
    let (response, plan) = match H::propose(context, &request)? {
        Proposal::New { response, plan } => (response, Some(plan)),
        Proposal::Repeat(response) => (response, None),
    };
    let is_repeat = plan.is_none();
    Ok(Box::new(Typed::<H> {
        request,
        response,
        plan,
        is_repeat,
    }))
}

struct Typed<H: Handler> {
    request: Request<H>,
    response: Response<H>,
    plan: Option<H::Plan>,
    is_repeat: bool,
}

impl<H: Handler> Pending for Typed<H> {
    fn is_repeat(&self) -> bool {
        self.is_repeat
    }

    fn response(&self) -> Result<Payload, HandlerError> {
        Ok(Payload::of(&self.response)?)
    }

    fn shows(&self) -> Option<Shown<'_>> {
        H::shows(&self.request, &self.response)
    }

    fn guard(&self, changed: &Value) -> Result<(), String> {
        let changed = Response::<H>::deserialize(changed).map_err(|error| error.to_string())?;
        H::guard(&self.response, &changed)
    }

    fn adopt(&mut self, changed: Value) -> Result<(), HandlerError> {
        self.response = serde_json::from_value(changed)?;
        Ok(())
    }

    fn commit(&mut self, context: Context<'_>) -> Result<Effects, HandlerError> {
        let Some(plan) = self.plan.take() else {
            // What the first answer promised was read, so it is durable.
            return Ok(Effects::none());
        };
        let decided = Decided {
            request: &self.request,
            response: &self.response,
            plan,
        };
        H::commit(context, decided)
    }

    fn reply(&self, id: &MessageId) -> String {
        frame::call_result(id, &self.response)
    }
}
