//! `--state`: on which state a version becomes the active one.

use clap::ValueEnum;

/// The words of the API.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
pub enum StateChoice {
    /// The state that it has: the one that all versions share, unless it was told otherwise before
    #[default]
    Kept,
    /// A copy of the active version's, which is left as it is
    Copy,
    /// An empty one
    Empty,
}

impl StateChoice {
    /// As the API writes it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Kept => "kept",
            Self::Copy => "copy",
            Self::Empty => "empty",
        }
    }
}
