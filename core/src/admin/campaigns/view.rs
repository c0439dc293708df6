//! Campaigns and their members as operators see them.

use serde::Serialize;
use serde_json::Value;

use crate::clock::text;
use crate::frame::secrets::masked_url;
use crate::ids::{CampaignId, ChargePointId};
use crate::state::State;
use crate::state::campaigns::{Campaign, CampaignState, Counts, Member, MemberState, Stage};
use crate::state::payload::Payload;
use crate::state::sealed::shown;
use crate::store::StoreError;

/// A campaign.
#[derive(Debug, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = Campaign)]
pub struct CampaignView {
    /// Names it in paths.
    id: CampaignId,
    /// For people.
    name: Option<String>,
    /// How far it is.
    state: CampaignState,
    /// Why it is paused.
    reason: Option<String>,
    /// A verb, or an action.
    command: String,
    /// What it brings; of one by itself.
    #[serde(skip_serializing_if = "Option::is_none")]
    payload: Option<Payload>,
    /// To whom, as it was asked for; of one by itself.
    #[serde(skip_serializing_if = "Option::is_none")]
    selection: Option<Value>,
    /// How many there are.
    charge_points: u32,
    /// How many of them are how far.
    counts: Counts,
    /// The how many-th runs, from 1 on.
    stage: usize,
    /// Its stages.
    stages: Vec<StageView>,
    /// If more of a stage fail, it pauses itself.
    max_failed_percent: u8,
    /// So many are under way at a time.
    parallel: u32,
    /// So long its command waits for who is away.
    ttl_seconds: u64,
    /// A stage is not over while somebody of it is away.
    wait_for_absent: bool,
    /// When it was begun.
    #[schema(format = DateTime)]
    created_at: String,
    /// When it was over.
    #[schema(format = DateTime)]
    ended_at: Option<String>,
}

/// A share of the members.
#[derive(Debug, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = CampaignStage)]
pub struct StageView {
    /// In percent of all, with the stages before.
    share: u8,
    /// How many there are.
    charge_points: u32,
    /// How many of them are how far.
    counts: Counts,
}

impl StageView {
    pub fn of(stage: &Stage) -> Self {
        Self {
            share: stage.share,
            charge_points: stage.counts.all(),
            counts: stage.counts,
        }
    }
}

impl CampaignView {
    /// With what it brings, and to whom.
    ///
    /// # Errors
    /// The store's.
    pub fn of(state: &State, campaign: Campaign) -> Result<Self, StoreError> {
        let order = state.campaign_order(&campaign.id)?;
        let (payload, selection) = order.map(|order| (shown(order.payload), order.selection)).unzip();
        Ok(Self {
            payload,
            selection,
            ..Self::from(campaign)
        })
    }
}

/// As it stands in a list: without what may be long.
impl From<Campaign> for CampaignView {
    fn from(campaign: Campaign) -> Self {
        let counts = campaign.counts();
        Self {
            charge_points: counts.all(),
            counts,
            stage: campaign.stage + 1,
            stages: campaign.stages.iter().map(StageView::of).collect(),
            id: campaign.id,
            name: campaign.name,
            state: campaign.state,
            reason: campaign.reason,
            command: campaign.command,
            payload: None,
            selection: None,
            max_failed_percent: campaign.max_failed_percent,
            parallel: campaign.parallel,
            ttl_seconds: campaign.ttl_ms / 1000,
            wait_for_absent: campaign.wait_for_absent,
            created_at: text(campaign.created_at),
            ended_at: campaign.ended_at.map(text),
        }
    }
}

/// What became of one charge point.
#[derive(Debug, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = CampaignMember)]
pub struct MemberView {
    /// Who.
    charge_point: ChargePointId,
    /// From 1 on.
    stage: usize,
    /// How far it is.
    state: MemberState,
    /// Why, in words.
    reason: Option<String>,
    /// Where its command is found: `/commands/{id}`.
    command: Option<String>,
    /// How often its turn has come.
    attempts: u32,
    /// Since when it is so far.
    #[schema(format = DateTime)]
    at: String,
}

impl From<Member> for MemberView {
    fn from(member: Member) -> Self {
        Self {
            charge_point: member.charge_point,
            stage: member.place.stage + 1,
            state: member.state,
            reason: member.reason.map(|reason| masked_url(&reason).into_owned()),
            command: member.command,
            attempts: member.attempts,
            at: text(member.at),
        }
    }
}
