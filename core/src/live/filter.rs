//! Which events somebody wants to hear. Pure.

use std::collections::BTreeSet;

use super::belongs::{Belongs, site};
use super::told::Told;
use crate::events::KindPattern;
use crate::events::kinds::{self, CALL, Keeping, Kind};
use crate::ids::ChargePointId;
use crate::state::attributes::Label;

/// What must hold of an event: one of each that is given.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Filter {
    pub charge_points: BTreeSet<ChargePointId>,
    sites: BTreeSet<String>,
    pub labels: BTreeSet<Label>,
    pub kinds: Kinds,
    /// Those without a number alone are left out.
    pub durable_only: bool,
}

impl Filter {
    /// With one more site.
    pub fn add_site(&mut self, name: &str) {
        self.sites.insert(site(name));
    }

    /// Whether an event is one of those.
    #[must_use]
    pub fn takes(&self, told: &Told) -> bool {
        let is_loud_enough = told.number.is_some() || !self.durable_only;
        let of_station = self.charge_points.is_empty() || self.charge_points.contains(&told.charge_point);
        is_loud_enough && of_station && self.kinds.take(&told.kind) && self.takes_place(&told.belongs)
    }

    /// Whether a charge point that belongs there is meant.
    #[must_use]
    pub fn takes_place(&self, belongs: &Belongs) -> bool {
        let of_site = self.sites.is_empty() || belongs.site.as_ref().is_some_and(|site| self.sites.contains(site));
        of_site && (self.labels.is_empty() || !self.labels.is_disjoint(&belongs.labels))
    }

    /// Whether it is asked where charge points belong.
    #[must_use]
    pub fn asks_for_place(&self) -> bool {
        !self.sites.is_empty() || !self.labels.is_empty()
    }

    /// The kinds without a number that it takes.
    pub fn live_kinds(&self) -> impl Iterator<Item = &'static Kind> {
        let live = kinds::ALL.into_iter().filter(|kind| kind.keeping == Keeping::Live);
        live.filter(|kind| !self.durable_only && self.kinds.take(kind.name))
    }
}

/// The kinds that are wanted. None named: all but every single CALL, which says again what the others say.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Kinds(Vec<KindPattern>);

impl Kinds {
    /// With one more.
    pub fn add(&mut self, pattern: KindPattern) {
        self.0.push(pattern);
    }

    /// Whether a kind is one of them.
    #[must_use]
    pub fn take(&self, kind: &str) -> bool {
        if self.0.is_empty() {
            return kind != CALL.name;
        }
        self.0.iter().any(|pattern| pattern.takes(kind))
    }
}
