//! Lists for people: a line for each item, its columns under their names; and one item, a line for each member. No
//! wider than the terminal; what is not a terminal gets all of it.

use std::io::{self, Write};

use serde_json::Value;

use super::Screen;
pub use super::column::{Column, column, text};

/// A column of text is not made narrower than this.
const NARROWEST: usize = 8;
/// Between two columns.
const GAP: usize = 2;

/// Lines of one list, with the widths of those that were written.
#[derive(Debug)]
pub struct Lines {
    screen: Screen,
    columns: Vec<Column>,
    widths: Vec<usize>,
    is_begun: bool,
}

impl Lines {
    /// None yet.
    #[must_use]
    pub fn new(screen: Screen, columns: &[Column]) -> Self {
        Self {
            screen,
            columns: columns.to_vec(),
            widths: columns.iter().map(|column| column.name.chars().count()).collect(),
            is_begun: false,
        }
    }

    /// Writes these, below the names if they are the first. What was written before keeps its widths.
    ///
    /// # Errors
    /// The output's.
    pub fn write(&mut self, output: &mut impl Write, items: &[Value]) -> io::Result<()> {
        let cells: Vec<Vec<String>> = items
            .iter()
            .map(|item| {
                self.columns
                    .iter()
                    .map(|column| column.cell(item, &self.screen))
                    .collect()
            })
            .collect();
        for (index, width) in self.widths.iter_mut().enumerate() {
            let widest = cells
                .iter()
                .filter_map(|row| row.get(index))
                .map(|cell| cell.chars().count());
            *width = widest.chain([*width]).max().unwrap_or(0);
        }
        let widths = fitting(&self.columns, &self.widths, self.screen.width);
        if !std::mem::replace(&mut self.is_begun, true) {
            let names: Vec<String> = self.columns.iter().map(|column| column.name.to_owned()).collect();
            let line = self.line(&names, &widths, false);
            writeln!(output, "{}", styled(&line, BOLD, self.screen.colours))?;
        }
        cells
            .iter()
            .try_for_each(|row| writeln!(output, "{}", self.line(row, &widths, self.screen.colours)))
    }

    fn line(&self, row: &[String], widths: &[usize], has_colours: bool) -> String {
        let (mut line, last) = (String::new(), row.len().saturating_sub(1));
        for (index, ((cell, width), column)) in row.iter().zip(widths).zip(&self.columns).enumerate() {
            let (cell, width) = (cut(cell, *width), *width);
            let blanks = " ".repeat(width.saturating_sub(cell.chars().count()));
            let colour = colour(&cell).filter(|_| column.has_colours());
            let shown = colour.map_or_else(|| cell.clone(), |colour| styled(&cell, colour, has_colours));
            if column.is_number() {
                line += &format!("{blanks}{shown}");
            } else {
                line += &format!("{shown}{blanks}");
            }
            if index < last {
                line += &" ".repeat(GAP);
            }
        }
        line.trim_end().to_owned()
    }
}

const BOLD: &str = "1";
const GREEN: &str = "32";
const RED: &str = "31";
const YELLOW: &str = "33";

fn styled(text: &str, style: &str, has_colours: bool) -> String {
    if has_colours {
        format!("\x1b[{style}m{text}\x1b[0m")
    } else {
        text.to_owned()
    }
}

fn colour(word: &str) -> Option<&'static str> {
    match word {
        "accepted" | "Accepted" | "in-effect" | "completed" | "answered" | "active" | "installed" | "uploaded"
        | "ready" | "alive" => Some(GREEN),
        "refused" | "failed" | "lost" | "timed-out" | "timedOut" | "invalid" | "unreadable" | "expired" | "Blocked"
        | "Invalid" | "Expired" | "different" | "stray" => Some(RED),
        "pending" | "waiting" | "sent" | "open" | "running" | "paused" | "under-way" | "unknown" => Some(YELLOW),
        _ => None,
    }
}

/// The text in so many columns.
fn cut(text: &str, width: usize) -> String {
    if text.chars().count() <= width {
        return text.to_owned();
    }
    let kept: String = text.chars().take(width.saturating_sub(1)).collect();
    format!("{kept}…")
}

/// The widths with which a line fits the terminal, if it can: the widest texts become narrower, together.
fn fitting(columns: &[Column], wanted: &[usize], width: Option<usize>) -> Vec<usize> {
    let mut widths = wanted.to_vec();
    let Some(width) = width else { return widths };
    let gaps = GAP * widths.len().saturating_sub(1);
    loop {
        let too_much = (widths.iter().sum::<usize>() + gaps).saturating_sub(width);
        let widest = widths
            .iter_mut()
            .zip(columns)
            .filter(|(width, column)| column.narrows() && **width > NARROWEST.max(column.name.chars().count()))
            .max_by_key(|(width, _)| **width);
        match widest {
            Some((widest, _)) if too_much > 0 => *widest -= 1,
            _ => return widths,
        }
    }
}

