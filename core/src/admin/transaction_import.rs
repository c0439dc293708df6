//! `POST /transactions/import`: the history of another system. Sessions that are over come in with their figures as they are
//! given; what is here already stays as it is. Those that are not over are left out: the export of a server at work has some, and
//! their charge points tell their ends to whoever they connect to.
//!
//! Their ids are of a space of their own: `.SOURCE.ID`, where SOURCE is `?source=`. No message of a station is ever about
//! one of them, and none of ours gets their number. What an export of an ocpp-central has in that space stays as it is. A row
//! of this server's own export is told by its id and its begin, and is not brought a second time.

use std::collections::HashSet;

use actix_web::web;
use rust_decimal::Decimal;
use serde::Deserialize;

use super::AppState;
use super::body::Json;
use super::import::cells::{decimal, number, time, truth, word, words};
use super::import::{Cells, Column, Decided, Kind, Outcome, Reply, TableOf, Wrong, import};
use super::problem::{Problem, kinds};
use super::query::Query;
use super::transaction_list::Sessions;
use crate::clock::{self, Time, instant, same_moment};
use crate::ids::identity::of_text;
use crate::ids::{ChargePointId, TransactionId};
use crate::state::transactions::{
    Assigned, Charging, ClosedBy, Doubt, Doubts, Ending, Energy, EnergySource, EventCount, Imported, LeftOut, Register,
    SameId, Transaction, TransactionState, create_transaction,
};

/// The source of a history that is not named.
const UNNAMED: &str = "import";
/// The longest name of a source.
const LONGEST_SOURCE: usize = 20;
/// The longest id of a session.
const LONGEST_ID: usize = 100;
/// The versions of OCPP that a history may be of.
const VERSIONS: [&str; 6] = ["1.6", "2.0.1", "2.1", "1.5", "1.2", "2.0"];
/// The longest text of any other column.
const LONGEST_TEXT: usize = 255;

/// The query.
#[derive(Debug, Default, Deserialize, utoipa::IntoParams)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
pub struct OfHistory {
    /// Only looks: nothing is changed.
    dry_run: bool,
    /// The system whose history it is, a word such as `steve`; `import` if it is absent.
    #[param(pattern = "^[a-z0-9-]{1,20}$")]
    source: Option<String>,
}

/// Brings a history in.
pub async fn post(
    app: web::Data<AppState>,
    options: Query<OfHistory>,
    TableOf { table, .. }: TableOf<Sessions>,
) -> Result<Json<Reply>, Problem> {
    let source = options.source.clone().unwrap_or_else(|| UNNAMED.to_owned());
    if !is_source(&source) {
        let detail =
            format!("in the query: `source`: 1 to {LONGEST_SOURCE} letters a to z, digits and `-`, such as `steve`");
        return Err(Problem::new(kinds::INVALID_REQUEST, detail));
    }
    let now = clock::now();
    let begin = || History {
        source: source.clone(),
        now,
        seen: HashSet::new(),
    };
    Ok(Json(import(&app, &table, options.dry_run, begin).await?))
}

/// The sessions that stood in the table so far.
struct History {
    source: String,
    now: Time,
    seen: HashSet<(ChargePointId, TransactionId)>,
}

/// What identifies a session, here and where it was told.
struct Names {
    id: TransactionId,
    station_id: TransactionId,
    source: String,
}

/// What a row says.
enum Row {
    /// A session that is over; with its id as it stands there, where that is none of an import.
    Over {
        session: Box<Transaction>,
        told: Option<TransactionId>,
    },
    /// One that is not, and why it is left out.
    LeftOut(String),
}

impl Kind for History {
    type Row = Row;
    type Follow = ();

