//! The host against real guests: the two plugins, and one that misbehaves as it is told.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "tests"
)]

mod cost;
mod failing;
pub(super) mod guests;
mod installing;
mod not_ready;
mod plugins;
mod state;
mod stored_forms;
mod swapping;
mod warm;
mod watching;

use std::collections::BTreeMap;
use std::future::Future;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use ocpp_schemas::{Catalogue, Version};
use serde_json::{Value, json};

use super::{CallContext, Compiler, Install, PluginHost, Question, Refusal, RequestedEffects, Source};
use crate::clock;
use crate::config::settings::{Grants, InstancePolicy, OnFailure, PluginConfig, PluginLimits, PluginSettings};
use crate::ids::{ChargePointId, MessageId};
use crate::store::Store;
use crate::store::memory::MemoryStore;

/// What became of a question.
struct Decided {
    /// The response that counts.
    outcome: Result<Value, Refusal>,
    /// It is not the proposal.
    changed: bool,
    requested: RequestedEffects,
}

/// A server's plugin host with a store and a folder of its own.
struct Site {
    host: Arc<PluginHost>,
    store: Arc<dyn Store>,
    data: tempfile::TempDir,
    settings: PluginSettings,
}

/// Tests run as the server does: inside tokio, on one thread.
fn run<T>(test: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap()
        .block_on(test)
}

fn limits() -> PluginLimits {
    PluginLimits {
        deadline: Duration::from_millis(20),
        memory_bytes: 8 * 1024 * 1024,
        long_deadline: Duration::from_secs(2),
        log_lines_per_second: 100,
        state_bytes: 200_000,
        events_waiting: 1_000,
        event_tries: 3,
        event_patience: Duration::from_secs(2),
    }
}

fn settings(chain: Vec<PluginConfig>) -> PluginSettings {
    PluginSettings {
        recording_bytes: 1 << 20,
        compiled_cache: None,
        folder: None,
        watch_interval: Duration::from_millis(20),
        limits: limits(),
        max_component_bytes: 16 * 1024 * 1024,
        trusted_keys: Vec::new(),
        chain,
    }
}

fn config(name: &str, settings: Value) -> PluginConfig {
    PluginConfig {
        grants: Grants::of(["state"]),
        settings,
        ..PluginConfig::named(name, limits())
    }
}

fn behaving(behaviour: &str) -> PluginConfig {
    config("hostile", json!({"behaviour": behaviour}))
}

impl Site {
    async fn start(settings: PluginSettings) -> Self {
        let store: Arc<dyn Store> = Arc::new(MemoryStore::new());
        Self::start_on(settings, store, tempfile::tempdir().unwrap()).await
    }

    async fn start_on(settings: PluginSettings, store: Arc<dyn Store>, data: tempfile::TempDir) -> Self {
        let host = PluginHost::start(&settings, data.path().to_owned(), Arc::clone(&store), Compiler::Here)
            .await
            .unwrap();
        Self {
            host,
            store,
            data,
            settings,
        }
    }

    /// A site whose only plugin is the hostile one, told how to behave.
    async fn with_hostile(config: PluginConfig) -> Self {
        let site = Self::start(settings(vec![config])).await;
        site.install("hostile", guests::hostile()).await;
        site
    }

    async fn install(&self, name: &str, bytes: Vec<u8>) {
        self.host
            .versions()
            .install(name, bytes, Install::active(Source::Api))
            .await
            .unwrap();
    }

    async fn restart(self) -> Self {
        let Self {
            host,
            store,
            data,
            settings,
        } = self;
        drop(host);
        Self::start_on(settings, store, data).await
    }

    fn ask(&self, version: Version, action: &str, payload: &Value, proposed: Value) -> Decided {
        let transaction = proposed.get("transactionId").cloned();
        let guard = move |response: &Value| match response.get("transactionId") == transaction.as_ref() {
            true => Ok(()),
            false => Err("transactionId was changed".to_owned()),
        };
        let before = proposed.clone();
        let decision = self.host.decide(Question {
            context: CallContext {
                charge_point: &ChargePointId::new("CP-1"),
                version,
                vendor: "V",
                model: "M",
                message_id: &MessageId::new("m-1"),
                received_at: clock::now(),
            },
            action: Catalogue::of(version).action(action).unwrap(),
            on_failure: if action == "Heartbeat" {
                OnFailure::Keep
            } else {
                OnFailure::Refuse
            },
            payload: &payload.to_string(),
            proposed: proposed.into(),
            guard: &guard,
        });
        let changed = matches!(decision.outcome, Ok(Some(_)));
        Decided {
            outcome: decision.outcome.map(|response| response.unwrap_or(before)),
            changed,
            requested: decision.requested,
        }
    }

    fn start_transaction(&self, connector: i64) -> Decided {
        let payload = json!({
            "connectorId": connector, "idTag": "A", "meterStart": 0, "timestamp": "2026-01-01T00:00:00Z"
        });
        self.ask(Version::V16, "StartTransaction", &payload, accepted())
    }

    fn heartbeat(&self) -> Decided {
        self.ask(
            Version::V16,
            "Heartbeat",
            &json!({}),
            json!({"currentTime": "2026-01-01T00:00:00Z"}),
        )
    }

    /// What the hostile guest said, in the description of its CALLERROR.
    fn said(&self) -> String {
        self.start_transaction(1).outcome.unwrap_err().description
    }

    fn last_cause(&self, name: &str) -> String {
        self.host.versions().status(name).unwrap().last_failures.unwrap()[0]
            .cause
            .clone()
    }

    fn file(&self, name: &str) -> PathBuf {
        self.data.path().join(name)
    }
}

fn accepted() -> Value {
    json!({"transactionId": 7, "idTagInfo": {"status": "Accepted"}})
}

fn invalid() -> Value {
    json!({"transactionId": 7, "idTagInfo": {"status": "Invalid"}})
}

fn on_failure(action: &str, what: OnFailure) -> BTreeMap<String, OnFailure> {
    BTreeMap::from([(action.to_owned(), what)])
}
