//! What the server's authorities have signed, and what was taken back of it.

use actix_web::web;
use serde::Deserialize;

use super::view::IssuedView;
use crate::admin::AppState;
use crate::admin::body::Json;
use crate::admin::openapi::{Routes, Tag, op};
use crate::admin::page::{Page, Paging, cursor, key};
use crate::admin::path::{self, Path};
use crate::admin::problem::{Missing, Problem, kinds};
use crate::admin::query::Query;
use crate::admin::revised::repeat;
use crate::clock;
use crate::state::certificates::{Revocation, put_issued};

/// The longest reason.
const LONGEST_REASON: usize = 500;

/// Declares the paths.
pub fn routes(api: &mut Routes) {
    api.at("/issued-certificates", Tag::CERTIFICATES).get(
        op(
            "list_issued_certificates",
            "What the server's authorities signed, by serial number",
        ),
        list,
    );
    api.at("/issued-certificates/{serial}", Tag::CERTIFICATES)
        .get(op("get_issued_certificate", "One of them"), read);
    api.at("/issued-certificates/{serial}/revoke", Tag::CERTIFICATES).post(
        op(
            "revoke_certificate",
            "Take one back: who shows it is not let in any more",
        )
        .says("It stands on its authority's list from then on. A second time changes nothing.")
        .fails(&[kinds::CONFLICT]),
        revoke,
    );
}

/// `/issued-certificates/{serial}`
#[derive(Debug, Deserialize, utoipa::IntoParams)]
struct SerialPath {
    /// Hexadecimal.
    #[serde(deserialize_with = "path::name")]
    #[param(value_type = String, min_length = 1, max_length = 255, pattern = r"^[^\x00-\x1f\x7f-\x9f]+$")]
    serial: String,
}

/// Why one is taken back.
#[derive(Debug, Default, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
#[schema(as = RevokeCertificate, examples(json!({"reason": "stolen"})))]
struct RevokeRequest {
    /// For people.
    #[schema(max_length = 500)]
    reason: Option<String>,
}

async fn list(app: web::Data<AppState>, paging: Query<Paging>) -> Result<Json<Page<IssuedView>>, Problem> {
    let after = key(paging.after.as_deref())?;
    let found = app
        .state()
        .issued_certificates(after.as_deref(), paging.limit.with_one_more())?;
    let page = Page::cut(found, paging.limit, |(serial, _)| cursor(serial));
    Ok(Json(page.map(|(_, issued)| issued.into())))
}

async fn read(app: web::Data<AppState>, Path(path): Path<SerialPath>) -> Result<Json<IssuedView>, Problem> {
    let (issued, _) = app.state().issued_certificate(&path.serial)?;
    let issued = issued.ok_or_else(|| Problem::not_found(Missing::ISSUED_CERTIFICATE, &path.serial))?;
    Ok(Json(issued.into()))
}

async fn revoke(
    app: web::Data<AppState>,
    Path(path): Path<SerialPath>,
    Json(wanted): Json<RevokeRequest>,
) -> Result<Json<IssuedView>, Problem> {
    if wanted
        .reason
        .as_ref()
        .is_some_and(|reason| reason.chars().count() > LONGEST_REASON)
    {
        let detail = format!("`reason` has at most {LONGEST_REASON} characters");
        return Err(Problem::new(kinds::INVALID_REQUEST, detail));
    }
    let issued = repeat(app.state(), || {
        let (issued, seen) = app.state().issued_certificate(&path.serial)?;
        let mut issued = issued.ok_or_else(|| Problem::not_found(Missing::ISSUED_CERTIFICATE, &path.serial))?;
        if issued.revoked.is_some() {
            return Ok((Vec::new(), issued));
        }
        issued.revoked = Some(Revocation {
            at: clock::now(),
            reason: wanted.reason.clone(),
        });
        Ok((vec![seen.guarded(put_issued(&issued)?)], issued))
    })
    .await?;
    Ok(Json(issued.into()))
}
