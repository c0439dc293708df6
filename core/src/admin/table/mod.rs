//! Lists as tables: whole, as CSV or as one JSON object a line, read while they are sent. The columns of a table are
//! members of the JSON form, by name; `?columns=` chooses among them.

mod format;
mod stream;

pub use format::{Columns, Format};
pub use stream::{CSV, Rows, Streamed, of_one, streamed};

use serde_json::Value;

/// A column: its name, and where its value is in the JSON form.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Column {
    /// The member's name; of one that lies deeper its own.
    pub name: &'static str,
    /// A JSON pointer.
    pub pointer: &'static str,
}

/// A column of a table.
#[must_use]
pub const fn column(name: &'static str, pointer: &'static str) -> Column {
    Column { name, pointer }
}

/// Of what a list is a table.
#[derive(Debug, Clone, Copy)]
pub struct Table {
    /// What the file is called, without its ending.
    pub file: &'static str,
    /// All columns, in an order that stays; new ones come last.
    pub columns: &'static [Column],
}

/// The cell of a value. Several words are separated by spaces; what was left out of a session, the one list of objects,
/// is `reason:count`.
fn cell(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        Value::Array(items) => items.iter().map(word).collect::<Vec<_>>().join(" "),
        other => other.to_string(),
    }
}

fn word(item: &Value) -> String {
    match (item.get("reason").and_then(Value::as_str), item.get("count")) {
        (Some(reason), Some(count)) => format!("{reason}:{count}"),
        _ => cell(item),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::cell;

    #[test]
    fn values_are_cells() {
        for (value, shown) in [
            (json!(null), ""),
            (json!("a b"), "a b"),
            (json!(13.5), "13.5"),
            (json!(false), "false"),
            (json!(["depot-2", "fast"]), "depot-2 fast"),
            (json!([{"reason": "fell", "count": 2, "firstWh": "0"}]), "fell:2"),
        ] {
            assert_eq!(cell(&value), shown);
        }
    }
}
