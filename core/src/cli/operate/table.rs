//! Lists for people: a line for each item, its columns under their names.

use std::io::{self, Write};

use serde_json::Value;

/// A column: its name, and where its value is in an item, as a JSON pointer; the first of several that is there.
#[derive(Debug, Clone, Copy)]
pub struct Column {
    pub name: &'static str,
    pub pointers: &'static [&'static str],
}

/// A column with one place.
#[must_use]
pub const fn column(name: &'static str, pointers: &'static [&'static str]) -> Column {
    Column { name, pointers }
}

/// Writes the items, and how many there are more.
///
/// # Errors
/// The output's.
pub fn write(output: &mut impl Write, columns: &[Column], items: &[Value]) -> io::Result<()> {
    if items.is_empty() {
        return writeln!(output, "none");
    }
    let cells: Vec<Vec<String>> = items.iter().map(|item| row(columns, item)).collect();
    let widths: Vec<usize> = columns
        .iter()
        .enumerate()
        .map(|(index, column)| {
            let widest = cells
                .iter()
                .map(|row| row.get(index).map_or(0, |cell| cell.chars().count()));
            widest.chain([column.name.len()]).max().unwrap_or(0)
        })
        .collect();
    let names = columns.iter().map(|column| column.name.to_owned()).collect();
    for row in [names].into_iter().chain(cells) {
        let line = row
            .iter()
            .zip(&widths)
            .map(|(cell, width)| format!("{cell:<width$}  "))
            .collect::<String>();
        writeln!(output, "{}", line.trim_end())?;
    }
    Ok(())
}

/// Writes each item as JSON, one a line.
///
/// # Errors
/// The output's.
pub fn lines(output: &mut impl Write, items: &[Value]) -> io::Result<()> {
    items.iter().try_for_each(|item| writeln!(output, "{item}"))
}

fn row(columns: &[Column], item: &Value) -> Vec<String> {
    let cell = |column: &Column| {
        let values = column.pointers.iter().filter_map(|pointer| item.pointer(pointer));
        let mut known = values.filter(|value| !value.is_null());
        known.next().map(text).unwrap_or_default()
    };
    columns.iter().map(cell).collect()
}

/// A value as people read it.
#[must_use]
pub fn text(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::Bool(true) => "yes".to_owned(),
        Value::Bool(false) => "no".to_owned(),
        Value::String(text) => text.clone(),
        Value::Array(items) => items.iter().map(text).collect::<Vec<_>>().join(","),
        other => other.to_string(),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]

    use serde_json::json;

    use super::{column, write};

    #[test]
    fn columns_are_as_wide_as_they_must_be() {
        let columns = [
            column("ID", &["/id"]),
            column("WHERE", &["/site", "/name"]),
            column("ON", &["/on"]),
        ];
        let items = [
            json!({"id": "CP-1", "site": null, "name": "Gate", "on": true}),
            json!({"id": "C", "site": "Depot", "on": false}),
        ];
        let mut written = Vec::new();
        write(&mut written, &columns, &items).unwrap();
        let wanted = "ID    WHERE  ON\nCP-1  Gate   yes\nC     Depot  no\n";
        assert_eq!(String::from_utf8(written).unwrap(), wanted);
    }
}
