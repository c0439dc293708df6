//! Why a subcommand did not do what was asked.

use std::fmt::Display;
use std::io;

use crate::cli::{Exit, complain};
use crate::plugins::ComponentError;

/// The reason, and the exit code that it comes to.
#[derive(Debug)]
pub enum Failed {
    /// It ran, and the answer is no: text for standard error.
    Refused(String),
    /// It could not begin: text for standard error.
    Unusable(String),
    /// The server does not answer: text for standard error.
    Unreachable(String),
    /// The server does not let this token, or this address, do that: text for standard error.
    Denied(String),
    /// Its answer could not be written.
    Output(io::Error),
}

impl Failed {
    /// The exit code.
    pub fn exit(&self) -> Exit {
        match self {
            Self::Refused(_) => Exit::Failed,
            Self::Unusable(_) | Self::Output(_) => Exit::Unusable,
            Self::Unreachable(_) => Exit::Unreachable,
            Self::Denied(_) => Exit::Denied,
        }
    }

    /// What is told of it.
    ///
    /// # Errors
    /// That of the output.
    pub fn text(self) -> io::Result<String> {
        match self {
            Self::Output(error) => Err(error),
            Self::Refused(text) | Self::Unusable(text) | Self::Unreachable(text) | Self::Denied(text) => Ok(text),
        }
    }

    /// Tells it on standard error, and gives the exit code.
    ///
    /// # Errors
    /// That of the output.
    pub fn told(self) -> io::Result<Exit> {
        let exit = self.exit();
        complain(&self.text()?);
        Ok(exit)
    }

    /// A file that cannot be read or written.
    pub fn file(doing: &str, path: &std::path::Path, error: &io::Error) -> Self {
        Self::Unusable(format!("error: cannot {doing} {}: {error}", path.display()))
    }
}

impl From<io::Error> for Failed {
    fn from(error: io::Error) -> Self {
        Self::Output(error)
    }
}

impl From<ComponentError> for Failed {
    fn from(error: ComponentError) -> Self {
        Self::Refused(format!("error: {}", with_causes(&error)))
    }
}

/// What something failed with, its causes after it.
pub fn with_causes(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(inner) = cause {
        text = format!("{text}: {inner}");
        cause = inner.source();
    }
    text
}

/// A usage error.
pub fn unusable(what: impl Display) -> Failed {
    Failed::Unusable(format!("error: {what}"))
}
