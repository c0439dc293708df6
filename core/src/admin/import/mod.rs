//! Tables that come in: `POST .../import`, the body is CSV with the columns that the export of
//! the same list has, as many of them as are wanted.
//!
//! The whole table is looked at first: where any row cannot be used, every such row is told and nothing is changed. Then
//! the rows are written in steps, each of them durable as a whole. What is there already as a row says is left
//! alone, so that a table may be brought again, also after a server that ended halfway. `?dryRun=true` only looks.

pub mod cells;
mod columns;
mod reply;
mod rows;
mod source;
mod steps;

pub use cells::{Cells, Wrong};
pub use columns::Column;
pub use reply::{Options, Reply};
pub use rows::{Decided, Kind, Outcome};
pub use source::TableOf;
pub use steps::import;

use actix_web::guard::{Guard as _, GuardContext, Post};

/// Lets everything pass but `POST .../import`: a charge point or a tag may be called so, and is read, changed and removed
/// under its name.
pub fn not_an_import(request: &GuardContext<'_>) -> bool {
    // In this order: a guard for a method that is asked puts the method into the path's `Allow`.
    !(request.head().uri.path().ends_with("/import") && Post().check(request))
}

/// The largest body, in bytes.
pub const MOST_BYTES: usize = 64 << 20;
