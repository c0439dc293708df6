//! `/charge-points/{id}/certificates`: what is known of a charge point's certificates, and its requests that wait for an
//! operator. `/certificates`: what all charge points use, by its end. `/issued-certificates`: what the server's authorities
//! have signed, to be taken back; `/certificate-authorities`: these, with their lists of what was.

mod authorities;
mod issued;
mod view;

use actix_web::web;
use chrono::TimeDelta;
use serde::{Deserialize, Serialize};

use self::view::{CertificateView, InUseView, of_station};
use super::AppState;
use super::body::Json;
use super::page::{self, Limit, Page, cursor};
use super::path::{self, ChargePointPath, Path};
use super::problem::{Missing, Problem, kinds};
use super::query::Query;
use super::revised::repeat;
use crate::admin::openapi::{Routes, Tag, op};
use crate::clock;
use crate::config::units;
use crate::ids::ChargePointId;
use crate::ocpp::certificates::{NotSigned, sign_waiting};
use crate::state::certificates::{CertificateRequest, RequestState, StationCertificates, put_certificates};
use crate::state::command_queue::queue_command;

/// So many charge points are looked at for one answer.
const MOST_READ: usize = 5_000;
/// So many at a time.
const STEP: usize = 200;

/// Declares the paths.
pub fn routes(api: &mut Routes) {
    api.at("/charge-points/{id}/certificates", Tag::CERTIFICATES).get(
        op("list_station_certificates", "What is known of its certificates")
            .says("What it uses, what it asked for, and what lies in it, as it said when it was asked last."),
        of_charge_point,
    );
    api.at("/charge-points/{id}/certificates/{request}/sign", Tag::CERTIFICATES)
        .post(
            op("sign_certificate_request", "Sign a request that waits")
                .fails(&[kinds::SETTLED_ALREADY, kinds::CONFLICT]),
            sign,
        );
    api.at("/charge-points/{id}/certificates/{request}/reject", Tag::CERTIFICATES)
        .post(
            op("reject_certificate_request", "Do not sign a request that waits")
                .fails(&[kinds::SETTLED_ALREADY, kinds::CONFLICT]),
            reject,
        );
    api.at("/certificates", Tag::CERTIFICATES)
        .get(op("list_certificates", "What all charge points use"), in_use);
    issued::routes(api);
    authorities::routes(api);
}

/// All that is known of the certificates of one.
#[derive(Debug, Serialize, utoipa::ToSchema)]
#[schema(as = StationCertificates)]
struct CertificatesView {
    /// What it uses first.
    items: Vec<CertificateView>,
}

impl From<&StationCertificates> for CertificatesView {
    fn from(known: &StationCertificates) -> Self {
        Self {
            items: of_station(known),
        }
    }
}

async fn of_charge_point(
    app: web::Data<AppState>,
    Path(path): Path<ChargePointPath>,
) -> Result<Json<CertificatesView>, Problem> {
    app.registered(&path.id)?;
    let (known, _) = app.state().certificates_seen(&path.id)?;
    Ok(Json((&known).into()))
}

/// `/charge-points/{id}/certificates/{request}/...`
#[derive(Debug, Deserialize, utoipa::IntoParams)]
struct RequestPath {
    /// The identity.
    #[serde(deserialize_with = "path::charge_point")]
    #[param(value_type = String, min_length = 1, max_length = 128, pattern = r"^[^\x00-\x1f\x7f-\x9f:]+$")]
    id: ChargePointId,
    /// The request's id, as the list has it.
    #[serde(deserialize_with = "path::name")]
    #[param(value_type = String, min_length = 1, max_length = 255, pattern = r"^[^\x00-\x1f\x7f-\x9f]+$")]
    request: String,
}

async fn sign(app: web::Data<AppState>, Path(path): Path<RequestPath>) -> Result<Json<CertificatesView>, Problem> {
    let pipeline = app.sender().pipeline();
    let (authorities, settings) = (&pipeline.authorities, &pipeline.settings.certificates);
    let known = repeat(app.state(), || {
        let (mut known, seen) = app.state().certificates_seen(&path.id)?;
        let request = waiting(&mut known, &path)?;
        let effects = sign_waiting((authorities, settings), &path.id, request, clock::now())?;
        let mut writes = vec![seen.guarded(put_certificates(&path.id, &known)?)];
        writes.extend(effects.writes.into_iter().flatten());
        for command in &effects.commands {
            writes.extend(queue_command(command)?);
        }
        Ok((writes, known))
    })
    .await?;
    app.state().queue_bell().ring(&path.id);
    Ok(Json((&known).into()))
}

