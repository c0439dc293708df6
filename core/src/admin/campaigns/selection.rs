//! Which charge points a campaign is for.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::admin::AppState;
use crate::admin::problem::{Problem, kinds};
use crate::ids::identity::of_text;
use crate::state::attributes::Label;
use crate::state::selection::Selection;

/// So many that are not known are named.
const MOST_NAMED: usize = 5;

/// All that is given must hold; something must be given, or `all`.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
#[schema(as = Selection)]
pub struct SelectionRequest {
    /// These alone.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub charge_points: Option<Vec<String>>,
    /// Who has all of these.
    #[serde(skip_serializing_if = "BTreeSet::is_empty")]
    #[schema(value_type = Vec<Label>)]
    pub labels: BTreeSet<Label>,
    /// Who belongs there.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub site: Option<String>,
    /// By the last boot.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub vendor: Option<String>,
    /// By the last boot.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub model: Option<String>,
    /// By the last boot.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub firmware: Option<String>,
    /// Of the connection, or the last one: `1.6`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub version: Option<String>,
    /// Who is there now, or is not.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub connected: Option<bool>,
    /// The whole fleet, if nothing else is given.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub all: bool,
}

impl SelectionRequest {
    /// What must hold.
    ///
    /// # Errors
    /// Nothing is given, or a charge point is named that is not registered.
    pub fn read(&self, app: &AppState) -> Result<Selection, Problem> {
        if *self == Self::default() {
            let detail = "`selection` says nothing: give `labels`, `site`, `vendor`, `model`, `firmware`, `version`, \
                          `chargePoints` or `connected`, or `\"all\": true`";
            return Err(Problem::new(kinds::INVALID_REQUEST, detail));
        }
        Ok(Selection {
            charge_points: self
                .charge_points
                .as_ref()
                .map(|named| registered(app, named))
                .transpose()?,
            labels: self.labels.clone(),
            site: self.site.clone(),
            vendor: self.vendor.clone(),
            model: self.model.clone(),
            firmware: self.firmware.clone(),
            version: self.version.clone(),
            connected: self.connected,
            search: None,
        })
    }
}

fn registered(app: &AppState, named: &[String]) -> Result<BTreeSet<crate::ids::ChargePointId>, Problem> {
    let mut ids = BTreeSet::new();
    let mut unknown = Vec::new();
    for text in named {
        match of_text(text) {
            Ok(id) if app.state().charge_point(&id)?.is_some() => {
                ids.insert(id);
            }
            _ => unknown.push(text.as_str()),
        }
    }
    if unknown.is_empty() {
        return Ok(ids);
    }
    let shown = unknown.get(..MOST_NAMED).unwrap_or(&unknown).join(", ");
    let more = unknown.len().saturating_sub(MOST_NAMED);
    let more = if more > 0 {
        format!(" and {more} more")
    } else {
        String::new()
    };
    let detail = format!("not registered: {shown}{more}");
    Err(Problem::new(kinds::INVALID_REQUEST, detail))
}
