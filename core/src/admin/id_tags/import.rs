//! `POST /id-tags/import`: a table of tags. A row says what a PUT says; an empty cell removes the value, and so does a
//! column that is not there only of tags that are new.

use std::collections::HashMap;

use actix_web::web;

use super::{MOST_TYPES, list, token_type};
use crate::admin::AppState;
use crate::admin::body::Json;
use crate::admin::import::cells::{time, word};
use crate::admin::import::{Cells, Column, Decided, Kind, Options, Outcome, Reply, TableOf, Wrong, import};
use crate::admin::path::check_name;
use crate::admin::problem::Problem;
use crate::admin::query::Query;
use crate::admin::revised::apart;
use crate::clock::{self, Time};
use crate::state::id_tags::{IdTag, IdTagStatus, bare, put_id_tags, with};
use crate::store::Expect;

/// Brings a table of tags in.
pub async fn post(
    app: web::Data<AppState>,
    options: Query<Options>,
    TableOf { table, .. }: TableOf<list::IdTags>,
) -> Result<Json<Reply>, Problem> {
    let reply = import(&app, &table, options.dry_run, IdTags::default).await?;
    Ok(Json(reply))
}

/// The types of the tags that stood in the table so far, by their text.
#[derive(Default)]
struct IdTags(HashMap<String, Vec<Option<String>>>);

/// What a row says; none of a member: there is no such column.
struct Row {
    tag: String,
    kind: Option<String>,
    status: Option<IdTagStatus>,
    parent: Option<Option<String>>,
    expiry: Option<Option<Time>>,
}

/// A record that some rows are about.
struct Record {
    known: Vec<IdTag>,
    now: Vec<IdTag>,
    expect: Expect,
}

impl Kind for IdTags {
    type Row = Row;
    type Follow = ();

    const COLUMNS: &'static [Column] = &[
        Column::needed("tag"),
        Column::taken("type"),
        Column::needed("status"),
        Column::taken("parent"),
        Column::taken("expiry"),
    ];

    fn read(&mut self, cells: &Cells<'_>) -> Result<Row, Wrong> {
        let name = |column: &'static str, text: &str| {
            let checked = check_name(text).map(|()| text.to_owned());
            checked.map_err(|reason| Wrong::of(column, format!("`{column}`: {reason}")))
        };
        let row = Row {
            tag: name("tag", cells.needed("tag")?)?,
            kind: cells.maybe("type", |cell| {
                token_type(cell.trim().to_owned()).map_err(|problem| Wrong::from_problem(&problem))
            })?,
            status: cells.maybe("status", |cell| word("status", cell))?,
            parent: cells.given("parent", |cell| name("parent", cell))?,
            expiry: cells.given("expiry", |cell| time("expiry", cell))?,
        };
        if row.status.is_none() {
            return Err(Wrong::of(
                "status",
                "`status` is empty; it is `Accepted`, `Blocked` or another status",
            ));
        }
        self.note(&row)?;
        Ok(row)
    }

    fn decide(&self, app: &AppState, rows: &[Row]) -> Result<Decided<()>, Problem> {
        let mut decided = Decided::default();
        let (mut records, mut order): (HashMap<String, Record>, Vec<String>) = (HashMap::new(), Vec::new());
        for row in rows {
            let text = folded(&row.tag);
            if !records.contains_key(&text) {
                let (known, expect) = apart(app.state().id_tags_of_at(&row.tag)?);
                let known = known.unwrap_or_default();
                order.push(text.clone());
                records.insert(
                    text.clone(),
                    Record {
                        now: known.clone(),
                        known,
                        expect,
                    },
                );
            }
            let Some(record) = records.get_mut(&text) else { continue };
            let before = record.known.iter().find(|one| is_same(&one.kind, &row.kind));
            let tag = row.tag(before);
            decided.outcomes.push(match before {
                Some(before) if *before == tag => Outcome::Unchanged,
                Some(_) => Outcome::Changed,
                None => Outcome::Created,
            });
            if before != Some(&tag) {
                record.now = with(std::mem::take(&mut record.now), tag);
            }
        }
        for text in order {
            if let Some(Record { known, now, expect }) = records.remove(&text)
                && now != known
            {
                let mut write = put_id_tags(&text, now)?;
                write.expect = expect;
                decided.writes.push(write);
            }
        }
        Ok(decided)
    }

    async fn follow(&self, _: &AppState, (): ()) -> Result<(), Problem> {
        Ok(())
    }
}

impl IdTags {
    /// Whether a row goes with those before it.
    fn note(&mut self, row: &Row) -> Result<(), Wrong> {
        let types = self.0.entry(folded(&row.tag)).or_default();
        if types.iter().any(|kind| is_same(kind, &row.kind)) {
            let what = format!("`tag`: {} stands in a row before; keep one of them", row.tag);
            return Err(Wrong::of("tag", what));
        }
        types.push(row.kind.clone());
        if types.len() > 1 && types.contains(&None) {
            let what = format!(
                "`type`: {} stands with a type and without one, which counts for all types; keep one of them",
                row.tag
            );
            return Err(Wrong::of("type", what));
        }
        if types.len() > MOST_TYPES {
            return Err(Wrong::of(
                "type",
                format!("`type`: a tag has at most {MOST_TYPES} types"),
            ));
        }
        Ok(())
    }
}

impl Row {
    /// The tag as it is from now on.
    fn tag(&self, before: Option<&IdTag>) -> IdTag {
        let expiry = self.expiry.unwrap_or(before.and_then(|before| before.expiry));
        let parent = self.parent.clone();
        let status = self.status.unwrap_or(IdTagStatus::Accepted);
        // One that was accepted shows as Expired once its expiry has passed: an export says so, and it is the same.
        let is_past = status == IdTagStatus::Expired && expiry.is_some_and(|expiry| expiry <= clock::now());
        let known = before.filter(|_| is_past).map(|before| before.status);
        IdTag {
            tag: self.tag.clone(),
            kind: self.kind.clone(),
            status: known
                .filter(|known| matches!(known, IdTagStatus::Accepted | IdTagStatus::Expired))
                .unwrap_or(if is_past { IdTagStatus::Accepted } else { status }),
            parent: parent.unwrap_or_else(|| before.and_then(|before| before.parent.clone())),
            expiry,
        }
    }
}

/// Types are compared without case.
fn is_same(one: &Option<String>, other: &Option<String>) -> bool {
    match (one, other) {
        (Some(one), Some(other)) => one.eq_ignore_ascii_case(other),
        (one, other) => one == other,
    }
}

fn folded(tag: &str) -> String {
    bare(tag).to_lowercase()
}
