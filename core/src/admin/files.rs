//! `/charge-points/{id}/files`: what a charge point brought, diagnostics and logs, the newest first; `?kind=` shows one
//! kind alone. `/files/{id}` is one of them, `.../content` its bytes.
//!
//! `/charge-points/{id}/diagnostics`: what it was asked to bring, and how that went.

use actix_web::{HttpRequest, web};
use serde::{Deserialize, Serialize};

use super::AppState;
use super::body::Json;
use super::file_jobs::{JobView, jobs};
use super::page::{Limit, Page, cursor, key};
use super::path::{self, ChargePointPath, Path};
use super::problem::{Missing, Problem, kinds};
use super::query::Query;
use super::reply::NoContent;
use super::streamed;
use crate::admin::openapi::{Routes, Tag, op};
use crate::clock::text;
use crate::ids::{ChargePointId, FileId};
use crate::ocpp::diagnostics;
use crate::state::State;
use crate::state::file_jobs::JobKind;
use crate::state::files::{FileKind, StoredFile, delete_file};
use crate::store::Page as Keys;

/// Files that are looked at, at a time.
const STEP: usize = 100;

/// Declares the paths.
pub fn routes(api: &mut Routes) {
    api.at("/charge-points/{id}/files", Tag::FILES)
        .get(op("list_files", "Files that it brought, the newest first"), list);
    api.at("/charge-points/{id}/diagnostics", Tag::FILES).get(
        op("list_diagnostics", "What it was asked to bring, and how that went"),
        of_charge_point,
    );
    api.at("/files/{id}", Tag::FILES)
        .get(op("get_file", "What is known of one"), read)
        .delete(op("delete_file", "Remove one"), remove);
    api.at("/files/{id}/content", Tag::FILES).get(
        op("get_file_content", "Its bytes, or a part of them").fails(&[kinds::NO_SUCH_RANGE]),
        content,
    );
}

#[derive(Debug, Deserialize, utoipa::IntoParams)]
pub struct FilePath {
    /// As the list says.
    #[serde(deserialize_with = "path::name")]
    #[param(value_type = String, min_length = 1, max_length = 255, pattern = r"^[^\x00-\x1f\x7f-\x9f]+$")]
    id: String,
}

/// What the list takes.
#[derive(Debug, Default, Deserialize, utoipa::IntoParams)]
#[serde(default, deny_unknown_fields)]
struct Filter {
    /// The `next` of the page before.
    after: Option<String>,
    /// How many.
    #[param(value_type = usize, minimum = 1, maximum = 1000, default = 100)]
    limit: Limit,
    /// `diagnostics` or `log`; both if absent.
    #[param(inline)]
    kind: Option<FileKind>,
}

/// A file as operators see it.
#[derive(Debug, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = File)]
pub struct FileView {
    /// Names it in paths.
    id: FileId,
    /// What it is.
    kind: FileKind,
    /// As the charge point calls it.
    name: String,
    /// Its size.
    bytes: u64,
    /// In lower-case hexadecimal.
    sha256: String,
    /// Who brought it.
    charge_point: Option<ChargePointId>,
    /// The command that asked for it.
    command: Option<String>,
    /// When it was there.
    #[schema(format = DateTime)]
    created_at: String,
    /// When it is removed.
    #[schema(format = DateTime)]
    expires_at: Option<String>,
}

impl From<StoredFile> for FileView {
    fn from(file: StoredFile) -> Self {
        Self {
            id: file.id,
            kind: file.kind,
            name: file.name,
            bytes: file.bytes,
            sha256: file.sha256,
            charge_point: file.charge_point,
            command: file.command,
            created_at: text(file.created_at),
            expires_at: file.expires_at.map(text),
        }
    }
}

/// What a charge point was asked to bring.
#[derive(Debug, Serialize, utoipa::ToSchema)]
#[schema(as = DiagnosticsOfChargePoint)]
struct OfChargePoint {
    /// The newest first.
    items: Vec<JobView>,
}

impl Filter {
    fn find(&self, state: &State, id: &ChargePointId) -> Result<Page<FileView>, Problem> {
        let (mut after, wanted) = (key(self.after.as_deref())?, self.limit.with_one_more());
        let mut found = Vec::new();
        while found.len() < wanted {
            let page = Keys::all(STEP).descending().after(after.as_deref());
            let ids = state.file_ids_of(id, page)?;
            let Some(last) = ids.last() else { break };
            after = Some(last.as_str().to_owned());
            for id in &ids {
                found.extend(
                    state
                        .file(id)?
                        .filter(|file| self.kind.is_none_or(|kind| kind == file.kind)),
                );
            }
        }
        found.truncate(wanted);
        let page = Page::cut(found, self.limit, |file| cursor(file.id.as_str()));
        Ok(page.map(FileView::from))
    }
}

async fn list(
    app: web::Data<AppState>,
    filter: Query<Filter>,
    Path(path): Path<ChargePointPath>,
) -> Result<Json<Page<FileView>>, Problem> {
    app.registered(&path.id)?;
    Ok(Json(filter.find(app.state(), &path.id)?))
}

async fn of_charge_point(
    app: web::Data<AppState>,
    Path(path): Path<ChargePointPath>,
) -> Result<Json<OfChargePoint>, Problem> {
    app.registered(&path.id)?;
    let items = jobs(app.state(), JobKind::Diagnostics, &path.id, diagnostics::stage)?;
    Ok(Json(OfChargePoint { items }))
}

pub async fn read(app: web::Data<AppState>, Path(path): Path<FilePath>) -> Result<Json<FileView>, Problem> {
    Ok(Json(known(&app, &path.id)?.into()))
}

async fn content(
    app: web::Data<AppState>,
    request: HttpRequest,
    Path(path): Path<FilePath>,
) -> Result<streamed::Content, Problem> {
    streamed::give(&app.files, request.headers(), &known(&app, &path.id)?).await
}

async fn remove(app: web::Data<AppState>, Path(path): Path<FilePath>) -> Result<NoContent, Problem> {
    let file = known(&app, &path.id)?;
    if file.kind == FileKind::Firmware {
        let detail = format!("this is firmware: remove it with DELETE /api/v1/firmware/{}", file.name);
        return Err(Problem::new(kinds::INVALID_REQUEST, detail));
    }
    app.write(delete_file(&file)).await?;
    app.files.remove(&file.id).await?;
    Ok(NoContent)
}

fn known(app: &AppState, id: &str) -> Result<StoredFile, Problem> {
    let found = app.state().file(&FileId::new(id))?;
    found.ok_or_else(|| Problem::not_found(Missing::FILE, id))
}
