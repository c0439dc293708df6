//! `POST /charge-points`: registers or changes many at once. The body is a JSON array, or one JSON object a line; each
//! says what a PUT says, and `id` whose it is. Each line has its own result, whatever became of the others.

use std::collections::HashSet;

use actix_web::rt;
use actix_web::web;
use serde::Serialize;
use serde_json::Value;

use super::change;
use super::put::PutChargePoint;
use crate::admin::AppState;
use crate::admin::body::{Json, JsonText, not_json, of_value};
use crate::admin::problem::{Problem, kinds};
use crate::ids::ChargePointId;
use crate::ids::identity::of_text;

/// The largest body, in bytes.
pub const MAX_BODY_BYTES: usize = 8 << 20;
/// So many lines a body has at most.
const MOST_LINES: usize = 20_000;
/// So many charge points are changed at a time.
const AT_ONCE: usize = 64;

/// What became of all.
#[derive(Debug, Default, Serialize, utoipa::ToSchema)]
#[schema(as = ManyChargePointsPut)]
pub struct Reply {
    /// So many are new.
    created: usize,
    /// So many were known.
    changed: usize,
    /// So many lines were refused.
    refused: usize,
    /// In the order of the body.
    items: Vec<Item>,
}

/// What became of one line.
#[derive(Debug, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = ChargePointPut)]
struct Item {
    /// The how many-th, from 1 on.
    line: usize,
    /// Whose line it is.
    id: Option<ChargePointId>,
    /// What became of it.
    result: Outcome,
    /// Why it was refused.
    #[serde(skip_serializing_if = "Option::is_none")]
    problem: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "kebab-case")]
#[schema(as = PutOutcome)]
enum Outcome {
    Created,
    Changed,
    Refused,
}

/// One line that can be read.
struct Line {
    id: ChargePointId,
    body: PutChargePoint,
}

/// What a line is refused for, with the identity if it has one.
type Refused = (Option<ChargePointId>, String);

/// Registers or changes all that can be.
pub async fn post(app: web::Data<AppState>, body: JsonText) -> Result<Json<Reply>, Problem> {
    let lines = lines(body.bytes())?;
    let mut seen = HashSet::new();
    let mut reply = Reply::default();
    let mut numbered = lines.into_iter().enumerate();
    loop {
        let some: Vec<_> = numbered.by_ref().take(AT_ONCE).collect();
        if some.is_empty() {
            return Ok(Json(reply));
        }
        let begun: Vec<_> = some
            .into_iter()
            .map(|(number, line)| {
                let line = line.and_then(|value| read(value, &mut seen));
                (number + 1, rt::spawn(make(app.clone(), line)))
            })
            .collect();
        for (line, made) in begun {
            let made = made
                .await
                .map_err(|_| Problem::new(kinds::STOPPING, "the server is stopping"))?;
            reply.add(line, made);
        }
    }
}

impl Reply {
    fn add(&mut self, line: usize, made: Result<(ChargePointId, bool), Refused>) {
        let (id, result, problem) = match made {
            Ok((id, true)) => (Some(id), Outcome::Created, None),
            Ok((id, false)) => (Some(id), Outcome::Changed, None),
            Err((id, problem)) => (id, Outcome::Refused, Some(problem)),
        };
        *match result {
            Outcome::Created => &mut self.created,
            Outcome::Changed => &mut self.changed,
            Outcome::Refused => &mut self.refused,
        } += 1;
        self.items.push(Item {
            line,
            id,
            result,
            problem,
        });
    }
}

/// Whether the charge point is new.
async fn make(app: web::Data<AppState>, line: Result<Line, Refused>) -> Result<(ChargePointId, bool), Refused> {
    let Line { id, body } = line?;
    match change(&app, &id, &body).await {
        Ok(change) => Ok((id, change.created)),
        Err(problem) => Err((Some(id), problem.detail)),
    }
}

/// The lines of a body; one that is no JSON is refused alone.
fn lines(bytes: &[u8]) -> Result<Vec<Result<Value, Refused>>, Problem> {
    let bytes = bytes.trim_ascii();
    let lines: Vec<_> = if bytes.starts_with(b"[") {
        let values: Vec<Value> = serde_json::from_slice(bytes).map_err(|error| not_json(&error))?;
        values.into_iter().map(Ok).collect()
    } else if let Ok(one) = serde_json::from_slice(bytes) {
        vec![Ok(one)]
    } else {
        let lines = bytes
            .split(|byte| *byte == b'\n')
            .filter(|line| !line.trim_ascii().is_empty());
        let lines = lines.map(|line| serde_json::from_slice(line).map_err(|_| (None, "it is not JSON".to_owned())));
        lines.collect()
    };
    if lines.is_empty() {
        let detail = "the body is a JSON array, or one JSON object a line: {\"id\": \"CP1\", \"securityProfile\": 0}";
        return Err(Problem::new(kinds::INVALID_REQUEST, detail));
    }
    if lines.len() > MOST_LINES {
        let detail = format!("a body has at most {MOST_LINES} lines");
        return Err(Problem::new(kinds::INVALID_REQUEST, detail));
    }
    Ok(lines)
}

fn read(mut value: Value, seen: &mut HashSet<ChargePointId>) -> Result<Line, Refused> {
    let named = value.as_object_mut().and_then(|members| members.remove("id"));
    let named = match named {
        Some(Value::String(named)) => named,
        Some(_) => return Err((None, "`id` must be a text".to_owned())),
        None => return Err((None, "`id` is missing".to_owned())),
    };
    let id = of_text(&named).map_err(|reason| (None, format!("`id`: {reason}")))?;
    if !seen.insert(id.clone()) {
        return Err((Some(id), "this charge point stands in the body before".to_owned()));
    }
    match of_value(value) {
        Ok(body) => Ok(Line { id, body }),
        Err(detail) => Err((Some(id), detail)),
    }
}
