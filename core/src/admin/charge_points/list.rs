//! What `GET /charge-points` finds: all that are registered, those that are connected or the others, those that
//! wait to be accepted.

use serde::Deserialize;

use super::connected;
use crate::admin::AppState;
use crate::admin::page::Limit;
use crate::admin::problem::Problem;
use crate::config::settings::RegistrationStatus;
use crate::ids::ChargePointId;
use crate::state::charge_points::ChargePoint;

/// The query.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
pub struct ChargePointFilter {
    /// The `next` of the page before.
    pub after: Option<ChargePointId>,
    /// How many.
    pub limit: Limit,
    /// Only those that are connected, or only those that are not.
    pub connected: Option<bool>,
    /// Only those whose registration is this one: by the answer to their last boot, before it by the operator.
    pub registration: Option<RegistrationStatus>,
}

type Named = (ChargePointId, ChargePoint);

impl ChargePointFilter {
    /// One item more than the page holds, if there are so many.
    ///
    /// # Errors
    /// The store's; the registry does not answer.
    pub fn find(&self, app: &AppState) -> Result<Vec<Named>, Problem> {
        let wanted = self.limit.with_one_more();
        let connected = (self.connected == Some(false)).then(|| connected::all(app));
        let mut after = self.after.clone();
        let mut found = Vec::new();
        while found.len() < wanted {
            let step = match self.connected {
                Some(true) => connected_after(app, after.as_ref(), wanted)?,
                None | Some(false) => app.state().charge_points(after.as_ref(), wanted)?,
            };
            let Some((last, _)) = step.last() else { break };
            after = Some(last.clone());
            for (id, record) in step {
                let absent = connected.as_ref().is_none_or(|connected| !connected.contains(&id));
                if absent && self.is_registered_so(app, &id, &record)? {
                    found.push((id, record));
                }
            }
        }
        Ok(found)
    }

    /// What its last boot was answered counts until the next one; of one that never booted, the operator's word.
    fn is_registered_so(&self, app: &AppState, id: &ChargePointId, record: &ChargePoint) -> Result<bool, Problem> {
        let Some(wanted) = self.registration else {
            return Ok(true);
        };
        let boot = app.state().boot(id)?.map(|boot| boot.status);
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
