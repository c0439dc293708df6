//! `/charge-points/{id}/timeline`: what happened to a charge point, the newest first: connections and
//! refused ones, boots, states of connectors, transactions, commands, refused messages, what plugins decided and told.
//!
//! `?kind=` (a list with commas, `transaction.*` for all that begin so) shows these kinds alone.

use actix_web::web;
use serde::Deserialize;

use super::AppState;
use super::body::Json;
use super::page::{LARGE_ITEMS, Limit, Page, Weight};
use super::path::{ChargePointPath, Path};
use super::problem::{Problem, kinds};
use super::query::Query;
use crate::admin::openapi::{Routes, Tag, op};
use crate::events::{Event, EventView, KindPattern, Numbered, log};
use crate::ids::ChargePointId;
use crate::state::State;

/// Events that are read at a time where a filter leaves some out.
const STEP: usize = 500;

/// Declares the path.
pub fn routes(api: &mut Routes) {
    api.at("/charge-points/{id}/timeline", Tag::CHARGE_POINTS)
        .get(op("get_timeline", "What happened to it, the newest first"), list);
}

/// What the list takes.
#[derive(Debug, Default, Deserialize, utoipa::IntoParams)]
#[serde(default, deny_unknown_fields)]
struct TimelineFilter {
    /// The `next` of the page before.
    after: Option<String>,
    /// How many.
    #[param(value_type = usize, minimum = 1, maximum = 1000, default = 100)]
    limit: Limit,
    /// Kinds of events, with commas between them, such as `transaction.ended` or `plugin.*`; all if absent.
    kind: Option<String>,
}

impl TimelineFilter {
    /// The number before which the page begins.
    fn before(&self) -> Result<Option<u64>, Problem> {
        let unknown = || Problem::new(kinds::INVALID_REQUEST, "`after` is no `next` of this list");
        let number = self.after.as_deref().map(str::parse).transpose();
        number.map_err(|_| unknown())
    }

    /// The kinds that are wanted; none named: all.
    fn wanted(&self) -> Result<Vec<KindPattern>, Problem> {
        let named = self.kind.as_deref().unwrap_or_default().split(',').map(str::trim);
        let patterns = named.filter(|name| !name.is_empty()).map(str::to_owned);
        let patterns: Result<_, _> = patterns.map(KindPattern::try_from).collect();
        patterns.map_err(|detail| Problem::new(kinds::INVALID_REQUEST, format!("in the query: {detail}")))
    }

    fn find(&self, state: &State, id: &ChargePointId) -> Result<Page<Numbered>, Problem> {
        let patterns = self.wanted()?;
        let (mut before, wanted) = (self.before()?, self.limit.with_one_more());
        let step = if patterns.is_empty() {
            wanted.min(LARGE_ITEMS)
        } else {
            STEP
        };
        let (mut found, mut weight) = (Vec::new(), Weight::default());
        let name = |one: &Numbered| one.number.to_string();
        while found.len() < wanted {
            let read = log::before(state, id, before, step)?;
            let Some(last) = read.last() else { break };
            before = Some(last.number);
            for one in read.into_iter().filter(|one| shows(&patterns, &one.event)) {
                let is_full = weight.is_full_with(one.event.payload.text().len());
                found.push(one);
                if is_full && found.len() < wanted {
                    return Ok(Page::ended_with(found, name));
                }
            }
        }
        Ok(Page::cut(found, self.limit, name))
    }
}

fn shows(patterns: &[KindPattern], event: &Event) -> bool {
    let of_kind = patterns.is_empty() || patterns.iter().any(|pattern| pattern.takes(&event.kind));
    of_kind && !event.is_repetition()
}

async fn list(
    app: web::Data<AppState>,
    filter: Query<TimelineFilter>,
    Path(path): Path<ChargePointPath>,
) -> Result<Json<Page<EventView>>, Problem> {
    app.registered(&path.id)?;
    let page = filter.find(app.state(), &path.id)?;
    Ok(Json(page.map(EventView::from)))
}
