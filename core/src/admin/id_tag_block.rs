//! `POST /id-tags/{tag}/block`: a tag is blocked everywhere at once: here, in the local lists of the charge points that
//! let it charge, in the memories (caches) of the others, and, if that is wanted, in the sessions that it runs.
//!
//! What goes to charge points goes as campaigns, so that those that are away hear it when they come.

use std::collections::HashSet;

use actix_web::web;
use chrono::TimeDelta;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::AppState;
use super::body::Json;
use super::path::{self, Path};
use super::problem::Problem;
use super::revised::{Attempt, apart, settle};
use crate::admin::openapi::{Routes, Tag, op};
use crate::admin::problem::kinds;
use crate::campaigns::{Spelling, Wish, holders, invite, make, planned};
use crate::clock;
use crate::commands::SendError;
use crate::ids::{CampaignId, ChargePointId, TransactionId};
use crate::state::commands::{Command, NewCommand, Origin};
use crate::state::id_tags::{IdTag, IdTagStatus, put_id_tags};
use crate::state::payload::Payload;
use crate::state::selection::Selection;
use crate::state::transactions::Wanted;
use crate::state::views;

/// How long those that are away are waited for, in days.
const TTL: i64 = 30;
/// So many are told at a time.
const PARALLEL: u32 = 200;
/// More sessions of one tag are not stopped at once.
const MOST_SESSIONS: usize = 1000;

/// Declares the path.
pub fn routes(api: &mut Routes) {
    api.at("/id-tags/{tag}/block", Tag::ID_TAGS).post(
        op(
            "block_id_tag",
            "Block one everywhere: here, in lists, in caches, in the sessions that it runs",
        )
        .makes()
        .fails(&[kinds::CONFLICT]),
        block,
    );
}

/// `/id-tags/{tag}/block`.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
struct BlockPath {
    /// In any case.
    #[serde(deserialize_with = "path::name")]
    #[param(value_type = String, min_length = 1, max_length = 255, pattern = r"^[^\x00-\x1f\x7f-\x9f]+$")]
    tag: String,
}

/// How far the block goes beyond the server.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
#[schema(as = BlockIdTag, examples(json!({"stopSessions": true})))]
struct BlockRequest {
    /// The local lists that let it charge are changed.
    local_lists: bool,
    /// The charge points without it in their list forget which tags they saw.
    clear_caches: bool,
    /// The sessions that it runs are stopped.
    stop_sessions: bool,
}

impl Default for BlockRequest {
    fn default() -> Self {
        Self {
            local_lists: true,
            clear_caches: true,
            stop_sessions: false,
        }
    }
}

/// What was done, and what was begun.
#[derive(Debug, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = BlockedIdTag)]
struct Blocked {
    /// As it is registered now, for each of its types.
    tags: Vec<views::IdTag>,
    local_lists: Begun,
    clear_caches: Begun,
    /// Those that it runs.
    sessions: Vec<Session>,
}

/// What goes to charge points.
#[derive(Debug, Default, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = BlockCampaigns)]
struct Begun {
    /// To how many.
    charge_points: usize,
    /// Where it is seen how it goes on.
    campaigns: Vec<CampaignId>,
}

/// A session that runs.
#[derive(Debug, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = SessionOfBlockedIdTag)]
struct Session {
    charge_point: ChargePointId,
    transaction_id: TransactionId,
    /// What stops it; none: it goes on.
    command: Option<String>,
    /// Why it goes on, though it was to be stopped.
    #[serde(skip_serializing_if = "Option::is_none")]
    problem: Option<String>,
}

