//! A station's configuration as it is shown.

use std::collections::BTreeMap;

use serde::Serialize;
use serde_json::Value;

use crate::admin::page::{Limit, Page, cursor};
use crate::clock::{Time, text};
use crate::ids::ChargePointId;
use crate::ocpp::inventory::drift::{Compared, Drift, Station, standard_name, worst};
use crate::ocpp::inventory::names::Name;
use crate::ocpp::inventory::reports::{ReportState, missing, state as report_state};
use crate::state::State;
use crate::state::inventories::{Inventory, Report, ReportKind};
use crate::state::variables::{ACTUAL, Attribute, Variable, folded, place_of};
use crate::store::StoreError;

/// The word of a station that takes a value after its next boot.
const REBOOT: &str = "RebootRequired";

/// A station's configuration, or some of it.
#[derive(Debug, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = Configuration)]
pub struct ConfigurationView {
    /// Whose.
    charge_point: ChargePointId,
    /// The version in which the station said it.
    ocpp_version: Option<String>,
    /// How what is wanted stands.
    summary: Summary,
    /// What the station was asked to report, the newest first.
    reports: Vec<ReportView>,
    /// The values.
    items: Vec<Item>,
    /// Where the next page begins; none: this is the last one.
    next: Option<String>,
}

/// How what is wanted stands.
#[derive(Debug, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = ConfigurationSummary)]
struct Summary {
    /// The worst of all that is wanted.
    drift: Drift,
    /// How many values are wanted.
    wanted: usize,
    /// Of these, what is as wanted.
    same: usize,
    /// What is another.
    different: usize,
    /// What nobody knows.
    unknown: usize,
    /// A value that the station took counts from its next boot on.
    reboot_required: bool,
    /// About how many variables are known.
    known: u64,
    /// How many could not be kept.
    #[serde(skip_serializing_if = "is_zero")]
    left_out: u64,
    /// When all was read last.
    #[schema(format = DateTime)]
    read_at: Option<String>,
    /// What the station says that it does not do.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    refused: Vec<String>,
}

fn is_zero(count: &u64) -> bool {
    *count == 0
}

#[derive(Debug, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = InventoryReport)]
struct ReportView {
    /// The number of the request.
    request_id: i64,
    /// What it tells.
    kind: ReportKind,
    /// 2.x: which report.
    base: Option<String>,
    /// How far it is.
    state: ReportState,
    /// The station's word.
    answer: Option<String>,
    /// When it was asked for.
    #[schema(format = DateTime)]
    began_at: String,
    /// When a part came last.
    #[schema(format = DateTime)]
    heard_at: Option<String>,
    /// How many parts came.
    parts: i64,
    /// How many there are; none: the last one has not come.
    expected_parts: Option<i64>,
    /// The numbers of those that are missing, at most a hundred of them.
    missing: Vec<i64>,
    /// How many parts are missing.
    missing_count: i64,
    /// How many entries came.
    entries: u64,
}

/// One value.
#[derive(Debug, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = ConfigurationValue)]
struct Item {
    /// As it is kept.
    name: String,
    /// Its well-known name, where that is another.
    #[serde(skip_serializing_if = "Option::is_none")]
    standard_name: Option<&'static str>,
    /// As it was last seen.
    value: Option<String>,
    /// When it was seen.
    #[schema(format = DateTime)]
    at: Option<String>,
    /// 2.x: the station's word.
    mutability: Option<String>,
    /// What it should be.
    wanted: Option<String>,
    /// How the two stand.
    drift: Drift,
    /// Why the station gave no value when it was asked last.
    #[serde(skip_serializing_if = "Option::is_none")]
    refused: Option<String>,
    /// What it said when it was to be set last.
    #[serde(skip_serializing_if = "Option::is_none")]
    last_set: Option<Set>,
    /// It counts from the station's next boot on.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    reboot_required: bool,
    /// Its other values.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    attributes: BTreeMap<String, Other>,
    /// 2.x: as the station told them.
    #[serde(skip_serializing_if = "Option::is_none")]
    characteristics: Option<Value>,
    /// 2.x: as the station told them.
    #[serde(skip_serializing_if = "Option::is_none")]
    monitors: Option<Value>,
}

