//! `/simulated-charge-points`: begin one inside the server, see which run, switch one off.
//!
//! Each is registered with a password of its own and the label `simulated`, so it is let in whatever the server asks of
//! charge points, and is told apart from real ones. What it did stays when it is switched off, as with any other.

use std::ops::RangeInclusive;
use std::sync::Arc;

use actix_web::{HttpMessage as _, HttpRequest, web};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::TimeDelta;
use ocpp_charge_point::client::ClientCertificate;
use ocpp_charge_point::fleet::Rhythm;
use ocpp_charge_point::station::ConnectorView;
use ocpp_schemas::Version;
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::AppState;
use super::audit::Noted;
use super::body::Json;
use super::charge_points::PutChargePoint;
use super::path::{ChargePointPath, Path};
use super::problem::{Missing, Problem, kinds};
use super::reply::{Created, NoContent};
use crate::admin::openapi::{Routes, Tag, op};
use crate::certificates::made::issue_with_key;
use crate::certificates::{Authority, Leaf, SigningUse};
use crate::clock::{self, text};
use crate::config::settings::Secret;
use crate::ids::ChargePointId;
use crate::ids::identity::of_text;
use crate::simulated::{NotBegun, Running, Wanted};
use crate::state::attributes::Label;
use crate::state::certificates::{IssuedCertificate, put_issued};

/// What marks them.
const LABEL: &str = "simulated";

/// What their names begin with where nobody says one.
const NAME: &str = "SIM";

/// The security profiles that there are for them: whoever names the identity of another is not to be let in.
const PROFILES: RangeInclusive<u8> = 1..=3;

/// Declares the paths.
pub fn routes(api: &mut Routes) {
    api.at("/simulated-charge-points", Tag::CHARGE_POINTS)
        .get(
            op("list_simulated_charge_points", "Simulated charge points that run inside the server"),
            list,
        )
        .post(
            op("start_simulated_charge_point", "Begin a simulated charge point inside the server")
                .says(
                    "It is registered with the label `simulated` and connects to the server's own listener, with TLS and a \
                     certificate of the server's authority as its security profile wants it. At most 20 run at a time, and none \
                     outlives the server. A charge point that is not simulated is never replaced by one.",
                )
                .fails(&[kinds::SIMULATED_EXISTS, kinds::TOO_MANY_SIMULATED, kinds::STOPPING, kinds::CONFLICT]),
            post,
        );
    api.at("/simulated-charge-points/{id}", Tag::CHARGE_POINTS).delete(
        op("stop_simulated_charge_point", "Switch a simulated charge point off")
            .says("It stays registered, with all that it did."),
        remove,
    );
}

/// What happens at it by itself.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "lowercase")]
#[schema(as = SimulatedScenario)]
enum Scenario {
    /// Nothing; who is let in from afar finds a car plugged in.
    #[default]
    Idle,
    /// Cars come and go, some minutes each.
    Calm,
    /// Cars come and go, some seconds each.
    Busy,
}

impl Scenario {
    const fn rhythm(self) -> Option<Rhythm> {
        match self {
            Self::Idle => None,
            Self::Calm => Some(Rhythm::CALM),
            Self::Busy => Some(Rhythm::BUSY),
        }
    }

    fn of(rhythm: Option<Rhythm>) -> Self {
        match rhythm {
            Some(rhythm) if rhythm == Rhythm::BUSY => Self::Busy,
            Some(_) => Self::Calm,
            None => Self::Idle,
        }
    }
}

/// The body.
#[derive(Debug, Default, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
#[schema(as = StartSimulatedChargePoint, examples(json!({"version": "2.0.1", "scenario": "busy"})))]
struct Post {
    /// What it calls itself; `SIM-1`, or the next that is free, if absent.
    id: Option<String>,
    /// What it speaks; 1.6 if absent.
    #[schema(value_type = Option<String>, examples("1.6", "2.0.1", "2.1"))]
    version: Option<Version>,
    /// What happens at it by itself.
    scenario: Scenario,
    /// 1: a password in clear text, 2: a password by TLS, 3: a certificate by TLS. As it is if absent; at first 1, or 2 where the
    /// server listens with TLS alone.
    #[schema(minimum = 1, maximum = 3)]
    security_profile: Option<u8>,
}

