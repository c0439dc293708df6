//! `/webhooks`: who is told what happens by HTTP. A webhook is made with a secret, which is answered once; it is changed,
//! paused and resumed, its secret is replaced with a time in which the one before signs along (`rotate`), and it is
//! tried (`test`). `dead_letters`: events that its receiver did not take.

mod change;
mod dead_letters;
mod view;

use actix_web::web;
use serde::{Deserialize, Serialize};

use self::change::{WebhookRequest, overlap};
use self::view::WebhookView;
use super::AppState;
use super::body::Json;
use super::openapi::{Routes, Tag, op};
use super::page::{Page, Paging};
use super::path::{self, Path};
use super::problem::{Missing, Problem, kinds};
use super::query::Query;
use super::reply::{Created, NoContent, PutReply, put_reply};
use super::revised::repeat;
use crate::clock;
use crate::state::Versioned;
use crate::state::webhooks::{PreviousSecret, SigningSecret, Webhook, put_webhook};
use crate::store::StoreError;
use crate::webhooks::{Tested, Waiting, signature};

/// So many there may be.
const MOST: usize = 100;

/// Declares the paths.
pub fn routes(api: &mut Routes) {
    api.at("/webhooks", Tag::WEBHOOKS)
        .get(op("list_webhooks", "Webhooks, and how each stands"), list)
        .post(
            op(
                "create_webhook",
                "Make a webhook, which is told what happens from now on",
            )
            .says("The answer has its secret, which is not shown again.")
            .fails(&[kinds::WEBHOOK_EXISTS, kinds::QUEUE_FULL]),
            create,
        );
    api.at("/webhooks/{name}", Tag::WEBHOOKS)
        .get(op("get_webhook", "One webhook, with what waits for it"), read)
        .put(
            op("put_webhook", "Make a webhook, or change it")
                .makes()
                .says("What is not said stays, `null` removes. A secret that is made for a new one is shown this once.")
                .fails(&[kinds::WEBHOOK_EXISTS, kinds::QUEUE_FULL, kinds::CONFLICT]),
            put,
        )
        .delete(
            op("delete_webhook", "Remove a webhook, with all that waits for it").fails(&[kinds::CONFLICT]),
            remove,
        );
    api.at("/webhooks/{name}/pause", Tag::WEBHOOKS).post(
        op("pause_webhook", "Send nothing until it is resumed; what happens waits").fails(&[kinds::CONFLICT]),
        pause,
    );
    api.at("/webhooks/{name}/resume", Tag::WEBHOOKS).post(
        op("resume_webhook", "Go on, also where it stopped by itself").fails(&[kinds::CONFLICT]),
        resume,
    );
    api.at("/webhooks/{name}/rotate", Tag::WEBHOOKS).post(
        op("rotate_webhook_secret", "Give it another secret; for a while both sign").fails(&[kinds::CONFLICT]),
        rotate,
    );
    api.at("/webhooks/{name}/test", Tag::WEBHOOKS)
        .post(op("test_webhook", "Send a test now, and see what comes back"), test);
    dead_letters::routes(api);
}

/// `/webhooks/{name}` and what lies below it.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
pub(super) struct WebhookPath {
    /// The webhook's name.
    #[serde(deserialize_with = "path::name")]
    name: String,
}

/// How a secret is replaced.
#[derive(Debug, Default, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
struct RotateSecret {
    /// `whsec_` and 24 to 64 bytes in base64; absent: one is made.
    secret: Option<String>,
    /// How long the secret before signs along, such as `24h`, at most 30 days; absent: `24h`.
    overlap: Option<String>,
}

/// What came back from a test.
#[derive(Debug, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = WebhookTest)]
struct TestView {
    /// Whether the receiver took it.
    delivered: bool,
    /// `webhook-id` of the test.
    id: String,
    /// None: there was no answer.
    status: Option<u16>,
    /// How long it took.
    milliseconds: u64,
    /// The first characters of the answer.
    answer: String,
    /// Why there was none.
    error: Option<String>,
}

impl From<Tested> for TestView {
    fn from(tested: Tested) -> Self {
        Self {
            delivered: tested.status.is_some_and(|status| (200..300).contains(&status)),
            id: tested.id,
            status: tested.status,
            milliseconds: u64::try_from(tested.took.as_millis()).unwrap_or(u64::MAX),
            answer: tested.answer,
            error: tested.error,
        }
    }
}

fn find(app: &AppState, path: &WebhookPath) -> Result<Versioned<Webhook>, Problem> {
    let found = app.state().webhook(&path.name)?;
    found.ok_or_else(|| Problem::not_found(Missing::WEBHOOK, &path.name))
}

async fn list(app: web::Data<AppState>, paging: Query<Paging>) -> Result<Json<Page<WebhookView>>, Problem> {
    let mut all = app.state().webhooks()?;
    if let Some(after) = &paging.after {
        all.retain(|webhook| webhook.name.as_str() > after.as_str());
    }
    all.truncate(paging.limit.with_one_more());
    let page = Page::cut(all, paging.limit, |webhook| webhook.name.clone());
    Ok(Json(page.map(|webhook| view(&app, webhook))))
}

/// As it stands now, without what waits: that has to be counted.
fn view(app: &AppState, webhook: Webhook) -> WebhookView {
    let status = app.webhooks.status(&webhook.name);
    WebhookView::of(webhook, status)
}

async fn read(app: web::Data<AppState>, Path(path): Path<WebhookPath>) -> Result<Json<WebhookView>, Problem> {
    let webhook = find(&app, &path)?.record;
    let lost = app.state().lost(&webhook.id)?;
    let waiting = waiting(&app, &webhook.name).await?;
    Ok(Json(view(&app, webhook).with(&waiting, lost)))
}