#[derive(Debug, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = OtherAttribute)]
struct Other {
    /// As it was last seen.
    value: Option<String>,
    /// When it was seen.
    #[schema(format = DateTime)]
    at: Option<String>,
    /// 2.x: the station's word.
    mutability: Option<String>,
}

#[derive(Debug, Serialize, utoipa::ToSchema)]
#[schema(as = LastSet)]
struct Set {
    /// What was sent.
    value: Option<String>,
    /// The station's word.
    status: String,
    /// When.
    #[schema(format = DateTime)]
    at: String,
}

/// What is shown of one station, before it is known which part of it.
pub struct View<'a> {
    station: Station<'a>,
    inventory: Inventory,
    booted_at: Option<Time>,
    wanted: Vec<Compared>,
}

impl<'a> View<'a> {
    /// Reads what is wanted, and how it stands.
    ///
    /// # Errors
    /// The store's.
    pub fn open(state: &'a State, id: &'a ChargePointId) -> Result<Self, StoreError> {
        let inventory = state.inventory(id)?;
        let station = Station::new(state, id, &inventory);
        Ok(Self {
            booted_at: state.boot(id)?.map(|boot| boot.at),
            wanted: station.compare(&state.wanted(id)?)?,
            station,
            inventory,
        })
    }

    /// A page of all.
    ///
    /// # Errors
    /// The store's.
    pub fn page(self, after: Option<&str>, limit: Limit) -> Result<ConfigurationView, StoreError> {
        let found = self
            .station
            .state
            .variables(self.station.id, after, limit.with_one_more())?;
        let Page { items, next } = Page::cut(found, limit, |variable| folded(&variable.name));
        let (begin, end) = (after.map(place_of), next.as_deref().map(place_of));
        let mut shown: BTreeMap<(String, String), Item> = items
            .into_iter()
            .filter(|variable| self.station.has(variable))
            .map(|variable| (place_of(&variable.name), self.seen(variable)))
            .collect();
        for wanted in &self.wanted {
            let place = place(wanted);
            let is_here =
                begin.as_ref().is_none_or(|begin| place > *begin) && end.as_ref().is_none_or(|end| place <= *end);
            match shown.get_mut(&place) {
                Some(item) => item.want(wanted),
                None if is_here => {
                    shown.insert(place, self.only_wanted(wanted));
                }
                None => {}
            }
        }
        Ok(self.shown(shown.into_values().collect(), next))
    }

    /// These, whether or not they are known.
    ///
    /// # Errors
    /// The store's.
    pub fn named(self, names: &[&str]) -> Result<ConfigurationView, StoreError> {
        let mut items = Vec::with_capacity(names.len());
        for name in names {
            let read = self.station.version.and_then(|version| Name::read(version, name).ok());
            let kept_as = read.map_or_else(|| (*name).to_owned(), |read| read.kept_as());
            let found = self.station.state.variable(self.station.id, &kept_as)?;
            let found = found.filter(|variable| self.station.has(variable));
            let wanted = self.wanted.iter().find(|wanted| place(wanted) == place_of(&kept_as));
            let item = match (found, wanted) {
                (Some(found), wanted) => {
                    let mut item = self.seen(found);
                    if let Some(wanted) = wanted {
                        item.want(wanted);
                    }
                    item
                }
                (None, Some(wanted)) => self.only_wanted(wanted),
                (None, None) => Item::named(kept_as),
            };
            items.push(item);
        }
        Ok(self.shown(items, None))
    }

    /// Of what is wanted, that which stands so.
    ///
    /// # Errors
    /// The store's.
    pub fn wanted(self, drift: Drift) -> Result<ConfigurationView, StoreError> {
        let so = self.wanted.iter().filter(|wanted| wanted.drift == drift);
        let items = so.map(|wanted| self.only_wanted(wanted)).collect();
        Ok(self.shown(items, None))
    }

