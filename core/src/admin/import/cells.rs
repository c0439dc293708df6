//! The cells of one row by the names of their columns, and what they say.

use chrono::NaiveDate;
use rust_decimal::Decimal;
use serde::de::DeserializeOwned;
use serde_json::Value;

use super::columns::Header;
use crate::admin::problem::Problem;
use crate::admin::problem::words;
use crate::clock::{Time, instant};
use crate::tables::{Line, meant};

/// Why a row cannot be used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wrong {
    /// The column that it is about; none: the row as a whole.
    pub column: Option<String>,
    /// What is wrong, and what to do.
    pub what: String,
}

impl Wrong {
    /// Of a column.
    pub fn of(column: &str, what: impl Into<String>) -> Self {
        Self {
            column: Some(column.to_owned()),
            what: what.into(),
        }
    }

    /// Of the row as a whole.
    pub fn whole(what: impl Into<String>) -> Self {
        Self {
            column: None,
            what: what.into(),
        }
    }

    /// What a request with the same content would be refused for: its words begin with the member that they are about.
    #[must_use]
    pub fn from_problem(problem: &Problem) -> Self {
        let named = problem.detail.strip_prefix('`').and_then(|rest| rest.split_once('`'));
        Self {
            column: named.map(|(name, _)| name.to_owned()),
            what: problem.detail.clone(),
        }
    }
}

/// A row by the names of its columns.
#[derive(Debug, Clone)]
pub struct Cells<'a> {
    header: &'a Header,
    line: &'a Line,
}

impl<'a> Cells<'a> {
    /// Those of a line.
    ///
    /// # Errors
    /// It has more cells than there are columns, or fewer.
    pub fn of(header: &'a Header, line: &'a Line) -> Result<Self, Wrong> {
        let (columns, cells) = (header.cells.len(), line.cells.len());
        let rest = line.cells.iter().skip(columns);
        if cells < columns || rest.into_iter().any(|cell| !cell.trim().is_empty()) {
            let what = format!(
                "the row has {cells} cells, and there are {columns} columns; a cell in which the separator stands is put \
                 in quotation marks"
            );
            return Err(Wrong::whole(what));
        }
        Ok(Self { header, line })
    }

    /// What stands in a column, without the guard of a formula; none: there is no such column.
    #[must_use]
    pub fn text(&self, column: &str) -> Option<&'a str> {
        let place = self.header.cells.iter().position(|name| *name == Some(column))?;
        self.line.cells.get(place).map(|cell| meant(cell))
    }

    /// What stands in a column; none if nothing does.
    #[must_use]
    pub fn filled(&self, column: &str) -> Option<&'a str> {
        self.text(column).filter(|cell| !cell.trim().is_empty())
    }

    /// What a column says of a member that may be removed: none where there is no such column, none within where the cell is
    /// empty.
    ///
    /// # Errors
    /// The cell's.
    pub fn given<T>(&self, column: &str, read: impl Fn(&str) -> Result<T, Wrong>) -> Result<Option<Option<T>>, Wrong> {
        let Some(cell) = self.text(column) else { return Ok(None) };
        if cell.trim().is_empty() {
            return Ok(Some(None));
        }
        read(cell).map(|value| Some(Some(value)))
    }

    /// What a column says; none where nothing stands.
    ///
    /// # Errors
    /// The cell's.
    pub fn maybe<T>(&self, column: &str, read: impl Fn(&str) -> Result<T, Wrong>) -> Result<Option<T>, Wrong> {
        self.filled(column).map(read).transpose()
    }

    /// What a column says that must say something.
    ///
    /// # Errors
    /// Nothing stands there.
    pub fn needed(&self, column: &str) -> Result<&'a str, Wrong> {
        self.filled(column)
            .ok_or_else(|| Wrong::of(column, format!("`{column}` is empty; each row needs it")))
    }
}

/// A word of an enumeration, or anything else that is a text in JSON.
///
/// # Errors
/// What it must be.
pub fn word<T: DeserializeOwned>(column: &str, cell: &str) -> Result<T, Wrong> {
    serde_json::from_value(Value::from(cell.trim())).map_err(|error| {
        let what = words::about(Some(column), &words::plain(&error.to_string()));
        Wrong::of(column, what)
    })
}

