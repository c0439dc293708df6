//! Carries campaigns out: whenever a command of one went on, or somebody steered one, its next steps are done, a few
//! members at a time. Nothing is polled, and no event leads to a look at all members.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::pin::pin;
use std::rc::Rc;
use std::time::Duration;

use actix_rt::task::yield_now;
use futures_util::future::{Either, select};

use super::turn::{After, Turn};
use crate::clock::{self, Time};
use crate::commands::Sender;
use crate::ids::{CampaignId, ChargePointId};
use crate::state::campaigns::{Campaign, CampaignState, Counts, MemberState, put_campaign};
use crate::state::{State, Versioned};
use crate::store::StoreError;

/// When a campaign is looked at again that could not be read or written.
const AGAIN: Duration = Duration::from_secs(5);
/// Members that are counted in one go at the start.
const STEP: usize = 500;
/// Campaigns that are read in one go at the start.
const PAGE: usize = 50;
/// So many members go on in one list of writes: others write meanwhile, and nobody waits long for this thread.
pub(super) const AT_ONCE: usize = 32;

/// What is still to be looked at.
type News = BTreeMap<CampaignId, BTreeSet<ChargePointId>>;

/// Carries out the campaigns in the store.
pub struct Engine {
    sender: Sender,
    began: Time,
    news: RefCell<News>,
    /// Those that were under way at the start.
    alive: RefCell<Vec<CampaignId>>,
}

impl Engine {
    /// For the commands of this sender.
    #[must_use]
    pub fn new(sender: Sender) -> Rc<Self> {
        Rc::new(Self {
            sender,
            began: clock::now(),
            news: RefCell::default(),
            alive: RefCell::default(),
        })
    }

    /// Carries out, for as long as it is polled.
    pub async fn run(self: Rc<Self>) {
        while let Err(error) = self.begin().await {
            tracing::error!(%error, "campaigns cannot be read");
            actix_rt::time::sleep(AGAIN).await;
        }
        let bell = self.state().command_news().campaigns();
        loop {
            self.take_news();
            let waiting: Vec<CampaignId> = self.news.borrow().keys().cloned().collect();
            if waiting.is_empty() {
                match self.rest_of_grace() {
                    // Who is away then may stay away: all go on that waited for them.
                    Some(rest) => {
                        let (rung, over) = (pin!(bell.rung()), pin!(actix_rt::time::sleep(rest)));
                        if let Either::Right(_) = select(rung, over).await {
                            self.look_at_all();
                        }
                    }
                    None => bell.rung().await,
                }
            }
            // Each has one turn, then what rang meanwhile is heard.
            for id in waiting {
                if let Err(error) = self.turn(&id).await {
                    tracing::error!(campaign.id = %id, %error, "a campaign does not go on");
                    actix_rt::time::sleep(AGAIN).await;
                }
                yield_now().await;
            }
        }
    }

    /// How long who is away is still taken to be on the way.
    fn rest_of_grace(&self) -> Option<Duration> {
        let grace = self.sender.pipeline().settings.campaigns.restart_grace;
        let since = (clock::now() - self.began).to_std().unwrap_or_default();
        let rest = grace.checked_sub(since)?;
        (!rest.is_zero()).then_some(rest)
    }

    /// All that are under way have a turn.
    fn look_at_all(&self) {
        let alive = std::mem::take(&mut *self.alive.borrow_mut());
        let mut news = self.news.borrow_mut();
        for campaign in alive {
            news.entry(campaign).or_default();
        }
    }

    fn state(&self) -> &State {
        &self.sender.pipeline().state
    }

    fn take_news(&self) {
        let mut news = self.news.borrow_mut();
        for (campaign, station) in self.state().command_news().campaigns().take() {
            news.entry(campaign).or_default().extend(station);
        }
    }

    /// One turn of one campaign. If others wrote it meanwhile, its turn comes again.
    async fn turn(&self, id: &CampaignId) -> Result<(), StoreError> {
        let Some(campaign) = self.state().campaign(id)? else {
            self.news.borrow_mut().remove(id);
            return Ok(());
        };
        let stations = self.some_news(id);
        let made = self.make_turn(campaign, &stations).await;
        if !matches!(made, Ok(Some(_))) {
            // What was looked at is looked at again.
            self.news.borrow_mut().entry(id.clone()).or_default().extend(stations);
        }
        match made? {
            Some(After::CountAnew) => self.count(id).await?,
            Some(After::Over) => self.forget_old().await?,
            Some(After::Rest) => {
                let mut news = self.news.borrow_mut();
                if news.get(id).is_some_and(BTreeSet::is_empty) {
                    news.remove(id);
                }
            }
            Some(After::More) | None => {}
        }
        Ok(())
    }

