//! The wiring page: settings in; store, plugins, registry and listeners out. The only place that
//! names concrete back ends.

mod doors;
mod error;
mod expiry;
mod hangup;
mod loss;
mod ready;

use std::cell::RefCell;
use std::rc::Rc;
use std::sync::{Arc, Weak};
use std::time::{Duration, Instant};

use actix::{Actor, Addr};
use actix_rt::System;
use actix_rt::task::JoinHandle;
use actix_web::dev::ServerHandle;
use futures_util::future::join;
use tokio::sync::oneshot;
use tokio::time::timeout_at;

use self::doors::Doors;
pub use self::error::ServeError;
use self::hangup::Hangup;
use self::ready::{Ready, announce};
use crate::admin::{self, AppState};
use crate::backup;
use crate::campaigns::Engine;
use crate::certificates::Authorities;
use crate::charge_point::kept_bytes::KeptBytes;
use crate::charge_point::services::Services;
use crate::commands::{Queue, Sender, Watch};
use crate::config::reload::Start;
use crate::config::settings::{Backend, Settings, StoreSettings};
use crate::dashboard::{Embedded, Files as DashboardFiles};
use crate::descriptors::Shares;
use crate::files::{Files, Tidy};
use crate::live::{self, Hub};
use crate::ocpp::Pipeline;
use crate::plugins::{COMPONENTS, Compiler, PluginHost};
use crate::registry::Registry;
use crate::registry::messages::{Abort, Drain};
use crate::renewals;
use crate::retention::{Ageing, DailyExport, Sweeper};
use crate::simulated::Simulated;
use crate::stale;
use crate::state::State;
use crate::state::audit::AuditKeep;
use crate::state::given::number_in;
use crate::state::lost::NAMING;
use crate::state::messages::durable::Keeper;
use crate::state::retention::{Archive, Newest, Retention};
use crate::state::sealed;
use crate::state::transaction_ids::TransactionIds;
use crate::store::{self, Home, MemoryStore, SledStore, Store, StoreError};
use crate::tls::Tls;
use crate::traces::Traces;
use crate::transport::listener;
use crate::webhooks::{WebhookError, Webhooks};

/// How long handing out the last events may take.
const LAST_EVENTS: Duration = Duration::from_millis(500);

/// How long the last spans may take.
const LAST_TRACES: Duration = Duration::from_secs(2);

/// Runs the server until a signal ends it. The dashboard is the one that the binary brings, unless a folder has another.
///
/// # Errors
/// What keeps it from starting.
pub fn serve(start: Start<'_>, dashboard: Embedded) -> Result<(), ServeError> {
    loss::accept(&start.settings.store, start.accepts_loss)?;
    System::new().block_on(run(start, dashboard))
}

async fn run(start: Start<'_>, dashboard: Embedded) -> Result<(), ServeError> {
    let Start {
        settings,
        ready_file,
        reload,
        accepts_loss: _,
    } = start;
    let settings = Arc::new(settings);
    let hangup = Hangup::listen();
    let doors = Doors::open(&settings)?;
    let pipeline = open(&settings).await?;
    let registry = Registry::showing(Arc::clone(pipeline.state.sessions())).start();
    let files = open_files(&settings)?;
    let webhooks = begin_webhooks(&settings, &pipeline).await?;
    let outside = Outside {
        dashboard,
        doors: &doors,
    };
    let listeners = listen(&pipeline, &registry, &files, &webhooks, outside)?;
    actix_rt::spawn(hangup.reload(pipeline.clone(), reload, doors.certificates.clone()));
    actix_rt::spawn(expiry::watch(doors.certificates.clone(), Arc::clone(&pipeline.plugins)));
    let background = work_in_background(&settings, &pipeline, &registry, files, Arc::clone(&listeners.ageing));
    announce(&listeners.ready, ready_file)?;
    actix_rt::spawn(make_ready(Arc::clone(&pipeline.plugins), listeners.ready.page()));

    stop_signal().await;
    tracing::info!("stopping: what is in flight is finished first");
    let shutdown = settings.connection.shutdown_timeout;
    let deadline = Instant::now() + shutdown;
    // Before the sessions end: that all go at once says nothing about any of them.
    background.campaigns.abort();
    listeners.simulated.stop().await;
    drain(&registry, deadline - shutdown / 5).await;
    // Whoever listens has heard that all have gone.
    hand_out_the_last(&listeners.live).await;
    listeners.live.close();
    listeners.stop(deadline).await;
    background.stop().await;
    webhooks.stop().await;
    write_rest(&pipeline.state).await;
    send_traces(pipeline.traces.clone()).await;
    tracing::info!("stopped");
    Ok(())
}