    const COLUMNS: &'static [Column] = &[
        Column::needed("chargePoint"),
        Column::needed("id"),
        Column::taken("version"),
        Column::taken("evse"),
        Column::taken("connector"),
        Column::taken("idTag"),
        Column::taken("authorization"),
        Column::taken("reservationId"),
        Column::taken("remoteStartId"),
        Column::taken("state"),
        Column::taken("chargingState"),
        Column::needed("startedAt"),
        Column::needed("stoppedAt"),
        Column::taken("stopReason"),
        Column::taken("meterStartWh"),
        Column::taken("meterStopWh"),
        Column::taken("meterStopAt"),
        Column::taken("energyWh"),
        Column::taken("energySource"),
        Column::taken("complete"),
        Column::taken("doubts"),
        Column::taken("leftOut"),
        Column::taken("stationTransactionId"),
        Column::taken("closedBy"),
        Column::taken("stoppedBy"),
        Column::taken("stoppedByForeign"),
        Column::taken("matchedBy"),
        Column::taken("importedFrom"),
        Column::taken("assignedAt"),
        Column::taken("assignmentNote"),
        Column::taken("toldIdTag"),
        Column::taken("toldAuthorization"),
        Column::shown("durationSeconds"),
        // What the command line adds.
        Column::shown("cost"),
        Column::shown("currency"),
    ];

    fn read(&mut self, cells: &Cells<'_>) -> Result<Row, Wrong> {
        if let Some(why) = not_over(cells)? {
            return Ok(Row::LeftOut(why));
        }
        let session = self.session(cells)?;
        let name = (session.charge_point.clone(), session.id.clone());
        if !self.seen.insert(name) {
            let what = format!(
                "`id`: {} of {} stands in a row before",
                session.id, session.charge_point
            );
            return Err(Wrong::of("id", what));
        }
        let is_of_import = cells.filled("importedFrom").is_some() || of_import(cells.needed("id")?).is_some();
        let told = (!is_of_import).then(|| cells.needed("id").map(TransactionId::new));
        Ok(Row::Over {
            session: Box::new(session),
            told: told.transpose()?,
        })
    }

    fn decide(&self, app: &AppState, rows: &[Row]) -> Result<Decided<()>, Problem> {
        let mut decided = Decided::default();
        for row in rows {
            let (session, told) = match row {
                Row::Over { session, told } => (&**session, told.as_ref()),
                Row::LeftOut(why) => {
                    decided.outcomes.push(Outcome::LeftOut(why.clone()));
                    continue;
                }
            };
            let find = |id: &TransactionId| app.state().transaction(&session.charge_point, id);
            let own = told.map(find).transpose()?.flatten();
            if let Some(own) = own.filter(|own| is_one(own, session)) {
                decided.outcomes.push(of_own(&own, session));
                continue;
            }
            let outcome = match find(&session.id)? {
                None => {
                    decided.writes.extend(create_transaction(session)?);
                    Outcome::Created
                }
                Some(known) if is_same(&known, session) => Outcome::Unchanged,
                Some(_) => Outcome::Kept(format!(
                    "{} of {} is here with other figures, and stays as it is",
                    session.id, session.charge_point
                )),
            };
            decided.outcomes.push(outcome);
        }
        Ok(decided)
    }

    async fn follow(&self, _: &AppState, (): ()) -> Result<(), Problem> {
        Ok(())
    }
}

fn charge_point(cells: &Cells<'_>) -> Result<ChargePointId, Wrong> {
    let said = cells.needed("chargePoint")?;
    of_text(said).map_err(|reason| Wrong::of("chargePoint", format!("`chargePoint`: {reason}")))
}