/// Writes the items; `none` if there are none.
///
/// # Errors
/// The output's.
pub fn write(output: &mut impl Write, columns: &[Column], items: &[Value]) -> io::Result<()> {
    write_on(Screen::here(false), output, columns, items)
}

/// The same for a screen.
///
/// # Errors
/// The output's.
pub fn write_on(screen: Screen, output: &mut impl Write, columns: &[Column], items: &[Value]) -> io::Result<()> {
    if items.is_empty() {
        return writeln!(output, "none");
    }
    Lines::new(screen, columns).write(output, items)
}

/// Writes one item: a line for each member that it has.
///
/// # Errors
/// The output's.
pub fn card(screen: &Screen, output: &mut impl Write, columns: &[Column], item: &Value) -> io::Result<()> {
    let cells = columns.iter().map(|column| (column, column.cell(item, screen)));
    let known: Vec<_> = cells.filter(|(_, cell)| !cell.is_empty()).collect();
    let width = known
        .iter()
        .map(|(column, _)| column.name.chars().count())
        .max()
        .unwrap_or(0);
    for (column, cell) in known {
        let cell = match colour(&cell).filter(|_| column.has_colours()) {
            Some(colour) => styled(&cell, colour, screen.colours),
            None => cell,
        };
        writeln!(output, "{:<width$}  {cell}", column.name)?;
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

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]

    use jiff::tz::TimeZone;
    use serde_json::{Value, json};

    use super::{Column, card, column, write_on};
    use crate::cli::show::Screen;

    fn screen(width: Option<usize>, colours: bool) -> Screen {
        Screen {
            width,
            colours,
            zone: TimeZone::get("Europe/Berlin").unwrap(),
        }
    }

    fn table(screen: Screen, columns: &[Column], items: &[Value]) -> String {
        let mut written = Vec::new();
        write_on(screen, &mut written, columns, items).unwrap();
        String::from_utf8(written).unwrap()
    }

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
        let wanted = "ID    WHERE  ON\nCP-1  Gate   yes\nC     Depot  no\n";
        assert_eq!(table(screen(None, false), &columns, &items), wanted);
        assert_eq!(table(screen(None, false), &columns, &[]), "none\n");
    }

    #[test]
    fn values_are_shown_as_what_they_are() {
        let columns = [
            column("AT", &["/at"]).time(),
            column("KWH", &["/wh"]).energy(),
            column("FOR", &["/seconds"]).seconds(),
        ];
        let items = [
            json!({"at": "2026-07-31T12:30:05.123Z", "wh": "12345.6", "seconds": 3661}),
            json!({"at": "never", "wh": "1200", "seconds": null}),
        ];
        let wanted = "AT                            KWH    FOR\n\
                      2026-07-31 14:30:05 CEST  12.3456  1h 1m\n\
                      never                       1.200\n";
        assert_eq!(table(screen(None, false), &columns, &items), wanted);
    }

    #[test]
    fn what_does_not_fit_a_terminal_is_cut_and_nothing_steers_it() {
        let columns = [
            column("ID", &["/id"]),
            column("NOTE", &["/note"]),
            column("STATE", &["/state"]).state(),
        ];
        let items = [json!({"id": "CP-1", "note": "a note that is\n\u{1b}[31mlong", "state": "refused"})];
        let wanted = "ID    NOTE            STATE\nCP-1  a note that is…  refused\n";
        let shown = table(screen(Some(30), false), &columns, &items);
        assert!(shown.lines().all(|line| line.chars().count() <= 30), "{shown}");
        assert_eq!(shown.lines().nth(1), wanted.lines().nth(1));
        let whole = table(screen(None, false), &columns, &items);
        assert!(whole.contains("a note that is \u{fffd}[31mlong"), "{whole}");
        let coloured = table(screen(None, true), &columns, &items);
        assert!(coloured.contains("\u{1b}[31mrefused\u{1b}[0m"), "{coloured}");
    }

    #[test]
    fn a_card_has_the_members_that_are_there() {
        let columns = [
            column("ID", &["/id"]),
            column("VENDOR", &["/boot/vendor"]),
            column("SITE", &["/site"]),
        ];
        let mut written = Vec::new();
        let item = json!({"id": "CP-1", "boot": null, "site": "Depot"});
        card(&screen(None, false), &mut written, &columns, &item).unwrap();
        assert_eq!(String::from_utf8(written).unwrap(), "ID    CP-1\nSITE  Depot\n");
    }
}