    /// What follows a turn; none: others wrote the campaign meanwhile.
    async fn make_turn(
        &self,
        campaign: Versioned<Campaign>,
        stations: &[ChargePointId],
    ) -> Result<Option<After>, StoreError> {
        let mut turn = Turn::new(&self.sender, self.began, campaign);
        for station in stations {
            turn.look_at(station)?;
        }
        let after = turn.step().await?;
        if after == After::CountAnew {
            return Ok(Some(after));
        }
        Ok(turn.write().await?.then_some(after))
    }

    /// Only so many campaigns are kept; of those that are over the oldest go.
    async fn forget_old(&self) -> Result<(), StoreError> {
        let most = self.sender.pipeline().settings.store.campaigns;
        let (mut kept, mut before): (u32, Option<CampaignId>) = (0, None);
        loop {
            let page = self.state().campaigns(before.as_ref(), PAGE)?;
            let Some(last) = page.last() else { return Ok(()) };
            before = Some(last.id.clone());
            for campaign in page {
                if kept >= most && campaign.ended_at.is_some() {
                    self.state().forget_campaign(&campaign.id).await?;
                } else {
                    kept += 1;
                }
            }
            yield_now().await;
        }
    }

    /// Some of the members of which there is news.
    fn some_news(&self, id: &CampaignId) -> Vec<ChargePointId> {
        let mut news = self.news.borrow_mut();
        let Some(stations) = news.get_mut(id) else {
            return Vec::new();
        };
        let mut taken = Vec::new();
        while taken.len() < AT_ONCE
            && let Some(station) = stations.pop_first()
        {
            taken.push(station);
        }
        taken
    }

    async fn begin(&self) -> Result<(), StoreError> {
        self.scan().await?;
        self.forget_old().await
    }

    /// Looks at what was there before the start.
    async fn scan(&self) -> Result<(), StoreError> {
        let mut before: Option<CampaignId> = None;
        loop {
            let page = self.state().campaigns(before.as_ref(), PAGE)?;
            let Some(last) = page.last() else { return Ok(()) };
            before = Some(last.id.clone());
            for campaign in page {
                if campaign.state == CampaignState::Preparing && campaign.created_at < self.began {
                    tracing::warn!(campaign.id = %campaign.id, "a campaign was never wholly made, and is removed");
                    self.state().forget_campaign(&campaign.id).await?;
                } else if campaign.is_alive() {
                    self.alive.borrow_mut().push(campaign.id.clone());
                    self.count(&campaign.id).await?;
                }
            }
        }
    }

    /// Counts a campaign's members anew, and looks at each whose command has not ended.
    async fn count(&self, id: &CampaignId) -> Result<(), StoreError> {
        let counted = self.counted(id).await?;
        // If somebody steers it meanwhile, the members are the same.
        while let Some(mut campaign) = self.state().campaign(id)? {
            for (place, stage) in campaign.record.stages.iter_mut().enumerate() {
                stage.counts = counted.get(&place).copied().unwrap_or_default();
            }
            match self.state().store().write(vec![put_campaign(&campaign)?]).await {
                Err(StoreError::Conflict { .. }) => {}
                written => return written.map(drop),
            }
        }
        Ok(())
    }

    /// How far the members of each stage are.
    async fn counted(&self, id: &CampaignId) -> Result<BTreeMap<usize, Counts>, StoreError> {
        let mut counts: BTreeMap<usize, Counts> = BTreeMap::new();
        let mut after: Option<ChargePointId> = None;
        loop {
            let page = self.state().campaign_members(id, after.as_ref(), STEP)?;
            let open = page
                .iter()
                .filter(|member| matches!(member.state, MemberState::Waiting | MemberState::UnderWay));
            let open = open.map(|member| member.charge_point.clone());
            self.news.borrow_mut().entry(id.clone()).or_default().extend(open);
            for member in &page {
                counts.entry(member.place.stage).or_default().add(member.state);
            }
            match page.into_iter().last() {
                Some(last) => after = Some(last.charge_point),
                None => return Ok(counts),
            }
            yield_now().await;
        }
    }
}
