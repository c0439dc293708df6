//! Many simulated charge points with a rhythm: cars come and go, links break now and then, all of it from a seed.

mod rhythm;

pub use rhythm::{Doing, Plan, Rhythm, Step};

use std::time::Duration;

use tokio::task::JoinSet;
use tokio::time::sleep;

use crate::chance::Chance;
use crate::client::ConnectError;
use crate::run::{Handle, Observer, RunOptions, Runner};

/// How many begin in a second, so that a server is not met by all of them at once.
const IN_A_SECOND: u32 = 500;

/// Charge points that run, and people who use them.
#[derive(Debug, Default)]
pub struct Fleet {
    handles: Vec<Handle>,
    stations: JoinSet<Result<(), ConnectError>>,
    people: JoinSet<()>,
}

impl Fleet {
    /// Nobody yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// One more, on the runtime that this is called on, with people who use it if there is a rhythm.
    ///
    /// # Errors
    /// Its file cannot be read.
    pub fn add(&mut self, options: RunOptions, observer: Observer, rhythm: Option<Rhythm>) -> std::io::Result<Handle> {
        let (seed, connectors) = (options.station.seed, options.station.connectors);
        let (handle, runner) = Runner::new(options, observer)?;
        self.stations.spawn(runner.run());
        if let Some(rhythm) = rhythm {
            let mut chance = Chance::seeded(seed);
            for connector in 1..=connectors {
                let plan = Plan::of_connector(connector, rhythm, Chance::seeded(chance.number()));
                self.people.spawn(follow(handle.clone(), plan));
            }
            if rhythm.outages.is_some() {
                let plan = Plan::of_link(rhythm, Chance::seeded(chance.number()));
                self.people.spawn(follow(handle.clone(), plan));
            }
        }
        self.handles.push(handle.clone());
        Ok(handle)
    }

    /// Waits a little before the next one is added.
    pub async fn breathe(&self) {
        sleep(Duration::from_secs(1) / IN_A_SECOND).await;
    }

    /// All of them.
    #[must_use]
    pub fn handles(&self) -> &[Handle] {
        &self.handles
    }

    /// Waits until one ends by itself; none when none is left.
    pub async fn ended(&mut self) -> Option<Result<(), ConnectError>> {
        loop {
            // One that was ended by force says nothing.
            if let Ok(result) = self.stations.join_next().await? {
                return Some(result);
            }
        }
    }

    /// Switches all of them off, each by the rules.
    pub async fn stop(mut self) {
        self.people.abort_all();
        for handle in &self.handles {
            handle.stop().await;
        }
        while self.stations.join_next().await.is_some() {}
    }
}

/// Does what a plan says, for as long as the charge point runs.
async fn follow(handle: Handle, mut plan: Plan) {
    loop {
        let Step { wait, doing } = plan.step();
        sleep(wait).await;
        let done = match doing {
            // What cannot be done just now (a broken connector, a reservation) is done another time.
            Doing::Deed(deed) => handle.act(deed).await.map(drop),
            Doing::Cut => handle.cut().await,
            Doing::Restore => handle.restore().await,
        };
        if done.is_err() {
            return;
        }
    }
}
