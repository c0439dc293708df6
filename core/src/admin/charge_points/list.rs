//! What `GET /charge-points` finds: all that are registered, those that are connected or the others, those that
//! wait to be accepted, those of a site, of labels, of a make, those in whose name a text stands.

use std::collections::BTreeSet;

use actix_web::rt::task::yield_now;
use ocpp_schemas::Version;
use ocpp_schemas::types::Enumeration as _;
use ocpp_schemas::types::{v16, v201};
use serde::{Deserialize, Deserializer, de};

use super::connected;
use crate::admin::AppState;
use crate::admin::page::{Limit, Page};
use crate::admin::problem::{Problem, words};
use crate::admin::table::{Columns, Format};
use crate::config::settings::RegistrationStatus;
use crate::ids::ChargePointId;
use crate::state::attributes::Label;
use crate::state::charge_points::ChargePoint;
use crate::state::selection::Selection;

/// So many charge points are looked at for one page, so that a wish that few fit costs no more than others: the page
/// may then be short, and `next` goes on.
const MOST_READ: usize = 10_000;
/// So many are looked at in one go; others have their turn then.
const STEP: usize = 500;

/// The query.
#[derive(Debug, Default, Deserialize, utoipa::IntoParams)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
pub struct ChargePointFilter {
    /// The `next` of the page before.
    pub after: Option<ChargePointId>,
    /// How many, 100 if it is absent; of a list that is streamed all, if it is absent.
    #[param(value_type = Option<usize>, minimum = 1, maximum = 1000)]
    pub limit: Option<Limit>,
    /// Only those that are connected, or only those that are not.
    pub connected: Option<bool>,
    /// Only those whose registration is this one: by the answer to their last boot, before it by the operator.
    #[param(inline)]
    pub registration: Option<RegistrationStatus>,
    /// Only those that have a connector in this state, as they say it: `Charging`, `Faulted`.
    #[serde(deserialize_with = "status")]
    status: Option<String>,
    /// Only those of this site.
    site: Option<String>,
    /// Only those that have all of these labels: `label=fast&label=depot-2`, or `label=fast,depot-2`.
    #[serde(deserialize_with = "labels")]
    label: Vec<Label>,
    /// Only those whose last boot named this vendor.
    vendor: Option<String>,
    /// Only those whose last boot named this model.
    model: Option<String>,
    /// Only those whose last boot named this firmware.
    firmware: Option<String>,
    /// Only those whose connection, or last connection, is of this version: `1.6`.
    #[serde(deserialize_with = "version")]
    version: Option<String>,
    /// Only those in whose identity, name, note, site, labels, vendor, model or serial number this stands.
    search: Option<String>,
    /// `json`, `csv` or `jsonl`; if it is absent, what the header Accept names.
    #[param(inline)]
    pub format: Option<Format>,
    /// Of a table these columns, in this order, with commas between them; all if it is absent.
    #[param(value_type = Option<String>)]
    pub columns: Columns,
}

/// A version that a charge point may speak: of any other there are none, which no empty list should say.
fn version<'de, D: Deserializer<'de>>(from: D) -> Result<Option<String>, D::Error> {
    let said = String::deserialize(from)?;
    if Version::ALL.iter().any(|version| version.to_string() == said) {
        return Ok(Some(said));
    }
    let known: Vec<String> = Version::ALL.iter().map(Version::to_string).collect();
    let known = words::list(&known, "or");
    Err(de::Error::custom(format!("`version` must be {known}, not `{said}`")))
}

/// A state that a connector has in any version, whatever its case; of any other there is none.
fn status<'de, D: Deserializer<'de>>(from: D) -> Result<Option<String>, D::Error> {
    let said = String::deserialize(from)?;
    let old = v16::ChargePointStatus::ALL.iter().map(|status| status.as_str());
    let new = v201::ConnectorStatusEnum::ALL.iter().map(|status| status.as_str());
    let known: BTreeSet<&str> = old.chain(new).collect();
    if known.iter().any(|word| word.eq_ignore_ascii_case(&said)) {
        return Ok(Some(said));
    }
    let known: Vec<String> = known.into_iter().map(str::to_owned).collect();
    let (known, meant) = (words::list(&known, "or"), words::meant(&said, &known));
    Err(de::Error::custom(format!(
        "`status` must be {known}, not `{said}`{meant}"
    )))
}

