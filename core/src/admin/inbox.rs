//! `/charge-points/{id}/inbox`: what a station said of transactions that are not known. Each message waits until an
//! operator assigns it to a session, makes one of it or dismisses it; `?all=true` also shows those that are settled, and those that
//! were matched to a session by other signs than the number that they name. `/inbox` is the list of all stations.

use actix_web::web;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::AppState;
use super::body::Json;
use super::page::{self, LARGE_ITEMS, Limit, Page, Weight, cursor, key};
use super::path::{self, ChargePointPath, Path};
use super::problem::{Missing, Problem};
use super::query::Query;
use super::reply::NoContent;
use super::revised::repeat;
use super::settled::{Said, refused, settle};
use crate::admin::openapi::{Routes, Tag, op};
use crate::admin::problem::kinds;
use crate::clock::{self, Time, text};
use crate::ids::{ChargePointId, TransactionId};
use crate::ocpp::transactions::desk::Desk;
use crate::ocpp::transactions::from_inbox::Start;
use crate::state::transactions::{InboxEntry, InboxId, MatchedBy, Standing};
use crate::state::{State, views};

/// A page ends where so many messages were looked at, however few are on it: others ask meanwhile.
const MOST_LOOKED_AT: usize = 5000;

/// Declares the paths.
pub fn routes(api: &mut Routes) {
    let settled = [kinds::SETTLED_ALREADY, kinds::CONFLICT];
    api.at("/inbox", Tag::TRANSACTIONS).get(
        op(
            "list_inboxes",
            "Messages about transactions that are not known, of all charge points",
        )
        .says("By charge point. A page may be short where few fit; `next` goes on."),
        list_all,
    );
    api.at("/charge-points/{id}/inbox", Tag::TRANSACTIONS)
        .get(op("list_inbox", "Messages about transactions that are not known"), list);
    api.at("/charge-points/{id}/inbox/{entry}", Tag::TRANSACTIONS)
        .get(op("get_inbox_entry", "One of them"), read)
        .delete(
            op("dismiss_inbox_entry", "Nothing is to be done with it").fails(&settled),
            dismiss,
        );
    api.at("/charge-points/{id}/inbox/{entry}/assign", Tag::TRANSACTIONS)
        .post(
            op("assign_inbox_entry", "Say which session it is about").fails(&settled),
            assign,
        );
    api.at("/charge-points/{id}/inbox/{entry}/session", Tag::TRANSACTIONS)
        .post(
        op(
            "make_session_of_inbox_entry",
            "Make a session of an end whose start never came",
        )
        .says(
            "Of a StopTransaction alone. What is not said of the start is in doubt and not guessed; the token that the \
                     station told ended the session, and says not whose it is. The session's id begins with a dot.",
        )
        .fails(&settled),
        make,
    );
}

/// The query of the list.
#[derive(Debug, Default, Deserialize, utoipa::IntoParams)]
#[serde(default, deny_unknown_fields)]
struct Filter {
    /// Also what is settled.
    all: bool,
    /// The `next` of the page before.
    after: Option<String>,
    /// How many.
    #[param(value_type = usize, minimum = 1, maximum = 1000, default = 100)]
    limit: Limit,
}

/// The query of the list of all.
#[derive(Debug, Default, Deserialize, utoipa::IntoParams)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
struct FilterOfAll {
    /// Only those of this charge point.
    charge_point: Option<ChargePointId>,
    /// Also what is settled.
    all: bool,
    /// The `next` of the page before.
    after: Option<String>,
    /// How many.
    #[param(value_type = usize, minimum = 1, maximum = 1000, default = 100)]
    limit: Limit,
}

/// `/charge-points/{id}/inbox/{entry}` and what lies below it.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
pub struct EntryPath {
    /// The charge point's identity.
    #[serde(deserialize_with = "path::charge_point")]
    #[param(value_type = String, min_length = 1, max_length = 128, pattern = r"^[^\x00-\x1f\x7f-\x9f:]+$")]
    id: ChargePointId,
    /// The entry's id, as the list has it.
    #[serde(deserialize_with = "path::name")]
    #[param(value_type = String, min_length = 1, max_length = 255, pattern = r"^[^\x00-\x1f\x7f-\x9f]+$")]
    entry: String,
}

/// A message that names no transaction of ours.
#[derive(Debug, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = InboxEntry)]
pub struct EntryView {
    /// Names it in paths.
    id: String,
    /// Who said it.
    charge_point: ChargePointId,
    /// `StopTransaction` or `MeterValues`.
    action: String,
    /// When it arrived: RFC 3339.
    #[schema(format = DateTime)]
    received_at: String,
    /// `waiting`, `matched`, `assigned`, `dismissed`.
    state: &'static str,
    /// The session that it was matched or assigned to.
    transaction_id: Option<TransactionId>,
    /// `matched`: the signs that told the session.
    matched_by: Vec<MatchedBy>,
    /// When an operator settled it: RFC 3339.
    #[schema(format = DateTime)]
    settled_at: Option<String>,
    /// The message as the station sent it.
    payload: Value,
}

