//! What `GET /charge-points` finds: all that are registered, those that are connected, or the others.

use serde::Deserialize;

use super::connected;
use crate::admin::AppState;
use crate::admin::page::Limit;
use crate::admin::problem::Problem;
use crate::ids::ChargePointId;
use crate::state::charge_points::ChargePoint;

/// The query.
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct ChargePointFilter {
    /// The `next` of the page before.
    pub after: Option<ChargePointId>,
    /// How many.
    pub limit: Limit,
    /// Only those that are connected, or only those that are not.
    pub connected: Option<bool>,
}

type Named = (ChargePointId, ChargePoint);

impl ChargePointFilter {
    /// One item more than the page holds, if there are so many.
    ///
    /// # Errors
    /// The store's; the registry does not answer.
    pub fn find(&self, app: &AppState) -> Result<Vec<Named>, Problem> {
        let wanted = self.limit.with_one_more();
        match self.connected {
            None => Ok(app.state().charge_points(self.after.as_ref(), wanted)?),
            Some(true) => self.find_connected(app, wanted),
            Some(false) => self.find_absent(app, wanted),
        }
    }

    /// One that was deleted a moment ago is still connected here, with nothing known of it.
    fn find_connected(&self, app: &AppState, wanted: usize) -> Result<Vec<Named>, Problem> {
        let connected = connected::page(app, self.after.as_ref(), wanted);
        let named = connected.into_iter().map(|id| {
            let record = app.state().charge_point(&id)?.unwrap_or_default();
            Ok((id, record))
        });
        named.collect()
    }

    fn find_absent(&self, app: &AppState, wanted: usize) -> Result<Vec<Named>, Problem> {
        let connected = connected::all(app);
        let mut after = self.after.clone();
        let mut found = Vec::with_capacity(wanted);
        while found.len() < wanted {
            let step = app.state().charge_points(after.as_ref(), wanted)?;
            let Some((last, _)) = step.last() else { break };
            after = Some(last.clone());
            found.extend(step.into_iter().filter(|(id, _)| !connected.contains(id)));
        }
        Ok(found)
    }
}
