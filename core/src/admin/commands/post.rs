//! `POST /charge-points/{id}/commands/{name}`: a command is taken, and how it went is answered.
//!
//! A raw action whose answer is waited for goes straight to the session; the body goes out as it came, so that members
//! keep their order; an empty one counts as `{}`. Everything else is a durable command, which leaves at its turn.

use std::cell::RefCell;
use std::time::Duration;

use actix_web::{Either, HttpMessage as _, HttpRequest, web};
use ocpp_schemas::{Catalogue, Kind, Version};
use serde::Deserialize;
use serde_json::{Value, json};
use tokio::time::{Instant, timeout_at};

use super::once::Once;
use super::options::{Options, Wait};
use super::view::{CommandView, ended};
use crate::admin::AppState;
use crate::admin::audit::Noted;
use crate::admin::body::{Json, JsonText, fitting, not_json};
use crate::admin::path::{self, Path};
use crate::admin::problem::words::command_meant;
use crate::admin::problem::{Problem, kinds};
use crate::admin::query::Query;
use crate::admin::reply::Accepted;
use crate::admin::send::answer;
use crate::clock;
use crate::commands::{Destination, SendError, Wanted};
use crate::ids::ChargePointId;
use crate::ocpp::verbs::{self, Verb};
use crate::state::commands::{Command, CommandState, NewCommand, Origin};
use crate::state::payload::Payload;

/// What the way to the station and back takes at most beside the station itself.
const GRACE: Duration = Duration::from_secs(2);
/// An effect is not waited for longer in one request.
const EFFECT: Duration = Duration::from_secs(600);

/// `/charge-points/{id}/commands/{name}`.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
pub struct CommandPath {
    /// The charge point's identity.
    #[serde(deserialize_with = "path::charge_point")]
    #[param(value_type = String, min_length = 1, max_length = 128, pattern = r"^[^\x00-\x1f\x7f-\x9f:]+$")]
    id: ChargePointId,
    /// An action of its version, or a verb.
    #[serde(deserialize_with = "path::name")]
    #[param(value_type = String, min_length = 1, max_length = 255, pattern = r"^[^\x00-\x1f\x7f-\x9f]+$")]
    name: String,
}

/// What a command is answered.
pub type Reply = Result<Either<Json<Value>, Accepted<CommandView>>, Problem>;

/// A command as whoever wants it says it, by whichever door.
pub struct Order<'a> {
    /// Whom it is for.
    pub charge_point: ChargePointId,
    /// An action of its version, or a verb.
    pub name: String,
    /// The payload or the verb's body.
    pub text: &'a str,
    /// What is said of its way.
    pub options: &'a Options,
    /// One of the same key is carried out once.
    pub key: Option<&'a str>,
    /// What else tells it apart from others with its key.
    pub told_apart_by: &'a str,
    /// The id of the record that it becomes, if it becomes one.
    pub id: RefCell<Option<String>>,
}

/// A command as it was asked for.
struct Asked<'a> {
    order: &'a Order<'a>,
    once: Option<Once>,
    verb: Option<&'static Verb>,
    /// The station, if it is there.
    to: Option<Destination>,
}

pub async fn post(
    app: web::Data<AppState>,
    request: HttpRequest,
    options: Query<Options>,
    Path(path): Path<CommandPath>,
    body: JsonText,
) -> Reply {
    let order = Order {
        charge_point: path.id,
        name: path.name,
        text: text(&body)?,
        options: &options,
        key: Once::key_of(&request)?,
        told_apart_by: request.query_string(),
        id: RefCell::default(),
    };
    let reply = take(&app, &order).await;
    if let Some(id) = order.id.take() {
        request.extensions_mut().insert(Noted {
            result: Some(json!({ "id": id })),
            ..Noted::default()
        });
    }
    reply
}

