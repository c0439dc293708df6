//! `GET /transactions/summary`: what sessions come to together. Each one is read, so only so many are for one answer, by a
//! thread that may wait, and only so many answers are made at a time; where there are more, the answer says where the rest
//! begins.

use actix_web::rt::task::spawn_blocking;
use actix_web::web;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use super::AppState;
use super::body::Json;
use super::charge_points::list::labels;
use super::page::{cursor, key};
use super::problem::Problem;
use super::query::{Query, in_order};
use super::transaction_filter::{DoubtWord, Meant, Standing};
use crate::clock::Time;
use crate::ids::ChargePointId;
use crate::ledger::account;
use crate::ledger::kept::Depth;
use crate::state::attributes::Label;
use crate::state::transactions::{Part, Transaction, TransactionState, Wanted};
use crate::state::{State, views};
use crate::store::{Order, StoreError};

/// So many sessions that are over are read for one answer, also those that are passed over then.
const MOST: usize = 100_000;
/// One that runs costs as much as so many that are over: its account is made of its messages.
const RUNNING: usize = 20;
/// So many are read at a time.
const STEP: usize = 500;

/// The query: that of the list.
#[derive(Debug, Default, Deserialize, utoipa::IntoParams)]
#[serde(default, rename_all = "camelCase", deny_unknown_fields)]
pub struct SummaryFilter {
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
    /// Only those of which this is in doubt; `any`: whatever it is.
    #[param(inline)]
    doubt: Option<DoubtWord>,
    /// Only those that started then or later: RFC 3339.
    #[param(value_type = Option<String>, format = DateTime)]
    from: Option<Time>,
    /// Only those that started before.
    #[param(value_type = Option<String>, format = DateTime)]
    to: Option<Time>,
    /// The `next` of an answer before: sums up the rest.
    after: Option<String>,
}

/// What some sessions come to.
#[derive(Debug, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = TransactionSummary)]
pub struct Summary {
    /// How many there are.
    sessions: u64,
    /// How many of them run.
    open: u64,
    /// Of how many anything is in doubt.
    with_doubts: u64,
    /// Of how many nobody knows the energy; they are in no sum of it.
    energy_unknown: u64,
    /// All energy in Wh, an exact decimal; of those that run as far as it goes.
    energy_wh: String,
    /// How long those lasted that are over, together.
    duration_seconds: i64,
    /// Where the rest begins, for `after`, because there are more than are summed up in one answer; none: these are all.
    next: Option<String>,
}

impl SummaryFilter {
    fn meant(&self) -> Meant {
        Meant {
            charge_point: self.charge_point.clone(),
            site: self.site.clone(),
            labels: self.label.clone(),
            id_tag: self.id_tag.clone(),
            open: self.state.map(|state| state == Standing::Open),
            doubt: self.doubt,
            from: self.from,
            to: self.to,
        }
    }
}

/// Sums them up.
pub async fn read(app: web::Data<AppState>, filter: Query<SummaryFilter>) -> Result<Json<Summary>, Problem> {
    let after = key(filter.after.as_deref())?;
    in_order(("from", filter.from), ("to", filter.to))?;
    let wanted = Wanted {
        order: Order::Descending,
        ..filter.meant().wanted(&app).await?
    };
    let turn = app.summaries.acquire().await;
    let state = app.state().clone();
    let summed = spawn_blocking(move || Sum::default().of(&state, &wanted, after)).await?;
    drop(turn);
    Ok(Json(summed?))
}

/// A sum so far.
#[derive(Debug, Default)]
struct Sum {
    sessions: u64,
    open: u64,
    with_doubts: u64,
    energy_unknown: u64,
    energy: Decimal,
    seconds: i64,
    /// How much was read for it, in sessions that are over.
    read: usize,
}

impl Sum {
    fn of(mut self, state: &State, wanted: &Wanted, mut after: Option<String>) -> Result<Summary, StoreError> {
        // Those that run are put in order anew for each step.
        let step = if wanted.open == Some(true) {
            MOST / RUNNING
        } else {
            STEP
        };
        while self.read < MOST {
            let Part { found, rest, read } =
                state.find_transactions(wanted, after.as_deref(), step, MOST - self.read)?;
            self.read += read;
            for (_, session) in found {
                self.add(state, session)?;
            }
            after = rest;
            if after.is_none() {
                break;
            }
        }
        Ok(self.told(after))
    }

    fn add(&mut self, state: &State, session: Transaction) -> Result<(), StoreError> {
        let runs = session.state == TransactionState::Open;
        self.read += if runs { RUNNING } else { 0 };
        let session = account::shown(state, session, Depth::Ends)?;
        let energy = views::energy_of(&session);
        let shown = views::Transaction::from(session);
        self.sessions += 1;
        self.open += u64::from(runs);
        self.with_doubts += u64::from(!shown.doubts.is_empty());
        self.energy_unknown += u64::from(energy.is_none());
        self.energy = self.energy.saturating_add(energy.unwrap_or_default());
        self.seconds = self.seconds.saturating_add(shown.duration_seconds.unwrap_or(0));
        Ok(())
    }

    fn told(self, next: Option<String>) -> Summary {
        Summary {
            sessions: self.sessions,
            open: self.open,
            with_doubts: self.with_doubts,
            energy_unknown: self.energy_unknown,
            energy_wh: self.energy.normalize().to_string(),
            duration_seconds: self.seconds,
            next: next.as_deref().map(cursor),
        }
    }
}
