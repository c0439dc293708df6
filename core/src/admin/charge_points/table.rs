//! Charge points as a table: what operators say of them, which an import reads again, then what the stations told.

use actix_web::web;
use serde_json::Value;

use super::list::ChargePointFilter;
use super::page;
use crate::admin::AppState;
use crate::admin::page::Limit;
use crate::admin::problem::Problem;
use crate::admin::table::{Rows, Table, column};
use crate::ids::ChargePointId;
use crate::state::views::ChargePointView;

/// So many are read at once.
const STEP: usize = 200;

/// The columns.
pub const TABLE: Table = Table {
    file: "charge-points",
    columns: &[
        column("id", "/id"),
        column("name", "/name"),
        column("site", "/site"),
        column("labels", "/labels"),
        column("latitude", "/location/latitude"),
        column("longitude", "/location/longitude"),
        column("address", "/location/address"),
        column("note", "/note"),
        column("securityProfile", "/securityProfile"),
        column("registration", "/registration"),
        column("strictness", "/strictness"),
        column("timeZone", "/timeZone"),
        column("hasPassword", "/hasPassword"),
        column("connected", "/connected"),
        column("lastSeen", "/lastSeen"),
        column("offlineSince", "/offlineSince"),
        column("version", "/boot/version"),
        column("vendor", "/boot/vendor"),
        column("model", "/boot/model"),
        column("serialNumber", "/boot/serialNumber"),
        column("firmwareVersion", "/boot/firmwareVersion"),
        column("bootedAt", "/boot/at"),
    ],
};

/// All that are meant, in steps.
pub struct ChargePoints {
    app: web::Data<AppState>,
    filter: ChargePointFilter,
    /// So many more; 0: that was all.
    left: usize,
}

impl ChargePoints {
    /// Those of a filter.
    pub fn of(app: web::Data<AppState>, filter: ChargePointFilter) -> Self {
        Self {
            left: filter.limit.map_or(usize::MAX, Limit::count),
            app,
            filter,
        }
    }
}

impl Rows for ChargePoints {
    const TABLE: Table = TABLE;
    type Item = ChargePointView;

    async fn next(&mut self) -> Result<Option<Vec<Value>>, Problem> {
        if self.left == 0 {
            return Ok(None);
        }
        self.filter.limit = Limit::try_from(self.left.min(STEP)).ok();
        let found = page(&self.app, &self.filter).await?;
        self.left -= found.items.len();
        match found.next {
            Some(next) => self.filter.after = Some(ChargePointId::new(&next)),
            None => self.left = 0,
        }
        let rows = found
            .items
            .iter()
            .map(|item| serde_json::to_value(item).unwrap_or_default());
        Ok(Some(rows.collect()))
    }
}