async fn reject(app: web::Data<AppState>, Path(path): Path<RequestPath>) -> Result<Json<CertificatesView>, Problem> {
    let known = repeat(app.state(), || {
        let (mut known, seen) = app.state().certificates_seen(&path.id)?;
        let request = waiting(&mut known, &path)?;
        request.state = RequestState::Rejected;
        request.reason = Some("an operator rejected it".to_owned());
        request.csr = None;
        request.changed_at = clock::now();
        let write = seen.guarded(put_certificates(&path.id, &known)?);
        Ok((vec![write], known))
    })
    .await?;
    Ok(Json((&known).into()))
}

/// The request that a path names, which must wait.
fn waiting<'k>(known: &'k mut StationCertificates, path: &RequestPath) -> Result<&'k mut CertificateRequest, Problem> {
    let found = known.requests.iter_mut().find(|request| request.id == path.request);
    let found = found.ok_or_else(|| Problem::not_found(Missing::CERTIFICATE_REQUEST, &path.request))?;
    if found.state != RequestState::Waiting {
        let detail = "the request does not wait for an operator (any more)";
        return Err(Problem::new(kinds::SETTLED_ALREADY, detail));
    }
    Ok(found)
}

impl From<NotSigned> for Problem {
    fn from(error: NotSigned) -> Self {
        match error {
            NotSigned::Store(error) => error.into(),
            NotSigned::Authority(error) => {
                tracing::error!(%error, "a certificate cannot be signed");
                Self::new(kinds::INTERNAL, error.to_string())
            }
            other => Self::new(kinds::SETTLED_ALREADY, other.to_string()),
        }
    }
}

/// Which certificates.
#[derive(Debug, Default, Deserialize, utoipa::IntoParams)]
#[serde(default, deny_unknown_fields, rename_all = "camelCase")]
struct Filter {
    /// Only those that are over within so long, such as `30d`, or are over already.
    expiring_within: Option<String>,
    /// The `next` of the page before.
    after: Option<String>,
    /// How many.
    #[param(value_type = usize, minimum = 1, maximum = 1000, default = 100)]
    limit: Limit,
}

impl Filter {
    fn within(&self) -> Result<Option<TimeDelta>, Problem> {
        let Some(text) = &self.expiring_within else {
            return Ok(None);
        };
        let long = units::duration(text).and_then(|long| TimeDelta::from_std(long).ok());
        let detail = "in the query: `expiringWithin` is a duration such as `30d` or `12h`";
        long.map(Some)
            .ok_or_else(|| Problem::new(kinds::INVALID_REQUEST, detail))
    }
}

/// An answer looks at a bounded number of charge points: where few of many are wanted it may have fewer than its limit,
/// and `next` says where to go on.
async fn in_use(app: web::Data<AppState>, filter: Query<Filter>) -> Result<Json<Page<InUseView>>, Problem> {
    let (now, within) = (clock::now(), filter.within()?);
    let mut after = page::key(filter.after.as_deref())?.map(|id| ChargePointId::new(&id));
    let (mut found, mut read) = (Vec::new(), 0);
    loop {
        let some = app.state().certificates(after.as_ref(), STEP)?;
        let is_last = some.len() < STEP;
        for (id, known) in some {
            read += 1;
            let wanted = known
                .in_use()
                .filter(|facts| within.is_none_or(|within| facts.valid_until - now < within));
            found.extend(wanted.map(|facts| InUseView::of(&id, facts, now)));
            after = Some(id);
            // All of a charge point's stand on one page.
            if found.len() >= filter.limit.count() {
                break;
            }
        }
        let is_full = found.len() >= filter.limit.count() || read >= MOST_READ;
        if is_full || is_last {
            let next = after.filter(|_| is_full).map(|id| cursor(id.as_str()));
            return Ok(Json(Page { items: found, next }));
        }
    }
}
