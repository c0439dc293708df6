//! Reads a table row by row, whoever wrote it.

use csv::{ByteRecord, Reader, ReaderBuilder};

/// The byte order mark that some spreadsheets put before UTF-8.
const BYTE_ORDER_MARK: &[u8] = b"\xEF\xBB\xBF";
/// What may separate cells; where the first row has as many of two, the former counts.
const SEPARATORS: [u8; 3] = [b',', b';', b'\t'];

/// A table as text.
pub struct Sheet<'a> {
    text: &'a [u8],
    reader: Reader<&'a [u8]>,
    record: ByteRecord,
}

/// A row that says something.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// The line of the text in which it begins, from 1 on.
    pub number: u64,
    /// As they are written; [`super::meant`] takes their guards off.
    pub cells: Vec<String>,
}

/// What cannot be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// Where it begins.
    pub line: u64,
    /// What is wrong, and what to do.
    pub what: String,
}

impl<'a> Sheet<'a> {
    /// The table that a text is; the first row may be one of names.
    #[must_use]
    pub fn new(text: &'a [u8]) -> Self {
        let text = text.strip_prefix(BYTE_ORDER_MARK).unwrap_or(text);
        let reader = ReaderBuilder::new()
            .has_headers(false)
            .flexible(true)
            .delimiter(separator(text))
            .from_reader(text);
        Self {
            text,
            reader,
            record: ByteRecord::new(),
        }
    }

    fn line(&self) -> Result<Line, Fault> {
        let place = self.record.position();
        let (begin, line) = place.map_or((0, 1), |place| (place.byte(), place.line()));
        let rest = usize::try_from(begin)
            .ok()
            .and_then(|begin| self.text.get(begin..))
            .unwrap_or_default();
        // Empty lines before a row count as its begin for the library.
        let before = rest.iter().take_while(|byte| matches!(byte, b'\r' | b'\n'));
        let number = line + before.filter(|byte| **byte == b'\n').map(|_| 1).sum::<u64>();
        let fault = |what: &str| Fault {
            line: number,
            what: what.to_owned(),
        };
        let is_last = usize::try_from(self.reader.position().byte()).is_ok_and(|end| end >= self.text.len());
        if is_last && !rest.iter().filter(|byte| **byte == b'"').count().is_multiple_of(2) {
            return Err(fault(
                "a quotation mark is not closed; one inside a cell is written twice",
            ));
        }
        let cells = self
            .record
            .iter()
            .map(|cell| std::str::from_utf8(cell).map(str::to_owned));
        let cells = cells.collect::<Result<_, _>>();
        let cells = cells.map_err(|_| fault("it is not UTF-8; save the table as `CSV UTF-8`"))?;
        Ok(Line { number, cells })
    }
}

/// The rows in which anything stands.
impl Iterator for Sheet<'_> {
    type Item = Result<Line, Fault>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            match self.reader.read_byte_record(&mut self.record) {
                Ok(true) => {}
                Ok(false) => return None,
                Err(error) => {
                    let line = error.position().map_or(0, csv::Position::line);
                    let what = "it cannot be read as CSV".to_owned();
                    return Some(Err(Fault { line, what }));
                }
            }
            if self.record.iter().any(|cell| !cell.trim_ascii().is_empty()) {
                return Some(self.line());
            }
        }
    }
}

/// What stands between the cells of the first row, outside of quotation marks.
fn separator(text: &[u8]) -> u8 {
    let mut is_quoted = false;
    let mut counts = [0_usize; SEPARATORS.len()];
    for byte in text.trim_ascii_start() {
        match byte {
            b'"' => is_quoted = !is_quoted,
            b'\r' | b'\n' if !is_quoted => break,
            other if !is_quoted => {
                for (count, separator) in counts.iter_mut().zip(SEPARATORS) {
                    *count += usize::from(*other == separator);
                }
            }
            _ => {}
        }
    }
    let counted = counts.into_iter().zip(SEPARATORS).rev();
    counted
        .max_by_key(|(count, _)| *count)
        .map_or(b',', |(_, separator)| separator)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]

    use super::{Fault, Line, Sheet};

    fn read(text: &[u8]) -> Vec<Result<Line, Fault>> {
        Sheet::new(text).collect()
    }

    fn rows(text: &str) -> Vec<(u64, Vec<String>)> {
        let rows = read(text.as_bytes()).into_iter();
        rows.map(|row| row.map(|line| (line.number, line.cells)).unwrap())
            .collect()
    }

    fn row(number: u64, cells: &[&str]) -> (u64, Vec<String>) {
        (number, cells.iter().map(|cell| (*cell).to_owned()).collect())
    }

    #[test]
    fn tables_of_any_program_are_read() {
        let wanted = [row(1, &["tag", "note"]), row(2, &["A", "1,5"]), row(3, &["B", ""])];
        for text in [
            "tag,note\r\nA,\"1,5\"\r\nB,\r\n",
            "tag;note\nA;1,5\nB;\n",
            "\u{feff}tag;note\r\nA;1,5\r\nB;",
            "\"tag\"\t\"note\"\nA\t1,5\nB\t",
        ] {
            assert_eq!(rows(text), wanted, "{text:?}");
        }
    }

    #[test]
    fn lines_are_counted_as_an_editor_counts_them() {
        let text = "\na,b\n\n\n1,\"two\nlines\"\n,\n3,4\n";
        assert_eq!(
            rows(text),
            [row(2, &["a", "b"]), row(5, &["1", "two\nlines"]), row(8, &["3", "4"])]
        );
    }

    #[test]
    fn what_cannot_be_read_is_told_with_its_line() {
        let faults = |text: &[u8]| -> Vec<(u64, String)> {
            let faults = read(text).into_iter().filter_map(Result::err);
            faults.map(|fault| (fault.line, fault.what)).collect()
        };
        let latin = faults(b"a,b\nK\xF6ln,1\nx,y\n");
        assert!(latin[0].0 == 2 && latin[0].1.contains("UTF-8"), "{latin:?}");
        let open = faults(b"a,b\n1,2\n3,\"4\n5,6\n");
        assert!(open[0].0 == 3 && open[0].1.contains("not closed"), "{open:?}");
    }
}
