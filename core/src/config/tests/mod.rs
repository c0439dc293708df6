//! The configuration as a whole.

mod mistakes;
mod paths;
mod precedence;
mod rules;
mod shipped;

use super::check::check;
use super::environment::{Override, variable};
use super::problem::{Place, Problems};

fn from_variable(path: &'static str, text: &str) -> Override {
    Override {
        path,
        place: Place::Variable(variable(path)),
        text: text.to_owned(),
    }
}

fn from_flag(path: &'static str, flag: &'static str, text: &str) -> Override {
    Override {
        path,
        place: Place::Flag(flag),
        text: text.to_owned(),
    }
}

/// The report on a file that is called `c.toml`.
fn report(text: &str, overrides: &[Override]) -> String {
    Problems::new("c.toml", check(text, overrides).problems).to_string()
}
