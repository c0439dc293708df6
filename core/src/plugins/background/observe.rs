//! Tells events to the plugins that observe them: in order for each charge point, at least once. An
//! event that is not taken comes again after a growing pause; those behind it wait, those of other
//! charge points do not. Each plugin is told by a task of its own: one that waits holds up no other.

use std::collections::{HashMap, HashSet};
use std::future::Future;
use std::pin::pin;
use std::sync::Arc;
use std::time::{Duration, Instant};

use futures_util::FutureExt as _;
use futures_util::future::{Either, select};
use tokio::task::{Id, JoinError, JoinSet};

use super::outbox;
use super::patience::{Fault, Tries};
use super::run::{Background, BackgroundError};
use super::set_aside::Untaken;
use crate::events::{Event, Numbered};
use crate::ids::{ChargePointId, PluginName};
use crate::plugins::component::guest_call::OwnedGuestCall;
use crate::plugins::decide::plugin::Plugin;
use crate::plugins::decide::routing::ChainEntry;
use crate::plugins::stopping::Stopping;
use crate::store::StoreError;

/// How often it is looked while something waits that nothing wakes for: the end of a pause, a store that failed.
const INTERVAL: Duration = Duration::from_millis(200);

/// Events of one charge point that are read in one go.
const PAGE: usize = 200;

