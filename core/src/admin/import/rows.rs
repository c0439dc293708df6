//! What rows are of, and what becomes of them.

use std::future::Future;

use super::cells::{Cells, Wrong};
use super::columns::Column;
use crate::admin::AppState;
use crate::admin::problem::Problem;
use crate::store::Write;

/// What becomes of a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// There was nothing of its name.
    Created,
    /// It changes what was there.
    Changed,
    /// All of it is there.
    Unchanged,
    /// Something else is there, which stays: why.
    Kept(String),
    /// It is of something that no table brings: why. The others come in.
    LeftOut(String),
    /// It cannot be used.
    Refused(Wrong),
}

/// What some rows come to together.
#[derive(Debug)]
pub struct Decided<F> {
    /// Of each row, in their order.
    pub outcomes: Vec<Outcome>,
    /// What makes it so, each with its condition.
    pub writes: Vec<Write>,
    /// What is to be done when the writes are durable.
    pub follow: Vec<F>,
}

impl<F> Default for Decided<F> {
    fn default() -> Self {
        Self {
            outcomes: Vec::new(),
            writes: Vec::new(),
            follow: Vec::new(),
        }
    }
}

/// Of what a table is.
pub trait Kind {
    /// What a row says.
    type Row;
    /// What is done after a row is durable.
    type Follow;

    /// The columns that are known.
    const COLUMNS: &'static [Column];

    /// What one row says by itself and beside those before it.
    ///
    /// # Errors
    /// Why it cannot be used.
    fn read(&mut self, cells: &Cells<'_>) -> Result<Self::Row, Wrong>;

    /// What some rows come to, by what is there now.
    ///
    /// # Errors
    /// The store's.
    fn decide(&self, app: &AppState, rows: &[Self::Row]) -> Result<Decided<Self::Follow>, Problem>;

    /// Lets others know of what is durable.
    ///
    /// # Errors
    /// They cannot be reached.
    fn follow(&self, app: &AppState, follow: Self::Follow) -> impl Future<Output = Result<(), Problem>>;
}
