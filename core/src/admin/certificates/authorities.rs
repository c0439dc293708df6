//! The server's authorities: what stands in their certificates, these themselves, and the lists of what was taken back.

use std::sync::Arc;

use actix_web::body::BoxBody;
use actix_web::{HttpRequest, HttpResponse, Responder, web};
use chrono::TimeDelta;
use serde::{Deserialize, Serialize};
use serde_json::json;

use crate::admin::AppState;
use crate::admin::body::Json;
use crate::admin::openapi::{Answer, Answered, Content, Routes, Signature, Tag, op};
use crate::admin::path::{self, Path};
use crate::admin::problem::{Missing, Problem, kinds};
use crate::certificates::{Authority, AuthorityError, Facts, Revoked, SigningUse};
use crate::clock;

/// A list is made anew whenever somebody asks; who keeps it asks again before it is so old.
const LIST_FOR: TimeDelta = TimeDelta::days(7);
/// Records that are read at a time.
const STEP: usize = 500;

const PEM: &str = "application/x-pem-file";

/// Declares the paths.
pub fn routes(api: &mut Routes) {
    api.at("/certificate-authorities", Tag::CERTIFICATES).get(
        op("list_certificate_authorities", "Those that sign for this server"),
        list,
    );
    api.at("/certificate-authorities/{name}/certificate", Tag::CERTIFICATES)
        .get(
            op(
                "get_authority_certificate",
                "Its certificate in PEM, and those that lead to its root",
            ),
            certificate,
        );
    api.at("/certificate-authorities/{name}/revocation-list", Tag::CERTIFICATES)
        .get(
            op("get_revocation_list", "Its list of what was taken back (CRL), in PEM")
                .says("For a proxy that ends TLS in front of the server, which looks into its own records itself."),
            revocation_list,
        );
}

/// An authority.
#[derive(Debug, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = CertificateAuthority)]
struct AuthorityView {
    /// What it is called in paths: `station`, or `v2g`.
    name: &'static str,
    /// What it signs.
    signs: Vec<SigningUse>,
    /// What stands in its certificate.
    certificate: Facts,
}

/// All of them.
#[derive(Debug, Serialize, utoipa::ToSchema)]
#[schema(as = CertificateAuthorities)]
struct AuthoritiesView {
    /// At most two.
    items: Vec<AuthorityView>,
}

/// `/certificate-authorities/{name}`
#[derive(Debug, Deserialize, utoipa::IntoParams)]
struct AuthorityPath {
    /// `station` or `v2g`.
    #[serde(deserialize_with = "path::name")]
    #[param(value_type = String, min_length = 1, max_length = 255, pattern = r"^[^\x00-\x1f\x7f-\x9f]+$")]
    name: String,
}

/// 200 with PEM.
struct Pem(String);

impl Responder for Pem {
    type Body = BoxBody;

    fn respond_to(self, _: &HttpRequest) -> HttpResponse {
        HttpResponse::Ok().content_type(PEM).body(self.0)
    }
}

impl Answer for Pem {
    fn answer(signature: &mut Signature) {
        let example = "-----BEGIN CERTIFICATE-----\nMIIB...\n-----END CERTIFICATE-----\n";
        signature.answer(
            200,
            Answered {
                description: "PEM",
                contents: vec![Content::text(PEM, json!({ "type": "string" }), example)],
                ..Answered::default()
            },
        );
    }
}

fn found(app: &AppState, name: &str) -> Result<Arc<Authority>, Problem> {
    let authorities = &app.sender().pipeline().authorities;
    let found = match name {
        "station" => authorities.station(),
        "v2g" => authorities.vehicle(),
        _ => None,
    };
    found.ok_or_else(|| Problem::not_found(Missing::CERTIFICATE_AUTHORITY, name))
}

async fn list(app: web::Data<AppState>) -> Json<AuthoritiesView> {
    let named = ["station", "v2g"].into_iter().filter_map(|name| {
        let facts = found(&app, name).ok()?.facts.clone();
        let signs = SigningUse::ALL.into_iter();
        let signs = signs.filter(|purpose| purpose.names_the_station() == (name == "station"));
        Some(AuthorityView {
            name,
            signs: signs.collect(),
            certificate: facts,
        })
    });
    Json(AuthoritiesView { items: named.collect() })
}

async fn certificate(app: web::Data<AppState>, Path(path): Path<AuthorityPath>) -> Result<Pem, Problem> {
    Ok(Pem(found(&app, &path.name)?.pem()?))
}

async fn revocation_list(app: web::Data<AppState>, Path(path): Path<AuthorityPath>) -> Result<Pem, Problem> {
    let authority = found(&app, &path.name)?;
    let now = clock::now();
    let (mut revoked, mut last) = (Vec::new(), None::<String>);
    loop {
        let page = app.state().issued_certificates(last.as_deref(), STEP)?;
        let is_last = page.len() < STEP;
        for (serial, issued) in page {
            if let Some(taken_back) = issued.revoked
                && issued.facts.issuer == authority.facts.subject
            {
                revoked.push(Revoked {
                    serial_number: issued.facts.serial_number,
                    at: taken_back.at,
                });
            }
            last = Some(serial);
        }
        if is_last {
            break;
        }
    }
    Ok(Pem(authority.revocation_list(&revoked, now, now + LIST_FOR)?))
}

impl From<AuthorityError> for Problem {
    fn from(error: AuthorityError) -> Self {
        tracing::error!(%error, "an authority does not do what it is asked for");
        Self::new(kinds::INTERNAL, error.to_string())
    }
}
