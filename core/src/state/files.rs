//! Files that charge points fetch and bring: what is known of each, and the firmware by its name. Their bytes lie
//! beside the store.

use serde::{Deserialize, Serialize};

use super::collections::{FILES, FILES_BY_STATION, FIRMWARE};
use super::key::unescape;
use super::versioned::put_back;
use super::{State, Versioned, delete, key, put};
use crate::clock::Time;
use crate::ids::{ChargePointId, FileId};
use crate::store::{Page, StoreError, Write};

/// What a file is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum FileKind {
    /// An operator brought it for charge points.
    Firmware,
    /// A charge point brought it, asked by GetDiagnostics or for a DiagnosticsLog.
    Diagnostics,
    /// A charge point brought another log.
    Log,
}

/// A file whose bytes are whole and on the disk.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct StoredFile {
    pub id: FileId,
    pub kind: FileKind,
    /// As whoever brought it called it, without a path.
    pub name: String,
    pub bytes: u64,
    /// In lower-case hexadecimal.
    pub sha256: String,
    /// Who brought it; none: an operator.
    pub charge_point: Option<ChargePointId>,
    /// The command that asked for it.
    pub command: Option<String>,
    pub created_at: Time,
    /// When it goes; none: when it is removed.
    pub expires_at: Option<Time>,
}

/// Firmware under the name by which operators know it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Firmware {
    pub name: String,
    pub file: FileId,
    pub bytes: u64,
    /// In lower-case hexadecimal.
    pub sha256: String,
    pub uploaded_at: Time,
    /// Base64, for a signed update.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub signature: Option<String>,
    /// PEM, for a signed update.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub signing_certificate: Option<String>,
}

impl State {
    /// A file by its id.
    pub fn file(&self, id: &FileId) -> Result<Option<StoredFile>, StoreError> {
        self.get(FILES, &key(&[id.as_str()]))
    }

    /// A page of all files after one.
    pub fn files(&self, after: Option<&FileId>, limit: usize) -> Result<Vec<StoredFile>, StoreError> {
        let after = after.map(|id| key(&[id.as_str()]));
        let found = self.list(FILES, Page::all(limit).after(after.as_deref()))?;
        Ok(found.into_iter().map(|(_, file)| file).collect())
    }

    /// The ids of a charge point's files by their age; the page's `after` is one of them.
    pub fn file_ids_of(&self, id: &ChargePointId, page: Page<'_>) -> Result<Vec<FileId>, StoreError> {
        let found: Vec<(String, ())> = self.of_station(FILES_BY_STATION, id, page)?;
        Ok(found
            .into_iter()
            .map(|(key, ())| FileId::new(&unescape(&key)))
            .collect())
    }

    /// Firmware by its name.
    pub fn firmware(&self, name: &str) -> Result<Option<Firmware>, StoreError> {
        self.get(FIRMWARE, &key(&[name]))
    }

    /// The same, to be written back.
    pub fn firmware_at(&self, name: &str) -> Result<Option<Versioned<Firmware>>, StoreError> {
        Ok(self.get_at(FIRMWARE, &key(&[name]))?.map(Versioned::from))
    }

    /// A page of the firmware in the order of the names, after one.
    pub fn all_firmware(&self, after: Option<&str>, limit: usize) -> Result<Vec<Firmware>, StoreError> {
        let after = after.map(|name| key(&[name]));
        let found = self.list(FIRMWARE, Page::all(limit).after(after.as_deref()))?;
        Ok(found.into_iter().map(|(_, firmware)| firmware).collect())
    }
}

/// Keeps what is known of a file, and that its charge point brought it.
pub fn put_file(file: &StoredFile) -> Result<Vec<Write>, StoreError> {
    let mark = file.charge_point.as_ref().map(|owner| mark_key(owner, &file.id));
    let mark = mark.map(|key| put(FILES_BY_STATION, key, &())).transpose()?;
    let record = put(FILES, key(&[file.id.as_str()]), file)?;
    Ok(mark.into_iter().chain([record]).collect())
}

/// Forgets a file; its bytes are somebody else's to remove.
#[must_use]
pub fn delete_file(file: &StoredFile) -> Vec<Write> {
    let mark = file.charge_point.as_ref().map(|owner| mark_key(owner, &file.id));
    let mark = mark.map(|key| delete(FILES_BY_STATION, key));
    [delete(FILES, key(&[file.id.as_str()]))]
        .into_iter()
        .chain(mark)
        .collect()
}

/// Sets firmware under its name, if that still holds what was read.
pub fn put_firmware(firmware: &Versioned<Firmware>) -> Result<Write, StoreError> {
    put_back(FIRMWARE, key(&[&firmware.record.name]), firmware)
}

/// Forgets firmware, if its name still holds what was read.
#[must_use]
pub fn delete_firmware(firmware: &Versioned<Firmware>) -> Write {
    Write {
        expect: firmware.condition(),
        ..delete(FIRMWARE, key(&[&firmware.record.name]))
    }
}

fn mark_key(owner: &ChargePointId, id: &FileId) -> String {
    key(&[owner.as_str(), id.as_str()])
}
