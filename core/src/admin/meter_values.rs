//! `/charge-points/{id}/meter-values`: the last values of each connector (1.6) or EVSE (2.x) that belong to no
//! session; 0 is the main meter. Those of a session stand with it.

use actix_web::web;
use serde::Serialize;
use serde_json::Value;

use super::AppState;
use super::body::Json;
use super::path::{ChargePointPath, Path};
use super::problem::Problem;
use crate::admin::openapi::{Routes, Tag, op};

/// Declares the path.
pub fn routes(api: &mut Routes) {
    api.at("/charge-points/{id}/meter-values", Tag::CHARGE_POINTS).get(
        op("get_meter_values", "The last values that belong to no session"),
        list,
    );
}

#[derive(Debug, Serialize, utoipa::ToSchema)]
#[schema(as = MeterValueList)]
struct ValuesView {
    /// By connector or EVSE.
    items: Vec<MeterValuesView>,
}

/// The last values of one connector or EVSE.
#[derive(Debug, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = ConnectorMeterValues)]
struct MeterValuesView {
    /// 2.x.
    evse: Option<i64>,
    /// 1.6.
    connector: Option<i64>,
    /// As the station sent it: `timestamp` and `sampledValue`.
    meter_value: Value,
}

async fn list(app: web::Data<AppState>, Path(path): Path<ChargePointPath>) -> Result<Json<ValuesView>, Problem> {
    app.registered(&path.id)?;
    let state = app.state();
    let spoken = state.last_connection(&path.id)?;
    let has_evses = spoken.is_some_and(|connection| connection.version != "1.6");
    let mut items: Vec<MeterValuesView> = state
        .latest_meter_values(&path.id)?
        .into_iter()
        .map(|(number, meter_value)| {
            let number = number.parse().ok();
            MeterValuesView {
                evse: number.filter(|_| has_evses),
                connector: number.filter(|_| !has_evses),
                meter_value,
            }
        })
        .collect();
    items.sort_by_key(|values| (values.evse, values.connector));
    Ok(Json(ValuesView { items }))
}
