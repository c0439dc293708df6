//! The host: the engine, the plugins by name, and the table that calls read. Changes go through
//! `change.rs`; a call only loads the table.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use arc_swap::ArcSwap;
use ocpp_schemas::Version as OcppVersion;
use tokio::sync::Notify;

use super::candidate::{Candidate, Mode, Trial};
use super::compile::{Compiler, Occasion};
use super::component::{self, Version};
use super::engine::Runtime;
use super::error::PluginError;
use super::library::{self, Files, Shelf};
use super::outbox::{self, Numbers};
use super::plugin::Plugin;
use super::recording::Recorder;
use super::routing::{Member, Table};
use super::shadow::Shadow;
use super::watch::Folder;
use super::{Decision, Question, capabilities, decide};
use crate::clock;
use crate::config::settings::PluginSettings;
use crate::events::Event;
use crate::ids::PluginName;
use crate::state::State;
use crate::store::{Store, StoreError, Write};

/// Versions of one plugin that stay compiled, so that a rollback need not compile.
const COMPILED: usize = 5;

/// The host of all plugins.
pub struct PluginHost {
    pub(super) runtime: Runtime,
    pub(super) settings: PluginSettings,
    pub(super) files: Files,
    compiler: Compiler,
    pub(super) store: Arc<dyn Store>,
    pub(super) folder: Mutex<Folder>,
    pub(super) state: State,
    pub(super) woken: Notify,
    pub(super) shadow: Arc<Shadow>,
    recorder: Arc<Recorder>,
    numbers: Numbers,
    table: ArcSwap<Table>,
    installed: Mutex<BTreeMap<PluginName, Installed>>,
    changing: Mutex<BTreeMap<PluginName, Arc<tokio::sync::Mutex<()>>>>,
}

/// A plugin and its versions.
#[derive(Clone)]
pub(super) struct Installed {
    pub plugin: Arc<Plugin>,
    pub shelf: Shelf,
    pub active: Option<Arc<Version>>,
    /// On trial beside the active one.
    pub trial: Option<Arc<Trial>>,
    /// Compiled, the last used first.
    pub compiled: Vec<Arc<Version>>,
}

impl Installed {
    fn member(&self) -> Option<Member> {
        let version = Arc::clone(self.active.as_ref()?);
        Some(Member {
            plugin: Arc::clone(&self.plugin),
            version,
            space: self.plugin.space(self.shelf.active()?.space),
            trial: self.trial.clone(),
        })
    }
}

impl PluginHost {
    /// Starts the engine, loads the active versions from `data` (the folder of the component files)
    /// and takes what is new in the watched folder. A folder's file that is not taken is logged.
    ///
    /// # Errors
    /// If the engine does not start, or an active version cannot be loaded: a server without a
    /// plugin that it should ask would let through what the plugin refuses.
    pub async fn start(
        settings: &PluginSettings,
        data: PathBuf,
        store: Arc<dyn Store>,
        compiler: Compiler,
    ) -> Result<Arc<Self>, PluginError> {
        let state = State::new(Arc::clone(&store));
        let host = Arc::new(Self {
            runtime: Runtime::start(settings)?,
            settings: settings.clone(),
            files: Files(data),
            compiler,
            numbers: Numbers::open(&state)?,
            state,
            store,
            woken: Notify::new(),
            shadow: Arc::new(Shadow::start()?),
            recorder: Arc::new(Recorder::start()?),
            folder: Mutex::default(),
            table: ArcSwap::default(),
            installed: Mutex::default(),
            changing: Mutex::default(),
        });
        let loading = Arc::clone(&host);
        blocking(move || loading.load_active()).await?;
        host.sweep_state().await;
        host.scan().await;
        host.warn_of_absent();
        Ok(host)
    }

    /// What plugins read.
    #[must_use]
    pub fn state(&self) -> &State {
        &self.state
    }

    /// Whether any active plugin wants to see this action. One look-up, no lock.
    #[must_use]
    pub fn claims(&self, version: OcppVersion, action: &str) -> bool {
        !self.table.load().chain(version, action).is_empty()
    }