/// Labels as a query names them, with commas between them.
///
/// # Errors
/// What is no label.
pub fn labels<'de, D: Deserializer<'de>>(from: D) -> Result<Vec<Label>, D::Error> {
    let words = String::deserialize(from)?;
    let words = words.split(',').filter(|word| !word.trim().is_empty());
    words
        .map(|word| Label::try_from(word.to_owned()).map_err(de::Error::custom))
        .collect()
}

/// Where charge points are.
pub enum Place {
    Everywhere,
    Site(String),
    Label(Label),
}

type Named = (ChargePointId, ChargePoint);

impl ChargePointFilter {
    /// A page of a place.
    pub fn of(place: Place, after: Option<ChargePointId>, limit: Limit) -> Self {
        let (site, label) = match place {
            Place::Everywhere => (None, Vec::new()),
            Place::Site(site) => (Some(site), Vec::new()),
            Place::Label(label) => (None, vec![label]),
        };
        Self {
            after,
            limit: Some(limit),
            site,
            label,
            ..Self::default()
        }
    }

    /// A page of those that are meant.
    ///
    /// # Errors
    /// The store's.
    pub async fn find(&self, app: &AppState) -> Result<Page<Named>, Problem> {
        let selection = self.selection();
        let limit = self.limit.unwrap_or_default();
        let wanted = limit.with_one_more();
        let mut after = self.after.clone();
        let mut found = Vec::new();
        let mut read = 0;
        while found.len() < wanted {
            if read >= MOST_READ {
                return Ok(Page {
                    items: found,
                    next: after.map(|after| after.to_string()),
                });
            }
            let step = self.step(app, after.as_ref())?;
            let Some((last, _)) = step.last() else { break };
            after = Some(last.clone());
            read += step.len();
            for (id, record) in step {
                let is_meant = app.state().is_selected(&selection, &id, &record)?;
                if is_meant && self.is_registered_so(app, &id, &record)? && self.has_connector(app, &id)? {
                    found.push((id, record));
                }
            }
            yield_now().await;
        }
        Ok(Page::cut(found, limit, |(id, _)| id.to_string()))
    }

    fn selection(&self) -> Selection {
        Selection {
            charge_points: None,
            labels: self.label.iter().cloned().collect(),
            site: self.site.clone(),
            vendor: self.vendor.clone(),
            model: self.model.clone(),
            firmware: self.firmware.clone(),
            version: self.version.clone(),
            connected: self.connected,
            search: self.search.clone(),
        }
    }

    /// Whether it asks for less than everybody who is there or not.
    fn is_narrow(&self) -> bool {
        let everybody = Selection {
            connected: self.connected,
            ..Selection::default()
        };
        self.registration.is_some()
            || self.status.is_some()
            || self.connected == Some(false)
            || self.selection() != everybody
    }

    /// The next that may be meant.
    fn step(&self, app: &AppState, after: Option<&ChargePointId>) -> Result<Vec<Named>, Problem> {
        let size = if self.is_narrow() {
            STEP
        } else {
            self.limit.unwrap_or_default().with_one_more()
        };
        if self.connected == Some(true) {
            return connected_after(app, after, size);
        }
        Ok(app.state().charge_points(after, size)?)
    }

    /// Whether a connector of it is in the state that is asked for.
    fn has_connector(&self, app: &AppState, id: &ChargePointId) -> Result<bool, Problem> {
        let Some(wanted) = &self.status else { return Ok(true) };
        Ok(app.state().has_connector_in(id, wanted)?)
    }

    /// What its last boot was answered counts until the next one; of one that never booted, the operator's word.
    fn is_registered_so(&self, app: &AppState, id: &ChargePointId, record: &ChargePoint) -> Result<bool, Problem> {
        let Some(wanted) = self.registration else {
            return Ok(true);
        };
        let boot = app.state().boot_words(id)?.and_then(|boot| boot.status);
        Ok(boot.or(record.registration) == Some(wanted))
    }
}

/// One that was deleted a moment ago is still connected here, with nothing known of it.
fn connected_after(app: &AppState, after: Option<&ChargePointId>, wanted: usize) -> Result<Vec<Named>, Problem> {
    let connected = connected::page(app, after, wanted);
    let named = connected.into_iter().map(|id| {
        let record = app.state().charge_point(&id)?.unwrap_or_default();
        Ok((id, record))
    });
    named.collect()
}
