//! The tables of an export, and how they are read from a file.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::File;
use std::io::{self, BufReader, Read as _, Seek as _};
use std::path::Path;

use super::{archive, dump};

/// The tables that are read.
const READ: [&str; 12] = [
    "address",
    "charge_box",
    "connector",
    "evse",
    "ocpp_tag",
    "reservation",
    "transaction",
    "transaction_start",
    "transaction_stop",
    "transaction_stop_failed",
    "user",
    "user_ocpp_tag",
];

/// What the others have, by their names.
const OTHERS: [(&str, &str); 8] = [
    (
        "connector_meter_value",
        "single readings of meters; the sessions have their registers",
    ),
    (
        "connector_status",
        "how connectors stood; stations say it when they connect",
    ),
    ("charging_profile", "charging profiles"),
    ("charging_schedule_period", "charging profiles"),
    ("connector_charging_profile", "charging profiles"),
    ("settings", "settings of SteVe itself"),
    ("web_user", "who may use SteVe's pages"),
    ("certificate", "certificates"),
];

/// What a ZIP begins with.
const ZIP: &[u8] = b"PK\x03\x04";

/// An export cannot be read.
#[derive(Debug, thiserror::Error)]
pub enum SteveError {
    /// The disk's.
    #[error("it cannot be read: {0}")]
    Disk(#[from] io::Error),
    /// It is a ZIP that is damaged.
    #[error("the ZIP cannot be read: {0}")]
    Zip(#[from] zip::result::ZipError),
    /// A table in it is damaged.
    #[error("{table}, line {line}: {what}")]
    Table {
        /// Its file.
        table: String,
        /// The line.
        line: u64,
        /// What is wrong.
        what: String,
    },
    /// It has none of SteVe's tables.
    #[error(
        "there is no table of SteVe in it (charge_box, ocpp_tag, transaction_start): it must be the ZIP that SteVe's data \
         export gives, or a dump as `mysqldump stevedb` writes it"
    )]
    Nothing,
}

/// One table.
#[derive(Debug, Default)]
pub struct Table {
    /// In lower case.
    pub columns: Vec<String>,
    /// None of a value: NULL.
    pub rows: Vec<Vec<Option<String>>>,
}

/// A row by the names of its columns.
#[derive(Debug, Clone, Copy)]
pub struct Row<'a> {
    table: &'a Table,
    cells: &'a [Option<String>],
}

impl<'a> Row<'a> {
    /// What a column has; none: NULL, nothing but blanks, or no such column.
    pub fn get(self, column: &str) -> Option<&'a str> {
        let place = self.table.columns.iter().position(|name| name == column)?;
        let cell = self.cells.get(place)?.as_deref();
        cell.filter(|cell| !cell.trim().is_empty())
    }
}

/// The tables of an export that are read.
#[derive(Debug, Default)]
pub struct Database {
    tables: BTreeMap<&'static str, Table>,
    others: BTreeSet<String>,
}

impl Database {
    /// Reads a file of either form.
    ///
    /// # Errors
    /// It is none, or damaged.
    pub fn open(path: &Path) -> Result<Self, SteveError> {
        let mut file = File::open(path)?;
        let mut begin = Vec::new();
        (&mut file).take(4).read_to_end(&mut begin)?;
        file.rewind()?;
        let database = if begin == ZIP {
            archive::read(file)?
        } else {
            dump::read(BufReader::new(file))?
        };
        match ["charge_box", "ocpp_tag", "transaction_start", "transaction"]
            .iter()
            .any(|table| database.tables.contains_key(table))
        {
            true => Ok(database),
            false => Err(SteveError::Nothing),
        }
    }

    /// The name of a table that is read; of another one none, and it is noted.
    pub fn wanted(&mut self, table: &str) -> Option<&'static str> {
        let table = table.to_lowercase();
        let wanted = READ.iter().find(|name| **name == table).copied();
        if wanted.is_none() {
            self.others.insert(table);
        }
        wanted
    }

    /// The table of this name, to which rows are added.
    pub fn table(&mut self, name: &'static str) -> &mut Table {
        self.tables.entry(name).or_default()
    }

    /// The rows of a table; none if it is not there.
    pub fn rows(&self, table: &str) -> impl Iterator<Item = Row<'_>> {
        let table = self.tables.get(table).into_iter();
        table.flat_map(|table| table.rows.iter().map(move |cells| Row { table, cells }))
    }

    /// Whether a table is there.
    pub fn has(&self, table: &str) -> bool {
        self.tables.contains_key(table)
    }

    /// Those that have no place here and that operators know, with what they have.
    pub fn other_tables(&self) -> Vec<(String, &'static str)> {
        let known = |name: &String| {
            let found = OTHERS.iter().find(|(known, _)| known == name);
            found.map(|(_, what)| (name.clone(), *what))
        };
        self.others.iter().filter_map(known).collect()
    }
}
