//! A person's data: everything in which an id tag stands, exported as one document, or with the tag taken out.
//!
//! `tag` says what is that tag, `mask` finds it in texts, `places` says of each collection what is found there and what
//! becomes of it, [`export()`] and [`erase()`] walk the store. Sessions stay as figures: what was charged where and when is
//! money, whose it was is gone.

mod erase;
mod export;
mod mask;
mod places;
mod tag;
#[cfg(test)]
mod tests;

pub use erase::{Erased, Kept, Left, UnderWay, erase, under_way};
pub use export::{ExportError, export};
pub use mask::ERASED;
pub use tag::Tag;
