//! Rows as CSV (RFC 4180), for programs: a column is named by its member, and a value is as the server has it.

use std::io::{self, Write};

use csv::{Terminator, Writer, WriterBuilder};
use serde_json::Value;

use super::table::{Column, text};

/// Writes rows.
pub struct Rows<W: Write> {
    writer: Writer<W>,
    columns: Vec<Column>,
}

impl<W: Write> Rows<W> {
    /// Writes the names of the columns.
    ///
    /// # Errors
    /// The output's.
    pub fn begin(output: W, columns: &[Column]) -> io::Result<Self> {
        let mut writer = writer(output);
        let columns: Vec<Column> = columns.iter().filter(|column| !column.is_for_people).copied().collect();
        writer
            .write_record(columns.iter().map(Column::member))
            .map_err(failed)?;
        Ok(Self { writer, columns })
    }

    /// Writes a row.
    ///
    /// # Errors
    /// The output's.
    pub fn row(&mut self, item: &Value) -> io::Result<()> {
        let cells = self.columns.iter().map(|column| safe(plain(column.value(item))));
        self.writer.write_record(cells).map_err(failed)?;
        self.writer.flush()
    }
}

/// What writes CSV as the server does.
pub fn writer<W: Write>(output: W) -> Writer<W> {
    WriterBuilder::new().terminator(Terminator::CRLF).from_writer(output)
}

/// A failed write as the output's error.
pub fn failed(error: csv::Error) -> io::Error {
    match error.into_kind() {
        csv::ErrorKind::Io(error) => error,
        other => io::Error::other(format!("{other:?}")),
    }
}

fn plain(value: Option<&Value>) -> String {
    match value {
        Some(Value::Bool(is_so)) => is_so.to_string(),
        Some(Value::Array(items)) => items.iter().map(text).collect::<Vec<_>>().join(" "),
        Some(other) => text(other),
        None => String::new(),
    }
}

/// What a station sent must not become a formula when a spreadsheet opens the file, so what begins like one is text by
/// the apostrophe that spreadsheets know.
fn safe(cell: String) -> String {
    let is_number = cell.parse::<f64>().is_ok();
    if !is_number && cell.starts_with(['=', '+', '-', '@', '\t', '\r']) {
        return format!("'{cell}");
    }
    cell
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]

    use serde_json::json;

    use super::Rows;
    use crate::cli::show::table::column;

    #[test]
    fn rows_have_their_members_as_the_server_has_them() {
        let columns = [
            column("ID", &["/id"]),
            column("VENDOR", &["/boot/vendor"]),
            column("LABELS", &["/labels"]),
            column("SINCE", &["/since"]).time(),
            column("FOR", &["/since"]).since(),
        ];
        let mut written = Vec::new();
        let mut rows = Rows::begin(&mut written, &columns).unwrap();
        let since = "2026-01-31T12:00:00.000Z";
        rows.row(&json!({"id": "=1+1", "boot": {"vendor": "A, B"}, "labels": ["a", "b"], "since": since}))
            .unwrap();
        rows.row(&json!({"id": "CP1", "boot": null, "labels": [], "since": null}))
            .unwrap();
        drop(rows);
        let wanted = "id,boot.vendor,labels,since\r\n'=1+1,\"A, B\",a b,2026-01-31T12:00:00.000Z\r\nCP1,,,\r\n";
        assert_eq!(String::from_utf8(written).unwrap(), wanted);
    }
}