impl History {
    fn session(&self, cells: &Cells<'_>) -> Result<Transaction, Wrong> {
        let charge_point = charge_point(cells)?;
        let names = self.names(cells)?;
        let version = version(cells)?;
        let times = self.times(cells)?;
        let integer = |column: &'static str| cells.maybe(column, |cell| number::<i64>(column, cell));
        let Figures {
            mut energy,
            told_end,
            contradict,
        } = figures(cells)?;
        let mut doubts = doubts(cells)?;
        if contradict {
            doubts.insert(Doubt::EndBelowStart);
        }
        let complete = cells.maybe("complete", |cell| truth("complete", cell))?;
        let ending = ending(cells)?;
        if ending.closed_by == Some(ClosedBy::Operator) {
            // A table that says whether it is complete says what is in doubt, too.
            doubts.extend(complete.is_none().then_some(Doubt::EndLost));
            energy.source = of_operator(cells, energy.source);
        }
        Ok(Transaction {
            charge_point,
            version,
            evse: integer("evse")?,
            connector: integer("connector")?,
            id_tag: line(cells, "idTag")?,
            state: TransactionState::Closed,
            complete: complete.unwrap_or(doubts.is_empty()) && !contradict,
            doubts,
            meter_start_wh: energy.base.as_ref().map(|base| base.wh),
            meter_stop_wh: told_end,
            energy: Some(energy),
            next_start: None,
            charging: line(cells, "chargingState")?.map(|state| Charging { state, at: times.end }),
            started_at: cells.filled("startedAt").map(str::to_owned),
            stopped_at: cells.filled("stoppedAt").map(str::to_owned),
            stop_reason: line(cells, "stopReason")?,
            reservation_id: integer("reservationId")?,
            remote_start_id: integer("remoteStartId")?,
            authorization: line(cells, "authorization")?,
            start_answer: None,
            stop_answer: None,
            events: EventCount::default(),
            same_id: SameId {
                station_id: Some(names.station_id),
                newest: None,
            },
            ending,
            imported: Some(Imported {
                from: names.source,
                at: self.now,
            }),
            assigned: assigned(cells)?,
            received_at: times.begin,
            id: names.id,
        })
    }

    /// An id of an import stays what it is, with its source; any other gets the source before it.
    fn names(&self, cells: &Cells<'_>) -> Result<Names, Wrong> {
        let said = cells.needed("id")?;
        if said.chars().nth(LONGEST_ID).is_some() || said.chars().any(char::is_control) {
            let what = format!("`id` has at most {LONGEST_ID} characters, and no control characters");
            return Err(Wrong::of("id", what));
        }
        let imported = of_import(said);
        let own = cells.filled("importedFrom").map(str::trim);
        if own.is_some_and(|own| !is_source(own)) {
            let what = format!("`importedFrom`: 1 to {LONGEST_SOURCE} letters a to z, digits and `-`");
            return Err(Wrong::of("importedFrom", what));
        }
        let (source, id, own_id) = match imported {
            Some((source, own_id)) => (own.unwrap_or(source), said.to_owned(), own_id),
            None => {
                let source = own.unwrap_or(&self.source);
                (source, format!(".{source}.{said}"), said)
            }
        };
        let told = line(cells, "stationTransactionId")?;
        Ok(Names {
            id: TransactionId::new(&id),
            station_id: TransactionId::new(told.as_deref().unwrap_or(own_id)),
            source: source.to_owned(),
        })
    }

    fn times(&self, cells: &Cells<'_>) -> Result<Times, Wrong> {
        let told = |column: &'static str| -> Result<Option<Time>, Wrong> {
            let at = cells.maybe(column, |cell| {
                // Stations tell times in several forms; what was told is kept as it is.
                instant(cell).map_or_else(|| time(column, cell), Ok)
            })?;
            match at.filter(|at| *at > self.now) {
                Some(_) => Err(Wrong::of(
                    column,
                    format!("`{column}` has not come yet; a history is of the past"),
                )),
                None => Ok(at),
            }
        };
        let (begin, end) = (told("startedAt")?, told("stoppedAt")?);
        match begin.or(end) {
            Some(at) => Ok(Times {
                begin: at,
                end: end.unwrap_or(at),
            }),
            None => Err(Wrong::of(
                "startedAt",
                "`startedAt` and `stoppedAt` are empty; one of them is needed",
            )),
        }
    }
}