/// Why nothing can be told for now.
#[derive(Debug, thiserror::Error)]
enum DeliveryError {
    #[error("the change could not be stored")]
    Store(#[from] StoreError),
    #[error(transparent)]
    Stopping(#[from] Stopping),
}

/// The first event of a charge point was not taken.
struct Stuck {
    number: u64,
    tries: Tries,
    until: Instant,
    /// Events that wait, this one included.
    waiting: u64,
}

/// Who is stuck with a plugin. In memory: after a restart everyone is tried at once.
type Troubles = HashMap<ChargePointId, Stuck>;

/// What became of an event.
enum Taken {
    /// The plugin has it, or will never have it.
    Yes,
    /// It comes again, and those behind it wait.
    NotYet,
}

/// A plugin was told what waited for it.
struct Delivered {
    troubles: Troubles,
    /// There was something, so there may be more.
    any: bool,
    /// Something was not told and waits.
    waits: bool,
}

/// The plugins that are being told, what troubles the others have, and for whom something waits.
#[derive(Default)]
struct Deliveries {
    tasks: JoinSet<Delivered>,
    busy: HashMap<Id, PluginName>,
    troubles: HashMap<PluginName, Troubles>,
    waiting: HashSet<PluginName>,
    /// Those that were to be told more while they were being told: whether their task still saw it is not known.
    again: HashSet<PluginName>,
    /// Those whose task has panicked: what it had taken is looked for again.
    lost: HashSet<PluginName>,
}

/// Whose turn it is.
#[derive(Debug, PartialEq, Eq)]
enum Turn {
    /// Something was announced, the plugins have changed, or something waits that nothing wakes for.
    All,
    /// A plugin's task has ended, and there may be more for it. For that one alone: the task of another may have ended
    /// as well and not be known to have, and would count as one that was to be told more.
    Of(PluginName),
}

impl Deliveries {
    /// Begins to tell a plugin, unless that is under way.
    fn begin<T>(&mut self, plugin: &Plugin, task: impl FnOnce(Troubles) -> T)
    where
        T: Future<Output = Delivered> + Send + 'static,
    {
        if self.is_told(&plugin.name) {
            return;
        }
        if self.lost.remove(&plugin.name) {
            plugin.look_for_news_again();
        }
        self.spawn(&plugin.name, task);
    }

    /// Whether a plugin is being told; then it is looked at once more when that has ended.
    fn is_told(&mut self, name: &PluginName) -> bool {
        let is_busy = self.busy.values().any(|busy| busy == name);
        if is_busy {
            self.again.insert(name.clone());
        }
        is_busy
    }

    fn spawn<T>(&mut self, name: &PluginName, task: impl FnOnce(Troubles) -> T)
    where
        T: Future<Output = Delivered> + Send + 'static,
    {
        let troubles = self.troubles.remove(name).unwrap_or_default();
        let task = self.tasks.spawn(task(troubles));
        self.busy.insert(task.id(), name.clone());
    }

    /// Waits until there may be something to tell.
    async fn wait(&mut self, woken: impl Future<Output = ()>) -> Turn {
        let mut woken = pin!(woken);
        loop {
            let most = if self.waiting.is_empty() {
                Duration::MAX
            } else {
                INTERVAL
            };
            let pause = pin!(tokio::time::timeout(most, woken.as_mut()));
            if self.tasks.is_empty() {
                // Whichever comes first; a timeout is no error.
                pause.await.ok();
                return Turn::All;
            }
            let ended = match select(pause, pin!(self.tasks.join_next_with_id())).await {
                Either::Left(_) => return Turn::All,
                Either::Right((ended, _)) => ended,
            };
            if let Some(name) = ended.and_then(|ended| self.ended(ended)) {
                return Turn::Of(name);
            }
        }
    }

    /// The plugin, if there may be more to tell it.
    fn ended(&mut self, ended: Result<(Id, Delivered), JoinError>) -> Option<PluginName> {
        let (id, told) = match ended {
            Ok((id, told)) => (id, Some(told)),
            Err(error) => (error.id(), None),
        };
        let name = self.busy.remove(&id)?;
        let more = self.again.remove(&name);
        let Some(Delivered { troubles, any, waits }) = told else {
            self.waiting.insert(name.clone());
            self.lost.insert(name);
            return None;
        };
        if waits {
            self.waiting.insert(name.clone());
        } else {
            self.waiting.remove(&name);
        }
        self.troubles.insert(name.clone(), troubles);
        (any || more).then_some(name)
    }
}

impl Background {
    /// Tells events, for as long as it is polled.
    pub async fn observe(self: Arc<Self>) {
        let mut deliveries = Deliveries::default();
        let mut replaced = self.routing.replacements();
        let mut turn = Turn::All;
        loop {
            let table = self.routing.table();
            // For one that observes nothing any more nothing waits: no task of its own would ever say so.
            deliveries
                .waiting
                .retain(|name| table.entry(name.as_str()).is_some_and(observes_anything));
            for entry in table.entries().iter().filter(|entry| observes_anything(entry)) {
                let plugin = &entry.plugin;
                if turn == Turn::All || turn == Turn::Of(plugin.name.clone()) {
                    let task = |troubles| Arc::clone(&self).deliver_to(plugin.name.clone(), troubles);
                    deliveries.begin(plugin, task);
                }
            }
            let (woken, changed) = (pin!(self.outbox.woken()), pin!(replaced.changed()));
            turn = deliveries.wait(select(woken, changed).map(drop)).await;
        }
    }

    /// Tells a plugin what waits for it.
    async fn deliver_to(self: Arc<Self>, name: PluginName, mut troubles: Troubles) -> Delivered {
        let told = self.deliver_waiting(&name, &mut troubles).await;
        let has_failed = told.is_err();
        let any = told.unwrap_or_else(|error| {
            tracing::error!(plugin.name = %name, %error, "events cannot be told");
            false
        });
        let has_news = || {
            self.routing
                .table()
                .entry(name.as_str())
                .is_some_and(|entry| entry.plugin.news.has_news())
        };
        let waits = has_failed || !troubles.is_empty() || has_news();
        Delivered { troubles, any, waits }
    }

    /// True if anything was taken.
    async fn deliver_waiting(&self, name: &PluginName, troubles: &mut Troubles) -> Result<bool, DeliveryError> {
        let table = self.routing.table();
        let Some(entry) = table.entry(name.as_str()) else {
            return Ok(false);
        };
        let subscription = entry.plugin.subscription(&self.state)?;
        let mut stations = subscription.take();
        stations.extend(troubles.keys().cloned());
        let mut any = false;
        while let Some(station) = stations.pop_first() {
            let delivered = self.deliver_of(name, &station, troubles).await;
            any |= *delivered.as_ref().unwrap_or(&false);
            if let Err(error) = delivered {
                subscription.add(&station);
                stations.iter().for_each(|station| subscription.add(station));
                return Err(error);
            }
        }
        entry
            .plugin
            .backlog
            .set(troubles.values().map(|stuck| stuck.waiting).sum());
        Ok(any)
    }

    /// Tells a plugin what waits of one charge point; true if anything was taken.
    async fn deliver_of(
        &self,
        name: &PluginName,
        station: &ChargePointId,
        troubles: &mut Troubles,
    ) -> Result<bool, DeliveryError> {
        let mut any = false;
        // Looked up for each page, so that a swap counts in the middle of a long queue.
        while let Some(entry) = self.routing.table().entry(name.as_str()) {
            let subscription = entry.plugin.subscription(&self.state)?;
            let page = subscription.next(&self.state, station, PAGE)?;
            let Some(last) = page.last().map(|numbered| numbered.number) else {
                troubles.remove(station);
                break;
            };
            let mut passed = None;
            for (place, numbered) in page.iter().enumerate() {
                if !observes(entry, &numbered.event) {
                    passed = Some(numbered.number);
                    continue;
                }
                match self.deliver(entry, numbered, troubles).await? {
                    Taken::Yes => (any, passed) = (true, None),
                    Taken::NotYet => {
                        let behind = page.get(place..).unwrap_or_default();
                        let waiting = behind.iter().filter(|waiting| observes(entry, &waiting.event));
                        let waiting = u64::try_from(waiting.count()).unwrap_or(u64::MAX);
                        if let Some(stuck) = troubles.get_mut(station) {
                            stuck.waiting = waiting;
                        } else {
                            // Nobody is asked while the breaker is open.
                            subscription.add(station);
                        }
                        return Ok(any);
                    }
                }
            }
            if passed == Some(last) {
                // So that what is of no interest is not read again.
                let told = subscription.told(station, last)?;
                self.state.store().write(vec![told]).await?;
            }
        }
        Ok(any)
    }

    /// Tells one event.
    async fn deliver(
        &self,
        entry: &ChainEntry,
        numbered: &Numbered,
        troubles: &mut Troubles,
    ) -> Result<Taken, DeliveryError> {
        let Numbered { number, event } = numbered;
        let place = &event.charge_point;
        let stuck = troubles.get(place).filter(|stuck| stuck.number == *number);
        if stuck.is_some_and(|stuck| Instant::now() < stuck.until)
            || !entry.plugin.stats.breaker.lets_pass(Instant::now())
        {
            return Ok(Taken::NotYet);
        }
        let began = Instant::now();
        let tries = stuck.map_or_else(|| Tries::none(began), |stuck| stuck.tries);
        let told = entry.plugin.subscription(&self.state)?.told(place, *number)?;
        if entry.plugin.backlog.is_over() {
            entry.plugin.backlog.drop_one();
            self.state.store().write(vec![told]).await?;
            return Ok(Taken::Yes);
        }
        let call = OwnedGuestCall::Event {
            context: outbox::context(numbered),
            kind: event.kind.clone(),
            payload: event.payload.text().to_owned(),
        };
        let (cause, away) = match self.run(entry, &call, std::slice::from_ref(&told)).await {
            Ok(_) => {
                troubles.remove(place);
                return Ok(Taken::Yes);
            }
            Err(BackgroundError::Failed { cause, away }) => (cause.to_string(), away),
            Err(BackgroundError::Refused { reason, away }) => (reason, away),
            Err(BackgroundError::NotStored(error)) => return Err(error.into()),
            Err(BackgroundError::Stopping) => return Err(Stopping.into()),
        };
        let fault = if away { Fault::Away } else { Fault::Own };
        let tries = tries.with(fault, began);
        let now = Instant::now();
        let Some(pause) = tries.pause(fault, &entry.plugin.access.limits, now) else {
            self.set_aside(entry, numbered, &cause, tries.all).await?;
            troubles.remove(place);
            return Ok(Taken::Yes);
        };
        tracing::warn!(
            plugin.name = %entry.plugin.name,
            charge_point.id = %place,
            event.kind = event.kind,
            tries = tries.all,
            cause,
            "an event was not taken"
        );
        let stuck = Stuck {
            number: *number,
            tries,
            until: now + pause,
            waiting: 1,
        };
        troubles.insert(place.clone(), stuck);
        Ok(Taken::NotYet)
    }

    /// Keeps an event for people, so that those behind it are told.
    async fn set_aside(
        &self,
        entry: &ChainEntry,
        numbered: &Numbered,
        cause: &str,
        tries: u32,
    ) -> Result<(), DeliveryError> {
        let (plugin, event) = (&entry.plugin, &numbered.event);
        let untaken = Untaken {
            plugin,
            version: &entry.version,
            event: numbered,
            cause,
            tries,
        };
        let mut writes = untaken.writes(&self.state)?;
        let subscription = plugin.subscription(&self.state)?;
        writes.push(subscription.told(&event.charge_point, numbered.number)?);
        self.state.store().write(writes).await?;
        plugin.untaken.add(&self.state, &plugin.name)?;
        tracing::error!(
            plugin.name = %plugin.name,
            plugin.version = entry.version.manifest.version,
            charge_point.id = %event.charge_point,
            event.kind = event.kind,
            event.number = numbered.number,
            tries,
            cause,
            "an event is set aside: the plugin did not take it"
        );
        Ok(())
    }
}

fn observes_anything(entry: &ChainEntry) -> bool {
    !entry.version.manifest.events.is_empty()
}

/// Whether a plugin is told an event.
fn observes(entry: &ChainEntry, event: &Event) -> bool {
    entry.version.manifest.events.contains(&event.kind) && outbox::is_for(event, &entry.plugin.name)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]

    use std::future::pending;

    use tokio::sync::oneshot;

    use super::*;

    const NAMES: [&str; 3] = ["one", "two", "three"];

    fn name(text: &str) -> PluginName {
        PluginName::new(text)
    }

    fn told(any: bool) -> Delivered {
        Delivered {
            troubles: Troubles::new(),
            any,
            waits: false,
        }
    }

    /// Tests run as the server does: inside tokio, on one thread.
    fn run(test: impl Future<Output = ()>) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build();
        runtime.unwrap().block_on(test);
    }

