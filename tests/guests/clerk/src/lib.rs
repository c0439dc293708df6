//! Commands, reads, waits, tells and counts: what the suites look at through its endpoint.
#![expect(clippy::unwrap_used, reason = "a failure here is to be seen as one")]

use std::hash::{BuildHasher as _, RandomState};
use std::time::{Duration, SystemTime};

use ocpp_plugin_sdk::commands::{self, WhenAway};
use ocpp_plugin_sdk::directory::ChargePoint;
use ocpp_plugin_sdk::endpoint::{Request, Response};
use ocpp_plugin_sdk::types::v16;
use ocpp_plugin_sdk::{Call, CallError, Context, Event, Failed, directory, fail, http, settings, state, time};
use serde_json::{Value, json};

ocpp_plugin_sdk::plugin! {
    name: "clerk",
    capabilities: [state, commands, directory, events, http],
    handlers: { v16::Authorize => authorize, v16::DataTransfer => data_transfer },
    events: {
        "charge-point.connected" => note,
        "connector.status" => note,
        "transaction.started" => note,
        "transaction.ended" => note,
        "command.answered" => note,
        "plugin.doorman.refused" => note,
    },
    schedules: { "beat" every 1 => beat },
    http: on_request,
}

/// Asks the back end that the settings name for at most `timeoutMs`, and answers what it says. Where it says
/// nothing the CALL is refused, or with `fail = "http"` the plugin fails.
fn authorize(call: &Call<v16::Authorize>, response: &mut v16::AuthorizeResponse) -> Result<(), CallError> {
    let settings: Value = settings::read().unwrap_or_else(|error| fail(&error));
    let Some(url) = settings.get("url").and_then(Value::as_str) else {
        return Ok(());
    };
    let timeout = settings.get("timeoutMs").and_then(Value::as_u64).unwrap_or(1_000);
    let asked = http::Request::get(&format!("{url}/{}", call.request.id_tag)).timeout(Duration::from_millis(timeout));
    match asked.send() {
        Ok(answer) if answer.text().trim() == "no" => response.id_tag_info.status = v16::AuthorizationStatus::Blocked,
        Ok(_) => {}
        Err(error) if settings.get("fail").and_then(Value::as_str) == Some("http") => fail(&error),
        Err(error) => return Err(CallError::new("GenericError", &error.to_string())),
    }
    Ok(())
}

/// Sends a command back to the one who asks, inside its own call: the one that `data` spells if the message
/// is `send`, else one that asks `data` for a key.
fn data_transfer(call: &Call<v16::DataTransfer>, response: &mut v16::DataTransferResponse) -> Result<(), CallError> {
    if call.request.message_id.as_deref() == Some("send") {
        let wanted: Value = serde_json::from_str(call.request.data.as_deref().unwrap_or_default()).unwrap();
        let action = wanted.get("action").and_then(Value::as_str).unwrap();
        let payload = wanted.get("payload").unwrap().to_string();
        let sent = commands::send_text(&call.context.charge_point, action, &payload, WhenAway::Refuse);
        response.status = v16::DataTransferStatus::Accepted;
        response.data = Some(sent.unwrap());
        return Ok(());
    }
    let to = call.request.data.as_deref().unwrap_or(&call.context.charge_point);
    let away = if call.request.message_id.as_deref() == Some("wait") {
        WhenAway::Wait
    } else {
        WhenAway::Refuse
    };
    let sent = commands::send_text(to, "GetConfiguration", r#"{"key":["HeartbeatInterval"]}"#, away);
    response.status = v16::DataTransferStatus::Accepted;
    response.data = Some(match sent {
        Ok(id) => id,
        Err(error) => format!("refused: {}", error.code),
    });
    Ok(())
}

/// Keeps each event in its order; `fail` in the settings makes it refuse those of a kind, `trap` trap on them, and
/// `notify` is the URL that must take them first.
fn note(event: &Event) -> Result<(), Failed> {
    let settings: Value = settings::read().unwrap_or_else(|error| fail(&error));
    let text = |member: &str| settings.get(member).and_then(Value::as_str);
    if text("fail") == Some(event.kind.as_str()) {
        return Err(Failed::new("told to"));
    }
    if text("trap") == Some(event.kind.as_str()) {
        fail(&"told to trap");
    }
    if let Some(url) = text("notify") {
        let answer = http::Request::get(url)
            .send()
            .map_err(|error| Failed::new(error.to_string()))?;
        if answer.status >= 400 {
            return Err(Failed::new(format!("the receiver answered {}", answer.status)));
        }
    }
    let number = state::increment("notes", 1, None).unwrap();
    let noted =
        json!({ "kind": event.kind, "of": event.context.charge_point, "id": event.id(), "payload": event.payload });
    state::put_json(&format!("note/{number:06}"), &noted, None).unwrap();
    Ok(())
}

/// Fails while `/break` was asked for last and not `/mend`.
fn beat(_: &Context) -> Result<(), Failed> {
    if state::get("broken").unwrap().is_some() {
        fail(&"broken");
    }
    state::increment("beats", 1, None).unwrap();
    Ok(())
}

fn on_request(request: &Request) -> Response {
    match request.path.as_str() {
        "/notes" => {
            let keys = state::list("note/", None, 1000).unwrap();
            let notes: Vec<Value> = keys.iter().filter_map(|key| state::get_json(key).unwrap()).collect();
            Response::json(&notes)
        }
        "/beats" => Response::json(&state::increment("beats", 0, None).unwrap()),
        "/echo" => Response::json(&json!({
            "method": request.method, "query": request.query, "headers": request.headers,
            "body": String::from_utf8_lossy(&request.body),
        })),
        "/break" => Response::json(&state::put("broken", b"yes", None).unwrap()),
        "/mend" => Response::json(&state::delete("broken").unwrap()),
        // What a clock and a die say, which is something else each time.
        "/dice" => Response::json(&json!({
            "at": SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap().as_nanos().to_string(),
            "random": RandomState::new().hash_one(0).to_string(),
        })),
        "/time" => {
            let parameter = |name: &str| request.parameter(name).unwrap_or_default();
            match time::local(&parameter("at"), &parameter("zone")) {
                Ok(local) => Response::json(&json!({
                    "text": local.text, "weekday": local.weekday, "secondOfDay": local.second_of_day,
                    "summer": local.summer, "abbreviation": local.abbreviation, "nextChange": local.next_change,
                })),
                Err(error) => Response::text(400, error.code),
            }
        }
        "/panic" => fail(&"asked to"),
        "/charge-points" => match directory::charge_points(None, 10) {
            Ok(found) => Response::json(&found.iter().map(|point| point.id.clone()).collect::<Vec<_>>()),
            Err(error) => Response::text(403, error.code),
        },
        "/sessions" => {
            let found = directory::charge_points(None, 10).unwrap();
            let shown = |point: &ChargePoint| json!([point.id, point.connected, point.session.as_ref().map(|s| s.id)]);
            Response::json(&found.iter().map(shown).collect::<Vec<_>>())
        }
        _ => Response::text(404, "not here"),
    }
}
