//! `POST /campaigns`: a command for a selection.

use actix_web::http::header::LOCATION;
use actix_web::{Either, HttpRequest, HttpResponse, Responder, web};
use chrono::TimeDelta;
use ocpp_schemas::{Catalogue, Kind, Version};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::selection::SelectionRequest;
use super::view::{CampaignView, StageView};
use crate::admin::AppState;
use crate::admin::body::{Json, JsonText, JsonWithText, fitting};
use crate::admin::commands::Once;
use crate::admin::openapi::{Answer, Answered, Content, JSON, Signature};
use crate::admin::problem::words::command_meant;
use crate::admin::problem::{Problem, kinds};
use crate::campaigns::{Invitation, Wish, invite, make, planned};
use crate::clock;
use crate::config::units;
use crate::ids::{CampaignId, ChargePointId};
use crate::ocpp::verbs;
use crate::state::State;
use crate::state::campaigns::{Campaign, Member};
use crate::state::payload::Payload;
use crate::store::StoreError;

/// How long the command waits for who is away, in hours, if nobody says.
const USUAL_TTL: i64 = 24;
/// Nothing waits longer, in days.
const LONGEST_TTL: i64 = 30;
/// So many are under way at a time, if nobody says.
const USUAL_PARALLEL: u32 = 50;
const MOST_PARALLEL: u32 = 10_000;
/// Of a campaign with stages, if nobody says; one without goes through.
const USUAL_MOST_FAILED: u8 = 10;
const MOST_STAGES: usize = 20;
/// In characters.
const LONGEST_NAME: usize = 200;

/// The body.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[schema(examples(json!({"command": "reset", "payload": {"kind": "soft"}, "selection": {"labels": ["fast"]}, "stages": [10, 100], "dryRun": true})))]
pub struct NewCampaign {
    /// For people.
    name: Option<String>,
    /// A verb, such as `local-list`, or an action of the stations' versions, such as `Reset`.
    command: String,
    /// The verb's body, or the action's payload.
    #[serde(default, alias = "body")]
    payload: Option<Value>,
    /// For whom.
    selection: SelectionRequest,
    /// Shares in percent, each with those before; the last is 100.
    stages: Option<Vec<u8>>,
    /// If more of a stage fail, it pauses itself.
    #[schema(minimum = 0, maximum = 100)]
    max_failed_percent: Option<i64>,
    /// So many are under way at a time.
    parallel: Option<u32>,
    /// How long the command waits for who is away: `24h`.
    ttl: Option<String>,
    /// A stage is not over while somebody of it is away.
    #[serde(default)]
    wait_for_absent: bool,
    /// Nothing is done; the answer says who would be taken.
    #[serde(default)]
    dry_run: bool,
}

/// Who would be taken.
#[derive(Debug, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = CampaignDryRun)]
pub struct DryRun {
    /// True: nothing was done.
    dry_run: bool,
    /// How many.
    charge_points: usize,
    /// Its stages.
    stages: Vec<StageView>,
    /// Who would be taken.
    items: Vec<Guest>,
}

/// One who would be taken.
#[derive(Debug, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = CampaignDryRunMember)]
struct Guest {
    /// Who.
    charge_point: ChargePointId,
    /// From 1 on.
    stage: usize,
    /// Whether it is there.
    connected: bool,
    /// The OCPP version of its connection, or its last one.
    version: Option<String>,
    /// Why it would fail, as far as is known.
    problem: Option<String>,
}

/// 201 with the campaign.
pub struct Made(CampaignView, CampaignId);

impl Responder for Made {
    type Body = actix_web::body::BoxBody;

    fn respond_to(self, _: &HttpRequest) -> HttpResponse {
        let location = format!("/api/v1/campaigns/{}", self.1);
        HttpResponse::Created().insert_header((LOCATION, location)).json(self.0)
    }
}

impl Answer for Made {
    fn answer(signature: &mut Signature) {
        let contents = vec![Content::of(JSON, signature.named::<CampaignView>())];
        let answered = Answered {
            description: "The campaign, which goes on",
            headers: vec![("Location", "The path to ask at")],
            contents,
        };
        signature.answer(201, answered);
    }
}