    /// Whether a plugin that claimed the action may wait: then nobody may ask on a connection's thread.
    #[must_use]
    pub fn waits(&self, version: OcppVersion, action: &str) -> bool {
        let table = self.table.load();
        table.chain(version, action).iter().any(Member::waits)
    }

    /// Asks the plugins that claimed the action, in their order. Never fails: a plugin that does
    /// is handled by its `on_failure`. Blocks for as long as the plugins take, at most their
    /// deadlines (twice where one is tried again after a trap).
    #[must_use]
    pub fn decide(&self, question: Question<'_>) -> Decision {
        let table = self.table.load();
        decide::decide(table.chain(question.context.version, question.action.name()), question)
    }

    /// Whether any plugin observes anything. One look-up, no lock.
    #[must_use]
    pub fn is_observed(&self) -> bool {
        self.table.load().is_observed()
    }

    /// Whether any plugin observes events of a kind.
    #[must_use]
    pub fn observes(&self, kind: &str) -> bool {
        !self.table.load().observers(kind).is_empty()
    }

    /// The writes that keep an event for everyone who observes it.
    ///
    /// # Errors
    /// A record without a JSON form.
    pub fn tell(&self, event: &Event) -> Result<Vec<Write>, StoreError> {
        let table = self.table.load();
        let observers = table.observers(&event.kind).iter();
        let kept = observers.filter(|member| member.plugin.backlog.takes());
        kept.map(|member| outbox::keep(&self.numbers, &member.plugin.name, event))
            .collect()
    }

    /// There are new events in the store.
    pub fn wake(&self) {
        self.woken.notify_one();
    }

    /// The table as it is now.
    pub(super) fn table(&self) -> Arc<Table> {
        self.table.load_full()
    }

    /// From bytes to a version that can be asked. Slow.
    ///
    /// # Errors
    /// Whatever is wrong with the component.
    pub(super) fn prepare_version(
        &self,
        plugin: &Plugin,
        bytes: &[u8],
        occasion: Occasion,
    ) -> Result<Version, PluginError> {
        let folder = self.files.compiled(&plugin.name);
        component::load(&self.runtime, plugin, bytes, (&self.compiler, &folder, occasion))
    }

    fn load_active(&self) -> Result<(), PluginError> {
        for (name, shelf) in library::shelves(self.store.as_ref())? {
            let plugin = self.plugin(&name);
            let active = match shelf.active() {
                None => None,
                Some(version) => {
                    let bytes = self.files.read(&name, &version.digest)?;
                    Some(Arc::new(self.prepare_version(&plugin, &bytes, Occasion::Load)?))
                }
            };
            let trial = match shelf.candidate.clone() {
                None => None,
                Some(candidate) => {
                    let bytes = self.files.read(&name, &candidate.digest)?;
                    let version = Arc::new(self.prepare_version(&plugin, &bytes, Occasion::Load)?);
                    Some(self.trial(&plugin, (&shelf, candidate), version))
                }
            };
            let tried = trial.iter().map(|trial| Arc::clone(&trial.version));
            let compiled = active.iter().cloned().chain(tried).collect();
            if let Some(recording) = plugin.recording() {
                recording.switch(shelf.recording);
            }
            self.set(Installed {
                plugin,
                shelf,
                active,
                trial,
                compiled,
            });
        }
        Ok(())
    }

    /// A version on trial: a canary has the state of its record, a shadow looks at the active version's.
    pub(super) fn trial(
        &self,
        plugin: &Plugin,
        (shelf, candidate): (&Shelf, Candidate),
        version: Arc<Version>,
    ) -> Arc<Trial> {
        let record = match candidate.mode {
            Mode::Shadow => shelf.active(),
            Mode::Canary { .. } => shelf.version(&candidate.digest),
        };
        let space = plugin.space(record.and_then(|record| record.space));
        Arc::new(Trial::new(candidate, (version, space), Arc::clone(&self.shadow)))
    }

