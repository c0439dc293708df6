//! How campaigns stand: all of them, the newest first; one; its charge points.

use actix_web::web;
use serde::{Deserialize, Deserializer, de};

use super::view::{CampaignView, MemberView};
use super::{CampaignPath, find};
use crate::admin::AppState;
use crate::admin::body::Json;
use crate::admin::page::{Limit, Page, Paging, cursor, key};
use crate::admin::path::Path;
use crate::admin::problem::Problem;
use crate::admin::problem::words;
use crate::admin::query::Query;
use crate::ids::{CampaignId, ChargePointId};
use crate::state::campaigns::MemberState;

/// The query of `GET /campaigns/{id}/charge-points`.
#[derive(Debug, Default, Deserialize, utoipa::IntoParams)]
#[serde(default, deny_unknown_fields)]
pub struct MemberFilter {
    /// Only those that are so far.
    #[serde(deserialize_with = "state")]
    #[param(inline)]
    state: Option<MemberState>,
    /// The `next` of the page before.
    after: Option<String>,
    /// How many.
    #[param(value_type = usize, minimum = 1, maximum = 1000, default = 100)]
    limit: Limit,
}

fn state<'de, D: Deserializer<'de>>(from: D) -> Result<Option<MemberState>, D::Error> {
    let Some(word) = Option::<String>::deserialize(from)? else {
        return Ok(None);
    };
    let found = MemberState::ALL.into_iter().find(|state| state.word() == word);
    let known = || MemberState::ALL.map(|state| state.word().to_owned());
    let unknown = || de::Error::custom(format!("`state` is one of {}", words::list(&known(), "and")));
    found.map(Some).ok_or_else(unknown)
}

pub async fn list(app: web::Data<AppState>, paging: Query<Paging>) -> Result<Json<Page<CampaignView>>, Problem> {
    let before = key(paging.after.as_deref())?.map(|before| CampaignId::new(&before));
    let found = app.state().campaigns(before.as_ref(), paging.limit.with_one_more())?;
    let page = Page::cut(found, paging.limit, |campaign| cursor(campaign.id.as_str()));
    Ok(Json(page.map(CampaignView::from)))
}

pub async fn read(app: web::Data<AppState>, Path(path): Path<CampaignPath>) -> Result<Json<CampaignView>, Problem> {
    Ok(Json(CampaignView::of(app.state(), find(&app, &path)?.record)?))
}

/// In the order of the identities; those of one state in the order in which they have their turn.
pub async fn members(
    app: web::Data<AppState>,
    filter: Query<MemberFilter>,
    Path(path): Path<CampaignPath>,
) -> Result<Json<Page<MemberView>>, Problem> {
    let id = find(&app, &path)?.record.id;
    // Of a list of writes the campaign's counts are seen first: what they say of members is there behind it.
    app.write(Vec::new()).await?;
    let after = key(filter.after.as_deref())?;
    if let Some(state) = filter.state {
        let after = after.as_deref();
        let part = app
            .state()
            .campaign_members_in(&id, state.into(), after, filter.limit.count())?;
        return Ok(Json(Page {
            items: part.found.into_iter().map(MemberView::from).collect(),
            next: part.rest.map(|rest| cursor(&rest)),
        }));
    }
    let after = after.map(|after| ChargePointId::new(&after));
    let found = app
        .state()
        .campaign_members(&id, after.as_ref(), filter.limit.with_one_more())?;
    let page = Page::cut(found, filter.limit, |member| cursor(member.charge_point.as_str()));
    Ok(Json(page.map(MemberView::from)))
}