/// The same without what waits, as the audit log has it.
pub(super) async fn shown(
    app: web::Data<AppState>,
    Path(path): Path<WebhookPath>,
) -> Result<Json<WebhookView>, Problem> {
    let webhook = find(&app, &path)?.record;
    Ok(Json(view(&app, webhook)))
}

async fn waiting(app: &AppState, name: &str) -> Result<Waiting, Problem> {
    let (webhooks, name) = (app.webhooks.clone(), name.to_owned());
    let counted = tokio::task::spawn_blocking(move || webhooks.waiting(&name));
    Ok(counted.await??)
}

async fn create(app: web::Data<AppState>, Json(body): Json<WebhookRequest>) -> Result<Created<WebhookView>, Problem> {
    let name = body.name.clone();
    let name = name.ok_or_else(|| invalid("in the body: `name` is missing"))?;
    if app.state().webhook(&name)?.is_some() {
        return Err(taken(&name));
    }
    let webhook = new(&app, &name, body).await?;
    Ok(Created(webhook))
}

/// Makes a webhook of a body that says all that it needs.
async fn new(app: &AppState, name: &str, body: WebhookRequest) -> Result<WebhookView, Problem> {
    if app.state().webhooks()?.len() >= MOST {
        return Err(Problem::new(
            kinds::QUEUE_FULL,
            format!("there are {MOST} webhooks already"),
        ));
    }
    let webhook = body.make(app, name)?;
    match app.webhooks.create(webhook.clone()).await {
        Err(StoreError::Conflict { .. }) => return Err(taken(name)),
        created => created?,
    }
    let secret = webhook.secret.clone();
    Ok(view(app, webhook).with_secret(secret))
}

fn taken(name: &str) -> Problem {
    let detail = format!("there is a webhook {name} already: change it with PUT /webhooks/{name}, or remove it first");
    Problem::new(kinds::WEBHOOK_EXISTS, detail)
}

/// What is not said stays.
async fn put(
    app: web::Data<AppState>,
    Path(path): Path<WebhookPath>,
    Json(body): Json<WebhookRequest>,
) -> Result<PutReply<WebhookView>, Problem> {
    body.is_about(&path.name)?;
    if app.state().webhook(&path.name)?.is_none() {
        return Ok(put_reply(true, new(&app, &path.name, body).await?));
    }
    let changed = change(&app, &path, |before| body.apply(&app, before.clone())).await?;
    Ok(put_reply(false, view(&app, changed)))
}

async fn pause(app: web::Data<AppState>, Path(path): Path<WebhookPath>) -> Result<Json<WebhookView>, Problem> {
    enable(&app, &path, false).await
}

async fn resume(app: web::Data<AppState>, Path(path): Path<WebhookPath>) -> Result<Json<WebhookView>, Problem> {
    enable(&app, &path, true).await
}

async fn enable(app: &AppState, path: &WebhookPath, enabled: bool) -> Result<Json<WebhookView>, Problem> {
    let changed = change(app, path, |before| {
        Ok(Webhook {
            enabled,
            stopped: None,
            ..before.clone()
        })
    })
    .await?;
    Ok(Json(view(app, changed)))
}

async fn rotate(
    app: web::Data<AppState>,
    Path(path): Path<WebhookPath>,
    Json(body): Json<RotateSecret>,
) -> Result<Json<WebhookView>, Problem> {
    let secret = secret(body.secret.as_deref())?;
    let until = clock::now() + overlap(body.overlap.as_deref())?;
    let changed = change(&app, &path, |before| {
        Ok(Webhook {
            secret: secret.clone(),
            previous: Some(PreviousSecret {
                secret: before.secret.clone(),
                until,
            }),
            ..before.clone()
        })
    })
    .await?;
    Ok(Json(view(&app, changed).with_secret(secret)))
}

/// The secret that is brought, or a new one.
fn secret(given: Option<&str>) -> Result<SigningSecret, Problem> {
    match given {
        Some(text) => signature::read(text).map_err(invalid),
        None => Ok(signature::make()?),
    }
}

async fn test(app: web::Data<AppState>, Path(path): Path<WebhookPath>) -> Result<Json<TestView>, Problem> {
    let webhook = find(&app, &path)?.record;
    let tested = app.webhooks.test(&webhook).await.map_err(invalid)?;
    Ok(Json(tested.into()))
}

async fn remove(app: web::Data<AppState>, Path(path): Path<WebhookPath>) -> Result<NoContent, Problem> {
    let webhook = find(&app, &path)?;
    app.webhooks.remove(&webhook).await?;
    tracing::info!(webhook.name = path.name, "an operator removed a webhook");
    Ok(NoContent)
}

/// Changes a webhook as it is now, and has its task follow.
async fn change(
    app: &AppState,
    path: &WebhookPath,
    make: impl Fn(&Webhook) -> Result<Webhook, Problem>,
) -> Result<Webhook, Problem> {
    let now = app.webhooks.now().await?;
    let changed = repeat(app.state(), || {
        let known = find(app, path)?;
        let mut after = make(&known.record)?;
        change::remember(&known.record, &mut after, now);
        Ok((vec![put_webhook(&known.with(after.clone()))?], after))
    })
    .await?;
    app.webhooks.changed(&path.name).await?;
    tracing::info!(
        webhook.name = path.name,
        enabled = changed.enabled,
        "an operator changed a webhook"
    );
    Ok(changed)
}

fn invalid(detail: impl Into<String>) -> Problem {
    Problem::new(kinds::INVALID_REQUEST, detail)
}
