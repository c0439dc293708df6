//! `POST /charge-points/import`: a table of charge points. A row says what a PUT says; an empty cell removes the value, but
//! of `securityProfile` and `password` it leaves it as it is. A password that is in force already changes nothing.

use std::collections::{BTreeSet, HashSet};

use actix_web::web;

use super::put::{Change, PutChargePoint};
use super::{disconnect, table, tell_reading};
use crate::admin::AppState;
use crate::admin::body::Json;
use crate::admin::import::cells::{float, number, word, words};
use crate::admin::import::{Cells, Column, Decided, Kind, Options, Outcome, Reply, TableOf, Wrong, import};
use crate::admin::problem::Problem;
use crate::admin::query::Query;
use crate::admin::revised::apart;
use crate::clock;
use crate::credentials::{Matched, verify};
use crate::ids::ChargePointId;
use crate::ids::identity::of_text;
use crate::registry::messages::EndReason;
use crate::state::attributes::{Label, Location};
use crate::state::charge_points::{ChargePoint, put_charge_point};

/// Brings a table of charge points in.
pub async fn post(
    app: web::Data<AppState>,
    options: Query<Options>,
    TableOf { table, .. }: TableOf<table::ChargePoints>,
) -> Result<Json<Reply>, Problem> {
    let reply = import(&app, &table, options.dry_run, ChargePoints::default).await?;
    Ok(Json(reply))
}

/// The charge points that stood in the table so far.
#[derive(Default)]
struct ChargePoints(HashSet<ChargePointId>);

struct Row {
    id: ChargePointId,
    said: PutChargePoint,
}

/// What a live connection must learn.
struct Follow {
    id: ChargePointId,
    raised: bool,
}

impl Kind for ChargePoints {
    type Row = Row;
    type Follow = Follow;

    const COLUMNS: &'static [Column] = &[
        Column::needed("id"),
        Column::taken("name"),
        Column::taken("site"),
        Column::taken("labels"),
        Column::taken("latitude"),
        Column::taken("longitude"),
        Column::taken("address"),
        Column::taken("note"),
        Column::taken("securityProfile"),
        Column::taken("password"),
        Column::taken("registration"),
        Column::taken("strictness"),
        Column::taken("timeZone"),
        Column::shown("hasPassword"),
        Column::shown("connected"),
        Column::shown("lastSeen"),
        Column::shown("offlineSince"),
        Column::shown("version"),
        Column::shown("vendor"),
        Column::shown("model"),
        Column::shown("serialNumber"),
        Column::shown("firmwareVersion"),
        Column::shown("bootedAt"),
    ];

    fn read(&mut self, cells: &Cells<'_>) -> Result<Row, Wrong> {
        let id = of_text(cells.needed("id")?).map_err(|reason| Wrong::of("id", format!("`id`: {reason}")))?;
        let text = |cell: &str| Ok(cell.to_owned());
        let said = PutChargePoint {
            security_profile: cells.maybe("securityProfile", |cell| number("securityProfile", cell))?,
            password: cells.maybe("password", text)?.map(Some),
            rotate: false,
            registration: cells.given("registration", |cell| word("registration", cell))?,
            strictness: cells.given("strictness", |cell| word("strictness", cell))?,
            time_zone: cells.given("timeZone", |cell| word("timeZone", cell))?,
            name: cells.given("name", text)?,
            site: cells.given("site", text)?,
            labels: cells.given("labels", labels)?,
            location: location(cells)?,
            note: cells.given("note", text)?,
        };
        // Nothing of it depends on what is there, so that all of a table is told at once.
        said.check_alone().map_err(|problem| Wrong::from_problem(&problem))?;
        if !self.0.insert(id.clone()) {
            return Err(Wrong::of(
                "id",
                format!("`id`: {id} stands in a row before; keep one of them"),
            ));
        }
        Ok(Row { id, said })
    }

    fn decide(&self, app: &AppState, rows: &[Row]) -> Result<Decided<Follow>, Problem> {
        let mut decided = Decided::default();
        for Row { id, said } in rows {
            let (known, expect) = apart(app.state().charge_point_at(id)?);
            let change = said
                .without_known_password(known.as_ref())
                .apply(known.clone(), clock::now());
            let outcome = match change {
                Err(problem) => Outcome::Refused(Wrong::from_problem(&problem)),
                Ok(Change { record, .. }) if known.as_ref() == Some(&record) => Outcome::Unchanged,
                Ok(change) => {
                    let mut write = put_charge_point(id, &change.record)?;
                    write.expect = expect;
                    decided.writes.push(write);
                    if !change.created && (change.raised || change.reading) {
                        decided.follow.push(Follow {
                            id: id.clone(),
                            raised: change.raised,
                        });
                    }
                    if change.created {
                        Outcome::Created
                    } else {
                        Outcome::Changed
                    }
                }
            };
            decided.outcomes.push(outcome);
        }
        Ok(decided)
    }

    async fn follow(&self, app: &AppState, Follow { id, raised }: Follow) -> Result<(), Problem> {
        if raised {
            disconnect(app, &id, EndReason::Removed).await
        } else {
            tell_reading(app, &id).await
        }
    }
}

fn labels(cell: &str) -> Result<BTreeSet<Label>, Wrong> {
    let labels = words(cell).map(|word| Label::try_from(word.to_owned()));
    labels
        .collect::<Result<_, _>>()
        .map_err(|reason| Wrong::of("labels", format!("`labels`: {reason}")))
}

/// A place has both its degrees, or none.
fn location(cells: &Cells<'_>) -> Result<Option<Option<Location>>, Wrong> {
    let has = |column| cells.text(column).is_some();
    if !has("latitude") && !has("longitude") {
        return match cells.filled("address") {
            None => Ok(None),
            Some(_) => Err(Wrong::of(
                "address",
                "`address` goes with the columns `latitude` and `longitude`",
            )),
        };
    }
    let latitude = cells.maybe("latitude", |cell| float("latitude", cell))?;
    let longitude = cells.maybe("longitude", |cell| float("longitude", cell))?;
    let address = cells.filled("address").map(str::to_owned);
    match (latitude, longitude) {
        (Some(latitude), Some(longitude)) => Ok(Some(Some(Location {
            latitude,
            longitude,
            address,
        }))),
        (None, None) if address.is_none() => Ok(Some(None)),
        (None, _) => Err(Wrong::of(
            "latitude",
            "`latitude` is empty, and the row has a place; say both degrees",
        )),
        (_, None) => Err(Wrong::of(
            "longitude",
            "`longitude` is empty, and the row has a place; say both degrees",
        )),
    }
}

impl PutChargePoint {
    /// Whether it can be at all, whatever is there.
    fn check_alone(&self) -> Result<(), Problem> {
        let has_password = ChargePoint {
            password: Some(crate::state::charge_points::PasswordHash {
                salt: String::new(),
                mac: String::new(),
            }),
            ..ChargePoint::default()
        };
        self.apply(Some(has_password), clock::now()).map(drop)
    }

    /// Without the password if it is the one that is in force: to hash it anew would change the record for nothing.
    fn without_known_password(&self, known: Option<&ChargePoint>) -> Self {
        let said = self.password.as_ref().and_then(Option::as_ref);
        let is_known =
            |known: &ChargePoint| said.is_some_and(|said| verify(known, said.as_bytes()) == Some(Matched::Current));
        let mut own = self.clone();
        if known.is_some_and(is_known) {
            own.password = None;
        }
        own
    }
}