impl EntryView {
    fn of(charge_point: &ChargePointId, id: &InboxId, entry: InboxEntry) -> Self {
        let (state, transaction_id, matched_by, settled_at) = match entry.standing {
            Standing::Waiting => ("waiting", None, Vec::new(), None),
            Standing::Matched { transaction, by } => ("matched", Some(transaction), by, None),
            Standing::Assigned { transaction, at } => ("assigned", Some(transaction), Vec::new(), Some(at)),
            Standing::Dismissed { at } => ("dismissed", None, Vec::new(), Some(at)),
        };
        Self {
            id: id.to_string(),
            charge_point: charge_point.clone(),
            action: entry.action,
            received_at: text(entry.received_at),
            state,
            transaction_id,
            matched_by,
            settled_at: settled_at.map(text),
            payload: entry.payload,
        }
    }
}

/// The body of an assignment.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[schema(as = AssignInboxEntry)]
struct Assignment {
    /// The session that the message is about.
    transaction_id: TransactionId,
}

/// The body of a making: what is known of the start.
#[derive(Debug, Default, Deserialize, utoipa::ToSchema)]
#[serde(default, rename_all = "camelCase", deny_unknown_fields)]
#[schema(as = MakeSession, examples(json!({
    "connector": 1, "idTag": "ANNA", "startedAt": "2026-01-01T08:00:00Z", "meterStartWh": "12000"
})))]
struct Making {
    /// Where it was; absent: as the station said, if it did.
    #[schema(minimum = 1)]
    connector: Option<i64>,
    /// Whose it is; absent: that is not known.
    id_tag: Option<String>,
    /// When it began; absent: that is not known.
    #[schema(value_type = Option<String>, format = DateTime)]
    started_at: Option<Time>,
    /// The register then in Wh, as a number or as text; absent: the first reading of the message, if it has any.
    meter_start_wh: Option<Decimal>,
}

impl Making {
    fn start(self) -> Result<Start, Problem> {
        let invalid = |detail: String| Err(Problem::new(kinds::INVALID_REQUEST, detail));
        if self.connector.is_some_and(|connector| connector < 1) {
            return invalid("`connector` is a number from 1 on".to_owned());
        }
        if self.meter_start_wh.is_some_and(|register| register.is_sign_negative()) {
            return invalid("`meterStartWh` is not below 0".to_owned());
        }
        if self.started_at.is_some_and(|at| at > clock::now()) {
            return invalid("`startedAt` is later than now".to_owned());
        }
        let id_tag = self.id_tag.map(|tag| tag.trim().to_owned());
        if let Some(tag) = &id_tag
            && let Err(reason) = path::check_name(tag)
        {
            return invalid(format!("`idTag`: {reason}"));
        }
        Ok(Start {
            connector: self.connector,
            id_tag,
            at: self.started_at,
            meter_wh: self.meter_start_wh,
        })
    }
}

async fn list(
    app: web::Data<AppState>,
    filter: Query<Filter>,
    Path(path): Path<ChargePointPath>,
) -> Result<Json<Page<EntryView>>, Problem> {
    app.registered(&path.id)?;
    let page = filter.find(app.state(), &path.id)?;
    Ok(Json(page.map(|(_, id, entry)| EntryView::of(&path.id, &id, entry))))
}

async fn list_all(app: web::Data<AppState>, filter: Query<FilterOfAll>) -> Result<Json<Page<EntryView>>, Problem> {
    if let Some(charge_point) = &filter.charge_point {
        let of_one = Filter {
            all: filter.all,
            after: filter.after.clone(),
            limit: filter.limit,
        };
        let page = of_one.find(app.state(), charge_point)?;
        return Ok(Json(page.map(|(_, id, entry)| EntryView::of(charge_point, &id, entry))));
    }
    Ok(Json(filter.find(app.state())?))
}

