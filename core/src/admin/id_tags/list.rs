//! `GET /id-tags`: in pages as JSON, or all at once, as a table or as one JSON object a line.

use actix_web::{Either, HttpRequest, web};
use serde::Deserialize;
use serde_json::Value;

use crate::admin::AppState;
use crate::admin::body::Json;
use crate::admin::page::{self, Limit, Page};
use crate::admin::problem::Problem;
use crate::admin::query::Query;
use crate::admin::table::{Columns, Format, Rows, Streamed, Table, column, streamed};
use crate::clock;
use crate::state::State;
use crate::state::id_tags::IdTag;
use crate::state::views;
use crate::store::StoreError;

/// Between the text and the type of a cursor; neither has it.
const BETWEEN: char = '\u{0}';

/// Tags as a table.
pub const TABLE: Table = Table {
    file: "id-tags",
    columns: &[
        column("tag", "/tag"),
        column("type", "/type"),
        column("status", "/status"),
        column("parent", "/parent"),
        column("expiry", "/expiry"),
    ],
};

/// The query of a list.
#[derive(Debug, Default, Deserialize, utoipa::IntoParams)]
#[serde(default, deny_unknown_fields)]
pub struct IdTagFilter {
    /// The `next` of the page before.
    after: Option<String>,
    /// How many, 100 if it is absent; of a list that is streamed all, if it is absent.
    #[param(value_type = Option<usize>, minimum = 1, maximum = 1000)]
    limit: Option<Limit>,
    /// `json`, `csv` or `jsonl`; if it is absent, what the header Accept names.
    #[param(inline)]
    format: Option<Format>,
    /// Of a table these columns, in this order, with commas between them; all if it is absent.
    #[param(value_type = Option<String>)]
    columns: Columns,
}

/// Tags in the form that is wanted.
pub async fn list(
    app: web::Data<AppState>,
    request: HttpRequest,
    filter: Query<IdTagFilter>,
) -> Result<Either<Json<Page<views::IdTag>>, Streamed<IdTags>>, Problem> {
    let after = page::key(filter.after.as_deref())?;
    let format = Format::wanted(filter.format, &request);
    if format == Format::Json {
        let page = listed(app.state(), after, filter.limit.unwrap_or_default())?;
        return Ok(Either::Left(Json(page.map(|tag| views::IdTag::at(tag, clock::now())))));
    }
    let columns = filter.columns.of(&TABLE)?;
    let left = filter.limit.map_or(usize::MAX, Limit::count);
    let rows = IdTags { app, after, left };
    Ok(Either::Right(streamed(rows, format, columns).await?))
}

/// A page of tags.
fn listed(state: &State, cursor: Option<String>, limit: Limit) -> Result<Page<IdTag>, StoreError> {
    let found = after(state, cursor, limit)?;
    Ok(Page::cut(found, limit, |tag| {
        let kind = tag.kind.as_deref().unwrap_or_default();
        page::cursor(&format!("{}{BETWEEN}{kind}", tag.tag))
    }))
}

/// All tags, in steps.
pub struct IdTags {
    app: web::Data<AppState>,
    after: Option<String>,
    /// So many more; 0: that was all.
    left: usize,
}

impl Rows for IdTags {
    const TABLE: Table = TABLE;
    type Item = views::IdTag;

    async fn next(&mut self) -> Result<Option<Vec<Value>>, Problem> {
        if self.left == 0 {
            return Ok(None);
        }
        let limit = Limit::try_from(self.left.min(Limit::MOST.count())).unwrap_or_default();
        let found = listed(self.app.state(), self.after.take(), limit)?;
        self.left -= found.items.len();
        self.after = page::key(found.next.as_deref())?;
        if self.after.is_none() {
            self.left = 0;
        }
        let now = clock::now();
        let shown = found.items.into_iter().map(|tag| views::IdTag::at(tag, now));
        let rows = shown.map(|tag| serde_json::to_value(tag).unwrap_or_default());
        Ok(Some(rows.collect()))
    }
}

/// The tags after a cursor: of its text those of later types, then those of later texts.
fn after(state: &State, cursor: Option<String>, limit: Limit) -> Result<Vec<IdTag>, StoreError> {
    let Some(cursor) = cursor else {
        return state.id_tags(None, limit.with_one_more());
    };
    let (text, kind) = cursor.split_once(BETWEEN).unwrap_or((&cursor, ""));
    let mut found = state.id_tags_of(text)?;
    found.retain(|tag| tag.kind.as_deref().unwrap_or_default() > kind);
    found.extend(state.id_tags(Some(text), limit.with_one_more())?);
    Ok(found)
}
