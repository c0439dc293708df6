//! `GET /tls`: the certificates of the listeners, and when they end. `POST /tls/reload` reads their files again.

use actix_web::web;
use serde::Serialize;

use super::AppState;
use super::body::Json;
use super::problem::{Problem, kinds};
use crate::admin::openapi::{Routes, Tag, op};
use crate::clock;
use crate::reread::reread;
use crate::tls::{CertificateFacts, Shown, Urgency, urgency};

/// Declares the paths.
pub fn routes(api: &mut Routes) {
    api.at("/tls", Tag::OPERATION).get(
        op("get_tls", "The certificates of the listeners, and when they end"),
        show,
    );
    api.at("/tls/reload", Tag::OPERATION).post(
        op(
            "reload_tls",
            "Read certificates, keys, revocation lists and authorities again",
        )
        .says(
            "All of them count for what begins from now on, or none does: the listeners' files and those of \
                 `[certificates]`. Connections that are there stay. SIGHUP does the same.",
        )
        .fails(&[kinds::CERTIFICATES_UNUSABLE, kinds::STOPPING]),
        reload,
    );
}

/// The certificates.
#[derive(Debug, Serialize, utoipa::ToSchema)]
#[schema(as = Tls)]
struct TlsView {
    /// In the order in which they are named; empty: no listener speaks TLS.
    certificates: Vec<CertificateView>,
}

/// A certificate of a listener.
#[derive(Debug, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = ListenerCertificate)]
struct CertificateView {
    /// `ocpp` or `admin`.
    listener: &'static str,
    /// `valid`; `soon` within 30 days of its end, `urgent` within 7; `over`.
    state: &'static str,
    #[serde(flatten)]
    facts: CertificateFacts,
}

impl TlsView {
    fn of(shown: Vec<Shown>) -> Self {
        let now = clock::now();
        let one = |shown: Shown| CertificateView {
            listener: shown.listener,
            state: match shown.facts.not_after.map(|end| urgency(now, end)) {
                None | Some(Urgency::None) => "valid",
                Some(Urgency::Soon) => "soon",
                Some(Urgency::Urgent) => "urgent",
                Some(Urgency::Over) => "over",
            },
            facts: shown.facts,
        };
        Self {
            certificates: shown.into_iter().map(one).collect(),
        }
    }
}

async fn show(state: web::Data<AppState>) -> Json<TlsView> {
    Json(TlsView::of(state.certificates.shown()))
}

async fn reload(state: web::Data<AppState>) -> Result<Json<TlsView>, Problem> {
    let listeners = state.certificates.clone();
    let authorities = state.sender().pipeline().authorities.clone();
    let read = web::block(move || reread(&listeners, &authorities)).await;
    let read = read.map_err(|_| Problem::new(kinds::STOPPING, "the server stops"))?;
    let shown = read.map_err(|error| Problem::new(kinds::CERTIFICATES_UNUSABLE, error.to_string()))?;
    tracing::info!(certificates = shown.len(), "the certificates were read again");
    Ok(Json(TlsView::of(shown)))
}
