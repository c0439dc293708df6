//! A command that comes over `/live`: carried out, answered and written down as its POST would be.

use std::cell::RefCell;
use std::collections::BTreeMap;

use actix_web::Either;
use actix_web::http::StatusCode;
use serde_json::{Value, json};

use super::words::CommandOrder;
use crate::admin::AppState;
use crate::admin::audit::{Asking, Ending, Entry};
use crate::admin::body::Json;
use crate::admin::commands::{Order, take};
use crate::admin::problem::{Problem, kinds};
use crate::admin::reply::Accepted;
use crate::state::audit::Who;

/// The path of a command's POST.
pub const COMMANDS: &str = "/api/v1/charge-points/{id}/commands/{name}";

/// Carries a command out, and answers what its POST would be answered.
pub async fn command(app: &AppState, who: Who, ordered: &CommandOrder) -> Value {
    let id = json!(ordered.id);
    match written_down(app, who, ordered).await {
        Ok((status, body)) => json!({ "command": id, "status": status.as_u16(), "body": body }),
        Err(problem) => {
            json!({ "command": id, "status": problem.kind.status.as_u16(), "problem": problem.document() })
        }
    }
}

/// It is in the audit log before it leaves, and how it ended before it is answered.
async fn written_down(app: &AppState, who: Who, ordered: &CommandOrder) -> Result<(StatusCode, Value), Problem> {
    let text = text(ordered);
    let asking = Asking {
        asked: serde_json::from_str(text).ok().filter(|asked| *asked != json!({})),
        ..asking(who, ordered)
    };
    let entry = Entry::begin(app.state(), asking)?;
    entry.is_kept().await?;
    let made = RefCell::default();
    let outcome = carried_out(app, ordered, (text, &made)).await;
    let (status, problem) = match &outcome {
        Ok((status, _)) => (*status, None),
        Err(problem) => (problem.kind.status, Some(problem.detail.clone())),
    };
    entry
        .end(Ending {
            result: made.take().map(|id: String| json!({ "id": id })),
            ..Ending::of(status, problem)
        })
        .await?;
    outcome
}

/// What is written down of a command that is not looked at.
pub fn asking(who: Who, ordered: &CommandOrder) -> Asking {
    Asking {
        who,
        operation: "POST /charge-points/{id}/commands/{name}".to_owned(),
        path: Some("/api/v1/live".to_owned()),
        target: BTreeMap::from([
            ("chargePoint".to_owned(), ordered.charge_point.to_string()),
            ("action".to_owned(), ordered.name.clone()),
        ]),
        asked: None,
        before: None,
    }
}

fn text(ordered: &CommandOrder) -> &str {
    ordered.body.as_ref().map_or("{}", |body| body.get())
}

async fn carried_out(
    app: &AppState,
    ordered: &CommandOrder,
    (text, made): (&str, &RefCell<Option<String>>),
) -> Result<(StatusCode, Value), Problem> {
    let options = ordered
        .options()
        .map_err(|detail| Problem::new(kinds::INVALID_REQUEST, format!("in the command: {detail}")))?;
    let order = Order {
        charge_point: ordered.charge_point.clone(),
        name: ordered.name.clone(),
        text,
        options: &options,
        key: ordered.idempotency_key.as_deref(),
        told_apart_by: "",
        id: RefCell::default(),
    };
    let reply = take(app, &order).await;
    made.replace(order.id.take());
    Ok(match reply? {
        Either::Left(Json(body)) => (StatusCode::OK, body),
        Either::Right(Accepted { body, .. }) => (StatusCode::ACCEPTED, json!(body)),
    })
}