    /// Whose turn it is after a while; nothing if nobody's.
    async fn turn_of(deliveries: &mut Deliveries, woken: impl Future<Output = ()>) -> Option<Turn> {
        let patience = Duration::from_millis(200);
        tokio::time::timeout(patience, deliveries.wait(woken)).await.ok()
    }

    #[test]
    fn tasks_that_end_together_do_not_wake_each_other() {
        run(async {
            let mut deliveries = Deliveries::default();
            let (mut turn, mut tasks) = (Some(Turn::All), 0);
            while let Some(now) = turn {
                for name in NAMES.map(name) {
                    let is_its_turn = now == Turn::All || now == Turn::Of(name.clone());
                    if is_its_turn && !deliveries.is_told(&name) {
                        tasks += 1;
                        // There is one event for each.
                        let any = tasks <= NAMES.len();
                        deliveries.spawn(&name, |_| async move { told(any) });
                    }
                }
                assert!(tasks <= 2 * NAMES.len(), "it does not come to rest");
                turn = turn_of(&mut deliveries, pending()).await;
            }
            assert_eq!(tasks, 2 * NAMES.len());
            assert!(deliveries.busy.is_empty() && deliveries.again.is_empty());
        });
    }

    #[test]
    fn one_that_is_to_be_told_more_while_it_is_told_is_looked_at_again() {
        run(async {
            let mut deliveries = Deliveries::default();
            let one = name("one");
            let (release, released) = oneshot::channel();
            deliveries.spawn(&one, |_| async {
                released.await.unwrap();
                told(false)
            });
            assert_eq!(turn_of(&mut deliveries, async {}).await, Some(Turn::All));
            assert!(deliveries.is_told(&one));
            release.send(()).unwrap();
            assert_eq!(turn_of(&mut deliveries, pending()).await, Some(Turn::Of(one)));
            assert_eq!(turn_of(&mut deliveries, pending()).await, None);
        });
    }
}
