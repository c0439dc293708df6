//! `/webhooks/{name}/dead-letters`: the events that a receiver did not take, the newest first, told again or removed.

use actix_web::web;
use serde::{Deserialize, Serialize};

use super::{WebhookPath, find, invalid};
use crate::admin::AppState;
use crate::admin::body::Json;
use crate::admin::openapi::{Routes, Tag, op};
use crate::admin::page::{Page, Paging, cursor, key};
use crate::admin::path::{self, Path};
use crate::admin::problem::{Missing, Problem};
use crate::admin::query::Query;
use crate::clock::text;
use crate::events::{EventView, Numbered};
use crate::webhooks::dead_letters;
use crate::webhooks::{NumberedDeadLetter, Which};

/// Declares the paths.
pub fn routes(api: &mut Routes) {
    api.at("/webhooks/{name}/dead-letters", Tag::WEBHOOKS)
        .get(
            op(
                "list_dead_letters",
                "Events that its receiver did not take, the newest first",
            ),
            list,
        )
        .delete(op("delete_dead_letters", "Remove all, for good"), remove_all);
    api.at("/webhooks/{name}/dead-letters/retry", Tag::WEBHOOKS).post(
        op(
            "retry_dead_letters",
            "Tell all again, the oldest first, behind what waits",
        ),
        retry_all,
    );
    api.at("/webhooks/{name}/dead-letters/{number}", Tag::WEBHOOKS)
        .delete(op("delete_dead_letter", "Remove one, for good"), remove);
    api.at("/webhooks/{name}/dead-letters/{number}/retry", Tag::WEBHOOKS)
        .post(op("retry_dead_letter", "Tell one again, behind what waits"), retry);
}

/// An event that was not taken.
#[derive(Debug, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = DeadLetter)]
struct DeadLetterView {
    /// The event's number, by which it is told again or removed.
    number: u64,
    /// As it was sent.
    event: EventView,
    /// Why it was not taken, the last time.
    reason: String,
    /// What the receiver answered, if it did.
    status: Option<u16>,
    /// So often it was sent.
    tries: u32,
    /// When it was given up.
    #[schema(format = DateTime)]
    at: String,
}

impl From<NumberedDeadLetter> for DeadLetterView {
    fn from(found: NumberedDeadLetter) -> Self {
        let (number, letter) = (found.number, found.letter);
        Self {
            number,
            event: EventView::from(Numbered {
                number,
                event: letter.event,
            }),
            reason: letter.reason,
            status: letter.status,
            tries: letter.tries,
            at: text(letter.at),
        }
    }
}

/// `/webhooks/{name}/dead-letters/{number}` and what lies below it.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
struct DeadLetterPath {
    /// The webhook's name.
    #[serde(deserialize_with = "path::name")]
    name: String,
    /// The event's number.
    #[serde(deserialize_with = "path::name")]
    number: String,
}

impl DeadLetterPath {
    fn which(&self) -> Result<Which, Problem> {
        let number = self.number.parse().map(Which::Number);
        number.map_err(|_| invalid("a dead letter is named by its number"))
    }

    fn webhook(&self) -> WebhookPath {
        WebhookPath {
            name: self.name.clone(),
        }
    }
}

/// What was done.
#[derive(Debug, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = DeadLettersDone)]
struct Done {
    /// With so many.
    dead_letters: u64,
}

impl Done {
    /// Where one was meant it must have been there.
    fn one(self, path: &DeadLetterPath) -> Result<Json<Self>, Problem> {
        match self.dead_letters {
            0 => Err(Problem::not_found(Missing::DEAD_LETTER, &path.number)),
            _ => Ok(Json(self)),
        }
    }
}

async fn list(
    app: web::Data<AppState>,
    paging: Query<Paging>,
    Path(path): Path<WebhookPath>,
) -> Result<Json<Page<DeadLetterView>>, Problem> {
    let webhook = find(&app, &path)?.record;
    let after = key(paging.after.as_deref())?;
    let limit = paging.limit.with_one_more();
    let found = dead_letters::list(app.state(), &webhook.id, after.as_deref(), limit)?;
    let page = Page::cut(found, paging.limit, |one| cursor(one.key()));
    Ok(Json(page.map(DeadLetterView::from)))
}

async fn retry_all(app: web::Data<AppState>, Path(path): Path<WebhookPath>) -> Result<Json<Done>, Problem> {
    let webhook = find(&app, &path)?.record;
    let dead_letters = app.webhooks.retry(&webhook, Which::All).await?;
    Ok(Json(Done { dead_letters }))
}

async fn retry(app: web::Data<AppState>, Path(path): Path<DeadLetterPath>) -> Result<Json<Done>, Problem> {
    let webhook = find(&app, &path.webhook())?.record;
    let dead_letters = app.webhooks.retry(&webhook, path.which()?).await?;
    Done { dead_letters }.one(&path)
}

async fn remove_all(app: web::Data<AppState>, Path(path): Path<WebhookPath>) -> Result<Json<Done>, Problem> {
    let webhook = find(&app, &path)?.record;
    let dead_letters = app.webhooks.dismiss(&webhook, Which::All).await?;
    Ok(Json(Done { dead_letters }))
}

async fn remove(app: web::Data<AppState>, Path(path): Path<DeadLetterPath>) -> Result<Json<Done>, Problem> {
    let webhook = find(&app, &path.webhook())?.record;
    let dead_letters = app.webhooks.dismiss(&webhook, path.which()?).await?;
    Done { dead_letters }.one(&path)
}
