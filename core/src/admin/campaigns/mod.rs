//! `/campaigns`: one command for many charge points, in stages.
//!
//! - `POST /campaigns` (`post`): what, for whom (`selection`), in which stages; `dryRun` only says who would be taken;
//! - `GET /campaigns`, `GET /campaigns/{id}`, `GET .../charge-points` (`show`): how it stands, with each charge point;
//! - `POST .../pause`, `resume`, `cancel`, `retry`, `DELETE` (`steer`).

mod post;
mod selection;
mod show;
mod steer;
mod view;

pub use show::read;

use serde::Deserialize;

use super::AppState;
use super::path;
use super::problem::{Missing, Problem};
use crate::admin::openapi::{Routes, Tag, op};
use crate::admin::problem::kinds;
use crate::ids::CampaignId;
use crate::state::Versioned;
use crate::state::campaigns::Campaign;

/// Declares the paths.
pub fn routes(api: &mut Routes) {
    let state = [kinds::CAMPAIGN_STATE, kinds::CONFLICT];
    api.at("/campaigns", Tag::CAMPAIGNS)
        .get(op("list_campaigns", "Campaigns, the newest first"), show::list)
        .post(
            op("create_campaign", "Begin one")
                .says("`dryRun` only says who would be taken: 200.")
                .once()
                .fails(&[
                    kinds::INVALID_PAYLOAD,
                    kinds::UNKNOWN_ACTION,
                    kinds::KEY_USED,
                    kinds::CONFLICT,
                ]),
            post::post,
        );
    api.at("/campaigns/{id}", Tag::CAMPAIGNS)
        .get(op("get_campaign", "How one stands"), show::read)
        .delete(
            op("delete_campaign", "Forget one that is over").fails(&state),
            steer::remove,
        );
    api.at("/campaigns/{id}/charge-points", Tag::CAMPAIGNS).get(
        op("list_campaign_members", "Its charge points, and what became of each"),
        show::members,
    );
    api.at("/campaigns/{id}/pause", Tag::CAMPAIGNS).post(
        op("pause_campaign", "Nobody gets its command any more").fails(&state),
        steer::pause,
    );
    api.at("/campaigns/{id}/resume", Tag::CAMPAIGNS)
        .post(op("resume_campaign", "It goes on").fails(&state), steer::resume);
    api.at("/campaigns/{id}/cancel", Tag::CAMPAIGNS)
        .post(op("cancel_campaign", "End it for good").fails(&state), steer::cancel);
    api.at("/campaigns/{id}/retry", Tag::CAMPAIGNS).post(
        op("retry_campaign", "Try those that failed again").fails(&state),
        steer::retry,
    );
}

/// `/campaigns/{id}`.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
pub struct CampaignPath {
    /// As the 201 said.
    #[serde(deserialize_with = "path::name")]
    #[param(value_type = String, min_length = 1, max_length = 255, pattern = r"^[^\x00-\x1f\x7f-\x9f]+$")]
    id: String,
}

/// A campaign as it is now.
fn find(app: &AppState, path: &CampaignPath) -> Result<Versioned<Campaign>, Problem> {
    let found = app.state().campaign(&CampaignId::new(&path.id))?;
    found.ok_or_else(|| Problem::not_found(Missing::CAMPAIGN, &path.id))
}
