//! A ZIP with one CSV for each table.

use std::io::{Read, Seek};

use zip::ZipArchive;

use super::database::{Database, SteveError};
use crate::tables::Sheet;

/// What stands for a value that is not known.
const NULL: &str = "NULL";

/// Reads all tables.
///
/// # Errors
/// The ZIP or a table in it is damaged.
pub fn read(file: impl Read + Seek) -> Result<Database, SteveError> {
    let mut archive = ZipArchive::new(file)?;
    let mut database = Database::default();
    for index in 0..archive.len() {
        let mut entry = archive.by_index(index)?;
        let path = entry.name()?.into_owned();
        let file = path.rsplit(['/', '\\']).next().unwrap_or_default();
        let Some(table) = file.strip_suffix(".csv") else {
            continue;
        };
        let Some(name) = database.wanted(table) else { continue };
        let mut text = Vec::new();
        entry.read_to_end(&mut text)?;
        let table = database.table(name);
        for line in Sheet::new(&text) {
            let line = line.map_err(|fault| SteveError::Table {
                table: path.clone(),
                line: fault.line,
                what: fault.what,
            })?;
            if table.columns.is_empty() {
                table.columns = line.cells.iter().map(|name| name.trim().to_lowercase()).collect();
            } else {
                let cells = line
                    .cells
                    .into_iter()
                    .map(|cell| Some(cell).filter(|cell| cell != NULL));
                table.rows.push(cells.collect());
            }
        }
    }
    Ok(database)
}
