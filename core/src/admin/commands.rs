//! `/charge-points/{id}/commands/{Action}` and `/commands/{id}`: any action of the station's
//! version, held against its schema and nothing stricter. The body goes out as it came, so that
//! members keep their order; an empty one counts as `{}`.
//!
//! `?timeout=` (such as `5s`) replaces `connection.call_timeout`, within 1 s and 10 min. With
//! `?wait=false` the answer is a command resource, which is durable before the 202 leaves; the
//! command leaves at its turn in the durable queue.

use std::time::Duration;

use actix_web::{Either, web};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::AppState;
use super::body::{Json, JsonText, not_json};
use super::path::{self, Path};
use super::problem::{Problem, kinds};
use super::query::Query;
use super::reply::Accepted;
use super::send::answer;
use crate::clock::text;
use crate::commands::Wanted;
use crate::config::units;
use crate::frame::CallError;
use crate::frame::repair::Repair;
use crate::ids::ChargePointId;
use crate::state::commands::{Command, CommandState, Origin};
use crate::state::payload::Payload;

/// The bounds of `?timeout=`; what is outside is brought to the nearest.
const SHORTEST: Duration = Duration::from_secs(1);
const LONGEST: Duration = Duration::from_secs(600);

/// Declares the paths.
pub fn routes(service: &mut web::ServiceConfig) {
    service
        .service(web::resource("/charge-points/{id}/commands/{action}").post(post))
        .service(web::resource("/commands/{id}").get(read));
}

/// `/charge-points/{id}/commands/{action}`.
#[derive(Debug, Deserialize)]
struct ActionPath {
    /// The charge point's identity.
    #[serde(deserialize_with = "path::charge_point")]
    id: ChargePointId,
    /// An action of its version.
    #[serde(deserialize_with = "path::name")]
    action: String,
}

/// `/commands/{id}`.
#[derive(Debug, Deserialize)]
struct CommandPath {
    /// As the 202 said.
    #[serde(deserialize_with = "path::name")]
    id: String,
}

/// The query of a command.
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct Options {
    wait: Option<bool>,
    timeout: Option<String>,
}

impl Options {
    fn timeout(&self) -> Result<Option<Duration>, Problem> {
        let Some(text) = &self.timeout else { return Ok(None) };
        let given = units::duration(text);
        let invalid = || {
            Problem::new(
                kinds::INVALID_REQUEST,
                "`timeout` is a number with its unit: 500ms, 5s, 2m",
            )
        };
        Ok(Some(given.ok_or_else(invalid)?.clamp(SHORTEST, LONGEST)))
    }
}

/// A command as operators see it.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct CommandView {
    id: String,
    charge_point: ChargePointId,
    action: String,
    payload: Payload,
    state: CommandState,
    response: Option<Value>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    remarks: Vec<Repair>,
    error: Option<CallError>,
    created_at: String,
    ended_at: Option<String>,
}

impl From<Command> for CommandView {
    fn from(command: Command) -> Self {
        Self {
            id: command.id,
            charge_point: command.charge_point,
            action: command.action,
            payload: command.payload.without_secrets(),
            state: command.state,
            response: command.response,
            remarks: command.remarks,
            error: command.error,
            created_at: text(command.created_at),
            ended_at: command.ended_at.map(text),
        }
    }
}

async fn post(
    app: web::Data<AppState>,
    options: Query<Options>,
    Path(path): Path<ActionPath>,
    body: JsonText,
) -> Result<Either<Json<Value>, Accepted<CommandView>>, Problem> {
    let timeout = options.timeout()?;
    app.registered(&path.id)?;
    let to = app.sender().find(&path.id).await?;
    let action = to.action(&path.action)?;
    let wanted = Wanted {
        action: action.name().to_owned(),
        payload: payload(&body)?,
        origin: Origin::Operator,
        timeout,
        seen: Vec::new(),
    };
    if options.wait == Some(false) {
        let command = app.sender().queue(&to, wanted).await?;
        let location = format!("/api/v1/commands/{}", command.id);
        let body = CommandView::from(command);
        return Ok(Either::Right(Accepted { location, body }));
    }
    let outcome = app.sender().send(&to, wanted).await?;
    Ok(Either::Left(Json(answer(action, outcome)?)))
}

fn payload(body: &JsonText) -> Result<Payload, Problem> {
    let not_text = |_| Problem::new(kinds::INVALID_REQUEST, "the body is not UTF-8");
    let text = body.as_str().map_err(not_text)?;
    Payload::parse(text).map_err(|error| not_json(&error))
}

async fn read(app: web::Data<AppState>, Path(path): Path<CommandPath>) -> Result<Json<CommandView>, Problem> {
    let unknown = || Problem::not_found("command", &path.id);
    let state = app.state();
    let mut command = state.command(&path.id)?.ok_or_else(unknown)?;
    if command.state == CommandState::Pending && !state.is_queued(&command)? {
        // It ended meanwhile; or its process did, in a version that did not queue it.
        command = state.command(&path.id)?.ok_or_else(unknown)?;
        if command.state == CommandState::Pending {
            command.state = CommandState::Lost;
        }
    }
    Ok(Json(command.into()))
}
