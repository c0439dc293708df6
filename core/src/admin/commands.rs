//! `/charge-points/{id}/commands/{Action}` and `/commands/{id}`: any action of the station's
//! version, held against its schema and nothing stricter. The body goes out as it came, so that
//! members keep their order; an empty one counts as `{}`.
//!
//! `?timeout=` (such as `5s`) replaces `connection.call_timeout`, within 1 s and 10 min. With
//! `?wait=false` the answer is a command resource, which is durable before the 202 leaves; the
//! command leaves at its turn in the durable queue.

use std::time::Duration;

use actix_web::http::header::LOCATION;
use actix_web::{HttpRequest, HttpResponse, web};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::problem::{Problem, kinds};
use super::send::answer;
use super::{Admin, body, path};
use crate::clock::text;
use crate::commands::Wanted;
use crate::config::units;
use crate::frame::CallError;
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
            payload: command.payload,
            state: command.state,
            response: command.response,
            error: command.error,
            created_at: text(command.created_at),
            ended_at: command.ended_at.map(text),
        }
    }
}

async fn post(
    admin: web::Data<Admin>,
    request: HttpRequest,
    options: web::Query<Options>,
    bytes: web::Bytes,
) -> Result<HttpResponse, Problem> {
    let id = path::charge_point(&request)?;
    let timeout = options.timeout()?;
    admin.registered(&id)?;
    let to = admin.sender().find(&id).await?;
    let action = to.action(&path::third(&request)?)?;
    let wanted = Wanted {
        action: action.name().to_owned(),
        payload: payload(&bytes)?,
        origin: Origin::Operator,
        timeout,
        seen: Vec::new(),
    };
    if options.wait == Some(false) {
        let command = admin.sender().queue(&to, wanted).await?;
        let location = format!("/api/v1/commands/{}", command.id);
        return Ok(HttpResponse::Accepted()
            .insert_header((LOCATION, location))
            .json(CommandView::from(command)));
    }
    let outcome = admin.sender().send(&to, wanted).await?;
    Ok(HttpResponse::Ok().json(answer(action, outcome)?))
}

fn payload(bytes: &[u8]) -> Result<Payload, Problem> {
    let invalid = |reason: String| Problem::new(kinds::INVALID_REQUEST, format!("the body is not JSON: {reason}"));
    let text = std::str::from_utf8(body::or_empty_object(bytes)).map_err(|error| invalid(error.to_string()))?;
    Payload::parse(text).map_err(|error| invalid(error.to_string()))
}

async fn read(admin: web::Data<Admin>, request: HttpRequest) -> Result<web::Json<CommandView>, Problem> {
    let id = path::first(&request)?;
    let unknown = || Problem::not_found("command", &id);
    let state = admin.state();
    let mut command = state.command(&id)?.ok_or_else(unknown)?;
    if command.state == CommandState::Pending && !state.is_queued(&command)? {
        // It ended meanwhile; or its process did, in a version that did not queue it.
        command = state.command(&id)?.ok_or_else(unknown)?;
        if command.state == CommandState::Pending {
            command.state = CommandState::Lost;
        }
    }
    Ok(web::Json(command.into()))
}
