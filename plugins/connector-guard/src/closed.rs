//! Connectors that operators have closed while the server runs, in the plugin's state: one key each.

use ocpp_plugin_sdk::endpoint::{Request, Response};
use ocpp_plugin_sdk::state::{self, StateError};
use serde::Serialize;

const PREFIX: &str = "closed/";
/// What one listing shows.
const MOST: u32 = 1_000;

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Closed {
    charge_point: String,
    connector: i64,
}

/// Whether a connector is closed.
pub fn is(charge_point: &str, connector: i64) -> Result<bool, StateError> {
    Ok(state::get(&format!("{PREFIX}{charge_point}/{connector}"))?.is_some())
}

/// `GET /closed`, `PUT` and `DELETE /closed/CHARGE-POINT/CONNECTOR`.
///
/// # Errors
/// The state's.
pub fn answer(request: &Request) -> Result<Response, StateError> {
    if let Some(name) = request.unknown_parameter(&[]) {
        return Ok(Response::text(
            400,
            format!("{name:?} is not known here; there are no parameters"),
        ));
    }
    let segments = request.segments();
    match (request.method.as_str(), segments.as_slice()) {
        ("GET", [first]) if first == "closed" => {
            let keys = state::list(PREFIX, None, MOST)?;
            let places = keys.iter().filter_map(|key| place(key.strip_prefix(PREFIX)?));
            Ok(Response::json(&places.collect::<Vec<_>>()))
        }
        (method @ ("PUT" | "DELETE"), [first, rest @ ..]) if first == "closed" => match place(&rest.join("/")) {
            Some(place) if method == "PUT" => {
                state::put(&key(&place), b"", None)?;
                Ok(Response::json(&place))
            }
            Some(place) => {
                state::delete(&key(&place))?;
                Ok(Response::text(204, ""))
            }
            None => Ok(not_here()),
        },
        _ => Ok(not_here()),
    }
}

fn not_here() -> Response {
    Response::text(
        404,
        "there is GET /closed, and PUT and DELETE /closed/CHARGE-POINT/CONNECTOR",
    )
}

/// A charge point's identity may have slashes.
fn place(text: &str) -> Option<Closed> {
    let (charge_point, connector) = text.rsplit_once('/')?;
    Some(Closed {
        charge_point: charge_point.to_owned(),
        connector: connector.parse().ok()?,
    })
}

fn key(place: &Closed) -> String {
    format!("{PREFIX}{}/{}", place.charge_point, place.connector)
}
