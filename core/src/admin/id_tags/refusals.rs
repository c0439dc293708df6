//! `GET /id-tags/{tag}/refusals`: where and why a tag was refused lately, over all charge points, whether it is registered or
//! not.

use actix_web::web;
use serde::Serialize;

use super::IdTagPath;
use crate::admin::AppState;
use crate::admin::body::Json;
use crate::admin::page::Page;
use crate::admin::path::Path;
use crate::admin::problem::Problem;
use crate::clock::text;
use crate::ids::ChargePointId;
use crate::state::tag_refusals::TagRefusal;

/// A tag was not accepted.
#[derive(Debug, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = IdTagRefusal)]
pub struct RefusalView {
    /// The last time: RFC 3339.
    #[schema(format = DateTime)]
    at: String,
    /// The first time.
    #[schema(format = DateTime)]
    first_at: String,
    /// How often in a row, with nothing else in between.
    times: u64,
    /// Where.
    charge_point: ChargePointId,
    /// The message with which it was shown: `Authorize`, `StartTransaction` or `TransactionEvent`.
    action: String,
    /// What the charge point was answered, in its version's word; a CALLERROR's code, where a plugin refused the message.
    status: String,
    /// The plugin that refused it; none: the server, by what is registered and set.
    by: Option<String>,
    /// The plugin gave no usable answer, which is set to count as a refusal (`decision: failed` of its message).
    failed: bool,
}

impl From<TagRefusal> for RefusalView {
    fn from(refusal: TagRefusal) -> Self {
        Self {
            at: text(refusal.at),
            first_at: text(refusal.first_at),
            times: refusal.times,
            charge_point: refusal.charge_point,
            action: refusal.action,
            status: refusal.status,
            by: refusal.by,
            failed: refusal.failed,
        }
    }
}

/// Those that are remembered, the newest first.
pub async fn list(app: web::Data<AppState>, Path(path): Path<IdTagPath>) -> Result<Json<Page<RefusalView>>, Problem> {
    let found = app.state().tag_refusals().of(&path.tag).into_iter();
    Ok(Json(Page {
        items: found.map(RefusalView::from).collect(),
        next: None,
    }))
}
