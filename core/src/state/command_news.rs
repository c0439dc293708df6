//! Who wants to know how commands go on: those who wait for one, campaigns, and whoever looks for effects. In memory
//! alone; what they are told of is in the store before.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use tokio::sync::watch;

use super::bell::Bell;
use super::commands::Command;
use crate::ids::{CampaignId, ChargePointId};

/// A campaign that was steered; or one of whose charge points there is news.
pub type CampaignNews = (CampaignId, Option<ChargePointId>);

/// Tells who waits for a command that it went on.
#[derive(Debug, Default)]
pub struct CommandNews {
    waiting: papaya::HashMap<String, Arc<watch::Sender<()>>>,
    campaigns: Bell<CampaignNews>,
}

impl CommandNews {
    /// Waits for news of a command, from now on: what happens after this call is not missed.
    #[must_use]
    pub fn listen(&self, id: &str) -> Listening<'_> {
        let waiting = self.waiting.pin();
        let teller = waiting.get_or_insert_with(id.to_owned(), || Arc::new(watch::Sender::new(())));
        Listening {
            news: self,
            id: id.to_owned(),
            told: teller.subscribe(),
        }
    }

    /// A command has another state than before, and it is kept.
    pub fn tell(&self, command: &Command) {
        if let Some(waiting) = self.waiting.pin().get(&command.id) {
            waiting.send_replace(());
        }
        if let Some(campaign) = &command.campaign {
            let station = Some(command.charge_point.clone());
            self.campaigns.ring(&(campaign.clone(), station));
        }
    }

    /// Rings for campaigns that were steered, or whose commands went on.
    #[must_use]
    pub fn campaigns(&self) -> &Bell<CampaignNews> {
        &self.campaigns
    }
}

/// Somebody who waits for news of a command.
#[derive(Debug)]
pub struct Listening<'a> {
    news: &'a CommandNews,
    id: String,
    told: watch::Receiver<()>,
}

impl Listening<'_> {
    /// Returns when there is news.
    pub async fn news(&mut self) {
        if self.told.changed().await.is_err() {
            // Nobody can tell any more: another listener took the teller away, and whoever waits looks in turns.
            std::future::pending::<()>().await;
        }
    }
}

impl Drop for Listening<'_> {
    fn drop(&mut self) {
        let is_last = |_: &String, teller: &Arc<watch::Sender<()>>| teller.receiver_count() <= 1;
        if self.news.waiting.pin().remove_if(&self.id, is_last).is_err() {
            tracing::trace!(command.id = self.id, "others wait for it, too");
        }
    }
}

/// The stations of which an effect is awaited: what happens at them is looked at, at others it is not.
#[derive(Debug, Default)]
pub struct AwaitedStations {
    stations: papaya::HashSet<ChargePointId>,
    /// So that a message of the others costs one look at a number.
    count: AtomicUsize,
    bell: Bell<ChargePointId>,
}

impl AwaitedStations {
    /// Something is awaited of a station; it is looked at once now.
    pub fn add(&self, station: &ChargePointId) {
        if self.stations.pin().insert(station.clone()) {
            self.count.fetch_add(1, Ordering::Relaxed);
        }
        self.bell.ring(station);
    }

    /// Nothing is awaited of it any more.
    pub fn remove(&self, station: &ChargePointId) {
        if self.stations.pin().remove(station) {
            self.count.fetch_sub(1, Ordering::Relaxed);
        }
    }

    /// Something happened at a station, and it is kept.
    pub fn notice(&self, station: &ChargePointId) {
        if self.count.load(Ordering::Relaxed) > 0 && self.stations.pin().contains(station) {
            self.bell.ring(station);
        }
    }

    /// Waits until something has happened.
    pub async fn rung(&self) {
        self.bell.rung().await;
    }

    /// The stations to look at.
    #[must_use]
    pub fn take(&self) -> BTreeSet<ChargePointId> {
        self.bell.take()
    }
}

#[cfg(test)]
mod tests {
    use super::{AwaitedStations, ChargePointId};

    #[test]
    fn only_stations_of_which_something_is_awaited_are_looked_at() {
        let awaited = AwaitedStations::default();
        let (one, other) = (ChargePointId::new("CP1"), ChargePointId::new("CP2"));
        awaited.notice(&one);
        assert!(awaited.take().is_empty());
        awaited.add(&one);
        assert_eq!(awaited.take().len(), 1);
        awaited.notice(&other);
        awaited.notice(&one);
        assert_eq!(
            awaited.take().into_iter().collect::<Vec<_>>(),
            std::slice::from_ref(&one)
        );
        awaited.remove(&one);
        awaited.notice(&one);
        assert!(awaited.take().is_empty());
    }
}