    fn seen(&self, mut variable: Variable) -> Item {
        let actual = variable.attributes.remove(ACTUAL).unwrap_or_default();
        let others = variable.attributes.into_iter().map(|(kind, attribute)| {
            let other = Other {
                value: attribute.value,
                at: attribute.value_at.map(text),
                mutability: attribute.mutability,
            };
            (kind, other)
        });
        Item {
            attributes: others.collect(),
            characteristics: variable.characteristics,
            monitors: variable.monitors,
            ..self.of(variable.name, Some(actual))
        }
    }

    fn only_wanted(&self, wanted: &Compared) -> Item {
        let name = match wanted.attribute {
            ACTUAL => wanted.kept_as.clone(),
            attribute => format!("{};{attribute}", wanted.kept_as),
        };
        let mut item = self.of(name, wanted.seen.clone());
        item.want(wanted);
        item
    }

    fn of(&self, name: String, attribute: Option<Attribute>) -> Item {
        let attribute = attribute.unwrap_or_default();
        Item {
            value: attribute.value.clone(),
            at: attribute.value_at.map(text),
            mutability: attribute.mutability.clone(),
            refused: attribute.refused.clone(),
            reboot_required: self.waits_for_boot(&attribute),
            last_set: attribute.last_set.map(|set| Set {
                value: set.value,
                status: set.status,
                at: text(set.at),
            }),
            ..Item::named(name)
        }
    }

    fn waits_for_boot(&self, attribute: &Attribute) -> bool {
        let set = attribute.last_set.as_ref().filter(|set| set.status == REBOOT);
        set.is_some_and(|set| self.booted_at.is_none_or(|booted| booted < set.at))
    }

    fn shown(self, items: Vec<Item>, next: Option<String>) -> ConfigurationView {
        let count = |drift| self.wanted.iter().filter(|wanted| wanted.drift == drift).count();
        let waits = |wanted: &Compared| wanted.seen.as_ref().is_some_and(|seen| self.waits_for_boot(seen));
        let summary = Summary {
            drift: worst(&self.wanted).unwrap_or(Drift::None),
            wanted: self.wanted.len(),
            same: count(Drift::None),
            different: count(Drift::Different),
            unknown: count(Drift::Unknown),
            reboot_required: self.wanted.iter().any(waits) || items.iter().any(|item| item.reboot_required),
            known: self.inventory.variables,
            left_out: self.inventory.left_out,
            read_at: self.inventory.whole_since.map(text),
            refused: self.inventory.refused.into_keys().collect(),
        };
        ConfigurationView {
            charge_point: self.station.id.clone(),
            ocpp_version: self.inventory.version,
            summary,
            reports: self.inventory.reports.iter().rev().map(ReportView::from).collect(),
            items,
            next: next.as_deref().map(cursor),
        }
    }
}

impl Item {
    fn named(name: String) -> Self {
        Self {
            standard_name: standard_name(&name),
            name,
            value: None,
            at: None,
            mutability: None,
            wanted: None,
            drift: Drift::None,
            refused: None,
            last_set: None,
            reboot_required: false,
            attributes: BTreeMap::new(),
            characteristics: None,
            monitors: None,
        }
    }

    fn want(&mut self, wanted: &Compared) {
        self.wanted = Some(wanted.wanted.clone());
        self.drift = wanted.drift;
    }
}

/// Where what is wanted stands among the variables.
fn place(wanted: &Compared) -> (String, String) {
    match wanted.attribute {
        ACTUAL => place_of(&wanted.kept_as),
        attribute => place_of(&format!("{};{attribute}", wanted.kept_as)),
    }
}

impl From<&Report> for ReportView {
    fn from(report: &Report) -> Self {
        let gaps = missing(report);
        Self {
            request_id: report.request_id,
            kind: report.kind,
            base: report.base.clone(),
            state: report_state(report),
            answer: report.answer.clone(),
            began_at: text(report.began_at),
            heard_at: report.heard_at.map(text),
            parts: report
                .parts
                .iter()
                .map(|(from, to)| to.saturating_sub(*from).saturating_add(1))
                .sum(),
            expected_parts: report.last.map(|last| last.saturating_add(1)),
            missing: gaps.numbers,
            missing_count: gaps.count,
            entries: report.entries,
        }
    }
}
