//! What became of a table, in words.

use std::io::{self, Write};

use serde_json::Value;

use super::parts::Brought;

/// Writes how many rows became what, and of which rows something is to be said.
///
/// # Errors
/// The output's.
pub fn write(output: &mut impl Write, rows: &str, brought: &Brought, is_dry: bool) -> io::Result<()> {
    writeln!(output, "{}", sentence(rows, brought, is_dry))?;
    for told in &brought.told {
        writeln!(output, "  {}", line(told))?;
    }
    let more = (brought.refused + brought.kept + brought.left_out).saturating_sub(brought.told.len() as u64);
    if more > 0 {
        writeln!(output, "  and {more} more")?;
    }
    if !brought.ignored.is_empty() {
        let names: Vec<&str> = brought.ignored.iter().filter_map(Value::as_str).collect();
        writeln!(
            output,
            "  passed over, as the server sees for itself what they say: {}",
            names.join(", ")
        )?;
    }
    Ok(())
}

/// `12 id tags: 10 created, 2 unchanged`
fn sentence(rows: &str, brought: &Brought, is_dry: bool) -> String {
    if brought.refused > 0 && brought.rows == 0 {
        // Without the names of the columns no row can be read, however many there are.
        return "nothing was changed: the table cannot be used".to_owned();
    }
    if brought.refused > 0 {
        return format!(
            "nothing was changed: {} of {} {rows} cannot be used",
            brought.refused, brought.rows
        );
    }
    let counts = [
        (brought.created, "created"),
        (brought.changed, "changed"),
        (brought.unchanged, "unchanged"),
        (brought.kept, "kept as they are here"),
        (brought.left_out, "left out"),
    ];
    let counts = counts.iter().filter(|(count, _)| *count > 0);
    let counts: Vec<String> = counts.map(|(count, what)| format!("{count} {what}")).collect();
    let counts = if counts.is_empty() {
        "none".to_owned()
    } else {
        counts.join(", ")
    };
    let would = if is_dry { "would become of " } else { "" };
    format!("{would}{} {rows}: {counts}", brought.rows)
}

/// `line 7, status: ...`
fn line(told: &Value) -> String {
    let text = |name: &str| told.get(name).and_then(Value::as_str).unwrap_or_default();
    let line = told.get("line").and_then(Value::as_u64).unwrap_or_default();
    let (column, problem) = (text("column"), text("problem"));
    if column.is_empty() || problem.contains(&format!("`{column}`")) {
        format!("line {line}: {problem}")
    } else {
        format!("line {line}, {column}: {problem}")
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]

    use serde_json::json;

    use super::{Brought, write};

    #[test]
    fn what_became_of_a_table_is_told_in_lines() {
        let mut written = Vec::new();
        let brought = Brought {
            rows: 12,
            created: 10,
            kept: 2,
            told: vec![json!({"line": 3, "column": null, "problem": "other figures"})],
            ignored: vec![json!("connected")],
            ..Brought::default()
        };
        write(&mut written, "sessions", &brought, false).unwrap();
        let refused = Brought {
            rows: 2,
            refused: 1,
            told: vec![json!({"line": 3, "column": "tag", "problem": "it is empty"})],
            ..Brought::default()
        };
        write(&mut written, "id tags", &refused, true).unwrap();
        let unnamed = Brought {
            refused: 1,
            told: vec![json!({"line": 1, "column": null, "problem": "the table is empty"})],
            ..Brought::default()
        };
        write(&mut written, "sessions", &unnamed, false).unwrap();
        let running = Brought {
            rows: 2,
            created: 1,
            left_out: 1,
            told: vec![json!({"line": 3, "column": null, "problem": "7 of CP1 runs"})],
            ..Brought::default()
        };
        write(&mut written, "sessions", &running, false).unwrap();
        assert_eq!(
            String::from_utf8(written).unwrap(),
            "12 sessions: 10 created, 2 kept as they are here\n  line 3: other figures\n  and 1 more\n  \
             passed over, as the server sees for itself what they say: connected\n\
             nothing was changed: 1 of 2 id tags cannot be used\n  line 3, tag: it is empty\n\
             nothing was changed: the table cannot be used\n  line 1: the table is empty\n\
             2 sessions: 1 created, 1 left out\n  line 3: 7 of CP1 runs\n"
        );
    }
}