/// A simulated charge point that runs.
#[derive(Debug, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = SimulatedChargePoint)]
struct SimulatedView {
    /// What it calls itself.
    id: String,
    /// What it speaks.
    version: String,
    /// What happens at it by itself.
    scenario: Scenario,
    /// The security profile with which it connects.
    security_profile: u8,
    /// When it was begun.
    #[schema(format = DateTime)]
    started_at: String,
    /// Whether it is connected.
    connected: bool,
    /// How many messages of sessions wait until it is.
    waiting: usize,
    /// Its connectors, as it knows them itself.
    connectors: Vec<SimulatedConnector>,
}

/// A connector as the charge point knows it.
#[derive(Debug, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
struct SimulatedConnector {
    /// From 1 on.
    id: u16,
    /// 1.6's word, such as `Charging`.
    status: String,
    /// The register, in Wh.
    register_wh: i64,
    /// What flows, in W.
    power_w: f64,
    /// How full the car's battery is; none: no car is there.
    battery_percent: Option<f64>,
}

impl From<ConnectorView> for SimulatedConnector {
    fn from(view: ConnectorView) -> Self {
        Self {
            id: view.id,
            status: view.status.v16().to_owned(),
            register_wh: view.register_wh,
            power_w: view.power_w,
            battery_percent: view.battery_percent,
        }
    }
}

impl From<Running> for SimulatedView {
    fn from(running: Running) -> Self {
        let Running { wanted, view } = running;
        let (connected, waiting) = view.as_ref().map_or((false, 0), |view| (view.connected, view.waiting));
        let security_profile = view.as_ref().map_or(wanted.profile, |view| view.security_profile);
        let connectors = view.map(|view| view.connectors).unwrap_or_default();
        Self {
            id: wanted.id.to_string(),
            version: wanted.version.to_string(),
            scenario: Scenario::of(wanted.rhythm),
            security_profile,
            started_at: text(wanted.since),
            connected,
            waiting,
            connectors: connectors.into_iter().map(SimulatedConnector::from).collect(),
        }
    }
}

/// All that run.
#[derive(Debug, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = SimulatedChargePoints, examples(json!({"items": [], "securityProfiles": [1, 2, 3]})))]
struct List {
    /// Those that run.
    items: Vec<SimulatedView>,
    /// The security profiles with which one can be begun here.
    security_profiles: Vec<u8>,
}

async fn list(app: web::Data<AppState>) -> Result<Json<List>, Problem> {
    let running = app.simulated.list().await;
    let items = running.into_iter().map(SimulatedView::from).collect();
    let security_profiles = PROFILES.filter(|profile| serves(&app, *profile).is_ok()).collect();
    Ok(Json(List {
        items,
        security_profiles,
    }))
}

async fn post(
    app: web::Data<AppState>,
    request: HttpRequest,
    Json(body): Json<Post>,
) -> Result<Created<SimulatedView>, Problem> {
    let id = match &body.id {
        Some(id) => of_text(id).map_err(|reason| Problem::new(kinds::INVALID_REQUEST, reason))?,
        None => next_name(&app)?,
    };
    app.simulated.may_begin(&id).map_err(refused)?;
    let profile = match body.security_profile {
        Some(profile) => profile,
        None => own_profile(&app, &id)?,
    };
    serves(&app, profile)?;
    let password = password()?;
    register(&app, &id, (profile, &password)).await?;
    let certificate = if profile == 3 {
        Some(certify(&app, &id).await?)
    } else {
        None
    };
    let wanted = Wanted {
        id: id.clone(),
        version: body.version.unwrap_or(Version::V16),
        rhythm: body.scenario.rhythm(),
        profile,
        password: Secret(password),
        certificate,
        since: clock::now(),
    };
    app.simulated.begin(wanted.clone()).await.map_err(refused)?;
    tracing::info!(charge_point.id = %id, "an operator began a simulated charge point");
    let view = SimulatedView::from(Running { wanted, view: None });
    request.extensions_mut().insert(Noted {
        after: serde_json::to_value(&view).ok(),
        ..Noted::default()
    });
    Ok(Created(view))
}

async fn remove(app: web::Data<AppState>, Path(path): Path<ChargePointPath>) -> Result<NoContent, Problem> {
    if !app.simulated.end(&path.id).await {
        return Err(Problem::not_found(Missing::SIMULATED, &path.id));
    }
    tracing::info!(charge_point.id = %path.id, "an operator switched a simulated charge point off");
    Ok(NoContent)
}

