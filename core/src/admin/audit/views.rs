//! What is written down before and after a change: the resource as GET shows it, which here is GET's own function.
//! Sessions and local lists, whose GET may be long, are shown as they are in lists.

use actix_web::body::MessageBody as _;
use actix_web::dev::Payload;
use actix_web::{FromRequest, Handler, HttpRequest, Responder, web};
use futures_util::future::LocalBoxFuture;
use serde_json::{Value, json};

use crate::admin::{
    AppState, access, campaigns, charge_points, commands, files, firmware, id_tags, inbox, plugins, reservations,
    transactions, webhooks,
};
use crate::ids::ChargePointId;

/// Shows a resource by the names in the path of a request.
pub type Show = for<'a> fn(&'a HttpRequest) -> LocalBoxFuture<'a, Option<Value>>;

/// What is shown, by the pattern of its path.
const SHOWN: &[(&str, Show)] = &[
    ("/charge-points/{id}", |request| {
        Box::pin(got(charge_points::read, request))
    }),
    ("/charge-points/{id}/configuration", |request| Box::pin(wanted(request))),
    ("/charge-points/{id}/local-list", |request| {
        Box::pin(local_list(request))
    }),
    ("/charge-points/{id}/inbox/{entry}", |request| {
        Box::pin(got(inbox::read, request))
    }),
    ("/charge-points/{id}/reservations/{number}", |request| {
        Box::pin(got(reservations::read, request))
    }),
    ("/id-tags/{tag}", |request| Box::pin(got(id_tags::shown, request))),
    ("/transactions/{chargePoint}/{id}", |request| {
        Box::pin(got(transactions::shown, request))
    }),
    ("/transactions/{chargePoint}/", |request| {
        Box::pin(got(transactions::shown, request))
    }),
    ("/commands/{id}", |request| Box::pin(got(commands::read, request))),
    ("/campaigns/{id}", |request| Box::pin(got(campaigns::read, request))),
    ("/firmware/{name}", |request| Box::pin(got(firmware::read, request))),
    ("/files/{id}", |request| Box::pin(got(files::read, request))),
    ("/plugins/{name}", |request| Box::pin(got(plugins::shown, request))),
    ("/plugins/{name}/settings", |request| {
        Box::pin(got(plugins::settings::read, request))
    }),
    ("/tokens/{name}", |request| Box::pin(got(access::tokens::read, request))),
    ("/webhooks/{name}", |request| Box::pin(got(webhooks::shown, request))),
];

/// What is shown of what an operation changes, whose pattern is below `/api/v1`: of that path, or, for one such as
/// `/plugins/{name}/activate`, of the path above it.
#[must_use]
pub fn of(pattern: &str) -> Option<Show> {
    let of = |pattern: &str| SHOWN.iter().find(|(known, _)| *known == pattern).map(|(_, show)| *show);
    of(pattern).or_else(|| {
        let (above, last) = pattern.rsplit_once('/')?;
        if last.starts_with('{') {
            return None;
        }
        of(above)
    })
}

/// What GET answers; none: there is nothing.
async fn got<F, Args>(get: F, request: &HttpRequest) -> Option<Value>
where
    F: Handler<Args>,
    Args: FromRequest,
    F::Output: Responder,
{
    let args = Args::from_request(request, &mut Payload::None).await.ok()?;
    let answer = get.call(args).await.respond_to(request);
    if !answer.status().is_success() {
        return None;
    }
    let bytes = answer.into_body().try_into_bytes().ok()?;
    serde_json::from_slice(&bytes).ok()
}

fn station(request: &HttpRequest) -> Option<(&AppState, ChargePointId)> {
    let app = request.app_data::<web::Data<AppState>>()?;
    let pattern = request.match_pattern()?;
    let target = super::target::of_path(&pattern, request.uri().path());
    Some((app, ChargePointId::new(target.get("chargePoint")?)))
}

/// What should be set.
async fn wanted(request: &HttpRequest) -> Option<Value> {
    let (app, id) = station(request)?;
    Some(json!({ "wanted": app.state().wanted(&id).ok()?.values }))
}

/// Which list the station has.
async fn local_list(request: &HttpRequest) -> Option<Value> {
    let (app, id) = station(request)?;
    let list = app.state().local_list(&id).ok()?;
    Some(json!({ "version": list.version, "entries": list.entries.len(), "missed": list.missed.len() }))
}
