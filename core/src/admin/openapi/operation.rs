//! What is said of one operation beside what its function's signature says.

use std::borrow::Cow;

use serde_json::Value;

use crate::admin::problem::Kind;

/// One operation of the API: a method of a path.
#[derive(Debug, Clone)]
pub struct Operation {
    /// `list_charge_points`: what a generated client calls it. Stable.
    pub id: Cow<'static, str>,
    /// In one line, without a full stop.
    pub summary: Cow<'static, str>,
    /// More, in sentences.
    pub description: Cow<'static, str>,
    /// What it can be refused for, beside what its signature says.
    pub kinds: Vec<&'static Kind>,
    /// It makes what its path names, so nothing has to be there.
    pub makes: bool,
    /// It needs no token.
    pub is_public: bool,
    /// It takes an `Idempotency-Key`.
    pub once: bool,
    /// A body in JSON of which no schema says what it is.
    pub example: Option<Value>,
    /// An answer in JSON of which no schema says what it is.
    pub answer_example: Option<Value>,
}

/// An operation by the name that clients call it by, and what it does in one line.
#[must_use]
pub fn op(id: &'static str, summary: &'static str) -> Operation {
    Operation {
        id: id.into(),
        summary: summary.into(),
        description: Cow::Borrowed(""),
        kinds: Vec::new(),
        makes: false,
        is_public: false,
        once: false,
        example: None,
        answer_example: None,
    }
}

impl Operation {
    /// More about it, in sentences.
    #[must_use]
    pub fn says(mut self, description: &'static str) -> Self {
        self.description = description.into();
        self
    }

    /// What else it can be refused for. What follows from the signature (a path, a query, a body, the store) is
    /// there without.
    #[must_use]
    pub fn fails(mut self, kinds: &[&'static Kind]) -> Self {
        self.kinds.extend(kinds);
        self
    }

    /// It makes what its path names: that it is not there is no problem.
    #[must_use]
    pub fn makes(mut self) -> Self {
        self.makes = true;
        self
    }

    /// Whoever reaches the listener may.
    #[must_use]
    pub fn public(mut self) -> Self {
        self.is_public = true;
        self
    }

    /// Such a body, where no schema says what it is.
    #[must_use]
    pub fn example(mut self, body: Value) -> Self {
        self.example = Some(body);
        self
    }

    /// Such an answer, where no schema says what it is.
    #[must_use]
    pub fn answers(mut self, body: Value) -> Self {
        self.answer_example = Some(body);
        self
    }

    /// It takes an `Idempotency-Key`.
    #[must_use]
    pub fn once(mut self) -> Self {
        self.once = true;
        self
    }
}

/// What belongs together in the description.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Tag {
    /// As it stands over the operations.
    pub name: &'static str,
    /// In a sentence.
    pub description: &'static str,
}

macro_rules! tags {
    ($($constant:ident: $name:literal, $description:literal;)*) => {
        impl Tag {
            $(#[doc = $description] pub const $constant: Self = Self { name: $name, description: $description };)*
            /// In their order.
            pub const ALL: &[Self] = &[$(Self::$constant),*];
        }
    };
}

tags! {
    CHARGE_POINTS: "charge points", "Registered charge points: what they are, whether they are there, what they said.";
    COMMANDS: "commands", "What is wanted of a charge point: verbs that are the same in all versions, and what became of each.";
    ACTIONS: "actions", "The actions of OCPP that a central system sends, by name, each with the requests of the versions that have it.";
    TRANSACTIONS: "transactions", "Charging sessions, their energy, and messages that belong to none.";
    ID_TAGS: "id tags", "Who may charge, and the lists that charge points keep.";
    RESERVATIONS: "reservations", "Connectors that are kept for somebody.";
    CONFIGURATION: "configuration", "What charge points are set to, what they should be set to, and where the two differ.";
    CAMPAIGNS: "campaigns", "One command for many charge points, in stages.";
    FILES: "files", "Firmware, diagnostics and logs.";
    CERTIFICATES: "certificates", "Certificates of charge points: what they asked for, use and trust, and what the server's authorities signed.";
    PLUGINS: "plugins", "The plugins that decide: their versions, trials, settings, recordings.";
    WEBHOOKS: "webhooks", "Who is told what happens by HTTP, each event as a signed POST.";
    ACCESS: "access", "Who may use the API, as what, and who did what.";
    EVENTS: "events", "What happens, as it happens, and commands beside it.";
    OPERATION: "operation", "How the server is.";
}
