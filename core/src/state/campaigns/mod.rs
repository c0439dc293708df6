//! Campaigns: one command for many charge points, with what became of each (`members`), and how many are how far
//! (`counts`).
//!
//! The record of a campaign is written by whoever steers it and by the engine that carries it out, each only over what
//! it read. The members are the engine's alone once the campaign is made. What stands in its counts follows from the
//! members: they are counted anew after a start, because a crash may keep the one and not the others.

mod counts;
mod members;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::collections::{CAMPAIGN_ORDERS, CAMPAIGNS};
use super::payload::Payload;
use super::versioned::put_back;
use super::{State, Versioned, delete, key, put, sealed};
use crate::clock::Time;
use crate::ids::{CampaignId, ChargePointId};
use crate::store::{Page, StoreError, Write};

pub use counts::{Counts, MemberState};
pub use members::{Member, MemberPart, Place, Standing, put_member};

/// So many keys are removed, or campaigns read, at a time.
const AT_ONCE: usize = 250;

/// A campaign.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Campaign {
    pub id: CampaignId,
    pub name: Option<String>,
    /// A verb, or an action of the stations' versions.
    pub command: String,
    /// In their order; at least one.
    pub stages: Vec<Stage>,
    /// The index of the one that runs; those before it are over.
    pub stage: usize,
    /// If more of a stage fail, the campaign pauses itself.
    pub max_failed_percent: u8,
    /// So many are under way at a time.
    pub parallel: u32,
    /// How long the command waits for who is away, in milliseconds.
    pub ttl_ms: u64,
    /// A stage is not over while somebody of it is away.
    pub wait_for_absent: bool,
    pub state: CampaignState,
    /// Why it is so, if it is paused.
    pub reason: Option<String>,
    /// Who is to be tried again, before anything else happens.
    pub retry: Option<Retry>,
    pub created_at: Time,
    pub ended_at: Option<Time>,
}

/// What is the same as long as the campaign is there, and may be long.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Order {
    /// The verb's body, or the action's payload.
    #[serde(with = "sealed")]
    pub payload: Payload,
    /// Of whom, as it was asked for.
    pub selection: Value,
}

/// A share of the members.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Stage {
    /// In percent of all, with those of the stages before.
    pub share: u8,
    pub counts: Counts,
    /// So many failures were there when somebody resumed the campaign, or tried some again: they do not pause it anew.
    pub tolerated: u32,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum CampaignState {
    /// Its members are being written; if that ends, it was never made.
    Preparing,
    Running,
    Paused,
    /// Nothing more becomes of any member.
    Completed,
    Cancelled,
}

impl CampaignState {
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Preparing => "preparing",
            Self::Running => "running",
            Self::Paused => "paused",
            Self::Completed => "completed",
            Self::Cancelled => "cancelled",
        }
    }
}

/// Members that are to be tried again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Retry {
    /// Those that are so far.
    pub states: Vec<MemberState>,
    /// Of these alone; none: of all.
    pub charge_points: Option<Vec<ChargePointId>>,
}

impl Campaign {
    /// All members, by how far they are.
    #[must_use]
    pub fn counts(&self) -> Counts {
        Counts::sum(self.stages.iter().map(|stage| &stage.counts))
    }

    /// A member of a stage went on.
    pub fn moved(&mut self, stage: usize, from: MemberState, to: MemberState) {
        if let Some(stage) = self.stages.get_mut(stage) {
            stage.counts.moved(from, to);
            if to == MemberState::Pending && from.is_over() {
                stage.tolerated = stage.tolerated.min(stage.counts.failures());
            }
        }
    }

    /// Whoever steers it now knows of the failures so far.
    pub fn tolerate(&mut self) {
        for stage in &mut self.stages {
            stage.tolerated = stage.counts.failures();
        }
    }

    /// Whether the engine has, or may get, something to do for it.
    #[must_use]
    pub fn is_alive(&self) -> bool {
        match self.state {
            CampaignState::Running | CampaignState::Paused => true,
            CampaignState::Cancelled => self.ended_at.is_none(),
            CampaignState::Preparing | CampaignState::Completed => false,
        }
    }
}

impl State {
    /// A campaign with what it was read as.
    ///
    /// # Errors
    /// The store's.
    pub fn campaign(&self, id: &CampaignId) -> Result<Option<Versioned<Campaign>>, StoreError> {
        Ok(self.get_at(CAMPAIGNS, &key(&[id.as_str()]))?.map(Versioned::from))
    }

    /// What a campaign brings, and to whom.
    ///
    /// # Errors
    /// The store's.
    pub fn campaign_order(&self, id: &CampaignId) -> Result<Option<Order>, StoreError> {
        self.get(CAMPAIGN_ORDERS, &key(&[id.as_str()]))
    }

    /// The campaigns before one, the newest first.
    ///
    /// # Errors
    /// The store's.
    pub fn campaigns(&self, before: Option<&CampaignId>, limit: usize) -> Result<Vec<Campaign>, StoreError> {
        let before = before.map(|id| key(&[id.as_str()]));
        let page = Page::all(limit).descending().after(before.as_deref());
        let found: Vec<(String, Campaign)> = self.list(CAMPAIGNS, page)?;
        Ok(found.into_iter().map(|(_, campaign)| campaign).collect())
    }

    /// Forgets a campaign and its members, in steps; its commands stay.
    ///
    /// # Errors
    /// The store's; then a part of it is still there, its record too.
    pub async fn forget_campaign(&self, id: &CampaignId) -> Result<(), StoreError> {
        loop {
            let some = self.some_campaign_members(id, AT_ONCE)?;
            if some.is_empty() {
                break;
            }
            self.store().write(some).await?;
        }
        let gone = [CAMPAIGN_ORDERS, CAMPAIGNS].map(|collection| delete(collection, key(&[id.as_str()])));
        self.store().write(gone.into()).await.map(drop)
    }

    /// Somebody steered a campaign, or made it.
    pub fn ring_campaign(&self, id: &CampaignId) {
        self.command_news().campaigns().ring(&(id.clone(), None));
    }

    /// A charge point was deleted: whoever waits for its command looks.
    ///
    /// # Errors
    /// The store's.
    pub fn ring_campaigns_of(&self, charge_point: &ChargePointId) -> Result<(), StoreError> {
        let mut before: Option<CampaignId> = None;
        loop {
            let page = self.campaigns(before.as_ref(), AT_ONCE)?;
            let Some(last) = page.last() else { return Ok(()) };
            before = Some(last.id.clone());
            for campaign in page.iter().filter(|campaign| campaign.is_alive()) {
                let station = Some(charge_point.clone());
                self.command_news().campaigns().ring(&(campaign.id.clone(), station));
            }
        }
    }
}

/// Keeps what a campaign brings.
///
/// # Errors
/// A record without a JSON form.
pub fn put_campaign_order(id: &CampaignId, order: &Order) -> Result<Write, StoreError> {
    put(CAMPAIGN_ORDERS, key(&[id.as_str()]), order)
}

/// Keeps a campaign, if it is still what it was read as.
///
/// # Errors
/// A record without a JSON form.
pub fn put_campaign(campaign: &Versioned<Campaign>) -> Result<Write, StoreError> {
    put_back(CAMPAIGNS, key(&[campaign.record.id.as_str()]), campaign)
}