impl Made {
    fn of(state: &State, campaign: Campaign) -> Result<Self, StoreError> {
        let id = campaign.id.clone();
        Ok(Self(CampaignView::of(state, campaign)?, id))
    }
}

pub async fn post(
    app: web::Data<AppState>,
    request: HttpRequest,
    JsonWithText(body, text): JsonWithText<NewCampaign>,
) -> Result<Either<Made, Json<DryRun>>, Problem> {
    let once = Once::of(&request, "campaigns", &[&String::from_utf8_lossy(text.bytes())])?;
    if let Some(once) = &once
        && let Some(first) = first(app.state(), once)?
    {
        return Ok(Either::Left(Made::of(app.state(), first)?));
    }
    let dry_run = body.dry_run;
    let selection = body.selection.read(&app)?;
    let wish = wish(body, &text)?;
    let stations = invite(app.state(), &selection).await?;
    if dry_run {
        return Ok(Either::Right(Json(shown(
            app.state(),
            planned(wish, stations, clock::now()),
        )?)));
    }
    if stations.is_empty() {
        let detail = "no charge point is selected; `\"dryRun\": true` shows who is";
        return Err(Problem::new(kinds::INVALID_REQUEST, detail));
    }
    let invitation = planned(wish, stations, clock::now());
    let kept = match &once {
        Some(once) => once.keep(app.state(), invitation.campaign.id.as_str())?,
        None => Vec::new(),
    };
    match (make(app.state(), invitation, kept).await, &once) {
        (Ok(campaign), _) => {
            tracing::info!(campaign.id = %campaign.id, command = campaign.command, "an operator began a campaign");
            Ok(Either::Left(Made::of(app.state(), campaign)?))
        }
        // The same request came twice at once.
        (Err(error @ StoreError::Conflict { .. }), Some(once)) => match first(app.state(), once)? {
            Some(first) => Ok(Either::Left(Made::of(app.state(), first)?)),
            None => Err(error.into()),
        },
        (Err(error), _) => Err(error.into()),
    }
}

/// What came of the first request with a key.
fn first(state: &State, once: &Once) -> Result<Option<Campaign>, Problem> {
    let Some(id) = once.first(state)? else {
        return Ok(None);
    };
    Ok(state.campaign(&CampaignId::new(&id))?.map(|found| found.record))
}

/// What is wanted, if it can be.
fn wish(body: NewCampaign, text: &JsonText) -> Result<Wish, Problem> {
    let has_stages = body.stages.is_some();
    let stages = body.stages.unwrap_or_else(|| vec![100]);
    check_stages(&stages)?;
    if body
        .name
        .as_ref()
        .is_some_and(|name| name.chars().nth(LONGEST_NAME).is_some())
    {
        return Err(invalid(&format!("`name` has at most {LONGEST_NAME} characters")));
    }
    let usual = if has_stages { USUAL_MOST_FAILED } else { 100 };
    let max_failed_percent = body.max_failed_percent.map_or(Ok(usual), u8::try_from);
    let max_failed_percent = max_failed_percent.ok().filter(|percent| *percent <= 100);
    let max_failed_percent = max_failed_percent.ok_or_else(|| invalid("`maxFailedPercent` goes from 0 to 100"))?;
    let parallel = body.parallel.unwrap_or(USUAL_PARALLEL);
    if !(1..=MOST_PARALLEL).contains(&parallel) {
        return Err(invalid(&format!("`parallel` goes from 1 to {MOST_PARALLEL}")));
    }
    let payload = body.payload.unwrap_or_else(|| Value::Object(serde_json::Map::new()));
    let payload = fit(&body.command, payload, text)?;
    Ok(Wish {
        name: body.name,
        command: body.command,
        payload,
        selection: serde_json::to_value(&body.selection).unwrap_or_default(),
        stages,
        max_failed_percent,
        parallel,
        ttl: ttl(body.ttl.as_deref())?,
        wait_for_absent: body.wait_for_absent,
    })
}

fn check_stages(stages: &[u8]) -> Result<(), Problem> {
    let is_growing = stages.is_sorted_by(|one, next| one < next);
    let is_whole = stages.last() == Some(&100) && stages.first().is_some_and(|first| *first > 0);
    if is_growing && is_whole && stages.len() <= MOST_STAGES {
        return Ok(());
    }
    Err(invalid(&format!(
        "`stages` are at most {MOST_STAGES} shares in percent that grow up to 100, such as [5, 50, 100]"
    )))
}

