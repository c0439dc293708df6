//! `/refused-connections`: the charge points whose connections were refused lately, registered or
//! not, those that were refused last first. What a registered one was refused last stands on it, too.

use actix_web::web;
use serde::{Deserialize, Serialize};

use super::AppState;
use super::body::Json;
use super::page::{Limit, Page};
use super::problem::Problem;
use super::query::Query;
use crate::admin::openapi::{Routes, Tag, op};
use crate::clock::text;
use crate::ids::ChargePointId;
use crate::state::refusals::Refusal;
use crate::state::views::ShownRefusal;

/// Declares the path.
pub fn routes(api: &mut Routes) {
    api.at("/refused-connections", Tag::CHARGE_POINTS).get(
        op(
            "list_refused_connections",
            "Whose connections were refused lately, and why",
        ),
        list,
    );
}

/// What the list takes.
#[derive(Debug, Default, Deserialize, utoipa::IntoParams)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
struct RefusedFilter {
    /// The `next` of the page before: so many stand before the page.
    #[param(value_type = Option<String>)]
    after: Option<usize>,
    /// How many.
    #[param(value_type = usize, minimum = 1, maximum = 1000, default = 100)]
    limit: Limit,
    /// Only this identity's.
    identity: Option<String>,
}

/// The refused connections of one identity.
#[derive(Debug, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = RefusedConnections)]
struct RefusalView {
    /// As the URL names it; none: it names nobody.
    identity: Option<String>,
    /// A charge point of this identity is registered.
    registered: bool,
    /// How often it was refused.
    count: u64,
    /// When it was refused first.
    #[schema(format = DateTime)]
    first_at: String,
    /// The last one.
    #[serde(flatten)]
    last: ShownRefusal,
}

async fn list(app: web::Data<AppState>, filter: Query<RefusedFilter>) -> Result<Json<Page<RefusalView>>, Problem> {
    let begin = filter.after.unwrap_or_default();
    let wanted = |refusal: &Refusal| {
        filter
            .identity
            .as_ref()
            .is_none_or(|wanted| *wanted == refusal.identity)
    };
    let all = app.state().refusals().newest_first();
    let found = all
        .into_iter()
        .filter(wanted)
        .skip(begin)
        .take(filter.limit.with_one_more());
    let mut shown = Vec::new();
    for (place, refusal) in found.enumerate() {
        let id = ChargePointId::new(&refusal.identity);
        let registered = app.state().charge_point(&id)?.is_some();
        shown.push((begin + place + 1, view(refusal, registered)));
    }
    let page = Page::cut(shown, filter.limit, |(place, _)| place.to_string());
    Ok(Json(page.map(|(_, view)| view)))
}

fn view(refusal: Refusal, registered: bool) -> RefusalView {
    RefusalView {
        registered,
        count: refusal.count,
        first_at: text(refusal.first),
        identity: Some(refusal.identity).filter(|identity| !identity.is_empty()),
        last: ShownRefusal::of(refusal.last),
    }
}
