//! Ticks: each schedule of an active plugin, every so many seconds from when it became active. A tick
//! that falls into a running one of the same name is left out.

use std::collections::HashMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use super::run::{Background, BackgroundError};
use crate::clock;
use crate::ids::PluginName;
use crate::plugins::component::guest_call::OwnedGuestCall;
use crate::plugins::contract::Context;
use crate::plugins::decide::routing::ChainEntry;

struct NextTick {
    /// A new version begins anew.
    digest: String,
    next: Instant,
    running: Arc<AtomicBool>,
}

type NextTicks = HashMap<(PluginName, String), NextTick>;

impl Background {
    /// Ticks, for as long as it is polled.
    pub async fn tick(self: Arc<Self>) {
        let mut schedules = NextTicks::new();
        let mut replaced = self.routing.replacements();
        loop {
            let table = self.routing.table();
            schedules.retain(|(plugin, name), _| {
                let entry = table.entry(plugin.as_str());
                entry.is_some_and(|entry| entry.version.manifest.schedules.iter().any(|known| known.name == *name))
            });
            for entry in table.entries() {
                self.tick_due(entry, &mut schedules);
            }
            // A server without schedules does nothing here until a plugin brings one.
            let is_replaced = match schedules.values().map(|schedule| schedule.next).min() {
                Some(next) => tokio::time::timeout_at(next.into(), replaced.changed()).await,
                None => Ok(replaced.changed().await),
            };
            if let Ok(Err(_)) = is_replaced {
                return;
            }
        }
    }

    fn tick_due(self: &Arc<Self>, entry: &ChainEntry, schedules: &mut NextTicks) {
        for known in &entry.version.manifest.schedules {
            let every = Duration::from_secs(known.every_seconds.into());
            let place = (entry.plugin.name.clone(), known.name.clone());
            let now = Instant::now();
            let fresh = || NextTick {
                digest: entry.version.digest.clone(),
                next: now + every,
                running: Arc::default(),
            };
            let schedule = schedules.entry(place).or_insert_with(fresh);
            if schedule.digest != entry.version.digest {
                *schedule = fresh();
            }
            if now < schedule.next {
                continue;
            }
            while schedule.next <= now {
                schedule.next += every;
            }
            // Nobody but this loop sets it.
            if schedule.running.load(Ordering::Acquire) || !entry.plugin.stats.breaker.lets_pass(now) {
                tracing::warn!(plugin.name = %entry.plugin.name, schedule = known.name, "a tick is left out");
                continue;
            }
            schedule.running.store(true, Ordering::Release);
            let (background, entry) = (Arc::clone(self), entry.clone());
            let (name, running) = (known.name.clone(), Arc::clone(&schedule.running));
            tokio::spawn(async move {
                background.tick_once(&entry, name).await;
                running.store(false, Ordering::Release);
            });
        }
    }

    async fn tick_once(&self, entry: &ChainEntry, name: String) {
        let context = Context {
            charge_point: String::new(),
            version: String::new(),
            vendor: String::new(),
            model: String::new(),
            message_id: String::new(),
            received_at: clock::text(clock::now()),
            attributes: Vec::new(),
        };
        let reason = match self.run(entry, &OwnedGuestCall::Tick { context, name }, &[]).await {
            Ok(_) | Err(BackgroundError::Stopping | BackgroundError::Failed { .. }) => return,
            Err(BackgroundError::Refused { reason, .. }) => reason,
            Err(BackgroundError::NotStored(error)) => error.to_string(),
        };
        tracing::warn!(plugin.name = %entry.plugin.name, reason, "a tick was not done");
    }
}
