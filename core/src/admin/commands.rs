//! `/charge-points/{id}/commands/{Action}` and `/commands/{id}`: any action of the station's
//! version, held against its schema and nothing stricter. The body goes out as it came, so that
//! members keep their order; an empty one counts as `{}`.
//!
//! `?timeout=` (such as `5s`) replaces `connection.call_timeout`, within 1 s and 10 min. With
//! `?wait=false` the answer is a command resource, which is durable before the 202 leaves.

use std::time::Duration;

use actix::Recipient;
use actix_web::{Either, rt, web};
use ocpp_schemas::Kind;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::AppState;
use super::body::{Json, JsonText};
use super::path::{self, Path};
use super::problem::{Problem, kinds};
use super::reply::Accepted;
use super::send::answer;
use crate::clock::{self, text};
use crate::config::units;
use crate::dispatch::{Call, ended, send};
use crate::frame::CallError;
use crate::ids::ChargePointId;
use crate::ocpp::Profile;
use crate::registry::order::Order;
use crate::state::commands::{Command, CommandState, put_command};

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
    fn timeout(&self, standard: Duration) -> Result<Duration, Problem> {
        let Some(text) = &self.timeout else { return Ok(standard) };
        let given = units::duration(text);
        let invalid = || {
            Problem::new(
                kinds::INVALID_REQUEST,
                "`timeout` is a number with its unit: 500ms, 5s, 2m",
            )
        };
        Ok(given.ok_or_else(invalid)?.clamp(SHORTEST, LONGEST))
    }
}

/// A command as operators see it.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct View {
    id: String,
    charge_point: ChargePointId,
    action: String,
    payload: Value,
    state: CommandState,
    response: Option<Value>,
    error: Option<CallError>,
    created_at: String,
    ended_at: Option<String>,
}

impl From<Command> for View {
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
    admin: web::Data<AppState>,
    options: web::Query<Options>,
    Path(path): Path<ActionPath>,
    body: JsonText,
) -> Result<Either<Json<Value>, Accepted<View>>, Problem> {
    let ActionPath { id, action } = path;
    let timeout = options.timeout(admin.settings().connection.call_timeout)?;
    admin.registered(&id)?;
    let connected = admin.connected(&id).await?;
    let (mut call, payload) = check(connected.info.profile, &action, &body)?;
    (call.timeout, call.settle) = (timeout, admin.settings().connection.settle_delay);
    if options.wait == Some(false) {
        let accepted = later(admin, connected.orders, (id, call, payload)).await?;
        return Ok(Either::Right(accepted));
    }
    let action = call.action;
    let outcome = send(&connected.orders, call).await;
    Ok(Either::Left(Json(answer(action, outcome)?)))
}

/// The CALL that the path and the body ask for, and its payload.
fn check(profile: &Profile, name: &str, body: &JsonText) -> Result<(Call, Value), Problem> {
    let version = profile.version;
    let action = profile.action(name).ok_or_else(|| {
        Problem::new(
            kinds::UNKNOWN_ACTION,
            format!("OCPP {version}, which the charge point speaks, has no {name}"),
        )
    })?;
    if !action.sent_by_central_system() || !action.confirmed() {
        let detail = format!("{name} is sent by charge points, not to them");
        return Err(Problem::new(kinds::WRONG_DIRECTION, detail));
    }
    let invalid = |reason: String| Problem::new(kinds::INVALID_REQUEST, format!("the body is not JSON: {reason}"));
    let text = body.as_str().map_err(|error| invalid(error.to_string()))?;
    let payload: Value = serde_json::from_str(text).map_err(|error| invalid(error.to_string()))?;
    action
        .validate(Kind::Request, &payload)
        .map_err(|violation| (version, violation))?;
    let call = Call {
        action,
        payload: text.to_owned(),
        timeout: Duration::ZERO,
        settle: Duration::ZERO,
    };
    Ok((call, payload))
}

/// Keeps the command, answers 202, and writes the outcome when it is there.
async fn later(
    admin: web::Data<AppState>,
    orders: Recipient<Order>,
    (charge_point, call, payload): (ChargePointId, Call, Value),
) -> Result<Accepted<View>, Problem> {
    let command = Command {
        id: uuid::Uuid::new_v4().to_string(),
        charge_point,
        action: call.action.name().to_owned(),
        payload,
        waits: false,
        state: CommandState::Pending,
        response: None,
        error: None,
        created_at: clock::now(),
        ended_at: None,
    };
    admin.write(vec![put_command(&command)?]).await?;
    let location = format!("/api/v1/commands/{}", command.id);
    let body = View::from(command.clone());
    rt::spawn(async move {
        let action = call.action;
        let outcome = send(&orders, call).await;
        let (id, ended) = (command.id.clone(), ended(command, action.version(), outcome));
        if let Err(problem) = admin.keep(put_command(&ended)).await {
            tracing::error!(command.id = id, %problem, "the outcome of a command was not kept");
        }
    });
    Ok(Accepted { location, body })
}

async fn read(admin: web::Data<AppState>, Path(path): Path<CommandPath>) -> Result<Json<View>, Problem> {
    let found = admin.state().command(&path.id)?;
    let mut command = found.ok_or_else(|| Problem::not_found("command", &path.id))?;
    // What waited when the process before ended waits no more.
    if command.state == CommandState::Pending && command.created_at < admin.started {
        command.state = CommandState::Lost;
    }
    Ok(Json(View::from(command)))
}
