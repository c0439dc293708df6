//! `/firmware`: the files that charge points can be asked to install, by their names. `PUT` brings one as the body,
//! whatever its size; `PUT .../signature` says what signed updates need beside it.
//!
//! `/charge-points/{id}/firmware`: what runs there, and how its updates went.

use actix_web::{HttpRequest, web};
use serde::{Deserialize, Serialize};

use super::AppState;
use super::body::Json;
use super::file_jobs::{JobView, jobs};
use super::page::{Page, Paging, cursor, key};
use super::path::{self, ChargePointPath, Path};
use super::problem::{Missing, Problem, kinds};
use super::query::Query;
use super::reply::{NoContent, PutReply, put_reply};
use super::revised::repeat;
use super::streamed;
use crate::admin::openapi::{Routes, Tag, op};
use crate::clock::{self, text};
use crate::files::{Received, names};
use crate::ids::FileId;
use crate::ocpp::firmware;
use crate::state::Versioned;
use crate::state::file_jobs::JobKind;
use crate::state::files::{FileKind, Firmware, StoredFile, delete_file, delete_firmware, put_file, put_firmware};
use crate::store::Write;

/// The longest signature in characters (2.x FirmwareType).
const MAX_SIGNATURE: usize = 800;

/// The longest certificate in characters (2.x FirmwareType).
const MAX_CERTIFICATE: usize = 5500;

/// Declares the paths.
pub fn routes(api: &mut Routes) {
    api.at("/firmware", Tag::FILES).get(
        op("list_firmware", "Firmware that charge points can be asked to install"),
        list,
    );
    api.at("/firmware/{name}", Tag::FILES)
        .get(op("get_firmware", "What is known of one"), read)
        .put(
            op("put_firmware", "Upload one; the body is the file")
                .makes()
                .fails(&[kinds::NO_ROOM, kinds::CONFLICT]),
            put,
        )
        .delete(op("delete_firmware", "Remove one").fails(&[kinds::CONFLICT]), remove);
    api.at("/firmware/{name}/signature", Tag::FILES).put(
        op("sign_firmware", "Say what signed updates need").fails(&[kinds::CONFLICT]),
        sign,
    );
    api.at("/charge-points/{id}/firmware", Tag::FILES).get(
        op("list_firmware_updates", "What runs there, and how its updates went"),
        of_charge_point,
    );
}

#[derive(Debug, Deserialize, utoipa::IntoParams)]
pub struct FirmwarePath {
    /// It ends the URL that charge points get.
    #[serde(deserialize_with = "path::name")]
    #[param(value_type = String, min_length = 1, max_length = 255, pattern = r"^[^\x00-\x1f\x7f-\x9f]+$")]
    name: String,
}

/// Firmware as operators see it.
#[derive(Debug, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = Firmware)]
pub struct FirmwareView {
    /// It ends the URL that charge points get.
    name: String,
    /// Its size.
    bytes: u64,
    /// In lower-case hexadecimal.
    sha256: String,
    /// When it was uploaded.
    #[schema(format = DateTime)]
    created_at: String,
    /// Whether it has what signed updates need.
    signed: bool,
    /// Base64.
    #[serde(skip_serializing_if = "Option::is_none")]
    signature: Option<String>,
    /// PEM.
    #[serde(skip_serializing_if = "Option::is_none")]
    signing_certificate: Option<String>,
}

impl From<Firmware> for FirmwareView {
    fn from(firmware: Firmware) -> Self {
        Self {
            name: firmware.name,
            bytes: firmware.bytes,
            sha256: firmware.sha256,
            created_at: text(firmware.uploaded_at),
            signed: firmware.signature.is_some(),
            signature: firmware.signature,
            signing_certificate: firmware.signing_certificate,
        }
    }
}

/// What signed updates need.
#[derive(Debug, Clone, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[schema(as = FirmwareSignature)]
struct Signature {
    /// Base64.
    signature: String,
    /// PEM.
    signing_certificate: String,
}

/// What runs on a charge point.
#[derive(Debug, Serialize, utoipa::ToSchema)]
#[schema(as = InstalledFirmware)]
struct Installed {
    /// As its last BootNotification said.
    version: Option<String>,
    /// When it booted.
    #[schema(format = DateTime)]
    at: String,
}

/// The firmware of a charge point.
#[derive(Debug, Serialize, utoipa::ToSchema)]
#[schema(as = FirmwareOfChargePoint)]
struct OfChargePoint {
    /// None: it never booted here.
    installed: Option<Installed>,
    /// Its updates, the newest first.
    items: Vec<JobView>,
}

async fn list(app: web::Data<AppState>, paging: Query<Paging>) -> Result<Json<Page<FirmwareView>>, Problem> {
    let after = key(paging.after.as_deref())?;
    let found = app
        .state()
        .all_firmware(after.as_deref(), paging.limit.with_one_more())?;
    let page = Page::cut(found, paging.limit, |firmware| cursor(&firmware.name));
    Ok(Json(page.map(FirmwareView::from)))
}

pub async fn read(app: web::Data<AppState>, Path(path): Path<FirmwarePath>) -> Result<Json<FirmwareView>, Problem> {
    let found = app.state().firmware(&path.name)?;
    Ok(Json(found.ok_or_else(|| unknown(&path.name))?.into()))
}

