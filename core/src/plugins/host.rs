//! The host: its parts joined, and what the pipeline, the connections and the operators ask of them.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, Instant};

use ocpp_schemas::Version as OcppVersion;
use tokio::sync::Mutex;

use super::background::Background;
use super::background::endpoints::{Request, Response};
use super::background::error::EndpointError;
use super::background::outbox::{self, Outbox};
use super::background::set_aside::{self, NumberedSetAside, Which};
use super::component::compile::Compiler;
use super::component::name::checked;
use super::decide::chain;
use super::decide::question::{Decision, Question};
use super::decide::routing::{ChainEntry, Routing};
use super::decide::shadow::Shadow;
use super::error::PluginError;
use super::recording::Recorder;
use super::sandbox::engine::{EngineError, Sandbox};
use super::stopping::blocking;
use super::testbench::replay::{Comparison, ReplayRequest, on_server};
use super::versions::error::VersionError;
use super::versions::folder::WatchedFolder;
use super::versions::{VersionParts, Versions};
use crate::config::settings::PluginSettings;
use crate::events::{Broadcast, Event, Listeners};
use crate::state::State;
use crate::store::{Store, StoreError, Write};

/// How often the state of all plugins is counted anew.
const COUNTING: Duration = Duration::from_secs(600);

/// The host of all plugins.
pub struct PluginHost {
    pub(super) routing: Arc<Routing>,
    shadow: Shadow,
    outbox: Arc<Outbox>,
    versions: Arc<Versions>,
    background: Arc<Background>,
    /// Looked at by one task at a time.
    pub(super) folder: Mutex<WatchedFolder>,
    watch_interval: Duration,
    state: State,
}

impl PluginHost {
    /// [`PluginHost::open`], and waits until everything is ready.
    ///
    /// # Errors
    /// As it has, and where an active version cannot be loaded.
    pub async fn start(
        settings: &PluginSettings,
        data: PathBuf,
        store: Arc<dyn Store>,
        compiler: Compiler,
    ) -> Result<Arc<Self>, PluginError> {
        let host = Self::open(settings, data, store, compiler).await?;
        host.load().await?;
        Ok(host)
    }

    /// Starts the engine, and loads the active versions from `data` (the folder of the component files) whose code is
    /// compiled. What else there is waits for [`PluginHost::load`]: what it claims is answered by its `on_failure`.
    ///
    /// # Errors
    /// If the engine does not start, or an active version cannot be read: a server without a plugin that it should ask
    /// would let through what the plugin refuses.
    pub async fn open(
        settings: &PluginSettings,
        data: PathBuf,
        store: Arc<dyn Store>,
        compiler: Compiler,
    ) -> Result<Arc<Self>, PluginError> {
        let state = State::new(store);
        outbox::move_waiting(&state).await?;
        let routing = Arc::<Routing>::default();
        let parts = VersionParts {
            settings: settings.clone(),
            sandbox: Sandbox::start(settings)?,
            compiler,
            data,
            state: state.clone(),
            recorder: Recorder::start().map_err(EngineError::from)?,
            routing: Arc::clone(&routing),
        };
        let host = Self::join(parts, Shadow::start().map_err(EngineError::from)?);
        let loading = Arc::clone(&host.versions);
        blocking(move || loading.load_active()).await?;
        host.versions.sweep_all().await;
        host.folder.lock().await.foresee(&host.versions).await;
        Ok(Arc::new(host))
    }

    /// Makes ready what is not: compiles active versions, and takes what is new in the watched folder. A folder's file
    /// that is not taken is logged.
    ///
    /// # Errors
    /// If an active version cannot be loaded: it stays not ready.
    pub async fn load(&self) -> Result<(), PluginError> {
        let waiting: Vec<_> = self.not_ready();
        if !waiting.is_empty() {
            tracing::info!(
                plugins = waiting.join(", "),
                "plugins are compiled; until each is ready, what it decides is answered by its on_failure"
            );
        }
        let begin = Instant::now();
        self.versions.judge_all_settings().await;
        let loaded = self.versions.load_pending().await;
        self.folder.lock().await.scan(&self.versions).await;
        self.versions.give_up_foreseen();
        self.versions.warn_of_absent();
        if !waiting.is_empty() && loaded.is_ok() {
            tracing::info!(took = ?begin.elapsed(), "all plugins are ready");
        }
        Ok(loaded?)
    }

