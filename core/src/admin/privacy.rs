//! `GET /id-tags/{tag}/data`: all that is kept in which a tag stands, as one document. `POST /id-tags/{tag}/erase`: the
//! tag is taken out of it; sessions stay as figures.
//!
//! Whoever erases twice does no harm: what was done is passed over. So that is what to do after a crash.

use actix_web::web;
use serde::{Deserialize, Serialize};
use serde_json::json;
use tokio::sync::oneshot;

use super::AppState;
use super::body::Json;
use super::path::{self, Path};
use super::piped::{Broken, JsonFile, piped};
use super::problem::{Problem, kinds};
use super::query::Query;
use crate::admin::openapi::{self, Routes, op};
use crate::commands::Withdrawal;
use crate::ids::{CampaignId, ChargePointId, TransactionId};
use crate::privacy::{ERASED, Erased, ExportError, Kept, Tag, UnderWay, erase, export, under_way};
use crate::state::commands::{Command, NewCommand, Origin};
use crate::state::payload::Payload;

/// Commands that are looked at, at a time.
const STEP: usize = 200;

/// Declares the paths.
pub fn routes(api: &mut Routes) {
    api.at("/id-tags/{tag}/data", openapi::Tag::ID_TAGS).get(
        op(
            "get_id_tag_data",
            "All that is kept in which the tag stands, as one document",
        )
        .answers(json!({ "idTag": "ALICE", "madeAt": "2026-05-04T12:30:00.000Z", "sessions": [], "notInIt": [] }))
        .makes(),
        data,
    );
    api.at("/id-tags/{tag}/erase", openapi::Tag::ID_TAGS).post(
        op(
            "erase_id_tag",
            "Take the tag out of all that is kept; sessions stay as figures",
        )
        .says("Whoever erases a tag again does no harm: after a crash that is what to do.")
        .makes()
        .fails(&[kinds::TAG_IN_USE]),
        erased,
    );
}

/// `/id-tags/{tag}/...`.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
struct TagPath {
    /// In any case.
    #[serde(deserialize_with = "path::name")]
    tag: String,
}

/// How a tag is erased.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
struct Options {
    /// Also while the tag charges, or a campaign brings it to charge points.
    force: bool,
    /// It stays in the register as blocked, with nothing else.
    keep_blocked: bool,
    /// Charge points whose local list may have it are sent their list again, without it.
    send_local_lists: bool,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            force: false,
            keep_blocked: false,
            send_local_lists: true,
        }
    }
}

/// What was done, what was begun, and what was not.
#[derive(Debug, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = ErasedIdTag)]
struct Reply {
    /// A digest that stands for the tag, in the audit log, too.
    digest: String,
    /// How many records of each class are without it now.
    #[schema(value_type = BTreeMap<String, u64>)]
    erased: Erased,
    /// Commands with it that waited, and are not sent any more.
    commands_cancelled: u64,
    /// Charge points whose local list may have it.
    local_lists: Vec<List>,
    /// What was not done.
    not_done: Vec<NotDone>,
}

/// A local list that may have the tag.
#[derive(Debug, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = ErasedLocalList)]
struct List {
    charge_point: ChargePointId,
    /// What sends the list again; none: send it with the verb `local-list`.
    command: Option<String>,
    /// Why there is none.
    #[serde(skip_serializing_if = "Option::is_none")]
    problem: Option<String>,
}

/// What was not done.
#[derive(Debug, Serialize, utoipa::ToSchema)]
#[schema(as = NotErased)]
struct NotDone {
    /// Where the tag may be still.
    what: String,
    /// How often, if it was found there.
    #[serde(skip_serializing_if = "Option::is_none")]
    count: Option<u64>,
    /// Why, or what to do.
    reason: String,
}

async fn data(app: web::Data<AppState>, Path(path): Path<TagPath>) -> Result<JsonFile, Problem> {
    let (state, tag) = (app.state().clone(), Tag::new(&path.tag));
    tracing::info!(tag = tag.digest(), "the data of an id tag is exported");
    let name = format!("{}.json", tag.digest().replace(':', "-"));
    let pieces = piped("export", move |pipe, _| {
        export(&state, &tag, pipe).map_err(|error| match error {
            ExportError::Output(error) => Broken::Left(error),
            error @ ExportError::Store(_) => Broken::Failed(error.to_string()),
        })
    });
    let pieces = pieces
        .await
        .map_err(|error| Problem::new(kinds::INTERNAL, error.to_string()))?;
    Ok(JsonFile::new(&name, pieces))
}

async fn erased(
    app: web::Data<AppState>,
    Path(path): Path<TagPath>,
    options: Query<Options>,
) -> Result<Json<Reply>, Problem> {
    let tag = Tag::new(&path.tag);
    if tag.is(ERASED) {
        let detail = format!("`{ERASED}` stands for the tags that were erased: there is nothing to be erased of it");
        return Err(Problem::new(kinds::INVALID_REQUEST, detail));
    }
    let going_on = under_way(app.state(), &tag)?;
    if !options.force {
        refuse(&going_on)?;
    }
    let kept = Kept {
        blocked: options.keep_blocked,
        campaigns: going_on.campaigns.iter().map(ToString::to_string).collect(),
    };
    let commands_cancelled = cancel(&app, &tag, &kept).await?;
    let done = in_a_thread(&app, tag.clone(), kept).await?;
    let local_lists = send_lists(&app, &done.local_lists, options.send_local_lists).await;
    tracing::info!(tag = tag.digest(), "an operator erased an id tag");
    Ok(Json(Reply {
        digest: tag.digest(),
        not_done: not_done(&tag, &done, &going_on, options.keep_blocked),
        erased: done,
        commands_cancelled,
        local_lists,
    }))
}

