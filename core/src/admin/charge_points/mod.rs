//! `/charge-points`: list, read, register, change, delete.
//!
//! A change of password or profile leaves a live connection alone, because it was let in by what
//! was valid then; only a raised profile ends it. A change of the registration is told to it.

mod change;
mod view;

use std::collections::HashSet;
use std::time::Duration;

use actix_web::rt::time::timeout;
use actix_web::{HttpRequest, HttpResponse, web};
use serde::Deserialize;

use super::page::{Limit, Page};
use super::problem::Problem;
use super::{Admin, body, path};
use crate::clock;
use crate::config::settings::RegistrationStatus;
use crate::ids::ChargePointId;
use crate::registry::messages::SessionMessage;
use crate::registry::messages::{Disconnect, ListConnected};
use crate::state::charge_points::{ChargePoint, delete_charge_point, put_charge_point};
use crate::state::shown::Seen;
use change::Wanted;

/// How long a live connection may take to take its new registration.
const TELL: Duration = Duration::from_secs(1);

type Named = (ChargePointId, ChargePoint);

/// Declares the paths.
pub fn routes(service: &mut web::ServiceConfig) {
    service
        .service(web::resource("/charge-points").get(list))
        .service(web::resource("/charge-points/{id}").get(read).put(put).delete(remove));
}

#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct Filter {
    after: Option<String>,
    limit: Limit,
    connected: Option<bool>,
}

async fn list(admin: web::Data<Admin>, filter: web::Query<Filter>) -> Result<HttpResponse, Problem> {
    let Filter {
        after,
        limit,
        connected,
    } = filter.into_inner();
    let after = after.as_deref().map(ChargePointId::new);
    let found = match connected {
        None => admin.state().charge_points(after.as_ref(), limit.with_one_more())?,
        Some(true) => list_connected(&admin, after, limit).await?,
        Some(false) => list_absent(&admin, after, limit).await?,
    };
    let page = Page::cut(found, limit, |(id, _)| id.to_string());
    let mut items = Vec::with_capacity(page.items.len());
    for (id, record) in page.items {
        items.push(view(&admin, id, &record).await?);
    }
    Ok(HttpResponse::Ok().json(Page { items, next: page.next }))
}

/// Those that the registry knows. One that was deleted a moment ago is still registered here, with
/// nothing known of it.
async fn list_connected(admin: &Admin, after: Option<ChargePointId>, limit: Limit) -> Result<Vec<Named>, Problem> {
    let limit = limit.with_one_more();
    let connected = admin.registry.send(ListConnected { after, limit }).await?;
    let mut found = Vec::with_capacity(connected.len());
    for (id, _) in connected {
        let record = admin.state().charge_point(&id)?.unwrap_or_default();
        found.push((id, record));
    }
    Ok(found)
}

/// Those that the registry does not know.
async fn list_absent(admin: &Admin, mut after: Option<ChargePointId>, limit: Limit) -> Result<Vec<Named>, Problem> {
    let all = ListConnected {
        after: None,
        limit: usize::MAX,
    };
    let connected: HashSet<_> = admin.registry.send(all).await?.into_iter().map(|(id, _)| id).collect();
    let wanted = limit.with_one_more();
    let mut found = Vec::with_capacity(wanted);
    while found.len() < wanted {
        let step = admin.state().charge_points(after.as_ref(), wanted)?;
        let Some((last, _)) = step.last() else { break };
        after = Some(last.clone());
        found.extend(step.into_iter().filter(|(id, _)| !connected.contains(id)));
    }
    Ok(found)
}

async fn view(admin: &Admin, id: ChargePointId, record: &ChargePoint) -> Result<Seen, Problem> {
    let session = admin.session(&id).await?.map(|connected| connected.info);
    Ok(view::read(admin.state(), id, record, session)?)
}

async fn read(admin: web::Data<Admin>, request: HttpRequest) -> Result<HttpResponse, Problem> {
    let id = path::charge_point(&request)?;
    let record = admin.registered(&id)?;
    Ok(HttpResponse::Ok().json(view(&admin, id, &record).await?))
}

async fn put(admin: web::Data<Admin>, request: HttpRequest, bytes: web::Bytes) -> Result<HttpResponse, Problem> {
    let id = path::charge_point(&request)?;
    let wanted: Wanted = body::read(&bytes)?;
    let change = wanted.apply(admin.state().charge_point(&id)?, clock::now())?;
    admin.write(vec![put_charge_point(&id, &change.record)?]).await?;
    tracing::info!(charge_point.id = %id, created = change.created, "an operator changed a charge point");
    if change.raised && !change.created {
        admin.registry.send(Disconnect(id.clone())).await?;
    } else if change.registration {
        tell_registration(&admin, &id, change.record.registration).await?;
    }
    let mut response = if change.created {
        HttpResponse::Created()
    } else {
        HttpResponse::Ok()
    };
    Ok(response.json(view(&admin, id, &change.record).await?))
}

/// The operator's word counts before the answer to the last boot, as when the station connects.
async fn tell_registration(admin: &Admin, id: &ChargePointId, word: Option<RegistrationStatus>) -> Result<(), Problem> {
    let Some(connected) = admin.session(id).await? else {
        return Ok(());
    };
    let boot = admin.state().boot(id)?.map(|boot| boot.status);
    let told = timeout(
        TELL,
        connected.mailbox.send(SessionMessage::Registration(word.or(boot))),
    )
    .await;
    if told.is_err() {
        tracing::warn!(charge_point.id = %id, "a connection that does not move learns its registration late");
    }
    Ok(())
}

async fn remove(admin: web::Data<Admin>, request: HttpRequest) -> Result<HttpResponse, Problem> {
    let id = path::charge_point(&request)?;
    admin.registered(&id)?;
    admin.write(delete_charge_point(&id)).await?;
    admin.registry.send(Disconnect(id.clone())).await?;
    tracing::info!(charge_point.id = %id, "an operator deleted a charge point");
    Ok(HttpResponse::NoContent().finish())
}
