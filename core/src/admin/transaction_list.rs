//! `GET /transactions`: charging sessions of one charge point or of all, by the time of their start, the newest first.
//! In pages as JSON, or the whole list at once, streamed: as CSV, or as one JSON object a line.

use actix_web::{Either, HttpRequest, web};
use serde::Deserialize;
use serde_json::Value;

use super::AppState;
use super::body::Json;
use super::charge_points::list::labels;
use super::page::{Limit, Page, cursor, key};
use super::problem::Problem;
use super::query::{Query, in_order};
use super::table::{Columns, Format, Rows, Streamed, Table, column, streamed};
use super::transaction_filter::{DoubtWord, Meant, Standing};
use crate::clock::Time;
use crate::ids::ChargePointId;
use crate::ledger::measured::with_measured;
use crate::state::attributes::Label;
use crate::state::transactions::Wanted;
use crate::state::views;
use crate::store::{Order, StoreError};

/// So many entries of the index are read for one page, so that a wish that few sessions fit costs no more than others:
/// the page may then be short, and `next` goes on.
const MOST_READ: usize = 10_000;
/// So many sessions are read at once for a list that is streamed.
const STREAM_STEP: usize = 200;

/// Sessions as a table.
pub const TABLE: Table = Table {
    file: "transactions",
    columns: &[
        column("chargePoint", "/chargePoint"),
        column("id", "/id"),
        column("version", "/version"),
        column("evse", "/evse"),
        column("connector", "/connector"),
        column("idTag", "/idTag"),
        column("authorization", "/authorization"),
        column("reservationId", "/reservationId"),
        column("remoteStartId", "/remoteStartId"),
        column("state", "/state"),
        column("chargingState", "/chargingState"),
        column("startedAt", "/startedAt"),
        column("stoppedAt", "/stoppedAt"),
        column("durationSeconds", "/durationSeconds"),
        column("stopReason", "/stopReason"),
        column("meterStartWh", "/meterStartWh"),
        column("meterStopWh", "/meterStopWh"),
        column("meterStopAt", "/meterStopAt"),
        column("energyWh", "/energyWh"),
        column("energySource", "/energySource"),
        column("complete", "/complete"),
        column("doubts", "/doubts"),
        column("leftOut", "/leftOut"),
        column("stationTransactionId", "/stationTransactionId"),
        column("closedBy", "/closedBy"),
        column("stoppedBy", "/stoppedBy"),
        column("stoppedByForeign", "/stoppedByForeign"),
        column("matchedBy", "/matchedBy"),
        column("importedFrom", "/importedFrom"),
        column("assignedAt", "/assigned/at"),
        column("assignmentNote", "/assigned/note"),
        column("toldIdTag", "/assigned/toldIdTag"),
        column("toldAuthorization", "/assigned/toldAuthorization"),
    ],
};

/// The query.
#[derive(Debug, Default, Deserialize, utoipa::IntoParams)]
#[serde(default, rename_all = "camelCase", deny_unknown_fields)]
pub struct TransactionFilter {
    /// Only those of this charge point.
    charge_point: Option<ChargePointId>,
    /// Only those of charge points of this site, as they are now.
    site: Option<String>,
    /// Only those of charge points that have all of these labels: `label=fast&label=depot-2`, or `label=fast,depot-2`.
    #[serde(deserialize_with = "labels")]
    label: Vec<Label>,
    /// Only those of this id tag, whatever its case.
    id_tag: Option<String>,
    /// Only those that are `open`, or only those that are `closed`.
    #[param(inline)]
    state: Option<Standing>,
    /// The same, as it was once asked for.
    open: Option<bool>,
    /// Only those of which this is in doubt; `any`: whatever it is.
    #[param(inline)]
    doubt: Option<DoubtWord>,
    /// Only those that started then or later: RFC 3339.
    #[param(value_type = Option<String>, format = DateTime)]
    from: Option<Time>,
    /// Only those that started before.
    #[param(value_type = Option<String>, format = DateTime)]
    to: Option<Time>,
    /// `newest` first, or `oldest` first.
    #[param(inline)]
    order: Listing,
    /// The `next` of the page before.
    after: Option<String>,
    /// How many; of a list that is streamed all, if it is absent.
    #[param(value_type = Option<usize>, minimum = 1, maximum = 1000)]
    limit: Option<Limit>,
    /// `json`, `csv` or `jsonl`; if it is absent, what the header Accept names.
    #[param(inline)]
    format: Option<Format>,
    /// Of a table these columns, in this order, with commas between them; all if it is absent.
    #[param(value_type = Option<String>)]
    columns: Columns,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "kebab-case")]
#[schema(as = TransactionOrder)]
enum Listing {
    #[default]
    Newest,
    Oldest,
}

impl TransactionFilter {
    async fn wanted(&self, app: &AppState) -> Result<Wanted, Problem> {
        let meant = Meant {
            charge_point: self.charge_point.clone(),
            site: self.site.clone(),
            labels: self.label.clone(),
            id_tag: self.id_tag.clone(),
            open: self.state.map(|state| state == Standing::Open).or(self.open),
            doubt: self.doubt,
            from: self.from,
            to: self.to,
        };
        Ok(Wanted {
            order: match self.order {
                Listing::Newest => Order::Descending,
                Listing::Oldest => Order::Ascending,
            },
            ..meant.wanted(app).await?
        })
    }
}

pub async fn list(
    app: web::Data<AppState>,
    request: HttpRequest,
    filter: Query<TransactionFilter>,
) -> Result<Either<Json<Page<views::Transaction>>, Streamed<Sessions>>, Problem> {
    let after = key(filter.after.as_deref())?;
    in_order(("from", filter.from), ("to", filter.to))?;
    let format = Format::wanted(filter.format, &request);
    let columns = filter.columns.of(&TABLE, format)?;
    let wanted = filter.wanted(&app).await?;
    if format != Format::Json {
        let sessions = Sessions {
            app,
            wanted,
            after,
            left: filter.limit.map_or(usize::MAX, Limit::count),
        };
        return Ok(Either::Right(streamed(sessions, format, columns).await?));
    }
    let limit = filter.limit.unwrap_or_default().count();
    let state = app.state();
    let part = state.find_transactions(&wanted, after.as_deref(), limit, MOST_READ)?;
    let items = part.found.into_iter();
    let items = items.map(|(_, found)| with_measured(state, found));
    Ok(Either::Left(Json(Page {
        items: items.collect::<Result<_, StoreError>>()?,
        next: part.rest.map(|rest| cursor(&rest)),
    })))
}

/// A list that is read while it is sent.
pub struct Sessions {
    app: web::Data<AppState>,
    wanted: Wanted,
    after: Option<String>,
    /// So many more; 0: that was all.
    left: usize,
}

impl Rows for Sessions {
    const TABLE: Table = TABLE;
    type Item = views::Transaction;

    async fn next(&mut self) -> Result<Option<Vec<Value>>, Problem> {
        if self.left == 0 {
            return Ok(None);
        }
        let state = self.app.state();
        let step = self.left.min(STREAM_STEP);
        let part = state.find_transactions(&self.wanted, self.after.as_deref(), step, MOST_READ)?;
        self.left -= part.found.len();
        let mut rows = Vec::with_capacity(part.found.len());
        for (_, found) in part.found {
            let shown = with_measured(state, found)?;
            rows.push(serde_json::to_value(&shown).unwrap_or_default());
        }
        match part.rest {
            Some(rest) => self.after = Some(rest),
            None => self.left = 0,
        }
        Ok(Some(rows))
    }
}
