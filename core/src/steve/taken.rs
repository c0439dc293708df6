//! What of some tables is taken: rows in the form of an import here, and what was left out.

use crate::tables::push_row;

/// So many examples are told of what was left out for one reason.
const MOST_EXAMPLES: usize = 5;

/// Rows that an import here reads.
#[derive(Debug)]
pub struct Taken {
    /// The names of its columns.
    pub columns: &'static [&'static str],
    /// The rows.
    pub rows: Vec<Vec<String>>,
    /// So many there were.
    pub found: usize,
    /// What was left out, or changed, by reason.
    pub left_out: Vec<LeftOut>,
}

/// What was left out for one reason.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LeftOut {
    /// Why, and what may be done.
    pub why: &'static str,
    /// How many.
    pub count: usize,
    /// The first of them.
    pub examples: Vec<String>,
}

impl Taken {
    /// Nothing so far.
    #[must_use]
    pub fn new(columns: &'static [&'static str]) -> Self {
        Self {
            columns,
            rows: Vec::new(),
            found: 0,
            left_out: Vec::new(),
        }
    }

    /// Something was left out.
    pub fn leave_out(&mut self, why: &'static str, example: &str) {
        let place = self.left_out.iter().position(|left_out| left_out.why == why);
        let place = place.unwrap_or_else(|| {
            self.left_out.push(LeftOut {
                why,
                count: 0,
                examples: Vec::new(),
            });
            self.left_out.len() - 1
        });
        if let Some(left_out) = self.left_out.get_mut(place) {
            left_out.count += 1;
            if left_out.examples.len() < MOST_EXAMPLES {
                left_out.examples.push(example.to_owned());
            }
        }
    }

    /// All as CSV.
    #[must_use]
    pub fn csv(&self) -> String {
        let mut text = String::new();
        push_row(&mut text, self.columns.iter().copied());
        for row in &self.rows {
            push_row(&mut text, row.iter().map(String::as_str));
        }
        text
    }
}