/// What is gathered for those who listen is theirs before the end, unless that takes long.
async fn hand_out_the_last(live: &Hub) {
    if actix_rt::time::timeout(LAST_EVENTS, live.hand_out()).await.is_err() {
        tracing::warn!("the last events were not handed out to those who listen; they find them in the log");
    }
}

/// Before anybody is listened to: what happens from then on is kept for those who want it.
async fn begin_webhooks(settings: &Settings, pipeline: &Pipeline) -> Result<Arc<Webhooks>, WebhookError> {
    let (state, plugins) = (pipeline.state.clone(), Arc::clone(&pipeline.plugins));
    let webhooks = Webhooks::start(state, plugins, settings.webhooks.clone()).await?;
    let hold: Weak<Webhooks> = Arc::downgrade(&webhooks);
    pipeline.state.hold_events_for(hold);
    Ok(webhooks)
}

/// What is listened with.
struct Listeners {
    ready: Ready,
    /// Operators may have it run, too.
    ageing: Arc<Sweeper>,
    live: Hub,
    simulated: Arc<Simulated>,
    ocpp: ServerHandle,
    admin: ServerHandle,
}

impl Listeners {
    /// Lets requests in hand be finished until the deadline.
    async fn stop(self, deadline: Instant) {
        let stopped = join(self.ocpp.stop(true), self.admin.stop(true));
        if timeout_at(deadline.into(), stopped).await.is_err() {
            tracing::warn!("some connections were not closed in time");
        }
    }
}

/// What the outside meets.
struct Outside<'a> {
    dashboard: Embedded,
    doors: &'a Doors,
}

/// Listens for stations and for operators, each with its share of the descriptors.
fn listen(
    pipeline: &Pipeline,
    registry: &Addr<Registry>,
    files: &Files,
    webhooks: &Arc<Webhooks>,
    outside: Outside<'_>,
) -> Result<Listeners, ServeError> {
    let Outside { dashboard, doors } = outside;
    let settings = &pipeline.settings;
    let shares = Shares::take();
    let shutdown = settings.connection.shutdown_timeout;
    let stations = listener::Listening {
        workers: settings.ocpp.workers,
        handshakes: settings.ocpp.handshakes,
        most_connections: shares.stations,
        shutdown,
    };
    let make = make_services(pipeline, registry, &doors.stations);
    let bound = listener::listen(doors.entrances(settings), &stations, &make, files);
    let (ocpp_server, bound) = bound.map_err(ServeError::from)?;
    let at = doors::At::of(bound, settings);
    let live = start_hub(settings, pipeline, shares)?;
    let operated = AppState::new(
        pipeline.clone(),
        registry.clone(),
        files.clone(),
        Arc::clone(webhooks),
        live.clone(),
    )
    .beside(at.plain, at.tls)
    .with_certificates(doors.certificates.clone());
    let ageing = Arc::clone(&operated.retention);
    let simulated = Arc::clone(&operated.simulated);
    let operators = admin::Listening {
        door: doors.operators.clone(),
        dashboard: DashboardFiles::new(dashboard, settings.admin.dashboard_folder.as_deref()),
        connections: shares.operators,
        shutdown,
    };
    let listened = admin::listen(&settings.admin, operated, operators);
    let (admin_server, admin) = listened.map_err(|source| ServeError::Listen {
        what: "admin",
        address: settings.admin.listen,
        source,
    })?;
    let ready = Ready {
        ocpp: at.plain,
        ocpp_tls: at.tls,
        ocpp_legacy_tls: at.legacy_tls,
        admin,
        is_admin_secure: doors.operators.tls.is_some(),
    };
    let listeners = Listeners {
        ready,
        ageing,
        live,
        simulated,
        ocpp: ocpp_server.handle(),
        admin: admin_server.handle(),
    };
    actix_rt::spawn(ocpp_server);
    actix_rt::spawn(admin_server);
    Ok(listeners)
}

/// Who hands events to those who listen.
fn start_hub(settings: &Settings, pipeline: &Pipeline, shares: Shares) -> Result<Hub, ServeError> {
    let live = &settings.admin.live;
    let limits = live::Limits {
        // Whoever wants something else of the server finds a connection, too.
        listeners: live.listeners.min((shares.operators * 3 / 4).max(1)),
        events: live.queue,
        bytes: live.queue_bytes,
    };
    let broadcast = Arc::clone(pipeline.plugins.broadcast());
    Hub::start(pipeline.state.clone(), broadcast, limits).map_err(ServeError::Thread)
}

/// What goes on beside the connections, and has something to finish at the end.
struct Background {
    campaigns: JoinHandle<()>,
    retention: Option<Retention>,
    ageing: Option<Ageing>,
    tidy: Option<Tidy>,
    keeper: JoinHandle<()>,
    stop_keeper: oneshot::Sender<()>,
}

