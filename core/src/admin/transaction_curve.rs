//! `GET /transactions/{charge point}/{id}/curve`: how a session's power, energy and state of charge went, in at most so many
//! points that a chart can be drawn of it.

use actix_web::rt::task::spawn_blocking;
use actix_web::web;
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;
use serde::{Deserialize, Serialize};

use super::AppState;
use super::body::Json;
use super::path::Path;
use super::problem::{Missing, Problem, kinds};
use super::query::Query;
use super::transactions::TransactionPath;
use crate::clock::text;
use crate::ids::{ChargePointId, TransactionId};
use crate::ledger::curve::{Point, PowerSource, thinned};
use crate::ledger::measured::curve_of;

/// The query.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[serde(default, deny_unknown_fields)]
pub struct Wanted {
    /// At most so many points. Of a longer session the peaks stay: of each stretch the highest and the lowest power.
    #[param(minimum = 10, maximum = 2000, default = 300)]
    points: usize,
}

impl Default for Wanted {
    fn default() -> Self {
        Self { points: 300 }
    }
}

/// How a session went.
#[derive(Debug, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = TransactionCurve)]
pub struct CurveView {
    /// Whose.
    charge_point: ChargePointId,
    /// Names the session in paths.
    id: TransactionId,
    /// What the power rests on; none: neither power nor energy was measured.
    power_source: Option<PowerSource>,
    /// The highest power, in W.
    highest_power_w: Option<f64>,
    /// At so many times something was measured.
    measured: usize,
    /// In the order of their times, at most as many as were wanted.
    points: Vec<CurvePoint>,
}

/// What was measured at one time.
#[derive(Debug, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
struct CurvePoint {
    /// By the station's clock: RFC 3339.
    #[schema(format = DateTime)]
    at: String,
    /// In W.
    power_w: Option<f64>,
    /// From the start of the session on, in Wh.
    energy_wh: Option<String>,
    /// The state of charge in percent.
    soc: Option<f64>,
}

impl From<Point> for CurvePoint {
    fn from(point: Point) -> Self {
        let number = |value: Option<Decimal>| value.and_then(|value| value.to_f64());
        Self {
            at: text(point.at),
            power_w: number(point.power),
            energy_wh: point.energy.map(|wh| wh.normalize().to_string()),
            soc: number(point.soc),
        }
    }
}

/// One session's.
pub async fn read(
    app: web::Data<AppState>,
    wanted: Query<Wanted>,
    Path(path): Path<TransactionPath>,
) -> Result<Json<CurveView>, Problem> {
    if !(10..=2000).contains(&wanted.points) {
        return Err(Problem::new(
            kinds::INVALID_REQUEST,
            "in the query: `points` goes from 10 to 2000",
        ));
    }
    let (charge_point, id) = path.named();
    let found = app.state().transaction(&charge_point, &id)?;
    let transaction = found.ok_or_else(|| app.missing_of(&charge_point, Missing::TRANSACTION, &id))?;
    let state = app.state().clone();
    // A long session has thousands of messages.
    let curve = spawn_blocking(move || curve_of(&state, transaction)).await??;
    let highest = curve.points.iter().filter_map(|point| point.power).max();
    Ok(Json(CurveView {
        charge_point,
        id,
        power_source: curve.source,
        highest_power_w: highest.and_then(|watts| watts.to_f64()),
        measured: curve.points.len(),
        points: thinned(&curve.points, wanted.points)
            .into_iter()
            .map(CurvePoint::from)
            .collect(),
    }))
}