fn ttl(given: Option<&str>) -> Result<TimeDelta, Problem> {
    let Some(text) = given else {
        return Ok(TimeDelta::hours(USUAL_TTL));
    };
    let given = units::duration(text).and_then(|given| TimeDelta::from_std(given).ok());
    let given = given.filter(|given| *given > TimeDelta::zero());
    let given = given.ok_or_else(|| invalid("`ttl` is a number with its unit: 30m, 24h, 7d"))?;
    Ok(given.min(TimeDelta::days(LONGEST_TTL)))
}

/// The payload as it goes out: that of a verb is the same for all, that of an action must fit a version that has it.
fn fit(command: &str, payload: Value, text: &JsonText) -> Result<Payload, Problem> {
    if let Some(verb) = verbs::verb(command) {
        let fits = |value: &Value| verb.check(value).map_err(|error| error.to_string());
        let payload = fitting(payload, &fits);
        let inexact = as_it_came(text).and_then(|came| verb.inexact(came.text()));
        let payload = payload.and_then(|payload| inexact.map_or(Ok(payload), Err));
        let payload = payload.map_err(|detail| invalid(&format!("`payload`: {detail}")))?;
        return Ok(Payload::from(payload));
    }
    let actions: Vec<_> = Version::ALL
        .into_iter()
        .filter_map(|version| Catalogue::of(version).action(command))
        .filter(|action| action.sent_by_central_system() && action.confirmed())
        .collect();
    let mut wrong = None;
    for action in &actions {
        match action.validate(Kind::Request, &payload) {
            Ok(()) => return Ok(as_it_came(text).unwrap_or_else(|| Payload::from(payload))),
            Err(violation) => wrong = Some((action.version(), violation)),
        }
    }
    let Some((version, violation)) = wrong else {
        let known = Version::ALL
            .into_iter()
            .flat_map(|version| Catalogue::of(version).actions());
        let detail = format!(
            "{command} is no verb, and no version has such an action for charge points{}",
            command_meant(command, known)
        );
        return Err(Problem::new(kinds::UNKNOWN_ACTION, detail));
    };
    let detail = format!("in `payload`, at {:?}: {}", violation.pointer, violation.reason);
    Err(Problem::new(kinds::INVALID_PAYLOAD, detail).violation(version, &violation))
}

/// The payload's text, whose members keep their order.
fn as_it_came(text: &JsonText) -> Option<Payload> {
    #[derive(Deserialize)]
    struct Raw {
        #[serde(alias = "body")]
        payload: Payload,
    }
    serde_json::from_slice::<Raw>(text.bytes()).ok().map(|raw| raw.payload)
}

fn shown(state: &State, invitation: Invitation) -> Result<DryRun, Problem> {
    let Invitation { campaign, members, .. } = invitation;
    let items = members.iter().map(|member| guest(state, &campaign, member));
    Ok(DryRun {
        dry_run: true,
        charge_points: members.len(),
        stages: campaign.stages.iter().map(StageView::of).collect(),
        items: items.collect::<Result<_, StoreError>>()?,
    })
}

fn guest(state: &State, campaign: &Campaign, member: &Member) -> Result<Guest, StoreError> {
    let version = state.last_version(&member.charge_point)?;
    let spoken = version.as_ref().and_then(|version| version.parse::<Version>().ok());
    let has_it = |version: Version| {
        verbs::verb(&campaign.command).is_some() || Catalogue::of(version).action(&campaign.command).is_some()
    };
    let problem = spoken.filter(|version| !has_it(*version));
    Ok(Guest {
        charge_point: member.charge_point.clone(),
        stage: member.place.stage + 1,
        connected: state.sessions().get(&member.charge_point).is_some(),
        problem: problem.map(|version| format!("OCPP {version} has no {}", campaign.command)),
        version,
    })
}

fn invalid(detail: &str) -> Problem {
    Problem::new(kinds::INVALID_REQUEST, format!("in the body: {detail}"))
}
