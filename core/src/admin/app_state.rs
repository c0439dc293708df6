//! What the handlers of the API work with.

use std::fmt;
use std::net::SocketAddr;
use std::sync::Arc;

use actix::Addr;
use tokio::sync::Semaphore;

use super::fleet::Surveys;
use super::problem::{Missing, Problem};
use crate::commands::Sender;
use crate::config::settings::Settings;
use crate::counters::Counters;
use crate::files::Files;
use crate::ids::ChargePointId;
use crate::live::Hub;
use crate::metrics::Metrics;
use crate::ocpp::Pipeline;
use crate::plugins::PluginHost;
use crate::registry::Registry;
use crate::registry::messages::{Connected, Find};
use crate::retention::{Policy, Sweeper};
use crate::simulated::Simulated;
use crate::state::State;
use crate::state::charge_points::ChargePoint;
use crate::store::Write;
use crate::tls::Certificates;
use crate::traces::Traces;
use crate::webhooks::Webhooks;

/// So many sums of sessions are made at a time.
const SUMMARIES: usize = 2;

/// What one listener's handlers share.
pub struct AppState {
    sender: Sender,
    /// Knows who is connected.
    pub registry: Addr<Registry>,
    /// The bytes of files.
    pub files: Files,
    /// What a monitoring system is shown.
    pub metrics: Metrics,
    /// Whoever takes a backup has it.
    pub backup: Arc<Semaphore>,
    /// How old what is kept becomes.
    pub retention: Arc<Sweeper>,
    /// Who is told what happens by HTTP.
    pub webhooks: Arc<Webhooks>,
    /// How all charge points are together.
    pub surveys: Surveys,
    /// Whoever sums sessions up has one.
    pub summaries: Semaphore,
    /// Charge points that are none.
    pub simulated: Arc<Simulated>,
    /// The certificates of all listeners.
    pub certificates: Certificates,
    live: Hub,
    stations_at: Option<SocketAddr>,
    secure_stations_at: Option<SocketAddr>,
}

impl AppState {
    /// That of a listener that begins now.
    #[must_use]
    pub fn new(pipeline: Pipeline, registry: Addr<Registry>, files: Files, webhooks: Arc<Webhooks>, live: Hub) -> Self {
        let policy = Policy::new(pipeline.settings.retention.clone());
        Self {
            retention: Arc::new(Sweeper::new(pipeline.state.clone(), policy)),
            metrics: Metrics::new(pipeline.clone(), files.clone(), live.clone(), Arc::clone(&webhooks)),
            sender: Sender::new(pipeline, registry.clone()),
            registry,
            files,
            backup: Arc::new(Semaphore::new(1)),
            webhooks,
            surveys: Surveys::default(),
            summaries: Semaphore::new(SUMMARIES),
            simulated: Arc::default(),
            certificates: Certificates::default(),
            live,
            stations_at: None,
            secure_stations_at: None,
        }
    }

    /// The same, beside listeners for charge points at these addresses, without TLS and with it.
    #[must_use]
    pub fn beside(self, plain: Option<SocketAddr>, secure: Option<SocketAddr>) -> Self {
        Self {
            stations_at: plain,
            secure_stations_at: secure,
            simulated: Arc::new(Simulated::beside(plain, secure)),
            ..self
        }
    }

    /// The same, with listeners that have these certificates.
    #[must_use]
    pub fn with_certificates(self, certificates: Certificates) -> Self {
        Self {
            metrics: self.metrics.with_certificates(certificates.clone()),
            certificates,
            ..self
        }
    }

    /// Where charge points are listened for without TLS.
    #[must_use]
    pub fn stations_at(&self) -> Option<SocketAddr> {
        self.stations_at
    }

    /// Where charge points are listened for with TLS.
    #[must_use]
    pub fn secure_stations_at(&self) -> Option<SocketAddr> {
        self.secure_stations_at
    }

    /// The way of a command to a station.
    #[must_use]
    pub fn sender(&self) -> &Sender {
        &self.sender
    }

    /// Who listens to events.
    #[must_use]
    pub fn live(&self) -> &Hub {
        &self.live
    }

    /// What is known.
    #[must_use]
    pub fn state(&self) -> &State {
        &self.sender.pipeline().state
    }

    /// The configuration.
    #[must_use]
    pub fn settings(&self) -> &Settings {
        &self.sender.pipeline().settings
    }

    /// What happened how often.
    #[must_use]
    pub fn counters(&self) -> &Counters {
        &self.sender.pipeline().counters
    }

    /// The spans of what is done.
    #[must_use]
    pub fn traces(&self) -> &Traces {
        &self.sender.pipeline().traces
    }

    /// The plugins.
    #[must_use]
    pub fn plugins(&self) -> &Arc<PluginHost> {
        &self.sender.pipeline().plugins
    }

    /// A registered charge point.
    ///
    /// # Errors
    /// 404 if there is none; the store's.
    pub fn registered(&self, id: &ChargePointId) -> Result<ChargePoint, Problem> {
        self.state()
            .charge_point(id)?
            .ok_or_else(|| Problem::not_found(Missing::CHARGE_POINT, id))
    }

    /// Why something of a charge point is not found: the charge point itself is not known, or it has no such thing.
    pub fn missing_of(&self, id: &ChargePointId, what: Missing, name: impl fmt::Display) -> Problem {
        match self.registered(id) {
            Ok(_) => Problem::not_found(what, format!("{name} of {id}")),
            Err(unknown) => unknown,
        }
    }

    /// The live session of a charge point.
    ///
    /// # Errors
    /// The registry does not answer.
    pub async fn session(&self, id: &ChargePointId) -> Result<Option<Connected>, Problem> {
        Ok(self.registry.send(Find(id.clone())).await?)
    }

    /// Makes writes durable.
    ///
    /// # Errors
    /// The store's.
    pub async fn write(&self, writes: Vec<Write>) -> Result<(), Problem> {
        self.state().store().write(writes).await?;
        Ok(())
    }
}
