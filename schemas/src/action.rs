//! One action of one version: who sends it, what its payloads look like, and whether a payload is valid.

use crate::reading::Reading;
use crate::violation::{self, Violation};
use crate::{Catalogue, Kind, Sender, Version, resolve};
use jsonschema::{Draft, Validator};
use serde_json::Value;
use std::sync::OnceLock;

/// What the build takes from an action's file.
#[derive(Debug)]
pub(crate) struct Description {
    pub(crate) name: &'static str,
    pub(crate) version: Version,
    pub(crate) sender: Sender,
    pub(crate) block: &'static str,
    pub(crate) summary: &'static str,
    pub(crate) confirmed: bool,
    /// The file itself.
    pub(crate) source: &'static str,
}

/// An action of one version, in the program's static data. Its schemas and validators are made on first use.
#[derive(Debug)]
pub struct Action {
    description: Description,
    request: Payload,
    response: Payload,
}

/// The lazily made parts of one payload.
#[derive(Debug)]
struct Payload {
    schema: OnceLock<Value>,
    /// `None` if the schema does not compile, which a test excludes.
    validator: OnceLock<Option<Validator>>,
    /// `None` if there is no such payload.
    reading: OnceLock<Option<Reading>>,
}

impl Payload {
    const fn unused() -> Self {
        Self {
            schema: OnceLock::new(),
            validator: OnceLock::new(),
            reading: OnceLock::new(),
        }
    }
}

impl Action {
    pub(crate) const fn embedded(description: Description) -> Self {
        Self {
            description,
            request: Payload::unused(),
            response: Payload::unused(),
        }
    }

    /// The name on the wire, such as `BootNotification`.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        self.description.name
    }

    /// The version that this action belongs to.
    #[must_use]
    pub const fn version(&self) -> Version {
        self.description.version
    }

    /// Who may send the request.
    #[must_use]
    pub const fn sender(&self) -> Sender {
        self.description.sender
    }

    /// Whether a charge point may send the request.
    #[must_use]
    pub const fn sent_by_charge_point(&self) -> bool {
        matches!(self.sender(), Sender::ChargePoint | Sender::Both)
    }

    /// Whether the central system may send the request.
    #[must_use]
    pub const fn sent_by_central_system(&self) -> bool {
        matches!(self.sender(), Sender::CentralSystem | Sender::Both)
    }

    /// The profile in 1.6 (`SmartCharging`), the functional block's letter and name in 2.x (`K SmartCharging`).
    #[must_use]
    pub const fn block(&self) -> &'static str {
        self.description.block
    }

    /// What the action is for, in one sentence.
    #[must_use]
    pub const fn summary(&self) -> &'static str {
        self.description.summary
    }

    /// Whether the request is answered. `false` for what travels as SEND: there is no response then.
    #[must_use]
    pub const fn confirmed(&self) -> bool {
        self.description.confirmed
    }

    /// The JSON Schema (2020-12) of a payload, complete: its datatypes are in its own `$defs`.
    /// `false`, the schema that nothing fulfils, for the response of an unconfirmed action.
    #[must_use]
    pub fn schema(&self, kind: Kind) -> &Value {
        self.payload(kind).schema.get_or_init(|| {
            let file: Value = serde_json::from_str(self.description.source).unwrap_or_default();
            let types = Catalogue::of(self.version()).types();
            file.get(kind.name())
                .map_or(Value::Bool(false), |schema| resolve::complete(schema.clone(), types))
        })
    }

    /// Whether a payload is what the specification allows. The first use per kind compiles the validator;
    /// later ones take no lock. Of several violations the one that [`Violation`] puts first is returned.
    ///
    /// # Errors
    /// The violation, with the error code that a CALLERROR should carry.
    pub fn validate(&self, kind: Kind, payload: &Value) -> Result<(), Violation> {
        let Some(validator) = self.validator(kind) else {
            return Err(Violation::of_broken_schema());
        };
        if validator.is_valid(payload) {
            return Ok(());
        }
        Err(violation::first(validator.iter_errors(payload), payload))
    }

    /// The length of the valid payload that a text begins with, found in one pass over it without building anything.
    /// None: it begins with no JSON object, with one that is not valid, is nested deeper than 100 or has a member twice.
    /// What it is can be told by [`Action::validate`], which accepts the last two.
    #[must_use]
    pub fn valid_length(&self, kind: Kind, text: &str) -> Option<usize> {
        let compile = || Reading::of(self.schema(kind));
        let reading = self.payload(kind).reading.get_or_init(compile).as_ref()?;
        reading.valid_length(text)
    }

    /// All that is wrong with a payload, in the order of [`Violation`]; empty if it is valid. At most `most` are
    /// looked for.
    #[must_use]
    pub fn violations(&self, kind: Kind, payload: &Value, most: usize) -> Vec<Violation> {
        match self.validator(kind) {
            Some(validator) => violation::all(validator.iter_errors(payload).take(most), payload),
            None => vec![Violation::of_broken_schema()],
        }
    }

    fn validator(&self, kind: Kind) -> Option<&Validator> {
        let compile = || {
            let options = jsonschema::options()
                .with_draft(Draft::Draft202012)
                .should_validate_formats(true);
            options.build(self.schema(kind)).ok()
        };
        self.payload(kind).validator.get_or_init(compile).as_ref()
    }

    const fn payload(&self, kind: Kind) -> &Payload {
        match kind {
            Kind::Request => &self.request,
            Kind::Response => &self.response,
        }
    }
}