/// Takes a command, and answers how it went.
///
/// # Errors
/// What keeps it from being taken, and what came of it if that is no success.
pub async fn take(app: &AppState, order: &Order<'_>) -> Reply {
    app.registered(&order.charge_point)?;
    if let Some(reason) = without_effect(order) {
        return Err(Problem::new(kinds::INVALID_REQUEST, reason));
    }
    let told_apart_by = [
        order.charge_point.as_str(),
        &order.name,
        order.told_apart_by,
        order.text,
    ];
    let once = order.key.map(|key| Once::with(key, "commands", &told_apart_by));
    let once = once.transpose()?;
    if let Some(once) = &once
        && let Some(first) = first(app, once)?
    {
        return reply(app, first, order.options).await;
    }
    let to = match app.sender().find(&order.charge_point).await {
        Ok(to) => Some(to),
        Err(SendError::NotConnected(_)) => None,
        Err(error) => return Err(error.into()),
    };
    let verb = verbs::verb(&order.name);
    let asked = Asked { order, once, verb, to };
    match &asked.to {
        Some(to) if asked.is_direct() => {
            let payload = Payload::parse(order.text).map_err(|error| not_json(&error))?;
            send(app, to, &order.name, payload, order.options).await
        }
        _ => asked.queue(app).await,
    }
}

impl Asked<'_> {
    /// It goes straight to the session: a raw action whose answer is waited for, and nothing else is said of it.
    fn is_direct(&self) -> bool {
        let options = self.order.options;
        self.verb.is_none() && options.wait() != Wait::False && self.once.is_none() && !options.is_kept()
    }

    /// The record that it begins as.
    fn command(&self, app: &AppState) -> Result<Command, Problem> {
        let payload = match self.verb {
            Some(verb) => of_verb(verb, self.order.text)?,
            None => Payload::parse(self.order.text).map_err(|error| not_json(&error))?,
        };
        let options = self.order.options;
        let expires_at = options.expiry(clock::now())?;
        let time = options.timeout()?;
        let command = Command {
            timeout_ms: time.and_then(|time| u64::try_from(time.as_millis()).ok()),
            expires_at,
            waits: expires_at.is_some(),
            coalesce: options.coalesce()?,
            whole: !options.splits(),
            ..Command::new(NewCommand {
                charge_point: self.order.charge_point.clone(),
                action: self.order.name.clone(),
                payload,
                origin: Origin::Operator,
            })
        };
        if command.expires_at.is_none() && self.to.is_none() {
            return Err(SendError::NotConnected(command.charge_point).into());
        }
        match (self.verb, &self.to) {
            (Some(_), _) => {}
            (None, Some(to)) => app.sender().check(to, &command)?,
            (None, None) => is_known(app, &command)?,
        }
        Ok(command)
    }

    /// Puts it into the durable queue.
    async fn queue(&self, app: &AppState) -> Reply {
        let command = self.command(app)?;
        self.order.id.replace(Some(command.id.clone()));
        let kept = match &self.once {
            Some(once) => once.keep(app.state(), &command.id)?,
            None => Vec::new(),
        };
        match (app.sender().queue(&command, kept).await, &self.once) {
            (Ok(()), _) if self.to.is_none() => Ok(Either::Right(accepted(command))),
            (Ok(()), _) => reply(app, command, self.order.options).await,
            // The same request came twice at once, or what it replaces left meanwhile.
            (Err(error), Some(once)) if error.is_conflict() => {
                let first = first(app, once)?.ok_or(Problem::new(kinds::CONFLICT, error.to_string()))?;
                reply(app, first, self.order.options).await
            }
            (Err(error), _) => Err(error.into()),
        }
    }
}

/// Why the effect of a command cannot be waited for: of an action nobody knows it, whatever its version calls it.
fn without_effect(order: &Order<'_>) -> Option<String> {
    let name = order.name.as_str();
    let is_action = Version::ALL
        .iter()
        .any(|version| Catalogue::of(*version).action(name).is_some());
    if order.options.wait() != Wait::Effect || !is_action {
        return None;
    }
    let instead = match verbs::name_for(name) {
        Some(verb) => format!("; that of the verb `{verb}` can, which says the same in all versions"),
        None => String::new(),
    };
    Some(format!(
        "{name} is an action, whose answer is waited for (`wait=answer`), while its effect cannot be{instead}"
    ))
}

fn text(body: &JsonText) -> Result<&str, Problem> {
    body.as_str()
        .map_err(|_| Problem::new(kinds::INVALID_REQUEST, "the body is not UTF-8"))
}

/// What came of the first request with a key.
fn first(app: &AppState, once: &Once) -> Result<Option<Command>, Problem> {
    let Some(id) = once.first(app.state())? else {
        return Ok(None);
    };
    Ok(app.state().command(&id)?)
}

