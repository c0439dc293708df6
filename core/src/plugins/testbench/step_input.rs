//! A step as the plugin is asked it.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::fixture::{Call, Event, Input, Request, Tick, bytes};
use crate::clock;
use crate::plugins::component::guest_call::GuestCall;
use crate::plugins::component::manifest::Manifest;
use crate::plugins::contract::{Context, Request as HttpRequest};
use crate::plugins::sandbox::capabilities::{Access, Allowance, CallScope, Capabilities};
use crate::plugins::sandbox::trace::HostTrace;

/// A question to a plugin, with what it is made of.
pub enum StepInput<'a> {
    /// `handler`
    Call(Context, &'a Call, String),
    /// `observer`
    Event(Context, &'a Event),
    /// `timer`
    Tick(Context, &'a Tick),
    /// `http`
    Request(HttpRequest),
}

impl<'a> StepInput<'a> {
    /// The question of a step; its number becomes the id of an event that has none.
    #[must_use]
    pub fn new(input: &'a Input, number: usize) -> Self {
        match input {
            Input::Call(call) => Self::Call(of_call(call), call, call.proposed.to_string()),
            Input::Event(event) => Self::Event(of_event(event, number), event),
            Input::Tick(tick) => Self::Tick(of_tick(tick), tick),
            Input::Request(request) => Self::Request(of_request(request)),
        }
    }

    /// As an instance takes it.
    #[must_use]
    pub fn ask(&self) -> GuestCall<'_> {
        match self {
            Self::Call(context, call, proposed) => GuestCall::Handle {
                context,
                action: &call.action,
                payload: call.payload.get(),
                proposed,
            },
            Self::Event(context, event) => GuestCall::Event {
                context,
                kind: &event.kind,
                payload: event.payload.get(),
            },
            Self::Tick(context, tick) => GuestCall::Tick {
                context,
                name: &tick.name,
            },
            Self::Request(request) => GuestCall::Request(request),
        }
    }

    /// What the call may reach.
    #[must_use]
    pub fn capabilities(&self, access: &Arc<Access>, trace: HostTrace) -> Capabilities {
        let about = self.ask().about();
        let scope = CallScope {
            charge_point: about.charge_point,
            message_id: about.message_id,
            now: clock::now(),
            namespace: access.namespace(None),
            trace,
        };
        Capabilities::new(access, scope)
    }

    /// The limits of the call: only a handler holds up a worker, unless it waits.
    #[must_use]
    pub fn allowance(&self, access: &Access, waits: bool) -> Allowance {
        match self {
            // Processor time is what counts: how busy this machine is says nothing of the plugin.
            Self::Call(..) if !waits => Allowance {
                longest: access.long_allowance().longest,
                ..access.allowance()
            },
            _ => access.long_allowance(),
        }
    }
}

/// Why a server would never ask the plugin this; none if it would.
#[must_use]
pub fn unasked(input: &Input, manifest: &Manifest) -> Option<String> {
    let why = match input {
        Input::Call(call) => {
            let claimed = |(version, action)| version == call.version && action == call.action;
            (!manifest.claims().any(claimed)).then(|| format!("the action {} of OCPP {}", call.action, call.version))
        }
        Input::Event(event) => (!manifest.events.contains(&event.kind)).then(|| format!("the event {}", event.kind)),
        Input::Tick(tick) => {
            let known = manifest.schedules.iter().any(|schedule| schedule.name == tick.name);
            (!known).then(|| format!("the schedule {}", tick.name))
        }
        Input::Request(_) => {
            let exported = manifest.exports.iter().any(|export| export == "http");
            return (!exported).then(|| "the plugin does not export http, so it has no endpoints".to_owned());
        }
    }?;
    Some(format!("its manifest does not list {why}: the plugin was not asked"))
}

fn pairs(attributes: &BTreeMap<String, String>) -> Vec<(String, String)> {
    let pairs = attributes.iter();
    pairs.map(|(name, value)| (name.clone(), value.clone())).collect()
}

fn of_call(call: &Call) -> Context {
    Context {
        charge_point: call.charge_point.clone(),
        version: call.version.to_string(),
        vendor: call.vendor.clone(),
        model: call.model.clone(),
        message_id: call.message_id.clone(),
        received_at: call.received_at.clone(),
        attributes: pairs(&call.attributes),
    }
}

fn of_event(event: &Event, number: usize) -> Context {
    let mut attributes = pairs(&event.attributes);
    if !event.attributes.contains_key("event") {
        attributes.push(("event".to_owned(), number.to_string()));
    }
    Context {
        charge_point: event.charge_point.clone(),
        version: event.version.clone(),
        vendor: event.vendor.clone(),
        model: event.model.clone(),
        message_id: event.message_id.clone(),
        received_at: event.received_at.clone(),
        attributes,
    }
}

fn of_tick(tick: &Tick) -> Context {
    Context {
        charge_point: String::new(),
        version: String::new(),
        vendor: String::new(),
        model: String::new(),
        message_id: String::new(),
        received_at: tick.at.clone(),
        attributes: Vec::new(),
    }
}

fn of_request(request: &Request) -> HttpRequest {
    HttpRequest {
        method: request.method.clone(),
        path: request.path.clone(),
        query: request.query.clone(),
        headers: pairs(&request.headers),
        body: bytes(&request.body),
    }
}