impl FilterOfAll {
    /// A page, which ends before its limit where the messages are large, or many were looked at.
    fn find(&self, state: &State) -> Result<Page<EntryView>, Problem> {
        let (mut after, wanted) = (key(self.after.as_deref())?, self.limit.with_one_more());
        let (mut found, mut weight, mut looked_at) = (Vec::new(), Weight::default(), 0);
        let name = |(key, _): &(String, EntryView)| cursor(key);
        while found.len() < wanted {
            let step = state.inbox_of_all(after.as_deref(), LARGE_ITEMS)?;
            let Some((last, ..)) = step.last() else { break };
            after = Some(last.clone());
            looked_at += step.len();
            for (key, charge_point, id, entry) in step {
                if !self.all && entry.standing != Standing::Waiting {
                    continue;
                }
                let is_full = weight.is_full_with(page::weight(&entry.payload));
                found.push((key, EntryView::of(&charge_point, &id, entry)));
                if is_full && found.len() < wanted {
                    return Ok(Page::ended_with(found, name).map(|(_, view)| view));
                }
            }
            if looked_at >= MOST_LOOKED_AT && found.len() < wanted {
                let next = after.as_deref().map(cursor);
                let items = found.into_iter().map(|(_, view)| view).collect();
                return Ok(Page { items, next });
            }
        }
        found.truncate(wanted);
        Ok(Page::cut(found, self.limit, name).map(|(_, view)| view))
    }
}

/// An entry with its place in the list, and its id.
type Found = (String, InboxId, InboxEntry);

impl Filter {
    fn shows(&self, entry: &InboxEntry) -> bool {
        self.all || entry.standing == Standing::Waiting
    }

    /// A page, which ends before its limit where the messages are large.
    fn find(&self, state: &State, id: &ChargePointId) -> Result<Page<Found>, Problem> {
        let (mut after, wanted) = (key(self.after.as_deref())?, self.limit.with_one_more());
        let (mut found, mut weight) = (Vec::new(), Weight::default());
        let name = |(key, ..): &Found| cursor(key);
        while found.len() < wanted {
            let step = state.inbox(id, after.as_deref(), wanted.min(LARGE_ITEMS))?;
            let Some((last, ..)) = step.last() else { break };
            after = Some(last.clone());
            for one in step.into_iter().filter(|(_, _, entry)| self.shows(entry)) {
                let is_full = weight.is_full_with(page::weight(&one.2.payload));
                found.push(one);
                if is_full && found.len() < wanted {
                    return Ok(Page::ended_with(found, name));
                }
            }
        }
        found.truncate(wanted);
        Ok(Page::cut(found, self.limit, name))
    }
}

pub async fn read(app: web::Data<AppState>, Path(path): Path<EntryPath>) -> Result<Json<EntryView>, Problem> {
    app.registered(&path.id)?;
    let id = path.inbox_id()?;
    let (entry, _) = app.state().inbox_entry(&path.id, &id)?;
    let entry = entry.ok_or_else(|| path.unknown())?;
    Ok(Json(EntryView::of(&path.id, &id, entry)))
}

async fn assign(
    app: web::Data<AppState>,
    Path(path): Path<EntryPath>,
    Json(wanted): Json<Assignment>,
) -> Result<Json<views::Transaction>, Problem> {
    app.registered(&path.id)?;
    let id = path.inbox_id()?;
    let said = Said {
        action: "assign",
        request: json!({ "transactionId": wanted.transaction_id }),
    };
    let settled = settle(&app, &path.id, said, |desk| desk.assign(&id, &wanted.transaction_id)).await?;
    Ok(Json(settled.into()))
}

async fn make(
    app: web::Data<AppState>,
    Path(path): Path<EntryPath>,
    Json(wanted): Json<Making>,
) -> Result<Json<views::Transaction>, Problem> {
    app.registered(&path.id)?;
    let id = path.inbox_id()?;
    let start = wanted.start()?;
    let said = Said {
        action: "session",
        request: json!({
            "connector": start.connector,
            "idTag": start.id_tag,
            "startedAt": start.at.map(text),
            "meterStartWh": start.meter_wh,
        }),
    };
    let made = settle(&app, &path.id, said, |desk| desk.make(&id, &start)).await?;
    Ok(Json(made.into()))
}

async fn dismiss(app: web::Data<AppState>, Path(path): Path<EntryPath>) -> Result<NoContent, Problem> {
    app.registered(&path.id)?;
    let id = path.inbox_id()?;
    repeat(app.state(), || {
        let desk = Desk {
            state: app.state(),
            charge_point: &path.id,
            now: clock::now(),
        };
        let write = desk.dismiss(&id).map_err(|error| refused(&app, &path.id, error))?;
        Ok((vec![write], ()))
    })
    .await?;
    Ok(NoContent)
}

impl EntryPath {
    fn inbox_id(&self) -> Result<InboxId, Problem> {
        InboxId::parse(&self.entry).ok_or_else(|| self.unknown())
    }

    fn unknown(&self) -> Problem {
        Problem::not_found(Missing::MESSAGE, format!("{} in the inbox of {}", self.entry, self.id))
    }
}