/// Says what goes on with the tag, if something does.
fn refuse(going_on: &UnderWay) -> Result<(), Problem> {
    let UnderWay { sessions, campaigns } = going_on;
    if sessions.is_empty() && campaigns.is_empty() {
        return Ok(());
    }
    let detail = format!(
        "the tag runs {} sessions, and {} campaigns bring it to charge points: wait until they are over, or erase it \
         all the same with ?force=true, and again when they are",
        sessions.len(),
        campaigns.len()
    );
    let name = |(charge_point, transaction): &(ChargePointId, TransactionId)| json!({ "chargePoint": charge_point, "transactionId": transaction });
    let sessions: Vec<_> = sessions.iter().map(name).collect();
    let campaigns: Vec<&CampaignId> = campaigns.iter().collect();
    Err(Problem::new(kinds::TAG_IN_USE, detail)
        .with("sessions", json!(sessions))
        .with("campaigns", json!(campaigns)))
}

/// Takes back the commands with the tag that were not sent.
async fn cancel(app: &AppState, tag: &Tag, kept: &Kept) -> Result<u64, Problem> {
    let mut cancelled = 0;
    let mut after: Option<String> = None;
    loop {
        let page = app.state().queued_commands(after.as_deref(), STEP)?;
        let Some((last, _)) = page.last() else {
            return Ok(cancelled);
        };
        after = Some(last.clone());
        for (_, queued) in page.into_iter().filter(|(_, queued)| !queued.sent) {
            let Some(command) = app.state().command(&queued.id)? else {
                continue;
            };
            let is_kept = command
                .campaign
                .as_ref()
                .is_some_and(|id| kept.campaigns.contains(id.as_str()));
            if is_kept || !tag.is_in_text(command.payload.text()) {
                continue;
            }
            if let Withdrawal::Cancelled(_) = app.sender().cancel(command).await? {
                cancelled += 1;
            }
        }
    }
}

/// On a thread of its own, which goes on if nobody waits any more.
async fn in_a_thread(app: &AppState, tag: Tag, kept: Kept) -> Result<Erased, Problem> {
    let failed = |error: std::io::Error| Problem::new(kinds::INTERNAL, format!("there is no thread for it: {error}"));
    let state = app.state().clone();
    let runtime = tokio::runtime::Builder::new_current_thread().build().map_err(failed)?;
    let (done, answer) = oneshot::channel();
    let work = move || {
        // Nobody may wait any more.
        done.send(erase(&state, &tag, &kept, &runtime)).ok();
    };
    std::thread::Builder::new()
        .name("erase".to_owned())
        .spawn(work)
        .map_err(failed)?;
    let erased = answer.await;
    let erased = erased.map_err(|_| Problem::new(kinds::INTERNAL, "it broke off: erase the tag again"))?;
    Ok(erased?)
}

/// Has the charge points take their lists without the tag.
async fn send_lists(app: &AppState, stations: &[ChargePointId], is_wanted: bool) -> Vec<List> {
    let mut lists = Vec::with_capacity(stations.len());
    for station in stations {
        let command = Command::new(NewCommand {
            charge_point: station.clone(),
            action: "local-list".to_owned(),
            payload: Payload::from(json!({ "update": "again" })),
            origin: Origin::Operator,
        });
        let command = Command { waits: true, ..command };
        let sent = match is_wanted {
            true => app.sender().queue(&command, Vec::new()).await.map(|_| Some(command.id)),
            false => Ok(None),
        };
        lists.push(List {
            charge_point: station.clone(),
            problem: sent.as_ref().err().map(ToString::to_string),
            command: sent.ok().flatten(),
        });
    }
    lists
}

fn not_done(tag: &Tag, done: &Erased, going_on: &UnderWay, is_blocked: bool) -> Vec<NotDone> {
    let told = |what: &str, reason: &str| NotDone {
        what: what.to_owned(),
        count: None,
        reason: reason.to_owned(),
    };
    let mut all: Vec<NotDone> = done
        .left
        .iter()
        .map(|left| NotDone {
            what: left.collection.to_owned(),
            count: Some(left.count),
            reason: left.reason.to_owned(),
        })
        .collect();
    if is_blocked {
        all.push(told(
            "id-tags",
            "the tag stays in the register as blocked, as it was asked for",
        ));
    }
    if !going_on.sessions.is_empty() {
        let reason = "the tag charges: what its sessions still bring names it. Erase it again when they are over";
        all.push(told("sessions that run", reason));
    }
    if !tag.is_telling() {
        let reason = "the tag is so short or common that it was taken out where tags stand, not out of free texts";
        all.push(told("free texts", reason));
    }
    all.push(told(
        "backups",
        "they have what was there when they were taken: delete them when they are old enough",
    ));
    all.push(told(
        "files of retention.export",
        "they have what went before: delete them when they are old enough",
    ));
    all.push(told("log files, traces", "they are not the server's to change"));
    all.push(told(
        "plugins",
        "what they keep beside the store, and recordings of their calls, stay as they are",
    ));
    all.push(told(
        "other systems",
        "what was told to them (webhooks, exports) is theirs",
    ));
    all.push(told(
        "charge points",
        "what they keep of it beside their local list (a cache) goes with clear-cache",
    ));
    all
}
