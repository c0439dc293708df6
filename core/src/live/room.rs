//! Rooms: what a listener joins and leaves by name.

use super::filter::Filter;
use crate::events::KindPattern;
use crate::ids::ChargePointId;
use crate::state::attributes::Label;

/// A name for some events: `all`, `charge-point:CP1`, `site:Depot`, `label:fast`, `kind:transaction.*`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Room {
    /// Everything.
    All,
    ChargePoint(ChargePointId),
    Site(String),
    Label(Label),
    Kind(KindPattern),
}

impl Room {
    /// The room that a text names.
    ///
    /// # Errors
    /// It names none.
    pub fn parse(text: &str) -> Result<Self, String> {
        let unknown = || {
            format!(
                "`{text}` is no room: `all`, `charge-point:ID`, `site:NAME`, `label:NAME` and `kind:KIND` are rooms"
            )
        };
        if text == "all" {
            return Ok(Self::All);
        }
        let (what, name) = text.split_once(':').ok_or_else(unknown)?;
        if name.trim().is_empty() {
            return Err(unknown());
        }
        match what {
            "charge-point" => Ok(Self::ChargePoint(ChargePointId::new(name))),
            "site" => Ok(Self::Site(name.to_owned())),
            "label" => Label::try_from(name.to_owned()).map(Self::Label),
            "kind" => KindPattern::try_from(name.to_owned()).map(Self::Kind),
            _ => Err(unknown()),
        }
    }

    /// The events that are heard there.
    #[must_use]
    pub fn filter(&self) -> Filter {
        let mut filter = Filter::default();
        match self {
            Self::All => {}
            Self::ChargePoint(id) => drop(filter.charge_points.insert(id.clone())),
            Self::Site(name) => filter.add_site(name),
            Self::Label(label) => drop(filter.labels.insert(label.clone())),
            Self::Kind(pattern) => filter.kinds.add(pattern.clone()),
        }
        filter
    }
}