/// A whole number.
///
/// # Errors
/// It is none.
pub fn number<T: TryFrom<i64>>(column: &str, cell: &str) -> Result<T, Wrong> {
    let number = cell.trim().parse::<i64>().ok();
    number
        .and_then(|number| T::try_from(number).ok())
        .ok_or_else(|| unfit(column, cell, "a whole number"))
}

/// A number with a point, or with a comma as some spreadsheets have it.
///
/// # Errors
/// It is none.
pub fn decimal(column: &str, cell: &str) -> Result<Decimal, Wrong> {
    let written = pointed(cell);
    let read = written.parse().or_else(|_| Decimal::from_scientific(&written));
    read.map_err(|_| unfit(column, cell, "a number"))
}

/// The same where it need not be exact.
///
/// # Errors
/// It is none.
pub fn float(column: &str, cell: &str) -> Result<f64, Wrong> {
    let number: Option<f64> = pointed(cell).parse().ok();
    number
        .filter(|number| number.is_finite())
        .ok_or_else(|| unfit(column, cell, "a number"))
}

fn pointed(cell: &str) -> String {
    let cell = cell.trim();
    if cell.contains('.') {
        cell.to_owned()
    } else {
        cell.replacen(',', ".", 1)
    }
}

/// Yes or no.
///
/// # Errors
/// It is neither.
pub fn truth(column: &str, cell: &str) -> Result<bool, Wrong> {
    match cell.trim().to_ascii_lowercase().as_str() {
        "true" | "yes" | "1" => Ok(true),
        "false" | "no" | "0" => Ok(false),
        _ => Err(unfit(column, cell, "true or false")),
    }
}

/// A time with its zone, or one in UTC; a day is its begin.
///
/// # Errors
/// It is none.
pub fn time(column: &str, cell: &str) -> Result<Time, Wrong> {
    let day = || {
        NaiveDate::parse_from_str(cell.trim(), "%Y-%m-%d")
            .ok()?
            .and_hms_opt(0, 0, 0)
    };
    instant(cell)
        .or_else(|| day().map(|begin| begin.and_utc()))
        .ok_or_else(|| unfit(column, cell, "a time such as 2026-01-31T12:00:00Z"))
}

/// Words with blanks, commas or semicolons between them.
pub fn words(cell: &str) -> impl Iterator<Item = &str> {
    cell.split([' ', ',', ';', '\n', '\t'])
        .filter(|word| !word.trim().is_empty())
}

fn unfit(column: &str, cell: &str, wanted: &str) -> Wrong {
    let shown: String = cell.trim().chars().take(40).collect();
    Wrong::of(column, format!("`{column}` must be {wanted}, not `{shown}`"))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]

    use super::{decimal, float, number, time, truth, words};
    use crate::clock::text;

    #[test]
    fn cells_are_read_as_people_write_them() {
        assert_eq!(number::<u8>("n", " 3 ").unwrap(), 3);
        for wrong in ["-1", "256", "three", "3.0"] {
            assert!(number::<u8>("n", wrong).is_err(), "{wrong}");
        }
        assert_eq!(decimal("n", "12,50").unwrap().to_string(), "12.50");
        assert_eq!(decimal("n", "12.50").unwrap().to_string(), "12.50");
        assert!(decimal("n", "1.234,50").is_err());
        assert!((float("n", "13,5").unwrap() - 13.5).abs() < f64::EPSILON);
        assert!(float("n", "inf").is_err());
        assert!(truth("b", "TRUE").unwrap() && !truth("b", "no").unwrap());
        assert_eq!(text(time("t", "2026-01-31").unwrap()), "2026-01-31T00:00:00.000Z");
        assert_eq!(
            text(time("t", "2026-01-31 12:00:00").unwrap()),
            "2026-01-31T12:00:00.000Z"
        );
        assert_eq!(
            time("t", "31.01.2026").unwrap_err().what,
            "`t` must be a time such as 2026-01-31T12:00:00Z, not `31.01.2026`"
        );
        assert_eq!(words("a, b;c  d").collect::<Vec<_>>(), ["a", "b", "c", "d"]);
    }
}