async fn block(
    app: web::Data<AppState>,
    Path(path): Path<BlockPath>,
    Json(wanted): Json<BlockRequest>,
) -> Result<Json<Blocked>, Problem> {
    let tag = path.tag;
    // Here first, so that whoever asks meanwhile is told.
    let tags = blocked(&app, &tag).await?;
    let holders = holders(app.state(), &tag).await?;
    let holding: HashSet<ChargePointId> = holders.values().flatten().cloned().collect();
    let mut reply = Blocked {
        tags: tags
            .into_iter()
            .map(|tag| views::IdTag::at(tag, clock::now()))
            .collect(),
        local_lists: Begun::default(),
        clear_caches: Begun::default(),
        sessions: Vec::new(),
    };
    if wanted.local_lists {
        for (spelling, stations) in holders {
            let list = json!({"update": "differential", "entries": [entry(&spelling)]});
            reply
                .local_lists
                .campaigns
                .push(begin(&app, "local-list", list, stations, &tag).await?);
        }
        reply.local_lists.charge_points = holding.len();
    }
    if wanted.clear_caches {
        let mut others = invite(app.state(), &Selection::default()).await?;
        others.retain(|station| !(wanted.local_lists && holding.contains(station)));
        if !others.is_empty() {
            reply.clear_caches.charge_points = others.len();
            let campaign = begin(&app, "clear-cache", json!({}), others, &tag).await?;
            reply.clear_caches.campaigns.push(campaign);
        }
    }
    // Last: one station that takes no more commands keeps nothing from the others.
    reply.sessions = sessions(&app, &tag, wanted.stop_sessions).await?;
    tracing::info!("an operator blocked an id tag everywhere");
    Ok(Json(reply))
}

/// Blocks a tag here, whatever its types; one that nobody registered is registered.
async fn blocked(app: &AppState, tag: &str) -> Result<Vec<IdTag>, Problem> {
    settle(app.state(), || {
        let (known, expect) = apart(app.state().id_tags_of_at(tag)?);
        let mut tags = known.unwrap_or_default();
        if tags.is_empty() {
            tags.push(IdTag {
                tag: tag.to_owned(),
                kind: None,
                status: IdTagStatus::Blocked,
                parent: None,
                expiry: None,
            });
        }
        for tag in &mut tags {
            tag.status = IdTagStatus::Blocked;
        }
        Ok(Attempt {
            expect,
            writes: vec![put_id_tags(tag, tags.clone())?],
            outcome: tags,
        })
    })
    .await
}

fn entry(spelling: &Spelling) -> Value {
    let mut entry = json!({"idTag": spelling.id_tag, "status": "Blocked"});
    if let (Some(kind), Some(members)) = (&spelling.id_tag_type, entry.as_object_mut()) {
        members.insert("idTagType".to_owned(), json!(kind));
    }
    entry
}

async fn begin(
    app: &AppState,
    command: &str,
    payload: Value,
    stations: Vec<ChargePointId>,
    tag: &str,
) -> Result<CampaignId, Problem> {
    let wish = Wish {
        name: Some(format!("block {tag}")),
        command: command.to_owned(),
        payload: Payload::from(payload),
        selection: json!({ "blockOf": tag }),
        stages: vec![100],
        max_failed_percent: 100,
        parallel: PARALLEL,
        ttl: TimeDelta::days(TTL),
        wait_for_absent: false,
    };
    let campaign = make(app.state(), planned(wish, stations, clock::now()), Vec::new()).await?;
    Ok(campaign.id)
}

/// The sessions that a tag runs, and what stops them.
async fn sessions(app: &AppState, tag: &str, stop: bool) -> Result<Vec<Session>, Problem> {
    let wanted = Wanted {
        id_tag: Some(tag.to_owned()),
        open: Some(true),
        ..Wanted::default()
    };
    let part = app
        .state()
        .find_transactions(&wanted, None, MOST_SESSIONS, MOST_SESSIONS)?;
    let mut sessions = Vec::new();
    for (_, running) in part.found {
        let (command, problem) = match stop {
            true => match stopped(app, &running.charge_point, &running.id).await {
                Ok(command) => (Some(command), None),
                Err(error) => (None, Some(error.to_string())),
            },
            false => (None, None),
        };
        sessions.push(Session {
            charge_point: running.charge_point,
            transaction_id: running.id,
            command,
            problem,
        });
    }
    Ok(sessions)
}

async fn stopped(app: &AppState, station: &ChargePointId, transaction: &TransactionId) -> Result<String, SendError> {
    let command = Command::new(NewCommand {
        charge_point: station.clone(),
        action: "stop".to_owned(),
        payload: Payload::from(json!({ "transactionId": transaction })),
        origin: Origin::Operator,
    });
    let command = Command { waits: true, ..command };
    app.sender().queue(&command, Vec::new()).await?;
    Ok(command.id)
}
