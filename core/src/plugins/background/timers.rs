//! Ticks: each schedule of an active plugin, every so many seconds from when it became active. A tick
//! that falls into a running one of the same name is left out.

use std::collections::HashMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use super::run::NotDone;
use crate::plugins::contract::Context;
use crate::plugins::component::guest_call::Errand;
use crate::plugins::host::PluginHost;
use crate::plugins::decide::routing::Member;
use crate::clock;
use crate::ids::PluginName;

/// How exact a tick is.
const INTERVAL: Duration = Duration::from_millis(100);

struct Schedule {
    /// A new version begins anew.
    digest: String,
    next: Instant,
    running: Arc<AtomicBool>,
}

type Schedules = HashMap<(PluginName, String), Schedule>;

impl PluginHost {
    /// Ticks, for as long as it is polled.
    pub async fn tick(self: Arc<Self>) {
        let mut schedules = Schedules::new();
        loop {
            tokio::time::sleep(INTERVAL).await;
            let table = self.table();
            schedules.retain(|(plugin, name), _| {
                let member = table.member(plugin.as_str());
                member.is_some_and(|member| {
                    member
                        .version
                        .manifest
                        .schedules
                        .iter()
                        .any(|known| known.name == *name)
                })
            });
            for member in table.members() {
                self.tick_due(member, &mut schedules);
            }
        }
    }

    fn tick_due(self: &Arc<Self>, member: &Member, schedules: &mut Schedules) {
        for known in &member.version.manifest.schedules {
            let every = Duration::from_secs(known.every_seconds.into());
            let place = (member.plugin.name.clone(), known.name.clone());
            let now = Instant::now();
            let fresh = || Schedule {
                digest: member.version.digest.clone(),
                next: now + every,
                running: Arc::default(),
            };
            let schedule = schedules.entry(place).or_insert_with(fresh);
            if schedule.digest != member.version.digest {
                *schedule = fresh();
            }
            if now < schedule.next {
                continue;
            }
            while schedule.next <= now {
                schedule.next += every;
            }
            // Nobody but this loop sets it.
            if schedule.running.load(Ordering::Acquire) || !member.plugin.record.breaker.lets_pass(now) {
                tracing::warn!(plugin.name = %member.plugin.name, schedule = known.name, "a tick is left out");
                continue;
            }
            schedule.running.store(true, Ordering::Release);
            let (host, member) = (Arc::clone(self), member.clone());
            let (name, running) = (known.name.clone(), Arc::clone(&schedule.running));
            tokio::spawn(async move {
                host.tick_once(&member, name).await;
                running.store(false, Ordering::Release);
            });
        }
    }

    async fn tick_once(self: &Arc<Self>, member: &Member, name: String) {
        let context = Context {
            charge_point: String::new(),
            version: String::new(),
            vendor: String::new(),
            model: String::new(),
            message_id: String::new(),
            received_at: clock::text(clock::now()),
            attributes: Vec::new(),
        };
        let reason = match self.run(member, &Errand::Tick { context, name }, &[]).await {
            Ok(_) | Err(NotDone::Stopping | NotDone::Failed(_)) => return,
            Err(NotDone::Refused(reason)) => reason,
            Err(NotDone::NotStored(error)) => error.to_string(),
        };
        tracing::warn!(plugin.name = %member.plugin.name, reason, "a tick was not done");
    }
}
