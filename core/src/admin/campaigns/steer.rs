//! What an operator does to a campaign that was made. The engine follows.
//!
//! - `pause`: nobody gets a command any more; those that wait for who is away are taken back. What was sent goes on.
//! - `resume`: it goes on. Failures so far do not pause it again.
//! - `cancel`: as a pause, for good.
//! - `retry`: those that failed are tried again: all, or those in `states` (such as `["timed-out"]`) and `chargePoints`.
//! - `DELETE`: forgets a campaign that is over.

use std::time::Duration;

use actix_web::rt::time::sleep;
use actix_web::web;
use serde::Deserialize;

use super::view::CampaignView;
use super::{CampaignPath, find};
use crate::admin::AppState;
use crate::admin::body::Json;
use crate::admin::path::Path;
use crate::admin::problem::{Problem, kinds};
use crate::admin::reply::NoContent;
use crate::admin::revised::repeat;
use crate::clock;
use crate::ids::ChargePointId;
use crate::state::campaigns::{Campaign, CampaignState, MemberState, Retry, put_campaign};

/// How often, and how long, it is looked whether the commands of a pause are taken back.
const LOOKS: u32 = 200;
const LOOK: Duration = Duration::from_millis(25);

/// Who is to be tried again.
#[derive(Debug, Default, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
#[schema(as = RetryCampaign)]
pub struct RetryRequest {
    /// Those that are so far; absent: all that failed, and who did not come in time.
    states: Option<Vec<MemberState>>,
    /// These alone.
    charge_points: Option<Vec<String>>,
}

pub async fn pause(app: web::Data<AppState>, Path(path): Path<CampaignPath>) -> Result<Json<CampaignView>, Problem> {
    change(&app, &path, |campaign| {
        if !matches!(campaign.state, CampaignState::Running | CampaignState::Paused) {
            return Err(unfit(campaign, "paused"));
        }
        if campaign.state == CampaignState::Running {
            campaign.state = CampaignState::Paused;
            campaign.reason = Some("an operator paused it".to_owned());
        }
        Ok(())
    })
    .await
}

pub async fn resume(app: web::Data<AppState>, Path(path): Path<CampaignPath>) -> Result<Json<CampaignView>, Problem> {
    wait_for_withdrawal(&app, &path).await?;
    change(&app, &path, |campaign| {
        match campaign.state {
            CampaignState::Running => return Ok(()),
            CampaignState::Paused => {}
            _ => return Err(unfit(campaign, "resumed")),
        }
        is_taken_back(campaign)?;
        campaign.state = CampaignState::Running;
        campaign.reason = None;
        campaign.tolerate();
        Ok(())
    })
    .await
}

/// A command that is being taken back must not be taken for one that somebody cancelled.
async fn wait_for_withdrawal(app: &AppState, path: &CampaignPath) -> Result<(), Problem> {
    for _ in 0..LOOKS {
        let campaign = find(app, path)?.record;
        if campaign.state != CampaignState::Paused || campaign.counts().waiting == 0 {
            break;
        }
        sleep(LOOK).await;
    }
    Ok(())
}

fn is_taken_back(campaign: &Campaign) -> Result<(), Problem> {
    if campaign.counts().waiting == 0 {
        return Ok(());
    }
    let detail = "its commands are still being taken back; try again in a moment";
    Err(Problem::new(kinds::CONFLICT, detail))
}

pub async fn cancel(app: web::Data<AppState>, Path(path): Path<CampaignPath>) -> Result<Json<CampaignView>, Problem> {
    change(&app, &path, |campaign| {
        match campaign.state {
            CampaignState::Cancelled => return Ok(()),
            CampaignState::Running | CampaignState::Paused => {}
            _ => return Err(unfit(campaign, "cancelled")),
        }
        campaign.state = CampaignState::Cancelled;
        campaign.reason = Some("an operator cancelled it".to_owned());
        campaign.retry = None;
        Ok(())
    })
    .await
}

pub async fn retry(
    app: web::Data<AppState>,
    Path(path): Path<CampaignPath>,
    Json(wanted): Json<RetryRequest>,
) -> Result<Json<CampaignView>, Problem> {
    let states = wanted.states.unwrap_or_else(|| MemberState::RETRIED.to_vec());
    if let Some(unfit) = states.iter().find(|state| !MemberState::RETRIED.contains(state)) {
        let known = MemberState::RETRIED.map(MemberState::word).join(", ");
        let detail = format!("in the body: `states` are of {known}, not {}", unfit.word());
        return Err(Problem::new(kinds::INVALID_REQUEST, detail));
    }
    let named = wanted.charge_points.as_ref();
    let charge_points = named.map(|named| named.iter().map(|id| ChargePointId::new(id)).collect());
    let retry = Retry { states, charge_points };
    wait_for_withdrawal(&app, &path).await?;
    change(&app, &path, |campaign| {
        if campaign.state == CampaignState::Paused {
            is_taken_back(campaign)?;
        }
        if matches!(campaign.state, CampaignState::Cancelled | CampaignState::Preparing) {
            return Err(unfit(campaign, "tried again"));
        }
        if campaign.retry.is_some() {
            let detail = "it is being tried again already";
            return Err(Problem::new(kinds::CONFLICT, detail));
        }
        campaign.retry = Some(retry.clone());
        campaign.tolerate();
        campaign.state = CampaignState::Running;
        campaign.reason = None;
        campaign.ended_at = None;
        Ok(())
    })
    .await
}

pub async fn remove(app: web::Data<AppState>, Path(path): Path<CampaignPath>) -> Result<NoContent, Problem> {
    let campaign = find(&app, &path)?.record;
    if campaign.ended_at.is_none() {
        let detail = "the campaign is not over: cancel it first, and let what is under way end";
        return Err(Problem::new(kinds::CAMPAIGN_STATE, detail));
    }
    app.state().forget_campaign(&campaign.id).await?;
    tracing::info!(campaign.id = %campaign.id, "an operator deleted a campaign");
    Ok(NoContent)
}

fn unfit(campaign: &Campaign, wish: &str) -> Problem {
    let detail = format!("a campaign that is {} cannot be {wish}", campaign.state.word());
    Problem::new(kinds::CAMPAIGN_STATE, detail)
}

/// Changes a campaign as it is now, and has the engine follow.
async fn change(
    app: &AppState,
    path: &CampaignPath,
    make: impl Fn(&mut Campaign) -> Result<(), Problem>,
) -> Result<Json<CampaignView>, Problem> {
    let changed = repeat(app.state(), || {
        let mut campaign = find(app, path)?;
        make(&mut campaign.record)?;
        Ok((vec![put_campaign(&campaign)?], campaign.record))
    })
    .await?;
    let (id, state) = (&changed.id, changed.state.word());
    tracing::info!(campaign.id = %id, state, at = %clock::text(clock::now()), "an operator steered a campaign");
    app.state().ring_campaign(&changed.id);
    Ok(Json(CampaignView::of(app.state(), changed)?))
}
