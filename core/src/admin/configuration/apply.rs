//! `POST /charge-points/{id}/configuration/apply`: what is not as wanted is set, by the verb `apply-configuration`, which
//! is answered like any other, and keeps back nothing that the station has no name for. For a station that is away it waits, a day unless `?ttl=` says otherwise; of several that
//! wait the newest counts.

use actix_web::{Either, web};
use chrono::TimeDelta;
use serde_json::{Value, json};

use crate::admin::AppState;
use crate::admin::body::Json;
use crate::admin::commands::{CommandView, Options, accepted, reply};
use crate::admin::path::{ChargePointPath, Path};
use crate::admin::problem::Problem;
use crate::admin::query::Query;
use crate::admin::reply::Accepted;
use crate::clock;
use crate::commands::SendError;
use crate::ocpp::provisioning::{ApplyConfigurationRequest, differing};
use crate::ocpp::verb::Wish as _;
use crate::state::commands::{Command, NewCommand, Origin};

/// Of what waits for a station the newest counts.
const WORD: &str = "configuration";

/// The answer where there is nothing to do.
pub fn nothing_differs() -> Value {
    json!({ "status": "nothing differs", "values": [] })
}

/// Sets what differs.
pub async fn apply(
    app: web::Data<AppState>,
    options: Query<Options>,
    Path(path): Path<ChargePointPath>,
) -> Result<Either<Json<Value>, Accepted<CommandView>>, Problem> {
    app.registered(&path.id)?;
    let now = clock::now();
    let (time, expiry, word) = (options.timeout()?, options.expiry(now)?, options.coalesce()?);
    if differing(app.state(), &path.id)?.is_empty() {
        return Ok(Either::Left(Json(nothing_differs())));
    }
    let mut command = Command::new(NewCommand {
        charge_point: path.id.clone(),
        action: ApplyConfigurationRequest::NAME.to_owned(),
        payload: json!({}).into(),
        origin: Origin::Operator,
    });
    command.timeout_ms = time.and_then(|time| u64::try_from(time.as_millis()).ok());
    command.expires_at = Some(expiry.unwrap_or(now + TimeDelta::days(1)));
    command.waits = true;
    command.coalesce = Some(word.unwrap_or_else(|| WORD.to_owned()));
    let is_there = match app.sender().find(&path.id).await {
        Ok(_) => true,
        Err(SendError::NotConnected(_)) => false,
        Err(error) => return Err(error.into()),
    };
    app.sender().queue(&command, Vec::new()).await?;
    if !is_there {
        return Ok(Either::Right(accepted(command)));
    }
    reply(&app, command, &options).await
}
