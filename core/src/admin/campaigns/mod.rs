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

use actix_web::web;
use serde::Deserialize;

use super::AppState;
use super::path;
use super::problem::Problem;
use crate::ids::CampaignId;
use crate::state::Versioned;
use crate::state::campaigns::Campaign;

/// Declares the paths.
pub fn routes(service: &mut web::ServiceConfig) {
    service
        .service(web::resource("/campaigns").get(show::list).post(post::post))
        .service(web::resource("/campaigns/{id}").get(show::read).delete(steer::remove))
        .service(web::resource("/campaigns/{id}/charge-points").get(show::members))
        .service(web::resource("/campaigns/{id}/pause").post(steer::pause))
        .service(web::resource("/campaigns/{id}/resume").post(steer::resume))
        .service(web::resource("/campaigns/{id}/cancel").post(steer::cancel))
        .service(web::resource("/campaigns/{id}/retry").post(steer::retry));
}

/// `/campaigns/{id}`.
#[derive(Debug, Deserialize)]
pub(super) struct CampaignPath {
    /// As the 201 said.
    #[serde(deserialize_with = "path::name")]
    id: String,
}

/// A campaign as it is now.
fn find(app: &AppState, path: &CampaignPath) -> Result<Versioned<Campaign>, Problem> {
    let found = app.state().campaign(&CampaignId::new(&path.id))?;
    found.ok_or_else(|| Problem::not_found("campaign", &path.id))
}
