//! `GET /commands`: commands, the newest first; `GET /commands/{id}`: one; `DELETE /commands/{id}`: taken back.
//!
//! `?chargePoint=`, `?state=` and `?campaign=` choose. An answer looks at a bounded number of commands: where few of
//! many are wanted it may have fewer than its limit, and `next` says where to go on.

use actix_web::web;
use serde::Deserialize;
use utoipa::openapi::schema::Type;
use utoipa::openapi::{Object, ObjectBuilder};

use super::view::{CommandView, word};
use crate::admin::AppState;
use crate::admin::body::Json;
use crate::admin::page::{self, Limit, Page};
use crate::admin::path::{self, Path};
use crate::admin::problem::{Missing, Problem, kinds};
use crate::admin::query::Query;
use crate::commands::Withdrawal;
use crate::ids::{CampaignId, ChargePointId};
use crate::state::commands::{Command, CommandState};

/// So many are looked at for one answer.
const MOST_READ: usize = 5_000;
/// So many at a time.
const STEP: usize = 200;
/// What `?state=` takes.
const STATES: [&str; 12] = [
    "pending",
    "sent",
    "answered",
    "accepted",
    "in-effect",
    "refused",
    "failed",
    "timed-out",
    "lost",
    "expired",
    "cancelled",
    "replaced",
];

/// `/commands/{id}`.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
pub struct CommandPath {
    /// As the 202 said.
    #[serde(deserialize_with = "path::name")]
    #[param(value_type = String, min_length = 1, max_length = 255, pattern = r"^[^\x00-\x1f\x7f-\x9f]+$")]
    id: String,
}

/// Which commands.
#[derive(Debug, Default, Deserialize, utoipa::IntoParams)]
#[serde(default, deny_unknown_fields, rename_all = "camelCase")]
pub struct Filter {
    /// Only those for this charge point.
    charge_point: Option<String>,
    /// Only those that stand so.
    state: Option<String>,
    /// Only those of this campaign.
    #[param(value_type = Option<String>)]
    campaign: Option<CampaignId>,
    /// The `next` of the page before.
    after: Option<String>,
    /// How many.
    #[param(value_type = usize, minimum = 1, maximum = 1000, default = 100)]
    limit: Limit,
}

/// One of the words.
pub fn states() -> Object {
    ObjectBuilder::new()
        .schema_type(Type::String)
        .description(Some(
            "How far it is. `sent` stands for a verb that has left and waits for an answer.",
        ))
        .enum_values(Some(STATES))
        .build()
}

/// Commands as they were read.
struct Read {
    commands: Vec<Command>,
    /// The last that was looked at, whether or not it is still there; none: there was none.
    last: Option<String>,
    /// How many were looked at.
    looked_at: usize,
}

impl Filter {
    fn takes(&self, command: &Command) -> bool {
        self.state.as_ref().is_none_or(|state| word(command) == state)
            && (self.campaign.is_none() || self.campaign == command.campaign)
    }

    fn check(&self) -> Result<(), Problem> {
        match &self.state {
            Some(state) if !STATES.contains(&state.as_str()) => {
                let detail = format!("in the query: `state` is one of {}", STATES.join(", "));
                Err(Problem::new(kinds::INVALID_REQUEST, detail))
            }
            _ => Ok(()),
        }
    }

    /// Some of the commands after one id, whether or not they are wanted.
    fn some(&self, app: &AppState, after: Option<&str>) -> Result<Read, Problem> {
        let Some(charge_point) = &self.charge_point else {
            let commands = app.state().commands(after, STEP)?;
            return Ok(Read {
                last: commands.last().map(|command| command.id.clone()),
                looked_at: commands.len(),
                commands,
            });
        };
        let station = ChargePointId::new(charge_point);
        let ids = app.state().command_ids(&station, after, STEP)?;
        let mut commands = Vec::new();
        for id in &ids {
            commands.extend(app.state().command(id)?);
        }
        Ok(Read {
            commands,
            looked_at: ids.len(),
            last: ids.into_iter().next_back(),
        })
    }
}

pub async fn list(app: web::Data<AppState>, filter: Query<Filter>) -> Result<Json<Page<CommandView>>, Problem> {
    filter.check()?;
    let mut after = page::key(filter.after.as_deref())?;
    let (mut found, mut read) = (Vec::new(), 0);
    loop {
        let some = filter.some(&app, after.as_deref())?;
        read += some.looked_at;
        for command in some.commands {
            if found.len() == filter.limit.count() {
                let next = after.as_deref().map(page::cursor);
                return Ok(Json(Page { items: found, next }));
            }
            after = Some(command.id.clone());
            if filter.takes(&command) {
                found.push(CommandView::from(command));
            }
        }
        after = some.last.or(after);
        if some.looked_at < STEP {
            return Ok(Json(Page {
                items: found,
                next: None,
            }));
        }
        if read >= MOST_READ {
            let next = after.as_deref().map(page::cursor);
            return Ok(Json(Page { items: found, next }));
        }
    }
}

fn find(app: &AppState, id: &str) -> Result<Command, Problem> {
    app.state()
        .command(id)?
        .ok_or_else(|| Problem::not_found(Missing::COMMAND, id))
}

pub async fn read(app: web::Data<AppState>, Path(path): Path<CommandPath>) -> Result<Json<CommandView>, Problem> {
    let mut command = find(&app, &path.id)?;
    if command.state == CommandState::Pending && !app.state().is_queued(&command)? {
        // It ended meanwhile; or its process did, in a version that did not queue it.
        command = find(&app, &path.id)?;
        if command.state == CommandState::Pending {
            command.state = CommandState::Lost;
        }
    }
    Ok(Json(command.into()))
}

pub async fn cancel(app: web::Data<AppState>, Path(path): Path<CommandPath>) -> Result<Json<CommandView>, Problem> {
    match app.sender().cancel(find(&app, &path.id)?).await? {
        Withdrawal::Cancelled(command) => Ok(Json(CommandView::from(*command))),
        Withdrawal::TooLate(command) => {
            let detail = format!(
                "the command is `{}`: only one that waits can be taken back",
                word(&command)
            );
            Err(Problem::new(kinds::COMMAND_LEFT, detail))
        }
    }
}
