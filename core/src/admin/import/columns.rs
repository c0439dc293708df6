//! Which columns a table has, by the names in its first row, and what they are for.

use super::cells::Wrong;
use crate::admin::problem::words::{list, meant};

/// What a column is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Use {
    /// A table must have it.
    Needed,
    /// It may have it.
    Taken,
    /// An export has it and an import passes it over: it is what the server saw, not what somebody says.
    Shown,
}

/// A column that is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Column {
    /// Its name in an export.
    pub name: &'static str,
    /// What it is for.
    pub used: Use,
}

impl Column {
    /// A column that a table must have.
    #[must_use]
    pub const fn needed(name: &'static str) -> Self {
        Self {
            name,
            used: Use::Needed,
        }
    }

    /// A column that a table may have.
    #[must_use]
    pub const fn taken(name: &'static str) -> Self {
        Self { name, used: Use::Taken }
    }

    /// A column that is passed over.
    #[must_use]
    pub const fn shown(name: &'static str) -> Self {
        Self { name, used: Use::Shown }
    }
}

/// The columns of one table: for each of its cells the column, none for one that is passed over.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Header {
    /// In the order of the cells.
    pub cells: Vec<Option<&'static str>>,
    /// Those that are passed over.
    pub passed_over: Vec<&'static str>,
}

impl Header {
    /// Reads the names, whatever their case, with or without blanks, `_` and `-` between their words.
    ///
    /// # Errors
    /// Every name that is not known, stands twice or is missing.
    pub fn read(names: &[String], known: &'static [Column]) -> Result<Self, Vec<Wrong>> {
        let mut header = Self::default();
        let mut wrong = Vec::new();
        let end = names
            .iter()
            .rposition(|name| !name.trim().is_empty())
            .map_or(0, |last| last + 1);
        for name in names.iter().take(end) {
            let Some(column) = known.iter().find(|column| bare(column.name) == bare(name)) else {
                wrong.push(Wrong::whole(unknown(name, known)));
                continue;
            };
            if header.has(column.name) {
                wrong.push(Wrong::of(column.name, "the column stands twice; keep one of them"));
            }
            let is_taken = column.used != Use::Shown;
            header.cells.push(is_taken.then_some(column.name));
            if !is_taken {
                header.passed_over.push(column.name);
            }
        }
        let needed = known.iter().filter(|column| column.used == Use::Needed);
        wrong.extend(needed.filter(|column| !header.has(column.name)).map(|column| {
            Wrong::of(
                column.name,
                "the column is missing; the first row has the names of the columns",
            )
        }));
        if wrong.is_empty() { Ok(header) } else { Err(wrong) }
    }

    fn has(&self, name: &str) -> bool {
        self.cells.contains(&Some(name)) || self.passed_over.contains(&name)
    }
}

/// A name without what spellings differ in.
pub fn bare(name: &str) -> String {
    let letters = name.chars().filter(|c| !matches!(c, '_' | '-') && !c.is_whitespace());
    letters.flat_map(char::to_lowercase).collect()
}

fn unknown(name: &str, known: &[Column]) -> String {
    let names: Vec<String> = known.iter().map(|column| column.name.to_owned()).collect();
    format!(
        "there is no column `{}`{}; known are {}",
        name.trim(),
        meant(name.trim(), &names),
        list(&names, "and")
    )
}

#[cfg(test)]
mod tests {
    use super::{Column, Header};

    const KNOWN: &[Column] = &[
        Column::needed("chargePoint"),
        Column::taken("idTag"),
        Column::shown("connected"),
    ];

    fn read(names: &[&str]) -> Result<Header, Vec<String>> {
        let names: Vec<String> = names.iter().map(|name| (*name).to_owned()).collect();
        Header::read(&names, KNOWN).map_err(|wrong| wrong.into_iter().map(|wrong| wrong.what).collect())
    }

    #[test]
    fn names_are_known_by_any_spelling() {
        let wanted = Header {
            cells: vec![Some("idTag"), None, Some("chargePoint")],
            passed_over: vec!["connected"],
        };
        assert_eq!(read(&["id_tag", "Connected", "Charge Point"]), Ok(wanted.clone()));
        assert_eq!(read(&[" IDTAG ", "CONNECTED", "charge-point", "", " "]), Ok(wanted));
    }

    #[test]
    fn every_wrong_name_is_told() {
        let told = read(&["idTga", "connected", "connected"]);
        assert_eq!(
            told,
            Err(vec![
                "there is no column `idTga`; did you mean `idTag`?; known are `chargePoint`, `idTag` and `connected`"
                    .to_owned(),
                "the column stands twice; keep one of them".to_owned(),
                "the column is missing; the first row has the names of the columns".to_owned(),
            ])
        );
    }
}
