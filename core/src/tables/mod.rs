//! Tables as spreadsheets have them: CSV (RFC 4180) in UTF-8. What is written is read again as it was.
//!
//! `cell` says how one value is written, and guards it: a spreadsheet must not take what a station or a driver sent for a
//! formula. `sheet` reads what people and their programs make of such a file: separated by `,`, `;` or a tabulator,
//! with or without a byte order mark, with line breaks in cells.

pub mod cell;
pub mod sheet;

pub use cell::{meant, push_as_it_is, push_row};
pub use sheet::{Fault, Line, Sheet};
