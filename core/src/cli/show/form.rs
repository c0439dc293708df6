//! The flags that say in which form a list is wanted, and writing it so: a table for people, JSON lines or CSV for
//! programs. Pages are followed; a table is written when all of it is there, the other two page by page.

use std::io::Write;

use serde_json::Value;

use super::Screen;
use super::csv::Rows;
use super::table::{Column, write_on};
use crate::cli::complain;
use crate::cli::failed::Failed;
use crate::cli::server::Pages;

/// So many lines a table has, if nobody says.
const USUAL: usize = 1000;

/// How a list is wanted.
#[derive(Debug, Clone, clap::Args)]
pub struct Form {
    /// Answers in JSON, one item a line
    #[arg(long, conflicts_with = "csv")]
    json: bool,
    /// Answers in CSV
    #[arg(long)]
    csv: bool,
    /// Shows times in UTC, not in this machine's zone
    #[arg(long)]
    utc: bool,
    /// At most so many; 1000 in a table, all in JSON and CSV if left out
    #[arg(long, value_name = "NUMBER")]
    limit: Option<usize>,
}

/// How one thing is wanted.
#[derive(Debug, Clone, clap::Args)]
pub struct One {
    /// Answers in JSON, as the server does
    #[arg(long)]
    pub json: bool,
    /// Shows times in UTC, not in this machine's zone
    #[arg(long)]
    utc: bool,
}

impl One {
    /// Where it is shown.
    #[must_use]
    pub fn screen(&self) -> Screen {
        Screen::here(self.utc)
    }
}

impl Form {
    /// Where it is shown.
    #[must_use]
    pub fn screen(&self) -> Screen {
        Screen::here(self.utc)
    }

    /// What it says of one item.
    #[must_use]
    pub fn as_one(&self) -> One {
        One {
            json: self.json,
            utc: self.utc,
        }
    }

    /// Whether a program reads it.
    #[must_use]
    pub fn is_json(&self) -> bool {
        self.json
    }

    /// Whether rows are wanted.
    #[must_use]
    pub fn is_csv(&self) -> bool {
        self.csv
    }

    /// How many, if that was said.
    #[must_use]
    pub fn limit(&self) -> Option<usize> {
        self.limit
    }

    /// Writes a list.
    ///
    /// # Errors
    /// The server's, or the output's.
    pub fn list(&self, output: &mut impl Write, columns: &[Column], pages: Pages<'_>) -> Result<(), Failed> {
        self.list_of(output, columns, pages, Ok)
    }

    /// Writes what is made of the pages of a list: items that are left out do not count.
    ///
    /// # Errors
    /// The server's, or the output's.
    pub fn list_of(
        &self,
        output: &mut impl Write,
        columns: &[Column],
        pages: Pages<'_>,
        mut made: impl FnMut(Vec<Value>) -> Result<Vec<Value>, Failed>,
    ) -> Result<(), Failed> {
        let most = self
            .limit
            .unwrap_or(if self.json || self.csv { usize::MAX } else { USUAL });
        let mut pages = pages.of_at_most(most);
        let mut sheet = self.sheet(output, columns)?;
        let (mut count, mut is_cut) = (0, false);
        while let Some(page) = pages.next_page()? {
            for item in made(page)? {
                is_cut = is_cut || count == most;
                if count < most {
                    sheet.take(item)?;
                    count += 1;
                }
            }
            if count == most {
                is_cut = is_cut || pages.go_on();
                break;
            }
        }
        sheet.end(self.screen(), columns)?;
        if is_cut && self.limit.is_none() {
            complain(&format!(
                "these are {USUAL}, and there are more: say how many with --limit, or narrow it down"
            ));
        }
        Ok(())
    }

    /// Writes items that are all there.
    ///
    /// # Errors
    /// The output's.
    pub fn items(&self, output: &mut impl Write, columns: &[Column], items: Vec<Value>) -> Result<(), Failed> {
        let mut sheet = self.sheet(output, columns)?;
        for item in items.into_iter().take(self.limit.unwrap_or(usize::MAX)) {
            sheet.take(item)?;
        }
        sheet.end(self.screen(), columns)
    }

    fn sheet<'a, W: Write>(&self, output: &'a mut W, columns: &[Column]) -> Result<Sheet<'a, W>, Failed> {
        Ok(if self.csv {
            Sheet::Csv(Box::new(Rows::begin(output, columns)?))
        } else if self.json {
            Sheet::Json(output)
        } else {
            Sheet::Table(output, Vec::new())
        })
    }
}

/// Where the items of a list go.
enum Sheet<'a, W: Write> {
    /// Widths are known when all is there.
    Table(&'a mut W, Vec<Value>),
    Json(&'a mut W),
    Csv(Box<Rows<&'a mut W>>),
}

impl<W: Write> Sheet<'_, W> {
    fn take(&mut self, item: Value) -> Result<(), Failed> {
        match self {
            Self::Table(_, held) => held.push(item),
            Self::Json(output) => writeln!(output, "{item}")?,
            Self::Csv(rows) => rows.row(&item)?,
        }
        Ok(())
    }

    fn end(self, screen: Screen, columns: &[Column]) -> Result<(), Failed> {
        if let Self::Table(output, held) = self {
            write_on(screen, output, columns, &held)?;
        }
        Ok(())
    }
}
