//! What a station is set to, as it was last seen, and as it should be. Whoever reads or sets a station's keys and
//! variables, and whatever reports them, writes them down here: `names` and `standard` are one naming for all
//! versions, `notebook` keeps what was seen, `reports` puts reports together from their parts (`asking` is how they begin), `drift` compares
//! with what is wanted.

pub mod asking;
pub mod drift;
pub mod names;
pub mod notebook;
pub mod reports;
pub mod standard;
pub mod values;
