//! What only a walk of the store can say: how many charge points, open transactions and other things there are. It is
//! counted when somebody looks and the last count is old, never by two at a time, and the longer a count takes the
//! seldomer: at most a twentieth of a core goes into it. Only keys are read, but of certificates, which are
//! one record of each charge point that has any.

use std::fs;
use std::path::Path;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use chrono::TimeDelta;

use super::Family;
use crate::clock::{self, Time};
use crate::config::settings::Backend;
use crate::ocpp::Pipeline;
use crate::state::campaigns::CampaignState;
use crate::state::collections::{CHARGE_POINTS, COMMAND_QUEUE, OPEN_TRANSACTIONS, ORPHANS, TRANSACTIONS_BY_DOUBT};
use crate::store::{Collection, Page, StoreError};

/// A count is not older, if somebody looks.
const FRESH: Duration = Duration::from_secs(10);
/// A count that took long is good for so many times as long.
const REST: u32 = 20;
/// So many keys are read at a time.
const PAGE: usize = 1000;
/// A certificate that ends later is no matter yet.
const SOON: TimeDelta = TimeDelta::days(30);
/// More campaigns are not looked at.
const MOST_CAMPAIGNS: usize = 1000;

/// Counts, and keeps the last count. Cheap to clone.
#[derive(Clone)]
pub(super) struct Census(Arc<Shared>);

struct Shared {
    pipeline: Pipeline,
    last: Mutex<Last>,
}

#[derive(Default)]
struct Last {
    counts: Option<Counts>,
    next: Option<Instant>,
    is_counting: bool,
}

/// What there is.
#[derive(Debug, Clone, Default)]
pub(super) struct Counts {
    pub charge_points: u64,
    pub open_transactions: u64,
    doubted_transactions: u64,
    inbox: u64,
    pub queued_commands: u64,
    certificates: Certificates,
    campaigns: Vec<(&'static str, u64)>,
    pub store_bytes: Option<u64>,
}

/// The certificates that charge points use.
#[derive(Debug, Clone, Default)]
struct Certificates {
    /// When the first of them ends.
    first_end: Option<Time>,
    /// How many end within 30 days, or have ended.
    ending: u64,
}

impl Census {
    pub(super) fn of(pipeline: Pipeline) -> Self {
        Self(Arc::new(Shared {
            pipeline,
            last: Mutex::default(),
        }))
    }

    // A panic cannot leave it half changed, so a poisoned lock is as good as another.
    fn last(&self) -> MutexGuard<'_, Last> {
        self.0.last.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Somebody should count.
    pub(super) fn is_due(&self) -> bool {
        let last = self.last();
        !last.is_counting && last.next.is_none_or(|next| next <= Instant::now())
    }

    /// Counts, unless somebody does.
    pub(super) fn take(&self) {
        if std::mem::replace(&mut self.last().is_counting, true) {
            return;
        }
        let began = Instant::now();
        let counted = self.count();
        let rest = (began.elapsed() * REST).max(FRESH);
        let mut last = self.last();
        last.is_counting = false;
        last.next = Some(Instant::now() + rest);
        match counted {
            Ok(counts) => last.counts = Some(counts),
            // A store that cannot be read says so by every other answer.
            Err(error) => tracing::debug!(%error, "the store cannot be counted"),
        }
    }

    fn count(&self) -> Result<Counts, StoreError> {
        Ok(Counts {
            charge_points: self.keys(CHARGE_POINTS)?,
            open_transactions: self.keys(OPEN_TRANSACTIONS)?,
            doubted_transactions: self.keys(TRANSACTIONS_BY_DOUBT)?,
            inbox: self.keys(ORPHANS)?,
            queued_commands: self.keys(COMMAND_QUEUE)?,
            certificates: self.certificates()?,
            campaigns: self.campaigns()?,
            store_bytes: self.store_bytes(),
        })
    }

