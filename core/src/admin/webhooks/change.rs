//! What operators say of a webhook, checked. What is not said stays, `null` removes.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use chrono::TimeDelta;
use serde::{Deserialize, Serialize};

use super::{invalid, secret};
use crate::admin::AppState;
use crate::admin::body::given;
use crate::admin::problem::Problem;
use crate::clock;
use crate::config::units;
use crate::events::KindPattern;
use crate::ids::identity::of_text;
use crate::state::attributes::Label;
use crate::state::webhooks::{Earlier, PreviousSecret, Selected, Webhook};
use crate::webhooks::{Target, check_header};

/// The longest name, in characters.
const LONGEST_NAME: usize = 64;

/// The longest note, in characters.
const LONGEST_NOTE: usize = 500;

/// Headers and kinds that one may have.
const MOST: usize = 50;

/// Charge points that one may name.
const MOST_NAMED: usize = 1000;

/// What was wanted so many changes ago counts as what was wanted after it.
const MOST_EARLIER: usize = 8;

/// How long the secret before signs along, if nothing is said.
const USUAL_OVERLAP: TimeDelta = TimeDelta::hours(24);

/// At most so long.
const LONGEST_OVERLAP: Duration = Duration::from_hours(30 * 24);

/// A webhook, or what is to be changed of it.
#[derive(Debug, Default, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
#[schema(examples(json!({"name": "billing", "url": "https://billing.example.com/ocpp", "kinds": ["transaction.*"]})))]
pub struct WebhookRequest {
    /// 1 to 64 letters, digits, `.`, `_` or `-`.
    pub name: Option<String>,
    /// `http` or `https`, without a user.
    url: Option<String>,
    /// Kinds of events, with a `*` at the end for all that begin so: `["transaction.*"]`.
    kinds: Option<Vec<String>>,
    /// Of whose events; absent or `null`: of everybody's.
    #[serde(deserialize_with = "given")]
    #[schema(value_type = Option<SelectionRequest>)]
    selection: Option<Option<SelectionRequest>>,
    /// `whsec_` and 24 to 64 bytes in base64; absent: one is made. One that replaces another counts beside it for a day.
    pub secret: Option<String>,
    /// What each request has beside its own, such as `Authorization`.
    headers: Option<BTreeMap<String, String>>,
    /// Whether it is told; else what happens waits.
    enabled: Option<bool>,
    /// What it is for.
    #[serde(deserialize_with = "given")]
    #[schema(value_type = Option<String>)]
    note: Option<Option<String>>,
}

/// Whose events: all that is given must hold.
#[derive(Debug, Clone, Default, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
#[schema(as = WebhookSelectionRequest)]
struct SelectionRequest {
    /// One of these.
    charge_points: Option<Vec<String>>,
    /// Who has all of these.
    labels: BTreeSet<Label>,
    /// Who stands there.
    site: Option<String>,
}

impl WebhookRequest {
    /// What a GET gave may be put again: the same name as in the path.
    ///
    /// # Errors
    /// It has another one.
    pub fn is_about(&self, name: &str) -> Result<(), Problem> {
        match &self.name {
            Some(other) if other != name => Err(invalid("`name` is another one than in the path")),
            _ => Ok(()),
        }
    }

    /// A webhook of its own.
    ///
    /// # Errors
    /// What is missing, or wrong.
    pub fn make(&self, app: &AppState, name: &str) -> Result<Webhook, Problem> {
        check_name(name)?;
        let missing = |member: &str| invalid(format!("in the body: `{member}` is missing"));
        if self.url.is_none() {
            return Err(missing("url"));
        }
        if self.kinds.is_none() {
            return Err(missing("kinds"));
        }
        let empty = Webhook {
            id: uuid::Uuid::new_v4().simple().to_string(),
            name: name.to_owned(),
            url: String::new(),
            kinds: Vec::new(),
            selection: None,
            earlier: Vec::new(),
            secret: secret(self.secret.as_deref())?,
            previous: None,
            headers: BTreeMap::new(),
            enabled: true,
            stopped: None,
            note: None,
            created_at: clock::now(),
        };
        self.apply(app, empty)
    }

