//! `GET /audit`: the newest first. It reads the records until the page is full; one that has looked at very many ends
//! early, and `next` goes on.

use std::collections::BTreeMap;

use actix_web::web;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::admin::AppState;
use crate::admin::body::Json;
use crate::admin::openapi::{Routes, Tag, id_of, op};
use crate::admin::page::{Limit, Page, Weight, weight};
use crate::admin::problem::Problem;
use crate::admin::query::{Query, in_order};
use crate::clock::{Time, text};
use crate::state::State;
use crate::state::audit::{AuditOutcome, AuditRecord, Who};
use crate::state::id_tags::same_tag;
use crate::store::StoreError;

/// Records that are read at a time.
const STEP: usize = 200;

/// So many are looked at for one page.
const MOST_LOOKED_AT: usize = 20_000;

/// Declares the path.
pub fn routes(api: &mut Routes) {
    api.at("/audit", Tag::ACCESS)
        .get(op("list_audit", "Who changed what, the newest first"), list);
}

/// Which records are shown.
#[derive(Debug, Default, Deserialize, utoipa::IntoParams)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
struct AuditFilter {
    /// The name of a token, `local`, `signal` or `command-line`.
    who: Option<String>,
    /// What was done to this charge point.
    charge_point: Option<String>,
    /// What was done to this id tag.
    id_tag: Option<String>,
    /// Not before.
    #[param(value_type = Option<String>, format = DateTime)]
    from: Option<Time>,
    /// Before.
    #[param(value_type = Option<String>, format = DateTime)]
    to: Option<Time>,
    /// A part of the operation, in any case: `PUT /id-tags`, `tokens`, `Reset`.
    operation: Option<String>,
    /// How it ended.
    outcome: Option<AuditOutcome>,
    /// The `next` of the page before.
    #[param(value_type = Option<String>)]
    after: Option<u64>,
    /// How many.
    #[param(value_type = usize, minimum = 1, maximum = 1000, default = 100)]
    limit: Limit,
}

/// A change.
#[derive(Debug, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = AuditEntry)]
struct AuditView {
    /// Its number: one more than that of the change before.
    number: u64,
    /// When it began: RFC 3339.
    #[schema(format = DateTime)]
    at: String,
    /// When it was over; none: it is under way, or the server stopped in the middle.
    #[schema(format = DateTime)]
    ended_at: Option<String>,
    /// Who did it.
    who: Who,
    /// What was done: a method and the pattern of a path below `/api/v1`, or a word.
    operation: String,
    /// The name by which the description of the API has it; none: it is none of its operations.
    operation_id: Option<&'static str>,
    /// The path as it was asked for.
    path: Option<String>,
    /// What it was done to, by kind: `chargePoint`, `idTag`, `transaction`, `plugin`, `token`, ...
    target: BTreeMap<String, String>,
    /// The body of the request, without secrets.
    asked: Option<Value>,
    /// What GET showed before; none: nothing.
    before: Option<Value>,
    /// What GET showed after; none: nothing.
    after: Option<Value>,
    /// How it ended.
    outcome: AuditOutcome,
    /// The HTTP status of the answer.
    status: Option<u16>,
    /// What came of it: the id of a command or campaign, counts.
    result: Option<Value>,
    /// Why it was not done.
    problem: Option<String>,
    /// So many refused requests like this one were not written down since the last that was.
    untold_before: u64,
}

impl From<AuditRecord> for AuditView {
    fn from(record: AuditRecord) -> Self {
        Self {
            number: record.number,
            at: text(record.at),
            ended_at: record.ended_at.map(text),
            who: record.who,
            operation_id: id_of(&record.operation),
            operation: record.operation,
            path: record.path,
            target: record.target,
            asked: record.asked,
            before: record.before,
            after: record.after,
            outcome: record.outcome,
            status: record.status,
            result: record.result,
            problem: record.problem,
            untold_before: record.untold_before,
        }
    }
}

async fn list(app: web::Data<AppState>, filter: Query<AuditFilter>) -> Result<Json<Page<AuditView>>, Problem> {
    in_order(("from", filter.from), ("to", filter.to))?;
    Ok(Json(filter.find(app.state())?.map(AuditView::from)))
}

impl AuditFilter {
    fn find(&self, state: &State) -> Result<Page<AuditRecord>, StoreError> {
        let name = |record: &AuditRecord| record.number.to_string();
        let (mut before, mut looked_at) = (self.after, 0);
        let (mut found, mut size) = (Vec::new(), Weight::default());
        loop {
            let step = state.audit_records(before, STEP)?;
            let Some(last) = step.last() else { break };
            before = Some(last.number);
            looked_at += step.len();
            for record in step {
                if self.from.is_some_and(|from| record.at < from) {
                    return Ok(Page::cut(found, self.limit, name));
                }
                if !self.shows(&record) {
                    continue;
                }
                let is_full = size.is_full_with(bytes_of(&record));
                found.push(record);
                if found.len() >= self.limit.with_one_more() {
                    return Ok(Page::cut(found, self.limit, name));
                }
                if is_full {
                    return Ok(Page::ended_with(found, name));
                }
            }
            if looked_at >= MOST_LOOKED_AT {
                let next = before.map(|number| number.to_string());
                return Ok(Page { items: found, next });
            }
        }
        Ok(Page::cut(found, self.limit, name))
    }

    fn shows(&self, record: &AuditRecord) -> bool {
        let is = |wanted: &Option<String>, known: Option<&String>| {
            wanted.as_ref().is_none_or(|wanted| Some(wanted) == known)
        };
        let tag = record.target.get("idTag");
        let operation = || {
            let action = record.target.get("action").map(String::as_str).unwrap_or_default();
            format!("{} {action}", record.operation).to_lowercase()
        };
        is(&self.who, Some(&record.who.name))
            && is(&self.charge_point, record.target.get("chargePoint"))
            && self
                .id_tag
                .as_ref()
                .is_none_or(|wanted| tag.is_some_and(|tag| same_tag(tag, wanted)))
            && self.to.is_none_or(|to| record.at < to)
            && self.outcome.is_none_or(|outcome| outcome == record.outcome)
            && self
                .operation
                .as_ref()
                .is_none_or(|wanted| operation().contains(&wanted.to_lowercase()))
    }
}

fn bytes_of(record: &AuditRecord) -> usize {
    let values = [&record.asked, &record.before, &record.after, &record.result];
    500 + values.into_iter().flatten().map(weight).sum::<usize>()
}