async fn put(
    app: web::Data<AppState>,
    request: HttpRequest,
    Path(path): Path<FirmwarePath>,
    mut body: web::Payload,
) -> Result<PutReply<FirmwareView>, Problem> {
    if names::plain(&path.name).as_deref() != Some(path.name.as_str()) {
        let detail = "a name of firmware has no slashes and no space around it: it ends the URL that charge points get";
        return Err(Problem::new(kinds::INVALID_REQUEST, detail));
    }
    let received = streamed::take(&app.files, request.headers(), &mut body).await?;
    let kept = actix_web::rt::spawn(async move {
        let kept = keep(&app, path.name, &received).await;
        if kept.is_err() {
            app.files.remove(&received.id).await?;
        }
        kept
    });
    let stopping = |_| Problem::new(kinds::STOPPING, "the server stops");
    let (created, firmware) = kept.await.map_err(stopping)??;
    Ok(put_reply(created, firmware.into()))
}

/// Makes what came the firmware of this name. What had it before stays for those who were told to fetch it.
async fn keep(app: &AppState, name: String, received: &Received) -> Result<(bool, Firmware), Problem> {
    let now = clock::now();
    let file = StoredFile {
        id: received.id.clone(),
        kind: FileKind::Firmware,
        name: name.clone(),
        bytes: received.bytes,
        sha256: received.sha256.clone(),
        charge_point: None,
        command: None,
        created_at: now,
        expires_at: None,
    };
    let firmware = Firmware {
        name,
        file: received.id.clone(),
        bytes: received.bytes,
        sha256: received.sha256.clone(),
        uploaded_at: now,
        signature: None,
        signing_certificate: None,
    };
    repeat(app.state(), || {
        let before = app.state().firmware_at(&firmware.name)?;
        let old = before.as_ref().map(|before| before.record.file.clone());
        let created = before.is_none();
        // A signature is one of these bytes alone.
        let same = before.as_ref().filter(|before| before.record.sha256 == firmware.sha256);
        let mut new = firmware.clone();
        if let Some(same) = same {
            new.signature.clone_from(&same.record.signature);
            new.signing_certificate.clone_from(&same.record.signing_certificate);
        }
        let named = match before {
            Some(before) => before.with(new.clone()),
            None => Versioned::absent(new.clone()),
        };
        let mut writes = put_file(&file)?;
        writes.push(put_firmware(&named)?);
        writes.extend(old.map(|old| retire(app, &old)).transpose()?.into_iter().flatten());
        Ok((writes, (created, new)))
    })
    .await
}

/// A file that is no firmware any more goes once no URL that was given for it can be used: not before those that are
/// given now are over, nor (`files/tidy.rs`) while there is a later one.
fn retire(app: &AppState, id: &FileId) -> Result<Vec<Write>, Problem> {
    let Some(file) = app.state().file(id)? else {
        return Ok(Vec::new());
    };
    let lifetime = chrono::TimeDelta::from_std(app.settings().files.url_lifetime).ok();
    let expires_at = lifetime.and_then(|lifetime| clock::now().checked_add_signed(lifetime));
    Ok(put_file(&StoredFile { expires_at, ..file })?)
}

async fn sign(
    app: web::Data<AppState>,
    Path(path): Path<FirmwarePath>,
    Json(given): Json<Signature>,
) -> Result<Json<FirmwareView>, Problem> {
    let invalid = |detail: &str| Problem::new(kinds::INVALID_REQUEST, detail);
    if given.signature.is_empty() || given.signature.len() > MAX_SIGNATURE {
        return Err(invalid("`signature` is base64 of at most 800 characters"));
    }
    if given.signing_certificate.is_empty() || given.signing_certificate.len() > MAX_CERTIFICATE {
        return Err(invalid("`signingCertificate` is PEM of at most 5500 characters"));
    }
    let signed = repeat(app.state(), || {
        let found = app.state().firmware_at(&path.name)?;
        let mut found = found.ok_or_else(|| unknown(&path.name))?;
        found.record.signature = Some(given.signature.clone());
        found.record.signing_certificate = Some(given.signing_certificate.clone());
        Ok((vec![put_firmware(&found)?], found.record))
    });
    Ok(Json(signed.await?.into()))
}

async fn remove(app: web::Data<AppState>, Path(path): Path<FirmwarePath>) -> Result<NoContent, Problem> {
    let file = repeat(app.state(), || {
        let found = app.state().firmware_at(&path.name)?;
        let found = found.ok_or_else(|| unknown(&path.name))?;
        let mut writes = vec![delete_firmware(&found)];
        let file = app.state().file(&found.record.file)?;
        writes.extend(file.iter().flat_map(delete_file));
        Ok((writes, found.record.file))
    });
    let file = file.await?;
    app.files.remove(&file).await?;
    Ok(NoContent)
}

async fn of_charge_point(
    app: web::Data<AppState>,
    Path(path): Path<ChargePointPath>,
) -> Result<Json<OfChargePoint>, Problem> {
    app.registered(&path.id)?;
    let boot = app.state().boot(&path.id)?;
    let installed = boot.map(|boot| Installed {
        version: boot.firmware_version,
        at: text(boot.at),
    });
    let items = jobs(app.state(), JobKind::Firmware, &path.id, firmware::stage)?;
    Ok(Json(OfChargePoint { installed, items }))
}

fn unknown(name: &str) -> Problem {
    Problem::not_found(Missing::FIRMWARE, name)
}
