//! Who is meant by a selection, and the campaign that comes of it.

use actix_rt::task::yield_now;
use chrono::TimeDelta;
use serde_json::Value;

use crate::clock::Time;
use crate::ids::{CampaignId, ChargePointId};
use crate::state::campaigns::{
    Campaign, CampaignState, Counts, Member, MemberState, Order, Place, Stage, put_campaign, put_campaign_order,
    put_member,
};
use crate::state::payload::Payload;
use crate::state::selection::Selection;
use crate::state::{State, Versioned};
use crate::store::{StoreError, Write};

/// Charge points that are looked at, or members that are written, in one go.
const STEP: usize = 500;
/// Members that are written in one list.
const AT_ONCE: usize = 100;

/// What is wanted of the members.
#[derive(Debug, Clone)]
pub struct Wish {
    /// For people.
    pub name: Option<String>,
    /// A verb or an action.
    pub command: String,
    /// The verb's body, or the action's payload.
    pub payload: Payload,
    /// As it was asked for.
    pub selection: Value,
    /// In percent of all, each with those before; the last is 100.
    pub stages: Vec<u8>,
    /// If more of a stage fail, the campaign pauses itself.
    pub max_failed_percent: u8,
    /// So many are under way at a time.
    pub parallel: u32,
    /// How long the command waits for who is away.
    pub ttl: TimeDelta,
    /// A stage is not over while somebody of it is away.
    pub wait_for_absent: bool,
}

/// A campaign with its members, before anything of it is kept.
#[derive(Debug)]
pub struct Invitation {
    /// As it is prepared.
    pub campaign: Campaign,
    /// What it brings.
    pub order: Order,
    /// In their order.
    pub members: Vec<Member>,
}

/// Who is meant, in the order of the identities. Others have their turn meanwhile.
///
/// # Errors
/// The store's.
pub async fn invite(state: &State, selection: &Selection) -> Result<Vec<ChargePointId>, StoreError> {
    let mut found = Vec::new();
    if let Some(named) = &selection.charge_points {
        for (number, id) in named.iter().enumerate() {
            if number % STEP == 0 {
                yield_now().await;
            }
            let record = state.charge_point(id)?.unwrap_or_default();
            if state.is_selected(selection, id, &record)? {
                found.push(id.clone());
            }
        }
        return Ok(found);
    }
    let mut after: Option<ChargePointId> = None;
    loop {
        let page = state.charge_points(after.as_ref(), STEP)?;
        let Some((last, _)) = page.last() else { return Ok(found) };
        after = Some(last.clone());
        for (id, record) in page {
            if state.is_selected(selection, &id, &record)? {
                found.push(id);
            }
        }
        yield_now().await;
    }
}

/// The campaign of these members. Pure, but for its id.
#[must_use]
pub fn planned(wish: Wish, stations: Vec<ChargePointId>, now: Time) -> Invitation {
    let all = stations.len();
    let ends: Vec<usize> = wish
        .stages
        .iter()
        .map(|share| (all * usize::from(*share)).div_ceil(100))
        .collect();
    let mut stages: Vec<Stage> = wish
        .stages
        .iter()
        .map(|share| Stage {
            share: *share,
            counts: Counts::default(),
            tolerated: 0,
        })
        .collect();
    let mut members = Vec::with_capacity(all);
    for (position, charge_point) in stations.into_iter().enumerate() {
        let stage = ends.iter().take_while(|end| **end <= position).count();
        if let Some(stage) = stages.get_mut(stage) {
            stage.counts.add(MemberState::Pending);
        }
        members.push(Member {
            charge_point,
            place: Place {
                stage,
                position: u32::try_from(position).unwrap_or(u32::MAX),
            },
            state: MemberState::Pending,
            reason: None,
            command: None,
            attempts: 0,
            at: now,
        });
    }
    let campaign = Campaign {
        id: CampaignId::new(&uuid::Uuid::now_v7().to_string()),
        name: wish.name,
        command: wish.command,
        stages,
        stage: 0,
        max_failed_percent: wish.max_failed_percent,
        parallel: wish.parallel,
        ttl_ms: u64::try_from(wish.ttl.num_milliseconds()).unwrap_or_default(),
        wait_for_absent: wish.wait_for_absent,
        state: CampaignState::Preparing,
        reason: None,
        retry: None,
        created_at: now,
        ended_at: None,
    };
    let order = Order {
        payload: wish.payload,
        selection: wish.selection,
    };
    Invitation {
        campaign,
        order,
        members,
    }
}

/// Keeps a campaign and lets it begin. What is to be kept with it stands before it in the last list: if a condition of
/// that does not hold, there is no campaign.
///
/// # Errors
/// The store's; what was written by then is removed here, or at the next start.
pub async fn make(state: &State, invitation: Invitation, with: Vec<Write>) -> Result<Campaign, StoreError> {
    let Invitation {
        mut campaign,
        order,
        members,
    } = invitation;
    let id = campaign.id.clone();
    let first = put_campaign(&Versioned::absent(campaign.clone()))?;
    state
        .store()
        .write(vec![first, put_campaign_order(&id, &order)?])
        .await?;
    for some in members.chunks(AT_ONCE) {
        let mut writes = Vec::new();
        for member in some {
            writes.extend(put_member(&id, None, member)?);
        }
        state.store().write(writes).await?;
    }
    campaign.state = CampaignState::Running;
    let prepared = state.campaign(&id)?;
    let mut writes = with;
    if let Some(prepared) = prepared {
        writes.push(put_campaign(&prepared.with(campaign.clone()))?);
    }
    if let Err(error) = state.store().write(writes).await {
        state.forget_campaign(&id).await?;
        return Err(error);
    }
    state.ring_campaign(&id);
    Ok(campaign)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]

    use chrono::TimeDelta;
    use serde_json::json;

    use super::{Wish, planned};
    use crate::clock;
    use crate::ids::ChargePointId;
    use crate::state::payload::Payload;

    fn sizes(stages: &[u8], all: usize) -> Vec<u32> {
        let wish = Wish {
            name: None,
            command: "reset".to_owned(),
            payload: Payload::from(json!({})),
            selection: json!({}),
            stages: stages.to_vec(),
            max_failed_percent: 10,
            parallel: 5,
            ttl: TimeDelta::hours(1),
            wait_for_absent: false,
        };
        let stations = (0..all).map(|n| ChargePointId::new(&format!("CP{n:04}"))).collect();
        let invitation = planned(wish, stations, clock::now());
        assert!(invitation.members.is_sorted_by_key(|member| member.place));
        let counts = invitation.campaign.stages.iter().map(|stage| stage.counts.pending);
        counts.collect()
    }

    #[test]
    fn shares_count_with_those_before_and_are_rounded_up() {
        assert_eq!(sizes(&[100], 10), [10]);
        assert_eq!(sizes(&[5, 50, 100], 10), [1, 4, 5]);
        assert_eq!(sizes(&[5, 50, 100], 1000), [50, 450, 500]);
        assert_eq!(sizes(&[5, 50, 100], 1), [1, 0, 0]);
        assert_eq!(sizes(&[1, 2, 100], 10), [1, 0, 9]);
    }
}