impl Background {
    async fn stop(self) {
        drop(self.retention);
        drop(self.ageing);
        drop(self.tidy);
        drop(self.stop_keeper);
        if let Err(error) = self.keeper.await {
            tracing::error!(%error, "the last messages are not stored");
        }
    }
}

/// Plugins' observers and schedules, the queue of commands, kept messages, sessions that are given up, retention.
fn work_in_background(
    settings: &Settings,
    pipeline: &Pipeline,
    registry: &Addr<Registry>,
    files: Files,
    ageing: Arc<Sweeper>,
) -> Background {
    actix_rt::spawn(Arc::clone(&pipeline.plugins).observe());
    actix_rt::spawn(Arc::clone(&pipeline.plugins).tick());
    let sender = Sender::new(pipeline.clone(), registry.clone());
    let campaigns = actix_rt::spawn(Engine::new(sender.clone()).run());
    actix_rt::spawn(Queue::new(sender).run());
    actix_rt::spawn(Watch::new(pipeline.clone()).run());
    actix_rt::spawn(renewals::run(pipeline.clone()));
    if let Some(after) = settings.transactions.stale_after {
        actix_rt::spawn(stale::run(pipeline.clone(), after));
    }
    let most = settings.messages.durable_per_charge_point_bytes;
    let archive = ageing.policy().export();
    let archive = archive.map(|folder| Arc::new(DailyExport::new(folder)) as Arc<dyn Archive>);
    let (stop_keeper, keeper_stops) = oneshot::channel();
    Background {
        campaigns,
        retention: tidy(&pipeline.state, settings, archive.clone()),
        ageing: Ageing::start(ageing)
            .inspect_err(|error| tracing::error!(%error, "what is too old is not removed: there is no thread for it"))
            .ok(),
        tidy: Tidy::start(files, pipeline.state.clone())
            .inspect_err(|error| tracing::error!(%error, "old files are not removed: there is no thread for it"))
            .ok(),
        keeper: actix_rt::spawn(Keeper::new(pipeline.state.clone(), most, archive).run(keeper_stops)),
        stop_keeper,
    }
}

async fn open(settings: &Arc<Settings>) -> Result<Pipeline, ServeError> {
    if backup::is_unfinished(&settings.store.path) {
        let path = settings.store.path.clone();
        return Err(ServeError::Unfinished { path });
    }
    let failed = |source| ServeError::Store {
        path: settings.store.path.clone(),
        source,
    };
    let authorities = Authorities::load(&settings.certificates)?;
    let store = open_store(&settings.store).map_err(failed)?;
    if settings.store.backend == Backend::Sled {
        let path = settings.store.path.clone();
        sealed::use_key_of(&path).map_err(|source| ServeError::SecretsKey { path, source })?;
    }
    let state = State::new(Arc::clone(&store));
    let transaction_ids = TransactionIds::open(state.clone()).await.map_err(failed)?;
    let components = settings.store.path.join(COMPONENTS);
    // Compiling here instead would take seconds and hundreds of MiB from the connections, and would take uploads
    // whose fixtures nobody has played: better not to start.
    let compiler = Compiler::Child {
        program: std::env::current_exe().map_err(ServeError::Program)?,
        shared: settings.plugins.compiled_cache.clone(),
    };
    let plugins = PluginHost::open(&settings.plugins, components, store, compiler).await?;
    plugins.state().set_max_power(settings.transactions.max_power);
    index_transactions(plugins.state().clone());
    let messages = &settings.messages;
    let memory = messages.memory_bytes.unwrap_or_default();
    plugins
        .state()
        .messages()
        .limit(memory, messages.memory_per_charge_point_bytes);
    plugins.state().messages().store(messages.durable.clone());
    if let Err(error) = plugins.state().recall_refusals() {
        tracing::error!(%error, "the connections that were refused before cannot be read");
    }
    if let Err(error) = plugins.state().recall_tag_refusals() {
        tracing::error!(%error, "the tags that were refused before cannot be read");
    }
    Ok(Pipeline {
        // The plugins' own: they see who is connected.
        state: plugins.state().clone(),
        transaction_ids,
        authorities,
        plugins,
        settings: Arc::clone(settings),
        counters: Arc::default(),
        traces: Traces::start(&settings.traces)?,
    })
}

/// Puts what an older version has kept into the index of sessions, beside everything else.
fn index_transactions(state: State) {
    actix_rt::spawn(async move {
        if let Err(error) = state.build_transaction_index().await {
            tracing::error!(%error, "sessions of an older version cannot be listed: their index could not be written");
        }
    });
}