    /// The plugins that are not ready to be asked.
    #[must_use]
    pub fn not_ready(&self) -> Vec<String> {
        self.routing.load().pending().names().map(str::to_owned).collect()
    }

    fn join(parts: VersionParts, shadow: Shadow) -> Self {
        let (state, routing) = (parts.state.clone(), Arc::clone(&parts.routing));
        let outbox = Arc::new(Outbox::new(Arc::clone(&routing)));
        let background = Background {
            routing: Arc::clone(&routing),
            outbox: Arc::clone(&outbox),
            state: state.clone(),
        };
        let settings = &parts.settings;
        Self {
            folder: Mutex::new(WatchedFolder::new(
                settings.folder.clone(),
                settings.max_component_bytes,
            )),
            watch_interval: settings.watch_interval.max(Duration::from_millis(10)),
            versions: Arc::new(Versions::new(parts)),
            background: Arc::new(background),
            routing,
            shadow,
            outbox,
            state,
        }
    }

    /// What plugins read.
    #[must_use]
    pub fn state(&self) -> &State {
        &self.state
    }

    /// Their versions, for operators.
    #[must_use]
    pub fn versions(&self) -> &Arc<Versions> {
        &self.versions
    }

    /// Whether any active plugin wants to see this action. One look-up, no lock.
    #[must_use]
    pub fn claims(&self, version: OcppVersion, action: &str) -> bool {
        let table = self.routing.load();
        !table.chain(version, action).is_empty() || !table.pending().of(version, action).is_empty()
    }

    /// Whether a plugin that claimed the action may wait: then nobody may ask on a connection's thread.
    #[must_use]
    pub fn waits(&self, version: OcppVersion, action: &str) -> bool {
        let table = self.routing.load();
        table.chain(version, action).iter().any(ChainEntry::waits)
    }

    /// Asks the plugins that claimed the action, in their order. Never fails: a plugin that does
    /// is handled by its `on_failure`. Blocks for as long as the plugins take, at most their
    /// deadlines (twice where one is tried again after a trap).
    #[must_use]
    pub fn decide(&self, question: Question<'_>) -> Decision {
        let table = self.routing.load();
        let (version, action) = (question.context.version, question.action.name());
        let asked = chain::Chain {
            entries: table.chain(version, action),
            not_ready: table.pending().of(version, action),
        };
        chain::decide(asked, question, &self.shadow)
    }

    /// Makes the instances that the next such call of this thread needs, as far as each call has one of its own.
    pub fn make_ready(&self, version: OcppVersion, action: &str) {
        let table = self.routing.load();
        for entry in table.chain(version, action).iter().filter(|entry| !entry.waits()) {
            let access = &entry.plugin.access;
            let made = entry
                .version
                .prepared
                .make_ready(access.own_capabilities(), access.allowance());
            if let Err(failure) = made {
                tracing::debug!(plugin = %entry.plugin.name, cause = %failure.cause, "no instance is ready");
            }
        }
    }

    /// Whether anybody observes anything. Two look-ups, no lock.
    #[must_use]
    pub fn is_observed(&self) -> bool {
        self.routing.load().is_observed() || self.outbox.listeners.want_any()
    }

    /// Whether anybody observes events of a kind.
    #[must_use]
    pub fn observes(&self, kind: &str) -> bool {
        self.routing.load().observes(kind) || self.outbox.listeners.want(kind) || self.outbox.broadcast.wants(kind)
    }

    /// Who listens beside the plugins.
    #[must_use]
    pub fn listeners(&self) -> &Arc<Listeners> {
        &self.outbox.listeners
    }

    /// Who listens at this moment, to what is not kept.
    #[must_use]
    pub fn broadcast(&self) -> &Arc<Broadcast> {
        &self.outbox.broadcast
    }

