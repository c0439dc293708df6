//! Firmware (1.6 sections 4.5 and 6.19 and the security extension, 2.x block L): what charge points are asked to fetch
//! and to install, and how far they are. `verb` is the version-neutral way to ask; each version has its words.

mod progress;
mod v16;
mod v2;
mod verb;

pub use progress::{progress, stage};
pub use verb::FirmwareRequest;

use super::rows::{Row, Versions, empty};
use crate::events::kinds::FIRMWARE_STATUS;

pub(super) const ROWS: &[Row] = &[
    Row::handled::<v16::FirmwareStatusNotification>("FirmwareStatusNotification", Versions::V16)
        .reports()
        .tells(&[&FIRMWARE_STATUS]),
    Row::handled::<v2::FirmwareStatusNotification>("FirmwareStatusNotification", Versions::V2)
        .reports()
        .tells(&[&FIRMWARE_STATUS]),
    Row::sent("PublishFirmware", Versions::V2).asks_for(&["PublishFirmwareStatusNotification"]),
    Row::kept("PublishFirmwareStatusNotification", Versions::V2, empty),
    Row::handled::<v16::SignedFirmwareStatusNotification>("SignedFirmwareStatusNotification", Versions::V16)
        .reports()
        .tells(&[&FIRMWARE_STATUS]),
    Row::operated::<v16::SignedUpdateFirmware>("SignedUpdateFirmware", Versions::V16)
        .asks_for(&["SignedFirmwareStatusNotification"])
        .tells(&[&FIRMWARE_STATUS]),
    Row::sent("UnpublishFirmware", Versions::V2),
    Row::operated::<v16::UpdateFirmware>("UpdateFirmware", Versions::V16)
        .asks_for(&["FirmwareStatusNotification"])
        .tells(&[&FIRMWARE_STATUS]),
    Row::operated::<v2::UpdateFirmware>("UpdateFirmware", Versions::V2)
        .asks_for(&["FirmwareStatusNotification"])
        .tells(&[&FIRMWARE_STATUS]),
];
