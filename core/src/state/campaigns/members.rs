//! The members of campaigns, and where those that are equally far are found.
//!
//! A member's entry in the index is there before its record says so, and the old one goes after it: what leads to a
//! record that says something else is passed over, and removed by whoever meets it.

use serde::{Deserialize, Serialize};

use super::MemberState;
use crate::clock::Time;
use crate::ids::{CampaignId, ChargePointId};
use crate::state::collections::{CAMPAIGN_MEMBERS, CAMPAIGN_MEMBERS_BY_STATE};
use crate::state::{State, delete, key, parts, prefix, put};
use crate::store::{Page, StoreError, Write};

/// What became of one charge point in a campaign.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Member {
    pub charge_point: ChargePointId,
    #[serde(flatten)]
    pub place: Place,
    pub state: MemberState,
    /// Why, in words.
    pub reason: Option<String>,
    /// Its command's id, once its turn has come; of several the last.
    pub command: Option<String>,
    /// How often its turn has come.
    pub attempts: u32,
    /// Since when it is so far.
    pub at: Time,
}

/// Where a member stands in its campaign.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Place {
    /// The index of its stage.
    pub stage: usize,
    /// The how many-th of all it is, from 0 on.
    pub position: u32,
}

/// Which members are meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Standing {
    /// Those that are so far.
    pub state: MemberState,
    /// Of this stage; none: of all.
    pub stage: Option<usize>,
}

impl From<MemberState> for Standing {
    fn from(state: MemberState) -> Self {
        Self { state, stage: None }
    }
}

/// Some of the members that are equally far.
#[derive(Debug, Default)]
pub struct MemberPart {
    pub found: Vec<Member>,
    /// Entries that lead to nothing any more.
    pub stale: Vec<Write>,
    /// Where the rest begins; none: there is none.
    pub rest: Option<String>,
}

fn member_key(campaign: &CampaignId, charge_point: &ChargePointId) -> String {
    key(&[campaign.as_str(), charge_point.as_str()])
}

fn index_key(campaign: &CampaignId, member: &Member) -> String {
    let (stage, position) = (
        format!("{:03}", member.place.stage),
        format!("{:08}", member.place.position),
    );
    let station = member.charge_point.as_str();
    key(&[campaign.as_str(), member.state.word(), &stage, &position, station])
}

/// Keeps how far a member is; before it was so far, if it is not new.
///
/// # Errors
/// A record without a JSON form.
pub fn put_member(campaign: &CampaignId, before: Option<&Member>, member: &Member) -> Result<Vec<Write>, StoreError> {
    let new = index_key(campaign, member);
    let old = before
        .map(|before| index_key(campaign, before))
        .filter(|old| *old != new);
    let mut writes = vec![
        put(CAMPAIGN_MEMBERS_BY_STATE, new, &())?,
        put(CAMPAIGN_MEMBERS, member_key(campaign, &member.charge_point), member)?,
    ];
    writes.extend(old.map(|old| delete(CAMPAIGN_MEMBERS_BY_STATE, old)));
    Ok(writes)
}

impl State {
    /// What became of a charge point in a campaign; a record that cannot be read counts as none.
    ///
    /// # Errors
    /// The store's.
    pub fn campaign_member(
        &self,
        campaign: &CampaignId,
        charge_point: &ChargePointId,
    ) -> Result<Option<Member>, StoreError> {
        self.get_or_tell(CAMPAIGN_MEMBERS, &member_key(campaign, charge_point))
    }

    /// The members after one, in the order of their identities.
    ///
    /// # Errors
    /// The store's.
    pub fn campaign_members(
        &self,
        campaign: &CampaignId,
        after: Option<&ChargePointId>,
        limit: usize,
    ) -> Result<Vec<Member>, StoreError> {
        let common = prefix(&[campaign.as_str()]);
        let after = after.map(|after| member_key(campaign, after));
        let page = Page::of(&common, limit).after(after.as_deref());
        let found: Vec<(String, Member)> = self.list(CAMPAIGN_MEMBERS, page)?;
        Ok(found.into_iter().map(|(_, member)| member).collect())
    }

    /// Some of the members that are so far, in their order, after a place of this list.
    ///
    /// # Errors
    /// The store's.
    pub fn campaign_members_in(
        &self,
        campaign: &CampaignId,
        standing: Standing,
        after: Option<&str>,
        limit: usize,
    ) -> Result<MemberPart, StoreError> {
        let common = match standing.stage {
            Some(stage) => prefix(&[campaign.as_str(), standing.state.word(), &format!("{stage:03}")]),
            None => prefix(&[campaign.as_str(), standing.state.word()]),
        };
        let keys = self
            .store()
            .list_keys(CAMPAIGN_MEMBERS_BY_STATE, Page::of(&common, limit).after(after))?;
        let mut part = MemberPart {
            rest: keys.last().filter(|_| keys.len() >= limit).cloned(),
            ..MemberPart::default()
        };
        for entry in keys {
            let station = parts(&entry).pop().unwrap_or_default();
            let member = self.campaign_member(campaign, &ChargePointId::new(&station))?;
            match member.filter(|member| index_key(campaign, member) == entry) {
                Some(member) => part.found.push(member),
                None => part.stale.push(delete(CAMPAIGN_MEMBERS_BY_STATE, entry)),
            }
        }
        Ok(part)
    }

    /// The removal of some of what is kept of a campaign's members; none: all are gone.
    ///
    /// # Errors
    /// The store's.
    pub(super) fn some_campaign_members(&self, campaign: &CampaignId, some: usize) -> Result<Vec<Write>, StoreError> {
        let common = prefix(&[campaign.as_str()]);
        let mut writes = Vec::new();
        for collection in [CAMPAIGN_MEMBERS_BY_STATE, CAMPAIGN_MEMBERS] {
            let keys = self.store().list_keys(collection, Page::of(&common, some))?;
            writes.extend(keys.into_iter().map(|key| delete(collection, key)));
        }
        Ok(writes)
    }
}