    fn keys(&self, collection: Collection) -> Result<u64, StoreError> {
        let store = self.0.pipeline.state.store();
        let (mut count, mut after) = (0, None::<String>);
        loop {
            let page = store.list_keys(collection, Page::all(PAGE).after(after.as_deref()))?;
            count += u64::try_from(page.len()).unwrap_or_default();
            if page.len() < PAGE {
                return Ok(count);
            }
            after = page.into_iter().last();
        }
    }

    fn certificates(&self) -> Result<Certificates, StoreError> {
        let soon = clock::now() + SOON;
        let (mut found, mut after) = (Certificates::default(), None);
        loop {
            let page = self.0.pipeline.state.certificates(after.as_ref(), PAGE)?;
            for facts in page.iter().flat_map(|(_, known)| known.in_use()) {
                let end = facts.valid_until;
                found.first_end = found.first_end.into_iter().chain([end]).min();
                found.ending += u64::from(end < soon);
            }
            if page.len() < PAGE {
                return Ok(found);
            }
            after = page.into_iter().last().map(|(id, _)| id);
        }
    }

    fn campaigns(&self) -> Result<Vec<(&'static str, u64)>, StoreError> {
        let found = self.0.pipeline.state.campaigns(None, MOST_CAMPAIGNS)?;
        let alive = [CampaignState::Preparing, CampaignState::Running, CampaignState::Paused];
        let count = |state| {
            let of_it = found.iter().filter(|campaign| campaign.state == state).count();
            (state.word(), u64::try_from(of_it).unwrap_or_default())
        };
        Ok(alive.map(count).into())
    }

    fn store_bytes(&self) -> Option<u64> {
        let settings = &self.0.pipeline.settings.store;
        (settings.backend == Backend::Sled).then(|| bytes_below(&settings.path.join("state")))
    }

    /// Those of the last count; none before the first.
    pub(super) fn counts(&self) -> Option<Counts> {
        self.last().counts.clone()
    }

    /// The same for the page.
    pub(super) fn families(&self) -> Vec<Family> {
        let Some(counts) = self.counts() else {
            return Vec::new();
        };
        let mut campaigns = Family::gauge("ocpp_campaigns", "Campaigns that are not over, by state");
        for (state, count) in counts.campaigns {
            campaigns.add([("state", state)], count);
        }
        let mut families = vec![
            Family::gauge("ocpp_charge_points", "Charge points that are registered").of(counts.charge_points),
            Family::gauge("ocpp_transactions_open", "Transactions that are open").of(counts.open_transactions),
            Family::gauge("ocpp_transactions_doubted", "Transactions whose figures are in doubt")
                .of(counts.doubted_transactions),
            Family::gauge("ocpp_inbox_messages", "Messages about transactions that are not known").of(counts.inbox),
            Family::gauge(
                "ocpp_commands_queued",
                "Commands that wait for their charge point or their turn",
            )
            .of(counts.queued_commands),
            Family::gauge(
                "ocpp_charge_point_certificates_ending",
                "Certificates of charge points that end within 30 days, or have ended",
            )
            .of(counts.certificates.ending),
            campaigns,
        ];
        if let Some(end) = counts.certificates.first_end {
            let help = "When the first of the certificates that charge points use ends, since 1970";
            let seconds = u64::try_from(end.timestamp()).unwrap_or_default();
            families.push(
                Family::gauge("ocpp_charge_point_certificate_end_time", help)
                    .seconds()
                    .of(seconds),
            );
        }
        if let Some(bytes) = counts.store_bytes {
            families.push(Family::gauge("ocpp_store_disk", "The store's files").bytes().of(bytes));
        }
        families
    }
}

/// What the files of a folder have together. One that goes meanwhile counts nothing.
fn bytes_below(folder: &Path) -> u64 {
    let Ok(entries) = fs::read_dir(folder) else { return 0 };
    let size = |entry: fs::DirEntry| match entry.metadata() {
        Ok(known) if known.is_dir() => bytes_below(&entry.path()),
        Ok(known) => known.len(),
        Err(_) => 0,
    };
    entries.filter_map(Result::ok).map(size).sum()
}