/// A raw command whose answer is waited for.
async fn send(app: &AppState, to: &Destination, name: &str, payload: Payload, options: &Options) -> Reply {
    let action = to.action(name)?;
    let wanted = Wanted {
        id: None,
        action: action.name().to_owned(),
        payload,
        origin: Origin::Operator,
        timeout: options.timeout()?,
        seen: Vec::new(),
        following: Vec::new(),
    };
    let outcome = if options.splits() {
        app.sender().send_in_parts(to, wanted).await?
    } else {
        app.sender().send(to, wanted).await?
    };
    Ok(Either::Left(Json(answer(action, outcome)?)))
}

/// The body of a verb, held against its form.
fn of_verb(verb: &Verb, text: &str) -> Result<Payload, Problem> {
    let value: Value = serde_json::from_str(text).map_err(|error| not_json(&error))?;
    let fits = |value: &Value| verb.check(value).map_err(|error| error.to_string());
    let body = fitting(value, &fits);
    let body = body.and_then(|body| verb.inexact(text).map_or(Ok(body), Err));
    let body = body.map_err(|detail| Problem::new(kinds::INVALID_REQUEST, format!("in the body: {detail}")))?;
    Ok(body.into())
}

/// A raw command for a station that is away: it must be one of a version that the station may speak.
fn is_known(app: &AppState, command: &Command) -> Result<(), Problem> {
    let spoken = app.state().boot(&command.charge_point)?;
    let spoken: Option<Version> = spoken.and_then(|boot| boot.version?.parse().ok());
    let is_anywhere = |version: &Version| Catalogue::of(*version).action(&command.action).is_some();
    if spoken.is_none() && !Version::ALL.iter().any(is_anywhere) {
        // Nobody knows yet what it speaks.
        let known = Version::ALL
            .into_iter()
            .flat_map(|version| Catalogue::of(version).actions());
        let detail = format!(
            "no version of OCPP has {}; which one the charge point speaks is not known before it connects{}",
            command.action,
            command_meant(&command.action, known)
        );
        return Err(Problem::new(kinds::UNKNOWN_ACTION, detail));
    }
    let versions = spoken.map_or_else(|| Version::ALL.to_vec(), |version| vec![version]);
    let payload = command.payload.value();
    let mut refused: Option<Problem> = None;
    for version in versions {
        let Some(action) = Catalogue::of(version).action(&command.action) else {
            let action = command.action.clone();
            refused.get_or_insert(SendError::UnknownAction { version, action }.into());
            continue;
        };
        if !action.sent_by_central_system() || !action.confirmed() {
            let action = command.action.clone();
            refused = Some(SendError::WrongDirection { version, action }.into());
            continue;
        }
        match action.validate(Kind::Request, &payload) {
            Ok(()) => return Ok(()),
            Err(violation) => refused = Some((version, violation).into()),
        }
    }
    Err(refused.unwrap_or_else(|| Problem::new(kinds::UNKNOWN_ACTION, "no version has it")))
}

/// The answer to a command that waits.
pub fn accepted(command: Command) -> Accepted<CommandView> {
    Accepted {
        location: format!("/api/v1/commands/{}", command.id),
        body: command.into(),
    }
}

/// Waits as long as was wanted, and answers how it stands.
pub async fn reply(app: &AppState, command: Command, options: &Options) -> Reply {
    if options.wait() == Wait::False {
        return Ok(Either::Right(accepted(command)));
    }
    let limits = &app.settings().connection;
    let patience = match options.wait() {
        Wait::Effect => EFFECT,
        _ => command.timeout(limits.call_timeout) + limits.settle_delay + GRACE,
    };
    let deadline = Instant::now() + patience;
    let is_there = |command: &Command| match options.wait() {
        Wait::Effect => command.state.is_over(),
        _ => command.state != CommandState::Pending,
    };
    let mut listening = app.state().command_news().listen(&command.id);
    let mut known = command;
    loop {
        // One that never was pending is as the first request left it.
        if let Some(now) = app.state().command(&known.id)? {
            known = now;
        }
        if is_there(&known) {
            return Ok(Either::Left(Json(ended(known)?)));
        }
        if timeout_at(deadline, listening.news()).await.is_err() {
            return Ok(Either::Right(accepted(known)));
        }
    }
}
