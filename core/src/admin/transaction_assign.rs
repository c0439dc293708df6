//! `POST /transactions/{charge point}/{id}/assign`: an operator says whose session it is. What the station said stays beside
//! it.

use actix_web::web;
use serde::Deserialize;
use serde_json::json;

use super::AppState;
use super::body::Json;
use super::path::{Path, check_name};
use super::problem::{Problem, kinds};
use super::settled::{Said, settle};
use super::transactions::TransactionPath;
use crate::ledger::measured::with_measured;
use crate::state::transactions::Owner;
use crate::state::views;

/// The longest note, in characters.
const LONGEST_NOTE: usize = 2000;

/// The body.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[schema(as = AssignTransaction, examples(json!({"idTag": "ANNA", "note": "The reader was broken; she called."})))]
pub struct Assignment {
    /// Whose it is. It need not be registered.
    id_tag: String,
    /// Why, for whoever looks later: at most 2000 characters.
    note: Option<String>,
}

impl Assignment {
    fn owner(&self) -> Result<Owner, Problem> {
        let id_tag = self.id_tag.trim();
        check_name(id_tag).map_err(|reason| invalid(format!("`idTag`: {reason}")))?;
        let note = self.note.as_deref().map(|note| note.replace("\r\n", "\n"));
        let note = note.map(|note| note.trim().to_owned()).filter(|note| !note.is_empty());
        let is_unfit = |c: char| c.is_control() && c != '\n';
        if note
            .as_ref()
            .is_some_and(|note| note.chars().nth(LONGEST_NOTE).is_some())
        {
            return Err(invalid(format!("`note` has more than {LONGEST_NOTE} characters")));
        }
        if note.as_ref().is_some_and(|note| note.chars().any(is_unfit)) {
            return Err(invalid("`note` must not have control characters".to_owned()));
        }
        Ok(Owner {
            id_tag: id_tag.to_owned(),
            note,
        })
    }
}

fn invalid(detail: String) -> Problem {
    Problem::new(kinds::INVALID_REQUEST, detail)
}

/// Assigns it.
pub async fn assign(
    app: web::Data<AppState>,
    Path(path): Path<TransactionPath>,
    Json(wanted): Json<Assignment>,
) -> Result<Json<views::Transaction>, Problem> {
    let owner = wanted.owner()?;
    let (charge_point, id) = path.named();
    let said = Said {
        action: "assign",
        request: json!({ "idTag": owner.id_tag, "note": owner.note }),
    };
    let assigned = settle(&app, &charge_point, said, |desk| desk.assign_to(&id, owner.clone())).await?;
    Ok(Json(with_measured(app.state(), assigned)?))
}
