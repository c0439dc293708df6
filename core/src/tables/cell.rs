//! One cell of a table. What begins like a formula gets an apostrophe before it, which spreadsheets know as the sign of
//! plain text; reading takes it off again. So that nothing is lost, a text that has apostrophes there of its own gets one
//! more. Numbers stay as they are.

use std::borrow::Cow;

/// What a spreadsheet takes for the begin of a formula.
const FORMULA: [char; 6] = ['=', '+', '-', '@', '\t', '\r'];

/// Appends a row of values with its line break.
pub fn push_row<'a>(text: &mut String, cells: impl IntoIterator<Item = &'a str>) {
    let guarded = cells
        .into_iter()
        .map(|cell| match is_like_a_formula(cell) && !is_number(cell) {
            true => Cow::Owned(format!("'{cell}")),
            false => Cow::Borrowed(cell),
        });
    push(text, guarded);
}

/// Appends a row of cells that were read, guards and all.
pub fn push_as_it_is<'a>(text: &mut String, cells: impl IntoIterator<Item = &'a str>) {
    push(text, cells.into_iter().map(Cow::Borrowed));
}

fn push<'a>(text: &mut String, cells: impl Iterator<Item = Cow<'a, str>>) {
    for (index, cell) in cells.enumerate() {
        if index > 0 {
            text.push(',');
        }
        if is_quoted(&cell) {
            text.push('"');
            text.push_str(&cell.replace('"', "\"\""));
            text.push('"');
        } else {
            text.push_str(&cell);
        }
    }
    text.push_str("\r\n");
}

fn is_quoted(cell: &str) -> bool {
    cell.contains([',', ';', '"', '\r', '\n', '\t']) || cell.starts_with(' ') || cell.ends_with(' ')
}

/// What a cell says: without the apostrophe that guards it.
#[must_use]
pub fn meant(cell: &str) -> &str {
    cell.strip_prefix('\'')
        .filter(|rest| is_like_a_formula(rest))
        .unwrap_or(cell)
}

/// It would be one, were it not for apostrophes before it.
fn is_like_a_formula(cell: &str) -> bool {
    cell.trim_start_matches('\'').starts_with(FORMULA)
}

fn is_number(cell: &str) -> bool {
    let is_written_so = |c: char| c.is_ascii_digit() || matches!(c, '+' | '-' | '.' | 'e' | 'E');
    cell.chars().all(is_written_so) && cell.parse::<f64>().is_ok()
}

#[cfg(test)]
mod tests {
    use proptest::proptest;

    use super::{meant, push_row};
    use crate::tables::Sheet;

    fn cell(of: &str) -> String {
        let mut text = String::new();
        push_row(&mut text, [of]);
        text.trim_end_matches("\r\n").to_owned()
    }

    #[test]
    fn a_cell_is_quoted_where_it_has_to_be_and_never_a_formula() {
        for (of, shown) in [
            ("TAG", "TAG"),
            ("a,b", "\"a,b\""),
            ("a;b", "\"a;b\""),
            ("say \"x\"", "\"say \"\"x\"\"\""),
            ("=1+1", "'=1+1"),
            ("@SUM(A1),2", "\"'@SUM(A1),2\""),
            ("-1", "-1"),
            ("-1.5e3", "-1.5e3"),
            ("-inf", "'-inf"),
            ("'=1", "''=1"),
            ("'tis", "'tis"),
            ("two\nlines", "\"two\nlines\""),
        ] {
            assert_eq!(cell(of), shown);
        }
    }

    proptest! {
        #[test]
        fn what_is_written_is_read_again(cells in proptest::collection::vec("['=+@,;\"\t\r\n a-z0-9-]{0,6}", 2..5)) {
            let mut text = String::from("a,b\r\n");
            push_row(&mut text, cells.iter().map(String::as_str));
            let mut sheet = Sheet::new(text.as_bytes());
            sheet.next();
            let read: Vec<String> = match sheet.next() {
                Some(Ok(line)) => line.cells.iter().map(|cell| meant(cell).to_owned()).collect(),
                // A row without any text is none.
                None if cells.iter().all(|cell| cell.trim_ascii().is_empty()) => cells.clone(),
                None => Vec::new(),
                Some(Err(fault)) => vec![fault.what],
            };
            proptest::prop_assert_eq!(read, cells);
        }
    }
}
