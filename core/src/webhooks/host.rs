//! All webhooks: their tasks, begun and ended as operators change them, on a thread of their own.

use std::collections::BTreeMap;
use std::io;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::JoinHandle as ThreadHandle;
use std::time::Duration;

use tokio::runtime::Handle;
use tokio::sync::{Mutex as AsyncMutex, Notify, oneshot};
use tokio::task::JoinHandle;

use super::client::Client;
use super::courier::{Courier, Standing};
use super::dead_letters::{self, NumberedDeadLetter};
use super::delivery::Delivery;
use super::hold::Holder;
use super::message::Message;
use super::target::Target;
use super::trust::{Trust, TrustError};
use super::wanted::Wanted;
use crate::clock;
use crate::config::settings::WebhookSettings;
use crate::events::{self, Listener, Subscription};
use crate::plugins::PluginHost;
use crate::state::webhooks::{Webhook, put_webhook};
use crate::state::{State, Versioned};
use crate::store::{Revision, StoreError};

/// A task that is to end may finish what it sends for so long.
const FINISHING: Duration = Duration::from_millis(500);

/// What keeps webhooks from working.
#[derive(Debug, thiserror::Error)]
pub enum WebhookError {
    /// Certificates of the configuration cannot be used.
    #[error(transparent)]
    Trust(#[from] TrustError),
    /// There is no thread for them.
    #[error("there is no thread for webhooks: {0}")]
    Thread(#[from] io::Error),
    /// They cannot be read.
    #[error("the webhooks cannot be read: {0}")]
    Store(#[from] StoreError),
}

/// How a webhook stands.
#[derive(Debug, Clone, Default)]
pub struct Status {
    /// As its task shows it.
    pub standing: Standing,
    /// So many events were not taken.
    pub dead_letters: u64,
}

/// What came back when a webhook was tried.
#[derive(Debug, Clone)]
pub struct Tested {
    /// `webhook-id` of the test.
    pub id: String,
    /// None: there was no answer.
    pub status: Option<u16>,
    /// How long it took.
    pub took: Duration,
    /// The first characters of the answer.
    pub answer: String,
    /// Why there is none.
    pub error: Option<String>,
}

/// A webhook with its task.
struct Running {
    holder: Holder,
    woken: Arc<Notify>,
    dead_letters: Arc<AtomicU64>,
    standing: Arc<Mutex<Standing>>,
    task: Option<(Arc<Delivery>, JoinHandle<()>)>,
}

impl Running {
    fn status(&self) -> Status {
        Status {
            standing: self.standing.lock().unwrap_or_else(PoisonError::into_inner).clone(),
            dead_letters: self.dead_letters.load(Ordering::Relaxed),
        }
    }
}

/// The webhooks of this server.
pub struct Webhooks {
    state: State,
    plugins: Arc<PluginHost>,
    settings: WebhookSettings,
    trust: Arc<Trust>,
    running: Mutex<BTreeMap<String, Running>>,
    /// One change at a time.
    changing: AsyncMutex<()>,
    runtime: Handle,
    thread: Mutex<Option<(oneshot::Sender<()>, ThreadHandle<()>)>>,
}

impl Webhooks {
    /// Begins to tell all webhooks what they were not told.
    ///
    /// # Errors
    /// What keeps them from working.
    pub async fn start(
        state: State,
        plugins: Arc<PluginHost>,
        settings: WebhookSettings,
    ) -> Result<Arc<Self>, WebhookError> {
        let trust = Arc::new(Trust::new(settings.trusted_certificates.as_deref())?);
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .max_blocking_threads(4)
            .build()?;
        let handle = runtime.handle().clone();
        let (stop, stopped) = oneshot::channel();
        let thread = std::thread::Builder::new()
            .name("webhooks".to_owned())
            .spawn(move || drop(runtime.block_on(stopped)))?;
        let webhooks = Arc::new(Self {
            state,
            plugins,
            settings,
            trust,
            running: Mutex::default(),
            changing: AsyncMutex::new(()),
            runtime: handle,
            thread: Mutex::new(Some((stop, thread))),
        });
        for webhook in webhooks.state.webhooks()? {
            webhooks.changed(&webhook.name).await?;
        }
        Ok(webhooks)
    }

    /// A webhook as retention asks it.
    pub(super) fn holder(&self, name: &str) -> Option<Holder> {
        self.lock().get(name).map(|running| running.holder.clone())
    }

    pub(super) fn state(&self) -> &State {
        &self.state
    }

    /// How they are told.
    #[must_use]
    pub fn settings(&self) -> &WebhookSettings {
        &self.settings
    }

    pub(super) fn holders(&self) -> Vec<Holder> {
        self.lock().values().map(|running| running.holder.clone()).collect()
    }

    // A map that is looked into for a moment; a panic cannot leave it half changed.
    fn lock(&self) -> std::sync::MutexGuard<'_, BTreeMap<String, Running>> {
        self.running.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The record of a webhook is another than before, or gone: its task follows.
    ///
    /// # Errors
    /// The store's.
    pub async fn changed(&self, name: &str) -> Result<(), StoreError> {
        let _one = self.changing.lock().await;
        let webhook = self.state.webhook(name)?.map(|found| found.record);
        let next = webhook.map(|webhook| self.prepare(webhook)).transpose()?;
        let before = self.lock().remove(name);
        if let Some(next) = next {
            self.lock().insert(name.to_owned(), next);
        }
        self.publish();
        if let Some((delivery, task)) = before.and_then(|before| before.task_with_bell()) {
            end(&delivery, task).await;
        }
        self.begin(name)
    }

    /// What a webhook needs, before its task begins: from now on nothing is missed.
    fn prepare(&self, webhook: Webhook) -> Result<Running, StoreError> {
        let subscription = Arc::new(Subscription::unread(&subscriber(&webhook.id)));
        let standing = Standing {
            state: self.state.webhook_state(&webhook.id)?,
            ..Standing::default()
        };
        Ok(Running {
            dead_letters: Arc::new(AtomicU64::new(dead_letters::count(&self.state, &webhook.id)?)),
            holder: Holder {
                wanted: Arc::new(Wanted::new(Arc::new(webhook))),
                subscription,
                lost: Arc::default(),
            },
            woken: Arc::default(),
            standing: Arc::new(Mutex::new(standing)),
            task: None,
        })
    }

    /// Who listens is all of them, also those that are paused: what they want is kept for them.
    fn publish(&self) {
        let listeners = self.lock();
        let listeners = listeners.values().map(|running| {
            let Holder {
                wanted, subscription, ..
            } = &running.holder;
            Listener::new(wanted.patterns(), Arc::clone(subscription), Arc::clone(&running.woken))
        });
        self.plugins.listeners().replace(listeners.collect());
    }

    fn begin(&self, name: &str) -> Result<(), StoreError> {
        let mut all = self.lock();
        let Some(running) = all.get_mut(name) else {
            return Ok(());
        };
        let webhook = running.holder.wanted.webhook();
        if !webhook.enabled {
            return Ok(());
        }
        let target = match Target::read(&webhook.url) {
            Ok(target) => target,
            Err(reason) => {
                tracing::error!(webhook.name = name, reason, "a webhook cannot be told anything");
                return Ok(());
            }
        };
        let delivery = Arc::new(Delivery {
            client: self.client(target, webhook),
            wanted: Arc::clone(&running.holder.wanted),
            subscription: Arc::clone(&running.holder.subscription),
            state: self.state.clone(),
            settings: self.settings.clone(),
            dead_letters: Arc::clone(&running.dead_letters),
            stops: AtomicBool::new(false),
        });
        let courier = Courier::new(
            Arc::clone(&delivery),
            Arc::clone(&self.plugins),
            Arc::clone(&running.woken),
            Arc::clone(&running.standing),
        );
        running.task = Some((delivery, self.runtime.spawn(courier.run())));
        Ok(())
    }

    fn client(&self, target: Target, webhook: &Webhook) -> Client {
        let trust = Arc::clone(&self.trust);
        Client::new(target, webhook.headers.clone(), trust, self.settings.timeout)
    }

    /// How a webhook stands; as if it had just begun if there is none.
    #[must_use]
    pub fn status(&self, name: &str) -> Status {
        self.lock().get(name).map(Running::status).unwrap_or_default()
    }

    /// How each of them stands, by its name.
    #[must_use]
    pub fn statuses(&self) -> BTreeMap<String, Status> {
        let all = self.lock();
        all.iter()
            .map(|(name, running)| (name.clone(), running.status()))
            .collect()
    }

    /// The number of the last event so far: what happens later has a greater one.
    ///
    /// # Errors
    /// The store's.
    pub async fn now(&self) -> Result<u64, StoreError> {
        let Revision(now) = self.state.store().write(Vec::new()).await?;
        Ok(now)
    }

    /// Keeps a new webhook, which is told what happens from now on.
    ///
    /// # Errors
    /// The store's; [`StoreError::Conflict`] where there is one of this name.
    pub async fn create(&self, webhook: Webhook) -> Result<(), StoreError> {
        let name = webhook.name.clone();
        let begun = events::begin(&subscriber(&webhook.id), self.now().await?)?;
        let created = put_webhook(&Versioned::absent(webhook))?;
        self.state.store().write(vec![created, begun]).await?;
        self.changed(&name).await
    }

    /// Removes a webhook, with its dead letters and what it was not told.
    ///
    /// # Errors
    /// The store's; [`StoreError::Conflict`] where it was changed meanwhile.
    pub async fn remove(&self, webhook: &Versioned<Webhook>) -> Result<(), StoreError> {
        self.state
            .forget_webhook(webhook, &subscriber(&webhook.record.id))
            .await?;
        self.changed(&webhook.record.name).await
    }

    /// Sends a test now, whatever waits.
    ///
    /// # Errors
    /// The URL is none, or the message has no form; in words.
    pub async fn test(&self, webhook: &Webhook) -> Result<Tested, String> {
        let target = Target::read(&webhook.url)?;
        let message = Message::of_test(webhook).map_err(|error| error.to_string())?;
        let began = std::time::Instant::now();
        let headers = message.headers(webhook, clock::now());
        let answered = self.client(target, webhook).post(&headers, message.body).await;
        let tested = Tested {
            id: message.id,
            status: None,
            took: began.elapsed(),
            answer: String::new(),
            error: None,
        };
        Ok(match answered {
            Ok(answer) => Tested {
                status: Some(answer.status),
                took: answer.took,
                answer: answer.text,
                ..tested
            },
            Err(error) => Tested {
                error: Some(error.to_string()),
                ..tested
            },
        })
    }

    /// These are no dead letters any more; what is told again of them is news.
    pub(super) fn took_dead_letters(&self, name: &str, letters: &[NumberedDeadLetter]) {
        let all = self.lock();
        let Some(running) = all.get(name) else { return };
        let count = u64::try_from(letters.len()).unwrap_or(u64::MAX);
        let less = |number: u64| Some(number.saturating_sub(count));
        running
            .dead_letters
            .fetch_update(Ordering::Relaxed, Ordering::Relaxed, less)
            .ok();
        for letter in letters {
            running.holder.subscription.add(&letter.letter.event.charge_point);
        }
        running.woken.notify_one();
    }

    /// Ends all tasks, with what they are sending, and the thread.
    pub async fn stop(&self) {
        let _one = self.changing.lock().await;
        let all = std::mem::take(&mut *self.lock());
        let tasks = all.into_values().filter_map(Running::task_with_bell);
        let ending = tasks.map(|(delivery, task)| async move { end(&delivery, task).await });
        futures_util::future::join_all(ending).await;
        let thread = self.thread.lock().unwrap_or_else(PoisonError::into_inner).take();
        if let Some((stop, thread)) = thread {
            drop(stop);
            if thread.join().is_err() {
                tracing::error!("the thread of webhooks panicked");
            }
        }
    }
}

/// A task that is told to end, with what wakes it.
struct Ending {
    task: JoinHandle<()>,
    woken: Arc<Notify>,
}

impl Running {
    fn task_with_bell(self) -> Option<(Arc<Delivery>, Ending)> {
        let (delivery, task) = self.task?;
        Some((
            delivery,
            Ending {
                task,
                woken: self.woken,
            },
        ))
    }
}

async fn end(delivery: &Delivery, ending: Ending) {
    let Ending { mut task, woken } = ending;
    delivery.stops.store(true, Ordering::Relaxed);
    woken.notify_one();
    if tokio::time::timeout(FINISHING, &mut task).await.is_err() {
        // What it was sending comes again, with its id.
        task.abort();
        task.await.ok();
    }
}

/// By which name a webhook's cursors are kept: no plugin has a colon in its name.
fn subscriber(id: &str) -> String {
    format!("webhook:{id}")
}
