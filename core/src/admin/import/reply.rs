//! What an import is answered.

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::cells::Wrong;
use super::rows::Outcome;
use crate::admin::problem::{Problem, kinds};

/// So many rows are told of one by one.
const MOST_TOLD: usize = 100;

/// The query.
#[derive(Debug, Clone, Copy, Default, Deserialize, utoipa::IntoParams)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
pub struct Options {
    /// Only looks: nothing is changed.
    pub dry_run: bool,
}

/// What became of a table; of a dry run, what would.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = Imported)]
pub struct Reply {
    /// Nothing was changed, because that was asked for.
    pub dry_run: bool,
    /// So many rows the table has.
    pub rows: usize,
    /// Of these there was nothing before.
    pub created: usize,
    /// These changed what was there.
    pub changed: usize,
    /// These are there already as they are.
    pub unchanged: usize,
    /// Of these something else is there, and stays.
    pub kept: usize,
    /// These are of something that no table brings, such as sessions that are not over, and are left out.
    pub left_out: usize,
    /// Columns that are passed over, because the server sees for itself what they say.
    #[schema(value_type = Vec<String>)]
    pub ignored_columns: Vec<&'static str>,
    /// Why something else stays, or a row is left out, of the first hundred.
    pub warnings: Vec<Told>,
}

/// What is said of one row.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = ImportedRow)]
pub struct Told {
    /// The line of the text in which the row begins, from 1 on.
    pub line: u64,
    /// The column that it is about; none: the row as a whole.
    pub column: Option<String>,
    /// What is wrong, and what to do.
    pub problem: String,
}

impl Told {
    fn of(line: u64, wrong: Wrong) -> Self {
        Self {
            line,
            column: wrong.column,
            problem: wrong.what,
        }
    }
}

/// Rows that cannot be used.
#[derive(Debug, Default)]
pub struct Refused {
    count: usize,
    first: Vec<Told>,
}

impl Refused {
    /// One more.
    pub fn add(&mut self, line: u64, wrong: Wrong) {
        self.count += 1;
        if self.first.len() < MOST_TOLD {
            self.first.push(Told::of(line, wrong));
        }
    }

    /// None if there are none; else what the whole table is refused with.
    #[must_use]
    pub fn problem(self, rows: usize) -> Option<Problem> {
        let first = self.first.first()?;
        let place = match &first.column {
            Some(column) if !first.problem.contains(&format!("`{column}`")) => format!(", column {column}"),
            _ => String::new(),
        };
        let others = match self.count {
            1 => "it is to be mended, and the table brought again".to_owned(),
            count => format!("{count} such rows are to be mended, and the table brought again"),
        };
        let detail = format!(
            "nothing was changed: line {}{place}: {}; {others}",
            first.line, first.problem
        );
        let errors: Vec<Value> = self.first.iter().map(|told| json!(told)).collect();
        Some(
            Problem::new(kinds::IMPORT_REFUSED, detail)
                .with("rows", rows)
                .with("refused", self.count)
                .with("errors", errors),
        )
    }
}

impl Reply {
    /// One more row.
    pub fn add(&mut self, line: u64, outcome: Outcome) {
        self.rows += 1;
        match outcome {
            Outcome::Created => self.created += 1,
            Outcome::Changed => self.changed += 1,
            Outcome::Unchanged => self.unchanged += 1,
            Outcome::Kept(why) => {
                self.kept += 1;
                self.warn(line, why);
            }
            Outcome::LeftOut(why) => {
                self.left_out += 1;
                self.warn(line, why);
            }
            Outcome::Refused(_) => {}
        }
    }

    fn warn(&mut self, line: u64, why: String) {
        if self.warnings.len() < MOST_TOLD {
            self.warnings.push(Told::of(line, Wrong::whole(why)));
        }
    }
}