fn version(cells: &Cells<'_>) -> Result<String, Wrong> {
    let version = cells.filled("version").unwrap_or("1.6").trim();
    match VERSIONS.contains(&version) {
        true => Ok(version.to_owned()),
        false => Err(Wrong::of(
            "version",
            format!("`version` is one of {}", VERSIONS.join(", ")),
        )),
    }
}

/// A history is of sessions that are over. Of one that is not, as an export of ours tells it: why it is left out.
fn not_over(cells: &Cells<'_>) -> Result<Option<String>, Wrong> {
    let Some(state) = cells.filled("state").map(str::trim) else {
        return Ok(None);
    };
    let is = |word: &str| state.eq_ignore_ascii_case(word);
    let what = match () {
        () if is("closed") => return Ok(None),
        () if is("open") => "runs; its charge point tells its end",
        () if is("superseded") => "has no end; its charge point may still tell it",
        () => {
            let what = format!("`state` is `closed`, `open` or `superseded`, not `{state}`");
            return Err(Wrong::of("state", what));
        }
    };
    let (id, charge_point) = (cells.needed("id")?, charge_point(cells)?);
    Ok(Some(format!("{id} of {charge_point} {what}: it is left out")))
}

/// Whose it was by an operator's word.
fn assigned(cells: &Cells<'_>) -> Result<Option<Assigned>, Wrong> {
    let at = cells.maybe("assignedAt", |cell| time("assignedAt", cell))?;
    let Some(at) = at else { return Ok(None) };
    Ok(Some(Assigned {
        at,
        note: cells.filled("assignmentNote").map(str::to_owned),
        told_id_tag: line(cells, "toldIdTag")?,
        told_authorization: line(cells, "toldAuthorization")?,
    }))
}

/// When a session was; of one that has only one of the times both are that one.
struct Times {
    begin: Time,
    end: Time,
}

/// What an energy rests on whose end an operator told the other system, unless the table says it.
fn of_operator(cells: &Cells<'_>, source: Option<EnergySource>) -> Option<EnergySource> {
    let is_said = cells.filled("energySource").is_some();
    source.map(|source| if is_said { source } else { EnergySource::Operator })
}

/// What was measured.
struct Figures {
    energy: Energy,
    /// The register at the end, also where it cannot be.
    told_end: Option<Decimal>,
    /// The end is below the start.
    contradict: bool,
}

/// The energy as it is given; where there is no such column it is what is between the registers. An end below the start is in
/// doubt wherever the energy is not given beside it, by the column or by the cell.
fn figures(cells: &Cells<'_>) -> Result<Figures, Wrong> {
    let figure = |column: &'static str| cells.maybe(column, |cell| decimal(column, cell));
    let (base, end) = (figure("meterStartWh")?, figure("meterStopWh")?);
    let given = figure("energyWh")?;
    if given.is_some_and(|wh| wh < Decimal::ZERO) {
        let what = "`energyWh` is not below 0; leave it empty where it is not known";
        return Err(Wrong::of("energyWh", what));
    }
    let between = base.zip(end).and_then(|(base, end)| end.checked_sub(base));
    let is_said = cells.text("energyWh").is_some();
    let contradict = given.is_none() && between.is_some_and(|wh| wh < Decimal::ZERO);
    let wh = match is_said {
        true => given,
        false => between.filter(|_| !contradict),
    };
    let at = cells.maybe("meterStopAt", |cell| time("meterStopAt", cell))?;
    let source = cells.maybe("energySource", |cell| word::<EnergySource>("energySource", cell))?;
    let energy = Energy {
        wh,
        source: source.or((wh.is_some() && !is_said).then_some(EnergySource::Station)),
        base: base.map(|wh| Register { wh, at: None }),
        end: end.filter(|_| !contradict).map(|wh| Register { wh, at }),
        left_out: left_out(cells)?,
    };
    Ok(Figures {
        energy,
        told_end: end,
        contradict,
    })
}

