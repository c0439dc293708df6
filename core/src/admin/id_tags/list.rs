//! `GET /id-tags`: all of them, or those that are searched for; in pages as JSON, or all at once, as a table or as one JSON object a line.

use actix_web::rt::task::yield_now;
use actix_web::{Either, HttpRequest, web};
use serde::Deserialize;
use serde_json::Value;

use crate::admin::AppState;
use crate::admin::body::Json;
use crate::admin::page::{self, Limit, Page};
use crate::admin::problem::Problem;
use crate::admin::query::Query;
use crate::admin::table::{Columns, Format, Rows, Streamed, Table, column, streamed};
use crate::clock::{self, Time};
use crate::state::State;
use crate::state::id_tags::{IdTag, IdTagStatus, same_tag};
use crate::state::views;
use crate::store::StoreError;

/// So many tags are looked at for one page, so that a wish that few fit costs no more than others: the page may then be
/// short, and `next` goes on.
const MOST_READ: usize = 20_000;
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
    /// Only those in which, or in whose group, this stands, whatever its case.
    search: Option<String>,
    /// Only those whose status is this one now: an accepted tag past its expiry is Expired.
    #[param(inline)]
    status: Option<IdTagStatus>,
    /// Only those of this group, whatever its case.
    parent: Option<String>,
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
    let columns = filter.columns.of(&TABLE, format)?;
    if format == Format::Json {
        let page = filter
            .which()
            .find(app.state(), after, filter.limit.unwrap_or_default())
            .await?;
        return Ok(Either::Left(Json(page.map(|tag| views::IdTag::at(tag, clock::now())))));
    }
    let left = filter.limit.map_or(usize::MAX, Limit::count);
    let rows = IdTags {
        which: filter.which(),
        app,
        after,
        left,
    };
    Ok(Either::Right(streamed(rows, format, columns).await?))
}

/// Which tags.
#[derive(Debug, Default)]
struct Which {
    /// In lower case.
    search: Option<String>,
    status: Option<IdTagStatus>,
    parent: Option<String>,
}

impl IdTagFilter {
    fn which(&self) -> Which {
        let search = self.search.as_deref().map(|text| text.trim().to_lowercase());
        Which {
            search: search.filter(|text| !text.is_empty()),
            status: self.status,
            parent: self.parent.clone(),
        }
    }
}

impl Which {
    fn is_all(&self) -> bool {
        self.search.is_none() && self.status.is_none() && self.parent.is_none()
    }

    fn takes(&self, tag: &IdTag, now: Time) -> bool {
        let has = |text: &str| {
            self.search
                .as_deref()
                .is_none_or(|wanted| text.to_lowercase().contains(wanted))
        };
        let parent = tag.parent.as_deref();
        let is_of = |wanted: &String| parent.is_some_and(|parent| same_tag(parent, wanted));
        (has(&tag.tag) || parent.is_some_and(has))
            && self.status.is_none_or(|status| tag.status_at(now) == status)
            && self.parent.as_ref().is_none_or(is_of)
    }

    /// A page of them. Of few among many it is short and may be empty: `next` goes on.
    async fn find(&self, state: &State, mut cursor: Option<String>, limit: Limit) -> Result<Page<IdTag>, Problem> {
        if self.is_all() {
            return Ok(listed(state, cursor, limit)?);
        }
        let now = clock::now();
        let (mut found, mut looked_at) = (Vec::new(), 0);
        loop {
            let Page { items, next } = listed(state, cursor.take(), Limit::MOST)?;
            looked_at += items.len();
            found.extend(items.into_iter().filter(|tag| self.takes(tag, now)));
            let has_enough = found.len() > limit.count();
            if has_enough || next.is_none() {
                found.truncate(limit.with_one_more());
                return Ok(Page::cut(found, limit, place));
            }
            if looked_at >= MOST_READ {
                return Ok(Page { items: found, next });
            }
            cursor = page::key(next.as_deref())?;
            yield_now().await;
        }
    }
}

/// Its place in the list.
fn place(tag: &IdTag) -> String {
    let kind = tag.kind.as_deref().unwrap_or_default();
    page::cursor(&format!("{}{BETWEEN}{kind}", tag.tag))
}

/// A page of all tags.
fn listed(state: &State, cursor: Option<String>, limit: Limit) -> Result<Page<IdTag>, StoreError> {
    let found = after(state, cursor, limit)?;
    Ok(Page::cut(found, limit, place))
}

/// All tags, in steps.
pub struct IdTags {
    which: Which,
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
        let found = self.which.find(self.app.state(), self.after.take(), limit).await?;
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