    /// The write that keeps an event, if it is one that is kept.
    ///
    /// # Errors
    /// A record without a JSON form.
    pub fn keep(&self, event: &Event) -> Result<Option<Write>, StoreError> {
        self.outbox.keep(event)
    }

    /// These events are in the store, or are not kept: whoever observes them is told, and whoever waits for something of their charge
    /// points looks.
    pub fn announce(&self, events: &[Event]) {
        for event in events {
            self.state.awaited().notice(&event.charge_point);
        }
        self.outbox.announce(events);
    }

    /// How many events were stored since the start, by kind; `plugin` stands for all that plugins told.
    #[must_use]
    pub fn events_stored(&self) -> Vec<(&'static str, u64)> {
        self.outbox.stored()
    }

    /// How much energy the sessions had that have ended since the start, in Wh.
    #[must_use]
    pub fn energy_wh(&self) -> u64 {
        self.outbox.energy_wh()
    }

    /// Gives a request to a plugin's own endpoints.
    ///
    /// # Errors
    /// There is no such plugin, it has no endpoints, or it has no answer.
    pub async fn request(&self, plugin: &str, request: Request) -> Result<Response, EndpointError> {
        self.background.request(plugin, request).await
    }

    /// The events that a plugin did not take, the newest first, after one's key.
    ///
    /// # Errors
    /// If the name is none, or the store cannot be read.
    pub async fn events_set_aside(
        &self,
        plugin: &str,
        after: Option<String>,
        limit: usize,
    ) -> Result<Vec<NumberedSetAside>, VersionError> {
        let (name, state) = (checked(plugin)?, self.state.clone());
        let page = move || Ok::<_, VersionError>(set_aside::list(&state, &name, after.as_deref(), limit)?);
        blocking(page).await
    }

    /// Tells a plugin events again that were set aside, behind what waits for it. So many were found.
    ///
    /// # Errors
    /// There is no such plugin, or the store does not work.
    pub async fn tell_again(&self, plugin: &str, which: Which) -> Result<u64, VersionError> {
        self.background.tell_again(&checked(plugin)?, which).await
    }

    /// Removes events that were set aside, for good. So many were found.
    ///
    /// # Errors
    /// There is no such plugin, or the store does not work.
    pub async fn dismiss(&self, plugin: &str, which: Which) -> Result<u64, VersionError> {
        self.background.dismiss(&checked(plugin)?, which).await
    }

    /// Makes the calls that were recorded until now again on one of the plugin's versions, on a thread of its
    /// own. Nothing is written or sent.
    ///
    /// # Errors
    /// If there is no such plugin or version, nothing was recorded, or the disk fails.
    pub async fn replay(&self, request: ReplayRequest) -> Result<Comparison, PluginError> {
        let name = checked(&request.name)?;
        let version = self.versions.kept(&name, &request.version).await?;
        let text = self.versions.recording_text(name.as_str()).await?;
        let replaying = move || {
            on_server(&version, text, &request).map_err(|reason| PluginError::Replay {
                name: request.name,
                reason,
            })
        };
        blocking(replaying).await
    }

    /// Tells events to those who observe, for as long as it is polled.
    pub async fn observe(self: Arc<Self>) {
        Arc::clone(&self.background).observe().await;
    }

    /// Calls timers, for as long as it is polled.
    pub async fn tick(self: Arc<Self>) {
        Arc::clone(&self.background).tick().await;
    }

    /// Watches the folder, ends rollouts that failed, and counts the plugins' state, for as long as it is polled.
    pub async fn watch(self: Arc<Self>) {
        let mut since_counting = Duration::ZERO;
        loop {
            tokio::time::sleep(self.watch_interval).await;
            self.folder.lock().await.scan(&self.versions).await;
            self.versions.end_failed_rollouts().await;
            since_counting += self.watch_interval;
            if since_counting >= COUNTING {
                since_counting = Duration::ZERO;
                self.versions.sweep_all().await;
            }
        }
    }
}