/// Whether one can be begun with a security profile; what is missing if not.
fn serves(app: &AppState, profile: u8) -> Result<(), Problem> {
    if !PROFILES.contains(&profile) {
        return Err(Problem::new(kinds::INVALID_REQUEST, "`securityProfile` is 1, 2 or 3"));
    }
    app.simulated.url(profile).map_err(refused)?;
    if profile < 3 {
        return Ok(());
    }
    authority(app)?;
    if app.settings().ocpp.tls.client_authorities.is_empty() {
        let detail =
            "security profile 3 needs ocpp.tls.client_authorities: no certificate of a charge point is asked for";
        return Err(Problem::new(kinds::INVALID_REQUEST, detail));
    }
    Ok(())
}

/// Who signs what one shows.
fn authority(app: &AppState) -> Result<Arc<Authority>, Problem> {
    app.sender().pipeline().authorities.station().ok_or_else(|| {
        let detail = "security profile 3 needs an authority that signs: certificates.authority names none";
        Problem::new(kinds::INVALID_REQUEST, detail)
    })
}

/// The security profile where nobody says it: one that was raised stays so.
fn own_profile(app: &AppState, id: &ChargePointId) -> Result<u8, Problem> {
    let known = app.state().charge_point(id)?;
    let raised = known.and_then(|record| record.security_profile).unwrap_or_default();
    Ok(raised.max(app.simulated.usual_profile()))
}

/// The first name that nobody has.
fn next_name(app: &AppState) -> Result<ChargePointId, Problem> {
    for number in 1..=u32::MAX {
        let id = ChargePointId::new(&format!("{NAME}-{number}"));
        let known = app.state().charge_point(&id)?;
        let is_ours = known.is_none_or(|record| record.attributes.labels.iter().any(is_simulated));
        if is_ours && !matches!(app.simulated.may_begin(&id), Err(NotBegun::Runs)) {
            return Ok(id);
        }
    }
    Err(Problem::new(kinds::TOO_MANY_SIMULATED, "all names are taken"))
}

fn is_simulated(label: &Label) -> bool {
    label.as_str() == LABEL
}

/// Registers it with a new password, unless the name is a real one's.
async fn register(app: &AppState, id: &ChargePointId, (profile, password): (u8, &str)) -> Result<(), Problem> {
    let known = app.state().charge_point(id)?;
    if let Some(known) = &known
        && !known.attributes.labels.iter().any(is_simulated)
    {
        let detail = format!("{id} is registered, and is no simulated charge point");
        return Err(Problem::new(kinds::SIMULATED_EXISTS, detail));
    }
    let mut body = json!({"securityProfile": profile, "password": password, "registration": "Accepted"});
    if known.is_none()
        && let Some(members) = body.as_object_mut()
    {
        members.insert("name".to_owned(), "Simulated charge point".into());
        members.insert("labels".to_owned(), json!([LABEL]));
    }
    let put: PutChargePoint =
        serde_json::from_value(body).map_err(|error| Problem::new(kinds::INTERNAL, error.to_string()))?;
    put.make(app.state(), id).await?;
    Ok(())
}

/// A certificate of the server's own authority, which has it in its book as any other.
async fn certify(app: &AppState, id: &ChargePointId) -> Result<ClientCertificate, Problem> {
    let settings = &app.settings().certificates;
    let authority = authority(app)?;
    let leaf = Leaf {
        purpose: SigningUse::ChargingStationCertificate,
        valid_for: TimeDelta::from_std(settings.validity).unwrap_or(TimeDelta::MAX),
        now: clock::now(),
    };
    let (issued, key) = issue_with_key(&authority, (id.as_str(), settings.organisation.as_deref()), leaf)?;
    let kept = IssuedCertificate {
        station: id.clone(),
        purpose: leaf.purpose,
        facts: issued.facts,
        at: leaf.now,
        revoked: None,
    };
    app.state().store().write(vec![put_issued(&kept)?]).await?;
    Ok(ClientCertificate {
        chain: issued.chain.into_bytes(),
        key: key.into_bytes(),
    })
}

fn password() -> Result<String, Problem> {
    let mut bytes = [0; 18];
    getrandom::fill(&mut bytes).map_err(|error| Problem::new(kinds::INTERNAL, error.to_string()))?;
    Ok(URL_SAFE_NO_PAD.encode(bytes))
}

fn refused(reason: NotBegun) -> Problem {
    let kind = match reason {
        NotBegun::Runs => kinds::SIMULATED_EXISTS,
        NotBegun::TooMany => kinds::TOO_MANY_SIMULATED,
        NotBegun::Stopping => kinds::STOPPING,
        NotBegun::Url(_) | NotBegun::NoListener(_) => kinds::INVALID_REQUEST,
        NotBegun::Thread(_) | NotBegun::Tls(_) => kinds::INTERNAL,
    };
    Problem::new(kind, reason.to_string())
}
