//! In which form a list is wanted, and which columns of it.

use actix_web::HttpRequest;
use actix_web::http::header::ACCEPT;
use serde::{Deserialize, Deserializer};

use super::{Column, Table};
use crate::admin::problem::words::{list, meant};
use crate::admin::problem::{Problem, kinds};

/// The form of a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "kebab-case")]
#[schema(as = ListFormat)]
pub enum Format {
    /// In pages.
    Json,
    /// Whole, as a table.
    Csv,
    /// Whole, one JSON object a line.
    Jsonl,
}

impl Format {
    /// What is asked for by `?format=`, or else by the header Accept.
    #[must_use]
    pub fn wanted(said: Option<Self>, request: &HttpRequest) -> Self {
        let accept = request.headers().get(ACCEPT).and_then(|accept| accept.to_str().ok());
        let accepts = |kind: &str| accept.is_some_and(|accept| accept.contains(kind));
        said.unwrap_or_else(|| {
            if accepts("text/csv") {
                Self::Csv
            } else if accepts("application/jsonl") || accepts("application/x-ndjson") {
                Self::Jsonl
            } else {
                Self::Json
            }
        })
    }
}

/// Names of columns with commas between them: `?columns=id,site`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Columns(Vec<String>);

impl<'de> Deserialize<'de> for Columns {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let names = String::deserialize(from)?;
        let names = names.split(',').map(str::trim).filter(|name| !name.is_empty());
        Ok(Self(names.map(str::to_owned).collect()))
    }
}

impl Columns {
    /// Those of a table that are wanted, in the order in which they are named; all if none is.
    ///
    /// # Errors
    /// The table has no such column, or the list is wanted in a form that has none.
    pub fn of(&self, table: &Table, format: Format) -> Result<Vec<Column>, Problem> {
        if self.0.is_empty() {
            return Ok(table.columns.to_vec());
        }
        let known = |name: &String| table.columns.iter().find(|column| column.name == name).copied();
        let found = self
            .0
            .iter()
            .map(|name| known(name).ok_or_else(|| unknown(name, table)));
        let found = found.collect::<Result<_, _>>()?;
        if format != Format::Csv {
            let detail = "in the query: `columns` are those of a table: say `format=csv` with them";
            return Err(Problem::new(kinds::INVALID_REQUEST, detail));
        }
        Ok(found)
    }
}

fn unknown(name: &str, table: &Table) -> Problem {
    let known: Vec<String> = table.columns.iter().map(|column| column.name.to_owned()).collect();
    let detail = format!(
        "in the query: `columns`: there is no column `{name}`; there are {}{}",
        list(&known, "and"),
        meant(name, &known)
    );
    Problem::new(kinds::INVALID_REQUEST, detail)
}