fn doubts(cells: &Cells<'_>) -> Result<Doubts, Wrong> {
    let said = cells.filled("doubts").map(words).into_iter().flatten();
    said.map(|said| word::<Doubt>("doubts", said)).collect()
}

/// `reason:count`, several with blanks between them.
fn left_out(cells: &Cells<'_>) -> Result<Vec<LeftOut>, Wrong> {
    let said = cells.filled("leftOut").map(words).into_iter().flatten();
    let read = |said: &str| {
        let (reason, count) = said
            .rsplit_once(':')
            .ok_or_else(|| Wrong::of("leftOut", format!("`leftOut` is `reason:count`, not `{said}`")))?;
        Ok(LeftOut {
            reason: word("leftOut", reason)?,
            count: number("leftOut", count)?,
            first_wh: None,
            first_at: None,
        })
    };
    said.map(read).collect()
}

fn ending(cells: &Cells<'_>) -> Result<Ending, Wrong> {
    let matched_by = cells.filled("matchedBy").map(words).into_iter().flatten();
    Ok(Ending {
        closed_by: cells.maybe("closedBy", |cell| word("closedBy", cell))?,
        stopped_by: line(cells, "stoppedBy")?,
        foreign: cells
            .maybe("stoppedByForeign", |cell| truth("stoppedByForeign", cell))?
            .unwrap_or_default(),
        matched_by: matched_by
            .map(|said| word("matchedBy", said))
            .collect::<Result<_, _>>()?,
        meter_wh: None,
        received_at: None,
    })
}

/// A text of one line.
fn line(cells: &Cells<'_>, column: &'static str) -> Result<Option<String>, Wrong> {
    let text = cells.filled(column);
    if text.is_some_and(|text| text.chars().nth(LONGEST_TEXT).is_some()) {
        let what = format!("`{column}` has more than {LONGEST_TEXT} characters");
        return Err(Wrong::of(column, what));
    }
    Ok(text.map(str::to_owned))
}

/// The source and the id there, of an id of an import.
fn of_import(id: &str) -> Option<(&str, &str)> {
    let parts = id.strip_prefix('.').and_then(|rest| rest.split_once('.'));
    parts.filter(|(source, _)| is_source(source))
}

/// Whether a session that a charge point told here is the one that a row with its id tells: other systems give the same
/// numbers, and so it must have begun at the same moment, or ended where no begin is known.
fn is_one(own: &Transaction, told: &Transaction) -> bool {
    let begun = is_same_time(own.started_at.as_deref(), told.started_at.as_deref());
    let ended = || own.started_at.is_some() || is_same_time(own.stopped_at.as_deref(), told.stopped_at.as_deref());
    own.imported.is_none() && begun && ended()
}

/// Whether two times are one, in whatever way each is written.
fn is_same_time(own: Option<&str>, told: Option<&str>) -> bool {
    match (own, told) {
        (Some(own), Some(told)) => same_moment(own, told),
        (own, told) => own == told,
    }
}

/// What becomes of a row that tells a session of this server: nothing, whatever it says of it.
fn of_own(own: &Transaction, told: &Transaction) -> Outcome {
    let wh = |session: &Transaction| session.energy.as_ref().and_then(|energy| energy.wh);
    if is_same_time(own.stopped_at.as_deref(), told.stopped_at.as_deref()) && wh(own) == wh(told) {
        return Outcome::Unchanged;
    }
    Outcome::Kept(format!(
        "{} of {} is a session of this server, with other figures, and stays as it is",
        own.id, own.charge_point
    ))
}

/// Whether two say the same, whenever they were brought.
fn is_same(known: &Transaction, session: &Transaction) -> bool {
    let at = known.imported.as_ref().map(|imported| imported.at);
    let mut session = session.clone();
    if let (Some(imported), Some(at)) = (&mut session.imported, at) {
        imported.at = at;
    }
    *known == session
}

fn is_source(word: &str) -> bool {
    let is_fit = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    (1..=LONGEST_SOURCE).contains(&word.len()) && word.chars().all(is_fit)
}
