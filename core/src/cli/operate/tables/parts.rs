//! A table in parts, each of which has the names of the columns first.

use serde_json::{Value, json};

use super::{How, Resource};
use crate::cli::failed::Failed;
use crate::cli::operate::words::query;
use crate::cli::show::progress::Progress;
use crate::tables::{Line, Sheet, push_as_it_is};

/// So many rows a part has.
const ROWS: usize = 10_000;
/// So many wrong rows are told.
const MOST_TOLD: usize = 100;

/// What became of a table; of a dry run, what would.
#[derive(Debug, Default)]
pub struct Brought {
    pub rows: u64,
    pub created: u64,
    pub changed: u64,
    pub unchanged: u64,
    /// Something else is there, and stays.
    pub kept: u64,
    /// They are of something that no table brings.
    pub left_out: u64,
    /// Rows that cannot be used; then nothing was changed.
    pub refused: u64,
    /// Columns that are passed over.
    pub ignored: Vec<Value>,
    /// Rows that cannot be used, and why something else stays: `line`, `column`, `problem`.
    pub told: Vec<Value>,
}

impl Brought {
    /// As the server tells it.
    pub fn json(&self) -> Value {
        json!({
            "rows": self.rows, "created": self.created, "changed": self.changed, "unchanged": self.unchanged,
            "kept": self.kept, "leftOut": self.left_out, "refused": self.refused, "ignoredColumns": self.ignored, "told": self.told,
        })
    }

    /// One more part. Its rows are so many lines further down in the table.
    fn add(&mut self, answer: &Value, lines: &[u64]) {
        let number = |name: &str| answer.get(name).and_then(Value::as_u64).unwrap_or_default();
        self.rows += number("rows");
        self.created += number("created");
        self.changed += number("changed");
        self.unchanged += number("unchanged");
        self.kept += number("kept");
        self.left_out += number("leftOut");
        self.refused += number("refused");
        if let Some(ignored) = answer.get("ignoredColumns").and_then(Value::as_array) {
            self.ignored.clone_from(ignored);
        }
        for name in ["errors", "warnings"] {
            let told = answer.get(name).and_then(Value::as_array).into_iter().flatten();
            for told in told.take(MOST_TOLD.saturating_sub(self.told.len())) {
                let mut told = told.clone();
                // The part's rows stand in a line each, behind the names.
                let place = told.get("line").and_then(Value::as_u64).unwrap_or_default();
                let line = usize::try_from(place)
                    .ok()
                    .and_then(|place| lines.get(place.checked_sub(1)?));
                if let (Some(members), Some(line)) = (told.as_object_mut(), line) {
                    members.insert("line".to_owned(), json!(line));
                }
                self.told.push(told);
            }
        }
    }
}

/// Some rows, with the lines of the table in which they begin, by the lines of the part.
struct Part {
    text: String,
    lines: Vec<u64>,
}

/// Brings a table: looks at all of it, then writes it.
///
/// # Errors
/// The server's.
pub fn bring(how: &How, resource: Resource, source: Option<&str>, text: &[u8]) -> Result<Brought, Failed> {
    let parts = parts(text);
    let looked = send(how, (resource, source), &parts, true)?;
    if how.dry_run || looked.refused > 0 {
        return Ok(looked);
    }
    send(how, (resource, source), &parts, false)
}

fn send(
    how: &How,
    (resource, source): (Resource, Option<&str>),
    parts: &[Part],
    is_dry: bool,
) -> Result<Brought, Failed> {
    let dry = is_dry.then_some("true");
    let path = format!(
        "{}/import{}",
        resource.path(),
        query(&[("dryRun", dry), ("source", source)])
    );
    let doing = if is_dry { "looking at" } else { "bringing" };
    let progress = Progress::count(&format!("{doing} {}", resource.rows()), parts.len() as u64);
    let mut brought = Brought::default();
    for part in parts {
        let answer = how.server.post_table(&path, &part.text)?;
        brought.add(&answer, &part.lines);
        progress.more(1);
    }
    Ok(brought)
}

/// The parts of a table. What cannot be read is left to the server, which says what is wrong.
fn parts(text: &[u8]) -> Vec<Part> {
    let whole = || {
        vec![Part {
            text: String::from_utf8_lossy(text).into_owned(),
            lines: Vec::new(),
        }]
    };
    let mut sheet = Sheet::new(text);
    let Some(Ok(names)) = sheet.next() else {
        return whole();
    };
    let mut parts = Vec::new();
    loop {
        let mut part = Part {
            text: String::new(),
            lines: Vec::new(),
        };
        part.push(&names);
        let mut rows = 0;
        while rows < ROWS
            && let Some(line) = sheet.next()
        {
            let Ok(line) = line else { return whole() };
            part.push(&line);
            rows += 1;
        }
        if rows == 0 && !parts.is_empty() {
            return parts;
        }
        parts.push(part);
    }
}

impl Part {
    fn push(&mut self, line: &Line) {
        let begin = self.text.len();
        push_as_it_is(&mut self.text, line.cells.iter().map(String::as_str));
        // A row may go over several lines.
        let written = self.text.get(begin..).unwrap_or_default();
        let lines = written.bytes().filter(|byte| *byte == b'\n').count();
        self.lines.resize(self.lines.len() + lines, line.number);
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::indexing_slicing, reason = "tests")]

    use serde_json::json;

    use super::{Brought, ROWS, parts};

    #[test]
    fn a_table_is_cut_into_parts_that_know_their_lines() {
        let mut table = String::from("a;b\n\n");
        for number in 0..ROWS + 2 {
            table.push_str(&format!("{number};\"'=x\ny\"\n"));
        }
        let parts = parts(table.as_bytes());
        assert_eq!(parts.len(), 2);
        assert_eq!(parts[1].text, "a,b\r\n10000,\"'=x\ny\"\r\n10001,\"'=x\ny\"\r\n");
        let mut brought = Brought::default();
        let answer = json!({"rows": 2, "refused": 1, "errors": [{"line": 4, "column": "b", "problem": "?"}]});
        brought.add(&answer, &parts[1].lines);
        assert_eq!((brought.rows, brought.refused), (2, 1));
        assert_eq!(brought.told, [json!({"line": 20005, "column": "b", "problem": "?"})]);
    }

    #[test]
    fn what_cannot_be_read_goes_whole() {
        assert_eq!(parts(b"").len(), 1);
        assert_eq!(parts(b"a,b\n\"x,y\n").first().map(|part| part.lines.len()), Some(0));
        assert_eq!(parts(b"a,b\n").first().map(|part| part.text.as_str()), Some("a,b\r\n"));
    }
}
