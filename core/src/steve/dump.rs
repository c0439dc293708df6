//! A dump: SQL text, of which `CREATE TABLE` says the order of the columns and `INSERT` (or `REPLACE`) has the rows.

use std::io::{self, BufRead};

use super::database::{Database, SteveError};
use super::sql::{Statements, Words};

/// Reads all tables.
///
/// # Errors
/// The disk's; a statement that cannot be read.
pub fn read(from: impl BufRead) -> Result<Database, SteveError> {
    let mut database = Database::default();
    let mut statements = Statements::of(from);
    while let Some((line, statement)) = statements.next().map_err(broken)? {
        take(&statement, &mut database).map_err(|what| SteveError::Table {
            table: "the dump".to_owned(),
            line,
            what: what.to_owned(),
        })?;
    }
    Ok(database)
}

fn broken(error: io::Error) -> SteveError {
    error.into()
}

/// Takes a statement; one that is about nothing that is read is passed over.
fn take(statement: &str, database: &mut Database) -> Result<(), &'static str> {
    let mut words = Words::of(statement);
    match words.keyword().as_str() {
        "create" => {
            if words.keyword() == "table" {
                create(&mut words, database);
            }
            Ok(())
        }
        "insert" | "replace" => insert(&mut words, database),
        _ => Ok(()),
    }
}

/// `CREATE TABLE [IF NOT EXISTS] name (column type ..., KEY ...)`
fn create(words: &mut Words<'_>, database: &mut Database) {
    let Some(name) = words.name_after(&["if", "not", "exists"]) else {
        return;
    };
    let Some(name) = database.wanted(&name) else { return };
    let columns = words.columns_of_a_table();
    let table = database.table(name);
    if table.rows.is_empty() {
        table.columns = columns;
    }
}

/// `INSERT [IGNORE] INTO name [(columns)] VALUES (...), (...)`
fn insert(words: &mut Words<'_>, database: &mut Database) -> Result<(), &'static str> {
    let Some(name) = words.name_after(&["low_priority", "delayed", "high_priority", "ignore", "into"]) else {
        return Ok(());
    };
    let Some(name) = database.wanted(&name) else {
        return Ok(());
    };
    let named = words.names_in_brackets();
    if !matches!(words.keyword().as_str(), "values" | "value") {
        return Ok(());
    }
    let table = database.table(name);
    if table.columns.is_empty() {
        table.columns.clone_from(&named);
    }
    if table.columns.is_empty() {
        return Err(
            "the rows come without names of columns: dump the tables' structure, too, or use --complete-insert",
        );
    }
    // In the order of the table.
    let places: Vec<usize> = match named.is_empty() {
        true => (0..table.columns.len()).collect(),
        false => {
            let place = |name: &String| table.columns.iter().position(|known| known == name);
            let places = named.iter().map(place).collect::<Option<_>>();
            places.ok_or("the rows name a column that the table does not have")?
        }
    };
    while let Some(values) = words.values()? {
        if values.len() != places.len() {
            return Err("a row has another number of values than there are columns");
        }
        let mut row = vec![None; table.columns.len()];
        for (place, value) in places.iter().zip(values) {
            if let Some(cell) = row.get_mut(*place) {
                *cell = value;
            }
        }
        table.rows.push(row);
    }
    Ok(())
}
