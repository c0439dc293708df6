//! The pipeline and the handlers against a real store, with a clock that is handed in.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "tests"
)]

mod admission;
mod certificates;
mod closing;
mod drivers_2;
mod following_16;
mod inventory;
mod keys;
mod local_lists;
mod long_sessions;
mod readings;
mod repeated_2;
mod reports;
mod reservations;
mod sessions_2;
mod shared_handlers;
mod standing_answers;
mod statuses;
mod transactions_16;
mod transactions_2;
mod untold_2;

use std::path::PathBuf;
use std::sync::Arc;

use ocpp_schemas::Version;
use serde_json::Value;

use super::{Caller, Effects, Expects, Handled, Outcome, Pipeline, Profile, Reads, Request, Sent, known_connectors};
use crate::clock::Time;
use crate::config::quirks::TagRules;
use crate::config::settings::{RegistrationStatus, Settings, Strictness};
use crate::frame::Call;
use crate::ids::{ChargePointId, MessageId};
use crate::plugins::{Compiler, PluginHost};
use crate::state::State;
use crate::state::transaction_ids::TransactionIds;
use crate::store::{MemoryStore, Store};

/// A charge point in front of a central system that lives in memory.
struct TestStation {
    pipeline: Pipeline,
    charge_point: ChargePointId,
    profile: &'static Profile,
    registration: Option<RegistrationStatus>,
    now: Time,
    strictness: Strictness,
    tags: TagRules,
}

impl TestStation {
    async fn new(version: Version) -> Self {
        Self::with(version, Settings::default()).await
    }

    async fn with(version: Version, mut settings: Settings) -> Self {
        settings.plugins.folder = None;
        settings.plugins.chain.clear();
        let store: Arc<dyn Store> = Arc::new(MemoryStore::new());
        let state = State::new(Arc::clone(&store));
        state.set_max_power(settings.transactions.max_power);
        let folder = tempfile::tempdir().unwrap();
        let plugins = PluginHost::start(&settings.plugins, PathBuf::from(folder.path()), store, Compiler::Here)
            .await
            .unwrap();
        let transaction_ids = TransactionIds::open(state.clone()).await.unwrap();
        Self {
            pipeline: Pipeline {
                authorities: crate::certificates::Authorities::default(),
                state,
                transaction_ids,
                plugins,
                settings: Arc::new(settings),
                counters: Arc::default(),
                traces: crate::traces::Traces::default(),
            },
            charge_point: ChargePointId::new("CP1"),
            profile: Profile::of(version),
            registration: Some(RegistrationStatus::Accepted),
            now: "2026-11-20T10:00:00Z".parse().unwrap(),
            strictness: Strictness::Repair,
            tags: TagRules::default(),
        }
    }

    /// Handles a request, which is not written yet.
    fn handle(&self, expects: Expects, call: &Call) -> Handled {
        let known = self.profile.entry(&call.action);
        let caller = Caller {
            now: self.arrival(call),
            ..self.caller()
        };
        self.pipeline.handle(&caller, Request { call, known, expects })
    }

    /// When a request arrives. The clock stands still, and the sessions of the tests are over within three hours: an end does
    /// not arrive before it is.
    fn arrival(&self, call: &Call) -> Time {
        if !["StopTransaction", "TransactionEvent"].contains(&call.action.as_str()) {
            return self.now;
        }
        // What is read of a copy is still to be read of the request.
        let copy = call.payload.clone();
        let payload = copy.value();
        let ends = call.action == "StopTransaction" || payload["eventType"] == "Ended";
        let told = payload["timestamp"].as_str().and_then(crate::clock::instant);
        let told = told.filter(|told| ends && *told - self.now <= chrono::TimeDelta::hours(3));
        told.map_or(self.now, |told| told.max(self.now))
    }

    /// Sends a request as the actor would: handled, written, answered. The reply is the whole frame.
    async fn send(&self, expects: Expects, action: &str, payload: Value) -> Option<Value> {
        let call = Call {
            id: MessageId::new("1"),
            action: action.to_owned(),
            payload: payload.into(),
        };
        let mut handled = self.handle(expects, &call);
        handled.effects.make_durable();
        let writes = handled.effects.writes.take().unwrap_or_default();
        self.pipeline.state.store().write(writes).await.unwrap();
        handled.reply.map(|text| serde_json::from_str(&text).unwrap())
    }

    /// A CALL whose answer must be a CALLRESULT that is valid: its payload.
    async fn call(&self, action: &str, payload: Value) -> Value {
        let reply = self
            .send(Expects::Answer, action, payload)
            .await
            .expect("a CALL is answered");
        assert_eq!(reply[0], 3, "{action}: {reply}");
        let schema = self.profile.action(action).unwrap();
        assert_eq!(
            schema.validate(ocpp_schemas::Kind::Response, &reply[2]),
            Ok(()),
            "{action}: {reply}"
        );
        reply[2].clone()
    }

    /// A CALL whose answer must be a CALLERROR: its code.
    async fn refused(&self, action: &str, payload: Value) -> String {
        let reply = self
            .send(Expects::Answer, action, payload)
            .await
            .expect("a CALL is answered");
        assert_eq!(reply[0], 4, "{action}: {reply}");
        reply[2].as_str().unwrap().to_owned()
    }

    /// A CALL of ours leaves: what it changes is kept; the kinds of its events.
    async fn leaves(&self, action: &str, payload: &Value) -> Vec<String> {
        let sent = self.sent(action, payload);
        let effects = self.pipeline.leaves(&self.caller(), sent).unwrap();
        self.keep(effects).await
    }

    /// The first of several CALLs that say one thing together leaves.
    async fn leaves_as_first(&self, action: &str, payloads: &[Value]) {
        let (first, following) = payloads.split_first().unwrap();
        let sent = Sent {
            following,
            ..self.sent(action, first)
        };
        let effects = self.pipeline.leaves(&self.caller(), sent).unwrap();
        self.keep(effects).await;
    }

    /// The outcome of a CALL of ours, likewise.
    async fn answered(&self, action: &str, payload: &Value, outcome: &Outcome) -> Vec<String> {
        let sent = self.sent(action, payload);
        let effects = self.pipeline.answered(&self.caller(), sent, outcome).unwrap();
        self.keep(effects).await
    }

    /// A CALL of ours with its answer.
    async fn ask(&self, action: &str, payload: Value, answer: Value) {
        self.leaves(action, &payload).await;
        self.answered(action, &payload, &Outcome::Answered(answer)).await;
    }

    fn sent<'a>(&self, action: &str, payload: &'a Value) -> Sent<'a> {
        static ID: std::sync::LazyLock<MessageId> = std::sync::LazyLock::new(|| MessageId::new("command"));
        let action = self.profile.action(action).unwrap();
        assert_eq!(action.validate(ocpp_schemas::Kind::Request, payload), Ok(()));
        Sent {
            id: &ID,
            action,
            payload,
            following: &[],
        }
    }

    async fn keep(&self, effects: Effects) -> Vec<String> {
        if let Some(writes) = effects.writes {
            self.pipeline.state.store().write(writes).await.unwrap();
        }
        effects.events.into_iter().map(|event| event.kind).collect()
    }

    fn caller(&self) -> Caller<'_> {
        Caller {
            charge_point: &self.charge_point,
            version: self.profile.version,
            registration: self.registration,
            vendor: "",
            model: "",
            connectors: &known_connectors::NONE,
            tags: &self.tags,
            certificate_name: None,
            reads: Reads {
                strictness: self.strictness,
                ..Reads::default()
            },
            now: self.now,
        }
    }
}