    /// A webhook with what is said here.
    ///
    /// # Errors
    /// What is wrong.
    pub fn apply(&self, app: &AppState, mut webhook: Webhook) -> Result<Webhook, Problem> {
        if let Some(url) = &self.url {
            Target::read(url).map_err(invalid)?;
            webhook.url.clone_from(url);
        }
        if let Some(kinds) = &self.kinds {
            webhook.kinds = read_kinds(kinds)?;
        }
        if let Some(selection) = &self.selection {
            let selected = selection.as_ref().map(|selection| selection.read(app));
            webhook.selection = selected.transpose()?;
        }
        if let Some(text) = &self.secret {
            let new = secret(Some(text))?;
            if new != webhook.secret {
                let before = std::mem::replace(&mut webhook.secret, new);
                webhook.previous = Some(PreviousSecret {
                    secret: before,
                    until: clock::now() + USUAL_OVERLAP,
                });
            }
        }
        if let Some(headers) = &self.headers {
            if headers.len() > MOST {
                return Err(invalid(format!("`headers` has at most {MOST}")));
            }
            for (name, value) in headers {
                check_header(name, value).map_err(invalid)?;
            }
            webhook.headers.clone_from(headers);
        }
        if let Some(enabled) = self.enabled {
            webhook.enabled = enabled;
            webhook.stopped = None;
        }
        if let Some(note) = &self.note {
            if note.as_ref().is_some_and(|note| note.chars().count() > LONGEST_NOTE) {
                return Err(invalid(format!("`note` has at most {LONGEST_NOTE} characters")));
            }
            webhook.note.clone_from(note);
        }
        Ok(webhook)
    }
}

impl SelectionRequest {
    fn read(&self, app: &AppState) -> Result<Selected, Problem> {
        if self.charge_points.is_none() && self.labels.is_empty() && self.site.is_none() {
            let detail = "`selection` says nothing: give `chargePoints`, `labels` or `site`, or leave it out";
            return Err(invalid(detail));
        }
        let named = self.charge_points.as_ref().map(|named| {
            if named.len() > MOST_NAMED {
                return Err(invalid(format!("`selection/chargePoints` names at most {MOST_NAMED}")));
            }
            let known = named.iter().map(|text| match of_text(text) {
                Ok(id) if app.state().charge_point(&id)?.is_some() => Ok(id),
                _ => Err(invalid(format!("`selection/chargePoints`: not registered: {text}"))),
            });
            known.collect()
        });
        Ok(Selected {
            charge_points: named.transpose()?,
            labels: self.labels.clone(),
            site: self.site.clone(),
        })
    }
}

fn read_kinds(kinds: &[String]) -> Result<Vec<String>, Problem> {
    if kinds.is_empty() || kinds.len() > MOST {
        return Err(invalid(format!(
            "`kinds` has 1 to {MOST} kinds of events: `[\"*\"]` are all"
        )));
    }
    let read = kinds.iter().map(|kind| {
        let pattern = KindPattern::try_from(kind.clone()).map_err(|reason| invalid(format!("`kinds`: {reason}")))?;
        Ok(pattern.as_str().to_owned())
    });
    read.collect()
}

fn check_name(name: &str) -> Result<(), Problem> {
    let is_fit = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '-');
    if name.is_empty() || name.chars().count() > LONGEST_NAME || !name.chars().all(is_fit) {
        return Err(invalid(format!(
            "`name` has 1 to {LONGEST_NAME} letters, digits, `.`, `_` or `-`"
        )));
    }
    Ok(())
}

/// What was wanted until now counts for what has happened until now.
pub fn remember(before: &Webhook, after: &mut Webhook, now: u64) {
    after.earlier.clone_from(&before.earlier);
    if before.kinds == after.kinds && before.selection == after.selection {
        return;
    }
    after.earlier.push(Earlier {
        until: now,
        kinds: before.kinds.clone(),
        selection: before.selection.clone(),
    });
    let more = after.earlier.len().saturating_sub(MOST_EARLIER);
    after.earlier.drain(..more);
}

/// How long the secret before signs along.
///
/// # Errors
/// It is no duration, or a longer one than is taken.
pub fn overlap(said: Option<&str>) -> Result<TimeDelta, Problem> {
    let Some(said) = said else { return Ok(USUAL_OVERLAP) };
    let overlap = units::duration(said).filter(|overlap| *overlap <= LONGEST_OVERLAP);
    overlap
        .and_then(|overlap| TimeDelta::from_std(overlap).ok())
        .ok_or_else(|| invalid("`overlap` is a duration such as `24h`, `90m` or `0s`, at most `30d`"))
}
