//! What is wrong with a configuration, in words for the person who typed it.

use std::fmt;

/// Where a value was typed. The order is that of the report.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Place {
    /// A line of the file, counted from 1.
    Line(usize),
    /// An environment variable, such as `OCPP_CENTRAL_ADMIN_TOKEN`.
    Variable(String),
    /// A flag of the command line, such as `--ocpp-listen`.
    Flag(&'static str),
    /// Nowhere: a default, or the file as a whole.
    Nowhere,
}

/// One thing to correct.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// Where it was typed.
    pub place: Place,
    /// The key's path, such as `connection.call_timeout`; empty for a fault of the file itself.
    pub key: String,
    /// What is wrong, and what would be right.
    pub what: What,
}

/// The kinds of problems.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum What {
    /// The value cannot be read.
    #[error("found {found}, expected {expected}")]
    Wrong {
        /// What was typed; never a secret.
        found: String,
        /// What is allowed, with an example.
        expected: String,
    },
    /// No such key.
    #[error("unknown key{}", Hint(.nearest))]
    Unknown {
        /// The known key that is most like it.
        nearest: Option<String>,
    },
    /// Each value is readable, but they do not go together, or what they name is not there.
    #[error("{0}")]
    Refused(String),
}

/// `; did you mean ...?`, or nothing.
struct Hint<'a>(&'a Option<String>);

impl fmt::Display for Hint<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            Some(nearest) => write!(f, "; did you mean `{nearest}`?"),
            None => Ok(()),
        }
    }
}

/// All problems of one configuration. Its text has one line for each, the file's first, in their order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problems {
    /// The file as it was named.
    file: String,
    list: Vec<Problem>,
}

impl Problems {
    /// Sorts the problems for the report.
    #[must_use]
    pub fn new(file: &str, mut list: Vec<Problem>) -> Self {
        list.sort_by(|a, b| (&a.place, &a.key).cmp(&(&b.place, &b.key)));
        Self {
            file: file.to_owned(),
            list,
        }
    }

    /// The problems in the order of the report.
    #[must_use]
    pub fn list(&self) -> &[Problem] {
        &self.list
    }
}

impl fmt::Display for Problems {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (number, Problem { place, key, what }) in self.list.iter().enumerate() {
            if number > 0 {
                f.write_str("\n")?;
            }
            match place {
                Place::Line(line) => write!(f, "{}:{line}: ", self.file)?,
                Place::Variable(name) => write!(f, "{name}: ")?,
                Place::Flag(name) => write!(f, "{name}: ")?,
                Place::Nowhere => write!(f, "{}: ", self.file)?,
            }
            if !key.is_empty() {
                write!(f, "{key}: ")?;
            }
            write!(f, "{what}")?;
        }
        Ok(())
    }
}

impl std::error::Error for Problems {}