    /// Counts what the state of each plugin takes, and removes what is expired or of no version any more.
    pub(super) async fn sweep_state(self: &Arc<Self>) {
        for installed in self.all() {
            let name = installed.plugin.name.clone();
            if let Err(error) = self.sweep(&name).await {
                // A key that is in use again is one reason; what is left is swept the next time.
                tracing::debug!(plugin.name = %name, %error, "the state of a plugin was not swept to its end");
            }
        }
    }

    async fn sweep(self: &Arc<Self>, name: &PluginName) -> Result<(), PluginError> {
        // A copy that is being made belongs to no version yet.
        let lock = self.changing(name);
        let _alone = lock.lock().await;
        let Some(Installed { plugin, shelf, .. }) = self.get(name) else {
            return Ok(());
        };
        let numbers: BTreeSet<_> = shelf
            .versions
            .iter()
            .map(|version| version.space)
            .chain([None])
            .collect();
        for number in numbers {
            let space = plugin.space(number);
            let counting = move || {
                let (bytes, expired) = capabilities::swept(&space, clock::now())?;
                space.usage.set(bytes);
                Ok(expired)
            };
            let expired = blocking(counting).await?;
            if !expired.is_empty() {
                self.store.write(expired).await?;
            }
        }
        self.forget_spaces(&plugin, &shelf).await?;
        self.forget_history(name).await
    }

    fn warn_of_absent(&self) {
        let installed = self.installed();
        let active = |name: &str| {
            installed
                .get(&PluginName::new(name))
                .is_some_and(|p| p.active.is_some())
        };
        for config in self
            .settings
            .chain
            .iter()
            .filter(|config| config.enabled && !active(&config.name))
        {
            tracing::warn!(
                plugin.name = config.name,
                "a plugin is configured and not installed: put it to /api/v1/plugins, or into the plugin folder"
            );
        }
    }

    /// The plugin of a name: the one that is there, or a new one.
    pub(super) fn plugin(&self, name: &PluginName) -> Arc<Plugin> {
        let there = self
            .installed()
            .get(name)
            .map(|installed| Arc::clone(&installed.plugin));
        let make = || {
            let place = (self.files.recording(name), self.settings.recording_bytes);
            Plugin::new(name.clone(), &self.settings, self.state.clone()).recorded(&self.recorder, place)
        };
        there.unwrap_or_else(|| Arc::new(make()))
    }

    /// What is known of a plugin.
    pub(super) fn get(&self, name: &PluginName) -> Option<Installed> {
        self.installed().get(name).cloned()
    }

    /// All plugins, also removed ones.
    pub(super) fn all(&self) -> Vec<Installed> {
        self.installed().values().cloned().collect()
    }

    /// Replaces what is known of a plugin, and the table. Calls that run keep theirs.
    pub(super) fn set(&self, mut changed: Installed) {
        let kept = changed.shelf.versions.iter().map(|version| version.digest.as_str());
        let kept: Vec<_> = kept.collect();
        changed
            .compiled
            .retain(|version| kept.contains(&version.digest.as_str()));
        changed.compiled.truncate(COMPILED);
        let mut installed = self.installed();
        installed.insert(changed.plugin.name.clone(), changed);
        let members = installed.values().filter_map(Installed::member).collect();
        // Under the lock, so that two changes cannot store their tables in the wrong order.
        self.table.store(Arc::new(Table::new(members)));
    }

    /// The lock that changes of one plugin wait for.
    pub(super) fn changing(&self, name: &PluginName) -> Arc<tokio::sync::Mutex<()>> {
        let mut changing = self.changing.lock().unwrap_or_else(PoisonError::into_inner);
        Arc::clone(changing.entry(name.clone()).or_default())
    }

    fn installed(&self) -> MutexGuard<'_, BTreeMap<PluginName, Installed>> {
        self.installed.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Runs what takes long on a thread of its own.
pub(super) async fn blocking<T: Send + 'static>(
    job: impl FnOnce() -> Result<T, PluginError> + Send + 'static,
) -> Result<T, PluginError> {
    tokio::task::spawn_blocking(job)
        .await
        .unwrap_or(Err(PluginError::Stopping))
}
