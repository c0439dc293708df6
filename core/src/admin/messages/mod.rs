//! `/charge-points/{id}/messages`: what was said on the connections of a charge point, both ways, the newest
//! first: each frame as it was on the wire, without secrets, with what became of it.
//!
//! Filters: `?direction=` (`in`, `out`), `?action=`, `?verdict=` (lists with commas), `?messageId=`, `?since=` and
//! `?until=` (RFC 3339).

mod conversation;
mod view;

use actix_web::web;
use serde::Deserialize;

use super::AppState;
use super::body::Json;
use super::page::{Limit, Page};
use super::path::{ChargePointPath, Path};
use super::problem::{Problem, kinds, words};
use super::query::{Query, in_order};
use crate::admin::openapi::{Routes, Tag, op};
use crate::clock::Time;
use crate::state::messages::Snapshot;
use conversation::Conversation;
use view::{MessageView, VERDICTS};

/// So many pieces of what is stored are read at first.
const FIRST_PIECES: usize = 8;

/// Declares the path.
pub fn routes(api: &mut Routes) {
    api.at("/charge-points/{id}/messages", Tag::CHARGE_POINTS).get(
        op(
            "list_messages",
            "What was said on its connections, the newest first, with what became of each message",
        ),
        list,
    );
}

/// What the list takes.
#[derive(Debug, Default, Deserialize, utoipa::IntoParams)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
struct MessageFilter {
    /// The `next` of the page before.
    #[param(value_type = Option<String>)]
    after: Option<u64>,
    /// How many.
    #[param(value_type = usize, minimum = 1, maximum = 1000, default = 100)]
    limit: Limit,
    /// Those of the station alone, or those to it.
    #[param(inline)]
    direction: Option<Direction>,
    /// Actions, with commas between them.
    action: Option<String>,
    /// Verdicts, with commas between them.
    verdict: Option<String>,
    /// The CALL of this id, and its answer.
    message_id: Option<String>,
    /// Not before.
    #[param(value_type = Option<String>, format = DateTime)]
    since: Option<Time>,
    /// Not after.
    #[param(value_type = Option<String>, format = DateTime)]
    until: Option<Time>,
}

/// Which way a message went.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "lowercase")]
enum Direction {
    In,
    Out,
}

impl MessageFilter {
    fn check(&self) -> Result<(), Problem> {
        let known: Vec<String> = VERDICTS.iter().map(|&verdict| verdict.to_owned()).collect();
        let wrong = listed(self.verdict.as_deref()).find(|&wanted| !VERDICTS.contains(&wanted));
        wrong.map_or(Ok(()), |wrong| {
            let detail = format!(
                "in the query: `verdict` must be {}, not `{wrong}`{}",
                words::list(&known, "or"),
                words::meant(wrong, &known)
            );
            Err(Problem::new(kinds::INVALID_REQUEST, detail))
        })
    }

    fn shows(&self, message: &MessageView) -> bool {
        let is_one_of = |wanted: &Option<String>, found: Option<&str>| {
            wanted.is_none() || listed(wanted.as_deref()).any(|wanted| Some(wanted) == found)
        };
        let direction = match self.direction {
            None => true,
            Some(Direction::In) => message.direction == "in",
            Some(Direction::Out) => message.direction == "out",
        };
        direction
            && self.after.is_none_or(|after| message.number < after)
            && self.since.is_none_or(|since| message.at >= since)
            && self.until.is_none_or(|until| message.at <= until)
            && is_one_of(&self.action, message.action.as_deref())
            && is_one_of(&self.verdict, Some(message.verdict))
            && (self.message_id.is_none() || self.message_id == message.message_id)
    }
}

/// The words of a list with commas.
fn listed(words: Option<&str>) -> impl Iterator<Item = &str> {
    words.into_iter().flat_map(|words| words.split(',')).map(str::trim)
}

async fn list(
    app: web::Data<AppState>,
    filter: Query<MessageFilter>,
    Path(path): Path<ChargePointPath>,
) -> Result<Json<Page<MessageView>>, Problem> {
    filter.check()?;
    in_order(("since", filter.since), ("until", filter.until))?;
    app.registered(&path.id)?;
    let snapshot = app.state().messages().get(&path.id).map(|log| log.snapshot());
    // What is stored is older than what is in memory.
    let mut said = Vec::from_iter(snapshot);
    let mut pieces = FIRST_PIECES;
    loop {
        let page = page(&said, &filter);
        if page.next.is_some() {
            return Ok(Json(page));
        }
        let oldest = said.first().map(Snapshot::first).filter(|first| *first > 0);
        let stored = app
            .state()
            .stored_messages(&path.id, oldest.unwrap_or(u64::MAX), pieces)?;
        if stored.is_empty() {
            return Ok(Json(page));
        }
        for piece in stored {
            said.insert(0, piece);
        }
        pieces *= 2;
    }
}

fn page(said: &[Snapshot], filter: &MessageFilter) -> Page<MessageView> {
    let conversation = Conversation::of(said);
    let found = conversation
        .newest_first()
        .filter(|message| filter.shows(message))
        .take(filter.limit.with_one_more())
        .collect();
    Page::cut(found, filter.limit, |message| message.number.to_string())
}

#[cfg(test)]
mod tests;
