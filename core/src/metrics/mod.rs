//! What a monitoring system is shown: every figure of the process on one page, in the text form of Prometheus or of
//! OpenMetrics. Nothing is kept here: who does a thing counts it, and this reads the counts when somebody asks. What
//! only a walk of the store could say is counted now and then (`census`).
//!
//! Names by the conventions of Prometheus: `ocpp_` first, base units, `_total` on what only grows. A label's values are
//! from tables of ours, so that no peer can add one.

mod census;
mod certificates;
mod connections;
mod glance;
mod messages;
mod page;
mod plugins;
mod process;
mod storage;
mod told;

pub use glance::Glance;
pub use page::Format;

use std::sync::Arc;
use std::time::{Duration, SystemTime};

use actix_rt::task::spawn_blocking;

use self::census::Census;
use self::page::{Family, Page};
use crate::files::Files;
use crate::live::Hub;
use crate::ocpp::Pipeline;
use crate::tls::Certificates;
use crate::webhooks::Webhooks;

/// So long a page waits for a count of the store; it shows the one before then.
const PATIENCE: Duration = Duration::from_millis(500);

/// What the page is made of.
#[derive(Clone)]
pub struct Metrics {
    pipeline: Pipeline,
    files: Files,
    live: Hub,
    webhooks: Arc<Webhooks>,
    census: Census,
    started: SystemTime,
    certificates: Certificates,
}

impl Metrics {
    /// Of a process that starts now.
    #[must_use]
    pub fn new(pipeline: Pipeline, files: Files, live: Hub, webhooks: Arc<Webhooks>) -> Self {
        Self {
            census: Census::of(pipeline.clone()),
            pipeline,
            files,
            live,
            webhooks,
            started: SystemTime::now(),
            certificates: Certificates::default(),
        }
    }

    /// The same, of listeners with these certificates.
    #[must_use]
    pub fn with_certificates(self, certificates: Certificates) -> Self {
        Self { certificates, ..self }
    }

    /// The page as it is now. It is made on a thread of its own, because it looks at the disk.
    ///
    /// # Errors
    /// The server stops.
    pub async fn page(&self, format: Format) -> Result<String, Stopping> {
        self.counted().await;
        let metrics = self.clone();
        let made = spawn_blocking(move || metrics.families().text(format)).await;
        made.map_err(|_| Stopping)?.map_err(|_| Stopping)
    }

    fn families(&self) -> Page {
        let totals = self.pipeline.counters.totals();
        let mut families = connections::families(&totals, &self.pipeline.counters);
        families.extend(messages::families(&totals, &self.pipeline));
        families.extend(self.census.families());
        families.extend(plugins::families(&self.pipeline.plugins));
        families.extend(told::families(&self.live, &self.webhooks));
        families.extend(storage::families(&self.pipeline, &self.files));
        families.extend(certificates::families(&self.certificates));
        families.extend(process::families(self.started, &self.pipeline.traces));
        Page(families)
    }
}

/// The page cannot be made any more.
#[derive(Debug, Clone, Copy, thiserror::Error)]
#[error("the server stops")]
pub struct Stopping;
