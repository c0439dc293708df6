//! What the handlers of the API work with.

use std::sync::Arc;

use actix::Addr;
use tokio::sync::Mutex;

use super::problem::{Problem, kinds};
use crate::clock::{self, Time};
use crate::config::settings::Settings;
use crate::counters::Counters;
use crate::ids::ChargePointId;
use crate::ocpp::Pipeline;
use crate::plugins::PluginHost;
use crate::registry::Registry;
use crate::registry::messages::{Connected, Find};
use crate::state::State;
use crate::state::charge_points::ChargePoint;
use crate::store::{StoreError, Write};

/// What one listener's handlers share.
pub struct AppState {
    pipeline: Pipeline,
    /// Knows who is connected.
    pub registry: Addr<Registry>,
    /// What happened how often.
    pub counters: Arc<Counters>,
    /// Held while a reservation gets its number.
    pub reserving: Mutex<()>,
    /// When the listener began.
    pub started: Time,
}

impl AppState {
    /// That of a listener that begins now.
    #[must_use]
    pub fn new(pipeline: Pipeline, registry: Addr<Registry>, counters: Arc<Counters>) -> Self {
        Self {
            pipeline,
            registry,
            counters,
            reserving: Mutex::new(()),
            started: clock::now(),
        }
    }

    /// What is known.
    #[must_use]
    pub fn state(&self) -> &State {
        &self.pipeline.state
    }

    /// The configuration.
    #[must_use]
    pub fn settings(&self) -> &Settings {
        &self.pipeline.settings
    }

    /// The plugins.
    #[must_use]
    pub fn plugins(&self) -> &Arc<PluginHost> {
        &self.pipeline.plugins
    }

    /// A registered charge point.
    ///
    /// # Errors
    /// 404 if there is none; the store's.
    pub fn registered(&self, id: &ChargePointId) -> Result<ChargePoint, Problem> {
        self.state()
            .charge_point(id)?
            .ok_or_else(|| Problem::not_found("charge point", id))
    }

    /// The live session of a charge point.
    ///
    /// # Errors
    /// The registry does not answer.
    pub async fn session(&self, id: &ChargePointId) -> Result<Option<Connected>, Problem> {
        Ok(self.registry.send(Find(id.clone())).await?)
    }

    /// The live session that a command needs.
    ///
    /// # Errors
    /// 503 if there is none.
    pub async fn connected(&self, id: &ChargePointId) -> Result<Connected, Problem> {
        let absent = || {
            Problem::new(
                kinds::NOT_CONNECTED,
                format!("{id} has no connection; nothing was sent"),
            )
        };
        self.session(id).await?.ok_or_else(absent)
    }

    /// Makes writes durable.
    ///
    /// # Errors
    /// The store's.
    pub async fn write(&self, writes: Vec<Write>) -> Result<(), Problem> {
        self.state().store().write(writes).await?;
        Ok(())
    }

    /// Makes one write durable.
    ///
    /// # Errors
    /// The store's.
    pub async fn keep(&self, write: Result<Write, StoreError>) -> Result<(), Problem> {
        self.write(vec![write?]).await
    }
}
