//! What a PUT may say of a charge point's name and place, and what texts may be.
//!
//! - `name`, `site`: at most 100 characters; `note`: at most 2000, several lines; `null` removes them.
//! - `labels`: short words such as `fast` and `depot-2`, kept in lower case, at most 50; the list replaces the one
//!   before, `null` or `[]` removes all.
//! - `location`: `{latitude, longitude, address}`, in degrees; `null` removes it.

use std::collections::BTreeSet;

use crate::admin::problem::{Problem, kinds};
use crate::state::attributes::{Attributes, Label, Location};

/// The longest name and site, in characters.
const LONGEST_NAME: usize = 100;
/// The longest note.
const LONGEST_NOTE: usize = 2000;
/// The longest address.
const LONGEST_ADDRESS: usize = 300;
/// So many labels one charge point has at most.
const MOST_LABELS: usize = 50;

/// What a body says: none of a member keeps its value, none within removes it.
#[derive(Debug)]
pub struct Said<'a> {
    /// What it is called.
    pub name: Option<Option<&'a str>>,
    /// Where it belongs.
    pub site: Option<Option<&'a str>>,
    /// By which words it is found.
    pub labels: Option<Option<&'a BTreeSet<Label>>>,
    /// Where it stands.
    pub location: Option<Option<&'a Location>>,
    /// Anything else.
    pub note: Option<Option<&'a str>>,
}

impl Said<'_> {
    /// What is kept from now on.
    ///
    /// # Errors
    /// A text, a label or a place that cannot be.
    pub fn apply(self, old: &Attributes) -> Result<Attributes, Problem> {
        let labels = self
            .labels
            .map(Option::<&BTreeSet<_>>::cloned)
            .map(Option::unwrap_or_default);
        let labels = labels.unwrap_or_else(|| old.labels.clone());
        if labels.len() > MOST_LABELS {
            return Err(invalid(format!("`labels` are at most {MOST_LABELS}")));
        }
        Ok(Attributes {
            name: line("name", LONGEST_NAME, self.name, old.name.as_ref())?,
            site: line("site", LONGEST_NAME, self.site, old.site.as_ref())?,
            labels,
            location: match self.location {
                None => old.location.clone(),
                Some(None) => None,
                Some(Some(location)) => Some(place(location)?),
            },
            note: match self.note {
                None => old.note.clone(),
                Some(None) => None,
                Some(Some(note)) => Some(text("note", LONGEST_NOTE, note, |c| c.is_control() && c != '\n')?),
            },
        })
    }
}

fn line(
    member: &str,
    longest: usize,
    said: Option<Option<&str>>,
    old: Option<&String>,
) -> Result<Option<String>, Problem> {
    match said {
        None => Ok(old.cloned()),
        Some(None) => Ok(None),
        Some(Some(said)) => Ok(Some(text(member, longest, said, char::is_control)?)),
    }
}

fn place(location: &Location) -> Result<Location, Problem> {
    let is_on_earth = location.latitude.abs() <= 90.0 && location.longitude.abs() <= 180.0;
    if !is_on_earth {
        let detail = "`location` is in degrees: `latitude` from -90 to 90, `longitude` from -180 to 180";
        return Err(invalid(detail.to_owned()));
    }
    let address = location.address.as_deref();
    let address = address.map(|address| text("address", LONGEST_ADDRESS, address, |c| c.is_control() && c != '\n'));
    Ok(Location {
        address: address.transpose()?,
        ..location.clone()
    })
}

fn text(member: &str, longest: usize, said: &str, is_unfit: fn(char) -> bool) -> Result<String, Problem> {
    let said = said.replace("\r\n", "\n");
    let said = said.trim();
    if said.is_empty() {
        return Err(invalid(format!("`{member}` is empty; `null` removes it")));
    }
    if said.chars().nth(longest).is_some() {
        return Err(invalid(format!("`{member}` has more than {longest} characters")));
    }
    if said.chars().any(is_unfit) {
        return Err(invalid(format!("`{member}` must not have control characters")));
    }
    Ok(said.to_owned())
}

fn invalid(detail: String) -> Problem {
    Problem::new(kinds::INVALID_REQUEST, detail)
}
