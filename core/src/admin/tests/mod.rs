//! The API over a real store and a real registry; only the station is played by an actor.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "tests"
)]

mod access;
mod attention;
mod audit;
mod calls;
mod fleet;
mod login;
mod paths;
mod plugins;
mod resources;
mod session_index;
mod session_messages;
mod station;
mod tokens;

use std::sync::Arc;

use actix::Actor;
use actix_web::body::{BoxBody, MessageBody};
use actix_web::dev::{Service, ServiceResponse};
use actix_web::http::header::{CONTENT_TYPE, HeaderName};
use actix_web::http::{Method, StatusCode};
use actix_web::middleware::from_fn;
use actix_web::test::{TestRequest, call_service, init_service, read_body};
use actix_web::{App, Error, web};
use serde_json::Value;
use tempfile::TempDir;

use super::access::Gate;
use super::{AppState, problem, routes};
use crate::commands::{Queue, Sender};
use crate::config::settings::{AdminSettings, Network, Secret, Settings};
use crate::files::Files;
use crate::live;
use crate::ocpp::Pipeline;
use crate::plugins::{Compiler, PluginHost};
use crate::registry::Registry;
use crate::state::State;
use crate::state::transaction_ids::TransactionIds;
use crate::store::{MemoryStore, Store};
use crate::webhooks::Webhooks;

/// A server without sockets.
struct Server {
    state: web::Data<AppState>,
    token: Option<Secret>,
    /// The proxies that are believed.
    trusted: Vec<Network>,
    /// Where the plugins' files would be.
    _folder: TempDir,
}

/// What came back.
struct Reply {
    status: StatusCode,
    headers: Vec<(String, String)>,
    body: Value,
}

impl Server {
    async fn start() -> Self {
        let mut settings = Settings::default();
        settings.plugins.folder = None;
        settings.plugins.chain = Vec::new();
        let settings = Arc::new(settings);
        let store: Arc<dyn Store> = Arc::new(MemoryStore::default());
        let state = State::new(Arc::clone(&store));
        let transaction_ids = TransactionIds::open(state.clone()).await.unwrap();
        let folder = tempfile::tempdir().unwrap();
        let plugins = PluginHost::start(&settings.plugins, folder.path().join("plugins"), store, Compiler::Here)
            .await
            .unwrap();
        let pipeline = Pipeline {
            authorities: crate::certificates::Authorities::default(),
            state,
            transaction_ids,
            plugins,
            settings,
            counters: Arc::default(),
            traces: crate::traces::Traces::default(),
        };
        let limits = live::Limits {
            listeners: 10,
            events: 1000,
            bytes: 1 << 20,
        };
        let hub = live::Hub::start(pipeline.state.clone(), Arc::clone(pipeline.plugins.broadcast()), limits).unwrap();
        let files = Files::open(&folder.path().join("files"), pipeline.settings.files.clone()).unwrap();
        let registry = Registry::showing(Arc::clone(pipeline.state.sessions())).start();
        actix_web::rt::spawn(Queue::new(Sender::new(pipeline.clone(), registry.clone())).run());
        let webhooks = Webhooks::start(
            pipeline.state.clone(),
            Arc::clone(&pipeline.plugins),
            pipeline.settings.webhooks.clone(),
        );
        let webhooks = webhooks.await.unwrap();
        Self {
            state: web::Data::new(AppState::new(pipeline, registry, files, webhooks, hub)),
            token: None,
            trusted: Vec::new(),
            _folder: folder,
        }
    }

    fn state(&self) -> &State {
        self.state.state()
    }

    async fn send(&self, request: TestRequest) -> Reply {
        let app = self.app().await;
        Reply::read(call_service(&app, request.to_request()).await).await
    }

    async fn app(&self) -> impl Service<actix_http::Request, Response = ServiceResponse<BoxBody>, Error = Error> {
        let state = self.state.clone();
        let settings = AdminSettings {
            token: self.token.clone(),
            trusted_proxies: self.trusted.clone(),
            ..Settings::default().admin
        };
        let gate = web::Data::new(Gate::new(&settings, self.state().clone()).unwrap());
        let app = App::new().wrap(from_fn(problem::unify));
        init_service(app.configure(|service| routes(service, state, gate))).await
    }

    async fn get(&self, path: &str) -> Reply {
        self.send(TestRequest::get().uri(path)).await
    }

    /// A body that is no JSON.
    async fn text(&self, path: &str) -> String {
        self.text_of(TestRequest::get().uri(path)).await
    }

    async fn text_of(&self, request: TestRequest) -> String {
        let app = self.app().await;
        let response = call_service(&app, request.to_request()).await;
        assert_eq!(response.status(), 200);
        String::from_utf8(read_body(response).await.to_vec()).unwrap()
    }

    async fn put(&self, path: &str, body: Value) -> Reply {
        self.send(TestRequest::put().uri(path).set_payload(body.to_string()))
            .await
    }

    async fn post(&self, path: &str, body: &str) -> Reply {
        self.send(TestRequest::post().uri(path).set_payload(body.to_owned()))
            .await
    }

    async fn delete(&self, path: &str) -> Reply {
        self.send(TestRequest::delete().uri(path)).await
    }
}

impl Reply {
    async fn read<B: MessageBody>(response: ServiceResponse<B>) -> Self {
        let status = response.status();
        let text = |value: &actix_web::http::header::HeaderValue| value.to_str().unwrap().to_owned();
        let headers = response
            .headers()
            .iter()
            .map(|(name, value)| (name.to_string(), text(value)))
            .collect();
        let bytes = read_body(response).await;
        let body = if bytes.is_empty() {
            Value::Null
        } else {
            serde_json::from_slice(&bytes).unwrap()
        };
        Self { status, headers, body }
    }

    fn header(&self, name: HeaderName) -> Option<&str> {
        let found = self.headers.iter().find(|(known, _)| *known == name.as_str());
        found.map(|(_, value)| value.as_str())
    }

    #[track_caller]
    fn expect(self, status: u16) -> Value {
        assert_eq!(self.status.as_u16(), status, "{}", self.body);
        self.body
    }

    /// The document, if it is a problem of this status and kind.
    #[track_caller]
    fn problem(self, status: u16, kind: &str) -> Value {
        assert_eq!(self.status.as_u16(), status, "{}", self.body);
        assert_eq!(
            self.header(CONTENT_TYPE),
            Some("application/problem+json"),
            "{}",
            self.body
        );
        assert_eq!(
            self.body["type"],
            format!("urn:ocpp-central:problem:{kind}"),
            "{}",
            self.body
        );
        assert_eq!(self.body["status"], status);
        assert!(
            self.body["title"].is_string() && self.body["detail"].is_string(),
            "{}",
            self.body
        );
        self.body
    }
}

/// A request with any method.
fn request(method: Method, path: &str) -> TestRequest {
    TestRequest::default().method(method).uri(path)
}