fn open_store(settings: &StoreSettings) -> Result<Arc<dyn Store>, StoreError> {
    Ok(match settings.backend {
        Backend::Memory => Arc::new(MemoryStore::default()),
        Backend::Sled => Arc::new(SledStore::open_with_reserve(
            &Home::below(&settings.path).noting(number_in).naming(NAMING),
            settings.cache_bytes,
            settings.reserve_bytes,
        )?),
    })
}

/// What a trial leaves is nobody's: its state is gone with the process.
fn open_files(settings: &Settings) -> Result<Files, ServeError> {
    let path = settings.store.path.join(match settings.store.backend {
        Backend::Sled => "files",
        Backend::Memory => "files-of-trials",
    });
    Files::open(&path, settings.files.clone()).map_err(|source| ServeError::Files { path, source })
}

fn make_services(pipeline: &Pipeline, registry: &Addr<Registry>, tls: &Arc<Tls>) -> listener::MakeServices {
    let (pipeline, registry, tls) = (pipeline.clone(), registry.clone(), Arc::clone(tls));
    let settings = Arc::clone(&pipeline.settings);
    Arc::new(move || {
        // What the store answers to the connections of a worker reaches it together.
        actix_rt::spawn(store::attend());
        Rc::new(Services {
            settings: Arc::clone(&settings),
            pipeline: pipeline.clone(),
            tls: Arc::clone(&tls),
            registry: registry.clone(),
            counters: pipeline.counters.worker(),
            waiting_events: RefCell::default(),
            kept_bytes: RefCell::new(KeptBytes::of(settings.store.hourly_bytes_per_charge_point)),
        })
    })
}

/// Compiles the plugins that are not, and watches their folder from then on.
async fn make_ready(plugins: Arc<PluginHost>, page: String) {
    // A plugin that cannot be made ready was told; what it decides is answered by its `on_failure`.
    plugins.load().await.ok();
    // Last, where whoever has just started the server looks.
    tracing::info!("open {page} in a browser");
    plugins.watch().await;
}

/// SIGINT or SIGTERM.
async fn stop_signal() {
    use tokio::signal::unix::{SignalKind, signal};
    let terminate = async {
        match signal(SignalKind::terminate()) {
            Ok(mut stream) => {
                stream.recv().await;
            }
            Err(error) => {
                tracing::warn!(%error, "SIGTERM cannot be waited for");
                std::future::pending::<()>().await;
            }
        }
    };
    let interrupt = async {
        if let Err(error) = tokio::signal::ctrl_c().await {
            tracing::warn!(%error, "SIGINT cannot be waited for");
            std::future::pending::<()>().await;
        }
    };
    futures_util::future::select(std::pin::pin!(terminate), std::pin::pin!(interrupt)).await;
}

/// Lets every session finish what it has in hand until then, and ends those that have not.
async fn drain(registry: &Addr<Registry>, until: Instant) {
    match timeout_at(until.into(), registry.send(Drain)).await {
        Ok(Ok(_)) => return,
        Ok(Err(error)) => return tracing::error!(%error, "the registry is gone"),
        Err(_) => tracing::warn!("some sessions did not finish in time, and are ended"),
    }
    if let Err(error) = registry.send(Abort).await {
        tracing::error!(%error, "the registry is gone");
    }
}

/// The thread that removes old messages; a server without it serves all the same.
fn tidy(state: &State, settings: &Settings, archive: Option<Arc<dyn Archive>>) -> Option<Retention> {
    let keep = Newest {
        records: settings.store.records_per_charge_point,
        events: settings.store.events_per_charge_point,
        commands: settings.store.commands_per_charge_point,
        audit: AuditKeep {
            records: settings.audit.keep,
            age: settings.audit.keep_for,
        },
    };
    Retention::start(state.clone(), keep, archive)
        .inspect_err(|error| tracing::error!(%error, "old messages are not removed: there is no thread for it"))
        .ok()
}

/// Sends the last spans.
async fn send_traces(traces: Traces) {
    if traces.is_on()
        && let Err(error) = actix_rt::task::spawn_blocking(move || traces.stop(LAST_TRACES)).await
    {
        tracing::error!(%error, "the last traces could not be sent");
    }
}

/// Writes what the workers have left in the buffer.
async fn write_rest(state: &State) {
    let refusals = state.keep_refusals().unwrap_or_default();
    let of_tags = state.keep_tag_refusals().unwrap_or_default();
    let rest = state
        .take_waiting()
        .into_iter()
        .chain(refusals)
        .chain(of_tags)
        .collect();
    if let Err(error) = state.store().write(rest).await {
        tracing::error!(%error, "the last states of connectors could not be stored");
    }
}
